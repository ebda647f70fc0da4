//! How far what is said reaches: in "Troops left, the army said, and took the guns" over both sides of "the army said".

use crate::document::{Document, TokenId};
use crate::grammar::{Relation, Upos};
use crate::span::Span;
use std::ops::Range;

/// Whether a range holds a word, not only marks.
pub(super) fn has_words(document: &Document, tokens: Range<TokenId>) -> bool {
    tokens.into_iter().any(|t| document.tokens[t].upos != Upos::Punct)
}

/// The words of a sentence between the semicolons around `at`.
pub(super) fn between_semicolons(document: &Document, at: &Range<TokenId>) -> Range<TokenId> {
    let all = sentence_of(document, at.start);
    let semicolon = |t: &TokenId| document.form(*t) == ";";
    let start = (all.start..at.start).rev().find(semicolon).map_or(all.start, |t| t + 1);
    let end = (at.end..all.end).find(semicolon).unwrap_or(all.end);
    start..end
}

/// The words of the sentence of a token.
pub(super) fn sentence_of(document: &Document, token: TokenId) -> Range<TokenId> {
    document.sentences[document.tokens[token].sentence].tokens.clone()
}

/// Whether a word heads a clause: a verb, or what stands with a copula or a subject.
pub(super) fn is_clause(document: &Document, token: TokenId) -> bool {
    let verb = matches!(document.tokens[token].upos, Upos::Verb | Upos::Aux);
    verb && document.tokens[token].relation != Relation::Amod
        || document.children[token].iter().any(|c| {
            let relation = document.tokens[*c].relation;
            relation.is_nominal_subject() || matches!(relation, Relation::Cop | Relation::Expl | Relation::Csubj)
        })
}

/// The clause that a word stands in: the word itself, or the nearest above it that heads one.
pub(super) fn clause_of(document: &Document, token: TokenId) -> TokenId {
    let mut at = token;
    while !is_clause(document, at) {
        match document.tokens[at].head {
            Some(head) => at = head,
            None => break,
        }
    }
    at
}

/// Whether a clause brings its own subject.
fn has_subject(document: &Document, clause: TokenId) -> bool {
    document
        .dependents(clause, |r| r.is_nominal_subject() || matches!(r, Relation::Expl | Relation::Csubj))
        .next()
        .is_some()
}

/// Whether what is said goes on with a clause behind the cue: "..., the navy said, and took the guns" does, with the
/// subject of what stood before; "..., the navy said, and villagers fled", "..., he said, while others left" and "..., he said,
/// begging for help" are the narrator's.
pub(super) fn goes_on(document: &Document, clause: TokenId) -> bool {
    let word = &document.tokens[clause];
    let joined = document.dependents(clause, |r| r == Relation::Cc).next().is_some();
    match word.relation {
        Relation::Conj => !has_subject(document, clause),
        Relation::Ccomp => {
            let mark = crate::factuality::mark(document, clause);
            let participle = word.xpos == "VBG" && document.dependents(clause, |r| r == Relation::Aux).next().is_none();
            mark.is_none_or(|m| m == "that") && !participle && !(joined && has_subject(document, clause))
        }
        Relation::Punct | Relation::Parataxis | Relation::Cc | Relation::Advcl | Relation::AdvclRelcl => false,
        _ => true,
    }
}

/// A clause from its first word, without what joins it to another.
fn first_of(document: &Document, clause: TokenId) -> TokenId {
    let all = document.subtree(clause);
    let joins = |t: &TokenId| {
        let word = &document.tokens[*t];
        word.head == Some(clause) && matches!(word.relation, Relation::Cc | Relation::Punct)
    };
    all.clone().find(|t| !joins(t)).unwrap_or(all.start)
}

/// What a phrase such as "according to X" or "X said" covers: all of its part of the sentence where it stands at an end, else
/// the clause around `top` on both of its sides.
pub(super) fn around(document: &Document, top: TokenId, region: &Range<TokenId>) -> Vec<Range<TokenId>> {
    let part = between_semicolons(document, region);
    let parts = if !has_words(document, part.start..region.start) {
        vec![region.end..part.end]
    } else if !has_words(document, region.end..part.end) {
        vec![part.start..region.start]
    } else {
        if let Some(member) = listed(document, region) {
            return vec![region.end..document.subtree(member).end.min(part.end)];
        }
        let clause = clause_of(document, top);
        let rooted = document.tokens[clause].head.is_none();
        let start = if rooted { part.start } else { first_of(document, clause).max(part.start) };
        let led = clause >= region.end;
        let behind = document.children[clause].iter().copied().filter(|d| *d >= region.end);
        let behind = behind.filter(|d| goes_on(document, *d) || led && document.tokens[*d].relation == Relation::Advcl);
        let ends = behind.map(|d| document.subtree(d).end).chain(led.then_some(clause + 1));
        let end = ends.max().unwrap_or(region.end).min(part.end);
        vec![start.min(region.start)..region.start, region.end..end]
    };
    parts.into_iter().filter(|p| p.start < p.end && has_words(document, p.clone())).collect()
}

/// "ten lorries and, drivers said, two boats": the member of a list that alone is theirs.
fn listed(document: &Document, region: &Range<TokenId>) -> Option<TokenId> {
    let mut before = (0..region.start).rev().filter(|t| document.tokens[*t].upos != Upos::Punct);
    let joins = before.next().filter(|t| document.tokens[*t].relation == Relation::Cc)?;
    let member = document.tokens[joins].head.filter(|m| *m >= region.end)?;
    (document.tokens[member].relation == Relation::Conj && document.tokens[member].upos.is_noun()).then_some(member)
}

/// Spans of ranges of words, without blanks and marks of clauses at their edges, nor the full stop of the sentence.
pub(super) fn spans(document: &Document, parts: impl IntoIterator<Item = Range<TokenId>>) -> Vec<Span> {
    let stop = |t: TokenId| matches!(document.form(t), "." | "," | ";" | ":");
    let shorter = |mut p: Range<TokenId>| {
        while p.start < p.end && stop(p.end - 1) {
            p.end -= 1;
        }
        p
    };
    let spans = parts.into_iter().map(shorter).map(|p| trim(document, document.span_of(&p)));
    spans.filter(|s| !s.is_empty()).collect()
}

fn trim(document: &Document, span: Span) -> Span {
    let marks = [' ', ',', '\n', '\t', '\r', ';', ':', '-', '–', '—'];
    let text = document.str(span);
    let start = text.len() - text.trim_start_matches(marks).len();
    let end = text.trim_end_matches(marks).len();
    if start >= end { span } else { Span::new(span.start + start, span.start + end) }
}
