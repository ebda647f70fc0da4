//! `legation evaluate`: gold in, table out.

use crate::engine::{Engine, EngineOptions};
use crate::failure::{Failure, Outcome};
use legation_evaluation::{
    ByType, CodedSet, Comparison, Measure, Row, Sets, Split, Verdicts, code_gold, errors, event_rows, measure,
};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// Measure the coder against gold and print the table of the README
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  legation evaluate                                   the project's own gold
  legation evaluate --data ../data                    with the development sets
  legation evaluate --data ../data --only plv,trees
  legation evaluate --only sentences --by-type        each event type of dev, and which is taken for which
  legation evaluate --split dev --save before.jsonl   then change the codebook, then see what it did:
  legation evaluate --split dev --against before.jsonl --errors errors.jsonl")]
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
    /// Only these parts of the project's gold: train, dev, test. All by default; with --by-type, dev.
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    split: Vec<SplitName>,
    /// Instead of the table, precision, recall and F1 of each event type, and which type is taken for which; of articles and
    /// sentences, those without an event included.
    #[arg(long, conflicts_with_all = ["save", "against"])]
    by_type: bool,
    /// Write what is wrong, one event a line (JSONL), the surest first: false, missed, wrong type, wrong sides, wrong codes, wrong
    /// source, wrong date. Of dev and train only, never of test, which nobody reads.
    #[arg(long, value_name = "FILE")]
    errors: Option<PathBuf>,
    /// Keep the figures, and of dev and train every event that is right or wrong, for --against (JSONL).
    #[arg(long, value_name = "FILE")]
    save: Option<PathBuf>,
    /// Print beside each figure the one that --save kept, then the events that were gained and lost since; of test only the
    /// figures.
    #[arg(long, value_name = "FILE")]
    against: Option<PathBuf>,
}

/// Parts of the gold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum SplitName {
    Train,
    Dev,
    Test,
}

impl SplitName {
    fn split(self) -> Split {
        match self {
            Self::Train => Split::Train,
            Self::Dev => Split::Dev,
            Self::Test => Split::Test,
        }
    }
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
    Places,
    Attribution,
    Times,
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
            Measure::Places => Self::Places,
            Measure::Attribution => Self::Attribution,
            Measure::Times => Self::Times,
            Measure::Gate => Self::Gate,
        }
    }
}

impl Args {
    pub(crate) fn run(self) -> Outcome {
        if let Some(data) = self.data.as_ref().filter(|d| !d.is_dir()) {
            return Err(Failure::call(format!("{}: no such folder", data.display())));
        }
        // A file that cannot be used is told before the long work, not after it.
        let former = self.against.as_deref().map(read_verdicts).transpose()?;
        let errors_file = self.errors.as_deref().map(create).transpose()?;
        let save_file = self.save.as_deref().map(create).transpose()?;
        let engine = self.engine.engine()?;
        let (rows, coded) = self.measured(&engine)?;
        if rows.is_empty() {
            return Err(Failure::call("no gold is found; give --gold or --data"));
        }
        if let Some(mut out) = errors_file {
            for case in errors(&coded) {
                serde_json::to_writer(&mut out, &case).map_err(std::io::Error::from)?;
                writeln!(out)?;
            }
            out.flush()?;
        }
        let verdicts = Verdicts::of(&rows, &coded);
        if let Some(out) = save_file {
            verdicts.write(out)?;
        }
        let mut out = std::io::stdout().lock();
        if self.by_type {
            print_types(&engine, &coded, &mut out)?;
        } else if let Some(former) = former {
            let comparison = Comparison::of(&former, &verdicts);
            write!(out, "{}\n{}", comparison.table(), comparison.turns())?;
        } else {
            write!(out, "{}", Row::table(&rows))?;
        }
        Ok(())
    }

    /// The rows of all chosen measures, and the project's own gold as it was coded.
    fn measured(&self, engine: &Engine) -> Result<(Vec<Row>, Vec<CodedSet>), Failure> {
        let splits: Vec<Split> = match (self.split.is_empty(), self.by_type) {
            (true, true) => vec![Split::Dev],
            (true, false) => Split::ALL.to_vec(),
            (false, _) => self.split.iter().map(|s| s.split()).collect(),
        };
        let sets = Sets { gold: self.gold.clone(), data: self.data.clone() };
        let (mut rows, mut coded): (Vec<Row>, Vec<CodedSet>) = (Vec::new(), Vec::new());
        let chosen = |m: &Measure| self.only.is_empty() || self.only.contains(&Name::of(*m));
        for which in Measure::ALL.into_iter().filter(chosen) {
            let Some(gold) = which.gold() else {
                if !self.by_type {
                    rows.extend(measure(which, &sets, &engine.analyzer, &engine.coder).map_err(Failure::call)?);
                }
                continue;
            };
            let more = code_gold(gold, &self.gold, &splits, &engine.analyzer, &engine.coder).map_err(Failure::call)?;
            rows.extend(more.iter().flat_map(event_rows));
            coded.extend(more);
        }
        Ok((rows, coded))
    }
}

/// Two tables for each split.
fn print_types(engine: &Engine, coded: &[CodedSet], out: &mut impl Write) -> std::io::Result<()> {
    let types: Vec<String> = engine.coder.codebook().events.iter().map(|e| e.code.clone()).collect();
    for split in Split::ALL {
        let of_split: Vec<&CodedSet> = coded.iter().filter(|s| s.split == split).collect();
        if !of_split.is_empty() {
            let counted = ByType::of(&types, of_split);
            writeln!(out, "{}\n\n{}\n{}", split.as_str(), counted.scores_table(), counted.confusion_table())?;
        }
    }
    Ok(())
}

fn create(path: &Path) -> Result<BufWriter<File>, Failure> {
    File::create(path).map(BufWriter::new).map_err(|e| Failure::call(format!("{}: {e}", path.display())))
}

fn read_verdicts(path: &Path) -> Result<Verdicts, Failure> {
    let name = path.display().to_string();
    let text = std::fs::read_to_string(path).map_err(|e| Failure::call(format!("{name}: {e}")))?;
    Verdicts::parse(&name, &text).map_err(Failure::call)
}
