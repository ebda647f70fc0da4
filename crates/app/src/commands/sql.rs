//! `legation sql`: a question to an archive in SQL, which cannot change it.

use super::ArchiveOptions;
use crate::failure::Outcome;
use legation_archive::{Rows, Value};
use serde_json::Value as Json;
use std::io::{BufWriter, IsTerminal, Result, StdoutLock, Write};

/// Ask an archive in SQL; nothing can be changed
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  legation sql 'SELECT event, count(*) FROM event GROUP BY event'
  legation sql \"SELECT date, text FROM event WHERE actor_code = 'TUR' AND recipient_code = 'GRC'\" --format csv
  legation sql 'SELECT name, office, code, events FROM person ORDER BY events DESC LIMIT 20'

The views article, event, participant, report, account and person keep their columns (docs/archive.md).")]
pub(crate) struct Args {
    /// One statement that reads.
    #[arg(value_name = "SELECT ...")]
    sql: String,
    #[command(flatten)]
    archive: ArchiveOptions,
    /// How the answer is written [default: table on a terminal, else csv].
    #[arg(long, value_name = "FORMAT")]
    format: Option<Format>,
}

/// Formats of answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// A header row, then a row a line; what is not known is empty.
    Csv,
    /// One object a line.
    Jsonl,
    /// For people.
    Table,
}

impl Args {
    pub(crate) fn run(self) -> Outcome {
        let usual = if std::io::stdout().is_terminal() { Format::Table } else { Format::Csv };
        let mut archive = self.archive.open()?;
        let out = BufWriter::new(std::io::stdout().lock());
        match self.format.unwrap_or(usual) {
            Format::Csv => {
                let mut rows = Csv(csv::Writer::from_writer(out));
                archive.select(&self.sql, &mut rows)?;
                rows.0.flush()?;
            }
            Format::Jsonl => {
                let mut rows = Jsonl { names: Vec::new(), out };
                archive.select(&self.sql, &mut rows)?;
                rows.out.flush()?;
            }
            Format::Table => {
                let mut rows = Table { lines: Vec::new() };
                archive.select(&self.sql, &mut rows)?;
                rows.write(out)?;
            }
        }
        Ok(())
    }
}

/// A value as text; bytes as hexadecimal digits.
fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Integer(n) => n.to_string(),
        Value::Real(x) => x.to_string(),
        Value::Text(text) => text.clone(),
        Value::Blob(bytes) => bytes.iter().map(|b| format!("{b:02x}")).collect(),
    }
}

struct Csv(csv::Writer<BufWriter<StdoutLock<'static>>>);

impl Rows for Csv {
    fn columns(&mut self, names: &[String]) -> Result<()> {
        self.0.write_record(names).map_err(Into::into)
    }

    fn row(&mut self, values: Vec<Value>) -> Result<()> {
        self.0.write_record(values.iter().map(text)).map_err(Into::into)
    }
}

struct Jsonl {
    names: Vec<String>,
    out: BufWriter<StdoutLock<'static>>,
}

impl Rows for Jsonl {
    fn columns(&mut self, names: &[String]) -> Result<()> {
        self.names = names.to_vec();
        Ok(())
    }

    fn row(&mut self, values: Vec<Value>) -> Result<()> {
        let json = |value: Value| match value {
            Value::Null => Json::Null,
            Value::Integer(n) => n.into(),
            Value::Real(x) => x.into(),
            value => text(&value).into(),
        };
        let object: serde_json::Map<String, Json> =
            self.names.iter().cloned().zip(values.into_iter().map(json)).collect();
        serde_json::to_writer(&mut self.out, &object)?;
        writeln!(self.out)
    }
}

/// Widest column of a table, in characters: a text longer than this is cut.
const WIDEST: usize = 80;

/// Holds all rows, to know how wide the columns are.
struct Table {
    lines: Vec<Vec<String>>,
}

impl Rows for Table {
    fn columns(&mut self, names: &[String]) -> Result<()> {
        self.lines.push(names.to_vec());
        Ok(())
    }

    fn row(&mut self, values: Vec<Value>) -> Result<()> {
        let cell = |value: &Value| crate::output::clip(&text(value), WIDEST);
        self.lines.push(values.iter().map(cell).collect());
        Ok(())
    }
}

impl Table {
    fn write(self, mut out: impl Write) -> Result<()> {
        let columns = self.lines.first().map_or(0, Vec::len);
        let width = |column: usize| self.lines.iter().map(|l| l[column].chars().count()).max().unwrap_or_default();
        let widths: Vec<usize> = (0..columns).map(width).collect();
        for (number, line) in self.lines.iter().enumerate() {
            let cells: Vec<String> = line.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}")).collect();
            writeln!(out, "{}", cells.join("  ").trim_end())?;
            if number == 0 {
                writeln!(out, "{}", widths.iter().map(|w| "─".repeat(*w)).collect::<Vec<_>>().join("  "))?;
            }
        }
        out.flush()
    }
}
