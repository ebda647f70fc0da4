//! Dates and times, as TIMEX3 values relative to the day of publication.
//!
//! "late on Monday" in a story of 2022-01-25 is 2022-01-24; without a day of publication it stays
//! unresolved. Weekdays and months without a year lie in the past unless the clause is about the future.

use crate::document::{Document, Granularity, SentenceKind, TimeExpression, TokenId};
use crate::factuality::{Factuality, factuality};
use crate::grammar::Upos;
use crate::span::Span;
use jiff::civil::{Date, Weekday};
use regex::{Captures, Regex};
use std::sync::LazyLock;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
const NUMBERS: [&str; 13] =
    ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

/// What a pattern found: value, exactness and calendar days.
struct Found {
    value: Option<String>,
    granularity: Granularity,
    days: Option<(Date, Date)>,
}

/// Where a time expression points from.
#[derive(Clone, Copy)]
struct Anchor {
    day: Option<Date>,
    /// Whether the clause is about the future.
    future: bool,
}

type Rule = fn(&Captures<'_>, Anchor) -> Option<Found>;

/// The grammar: first match at a place wins, longer forms first.
static RULES: LazyLock<Vec<(Regex, Rule)>> = LazyLock::new(|| {
    let month = r"(?P<month>jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)?|apr(?:il|\.)?|may|june?\.?|july?\.?|aug(?:ust|\.)?|sept?(?:ember|\.)?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?)";
    let weekday = r"(?P<weekday>mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)day";
    let number =
        r"(?P<n>\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several|a few|some)";
    let unit = r"(?P<unit>minute|hour|day|week|month|year|decade)s?";
    let part = r"(?: (?:morning|afternoon|evening|night))?";
    let rules: [(String, Rule); 19] = [
        (r"\b(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})\b".into(), iso),
        (format!(r"\b(?:{weekday}, )?{month} (?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:,? (?P<y>(?:19|20)\d{{2}}))?\b"), month_day),
        (format!(r"\b(?:{weekday},? )?(?:the )?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? {month}(?:,? (?P<y>(?:19|20)\d{{2}}))?\b"), month_day),
        (format!(r"\b(?:(?:early|late|mid)[- ])?{month},? (?:of )?(?P<y>(?:19|20)\d{{2}})\b"), month_year),
        (format!(r"\b(?:(?:late|early|later|earlier) (?:on )?)?(?:(?P<which>last|next|this|this coming|this past|past|coming|the previous|the following) )?{weekday}{part}\b"), weekday_rule),
        (r"\b(?P<word>the day before yesterday|the day after tomorrow|(?:late |early |earlier |later )?(?:yesterday|today|tomorrow|tonight)(?: (?:morning|afternoon|evening|night))?|last night|this (?:morning|afternoon|evening)|overnight)\b".into(), near_day),
        (format!(r"\b(?:the |over the |in the )?(?P<which>past|last|previous|next|coming|following) {number} {unit}\b"), stretch),
        (format!(r"\b(?:(?:early|late|earlier|later|mid)[- ]?)?(?P<which>last|next|this|the previous|previous|the following|the same|the coming) (?P<unit>weekend|week|month|year|quarter|decade|century|{})\b", MONTHS.join("|")), near_unit),
        (format!(r"\b(?:about |some |nearly |almost |more than )?{number} {unit} (?P<way>ago|earlier|before|later|afterwards?|from now)\b"), away),
        (r"\b(?P<q>first|second|third|fourth) quarter(?: of (?P<y>(?:19|20)\d{2}))?\b".into(), quarter),
        (r"\b(?P<season>spring|summer|autumn|fall|winter)(?: of)? (?P<y>(?:19|20)\d{2})\b".into(), season),
        (r"\b(?:the )?(?:(?:early|late|mid)[- ])?(?P<decade>(?:18|19|20)\d)0s\b".into(), decade),
        (r"\b(?:in|since|by|of|from|until|during|before|after|for|late|early|mid|and|to|between|circa|year)[ -](?P<y>(?:17|18|19|20)\d{2})\b".into(), year),
        (r"\((?P<y>(?:19|20)\d{2})\)".into(), year),
        (format!(r"\b(?:in|since|by|from|until|during|last|of|late|early|mid)[ -]{month}\b"), month_alone),
        (r"\b(?P<h>\d{1,2})(?:[:.](?P<min>\d{2}))? ?(?P<half>a\.m\.|p\.m\.|am\b|pm\b|a\.m|p\.m)".into(), clock),
        (r"\b(?P<h>[01]?\d|2[0-3]):(?P<min>[0-5]\d)\b".into(), clock),
        (format!(r"\b(?:for|lasted|lasting) (?:about |some |nearly |more than |over )?{number} {unit}\b"), duration),
        (r"\b(?P<word>now|currently|at present|at the moment|nowadays|these days|recently|lately|in recent (?:days|weeks|months|years)|earlier|soon|shortly|in the near future)\b".into(), vague),
    ];
    rules
        .into_iter()
        .map(|(pattern, rule)| (Regex::new(&format!("(?i){pattern}")).expect("a tested pattern"), rule))
        .collect()
});

/// Adds the time expressions of `document`, in order.
pub(crate) fn find(document: &mut Document) {
    let mut times = Vec::new();
    for (number, sentence) in document.sentences.iter().enumerate() {
        if sentence.kind == SentenceKind::Metadata {
            continue;
        }
        let day = document.stories[sentence.story].dated.or(document.article.published);
        let text = document.str(sentence.span);
        let mut taken: Vec<Span> = Vec::new();
        for (rule, make) in RULES.iter() {
            for captures in rule.captures_iter(text) {
                let whole = captures.get(0).expect("group 0 is the match");
                let span = without_preposition(text, Span::new(whole.start(), whole.end()), &captures);
                if taken.iter().any(|t| t.overlaps(span)) {
                    continue;
                }
                let place = Span::new(span.start + sentence.span.start, span.end + sentence.span.start);
                let future = is_future(document, sentence.tokens.clone(), place);
                let Some(found) = make(&captures, Anchor { day, future }) else {
                    continue;
                };
                taken.push(span);
                times.push(TimeExpression {
                    span: place,
                    value: found.value,
                    granularity: found.granularity,
                    days: found.days,
                    modifier: None,
                    sentence: number,
                });
            }
        }
    }
    times.sort_by_key(|t| t.span);
    document.times = times;
}

/// The day that a line of its own names ("Friday, January 4, 2019", "Jan. 25").
pub(crate) fn day(text: &str, anchor: Option<Date>) -> Option<Date> {
    let anchor = Anchor { day: anchor, future: false };
    RULES[..3]
        .iter()
        .find_map(|(rule, make)| make(&rule.captures(text)?, anchor)?.days)
        .filter(|d| d.0 == d.1)
        .map(|d| d.0)
}

/// Patterns that need a preposition to be sure do not own it.
fn without_preposition(text: &str, span: Span, captures: &Captures<'_>) -> Span {
    let first = ["y", "month", "n"].iter().filter_map(|g| captures.name(g)).map(|m| m.start()).min();
    let word = text[span.start..].split([' ', '-']).next().unwrap_or_default().to_lowercase();
    let preposition = matches!(
        word.as_str(),
        "in" | "since"
            | "by"
            | "of"
            | "from"
            | "until"
            | "during"
            | "before"
            | "after"
            | "for"
            | "and"
            | "to"
            | "between"
            | "circa"
            | "year"
            | "lasted"
            | "lasting"
            | "over"
    ) || text[span.start..].starts_with('(');
    match first {
        Some(start) if preposition => {
            let end = span.end - usize::from(text[..span.end].ends_with(')'));
            Span::new(start.max(span.start), end)
        }
        _ => span,
    }
}

/// Whether the verb that a time expression belongs to is about the future.
fn is_future(document: &Document, tokens: std::ops::Range<TokenId>, span: Span) -> bool {
    let Some(token) = tokens.clone().find(|t| document.tokens[*t].span.overlaps(span)) else {
        return false;
    };
    let mut at = document.tokens[token].head;
    while let Some(word) = at {
        if document.tokens[word].upos == Upos::Verb {
            return matches!(factuality(document, word), Factuality::Future);
        }
        at = document.tokens[word].head;
    }
    false
}

fn date(y: i16, m: i8, d: i8) -> Option<Date> {
    Date::new(y, m, d).ok()
}

fn plus(day: Date, days: i64) -> Option<Date> {
    day.checked_add(jiff::Span::new().try_days(days).ok()?).ok()
}

fn plus_months(day: Date, months: i64) -> Option<Date> {
    day.checked_add(jiff::Span::new().try_months(months).ok()?).ok()
}

fn on_day(day: Date) -> Found {
    Found { value: Some(day.to_string()), granularity: Granularity::Day, days: Some((day, day)) }
}

fn unresolved(granularity: Granularity) -> Found {
    Found { value: None, granularity, days: None }
}

fn in_month(y: i16, m: i8) -> Option<Found> {
    let first = date(y, m, 1)?;
    Some(Found {
        value: Some(format!("{y:04}-{m:02}")),
        granularity: Granularity::Month,
        days: Some((first, first.last_of_month())),
    })
}

fn in_year(y: i16) -> Option<Found> {
    Some(Found {
        value: Some(format!("{y:04}")),
        granularity: Granularity::Year,
        days: Some((date(y, 1, 1)?, date(y, 12, 31)?)),
    })
}

fn in_week(day: Date) -> Option<Found> {
    let week = day.iso_week_date();
    let first = plus(day, -i64::from(day.weekday().to_monday_zero_offset()))?;
    Some(Found {
        value: Some(format!("{:04}-W{:02}", week.year(), week.week())),
        granularity: Granularity::Week,
        days: Some((first, plus(first, 6)?)),
    })
}

fn text_of(captures: &Captures<'_>, name: &str) -> String {
    captures.name(name).map(|m| m.as_str().to_lowercase()).unwrap_or_default()
}

fn number_of(captures: &Captures<'_>) -> Option<i64> {
    let word = text_of(captures, "n");
    match word.as_str() {
        "a" | "an" => Some(1),
        "several" | "a few" | "some" => None,
        other => {
            other.parse().ok().or_else(|| NUMBERS.iter().position(|n| *n == other).and_then(|n| i64::try_from(n).ok()))
        }
    }
}

fn month_of(captures: &Captures<'_>) -> Option<i8> {
    let name = text_of(captures, "month");
    let short = name.get(..3)?;
    i8::try_from(MONTHS.iter().position(|m| m.starts_with(short))? + 1).ok()
}

fn iso(c: &Captures<'_>, _: Anchor) -> Option<Found> {
    date(c["y"].parse().ok()?, c["m"].parse().ok()?, c["d"].parse().ok()?).map(on_day)
}

/// "January 24, 2022", "24 January", "Jan. 24".
fn month_day(c: &Captures<'_>, anchor: Anchor) -> Option<Found> {
    let (month, day): (i8, i8) = (month_of(c)?, c["d"].parse().ok()?);
    if !(1..=31).contains(&day) {
        return None;
    }
    // "may 20" in lower case is a verb and a number.
    if c.name("month").is_some_and(|m| m.as_str() == "may" || m.as_str() == "mar") {
        return None;
    }
    if let Some(year) = c.name("y") {
        return date(year.as_str().parse().ok()?, month, day).map(on_day);
    }
    let Some(from) = anchor.day else {
        return Some(Found {
            value: Some(format!("XXXX-{month:02}-{day:02}")),
            granularity: Granularity::Day,
            days: None,
        });
    };
    // The nearest such day; news looks back more than ahead.
    const AHEAD: i32 = 60;
    let here = date(from.year(), month, day)?;
    let ahead = here.since(from).ok()?.get_days();
    let year = match (ahead > AHEAD, anchor.future && ahead < 0) {
        (true, _) if !anchor.future => from.year() - 1,
        (_, true) => from.year() + 1,
        _ => from.year(),
    };
    date(year, month, day).map(on_day)
}

fn month_year(c: &Captures<'_>, _: Anchor) -> Option<Found> {
    if c.name("month").is_some_and(|m| m.as_str().starts_with(char::is_lowercase)) {
        return None;
    }
    in_month(c["y"].parse().ok()?, month_of(c)?)
}

fn weekday_rule(c: &Captures<'_>, anchor: Anchor) -> Option<Found> {
    if !c["weekday"].starts_with(char::is_uppercase) {
        return None;
    }
    let wanted = WEEKDAYS.iter().position(|d| d.starts_with(&c["weekday"].to_lowercase()[..3]))?;
    let Some(from) = anchor.day else {
        return Some(unresolved(Granularity::Day));
    };
    let today = i64::from(from.weekday().to_monday_zero_offset());
    let back = (today - i64::try_from(wanted).ok()?).rem_euclid(7);
    let which = text_of(c, "which");
    let forward = which.contains("next")
        || which.contains("coming")
        || which.contains("following")
        || anchor.future && !which.contains("last") && !which.contains("past");
    let days = if forward {
        if back == 0 { if which.is_empty() { 0 } else { 7 } } else { 7 - back }
    } else if which.contains("last") && back == 0 {
        -7
    } else {
        -back
    };
    plus(from, days).map(on_day)
}

fn near_day(c: &Captures<'_>, anchor: Anchor) -> Option<Found> {
    let word = text_of(c, "word");
    let days = if word.contains("before yesterday") {
        -2
    } else if word.contains("after tomorrow") {
        2
    } else if word.contains("yesterday") || word == "last night" {
        -1
    } else if word.contains("tomorrow") {
        1
    } else {
        0
    };
    Some(match anchor.day {
        Some(from) => on_day(plus(from, days)?),
        None => unresolved(Granularity::Day),
    })
}

fn unit_letter(unit: &str) -> &'static str {
    match unit {
        "minute" => "TM",
        "hour" => "TH",
        "day" => "D",
        "week" => "W",
        "month" => "M",
        "decade" => "DE",
        _ => "Y",
    }
}

fn period(number: Option<i64>, unit: &str) -> String {
    let letter = unit_letter(unit);
    let number = number.map_or("X".to_owned(), |n| n.to_string());
    match letter.strip_prefix('T') {
        Some(time) => format!("PT{number}{time}"),
        None => format!("P{number}{letter}"),
    }
}

/// "the past three weeks"
fn stretch(c: &Captures<'_>, anchor: Anchor) -> Option<Found> {
    let unit = text_of(c, "unit");
    let number = number_of(c);
    let back = matches!(text_of(c, "which").as_str(), "past" | "last" | "previous");
    let days = anchor.day.zip(number).and_then(|(from, n)| {
        let other = shift(from, &unit, if back { -n } else { n })?;
        Some(if back { (other, from) } else { (from, other) })
    });
    Some(Found { value: Some(period(number, &unit)), granularity: Granularity::Period, days })
}

fn shift(from: Date, unit: &str, n: i64) -> Option<Date> {
    match unit {
        "minute" | "hour" => Some(from),
        "day" => plus(from, n),
        "week" => plus(from, 7 * n),
        "month" => plus_months(from, n),
        "decade" => plus_months(from, 120 * n),
        _ => plus_months(from, 12 * n),
    }
}

/// "last week", "next year", "this month", "last June"
fn near_unit(c: &Captures<'_>, anchor: Anchor) -> Option<Found> {
    let (which, unit) = (text_of(c, "which"), text_of(c, "unit"));
    let step = if which.contains("last") || which.contains("previous") {
        -1
    } else if which.contains("next") || which.contains("following") || which.contains("coming") {
        1
    } else {
        0
    };
    let granularity = match unit.as_str() {
        "week" | "weekend" => Granularity::Week,
        "year" => Granularity::Year,
        "quarter" => Granularity::Quarter,
        "decade" | "century" => Granularity::Period,
        _ => Granularity::Month,
    };
    let Some(from) = anchor.day.filter(|_| which != "the same") else {
        return Some(unresolved(granularity));
    };
    match unit.as_str() {
        "week" => in_week(plus(from, 7 * step)?),
        "weekend" => {
            let monday = plus(from, -i64::from(from.weekday().to_monday_zero_offset()))?;
            // On a weekday "last weekend" and "this weekend" are the one before and the one after.
            let saturday =
                plus(monday, if step < 0 && from.weekday() != Weekday::Sunday { -2 } else { 5 + 7 * step.max(0) })?;
            let week = saturday.iso_week_date();
            Some(Found {
                value: Some(format!("{:04}-W{:02}-WE", week.year(), week.week())),
                granularity: Granularity::Week,
                days: Some((saturday, plus(saturday, 1)?)),
            })
        }
        "month" => {
            let there = plus_months(from, step)?;
            in_month(there.year(), there.month())
        }
        "year" => in_year(from.year() + i16::try_from(step).ok()?),
        "quarter" => {
            let there = plus_months(from, 3 * step)?;
            in_quarter(there.year(), (there.month() - 1) / 3 + 1)
        }
        "decade" | "century" => Some(unresolved(granularity)),
        month => {
            let month = i8::try_from(MONTHS.iter().position(|m| *m == month)? + 1).ok()?;
            let year = match step {
                -1 if month >= from.month() => from.year() - 1,
                1 if month <= from.month() => from.year() + 1,
                _ => from.year(),
            };
            in_month(year, month)
        }
    }
}

/// "three days ago", "a week later"
fn away(c: &Captures<'_>, anchor: Anchor) -> Option<Found> {
    let unit = text_of(c, "unit");
    let way = text_of(c, "way");
    let granularity = match unit.as_str() {
        "minute" | "hour" => Granularity::Time,
        "day" => Granularity::Day,
        "week" => Granularity::Week,
        "month" => Granularity::Month,
        _ => Granularity::Year,
    };
    // "two days later" counts from what was told before, not from the day of publication.
    let (Some(from), Some(n)) = (anchor.day, number_of(c)) else {
        return Some(unresolved(granularity));
    };
    let there = match way.as_str() {
        "ago" | "earlier" => shift(from, &unit, -n)?,
        "from now" => shift(from, &unit, n)?,
        _ => return Some(unresolved(granularity)),
    };
    match granularity {
        Granularity::Week => in_week(there),
        Granularity::Month => in_month(there.year(), there.month()),
        Granularity::Year => in_year(there.year()),
        _ => Some(Found { granularity, ..on_day(there) }),
    }
}

fn in_quarter(y: i16, q: i8) -> Option<Found> {
    let first = date(y, 3 * q - 2, 1)?;
    let last = date(y, 3 * q, 1)?.last_of_month();
    Some(Found { value: Some(format!("{y:04}-Q{q}")), granularity: Granularity::Quarter, days: Some((first, last)) })
}

fn quarter(c: &Captures<'_>, anchor: Anchor) -> Option<Found> {
    let q = ["first", "second", "third", "fourth"].iter().position(|w| *w == text_of(c, "q"))? + 1;
    let year = c.name("y").and_then(|y| y.as_str().parse().ok()).or(anchor.day.map(Date::year));
    match year {
        Some(year) => in_quarter(year, i8::try_from(q).ok()?),
        None => Some(unresolved(Granularity::Quarter)),
    }
}

fn season(c: &Captures<'_>, _: Anchor) -> Option<Found> {
    let code = match text_of(c, "season").as_str() {
        "spring" => "SP",
        "summer" => "SU",
        "winter" => "WI",
        _ => "FA",
    };
    Some(Found { value: Some(format!("{}-{code}", &c["y"])), granularity: Granularity::Quarter, days: None })
}

fn decade(c: &Captures<'_>, _: Anchor) -> Option<Found> {
    let first: i16 = c["decade"].parse::<i16>().ok()? * 10;
    Some(Found {
        value: Some(c["decade"].to_owned()),
        granularity: Granularity::Period,
        days: Some((date(first, 1, 1)?, date(first + 9, 12, 31)?)),
    })
}

fn year(c: &Captures<'_>, _: Anchor) -> Option<Found> {
    in_year(c["y"].parse().ok()?)
}

fn month_alone(c: &Captures<'_>, anchor: Anchor) -> Option<Found> {
    if !c["month"].starts_with(char::is_uppercase) {
        return None;
    }
    let month = month_of(c)?;
    let Some(from) = anchor.day else {
        return Some(Found { value: Some(format!("XXXX-{month:02}")), granularity: Granularity::Month, days: None });
    };
    let year = match (month > from.month(), anchor.future) {
        (true, false) => from.year() - 1,
        (false, true) if month < from.month() => from.year() + 1,
        _ => from.year(),
    };
    in_month(year, month)
}

fn clock(c: &Captures<'_>, anchor: Anchor) -> Option<Found> {
    let mut hour: u32 = c["h"].parse().ok()?;
    let minute: u32 = c.name("min").map_or(Some(0), |m| m.as_str().parse().ok())?;
    let half = text_of(c, "half");
    if hour > 24 || minute > 59 || !half.is_empty() && !(1..=12).contains(&hour) {
        return None;
    }
    if half.starts_with('p') && hour < 12 {
        hour += 12;
    } else if half.starts_with('a') && hour == 12 {
        hour = 0;
    }
    let day = anchor.day.map(|d| d.to_string()).unwrap_or_default();
    Some(Found {
        value: Some(format!("{day}T{hour:02}:{minute:02}")),
        granularity: Granularity::Time,
        days: anchor.day.map(|d| (d, d)),
    })
}

fn duration(c: &Captures<'_>, _: Anchor) -> Option<Found> {
    Some(Found { value: Some(period(number_of(c), &text_of(c, "unit"))), granularity: Granularity::Period, days: None })
}

fn vague(c: &Captures<'_>, _: Anchor) -> Option<Found> {
    let word = text_of(c, "word");
    let value = match word.as_str() {
        "soon" | "shortly" | "in the near future" => "FUTURE_REF",
        w if w.starts_with("recent") || w.starts_with("in recent") || w == "lately" || w == "earlier" => "PAST_REF",
        _ => "PRESENT_REF",
    };
    Some(Found { value: Some(value.to_owned()), granularity: Granularity::Unknown, days: None })
}
