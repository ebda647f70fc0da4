//! The gate: which sentences can hold an event at all, told from their words alone, before the encoder runs.
//!
//! A pattern needs its verb or noun and each of its plain words, and the pair head looks at words that have told events in the
//! gold (`codebook/triggers.csv`). A sentence in which no pattern has all of its words, in any inflection, and no such word
//! stands, is not read. Slots are not asked about, so that the gate errs on the side of reading.

use legation_codebook::{ANYWHERE, Clause, Codebook, Part, Phrase, PredicateWords, Tail, TailHead, Target, Words};
use legation_text::inflections;
use std::collections::{HashMap, HashSet};

/// Number of a lemma that some pattern needs.
type Lemma = u32;

/// Which sentences are worth reading. Make one and use it for all.
pub(crate) struct Gate {
    /// Lemmas that a word, in lower case, may be a form of.
    forms: HashMap<String, Vec<Lemma>>,
    /// By the lemma that a pattern hangs on: the sets of lemmas of which it needs one each.
    patterns: HashMap<Lemma, Vec<Vec<Vec<Lemma>>>>,
    lemmas: usize,
    /// Words that have told events.
    triggers: HashSet<String>,
}

impl Gate {
    /// The gate of a codebook.
    pub(crate) fn new(codebook: &Codebook) -> Self {
        let mut maker = Maker { codebook, numbers: HashMap::new(), gate: Self::empty() };
        for pattern in codebook.events.iter().flat_map(|e| &e.patterns).filter(|p| !p.exception) {
            pattern.clauses.iter().for_each(|clause| maker.clause(clause));
        }
        maker.finish()
    }

    fn empty() -> Self {
        Self { forms: HashMap::new(), patterns: HashMap::new(), lemmas: 0, triggers: HashSet::new() }
    }

    /// Whether a pattern has all its words in the sentence, or a word stands there that has told events.
    pub(crate) fn opens(&self, words: &[&str]) -> bool {
        let mut present = vec![false; self.lemmas];
        let mut found = Vec::new();
        let mut low = String::new();
        for word in words {
            low.clear();
            low.extend(word.chars().flat_map(char::to_lowercase));
            if self.triggers.contains(&low) {
                return true;
            }
            for lemma in self.forms.get(&low).into_iter().flatten() {
                if !std::mem::replace(&mut present[*lemma as usize], true) {
                    found.push(*lemma);
                }
            }
        }
        found
            .iter()
            .filter_map(|lemma| self.patterns.get(lemma))
            .flatten()
            .any(|needs| needs.iter().all(|set| set.iter().any(|lemma| present[*lemma as usize])))
    }
}

struct Maker<'a> {
    codebook: &'a Codebook,
    numbers: HashMap<String, Lemma>,
    gate: Gate,
}

impl Maker<'_> {
    fn number(&mut self, lemma: &str) -> Lemma {
        // Of a word with hyphens the tokens stay apart; the last tells.
        let lemma = lemma.trim_end_matches(ANYWHERE);
        let lemma = lemma.rsplit('-').next().unwrap_or(lemma).to_lowercase();
        let next = self.numbers.len() as Lemma;
        *self.numbers.entry(lemma).or_insert(next)
    }

    /// What must stand for one of the alternatives: its head word.
    fn heads(&mut self, alternatives: &Words) -> Vec<Lemma> {
        alternatives
            .iter()
            .filter_map(|words| {
                // "memorandum of understanding" has its head first.
                let at = words.iter().position(|w| matches!(w.as_str(), "of" | "to" | "in")).filter(|at| *at > 0);
                words.get(at.map_or(words.len(), |at| at).checked_sub(1)?)
            })
            .map(|word| self.number(word))
            .collect()
    }

    fn verbs(&mut self, alternatives: &Words) -> Vec<Lemma> {
        alternatives.iter().filter_map(|words| words.first()).map(|verb| self.number(verb)).collect()
    }

    fn clause(&mut self, clause: &Clause) {
        let mut needs = Vec::new();
        let triggers = match clause {
            Clause::Verb { subject, verb, parts } => {
                subject.iter().for_each(|p| self.phrase(p, &mut needs));
                self.parts(parts, &mut needs);
                self.verbs(verb)
            }
            Clause::Copula { subject, predicate, parts } => {
                subject.iter().for_each(|p| self.phrase(p, &mut needs));
                self.parts(parts, &mut needs);
                self.predicate(predicate, &mut needs)
            }
            Clause::Noun { words, parts } => {
                self.parts(parts, &mut needs);
                self.predicate(words, &mut needs)
            }
        };
        for trigger in triggers {
            self.gate.patterns.entry(trigger).or_default().push(needs.clone());
        }
    }

    fn predicate(&mut self, predicate: &PredicateWords, needs: &mut Vec<Vec<Lemma>>) -> Vec<Lemma> {
        for modifier in &predicate.modifiers {
            needs.push(self.heads(modifier));
        }
        self.heads(&predicate.head)
    }

    fn parts(&mut self, parts: &[Part], needs: &mut Vec<Vec<Lemma>>) {
        for part in parts {
            match part {
                // A particle may be part of a noun: "pullout".
                Part::Particle(_) => {}
                Part::Phrase(phrase) | Part::Preposition(_, Target::Phrase(phrase)) => self.phrase(phrase, needs),
                Part::Preposition(_, Target::Gerund(tail)) | Part::Infinitive(tail) | Part::That(_, tail) => {
                    self.tail(tail, needs);
                }
            }
        }
    }

    fn tail(&mut self, tail: &Tail, needs: &mut Vec<Vec<Lemma>>) {
        if let TailHead::Verb(verbs) = &tail.head {
            needs.push(self.verbs(verbs));
        }
        self.parts(&tail.parts, needs);
    }

    fn phrase(&mut self, phrase: &Phrase, needs: &mut Vec<Vec<Lemma>>) {
        if let Phrase::Words { modifiers, head } = phrase {
            needs.push(self.heads(head));
            for modifier in modifiers {
                needs.push(self.heads(modifier));
            }
        }
    }

    /// Inflections of all lemmas, and the nouns behind which a verb stands.
    fn finish(mut self) -> Gate {
        let mut forms: HashMap<String, Vec<Lemma>> = HashMap::new();
        let mut add = |word: &str, lemma: Lemma| {
            for form in inflections(word) {
                let lemmas = forms.entry(form).or_default();
                if !lemmas.contains(&lemma) {
                    lemmas.push(lemma);
                }
            }
        };
        for (word, lemma) in &self.numbers {
            add(word, *lemma);
        }
        for nominalization in self.codebook.nominalizations.values() {
            let verb = nominalization.verb.split('_').next().unwrap_or_default();
            let noun = nominalization.noun.rsplit('-').next().unwrap_or_default();
            if let Some(lemma) = self.numbers.get(verb) {
                add(&noun.to_lowercase(), *lemma);
            }
        }
        forms.values_mut().for_each(|lemmas| lemmas.sort_unstable());
        self.gate.lemmas = self.numbers.len();
        self.gate.forms = forms;
        self.gate.triggers.clone_from(&self.codebook.triggers);
        self.gate
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opens(sentence: &str) -> bool {
        let words: Vec<&str> = sentence.split(' ').collect();
        Gate::new(&Codebook::embedded()).opens(&words)
    }

    #[test]
    fn words_of_a_pattern_open_it_in_any_inflection() {
        assert!(opens("The Iraqi army shelled the town ."));
        assert!(opens("Russia 's INVASION of Ukraine"));
        assert!(opens("The two presidents held talks ."));
    }

    #[test]
    fn a_sentence_without_them_stays_shut() {
        assert!(!opens("The weather was mild and sunny ."));
        assert!(!opens("Bananas contain potassium ."));
    }
}
