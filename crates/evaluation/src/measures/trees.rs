//! Tags and trees with gold words.

use super::read;
use crate::gold::GoldError;
use crate::report::Row;
use crate::scores::Share;
use legation_text::{Analyzer, Article, conllu};
use std::path::Path;

pub(super) fn measure(name: &str, path: &Path, analyzer: &Analyzer) -> Result<Vec<Row>, GoldError> {
    let text = read(path)?;
    let sentences = conllu::read(&text).map_err(|e| GoldError(format!("{}:{e}", path.display())))?;
    let gold: Vec<Vec<&str>> = text
        .lines()
        .filter(|l| {
            l.split('\t').count() == 10 && l.split('\t').next().is_some_and(|n| n.chars().all(|c| c.is_ascii_digit()))
        })
        .map(|l| l.split('\t').collect())
        .collect();
    let (joined, given) = conllu::as_given(&sentences);
    let document = analyzer.analyze_given(Article::from_text("gold", joined), &given);
    let (mut upos, mut lemma, mut uas, mut las) =
        (Share::default(), Share::default(), Share::default(), Share::default());
    for (token, row) in document.tokens.iter().zip(&gold) {
        let first = document.sentences[token.sentence].tokens.start;
        let head = token.head.map_or(0, |h| h - first + 1);
        let right = head.to_string() == row[6];
        upos.add(token.upos.as_str() == row[3]);
        lemma.add(&*token.lemma == row[2]);
        uas.add(right);
        las.add(right && token.relation.universal() == row[7].split(':').next().unwrap_or_default());
    }
    let set = format!("{name} (gold words)");
    Ok(vec![
        Row::new(&set, "UPOS", upos),
        Row::new(&set, "lemma", lemma),
        Row::new(&set, "UAS", uas),
        Row::new(&set, "LAS", las),
    ])
}
