//! Actor phrases with country and sectors, from NGEC's tests.

use super::read;
use crate::gold::GoldError;
use crate::report::Row;
use crate::scores::Share;
use legation_coding::{Coder, EntityRecord};
use legation_text::Analyzer;
use std::path::Path;

pub(super) fn measure(path: &Path, analyzer: &Analyzer, coder: &Coder) -> Result<Vec<Row>, GoldError> {
    let (mut country, mut sector) = (Share::default(), Share::default());
    for line in read(path)?.lines().skip(1) {
        let row: Vec<&str> = line.split('\t').collect();
        let [text, context, date, code, first, _, _, hard, _] = row[..] else {
            continue;
        };
        if !hard.is_empty() {
            continue;
        }
        let found = resolve(text, context, date, analyzer, coder);
        let among = |wanted: &str, found: &str| wanted.split('|').any(|w| w == found);
        if !code.is_empty() {
            country.add(found.code.as_deref().is_some_and(|c| among(code, c)));
        }
        if !first.is_empty() && first != "JNK" {
            sector.add(found.sector.first().is_some_and(|s| among(first, s)));
        }
    }
    let name = "NGEC actor phrases (dev half)";
    Ok(vec![Row::new(name, "country", country), Row::new(name, "primary sector", sector)])
}

/// The day for phrases without one: when the tables of office holders were last kept up.
const ASKED: jiff::civil::Date = jiff::civil::date(2025, 10, 31);

fn resolve(text: &str, context: &str, date: &str, analyzer: &Analyzer, coder: &Coder) -> EntityRecord {
    // As `legation actor` asks about today.
    let day = date.parse().ok().or_else(|| jiff::civil::Date::strptime("%d %B %Y", date).ok()).or(Some(ASKED));
    coder
        .actor_of_phrase(analyzer, text, Some(context).filter(|c| !c.is_empty()), day)
        .into_iter()
        .next()
        .unwrap_or_default()
}
