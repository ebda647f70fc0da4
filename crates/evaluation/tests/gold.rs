//! The gold can be read, and nothing crosses from one part of it to another.

use legation_evaluation::read_articles;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

#[test]
fn no_topic_and_no_sentence_is_in_two_parts_of_the_gold() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../gold/articles");
    let articles = read_articles(&folder).expect("the gold can be read");
    assert!(articles.len() >= 10, "only {} articles", articles.len());
    let mut parts: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for article in &articles {
        assert!(
            matches!(article.split.as_str(), "train" | "dev" | "test"),
            "{}: no such part {:?}",
            article.name,
            article.split
        );
        parts.entry(&article.topic).or_default().insert(&article.split);
        for line in article.text.split(['\n', '.']).map(str::trim).filter(|l| l.len() > 40) {
            parts.entry(line).or_default().insert(&article.split);
        }
    }
    let crossing: Vec<_> = parts.iter().filter(|(_, splits)| splits.len() > 1).collect();
    assert!(crossing.is_empty(), "in two parts: {crossing:?}");
}
