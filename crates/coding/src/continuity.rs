//! What a story told before and takes up again.
//!
//! "Sosan met Amir Abdollahian in Tehran on Monday. The two discussed ... During the meeting Sosan thanked ..."
//! is one occasion: what is told without a date of its own happened when the meeting did. "Sosan's meetings with
//! the Iranian officials came after ..." tells no new meeting.

use crate::event::{DateOf, DateSource, Event, EventDate};
use crate::places::{CLASH, VERBAL};
use legation_text::{Document, Granularity, Relation, SentenceId, SentenceKind, Upos};

/// Sentences that an occasion may reach on.
const REACH: usize = 3;

/// Carries dates on and takes out events that only take up an earlier one.
pub(crate) fn carry_on(document: &Document, events: &mut Vec<Event>) {
    // Each with the index of the meeting in `kept` that it belongs to.
    let mut kept: Vec<(Event, Option<usize>)> = Vec::with_capacity(events.len());
    for mut event in events.drain(..) {
        if event.evidence.definite && kept.iter().any(|(earlier, _)| takes_up(&event, earlier)) {
            continue;
        }
        let mut member = is_dated_meeting(&event).then_some(kept.len());
        if !dated_by_text(&event)
            && let Some(clash) = clash(&event, &kept)
        {
            event.date = kept[clash].0.date.clone().map(of_occasion);
        } else if !dated_by_text(&event)
            && let Some(index) = occasion(document, &event, &kept)
        {
            let occasion = &kept[index].0;
            member = Some(index);
            event.date = occasion.date.clone().map(of_occasion);
            if event.place.as_ref().is_none_or(|p| p.dateline) && occasion.place.is_some() {
                event.place.clone_from(&occasion.place);
            }
            if event.code == occasion.code
                && event.mode.as_deref().is_none_or(|m| m == "visit")
                && occasion.mode.as_deref() == Some("phone")
            {
                event.mode.clone_from(&occasion.mode);
                event.cameo.clone_from(&occasion.cameo);
                event.scale = occasion.scale;
                // A call has no host: both sides are actors again.
                event.actors.append(&mut event.recipients);
                event.actors.sort_by_key(|a| a.span);
                event.place = None;
            }
        }
        kept.push((event, member));
    }
    events.extend(kept.into_iter().map(|(event, _)| event));
    date_headlines(document, events);
}

/// Whether words of its own date an event; the day of its report is no more than a bound.
fn dated_by_text(event: &Event) -> bool {
    event.date.as_ref().is_some_and(|d| d.source == DateSource::Text && d.of != DateOf::Report)
}

fn of_occasion(date: EventDate) -> EventDate {
    EventDate { of: DateOf::Occasion, ..date }
}

/// A headline tells what its story tells: "Police fire on teachers" is dated by "Police fired on teachers on Tuesday" below it,
/// an event of the same type with an actor of the same country.
fn date_headlines(document: &Document, events: &mut [Event]) {
    let is_headline = |e: &Event| document.sentences[e.sentence].kind == SentenceKind::Headline;
    for at in 0..events.len() {
        if !is_headline(&events[at]) || dated_by_text(&events[at]) {
            continue;
        }
        let headline = &events[at];
        let countries = |e: &Event| -> Vec<Option<String>> { e.actors.iter().map(|a| a.code.clone()).collect() };
        let same = |e: &&Event| {
            e.story == headline.story
                && e.code == headline.code
                && !is_headline(e)
                && e.date.as_ref().is_some_and(|d| d.source == DateSource::Text && d.days.is_some())
                && countries(e).iter().any(|c| countries(headline).contains(c))
        };
        let date = events[at + 1..].iter().find(same).and_then(|e| e.date.clone());
        if let Some(date) = date {
            events[at].date = Some(of_occasion(date));
        }
    }
}

fn is_dated_meeting(event: &Event) -> bool {
    event.code == "CONSULT" && event.date.as_ref().is_some_and(|d| d.source == DateSource::Text && d.days.is_some())
}

/// The same type between the same countries, earlier in the story.
fn takes_up(event: &Event, earlier: &Event) -> bool {
    let codes = |e: &Event| {
        let mut codes: Vec<String> = e.actors.iter().chain(&e.recipients).filter_map(|a| a.code.clone()).collect();
        codes.sort();
        codes.dedup();
        codes
    };
    event.story == earlier.story
        && event.code == earlier.code
        && event.sentence != earlier.sentence
        && codes(event) == codes(earlier)
}

/// Index of the dated clash that an event goes on to tell of, in the same sentence or the next, with one of its
/// parties: "Police fired tear gas at teachers on Tuesday. Officers beat several demonstrators."
fn clash(event: &Event, earlier: &[(Event, Option<usize>)]) -> Option<usize> {
    let parties = |e: &Event| -> Vec<(Option<String>, Vec<String>)> {
        let both = e.actors.iter().chain(&e.recipients);
        both.filter(|p| !p.sectors.is_empty()).map(|p| (p.code.clone(), p.sectors.clone())).collect()
    };
    let known = event.date.as_ref().is_some_and(|d| d.source == DateSource::Published);
    let of_event = parties(event);
    earlier.iter().rposition(|(e, _)| {
        let near = e.story == event.story && event.sentence - e.sentence <= 1;
        let day = e.date.as_ref().is_some_and(|d| d.source == DateSource::Text && d.granularity <= Granularity::Day);
        near && known
            && day
            && e.quad == CLASH
            && event.quad == CLASH
            && parties(e).iter().any(|p| of_event.contains(p))
    })
}

/// Index of the dated meeting that an event belongs to: its sentence says "during the meeting", it is a talk of
/// people who met there, or one of them goes on speaking ("Sosan met Khaji on Monday. He also thanked Iran.").
fn occasion(document: &Document, event: &Event, earlier: &[(Event, Option<usize>)]) -> Option<usize> {
    let during = says_during(document, event.sentence);
    let index = earlier.iter().rposition(|(e, member)| {
        let Some(meeting) = member.map(|m| &earlier[m].0) else {
            return false;
        };
        let there = |entity: Option<usize>| {
            entity.is_some() && meeting.actors.iter().chain(&meeting.recipients).any(|p| p.entity == entity)
        };
        let all = event.actors.iter().chain(&event.recipients).all(|p| there(p.entity));
        let acts = event.actors.iter().all(|p| there(p.entity));
        let apart = event.sentence - e.sentence;
        let near = e.story == event.story && apart <= REACH && meeting.sentence != event.sentence;
        let goes_on = apart <= 1 && VERBAL.contains(&event.quad) && acts;
        near && (event.code == "CONSULT" && all || during && acts || goes_on)
    })?;
    earlier[index].1
}

/// "During the meeting, ..."
fn says_during(document: &Document, sentence: SentenceId) -> bool {
    document.sentences[sentence].tokens.clone().any(|t| {
        let word = &document.tokens[t];
        let occasion = matches!(
            &*word.lemma.to_lowercase(),
            "meeting" | "talk" | "talks" | "conversation" | "call" | "visit" | "session" | "summit"
        );
        word.upos == Upos::Noun
            && occasion
            && word.relation == Relation::Obl
            && matches!(legation_text::predicates::preposition(document, t).as_str(), "during" | "in" | "at")
            && document.dependents(t, |r| r == Relation::Det).any(|d| &*document.tokens[d].lemma == "the")
    })
}
