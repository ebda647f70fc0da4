//! Sentences with a source, a target and one type: PLV and the PLOVER gold standard records.

use super::{code, lines};
use crate::gold::GoldError;
use crate::phrases::any_found;
use crate::report::Row;
use crate::scores::{Agreement, Share};
use legation_coding::{Coder, EntityRecord, EventRecord};
use legation_text::{Analyzer, Opinion, Span};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

#[derive(Deserialize)]
struct PlvRecord {
    sentence: String,
    marked: String,
    source: String,
    target: String,
    root: String,
}

#[derive(Deserialize)]
struct Side {
    text: Option<String>,
    code: Option<String>,
}

#[derive(Deserialize)]
struct PloverRecord {
    sentence: String,
    source: Vec<Side>,
    target: Vec<Side>,
    root_2021: String,
}

/// One sentence with what a coder saw in it.
struct Dyad {
    sentence: String,
    source: Vec<String>,
    target: Vec<String>,
    root: String,
}

pub(super) fn plv(path: &Path, analyzer: &Analyzer, coder: &Coder) -> Result<Vec<Row>, GoldError> {
    let records = lines::<PlvRecord>(path)?;
    let (mut given, mut crossed) = (Share::default(), Share::default());
    for record in &records {
        let said = marked(&record.marked).and_then(|(text, source, target)| analyzer.opinion(&text, source, target));
        let labels = &analyzer.reader().labels().event;
        let best = said.as_ref().and_then(|opinion| likeliest(labels, &opinion.events));
        given.add(best == Some(record.root.as_str()));
        let cameo = said.as_ref().and_then(|opinion| likeliest_cameo(coder, analyzer, opinion));
        crossed.add(cameo.and_then(|c| root_2021(coder, c)) == Some(record.root.as_str()));
    }
    let dyads: Vec<Dyad> = records
        .into_iter()
        .map(|r| Dyad { sentence: r.sentence, source: vec![r.source], target: vec![r.target], root: r.root })
        .collect();
    let name = "PLV train (dev; 15 roots)";
    let mut rows = vec![
        Row::new(name, "type of the given pair, by the pair head", given),
        Row::new(name, "the same, by its CAMEO code and PLOVER of 2021", crossed),
    ];
    rows.extend(measure(name, &dyads, analyzer, coder));
    Ok(rows)
}

/// The likeliest root, given that there is one; the first label is none.
fn likeliest<'a>(labels: &'a [String], probabilities: &[f32]) -> Option<&'a str> {
    let mut roots: BTreeMap<&str, f32> = BTreeMap::new();
    labels.iter().zip(probabilities).skip(1).for_each(|(label, p)| *roots.entry(root(label)).or_default() += p);
    roots.into_iter().max_by(|a, b| a.1.total_cmp(&b.1)).map(|(root, _)| root)
}

/// The CAMEO code of the likeliest event and mode, given that there is one.
fn likeliest_cameo<'a>(coder: &'a Coder, analyzer: &Analyzer, opinion: &Opinion) -> Option<&'a str> {
    let labels = analyzer.reader().labels();
    let event = likeliest_label(labels.event.iter().zip(&opinion.events).skip(1))?;
    let own = |label: &str| label.split('/').next() == Some(event);
    let mode = likeliest_label(labels.mode.iter().zip(&opinion.modes).filter(|(l, _)| own(l)));
    let mode = mode.and_then(|m| m.split_once('/')).map(|m| m.1);
    let codebook = coder.codebook();
    codebook.cameo_of(event, mode).or_else(|| codebook.event(event).map(|e| e.cameo.as_str()))
}

fn likeliest_label<'a>(labels: impl Iterator<Item = (&'a String, &'a f32)>) -> Option<&'a str> {
    labels.max_by(|a, b| a.1.total_cmp(b.1)).map(|(label, _)| label.as_str())
}

/// A sentence without its marks, and the places of `<s>source</s>` and `<t>target</t>`; some name no target.
fn marked(text: &str) -> Option<(String, Span, Option<Span>)> {
    let mut plain = String::new();
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        match ["<s>", "</s>", "<t>", "</t>"].into_iter().find(|tag| rest.starts_with(tag)) {
            Some(tag) => {
                places.insert(tag, plain.len());
                rest = &rest[tag.len()..];
            }
            None => {
                plain.push('<');
                rest = &rest[1..];
            }
        }
    }
    plain.push_str(rest);
    let span = |open: &str, close: &str| Some(Span::new(*places.get(open)?, *places.get(close)?));
    Some((plain, span("<s>", "</s>")?, span("<t>", "</t>")))
}

pub(super) fn plover(path: &Path, analyzer: &Analyzer, coder: &Coder) -> Result<Vec<Row>, GoldError> {
    let texts = |sides: Vec<Side>| sides.into_iter().filter_map(|s| s.text).collect::<Vec<_>>();
    let records = lines::<PloverRecord>(path)?;
    let whole = whole_records(&records, analyzer, coder);
    let dyads: Vec<Dyad> = records
        .into_iter()
        .map(|r| Dyad { sentence: r.sentence, source: texts(r.source), target: texts(r.target), root: r.root_2021 })
        .collect();
    let name = "PLOVER gold records (dev half; 15 roots)";
    let mut rows = measure(name, &dyads, analyzer, coder);
    rows.push(Row::new(name, "root and countries of both sides, F1", whole));
    Ok(rows)
}

/// Country codes of one side.
type Countries = BTreeSet<String>;

/// Root and both sides' countries of every record that is found, against those of the gold.
fn whole_records(records: &[PloverRecord], analyzer: &Analyzer, coder: &Coder) -> Agreement {
    let mut sentences: BTreeMap<&str, Vec<&PloverRecord>> = BTreeMap::new();
    records.iter().for_each(|r| sentences.entry(&r.sentence).or_default().push(r));
    let countries =
        |sides: &[Side]| -> Countries { sides.iter().filter_map(|s| s.code.as_deref()).map(common).collect() };
    let mut agreement = Agreement::default();
    for (sentence, gold) in sentences {
        let found = code(sentence, None, analyzer, coder);
        let mut taken = vec![false; found.len()];
        for record in gold {
            let (source, target) = (countries(&record.source), countries(&record.target));
            let fits = |r: &EventRecord| has_root(r, &record.root_2021) && is_between(r, &source, &target);
            let hit = (0..found.len()).find(|i| !taken[*i] && fits(&found[*i]));
            hit.iter().for_each(|i| taken[*i] = true);
            agreement.gold.add(hit.is_some());
        }
        taken.into_iter().for_each(|t| agreement.found.add(t));
    }
    agreement
}

/// A code in terms that the file and today's codes have in common: two old ones by their new names, and one for all bodies that
/// work across borders, which the file does not tell apart.
fn common(code: &str) -> String {
    match code {
        "JAP" => "JPN",
        "VTN" => "VNM",
        "UNO" | "EUR" | "NGO" => "IGO",
        other => other,
    }
    .to_owned()
}

/// Whether a record's sides have these countries; those of a two-sided event stand among its actors.
fn is_between(record: &EventRecord, source: &Countries, target: &Countries) -> bool {
    let of =
        |sides: &[EntityRecord]| -> Countries { sides.iter().filter_map(|s| s.code.as_deref()).map(common).collect() };
    let (actors, recipients) = (of(&record.actor), of(&record.recipient));
    if record.recipient.is_empty() && record.actor.len() > 1 {
        return actors == source.union(target).cloned().collect();
    }
    actors == *source && recipients == *target
}

/// The 15 roots of PLOVER-2021: concessions in word and deed are one.
fn root(code: &str) -> &str {
    match code {
        "CONCEDE" | "RETREAT" => "YIELD",
        other => other,
    }
}

/// The root that the draft of 2021 gives a CAMEO code: sanctions are COERCE there, verdicts ACCUSE, and the promise of a
/// concession AGREE.
fn root_2021<'a>(coder: &'a Coder, cameo: &str) -> Option<&'a str> {
    let codes = &coder.codebook().cameo;
    codes.iter().find(|c| c.cameo == cameo).map(|c| root(&c.event_2021))
}

fn has_root(record: &EventRecord, wanted: &str) -> bool {
    record.event.iter().any(|e| root(e) == wanted)
}

fn measure(name: &str, dyads: &[Dyad], analyzer: &Analyzer, coder: &Coder) -> Vec<Row> {
    let (mut any, mut typed, mut pair, mut answered, mut events) =
        (Share::default(), Share::default(), Share::default(), Share::default(), 0);
    let mut crossed = Share::default();
    for dyad in dyads {
        let found = code(&dyad.sentence, None, analyzer, coder);
        events += found.len();
        any.add(!found.is_empty());
        typed.add(found.iter().any(|r| has_root(r, &dyad.root)));
        let of_pair = |r: &&EventRecord| {
            // "it" is whom it was resolved to.
            let texts = |list: &[EntityRecord]| -> Vec<String> {
                list.iter().map(|e| e.coreferent.as_ref().unwrap_or(&e.entity_text).clone()).collect()
            };
            let (actors, recipients) = (texts(&r.actor), texts(&r.recipient));
            let both: Vec<String> = actors.iter().chain(&recipients).cloned().collect();
            // Two-sided events list both in `actor`.
            let target = dyad.target.is_empty()
                || any_found(&dyad.target, if recipients.is_empty() { &both } else { &recipients });
            any_found(&dyad.source, &actors) && target
        };
        let mine: Vec<&EventRecord> = found.iter().filter(of_pair).collect();
        answered.add(!mine.is_empty());
        pair.add(mine.iter().any(|r| has_root(r, &dyad.root)));
        crossed.add(mine.iter().any(|r| root_2021(coder, &r.cameo) == Some(dyad.root.as_str())));
    }
    vec![
        Row::new(name, "sentence has an event", any),
        Row::new(name, "an event of the right type", typed),
        Row::new(name, "an event between source and target", answered),
        Row::new(name, "the same, of the right type", pair),
        Row::new(name, "the same, by the CAMEO code and PLOVER of 2021", crossed),
        Row::new(name, "events a sentence", format!("{:.2}", events as f64 / dyads.len().max(1) as f64)),
    ]
}
