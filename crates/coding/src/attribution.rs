//! According to whom: the quotation whose content the event stands in, or that covers its sentence.

use crate::actors::Resolver;
use crate::event::Attribution;
use jiff::civil::Date;
use legation_text::{Document, Quotation, TokenId};

/// The innermost source of the event at `anchor`; its own verb of saying is none.
pub(crate) fn attribution(
    resolver: &Resolver<'_>,
    anchor: TokenId,
    verb: Option<TokenId>,
    words: &[TokenId],
    day: Option<Date>,
) -> Option<Attribution> {
    let document = resolver.document;
    let found = quotation(document, anchor, verb, words)?;
    let entity = found.source.and_then(|s| resolver.resolve(s, day).into_iter().next());
    Some(Attribution { span: found.source_span, stance: found.stance, entity })
}

fn quotation<'a>(
    document: &'a Document,
    anchor: TokenId,
    verb: Option<TokenId>,
    words: &[TokenId],
) -> Option<&'a Quotation> {
    let span = document.tokens[anchor].span;
    let sentence = document.tokens[anchor].sentence;
    document
        .quotations
        .iter()
        .filter(|q| q.sentence == sentence && q.content.contains(span))
        .filter(|q| q.cue_token != anchor && Some(q.cue_token) != verb && !words.contains(&q.cue_token))
        // A thought or a hope is no source.
        .filter(|q| {
            !matches!(
                &*document.tokens[q.cue_token].lemma,
                "hope" | "fear" | "expect" | "think" | "feel" | "see" | "mean" | "know" | "learn"
            )
        })
        .min_by_key(|q| q.content.len())
}
