//! What a noun phrase is: somebody who can act, a place, or a thing. Slots ask this of what fills them.

use crate::frames::content;
use crate::names::Names;
use legation_codebook::{OfficeForm, SlotKind};
use legation_text::{Document, EntityKind, MentionForm, Relation, TokenId, Upos};

/// What a phrase can be taken as; a country is both an agent and a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Nature {
    pub agent: bool,
    pub place: bool,
}

impl Nature {
    pub(crate) fn fits(self, kind: SlotKind) -> bool {
        match kind {
            SlotKind::Any => true,
            SlotKind::Agent => self.agent,
            SlotKind::Place => self.place,
            SlotKind::Thing => !self.agent,
        }
    }
}

/// The nature of the phrase under `token`.
pub(crate) fn nature(document: &Document, names: &Names, token: TokenId) -> Nature {
    let token = content(document, token);
    let word = &document.tokens[token];
    // "called on Monday": a day acts on nobody.
    if is_time(document, token) {
        return Nature { agent: false, place: false };
    }
    let name = document.mention_at(token).is_some_and(|m| document.mentions[m].form == MentionForm::Named);
    // "the Islamic Republic of Iran" is no republic but Iran.
    let office = if name && word.upos == Upos::Propn { None } else { names.office_at(document, token) };
    if let Some(office) = office {
        let agent = !matches!(office.form, OfficeForm::Abstract);
        return Nature { agent, place: false };
    }
    let Some(mention) = document.mention_at(token).map(|m| &document.mentions[m]) else {
        // "the wounded", "Turkish-backed" and the like.
        return Nature { agent: word.upos == Upos::Propn, place: false };
    };
    match mention.kind {
        EntityKind::Person | EntityKind::Nationality => Nature { agent: true, place: false },
        EntityKind::Organization => Nature { agent: true, place: names.is_facility(&word.lemma) },
        EntityKind::Place => {
            let named = mention.form != MentionForm::Nominal || is_political(&word.lemma);
            Nature { agent: named, place: true }
        }
        // A name that the tagger could not place may still act: better than losing the event.
        EntityKind::Other if mention.form == MentionForm::Named => Nature { agent: true, place: false },
        EntityKind::Other if mention.form == MentionForm::Pronoun => {
            Nature { agent: !matches!(&*word.lemma.to_lowercase(), "it" | "its" | "itself"), place: false }
        }
        EntityKind::Event | EntityKind::Other => Nature { agent: false, place: names.is_facility(&word.lemma) },
    }
}

/// Whether a word stands in a date or time.
fn is_time(document: &Document, token: TokenId) -> bool {
    let span = document.tokens[token].span;
    let after = document.times.partition_point(|t| t.span.start <= span.start);
    after > 0 && document.times[after - 1].span.contains(span)
}

/// Common nouns for states and their parts that act: "the country", "both nations".
fn is_political(lemma: &str) -> bool {
    matches!(
        lemma,
        "country"
            | "nation"
            | "state"
            | "government"
            | "kingdom"
            | "republic"
            | "neighbor"
            | "neighbour"
            | "capital"
            | "province"
            | "city"
            | "territory"
            | "region"
            | "world"
            | "power"
            | "superpower"
    )
}

/// Whether a phrase names more than one: "ministers", "the two sides", "X and Y".
pub(crate) fn is_several(document: &Document, token: TokenId) -> bool {
    let word = &document.tokens[token];
    let group =
        document.mention_at(token).is_some_and(|m| !document.entities[document.mentions[m].entity].members.is_empty());
    group
        || word.is_plural()
        || matches!(&*word.lemma.to_lowercase(), "they" | "both" | "we" | "delegation" | "side")
        || document.dependents(token, |r| r == Relation::Conj).any(|c| document.tokens[c].upos.is_noun())
}
