//! `legation codebook`: loads a codebook and runs every example and counterexample, or writes the compiled one out.

use crate::engine::EngineOptions;
use crate::failure::{Failure, Outcome};
use legation_codebook::{Codebook, Files, check};
use legation_coding::Coder;
use legation_evaluation::examples;
use legation_text::Analyzer;
use std::io::Write;
use std::path::PathBuf;

/// Work on a codebook
#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    /// Load a codebook, run its examples and counterexamples, and report each mistake with file and line
    #[command(after_help = "\
Examples:
  legation codebook check
  legation codebook check --codebook my-codebook --type PROTEST")]
    Check(Check),
    /// Write the compiled codebook into a folder, to be edited and used with --codebook
    #[command(after_help = "\
Examples:
  legation codebook export my-codebook")]
    Export(Export),
}

#[derive(clap::Args)]
struct Export {
    /// An empty folder, or one that is to be made.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

#[derive(clap::Args)]
struct Check {
    #[command(flatten)]
    engine: EngineOptions,
    /// Only this event type.
    #[arg(long = "type", value_name = "CODE")]
    only: Option<String>,
}

impl Args {
    pub(crate) fn run(self) -> Outcome {
        match self.command {
            Command::Check(check) => check.run(),
            Command::Export(export) => Files::embedded().write(&export.folder).map_err(Failure::call),
        }
    }
}

impl Check {
    fn run(self) -> Outcome {
        let mut out = std::io::stdout().lock();
        let files = match &self.engine.codebook {
            Some(folder) => Files::read(folder).map_err(Failure::call)?,
            None => Files::embedded(),
        };
        let codebook = match Codebook::load(&files) {
            Ok(codebook) => codebook,
            Err(problems) => {
                for problem in &problems {
                    writeln!(out, "{problem}")?;
                }
                return Err(Failure::Call(format!("{} mistakes in the codebook", problems.len())));
            }
        };
        let mut problems = check(&codebook);
        let analyzer = Analyzer::with_reader(self.engine.reader()?, Coder::lexicon(&codebook));
        let coder = Coder::new(codebook);
        let outcome = examples::run(&analyzer, &coder, self.only.as_deref());
        problems.extend(outcome.problems);
        for problem in &problems {
            writeln!(out, "{problem}")?;
        }
        let codebook = coder.codebook();
        let patterns: usize = codebook.events.iter().map(|e| e.patterns.len()).sum();
        writeln!(
            out,
            "{} event types, {patterns} patterns, {} examples and counterexamples of which {} are known to fail, {} problems",
            codebook.events.len(),
            outcome.tried,
            outcome.known,
            problems.len()
        )?;
        if problems.is_empty() {
            Ok(())
        } else {
            Err(Failure::Call(format!("{} problems in the codebook", problems.len())))
        }
    }
}
