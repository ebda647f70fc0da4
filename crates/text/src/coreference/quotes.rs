//! Who speaks: in "“I agree,” Mr Khaji said. “We will sign it.”" both stretches in quotation marks are Khaji's.

use crate::document::{Document, TokenId};
use crate::quotations::Stretches;

/// The stretches of a document in quotation marks, with their speakers.
#[derive(Debug, Default)]
pub(super) struct Quotes {
    stretches: Stretches,
    /// Head word of the speaker of each stretch, where the text tells him.
    speakers: Vec<Option<TokenId>>,
}

impl Quotes {
    pub(super) fn find(document: &Document) -> Self {
        let stretches = Stretches::find(document);
        let owners = stretches.owners(document, &document.quotations);
        let speakers = owners.into_iter().map(|owner| document.quotations[owner?].source).collect();
        Self { stretches, speakers }
    }

    /// Number of the stretch that a token stands in; 0 outside.
    pub(super) fn at(&self, token: TokenId) -> u32 {
        self.stretches.at(token)
    }

    /// Head word of a stretch's speaker.
    pub(super) fn speaker(&self, number: u32) -> Option<TokenId> {
        self.speakers[number as usize]
    }
}
