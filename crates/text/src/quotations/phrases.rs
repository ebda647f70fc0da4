//! Sources in phrases: "according to witnesses", "by the army's count", "in the words of the envoy", "as he put it",
//! "allegedly", "in what the governor called a massacre".

use super::Draft;
use super::scope::{around, clause_of};
use super::verbs::saying;
use crate::document::{CueKind, Document, Quotation, Stance, TokenId};
use crate::grammar::{Relation, Upos};
use crate::predicates;
use std::ops::Range;

/// The quotation that a phrase with its cue at `token` makes.
pub(super) fn at(document: &Document, token: TokenId) -> Option<Quotation> {
    according_to(document, token)
        .or_else(|| by_count(document, token))
        .or_else(|| as_put(document, token))
        .or_else(|| adverb(document, token))
        .or_else(|| called(document, token))?
        .finish(document)
}

fn stated(source: TokenId, cue: Range<TokenId>, head: TokenId, content: Vec<Range<TokenId>>) -> Draft {
    Draft { source: Some(source), cue, head, content, stance: Stance::States, kind: CueKind::Speech }
}

/// "according to the Foreign Ministry"; "according to plan" has no source.
fn according_to(document: &Document, token: TokenId) -> Option<Draft> {
    let next = (token + 1 < document.tokens.len()).then(|| document.form(token + 1));
    let word = document.form(token);
    if !word.eq_ignore_ascii_case("according") || !next.is_some_and(|n| n.eq_ignore_ascii_case("to")) {
        return None;
    }
    // The treebanks make "according" a case mark of the source, or a word with the source below it.
    let under = matches!(document.tokens[token].relation, Relation::Case | Relation::Mark);
    let below = |r| matches!(r, Relation::Obl | Relation::Nmod | Relation::Obj);
    let source = if under { document.tokens[token].head } else { document.dependents(token, below).next() }?;
    if source < token || is_rule(document, source) {
        return None;
    }
    let top = if under { source } else { token };
    let region = token..document.subtree(source).end.max(token + 2);
    let above = document.tokens[top].head.unwrap_or(top);
    Some(stated(source, token..token + 2, token, around(document, above, &region)))
}

/// What something goes by, nobody who says it: "according to plan", "according to the constitution".
fn is_rule(document: &Document, noun: TokenId) -> bool {
    matches!(
        &*document.tokens[noun].lemma.to_lowercase(),
        "plan"
            | "law"
            | "constitution"
            | "schedule"
            | "rule"
            | "agreement"
            | "term"
            | "tradition"
            | "custom"
            | "age"
            | "size"
            | "need"
            | "taste"
            | "type"
            | "principle"
            | "procedure"
            | "timetable"
            | "protocol"
    )
}

/// "by the army's count", "by the reckoning of the union", "in the words of the envoy".
fn by_count(document: &Document, noun: TokenId) -> Option<Draft> {
    let word = &document.tokens[noun];
    if word.upos != Upos::Noun {
        return None;
    }
    let preposition = match &*word.lemma.to_lowercase() {
        "count" | "reckoning" | "account" | "estimate" | "tally" | "telling" | "admission" => "by",
        "word" => "in",
        _ => return None,
    };
    if predicates::preposition(document, noun) != preposition {
        return None;
    }
    let of = |p: &TokenId| predicates::preposition(document, *p) == "of";
    let possessor = document.dependents(noun, |r| r == Relation::NmodPoss).next();
    let source = possessor.or_else(|| document.dependents(noun, |r| r == Relation::Nmod).find(of))?;
    let region = document.subtree(noun);
    let content = around(document, word.head?, &region);
    Some(stated(source, noun..noun + 1, noun, content))
}

/// "as the minister put it", "as officials have said": a report that hangs on what it reports.
fn as_put(document: &Document, verb: TokenId) -> Option<Draft> {
    let word = &document.tokens[verb];
    let lemma = word.lemma.to_lowercase();
    let told = saying(&lemma).filter(|_| says_as(&lemma));
    let above = word.head.filter(|_| word.upos == Upos::Verb && word.relation == Relation::Advcl)?;
    let is_as = |c: &TokenId| document.form(*c).eq_ignore_ascii_case("as");
    let marked = document.dependents(verb, |r| matches!(r, Relation::Mark | Relation::Advmod)).any(|c| is_as(&c));
    let objects: Vec<TokenId> = document.dependents(verb, |r| matches!(r, Relation::Obj | Relation::Ccomp)).collect();
    let put = lemma == "put" && objects.iter().any(|o| document.form(*o).eq_ignore_ascii_case("it"));
    if !marked || !(put || told.is_some() && objects.is_empty()) || predicates::is_passive(document, verb) {
        return None;
    }
    let source = document.dependents(verb, Relation::is_nominal_subject).next()?;
    let content = around(document, above, &document.subtree(verb));
    let mut draft = stated(source, verb..verb + 1, verb, content);
    draft.stance = told.map_or(Stance::States, |t| t.stance);
    Some(draft)
}

/// Verbs with which "as" tells who says so; "as they promised" compares, "as thousands protested" tells when.
fn says_as(lemma: &str) -> bool {
    matches!(
        lemma,
        "say"
            | "report"
            | "note"
            | "state"
            | "explain"
            | "observe"
            | "claim"
            | "admit"
            | "acknowledge"
            | "describe"
            | "recount"
            | "recall"
            | "remark"
            | "write"
            | "confirm"
            | "argue"
    )
}

/// "allegedly", "reportedly": somebody says so, and the text does not tell who.
fn adverb(document: &Document, token: TokenId) -> Option<Draft> {
    let word = &document.tokens[token];
    let lemma = word.lemma.to_lowercase();
    let said = matches!(lemma.as_str(), "allegedly" | "reportedly" | "purportedly" | "supposedly");
    let head = word.head.filter(|_| said && word.upos == Upos::Adv)?;
    let clause = clause_of(document, head);
    let all = document.subtree(clause);
    let content = vec![all.start..token, token + 1..all.end.max(token + 1)];
    let (source, stance, kind) = (None, Stance::Claims, CueKind::Speech);
    Some(Draft { source, cue: token..token + 1, head: token, content, stance, kind })
}

/// "killed ten people in what the governor called a massacre": he tells what happened, by his name for it; in "struck what it
/// called a base" only the base is his.
fn called(document: &Document, verb: TokenId) -> Option<Draft> {
    let word = &document.tokens[verb];
    if word.upos != Upos::Verb || !matches!(&*word.lemma, "call" | "describe" | "term" | "label" | "dub") {
        return None;
    }
    let what = |t: TokenId| document.form(t).eq_ignore_ascii_case("what");
    let free = word.relation == Relation::AclRelcl && word.head.is_some_and(what)
        || document.children[verb].iter().any(|c| *c < verb && what(*c));
    let source = document.dependents(verb, Relation::is_nominal_subject).find(|s| !what(*s) && *s < verb)?;
    let taken = |r| matches!(r, Relation::Xcomp | Relation::Obj | Relation::Obl | Relation::Advcl | Relation::Ccomp);
    let content = document.dependents(verb, taken).find(|c| *c > verb).filter(|_| free)?;
    let phrase = word.head.filter(|h| what(*h) && matches!(&*predicates::preposition(document, *h), "in" | "for"));
    let mut parts = vec![document.subtree(content)];
    if let Some(above) = phrase.and_then(|p| document.tokens[p].head) {
        let region = document.subtree(phrase.unwrap_or(verb)).start..document.subtree(content).start;
        parts.extend(around(document, above, &region));
    }
    Some(stated(source, verb..verb + 1, verb, parts))
}
