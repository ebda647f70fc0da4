//! Whole articles coded by hand: every event found once, nothing else.

use super::code;
use crate::gold::{GoldArticle, GoldError, GoldEvent, read_articles};
use crate::report::Row;
use crate::scores::{Agreement, Share};
use legation_coding::{Coder, EntityRecord, EventRecord};
use legation_text::Analyzer;
use std::path::Path;

pub(super) fn measure(folder: &Path, analyzer: &Analyzer, coder: &Coder) -> Result<Vec<Row>, GoldError> {
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let mut rows = Vec::new();
    let articles = read_articles(folder)?;
    for split in ["dev", "test"] {
        let chosen: Vec<&GoldArticle> = articles.iter().filter(|a| a.split == split).collect();
        if chosen.is_empty() {
            continue;
        }
        rows.extend(score(&format!("gold/ articles, {split} ({} articles)", chosen.len()), &chosen, analyzer, coder));
    }
    Ok(rows)
}

/// Precision and recall of events, and how many of those found have the right sides and date.
pub(super) fn score(set: &str, articles: &[&GoldArticle], analyzer: &Analyzer, coder: &Coder) -> Vec<Row> {
    let (mut events, mut codes, mut dates) = (Agreement::default(), Share::default(), Share::default());
    for article in articles {
        let found = code(&article.text, article.published.as_deref(), analyzer, coder);
        let pairs = align(&article.events, &found);
        for record in 0..found.len() {
            events.found.add(pairs.iter().any(|p| p.1 == record));
        }
        for (gold, event) in article.events.iter().enumerate() {
            let pair = pairs.iter().find(|p| p.0 == gold);
            if !event.optional {
                events.gold.add(pair.is_some());
            }
            if let Some((_, record)) = pair {
                let record = &found[*record];
                codes.add(sides_fit(&event.actor, &record.actor) && sides_fit(&event.recipient, &record.recipient));
                if event.date.is_some() {
                    dates.add(record.date == event.date);
                }
            }
        }
    }
    vec![
        Row::new(set, "events, precision", events.found),
        Row::new(set, "events, recall", events.gold),
        Row::new(set, "events, F1", format!("{:.3}", events.f1())),
        Row::new(set, "actors and recipients of these, all codes right", codes),
        Row::new(set, "dates of these", dates),
    ]
}

/// Pairs of gold and found events with a like trigger and type, each used once.
fn align(gold: &[GoldEvent], found: &[EventRecord]) -> Vec<(usize, usize)> {
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (g, event) in gold.iter().enumerate() {
        let fits = |r: &EventRecord| {
            let typed = event.kinds.iter().any(|k| r.event.contains(k));
            let words = r.event_text.iter().any(|t| event.trigger.contains(&t.text) || t.text.contains(&event.trigger));
            typed && words && r.text.contains(&event.trigger)
        };
        if let Some(f) = (0..found.len()).find(|f| !pairs.iter().any(|p| p.1 == *f) && fits(&found[*f])) {
            pairs.push((g, f));
        }
    }
    pairs
}

/// "SYR GOV" or "Ayman Sosan [SYR GOV]": whether every side is there with its codes, and no other.
fn sides_fit(wanted: &[String], found: &[EntityRecord]) -> bool {
    let codes = |e: &EntityRecord| e.code.iter().chain(&e.sector).cloned().collect::<Vec<_>>().join(" ");
    wanted.len() == found.len()
        && wanted.iter().all(|w| {
            let wanted = w.split_once('[').map_or(w.as_str(), |(_, c)| c.trim_end_matches(']'));
            found.iter().any(|f| codes(f) == wanted.trim())
        })
}
