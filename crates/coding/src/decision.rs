//! Joins what patterns find with what the pair head proposes, and says how sure the outcome is.
//!
//! "Sosan thanked Iran": the pattern "{actor} thank {recipient}" and the head's SUPPORT of (Sosan, Iran) are one event, surer
//! than either. What only one of them says stands with what the other thinks of it.

use crate::actors::{Resolution, same_side};
use crate::event::{Auxiliary, Event};
use crate::proposals::Known;
use legation_codebook::Codebook;
use legation_text::{Document, Pair, TokenId};

/// Events that are less sure than this are left out, unless a user asks for them. On the dev sentences .5 gives precision .81, .55
/// .83, .6 .86, and recall falls by three to four points each (`training/decision/fit.py`).
pub const OPERATING_POINT: f64 = 0.55;

/// Weights of the terms in [`confidence`].
const WEIGHTS: [f64; 7] = [0.068, 0.601, -0.279, 0.556, 0.924, 0.729, -0.573];

/// More words than these make a pattern no surer.
const MOST_WORDS: usize = 5;

/// The head's probabilities are taken between this and one less this.
const CLIP: f64 = 0.005;

/// A pattern of so many words says itself whom it is about ("emphasized support for") ...
const SEVERAL: usize = 2;

/// ... and of so many what happened ("stressed necessity of strengthening ties with").
const SPECIFIC: usize = 3;

/// The head's sides are taken for a pattern's where it is so many times surer of them; of 0.7, 1 and 2 the dev gold has the right
/// sides most often with 2.
const SURER_SIDES: f64 = 2.0;

/// The events of a sentence: what both find is one.
pub(crate) fn join(
    document: &Document,
    known: &Known,
    codebook: &Codebook,
    mut matched: Vec<Event>,
    proposed: Vec<Event>,
) -> Vec<Event> {
    for event in &mut matched {
        ask(document, known, codebook, event);
    }
    let mut alone = Vec::new();
    for mut proposal in proposed {
        proposal.evidence.head = proposal.confidence;
        proposal.evidence.head_says = Some((proposal.code.clone(), proposal.confidence));
        match matched
            .iter_mut()
            .find(|m| m.code == proposal.code && (same_words(m, &proposal) || same_sides(m, &proposal)))
        {
            Some(event) => unite(event, proposal),
            None => alone.push(proposal),
        }
    }
    let mut events = matched;
    events.extend(alone);
    let learned = |e: &Event| {
        !e.evidence.own && codebook.events.iter().position(|k| k.code == e.code).is_some_and(|k| known.knows(k))
    };
    events.iter_mut().for_each(|e| e.confidence = confidence(e, learned(e)));
    settle(events, learned)
}

/// What the head thinks of an event between the sides that a pattern gives it.
fn ask(document: &Document, known: &Known, codebook: &Codebook, event: &mut Event) {
    let number = codebook.events.iter().position(|e| e.code == event.code);
    let between: Vec<&Pair> =
        document.pairs.iter().filter(|p| p.sentence == event.sentence && is_between(document, p, event)).collect();
    let own = |pair: &&Pair| number.map_or(0.0, |n| known.probability(pair, n));
    event.evidence.head = between.iter().map(own).fold(0.0, f64::max);
    let best = between.iter().filter_map(|p| known.best(p)).max_by(|a, b| a.1.total_cmp(&b.1));
    event.evidence.head_says = best.map(|(number, sure)| (codebook.events[number].code.clone(), sure));
}

/// Whether a pair is one of the event's sides with another, or with nobody where it has no recipient.
fn is_between(document: &Document, pair: &Pair, event: &Event) -> bool {
    let is = |mention: usize, side: &Resolution| document.mentions[mention].tokens.contains(&side.head);
    let among = |mention: usize, sides: &[Resolution]| sides.iter().any(|s| is(mention, s));
    if !among(pair.first, &event.actors) {
        return false;
    }
    match pair.second {
        None => event.recipients.is_empty(),
        Some(second) if event.recipients.is_empty() => among(second, &event.actors),
        Some(second) => among(second, &event.recipients),
    }
}

/// Whether two events of a sentence are told by the same words.
fn same_words(a: &Event, b: &Event) -> bool {
    a.trigger.iter().any(|x| b.trigger.iter().any(|y| x.overlaps(*y)))
}

/// Whether both are between the same.
fn same_sides(a: &Event, b: &Event) -> bool {
    let same =
        |a: &[Resolution], b: &[Resolution]| a.len() == b.len() && a.iter().all(|x| b.iter().any(|y| same_side(x, y)));
    same(&a.actors, &b.actors) && same(&a.recipients, &b.recipients)
}

/// Takes up in a pattern's event what the head adds.
fn unite(event: &mut Event, proposal: Event) {
    let shares_actor = event.actors.iter().any(|a| proposal.actors.iter().any(|b| a.head == b.head));
    let told = event.evidence.words >= SEVERAL && !event.recipients.is_empty();
    if !told && !event.evidence.own && proposal.evidence.head > SURER_SIDES * event.evidence.head {
        event.actors = proposal.actors;
        event.recipients = proposal.recipients;
    } else if event.recipients.is_empty() && shares_actor && event.actors.len() == 1 {
        event.recipients = proposal.recipients;
    }
    if proposal.evidence.head > event.evidence.head {
        event.evidence.head = proposal.evidence.head;
        event.evidence.head_says = proposal.evidence.head_says;
    }
    event.mode = event.mode.take().or(proposal.mode);
    event.sizes.extend(proposal.sizes);
    for context in proposal.contexts {
        if !event.contexts.contains(&context) {
            event.contexts.push(context);
        }
    }
}

/// How sure an event is: logistic regression on what both say, fitted on the dev sentences of the gold
/// (`training/decision/fit.py`). A type that the head has not learned, or a pattern of the user's own, is as sure as it says.
fn confidence(event: &Event, learned: bool) -> f64 {
    let evidence = &event.evidence;
    if !learned {
        return evidence.strength;
    }
    let head = evidence.head.clamp(CLIP, 1.0 - CLIP);
    let other = evidence.head_says.as_ref().filter(|(code, _)| *code != event.code);
    let terms = [
        1.0,
        (head / (1.0 - head)).ln(),
        f64::from(u8::from(evidence.pattern.is_some())),
        evidence.strength,
        evidence.words.min(MOST_WORDS) as f64,
        other.map_or(0.0, |(_, sure)| *sure),
        f64::from(u8::from(evidence.form == "noun")),
    ];
    let sum: f64 = terms.iter().zip(WEIGHTS).map(|(x, w)| x * w).sum();
    1.0 / (1.0 + (-sum).exp())
}

/// Of events that the same words tell of the same actor, the surest; one of a type that the head has not learned goes before
/// what the head takes it for, and so does one of a pattern of many words.
fn settle(mut events: Vec<Event>, learned: impl Fn(&Event) -> bool) -> Vec<Event> {
    // One that will not be given out stands in nobody's way.
    let specific = |e: &Event| e.evidence.words >= SPECIFIC && e.confidence >= OPERATING_POINT;
    // What did not happen does not stand in the way of what did: "will not end the strike" is a refusal.
    let unreal = |e: &Event| e.auxiliary.iter().any(|a| matches!(a, Auxiliary::Negation | Auxiliary::Hypothetical));
    events.sort_by(|a, b| {
        let known = learned(a).cmp(&learned(b)).then(unreal(a).cmp(&unreal(b)));
        known.then(specific(b).cmp(&specific(a))).then(b.confidence.total_cmp(&a.confidence))
    });
    let mut kept: Vec<Event> = Vec::new();
    for event in events {
        let actors = |e: &Event| e.actors.iter().map(|a| a.head).collect::<Vec<TokenId>>();
        let sides = |e: &Event| e.actors.iter().chain(&e.recipients).map(|a| a.head).collect::<Vec<TokenId>>();
        let share = |a: Vec<TokenId>, b: Vec<TokenId>| a.iter().any(|h| b.contains(h));
        let rival = |k: &Event| {
            same_words(k, &event) && (share(actors(k), actors(&event)) || !learned(k) && share(sides(k), sides(&event)))
        };
        if !kept.iter().any(rival) {
            kept.push(event);
        }
    }
    kept.sort_by_key(|e| (e.trigger.first().map(|t| t.start), e.code.clone()));
    kept
}
