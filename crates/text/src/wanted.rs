//! Which sentences are read where not all are: those that are asked for, and those that say who these speak of.

use std::collections::HashMap;

/// Sentences before one that is wanted and refers back that are read too: "He" and "their" mostly take up what they name.
const CONTEXT: usize = 2;
/// Sentences at the beginning that are always read: they bring in who a story is about.
const LEAD: usize = 3;
/// Words that refer back.
const REFERRING: &[&str] = &[
    "he",
    "him",
    "his",
    "she",
    "her",
    "they",
    "them",
    "their",
    "it",
    "its",
    "both",
    "two",
    "this",
    "these",
    "those",
    "counterpart",
    "counterparts",
    "latter",
    "former",
];

/// Which sentences are read.
pub(crate) fn wanted(words: &[Vec<&str>], opens: &dyn Fn(&[&str]) -> bool) -> Vec<bool> {
    let mut wanted: Vec<bool> = words.iter().map(|w| opens(w)).collect();
    if !wanted.contains(&true) {
        return wanted;
    }
    let refers = |i: usize| words[i].iter().any(|w| REFERRING.iter().any(|r| w.eq_ignore_ascii_case(r)));
    for i in (0..words.len()).filter(|i| wanted[*i] && refers(*i)).collect::<Vec<_>>() {
        wanted[i.saturating_sub(CONTEXT)..i].fill(true);
    }
    for i in inside_quotes(words).into_iter().filter(|i| wanted[*i]).collect::<Vec<_>>() {
        wanted[i.saturating_sub(CONTEXT)..(i + 2).min(words.len())].fill(true);
    }
    for first in introductions(words, &wanted) {
        wanted[first] = true;
    }
    wanted.iter_mut().take(LEAD).for_each(|w| *w = true);
    wanted
}

/// Sentences that begin in quotation marks or with them, or end in them: who speaks is told by a neighbour.
fn inside_quotes(words: &[Vec<&str>]) -> Vec<usize> {
    let mut open = false;
    let mut found = Vec::new();
    for (i, sentence) in words.iter().enumerate() {
        let begins = open || sentence.first().is_some_and(|w| matches!(*w, "“" | "``" | "«" | "\"" | "''"));
        for word in sentence {
            match *word {
                "“" | "``" | "«" => open = true,
                "”" | "»" => open = false,
                "\"" | "''" => open = !open,
                _ => {}
            }
        }
        if begins || open {
            found.push(i);
        }
    }
    found
}

/// Sentences that are the first to write a name which one that is wanted writes again: they mostly say who that is.
fn introductions(words: &[Vec<&str>], wanted: &[bool]) -> Vec<usize> {
    let mut first: HashMap<&str, usize> = HashMap::new();
    let mut found = Vec::new();
    for (i, sentence) in words.iter().enumerate() {
        // The first word of a sentence has a capital anyway.
        for (place, word) in sentence.iter().enumerate() {
            if word.chars().next().is_some_and(char::is_uppercase) && word.len() > 1 {
                let earlier = *first.entry(word).or_insert(i);
                if place > 0 && wanted[i] && earlier < i {
                    found.push(earlier);
                }
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn which(sentences: &[&str]) -> Vec<usize> {
        let words: Vec<Vec<&str>> = sentences.iter().map(|s| s.split(' ').collect()).collect();
        let wanted = wanted(&words, &|words| words.contains(&"attacked"));
        (0..wanted.len()).filter(|i| wanted[*i]).collect()
    }

    const FILLER: [&str; 4] = ["It is May .", "Days are long .", "Roses bloom .", "Rain falls ."];

    #[test]
    fn what_is_asked_for_is_read_with_the_beginning() {
        let text = [&FILLER[..], &["Bees hum .", "Rebels attacked the town .", "Birds sing ."]].concat();
        assert_eq!(which(&text), [0, 1, 2, 5]);
        assert!(which(&FILLER).is_empty());
    }

    #[test]
    fn a_sentence_that_refers_back_brings_those_before_it() {
        let text = [&FILLER[..], &["Bees hum .", "They attacked the town ."]].concat();
        assert_eq!(which(&text), [0, 1, 2, 3, 4, 5]);
    }

    #[test]
    fn a_quotation_brings_its_neighbours_who_tell_the_speaker() {
        let text =
            [&FILLER[..], &["“ Bees hum , ” Sosan said .", "“ Rebels attacked the town . ”", "Birds sing ."]].concat();
        assert_eq!(which(&text), [0, 1, 2, 3, 4, 5, 6]);
        // Marks around a few words of the narrator's ask for nothing.
        let text = [&FILLER[..], &["Bees hum .", "Rebels attacked the “ safe ” town .", "Birds sing ."]].concat();
        assert_eq!(which(&text), [0, 1, 2, 5]);
    }

    #[test]
    fn a_name_brings_the_sentence_that_introduced_it() {
        let text = [
            &FILLER[..],
            &["Deputy Minister Ayman Sosan was born there .", "Bees hum .", "Later Sosan attacked the plan ."],
        ];
        assert_eq!(which(&text.concat()), [0, 1, 2, 4, 6]);
        // The capital at the beginning of a sentence is no name.
        let text = [&FILLER[..], &["Later it rained .", "Bees hum .", "Later rebels attacked the town ."]];
        assert_eq!(which(&text.concat()), [0, 1, 2, 6]);
    }
}
