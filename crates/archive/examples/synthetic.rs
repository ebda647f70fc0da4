//! Fills an archive with made-up articles and events, to measure questions at any size:
//! `cargo run --profile fast -p legation-archive --example synthetic -- FILE EVENTS`
//!
//! Four events an article, each a sentence; countries, types, days and persons are drawn from a fixed seed, a few of each
//! often and most seldom, as in news. The same number of events gives the same archive.

#![allow(clippy::print_stdout)]

use legation_archive::{Coding, ENGLISH, Entry, Item, Run, Writer};
use legation_coding::{
    CiteInfo, DateInfo, EntityRecord, EventLocation, EventRecord, EvidenceRecord, Moved, TextInfo, TextSpan,
};
use legation_text::{Article, Document, Sentence, SentenceKind, Span, Story};
use std::error::Error;
use std::path::Path;

/// Events of an article.
const EVENTS: usize = 4;

/// Words behind each sentence, of so many different ones.
const FILLER: usize = 30;
const VOCABULARY: usize = 50_000;

/// Articles of a batch.
const BATCH: usize = 500;

const COUNTRIES: [(&str, &str); 16] = [
    ("Kenya", "KEN"),
    ("Ghana", "GHA"),
    ("Peru", "PER"),
    ("Chile", "CHL"),
    ("Oman", "OMN"),
    ("Qatar", "QAT"),
    ("Japan", "JPN"),
    ("Norway", "NOR"),
    ("Malta", "MLT"),
    ("Nepal", "NPL"),
    ("Fiji", "FJI"),
    ("Cuba", "CUB"),
    ("Mali", "MLI"),
    ("Togo", "TGO"),
    ("Laos", "LAO"),
    ("Gabon", "GAB"),
];

/// Type, word and quad class.
const TYPES: [(&str, &str, u8); 8] = [
    ("CONSULT", "met", 1),
    ("ACCUSE", "condemned", 3),
    ("SUPPORT", "praised", 1),
    ("AGREE", "agreed with", 1),
    ("REQUEST", "asked", 3),
    ("AID", "helped", 2),
    ("ASSAULT", "attacked", 4),
    ("THREATEN", "threatened", 3),
];

/// A generator of numbers: xorshift.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// Below `end`, the low ones more often.
    fn skewed(&mut self, end: usize) -> usize {
        let unit = (self.next() >> 11) as f64 / (1u64 << 53) as f64;
        ((unit * unit * unit) * end as f64) as usize
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let file = arguments.next().ok_or("give a file and a number of events")?;
    let events: usize = arguments.next().ok_or("give a number of events")?.parse()?;
    let run = Run { started: "2022-01-26T08:00:00Z".into(), coder: "synthetic".into(), ..Run::default() };
    let mut writer = Writer::open(Path::new(&file), run)?;
    let mut chance = Chance(0x5eed_1e9a);
    let started = std::time::Instant::now();
    let articles: Vec<usize> = (0..events.div_ceil(EVENTS)).collect();
    for batch in articles.chunks(BATCH) {
        let items: Vec<Item> = batch.iter().map(|number| Item::Entry(entry(*number, &mut chance))).collect();
        writer.keep(&items)?;
    }
    writer.finish("2022-01-26T09:00:00Z")?;
    println!("{} events in {:.1} s", articles.len() * EVENTS, started.elapsed().as_secs_f64());
    Ok(())
}

fn entry(number: usize, chance: &mut Chance) -> Entry {
    let first = jiff::civil::date(2012, 1, 1);
    let published = first.saturating_add(jiff::Span::new().days((number % 3650) as i64));
    let article = Article {
        title: Some(format!("News {number}")),
        published: Some(published),
        publisher: Some(format!("Paper {}", chance.skewed(400))),
        ..Article::from_text(format!("s{number}"), "")
    };
    let mut text = String::new();
    let mut records = Vec::new();
    let mut spans = Vec::new();
    for sentence in 0..EVENTS {
        let start = text.len();
        let drawn = Drawn::from(chance);
        text.push_str(&drawn.sentence());
        spans.push(Span::new(start, text.len()));
        for _ in 0..FILLER {
            text.push_str(&format!(" word{}", chance.skewed(VOCABULARY)));
        }
        text.push_str(". ");
        records.push(drawn.record(number, sentence, start, &published.to_string()));
    }
    let article = Article { text, ..article };
    let sentence = |span: &Span| Sentence {
        span: *span,
        tokens: 0..0,
        story: 0,
        paragraph: 0,
        kind: SentenceKind::Body,
        read: true,
    };
    let document = Document {
        stories: vec![Story { span: Span::new(0, article.text.len()), ..Story::default() }],
        sentences: spans.iter().map(sentence).collect(),
        article: article.clone(),
        ..Document::default()
    };
    let mut coding = Coding::default();
    coding.add(&document, records, Moved::default());
    Entry::new(article, ENGLISH, Some(coding))
}

/// What an event is made of.
struct Drawn {
    kind: usize,
    actor: usize,
    recipient: usize,
    person: usize,
}

impl Drawn {
    fn from(chance: &mut Chance) -> Self {
        let (kind, actor, recipient) =
            (chance.skewed(TYPES.len()), chance.skewed(COUNTRIES.len()), chance.skewed(COUNTRIES.len()));
        Self { kind, actor, recipient, person: chance.skewed(20_000) }
    }

    fn actor(&self) -> String {
        format!("minister Name{} of {}", self.person, COUNTRIES[self.actor].0)
    }

    fn sentence(&self) -> String {
        format!(
            "{} {} {} in {}.",
            self.actor(),
            TYPES[self.kind].1,
            COUNTRIES[self.recipient].0,
            COUNTRIES[self.recipient].0
        )
    }

    fn record(&self, article: usize, sentence: usize, start: usize, day: &str) -> EventRecord {
        let (code, word, quad) = TYPES[self.kind];
        let text = self.sentence();
        let side = |text: &str, name: String, country: usize, kind: &str, at: usize| EntityRecord {
            entity_text: text.to_owned(),
            start: start + at,
            end: start + at + text.len(),
            kind: Some(kind.to_owned()),
            identifier_text: Some(name),
            code: Some(COUNTRIES[country].1.to_owned()),
            sector: vec!["GOV".to_owned()],
            office: (kind == "person").then(|| "minister".to_owned()),
            reason: "drawn".to_owned(),
            confidence: 0.9,
            ..EntityRecord::default()
        };
        let (actor, place) = (self.actor(), COUNTRIES[self.recipient]);
        let at = actor.len() + 1;
        EventRecord {
            schema: legation_coding::SCHEMA,
            id: format!("{:016x}", article * EVENTS + sentence),
            document: format!("s{article}"),
            story: 0,
            event: vec![code.to_owned()],
            mode: Vec::new(),
            context: vec![["diplomatic", "economic", "military"][self.person % 3].to_owned()],
            auxiliary: Vec::new(),
            quad_code: quad,
            event_scale: 1.0,
            cameo: "040".to_owned(),
            size: Default::default(),
            actor: vec![side(&actor, format!("Name{}", self.person), self.actor, "person", 0)],
            recipient: vec![side(place.0, place.0.to_owned(), self.recipient, "place", at + word.len() + 1)],
            date: Some(day.to_owned()),
            enddate: Some(day.to_owned()),
            date_info: Some(DateInfo {
                granularity: "day".to_owned(),
                source: "published".to_owned(),
                text: None,
                start: None,
                end: None,
            }),
            event_loc: Some(EventLocation {
                extracted_place: place.0.to_owned(),
                start: start + text.len() - 1 - place.0.len(),
                end: start + text.len() - 1,
                resolved_place: Some(place.0.to_owned()),
                geonameid: Some(self.recipient as u64 + 1),
                lat: Some(0.0),
                lon: Some(0.0),
                country_code: Some(place.1.to_owned()),
                feature_code: Some("PCLI".to_owned()),
                resolution: Some(1),
                source: "text".to_owned(),
            }),
            attribution: None,
            event_text: vec![TextSpan { text: word.to_owned(), start: start + at, end: start + at + word.len() }],
            text_info: TextInfo { sequence: sentence, start, end: start + text.len() },
            text,
            topic: Vec::new(),
            confidence: 0.8,
            evidence: EvidenceRecord { by: "drawn".to_owned(), detail: Default::default() },
            cite_info: CiteInfo {
                url: None,
                title: Some(format!("News {article}")),
                publication: None,
                license: None,
                language: ENGLISH.to_owned(),
                published: Some(day.to_owned()),
                codebook: "synthetic".to_owned(),
                coder: "synthetic".to_owned(),
                model: "synthetic".to_owned(),
            },
        }
    }
}
