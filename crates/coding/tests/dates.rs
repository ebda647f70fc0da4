//! When an event happened: whose a date is, what shares it, and where it comes from. Published on Tuesday, 25 January 2022.

use legation_codebook::Codebook;
use legation_coding::{Coder, EventRecord, Included, Settings, records};
use legation_text::{Analyzer, Article};
use std::sync::LazyLock;

static ENGINE: LazyLock<(Analyzer, Coder)> = LazyLock::new(|| {
    let codebook = Codebook::embedded();
    (Analyzer::new(Coder::lexicon(&codebook)), Coder::new(codebook))
});

fn code(text: &str, published: Option<&str>) -> Vec<EventRecord> {
    let (analyzer, coder) = &*ENGINE;
    let mut article = Article::from_text("dates", text);
    article.published = published.and_then(|d| d.parse().ok());
    let document = coder.analyze(analyzer, article);
    let events = coder.code(&document, Included { least: 0.0, ..Included::default() });
    records(&document, &events, &Settings::default())
}

/// Checks the event whose words hold `word`: "first day..last day source/of".
fn check(text: &str, word: &str, expected: &str) {
    check_published(text, Some("2022-01-25"), word, expected);
}

fn check_published(text: &str, published: Option<&str>, word: &str, expected: &str) {
    let all = code(text, published);
    let event = all.iter().find(|r| r.event_text.iter().any(|t| t.text.contains(word)));
    let event = event.unwrap_or_else(|| panic!("no event of {word:?} in {text:?}: {all:?}"));
    let day = |d: &Option<String>| d.clone().unwrap_or("?".to_owned());
    let info = event.date_info.as_ref();
    let source =
        info.map_or("none".to_owned(), |i| i.of.as_ref().map_or(i.source.clone(), |of| format!("{}/{of}", i.source)));
    assert_eq!(format!("{}..{} {source}", day(&event.date), day(&event.enddate)), expected, "{text}");
}

#[test]
fn an_event_has_the_time_of_its_own_clause() {
    check("Turkish troops attacked the Kurdish rebels on Monday.", "attacked", "2022-01-24..2022-01-24 text/event");
    check("Turkish troops attacked the Kurdish rebels.", "attacked", "2022-01-25..2022-01-25 published");
}

#[test]
fn the_time_of_a_relative_clause_is_that_clauses() {
    let text = "Turkish troops, who withdrew from Iraq in March, attacked the Kurdish rebels on Monday.";
    check(text, "attacked", "2022-01-24..2022-01-24 text/event");
    check(
        "Turkish troops, who withdrew from Iraq in March, attacked the rebels.",
        "attacked",
        "2022-01-25..2022-01-25 published",
    );
}

#[test]
fn a_time_in_front_of_a_noun_is_the_nouns() {
    check("Iran condemned the 1991 agreement with Turkey.", "condemned", "2022-01-25..2022-01-25 published");
    check("Iran condemned France in 1991.", "condemned", "1991-01-01..1991-12-31 text/event");
}

#[test]
fn a_participle_shares_the_time_of_its_clause_and_an_earlier_deed_does_not() {
    let text = "France expelled two Iranian diplomats on Monday, accusing Tehran of espionage.";
    check(text, "accusing", "2022-01-24..2022-01-24 text/event");
    let text = "France expelled two Iranian diplomats on Monday after rebels attacked its embassy.";
    check(text, "attacked", "2022-01-25..2022-01-25 published");
}

#[test]
fn verbs_of_one_subject_share_the_time_behind_the_last() {
    let text = "Turkey condemned Iran and expelled its ambassador on Monday.";
    check(text, "condemned", "2022-01-24..2022-01-24 text/event");
    let text = "Turkey condemned Iran, and France expelled its ambassador on Monday.";
    check(text, "condemned", "2022-01-25..2022-01-25 published");
}

#[test]
fn a_report_dates_what_nothing_else_dates_and_the_record_says_so() {
    let text = "Turkish jets attacked the Kurdish rebels, the army said on Monday.";
    check(text, "attacked", "2022-01-24..2022-01-24 text/report");
    let text = "Turkish jets attacked the Kurdish rebels on Sunday, the army said on Monday.";
    check(text, "attacked", "2022-01-23..2022-01-23 text/event");
    let text = "The army said on Monday that Turkish jets attacked the Kurdish rebels on Sunday.";
    check(text, "attacked", "2022-01-23..2022-01-23 text/event");
}

#[test]
fn what_is_announced_is_dated_by_its_announcement() {
    let text = "Russia will send aid to Syria in April, the Kremlin said on Monday.";
    check(text, "send", "2022-01-24..2022-01-24 text/report");
    let text = "Russia sent aid to Syria in April, the Kremlin said on Monday.";
    check(text, "sent", "2021-04-01..2021-04-30 text/event");
}

#[test]
fn since_goes_on_and_until_dates_nothing() {
    check("Iran has detained two French teachers since Friday.", "detained", "2022-01-21..2022-01-25 text/event");
    check("Turkey suspended talks with Greece until 2028.", "suspended", "2022-01-25..2022-01-25 published");
    check("Turkey suspended talks with Greece until 2028 on Monday.", "suspended", "2022-01-24..2022-01-24 text/event");
}

#[test]
fn a_range_gives_both_days() {
    check(
        "Turkish jets bombed the Kurdish rebels from Friday to Sunday.",
        "bombed",
        "2022-01-21..2022-01-23 text/event",
    );
    check("Rebels attacked the army between 1996 and 2001.", "attacked", "1996-01-01..2001-12-31 text/event");
}

#[test]
fn two_days_later_counts_from_what_was_told() {
    let text = "On 3 March 2003 Turkey condemned Iran. Two days later Turkish troops attacked the Kurdish rebels.";
    check(text, "attacked", "2003-03-05..2003-03-05 text/event");
    let text = "Two days later Turkish troops attacked the Kurdish rebels.";
    check(text, "attacked", "?..? text/event");
}

#[test]
fn a_retrospect_keeps_its_year_until_the_present_is_told() {
    let text = "In March 2003 Turkish troops entered Iraq. They attacked the Kurdish rebels in June.";
    check(text, "attacked", "2003-06-01..2003-06-30 text/event");
    let text =
        "In March 2003 Turkish troops entered Iraq. They left last year. They attacked the Kurdish rebels in June.";
    check(text, "attacked", "2021-06-01..2021-06-30 text/event");
    let text = "Turkey, which signed the pact in 2003, attacked the Kurdish rebels in June.";
    check(text, "attacked", "2021-06-01..2021-06-30 text/event");
}

#[test]
fn a_headline_is_dated_by_the_story_that_tells_the_same() {
    let text = "Turkey attacks Kurdish rebels\n\nTurkish troops attacked the Kurdish rebels on Monday, officials said.";
    check(text, "attacks", "2022-01-24..2022-01-24 text/occasion");
    let text = "Turkey attacks Kurdish rebels\n\nIranian troops attacked the Kurdish rebels on Monday, officials said.";
    check(text, "attacks", "2022-01-25..2022-01-25 published");
}

#[test]
fn other_calendars_leave_the_date_open_and_never_fall_back() {
    check("Turkish troops attacked the Kurdish rebels during Ramadan.", "attacked", "?..? text/event");
    let text = "Turkish troops attacked the Kurdish rebels on Monday.";
    check_published(text, None, "attacked", "?..? text/event");
    check_published("Turkish troops attacked the Kurdish rebels.", None, "attacked", "?..? none");
}
