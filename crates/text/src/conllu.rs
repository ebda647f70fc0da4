//! CoNLL-U, in and out. Written words that hold several tokens ("can't") are multiword lines.

use crate::analyzer::GivenSentence;
use crate::document::Document;
use crate::span::Span;
use std::fmt::Write;

/// A sentence read from CoNLL-U with its words and boundaries.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ConlluSentence {
    /// Comment lines, without the line end.
    pub comments: Vec<String>,
    /// Forms of the words, in order.
    pub forms: Vec<String>,
    /// MISC of the words ("SpaceAfter=No").
    pub misc: Vec<String>,
    /// Multiword lines: first and last word (1-based), form and MISC.
    pub multiwords: Vec<(usize, usize, String, String)>,
}

/// Why a line is no CoNLL-U: its number and the remedy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConlluError {
    /// 1-based line number.
    pub line: usize,
    /// What is wrong and what is expected.
    pub problem: String,
}

impl std::fmt::Display for ConlluError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.line, self.problem)
    }
}

impl std::error::Error for ConlluError {}

/// Reads sentences with their words.
///
/// # Errors
/// Names the first line that is neither a comment, a word of ten tab-separated columns, nor empty.
pub fn read(text: &str) -> Result<Vec<ConlluSentence>, ConlluError> {
    let mut sentences = Vec::new();
    let mut now = ConlluSentence::default();
    for (i, line) in text.lines().chain(std::iter::once("")).enumerate() {
        let line = line.trim_end_matches('\r');
        if line.is_empty() {
            if !now.forms.is_empty() {
                sentences.push(std::mem::take(&mut now));
            }
            continue;
        }
        if line.starts_with('#') {
            now.comments.push(line.to_owned());
            continue;
        }
        let error = |problem: String| ConlluError { line: i + 1, problem };
        let columns: Vec<&str> = line.split('\t').collect();
        if columns.len() != 10 {
            return Err(error(format!("a word line has 10 columns parted by tabs, this one has {}", columns.len())));
        }
        if columns[1].is_empty() {
            return Err(error("the form (column 2) is empty".into()));
        }
        if let Some((first, last)) = columns[0].split_once('-') {
            let number =
                |n: &str| n.parse::<usize>().map_err(|_| error(format!("{:?} is no range of words", columns[0])));
            now.multiwords.push((number(first)?, number(last)?, columns[1].into(), columns[9].into()));
        } else if !columns[0].contains('.') {
            if columns[0].parse() != Ok(now.forms.len() + 1) {
                return Err(error(format!("word number {} where {} is due", columns[0], now.forms.len() + 1)));
            }
            now.forms.push(columns[1].into());
            now.misc.push(columns[9].into());
        }
    }
    Ok(sentences)
}

/// The text that the words make, with the span of each: what the analyzer takes as given.
pub fn as_given(sentences: &[ConlluSentence]) -> (String, Vec<GivenSentence>) {
    let mut text = String::new();
    let mut given = Vec::with_capacity(sentences.len());
    for sentence in sentences {
        let mut now = GivenSentence::default();
        for (i, form) in sentence.forms.iter().enumerate() {
            let within = sentence
                .multiwords
                .iter()
                .any(|(first, last, ..)| (*first..*last).contains(&i) && i > 0 && i >= *first);
            let start = text.len();
            text.push_str(form);
            now.words.push(Span::new(start, text.len()));
            now.glued.push(within);
            let inner = sentence.multiwords.iter().any(|(first, last, ..)| (*first..*last).contains(&(i + 1)));
            let ends = sentence.multiwords.iter().find(|(_, last, ..)| *last == i + 1);
            let misc = ends.map_or(&sentence.misc[i], |m| &m.3);
            if !inner && !misc.split('|').any(|f| f == "SpaceAfter=No") {
                text.push(' ');
            }
        }
        text.push('\n');
        given.push(now);
    }
    (text, given)
}

/// A document as CoNLL-U. Where its words were read from CoNLL-U, `source` gives back forms, multiword
/// lines and comments. `before` is the number of the document's sentences that are written already.
pub fn write(document: &Document, source: Option<&[ConlluSentence]>, before: usize) -> String {
    let mut out = String::new();
    if source.is_none() && before == 0 {
        let _ = writeln!(out, "# newdoc id = {}", one_line(&document.article.id));
    }
    for (number, sentence) in document.sentences.iter().enumerate() {
        let given = source.and_then(|s| s.get(number));
        match given {
            Some(given) => given.comments.iter().for_each(|c| {
                let _ = writeln!(out, "{c}");
            }),
            None => {
                let _ = writeln!(out, "# sent_id = {}-{}", one_line(&document.article.id), before + number + 1);
                let _ = writeln!(out, "# text = {}", one_line(document.str(sentence.span)));
            }
        }
        let first = sentence.tokens.start;
        for token in sentence.tokens.clone() {
            let i = token - first + 1;
            write_multiword(&mut out, document, sentence, token, given);
            let word = &document.tokens[token];
            let form = given.and_then(|g| g.forms.get(i - 1)).map_or_else(|| document.form(token), String::as_str);
            let misc = given.and_then(|g| g.misc.get(i - 1)).cloned().unwrap_or_else(|| {
                if glues_next(document, sentence, token) && !begins_multiword(document, sentence, token) && !word.glued
                {
                    "SpaceAfter=No".into()
                } else {
                    "_".into()
                }
            });
            let head = word.head.map_or(0, |h| h - first + 1);
            let lemma = if word.lemma.is_empty() { "_" } else { &word.lemma };
            let _ = writeln!(
                out,
                "{i}\t{form}\t{lemma}\t{}\t{}\t{}\t{head}\t{}\t_\t{misc}",
                word.upos, word.xpos, word.feats, word.relation
            );
        }
        out.push('\n');
    }
    out
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn begins_multiword(document: &Document, sentence: &crate::document::Sentence, token: usize) -> bool {
    token + 1 < sentence.tokens.end && document.tokens[token + 1].glued
}

/// Whether no blank follows a word.
fn glues_next(document: &Document, sentence: &crate::document::Sentence, token: usize) -> bool {
    token + 1 < sentence.tokens.end && document.tokens[token].span.end == document.tokens[token + 1].span.start
}

fn write_multiword(
    out: &mut String,
    document: &Document,
    sentence: &crate::document::Sentence,
    token: usize,
    given: Option<&ConlluSentence>,
) {
    let i = token - sentence.tokens.start + 1;
    if let Some(given) = given {
        if let Some((first, last, form, misc)) = given.multiwords.iter().find(|m| m.0 == i) {
            let _ = writeln!(out, "{first}-{last}\t{form}\t_\t_\t_\t_\t_\t_\t_\t{misc}");
        }
        return;
    }
    if document.tokens[token].glued || !begins_multiword(document, sentence, token) {
        return;
    }
    let mut last = token + 1;
    while begins_multiword(document, sentence, last) {
        last += 1;
    }
    let form = document.str(document.span_of(&(token..last + 1)));
    let misc = if glues_next(document, sentence, last) { "SpaceAfter=No" } else { "_" };
    let _ = writeln!(out, "{i}-{}\t{form}\t_\t_\t_\t_\t_\t_\t_\t{misc}", last - sentence.tokens.start + 1);
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &str = "# text = He can't go.\n1\tHe\t_\t_\t_\t_\t_\t_\t_\t_\n2-3\tcan't\t_\t_\t_\t_\t_\t_\t_\t_\n2\tca\t_\t_\t_\t_\t_\t_\t_\t_\n3\tn't\t_\t_\t_\t_\t_\t_\t_\t_\n4\tgo\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n5\t.\t_\t_\t_\t_\t_\t_\t_\t_\n\n";

    #[test]
    fn words_and_spaces_come_back() {
        let sentences = read(SAMPLE).expect("valid");
        let (text, given) = as_given(&sentences);
        assert_eq!(text.trim(), "He can't go.");
        assert_eq!(given[0].glued, [false, false, true, false, false]);
        assert_eq!(given[0].words[2].of(&text), "n't");
    }

    #[test]
    fn a_broken_line_is_named() {
        let error = read("1\tHe\t_\n").expect_err("three columns");
        assert_eq!(error.to_string(), "1: a word line has 10 columns parted by tabs, this one has 3");
    }
}
