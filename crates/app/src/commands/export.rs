//! `legation export`: what an archive holds, in a format of the field.

use super::ArchiveOptions;
use crate::failure::Outcome;
use std::io::{BufWriter, Write};

/// Write the events of an archive
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  legation export --format jsonl > events.jsonl
  legation export --format jsonl --archive 2022.db")]
pub(crate) struct Args {
    #[command(flatten)]
    archive: ArchiveOptions,
    /// How the events are written.
    #[arg(long, value_name = "FORMAT", default_value = "jsonl")]
    format: Format,
}

/// Formats of export.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// PLOVER JSONL: the event records as the coder wrote them, one a line.
    Jsonl,
}

impl Args {
    pub(crate) fn run(self) -> Outcome {
        let archive = self.archive.open()?;
        let mut out = BufWriter::new(std::io::stdout().lock());
        match self.format {
            Format::Jsonl => archive.records(|line| {
                out.write_all(line)?;
                out.write_all(b"\n")
            })?,
        }
        out.flush()?;
        Ok(())
    }
}
