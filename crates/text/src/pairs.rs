//! Who may have done something to whom: every two sides of a sentence, with what the pair head says of them.

use crate::document::{Document, EntityKind, MentionId, SentenceId, TokenId};
use crate::grammar::Relation;
use crate::predicates::preposition;
use crate::reader::{KeptVectors, Opinion, Reader};
use crate::sides::sides;
use std::ops::Range;

/// Two sides of a sentence between which something may have happened.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// Who acts.
    pub first: MentionId,
    /// On whom; none where nobody is told.
    pub second: Option<MentionId>,
    /// What the pair head says; `word` counts in the sentence.
    pub opinion: Opinion,
    /// The word that tells it.
    pub word: TokenId,
    /// Sentence.
    pub sentence: SentenceId,
}

/// Pairs of which the head is surer than this that there is nothing between them are not kept.
const NOTHING: f32 = 0.98;

/// Sides of a sentence that are asked about: of more, the first. Only lists have so many.
const MOST_SIDES: usize = 24;

/// The pairs of a sentence, whose words have the `vectors` of `words`.
pub(crate) fn find(
    document: &mut Document,
    reader: &Reader,
    sentence: SentenceId,
    vectors: &KeptVectors,
    words: Range<usize>,
) {
    let tokens = document.sentences[sentence].tokens.clone();
    let mut found = sides(document, sentence);
    found.truncate(MOST_SIDES);
    let within = |id: &MentionId| {
        let range = &document.mentions[*id].tokens;
        range.start - tokens.start..range.end - tokens.start
    };
    let ranges: Vec<Range<usize>> = found.iter().map(within).collect();
    let acts: Vec<bool> = found.iter().map(|id| !is_scene(document, *id)).collect();
    let asked: Vec<(usize, Option<usize>)> = every_two(ranges.len()).filter(|(first, _)| acts[*first]).collect();
    let opinions = reader.ask(&vectors.matrix(words), &ranges, &asked);
    for ((first, second), opinion) in asked.into_iter().zip(opinions) {
        if opinion.events.first().is_some_and(|nothing| *nothing > NOTHING) {
            continue;
        }
        let word = tokens.start + opinion.word;
        document.pairs.push(Pair { first: found[first], second: second.map(|s| found[s]), opinion, word, sentence });
    }
}

/// Where something happens, and nobody acts: "in New York", "near the city of Mosul".
fn is_scene(document: &Document, mention: MentionId) -> bool {
    let mention = &document.mentions[mention];
    mention.kind == EntityKind::Place
        && matches!(document.tokens[mention.head].relation, Relation::Obl | Relation::Nmod)
        && WHERE.contains(&preposition(document, mention.head).as_str())
}

/// Prepositions of places where something happens.
const WHERE: &[&str] = &["in", "at", "near", "outside", "inside", "across", "around", "throughout", "within", "off"];

fn every_two(sides: usize) -> impl Iterator<Item = (usize, Option<usize>)> {
    (0..sides).flat_map(move |a| {
        std::iter::once((a, None)).chain((0..sides).filter(move |b| *b != a).map(move |b| (a, Some(b))))
    })
}
