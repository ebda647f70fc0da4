//! Where an event happened: the place that its clause names, else the dateline.

use crate::event::EventPlace;
use crate::frames::content;
use crate::telling::Telling;
use crate::toponyms::Toponyms;
use legation_codebook::EventType;
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
    "round",
    "above",
    "beside",
    "behind",
    "to",
    "into",
];

/// Of these the ones of motion.
const MOTION: &[&str] = &["to", "into", "from"];

/// Prepositions of what something is about, or of what came before it.
const TOPICAL: &[&str] =
    &["about", "over", "for", "regarding", "concerning", "against", "after", "before", "since", "because"];

/// And the ones of standing still.
const STANDS: &[&str] =
    &["in", "at", "near", "outside", "inside", "across", "around", "off", "within", "throughout", "along", "round"];

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
    let on = || {
        // "shelled Yeonpyeong island"; a whole country is a side.
        let part = |t: &TokenId| {
            is_clash(found.kind) && toponyms.resolve(document.tokens[*t].span).is_none_or(|p| p.resolution > LARGEST)
        };
        acted_on(document, found).filter(|t| physical || part(t))
    };
    let token = bound.or_else(|| around(document, found)).or_else(on);
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

/// [`crate::event::ResolvedPlace::resolution`] of regions: who is attacked there is told apart from where.
const LARGEST: u8 = 2;

/// A recipient that is itself a named place.
fn acted_on(document: &Document, found: Telling<'_>) -> Option<TokenId> {
    found.bindings.recipients.iter().copied().find(|t| is_place(document, *t))
}

fn is_place(document: &Document, token: TokenId) -> bool {
    let kind =
        |t: TokenId| document.mention_at(t).map(|m| &document.mentions[m]).filter(|m| m.kind == EntityKind::Place);
    let named = |t: TokenId| kind(t).is_some_and(|m| m.form == MentionForm::Named);
    // "Yeonpyeong island"
    let holds_name = || document.dependents(token, |r| r == Relation::Compound).any(named);
    named(token) || kind(token).is_some() && holds_name()
}

/// A named place in a phrase of the event's words or of its verb, the nearest first.
fn around(document: &Document, found: Telling<'_>) -> Option<TokenId> {
    let mut tops: Vec<TokenId> =
        std::iter::once(found.anchor).chain(found.verb).chain(found.bindings.words.iter().copied()).collect();
    tops.dedup();
    let participants: Vec<TokenId> = found.bindings.actors.iter().chain(&found.bindings.recipients).copied().collect();
    let mut places: Vec<(usize, TokenId)> = Vec::new();
    // "flew to Tehran", "withdrew from Lebanon"; but nobody is in Nairobi who is deported there.
    let moves = found.kind.moves;
    // "swept demonstrators from the square", "sent columns into the town".
    let clashes = is_clash(found.kind);
    let direct = |top: TokenId, rank: usize, places: &mut Vec<(usize, TokenId)>| {
        for child in document.dependents(top, |r| matches!(r, Relation::Obl | Relation::Nmod)) {
            // "withdrew from Lebanon": who is acted on may be where it happens.
            if participants.contains(&child) && !is_place(document, child)
                || !WHERE.contains(&preposition(document, child).as_str())
            {
                continue;
            }
            let preposition = preposition(document, child);
            let motion = MOTION.contains(&preposition.as_str());
            if motion && !moves && (preposition == "to" || !clashes) {
                continue;
            }
            if is_place(document, child) {
                places.push((rank + 3 * usize::from(motion), child));
            } else {
                // "in the city of Herat", "near the town of Al-Bab"
                for inner in document.dependents(child, |r| {
                    matches!(r, Relation::Nmod | Relation::Appos | Relation::Compound | Relation::Flat)
                }) {
                    // "on the crisis in Yemen" is what is talked about.
                    let topic = preposition == "on" && legation_text::predicates::preposition(document, inner) == "in";
                    if is_place(document, inner) && !topic {
                        places.push((rank + 1 + 3 * usize::from(motion), inner));
                    }
                }
            }
        }
    };
    for (rank, top) in tops.iter().enumerate() {
        direct(*top, rank * 10, &mut places);
        places.extend(beside(document, *top).map(|place| (rank * 10 + 2, place)));
        // "during a rally in Tegucigalpa"
        for (number, occasion) in document.dependents(*top, |r| r == Relation::Obl).enumerate() {
            let introduced = preposition(document, occasion);
            // "on a visit to Hanoi", "on the sidelines of a summit in Rome"; but "on the crisis in Yemen".
            let journey = introduced == "on"
                && matches!(
                    &*document.tokens[occasion].lemma,
                    "visit"
                        | "trip"
                        | "tour"
                        | "mission"
                        | "sideline"
                        | "sidelines"
                        | "margin"
                        | "eve"
                        | "occasion"
                        | "way"
                );
            if (journey || matches!(introduced.as_str(), "during" | "at" | "in")) && !is_place(document, occasion) {
                direct(occasion, 50 + rank * 10 + number, &mut places);
            }
        }
    }
    // "killed two soldiers in Aleppo": the parser may hang the place on the object, or on the other side.
    for (rank, participant) in found.bindings.recipients.iter().chain(&found.bindings.actors).enumerate() {
        direct(content(document, *participant), 100 + rank * 10, &mut places);
    }
    // "the guards of a UN base in Akobo": deeper in the phrases of the event.
    let phrases = |top: TokenId| {
        document.dependents(top, |r| matches!(r, Relation::Obj | Relation::Obl) || r.is_nominal_subject())
    };
    // Of what is only said, they tell what it is about: "condemned the attack in Aleppo".
    let done = !VERBAL.contains(&found.kind.quad) || found.kind.on_the_spot;
    for phrase in participants.iter().copied().chain(tops.iter().flat_map(|top| phrases(*top))) {
        // "briefed the minister on the war in Syria": what it is about happens elsewhere.
        let about = preposition(document, phrase);
        let topic = TOPICAL.contains(&about.as_str()) || about == "on" && VERBAL.contains(&found.kind.quad);
        if done && !topic {
            deeper(document, phrase, 150, &mut places);
        }
    }
    // The clauses that the event stands in: "shelled the island of Yeonpyeong, killing two", "overran a base in Ghazni and
    // shelled villages"; not what reports it ("..., the ministry said in Dushanbe").
    let mut at = found.anchor;
    for steps in 0..MOST_CLAUSES {
        let Some(word) = document.tokens[at].head.filter(|_| !parts(document.tokens[at].relation)) else {
            break;
        };
        if document.tokens[word].upos == Upos::Verb {
            direct(word, 200 + 10 * steps, &mut places);
            for object in document.dependents(word, |r| r == Relation::Obj && done) {
                if is_place(document, object) {
                    places.push((205 + 10 * steps, object));
                }
                deeper(document, object, 205 + 10 * steps, &mut places);
            }
        }
        at = word;
    }
    // "burned shops and beat traders in Kano": what the same people did next was there too.
    for next in tops.iter().flat_map(|top| document.dependents(*top, |r| r == Relation::Conj)) {
        if document.dependents(next, Relation::is_nominal_subject).next().is_none() {
            direct(next, 300, &mut places);
        }
    }
    places.into_iter().min().map(|(_, token)| token)
}

/// "south of Hatra": the place that a point of the compass is counted from.
fn beside(document: &Document, top: TokenId) -> impl Iterator<Item = TokenId> {
    const COMPASS: [&str; 8] = ["north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest"];
    let points = document
        .dependents(top, |r| matches!(r, Relation::Advmod | Relation::Obl | Relation::OblUnmarked | Relation::Nmod))
        .filter(|t| COMPASS.contains(&&*document.tokens[*t].lemma.to_lowercase()));
    let below = points.flat_map(|point| document.dependents(point, |r| matches!(r, Relation::Nmod | Relation::Obl)));
    // The parser may hang both on the verb.
    let behind = document.dependents(top, |r| r == Relation::Obl).filter(|t| {
        let case = document.dependents(*t, |r| r == Relation::Case).next();
        case.is_some_and(|c| c > 0 && COMPASS.contains(&&*document.tokens[c - 1].lemma.to_lowercase()))
    });
    below.chain(behind).filter(|t| preposition(document, *t) == "of" && is_place(document, *t))
}

/// PLOVER's quad codes of what is said rather than done.
pub(crate) const VERBAL: [u8; 2] = [1, 3];

/// PLOVER's quad code of conflict in deeds.
pub(crate) const CLASH: u8 = 4;

/// Whether somebody is hurt, seized or opposed where it happens; a sanction has no such place.
fn is_clash(kind: &EventType) -> bool {
    kind.quad == CLASH && kind.on_the_spot
}

/// Clauses above an event's own that may say where it happened.
const MOST_CLAUSES: usize = 6;

/// Whether a clause is told apart from the one above it: what somebody says, or what is said of somebody.
fn parts(relation: Relation) -> bool {
    matches!(relation, Relation::Ccomp | Relation::Parataxis | Relation::AclRelcl | Relation::Csubj)
}

/// Places that the phrases under a noun name, short of clauses and of where something comes from or goes to.
fn deeper(document: &Document, phrase: TokenId, rank: usize, places: &mut Vec<(usize, TokenId)>) {
    let mut open = vec![(phrase, rank)];
    while let Some((top, rank)) = open.pop() {
        for child in document.dependents(top, |r| matches!(r, Relation::Nmod | Relation::Obl)) {
            let preposition = preposition(document, child);
            let stands = STANDS.contains(&preposition.as_str());
            if stands && is_place(document, child) {
                places.push((rank, child));
            }
            if !MOTION.contains(&preposition.as_str()) && !TOPICAL.contains(&preposition.as_str()) {
                open.push((child, rank + 1));
            }
        }
    }
}
