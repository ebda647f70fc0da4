//! `legation network`: who acts on whom.

use super::ArchiveOptions;
use super::answer::{FilterOptions, Format, Shown, write};
use crate::failure::Outcome;
use legation_archive::{Edge, Node, graphml};
use std::io::Write;

/// Show who acts on whom: edges with counts and mean scale, as GraphML or CSV too
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  legation network --from 2023 --format graphml > 2023.graphml
  legation network --by name --type CONSULT --least 2 --format csv

Where several do something together, each acts on each.")]
pub(crate) struct Args {
    #[command(flatten)]
    filter: FilterOptions,
    #[command(flatten)]
    archive: ArchiveOptions,
    /// What a node is.
    #[arg(long, value_name = "NODE", default_value = "country")]
    by: By,
    /// Leave out edges of fewer events.
    #[arg(long, value_name = "N", default_value_t = 1)]
    least: u64,
    /// How it is written [default: table on a terminal, else csv].
    #[arg(long, value_name = "FORMAT")]
    format: Option<NetworkFormat>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum By {
    /// A country or other code.
    Country,
    /// A name of a person, organization or country.
    Name,
}

/// Formats of a network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum NetworkFormat {
    /// For people.
    Table,
    /// An edge a row.
    Csv,
    /// An edge a line.
    Jsonl,
    /// GraphML, directed.
    Graphml,
}

impl Shown for Edge {
    const COLUMNS: &'static [&'static str] = &[
        "source",
        "target",
        "events",
        "verbal_cooperation",
        "material_cooperation",
        "verbal_conflict",
        "material_conflict",
        "mean_scale",
    ];

    fn cells(&self) -> Vec<String> {
        let counts = std::iter::once(self.events).chain(self.quads).map(|n| n.to_string());
        [self.source.clone(), self.target.clone()]
            .into_iter()
            .chain(counts)
            .chain([self.mean_scale.to_string()])
            .collect()
    }
}

impl Args {
    pub(crate) fn run(self) -> Outcome {
        let archive = self.archive.open()?;
        let filter = self.filter.filter(&archive)?;
        let node = match self.by {
            By::Country => Node::Code,
            By::Name => Node::Name,
        };
        let edges = archive.network(&filter, node, self.least)?;
        match self.format {
            Some(NetworkFormat::Graphml) => Ok(std::io::stdout().lock().write_all(graphml(&edges)?.as_bytes())?),
            Some(NetworkFormat::Csv) => write(&edges, Format::Csv),
            Some(NetworkFormat::Jsonl) => write(&edges, Format::Jsonl),
            Some(NetworkFormat::Table) => write(&edges, Format::Table),
            None if Format::or_usual(None) == Format::Table => write(&edges, Format::Table),
            None => write(&edges, Format::Csv),
        }
    }
}
