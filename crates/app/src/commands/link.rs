//! `legation link`: the reports of one event, linked.

use super::ArchiveOptions;
use crate::failure::Outcome;
use legation_archive::{Archive, Run, Writer};
use std::io::Write;

/// Link the reports of one event in an archive; ingest does so for what it adds
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  legation link
  legation link --again --archive 2022.db    forget what the machine linked, and link everything again

What was merged and split by hand (legation event) stays.")]
pub(crate) struct Args {
    #[command(flatten)]
    archive: ArchiveOptions,
    /// Link everything again, as after an update of Legation.
    #[arg(long)]
    again: bool,
}

impl Args {
    pub(crate) fn run(self) -> Outcome {
        let path = &self.archive.archive;
        // Only what is there is linked: no archive is made.
        drop(self.archive.open()?);
        let mut writer = Writer::open(path, Run::default())?;
        let linked = if self.again { writer.link_again()? } else { writer.link()? };
        drop(writer);
        let counts = Archive::open(path)?.counts()?;
        writeln!(
            std::io::stdout().lock(),
            "{}: {} records looked at, {} joined others; {} reports of {} events, {} with more than one report",
            path.display(),
            linked.records,
            linked.joined,
            counts.reports,
            counts.events,
            counts.shared
        )?;
        Ok(())
    }
}
