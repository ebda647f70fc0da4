//! Contexts and modes by the words of a sentence.

use legation_codebook::{Codebook, Mode};
use legation_text::{Document, TokenId};
use std::collections::HashMap;
use std::ops::Range;

/// Terms of contexts and cues of modes, by their first word.
pub(crate) struct Terms {
    by_first: HashMap<String, Vec<(Vec<String>, usize)>>,
}

impl Terms {
    pub(crate) fn new(codebook: &Codebook) -> Self {
        let mut by_first: HashMap<String, Vec<(Vec<String>, usize)>> = HashMap::new();
        for (i, context) in codebook.contexts.iter().enumerate() {
            for term in &context.terms {
                let words = words_of(term);
                if let Some(first) = words.first() {
                    by_first.entry(first.clone()).or_default().push((words.clone(), i));
                }
            }
        }
        Self { by_first }
    }

    /// Contexts that the words of `tokens` show, in order of the codebook.
    pub(crate) fn contexts(&self, document: &Document, tokens: Range<TokenId>) -> Vec<usize> {
        let mut found = Vec::new();
        for at in tokens.clone() {
            for key in [document.form(at).to_lowercase(), document.tokens[at].lemma.to_lowercase()] {
                for (words, context) in self.by_first.get(&key).into_iter().flatten() {
                    if stands_at(document, &tokens, at, words) && !found.contains(context) {
                        found.push(*context);
                    }
                }
            }
        }
        found.sort_unstable();
        found
    }
}

/// A term as the tokens that it would be in a text.
fn words_of(term: &str) -> Vec<String> {
    let mut words = Vec::new();
    for word in term.to_lowercase().split_whitespace() {
        let mut rest = word;
        while let Some((before, after)) = rest.split_once('-') {
            words.push(before.to_owned());
            words.push("-".to_owned());
            rest = after;
        }
        words.push(rest.to_owned());
    }
    words
}

fn stands_at(document: &Document, tokens: &Range<TokenId>, at: TokenId, words: &[String]) -> bool {
    at + words.len() <= tokens.end
        && words.iter().enumerate().all(|(i, w)| {
            document.form(at + i).eq_ignore_ascii_case(w) || document.tokens[at + i].lemma.eq_ignore_ascii_case(w)
        })
}

/// The mode whose cue stands among `tokens`; the longest cue wins.
pub(crate) fn mode_by_cue<'a>(document: &Document, tokens: &Range<TokenId>, modes: &'a [Mode]) -> Option<&'a Mode> {
    let mut best: Option<(usize, &Mode)> = None;
    for mode in modes {
        for cue in &mode.cues {
            let words = words_of(cue);
            let here = tokens.clone().any(|at| stands_at(document, tokens, at, &words));
            if here && best.is_none_or(|(n, _)| words.len() > n) {
                best = Some((words.len(), mode));
            }
        }
    }
    best.map(|b| b.1)
}
