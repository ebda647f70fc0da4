//! From what an expression says to the calendar: meaning and anchors in, value and days out.
//!
//! "Monday" in a past clause of a story of Tuesday 2022-01-25 is 2022-01-24. Where the anchor that a meaning needs is not
//! known, the value stays open: nothing is guessed.

use super::calendar::{
    Found, around, date, feast, in_century, in_decade, in_half, in_month, in_quarter, in_season, in_year, length,
    on_day, on_weekend, plus, plus_days, plus_months,
};
use super::meaning::{Amount, From, Meaning, Point, Unit, Which, YearOf, Zone};
use crate::document::Granularity;
use jiff::civil::Date;

/// What the clause around an expression says of its side of the present.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tense {
    Past,
    Future,
}

/// What an expression may count from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Anchor<'a> {
    /// Day of publication, or the dateline's.
    pub day: Option<Date>,
    pub tense: Tense,
    /// What was told before, the last one last.
    pub told: &'a [Found],
    /// The year that a retrospect is in.
    pub year: Option<i16>,
    /// The day that a time of day without a day belongs to, where the sentence tells one.
    pub same_day: Option<Date>,
}

/// Days without a year lie at most so far ahead in a clause that does not say so: "a June 3 hearing".
const AHEAD: i32 = 60;

/// What a meaning is. `None` where it is nothing: February 30, "at 27:80".
pub(super) fn resolve(meaning: &Meaning, anchor: &Anchor<'_>) -> Option<Found> {
    Some(match meaning {
        Meaning::Point(point) => return at(point, anchor),
        Meaning::Range(from, to) => return range(from, to, anchor),
        Meaning::Length(amount, unit) => Found::new(length(*amount, *unit), Granularity::Period, None),
        Meaning::Stretch(amount, unit, side) => stretch(*amount, *unit, *side, anchor),
        Meaning::Within(amount, unit) if anchor.tense == Tense::Future => {
            return shift(amount.whole, *unit, anchor.day.map(|d| (d, Granularity::Day)));
        }
        Meaning::Within(amount, unit) => Found::new(length(*amount, *unit), Granularity::Period, None),
        Meaning::Set(value) => Found::new(value, Granularity::Period, None),
        Meaning::Vague(value) => Found::new(*value, Granularity::Unknown, None),
        Meaning::Nothing => return None,
    })
}

fn at(point: &Point, anchor: &Anchor<'_>) -> Option<Found> {
    let now = |granularity| Found::open(granularity);
    match point {
        Point::Day { year, month, day } => day_in(*year, *month, *day, anchor),
        Point::DayOfMonth { by, day } => {
            let Some(there) = anchor.day.and_then(|d| plus_months(d.first_of_month(), *by)) else {
                return Some(now(Granularity::Day));
            };
            date(there.year(), there.month(), *day).map(on_day)
        }
        Point::NearDay(by) => step(anchor.day, *by, Unit::Day),
        Point::Weekday { day, which } => weekday(*day, *which, anchor),
        Point::Step { unit, by } => step_of(*unit, *by, anchor),
        Point::Told { unit, by } => step(told(anchor, *unit), *by, *unit),
        Point::Beside { unit, by } => step(told(anchor, *unit).or(anchor.day), *by, *unit),
        Point::Month { year, month } => {
            let open = || Found::new(format!("XXXX-{month:02}"), Granularity::Month, None);
            year_of(*year, *month, anchor).map_or_else(|| Some(open()), |y| in_month(y, *month))
        }
        Point::Quarter { year, quarter } => {
            of_year(*year, 3 * quarter - 2, anchor, Granularity::Quarter, |y| in_quarter(y, *quarter))
        }
        Point::Half { year, half } => of_year(*year, 6 * half - 5, anchor, Granularity::Quarter, |y| in_half(y, *half)),
        Point::Season { year, season } => {
            let begins = in_season(2000, *season)?.days?.0.month();
            // A winter that began in December is of the year that follows.
            let month = if begins == 12 { 1 } else { begins };
            of_year(*year, month, anchor, Granularity::Quarter, |y| in_season(y, *season))
        }
        Point::Current(Unit::Year) if anchor.year.is_some() && anchor.tense == Tense::Past => in_year(anchor.year?),
        Point::Current(unit) => step_of(*unit, 0, anchor),
        Point::YearBefore(unit) => Some(year_before(*unit, anchor)),
        Point::Nth { n, unit, of } => Some(nth(*n, *unit, &at(of, anchor)?)),
        Point::WeekAround(day) => step(at(day, anchor)?.days.map(|d| d.0), 0, Unit::Week),
        Point::Year(year) => of_year(*year, 1, anchor, Granularity::Year, in_year),
        Point::Fiscal(year) => Some(match year_of(*year, 1, anchor) {
            Some(y) => Found::new(format!("FY{y:04}"), Granularity::Year, None),
            None => now(Granularity::Year),
        }),
        Point::Decade(first) => in_decade(*first),
        Point::Century(n) => in_century(*n),
        Point::Bc(year) => Some(Found::new(format!("BC{year:04}"), Granularity::Year, None)),
        Point::Shift { amount, unit, from } => {
            let from = match from {
                From::Now => anchor.day.map(|d| (d, Granularity::Day)),
                From::Told => anchor.told.last().and_then(|t| Some((t.days?.0, t.granularity))),
                From::Point(point) => at(point, anchor).and_then(|f| Some((f.days?.0, f.granularity))),
            };
            shift(*amount, *unit, from)
        }
        Point::Feast { year, feast: name } => feast_in(*year, |y| feast(*name, y), anchor),
        Point::Fixed(value) => fixed(value),
        Point::Part { part, on } => Some(with_time(at(on, anchor)?, &format!("T{}", part.code()))),
        Point::PartOfTold(part) => {
            let day = anchor.same_day.or(told(anchor, Unit::Day)).or(anchor.day);
            Some(with_time(day.map_or_else(|| now(Granularity::Day), on_day), &format!("T{}", part.code())))
        }
        Point::Clock { hour, minute, zone, on } => {
            let day = match on {
                Some(on) => at(on, anchor)?,
                None => anchor.same_day.or(anchor.day).map_or_else(|| now(Granularity::Day), on_day),
            };
            let zone = if *zone == Zone::Universal { "Z" } else { "" };
            let time = format!("T{hour:02}:{minute:02}{zone}");
            // A time of day is absolute by itself, whatever its day.
            let found = with_time(day, &time);
            Some(Found { value: found.value.or(Some(time)), ..found })
        }
        Point::Open(granularity) => Some(now(*granularity)),
    }
}

/// A day with a time of day behind it.
fn with_time(day: Found, time: &str) -> Found {
    let value = day.value.filter(|_| day.granularity == Granularity::Day).map(|v| v + time);
    Found { value, granularity: Granularity::Time, days: day.days }
}

/// The year that is meant; months count where it is told by tense.
fn year_of(year: YearOf, month: i8, anchor: &Anchor<'_>) -> Option<i16> {
    let from = anchor.day;
    match year {
        YearOf::Given(y) => Some(y),
        YearOf::Step(by) => from?.year().checked_add(i16::try_from(by).ok()?),
        YearOf::Told => told(anchor, Unit::Year).or(from).map(Date::year),
        YearOf::Side(side) => {
            let from = from?;
            Some(match side {
                -1 if month >= from.month() => from.year() - 1,
                1 if month <= from.month() => from.year() + 1,
                _ => from.year(),
            })
        }
        YearOf::Open => {
            let from = from?;
            Some(match anchor.tense {
                Tense::Past if anchor.year.is_some() => anchor.year?,
                Tense::Past if month > from.month() => from.year() - 1,
                Tense::Future if month < from.month() => from.year() + 1,
                _ => from.year(),
            })
        }
    }
}

fn of_year(
    year: YearOf,
    month: i8,
    anchor: &Anchor<'_>,
    granularity: Granularity,
    make: impl Fn(i16) -> Option<Found>,
) -> Option<Found> {
    year_of(year, month, anchor).map_or(Some(Found::open(granularity)), make)
}

/// "January 24": in its year, else the nearest such day; news looks back more than ahead.
fn day_in(year: YearOf, month: i8, day: i8, anchor: &Anchor<'_>) -> Option<Found> {
    if year != YearOf::Open || anchor.tense == Tense::Past && anchor.year.is_some() {
        let Some(y) = year_of(year, month, anchor) else {
            return Some(Found::open(Granularity::Day));
        };
        return date(y, month, day).map(on_day);
    }
    // A leap year, so that February 29 is a day.
    date(2000, month, day)?;
    if anchor.day.is_none() {
        return Some(Found::new(format!("XXXX-{month:02}-{day:02}"), Granularity::Day, None));
    }
    nearest(|y| date(y, month, day), anchor).map(on_day)
}

fn feast_in(year: YearOf, in_year: impl Fn(i16) -> Option<Date>, anchor: &Anchor<'_>) -> Option<Found> {
    let day = match (year, anchor.day) {
        (YearOf::Open, None) => None,
        (YearOf::Open, Some(_)) => nearest(&in_year, anchor),
        _ => year_of(year, 1, anchor).and_then(&in_year),
    };
    Some(day.map_or_else(|| Found::open(Granularity::Day), on_day))
}

/// Of a day that comes each year the one that is meant.
fn nearest(in_year: impl Fn(i16) -> Option<Date>, anchor: &Anchor<'_>) -> Option<Date> {
    let from = anchor.day?;
    let here = in_year(from.year())?;
    let ahead = here.since(from).ok()?.get_days();
    match anchor.tense {
        Tense::Past if ahead > AHEAD => in_year(from.year() - 1),
        Tense::Future if ahead < 0 => in_year(from.year() + 1),
        _ => Some(here),
    }
}

fn weekday(wanted: i8, which: Which, anchor: &Anchor<'_>) -> Option<Found> {
    let told = told(anchor, Unit::Day);
    let from = match which {
        Which::Following | Which::Preceding => told.or(anchor.day),
        _ => anchor.day,
    };
    let Some(from) = from else {
        return Some(Found::open(Granularity::Day));
    };
    let offset = i64::from(wanted - 1) - i64::from(from.weekday().to_monday_zero_offset());
    let (back, ahead) = (offset.rem_euclid(7) - 7, offset.rem_euclid(7));
    let days = match which {
        Which::Week(by) => offset + 7 * by,
        Which::Last | Which::Preceding => back,
        Which::Next | Which::Following if ahead == 0 => 7,
        Which::Next | Which::Following => ahead,
        Which::This | Which::Plain if ahead == 0 => 0,
        Which::This | Which::Plain if anchor.tense == Tense::Future => ahead,
        Which::This | Which::Plain => back,
    };
    plus_days(from, days).map(on_day)
}

/// The unit that lies so many units from the one of a day.
fn step(from: Option<Date>, by: i64, unit: Unit) -> Option<Found> {
    match from {
        Some(from) => around(plus(from, by, unit)?, unit),
        None => Some(Found::open(unit.granularity())),
    }
}

/// "last week", "this weekend"
fn step_of(unit: Unit, by: i64, anchor: &Anchor<'_>) -> Option<Found> {
    let (Unit::Weekend, Some(from)) = (unit, anchor.day) else {
        return step(anchor.day.map(|d| if unit == Unit::Month { d.first_of_month() } else { d }), by, unit);
    };
    // "The weekend" of a Monday's story is the one before, in a past clause; on a Saturday it is this one.
    let weekend = i64::from(from.weekday().to_monday_zero_offset()) >= 5;
    let weeks = match by {
        0 if weekend || anchor.tense == Tense::Future => 0,
        0 => -1,
        other => other,
    };
    on_weekend(plus_days(from, 7 * weeks)?)
}

/// The day of the last thing told that is exact enough for a unit.
fn told(anchor: &Anchor<'_>, unit: Unit) -> Option<Date> {
    let exact = unit.granularity();
    anchor.told.iter().rev().find(|t| t.granularity <= exact && t.days.is_some())?.days.map(|d| d.0)
}

/// "two days later": no more exact than what it counts from, and open where that is less exact than the unit.
fn shift(amount: Option<i64>, unit: Unit, from: Option<(Date, Granularity)>) -> Option<Found> {
    let exact = unit.granularity();
    match (amount, from) {
        (Some(n), Some((day, of))) if of <= exact || exact == Granularity::Time && of == Granularity::Day => {
            // "some 5,000 years ago"
            let Some(there) = plus(day, n, unit) else {
                return Some(Found::open(exact));
            };
            match unit {
                Unit::Decade | Unit::Century => in_year(there.year()),
                Unit::Half | Unit::Quarter => in_month(there.year(), there.month()),
                _ => around(there, unit),
            }
        }
        _ => Some(Found::open(exact)),
    }
}

/// "the past three weeks": a length with the days that it takes.
fn stretch(amount: Amount, unit: Unit, side: i64, anchor: &Anchor<'_>) -> Found {
    let days = anchor.day.zip(amount.whole).and_then(|(from, n)| {
        let other = plus(from, n.checked_mul(side)?, unit)?;
        Some(if side < 0 { (other, from) } else { (from, other) })
    });
    Found::new(length(amount, unit), Granularity::Period, days)
}

/// What was told, a year earlier: "sales rose in March compared to the same month a year ago".
fn year_before(unit: Option<Unit>, anchor: &Anchor<'_>) -> Found {
    let exact = unit.map(Unit::granularity);
    let fits =
        |f: &&Found| f.days.is_some() && f.granularity < Granularity::Year && exact.is_none_or(|e| f.granularity <= e);
    let there = anchor.told.iter().rev().find(fits).and_then(|f| {
        let of_told = match f.granularity {
            Granularity::Week => Unit::Week,
            Granularity::Month => Unit::Month,
            Granularity::Quarter => Unit::Quarter,
            _ => Unit::Day,
        };
        around(plus_months(f.days?.0, -12)?, unit.unwrap_or(of_told))
    });
    there.unwrap_or(Found::open(exact.unwrap_or(Granularity::Period)))
}

/// The nth day, week or month of something; the last one is -1.
fn nth(n: i8, unit: Unit, of: &Found) -> Found {
    let open = Found::open(unit.granularity());
    let Some((first, last)) = of.days else {
        return open;
    };
    let on = i64::from(n) - 1;
    let there = match (n, unit) {
        // A week belongs to the month or year that has most of its days, as in ISO 8601.
        (-1, Unit::Week) => plus_days(last, -3),
        (-1, _) => Some(last),
        (_, Unit::Week) => plus_days(first, 3).and_then(|d| plus_days(d, 7 * on)),
        _ => plus(first, on, unit),
    };
    there.filter(|d| (first..=last).contains(d)).and_then(|d| around(d, unit)).unwrap_or(open)
}

fn range(from: &Point, to: &Point, anchor: &Anchor<'_>) -> Option<Found> {
    let (first, second) = (at(from, anchor)?, at(to, anchor)?);
    let (Some((start, _)), Some((_, end))) = (first.days, second.days) else {
        return Some(Found::open(Granularity::Period));
    };
    // "from October to March" ends in the year that follows; "from Monday to Friday" in the week that does.
    let (start, end, first, second) = if start <= end {
        (start, end, first, second)
    } else {
        match (from, to) {
            (Point::Weekday { .. }, Point::Weekday { .. }) if anchor.tense == Tense::Past => {
                let moved = on_day(plus_days(start, -7)?);
                (moved.days?.0, end, moved, second)
            }
            (Point::Weekday { .. }, Point::Weekday { .. }) => {
                let moved = on_day(plus_days(end, 7)?);
                (start, moved.days?.1, first, moved)
            }
            (Point::Month { year: YearOf::Open | YearOf::Given(_), month }, Point::Month { .. }) => {
                let moved = in_month(start.year() - 1, *month)?;
                (moved.days?.0, end, moved, second)
            }
            (Point::Day { year: YearOf::Open | YearOf::Given(_), .. }, Point::Day { .. }) => {
                let moved = on_day(plus_months(start, -12)?);
                (moved.days?.0, end, moved, second)
            }
            _ => return None,
        }
    };
    let value = first.value.zip(second.value).map(|(a, b)| format!("{a}/{b}"));
    Some(Found { value, granularity: Granularity::Period, days: Some((start, end)) })
}

/// "2001-09-11" or "1939-09-01/1945-09-02"
fn fixed(value: &str) -> Option<Found> {
    let (first, last) = value.split_once('/').unwrap_or((value, value));
    let days = (first.parse().ok()?, last.parse().ok()?);
    let granularity = if days.0 == days.1 { Granularity::Day } else { Granularity::Period };
    Some(Found::new(value, granularity, Some(days)))
}
