//! `legation search`: articles of an archive by their words.

use super::ArchiveOptions;
use crate::failure::{Failure, Outcome};
use crate::output;
use anstyle::Style;
use std::io::{BufWriter, IsTerminal, Write};

/// Search the articles of an archive for words
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  legation search border talks
  legation search '\"foreign minister\" NOT visit*' --limit 5
  legation search ceasefire --format jsonl --archive 2022.db")]
pub(crate) struct Args {
    /// Words that all stand in the article, in any inflection; phrases in quotes, OR and NOT between words, a star for any end.
    #[arg(value_name = "WORDS", required = true)]
    words: Vec<String>,
    #[command(flatten)]
    archive: ArchiveOptions,
    /// Articles at most, the best first.
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,
    /// How they are written [default: text on a terminal, else jsonl].
    #[arg(long, value_name = "FORMAT")]
    format: Option<Format>,
}

/// Formats of hits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For people.
    Text,
    /// One object a line: article, document, title, published, publisher, url, snippet.
    Jsonl,
}

impl Args {
    pub(crate) fn run(self) -> Outcome {
        let terminal = std::io::stdout().is_terminal();
        let format = self.format.unwrap_or(if terminal { Format::Text } else { Format::Jsonl });
        let bold = Style::new().bold();
        let (on, off) = if output::is_coloured() {
            (bold.render().to_string(), bold.render_reset().to_string())
        } else {
            ("[".into(), "]".into())
        };
        let marks = if format == Format::Text { (on.as_str(), off.as_str()) } else { ("[", "]") };
        let hits = self.archive.open()?.search(&self.words.join(" "), self.limit, marks)?;
        let mut out = BufWriter::new(std::io::stdout().lock());
        for hit in hits {
            match format {
                Format::Jsonl => {
                    serde_json::to_writer(&mut out, &hit).map_err(|e| Failure::from(std::io::Error::from(e)))?;
                    writeln!(out)?;
                }
                Format::Text => {
                    let about = [hit.published.as_ref(), hit.publisher.as_ref(), hit.title.as_ref()];
                    let about: Vec<&str> = about.into_iter().flatten().map(String::as_str).collect();
                    writeln!(out, "{}  {}", hit.document, about.join(" · "))?;
                    writeln!(out, "    {}", hit.snippet.replace('\n', " "))?;
                }
            }
        }
        out.flush()?;
        Ok(())
    }
}
