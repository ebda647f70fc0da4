//! `legation dossier`: what an archive knows of a person, country or organization.

use super::answer::{FilterOptions, Format, RowOptions, Shown, told};
use crate::failure::Outcome;
use legation_archive::{EventRow, Office};
use legation_codebook::Codebook;
use serde::Serialize;
use std::io::Write;

/// Show what is known of a person, country or organization: offices, meetings, words and deeds by day
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  legation dossier 'Emmanuel Macron' --sentences
  legation dossier Turkey --from 2023-03 --to 2023-03 --limit 20")]
pub(crate) struct Args {
    /// Name of a person or organization, or code or name of a country.
    #[arg(value_name = "PERSON|COUNTRY|ORGANIZATION")]
    name: String,
    #[command(flatten)]
    filter: FilterOptions,
    #[command(flatten)]
    rows: RowOptions,
    /// How it is written [default: table on a terminal, else jsonl].
    #[arg(long, value_name = "FORMAT")]
    format: Option<Format>,
}

/// An event or office with the section that it belongs to.
#[derive(Serialize)]
struct Entry<'a> {
    section: &'static str,
    #[serde(flatten)]
    what: What<'a>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum What<'a> {
    Office(&'a Office),
    Event(&'a EventRow),
}

impl Shown for Entry<'_> {
    const COLUMNS: &'static [&'static str] =
        &["section", "from", "to", "what", "who", "whom", "place", "topic", "reports", "id"];

    fn cells(&self) -> Vec<String> {
        let known = |text: &Option<String>| text.clone().unwrap_or_default();
        let mut cells = vec![self.section.to_owned()];
        match self.what {
            What::Office(o) => {
                let blank = String::new();
                cells.extend([known(&o.first), known(&o.last), known(&o.office), o.name.clone(), known(&o.code)]);
                cells.extend([blank.clone(), blank.clone(), o.events.to_string(), blank]);
            }
            What::Event(e) => {
                cells.extend([
                    known(&e.date),
                    known(&e.enddate),
                    e.event.clone(),
                    known(&e.actor),
                    known(&e.recipient),
                ]);
                cells.extend([known(&e.place), e.topic.clone(), e.reports.to_string(), e.id.clone()]);
            }
        }
        cells
    }

    fn below(&self) -> Vec<String> {
        match self.what {
            What::Office(_) => Vec::new(),
            What::Event(event) => told(event),
        }
    }
}

impl Args {
    pub(crate) fn run(self) -> Outcome {
        let archive = self.rows.archive.open()?;
        let filter = self.filter.filter(&archive)?;
        let sentences = self.rows.sentences();
        let dossier =
            archive.dossier(&self.name, &filter, self.rows.limit, sentences, &Codebook::embedded_countries)?;
        let format = Format::or_usual(self.format);
        if format == Format::Table {
            writeln!(std::io::stdout().lock(), "{}\n", dossier.subject)?;
        }
        let mut entries: Vec<Entry<'_>> =
            dossier.offices.iter().map(|o| Entry { section: "office", what: What::Office(o) }).collect();
        let sections =
            [("met", &dossier.met), ("said", &dossier.said), ("did", &dossier.did), ("done to", &dossier.done_to)];
        for (section, events) in sections {
            entries.extend(events.iter().map(|e| Entry { section, what: What::Event(e) }));
        }
        super::answer::write(&entries, format)
    }
}
