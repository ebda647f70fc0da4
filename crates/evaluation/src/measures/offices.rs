//! Who held an office on a day: `gold/offices.tsv`, 200 cases by hand.

use super::read;
use crate::gold::GoldError;
use crate::report::Row;
use crate::scores::Share;
use legation_coding::Coder;
use legation_text::Analyzer;
use std::path::Path;

pub(super) fn measure(path: &Path, analyzer: &Analyzer, coder: &Coder) -> Result<Vec<Row>, GoldError> {
    let mut right = Share::default();
    for line in read(path)?.lines().skip(1) {
        let [phrase, day, names] = line.split('\t').collect::<Vec<_>>()[..] else {
            continue;
        };
        let found = coder.actor_of_phrase(analyzer, phrase, None, day.parse().ok()).into_iter().next();
        let name = found.and_then(|f| f.identifier_text).unwrap_or_default();
        right.add(names.split('|').any(|wanted| is_one(&words(wanted), &words(&name))));
    }
    Ok(vec![Row::new("gold/offices.tsv (200 cases, 1990 to 2025)", "who held the office on that day", right)])
}

/// Whether one name is the other, or part of it: "Sheikh Tamim", "Tamim bin Hamad Al Thani".
fn is_one(a: &[String], b: &[String]) -> bool {
    let within = |x: &[String], y: &[String]| !x.is_empty() && x.iter().all(|w| y.contains(w));
    within(a, b) || within(b, a)
}

fn words(name: &str) -> Vec<String> {
    legation_gazetteer::normal(name).split(' ').filter(|w| !w.is_empty()).map(str::to_owned).collect()
}
