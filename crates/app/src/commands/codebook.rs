//! `legation codebook`: loads a codebook and runs every example and counterexample, writes the compiled one out, or makes one of
//! dictionaries.

use crate::engine::EngineOptions;
use crate::failure::{Failure, Outcome, complain};
use legation_codebook::petrarch::{self, Beside, Count, Finding, Kind, Sides, Source};
use legation_codebook::{Codebook, Files, check};
use legation_coding::Coder;
use legation_evaluation::examples;
use legation_text::Analyzer;
use std::io::Write;
use std::path::{Path, PathBuf};

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
    /// Make a codebook of your own dictionaries, and report each line that makes no sense with file and line
    #[command(after_help = "\
Examples:
  legation codebook import petrarch my.actors.txt my.agents.txt my.verbs.txt my.discards.txt --into my-codebook
  legation code news/ --codebook my-codebook")]
    Import(Import),
}

#[derive(clap::Args)]
struct Import {
    /// Format of the dictionaries: petrarch is that of PETRARCH, PETRARCH-2 and TABARI.
    #[arg(value_enum)]
    format: Format,
    /// Dictionaries of actors, agents, verbs and discards, told by name (my.actors.txt) or by what stands in them. Of two entries
    /// for one name the first counts.
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// Write the codebook into this folder, which is made, or is empty. Without it the dictionaries are only checked.
    #[arg(long, value_name = "DIR")]
    into: Option<PathBuf>,
    /// Leave the compiled patterns, actors and offices out, and code by the dictionaries alone.
    #[arg(long)]
    only: bool,
    /// Code by the dictionaries only events that have both somebody who acts and somebody on whom.
    #[arg(long)]
    dyads: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Petrarch,
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
            Command::Import(import) => import.run(),
            Command::Export(export) => Files::embedded().write(&export.folder).map_err(Failure::call),
        }
    }
}

impl Import {
    fn run(self) -> Outcome {
        let Format::Petrarch = self.format;
        let sources = self.files.iter().map(|path| source(path)).collect::<Result<Vec<_>, _>>()?;
        let beside = if self.only { Beside::Nothing } else { Beside::Compiled };
        let sides = if self.dyads { Sides::Two } else { Sides::One };
        let import = petrarch::import(&sources, beside, sides, &legation_text::verbs_of);
        let mut out = std::io::stdout().lock();
        for found in &import.found {
            writeln!(out, "{found}")?;
        }
        let warnings = import.found.iter().filter(|f| matches!(f.finding, Finding::Overlap | Finding::Warning)).count();
        for count in &import.counts {
            writeln!(out, "{}", summary(count))?;
        }
        let codebook = Codebook::load(&import.files).map_err(|problems| Failure::call(&problems[0]))?;
        let own = || codebook.events.iter().flat_map(|e| &e.patterns).filter(|p| p.own);
        writeln!(
            out,
            "{} patterns, {} rows of names, {} discards, {warnings} warnings",
            own().count(),
            codebook.organizations.iter().filter(|o| o.is_own()).count(),
            codebook.discards.len()
        )?;
        let own_types: Vec<&str> =
            codebook.events.iter().map(|e| e.code.as_str()).filter(|c| c.starts_with("CODE-")).collect();
        if !own_types.is_empty() {
            writeln!(out, "PLOVER has no type for some codes; they are types of your own: {}", own_types.join(", "))?;
        }
        if let Some(folder) = &self.into {
            import.files.write(folder).map_err(Failure::call)?;
            writeln!(out, "written into {0}; use it with --codebook {0}", folder.display())?;
        }
        match import.refused() {
            0 => Ok(()),
            lines => Err(Failure::Lines(lines)),
        }
    }
}

/// A dictionary; the old ones are in Latin-1 here and there, and a letter that cannot be read is told with its line.
fn source(path: &Path) -> Result<Source, Failure> {
    let name = path.display().to_string();
    let bytes = std::fs::read(path).map_err(|e| Failure::Call(format!("{name}: {e}")))?;
    let text = String::from_utf8(bytes).unwrap_or_else(|e| {
        complain(format_args!("{name} is not UTF-8 throughout"));
        String::from_utf8_lossy(e.as_bytes()).into_owned()
    });
    Ok(Source { name, text })
}

fn summary(count: &Count) -> String {
    let mut parts = vec![format!("{} of {} lines taken", count.taken, count.lines)];
    for (number, what) in [
        (count.nonsense, "make no sense"),
        (count.inexpressible, "cannot be said in a codebook"),
        (count.lost, "fell with another line of their entry"),
    ] {
        if number > 0 {
            parts.push(format!("{number} {what}"));
        }
    }
    let kind = if count.kind == Kind::Issues { "issues, not taken" } else { count.kind.as_str() };
    format!("{} ({kind}): {}", count.file, parts.join(", "))
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
        let stripped = files.without_own();
        let without_own = if stripped.0.len() < files.0.len() { Codebook::load(&stripped).ok() } else { None };
        let without_own =
            without_own.map(|codebook| (analyzer.with_lexicon(Coder::lexicon(&codebook)), Coder::new(codebook)));
        let usual = without_own.as_ref().map(|(analyzer, coder)| (analyzer, coder));
        let outcome = examples::run(&analyzer, &coder, usual, self.only.as_deref());
        problems.extend(outcome.problems);
        if outcome.overruled > 0 {
            writeln!(
                out,
                "{} examples and counterexamples are coded otherwise through files of your own",
                outcome.overruled
            )?;
        }
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
