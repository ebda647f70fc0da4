//! `legation timeline`: events of an archive by time.

use super::ArchiveOptions;
use super::answer::{FilterOptions, Format, Shown, write};
use crate::failure::{Failure, Outcome};
use legation_archive::{Bar, Step, timeline_svg};
use std::io::{BufWriter, Write};
use std::path::PathBuf;

/// Count events by day, week, month, quarter or year, with their mean scale
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  legation timeline --dyad Turkey,Greece --by month
  legation timeline --country Syria --from 2023 --by week --svg syria.svg
  legation timeline --quad material-conflict --by year --format csv")]
pub(crate) struct Args {
    #[command(flatten)]
    filter: FilterOptions,
    #[command(flatten)]
    archive: ArchiveOptions,
    /// Length of a step.
    #[arg(long, value_name = "STEP", default_value = "month")]
    by: By,
    /// Draw it into a file too.
    #[arg(long, value_name = "FILE")]
    svg: Option<PathBuf>,
    /// How it is written [default: bars on a terminal, else jsonl].
    #[arg(long, value_name = "FORMAT")]
    format: Option<Format>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum By {
    Day,
    Week,
    Month,
    Quarter,
    Year,
}

impl By {
    fn step(self) -> Step {
        match self {
            Self::Day => Step::Day,
            Self::Week => Step::Week,
            Self::Month => Step::Month,
            Self::Quarter => Step::Quarter,
            Self::Year => Step::Year,
        }
    }
}

impl Shown for Bar {
    const COLUMNS: &'static [&'static str] = &[
        "from",
        "events",
        "verbal_cooperation",
        "material_cooperation",
        "verbal_conflict",
        "material_conflict",
        "mean_scale",
    ];

    fn cells(&self) -> Vec<String> {
        let scale = self.mean_scale.map(|s| s.to_string()).unwrap_or_default();
        let counts = std::iter::once(self.events).chain(self.quads).map(|n| n.to_string());
        std::iter::once(self.from.clone()).chain(counts).chain([scale]).collect()
    }
}

/// Characters of the longest bar, and of a step's first day.
const LONGEST: u64 = 50;
const DAY: usize = 10;

impl Args {
    pub(crate) fn run(self) -> Outcome {
        let archive = self.archive.open()?;
        let filter = self.filter.filter(&archive)?;
        let bars = archive.timeline(&filter, self.by.step())?;
        if let Some(path) = &self.svg {
            let first = bars.first().map_or("no events", |b| b.from.as_str());
            let last = bars.last().map_or("", |b| b.from.as_str());
            let picture = timeline_svg(&bars, &format!("Events by {:?}, {first} {last}", self.by).to_lowercase())?;
            std::fs::write(path, picture).map_err(|e| {
                Failure::call(format!("{}: cannot be written ({e}); give another file with --svg", path.display()))
            })?;
        }
        match Format::or_usual(self.format) {
            Format::Table => Ok(draw(&bars)?),
            format => write(&bars, format),
        }
    }
}

/// Bars for a terminal: `█` cooperation, `▒` conflict.
fn draw(bars: &[Bar]) -> std::io::Result<()> {
    let mut out = BufWriter::new(std::io::stdout().lock());
    let most = bars.iter().map(|b| b.events).max().unwrap_or_default().max(1);
    let digits = most.to_string().len();
    for bar in bars {
        let length = |count: u64| usize::try_from((count * LONGEST).div_ceil(most)).unwrap_or_default();
        let (all, cooperation) = (length(bar.events), length(bar.quads[0] + bar.quads[1]));
        let conflict = all.saturating_sub(cooperation);
        let scale = bar.mean_scale.map(|s| format!("{s:+.1}")).unwrap_or_default();
        let drawn = format!("{}{}", "█".repeat(cooperation), "▒".repeat(conflict));
        let line = format!("{:DAY$} {:>digits$} {scale:>5} {drawn}", bar.from, bar.events);
        writeln!(out, "{}", line.trim_end())?;
    }
    writeln!(out, "█ cooperation  ▒ conflict; the number before the bar is the mean scale, -10 to 10")?;
    out.flush()
}
