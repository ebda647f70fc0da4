//! Lengths and what is counted with them: "three weeks", "a year ago", "two days after June 3", "every Monday", "27-year".

use super::meaning::{Amount, From, Meaning, Parsed, Point, Unit, Which};
use super::numbers::{Quantity, number, ordinal, quantity};
use super::points;
use super::words::{Pieces, Word};

/// "the past three weeks", "the next decade", "the coming days"
pub(super) fn stretch(p: &Pieces<'_>, at: usize) -> Option<Parsed> {
    let start = p.skip(p.skip(at, &["the", "these", "this"]), &["very"]);
    let side = if p.any(start, &["past", "last", "previous", "preceding"]) {
        -1
    } else if p.any(start, &["next", "coming", "following", "upcoming"]) {
        1
    } else {
        return None;
    };
    let alone = || {
        let Word::Unit(unit) = p.word(start + 1) else { return None };
        let plural = p.of(start + 1).ends_with('s');
        // "last week" is a week of the calendar, "the past week" and "the last decade" are lengths up to now.
        let length = plural || p.any(start, &["past"]) || unit == Unit::Decade && start > at;
        let amount = Amount { whole: (!plural).then_some(1), half: false };
        length.then_some(Parsed::new(Meaning::Stretch(amount, unit, side), start + 2))
    };
    let counted = || {
        let found = quantity(p, start + 1).filter(|q| !q.article && !q.hyphen)?;
        let meaning = Meaning::Stretch(found.amount, found.unit, side);
        Some(Parsed { modifier: found.modifier, ..Parsed::new(meaning, found.end) })
    };
    counted().or_else(alone)
}

/// "the 5 past years", "the two coming weeks"
pub(super) fn counted_stretch(p: &Pieces<'_>, at: usize) -> Option<Parsed> {
    let (n, end) = number(p, p.skip(at, &["the"]))?;
    let side = if p.any(end, &["past", "last", "previous", "preceding"]) {
        -1
    } else if p.any(end, &["next", "coming", "following", "upcoming"]) {
        1
    } else {
        return None;
    };
    let Word::Unit(unit) = p.word(end + 1) else { return None };
    let amount = Amount { whole: Some(n), half: false };
    p.of(end + 1).ends_with('s').then(|| Parsed::new(Meaning::Stretch(amount, unit, side), end + 2))
}

/// "60" of "between 60 and 90 days", "one" of "one or two days"
fn elided(p: &Pieces<'_>, at: usize) -> Option<Parsed> {
    let (n, end) = number(p, at)?;
    let joined = p.any(end, &["or", "to", "-", "–"]) || p.is(end, "and") && at > 0 && p.is(at - 1, "between");
    let unit = quantity(p, end + 1).filter(|q| joined && !q.article && q.unit != Unit::Quarter)?.unit;
    let amount = Amount { whole: Some(n), half: false };
    Some(Parsed::new(Meaning::Length(amount, unit), end))
}

/// "in three weeks": what it means is for the clause to say.
pub(super) fn within(p: &Pieces<'_>, at: usize) -> Option<Parsed> {
    if !p.is(at, "in") {
        return None;
    }
    let found = length(p, at + 1)?;
    let Meaning::Length(amount, unit) = found.meaning else {
        return Some(Parsed { start: found.start.or(Some(at + 1)), ..found });
    };
    Some(Parsed { meaning: Meaning::Within(amount, unit), start: found.start.or(Some(at + 1)), ..found })
}

/// "three weeks" with what stands behind it: "ago", "later", "after June 3", "old".
pub(super) fn length(p: &Pieces<'_>, at: usize) -> Option<Parsed> {
    // "three quarters" is more often a share than nine months.
    let Some(found) = quantity(p, at).filter(|q| q.unit != Unit::Quarter) else {
        return elided(p, at).or_else(|| bare(p, at));
    };
    let Quantity { amount, modifier, unit, end, .. } = found;
    // "a 35-year-old", "35 years old", "35 years of age"
    let age = if p.is(end, "-") && p.glued(end) { end + 1 } else { end };
    if p.any(age, &["old", "olds"]) || p.are(end, &["of", "age"]) {
        return Some(Parsed::new(Meaning::Nothing, age + 1));
    }
    // "a two-day-long strike", "27-year": before a noun it is a length and no more.
    if !found.hyphen
        && let Some(shifted) = shifted(p, end, amount, unit)
    {
        return Some(Parsed { modifier, ..shifted });
    }
    Some(Parsed { modifier, ..Parsed::new(Meaning::Length(amount, unit), end) })
}

/// "decades of war", "years": lengths without a number, where a preposition or "-long" shows that they are.
fn bare(p: &Pieces<'_>, at: usize) -> Option<Parsed> {
    if p.is(at, "all")
        && let Word::Unit(unit @ (Unit::Day | Unit::Week | Unit::Month | Unit::Year)) = p.word(at + 1)
        && !p.of(at + 1).ends_with('s')
    {
        return Some(Parsed::new(Meaning::Length(Amount { whole: Some(1), half: false }, unit), at + 2));
    }
    let Word::Unit(unit) = p.word(at) else { return None };
    let plural = p.of(at).ends_with('s') && !matches!(unit, Unit::Second | Unit::Minute | Unit::Quarter);
    let before = at.checked_sub(1);
    let shown = before.is_some_and(|b| p.any(b, &["for", "in", "over", "within", "after", "of", "took", "take"]))
        || p.is(at + 1, "-") && p.is(at + 2, "long");
    let amount = Amount { whole: None, half: false };
    (plural && shown).then(|| Parsed::new(Meaning::Length(amount, unit), at + 1))
}

/// What follows a length and makes a point of it.
fn shifted(p: &Pieces<'_>, end: usize, amount: Amount, unit: Unit) -> Option<Parsed> {
    let by = |side: i64| if amount.half { None } else { amount.whole.and_then(|n| n.checked_mul(side)) };
    let point = |side, from, end| Parsed::point(Point::Shift { amount: by(side), unit, from }, end);
    if p.is(end, "ago") {
        // "a week ago Monday", "a week ago on Monday"
        let day = p.skip(end + 1, &["on", "last"]);
        if let (Word::Weekday(day_of), Unit::Week, Some(n)) = (p.word(day), unit, by(-1)) {
            return Some(Parsed::point(Point::Weekday { day: day_of, which: Which::Week(n) }, day + 1));
        }
        if p.is(end + 1, "today") {
            let days = if unit == Unit::Week { by(-7) } else { None };
            let exact = days.map_or(Point::Shift { amount: by(-1), unit, from: From::Now }, Point::NearDay);
            return Some(Parsed::point(exact, end + 2));
        }
        return Some(point(-1, From::Now, end + 1));
    }
    if p.any(end, &["hence"]) || p.are(end, &["from", "now"]) {
        return Some(point(1, From::Now, end + if p.is(end, "hence") { 1 } else { 2 }));
    }
    let later = p.any(end, &["later", "afterwards", "afterward", "after", "thereafter", "from", "following"]);
    let earlier = p.any(end, &["earlier", "before", "previously", "prior", "beforehand"]);
    if !later && !earlier {
        return None;
    }
    let side = if later { 1 } else { -1 };
    // "two days after June 3", "three weeks from Monday"
    let next = p.skip(end + 1, &["to"]);
    let counted = p.any(end, &["after", "before", "from", "following", "prior"]);
    if counted && let Some((base, end)) = points::point(p, next).filter(|(base, _)| !matches!(base, Point::Told { .. }))
    {
        return Some(point(side, From::Point(Box::new(base)), end));
    }
    // "two days after the vote" counts from what is no time, and is a length; "later than planned" too.
    let ends_here = next >= p.len()
        || !p.of(next).starts_with(char::is_alphanumeric)
        || p.any(next, &["and", "but", "that", "when", "in", "on", "at"]);
    let adverb = p.any(end, &["later", "afterwards", "afterward", "thereafter", "earlier", "previously", "beforehand"]);
    let then = adverb && !p.is(next, "than") || counted && ends_here && p.any(end, &["after", "before"]);
    then.then(|| point(side, From::Told, end + 1))
}

/// "every Monday", "twice a week", "daily", "Mondays"
pub(super) fn set(p: &Pieces<'_>, at: usize) -> Option<Parsed> {
    let set = |value: String, end| Some(Parsed::new(Meaning::Set(value), end));
    let one = Amount { whole: Some(1), half: false };
    match p.word(at) {
        Word::Set(length) => return set(length.to_owned(), at + 1),
        Word::Weekdays(day) => return set(format!("XXXX-WXX-{day}"), at + 1),
        // "Friday mornings"
        Word::Weekday(day) => {
            let Word::Part(part) = p.word(at + 1) else { return None };
            return p
                .of(at + 1)
                .ends_with('s')
                .then(|| Parsed::new(Meaning::Set(format!("XXXX-WXX-{day}T{}", part.code())), at + 2));
        }
        _ => {}
    }
    if p.any(at, &["every", "each"]) {
        let other = p.is(at + 1, "other");
        let next = at + 1 + usize::from(other || p.any(at + 1, &["single"]));
        let amount = Amount { whole: Some(if other { 2 } else { 1 }), half: false };
        return match p.word(next) {
            Word::Unit(Unit::Half | Unit::Second) => None,
            Word::Unit(unit) => set(super::calendar::length(amount, unit), next + 1),
            Word::Weekday(day) => set(format!("XXXX-WXX-{day}"), next + 1),
            Word::Month(month) => set(format!("XXXX-{month:02}"), next + 1),
            Word::Part(part) => set(format!("XXXX-XX-XXT{}", part.code()), next + 1),
            Word::Season(season) => set(format!("XXXX-{}", season.code()), next + 1),
            // "every 10 minutes", "every third year"
            _ => match (quantity(p, next), ordinal(p, next)) {
                (Some(q), _) => set(super::calendar::length(q.amount, q.unit), q.end),
                (None, Some((n, end))) => match p.word(end) {
                    Word::Unit(unit) => {
                        set(super::calendar::length(Amount { whole: Some(n), half: false }, unit), end + 1)
                    }
                    _ => None,
                },
                _ => None,
            },
        };
    }
    // "once a week", "twice per day", "three times a year"
    let times = if p.any(at, &["once", "twice"]) {
        at + 1
    } else {
        let (_, end) = number(p, at)?;
        p.is(end, "times").then_some(end + 1)?
    };
    match p.word(times + 1) {
        Word::Unit(unit) if p.any(times, &["a", "an", "per", "each", "every"]) => {
            set(super::calendar::length(one, unit), times + 2)
        }
        _ => None,
    }
}

/// "per day", "a year" behind a number ("15 a year") are lengths that repeat.
pub(super) fn rate(p: &Pieces<'_>, at: usize) -> Option<Parsed> {
    match p.word(at + 1) {
        Word::Unit(unit) if p.is(at, "per") && unit != Unit::Half => {
            let one = Amount { whole: Some(1), half: false };
            Some(Parsed::new(Meaning::Set(super::calendar::length(one, unit)), at + 2))
        }
        _ => None,
    }
}

/// "over the years", "through the decades"
pub(super) fn over_the_years(p: &Pieces<'_>, at: usize) -> Option<Parsed> {
    let Word::Unit(unit) = p.word(at + 2) else { return None };
    let open = Amount { whole: None, half: false };
    let plural = p.of(at + 2).ends_with('s') && unit != Unit::Second;
    (p.are(at, &["over", "the"]) && plural).then(|| Parsed::new(Meaning::Length(open, unit), at + 3))
}
