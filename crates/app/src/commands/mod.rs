//! A file a command: its `Args` and its `run`.

pub(crate) mod actor;
pub(crate) mod analyse;
pub(crate) mod answer;
pub(crate) mod code;
pub(crate) mod codebook;
pub(crate) mod completions;
pub(crate) mod dossier;
pub(crate) mod evaluate;
pub(crate) mod event;
pub(crate) mod events;
pub(crate) mod explain;
pub(crate) mod export;
pub(crate) mod gold;
pub(crate) mod ingest;
pub(crate) mod link;
pub(crate) mod meetings;
pub(crate) mod network;
pub(crate) mod people;
pub(crate) mod search;
pub(crate) mod sql;
pub(crate) mod timeline;

use crate::failure::{Failure, Outcome};
use crate::input::Articles;
use std::path::PathBuf;

/// Which archive a command is about.
#[derive(clap::Args, Clone, Debug)]
pub(crate) struct ArchiveOptions {
    /// The archive.
    #[arg(long, value_name = "FILE", default_value = "legation.db")]
    pub archive: PathBuf,
}

impl ArchiveOptions {
    /// Opens it for reading.
    fn open(&self) -> Result<legation_archive::Archive, Failure> {
        Ok(legation_archive::Archive::open(&self.archive)?)
    }
}

/// The time now, to the second, in UTC.
fn now() -> String {
    let now = jiff::Timestamp::now();
    now.round(jiff::Unit::Second).unwrap_or(now).to_string()
}

/// How a run over articles ended, with so many bad records.
fn ended(articles: &Articles, bad: usize) -> Outcome {
    match (&articles.fatal, bad) {
        (Some(_), _) => Err(Failure::Call("nothing could be read".into())),
        (None, 0) => Ok(()),
        (None, bad) => Err(Failure::Records(bad)),
    }
}
