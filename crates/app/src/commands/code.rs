//! `legation code`: articles in, events out.

use crate::batch;
use crate::engine::{CodingOptions, EngineOptions};
use crate::failure::{Failure, Outcome};
use crate::input::{self, InputOptions, Record};
use crate::output::{self, Format, Printer};
use crate::parts;
use crate::stop;
use legation_coding::{EventRecord, records};
use std::io::{BufWriter, IsTerminal};

/// Code articles: who did what to whom, when, where, about what and according to whom
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  legation code examples/tehran-damascus.txt --published 2022-01-25
  legation code news/ --format csv > events.csv
  cat articles.jsonl | legation code --jobs 4 > events.jsonl
  legation code articles.jsonl --include negation,hypothetical --min-confidence 0.5")]
pub(crate) struct Args {
    #[command(flatten)]
    input: InputOptions,
    #[command(flatten)]
    engine: EngineOptions,
    /// How events are written [default: table on a terminal, else jsonl].
    #[arg(long, value_name = "FORMAT")]
    format: Option<Format>,
    #[command(flatten)]
    coding: CodingOptions,
}

impl Args {
    pub(crate) fn run(self) -> Outcome {
        let articles = self.input.open()?;
        let engine = self.engine.engine()?;
        let included = self.coding.included();
        stop::listen();
        let out = BufWriter::new(std::io::stdout().lock());
        let mut printer = Printer::new(out, self.format.unwrap_or_else(output::usual));
        let work = |record: Record| -> Result<Vec<EventRecord>, input::BadRecord> {
            Ok(parts::code(record?, |article| {
                let (document, events) = engine.code(article, included);
                let found = records(&document, &events, &engine.settings);
                (found, document.stories.len(), document.sentences.len())
            }))
        };
        batch::run(articles, self.input.skip, self.coding.jobs(), work, |records| {
            printer.print(&records)?;
            // A pipe sees events as they come; a file is written in blocks.
            if std::io::stdout().is_terminal() { printer.flush() } else { Ok(()) }
        })
        .and_then(|()| printer.flush().map_err(Failure::from))
    }
}
