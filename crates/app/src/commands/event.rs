//! `legation event`: one event by hand: merged with others, or split.

use super::{ArchiveOptions, now};
use crate::failure::Outcome;
use clap::Subcommand;
use legation_archive::{Run, Said, Writer};
use std::io::Write;

/// Merge and split events by hand, where linking is wrong
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  legation event merge 03a1be0d5a1c9f20 77c0de41be0d5a1c --by 'A. Rahman'
  legation event split 03a1be0d5a1c9f20 --note 'two attacks of one day'

Kept as corrections, apart from what the machine says; linking again does not undo them. Ids are those of legation events and of
the views event and report of legation sql; where several articles have one id, write ID@ARTICLE.")]
pub(crate) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Make one event of several
    Merge {
        /// Ids of the events, or of one of their reports each.
        #[arg(value_name = "ID", required = true, num_args = 2..)]
        ids: Vec<String>,
        #[command(flatten)]
        options: Options,
    },
    /// Take a report out of its event; with the id of the event itself, take all its reports apart
    Split {
        /// Id of the report or event.
        #[arg(value_name = "ID")]
        id: String,
        #[command(flatten)]
        options: Options,
    },
}

#[derive(clap::Args)]
struct Options {
    #[command(flatten)]
    archive: ArchiveOptions,
    /// Who says so.
    #[arg(long = "by", value_name = "NAME", default_value = "")]
    author: String,
    /// Why.
    #[arg(long, value_name = "WORDS")]
    note: Option<String>,
}

impl Options {
    fn writer(&self) -> Result<Writer, crate::failure::Failure> {
        drop(self.archive.open()?);
        Ok(Writer::open(&self.archive.archive, Run::default())?)
    }

    fn said(self) -> Said {
        Said { author: self.author, made: now(), note: self.note }
    }
}

impl Args {
    pub(crate) fn run(self) -> Outcome {
        let mut out = std::io::stdout().lock();
        match self.what {
            What::Merge { ids, options } => {
                let event = options.writer()?.merge(&ids, &options.said())?;
                writeln!(out, "{event}")?;
            }
            What::Split { id, options } => {
                let events = options.writer()?.split(&id, &options.said())?;
                writeln!(out, "{events} events")?;
            }
        }
        Ok(())
    }
}
