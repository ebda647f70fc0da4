//! According to whom: in "state television quoted the ministry as saying that rebels shelled the town" the ministry says so,
//! by way of television.

use crate::actors::{self, Resolution, Resolver};
use crate::event::{Attribution, Source};
use jiff::civil::Date;
use legation_text::{Document, Factuality, Quotation, Stance, TokenId};

/// What is told, as far as it matters for who tells it.
#[derive(Clone, Copy)]
pub(crate) struct Told<'a> {
    /// The word that tells the event.
    pub anchor: TokenId,
    /// The light verb in front of it.
    pub verb: Option<TokenId>,
    /// All words of the event: its own verb of saying is no source.
    pub words: &'a [TokenId],
    /// How real it is told to be.
    pub reality: Factuality,
    /// Who acts in it, where saying so is the deed: a threat, a promise, a demand.
    pub speakers: &'a [Resolution],
    /// Day of the event, on which its source is resolved.
    pub day: Option<Date>,
}

/// The source of an event: the innermost quotation that holds its word, and those that tell this one, nearest first.
pub(crate) fn attribution(resolver: &Resolver<'_>, told: Told<'_>) -> Option<Attribution> {
    let document = resolver.document;
    let source = |q: &Quotation| Source {
        span: q.source_span,
        stance: q.stance,
        entity: q.source.and_then(|s| resolver.resolve(s, told.day).into_iter().next()),
    };
    let mut chain = chain(document, told);
    // "Iran said it would retaliate" is Iran's threat, told by nobody else.
    chain.retain(|q| !q.source.is_some_and(|s| is_speaker(resolver, s, told)));
    let (first, rest) = chain.split_first()?;
    Some(Attribution { source: source(first), via: rest.iter().map(|q| source(q)).collect() })
}

fn is_speaker(resolver: &Resolver<'_>, source: TokenId, told: Told<'_>) -> bool {
    !told.speakers.is_empty() && {
        let said = resolver.resolve(source, told.day);
        !said.is_empty() && said.iter().all(|s| told.speakers.iter().any(|a| actors::same_side(a, s)))
    }
}

/// The quotations that tell an event, the innermost first. One without a source ("allegedly", "it was reported that") counts
/// where no other is there.
fn chain<'a>(document: &'a Document, told: Told<'_>) -> Vec<&'a Quotation> {
    let mut held: Vec<(usize, &Quotation)> =
        document.quotations_at(told.anchor).filter(|(_, q)| tells(q, told)).collect();
    // The innermost is told by the others; of two that do not tell each other the shorter is nearer.
    held.sort_by_key(|(_, q)| {
        (std::cmp::Reverse(depth(document, q)), q.content.iter().map(|c| c.len()).sum::<usize>())
    });
    let mut chain: Vec<&Quotation> = Vec::new();
    let mut at = held.first().map(|(number, _)| *number);
    while let Some(number) = at {
        let quotation = &document.quotations[number];
        if tells(quotation, told) {
            chain.push(quotation);
        }
        at = quotation.outer;
    }
    if chain.iter().any(|q| q.source.is_some()) {
        chain.retain(|q| q.source.is_some());
    } else if let Some((_, named)) = held.iter().find(|(_, q)| q.source.is_some()) {
        return vec![named];
    }
    chain.dedup_by_key(|q| q.source);
    chain
}

/// How many quotations tell a quotation.
fn depth(document: &Document, quotation: &Quotation) -> usize {
    std::iter::successors(quotation.outer, |o| document.quotations[*o].outer).count()
}

/// Whether a quotation tells the event. The event's own verb of saying does not, nor does a thought or a hope, nor a denial of
/// something else: "denied that the police who shot the boy were drunk" does not deny the shot.
fn tells(quotation: &Quotation, told: Told<'_>) -> bool {
    let cue = quotation.cue_token;
    let own = cue == told.anchor || Some(cue) == told.verb || told.words.contains(&cue);
    let denied = quotation.stance != Stance::Denies || told.reality == Factuality::Negated;
    !own && quotation.kind.is_told() && denied
}
