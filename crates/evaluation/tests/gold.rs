//! The project's gold: every file parses, and nothing stands in two splits.

use legation_codebook::Codebook;
use legation_evaluation::{read_articles, read_marked};
use std::collections::HashMap;
use std::path::Path;

fn gold() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../gold")
}

#[test]
fn sentences_parse_and_no_sentence_stands_in_two_splits() {
    let files = match read_marked(&gold().join("sentences"), &Codebook::embedded()) {
        Ok(files) => files,
        Err(mistakes) => panic!("{}", mistakes.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")),
    };
    let mut split_of: HashMap<String, &str> = HashMap::new();
    for file in &files {
        for sentence in &file.sentences {
            let plain = sentence.text.to_lowercase();
            let split = *split_of.entry(plain).or_insert(&file.split);
            assert_eq!(split, file.split, "{}:{}: {:?} stands in {split} too", file.name, sentence.line, sentence.text);
        }
    }
    assert!(split_of.len() > 3_000, "only {} sentences", split_of.len());
}

#[test]
fn articles_parse_and_no_topic_stands_in_two_splits() {
    let articles = read_articles(&gold().join("articles")).expect("the articles parse");
    let mut split_of: HashMap<&str, &str> = HashMap::new();
    for article in &articles {
        let split = *split_of.entry(&article.topic).or_insert(&article.split);
        assert_eq!(split, article.split, "{}: topic {:?} stands in {split} too", article.name, article.topic);
    }
    assert!(articles.len() >= 12);
}
