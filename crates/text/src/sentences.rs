//! Groups words into sentences and paragraphs.
//!
//! "He met Gen. Smith in the U.S. The talks went well." has two sentences: "Gen." never ends one,
//! "U.S." does before a word that usually begins one. What rules cannot see (a headline glued to the
//! next story) is left to the reader's boundary head.

use crate::span::Span;
use crate::tokens::{self, RawToken};

/// Words of one sentence and where they stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RawSentence {
    pub tokens: Vec<RawToken>,
    pub paragraph: usize,
}

impl RawSentence {
    pub(crate) fn span(&self) -> Span {
        match (self.tokens.first(), self.tokens.last()) {
            (Some(first), Some(last)) => first.span.join(last.span),
            _ => Span::default(),
        }
    }
}

/// Longest sentence in words; longer ones are parted after a comma or semicolon (memory of attention
/// grows with the square of a sentence's length).
const LONGEST: usize = 160;

/// Abbreviations that never end a sentence: titles and months.
const NEVER_LAST: &[&str] = &[
    "Adm.", "Amb.", "Brig.", "Capt.", "Col.", "Cpl.", "Dr.", "Gen.", "Gov.", "Hon.", "Lt.", "Maj.", "Messrs.", "Mr.",
    "Mrs.", "Ms.", "Mt.", "No.", "Pres.", "Prof.", "Rep.", "Reps.", "Rev.", "Sen.", "Sens.", "Sgt.", "St.", "Supt.",
    "ca.", "vs.",
];

/// Words that begin a sentence far more often than they follow an abbreviation within one.
const STARTERS: &[&str] = &[
    "A",
    "After",
    "All",
    "Also",
    "Although",
    "An",
    "And",
    "As",
    "At",
    "Both",
    "But",
    "By",
    "During",
    "Earlier",
    "Few",
    "For",
    "From",
    "He",
    "Her",
    "His",
    "However",
    "I",
    "If",
    "In",
    "Israel",
    "It",
    "Its",
    "Last",
    "Many",
    "Meanwhile",
    "More",
    "Most",
    "No",
    "Officials",
    "On",
    "One",
    "Other",
    "Our",
    "Several",
    "She",
    "Since",
    "So",
    "Some",
    "That",
    "The",
    "Their",
    "There",
    "These",
    "They",
    "This",
    "Those",
    "Though",
    "Two",
    "Under",
    "Until",
    "We",
    "What",
    "When",
    "While",
    "With",
    "You",
];

/// Sentences of `text`, paragraph by paragraph. Never fails; every word is in exactly one sentence.
pub(crate) fn split(text: &str) -> Vec<RawSentence> {
    let mut sentences = Vec::new();
    for (paragraph, span) in paragraphs(text).into_iter().enumerate() {
        let words = tokens::split(text, span);
        for group in ends(text, &words) {
            for part in shorten(text, group) {
                sentences.push(RawSentence { tokens: part.to_vec(), paragraph });
            }
        }
    }
    sentences
}

/// Stretches between line breaks; in hard-wrapped text, between blank lines.
fn paragraphs(text: &str) -> Vec<Span> {
    let mut lines = Vec::new();
    let mut at = 0;
    for line in text.split('\n') {
        lines.push(Span::new(at, at + line.len()));
        at += line.len() + 1;
    }
    let wrapped = is_hard_wrapped(text, &lines);
    let mut found: Vec<Span> = Vec::new();
    let mut open = false;
    for line in lines {
        if line.of(text).trim().is_empty() {
            open = false;
        } else if open && wrapped {
            let last = found.len() - 1;
            found[last].end = line.end;
        } else {
            found.push(line);
            open = true;
        }
    }
    found
}

/// Whether lines are broken at a fixed width: most lines that end inside a sentence have like length.
fn is_hard_wrapped(text: &str, lines: &[Span]) -> bool {
    const WIDTHS: std::ops::RangeInclusive<usize> = 45..=110;
    const LEAST_LINES: usize = 3;
    let (mut broken, mut whole) = (0, 0);
    for pair in lines.windows(2) {
        let (line, next) = (pair[0].of(text).trim(), pair[1].of(text).trim());
        if line.is_empty() || next.is_empty() {
            continue;
        }
        let inside = !line.ends_with(['.', '!', '?', '"', '”', ':']) && next.starts_with(char::is_lowercase);
        if inside && WIDTHS.contains(&line.chars().count()) {
            broken += 1;
        } else if line.ends_with(['.', '!', '?', '"', '”']) && !WIDTHS.contains(&line.chars().count()) {
            whole += 1;
        }
    }
    broken >= LEAST_LINES && broken > whole
}

/// Parts the words of a paragraph at the ends of its sentences.
fn ends<'a>(text: &str, words: &'a [RawToken]) -> Vec<&'a [RawToken]> {
    let mut groups = Vec::new();
    let mut first = 0;
    let mut i = 0;
    while i < words.len() {
        let mut last = i;
        if closes(text, words, first, i) {
            // Quotation marks and brackets behind the full stop belong to it.
            while last + 1 < words.len()
                && matches!(words[last + 1].span.of(text), "\"" | "”" | "’" | "'" | ")" | "]" | "''")
                && words[last + 1].span.start == words[last].span.end
            {
                last += 1;
            }
            if starts_anew(text, words, last) {
                groups.push(&words[first..=last]);
                first = last + 1;
            }
        }
        i = last + 1;
    }
    if first < words.len() {
        groups.push(&words[first..]);
    }
    groups
}

/// Whether the word at `i` can end the sentence that begins at `first`.
fn closes(text: &str, words: &[RawToken], first: usize, i: usize) -> bool {
    let word = words[i].span.of(text);
    if matches!(word, "." | "!" | "?") {
        // "1. Remove the cover": the number of a list item.
        let numbered = i == first + 1 && words[first].span.of(text).chars().all(|c| c.is_ascii_digit());
        return !(numbered && word == "." && words[first].span.len() <= 2);
    }
    if word.len() > 1 && word.bytes().all(|b| matches!(b, b'.' | b'!' | b'?')) {
        return true;
    }
    if !word.ends_with('.') || word.len() < 2 || NEVER_LAST.contains(&word) {
        return false;
    }
    // "in the U.S. The talks", but "the U.S. Army" and "J. Smith".
    let next = words.get(i + 1).map_or("", |t| t.span.of(text));
    STARTERS.binary_search(&next).is_ok() && word.chars().filter(|c| c.is_alphabetic()).count() > 1
}

/// Whether what follows the word at `last` can begin a sentence.
fn starts_anew(text: &str, words: &[RawToken], last: usize) -> bool {
    let Some(next) = words.get(last + 1) else {
        return true;
    };
    let blank = next.span.start > words[last].span.end;
    let first = next.span.of(text).chars().next().unwrap_or(' ');
    let opener = matches!(first, '"' | '“' | '‘' | '\'' | '(' | '[' | '«' | '—' | '–' | '-' | '•' | '*' | '@' | '#');
    let capital = first.is_uppercase() || first.is_numeric() || !first.is_lowercase() && first.is_alphabetic();
    // "agreed.Khaji said": a missing blank after a full stop.
    let glued = !blank
        && first.is_uppercase()
        && words[last].span.of(text) == "."
        && last > 0
        && words[last - 1].span.of(text).chars().all(char::is_lowercase)
        && words[last - 1].span.len() > 2;
    (blank && (capital || opener)) || glued
}

/// Parts a sentence longer than [`LONGEST`], after a comma or semicolon where there is one.
fn shorten<'a>(text: &str, mut words: &'a [RawToken]) -> Vec<&'a [RawToken]> {
    let mut parts = Vec::new();
    while words.len() > LONGEST {
        let cut = (LONGEST / 2..LONGEST)
            .rev()
            .find(|i| matches!(words[*i].span.of(text), "," | ";" | ":" | "-" | "—"))
            .map_or(LONGEST, |i| i + 1);
        let (head, tail) = words.split_at(cut);
        parts.push(head);
        words = tail;
    }
    if !words.is_empty() {
        parts.push(words);
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<&str> = split(text).iter().map(|s| s.span().of(text)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn titles_and_initials_do_not_end_sentences() {
        check(
            "He met Gen. J. Smith in the U.S. The talks went well. U.S. Army units stayed.",
            &["He met Gen. J. Smith in the U.S.", "The talks went well.", "U.S. Army units stayed."],
        );
    }

    #[test]
    fn quotation_marks_stay_with_their_sentence() {
        check(
            "“We agreed.” He left. (He did.) She said: \"No.\" Then",
            &["“We agreed.”", "He left.", "(He did.)", "She said: \"No.\"", "Then"],
        );
    }

    #[test]
    fn line_breaks_part_paragraphs_unless_lines_are_wrapped() {
        check("Minister visits Iran\nHe came on Monday.", &["Minister visits Iran", "He came on Monday."]);
        let wrapped = "The minister came to the capital on Monday for talks with his\ncounterpart about trade, water and the border between the two\ncountries, which has been closed since the spring, officials in\nboth places said.";
        assert_eq!(split(wrapped).len(), 1);
    }

    #[test]
    fn a_missing_blank_does_not_glue_sentences() {
        check("They agreed.Khaji said so.", &["They agreed.", "Khaji said so."]);
        check("The U.S.Army stayed", &["The U.S.Army stayed"]);
    }

    #[test]
    fn endless_sentences_are_parted() {
        let long = "word ".repeat(1000);
        assert!(split(&long).iter().all(|s| s.tokens.len() <= LONGEST));
        assert_eq!(split(&long).iter().map(|s| s.tokens.len()).sum::<usize>(), 1000);
    }

    #[test]
    fn tables_are_sorted_for_binary_search() {
        assert!(STARTERS.is_sorted());
    }
}
