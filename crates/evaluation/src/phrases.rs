//! Whether a phrase that was found is the one that is meant: both name it by the same content words.

use std::collections::HashSet;

/// Words that say nothing about who somebody is.
const EMPTY: &[&str] = &[
    "the", "a", "an", "of", "and", "in", "on", "to", "for", "from", "by", "at", "with", "its", "his", "her", "their",
    "s", "'s", "’s",
];

/// Words before which the head of a phrase stands: "the president | of Iran".
const AFTER_HEAD: &[&str] = &["of", "in", "for", "from", "at", "to", "on", "with", "who", "which", "that"];

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

/// Whether two phrases can name one: they have the same head word, and one of them has no word that the other lacks.
/// "Zarif" and "Foreign Minister Zarif" can, "the Syrian army" and "the Turkish army" cannot.
pub(crate) fn can_name_one(a: &str, b: &str) -> bool {
    if a.eq_ignore_ascii_case(b) {
        return true;
    }
    let (first, second) = (words(a), words(b));
    let within = first.is_subset(&second) || second.is_subset(&first);
    within && head(a).is_some_and(|h| Some(h) == head(b))
}

/// The last word with content of what stands before the first comma or preposition.
fn head(phrase: &str) -> Option<String> {
    let core = phrase.split(',').next().unwrap_or(phrase).to_lowercase();
    let before = core.split_whitespace().take_while(|w| !AFTER_HEAD.contains(w));
    let parts = before.flat_map(|w| w.split(|c: char| !c.is_alphanumeric()));
    parts.filter(|w| !w.is_empty() && !EMPTY.contains(w)).last().map(str::to_owned)
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

    #[test]
    fn one_is_named_by_the_same_head_without_other_words() {
        assert!(can_name_one("Zarif", "Iranian Foreign Minister Mohammad Javad Zarif"));
        assert!(can_name_one("the government", "the government of Iran"));
        assert!(can_name_one("Iran’s police", "police"));
        assert!(!can_name_one("President Assad", "President Putin"));
        assert!(!can_name_one("the Syrian foreign ministry", "the Iranian foreign ministry"));
        assert!(!can_name_one("Iran", "Iran's foreign minister"));
        assert!(!can_name_one("the", "a"));
    }
}
