//! PETRARCH's unit tests, many with invented countries. Without the tests' own dictionaries only the real
//! ones can be coded; the measure says how far the compiled codebook goes.

use super::{code, lines};
use crate::gold::GoldError;
use crate::report::Row;
use crate::scores::Share;
use legation_coding::Coder;
use legation_text::Analyzer;
use serde::Deserialize;
use std::path::Path;

#[derive(Deserialize)]
struct Record {
    sentence: String,
    events: Vec<Coded>,
    no_event: bool,
    date: String,
}

#[derive(Deserialize)]
struct Coded {
    cameo: String,
}

pub(super) fn measure(path: &Path, analyzer: &Analyzer, coder: &Coder) -> Result<Vec<Row>, GoldError> {
    let (mut roots, mut quiet) = (Share::default(), Share::default());
    for record in lines::<Record>(path)? {
        let day = format!("{}-{}-{}", &record.date[..4], &record.date[4..6], &record.date[6..8]);
        let found = code(&record.sentence, Some(&day), analyzer, coder);
        if record.no_event {
            quiet.add(found.is_empty());
        }
        for event in &record.events {
            let root = event.cameo.get(..2).unwrap_or_default();
            // Comments and appeals (01, 02) are no PLOVER events.
            if root > "02" {
                roots.add(found.iter().any(|r| r.cameo.starts_with(root)));
            }
        }
    }
    let name = "PETRARCH unit tests (dev half; without their dictionaries)";
    Ok(vec![
        Row::new(name, "an event of the right CAMEO root in the sentence", roots),
        Row::new(name, "nothing where nothing is due", quiet),
    ])
}
