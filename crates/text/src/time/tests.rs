//! The grammar by examples: what each construction says on Tuesday, 25 January 2022, in a past and in a future clause.

use super::calendar::Found;
use super::meaning::Meaning;
use super::resolve::{Anchor, Tense, resolve};
use super::words::Pieces;
use super::{bound_before, grammar};
use crate::document::{Granularity, TimeModifier};
use crate::span::Span;
use jiff::civil::{Date, date};
use proptest::prelude::*;

const TUESDAY: Date = date(2022, 1, 25);

/// Every expression of a text with what it is, each told after the ones before it.
fn read(text: &str, tense: Tense, day: Option<Date>) -> Vec<(String, Found, Option<TimeModifier>)> {
    let pieces = Pieces::new(text, Span::new(0, text.len()));
    let (mut told, mut all) = (Vec::new(), Vec::new());
    let mut at = 0;
    while at < pieces.len() {
        let Some(parsed) = grammar::expression(&pieces, at) else {
            at += 1;
            continue;
        };
        let start = parsed.start.unwrap_or(at);
        let anchor = Anchor { day, tense, told: &told, year: None, same_day: None };
        if let Some(found) = resolve(&parsed.meaning, &anchor) {
            if matches!(parsed.meaning, Meaning::Point(_) | Meaning::Range(..)) && found.days.is_some() {
                told.push(found.clone());
            }
            let modifier = parsed.modifier.or_else(|| bound_before(&pieces, start, parsed.end, &parsed.meaning));
            all.push((pieces.span(start, parsed.end).of(text).to_owned(), found, modifier));
        }
        at = parsed.end;
    }
    all
}

/// "words = value" of every expression; "?" for a value that stays open.
fn values(text: &str, tense: Tense) -> String {
    let said = |(words, found, _): (String, Found, _)| format!("{words} = {}", found.value.unwrap_or("?".to_owned()));
    read(text, tense, Some(TUESDAY)).into_iter().map(said).collect::<Vec<_>>().join("; ")
}

fn check(cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        assert_eq!(values(text, Tense::Past), *expected, "{text}");
    }
}

#[test]
fn dates_name_their_day_in_every_form_of_news() {
    check(&[
        ("on March 21, 2004.", "March 21, 2004 = 2004-03-21"),
        ("the 21st of March 2004", "the 21st of March 2004 = 2004-03-21"),
        ("Sunday, 21 March 2004", "Sunday, 21 March 2004 = 2004-03-21"),
        ("on Sept. 3rd", "Sept. 3rd = 2021-09-03"),
        ("on 2004-03-21 they", "2004-03-21 = 2004-03-21"),
        ("at 2004-03-21T10:00Z they", "2004-03-21T10:00Z = 2004-03-21T10:00Z"),
        ("on 3/21/2004", "3/21/2004 = 2004-03-21"),
        ("on 21.3.2004", "21.3.2004 = 2004-03-21"),
        ("on 05-Aug-2016", "05-Aug-2016 = 2016-08-05"),
        ("on January 3, last year", "January 3, last year = 2021-01-03"),
        ("the 18th of this month", "the 18th of this month = 2022-01-18"),
    ]);
}

#[test]
fn figures_that_are_two_dates_stay_open() {
    check(&[("on 3/11/2004", "3/11/2004 = ?"), ("on 31/31/2004", ""), ("on February 30", "")]);
}

#[test]
fn months_years_and_what_is_longer() {
    check(&[
        ("in March 2004", "March 2004 = 2004-03"),
        ("in October of last year", "October of last year = 2021-10"),
        ("in March", "March = 2021-03"),
        ("last December", "last December = 2021-12"),
        ("in 1991", "1991 = 1991"),
        ("the 1990s", "the 1990s = 199"),
        ("the late '90s", "the late '90s = 199"),
        ("the 19th century", "the 19th century = 18"),
        ("in 508 BC", "508 BC = BC0508"),
        ("in fiscal 2007", "fiscal 2007 = FY2007"),
        ("the third quarter of last year", "the third quarter of last year = 2021-Q3"),
        ("in the fourth quarter", "the fourth quarter = 2021-Q4"),
        ("the first half of 2020", "the first half of 2020 = 2020-H1"),
        ("in the summer of 2012", "the summer of 2012 = 2012-SU"),
        ("last winter", "last winter = 2021-WI"),
        ("since '82.", "'82 = 1982"),
    ]);
}

#[test]
fn relative_times_count_from_the_day_of_publication() {
    check(&[
        ("yesterday", "yesterday = 2022-01-24"),
        ("the day before yesterday", "the day before yesterday = 2022-01-23"),
        ("last night", "last night = 2022-01-24TNI"),
        ("this morning", "this morning = 2022-01-25TMO"),
        ("last week", "last week = 2022-W03"),
        ("next month", "next month = 2022-02"),
        ("this quarter", "this quarter = 2022-Q1"),
        ("last year", "last year = 2021"),
        ("over the weekend", "the weekend = 2022-W03-WE"),
        ("three days ago", "three days ago = 2022-01-22"),
        ("two years ago", "two years ago = 2020"),
        ("a week ago Monday", "a week ago Monday = 2022-01-17"),
        ("a week ago today", "a week ago today = 2022-01-18"),
        ("on Monday of last week", "Monday of last week = 2022-01-17"),
        ("two weeks from now", "two weeks from now = 2022-W06"),
        ("two days before Christmas", "two days before Christmas = 2021-12-23"),
        ("three weeks after March 3, 2020", "three weeks after March 3, 2020 = 2020-W13"),
    ]);
}

#[test]
fn weekdays_and_months_follow_the_tense_of_their_clause() {
    for (text, past, future) in [
        ("on Monday", "2022-01-24", "2022-01-31"),
        ("on Tuesday", "2022-01-25", "2022-01-25"),
        ("on Wednesday night", "2022-01-19TNI", "2022-01-26TNI"),
        ("in March", "2021-03", "2022-03"),
        ("on December 20", "2021-12-20", "2022-12-20"),
        ("at Easter", "", ""),
    ] {
        let value =
            |tense| read(text, tense, Some(TUESDAY)).first().and_then(|f| f.1.value.clone()).unwrap_or_default();
        if past.is_empty() {
            assert_eq!((value(Tense::Past), value(Tense::Future)), ("2021-04-04".to_owned(), "2022-04-17".to_owned()));
        } else {
            assert_eq!((value(Tense::Past), value(Tense::Future)), (past.to_owned(), future.to_owned()), "{text}");
        }
    }
}

#[test]
fn later_and_before_count_from_what_was_told() {
    check(&[
        ("signed on 3 March 2003 and left two weeks later.", "3 March 2003 = 2003-03-03; two weeks later = 2003-W12"),
        ("founded in 2015; a year later,", "2015 = 2015; a year later = 2016"),
        ("on 3 March 2003 and again the same day", "3 March 2003 = 2003-03-03; the same day = 2003-03-03"),
        ("on 3 March 2003 and the following month", "3 March 2003 = 2003-03-03; the following month = 2003-04"),
        ("on 3 March 2003, as they had the day before.", "3 March 2003 = 2003-03-03; the day before = 2003-03-02"),
        (
            "rose in March, from the same month a year earlier",
            "March = 2021-03; the same month a year earlier = 2020-03",
        ),
    ]);
}

#[test]
fn what_was_told_too_roughly_leaves_it_open() {
    check(&[
        ("in March 2003 and two days later.", "March 2003 = 2003-03; two days later = ?"),
        ("They left two weeks later.", "two weeks later = ?"),
        ("on that day.", "that day = ?"),
        ("two days after the vote", "two days = P2D"),
    ]);
}

#[test]
fn ranges_have_both_ends() {
    check(&[
        ("from Monday to Friday", "Monday to Friday = 2022-01-17/2022-01-21"),
        ("on March 3-5, 2004", "March 3-5, 2004 = 2004-03-03/2004-03-05"),
        ("between 3 and 12 September", "3 and 12 September = 2021-09-03/2021-09-12"),
        ("between 1996 and 2001", "1996 and 2001 = 1996/2001"),
        ("the 2003-2005 war", "2003-2005 = 2003/2005"),
        ("in 1998-99", "1998-99 = 1998/1999"),
        ("from October to March 2004", "October to March 2004 = 2003-10/2004-03"),
        ("from October 2003 to March", "October 2003 to March = 2003-10/2004-03"),
    ]);
    let (_, found, _) = read("from March to May 2004", Tense::Past, None).remove(0);
    assert_eq!(found.days, Some((date(2004, 3, 1), date(2004, 5, 31))));
    assert_eq!(found.granularity, Granularity::Period);
}

#[test]
fn what_is_moved_from_one_day_to_another_is_no_range() {
    check(&[("postponed the vote from Monday to Friday", "Monday = 2022-01-24; Friday = 2022-01-21")]);
}

#[test]
fn lengths_and_sets_are_no_days() {
    check(&[
        ("for three weeks", "three weeks = P3W"),
        ("two and a half years", "two and a half years = P2.5Y"),
        ("half an hour", "half an hour = PT30M"),
        ("a 27-year war", "a 27-year = P27Y"),
        ("decades of war after years of peace", "years = PXY"),
        ("the past three weeks", "the past three weeks = P3W"),
        ("between 60 and 90 days", "60 = P60D; 90 days = P90D"),
        ("every Monday", "every Monday = XXXX-WXX-1"),
        ("twice a week", "twice a week = P1W"),
        ("paid annually", "annually = P1Y"),
        ("every 10 minutes", "every 10 minutes = PT10M"),
        ("Friday mornings", "Friday mornings = XXXX-WXX-5TMO"),
    ]);
}

#[test]
fn times_of_day_keep_their_zone() {
    check(&[
        ("at 10:30 GMT", "10:30 GMT = 2022-01-25T10:30Z"),
        ("at 0800 UTC on Monday", "0800 UTC on Monday = 2022-01-24T08:00Z"),
        ("at 6.40 p.m.", "6.40 p.m. = 2022-01-25T18:40"),
        ("at noon yesterday", "noon yesterday = 2022-01-24T12:00"),
        ("won 3:1 and 12:5", ""),
    ]);
}

#[test]
fn names_of_times_are_times_and_names_of_others_are_not() {
    check(&[
        ("since the September 11 attacks", "the September 11 attacks = 2001-09-11"),
        ("after Nine-Eleven", "Nine-Eleven = 2001-09-11"),
        ("on Good Friday 1998", "Good Friday 1998 = 1998-04-10"),
        ("on Thanksgiving", "Thanksgiving = 2021-11-25"),
        ("the 1st Battalion of the 5th Army", ""),
        ("they may march in step", ""),
        ("the 35-year-old and a man 42 years old", ""),
        ("a MiG-2004 and $2000 and 1995%", ""),
        ("partner of the year", ""),
    ]);
}

#[test]
fn other_calendars_are_found_and_left_open() {
    check(&[
        ("during Ramadan", "Ramadan = ?"),
        ("in 1401 AH", "1401 AH = ?"),
        ("on 5 Ramadan", "5 Ramadan = ?"),
        ("on Nowruz", "Nowruz = ?"),
        ("Minister Ramadan Shallah", ""),
    ]);
}

#[test]
fn vague_words_point_to_a_side_of_the_present() {
    check(&[
        ("has recently met", "recently = PAST_REF"),
        ("is now gone", "now = PRESENT_REF"),
        ("will soon go", "soon = FUTURE_REF"),
        ("earlier this year", "earlier this year = 2022"),
    ]);
}

#[test]
fn modifiers_are_those_of_timex3() {
    for (text, modifier) in [
        ("in late 2006", TimeModifier::End),
        ("in mid-March", TimeModifier::Mid),
        ("at the beginning of the year", TimeModifier::Start),
        ("earlier this year", TimeModifier::Start),
        ("around 2006", TimeModifier::Approx),
        ("since March", TimeModifier::OnOrAfter),
        ("until March", TimeModifier::OnOrBefore),
        ("before March", TimeModifier::Before),
        ("after March", TimeModifier::After),
        ("for more than two weeks", TimeModifier::MoreThan),
        ("for less than two weeks", TimeModifier::LessThan),
    ] {
        assert_eq!(read(text, Tense::Past, Some(TUESDAY)).first().and_then(|f| f.2), Some(modifier), "{text}");
    }
    // The preposition is the talks'.
    assert_eq!(read("after Monday's talks", Tense::Past, Some(TUESDAY))[0].2, None);
}

#[test]
fn without_a_day_of_publication_only_what_is_absolute_has_a_value() {
    let value = |text| read(text, Tense::Past, None).remove(0).1;
    for text in [
        "yesterday",
        "on Monday",
        "last week",
        "two days ago",
        "this year",
        "the weekend",
        "at Easter",
        "on Monday night",
    ] {
        let text = if text == "the weekend" { "over the weekend" } else { text };
        let found = value(if text == "at Easter" { "at Easter" } else { text });
        assert_eq!((found.value, found.days), (None, None), "{text}");
    }
    assert_eq!(value("on 3 March 2003").value.as_deref(), Some("2003-03-03"));
    assert_eq!(value("on 3 March").value.as_deref(), Some("XXXX-03-03"));
    assert_eq!(value("in March").value.as_deref(), Some("XXXX-03"));
    assert_eq!(value("at 10:30 GMT").value.as_deref(), Some("T10:30Z"));
}

#[test]
fn every_value_has_its_exactness_and_its_days() {
    for (text, granularity, first, last) in [
        ("on Monday", Granularity::Day, "2022-01-24", "2022-01-24"),
        ("on Monday night", Granularity::Time, "2022-01-24", "2022-01-24"),
        ("last week", Granularity::Week, "2022-01-17", "2022-01-23"),
        ("in February 2020", Granularity::Month, "2020-02-01", "2020-02-29"),
        ("the third quarter of 2020", Granularity::Quarter, "2020-07-01", "2020-09-30"),
        ("in 2020", Granularity::Year, "2020-01-01", "2020-12-31"),
        ("the 1990s", Granularity::Period, "1990-01-01", "1999-12-31"),
        ("the past three weeks", Granularity::Period, "2022-01-04", "2022-01-25"),
        ("the winter of 2004", Granularity::Quarter, "2003-12-01", "2004-02-29"),
    ] {
        let (_, found, _) = read(text, Tense::Past, Some(TUESDAY)).remove(0);
        assert_eq!(found.granularity, granularity, "{text}");
        assert_eq!(
            found.days.map(|(a, b)| (a.to_string(), b.to_string())),
            Some((first.to_owned(), last.to_owned())),
            "{text}"
        );
    }
}

#[test]
fn a_line_with_a_day_of_its_own_names_it() {
    assert_eq!(super::day("Friday, January 4, 2019", None), Some(date(2019, 1, 4)));
    assert_eq!(super::day("Jan. 25", Some(TUESDAY)), Some(date(2022, 1, 25)));
    assert_eq!(super::day("Jan. 25", None), None);
    assert_eq!(super::day("in 2019", None), None);
}

const WORDS: [&str; 60] = [
    "the",
    "last",
    "next",
    "this",
    "that",
    "same",
    "March",
    "May",
    "Mon",
    "Monday",
    "Sundays",
    "3",
    "31",
    "2004",
    "1998-99",
    "99999",
    "-9999 BC",
    "st",
    "two",
    "hundred",
    "thousand",
    "and",
    "a half",
    "weeks",
    "day",
    "year",
    "centuries",
    "ago",
    "later",
    "before",
    "after",
    "from",
    "to",
    "between",
    "-",
    "/",
    "'",
    "90s",
    "of",
    "end",
    "early",
    "mid",
    "every",
    "once",
    "in",
    "at",
    "10:30",
    "p.m.",
    "GMT",
    "Easter",
    "Ramadan",
    "recently",
    "quarter",
    "second",
    "half",
    "summer",
    "BC",
    "AH",
    "fiscal",
    "weekend",
];

proptest! {
    #[test]
    fn any_string_is_read_without_panic(text in "\\PC{0,60}", future: bool) {
        let tense = if future { Tense::Future } else { Tense::Past };
        read(&text, tense, Some(TUESDAY));
        read(&text, tense, None);
    }

    #[test]
    fn any_mixture_of_words_of_time_has_its_days_in_order(
        words in proptest::collection::vec(proptest::sample::select(&WORDS[..]), 1..9),
        future: bool,
        last_day: bool,
    ) {
        let day = if last_day { date(9999, 12, 31) } else { TUESDAY };
        let tense = if future { Tense::Future } else { Tense::Past };
        for (words, found, _) in read(&words.join(" "), tense, Some(day)) {
            prop_assert!(found.days.is_none_or(|(first, last)| first <= last), "{words}: {found:?}");
        }
    }
}
