//! Nouns of saying: "the ministry's statement that troops had left", "denied reports of an attack".

use super::verbs::{denies_claims, is_claim, noun};
use super::{Draft, sources};
use crate::document::{CueKind, Document, Quotation, Stance, TokenId};
use crate::grammar::{Relation, Upos};
use crate::predicates;

/// The quotation that a noun of saying makes.
pub(super) fn at(document: &Document, token: TokenId) -> Option<Quotation> {
    let word = &document.tokens[token];
    if word.upos != Upos::Noun {
        return None;
    }
    let lemma = word.lemma.to_lowercase();
    let stance = noun(&lemma)?;
    let content = content(document, token, &lemma)?;
    if let Some((denier, verb)) = denier(document, token) {
        let (source, kind) = (Some(denier), CueKind::Speech);
        let cue = verb..verb + 1;
        return Draft {
            source,
            cue,
            head: verb,
            content: vec![document.subtree(content)],
            stance: Stance::Denies,
            kind,
        }
        .finish(document);
    }
    let source = sayer(document, token);
    let draft = Draft {
        source,
        cue: token..token + 1,
        head: token,
        content: vec![document.subtree(content)],
        stance,
        kind: CueKind::Speech,
    };
    draft.finish(document)
}

/// "that troops had left", "of an attack".
fn content(document: &Document, token: TokenId, lemma: &str) -> Option<TokenId> {
    let that = |c: &TokenId| crate::factuality::mark(document, *c).as_deref() == Some("that");
    let mut clauses = document.dependents(token, |r| matches!(r, Relation::Acl | Relation::Ccomp));
    if let Some(clause) = clauses.find(that) {
        return Some(clause);
    }
    let names_event =
        matches!(lemma, "report" | "allegation" | "accusation" | "denial" | "claim" | "rumour" | "rumor" | "news");
    let of = |p: &TokenId| predicates::preposition(document, *p) == "of";
    let phrase = document
        .dependents(token, |r| matches!(r, Relation::Nmod | Relation::Acl))
        .find(|p| of(p) || crate::factuality::mark(document, *p).as_deref() == Some("of"));
    phrase.filter(|_| names_event)
}

/// Whose words they are: "Moscow's claim", "claims by Moscow", "Moscow made the claim".
fn sayer(document: &Document, token: TokenId) -> Option<TokenId> {
    let by = |p: &TokenId| matches!(predicates::preposition(document, *p).as_str(), "by" | "from");
    let named = document.dependents(token, |r| r == Relation::NmodPoss).next();
    let named = named.or_else(|| document.dependents(token, |r| r == Relation::Nmod).find(by));
    // "Israeli claims", "army reports"
    let modifier = || {
        document.dependents(token, |r| matches!(r, Relation::Amod | Relation::Compound)).find(|m| {
            document.form(*m).starts_with(char::is_uppercase)
                && document.sentences[document.tokens[*m].sentence].tokens.start != *m
                || document.tokens[*m].upos == Upos::Propn
        })
    };
    named.or_else(modifier).or_else(|| {
        let word = &document.tokens[token];
        let verb = word.head.filter(|_| word.relation == Relation::Obj)?;
        let makes = matches!(
            &*document.tokens[verb].lemma,
            "make"
                | "issue"
                | "release"
                | "give"
                | "publish"
                | "repeat"
                | "renew"
                | "level"
                | "voice"
                | "air"
                | "spread"
        );
        makes.then(|| sources::of_verb(document, verb)).flatten()
    })
}

/// Who denies the claim, and the verb with which: "Iran rejected allegations that".
fn denier(document: &Document, token: TokenId) -> Option<(TokenId, TokenId)> {
    let verb = denying(document, token)?;
    Some((sources::of_verb(document, verb)?, verb))
}

/// The verb that denies the claim which a noun names: "denied" of "denied reports of an attack".
pub(crate) fn denying(document: &Document, token: TokenId) -> Option<TokenId> {
    let word = &document.tokens[token];
    let object = matches!(word.relation, Relation::Obj | Relation::NsubjPass);
    let verb = word.head.filter(|_| object && is_claim(&word.lemma.to_lowercase()))?;
    denies_claims(&document.tokens[verb].lemma.to_lowercase()).then_some(verb)
}
