//! What a story told before and takes up again.
//!
//! "Sosan met Amir Abdollahian in Tehran on Monday. The two discussed ... During the meeting Sosan thanked ..."
//! is one occasion: what is told without a date of its own happened when the meeting did. "Sosan's meetings with
//! the Iranian officials came after ..." tells no new meeting.

use crate::event::{DateSource, Event};
use legation_text::{Document, Relation, SentenceId, Upos};

/// Sentences that an occasion may reach on.
const REACH: usize = 3;

/// Carries dates on and takes out events that only take up an earlier one.
pub(crate) fn carry_on(document: &Document, events: &mut Vec<Event>) {
    let mut kept: Vec<Event> = Vec::with_capacity(events.len());
    for mut event in events.drain(..) {
        if event.evidence.definite && kept.iter().any(|earlier| takes_up(&event, earlier)) {
            continue;
        }
        if dated_by_text(&event).is_none()
            && let Some(occasion) = occasion(document, &event, &kept)
        {
            event.date.clone_from(&occasion.date);
            if event.code == occasion.code && event.mode.as_deref().is_none_or(|m| m == "visit") && occasion.mode.as_deref() == Some("phone") {
                event.mode.clone_from(&occasion.mode);
                event.cameo.clone_from(&occasion.cameo);
                event.scale = occasion.scale;
                // A call has no host: both sides are actors again.
                event.actors.append(&mut event.recipients);
                event.actors.sort_by_key(|a| a.span);
                event.place = None;
            }
        }
        kept.push(event);
    }
    *events = kept;
}

fn dated_by_text(event: &Event) -> Option<()> {
    (event.date.as_ref()?.source == DateSource::Text).then_some(())
}

/// The same type between the same countries, earlier in the story.
fn takes_up(event: &Event, earlier: &Event) -> bool {
    let codes = |e: &Event| {
        let mut codes: Vec<String> = e.actors.iter().chain(&e.recipients).filter_map(|a| a.code.clone()).collect();
        codes.sort();
        codes.dedup();
        codes
    };
    event.story == earlier.story && event.code == earlier.code && event.sentence != earlier.sentence && codes(event) == codes(earlier)
}

/// The dated meeting that an event belongs to: its sentence says "during the meeting", or it is a talk of people
/// who met in it.
fn occasion<'a>(document: &Document, event: &Event, earlier: &'a [Event]) -> Option<&'a Event> {
    let during = says_during(document, event.sentence);
    earlier.iter().rev().find(|e| {
        let near = e.story == event.story && event.sentence - e.sentence <= REACH && e.sentence != event.sentence;
        let meets = e.code == "CONSULT" && e.date.as_ref().is_some_and(|d| d.source == DateSource::Text && d.days.is_some());
        let there = |entity: Option<usize>| entity.is_some() && e.actors.iter().chain(&e.recipients).any(|p| p.entity == entity);
        let all = event.actors.iter().chain(&event.recipients).all(|p| there(p.entity));
        let acts = event.actors.iter().all(|p| there(p.entity));
        near && meets && (event.code == "CONSULT" && all || during && acts)
    })
}

/// "During the meeting, ..."
fn says_during(document: &Document, sentence: SentenceId) -> bool {
    document.sentences[sentence].tokens.clone().any(|t| {
        let word = &document.tokens[t];
        let occasion = matches!(&*word.lemma.to_lowercase(), "meeting" | "talk" | "talks" | "conversation" | "call" | "visit" | "session" | "summit");
        word.upos == Upos::Noun
            && occasion
            && word.relation == Relation::Obl
            && matches!(legation_text::predicates::preposition(document, t).as_str(), "during" | "in" | "at")
            && document.dependents(t, |r| r == Relation::Det).any(|d| &*document.tokens[d].lemma == "the")
    })
}
