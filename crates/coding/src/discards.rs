//! Sentences and stories that the codebook leaves out for a phrase in them: "world cup" (`discards.csv`).

use legation_codebook::{Codebook, DiscardScope};
use legation_gazetteer::normal;
use legation_text::{Document, SentenceId};
use std::collections::HashMap;

/// The phrases, by their first word.
pub(crate) struct Discards {
    by_first: HashMap<String, Vec<(Vec<String>, DiscardScope)>>,
}

impl Discards {
    pub(crate) fn new(codebook: &Codebook) -> Self {
        let mut by_first: HashMap<String, Vec<(Vec<String>, DiscardScope)>> = HashMap::new();
        for discard in &codebook.discards {
            let words: Vec<String> = normal(&discard.phrase).split(' ').map(str::to_owned).collect();
            by_first.entry(words[0].clone()).or_default().push((words, discard.scope));
        }
        by_first.remove("");
        Self { by_first }
    }

    /// Sentences that are not coded.
    pub(crate) fn of(&self, document: &Document) -> Vec<SentenceId> {
        if self.by_first.is_empty() {
            return Vec::new();
        }
        let scopes: Vec<Option<DiscardScope>> =
            document.sentences.iter().map(|s| self.scope(document.str(s.span))).collect();
        let whole: Vec<usize> = document
            .sentences
            .iter()
            .zip(&scopes)
            .filter(|(_, scope)| **scope == Some(DiscardScope::Story))
            .map(|(s, _)| s.story)
            .collect();
        let left_out = |id: &SentenceId| scopes[*id].is_some() || whole.contains(&document.sentences[*id].story);
        (0..document.sentences.len()).filter(left_out).collect()
    }

    /// How much a sentence leaves out.
    fn scope(&self, sentence: &str) -> Option<DiscardScope> {
        let text = normal(sentence);
        let words: Vec<&str> = text.split(' ').collect();
        let at = |i: usize| self.by_first.get(words[i]).into_iter().flatten().map(move |d| (i, d));
        let stands = |(i, (phrase, _)): &(usize, &(Vec<String>, DiscardScope))| {
            words.get(*i..i + phrase.len()).is_some_and(|found| found.iter().zip(phrase).all(|(a, b)| a == b))
        };
        (0..words.len()).flat_map(at).filter(stands).map(|(_, (_, scope))| *scope).max()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use legation_codebook::Discard;

    fn scope(phrase: &str, sentence: &str) -> Option<DiscardScope> {
        let discards = vec![Discard { phrase: phrase.into(), scope: DiscardScope::Sentence }];
        Discards::new(&Codebook { discards, ..Codebook::default() }).scope(sentence)
    }

    #[test]
    fn a_phrase_is_found_as_whole_words_in_any_case() {
        assert_eq!(scope("world cup", "Peru beat Chile in the World Cup."), Some(DiscardScope::Sentence));
        assert_eq!(scope("cup", "Peru seized cupboards."), None);
        assert_eq!(scope("world cup", "The world and the cup."), None);
        assert_eq!(scope("1943", "In 1943, Chile broke off ties."), Some(DiscardScope::Sentence));
    }
}
