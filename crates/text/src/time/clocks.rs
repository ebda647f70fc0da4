//! Times of day: "10:30 GMT", "6.40 p.m.", "0800 UTC", "noon on Monday".

use super::meaning::{Parsed, Part, Point, Unit, Which, Zone};
use super::words::{Pieces, Word};

/// Zones of news; only the first three are TIMEX3's "Z".
const ZONES: [&str; 20] = [
    "UTC", "GMT", "Z", "EST", "EDT", "ET", "CST", "CDT", "CT", "MST", "PST", "PDT", "PT", "BST", "CET", "CEST", "EET",
    "MSK", "IST", "JST",
];
/// How many of [`ZONES`] are universal time.
const UNIVERSAL: usize = 3;

/// A time of day, with its zone and day where they stand behind it.
pub(super) fn clock(p: &Pieces<'_>, at: usize) -> Option<Parsed> {
    let (hour, minute, end) = hour_of(p, at)?;
    let (zone, end) = zone(p, end).unwrap_or((Zone::Local, end));
    let (on, end) = match day_behind(p, end) {
        Some((day, end)) => (Some(Box::new(day)), end),
        None => (None, end),
    };
    Some(Parsed::point(Point::Clock { hour, minute, zone, on }, end))
}

fn hour_of(p: &Pieces<'_>, at: usize) -> Option<(i8, i8, usize)> {
    if p.is(at, "midnight") {
        return Some((0, 0, at + 1));
    }
    if p.any(at, &["noon", "midday"]) {
        return Some((12, 0, at + 1));
    }
    let small = |i: usize, n: std::ops::RangeInclusive<usize>| i8::try_from(p.digits(i, n)?).ok();
    let free = at == 0 || !p.glued(at) || p.any(at - 1, &["(", "["]);
    // "0800 UTC"
    if let Some(n) = p.digits(at, 4..=4).filter(|_| free) {
        let (hour, minute) = (i8::try_from(n / 100).ok()?, i8::try_from(n % 100).ok()?);
        let hours = p.any(at + 1, &["hours", "hrs"]) || p.of(at + 1) == "h" || zone(p, at + 1).is_some();
        return (hour < 24 && minute < 60 && hours).then_some((
            hour,
            minute,
            at + 1 + usize::from(p.any(at + 1, &["hours", "hrs", "h"])),
        ));
    }
    let hour = small(at, 1..=2).filter(|h| *h <= 24 && free)?;
    let mark = p.any(at + 1, &[":", "."]) && p.glued(at + 1) && p.glued(at + 2);
    let minutes = small(at + 2, 2..=2).filter(|m| mark && *m < 60);
    if mark && minutes.is_none() {
        return None;
    }
    let end = if minutes.is_some() { at + 3 } else { at + 1 };
    let colon = p.is(at + 1, ":") && minutes.is_some() && !(p.is(end, ":") && p.glued(end));
    if let Some((late, end)) = half_of_day(p, end) {
        let hour = match (hour, late) {
            (12, false) => 0,
            (h, true) if h < 12 => h + 12,
            (h, _) => h,
        };
        return (hour < 24).then_some((hour, minutes.unwrap_or(0), end));
    }
    if minutes.is_none() && p.are(end, &["o", "'", "clock"]) {
        return Some((hour, 0, end + 3));
    }
    let zoned = minutes.is_some() && zone(p, end).is_some();
    (colon || zoned).then_some((hour % 24, minutes?, end))
}

/// "p.m.", "pm": whether it is after noon.
fn half_of_day(p: &Pieces<'_>, at: usize) -> Option<(bool, usize)> {
    if p.is(at, "am") && (p.glued(at) || p.of(at) == "AM") || p.is(at, "pm") {
        return Some((p.is(at, "pm"), at + 1));
    }
    let late = p.is(at, "p");
    if (late || p.is(at, "a")) && p.is(at + 1, ".") && p.glued(at + 1) && p.is(at + 2, "m") && p.glued(at + 2) {
        return Some((late, at + 3 + usize::from(p.is(at + 3, ".") && p.glued(at + 3))));
    }
    // "10 am" with a blank is a time where nothing else fits: "I am" has no number before it.
    p.is(at, "am").then_some((false, at + 1))
}

/// "GMT", "local time", "(GMT +8)"
fn zone(p: &Pieces<'_>, at: usize) -> Option<(Zone, usize)> {
    if p.any(at, &["local", "Moscow", "Tehran", "Beijing", "Eastern"]) && p.is(at + 1, "time") {
        return Some((Zone::Local, at + 2));
    }
    let open = p.is(at, "(");
    let word = at + usize::from(open);
    let which = ZONES.iter().position(|z| p.of(word) == *z)?;
    if p.any(word + 1, &["+", "-"]) && matches!(p.word(word + 2), Word::Digits(_)) {
        let end = word + 3;
        return Some((Zone::Local, end + usize::from(open && p.is(end, ")"))));
    }
    // "10:30 (0800 GMT)": the second one is another time.
    let closes = !open || p.is(word + 1, ")");
    let zone = if which < UNIVERSAL { Zone::Universal } else { Zone::Local };
    closes.then_some((zone, word + 1 + usize::from(open)))
}

/// "today", "on Monday", "on March 3" behind a time of day.
fn day_behind(p: &Pieces<'_>, at: usize) -> Option<(Point, usize)> {
    let day = p.skip(at, &["on"]);
    match p.word(day) {
        Word::Near(by) if !p.is(day, "overnight") => Some((Point::NearDay(by), day + 1)),
        Word::Weekday(of) if p.is_capital(day) => {
            super::dates::day(p, day).or(Some((Point::Weekday { day: of, which: Which::Plain }, day + 1)))
        }
        _ => super::dates::day(p, day),
    }
}

/// "in the evening", "at dawn": a part of the day that is told.
pub(super) fn part(p: &Pieces<'_>, at: usize) -> Option<Parsed> {
    let the = p.skip(at, &["the"]);
    let Word::Part(part) = p.word(the) else { return None };
    let before = at.checked_sub(1);
    let shown = before.is_some_and(|b| {
        the > at && p.any(b, &["in", "during"]) && part != Part::Night
            || the == at && p.any(b, &["at", "before", "by"]) && p.any(at, &["dawn", "dusk", "noon", "midday"])
    });
    let goes_on = p.is(the + 1, "of") || matches!(p.word(the + 1), Word::Unit(Unit::Day));
    (shown && !goes_on).then(|| Parsed::point(Point::PartOfTold(part), the + 1))
}
