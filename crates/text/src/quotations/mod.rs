//! Who says what: "..., according to the Foreign Ministry", "ISNA reported", "denied that".
//!
//! In "Guards beat them, a lawyer said" the source is "a lawyer", the cue "said" and the content "Guards beat them". Verbs are
//! in `said.rs`, phrases such as "according to" in `phrases.rs`, nouns ("reports of") in `nouns.rs`, and "quoted X as saying"
//! and what goes on in later sentences in `links.rs`. `scope.rs` says how far a content reaches, `sources.rs` whose it is.

#![allow(clippy::single_range_in_vec_init, reason = "what is said may be one range of words")]

mod links;
mod nouns;
mod phrases;
mod said;
mod scope;
mod sources;
mod stretches;
mod verbs;

pub(crate) use nouns::denying;
pub(crate) use stretches::Stretches;
pub use verbs::stance;

use crate::document::{CueKind, Document, Quotation, SentenceKind, Stance, TokenId};
use crate::factuality::{Factuality, factuality};
use crate::lexicon::Lexicon;
use crate::span::Span;
use std::ops::Range;

/// Adds the quotations of `document`, sentence by sentence.
pub(crate) fn find(document: &mut Document, lexicon: &Lexicon) {
    let stretches = Stretches::find(document);
    let mut found: Vec<Quotation> = Vec::new();
    for sentence in &document.sentences {
        if sentence.kind == SentenceKind::Metadata || !sentence.read {
            continue;
        }
        let first = found.len();
        let mut links = Vec::new();
        for token in sentence.tokens.clone() {
            links.extend(links::quoted_as(document, &stretches, token));
        }
        for token in sentence.tokens.clone().filter(|t| !links.iter().any(|q| q.cue_token == *t)) {
            let more = phrases::at(document, token)
                .or_else(|| nouns::at(document, token))
                .or_else(|| said::at(document, &stretches, token));
            found.extend(more);
        }
        found.append(&mut links);
        found[first..].sort_by_key(|q| q.cue_token);
        links::cited(document, lexicon, &mut found, first, sentence.tokens.clone());
    }
    links::carry_on(document, &stretches, &mut found);
    links::nest(document, &stretches, &mut found);
    document.quotations_in = vec![Vec::new(); document.sentences.len()];
    for (number, quotation) in found.iter().enumerate() {
        for sentence in sentences_of(document, quotation) {
            document.quotations_in[sentence].push(number);
        }
    }
    document.quotations = found;
}

/// The sentences that the content of a quotation reaches into, each once.
fn sentences_of(document: &Document, quotation: &Quotation) -> Vec<usize> {
    let mut found = Vec::new();
    for span in &quotation.content {
        let first = document.sentences.partition_point(|s| s.span.end <= span.start);
        let reached = document.sentences[first..].iter().take_while(|s| s.span.start < span.end).count();
        found.extend(first..first + reached);
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// A quotation in the making.
struct Draft {
    source: Option<TokenId>,
    cue: Range<TokenId>,
    /// Head word of the cue.
    head: TokenId,
    content: Vec<Range<TokenId>>,
    stance: Stance,
    kind: CueKind,
}

impl Draft {
    /// The quotation; `None` where nothing is said.
    fn finish(self, document: &Document) -> Option<Quotation> {
        let content = joined(scope::spans(document, self.content));
        let quoted = content.first().is_some_and(|c| document.str(*c).starts_with(['"', '“', '‘', '«']));
        let states = self.stance == Stance::States && self.kind == CueKind::Speech;
        let source = self.source.map(|s| sources::maker(document, s));
        (!content.is_empty()).then(|| Quotation {
            source,
            source_span: source.map(|s| sources::span(document, s)),
            cue: document.span_of(&self.cue),
            cue_token: self.head,
            content,
            stance: if quoted && states { Stance::Quotes } else { self.stance },
            kind: self.kind,
            sentence: document.tokens[self.head].sentence,
            outer: None,
        })
    }
}

/// Spans in order, those that touch or overlap as one.
fn joined(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable();
    let mut out: Vec<Span> = Vec::new();
    for span in spans {
        match out.last_mut().filter(|last| span.start <= last.end) {
            Some(last) => *last = last.join(span),
            None => out.push(span),
        }
    }
    out
}

/// Whether the words were not said: "did not say", "nobody has confirmed", "declined to say".
fn is_withheld(document: &Document, cue: TokenId) -> bool {
    factuality(document, cue) == Factuality::Negated
}
