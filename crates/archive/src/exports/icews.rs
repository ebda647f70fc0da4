//! ICEWS: 20 columns between tabs, with a header; one row a pair of an event record. Events without a day are left out.

use super::cameo;
use super::names::{Names, shown};
use super::pairs::{Pair, number, pairs};
use super::stored::{StoredArticle, StoredEvent};
use super::tabs::Tabs;
use super::{Day, Export, Written};
use legation_coding::EntityRecord;
use std::io::{Result, Write};

/// The columns, in order.
pub(super) const COLUMNS: [&str; 20] = [
    "Event ID",
    "Event Date",
    "Source Name",
    "Source Sectors",
    "Source Country",
    "Event Text",
    "CAMEO Code",
    "Intensity",
    "Target Name",
    "Target Sectors",
    "Target Country",
    "Story ID",
    "Sentence Number",
    "Publisher",
    "City",
    "District",
    "Province",
    "Country",
    "Latitude",
    "Longitude",
];

pub(super) struct Icews<'a, W> {
    out: Tabs<W, 20>,
    names: &'a Names<'a>,
    written: Written,
}

impl<'a, W: Write> Icews<'a, W> {
    pub fn new(out: W, names: &'a Names<'a>) -> Self {
        Self { out: Tabs::new(out), names, written: Written::default() }
    }
}

impl<W: Write> Export for Icews<'_, W> {
    fn begin(&mut self) -> Result<()> {
        self.out.header(&COLUMNS)
    }

    fn article(&mut self, article: &StoredArticle) -> Result<()> {
        for event in &article.events {
            if !self.written.holds(&event.record, Day::Needed) {
                continue;
            }
            for pair in pairs(&event.record) {
                self.out.row(&row(article, event, pair, self.names))?;
            }
        }
        Ok(())
    }

    fn end(self: Box<Self>) -> Result<Written> {
        Ok(Written { rows: self.out.rows, ..self.written })
    }
}

fn row(article: &StoredArticle, event: &StoredEvent, pair: Pair<'_>, names: &Names<'_>) -> [String; 20] {
    let record = &event.record;
    let place = names.place(record);
    let [source, source_sectors, source_country] = side(pair.source, names);
    let [target, target_sectors, target_country] = side(pair.target, names);
    let point = |pick: fn((f64, f64)) -> f64| place.point.map(|p| pick(p).to_string()).unwrap_or_default();
    [
        number(&article.key, &record.id, pair.number).to_string(),
        record.date.clone().unwrap_or_default(),
        source,
        source_sectors,
        source_country,
        cameo::name(&record.cameo).to_owned(),
        record.cameo.clone(),
        names.goldstein(&record.cameo),
        target,
        target_sectors,
        target_country,
        article.number.to_string(),
        (record.text_info.sequence + 1).to_string(),
        record.cite_info.publication.clone().unwrap_or_default(),
        place.city.clone(),
        String::new(),
        place.province.clone(),
        names.icews(&place.code).to_owned(),
        point(|p| p.0),
        point(|p| p.1),
    ]
}

/// Name, sectors and country of a side.
fn side(entity: Option<&EntityRecord>, names: &Names<'_>) -> [String; 3] {
    let Some(entity) = entity else {
        return Default::default();
    };
    let sectors: Vec<&str> = entity.sector.iter().map(|s| names.sector(s)).collect();
    let country = entity.code.as_deref().map(|code| names.icews(code)).unwrap_or_default();
    [shown(entity).to_owned(), sectors.join(","), country.to_owned()]
}
