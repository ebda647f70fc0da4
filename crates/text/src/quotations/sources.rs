//! Who says it: the subject nearest to the verb, the agent of a passive, who made the text that says so.

use super::verbs::{has_addressee, is_text};
use crate::document::{Document, TokenId};
use crate::grammar::{Relation, Upos};
use crate::mentions;
use crate::predicates;

/// The source of a verb of saying.
pub(super) fn of_verb(document: &Document, verb: TokenId) -> Option<TokenId> {
    if predicates::is_passive(document, verb) && !is_bare_report(document, verb) {
        return agent(document, verb);
    }
    if let Some(subject) = subject(document, verb) {
        // "who, they said, had fled": "they" alone; in "the man who said so" "who" is the man.
        let alone = document.dependents(verb, Relation::is_nominal_subject).count() == 1;
        let seen_through = || predicates::of_verb(document, verb).subjects.first().copied();
        return Some(if alone { seen_through().unwrap_or(subject) } else { subject });
    }
    // "Rebels left the talks with Mali, saying it had lied": the subject of the clause before, not Mali.
    let word = &document.tokens[verb];
    let participle = word.xpos == "VBG" && verb > 0 && document.form(verb - 1) == ",";
    if participle && word.relation == Relation::Acl {
        let above = super::scope::clause_of(document, word.head?);
        return predicates::of_verb(document, above).subjects.first().copied();
    }
    let finite = !matches!(word.relation, Relation::Xcomp | Relation::Conj) && !matches!(word.xpos, "VBG" | "VB");
    let beside = || inverted(document, verb).or_else(|| phrase_before(document, verb));
    let found = if finite { beside() } else { None };
    found.or_else(|| predicates::of_verb(document, verb).subjects.first().copied())
}

/// The subject nearest to a verb, the one in front of it first.
pub(super) fn subject(document: &Document, verb: TokenId) -> Option<TokenId> {
    let own: Vec<TokenId> = document.dependents(verb, Relation::is_nominal_subject).collect();
    let nearest = own.iter().rfind(|s| **s < verb).or(own.first()).copied()?;
    // "officials in Oslo said" with Oslo for the subject: a noun behind a preposition is none.
    let preposition = document
        .dependents(nearest, |r| r == Relation::Case)
        .find(|c| *c < nearest && document.tokens[*c].upos == Upos::Adp);
    let real = preposition.and_then(|p| noun_before(document, p));
    Some(real.unwrap_or(nearest))
}

/// The head of the phrase that a noun right in front of `at` ends.
fn noun_before(document: &Document, at: TokenId) -> Option<TokenId> {
    let noun = at.checked_sub(1).filter(|n| document.tokens[*n].sentence == document.tokens[at].sentence)?;
    let word = &document.tokens[noun];
    let part = matches!(word.relation, Relation::Flat | Relation::Compound | Relation::NmodDesc);
    let top = word.head.filter(|h| part && *h < at).unwrap_or(noun);
    (document.tokens[top].upos.is_noun() || document.tokens[top].upos == Upos::Pron).then_some(top)
}

/// "X, Y said" whose verb the tagger took for a participle.
fn is_bare_report(document: &Document, verb: TokenId) -> bool {
    document
        .dependents(verb, |r| matches!(r, Relation::AuxPass | Relation::NsubjPass | Relation::OblAgent))
        .next()
        .is_none()
        && document.tokens[verb].relation != Relation::Conj
}

/// "by IRNA" of a passive, also where it stands with the verb behind: "was quoted as saying by IRNA".
pub(super) fn agent(document: &Document, verb: TokenId) -> Option<TokenId> {
    let found = predicates::of_verb(document, verb).subjects;
    found.into_iter().find(|s| {
        let relation = document.tokens[*s].relation;
        relation == Relation::OblAgent || relation == Relation::Obl && predicates::preposition(document, *s) == "by"
    })
}

/// The head of the noun phrase that ends right before a verb, with a comma between or not: "three men who had fled said",
/// "its minister, Omar Haddad, said" where the parser hangs it on a noun of the clause before.
pub(super) fn phrase_before(document: &Document, verb: TokenId) -> Option<TokenId> {
    let first = document.sentences[document.tokens[verb].sentence].tokens.start;
    let within = |t: &TokenId| {
        let word = &document.tokens[*t];
        word.upos != Upos::Punct && !matches!(word.upos, Upos::Aux | Upos::Adv | Upos::Part)
    };
    let mut at = (first..verb).rev().take(NEAR).find(within)?;
    for _ in 0..DEEPEST {
        let word = &document.tokens[at];
        let nominal = word.upos.is_noun() || word.upos == Upos::Pron;
        let stops = matches!(
            word.relation,
            Relation::Nsubj
                | Relation::NsubjPass
                | Relation::Parataxis
                | Relation::Appos
                | Relation::Vocative
                | Relation::Dislocated
                | Relation::Dep
                | Relation::Root
        );
        let first = mentions::phrase(document, at).start;
        if nominal && (stops || is_set_off(document, first)) {
            // "Omar Haddad, MP, said": letters behind a name.
            let head =
                word.head.filter(|h| word.relation == Relation::Appos && document.tokens[*h].upos == Upos::Propn);
            return Some(head.filter(|_| word.upos == Upos::Propn).unwrap_or(at));
        }
        // "..., two men expelled with her said" with "expelled" for a verb of its own.
        let subject = document.dependents(at, Relation::is_nominal_subject).find(|s| *s < at);
        if let Some(subject) = subject.filter(|s| is_set_off(document, mentions::phrase(document, *s).start)) {
            return Some(subject);
        }
        at = word.head.filter(|h| *h != verb && *h < verb)?;
    }
    None
}

/// Whether a comma or quotation marks stand right in front of a word.
fn is_set_off(document: &Document, first: TokenId) -> bool {
    first > 0
        && document.tokens[first - 1].sentence == document.tokens[first].sentence
        && matches!(document.form(first - 1), "," | "”" | "\"" | "''" | "»")
}

/// "..., said Armenia's ministry" with the ministry for an object.
fn inverted(document: &Document, verb: TokenId) -> Option<TokenId> {
    let lemma = &*document.tokens[verb].lemma;
    let object = document.dependents(verb, |r| matches!(r, Relation::Obj | Relation::Iobj)).find(|o| *o > verb)?;
    let speaks = !has_addressee(lemma) && !matches!(lemma, "cite" | "quote");
    (speaks && is_set_off(document, verb) && mentions::phrase(document, object).start == verb + 1).then_some(object)
}

/// Adverbs and marks between a source and its verb.
const NEAR: usize = 4;
/// Steps up a tree; guards against odd trees.
const DEEPEST: usize = 12;

/// Who made a text that speaks: "the union" of "a statement on the union's website"; the source itself where it is no text or
/// nobody is named.
pub(super) fn maker(document: &Document, source: TokenId) -> TokenId {
    if document.tokens[source].upos != Upos::Noun || !is_text(&document.tokens[source].lemma.to_lowercase()) {
        return source;
    }
    owner(document, source).unwrap_or(source)
}

fn owner(document: &Document, text: TokenId) -> Option<TokenId> {
    if let Some(possessor) = document.dependents(text, |r| r == Relation::NmodPoss).next() {
        return Some(possessor);
    }
    for phrase in document.dependents(text, |r| matches!(r, Relation::Nmod | Relation::Obl)) {
        let noun = &document.tokens[phrase];
        match predicates::preposition(document, phrase).as_str() {
            "by" | "from" => return Some(phrase),
            "on" | "in" if is_text(&noun.lemma.to_lowercase()) => {
                if let Some(owner) = document.dependents(phrase, |r| r == Relation::NmodPoss).next() {
                    return Some(owner);
                }
            }
            _ => {}
        }
    }
    // "a suit filed by his sister"; "a letter seen by Reuters" is not Reuters's.
    let made = |t: &TokenId| {
        matches!(
            &*document.tokens[*t].lemma,
            "file"
                | "issue"
                | "publish"
                | "release"
                | "write"
                | "sign"
                | "draft"
                | "draw"
                | "prepare"
                | "compile"
                | "post"
        )
    };
    let clause = document.dependents(text, |r| matches!(r, Relation::Acl | Relation::AclRelcl)).find(made)?;
    agent(document, clause)
}

/// The source's words.
pub(super) fn span(document: &Document, source: TokenId) -> crate::span::Span {
    document.span_of(&mentions::phrase(document, source))
}
