//! `legation evaluate`: gold in, table out.

use crate::engine::EngineOptions;
use crate::failure::{Failure, Outcome};
use legation_evaluation::{Measure, Row, Sets, measure};
use std::io::Write;
use std::path::PathBuf;

/// Measure the coder against gold and print the table of the README
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  legation evaluate                                   the project's own gold
  legation evaluate --data ../data                    with the development sets
  legation evaluate --data ../data --only plv,trees")]
pub(crate) struct Args {
    #[command(flatten)]
    engine: EngineOptions,
    /// Folder of the project's gold.
    #[arg(long, value_name = "DIR", default_value = "gold")]
    gold: PathBuf,
    /// Folder of the development sets (events/, ud/, actors/ ...).
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Only these measures.
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    only: Vec<Name>,
}

/// Names of the measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Name {
    Articles,
    Sentences,
    Plv,
    Plover,
    NonPolitical,
    Petrarch,
    Trees,
    Splitting,
    Names,
    Coreference,
    Actors,
    Gate,
}

impl Name {
    fn of(measure: Measure) -> Self {
        match measure {
            Measure::Articles => Self::Articles,
            Measure::Sentences => Self::Sentences,
            Measure::Plv => Self::Plv,
            Measure::Plover => Self::Plover,
            Measure::NonPolitical => Self::NonPolitical,
            Measure::Petrarch => Self::Petrarch,
            Measure::Trees => Self::Trees,
            Measure::Splitting => Self::Splitting,
            Measure::Names => Self::Names,
            Measure::Coreference => Self::Coreference,
            Measure::Actors => Self::Actors,
            Measure::Gate => Self::Gate,
        }
    }
}

impl Args {
    pub(crate) fn run(self) -> Outcome {
        if let Some(data) = self.data.as_ref().filter(|d| !d.is_dir()) {
            return Err(Failure::call(format!("{}: no such folder", data.display())));
        }
        let engine = self.engine.engine()?;
        let sets = Sets { gold: self.gold, data: self.data };
        let mut rows: Vec<Row> = Vec::new();
        for which in Measure::ALL {
            if self.only.is_empty() || self.only.contains(&Name::of(which)) {
                rows.extend(measure(which, &sets, &engine.analyzer, &engine.coder).map_err(Failure::call)?);
            }
        }
        if rows.is_empty() {
            return Err(Failure::call("no gold is found; give --gold or --data"));
        }
        let mut out = std::io::stdout().lock();
        write!(out, "{}", Row::table(&rows))?;
        Ok(())
    }
}
