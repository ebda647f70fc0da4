//! What an expression says before it is known when it was said: "two days later" is two days forward from what was told.

use crate::document::{Granularity, TimeModifier};

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Weekend,
    Fortnight,
    Month,
    Quarter,
    Half,
    Year,
    Decade,
    Century,
}

impl Unit {
    pub fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "second" => Self::Second,
            "minute" => Self::Minute,
            "hour" => Self::Hour,
            "day" => Self::Day,
            "week" => Self::Week,
            "weekend" => Self::Weekend,
            "fortnight" => Self::Fortnight,
            "month" => Self::Month,
            "quarter" => Self::Quarter,
            "half" => Self::Half,
            "year" => Self::Year,
            "decade" => Self::Decade,
            "century" => Self::Century,
            _ => return None,
        })
    }

    /// How exact a time counted in it is.
    pub fn granularity(self) -> Granularity {
        match self {
            Self::Second | Self::Minute | Self::Hour => Granularity::Time,
            Self::Day => Granularity::Day,
            Self::Week | Self::Weekend | Self::Fortnight => Granularity::Week,
            Self::Month => Granularity::Month,
            Self::Quarter | Self::Half => Granularity::Quarter,
            Self::Year => Granularity::Year,
            Self::Decade | Self::Century => Granularity::Period,
        }
    }
}

/// A part of the day, as TIMEX3 writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Morning,
    Midday,
    Afternoon,
    Evening,
    Night,
}

impl Part {
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Morning, Self::Midday, Self::Afternoon, Self::Evening, Self::Night]
            .into_iter()
            .find(|p| p.code() == text)
    }

    pub fn code(self) -> &'static str {
        match self {
            Self::Morning => "MO",
            Self::Midday => "MI",
            Self::Afternoon => "AF",
            Self::Evening => "EV",
            Self::Night => "NI",
        }
    }
}

/// A season, as TIMEX3 writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Season {
    Spring,
    Summer,
    Autumn,
    Winter,
}

impl Season {
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Spring, Self::Summer, Self::Autumn, Self::Winter].into_iter().find(|s| s.code() == text)
    }

    pub fn code(self) -> &'static str {
        match self {
            Self::Spring => "SP",
            Self::Summer => "SU",
            Self::Autumn => "FA",
            Self::Winter => "WI",
        }
    }
}

/// The year of a day, month or quarter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum YearOf {
    /// "March 2004"
    Given(i16),
    /// "March last year": -1
    Step(i64),
    /// "that year", "the entire year"
    Told,
    /// "last March" is -1, "next March" 1, "this March" 0: the nearest on that side
    Side(i64),
    /// "March": by tense
    Open,
}

/// Which of the weekdays of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Which {
    /// "Monday": by tense
    Plain,
    Last,
    Next,
    /// "this Monday"
    This,
    /// "Monday of last week": weeks from this one
    Week(i64),
    /// "the following Monday"
    Following,
    /// "the previous Monday"
    Preceding,
}

/// Where a shift counts from.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum From {
    /// The day of publication: "ago", "from now".
    Now,
    /// What was told before: "later", "earlier".
    Told,
    /// "two days after June 3"
    Point(Box<Point>),
}

/// A named day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Feast {
    /// Month and day.
    Fixed(i8, i8),
    /// Month, weekday from 1, and which of them; -1 is the last.
    Nth(i8, i8, i8),
    /// Days after Easter Sunday.
    Easter(i64),
}

/// The zone of a time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Zone {
    /// UTC, GMT
    Universal,
    /// Another, or none.
    Local,
}

/// A place in the calendar, or the way to it.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Point {
    Day {
        year: YearOf,
        month: i8,
        day: i8,
    },
    /// "the 18th of this month": months from this one.
    DayOfMonth {
        by: i64,
        day: i8,
    },
    /// "yesterday"
    NearDay(i64),
    Weekday {
        day: i8,
        which: Which,
    },
    /// "last week", "this year"
    Step {
        unit: Unit,
        by: i64,
    },
    /// "the following week", "that day"
    Told {
        unit: Unit,
        by: i64,
    },
    /// "the previous month": from what was told, else from the day of publication
    Beside {
        unit: Unit,
        by: i64,
    },
    Month {
        year: YearOf,
        month: i8,
    },
    Quarter {
        year: YearOf,
        quarter: i8,
    },
    Half {
        year: YearOf,
        half: i8,
    },
    Season {
        year: YearOf,
        season: Season,
    },
    /// "the end of the week": the one that is told of, this one where nothing else is
    Current(Unit),
    /// "the same month a year ago": of what was told, so exact or whatever it is
    YearBefore(Option<Unit>),
    /// "the last week of March" is -1.
    Nth {
        n: i8,
        unit: Unit,
        of: Box<Point>,
    },
    /// "the week of March 3"
    WeekAround(Box<Point>),
    Year(YearOf),
    Fiscal(YearOf),
    /// By its first year.
    Decade(i16),
    /// The 20th is 20.
    Century(i16),
    /// "508 BC"
    Bc(i64),
    Shift {
        amount: Option<i64>,
        unit: Unit,
        from: From,
    },
    Feast {
        year: YearOf,
        feast: Feast,
    },
    /// "the September 11 attacks"
    Fixed(&'static str),
    Part {
        part: Part,
        on: Box<Point>,
    },
    /// "in the evening", of the day that is told
    PartOfTold(Part),
    Clock {
        hour: i8,
        minute: i8,
        zone: Zone,
        on: Option<Box<Point>>,
    },
    /// Another calendar's: found, and left open.
    Open(Granularity),
}

/// So many units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Amount {
    /// `None` for "several".
    pub whole: Option<i64>,
    /// "two and a half"
    pub half: bool,
}

/// What an expression says.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Meaning {
    Point(Point),
    Range(Point, Point),
    /// "three weeks"
    Length(Amount, Unit),
    /// "the past three weeks": -1, "the next three weeks": 1
    Stretch(Amount, Unit, i64),
    /// "in three weeks": a length in the past, a point in the future
    Within(Amount, Unit),
    /// "every Monday"
    Set(String),
    /// "recently"
    Vague(&'static str),
    /// No time: "a 35-year-old"
    Nothing,
}

/// An expression of the grammar.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Parsed {
    /// Piece behind its last.
    pub end: usize,
    pub meaning: Meaning,
    pub modifier: Option<TimeModifier>,
    /// First piece, where it is not the one that the grammar was asked at: "in two weeks".
    pub start: Option<usize>,
}

impl Parsed {
    pub fn new(meaning: Meaning, end: usize) -> Self {
        Self { end, meaning, modifier: None, start: None }
    }

    pub fn point(point: Point, end: usize) -> Self {
        Self::new(Meaning::Point(point), end)
    }
}
