//! How events are written: a table on a terminal, JSONL in a pipe, CSV where asked for.

use anstyle::{AnsiColor, Style};
use clap::ValueEnum;
use legation_coding::{EntityRecord, EventRecord, flat};
use std::io::{IsTerminal, Result, Write};

/// Characters of the column of days, and of the column of event types.
const DATE: usize = 11;
const EVENT: usize = 18;

/// Formats of events.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// One event record a line.
    Jsonl,
    /// For people.
    Table,
    /// One row an event, lists joined by semicolons.
    Csv,
}

/// The format that standard output asks for.
pub(crate) fn usual() -> Format {
    if std::io::stdout().is_terminal() { Format::Table } else { Format::Jsonl }
}

/// Whether standard output shows colours.
pub(crate) fn is_coloured() -> bool {
    std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none()
}

/// Writes events as they come.
pub(crate) struct Printer<W: Write> {
    out: W,
    format: Format,
    colour: bool,
    width: usize,
    /// Document and story of the last row, to head the table anew.
    last: Option<(String, usize)>,
    csv_header: bool,
}

impl<W: Write> Printer<W> {
    pub(crate) fn new(out: W, format: Format) -> Self {
        let colour = is_coloured();
        let width = terminal_size::terminal_size().map_or(120, |(w, _)| usize::from(w.0));
        Self { out, format, colour, width: width.clamp(60, 240), last: None, csv_header: false }
    }

    pub(crate) fn print(&mut self, records: &[EventRecord]) -> Result<()> {
        for record in records {
            match self.format {
                Format::Jsonl => {
                    serde_json::to_writer(&mut self.out, record)?;
                    self.out.write_all(b"\n")?;
                }
                Format::Csv => self.csv(record)?,
                Format::Table => self.row(record)?,
            }
        }
        Ok(())
    }

    pub(crate) fn flush(&mut self) -> Result<()> {
        self.out.flush()
    }

    fn styled(&self, style: Style, text: &str) -> String {
        if self.colour { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }

    fn row(&mut self, record: &EventRecord) -> Result<()> {
        let here = (record.document.clone(), record.story);
        if self.last.as_ref() != Some(&here) {
            let title = record.cite_info.title.as_deref().map(|t| format!("  {t}")).unwrap_or_default();
            let heading = format!("{} · story {}{title}", record.document, record.story + 1);
            let bold = Style::new().bold();
            if self.last.is_some() {
                writeln!(self.out)?;
            }
            writeln!(self.out, "{}", self.styled(bold, &clip(&heading, self.width)))?;
            self.last = Some(here);
        }
        let colour = match record.quad_code {
            1 => AnsiColor::Cyan,
            2 => AnsiColor::Green,
            3 => AnsiColor::Yellow,
            _ => AnsiColor::Red,
        };
        let mut name = record.event.join("+");
        for mode in &record.mode {
            name.push('/');
            name.push_str(mode);
        }
        let date = record.date.as_deref().unwrap_or("no date");
        let date = match record.date_info.as_ref().map(|d| d.source.as_str()) {
            Some("published") => format!("{date}*"),
            _ => date.to_owned(),
        };
        let event = self.styled(Style::new().fg_color(Some(colour.into())).bold(), &pad(&name, EVENT));
        let dim = Style::new().dimmed();
        let indent = DATE + 2 + EVENT + 2;
        let who = format!("{} → {}", sides(&record.actor), sides(&record.recipient));
        let mut lines = wrap(&who, self.width.saturating_sub(indent)).into_iter();
        writeln!(self.out, "{}  {event}  {}", pad(&date, DATE), lines.next().unwrap_or_default())?;
        for line in lines {
            writeln!(self.out, "{:indent$}{line}", "")?;
        }
        let mut about = Vec::new();
        if let Some(place) = &record.event_loc {
            about.push(format!("in {}", place.resolved_place.as_ref().unwrap_or(&place.extracted_place)));
        }
        if let Some(source) = record.attribution.as_ref().and_then(|a| a.text.as_ref()) {
            about.push(format!("says {source}"));
        }
        about.extend(record.size.iter().map(|(what, number)| format!("{number} {what}")));
        if !record.auxiliary.is_empty() {
            about.push(record.auxiliary.join(","));
        }
        about.push(format!("“{}”", record.event_text.iter().map(|t| t.text.as_str()).collect::<Vec<_>>().join(" … ")));
        about.push(record.evidence.detail.get("pattern").unwrap_or(&record.evidence.by).clone());
        about.push(format!("{:.2}", record.confidence));
        let line = format!("{:width$}{}", "", about.join(" · "), width = DATE + 2);
        writeln!(self.out, "{}", self.styled(dim, &clip(&line, self.width)))
    }

    fn csv(&mut self, record: &EventRecord) -> Result<()> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        if !self.csv_header {
            writer.write_record(flat::COLUMNS)?;
            self.csv_header = true;
        }
        writer.write_record(record.flat())?;
        let bytes = writer.into_inner().map_err(|e| std::io::Error::other(e.to_string()))?;
        self.out.write_all(&bytes)
    }
}

/// "Ayman Sosan [SYR GOV]", several joined by commas.
fn sides(list: &[EntityRecord]) -> String {
    if list.is_empty() {
        return "—".to_owned();
    }
    let one = |e: &EntityRecord| {
        let code: Vec<&str> = e.code.as_deref().into_iter().chain(e.sector.iter().map(String::as_str)).collect();
        let name = e.identifier_text.as_deref().unwrap_or(&e.entity_text);
        if code.is_empty() { format!("{name} [?]") } else { format!("{name} [{}]", code.join(" ")) }
    };
    list.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// The words of a text in lines of at most `width` characters.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let line = lines.last_mut().expect("there is always a line");
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > width {
            lines.push(word.to_owned());
        } else {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines
}

pub(crate) fn clip(text: &str, width: usize) -> String {
    let text = text.replace('\n', " ");
    if text.chars().count() <= width {
        return text;
    }
    text.chars().take(width.saturating_sub(1)).chain(['…']).collect()
}

fn pad(text: &str, width: usize) -> String {
    let text = clip(text, width);
    let blank = width.saturating_sub(text.chars().count());
    text + &" ".repeat(blank)
}
