//! Stretches in quotation marks, across sentences: in "“I agree,” Mr Khaji said. “We will sign it.”" two, and both are Khaji's.

use crate::document::{Document, Quotation, TokenId};
use crate::span::Span;
use std::ops::Range;

/// The stretches of a document in quotation marks.
#[derive(Debug, Default)]
pub(crate) struct Stretches {
    /// Number of the stretch of each token, from 1; 0 outside.
    of: Vec<u32>,
    /// Words of each stretch with its marks; the first entry stands for what is outside.
    tokens: Vec<Range<TokenId>>,
    /// The stretch before, where this one may go on with it: its paragraph goes on, it was not closed, or this one is a whole
    /// paragraph.
    goes_on: Vec<Option<u32>>,
    /// Whether its closing mark, or the opening mark of the next paragraph, is there.
    ended: Vec<bool>,
}

impl Stretches {
    pub(crate) fn find(document: &Document) -> Self {
        let mut found =
            Self { of: vec![0; document.tokens.len()], tokens: vec![0..0], goes_on: vec![None], ended: vec![true] };
        let mut paragraph = None;
        let mut open = false;
        // The last stretch, as long as its paragraph goes on or it was not closed.
        let mut last: Option<u32> = None;
        for token in 0..document.tokens.len() {
            let here = document.sentences[document.tokens[token].sentence].paragraph;
            let form = document.form(token);
            let number = found.tokens.len() as u32 - 1;
            let (left, right) = (matches!(form, "“" | "``" | "«"), matches!(form, "”" | "»"));
            let straight = matches!(form, "\"" | "''");
            if paragraph != Some(here) {
                // Each paragraph of a long quotation opens anew; only the last one is closed.
                if !open {
                    last = None;
                } else if left || straight {
                    found.ended[number as usize] = true;
                }
                (paragraph, open) = (Some(here), false);
            }
            if left || straight && !open {
                found.tokens.push(token..token);
                found.goes_on.push(last);
                found.ended.push(false);
                last = Some(number + 1);
            }
            let closes = right || straight && open;
            open = open || left || straight;
            if open && let Some(stretch) = found.tokens.last_mut() {
                stretch.end = token + 1;
                found.of[token] = found.tokens.len() as u32 - 1;
            }
            if closes && open {
                open = false;
                found.ended[found.tokens.len() - 1] = true;
            }
        }
        found.join_paragraphs(document);
        found
    }

    /// A paragraph that is all in quotation marks, right behind one that ends or begins with some, goes on with these: "“We
    /// agree,” he said.", and then "“We will sign it.”" by itself.
    fn join_paragraphs(&mut self, document: &Document) {
        let paragraph = |t: TokenId| document.sentences[document.tokens[t].sentence].paragraph;
        for number in 2..self.tokens.len() {
            let (before, here) = (&self.tokens[number - 1], &self.tokens[number]);
            if self.goes_on[number].is_some() || before.is_empty() || here.is_empty() || here.start == 0 {
                continue;
            }
            let begins = paragraph(here.start - 1) != paragraph(here.start);
            let ends = here.end >= document.tokens.len() || paragraph(here.end) != paragraph(here.start);
            if begins && ends && paragraph(before.end - 1) == paragraph(here.start - 1) {
                self.goes_on[number] = Some(number as u32 - 1);
            }
        }
    }

    /// Number of the stretch that a token stands in; 0 outside, and behind the last token.
    pub(crate) fn at(&self, token: TokenId) -> u32 {
        self.of.get(token).copied().unwrap_or(0)
    }

    /// Words of a stretch with its marks.
    pub(crate) fn tokens(&self, number: u32) -> Range<TokenId> {
        self.tokens[number as usize].clone()
    }

    /// The same, of a stretch whose closing mark is missing only as far as its first sentence goes.
    pub(super) fn closed(&self, document: &Document, number: u32) -> Range<TokenId> {
        let tokens = self.tokens(number);
        if tokens.is_empty() || self.ended[number as usize] {
            return tokens;
        }
        let sentence = &document.sentences[document.tokens[tokens.start].sentence];
        tokens.start..tokens.end.min(sentence.tokens.end)
    }

    /// For each stretch the quotation that it belongs to: the one whose content it stands in, else that of the stretch which it
    /// goes on with.
    pub(crate) fn owners(&self, document: &Document, quotations: &[Quotation]) -> Vec<Option<usize>> {
        let mut owners: Vec<Option<usize>> = vec![None; self.tokens.len()];
        for (index, quotation) in quotations.iter().enumerate() {
            let Some(source) = quotation.source else {
                continue;
            };
            for span in &quotation.content {
                for token in tokens_of(document, *span) {
                    let number = self.of[token] as usize;
                    if number != 0 && self.of[source] as usize != number && owners[number].is_none() {
                        owners[number] = Some(index);
                    }
                }
            }
        }
        // "“Yes,” he said. “We agree.”": what nobody is said to say goes on from the stretch before.
        for number in 1..owners.len() {
            if owners[number].is_none()
                && let Some(previous) = self.goes_on[number]
            {
                owners[number] = owners[previous as usize];
            }
        }
        owners
    }

    /// What of a stretch is said by its speaker and stands beyond the sentence of his verb: whole sentences, from the first
    /// word of one. A stretch of a few words in the narrator's own sentence ("the “safe zone”") is none, and where the closing
    /// mark is missing only the first sentence counts.
    pub(super) fn beyond(&self, document: &Document, number: u32) -> Option<Span> {
        let tokens = self.tokens(number);
        if tokens.is_empty() {
            return None;
        }
        let sentence = &document.sentences[document.tokens[tokens.start].sentence];
        let whole = sentence.tokens.start == tokens.start;
        whole.then(|| document.span_of(&self.closed(document, number)))
    }
}

/// The words that a span begins with or holds.
pub(super) fn tokens_of(document: &Document, span: Span) -> Range<TokenId> {
    let first = document.tokens.partition_point(|t| t.span.start < span.start);
    let end = document.tokens.partition_point(|t| t.span.start < span.end);
    first..end.max(first)
}
