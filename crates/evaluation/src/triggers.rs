//! Words that tell events in the gold: what the coder's gate asks for beside the codebook's own words.

use crate::marked::{MarkedFile, MarkedSentence};
use legation_text::{Analyzer, Article, Span, Upos};
use std::collections::BTreeMap;

/// The words of content, in lower case, that tell at least `least` events of the train sentences, in order of the alphabet.
pub fn trigger_words(files: &[MarkedFile], analyzer: &Analyzer, least: usize) -> Vec<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for sentence in files.iter().filter(|f| f.split == "train").flat_map(|f| &f.sentences) {
        for word in words_of(sentence, analyzer) {
            *counts.entry(word).or_default() += 1;
        }
    }
    counts.into_iter().filter(|(_, count)| *count >= least).map(|(word, _)| word).collect()
}

/// The words of content that are marked as triggers, once for each event.
fn words_of(sentence: &MarkedSentence, analyzer: &Analyzer) -> Vec<String> {
    if sentence.events.is_empty() {
        return Vec::new();
    }
    let article = Article::from_text("gold", sentence.text.clone());
    let document = analyzer.analyze_sentences(article, &[Span::new(0, sentence.text.len())]);
    let mut found = Vec::new();
    for event in &sentence.events {
        let marked =
            |span: Span| sentence.marks_of(&event.trigger).any(|m| Span::new(m.span.start, m.span.end).overlaps(span));
        for token in document.tokens.iter().filter(|t| marked(t.span)) {
            let content = matches!(token.upos, Upos::Verb | Upos::Noun | Upos::Adj | Upos::Adv);
            if content {
                found.push(document.str(token.span).to_lowercase());
            }
        }
    }
    found
}
