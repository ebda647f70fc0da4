//! Stretches of the calendar as TIMEX3 writes them: 2022-01-24, 2022-W04, 2022-W04-WE, 2022-01, 2022-Q1, 2022-SP, 2022, 202.

use super::meaning::{Amount, Feast, Season, Unit};
use crate::document::Granularity;
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

/// A value with its exactness and days.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Found {
    pub value: Option<String>,
    pub granularity: Granularity,
    pub days: Option<(Date, Date)>,
}

impl Found {
    pub fn new(value: impl Into<String>, granularity: Granularity, days: Option<(Date, Date)>) -> Self {
        Self { value: Some(value.into()), granularity, days }
    }

    /// Left open: what it depends on is not known.
    pub fn open(granularity: Granularity) -> Self {
        Self { value: None, granularity, days: None }
    }
}

pub(super) fn date(y: i16, m: i8, d: i8) -> Option<Date> {
    Date::new(y, m, d).ok()
}

pub(super) fn plus_days(day: Date, days: i64) -> Option<Date> {
    day.checked_add(jiff::Span::new().try_days(days).ok()?).ok()
}

pub(super) fn plus_months(day: Date, months: i64) -> Option<Date> {
    day.checked_add(jiff::Span::new().try_months(months).ok()?).ok()
}

/// The same day so many units on; a time within a day stays on it.
pub(super) fn plus(day: Date, n: i64, unit: Unit) -> Option<Date> {
    let months = |per: i64| n.checked_mul(per).and_then(|m| plus_months(day, m));
    match unit {
        Unit::Second | Unit::Minute => Some(day),
        Unit::Hour => plus_days(day, n / 24),
        Unit::Day => plus_days(day, n),
        Unit::Week | Unit::Weekend => plus_days(day, n.checked_mul(7)?),
        Unit::Fortnight => plus_days(day, n.checked_mul(14)?),
        Unit::Month => plus_months(day, n),
        Unit::Quarter => months(3),
        Unit::Half => months(6),
        Unit::Year => months(12),
        Unit::Decade => months(120),
        Unit::Century => months(1200),
    }
}

/// The unit that a day lies in.
pub(super) fn around(day: Date, unit: Unit) -> Option<Found> {
    match unit {
        Unit::Second | Unit::Minute | Unit::Hour => Some(Found { granularity: Granularity::Time, ..on_day(day) }),
        Unit::Day => Some(on_day(day)),
        Unit::Week | Unit::Fortnight => in_week(day),
        Unit::Weekend => on_weekend(day),
        Unit::Month => in_month(day.year(), day.month()),
        Unit::Quarter => in_quarter(day.year(), (day.month() - 1) / 3 + 1),
        Unit::Half => in_half(day.year(), (day.month() - 1) / 6 + 1),
        Unit::Year => in_year(day.year()),
        Unit::Decade => in_decade(day.year() - day.year().rem_euclid(10)),
        Unit::Century => in_century(day.year().div_euclid(100) + 1),
    }
}

pub(super) fn on_day(day: Date) -> Found {
    Found::new(day.to_string(), Granularity::Day, Some((day, day)))
}

pub(super) fn in_month(y: i16, m: i8) -> Option<Found> {
    let first = date(y, m, 1)?;
    Some(Found::new(format!("{y:04}-{m:02}"), Granularity::Month, Some((first, first.last_of_month()))))
}

pub(super) fn in_year(y: i16) -> Option<Found> {
    if y < 1 {
        return Some(Found::new(format!("BC{:04}", 1 - i32::from(y)), Granularity::Year, None));
    }
    Some(Found::new(format!("{y:04}"), Granularity::Year, Some((date(y, 1, 1)?, date(y, 12, 31)?))))
}

pub(super) fn in_week(day: Date) -> Option<Found> {
    let week = day.iso_week_date();
    let first = monday_of(day)?;
    let value = format!("{:04}-W{:02}", week.year(), week.week());
    Some(Found::new(value, Granularity::Week, Some((first, plus_days(first, 6)?))))
}

pub(super) fn monday_of(day: Date) -> Option<Date> {
    plus_days(day, -i64::from(day.weekday().to_monday_zero_offset()))
}

/// The weekend at the end of a day's week.
pub(super) fn on_weekend(day: Date) -> Option<Found> {
    let saturday = plus_days(monday_of(day)?, 5)?;
    let week = saturday.iso_week_date();
    let value = format!("{:04}-W{:02}-WE", week.year(), week.week());
    Some(Found::new(value, Granularity::Week, Some((saturday, plus_days(saturday, 1)?))))
}

pub(super) fn in_quarter(y: i16, q: i8) -> Option<Found> {
    let last = date(y, q.checked_mul(3)?, 1)?.last_of_month();
    Some(Found::new(format!("{y:04}-Q{q}"), Granularity::Quarter, Some((date(y, 3 * q - 2, 1)?, last))))
}

pub(super) fn in_half(y: i16, h: i8) -> Option<Found> {
    let last = date(y, h.checked_mul(6)?, 1)?.last_of_month();
    Some(Found::new(format!("{y:04}-H{h}"), Granularity::Quarter, Some((date(y, 6 * h - 5, 1)?, last))))
}

/// Three months of the northern year; a winter begins in the December before, as "the winter of 2004" is told.
pub(super) fn in_season(y: i16, season: Season) -> Option<Found> {
    let (first, last) = match season {
        Season::Spring => (date(y, 3, 1)?, date(y, 5, 31)?),
        Season::Summer => (date(y, 6, 1)?, date(y, 8, 31)?),
        Season::Autumn => (date(y, 9, 1)?, date(y, 11, 30)?),
        Season::Winter => (date(y - 1, 12, 1)?, date(y, 2, 1)?.last_of_month()),
    };
    Some(Found::new(format!("{y:04}-{}", season.code()), Granularity::Quarter, Some((first, last))))
}

/// The ten years from `first`.
pub(super) fn in_decade(first: i16) -> Option<Found> {
    let days = (date(first, 1, 1)?, date(first.checked_add(9)?, 12, 31)?);
    Some(Found::new(format!("{:03}", first / 10), Granularity::Period, Some(days)))
}

/// The 20th century is the years from 1900, as it is spoken of.
pub(super) fn in_century(n: i16) -> Option<Found> {
    let first = n.checked_sub(1)?.checked_mul(100)?;
    let days = (date(first, 1, 1)?, date(first + 99, 12, 31)?);
    Some(Found::new(format!("{:02}", n - 1), Granularity::Period, Some(days)))
}

/// "P3W"; "PXW" of several; "PT90M" and "P2.5Y" of halves.
pub(super) fn length(amount: Amount, unit: Unit) -> String {
    let of = |n: String, letter: &str| match letter.strip_prefix('T') {
        Some(time) => format!("PT{n}{time}"),
        None => format!("P{n}{letter}"),
    };
    // A half that is whole in a smaller unit is written in that one.
    let (letter, smaller) = match unit {
        Unit::Second => ("TS", None),
        Unit::Minute => ("TM", Some((30, "TS"))),
        Unit::Hour => ("TH", Some((30, "TM"))),
        Unit::Day => ("D", Some((12, "TH"))),
        Unit::Week => ("W", None),
        Unit::Weekend => ("WE", None),
        Unit::Fortnight => ("W", None),
        Unit::Month => ("M", None),
        Unit::Quarter => ("Q", None),
        Unit::Half => ("H", None),
        Unit::Year => ("Y", Some((6, "M"))),
        Unit::Decade => ("DE", Some((5, "Y"))),
        Unit::Century => ("CE", Some((50, "Y"))),
    };
    match (amount.whole, amount.half, smaller) {
        (None, ..) => of("X".to_owned(), letter),
        (Some(n), false, _) if unit == Unit::Fortnight => of((n.saturating_mul(2)).to_string(), letter),
        (Some(n), false, _) => of(n.to_string(), letter),
        (Some(0), true, Some((n, letter))) => of(n.to_string(), letter),
        (Some(n), true, _) => of(format!("{n}.5"), letter),
    }
}

/// A feast's day in a year.
pub(super) fn feast(feast: Feast, year: i16) -> Option<Date> {
    match feast {
        Feast::Fixed(month, day) => date(year, month, day),
        Feast::Nth(month, weekday, n) => {
            date(year, month, 1)?.nth_weekday_of_month(n, Weekday::from_monday_one_offset(weekday).ok()?).ok()
        }
        Feast::Easter(days) => easter(year)?.checked_add(days.days()).ok(),
    }
}

/// Easter Sunday of the Gregorian calendar (the anonymous algorithm, Meeus 1991).
fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - b / 4 - g + 15) % 30;
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    date(year, i8::try_from(n / 31).ok()?, i8::try_from(n % 31 + 1).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn easter_falls_where_the_churches_print_it() {
        for (year, month, day) in [(1961, 4, 2), (2008, 3, 23), (2018, 4, 1), (2024, 3, 31), (2038, 4, 25)] {
            assert_eq!(easter(year), date(year, month, day), "{year}");
        }
    }

    #[test]
    fn halves_are_written_in_a_smaller_unit_where_there_is_one() {
        let amount = |whole, half| Amount { whole, half };
        assert_eq!(length(amount(Some(0), true), Unit::Hour), "PT30M");
        assert_eq!(length(amount(Some(0), true), Unit::Year), "P6M");
        assert_eq!(length(amount(Some(2), true), Unit::Year), "P2.5Y");
        assert_eq!(length(amount(None, false), Unit::Week), "PXW");
        assert_eq!(length(amount(Some(1), false), Unit::Fortnight), "P2W");
    }
}
