//! What tells an event: the words that a pattern matched, or the pair that the head proposes.

use crate::frames::Source;
use crate::matcher::Bindings;
use crate::proposals::Proposal;
use legation_codebook::{EventType, Pattern};
use legation_text::TokenId;

/// A word that tells an event, and who takes part in it: found by a pattern, or proposed by the pair head.
#[derive(Clone, Copy)]
pub(crate) struct Telling<'a> {
    pub kind: &'a EventType,
    pub anchor: TokenId,
    /// The light verb in front of the anchor.
    pub verb: Option<TokenId>,
    pub source: Source,
    pub bindings: &'a Bindings,
    pub by: Teller<'a>,
}

#[derive(Clone, Copy)]
pub(crate) enum Teller<'a> {
    Pattern(&'a Pattern),
    Head(&'a Proposal),
}

impl<'a> Telling<'a> {
    pub(crate) fn pattern(self) -> Option<&'a Pattern> {
        match self.by {
            Teller::Pattern(pattern) => Some(pattern),
            Teller::Head(_) => None,
        }
    }

    pub(crate) fn proposal(self) -> Option<&'a Proposal> {
        match self.by {
            Teller::Pattern(_) => None,
            Teller::Head(proposal) => Some(proposal),
        }
    }
}
