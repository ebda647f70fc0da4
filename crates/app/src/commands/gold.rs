//! `legation gold`: reads coded sentences and reports each mistake, counts them, or says how far two coders agree.

use crate::engine::EngineOptions;
use crate::failure::{Failure, Outcome};
use legation_codebook::Codebook;
use legation_evaluation::{
    Alpha, Decision, GoldError, MarkedFile, MarkedSentence, agreement, decisions, example_pairs, pair_sentences,
    read_marked, read_marked_file, trigger_words,
};
use std::collections::BTreeMap;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// Work on sentences coded by hand
#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    /// Read coded sentences; report each mistake with file and line, or count what there is
    #[command(after_help = "\
Examples:
  legation gold check
  legation gold check gold/sentences/sahel-insurgency.gold")]
    Check(Check),
    /// How far two coders of the same sentences agree: Krippendorff's alpha, field by field
    #[command(after_help = "\
Examples:
  legation gold agree
  legation gold agree gold/sentences gold/second")]
    Agree(Agree),
    /// Write the sentences as what the pair head learns from: words, sides, and what holds between every two of them (JSONL)
    #[command(after_help = "\
Examples:
  legation gold pairs > pairs.jsonl")]
    Pairs(Pairs),
    /// Write every event that the coder finds in the sentences of train and dev, however unsure, with what pattern and pair head
    /// say of it and whether it is right: what the decision is fitted on (TSV)
    #[command(after_help = "\
Examples:
  legation gold decisions > decisions.tsv")]
    Decisions(Decisions),
    /// Write the words that tell events, for `codebook/triggers.csv`: what holds none of them need not be read
    #[command(after_help = "\
Examples:
  legation gold triggers > codebook/triggers.csv")]
    Triggers(Pairs),
}

#[derive(clap::Args)]
struct Decisions {
    /// Folder of the project's gold.
    #[arg(value_name = "DIR", default_value = "gold")]
    gold: PathBuf,
    #[command(flatten)]
    engine: EngineOptions,
}

#[derive(clap::Args)]
struct Pairs {
    /// Folder or file of coded sentences.
    #[arg(value_name = "PATH", default_value = "gold/sentences")]
    path: PathBuf,
    #[command(flatten)]
    engine: EngineOptions,
}

#[derive(clap::Args)]
struct Check {
    /// Files or folders.
    #[arg(value_name = "PATH", default_value = "gold/sentences")]
    paths: Vec<PathBuf>,
}

#[derive(clap::Args)]
struct Agree {
    /// Folder or file of the first coding.
    #[arg(default_value = "gold/sentences")]
    first: PathBuf,
    /// Folder or file of the second.
    #[arg(default_value = "gold/second")]
    second: PathBuf,
}

/// Words from which a sentence is long.
const LONG: usize = 35;

impl Args {
    pub(crate) fn run(self) -> Outcome {
        match self.command {
            Command::Check(check) => check.run(),
            Command::Agree(agree) => agree.run(),
            Command::Pairs(pairs) => pairs.run(),
            Command::Triggers(pairs) => pairs.triggers(),
            Command::Decisions(decisions) => decisions.run(),
        }
    }
}

impl Agree {
    fn run(self) -> Outcome {
        let codebook = Codebook::embedded();
        let coding = |path: &Path| read(path, &codebook).map_err(|m| Failure::call(&m[0]));
        let found = agreement(&coding(&self.first)?, &coding(&self.second)?);
        if found.is_empty() {
            return Err(Failure::Call("no sentence stands in both codings".into()));
        }
        let mut out = std::io::stdout().lock();
        writeln!(out, "| field | Krippendorff's alpha | units |\n|---|---|---|")?;
        for Alpha { field, alpha, units } in found {
            writeln!(out, "| {field} | {} | {units} |", alpha.map_or("-".to_owned(), |a| format!("{a:.2}")))?;
        }
        Ok(())
    }
}

impl Pairs {
    fn run(self) -> Outcome {
        let engine = self.engine.engine()?;
        let files = read(&self.path, engine.coder.codebook()).map_err(|m| Failure::call(&m[0]))?;
        let mut out = BufWriter::new(std::io::stdout().lock());
        let marked = files.iter().flat_map(|f| pair_sentences(f, &engine.analyzer));
        for sentence in marked.chain(example_pairs(&engine.analyzer, &engine.coder)) {
            serde_json::to_writer(&mut out, &sentence).map_err(std::io::Error::from)?;
            writeln!(out)?;
        }
        out.flush()?;
        Ok(())
    }
}

impl Decisions {
    fn run(self) -> Outcome {
        let engine = self.engine.engine()?;
        let found = decisions(&self.gold, &engine.analyzer, &engine.coder).map_err(Failure::call)?;
        let mut out = BufWriter::new(std::io::stdout().lock());
        writeln!(out, "{}", Decision::HEADER)?;
        for decision in found {
            writeln!(out, "{decision}")?;
        }
        out.flush()?;
        Ok(())
    }
}

/// Events that a word must have told to count: with fewer nearly every sentence would be read. What it loses is measured by
/// `legation evaluate --only gate`.
const LEAST_TOLD: usize = 3;

impl Pairs {
    fn triggers(self) -> Outcome {
        let engine = self.engine.engine()?;
        let files = read(&self.path, engine.coder.codebook()).map_err(|m| Failure::call(&m[0]))?;
        let mut out = BufWriter::new(std::io::stdout().lock());
        writeln!(out, "word")?;
        for word in trigger_words(&files, &engine.analyzer, LEAST_TOLD) {
            writeln!(out, "{word}")?;
        }
        out.flush()?;
        Ok(())
    }
}

impl Check {
    fn run(self) -> Outcome {
        let codebook = Codebook::embedded();
        let mut out = std::io::stdout().lock();
        let (mut files, mut mistakes) = (Vec::new(), Vec::new());
        for path in &self.paths {
            match read(path, &codebook) {
                Ok(more) => files.extend(more),
                Err(more) => mistakes.extend(more),
            }
        }
        for mistake in &mistakes {
            writeln!(out, "{mistake}")?;
        }
        if !mistakes.is_empty() {
            return Err(Failure::Call(format!("{} mistakes in the gold", mistakes.len())));
        }
        count(&files, &mut out)?;
        Ok(())
    }
}

fn read(path: &Path, codebook: &Codebook) -> Result<Vec<MarkedFile>, Vec<GoldError>> {
    if path.is_dir() { read_marked(path, codebook) } else { read_marked_file(path, codebook).map(|f| vec![f]) }
}

fn count(files: &[MarkedFile], out: &mut impl Write) -> std::io::Result<()> {
    for split in ["train", "dev", "test"] {
        let of_split: Vec<&MarkedFile> = files.iter().filter(|f| f.split == split).collect();
        let sentences: Vec<&MarkedSentence> = of_split.iter().flat_map(|f| &f.sentences).collect();
        let events: usize = sentences.iter().map(|s| s.events.len()).sum();
        let none = sentences.iter().filter(|s| s.events.is_empty()).count();
        let long = sentences.iter().filter(|s| s.text.split(' ').count() >= LONG).count();
        writeln!(
            out,
            "{split}: {} files, {} sentences ({none} without event, {long} of {LONG} words and more), {events} events",
            of_split.len(),
            sentences.len()
        )?;
    }
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    for event in files.iter().flat_map(|f| &f.sentences).flat_map(|s| &s.events) {
        let mode = event.mode.as_ref().map_or(String::new(), |m| format!("/{m}"));
        *kinds.entry(format!("{}{mode}", event.kinds[0])).or_default() += 1;
    }
    for (kind, number) in kinds {
        writeln!(out, "{number:6} {kind}")?;
    }
    Ok(())
}
