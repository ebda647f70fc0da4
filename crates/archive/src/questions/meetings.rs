//! The diary: who met whom, where, on what; as a calendar too (RFC 5545).

use super::events::{EventRow, Sentences};
use super::filter::Filter;
use crate::archive::Archive;
use crate::error::Error;
use icalendar::{Calendar, Component, Event, EventLike, Property};
use jiff::ToSpan;
use jiff::civil::Date;

/// What took place and is a meeting, visit, conference or call.
const MEETING: &str = "e.type = ? AND e.auxiliary NOT LIKE '%negation%' AND e.auxiliary NOT LIKE '%hypothetical%'";

impl Archive {
    /// The meetings, visits and calls among the events of a filter, by day.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn meetings(&self, filter: &Filter, most: usize, sentences: Sentences) -> Result<Vec<EventRow>, Error> {
        let mut filter = filter.clone();
        filter.one(MEETING, "CONSULT".to_owned());
        self.events(&filter, most, sentences)
    }
}

impl EventRow {
    /// All that take part, the actors first.
    pub fn participants(&self) -> Vec<&str> {
        let sides = [&self.actor, &self.recipient].into_iter().flatten();
        sides.flat_map(|side| side.split(';')).filter(|name| !name.is_empty()).collect()
    }
}

/// Meetings as a calendar; those without a day are left out. The same meetings give the same bytes.
pub fn calendar(meetings: &[EventRow]) -> String {
    let mut calendar = Calendar::new();
    calendar.name("Meetings");
    for meeting in meetings {
        let Some(first) = meeting.date.as_ref().and_then(|d| d.parse::<Date>().ok()) else {
            continue;
        };
        let last = meeting.enddate.as_ref().and_then(|d| d.parse::<Date>().ok()).unwrap_or(first);
        // The end of a day event is the day after.
        let after = last.checked_add(1.day()).unwrap_or(last);
        let compact = |day: Date| day.to_string().replace('-', "");
        let whole_day = |name: &str, day: Date| Property::new(name, compact(day)).add_parameter("VALUE", "DATE").done();
        let mut event = Event::new();
        event
            .uid(&format!("{}@legation", meeting.id))
            // When it was written down is not known to the calendar: the meeting's own day stays the same.
            .add_property("DTSTAMP", format!("{}T000000Z", compact(first)))
            .append_property(whole_day("DTSTART", first))
            .append_property(whole_day("DTEND", after))
            .summary(&summary(meeting));
        if let Some(place) = &meeting.place {
            event.location(place);
        }
        event.description(&description(meeting));
        if let Some(url) = meeting.sentences.iter().find_map(|s| s.url.as_ref()) {
            event.url(url);
        }
        calendar.push(event.done());
    }
    calendar.to_string()
}

fn summary(meeting: &EventRow) -> String {
    let mode = if meeting.mode.is_empty() { String::new() } else { format!(" ({})", meeting.mode) };
    format!("{}{mode}", meeting.participants().join(", "))
}

fn description(meeting: &EventRow) -> String {
    let topic = (!meeting.topic.is_empty()).then(|| format!("On {}.", meeting.topic.replace(';', ", ")));
    let texts = meeting.sentences.iter().map(|s| s.text.clone());
    let reports = format!("{} reports in {} tellings.", meeting.reports, meeting.tellings);
    topic.into_iter().chain(texts).chain([reports]).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use icalendar::CalendarComponent;

    #[test]
    fn a_calendar_is_read_back_by_a_parser_of_the_standard() {
        let meeting = EventRow {
            id: "01b3b48def90da69".into(),
            date: Some("2023-03-14".into()),
            enddate: Some("2023-03-15".into()),
            mode: "visit".into(),
            actor: Some("Nikos Dendias".into()),
            recipient: Some("Mevlut Cavusoglu;Turkey".into()),
            place: Some("Ankara; the capital, of Turkey".into()),
            topic: "the Aegean".into(),
            reports: 3,
            tellings: 2,
            ..EventRow::default()
        };
        let undated = EventRow { date: None, ..meeting.clone() };
        let written = calendar(&[meeting.clone(), undated]);
        assert_eq!(written, calendar(&[meeting.clone(), EventRow::default()]), "the same bytes each time");
        assert!(
            written.split("\r\n").all(|line| line.len() <= 75 && !line.contains('\n')),
            "lines are folded: {written}"
        );
        let read: Calendar = written.parse().expect("RFC 5545");
        let events: Vec<&Event> = read
            .components
            .iter()
            .filter_map(|c| if let CalendarComponent::Event(e) = c { Some(e) } else { None })
            .collect();
        assert_eq!(events.len(), 1, "what has no day is in no calendar");
        assert_eq!(events[0].get_uid(), Some("01b3b48def90da69@legation"));
        assert_eq!(events[0].get_summary(), Some("Nikos Dendias, Mevlut Cavusoglu, Turkey (visit)"));
        assert_eq!(events[0].get_location(), Some("Ankara; the capital, of Turkey"));
        for (name, value) in [("DTSTART", "20230314"), ("DTEND", "20230316")] {
            assert_eq!(events[0].property_value(name), Some(value), "the end is the day after");
        }
    }
}
