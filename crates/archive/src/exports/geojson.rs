//! GeoJSON (RFC 7946): a collection of features, one an event record; what happened nowhere that is known has no geometry.

use super::names::Names;
use super::stored::{StoredArticle, StoredEvent};
use super::{Export, Format, Written};
use legation_coding::EntityRecord;
use serde_json::{Value, json};
use std::io::{Result, Write};

pub(super) struct GeoJson<'a, W> {
    out: W,
    names: &'a Names<'a>,
    rows: u64,
}

impl<'a, W: Write> GeoJson<'a, W> {
    pub fn new(out: W, names: &'a Names<'a>) -> Self {
        Self { out, names, rows: 0 }
    }
}

impl<W: Write> Export for GeoJson<'_, W> {
    fn begin(&mut self) -> Result<()> {
        let facts = Format::Geojson.facts();
        let conventions = json!({"quad_code": facts.quad, "event_scale": facts.scale});
        write!(self.out, "{{\"type\":\"FeatureCollection\",\"conventions\":{conventions},\"features\":[")
    }

    fn article(&mut self, article: &StoredArticle) -> Result<()> {
        for event in &article.events {
            self.out.write_all(if self.rows == 0 { b"\n" } else { b",\n" })?;
            serde_json::to_writer(&mut self.out, &feature(event, self.names))?;
            self.rows += 1;
        }
        Ok(())
    }

    fn end(mut self: Box<Self>) -> Result<Written> {
        self.out.write_all(b"\n]}\n")?;
        Ok(Written { rows: self.rows, ..Written::default() })
    }
}

fn feature(event: &StoredEvent, names: &Names<'_>) -> Value {
    let record = &event.record;
    let place = names.place(record);
    let point = place.point.map(|(north, east)| json!({"type": "Point", "coordinates": [east, north]}));
    let sides = |list: &[EntityRecord]| -> Vec<Value> {
        list.iter()
            .map(|e| json!({"text": e.entity_text, "name": e.identifier_text, "code": e.code, "sector": e.sector, "office": e.office}))
            .collect()
    };
    let found = record.event_loc.as_ref();
    json!({
        "type": "Feature",
        "id": record.id,
        "geometry": point,
        "properties": {
            "document": record.document,
            "event": record.event,
            "mode": record.mode,
            "context": record.context,
            "auxiliary": record.auxiliary,
            "quad_code": record.quad_code,
            "event_scale": record.event_scale,
            "cameo": record.cameo,
            "size": record.size,
            "actor": sides(&record.actor),
            "recipient": sides(&record.recipient),
            "date": record.date,
            "enddate": record.enddate,
            "place": found.map(|p| &p.extracted_place),
            "resolved_place": found.and_then(|p| p.resolved_place.as_ref()),
            "province": Some(&place.province).filter(|p| !p.is_empty()),
            "country": found.and_then(|p| p.country_code.as_ref()),
            "geonameid": found.and_then(|p| p.geonameid),
            "resolution": found.and_then(|p| p.resolution),
            "attribution": record.attribution.as_ref().and_then(|a| a.text.as_ref()),
            "confidence": record.confidence,
            "text": record.text,
            "title": record.cite_info.title,
            "publication": record.cite_info.publication,
            "published": record.cite_info.published,
            "url": record.cite_info.url,
        }
    })
}
