//! POLECAT: 40 columns between tabs, with a header; one row an event record, lists joined by "; ".

use super::countries;
use super::names::{Names, shown};
use super::stored::StoredArticle;
use super::tabs::Tabs;
use super::{Day, Export, Written};
use legation_coding::{EntityRecord, EventRecord};
use std::io::{Result, Write};

/// The columns, in order.
pub(super) const COLUMNS: [&str; 40] = [
    "Event ID",
    "Event Date",
    "Event Type",
    "Event Mode",
    "Intensity",
    "Quad Code",
    "Contexts",
    "Actor Name",
    "Actor Country",
    "Actor COW",
    "Primary Actor Sector",
    "Actor Sectors",
    "Actor Title",
    "Actor Name Raw",
    "Wikipedia Actor ID",
    "Recipient Name",
    "Recipient Country",
    "Recipient COW",
    "Primary Recipient Sector",
    "Recipient Sectors",
    "Recipient Title",
    "Recipient Name Raw",
    "Wikipedia Recipient ID",
    "Placename",
    "City",
    "District",
    "Province",
    "Country",
    "Latitude",
    "Longitude",
    "GeoNames ID",
    "Raw Placename",
    "Feature Type",
    "Source",
    "Publication Date",
    "Story People",
    "Story Organizations",
    "Story Locations",
    "Language",
    "Version",
];

/// Between the parts of a list.
const SEPARATOR: &str = "; ";

/// Names of the quad classes 1 to 4.
const QUADS: [&str; 4] = ["VERBAL COOPERATION", "MATERIAL COOPERATION", "VERBAL CONFLICT", "MATERIAL CONFLICT"];

pub(super) struct Polecat<'a, W> {
    out: Tabs<W, 40>,
    written: Written,
    names: &'a Names<'a>,
}

impl<'a, W: Write> Polecat<'a, W> {
    pub fn new(out: W, names: &'a Names<'a>) -> Self {
        Self { out: Tabs::new(out), written: Written::default(), names }
    }
}

impl<W: Write> Export for Polecat<'_, W> {
    fn begin(&mut self) -> Result<()> {
        self.out.header(&COLUMNS)
    }

    fn article(&mut self, article: &StoredArticle) -> Result<()> {
        for event in &article.events {
            if !self.written.holds(&event.record, Day::MayLack) {
                continue;
            }
            let story = article.events.iter().map(|e| &e.record).filter(|r| r.story == event.record.story);
            self.out.row(&row(&event.record, &Story::of(story), self.names))?;
        }
        Ok(())
    }

    fn end(self: Box<Self>) -> Result<Written> {
        Ok(Written { rows: self.out.rows, ..self.written })
    }
}

/// Who and where is named in the events of a story.
#[derive(Default)]
struct Story {
    people: Vec<String>,
    organizations: Vec<String>,
    places: Vec<String>,
}

impl Story {
    fn of<'r>(records: impl Iterator<Item = &'r EventRecord>) -> Self {
        let mut story = Self::default();
        let add = |list: &mut Vec<String>, name: &str| {
            if !list.iter().any(|n| n == name) {
                list.push(name.to_owned());
            }
        };
        for record in records {
            let sources = record.attribution.iter().filter_map(|a| a.entity.as_ref());
            for entity in record.actor.iter().chain(&record.recipient).chain(sources) {
                let Some(name) = &entity.identifier_text else { continue };
                match entity.kind.as_deref() {
                    Some("person") => add(&mut story.people, name),
                    Some("organization") => add(&mut story.organizations, name),
                    Some("place") => add(&mut story.places, name),
                    _ => {}
                }
            }
            if let Some(place) = &record.event_loc {
                add(&mut story.places, place.resolved_place.as_ref().unwrap_or(&place.extracted_place));
            }
        }
        story
    }
}

fn row(record: &EventRecord, story: &Story, names: &Names<'_>) -> [String; 40] {
    let place = names.place(record);
    let found = record.event_loc.as_ref();
    let quad = usize::from(record.quad_code).checked_sub(1).and_then(|n| QUADS.get(n));
    let [name, country, cow, primary, sectors, title, raw] = side(&record.actor);
    let [to_name, to_country, to_cow, to_primary, to_sectors, to_title, to_raw] = side(&record.recipient);
    let point = |pick: fn((f64, f64)) -> f64| place.point.map(|p| pick(p).to_string()).unwrap_or_default();
    [
        record.id.clone(),
        record.date.clone().unwrap_or_default(),
        record.event.join(SEPARATOR),
        record.mode.join(SEPARATOR),
        format!("{:?}", record.event_scale),
        quad.map(|q| (*q).to_owned()).unwrap_or_default(),
        record.context.join(SEPARATOR),
        name,
        country,
        cow,
        primary,
        sectors,
        title,
        raw,
        String::new(),
        to_name,
        to_country,
        to_cow,
        to_primary,
        to_sectors,
        to_title,
        to_raw,
        String::new(),
        found.and_then(|p| p.resolved_place.clone()).unwrap_or_default(),
        place.city.clone(),
        String::new(),
        place.province.clone(),
        place.code.clone(),
        point(|p| p.0),
        point(|p| p.1),
        found.and_then(|p| p.geonameid).map(|id| id.to_string()).unwrap_or_default(),
        found.map(|p| p.extracted_place.clone()).unwrap_or_default(),
        found.and_then(|p| p.feature_code.clone()).unwrap_or_default(),
        record.cite_info.publication.clone().unwrap_or_default(),
        record.cite_info.published.clone().unwrap_or_default(),
        story.people.join(SEPARATOR),
        story.organizations.join(SEPARATOR),
        story.places.join(SEPARATOR),
        record.cite_info.language.clone(),
        [record.cite_info.coder.as_str(), &record.cite_info.codebook, &record.cite_info.model].join(", "),
    ]
}

/// Name, country, Correlates of War number, primary sector, sectors, title and words of a side. A participant who lacks something has
/// an empty place in the list, so that the lists of a side go together.
fn side(list: &[EntityRecord]) -> [String; 7] {
    let all = |what: &dyn Fn(&EntityRecord) -> String| {
        let parts: Vec<String> = list.iter().map(what).collect();
        if parts.iter().all(String::is_empty) { String::new() } else { parts.join(SEPARATOR) }
    };
    [
        all(&|e| shown(e).to_owned()),
        all(&|e| e.code.clone().unwrap_or_default()),
        all(&|e| e.code.as_deref().and_then(countries::of).map(|c| c.cow.clone()).unwrap_or_default()),
        all(&|e| e.sector.first().cloned().unwrap_or_default()),
        all(&|e| e.sector.join("/")),
        all(&|e| e.office.clone().unwrap_or_default()),
        all(&|e| e.entity_text.clone()),
    ]
}
