//! What the questions to an archive share: conditions on the command line, and how rows are written.

use super::ArchiveOptions;
use crate::failure::{Failure, Outcome};
use crate::output::clip;
use legation_archive::{Archive, Asked, EventRow, Filter, Sentences};
use legation_codebook::Codebook;
use serde::Serialize;
use std::io::{BufWriter, IsTerminal, Write};

/// Conditions: all that are given must hold, and of several of a kind one.
#[derive(clap::Args, Clone, Debug)]
#[command(next_help_heading = "Which events")]
pub(crate) struct FilterOptions {
    /// Who acts: code or name of a country, or name of a person or organization.
    #[arg(long, value_name = "WHO")]
    actor: Vec<String>,
    /// Whom it is done to.
    #[arg(long, value_name = "WHO")]
    recipient: Vec<String>,
    /// Who is on either side.
    #[arg(long, value_name = "WHO")]
    country: Vec<String>,
    /// Two countries, one on each side or both acting together.
    #[arg(long, value_name = "A,B")]
    dyad: Option<String>,
    /// Sector of a side: GOV, MIL, REB ...
    #[arg(long, value_name = "CODE")]
    sector: Vec<String>,
    /// Person on a side, by full or last name.
    #[arg(long, value_name = "NAME")]
    person: Option<String>,
    /// Type: CONSULT, ASSAULT ...
    #[arg(long = "type", value_name = "TYPE")]
    kind: Vec<String>,
    /// 1 to 4, or verbal-cooperation, material-cooperation, verbal-conflict, material-conflict.
    #[arg(long, value_name = "QUAD")]
    quad: Vec<String>,
    /// Context: diplomatic, military ...
    #[arg(long, value_name = "CONTEXT")]
    context: Vec<String>,
    /// First day: 2022-01-25, 2022-01 or 2022.
    #[arg(long, value_name = "DAY")]
    from: Option<String>,
    /// Last day.
    #[arg(long, value_name = "DAY")]
    to: Option<String>,
    /// Where: name of the place, or a country.
    #[arg(long, value_name = "PLACE")]
    place: Option<String>,
    /// Words of who says or publishes it.
    #[arg(long, value_name = "WORDS")]
    source: Option<String>,
    /// Words of the article, as for legation search.
    #[arg(long, value_name = "WORDS")]
    text: Option<String>,
    /// Count every report by itself, without linking.
    #[arg(long)]
    unlinked: bool,
}

impl FilterOptions {
    pub(crate) fn filter(self, archive: &Archive) -> Result<Filter, Failure> {
        let asked = Asked {
            actor: self.actor,
            recipient: self.recipient,
            country: self.country,
            dyad: self.dyad,
            sector: self.sector,
            person: self.person,
            kind: self.kind,
            quad: self.quad,
            context: self.context,
            from: self.from,
            to: self.to,
            place: self.place,
            source: self.source,
            text: self.text,
            unlinked: self.unlinked,
        };
        Ok(asked.filter(archive, &Codebook::embedded_countries)?)
    }
}

/// Rows at most, and whether their sentences are shown.
#[derive(clap::Args, Clone, Debug)]
pub(crate) struct RowOptions {
    #[command(flatten)]
    pub archive: ArchiveOptions,
    /// Events at most.
    #[arg(long, value_name = "N", default_value_t = 1000)]
    pub limit: usize,
    /// Show the sentences that tell each, with title, publisher and address.
    #[arg(long)]
    sentences: bool,
}

impl RowOptions {
    pub(crate) fn sentences(&self) -> Sentences {
        if self.sentences { Sentences::Given } else { Sentences::Left }
    }
}

/// Formats of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Format {
    /// For people.
    Table,
    /// One object a line.
    Jsonl,
    /// A header row, then a row a line; lists are joined by semicolons.
    Csv,
}

impl Format {
    /// The format that was asked for, else a table on a terminal and JSONL in a pipe.
    pub(crate) fn or_usual(format: Option<Self>) -> Self {
        format.unwrap_or(if std::io::stdout().is_terminal() { Self::Table } else { Self::Jsonl })
    }
}

/// A row of an answer.
pub(crate) trait Shown: Serialize {
    /// Names of the columns of CSV and table.
    const COLUMNS: &'static [&'static str];

    /// The cells.
    fn cells(&self) -> Vec<String>;

    /// Lines below the row in a table.
    fn below(&self) -> Vec<String> {
        Vec::new()
    }
}

/// Widest cell of a table, in characters.
const WIDEST: usize = 48;

/// Writes rows.
pub(crate) fn write<T: Shown>(rows: &[T], format: Format) -> Outcome {
    let mut out = BufWriter::new(std::io::stdout().lock());
    match format {
        Format::Jsonl => {
            for row in rows {
                serde_json::to_writer(&mut out, row).map_err(std::io::Error::from)?;
                writeln!(out)?;
            }
        }
        Format::Csv => {
            let mut csv = csv::Writer::from_writer(&mut out);
            csv.write_record(T::COLUMNS).map_err(std::io::Error::from)?;
            for row in rows {
                csv.write_record(row.cells()).map_err(std::io::Error::from)?;
            }
            csv.flush()?;
        }
        Format::Table => table(&mut out, rows)?,
    }
    out.flush()?;
    Ok(())
}

fn table<T: Shown>(mut out: impl Write, rows: &[T]) -> std::io::Result<()> {
    let header: Vec<String> = T::COLUMNS.iter().map(|&c| c.to_owned()).collect();
    let cells = |row: &T| row.cells().iter().map(|cell| clip(cell, WIDEST)).collect::<Vec<_>>();
    let lines: Vec<Vec<String>> = std::iter::once(header).chain(rows.iter().map(cells)).collect();
    let width = |column: usize| lines.iter().map(|l| l[column].chars().count()).max().unwrap_or_default();
    // What no row has is not shown.
    let empty = |column: usize| !rows.is_empty() && lines[1..].iter().all(|l| l[column].is_empty());
    let columns: Vec<(usize, usize)> = (0..T::COLUMNS.len()).filter(|c| !empty(*c)).map(|c| (c, width(c))).collect();
    for (number, line) in lines.iter().enumerate() {
        let cells: Vec<String> = columns.iter().map(|(c, width)| format!("{:width$}", line[*c])).collect();
        writeln!(out, "{}", cells.join("  ").trim_end())?;
        if let Some(row) = number.checked_sub(1).and_then(|n| rows.get(n)) {
            for below in row.below() {
                writeln!(out, "    {below}")?;
            }
        } else {
            writeln!(out, "{}", columns.iter().map(|(_, w)| "─".repeat(*w)).collect::<Vec<_>>().join("  "))?;
        }
    }
    Ok(())
}

fn optional<T: ToString>(value: Option<&T>) -> String {
    value.map(T::to_string).unwrap_or_default()
}

/// Sentences with where they stand, as lines.
pub(crate) fn told(event: &EventRow) -> Vec<String> {
    let line = |s: &legation_archive::Telling| {
        let about = [s.published.as_ref(), s.publisher.as_ref(), s.title.as_ref(), s.url.as_ref(), Some(&s.document)];
        let about: Vec<&str> = about.into_iter().flatten().map(String::as_str).collect();
        let why = s.why.as_ref().map(|why| format!(" [{why}]")).unwrap_or_default();
        format!("“{}” ({}){why}", s.text.replace('\n', " "), about.join(" · "))
    };
    event.sentences.iter().map(line).collect()
}

impl Shown for EventRow {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "date",
        "event",
        "mode",
        "actor",
        "actor_code",
        "recipient",
        "recipient_code",
        "place",
        "country",
        "quad_code",
        "event_scale",
        "context",
        "topic",
        "killed",
        "injured",
        "arrested",
        "reports",
        "tellings",
        "confidence",
        "sentences",
    ];

    fn cells(&self) -> Vec<String> {
        vec![
            self.id.clone(),
            optional(self.date.as_ref()),
            self.event.clone(),
            self.mode.clone(),
            optional(self.actor.as_ref()),
            optional(self.actor_code.as_ref()),
            optional(self.recipient.as_ref()),
            optional(self.recipient_code.as_ref()),
            optional(self.place.as_ref()),
            optional(self.country.as_ref()),
            self.quad_code.to_string(),
            self.event_scale.to_string(),
            self.context.clone(),
            self.topic.clone(),
            optional(self.killed.as_ref()),
            optional(self.injured.as_ref()),
            optional(self.arrested.as_ref()),
            self.reports.to_string(),
            self.tellings.to_string(),
            self.confidence.to_string(),
            self.sentences.iter().map(|s| s.text.as_str()).collect::<Vec<_>>().join(" "),
        ]
    }
}

/// An event in a table of people: fewer columns, and its sentences below.
#[derive(Serialize)]
#[serde(transparent)]
pub(crate) struct Brief<'a>(pub &'a EventRow);

impl Shown for Brief<'_> {
    const COLUMNS: &'static [&'static str] = &["date", "event", "who", "whom", "place", "reports", "id"];

    fn cells(&self) -> Vec<String> {
        let event = self.0;
        let kind = if event.mode.is_empty() { event.event.clone() } else { format!("{}/{}", event.event, event.mode) };
        vec![
            optional(event.date.as_ref()),
            kind,
            side(event.actor.as_ref(), event.actor_code.as_ref()),
            side(event.recipient.as_ref(), event.recipient_code.as_ref()),
            optional(event.place.as_ref()),
            event.reports.to_string(),
            event.id.clone(),
        ]
    }

    fn below(&self) -> Vec<String> {
        told(self.0)
    }
}

/// `Ayman Sosan [SYR], Iran [IRN]`.
fn side(names: Option<&String>, codes: Option<&String>) -> String {
    let (names, codes) = (names.map_or("", String::as_str), codes.map_or("", String::as_str));
    let one = |(name, code): (&str, &str)| if code.is_empty() { name.to_owned() } else { format!("{name} [{code}]") };
    let parts = names.split(';').zip(codes.split(';').chain(std::iter::repeat("")));
    parts.filter(|(name, _)| !name.is_empty()).map(one).collect::<Vec<_>>().join(", ")
}

/// Writes events: few columns in a table, all of them else.
pub(crate) fn write_events(events: &[EventRow], format: Format) -> Outcome {
    if format == Format::Table {
        let brief: Vec<Brief<'_>> = events.iter().map(Brief).collect();
        write(&brief, format)
    } else {
        write(events, format)
    }
}
