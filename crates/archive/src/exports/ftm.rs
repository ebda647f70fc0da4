//! FollowTheMoney: JSON lines of entities, an `Event` for every event record and a `Person`, `PublicBody`, `Organization` or
//! `LegalEntity` for everybody who takes part in it. Who has a name has the same id wherever he is named, so that loaders join him.

use super::countries;
use super::names::{Names, shown};
use super::stored::StoredArticle;
use super::{Export, Written};
use legation_coding::{EntityRecord, EventRecord};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use std::collections::HashSet;
use std::io::{Result, Write};

/// The data set that all entities are of.
const DATASET: &str = "legation";

/// Bytes of a hash that make an id.
const ID: usize = 16;

/// Sectors whose bodies are of the state.
const STATE: [&str; 7] = ["GOV", "MIL", "COP", "JUD", "LEG", "SPY", "PRM"];

/// Names of the quad classes 1 to 4.
const QUADS: [&str; 4] = ["verbal cooperation", "material cooperation", "verbal conflict", "material conflict"];

pub(super) struct Ftm<'a, W> {
    out: W,
    names: &'a Names<'a>,
    rows: u64,
}

impl<'a, W: Write> Ftm<'a, W> {
    pub fn new(out: W, names: &'a Names<'a>) -> Self {
        Self { out, names, rows: 0 }
    }

    fn line(&mut self, entity: &Value) -> Result<()> {
        serde_json::to_writer(&mut self.out, entity)?;
        self.rows += 1;
        self.out.write_all(b"\n")
    }
}

impl<W: Write> Export for Ftm<'_, W> {
    fn article(&mut self, article: &StoredArticle) -> Result<()> {
        // An article names the same people again and again: once is enough.
        let mut written: HashSet<String> = HashSet::new();
        for event in &article.events {
            let record = &event.record;
            let mut involved = Vec::new();
            for (side, list) in [("actor", &record.actor), ("recipient", &record.recipient)] {
                for (number, entity) in list.iter().enumerate() {
                    let participant =
                        participant(&article.key, record, &format!("{side} {number}"), entity, self.names);
                    let id = participant["id"].as_str().unwrap_or_default().to_owned();
                    let line = participant.to_string();
                    if written.insert(line) {
                        self.line(&participant)?;
                    }
                    involved.push(id);
                }
            }
            involved.dedup();
            let entity = happening(&article.key, record, &involved, self.names);
            self.line(&entity)?;
        }
        Ok(())
    }

    fn end(self: Box<Self>) -> Result<Written> {
        Ok(Written { rows: self.rows, ..Written::default() })
    }
}

/// An id of what makes an entity the same.
fn id(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part);
        hash.update([0]);
    }
    let digits: String = hash.finalize().iter().take(ID).map(|byte| format!("{byte:02x}")).collect();
    format!("{DATASET}-{digits}")
}

/// Country as FollowTheMoney writes it: two small letters; "eu" is one.
fn country(code: Option<&str>) -> Option<String> {
    match code? {
        "EUR" => Some("eu".to_owned()),
        code => countries::of(code).map(|c| c.iso2.to_lowercase()).filter(|c| !c.is_empty()),
    }
}

fn schema(entity: &EntityRecord, names: &Names<'_>) -> &'static str {
    // "Turkey" is the state, whether the text speaks of it as of a place or of somebody who acts.
    let country = entity.code.as_deref().map(|code| names.country(code)).filter(|name| !name.is_empty());
    if country.is_some() && entity.identifier_text.as_deref() == country {
        return "PublicBody";
    }
    let of_the_state = entity.sector.first().is_some_and(|s| STATE.contains(&s.as_str()));
    match entity.kind.as_deref() {
        Some("person") if entity.identifier_text.is_some() => "Person",
        Some("organization") if of_the_state => "PublicBody",
        Some("organization") => "Organization",
        Some("place") => "PublicBody",
        _ => "LegalEntity",
    }
}

fn entity(id: &str, schema: &str, properties: Vec<(&str, Vec<String>)>) -> Value {
    let mut map = Map::new();
    for (name, values) in properties {
        let mut values: Vec<String> = values.into_iter().filter(|v| !v.trim().is_empty()).collect();
        values.dedup();
        if !values.is_empty() {
            map.insert(name.to_owned(), json!(values));
        }
    }
    json!({"id": id, "schema": schema, "properties": map, "datasets": [DATASET]})
}

/// Who takes part. Who is named is the same in every text by name, country and kind; "the rebels" are others in every event.
fn participant(article: &str, record: &EventRecord, place: &str, one: &EntityRecord, names: &Names<'_>) -> Value {
    let schema = schema(one, names);
    let code = one.code.as_deref().unwrap_or_default();
    let id = match &one.identifier_text {
        Some(name) => id(&[schema, &name.to_lowercase(), code]),
        None => id(&[article, &record.id, place]),
    };
    let mut properties = vec![
        ("name", vec![shown(one).to_owned()]),
        ("country", country(one.code.as_deref()).into_iter().collect()),
        ("keywords", one.sector.clone()),
    ];
    if schema == "Person" {
        properties.push(("position", one.office.clone().into_iter().collect()));
    }
    entity(&id, schema, properties)
}

fn happening(article: &str, record: &EventRecord, involved: &[String], names: &Names<'_>) -> Value {
    let all = |list: &[EntityRecord]| list.iter().map(shown).collect::<Vec<_>>().join(", ");
    let kind = record.event.iter().chain(&record.mode).map(String::as_str).collect::<Vec<_>>().join("/");
    let mut name = format!("{kind}: {}", all(&record.actor));
    if !record.recipient.is_empty() {
        name = format!("{name} → {}", all(&record.recipient));
    }
    let place = names.place(record);
    let one_day = record.date == record.enddate;
    let day = |is: bool, day: &Option<String>| day.clone().filter(|_| is).into_iter().collect::<Vec<_>>();
    let quad = usize::from(record.quad_code).checked_sub(1).and_then(|n| QUADS.get(n)).unwrap_or(&"");
    let mut keywords: Vec<String> = record.event.iter().chain(&record.mode).chain(&record.context).cloned().collect();
    keywords.push(format!("PLOVER quad {} ({quad})", record.quad_code));
    keywords.push(format!("PLOVER scale {:?}", record.event_scale));
    keywords.push(format!("CAMEO {}", record.cameo));
    keywords.extend(record.auxiliary.iter().cloned());
    let cite = &record.cite_info;
    let web = |url: &&String| url.starts_with("http://") || url.starts_with("https://");
    let properties = vec![
        ("name", vec![name]),
        ("summary", vec![record.text.clone()]),
        ("date", day(one_day, &record.date)),
        ("startDate", day(!one_day, &record.date)),
        ("endDate", day(!one_day, &record.enddate)),
        ("location", vec![place.name.clone()]),
        ("country", country(Some(&place.code)).into_iter().collect()),
        ("involved", involved.to_vec()),
        ("keywords", keywords),
        ("recordId", vec![record.id.clone()]),
        ("sourceUrl", cite.url.iter().filter(web).cloned().collect()),
        ("publisher", cite.publication.clone().into_iter().collect()),
    ];
    entity(&id(&[article, &record.id]), "Event", properties)
}
