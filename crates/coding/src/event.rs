//! Events as the coder finds them, with byte offsets; [`crate::EventRecord`] is how they leave.

use crate::actors::Resolution;
use jiff::civil::Date;
use legation_text::{Granularity, SentenceId, Span, Stance};
use std::collections::BTreeMap;

/// Something that somebody did to somebody, as a text tells it.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Event type: "CONSULT".
    pub code: String,
    /// Mode: "phone".
    pub mode: Option<String>,
    /// Contexts: "diplomatic".
    pub contexts: Vec<String>,
    /// historical, future, hypothetical, negation.
    pub auxiliary: Vec<Auxiliary>,
    /// Quad class of PLOVER.
    pub quad: u8,
    /// PLOVER score.
    pub scale: f64,
    /// CAMEO code.
    pub cameo: String,
    /// Who acts; all sides of a two-sided event.
    pub actors: Vec<Resolution>,
    /// On whom.
    pub recipients: Vec<Resolution>,
    /// How many were killed, injured or arrested, where the text counts them.
    pub sizes: BTreeMap<String, u32>,
    /// When.
    pub date: Option<EventDate>,
    /// Where.
    pub place: Option<EventPlace>,
    /// According to whom.
    pub attribution: Option<Attribution>,
    /// The words that say so, in order.
    pub trigger: Vec<Span>,
    /// About what.
    pub topics: Vec<Span>,
    /// Sentence.
    pub sentence: SentenceId,
    /// Story.
    pub story: usize,
    /// 0 to 1.
    pub confidence: f64,
    /// Which pattern said so.
    pub evidence: Evidence,
}

/// PLOVER's auxiliary modes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Auxiliary {
    /// Background, long past.
    Historical,
    /// Going to happen.
    Future,
    /// Conditional or only possible.
    Hypothetical,
    /// Did not happen.
    Negation,
}

impl Auxiliary {
    /// The name in records.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Historical => "historical",
            Self::Future => "future",
            Self::Hypothetical => "hypothetical",
            Self::Negation => "negation",
        }
    }
}

/// Where a date comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateSource {
    /// Words of the event's sentence.
    Text,
    /// The story's dateline.
    Dateline,
    /// The day of publication, for want of better.
    Published,
}

impl DateSource {
    /// The name in records.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Dateline => "dateline",
            Self::Published => "published",
        }
    }
}

/// What the words of a date are the time of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateOf {
    /// The event: "hit the camp on Monday".
    Event,
    /// The occasion that the event belongs to, told in another sentence.
    Occasion,
    /// The report that tells it, where nothing else dates the event: "hit the camp, the army said on Monday".
    Report,
}

impl DateOf {
    /// The name in records.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Event => "event",
            Self::Occasion => "occasion",
            Self::Report => "report",
        }
    }
}

/// When an event happened.
#[derive(Clone, Debug, PartialEq)]
pub struct EventDate {
    /// First and last day, where known.
    pub days: Option<(Date, Date)>,
    /// How exact.
    pub granularity: Granularity,
    /// Where from.
    pub source: DateSource,
    /// What its words are the time of.
    pub of: DateOf,
    /// The words, where there are any.
    pub span: Option<Span>,
}

/// Where an event happened.
#[derive(Clone, Debug, PartialEq)]
pub struct EventPlace {
    /// The words.
    pub span: Span,
    /// Whether the place comes from the dateline.
    pub dateline: bool,
    /// What it is in the codebook's tables.
    pub resolved: Option<ResolvedPlace>,
}

/// A place of the codebook.
#[derive(Clone, Debug, PartialEq)]
pub struct ResolvedPlace {
    /// Usual name.
    pub name: String,
    /// GeoNames id.
    pub geonameid: Option<u64>,
    /// Degrees north.
    pub latitude: Option<f64>,
    /// Degrees east.
    pub longitude: Option<f64>,
    /// Country code.
    pub country: String,
    /// GeoNames feature code: PCLI, PPLC.
    pub feature: &'static str,
    /// 1 country, 2 region, 3 district, 4 town, 5 site.
    pub resolution: u8,
}

/// Who says that an event happened.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribution {
    /// Who says so in the first place.
    pub source: Source,
    /// Who tells that he says so, nearest first: "state television" of "state television quoted the ministry as saying".
    pub via: Vec<Source>,
}

/// A source and how it stands to what it tells.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// Its phrase; `None` where it is left out.
    pub span: Option<Span>,
    /// How it stands to the event, or to what the source before it says.
    pub stance: Stance,
    /// Who it is.
    pub entity: Option<Resolution>,
}

/// Why an event was coded.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    /// The pattern as written, where one told the event.
    pub pattern: Option<String>,
    /// File and line of the pattern.
    pub place: Option<String>,
    /// Words of the sentence that the pattern's own words matched.
    pub words: usize,
    /// How sure the pattern is by itself, 0 to 1.
    pub strength: f64,
    /// Whether the pattern is of a file of the user's own.
    pub own: bool,
    /// Probability of the event's type between its sides by the pair head.
    pub head: f64,
    /// The type that the pair head finds likeliest between the sides, with its probability.
    pub head_says: Option<(String, f64)>,
    /// Type before PLOVER's rules turned it into another, and the rule.
    pub rule: Option<String>,
    /// "verb", "noun", "light verb".
    pub form: &'static str,
    /// The word that shows an auxiliary: "not", "refused", "if".
    pub shown_by: Option<Span>,
    /// Whether a noun takes up something known ("the meeting").
    pub definite: bool,
}
