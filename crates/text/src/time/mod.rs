//! Dates and times, as TIMEX3 values relative to the day of publication and to what was told before.
//!
//! "late on Monday" in a story of 2022-01-25 is 2022-01-24; without a day of publication it stays open. "On 3 March 2003
//! they signed. Two weeks later he left." is 2003-W11.
//!
//! Words -> meaning -> anchors: `words.rs` cuts a sentence into pieces and says what each says of time; the grammar
//! (`grammar.rs` and what it calls) makes of them what an expression says, with "Monday" still any Monday; `resolve.rs` finds
//! its place in the calendar from what `anchors.rs` knows of the clause and of the text before.
//! Weekdays and months without a year lie in the past unless the clause looks ahead.

mod anchors;
mod calendar;
mod clocks;
mod dates;
mod grammar;
mod lengths;
mod meaning;
mod names;
mod numbers;
mod points;
mod resolve;
mod words;

#[cfg(test)]
mod tests;

use crate::document::{Document, SentenceId, TimeExpression, TimeModifier};
use crate::span::Span;
use anchors::Telling;
use calendar::Found;
use jiff::civil::Date;
use meaning::{Meaning, Parsed, Point};
use resolve::{Anchor, Tense, resolve};
use words::Pieces;

/// Adds the time expressions of `document`, in order.
pub(crate) fn find(document: &mut Document) {
    let mut times = Vec::new();
    let mut telling = Telling::default();
    for sentence in 0..document.sentences.len() {
        telling.begin(document, sentence);
        let pieces = Pieces::new(&document.article.text, document.sentences[sentence].span);
        if !pieces.may_tell(names::begins) {
            continue;
        }
        let parsed = parse(document, sentence, &pieces);
        let same_day = day_of_sentence(document, sentence, &parsed, &telling);
        for (span, parsed) in parsed {
            let anchor = telling.anchor(document, sentence, span, &parsed.meaning, same_day);
            let Some(found) = resolve(&parsed.meaning, &anchor) else {
                continue;
            };
            telling.tell(document, sentence, span, &parsed.meaning, &found);
            times.push(TimeExpression {
                span,
                value: found.value,
                granularity: found.granularity,
                days: found.days,
                modifier: parsed.modifier,
                sentence,
            });
        }
    }
    document.times = times;
}

/// The day that a line of its own names ("Friday, January 4, 2019", "Jan. 25").
pub(crate) fn day(text: &str, anchor: Option<Date>) -> Option<Date> {
    let pieces = Pieces::new(text, Span::new(0, text.len()));
    let anchor = Anchor { day: anchor, tense: Tense::Past, told: &[], year: None, same_day: None };
    (0..pieces.len()).find_map(|at| {
        let (point, _) = dates::date(&pieces, at)?;
        let day = matches!(point, Point::Day { .. }).then(|| resolve(&Meaning::Point(point), &anchor))??;
        day.days.filter(|d| d.0 == d.1).map(|d| d.0)
    })
}

/// The expressions of a sentence with their places.
fn parse(document: &Document, sentence: SentenceId, pieces: &Pieces<'_>) -> Vec<(Span, Parsed)> {
    let mut all = Vec::new();
    let mut at = 0;
    while at < pieces.len() {
        let Some(mut parsed) = grammar::expression(pieces, at) else {
            at += 1;
            continue;
        };
        let start = parsed.start.unwrap_or(at);
        let span = pieces.span(start, parsed.end);
        if parsed.meaning == Meaning::Nothing {
            at = parsed.end;
        } else if anchors::is_other(document, sentence, span, &parsed.meaning, pieces.of(start)) {
            at += 1;
        } else {
            parsed.modifier = parsed.modifier.or_else(|| bound_before(pieces, start, parsed.end, &parsed.meaning));
            at = parsed.end;
            all.push((span, parsed));
        }
    }
    all
}

/// What the preposition before a point makes of it: "since March".
fn bound_before(p: &Pieces<'_>, start: usize, end: usize, meaning: &Meaning) -> Option<TimeModifier> {
    let Meaning::Point(_) = meaning else { return None };
    // "after Monday's talks": the preposition is the talks'.
    if p.is(end, "'") && p.glued(end) {
        return None;
    }
    let before = start.checked_sub(1)?;
    if p.is(before, "since") || p.any(before, &["from", "starting", "beginning"]) {
        Some(TimeModifier::OnOrAfter)
    } else if p.any(before, &["until", "till", "by"]) {
        Some(TimeModifier::OnOrBefore)
    } else if p.is(before, "before") || p.is(before, "to") && before > 0 && p.is(before - 1, "prior") {
        Some(TimeModifier::Before)
    } else if p.is(before, "after") {
        Some(TimeModifier::After)
    } else {
        None
    }
}

/// The day that a sentence tells, for its times of day: "at 16:15 UTC, June 1st".
fn day_of_sentence(
    document: &Document,
    sentence: SentenceId,
    parsed: &[(Span, Parsed)],
    telling: &Telling,
) -> Option<Date> {
    let clock = |m: &Meaning| matches!(m, Meaning::Point(Point::Clock { on: None, .. } | Point::PartOfTold(_)));
    if !parsed.iter().any(|(_, p)| clock(&p.meaning)) {
        return None;
    }
    let day = |(span, p): &(Span, Parsed)| -> Option<Found> {
        let Meaning::Point(point) = &p.meaning else { return None };
        let is_day =
            matches!(point, Point::Day { .. } | Point::Weekday { .. } | Point::NearDay(_) | Point::Told { .. });
        is_day.then(|| resolve(&p.meaning, &telling.anchor(document, sentence, *span, &p.meaning, None)))?
    };
    parsed.iter().filter_map(day).find_map(|f| f.days).map(|d| d.0)
}
