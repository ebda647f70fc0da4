//! Sentences with a source, a target and one type: PLV and the PLOVER gold standard records.

use super::{code, lines};
use crate::gold::GoldError;
use crate::phrases::any_found;
use crate::report::Row;
use crate::scores::Share;
use legation_coding::{Coder, EventRecord};
use legation_text::Analyzer;
use serde::Deserialize;
use std::path::Path;

#[derive(Deserialize)]
struct PlvRecord {
    sentence: String,
    source: String,
    target: String,
    root: String,
}

#[derive(Deserialize)]
struct Side {
    text: Option<String>,
}

#[derive(Deserialize)]
struct PloverRecord {
    sentence: String,
    source: Vec<Side>,
    target: Vec<Side>,
    root_2021: String,
}

/// One sentence with what a coder saw in it.
struct Dyad {
    sentence: String,
    source: Vec<String>,
    target: Vec<String>,
    root: String,
}

pub(super) fn plv(path: &Path, analyzer: &Analyzer, coder: &Coder) -> Result<Vec<Row>, GoldError> {
    let dyads: Vec<Dyad> = lines::<PlvRecord>(path)?
        .into_iter()
        .map(|r| Dyad { sentence: r.sentence, source: vec![r.source], target: vec![r.target], root: r.root })
        .collect();
    Ok(measure("PLV train (dev; 15 roots)", &dyads, analyzer, coder))
}

pub(super) fn plover(path: &Path, analyzer: &Analyzer, coder: &Coder) -> Result<Vec<Row>, GoldError> {
    let texts = |sides: Vec<Side>| sides.into_iter().filter_map(|s| s.text).collect::<Vec<_>>();
    let dyads: Vec<Dyad> = lines::<PloverRecord>(path)?
        .into_iter()
        .map(|r| Dyad { sentence: r.sentence, source: texts(r.source), target: texts(r.target), root: r.root_2021 })
        .collect();
    Ok(measure("PLOVER gold records (dev half; 15 roots)", &dyads, analyzer, coder))
}

/// The 15 roots of PLOVER-2021: concessions in word and deed are one.
fn root(code: &str) -> &str {
    match code {
        "CONCEDE" | "RETREAT" => "YIELD",
        other => other,
    }
}

fn has_root(record: &EventRecord, wanted: &str) -> bool {
    record.event.iter().any(|e| root(e) == wanted)
}

fn measure(name: &str, dyads: &[Dyad], analyzer: &Analyzer, coder: &Coder) -> Vec<Row> {
    let (mut any, mut typed, mut pair, mut answered, mut events) =
        (Share::default(), Share::default(), Share::default(), Share::default(), 0);
    for dyad in dyads {
        let found = code(&dyad.sentence, None, analyzer, coder);
        events += found.len();
        any.add(!found.is_empty());
        typed.add(found.iter().any(|r| has_root(r, &dyad.root)));
        let of_pair = |r: &&EventRecord| {
            let texts =
                |list: &[legation_coding::EntityRecord]| list.iter().map(|e| e.entity_text.clone()).collect::<Vec<_>>();
            let (actors, recipients) = (texts(&r.actor), texts(&r.recipient));
            let both: Vec<String> = actors.iter().chain(&recipients).cloned().collect();
            // Two-sided events list both in `actor`.
            let target = dyad.target.is_empty()
                || any_found(&dyad.target, if recipients.is_empty() { &both } else { &recipients });
            any_found(&dyad.source, &actors) && target
        };
        let mine: Vec<&EventRecord> = found.iter().filter(of_pair).collect();
        answered.add(!mine.is_empty());
        pair.add(mine.iter().any(|r| has_root(r, &dyad.root)));
    }
    vec![
        Row::new(name, "sentence has an event", any),
        Row::new(name, "an event of the right type", typed),
        Row::new(name, "an event between source and target", answered),
        Row::new(name, "the same, of the right type", pair),
        Row::new(name, "events a sentence", format!("{:.2}", events as f64 / dyads.len().max(1) as f64)),
    ]
}
