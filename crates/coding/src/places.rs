//! Where an event happened: the place that its clause names, else the dateline.

use crate::event::EventPlace;
use crate::frames::content;
use crate::telling::Telling;
use crate::toponyms::Toponyms;
use legation_text::predicates::preposition;
use legation_text::{Document, EntityKind, MentionForm, Relation, TokenId, Upos};

/// Prepositions of places where something happens.
const WHERE: &[&str] = &[
    "in",
    "at",
    "near",
    "outside",
    "inside",
    "across",
    "around",
    "off",
    "over",
    "on",
    "from",
    "through",
    "within",
    "throughout",
    "along",
    "to",
    "into",
];

/// The place of an event; `dateline` tells whether one that names none may take the story's.
///
/// `physical` tells whether the event is done to its recipient on the spot: "visited Tehran", "bombed Aleppo".
pub(crate) fn place(
    document: &Document,
    toponyms: &Toponyms<'_>,
    found: Telling<'_>,
    dateline: bool,
    physical: bool,
) -> Option<EventPlace> {
    let bound = found.bindings.places.iter().copied().find(|t| is_place(document, *t));
    let token = bound.or_else(|| around(document, found)).or_else(|| acted_on(document, found).filter(|_| physical));
    if let Some(token) = token {
        let mention = document.mention_at(token).map(|m| &document.mentions[m]);
        let span =
            mention.map_or(document.tokens[token].span, |m| m.name.as_ref().map_or(m.span, |n| document.span_of(n)));
        return Some(EventPlace { span, dateline: false, resolved: toponyms.resolve(span) });
    }
    let story = &document.stories[document.sentences[document.tokens[found.anchor].sentence].story];
    let span = story.dateline.filter(|_| dateline)?;
    Some(EventPlace { span, dateline: true, resolved: toponyms.resolve(span) })
}

/// A recipient that is itself a named place.
fn acted_on(document: &Document, found: Telling<'_>) -> Option<TokenId> {
    found.bindings.recipients.iter().copied().find(|t| is_place(document, *t))
}

fn is_place(document: &Document, token: TokenId) -> bool {
    document.mention_at(token).is_some_and(|m| {
        let mention = &document.mentions[m];
        mention.kind == EntityKind::Place && mention.form == MentionForm::Named
    })
}

/// A named place in a phrase of the event's words or of its verb, the nearest first.
fn around(document: &Document, found: Telling<'_>) -> Option<TokenId> {
    let mut tops: Vec<TokenId> =
        std::iter::once(found.anchor).chain(found.verb).chain(found.bindings.words.iter().copied()).collect();
    tops.dedup();
    let participants: Vec<TokenId> = found.bindings.actors.iter().chain(&found.bindings.recipients).copied().collect();
    let mut places: Vec<(usize, TokenId)> = Vec::new();
    let direct = |top: TokenId, rank: usize, places: &mut Vec<(usize, TokenId)>| {
        for child in document.dependents(top, |r| matches!(r, Relation::Obl | Relation::Nmod)) {
            // "withdrew from Lebanon": who is acted on may be where it happens.
            if participants.contains(&child) && !is_place(document, child)
                || !WHERE.contains(&preposition(document, child).as_str())
            {
                continue;
            }
            let motion = matches!(preposition(document, child).as_str(), "to" | "into" | "from");
            if is_place(document, child) {
                places.push((rank + 3 * usize::from(motion), child));
            } else {
                // "in the city of Herat", "near the town of Al-Bab"
                for inner in document.dependents(child, |r| {
                    matches!(r, Relation::Nmod | Relation::Appos | Relation::Compound | Relation::Flat)
                }) {
                    if is_place(document, inner) {
                        places.push((rank + 1 + 3 * usize::from(motion), inner));
                    }
                }
            }
        }
    };
    for (rank, top) in tops.iter().enumerate() {
        direct(*top, rank * 10, &mut places);
        // "during a rally in Tegucigalpa"
        for (number, occasion) in document.dependents(*top, |r| r == Relation::Obl).enumerate() {
            if matches!(preposition(document, occasion).as_str(), "during" | "at" | "in" | "on")
                && !is_place(document, occasion)
            {
                direct(occasion, 50 + rank * 10 + number, &mut places);
            }
        }
    }
    // "killed two soldiers in Aleppo": the parser may hang the place on the object, or on the other side.
    for (rank, participant) in found.bindings.recipients.iter().chain(&found.bindings.actors).enumerate() {
        direct(content(document, *participant), 100 + rank * 10, &mut places);
    }
    // The clause that the event stands in.
    let mut at = document.tokens[found.anchor].head;
    let mut steps = 0;
    while let Some(word) = at {
        if document.tokens[word].upos == Upos::Verb {
            direct(word, 200 + 10 * steps, &mut places);
            if !matches!(document.tokens[word].relation, Relation::Xcomp) {
                break;
            }
        }
        steps += 1;
        at = document.tokens[word].head;
    }
    places.into_iter().min().map(|(_, token)| token)
}
