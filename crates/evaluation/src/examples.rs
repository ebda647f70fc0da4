//! Runs the examples and counterexamples of a codebook.

use crate::phrases::all_found;
use legation_codebook::{EventType, Example, ExpectedEvent, Problem};
use legation_coding::{Coder, EventRecord, Included, Settings, records};
use legation_text::{Analyzer, Article};

/// What came of running a codebook's examples.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Examples that failed, and known failures that are right by now.
    pub problems: Vec<Problem>,
    /// Examples and counterexamples that were run.
    pub tried: usize,
    /// Of these, those marked `known_failure` that do fail.
    pub known: usize,
    /// Of these, those that are otherwise only through what files of the user's own add: his word goes before theirs.
    pub overruled: usize,
}

/// Runs every example and counterexample (of one type, where `only` says so). `without_own` is the same without what files of the
/// user's own add, where there are such.
pub fn run(
    analyzer: &Analyzer,
    coder: &Coder,
    without_own: Option<(&Analyzer, &Coder)>,
    only: Option<&str>,
) -> Outcome {
    let mut outcome = Outcome::default();
    for event in coder.codebook().events.iter().filter(|e| only.is_none_or(|o| o == e.code)) {
        let wanted = event.examples.iter().map(|e| (e, true));
        for (example, positive) in wanted.chain(event.counterexamples.iter().map(|e| (e, false))) {
            outcome.tried += 1;
            let found = code(analyzer, coder, example);
            let judge = |found: &[EventRecord]| {
                if positive { missed(event, example, found) } else { coded(event, found) }
            };
            let wrong = judge(&found);
            // What is otherwise only through the user's own files is as he wants it.
            let usual = |(analyzer, coder): (&Analyzer, &Coder)| judge(&code(analyzer, coder, example)).is_empty();
            let mistaken = wrong.is_empty() == example.known_failure.is_some();
            match (&example.known_failure, wrong.is_empty()) {
                (known, _) if mistaken && without_own.is_some_and(|w| usual(w) == known.is_none()) => {
                    outcome.overruled += 1;
                }
                (None, _) => outcome.problems.extend(wrong.iter().map(|m| problem(event, example, m))),
                (Some(_), false) => outcome.known += 1,
                (Some(_), true) => {
                    outcome.problems.push(problem(event, example, "is right now: take out known_failure"));
                }
            }
        }
    }
    outcome
}

/// What of an example was not found.
fn missed(event: &EventType, example: &Example, found: &[EventRecord]) -> Vec<String> {
    example.events.iter().filter_map(|expected| meets(event, expected, found).err()).collect()
}

/// What a counterexample was coded as.
fn coded(event: &EventType, found: &[EventRecord]) -> Vec<String> {
    let detail = |r: &EventRecord, key: &str| r.evidence.detail.get(key).cloned().unwrap_or_default();
    let wrong = found.iter().find(|r| r.event.contains(&event.code));
    let message = |r: &EventRecord| {
        format!("counterexample is coded as {} by \"{}\" ({})", event.code, detail(r, "pattern"), detail(r, "place"))
    };
    wrong.map(message).into_iter().collect()
}

fn problem(event: &EventType, example: &Example, message: &str) -> Problem {
    Problem { file: event.file.clone(), line: example.line, message: format!("{message}: {:?}", example.text) }
}

fn code(analyzer: &Analyzer, coder: &Coder, example: &Example) -> Vec<EventRecord> {
    let mut article = Article::from_text("example", example.text.clone());
    article.published = example.published.as_deref().and_then(|d| d.parse().ok());
    let document = coder.analyze(analyzer, article);
    let events = coder.code(&document, Included::default());
    records(&document, &events, &Settings::default())
}

/// Whether one of the events found is the expected one; else what is nearest to it.
fn meets(kind: &EventType, expected: &ExpectedEvent, found: &[EventRecord]) -> Result<(), String> {
    let code = expected.event.as_ref().unwrap_or(&kind.code);
    let of_type: Vec<&EventRecord> = found.iter().filter(|r| r.event.contains(code)).collect();
    if of_type.is_empty() {
        let others: Vec<String> = found.iter().map(|r| r.event.join("+")).collect();
        let instead = if others.is_empty() { "nothing".to_owned() } else { others.join(", ") };
        return Err(format!("no {code} is found but {instead}"));
    }
    let mut reasons = Vec::new();
    for record in of_type {
        match differs(expected, record) {
            None => return Ok(()),
            Some(reason) => reasons.push(reason),
        }
    }
    Err(format!("{code}: {}", reasons.join("; or ")))
}

fn differs(expected: &ExpectedEvent, record: &EventRecord) -> Option<String> {
    let texts = |list: &[legation_coding::EntityRecord]| list.iter().map(|e| e.entity_text.clone()).collect::<Vec<_>>();
    let (actors, recipients) = (texts(&record.actor), texts(&record.recipient));
    // Two sides may be listed either way where one of them visits.
    let both: Vec<String> = actors.iter().chain(&recipients).cloned().collect();
    let two_sided = expected.actor.len() > 1 && expected.recipient.is_empty();
    if !all_found(&expected.actor, if two_sided { &both } else { &actors }) {
        return Some(format!("actor is {actors:?}, not {:?}", expected.actor));
    }
    if !all_found(&expected.recipient, &recipients) {
        return Some(format!("recipient is {recipients:?}, not {:?}", expected.recipient));
    }
    if let Some(mode) = expected.mode.as_ref().filter(|m| !record.mode.contains(m)) {
        return Some(format!("mode is {:?}, not {mode:?}", record.mode.join(",")));
    }
    let place = record.event_loc.as_ref().map(|p| p.extracted_place.clone());
    if let Some(wanted) =
        expected.place.as_ref().filter(|w| place.as_ref().is_none_or(|p| !crate::phrases::alike(w, p)))
    {
        return Some(format!("place is {place:?}, not {wanted:?}"));
    }
    if let Some(wanted) = expected
        .trigger
        .as_ref()
        .filter(|w| !record.event_text.iter().any(|t| t.text.contains(w.as_str()) || w.contains(&t.text)))
    {
        return Some(format!(
            "trigger is {:?}, not {wanted:?}",
            record.event_text.iter().map(|t| &t.text).collect::<Vec<_>>()
        ));
    }
    if let Some(wanted) = expected.date.as_ref().filter(|w| record.date.as_ref() != Some(w)) {
        return Some(format!("date is {:?}, not {wanted:?}", record.date));
    }
    None
}
