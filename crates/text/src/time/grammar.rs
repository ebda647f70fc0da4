//! The expressions: from the words at a place to what they say, the longest construction first.
//!
//! "from Monday to Friday" is a range of two points, "two days after June 3" a shift, "every Monday" a set.

use super::dates::{self, Place};
use super::meaning::{Meaning, Parsed, Point, Unit, YearOf};
use super::words::{Pieces, Word};
use super::{clocks, lengths, names, points};

/// The expression that begins at a piece.
pub(super) fn expression(p: &Pieces<'_>, at: usize) -> Option<Parsed> {
    if !may_begin(p, at) {
        return None;
    }
    if is_open_ended(p, at) {
        return None;
    }
    range(p, at)
        .or_else(|| clocks::clock(p, at))
        .or_else(|| lengths::set(p, at))
        .or_else(|| lengths::rate(p, at))
        .or_else(|| lengths::stretch(p, at))
        .or_else(|| lengths::counted_stretch(p, at))
        .or_else(|| points::of_day(p, at))
        .or_else(|| points::modified(p, at))
        .or_else(|| lengths::over_the_years(p, at))
        .or_else(|| names::vague(p, at))
        .or_else(|| lengths::within(p, at))
        .or_else(|| lengths::length(p, at))
        .or_else(|| points::shown_unit(p, at))
        .or_else(|| clocks::part(p, at))
}

fn may_begin(p: &Pieces<'_>, at: usize) -> bool {
    match p.word(at) {
        Word::Other => p.any(at, &["'", "‘"]) || p.of(at).len() > 1 && names::begins(p.of(at)),
        Word::Suffix => false,
        _ => true,
    }
}

/// A number of a longer one: the "5" of "3-5" when the "3" was none.
fn is_open_ended(p: &Pieces<'_>, at: usize) -> bool {
    matches!(p.word(at), Word::Digits(_)) && p.glued(at) && p.is(at - 1, ",")
}

/// What joins the ends of a range: between "between" and its end it is "and".
fn joint(p: &Pieces<'_>, at: usize, between: bool) -> Option<usize> {
    let joins = if between {
        p.any(at, &["and", "-", "–", "—", "to", "through"])
    } else {
        p.any(at, &["to", "through", "until", "till", "thru", "-", "–", "—", "~"])
    };
    joins.then_some(at + 1)
}

/// "from Monday to Friday", "between 1996 and 2001", "March 3-5", "2003-2005", "1998-99"
fn range(p: &Pieces<'_>, at: usize) -> Option<Parsed> {
    let between = p.is(at, "between");
    let keyed = between || p.is(at, "from") && !is_moved(p, at);
    let begins = at + usize::from(keyed);
    if !keyed && at > 0 && p.is(at - 1, "from") && is_moved(p, at - 1) {
        return None;
    }
    let found = days_of_month(p, begins, between).or_else(|| years(p, begins)).or_else(|| {
        let (from, end) = end_of_range(p, begins, keyed)?;
        let next = joint(p, end, between)?;
        // "from March 3 to 5"
        if let Point::Day { year, month, .. } = from
            && let Some((day, end)) =
                dates::day_number(p, next).filter(|(_, end)| dates::month_name(p, p.skip(*end, &["of"])).is_none())
            && (keyed || p.glued(next))
        {
            let (year, end) = dates::year_behind(p, end).unwrap_or((year, end));
            return Some(((from, Point::Day { year, month, day }), end));
        }
        let (to, end) = end_of_range(p, next, keyed)?;
        let alike = std::mem::discriminant(&from) == std::mem::discriminant(&to);
        (keyed || alike).then_some(((from, to), end))
    });
    let ((from, to), end) = found?;
    let (from, to) = share_year(from, to);
    Some(Parsed { start: Some(begins), ..Parsed::new(Meaning::Range(from, to), end) })
}

/// One end of a range: a place that takes days.
fn end_of_range(p: &Pieces<'_>, at: usize, keyed: bool) -> Option<Place> {
    let (point, end) = points::point(p, at).or_else(|| named_month(p, at, keyed)).or_else(|| {
        // "between 2014 and now"
        let now = p.any(at, &["now", "present"]) && keyed;
        now.then_some((Point::NearDay(0), at + 1))
    })?;
    let takes_days = matches!(
        point,
        Point::Day { .. }
            | Point::DayOfMonth { .. }
            | Point::NearDay(_)
            | Point::Weekday { .. }
            | Point::Step { .. }
            | Point::Month { .. }
            | Point::Quarter { .. }
            | Point::Season { .. }
            | Point::Year(_)
            | Point::Decade(_)
            | Point::Feast { .. }
            | Point::Century(_)
    );
    takes_days.then_some((point, end))
}

/// "from March to May": between its ends a month can be nothing else.
fn named_month(p: &Pieces<'_>, at: usize, keyed: bool) -> Option<Place> {
    let (month, end, sure) = dates::month_name(p, at)?;
    (keyed && p.is_capital(at) || sure).then_some((Point::Month { year: YearOf::Open, month }, end))
}

/// "March 3-5", "3-5 March", "3 to 5 March", "between 3 and 12 September", "18 and 19 June"
fn days_of_month(p: &Pieces<'_>, at: usize, between: bool) -> Option<((Point, Point), usize)> {
    let begins = p.skip(at, &["the"]);
    let (first, end) = dates::day_number(p, begins)?;
    let two = p.is(end, "and");
    let next = p.skip(joint(p, end, between).or(two.then_some(end + 1))?, &["the"]);
    let (to, end) = dates::day(p, next)?;
    let Point::Day { year, month, day } = to else { return None };
    // Two days that follow each other are a range; others are two days.
    if first >= day || two && !between && first + 1 != day {
        return None;
    }
    Some(((Point::Day { year, month, day: first }, to), end))
}

/// "2003-2005", "1998-99", "2003/04", "2003 to 2005"
fn years(p: &Pieces<'_>, at: usize) -> Option<((Point, Point), usize)> {
    let first = p.digits(at, 4..=4).filter(|y| (1000..=2199).contains(y))?;
    let glued = p.glued(at + 1) && p.glued(at + 2);
    let next = if p.is(at + 1, "/") && glued { at + 2 } else { joint(p, at + 1, false)? };
    let second = match p.digits(next, 4..=4) {
        Some(second) => second,
        None => {
            let short = p.digits(next, 2..=2).filter(|_| p.is(at + 1, "–") || glued)?;
            let month = short <= 12 && short != first % 100 + 1;
            (!month).then_some(first - first % 100 + short)?
        }
    };
    // "2003-05-01" is a day.
    let goes_on = p.glued(next + 1) && matches!(p.of(next + 1), "-" | "/" | "%")
        || matches!(p.word(next + 1), Word::Unit(Unit::Year));
    if second <= first || goes_on {
        return None;
    }
    let year = |y| Some(Point::Year(YearOf::Given(i16::try_from(y).ok()?)));
    Some(((year(first)?, year(second)?), next + 1))
}

/// "from March 3 to April 5, 2004": the year is of both.
fn share_year(from: Point, to: Point) -> (Point, Point) {
    let shared = match &to {
        Point::Day { year, .. } | Point::Month { year, .. } if *year != YearOf::Open => Some(*year),
        _ => None,
    };
    let told = match &from {
        Point::Day { year, .. } | Point::Month { year, .. } if *year != YearOf::Open => Some(*year),
        _ => None,
    };
    let with = |point: Point, year: Option<YearOf>| match (point, year) {
        (Point::Day { year: YearOf::Open, month, day }, Some(year)) => Point::Day { year, month, day },
        (Point::Month { year: YearOf::Open, month }, Some(year)) => Point::Month { year, month },
        (point, _) => point,
    };
    // "from October 2003 to March" goes on into the year that follows.
    let first_only = match told.filter(|_| shared.is_none()) {
        Some(YearOf::Given(year)) if is_before(&to, &from) => year.checked_add(1).map(YearOf::Given),
        other => other,
    };
    (with(from, shared), with(to, first_only))
}

/// Whether a month or day comes earlier in the year than another.
fn is_before(a: &Point, b: &Point) -> bool {
    let place = |p: &Point| match p {
        Point::Day { month, day, .. } => (*month, *day),
        Point::Month { month, .. } => (*month, 0),
        _ => (0, 0),
    };
    place(a) < place(b)
}

/// How far before "from" a verb of moving may stand.
const REACH: usize = 8;

/// "postponed the vote from Monday to Friday" tells two days and no stretch.
fn is_moved(p: &Pieces<'_>, at: usize) -> bool {
    const MOVES: [&str; 10] =
        ["postpone", "move", "moved", "delay", "shift", "reschedul", "pushed", "brought", "changed", "extended"];
    (at.saturating_sub(REACH)..at).any(|i| {
        let word = p.of(i);
        MOVES.iter().any(|m| word.get(..m.len()).is_some_and(|w| w.eq_ignore_ascii_case(m)))
    })
}
