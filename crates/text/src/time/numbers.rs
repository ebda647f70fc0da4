//! Numbers in words and figures: "twenty-one", "two hundred", "2.5", "a couple of", "half a".

use super::meaning::{Amount, Unit};
use super::words::{Pieces, Word};
use crate::document::TimeModifier;

/// A cardinal number from here, with the piece behind it.
pub(super) fn number(p: &Pieces<'_>, at: usize) -> Option<(i64, usize)> {
    if let Word::Digits(n) = p.word(at) {
        return p.stands_alone(at).then_some((n, at + 1));
    }
    let Word::Number(first) = p.word(at) else {
        return None;
    };
    let (mut all, mut part, mut end) = (0, first, at + 1);
    loop {
        // "twenty-one", "two hundred and five"
        let next =
            if p.is(end, "-") && p.glued(end) && p.glued(end + 1) || part % 100 == 0 && part > 0 && p.is(end, "and") {
                end + 1
            } else {
                end
            };
        let Word::Number(n) = p.word(next) else { break };
        match n {
            100 if part < 100 => part *= 100,
            1000 if all == 0 => (all, part) = (part * 1000, 0),
            n if n < 10 && part % 10 == 0 && part % 100 != 10 && part > 0 => part += n,
            n if n < 100 && part % 100 == 0 => part += n,
            _ => break,
        }
        end = next + 1;
    }
    Some((all + part, end))
}

/// "21st", "third", "twenty-first"
pub(super) fn ordinal(p: &Pieces<'_>, at: usize) -> Option<(i64, usize)> {
    match p.word(at) {
        Word::Ordinal(n) => Some((n, at + 1)),
        Word::Digits(n) if p.word(at + 1) == Word::Suffix && p.glued(at + 1) => Some((n, at + 2)),
        Word::Number(tens) if tens >= 20 && tens % 10 == 0 => {
            let next = p.skip(at + 1, &["-"]);
            match p.word(next) {
                Word::Ordinal(n) if n < 10 => Some((tens + n, next + 1)),
                _ => None,
            }
        }
        // "the second quarter": the word is a unit too.
        Word::Unit(Unit::Second) if p.is(at, "second") => Some((2, at + 1)),
        _ => None,
    }
}

/// So many of something, with what bounds it: "more than two", "several", "half a".
pub(super) struct Quantity {
    pub amount: Amount,
    pub modifier: Option<TimeModifier>,
    pub unit: Unit,
    pub end: usize,
    /// "27-year": the unit stands before a noun.
    pub hyphen: bool,
    /// Whether the number was only an article: "a year".
    pub article: bool,
}

const ADJECTIVES: [&str; 16] = [
    "straight",
    "consecutive",
    "successive",
    "full",
    "whole",
    "entire",
    "long",
    "solid",
    "more",
    "additional",
    "further",
    "trading",
    "business",
    "working",
    "calendar",
    "short",
];

/// "more than two consecutive weeks"
pub(super) fn quantity(p: &Pieces<'_>, at: usize) -> Option<Quantity> {
    let (modifier, start) = bound(p, at);
    let (amount, mut end, article) = amount(p, start)?;
    while ADJECTIVES.iter().any(|a| p.is(end, a)) {
        end += 1;
    }
    let hyphen = p.is(end, "-");
    let Word::Unit(unit) = p.word(end + usize::from(hyphen)) else {
        return None;
    };
    // "a second" is an ordinal as often as not; "half" and "quarter" count other things.
    let quarter = unit == Unit::Quarter && !p.of(end).ends_with('s');
    let other = unit == Unit::Half || quarter || unit == Unit::Second && article;
    (!other).then_some(Quantity { amount, modifier, unit, end: end + 1 + usize::from(hyphen), hyphen, article })
}

/// "about", "more than", "less than" with the piece behind.
fn bound(p: &Pieces<'_>, at: usize) -> (Option<TimeModifier>, usize) {
    if p.any(at, &["about", "around", "approximately", "roughly", "some", "circa"]) {
        return (Some(TimeModifier::Approx), at + 1);
    }
    if p.any(at, &["nearly", "almost", "under"]) {
        return (Some(TimeModifier::LessThan), at + 1);
    }
    if p.are(at, &["less", "than"]) || p.are(at, &["up", "to"]) {
        return (Some(TimeModifier::LessThan), at + 2);
    }
    if p.is(at, "over") {
        return (Some(TimeModifier::MoreThan), at + 1);
    }
    if p.are(at, &["more", "than"]) || p.are(at, &["at", "least"]) {
        return (Some(TimeModifier::MoreThan), at + 2);
    }
    (None, at)
}

/// A number, an article or a word for some; whether it was an article.
fn amount(p: &Pieces<'_>, at: usize) -> Option<(Amount, usize, bool)> {
    let of = |whole| Amount { whole, half: false };
    let half = |whole| Amount { whole: Some(whole), half: true };
    if p.is(at, "half") && p.any(at + 1, &["a", "an", "-"]) {
        return Some((half(0), at + 2, false));
    }
    if p.any(at, &["a", "an", "another"]) {
        let next = at + 1;
        if p.is(next, "few") {
            return Some((of(None), next + 1, false));
        }
        if p.is(next, "couple") {
            return Some((of(Some(2)), p.skip(next + 1, &["of"]), false));
        }
        if p.is(next, "half") {
            return Some((half(0), p.skip(next + 1, &["-"]), false));
        }
        if p.are(next, &["single"]) {
            return Some((of(Some(1)), next + 1, false));
        }
        if let Some((n, end)) = number(p, next) {
            // "a hundred years", "a 20 year low"
            return Some((of(Some(n)), end, false));
        }
        return Some((of(Some(1)), next, true));
    }
    if p.any(at, &["several", "many", "few", "single"]) {
        return Some((of(if p.is(at, "single") { Some(1) } else { None }), at + 1, false));
    }
    if p.any(at, &["dozens", "hundreds"]) && p.is(at + 1, "of") {
        return Some((of(None), at + 2, false));
    }
    if p.is(at, "couple") && p.is(at + 1, "of") {
        return Some((of(Some(2)), at + 2, false));
    }
    // "the next couple weeks"
    if p.is(at, "couple") {
        return Some((of(Some(2)), at + 1, false));
    }
    // "2.5 years"
    if let (Word::Digits(n), Word::Digits(5)) = (p.word(at), p.word(at + 2))
        && p.is(at + 1, ".")
        && p.glued(at + 1)
        && p.glued(at + 2)
    {
        return Some((half(n), at + 3, false));
    }
    let (n, end) = number(p, at)?;
    if p.are(end, &["and", "a", "half"]) {
        return Some((half(n), end + 3, false));
    }
    Some((of(Some(n)), end, false))
}
