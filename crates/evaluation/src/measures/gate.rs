//! The gate: how many sentences are passed over, and what that costs.

use super::lines;
use crate::gold::GoldError;
use crate::report::Row;
use crate::scores::Share;
use legation_coding::{Coder, Event, Included, Resolution};
use legation_text::{Analyzer, Article};
use serde::Deserialize;
use std::path::Path;

/// Articles that are coded twice.
const ARTICLES: usize = 400;

#[derive(Deserialize)]
struct Record {
    text: String,
    date: Option<String>,
}

/// Codes news with and without the gate; what is coded without it counts as true.
pub(super) fn measure(path: &Path, analyzer: &Analyzer, coder: &Coder) -> Result<Vec<Row>, GoldError> {
    let included = Included { negation: true, hypothetical: true, ..Included::default() };
    let (mut passed, mut lost, mut changed) = (Share::default(), Share::default(), Share::default());
    for record in lines::<Record>(path)?.into_iter().take(ARTICLES) {
        let mut article = Article::from_text("news", record.text);
        article.published = record.date.and_then(|d| d.parse().ok());
        let whole = analyzer.analyze_where(article.clone(), &|_| true);
        let gated = coder.analyze(analyzer, article);
        gated.sentences.iter().for_each(|s| passed.add(!s.read));
        let found = coder.code(&gated, included);
        for event in coder.code(&whole, included) {
            let same = found.iter().find(|e| e.code == event.code && e.trigger == event.trigger);
            lost.add(same.is_none());
            if let Some(same) = same {
                changed.add(codes(same) != codes(&event) || same.date != event.date);
            }
        }
    }
    let set = format!("news, {ARTICLES} articles");
    Ok(vec![
        Row::new(set.clone(), "sentences that the gate passes over", passed),
        Row::new(set.clone(), "events lost by it", lost),
        Row::new(set, "events whose sides or date change by it", changed),
    ])
}

/// Codes of both sides.
fn codes(event: &Event) -> [Vec<Codes<'_>>; 2] {
    [&event.actors, &event.recipients].map(|side| side.iter().map(of).collect())
}

/// Country and sectors.
type Codes<'a> = (Option<&'a str>, &'a [String]);

fn of(side: &Resolution) -> Codes<'_> {
    (side.code.as_deref(), &side.sectors)
}
