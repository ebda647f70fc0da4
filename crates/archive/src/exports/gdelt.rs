//! Events of GDELT 2.0: 61 columns between tabs, without a header; one row a pair of an event, however many articles report it.
//! Events without a day are left out.

use super::cameo;
use super::countries;
use super::names::{Names, shown};
use super::pairs::{Pair, number, rows_of_pairs};
use super::stored::{StoredArticle, StoredEvent};
use super::tabs::Tabs;
use super::{Export, Written};
use legation_coding::{EntityRecord, EventRecord};
use std::collections::HashSet;
use std::io::{Result, Write};

/// Columns of a participant, of a place, and of all.
const ACTOR: usize = 10;
const PLACE: usize = 8;
const WIDTH: usize = 61;

/// Days of a month and of a year, as GDELT counts fractions of a year.
const MONTH: f64 = 30.0;
const YEAR: f64 = 365.0;

/// Roles of a participant that GDELT has room for.
const ROLES: usize = 3;

/// Kinds of places of GDELT.
const NO_PLACE: u8 = 0;
const COUNTRY: u8 = 1;
const US_STATE: u8 = 2;
const US_CITY: u8 = 3;
const WORLD_CITY: u8 = 4;
const WORLD_STATE: u8 = 5;

pub(super) struct Gdelt<'a, W> {
    out: Tabs<W, WIDTH>,
    names: &'a Names<'a>,
    written: Written,
}

impl<'a, W: Write> Gdelt<'a, W> {
    pub fn new(out: W, names: &'a Names<'a>) -> Self {
        Self { out: Tabs::new(out), names, written: Written::default() }
    }
}

impl<W: Write> Export for Gdelt<'_, W> {
    fn article(&mut self, article: &StoredArticle) -> Result<()> {
        let row = |event: &StoredEvent, day, pair: Pair<'_>| row(article, event, day, pair, self.names);
        rows_of_pairs(article, &mut self.out, &mut self.written, row)
    }

    fn end(self: Box<Self>) -> Result<Written> {
        Ok(Written { rows: self.out.rows, ..self.written })
    }
}

/// A day as GDELT writes the moment of an update, midnight: 20220125000000; empty where it is not known.
pub(super) fn midnight(day: Option<&str>) -> String {
    day.map(|day| day.replace('-', "") + "000000").unwrap_or_default()
}

fn row(
    article: &StoredArticle,
    event: &StoredEvent,
    day: jiff::civil::Date,
    pair: Pair<'_>,
    names: &Names<'_>,
) -> [String; WIDTH] {
    let record = &event.record;
    let (year, month, of_month) = (day.year(), day.month(), day.day());
    let past = f64::from(month - 1) * MONTH + f64::from(of_month);
    let articles: HashSet<i64> = event.reports.iter().map(|r| r.article).collect();
    let sources: HashSet<&str> = event.reports.iter().filter_map(|r| r.publisher.as_deref()).collect();
    let unnamed = event.reports.iter().any(|r| r.publisher.is_none());
    let mut fields = vec![
        number(&article.key, &record.id, pair.number).to_string(),
        format!("{year:04}{month:02}{of_month:02}"),
        format!("{year:04}{month:02}"),
        format!("{year:04}"),
        format!("{:.4}", f64::from(year) + past / YEAR),
    ];
    fields.extend(actor(pair.source));
    fields.extend(actor(pair.target));
    fields.extend([
        u8::from(event.leads).to_string(),
        record.cameo.clone(),
        cameo::base(&record.cameo).to_owned(),
        cameo::root(&record.cameo).to_owned(),
        cameo::quad(&record.cameo).map(|q| q.to_string()).unwrap_or_default(),
        names.goldstein(&record.cameo),
        event.reports.len().to_string(),
        (sources.len() + usize::from(unnamed)).to_string(),
        articles.len().to_string(),
        String::new(),
    ]);
    fields.extend(no_place());
    fields.extend(no_place());
    fields.extend(place(record, names));
    fields.extend([
        midnight(record.cite_info.published.as_deref()),
        record.cite_info.url.clone().unwrap_or_else(|| record.document.clone()),
    ]);
    fields.try_into().expect("five and ten, twice; ten; eight, three times; two")
}

/// Codes and name of a participant.
fn actor(entity: Option<&EntityRecord>) -> [String; ACTOR] {
    let Some(entity) = entity else {
        return Default::default();
    };
    let codes = cameo::Actor::of(entity);
    let role = |number: usize| codes.roles.iter().take(ROLES).nth(number).map(|r| (*r).to_owned()).unwrap_or_default();
    let none = String::new;
    [
        codes.code(),
        shown(entity).to_uppercase(),
        codes.country.clone(),
        codes.group.to_owned(),
        none(),
        none(),
        none(),
        role(0),
        role(1),
        role(2),
    ]
}

fn no_place() -> [String; PLACE] {
    let mut fields: [String; PLACE] = Default::default();
    fields[0] = NO_PLACE.to_string();
    fields
}

/// Kind, full name, codes and point of where it happened.
fn place(record: &EventRecord, names: &Names<'_>) -> [String; PLACE] {
    let Some(found) = record.event_loc.as_ref().filter(|p| p.resolved_place.is_some()) else {
        return no_place();
    };
    let place = names.place(record);
    let kind = match (found.resolution, place.code.as_str()) {
        (Some(1), _) => COUNTRY,
        (Some(2), "USA") => US_STATE,
        (Some(2), _) => WORLD_STATE,
        (_, "USA") => US_CITY,
        _ => WORLD_CITY,
    };
    let fips = countries::of(&place.code).map(|c| c.fips.clone()).unwrap_or_default();
    let mut full = match kind {
        COUNTRY => vec![place.name.as_str()],
        US_STATE | WORLD_STATE => vec![place.name.as_str(), &place.country],
        _ => vec![place.name.as_str(), &place.province, &place.country],
    };
    full.retain(|part| !part.is_empty());
    let whole = if kind == COUNTRY { fips.clone() } else { String::new() };
    let point = |pick: fn((f64, f64)) -> f64| place.point.map(|p| pick(p).to_string()).unwrap_or_default();
    [kind.to_string(), full.join(", "), fips, whole.clone(), String::new(), point(|p| p.0), point(|p| p.1), whole]
}
