//! What the tests of this crate are written with: gold in its own markup, and records of what was found in it.

use crate::marked::parse;
use crate::units::{Split, Unit, of_sentence};
use legation_codebook::Codebook;
use legation_coding::{AttributionRecord, EventRecord};
use serde_json::json;

/// A sentence of dev with its events, as in `gold/sentences`.
pub(crate) fn unit(body: &str) -> Unit {
    let text = format!("topic: test\nsplit: dev\n@ 2022-01-25 TEHRAN\n{body}");
    let file = parse("test", &text, &Codebook::embedded()).expect("a coded sentence");
    of_sentence(&file.name, Split::Dev, &file.sentences[0])
}

/// What was found: a type by words of the text, with the phrases of both sides; text must be ASCII.
pub(crate) fn found(unit: &Unit, kind: &str, words: &str, actors: &[&str], recipients: &[&str]) -> EventRecord {
    let span = |words: &str| {
        let start = unit.text.find(words).expect("words of the text");
        (start, start + words.len())
    };
    let sides = |phrases: &[&str]| -> Vec<serde_json::Value> {
        let side = |phrase: &&str| {
            let (start, end) = span(phrase);
            json!({"entity_text": phrase, "start": start, "end": end, "sector": [], "reason": "", "confidence": 1.0})
        };
        phrases.iter().map(side).collect()
    };
    let (start, end) = span(words);
    let record = json!({
        "schema": 1, "id": "", "document": "", "story": 0, "event": [kind], "mode": [], "context": [], "auxiliary": [],
        "quad_code": 1, "event_scale": 0.0, "cameo": "", "actor": sides(actors), "recipient": sides(recipients),
        "event_text": [{"text": words, "start": start, "end": end}],
        "text_info": {"sequence": 0, "start": 0, "end": unit.text.len()}, "text": unit.text, "topic": [],
        "confidence": 0.9, "evidence": {"by": "pair head", "detail": {}},
        "cite_info": {"language": "en", "codebook": "", "coder": "", "model": ""},
    });
    serde_json::from_value(record).expect("a record")
}

/// The source of a found event: a phrase of the text, stated; text must be ASCII.
pub(crate) fn source(unit: &Unit, phrase: &str) -> AttributionRecord {
    let start = unit.text.find(phrase).expect("words of the text");
    let end = start + phrase.len();
    let entity =
        json!({"entity_text": phrase, "start": start, "end": end, "sector": [], "reason": "", "confidence": 1.0});
    let record = json!({"text": phrase, "start": start, "end": end, "stance": "states", "entity": entity});
    serde_json::from_value(record).expect("a source")
}
