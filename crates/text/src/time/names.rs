//! Names of times: feasts ("Christmas", "Good Friday"), days that a name keeps ("the September 11 attacks"), other calendars'
//! names ("Ramadan", left open), and words without a place in the calendar ("recently").

use super::dates::Place;
use super::meaning::{Feast, Meaning, Parsed, Point, YearOf};
use super::words::{Pieces, Word};
use crate::document::Granularity;
use crate::span::Span;
use std::collections::HashMap;
use std::sync::LazyLock;

#[derive(Clone, Copy)]
enum Named {
    Feast(Feast),
    Fixed(&'static str),
    Open(Granularity),
    Vague(&'static str),
}

/// The words behind a name's first, and what it is.
type Entry = (Vec<&'static str>, Named);

/// Names by their first word, the longest first.
static NAMES: LazyLock<HashMap<String, Vec<Entry>>> = LazyLock::new(|| {
    let mut names: HashMap<String, Vec<Entry>> = HashMap::new();
    for line in include_str!("../../data/time_names.csv").lines().skip(1) {
        let mut fields = line.split(',');
        let (Some(words), Some(kind), Some(value)) = (fields.next(), fields.next(), fields.next()) else { continue };
        let Some(named) = named(kind, value) else { continue };
        let pieces = Pieces::new(words, Span::new(0, words.len()));
        let all: Vec<&'static str> = (0..pieces.len()).map(|i| pieces.of(i)).collect();
        if let Some((first, rest)) = all.split_first() {
            names.entry((*first).to_owned()).or_default().push((rest.to_vec(), named));
        }
    }
    for of_word in names.values_mut() {
        of_word.sort_by_key(|(rest, _)| std::cmp::Reverse(rest.len()));
    }
    names
});

fn named(kind: &str, value: &'static str) -> Option<Named> {
    let mut parts = value.splitn(3, '-');
    let mut small = || parts.next()?.parse::<i8>().ok();
    Some(match kind {
        "day" => Named::Feast(Feast::Fixed(small()?, small()?)),
        "nth" => Named::Feast(Feast::Nth(small()?, small()?, small()?)),
        "easter" => Named::Feast(Feast::Easter(value.parse().ok()?)),
        "fixed" => Named::Fixed(value),
        "vague" => Named::Vague(value),
        "open" => Named::Open(match value {
            "day" => Granularity::Day,
            "week" => Granularity::Week,
            "month" => Granularity::Month,
            _ => return None,
        }),
        _ => return None,
    })
}

/// Letters of the longest first word.
const LONGEST: usize = 14;

/// Whether a name begins with this word.
pub(super) fn begins(word: &str) -> bool {
    of_word(word).is_some()
}

fn of_word(word: &str) -> Option<&'static Vec<Entry>> {
    let mut lower = [0; LONGEST];
    let lower = lower.get_mut(..word.len())?;
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    NAMES.get(std::str::from_utf8(lower).ok()?)
}

fn find(p: &Pieces<'_>, at: usize) -> Option<(Named, usize)> {
    let fits = |rest: &[&str]| rest.iter().enumerate().all(|(i, w)| p.is(at + 1 + i, w));
    let (rest, named) = of_word(p.of(at))?.iter().find(|(rest, _)| fits(rest))?;
    Some((*named, at + 1 + rest.len()))
}

/// A name that is a place in the calendar: with a capital, or it is a word like any other.
pub(super) fn point(p: &Pieces<'_>, at: usize) -> Option<Place> {
    let begins = p.skip(at, &["the"]);
    // "5 Ramadan" is a day of that month.
    if p.digits(begins, 1..=2).is_some_and(|d| (1..=30).contains(&d))
        && let Some((Named::Open(Granularity::Month), end)) = find(p, begins + 1).filter(|_| p.is_capital(begins + 1))
    {
        return Some((Point::Open(Granularity::Day), p_year(p, end).map_or(end, |(_, end)| end)));
    }
    let (named, end) = find(p, begins)?;
    if !p.is_capital(begins) && !matches!(p.word(begins), Word::Digits(_)) {
        return None;
    }
    let year = p_year(p, end);
    let behind = year.map_or(end, |(_, end)| end);
    match named {
        Named::Feast(feast) => {
            Some((Point::Feast { year: year.map_or(YearOf::Open, |(y, _)| YearOf::Given(y)), feast }, behind))
        }
        Named::Fixed(value) => Some((Point::Fixed(value), end)),
        Named::Open(granularity) => {
            // "Ramadan Shallah", "Haj Eid": a person's name.
            let next = p.is_capital(end) && p.word(end) == Word::Other && !p.of(end - 1).is_empty();
            let before = begins == at
                && begins.checked_sub(1).is_some_and(|b| {
                    p.is_capital(b) && p.word(b) == Word::Other && p.of(b).chars().count() > 1 && b > 0
                });
            (!next && !before).then_some((Point::Open(granularity), behind))
        }
        Named::Vague(_) => None,
    }
}

fn p_year(p: &Pieces<'_>, at: usize) -> Option<(i16, usize)> {
    let next = p.skip(at, &["of", ",", "in"]);
    super::dates::four_digits(p, next).map(|y| (y, next + 1))
}

/// "recently", "the future"
pub(super) fn vague(p: &Pieces<'_>, at: usize) -> Option<Parsed> {
    let (Named::Vague(value), end) = find(p, at)? else {
        return None;
    };
    // "in the past three weeks" and "later this year" are other expressions; "sooner or later" is none.
    let goes_on =
        matches!(p.word(end), Word::Unit(_) | Word::Number(_) | Word::Digits(_) | Word::Month(_) | Word::Weekday(_))
            && !p.is(at, "current")
            || p.is(end, "than");
    let start = if p.is(at, "in") && p.any(at + 1, &["the", "recent"]) { Some(at + 1) } else { None };
    (!goes_on).then(|| Parsed { start, ..Parsed::new(Meaning::Vague(value), end) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_understood() {
        let lines = include_str!("../../data/time_names.csv").lines().skip(1).count();
        assert_eq!(NAMES.values().map(Vec::len).sum::<usize>(), lines);
        assert!(NAMES.keys().all(|w| w.len() <= LONGEST));
    }
}
