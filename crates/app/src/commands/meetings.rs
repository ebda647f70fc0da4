//! `legation meetings`: the diary of an archive.

use super::answer::{FilterOptions, Format, RowOptions, write_events};
use crate::failure::Outcome;
use legation_archive::calendar;
use std::io::Write;

/// Show who met whom, where and on what, by day; as a calendar too
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  legation meetings --country China --from 2023-04
  legation meetings --person Macron --format ics --sentences > macron.ics")]
pub(crate) struct Args {
    #[command(flatten)]
    filter: FilterOptions,
    #[command(flatten)]
    rows: RowOptions,
    /// How they are written [default: table on a terminal, else jsonl].
    #[arg(long, value_name = "FORMAT")]
    format: Option<DiaryFormat>,
}

/// Formats of a diary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum DiaryFormat {
    /// For people.
    Table,
    /// One object a line.
    Jsonl,
    /// A header row, then a row a line.
    Csv,
    /// iCalendar (RFC 5545), a whole-day event a meeting.
    Ics,
}

impl Args {
    pub(crate) fn run(self) -> Outcome {
        let archive = self.rows.archive.open()?;
        let filter = self.filter.filter(&archive)?;
        let meetings = archive.meetings(&filter, self.rows.limit, self.rows.sentences())?;
        let format = match self.format {
            None => None,
            Some(DiaryFormat::Table) => Some(Format::Table),
            Some(DiaryFormat::Jsonl) => Some(Format::Jsonl),
            Some(DiaryFormat::Csv) => Some(Format::Csv),
            Some(DiaryFormat::Ics) => {
                std::io::stdout().lock().write_all(calendar(&meetings).as_bytes())?;
                return Ok(());
            }
        };
        write_events(&meetings, Format::or_usual(format))
    }
}
