//! One match for each word, and one event for each happening: "shelled the town, killing 12" is one ASSAULT.

use crate::actors::Resolution;
use crate::event::Event;
use crate::frames::content;
use crate::matcher::{Match, Matcher};
use legation_text::{Document, Relation, Span, TokenId};

/// One match for each word: of matches that share words the best, the user's own patterns first; what another takes as its inner event is
/// not coded by itself.
pub(crate) fn choose(matcher: &Matcher<'_>, mut matches: Vec<Match>) -> Vec<Match> {
    let own = |m: &Match| matcher.pattern(m).own;
    matches.sort_by(|a, b| {
        let best = own(b).cmp(&own(a)).then(b.score.total_cmp(&a.score));
        best.then(a.anchor.cmp(&b.anchor)).then(a.event.cmp(&b.event))
    });
    let mut chosen: Vec<Match> = Vec::new();
    for found in matches {
        let own: Vec<TokenId> = std::iter::once(found.anchor).chain(found.verb).collect();
        let clash = |other: &Match| {
            let theirs: Vec<TokenId> = std::iter::once(other.anchor).chain(other.verb).collect();
            // An outer event and the inner one that it takes do not compete.
            if other.bindings.inner.contains(&found.anchor) || found.bindings.inner.contains(&other.anchor) {
                return false;
            }
            own.iter().any(|t| other.bindings.words.contains(t))
                || theirs.iter().any(|t| found.bindings.words.contains(t))
        };
        if !chosen.iter().any(clash) {
            chosen.push(found);
        }
    }
    let inner: Vec<TokenId> = chosen.iter().flat_map(|m| m.bindings.inner.iter().copied()).collect();
    let document = matcher.document;
    let taken = |m: &Match| {
        inner.contains(&m.anchor)
            || m.verb.is_some_and(|v| inner.contains(&v))
            || inner.iter().any(|i| content(document, *i) == m.anchor)
    };
    chosen.retain(|m| !taken(m));
    chosen.sort_by_key(|m| (m.anchor, m.event));
    chosen
}

/// Events of one sentence that say the same become one.
pub(crate) fn merge(document: &Document, events: Vec<Event>) -> Vec<Event> {
    let mut merged: Vec<Event> = Vec::new();
    let sides = |list: &[Resolution]| -> Vec<Span> {
        let mut spans: Vec<Span> = list.iter().map(|r| r.span).collect();
        spans.sort_unstable();
        spans
    };
    for event in events {
        let same = merged.iter_mut().find(|m| {
            m.code == event.code
                && sides(&m.actors) == sides(&event.actors)
                && (sides(&m.recipients) == sides(&event.recipients)
                    || tells_result(m, &event)
                    || is_its_result(document, m, &event))
        });
        match same {
            Some(first) => {
                first.confidence = first.confidence.max(event.confidence);
                first.mode = first.mode.take().or(event.mode);
                first.sizes.extend(event.sizes);
                first.trigger.extend(event.trigger);
                first.trigger.sort_unstable();
                first.trigger.dedup();
                for side in event.recipients {
                    if !first.recipients.iter().any(|r| r.span == side.span) {
                        first.recipients.push(side);
                    }
                }
                first.topics.extend(event.topics);
                first.topics.sort_unstable();
                first.topics.dedup();
            }
            None => merged.push(event),
        }
    }
    merged
}

/// "Rebels shelled the town, killing 12 people": a participle of the same type and actor tells what came of it.
fn is_its_result(document: &Document, event: &Event, other: &Event) -> bool {
    let verb = |e: &Event| e.trigger.first().and_then(|t| document.tokens.iter().position(|w| w.span.start == t.start));
    let (Some(first), Some(second)) = (verb(event), verb(other)) else { return false };
    document.tokens[second].head == Some(first)
        && document.tokens[second].relation == Relation::Advcl
        && document.tokens[second].has("VerbForm=Ger")
}

/// "The two armies exchanged fire, killing nine people": the dead of a fight between two sides are part of it.
fn tells_result(fight: &Event, event: &Event) -> bool {
    fight.code == "ASSAULT" && fight.actors.len() > 1 && fight.recipients.is_empty() && fight.trigger < event.trigger
}
