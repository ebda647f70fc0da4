//! `legation events`: the events of an archive by actor, recipient, day, place and more.

use super::answer::{FilterOptions, Format, RowOptions, write_events};
use crate::failure::Outcome;

/// Show the events of an archive that meet conditions, each once however many report it
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  legation events --dyad Turkey,Greece --from 2023 --sentences
  legation events --country SYR --quad 4 --from 2023-05 --to 2023-06 --format csv
  legation events --person Macron --type CONSULT --place Beijing")]
pub(crate) struct Args {
    #[command(flatten)]
    filter: FilterOptions,
    #[command(flatten)]
    rows: RowOptions,
    /// How they are written [default: table on a terminal, else jsonl].
    #[arg(long, value_name = "FORMAT")]
    format: Option<Format>,
}

impl Args {
    pub(crate) fn run(self) -> Outcome {
        let archive = self.rows.archive.open()?;
        let filter = self.filter.filter(&archive)?;
        let events = archive.events(&filter, self.rows.limit, self.rows.sentences())?;
        write_events(&events, Format::or_usual(self.format))
    }
}
