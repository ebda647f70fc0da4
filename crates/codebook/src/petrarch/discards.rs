//! Discard dictionaries: phrases of sentences that are not coded, and with `+` of whole stories.

use super::lines::lines;
use super::{Finding, Findings, Taken};
use crate::tables::{Discard, DiscardScope};
use std::collections::HashSet;

/// Reads a dictionary.
pub(super) fn read(text: &str, findings: &mut Findings<'_>) -> Taken<Discard> {
    let mut taken = Taken::default();
    let mut seen = HashSet::new();
    for line in lines(text) {
        let (scope, phrase) = match line.text.strip_prefix('+') {
            Some(rest) => (DiscardScope::Story, rest),
            None => (DiscardScope::Sentence, line.text),
        };
        let phrase = phrase.replace('_', " ").split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        if let Some(bad) = phrase.chars().find(|c| matches!(c, '[' | ']' | '{' | '}' | '*')) {
            findings.push(
                Finding::Nonsense,
                line.number,
                format!("a phrase cannot hold {bad:?}; write its words alone"),
            );
        } else if !phrase.chars().any(char::is_alphanumeric) {
            findings.push(Finding::Nonsense, line.number, format!("{:?} is no phrase", line.text));
        } else {
            taken.lines += 1;
            if seen.insert((scope, phrase.clone())) {
                taken.entries.push(Discard { phrase, scope });
            }
        }
    }
    taken
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::petrarch::Found;

    #[test]
    fn a_plus_means_the_whole_story() {
        let mut found: Vec<Found> = Vec::new();
        let taken = read("+REGATTA # sport\nYEARS_LATER\n+\nCUP [---]\n", &mut Findings::new("d.txt", &mut found));
        let phrases: Vec<(&str, DiscardScope)> = taken.entries.iter().map(|d| (d.phrase.as_str(), d.scope)).collect();
        assert_eq!(phrases, [("regatta", DiscardScope::Story), ("years later", DiscardScope::Sentence)]);
        let problems: Vec<String> = found.iter().map(ToString::to_string).collect();
        assert_eq!(
            problems,
            ["d.txt:3: \"+\" is no phrase", "d.txt:4: a phrase cannot hold '['; write its words alone"]
        );
    }
}
