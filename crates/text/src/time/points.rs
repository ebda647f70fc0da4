//! Places in the calendar as news tells them: a date, or the way from today: "late on Monday", "the third quarter of last
//! year", "the end of the week".

use super::dates::{self, Place, day_number};
use super::meaning::{Meaning, Parsed, Part, Point, Unit, Which, YearOf};
use super::names;
use super::numbers::ordinal;
use super::words::{Pieces, Word};
use crate::document::TimeModifier;

/// A place in the calendar, with what is said of its part: "early 2006", "the end of this year".
pub(super) fn modified(p: &Pieces<'_>, at: usize) -> Option<Parsed> {
    let parsed = |modifier, (point, end): Place| Parsed { modifier, ..Parsed::point(point, end) };
    part_of(p, at)
        .or_else(|| graded(p, at))
        .map(|(modifier, place)| parsed(Some(modifier), place))
        .or_else(|| point(p, at).map(|place| parsed(None, place)))
        .or_else(|| around(p, at).map(|place| parsed(Some(TimeModifier::Approx), place)))
}

/// "the beginning of the year", "the end of last week", "mid-March"
fn part_of(p: &Pieces<'_>, at: usize) -> Option<(TimeModifier, Place)> {
    let word = p.skip(p.skip(at, &["the"]), &["very"]);
    let modifier = if p.any(word, &["beginning", "start", "outset"]) {
        TimeModifier::Start
    } else if p.any(word, &["end", "close", "rest", "remainder"]) {
        TimeModifier::End
    } else if p.is(word, "middle") {
        TimeModifier::Mid
    } else {
        return None;
    };
    let of = if p.is(word + 1, "of") {
        word + 2
    } else if p.any(word, &["end", "beginning"]) && word == at && matches!(p.word(word + 1), Word::Month(_)) {
        word + 1
    } else {
        return None;
    };
    let place = definite(p, of).or_else(|| point(p, of))?;
    // "the end of the day" is how people say "after all".
    Some((modifier, place))
}

/// "early June", "late in 2006", "mid-2011", "earlier this year", "later in the week"
fn graded(p: &Pieces<'_>, at: usize) -> Option<(TimeModifier, Place)> {
    let begins = p.skip(at, &["the"]);
    let modifier = if p.any(begins, &["early", "earlier"]) {
        TimeModifier::Start
    } else if p.any(begins, &["late", "later"]) {
        TimeModifier::End
    } else if p.is(begins, "mid") {
        TimeModifier::Mid
    } else {
        return None;
    };
    let next = p.skip(begins + 1, &["-"]);
    let of = p.skip(next, &["in", "on"]);
    let place = point(p, of).or_else(|| if of > next { definite(p, of) } else { None });
    let place = place.or_else(|| season(p, of, true))?;
    Some((modifier, place))
}

/// "around 2006", "about March 3"
fn around(p: &Pieces<'_>, at: usize) -> Option<Place> {
    let short = p.is(at, "c") && p.is(at + 1, ".");
    if !short && !p.any(at, &["around", "about", "circa", "approximately", "ca"]) {
        return None;
    }
    dates::date(p, at + if short { 2 } else { 1 })
}

/// "the week", "the year", "the entire year": which one is for the text before to say.
pub(super) fn definite(p: &Pieces<'_>, at: usize) -> Option<Place> {
    let begins = p.skip(at, &["the"]);
    if begins > at && p.any(begins, &["fiscal", "financial"]) && p.is(begins + 1, "year") {
        return Some((Point::Fiscal(YearOf::Step(0)), begins + 2));
    }
    let whole = p.any(begins, &["entire", "whole"]);
    let Word::Unit(unit) = p.word(begins + usize::from(whole)) else {
        return None;
    };
    let end = begins + 1 + usize::from(whole);
    let plain = matches!(
        unit,
        Unit::Day
            | Unit::Week
            | Unit::Weekend
            | Unit::Month
            | Unit::Quarter
            | Unit::Year
            | Unit::Decade
            | Unit::Century
    );
    let named = begins > at || unit == Unit::Year || unit == Unit::Month || unit == Unit::Week;
    let plural = p.of(end - 1).ends_with('s');
    let point = match unit {
        Unit::Day => Point::Beside { unit, by: 0 },
        _ if whole => Point::Beside { unit, by: 0 },
        _ => Point::Current(unit),
    };
    (plain && named && !plural).then_some((point, end))
}

/// A place in the calendar.
pub(super) fn point(p: &Pieces<'_>, at: usize) -> Option<Place> {
    names::point(p, at)
        .or_else(|| nth(p, at))
        .or_else(|| dates::day(p, at))
        .or_else(|| weekday(p, at))
        .or_else(|| near_day(p, at))
        .or_else(|| which(p, at))
        .or_else(|| beside(p, at))
        .or_else(|| quarter(p, at))
        .or_else(|| season(p, at, false))
        .or_else(|| dates::date(p, at))
}

/// "Monday night", "Monday of last week", "Monday the 21st"
fn weekday(p: &Pieces<'_>, at: usize) -> Option<Place> {
    let Word::Weekday(day) = p.word(at) else { return None };
    weekday_behind(p, at, day, Which::Plain)
}

fn weekday_behind(p: &Pieces<'_>, at: usize, day: i8, which: Which) -> Option<Place> {
    let end = at + 1;
    let of = p.skip(end, &["of"]);
    let week = ["last", "this", "next"].iter().position(|w| p.is(of, w)).filter(|_| p.is(of + 1, "week"));
    let (which, end) = match week.and_then(|w| i64::try_from(w).ok()) {
        Some(step) if which == Which::Plain => (Which::Week(step - 1), of + 2),
        _ => (which, end),
    };
    // "Tuesday the eleventh.", but not "on Tuesday the first report"
    if p.is(end, "the")
        && ordinal(p, end + 1).is_some_and(|(_, end)| !p.of(end).starts_with(char::is_alphanumeric))
        && let Some((day, end)) = day_number(p, end + 1)
    {
        return Some((Point::DayOfMonth { by: 0, day }, end));
    }
    Some(with_part(p, Point::Weekday { day, which }, end))
}

/// "morning" behind a day.
fn with_part(p: &Pieces<'_>, on: Point, end: usize) -> Place {
    // "on Sunday at dawn", "Sunday at noon"
    let next =
        if p.is(end, "at") && p.any(end + 1, &["noon", "dawn", "dusk", "midday", "night"]) { end + 1 } else { end };
    match p.word(next) {
        Word::Part(part) => (Point::Part { part, on: Box::new(on) }, next + 1),
        _ => (on, end),
    }
}

/// "yesterday morning", "the day before yesterday", "tonight"
fn near_day(p: &Pieces<'_>, at: usize) -> Option<Place> {
    if p.are(at, &["the", "day", "before", "yesterday"]) {
        return Some((Point::NearDay(-2), at + 4));
    }
    if p.are(at, &["the", "day", "after", "tomorrow"]) {
        return Some((Point::NearDay(2), at + 4));
    }
    let Word::Near(by) = p.word(at) else { return None };
    if p.is(at, "tonight") {
        return Some((Point::Part { part: Part::Night, on: Box::new(Point::NearDay(0)) }, at + 1));
    }
    Some(with_part(p, Point::NearDay(by), at + 1))
}

/// Words that choose among the units of a kind.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Choice {
    Last,
    Past,
    This,
    Next,
    Following,
    Preceding,
    Same,
}

/// The choosing word, with the piece behind it and whether "the" stands before it.
fn choice(p: &Pieces<'_>, at: usize) -> Option<(Choice, usize, bool)> {
    let word = p.skip(at, &["the"]);
    let the = word > at;
    if p.is(at, "this") && p.any(at + 1, &["past", "last"]) {
        return Some((Choice::Past, at + 2, false));
    }
    if p.is(at, "this") && p.any(at + 1, &["coming", "next"]) {
        return Some((Choice::Next, at + 2, false));
    }
    let choice = if p.is(word, "last") {
        Choice::Last
    } else if p.is(word, "past") {
        Choice::Past
    } else if p.any(word, &["next", "coming", "upcoming"]) {
        Choice::Next
    } else if p.any(word, &["this", "current"]) {
        Choice::This
    } else if p.is(word, "following") {
        Choice::Following
    } else if p.any(word, &["previous", "preceding"]) {
        Choice::Preceding
    } else if the && p.is(word, "same") || !the && p.is(word, "that") {
        Choice::Same
    } else {
        return None;
    };
    Some((choice, word + 1, the))
}

/// "last week", "next Monday", "this March", "the following year", "that day", "last night"
fn which(p: &Pieces<'_>, at: usize) -> Option<Place> {
    let (choice, word, the) = choice(p, at)?;
    if choice == Choice::Same
        && let Some(found) = year_before(p, word)
    {
        return Some(found);
    }
    let side = match choice {
        Choice::Last | Choice::Past | Choice::Preceding => -1,
        Choice::Next | Choice::Following => 1,
        Choice::This | Choice::Same => 0,
    };
    match p.word(word) {
        Word::Unit(unit) => unit_point(p, word, unit, choice, the),
        Word::Weekday(day) => {
            let which = match choice {
                Choice::Last => Which::Last,
                Choice::Past => Which::Last,
                Choice::Next => Which::Next,
                Choice::This => Which::This,
                Choice::Following => Which::Following,
                Choice::Preceding => Which::Preceding,
                Choice::Same => Which::Plain,
            };
            weekday_behind(p, word, day, which)
        }
        Word::Month(month) if p.is_capital(word) || !matches!(month, 3 | 5) => {
            let year = if choice == Choice::Same { YearOf::Told } else { YearOf::Side(side) };
            Some((Point::Month { year, month }, word + 1))
        }
        Word::Season(season) => {
            let year = if choice == Choice::Same { YearOf::Told } else { YearOf::Side(side) };
            Some((Point::Season { year, season }, word + 1))
        }
        Word::Part(part) => {
            let on = match choice {
                Choice::Last => Point::NearDay(-1),
                Choice::This => Point::NearDay(0),
                Choice::Same => return Some((Point::PartOfTold(part), word + 1)),
                _ => Point::Told { unit: Unit::Day, by: side },
            };
            Some((Point::Part { part, on: Box::new(on) }, word + 1))
        }
        _ if p.any(word, &["fiscal", "financial"]) && p.is(word + 1, "year") => {
            Some((Point::Fiscal(YearOf::Step(side)), word + 2))
        }
        _ if p.is(word, "calendar") && p.is(word + 1, "year") => {
            Some((Point::Step { unit: Unit::Year, by: side }, word + 2))
        }
        _ => None,
    }
}

fn unit_point(p: &Pieces<'_>, at: usize, unit: Unit, choice: Choice, the: bool) -> Option<Place> {
    let end = at + 1;
    let plural = p.of(at).ends_with('s');
    if plural || matches!(unit, Unit::Second | Unit::Minute | Unit::Hour | Unit::Fortnight | Unit::Half) {
        return None;
    }
    let step = |by| Some((Point::Step { unit, by }, end));
    let day = unit == Unit::Day;
    match choice {
        Choice::Last | Choice::Past if day => None,
        // "next week Monday", "next week on Monday"
        Choice::Last | Choice::This | Choice::Next if unit == Unit::Week && !the => {
            let by = match choice {
                Choice::Last => -1,
                Choice::Next => 1,
                _ => 0,
            };
            let next = p.skip(end, &["on"]);
            match p.word(next) {
                Word::Weekday(day) => weekday_behind(p, next, day, Which::Week(by)),
                _ => step(by),
            }
        }
        Choice::Last | Choice::Past => step(-1),
        Choice::This => step(0),
        Choice::Next if day => Some(with_part(p, Point::Told { unit, by: 1 }, end)),
        Choice::Next if the => Some((Point::Beside { unit, by: 1 }, end)),
        Choice::Next => step(1),
        Choice::Following => Some(with_part(p, Point::Told { unit, by: 1 }, end)),
        Choice::Preceding if day => Some((Point::Told { unit, by: -1 }, end)),
        Choice::Preceding => Some((Point::Beside { unit, by: -1 }, end)),
        Choice::Same => Some(with_part(p, Point::Told { unit, by: 0 }, end)),
    }
}

/// "the same period last year", "the same month a year ago"
fn year_before(p: &Pieces<'_>, at: usize) -> Option<Place> {
    let unit = match p.word(at) {
        Word::Unit(unit) => Some(unit),
        _ if p.any(at, &["period", "time"]) => None,
        _ => return None,
    };
    let next = p.skip(p.skip(at + 1, &["of", "in"]), &["the"]);
    let year = if p.any(next, &["last", "previous", "preceding"]) && p.is(next + 1, "year") {
        next + 2
    } else if p.any(next, &["a", "one"]) && p.is(next + 1, "year") && p.any(next + 2, &["ago", "earlier", "before"]) {
        next + 3
    } else if p.is(next, "year") && p.any(next + 1, &["before", "earlier"]) {
        next + 2
    } else {
        return None;
    };
    Some((Point::YearBefore(unit), year))
}

/// "the day before", "the year previous", "the week after", where nothing follows that it is before.
fn beside(p: &Pieces<'_>, at: usize) -> Option<Place> {
    let Word::Unit(unit) = p.word(at + 1) else { return None };
    if !p.is(at, "the") || !matches!(unit, Unit::Day | Unit::Week | Unit::Month | Unit::Quarter | Unit::Year) {
        return None;
    }
    let by = if p.any(at + 2, &["before", "earlier", "previous", "prior"]) {
        -1
    } else if p.any(at + 2, &["after", "later", "following"]) {
        1
    } else {
        return None;
    };
    let end = at + 3;
    let closes = end >= p.len()
        || !p.of(end).starts_with(char::is_alphanumeric)
        || p.any(end, &["and", "but", "that", "when", "in"]);
    closes.then_some((Point::Told { unit, by }, end))
}

/// "the last week of March", "the first day of 2019", "the first half of the year"
fn nth(p: &Pieces<'_>, at: usize) -> Option<Place> {
    let begins = p.skip(at, &["the"]);
    let (n, word) = if p.any(begins, &["last", "final"]) { (-1, begins + 1) } else { ordinal(p, begins)? };
    let word = p.skip(word, &["-"]);
    let Word::Unit(unit) = p.word(word) else { return None };
    let n = i8::try_from(n).ok()?;
    let of = word + 1;
    let whole = if p.any(of, &["of", "in"]) { definite(p, of + 1).or_else(|| point(p, of + 1)) } else { None };
    match (unit, whole) {
        (Unit::Quarter | Unit::Half, whole) => {
            // "the second half" of a match is no time; a quarter of three months has four.
            let count = if unit == Unit::Quarter { 4 } else { 2 };
            let last_of_all = n == -1 && p.is(begins, "last") && whole.is_none();
            let n = if n == -1 { count } else { n };
            let (year, end) = match whole {
                Some((of, end)) => (year_of(&of)?, end),
                None if unit == Unit::Quarter && !last_of_all => match dates::four_digits(p, of) {
                    Some(year) => (YearOf::Given(year), of + 1),
                    None => (YearOf::Open, of),
                },
                None => return None,
            };
            let point =
                if unit == Unit::Quarter { Point::Quarter { year, quarter: n } } else { Point::Half { year, half: n } };
            (1..=count).contains(&n).then_some((point, end))
        }
        (Unit::Day | Unit::Week | Unit::Weekend | Unit::Month, Some((of, end))) => {
            Some((Point::Nth { n, unit, of: Box::new(of) }, end))
        }
        _ => None,
    }
}

/// The year that a quarter is of.
fn year_of(point: &Point) -> Option<YearOf> {
    match point {
        Point::Year(year) => Some(*year),
        Point::Step { unit: Unit::Year, by } => Some(YearOf::Step(*by)),
        Point::Current(Unit::Year) => Some(YearOf::Step(0)),
        Point::Told { unit: Unit::Year, .. } => Some(YearOf::Told),
        _ => None,
    }
}

/// "Q3 2009", "2009 Q3", "2009-H2"
fn quarter(p: &Pieces<'_>, at: usize) -> Option<Place> {
    let named = |i: usize| -> Option<(char, i8)> {
        let kind = p.of(i).chars().next().filter(|_| p.of(i).len() == 1)?.to_ascii_uppercase();
        let n = i8::try_from(p.digits(i + 1, 1..=1)?).ok()?;
        let most = match kind {
            'Q' => 4,
            'H' => 2,
            _ => return None,
        };
        (p.glued(i + 1) && (1..=most).contains(&n)).then_some((kind, n))
    };
    let point = |(kind, n): (char, i8), year| match kind {
        'Q' => Point::Quarter { year, quarter: n },
        _ => Point::Half { year, half: n },
    };
    if let Some(found) = named(at) {
        let year = p.skip(at + 2, &["of"]);
        return Some(match dates::four_digits(p, year) {
            Some(y) => (point(found, YearOf::Given(y)), year + 1),
            None if found.0 == 'Q' => (point(found, YearOf::Open), at + 2),
            None => return None,
        });
    }
    let year = p.digits(at, 4..=4).and_then(|_| dates::four_digits(p, at))?;
    let next = p.skip(at + 1, &["-"]);
    Some((point(named(next)?, YearOf::Given(year)), next + 2))
}

/// "the summer of 2012", "spring 2009"; a bare season where a preposition shows it is none of the verbs "fall" and "spring".
fn season(p: &Pieces<'_>, at: usize, shown: bool) -> Option<Place> {
    let begins = p.skip(at, &["the"]);
    let Word::Season(season) = p.word(begins) else { return None };
    let of = p.skip(begins + 1, &["of", ","]);
    if let Some(year) = dates::four_digits(p, of) {
        return Some((Point::Season { year: YearOf::Given(year), season }, of + 1));
    }
    if p.any(of, &["last", "this", "next"]) && p.is(of + 1, "year") {
        let by = if p.is(of, "last") { -1 } else { i64::from(p.is(of, "next")) };
        return Some((Point::Season { year: YearOf::Step(by), season }, of + 2));
    }
    let before = begins.checked_sub(1);
    let verb = p.any(begins, &["fall", "spring"]);
    let with = before.is_some_and(|b| {
        p.any(b, &["in", "by", "until", "since", "during", "through"])
            || p.is(b, "the") && b > 0 && p.any(b - 1, &["in", "by", "until", "since", "during", "through", "over"])
    });
    // "the Arab Spring"
    let name = p.is_capital(begins) && before.is_some_and(|b| p.is_capital(b) && p.of(b).len() > 3);
    let told = !name && (with && (!verb || begins > at || before.is_some_and(|b| p.is(b, "the"))) || shown);
    told.then_some((Point::Season { year: YearOf::Open, season }, begins + 1))
}

/// "for the day", "ending the day", "over the weekend", "for the entire year": a unit with its article, where the words before
/// show that a stretch of the calendar is meant. "One day", "the day of the vote" and "partner of the year" are not.
pub(super) fn shown_unit(p: &Pieces<'_>, at: usize) -> Option<Parsed> {
    let (point, end) = definite(p, at).filter(|_| p.is(at, "the"))?;
    let whole = p.any(at + 1, &["entire", "whole"]);
    let before = at.checked_sub(1)?;
    let unit = p.word(end - 1);
    let shown = match unit {
        Word::Unit(Unit::Weekend) => p.any(before, &["over", "during", "at", "for", "on"]),
        Word::Unit(Unit::Day) => {
            const CLOSES: [&str; 16] = [
                "end",
                "ended",
                "ending",
                "ends",
                "finish",
                "finished",
                "finishing",
                "close",
                "closed",
                "closing",
                "start",
                "started",
                "for",
                "during",
                "on",
                "throughout",
            ];
            CLOSES.iter().any(|w| p.is(before, w))
                || p.is(before, "in") && before > 0 && p.any(before - 1, &["later", "earlier", "late", "early"])
        }
        _ => whole,
    };
    let goes_on = p
        .any(end, &["when", "that", "of", "after", "before", "to", "he", "she", "they", "it", "we", "i", "-"])
        || matches!(p.word(end), Word::Unit(_));
    (shown && !goes_on).then(|| Parsed::new(Meaning::Point(point), end))
}

/// "the week of March 3", "the night of March 3", "the morning of June 4"
pub(super) fn of_day(p: &Pieces<'_>, at: usize) -> Option<Parsed> {
    let begins = p.skip(at, &["the"]);
    if !p.is(begins + 1, "of") || begins == at {
        return None;
    }
    let (day, end) = dates::day(p, begins + 2).or_else(|| weekday(p, begins + 2))?;
    match p.word(begins) {
        Word::Part(part) => Some(Parsed::point(Point::Part { part, on: Box::new(day) }, end)),
        Word::Unit(Unit::Week) => Some(Parsed::point(Point::WeekAround(Box::new(day)), end)),
        _ => None,
    }
}
