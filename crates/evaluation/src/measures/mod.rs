//! What is measured, a file a kind of gold.

mod actors;
mod attribution;
mod coreference;
mod dyads;
mod events;
mod fields;
mod gate;
mod names;
mod nonpolitical;
mod offices;
mod petrarch;
mod places;
mod splitting;
mod times;
mod trees;

pub use coreference::{GoldReferences, rows as coreference_rows};
pub use events::event_rows;

use crate::coded::{Gold, code_gold};
use crate::gold::GoldError;
use crate::report::Row;
use crate::units::Split;
use legation_coding::{Coder, EventRecord, Included, Settings, records};
use legation_text::{Analyzer, Article};
use std::path::{Path, PathBuf};

/// Which measures to take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Articles coded by hand in `gold/`.
    Articles,
    /// Sentences coded by hand in `gold/sentences`.
    Sentences,
    /// PLV: the type of a given pair of actors.
    Plv,
    /// The PLOVER gold standard records.
    Plover,
    /// PETRARCH's unit tests.
    Petrarch,
    /// Text without political events (EWT reviews and answers).
    NonPolitical,
    /// Trees and tags of EWT and GUM.
    Trees,
    /// Words and sentences of running text, EWT and GUM.
    Splitting,
    /// Names of persons, organizations and places.
    Names,
    /// Who is meant, GUM.
    Coreference,
    /// Actor phrases of NGEC's tests, and offices on a day.
    Actors,
    /// Toponyms of GeoVirus, LGL and GeoWebNews.
    Places,
    /// Who says what, GUM.
    Attribution,
    /// Time expressions of MEANTIME, Recognizers-Text and GUM.
    Times,
    /// What is lost by not reading every sentence.
    Gate,
}

impl Measure {
    /// All, in order of the report.
    pub const ALL: [Self; 15] = [
        Self::Articles,
        Self::Sentences,
        Self::Plv,
        Self::Plover,
        Self::NonPolitical,
        Self::Petrarch,
        Self::Trees,
        Self::Splitting,
        Self::Names,
        Self::Coreference,
        Self::Actors,
        Self::Places,
        Self::Attribution,
        Self::Times,
        Self::Gate,
    ];

    /// The project's own gold that it measures on, where it does.
    pub fn gold(self) -> Option<Gold> {
        match self {
            Self::Articles => Some(Gold::Articles),
            Self::Sentences => Some(Gold::Sentences),
            _ => None,
        }
    }
}

/// Where gold lies.
#[derive(Clone, Debug)]
pub struct Sets {
    /// The project's own gold.
    pub gold: PathBuf,
    /// The development data, where there is any.
    pub data: Option<PathBuf>,
}

/// Takes a measure; no rows where its set is not there.
///
/// # Errors
/// Names the file and line that cannot be read.
pub fn measure(which: Measure, sets: &Sets, analyzer: &Analyzer, coder: &Coder) -> Result<Vec<Row>, GoldError> {
    let data = |path: &str| sets.data.as_ref().map(|d| d.join(path)).filter(|p| p.exists());
    let own = |gold| {
        let coded = code_gold(gold, &sets.gold, &Split::ALL, analyzer, coder)?;
        Ok(coded.iter().flat_map(event_rows).collect())
    };
    match which {
        Measure::Articles => own(Gold::Articles),
        Measure::Sentences => own(Gold::Sentences),
        Measure::Plv => {
            optional(data("events-plv-nolicence/plv_train.events.jsonl"), |p| dyads::plv(p, analyzer, coder))
        }
        Measure::Plover => optional(data("events/plover_gsr.events.jsonl"), |p| dyads::plover(p, analyzer, coder)),
        Measure::Petrarch => {
            let own = data("petrarch-dictionaries");
            optional(data("events/petr_unittest.events.jsonl"), |p| {
                petrarch::measure(p, own.as_deref(), analyzer, coder)
            })
        }
        Measure::NonPolitical => {
            optional(data("ud/en_ewt-ud-dev.conllu"), |p| nonpolitical::measure(p, analyzer, coder))
        }
        Measure::Trees => treebanks(data, |name, p| trees::measure(name, p, analyzer)),
        Measure::Splitting => treebanks(data, |name, p| splitting::measure(name, p, analyzer)),
        Measure::Names => optional(data("ner"), |p| names::measure(p, analyzer, coder)),
        Measure::Coreference => {
            optional(data("coref/gum_dev.coref.jsonl"), |p| coreference::measure("GUM dev, open genres", p, analyzer))
        }
        Measure::Actors => {
            let offices = Some(sets.gold.join("offices.tsv")).filter(|p| p.exists());
            let mut rows = optional(data("actors/actor_resolution.tsv"), |p| actors::measure(p, analyzer, coder))?;
            rows.extend(optional(offices, |p| offices::measure(p, analyzer, coder))?);
            Ok(rows)
        }
        Measure::Places => {
            let mut rows = Vec::new();
            for (name, file) in [
                ("GeoVirus dev", "geo/geovirus.geo.jsonl"),
                ("LGL dev (measure only)", "geo/lgl.geo.jsonl"),
                ("GeoWebNews dev (measure only)", "geo/geowebnews.geo.jsonl"),
            ] {
                rows.extend(optional(data(file), |p| places::measure(name, p, analyzer, coder))?);
            }
            Ok(rows)
        }
        Measure::Attribution => optional(data("attribution/gum_dev.attribution.jsonl"), |p| {
            attribution::measure("GUM dev, open genres", p, analyzer)
        }),
        Measure::Times => {
            let mut rows = optional(data("time/meantime.time.jsonl"), |p| times::meantime(p, analyzer))?;
            rows.extend(optional(data("time/recognizers_text.time.jsonl"), |p| times::recognizers(p, analyzer))?);
            rows.extend(optional(data("time/gum_dev.time.jsonl"), |p| times::gum(p, analyzer))?);
            Ok(rows)
        }
        Measure::Gate => optional(data("raw-news/news.jsonl"), |p| gate::measure(p, analyzer, coder)),
    }
}

fn optional(path: Option<PathBuf>, take: impl Fn(&Path) -> Result<Vec<Row>, GoldError>) -> Result<Vec<Row>, GoldError> {
    path.map_or_else(|| Ok(Vec::new()), |p| take(&p))
}

/// The same for each of the treebanks that there are.
fn treebanks(
    data: impl Fn(&str) -> Option<PathBuf>,
    take: impl Fn(&str, &Path) -> Result<Vec<Row>, GoldError>,
) -> Result<Vec<Row>, GoldError> {
    let mut rows = Vec::new();
    for (name, file) in [("EWT dev", "ud/en_ewt-ud-dev.conllu"), ("GUM dev, open genres", "ud/en_gum-ud-dev.conllu")] {
        rows.extend(optional(data(file), |p| take(name, p))?);
    }
    Ok(rows)
}

/// The lines of a JSONL file as `T`.
fn lines<T: serde::de::DeserializeOwned>(path: &Path) -> Result<Vec<T>, GoldError> {
    let text = read(path)?;
    text.lines()
        .enumerate()
        .filter(|(_, l)| !l.trim().is_empty())
        .map(|(i, l)| serde_json::from_str(l).map_err(|e| GoldError(format!("{}:{}: {e}", path.display(), i + 1))))
        .collect()
}

fn read(path: &Path) -> Result<String, GoldError> {
    std::fs::read_to_string(path).map_err(|e| GoldError(format!("{}: {e}", path.display())))
}

/// The byte at which each code point of a text begins, and its end: gold counts code points, spans count bytes.
fn bytes_of_points(text: &str) -> Vec<usize> {
    text.char_indices().map(|(at, _)| at).chain([text.len()]).collect()
}

/// Codes one text.
fn code(text: &str, published: Option<&str>, analyzer: &Analyzer, coder: &Coder) -> Vec<EventRecord> {
    let mut article = Article::from_text("gold", text);
    article.published = published.and_then(|d| d.parse().ok());
    let document = coder.analyze(analyzer, article);
    let events = coder.code(&document, Included::default());
    records(&document, &events, &Settings::default())
}
