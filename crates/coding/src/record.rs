//! The event record: the one flat, versioned row in which events leave the program (docs/event-record.md).

use crate::actors::Resolution;
use crate::event::{Event, Evidence, Source};
use legation_text::{Document, Span};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Version of the record's fields.
pub const SCHEMA: u32 = 1;

/// One event as a row. All offsets are Unicode code points into the input text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct EventRecord {
    pub schema: u32,
    pub id: String,
    pub document: String,
    pub story: usize,
    pub event: Vec<String>,
    pub mode: Vec<String>,
    pub context: Vec<String>,
    pub auxiliary: Vec<String>,
    pub quad_code: u8,
    pub event_scale: f64,
    pub cameo: String,
    #[serde(default)]
    pub size: BTreeMap<String, u32>,
    pub actor: Vec<EntityRecord>,
    pub recipient: Vec<EntityRecord>,
    pub date: Option<String>,
    pub enddate: Option<String>,
    pub date_info: Option<DateInfo>,
    pub event_loc: Option<EventLocation>,
    pub attribution: Option<AttributionRecord>,
    pub event_text: Vec<TextSpan>,
    pub text_info: TextInfo,
    pub text: String,
    pub topic: Vec<TextSpan>,
    pub confidence: f64,
    pub evidence: EvidenceRecord,
    pub cite_info: CiteInfo,
}

/// From here on the pair head counts as one who told the event.
const SPEAKS: f64 = 0.5;

/// Who told the event: a pattern, the pair head, or both.
fn by(evidence: &Evidence) -> String {
    match &evidence.pattern {
        Some(pattern) if evidence.head >= SPEAKS => format!("pattern \"{pattern}\" and pair head"),
        Some(pattern) => format!("pattern \"{pattern}\""),
        None => "pair head".to_owned(),
    }
}

/// What stands before the part of a document that a record was made from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Moved {
    /// Code points.
    pub points: usize,
    /// Stories.
    pub stories: usize,
    /// Sentences.
    pub sentences: usize,
}

impl EventRecord {
    /// The record as of the whole document, where it was made from a part of it.
    #[must_use]
    pub fn moved(mut self, by: Moved) -> Self {
        if by == Moved::default() {
            return self;
        }
        let point = |at: &mut usize| *at += by.points;
        let entity = |e: &mut EntityRecord| [&mut e.start, &mut e.end].into_iter().for_each(point);
        self.actor.iter_mut().chain(&mut self.recipient).for_each(entity);
        for span in self.event_text.iter_mut().chain(&mut self.topic) {
            [&mut span.start, &mut span.end].into_iter().for_each(point);
        }
        [&mut self.text_info.start, &mut self.text_info.end].into_iter().for_each(point);
        if let Some(date) = &mut self.date_info {
            date.start.iter_mut().chain(&mut date.end).for_each(point);
        }
        if let Some(place) = &mut self.event_loc {
            [&mut place.start, &mut place.end].into_iter().for_each(point);
        }
        if let Some(attribution) = &mut self.attribution {
            attribution.start.iter_mut().chain(&mut attribution.end).for_each(point);
            attribution.entity.iter_mut().for_each(entity);
            for via in &mut attribution.via {
                via.start.iter_mut().chain(&mut via.end).for_each(point);
                via.entity.iter_mut().for_each(entity);
            }
        }
        self.story += by.stories;
        self.text_info.sequence += by.sentences;
        // Two parts may hold the same words: the place tells their records apart.
        self.id = format!("{:016x}", fnv([self.id.as_bytes(), &by.points.to_le_bytes()[..]]));
        self
    }
}

/// A participant.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct EntityRecord {
    pub entity_text: String,
    pub start: usize,
    pub end: usize,
    pub kind: Option<String>,
    pub identifier_text: Option<String>,
    pub identifier_id: Option<String>,
    pub code: Option<String>,
    pub sector: Vec<String>,
    pub office: Option<String>,
    pub coreferent: Option<String>,
    pub reason: String,
    pub confidence: f64,
}

/// How exact a date is and where it comes from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct DateInfo {
    pub granularity: String,
    pub source: String,
    /// What the words are the time of: `event`, `occasion`, `report`; none without words.
    #[serde(default)]
    pub of: Option<String>,
    pub text: Option<String>,
    pub start: Option<usize>,
    pub end: Option<usize>,
}

/// Where an event happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct EventLocation {
    pub extracted_place: String,
    pub start: usize,
    pub end: usize,
    pub resolved_place: Option<String>,
    pub geonameid: Option<u64>,
    pub lat: Option<f64>,
    pub lon: Option<f64>,
    pub country_code: Option<String>,
    pub feature_code: Option<String>,
    pub resolution: Option<u8>,
    pub source: String,
}

/// Who says so.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct AttributionRecord {
    pub text: Option<String>,
    pub start: Option<usize>,
    pub end: Option<usize>,
    pub stance: String,
    pub entity: Option<EntityRecord>,
    #[serde(default)]
    pub via: Vec<SourceRecord>,
}

/// Who tells what another says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct SourceRecord {
    pub text: Option<String>,
    pub start: Option<usize>,
    pub end: Option<usize>,
    pub stance: String,
    pub entity: Option<EntityRecord>,
}

/// Words with their place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct TextSpan {
    pub text: String,
    pub start: usize,
    pub end: usize,
}

/// The sentence.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct TextInfo {
    pub sequence: usize,
    pub start: usize,
    pub end: usize,
}

/// Why the event was coded.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct EvidenceRecord {
    pub by: String,
    pub detail: BTreeMap<String, String>,
}

/// The document and the settings.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct CiteInfo {
    pub url: Option<String>,
    pub title: Option<String>,
    pub publication: Option<String>,
    #[serde(default)]
    pub credit: Option<String>,
    pub license: Option<String>,
    pub language: String,
    pub published: Option<String>,
    pub codebook: String,
    pub coder: String,
    pub model: String,
}

/// Name and version of codebook and coder, written into each record.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// "plover-2.0".
    pub codebook: String,
    /// "legation 0.1.0".
    pub coder: String,
    /// "reader 1": the model that read the text.
    pub model: String,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            codebook: "plover-2.0".into(),
            coder: concat!("legation ", env!("CARGO_PKG_VERSION")).into(),
            model: String::new(),
        }
    }
}

/// Byte offsets of a text as code points.
pub struct CodePoints {
    /// Byte offset behind each character of more than one byte, and the bytes saved up to there.
    wide: Vec<(usize, usize)>,
}

impl CodePoints {
    /// The table of a text.
    pub fn new(text: &str) -> Self {
        let mut saved = 0;
        let wide = text
            .char_indices()
            .filter(|(_, c)| c.len_utf8() > 1)
            .map(|(i, c)| {
                saved += c.len_utf8() - 1;
                (i + c.len_utf8(), saved)
            })
            .collect();
        Self { wide }
    }

    /// The code point at a byte offset.
    pub fn at(&self, byte: usize) -> usize {
        let before = self.wide.partition_point(|(end, _)| *end <= byte);
        byte - before.checked_sub(1).map_or(0, |i| self.wide[i].1)
    }

    /// A span in code points.
    pub fn span(&self, span: Span) -> (usize, usize) {
        (self.at(span.start), self.at(span.end))
    }
}

/// The records of a document's events, in order.
pub fn records(document: &Document, events: &[Event], settings: &Settings) -> Vec<EventRecord> {
    let points = CodePoints::new(&document.article.text);
    events.iter().map(|e| record(document, e, settings, &points)).collect()
}

fn record(document: &Document, event: &Event, settings: &Settings, points: &CodePoints) -> EventRecord {
    let article = &document.article;
    let text_span = |span: &Span| {
        let (start, end) = points.span(*span);
        TextSpan { text: document.str(*span).to_owned(), start, end }
    };
    let sentence = &document.sentences[event.sentence];
    let (start, end) = points.span(sentence.span);
    let days = event.date.as_ref().and_then(|d| d.days);
    let evidence = &event.evidence;
    let mut detail = BTreeMap::from([
        ("form".to_owned(), evidence.form.to_owned()),
        ("head".to_owned(), format!("{:.2}", evidence.head)),
    ]);
    for (key, value) in [("pattern", &evidence.pattern), ("place", &evidence.place)] {
        detail.extend(value.clone().map(|value| (key.to_owned(), value)));
    }
    if let Some(word) = evidence.shown_by.filter(|_| !event.auxiliary.is_empty() || evidence.rule.is_some()) {
        detail.insert("auxiliary shown by".to_owned(), document.str(word).to_owned());
    }
    if let Some((says, sure)) = evidence.head_says.as_ref().filter(|(says, _)| *says != event.code) {
        detail.insert("head says".to_owned(), format!("{says} {sure:.2}"));
    }
    if let Some(rule) = &event.evidence.rule {
        detail.insert("rule".to_owned(), rule.clone());
    }
    let publication = article.publisher.clone().or_else(|| publisher(document, event.story));
    EventRecord {
        schema: SCHEMA,
        id: identifier(document, event, settings),
        document: article.id.clone(),
        story: event.story,
        event: vec![event.code.clone()],
        mode: event.mode.iter().cloned().collect(),
        context: event.contexts.clone(),
        auxiliary: event.auxiliary.iter().map(|a| a.as_str().to_owned()).collect(),
        quad_code: event.quad,
        event_scale: event.scale,
        cameo: event.cameo.clone(),
        size: event.sizes.clone(),
        actor: event.actors.iter().map(|a| entity_record(document, a, points)).collect(),
        recipient: event.recipients.iter().map(|r| entity_record(document, r, points)).collect(),
        date: days.map(|d| d.0.to_string()),
        enddate: days.map(|d| d.1.to_string()),
        date_info: event.date.as_ref().map(|d| {
            let span = d.span.as_ref().map(text_span);
            DateInfo {
                granularity: d.granularity.as_str().to_owned(),
                source: d.source.as_str().to_owned(),
                of: span.as_ref().map(|_| d.of.as_str().to_owned()),
                start: span.as_ref().map(|s| s.start),
                end: span.as_ref().map(|s| s.end),
                text: span.map(|s| s.text),
            }
        }),
        event_loc: event.place.as_ref().map(|p| {
            let words = text_span(&p.span);
            let resolved = p.resolved.as_ref();
            EventLocation {
                extracted_place: words.text,
                start: words.start,
                end: words.end,
                resolved_place: resolved.map(|r| r.name.clone()),
                geonameid: resolved.and_then(|r| r.geonameid),
                lat: resolved.and_then(|r| r.latitude),
                lon: resolved.and_then(|r| r.longitude),
                country_code: resolved.map(|r| r.country.clone()),
                feature_code: resolved.map(|r| r.feature.to_owned()),
                resolution: resolved.map(|r| r.resolution),
                source: if p.dateline { "dateline" } else { "text" }.to_owned(),
            }
        }),
        attribution: event.attribution.as_ref().map(|a| {
            let source = source_record(document, &a.source, points);
            AttributionRecord {
                text: source.text,
                start: source.start,
                end: source.end,
                stance: source.stance,
                entity: source.entity,
                via: a.via.iter().map(|v| source_record(document, v, points)).collect(),
            }
        }),
        event_text: event.trigger.iter().map(text_span).collect(),
        text_info: TextInfo { sequence: event.sentence, start, end },
        text: document.str(sentence.span).to_owned(),
        topic: event.topics.iter().map(text_span).collect(),
        confidence: rounded(event.confidence),
        evidence: EvidenceRecord { by: by(evidence), detail },
        cite_info: CiteInfo {
            url: article.url.clone(),
            title: article.title.clone().or_else(|| {
                document.stories.get(event.story).and_then(|s| s.headline).map(|h| document.str(h).to_owned())
            }),
            credit: credit(document, event.story, publication.as_deref()),
            publication,
            license: article.license.clone().or_else(|| document.imprint.license.clone()),
            language: "en".to_owned(),
            published: article.published.map(|d| d.to_string()),
            codebook: settings.codebook.clone(),
            coder: settings.coder.clone(),
            model: settings.model.clone(),
        },
    }
}

/// Who wrote or supplied the story by its own words: the agency of its dateline where that does not publish it, and its lines of
/// credit.
fn credit(document: &Document, story: usize, publication: Option<&str>) -> Option<String> {
    let story = document.stories.get(story)?;
    let words = story.agency.iter().chain(&story.credits).map(|s| document.str(*s).trim());
    let credits: Vec<&str> = words.filter(|c| Some(*c) != publication).collect();
    (!credits.is_empty()).then(|| credits.join("; "))
}

fn source_record(document: &Document, source: &Source, points: &CodePoints) -> SourceRecord {
    let place = source.span.map(|s| points.span(s));
    SourceRecord {
        text: source.span.map(|s| document.str(s).to_owned()),
        start: place.map(|p| p.0),
        end: place.map(|p| p.1),
        stance: source.stance.as_str().to_owned(),
        entity: source.entity.as_ref().map(|e| entity_record(document, e, points)),
    }
}

/// Who publishes the page by its own words, else the agency of the story's dateline.
fn publisher(document: &Document, story: usize) -> Option<String> {
    let agency = || document.stories.get(story).and_then(|s| s.agency).map(|a| document.str(a).to_owned());
    document.imprint.publisher.clone().or_else(agency)
}

/// A participant as it is written.
pub fn entity_record(document: &Document, resolution: &Resolution, points: &CodePoints) -> EntityRecord {
    let (start, end) = points.span(resolution.span);
    EntityRecord {
        entity_text: document.str(resolution.span).to_owned(),
        start,
        end,
        kind: resolution.kind.map(|k| k.as_str().to_owned()),
        identifier_text: resolution.name.clone(),
        identifier_id: None,
        code: resolution.code.clone(),
        sector: resolution.sectors.clone(),
        office: resolution.office.clone(),
        coreferent: resolution.coreferent.map(|s| document.str(s).to_owned()),
        reason: resolution.reason.clone(),
        confidence: rounded(resolution.confidence),
    }
}

fn rounded(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}

/// The same text, settings and version give the same id.
fn identifier(document: &Document, event: &Event, settings: &Settings) -> String {
    let spans = event.trigger.iter().copied().chain(event.actors.iter().chain(&event.recipients).map(|r| r.span));
    let places: Vec<u8> = spans.flat_map(|s| [s.start.to_le_bytes(), s.end.to_le_bytes()].concat()).collect();
    let mode = event.mode.as_deref().unwrap_or_default();
    let words = [&document.article.id, &document.article.text, &settings.codebook, &settings.coder, &settings.model];
    let bytes = words.into_iter().map(String::as_bytes);
    format!("{:016x}", fnv(bytes.chain([event.code.as_bytes(), mode.as_bytes(), &places])))
}

/// FNV-1a of 64 bits over fields, each closed by a zero.
fn fnv<'a>(fields: impl IntoIterator<Item = &'a [u8]>) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in fields.into_iter().flat_map(|f| f.iter().chain(&[0])) {
        hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_leave_as_code_points() {
        let text = "Syria’s é 日本 x";
        let points = CodePoints::new(text);
        for (number, (byte, _)) in text.char_indices().enumerate() {
            assert_eq!(points.at(byte), number);
        }
        assert_eq!(points.at(text.len()), text.chars().count());
    }
}
