//! `legation gold check`: reads coded sentences and reports each mistake, or counts them.

use crate::failure::{Failure, Outcome};
use legation_codebook::Codebook;
use legation_evaluation::{GoldError, MarkedFile, MarkedSentence, read_marked, read_marked_file};
use std::collections::BTreeMap;
use std::io::Write;
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
}

#[derive(clap::Args)]
struct Check {
    /// Files or folders.
    #[arg(value_name = "PATH", default_value = "gold/sentences")]
    paths: Vec<PathBuf>,
}

/// Words from which a sentence is long.
const LONG: usize = 35;

impl Args {
    pub(crate) fn run(self) -> Outcome {
        let Command::Check(check) = self.command;
        check.run()
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
