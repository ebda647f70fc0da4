//! Who speaks: in "“I agree,” Mr Khaji said. “We will sign it.”" both stretches in quotation marks are Khaji's.

use crate::document::{Document, TokenId};

/// The stretches of a document in quotation marks.
#[derive(Debug, Default)]
pub(super) struct Quotes {
    /// Number of the stretch of each token, from 1; 0 outside.
    of: Vec<u32>,
    /// Head word of the speaker of each stretch, where the text tells him.
    speakers: Vec<Option<TokenId>>,
}

impl Quotes {
    pub(super) fn find(document: &Document) -> Self {
        let mut quotes = Self { of: vec![0; document.tokens.len()], speakers: vec![None] };
        let mut paragraph = None;
        let mut open = false;
        // The speaker of the last stretch, as long as its paragraph goes on or it was not closed.
        let mut last: Option<u32> = None;
        let mut before: Vec<(u32, Option<u32>)> = Vec::new();
        for token in 0..document.tokens.len() {
            let here = document.sentences[document.tokens[token].sentence].paragraph;
            let form = document.form(token);
            if paragraph != Some(here) {
                // Each paragraph of a long quotation opens anew; only the last one is closed.
                if !open {
                    last = None;
                }
                (paragraph, open) = (Some(here), false);
            }
            let opens = matches!(form, "“" | "``" | "«") || matches!(form, "\"" | "''") && !open;
            let closes = matches!(form, "”" | "»") || matches!(form, "\"" | "''") && open;
            if opens {
                open = true;
                quotes.speakers.push(None);
                let number = quotes.speakers.len() as u32 - 1;
                before.push((number, last));
                last = Some(number);
            }
            if open {
                quotes.of[token] = quotes.speakers.len() as u32 - 1;
            }
            if closes {
                open = false;
            }
        }
        for quotation in &document.quotations {
            let Some(source) = quotation.source else {
                continue;
            };
            let first = document.tokens.partition_point(|t| t.span.start < quotation.content.start);
            for token in first..document.tokens.len() {
                if document.tokens[token].span.start >= quotation.content.end {
                    break;
                }
                let number = quotes.of[token];
                if number != 0 && quotes.of[source] != number && quotes.speakers[number as usize].is_none() {
                    quotes.speakers[number as usize] = Some(source);
                }
            }
        }
        // "Mr Khaji objected: “We ...”": what stands behind a colon is said by whom the clause in front is about.
        for token in 1..document.tokens.len() {
            let number = quotes.of[token];
            let opens = number != 0 && quotes.of[token - 1] != number;
            if opens && document.form(token - 1) == ":" && quotes.speakers[number as usize].is_none() {
                let sentence = document.tokens[token].sentence;
                let first = document.sentences[sentence].tokens.start;
                quotes.speakers[number as usize] =
                    (first..token).find(|t| document.tokens[*t].relation.is_nominal_subject());
                before.retain(|(stretch, _)| *stretch != number);
            }
        }
        // "“Yes,” he said. “We agree.”": what nobody is said to say goes on from the stretch before.
        for (number, previous) in before {
            if quotes.speakers[number as usize].is_none()
                && let Some(previous) = previous
            {
                quotes.speakers[number as usize] = quotes.speakers[previous as usize];
            }
        }
        quotes
    }

    /// Number of the stretch that a token stands in; 0 outside.
    pub(super) fn at(&self, token: TokenId) -> u32 {
        self.of[token]
    }

    /// Head word of a stretch's speaker.
    pub(super) fn speaker(&self, number: u32) -> Option<TokenId> {
        self.speakers[number as usize]
    }
}
