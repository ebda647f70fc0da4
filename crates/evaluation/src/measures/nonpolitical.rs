//! Sentences without politics: EWT's reviews and answers. Every event on them is false.

use super::read;
use crate::gold::GoldError;
use crate::report::Row;
use crate::scores::Share;
use legation_coding::{Coder, Included};
use legation_text::{Analyzer, Article};
use std::path::Path;

pub(super) fn measure(path: &Path, analyzer: &Analyzer, coder: &Coder) -> Result<Vec<Row>, GoldError> {
    let mut rows = Vec::new();
    for genre in ["reviews", "answers"] {
        let mut share = Share::default();
        for text in documents(&read(path)?, genre) {
            let document = coder.analyze(analyzer, Article::from_text("gold", text));
            let events = coder.code(&document, Included::default());
            for number in 0..document.sentences.len() {
                share.add(events.iter().any(|e| e.sentence == number));
            }
        }
        rows.push(Row::new(format!("EWT dev {genre} (no politics)"), "sentences with an event (all false)", share));
    }
    Ok(rows)
}

/// The running text of each document of a genre.
fn documents(conllu: &str, genre: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut wanted = false;
    for line in conllu.lines() {
        if let Some(id) = line.strip_prefix("# newdoc id = ") {
            wanted = id.starts_with(genre);
            if wanted {
                found.push(String::new());
            }
        } else if let Some(text) = line.strip_prefix("# text = ").filter(|_| wanted)
            && let Some(open) = found.last_mut()
        {
            open.push_str(text);
            open.push('\n');
        }
    }
    found
}
