//! Articles and codings for tests, without a coder.

// Not every test needs all of it.
#![allow(dead_code)]

use legation_archive::{Coding, ENGLISH, Entry, Item, Run, Writer};
use legation_coding::{EventRecord, Moved};
use legation_text::{Article, Document, Sentence, SentenceKind, Span, Story};
use std::path::{Path, PathBuf};

/// A file name of its own for a test.
pub fn file(name: &str) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    for end in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{end}", path.display()));
    }
    path
}

pub fn run() -> Run {
    Run {
        started: "2022-01-26T08:00:00Z".into(),
        coder: "legation 0.1.0".into(),
        codebook: "plover-2.0".into(),
        model: "reader 3".into(),
        settings: "{}".into(),
        ..Run::default()
    }
}

/// An article of one sentence that tells one meeting of a minister with a place.
pub fn article(number: usize) -> Article {
    Article {
        title: Some(format!("Talks {number}")),
        published: Some("2022-01-25".parse().expect("a day")),
        url: Some(format!("https://example.org/{number}")),
        publisher: Some("Example".into()),
        ..Article::from_text(
            format!("a{number}"),
            format!("Foreign minister Wang Yi met envoy {number} in Muscat on Monday."),
        )
    }
}

pub fn record(number: usize) -> EventRecord {
    let entity = |text: &str, start: usize, kind: &str, code: &str, office: Option<&str>| {
        serde_json::json!({
            "entity_text": text, "start": start, "end": start + text.len(), "kind": kind, "identifier_text": text,
            "identifier_id": null, "code": code, "sector": ["GOV", "DIP"], "office": office, "coreferent": null,
            "reason": "written down", "confidence": 0.9
        })
    };
    serde_json::from_value(serde_json::json!({
        "schema": 1, "id": format!("{number:016x}"), "document": format!("a{number}"), "story": 0,
        "event": ["CONSULT"], "mode": ["visit"], "context": ["diplomatic", "economic"], "auxiliary": [],
        "quad_code": 1, "event_scale": 4.0, "cameo": "042", "size": {"killed": 3},
        "actor": [entity("Wang Yi", 17, "person", "CHN", Some("Foreign minister"))],
        "recipient": [entity("envoy", 29, "person", "OMN", None)],
        "date": "2022-01-24", "enddate": "2022-01-24",
        "date_info": {"granularity": "day", "source": "text", "text": "on Monday", "start": 47, "end": 56},
        "event_loc": {"extracted_place": "Muscat", "start": 40, "end": 46, "resolved_place": "Muscat", "geonameid": 287286,
            "lat": 23.58, "lon": 58.41, "country_code": "OMN", "feature_code": "PPLC", "resolution": 4, "source": "text"},
        "attribution": null, "event_text": [{"text": "met", "start": 25, "end": 28}],
        "text_info": {"sequence": 0, "start": 0, "end": 57}, "text": "", "topic": [], "confidence": 0.85,
        "evidence": {"by": "pattern", "detail": {}},
        "cite_info": {"url": null, "title": null, "publication": null, "license": null, "language": "en",
            "published": "2022-01-25", "codebook": "plover-2.0", "coder": "legation 0.1.0", "model": "reader 3"}
    }))
    .expect("a record")
}

/// A coding of one sentence with the given records.
pub fn coding(article: &Article, records: Vec<EventRecord>) -> Coding {
    let span = Span::new(0, article.text.len());
    let document = Document {
        article: article.clone(),
        stories: vec![Story { span, ..Story::default() }],
        sentences: vec![Sentence { span, tokens: 0..0, story: 0, paragraph: 0, kind: SentenceKind::Body, read: true }],
        ..Document::default()
    };
    let mut coding = Coding::default();
    coding.add(&document, records, Moved::default());
    coding
}

pub fn item(number: usize) -> Item {
    let article = article(number);
    let coding = coding(&article, vec![record(number)]);
    Item::Entry(Entry::new(article, ENGLISH, Some(coding)))
}

pub fn writer(path: &Path) -> Writer {
    Writer::open(path, run()).expect("an archive can be made")
}
