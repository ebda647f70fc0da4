//! `legation people`: what the tables know of a name, and what articles say of office holders.

use crate::batch;
use crate::engine::{Engine, EngineOptions};
use crate::failure::{Failure, Outcome, complain};
use crate::input::{BadRecord, InputFormat, InputOptions, Record, parse_date};
use crate::learning::{self, Said, Table};
use crate::parts;
use crate::stop;
use jiff::civil::Date;
use legation_codebook::Term;
use std::io::{BufWriter, Write};
use std::path::PathBuf;

/// Look up office holders, or learn them from articles
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  legation people 'Faisal Mekdad' --on 2022-01-25
  legation people --learned news/ --into learned.csv
  legation code news/ --people learned.csv")]
pub(crate) struct Args {
    /// Names; with --learned files, folders or - for standard input, as `legation code` takes them.
    #[arg(value_name = "NAME|INPUT")]
    what: Vec<PathBuf>,
    /// Only who was in office on this day.
    #[arg(long, value_name = "DATE", value_parser = parse_date, conflicts_with = "learned")]
    on: Option<Date>,
    /// Write the office holders that articles tell of, as CSV to be looked through.
    #[arg(long)]
    learned: bool,
    /// Write them into this file; rows that stand there keep what was marked and mended in them.
    #[arg(long, value_name = "FILE", requires = "learned")]
    into: Option<PathBuf>,
    /// Day of publication (2022-01-25) of articles that carry none.
    #[arg(long, value_name = "DATE", value_parser = parse_date, requires = "learned")]
    published: Option<Date>,
    /// Format of the inputs, where their names do not tell.
    #[arg(long, value_name = "FORMAT", requires = "learned")]
    input_format: Option<InputFormat>,
    /// Skip so many articles (to go on after a stop).
    #[arg(long, value_name = "N", default_value_t = 0, requires = "learned")]
    skip: usize,
    /// Threads; the table does not depend on them.
    #[arg(long, short, value_name = "N", default_value_t = batch::threads(), requires = "learned")]
    jobs: usize,
    #[command(flatten)]
    engine: EngineOptions,
}

impl Args {
    pub(crate) fn run(self) -> Outcome {
        if self.learned { self.learn() } else { self.look_up() }
    }

    fn look_up(&self) -> Outcome {
        if self.what.is_empty() {
            return Err(Failure::call("give a name, or --learned and articles; see legation people --help"));
        }
        let coder = legation_coding::Coder::new(self.engine.codebook()?);
        let mut out = BufWriter::new(std::io::stdout().lock());
        for name in &self.what {
            let name = name.to_string_lossy();
            let mut found = coder.terms_of(&name);
            if let Some(day) = self.on {
                found.retain(|t| holds(t, day));
            }
            if found.is_empty() {
                let on = self.on.map_or_else(String::new, |day| format!(" in office on {day}"));
                complain(format!("the tables have no {name:?}{on}"));
            }
            for term in found {
                writeln!(out, "{}", line(term))?;
            }
        }
        out.flush()?;
        Ok(())
    }

    fn learn(self) -> Outcome {
        let input = InputOptions {
            inputs: if self.what.is_empty() { vec!["-".into()] } else { self.what },
            published: self.published,
            input_format: self.input_format,
            skip: self.skip,
        };
        let mut table = self.into.as_deref().map_or_else(|| Ok(Table::default()), Table::open)?;
        let articles = input.open()?;
        let engine = self.engine.engine()?;
        stop::listen();
        let work = |record: Record| -> Result<Vec<Said>, BadRecord> { Ok(said(&engine, record?)) };
        let ended = batch::run(articles, self.skip, self.jobs.max(1), work, |found| {
            found.into_iter().for_each(|said| table.add(said, &engine.coder));
            Ok(())
        });
        // What was found is written however the run ended, but for an input that could not be read at all.
        if !matches!(ended, Err(Failure::Call(_))) {
            let rows = table.finish(&engine.coder);
            match &self.into {
                Some(path) => learning::replace(path, &rows)?,
                None => learning::write(BufWriter::new(std::io::stdout().lock()), &rows)?,
            }
        }
        ended
    }
}

/// What an article says of office holders. Every sentence of it is read: those that hold no event tell of them too.
fn said(engine: &Engine, article: legation_text::Article) -> Vec<Said> {
    let mut found = Vec::new();
    let Ok(()) = parts::each(article, |part, _| {
        let document = engine.analyzer.analyze(part);
        let publisher = document.article.publisher.clone().or_else(|| document.imprint.publisher.clone());
        found.extend(engine.coder.learned(&document).into_iter().map(|term| {
            let sentence = document.str(term.sentence).split_whitespace().collect::<Vec<_>>().join(" ");
            Said { term, sentence, publisher: publisher.clone() }
        }));
        Ok::<_, std::convert::Infallible>((document.stories.len(), document.sentences.len()))
    });
    found
}

/// Whether a term is known to hold on a day.
fn holds(term: &Term, day: Date) -> bool {
    term.from.is_none_or(|from| from <= day) && term.to.is_none_or(|to| day <= to)
}

/// "Faisal Mekdad  foreign minister  SYR GOV  2020-11-22 to 2024-12-08  actors/people.csv:11741  wikidata"
fn line(term: &Term) -> String {
    let day = |day: Option<Date>, else_: &str| day.map_or_else(|| else_.to_owned(), |d| d.to_string());
    let until = match (term.to, term.seen) {
        (Some(to), _) => format!("to {to}"),
        (None, Some(seen)) => format!("on, last seen {seen}"),
        (None, None) => "on".to_owned(),
    };
    let sectors: Vec<&str> = term.sector.iter().chain(&term.secondary).map(|s| &**s).collect();
    let codes = std::iter::once(&*term.code).chain(sectors).collect::<Vec<_>>().join(" ");
    format!(
        "{}\t{}\t{codes}\t{} {until}\t{}:{}\t{}",
        term.name,
        term.office,
        day(term.from, "day unknown"),
        term.file,
        term.line,
        term.source
    )
}
