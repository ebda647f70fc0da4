//! `legation export`: what an archive holds, in a format of the field.

use super::ArchiveOptions;
use crate::engine::EngineOptions;
use crate::failure::{Failure, Outcome, complain};
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use legation_archive::{Format, Told, Written};
use legation_codebook::Codebook;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// Write the events of an archive
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  legation export --format jsonl > events.jsonl
  legation export --format icews --archive 2022.db --into icews.tsv
  legation export --format parquet --into events.parquet

Quad classes and scale are PLOVER's in jsonl, csv, parquet, polecat, geojson and ftm.
The others have quad classes of their own, and Goldstein's scale: docs/archive-exports.md.")]
pub(crate) struct Args {
    #[command(flatten)]
    archive: ArchiveOptions,
    /// Take names of countries and sectors and Goldstein values from the codebook in this folder instead of the compiled one.
    #[arg(long, value_name = "DIR")]
    codebook: Option<PathBuf>,
    /// How the events are written.
    #[arg(long, value_name = "FORMAT", default_value = "jsonl", value_parser = formats())]
    format: Format,
    /// A file to write into instead of standard output; one that is there is replaced once all is written.
    #[arg(long, value_name = "FILE")]
    into: Option<PathBuf>,
}

/// The formats with what a row of each is.
fn formats() -> impl TypedValueParser<Value = Format> {
    let value =
        |format: &Format| PossibleValue::new(format.facts().name).help(format!("a row is {}", format.facts().row));
    PossibleValuesParser::new(Format::ALL.iter().map(value))
        .map(|name| Format::parse(&name).expect("clap lets only these names through"))
}

impl Args {
    pub(crate) fn run(self) -> Outcome {
        let archive = self.archive.open()?;
        // The records as they are need no names.
        let codebook = match self.format {
            Format::Jsonl => Codebook::default(),
            _ => EngineOptions { codebook: self.codebook, ..EngineOptions::default() }.codebook()?,
        };
        let written = match &self.into {
            None => archive.export(self.format, &codebook, BufWriter::new(std::io::stdout()))?,
            Some(path) => whole(path, |file| Ok(archive.export(self.format, &codebook, file)?))?,
        };
        tell(self.format, written);
        Ok(())
    }
}

/// Says what the file has no room for.
fn tell(format: Format, written: Written) {
    let facts = format.facts();
    if facts.told == Told::Nowhere && format != Format::Jsonl {
        complain(format!("{}: quad classes: {}; scale: {}", facts.name, facts.quad, facts.scale));
    }
    for (left_out, which) in
        [(written.without_day, "without a day"), (written.not_facts, "told as future, negated or hypothetical")]
    {
        let s = if left_out == 1 { "" } else { "s" };
        if left_out > 0 {
            complain(format!("{}: {left_out} event{s} {which} left out: it cannot hold them", facts.name));
        }
    }
}

/// Writes a file under another name, and gives it its own once it is whole.
fn whole(
    path: &Path,
    write: impl FnOnce(&mut BufWriter<File>) -> Result<Written, Failure>,
) -> Result<Written, Failure> {
    let mut unfinished = path.as_os_str().to_owned();
    unfinished.push(".part");
    let unfinished = PathBuf::from(unfinished);
    let wrong = |error: std::io::Error| Failure::call(format!("{}: cannot be written ({error})", path.display()));
    let mut file = BufWriter::new(File::create(&unfinished).map_err(wrong)?);
    let written = write(&mut file).and_then(|written| {
        file.flush().map_err(wrong)?;
        std::fs::rename(&unfinished, path).map_err(wrong)?;
        Ok(written)
    });
    if written.is_err() {
        // Nothing more can be done where that fails too.
        let _ = std::fs::remove_file(&unfinished);
    }
    written
}
