//! The events of a filter, with the sentences that tell them.

use super::filter::Filter;
use crate::archive::Archive;
use crate::error::Error;
use rusqlite::types::Value;
use rusqlite::{Row, params};
use serde::Serialize;

/// An event.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[allow(missing_docs)]
pub struct EventRow {
    pub id: String,
    pub date: Option<String>,
    pub enddate: Option<String>,
    pub granularity: Option<String>,
    pub event: String,
    pub mode: String,
    pub context: String,
    pub auxiliary: String,
    pub quad_code: u8,
    pub event_scale: f64,
    pub actor: Option<String>,
    pub actor_code: Option<String>,
    pub recipient: Option<String>,
    pub recipient_code: Option<String>,
    pub place: Option<String>,
    pub country: Option<String>,
    pub topic: String,
    pub killed: Option<u32>,
    pub injured: Option<u32>,
    pub arrested: Option<u32>,
    pub confidence: f64,
    /// Records that report it, and articles with their copies as one.
    pub reports: u64,
    pub tellings: u64,
    /// Article of the record that stands for it.
    pub document: String,
    /// The sentences that tell it, where they were asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sentences: Vec<Telling>,
    #[serde(skip)]
    pub(crate) number: i64,
}

/// A sentence that tells an event, and where it stands.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs)]
pub struct Telling {
    pub report: String,
    pub document: String,
    pub title: Option<String>,
    pub publisher: Option<String>,
    pub published: Option<String>,
    pub url: Option<String>,
    pub attribution: Option<String>,
    pub start: u64,
    pub end: u64,
    pub text: String,
    /// What linked it to the others; `None` for the first.
    pub why: Option<String>,
}

/// Whether the sentences that tell an event are given with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sentences {
    /// No.
    Left,
    /// Yes, of every report.
    Given,
}

/// Names or codes of a side, joined.
fn list(what: &str, side: u8) -> String {
    format!(
        "(SELECT group_concat(shown, ';') FROM (SELECT {what} AS shown FROM participants p
         WHERE p.event = e.id AND p.side = {side} ORDER BY p.number))"
    )
}

/// The columns of an event `e`, of the given reports.
fn columns(filter: &Filter) -> String {
    let name = "coalesce(p.name, p.text)";
    let code = "coalesce(p.code, '')";
    let (reports, tellings) = if filter.is_unlinked() {
        ("1", "1")
    } else {
        (
            "(SELECT count(*) FROM reports o WHERE o.event = e.id)",
            "(SELECT count(DISTINCT coalesce(c.cluster, o.article)) FROM reports o
              LEFT JOIN copies c ON c.article = o.article WHERE o.event = e.id)",
        )
    };
    format!(
        "e.id, e.key, e.date, e.enddate, e.granularity, e.type, e.mode, e.context, e.auxiliary, e.quad, e.scale,
         {}, {}, {}, {}, coalesce(l.name, e.place_text), nullif(l.country, ''), e.topic, e.killed, e.injured, e.arrested,
         e.confidence, {reports}, {tellings}, a.document",
        list(name, 0),
        list(code, 0),
        list(name, 1),
        list(code, 1)
    )
}

fn event(row: &Row<'_>) -> rusqlite::Result<EventRow> {
    Ok(EventRow {
        number: row.get(0)?,
        id: row.get(1)?,
        date: row.get(2)?,
        enddate: row.get(3)?,
        granularity: row.get(4)?,
        event: row.get(5)?,
        mode: row.get(6)?,
        context: row.get(7)?,
        auxiliary: row.get(8)?,
        quad_code: row.get(9)?,
        event_scale: row.get(10)?,
        actor: row.get(11)?,
        actor_code: row.get(12)?,
        recipient: row.get(13)?,
        recipient_code: row.get(14)?,
        place: row.get(15)?,
        country: row.get(16)?,
        topic: row.get(17)?,
        killed: row.get(18)?,
        injured: row.get(19)?,
        arrested: row.get(20)?,
        confidence: row.get(21)?,
        reports: row.get(22)?,
        tellings: row.get(23)?,
        document: row.get(24)?,
        sentences: Vec::new(),
    })
}

impl Filter {
    /// The statement of [`Archive::events`].
    pub(crate) fn events_sql(&self) -> String {
        // The days of the first rows decide which are shown: only those are looked up in full.
        format!(
            "WITH shown AS (SELECT e.id AS id, e.date AS date FROM ({}) h JOIN events e ON e.id = h.hit
             ORDER BY e.date IS NULL, e.date, e.id LIMIT ?)
             SELECT {} FROM shown s JOIN events e ON e.id = s.id
             LEFT JOIN articles a ON a.id = e.article LEFT JOIN places l ON l.id = e.place
             ORDER BY s.date IS NULL, s.date, s.id",
            self.hits(),
            columns(self)
        )
    }
}

impl Archive {
    /// The events of a filter by day, those without a day last; at most so many.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn events(&self, filter: &Filter, most: usize, sentences: Sentences) -> Result<Vec<EventRow>, Error> {
        let mut values = filter.values().to_vec();
        values.push(Value::Integer(i64::try_from(most).unwrap_or(i64::MAX)));
        let mut statement = self.connection.prepare(&filter.events_sql()).map_err(self.failed())?;
        let found = statement.query_map(rusqlite::params_from_iter(values), event);
        let mut events: Vec<EventRow> = found.and_then(Iterator::collect).map_err(self.failed())?;
        if sentences == Sentences::Given {
            for event in &mut events {
                event.sentences = self.tellings(event.number, filter)?;
            }
        }
        Ok(events)
    }

    /// The sentences of all reports of an event, as they came in.
    fn tellings(&self, event: i64, filter: &Filter) -> Result<Vec<Telling>, Error> {
        let which = if filter.is_unlinked() { "g.report" } else { "g.event" };
        let sql = format!(
            "SELECT e.key, a.document, a.title, a.publisher, a.published, a.url, e.attribution, e.start, e.\"end\",
             substr(t.text, e.start + 1, e.\"end\" - e.start), g.why
             FROM reports g JOIN events e ON e.id = g.report JOIN articles a ON a.id = e.article
             JOIN texts t ON t.article = e.article WHERE {which} = ?1 ORDER BY g.report"
        );
        let mut statement = self.connection.prepare_cached(&sql).map_err(self.failed())?;
        let found = statement.query_map(params![event], |row| {
            Ok(Telling {
                report: row.get(0)?,
                document: row.get(1)?,
                title: row.get(2)?,
                publisher: row.get(3)?,
                published: row.get(4)?,
                url: row.get(5)?,
                attribution: row.get(6)?,
                start: row.get(7)?,
                end: row.get(8)?,
                text: row.get(9)?,
                why: row.get(10)?,
            })
        });
        found.and_then(Iterator::collect).map_err(self.failed())
    }
}
