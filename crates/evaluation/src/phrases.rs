//! Whether a phrase that was found is the one that is meant: both name it by the same content words.

use std::collections::HashSet;

/// Words that say nothing about who somebody is.
const EMPTY: &[&str] = &[
    "the", "a", "an", "of", "and", "in", "on", "to", "for", "from", "by", "at", "with", "its", "his", "her", "their",
    "s", "'s", "’s",
];

fn words(phrase: &str) -> HashSet<String> {
    phrase
        .split(|c: char| !c.is_alphanumeric())
        .map(str::to_lowercase)
        .filter(|w| !w.is_empty() && !EMPTY.contains(&w.as_str()))
        .collect()
}

/// Whether the phrases share enough words: half of those of the shorter.
pub(crate) fn alike(a: &str, b: &str) -> bool {
    if a.eq_ignore_ascii_case(b) {
        return true;
    }
    let (a, b) = (words(a), words(b));
    let common = a.intersection(&b).count();
    common > 0 && 2 * common >= a.len().min(b.len())
}

/// Whether every wanted phrase has a like one among those found.
pub(crate) fn all_found(wanted: &[String], found: &[String]) -> bool {
    wanted.iter().all(|w| found.iter().any(|f| alike(w, f)))
}

/// Whether any wanted phrase has a like one among those found.
pub(crate) fn any_found(wanted: &[String], found: &[String]) -> bool {
    wanted.iter().any(|w| found.iter().any(|f| alike(w, f)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_and_articles_do_not_part_phrases() {
        assert!(alike("the government", "government"));
        assert!(alike("Zarif", "Iranian Foreign Minister Mohammad Javad Zarif"));
        assert!(!alike("Iran", "Syria"));
        assert!(!alike("the", "a"));
    }
}
