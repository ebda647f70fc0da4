//! Sentences coded by hand: every event found once, nothing else, and nothing where nothing is.

use super::{articles, code};
use crate::gold::{GoldArticle, GoldError, GoldEvent};
use crate::marked::{MarkedEvent, MarkedSentence, read_marked};
use crate::report::Row;
use crate::scores::Share;
use legation_coding::Coder;
use legation_text::Analyzer;
use std::path::Path;

pub(super) fn measure(folder: &Path, analyzer: &Analyzer, coder: &Coder) -> Result<Vec<Row>, GoldError> {
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let files = read_marked(folder, coder.codebook()).map_err(|mistakes| mistakes[0].clone())?;
    let mut rows = Vec::new();
    for split in ["train", "dev", "test"] {
        let sentences = || files.iter().filter(|f| f.split == split).flat_map(|f| &f.sentences);
        let with: Vec<GoldArticle> = sentences().filter(|s| !s.events.is_empty()).map(article).collect();
        if !with.is_empty() {
            let set = format!("gold/ sentences, {split} ({} with events)", with.len());
            rows.extend(articles::score(&set, &with.iter().collect::<Vec<_>>(), analyzer, coder));
        }
        let mut fired = Share::default();
        for sentence in sentences().filter(|s| s.events.is_empty()) {
            fired.add(!code(&sentence.text, sentence.published.as_deref(), analyzer, coder).is_empty());
        }
        if fired.of > 0 {
            rows.push(Row::new(
                format!("gold/ sentences, {split}, hard negatives"),
                "sentences with an event (all false)",
                fired,
            ));
        }
    }
    Ok(rows)
}

/// The sentence as an article of its own. What did not happen is no event there.
fn article(sentence: &MarkedSentence) -> GoldArticle {
    let plain = |e: &&MarkedEvent| !e.auxiliary.iter().any(|(name, _)| name == "negation" || name == "hypothetical");
    GoldArticle {
        file: None,
        text: sentence.text.clone(),
        published: sentence.published.clone(),
        split: String::new(),
        topic: String::new(),
        events: sentence.events.iter().filter(plain).map(|e| event(sentence, e)).collect(),
        name: String::new(),
    }
}

fn event(sentence: &MarkedSentence, event: &MarkedEvent) -> GoldEvent {
    let words = |label: &str| sentence.marks_of(label).next().map(|m| sentence.text[m.span.clone()].to_owned());
    let sides = |labels: &[String]| {
        let codes = |label: &String| {
            let says = sentence.marks_of(label).next().map(|m| m.says.as_slice()).unwrap_or_default();
            says.iter().filter(|c| *c != "-").cloned().collect::<Vec<_>>().join(" ")
        };
        labels.iter().map(codes).collect()
    };
    // A day only: a month has no one day.
    let day = event.date.as_deref().and_then(|d| sentence.marks_of(d).next()).and_then(|m| m.says.first().cloned());
    GoldEvent {
        kinds: event.kinds.clone(),
        mode: event.mode.clone(),
        trigger: words(&event.trigger).unwrap_or_default(),
        actor: sides(&event.actors),
        recipient: sides(&event.recipients),
        date: day.filter(|d| d.len() == 10),
        place: event.place.as_deref().and_then(words),
        attribution: event.source.as_deref().and_then(words),
        optional: event.optional,
    }
}
