//! Dates of the calendar: "21 March 2004", "March 3", "2004-03-21", "3/21/2004", "March 2004", "the 1990s", "508 BC".

use super::meaning::{Point, Unit, YearOf};
use super::numbers::ordinal;
use super::words::{Pieces, Word};
use crate::document::Granularity;

/// A place in the calendar, with the piece behind it.
pub(super) type Place = (Point, usize);

/// Years that four digits may be.
const YEARS: std::ops::RangeInclusive<i64> = 1000..=2199;

/// A date that names its parts.
pub(super) fn date(p: &Pieces<'_>, at: usize) -> Option<Place> {
    iso(p, at)
        .or_else(|| figures(p, at))
        .or_else(|| day(p, at))
        .or_else(|| month(p, at))
        .or_else(|| fiscal(p, at))
        .or_else(|| era(p, at))
        .or_else(|| decade(p, at))
        .or_else(|| century(p, at))
        .or_else(|| year(p, at))
}

/// A day with its month: "Friday, March 21, 2004", "the 21st of March".
pub(super) fn day(p: &Pieces<'_>, at: usize) -> Option<Place> {
    let at = behind_weekday(p, at);
    if let Some((month, end, _)) = month_name(p, at) {
        let begins = p.skip(end, &["/"]);
        let (day, end) = day_number(p, begins)?;
        // "March 2004" is no day; "March 20 04" neither.
        let (year, end) = year_behind(p, end).unwrap_or((YearOf::Open, end));
        return Some((Point::Day { year, month, day }, end));
    }
    let begins = p.skip(at, &["the"]);
    let (day, end) = day_number(p, begins)?;
    let end = p.skip(p.skip(end, &["day"]), &["of", "-"]);
    if let Some((month, end, _)) = month_name(p, end) {
        let (year, end) = year_behind(p, end).unwrap_or((YearOf::Open, end));
        return Some((Point::Day { year, month, day }, end));
    }
    // "the 18th of this month"
    let by = step_word(p, end)?;
    let suffixed = p.word(begins + 1) == Word::Suffix || matches!(p.word(begins), Word::Ordinal(_));
    (suffixed && p.is(end + 1, "month")).then_some((Point::DayOfMonth { by, day }, end + 2))
}

/// "Friday, " and "Fri. " before a day and its month.
fn behind_weekday(p: &Pieces<'_>, at: usize) -> usize {
    match p.word(at) {
        Word::Weekday(_) => p.skip(p.skip(at + 1, &[","]), &["the"]),
        Word::WeekdayShort(_) => p.skip(p.skip(at + 1, &["."]), &[","]),
        _ => at,
    }
}

/// The month that a word names, whether it can name nothing else, and the piece behind it with its full stop.
pub(super) fn month_name(p: &Pieces<'_>, at: usize) -> Option<(i8, usize, bool)> {
    // "may" and "march" in lower case are verbs.
    match p.word(at) {
        Word::Month(m) => {
            let verb = matches!(m, 3 | 5);
            (p.is_capital(at) || !verb).then_some((m, at + 1, !verb && p.is_capital(at)))
        }
        Word::MonthShort(m) if p.is_capital(at) => {
            Some((m, at + 1 + usize::from(p.is(at + 1, ".") && p.glued(at + 1)), false))
        }
        _ => None,
    }
}

/// "21", "21st", "twenty-first"
pub(super) fn day_number(p: &Pieces<'_>, at: usize) -> Option<(i8, usize)> {
    let (n, end) = match ordinal(p, at) {
        Some(found) => found,
        None => (p.digits(at, 1..=2).filter(|_| p.stands_alone(at))?, at + 1),
    };
    // "March 3%", "3 March" but not "3-year"
    let counts = p.any(end, &["%", "percent", "per", "million", "billion", "a.m", "p.m", "am", "pm"]);
    (1..=31).contains(&n).then_some(())?;
    (!counts).then_some((i8::try_from(n).ok()?, end))
}

/// The year behind a day or month: ", 2004", " of last year", " '04".
pub(super) fn year_behind(p: &Pieces<'_>, at: usize) -> Option<(YearOf, usize)> {
    // "05-Aug-2016"
    let joined = p.any(at, &["-", "/"]) && p.glued(at) && p.glued(at + 1);
    let comma = if joined { at + 1 } else { p.skip(at, &[","]) };
    let next = p.skip(comma, &["of", "in"]);
    if let Some(found) = four_digits(p, if comma > at { comma } else { next }) {
        return Some((YearOf::Given(found), if comma > at { comma } else { next } + 1));
    }
    if p.is(next, "'") && comma == at && p.glued(next + 1) {
        return Some((YearOf::Given(two_digits(p, next + 1)?), next + 2));
    }
    let by = step_word(p, next)?;
    p.is(next + 1, "year").then_some((YearOf::Step(by), next + 2))
}

/// "this" is 0, "last" -1, "next" 1.
fn step_word(p: &Pieces<'_>, at: usize) -> Option<i64> {
    ["last", "this", "next"].iter().position(|w| p.is(at, w)).and_then(|i| i64::try_from(i).ok()).map(|i| i - 1)
}

pub(super) fn four_digits(p: &Pieces<'_>, at: usize) -> Option<i16> {
    let year = p.digits(at, 4..=4).filter(|y| YEARS.contains(y) && p.stands_alone(at))?;
    i16::try_from(year).ok()
}

/// "'82" is 1982, "'07" is 2007: news looks back.
fn two_digits(p: &Pieces<'_>, at: usize) -> Option<i16> {
    const TURN: i64 = 40;
    let year = p.digits(at, 2..=2)?;
    i16::try_from(if year < TURN { 2000 + year } else { 1900 + year }).ok()
}

/// "2004-03-21", with or without a time of day behind a "T"; "2004/03/21"; "2015-03".
fn iso(p: &Pieces<'_>, at: usize) -> Option<Place> {
    let year = i16::try_from(p.digits(at, 4..=4).filter(|y| YEARS.contains(y))?).ok()?;
    let joined = |i: usize, mark: &str| p.is(i, mark) && p.glued(i) && p.glued(i + 1);
    let mark = ["-", "/", "."].into_iter().find(|m| joined(at + 1, m))?;
    let month = small(p, at + 2, 12)?;
    if joined(at + 3, mark) {
        let day = Point::Day { year: YearOf::Given(year), month, day: small(p, at + 4, 31)? };
        let Some((hour, minute, end)) = iso_time(p, at + 5) else {
            return Some((day, at + 5));
        };
        let zone =
            if p.is(end, "Z") && p.glued(end) { super::meaning::Zone::Universal } else { super::meaning::Zone::Local };
        let end = end + usize::from(zone == super::meaning::Zone::Universal);
        return Some((Point::Clock { hour, minute, zone, on: Some(Box::new(day)) }, end));
    }
    // "2003-04" is a season, the two years; "2015-03" is a month.
    let next_year = i64::from(year % 100) + 1 == i64::from(month) && p.of(at + 2).len() == 2;
    let alone = !p.glued(at + 3) || matches!(p.of(at + 3), "." | "," | ")" | ";" | "?" | "!");
    (mark == "-" && !next_year && alone).then_some((Point::Month { year: YearOf::Given(year), month }, at + 3))
}

fn small(p: &Pieces<'_>, at: usize, most: i64) -> Option<i8> {
    i8::try_from(p.digits(at, 1..=2).filter(|n| (1..=most).contains(n))?).ok()
}

/// "T10:00", "T10:00:00"
fn iso_time(p: &Pieces<'_>, at: usize) -> Option<(i8, i8, usize)> {
    if !(p.is(at, "T") && p.glued(at) && p.glued(at + 1) && p.is(at + 2, ":")) {
        return None;
    }
    let of = |i: usize, most: i64| i8::try_from(p.digits(i, 2..=2).filter(|n| *n < most)?).ok();
    let (hour, minute) = (of(at + 1, 24)?, of(at + 3, 60)?);
    let seconds = p.is(at + 4, ":") && of(at + 5, 60).is_some();
    Some((hour, minute, at + 4 + if seconds { 2 } else { 0 }))
}

/// "3/21/2004", "21.3.2004", "12-2015": where only one reading is a date. "3/11/2004" is two, and stays open.
fn figures(p: &Pieces<'_>, at: usize) -> Option<Place> {
    let joined = |i: usize, mark: &str| p.is(i, mark) && p.glued(i) && p.glued(i + 1);
    let mark = ["/", ".", "-"].into_iter().find(|m| joined(at + 1, m))?;
    let free = at == 0 || !p.glued(at) || !matches!(p.of(at - 1), "/" | "." | "-" | "$" | "£" | "€");
    let first = p.digits(at, 1..=2).filter(|_| free)?;
    if joined(at + 3, mark) {
        let second = small(p, at + 2, 31)?;
        let year = match p.digits(at + 4, 4..=4) {
            Some(y) => i16::try_from(y).ok().filter(|y| YEARS.contains(&i64::from(*y)))?,
            None if mark == "/" => two_digits(p, at + 4)?,
            None => return None,
        };
        let first = small(p, at, 31)?;
        let of = |month, day| Point::Day { year: YearOf::Given(year), month, day };
        let point = match (first > 12, second > 12) {
            (true, true) => return None,
            (true, false) => of(second, first),
            (false, true) => of(first, second),
            _ if first == second => of(first, second),
            _ => Point::Open(Granularity::Day),
        };
        return Some((point, at + 5));
    }
    let month = i8::try_from(first).ok().filter(|m| (1..=12).contains(m))?;
    let year = four_digits(p, at + 2).filter(|_| mark == "-")?;
    Some((Point::Month { year: YearOf::Given(year), month }, at + 3))
}

/// "March 2004", "March of last year", "Dec-2018"; "March" alone where the word can be nothing else, or what stands
/// before it says so: "in March", but not "May said".
fn month(p: &Pieces<'_>, at: usize) -> Option<Place> {
    let (month, end, sure) = month_name(p, at)?;
    if let Some((year, end)) = year_behind(p, end) {
        return Some((Point::Month { year, month }, end));
    }
    let before = at.checked_sub(1);
    let shown = before.is_some_and(|b| {
        p.any(
            b,
            &[
                "in", "since", "by", "from", "until", "till", "during", "through", "late", "early", "mid", "of",
                "between", "before", "after",
            ],
        ) || p.is(b, "-") && at > 1 && p.any(b - 1, &["mid", "early", "late"])
            || p.any(b, &["and", "to", "or"]) && at > 1 && month_name(p, b - 1).is_some()
    });
    let lists = p.any(end, &["and", "to", "or"]) && month_name(p, end + 1).is_some_and(|m| m.2);
    // "April Smith", "August Wilson": a first name. "January Group" is the mentions' to say.
    let name = matches!(month, 4 | 6 | 8) && p.is_capital(end) && p.of(end).starts_with(char::is_alphabetic);
    let certain = p.is_capital(at) || !matches!(month, 3 | 5);
    let told = sure && !name || shown && certain || lists;
    told.then_some((Point::Month { year: YearOf::Open, month }, end))
}

/// "fiscal 2007", "fiscal year 2007", "FY2007"
fn fiscal(p: &Pieces<'_>, at: usize) -> Option<Place> {
    let at = p.skip(at, &["the"]);
    if !p.any(at, &["fiscal", "financial", "FY"]) {
        return None;
    }
    let next = p.skip(at + 1, &["year"]);
    let year = p.digits(next, 4..=4).filter(|y| YEARS.contains(y))?;
    Some((Point::Fiscal(YearOf::Given(i16::try_from(year).ok()?)), next + 1))
}

/// "508 BC", "394 AD", "AD 70", "1401 AH"
fn era(p: &Pieces<'_>, at: usize) -> Option<Place> {
    if p.any(at, &["AD"])
        && p.is_capital(at)
        && let Some(year) = p.digits(at + 1, 1..=4)
    {
        return Some((Point::Year(YearOf::Given(i16::try_from(year).ok()?)), at + 2));
    }
    let year = match p.word(at) {
        Word::Digits(n) | Word::Number(n) if n > 0 && p.stands_alone(at) => n,
        _ => return None,
    };
    let written = p.of(at + 1);
    let dotted = p.is(at + 2, ".") && p.glued(at + 2) && p.glued(at + 3);
    match written {
        "BC" | "BCE" => Some((Point::Bc(year), at + 2)),
        "B" if dotted && p.of(at + 3) == "C" => Some((Point::Bc(year), at + 4)),
        "AD" | "CE" => Some((Point::Year(YearOf::Given(i16::try_from(year).ok()?)), at + 2)),
        "AH" | "Hijri" | "AP" if written != "AP" => Some((Point::Open(Granularity::Year), at + 2)),
        "A" if dotted && p.of(at + 3) == "D" => Some((Point::Year(YearOf::Given(i16::try_from(year).ok()?)), at + 4)),
        "A" if dotted && p.of(at + 3) == "H" => Some((Point::Open(Granularity::Year), at + 4)),
        _ => None,
    }
}

/// "the 1990s", "the '90s", "70s", "the nineties"
fn decade(p: &Pieces<'_>, at: usize) -> Option<Place> {
    let begins = p.skip(at, &["the"]);
    if let Word::Decade(tens) = p.word(begins) {
        return (begins > at).then_some((Point::Decade(1900 + tens), begins + 1));
    }
    let figures = p.skip(begins, &["'", "‘"]);
    let first = match p.word(figures) {
        Word::Digits(n) if n % 10 == 0 => n,
        _ => return None,
    };
    let plural = p.is(figures + 1, "s") && p.glued(figures + 1);
    let plural_end = if plural { figures + 2 } else { return None };
    match p.of(figures).len() {
        4 if YEARS.contains(&first) => Some((Point::Decade(i16::try_from(first).ok()?), plural_end)),
        // "in his 70s" is an age.
        2 if first >= 20
            && !begins.checked_sub(1).is_some_and(|b| p.any(b, &["his", "her", "their", "my", "your", "our"])) =>
        {
            Some((Point::Decade(1900 + i16::try_from(first).ok()?), plural_end))
        }
        _ => None,
    }
}

/// "the 20th century"
fn century(p: &Pieces<'_>, at: usize) -> Option<Place> {
    let begins = p.skip(at, &["the"]);
    let (n, end) = ordinal(p, begins)?;
    let end = p.skip(end, &["-"]);
    if p.word(end) != Word::Unit(Unit::Century) {
        return None;
    }
    let before = p.any(end + 1, &["BC", "BCE"]);
    let point = if before {
        Point::Open(Granularity::Period)
    } else {
        Point::Century(i16::try_from(n).ok().filter(|n| *n <= 99)?)
    };
    Some((point, end + 1 + usize::from(before)))
}

/// "2004", "the year 2004", "'82"
pub(super) fn year(p: &Pieces<'_>, at: usize) -> Option<Place> {
    let named = p.skip(at, &["the"]);
    if p.is(named, "year")
        && let Some(year) = four_digits(p, named + 1)
    {
        return Some((Point::Year(YearOf::Given(year)), named + 2));
    }
    if p.any(at, &["'", "‘"]) && p.glued(at + 1) && !p.glued(at) {
        // "the '80s" is a decade, 'em and '10 percent' are nothing.
        let goes_on = p.glued(at + 2) && p.of(at + 2).starts_with(char::is_alphanumeric);
        let year = two_digits(p, at + 1).filter(|_| !goes_on)?;
        return Some((Point::Year(YearOf::Given(year)), at + 2));
    }
    let year = four_digits(p, at)?;
    Some((Point::Year(YearOf::Given(year)), at + 1))
}
