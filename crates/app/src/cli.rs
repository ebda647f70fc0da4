//! The command line.

use crate::commands;
use crate::failure::Outcome;
use clap::{Parser, Subcommand};

/// Reads political and diplomatic news and keeps the record: who did what to whom, when, where, about what and
/// according to whom, as events in PLOVER 2.0 and CAMEO, each tied to the words that say so.
#[derive(Parser)]
#[command(
    name = "legation",
    version,
    propagate_version = true,
    arg_required_else_help = true,
    after_help = "\
Examples:
  legation code page.txt --published 2022-01-25      the events of a page
  legation code articles.jsonl > events.jsonl        of many, a record a line
  legation ingest news/                              code and keep in legation.db
  echo 'Iran thanked Syria.' | legation explain -    why, or why not
  legation actor <<< 'the Syrian foreign minister'   who is that

Exit status: 0 done, 1 bad records were skipped, 2 the call or an input is wrong."
)]
pub(crate) struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Code(commands::code::Args),
    Analyse(commands::analyse::Args),
    Actor(commands::actor::Args),
    People(commands::people::Args),
    Explain(commands::explain::Args),
    Ingest(commands::ingest::Args),
    Link(commands::link::Args),
    Event(commands::event::Args),
    Search(commands::search::Args),
    Events(commands::events::Args),
    Timeline(commands::timeline::Args),
    Dossier(commands::dossier::Args),
    Meetings(commands::meetings::Args),
    Network(commands::network::Args),
    Sql(commands::sql::Args),
    Export(commands::export::Args),
    Codebook(commands::codebook::Args),
    Evaluate(commands::evaluate::Args),
    Gold(commands::gold::Args),
    Completions(commands::completions::Args),
}

impl Cli {
    pub(crate) fn run(self) -> Outcome {
        match self.command {
            Command::Code(args) => args.run(),
            Command::Analyse(args) => args.run(),
            Command::Actor(args) => args.run(),
            Command::People(args) => args.run(),
            Command::Explain(args) => args.run(),
            Command::Ingest(args) => args.run(),
            Command::Link(args) => args.run(),
            Command::Event(args) => args.run(),
            Command::Search(args) => args.run(),
            Command::Events(args) => args.run(),
            Command::Timeline(args) => args.run(),
            Command::Dossier(args) => args.run(),
            Command::Meetings(args) => args.run(),
            Command::Network(args) => args.run(),
            Command::Sql(args) => args.run(),
            Command::Export(args) => args.run(),
            Command::Codebook(args) => args.run(),
            Command::Evaluate(args) => args.run(),
            Command::Gold(args) => args.run(),
            Command::Completions(args) => args.run(),
        }
    }
}
