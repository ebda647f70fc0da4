//! What comes into the archive: articles ready to be kept, and what could not be read.

use crate::coding::Coding;
use crate::key::Key;
use crate::language::ENGLISH;
use crate::sketch::Sketch;
use legation_text::Article;

/// One thing to keep.
#[derive(Clone, Debug)]
pub enum Item {
    /// An article.
    Entry(Entry),
    /// An article that is there already, coded or never to be; its text is not needed.
    There(Article, Key),
    /// A record that could not be read: where it stands and what is wrong.
    Failure(String, String),
}

/// How far an article has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Its events are in the archive.
    Coded,
    /// Kept, and to be coded when it comes in again.
    Waiting,
    /// Not in English: kept, and never coded.
    Foreign,
}

impl State {
    /// The name in the archive.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Coded => "coded",
            Self::Waiting => "waiting",
            Self::Foreign => "foreign",
        }
    }

    pub(crate) fn parse(text: &str) -> Option<Self> {
        [Self::Coded, Self::Waiting, Self::Foreign].into_iter().find(|s| s.as_str() == text)
    }
}

/// An article with all that can be said of it before it is written, so that the one writer only writes.
#[derive(Clone, Debug)]
pub struct Entry {
    pub(crate) article: Article,
    pub(crate) key: Key,
    pub(crate) language: &'static str,
    pub(crate) state: State,
    pub(crate) coding: Coding,
    pub(crate) sketch: Sketch,
    /// The records as JSON lines, compressed.
    pub(crate) jsonl: Vec<u8>,
}

/// Level of zstd for records: those of one article are so alike that a higher one gains little.
const LEVEL: i32 = 3;

impl Entry {
    /// An article in a language ([`crate::language`]) with its coding, where it has one. Of an article that is not in
    /// English none is kept.
    pub fn new(article: Article, language: &'static str, coding: Option<Coding>) -> Self {
        let (state, coding) = match (language, coding) {
            (ENGLISH, Some(coding)) => (State::Coded, coding),
            (ENGLISH, None) => (State::Waiting, Coding::default()),
            _ => (State::Foreign, Coding::default()),
        };
        let mut lines = Vec::new();
        for record in &coding.records {
            serde_json::to_writer(&mut lines, record).expect("a record is plain data, and memory takes all");
            lines.push(b'\n');
        }
        let jsonl = zstd::encode_all(lines.as_slice(), LEVEL).expect("memory takes all");
        let sketch = Sketch::of(&article.text);
        Self { key: Key::of(&article), language, state, coding, sketch, jsonl, article }
    }

    /// Bytes that it takes until it is written, about.
    pub fn bytes(&self) -> usize {
        self.article.text.len() + self.jsonl.len() + size_of_val(self.sketch.runs.as_slice())
    }

    /// How far it has come.
    pub fn state(&self) -> State {
        self.state
    }
}
