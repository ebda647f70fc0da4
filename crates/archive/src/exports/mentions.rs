//! Mentions of GDELT 2.0: 16 columns between tabs, without a header; a row for each record that reports a pair of an event, under
//! the number that the pair has among the events.

use super::gdelt::midnight;
use super::names::shown;
use super::pairs::{Pair, number, pairs};
use super::stored::{StoredArticle, StoredEvent};
use super::tabs::Tabs;
use super::{Day, Export, Written};
use legation_coding::EntityRecord;
use std::io::{Result, Write};

const WIDTH: usize = 16;

/// Kinds of sources: a page on the web, told by its address; else told by its name.
const WEB: u8 = 1;
const CITATION: u8 = 2;

/// What GDELT writes where a place in the text is not known.
const NOT_THERE: &str = "-1";

/// Confidence is a whole percentage.
const PERCENT: f64 = 100.0;

pub(super) struct Mentions<W> {
    out: Tabs<W, WIDTH>,
    written: Written,
}

impl<W: Write> Mentions<W> {
    pub fn new(out: W) -> Self {
        Self { out: Tabs::new(out), written: Written::default() }
    }
}

impl<W: Write> Export for Mentions<W> {
    fn article(&mut self, article: &StoredArticle) -> Result<()> {
        for event in &article.events {
            let (standing, key) = event.standing.as_ref().map_or((&event.record, &article.key), |(r, key)| (r, key));
            if !self.written.holds(standing, Day::Needed) {
                continue;
            }
            for pair in pairs(standing) {
                let number = number(key, &standing.id, pair.number);
                let first = midnight(standing.cite_info.published.as_deref());
                self.out.row(&row(article, event, number, first, pair))?;
            }
        }
        Ok(())
    }

    fn end(self: Box<Self>) -> Result<Written> {
        Ok(Written { rows: self.out.rows, ..self.written })
    }
}

fn row(article: &StoredArticle, event: &StoredEvent, number: u64, first: String, pair: Pair<'_>) -> [String; WIDTH] {
    let record = &event.record;
    let cite = &record.cite_info;
    let (kind, identifier) = match &cite.url {
        Some(url) => (WEB, url.clone()),
        None => (CITATION, record.document.clone()),
    };
    let action = record.event_text.first().map(|t| t.start.to_string());
    [
        number.to_string(),
        first,
        midnight(cite.published.as_deref()),
        kind.to_string(),
        cite.publication.clone().unwrap_or_default(),
        identifier,
        (record.text_info.sequence + 1).to_string(),
        offset(event, pair.source),
        offset(event, pair.target),
        action.unwrap_or_else(|| NOT_THERE.to_owned()),
        "1".to_owned(),
        format!("{:.0}", record.confidence * PERCENT),
        article.length.to_string(),
        String::new(),
        String::new(),
        String::new(),
    ]
}

/// Where this record names a side of the event: the same participant, else one of the same code or name.
fn offset(event: &StoredEvent, side: Option<&EntityRecord>) -> String {
    let Some(side) = side else {
        return NOT_THERE.to_owned();
    };
    if event.standing.is_none() {
        return side.start.to_string();
    }
    let mut own = event.record.actor.iter().chain(&event.record.recipient);
    let alike = |e: &&EntityRecord| shown(e) == shown(side) || (e.code.is_some() && e.code == side.code);
    own.find(alike).map_or_else(|| NOT_THERE.to_owned(), |e| e.start.to_string())
}
