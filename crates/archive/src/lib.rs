//! The archive: articles and their events in one SQLite file, each article kept once.
//!
//! ```no_run
//! # fn main() -> Result<(), legation_archive::Error> {
//! # let (article, coding) = (legation_text::Article::default(), legation_archive::Coding::default());
//! use legation_archive::{Archive, Entry, Item, Run, Writer, language};
//! let mut writer = Writer::open("legation.db".as_ref(), Run::default())?;
//! let language = language(&article.text);
//! writer.keep(&[Item::Entry(Entry::new(article, language, Some(coding)))])?;
//! let archive = Archive::open("legation.db".as_ref())?;
//! archive.records(|line| Ok(println!("{}", String::from_utf8_lossy(line))))?;
//! # Ok(()) }
//! ```
//!
//! One [`Writer`], many [`Archive`]s at a time. What a batch holds is there whole or not at all. The tables and views are
//! described in docs/archive.md; `migrations/` makes them.

mod archive;
mod check;
mod coding;
mod copies;
mod entry;
mod error;
mod exports;
mod key;
mod language;
mod linking;
mod open;
mod questions;
mod rows;
mod search;
mod select;
mod sketch;
mod writer;

pub use archive::{Archive, Figures, Standing};
pub use coding::Coding;
pub use entry::{Entry, Item, State};
pub use error::Error;
pub use exports::{Facts, Format, Told, Written};
pub use key::{Key, fingerprint};
pub use language::{ENGLISH, language};
pub use linking::{Counts, Linked, Said};
pub use open::SCHEMA;
pub use questions::{
    Asked, Bar, Dossier, Edge, EventRow, Filter, Node, Office, Sentences, Step, Telling, calendar, graphml,
    timeline_svg,
};
pub use search::Hit;
pub use select::{Rows, Value};
pub use writer::{Run, Tally, Writer};
