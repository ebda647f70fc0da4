//! Files and pipes that articles come from: "news.warc.gz" is a web archive, packed.

use super::{BadRecord, Record, feeds, formats, html, mail, reason, text, warc};
use crate::progress::Meter;
use clap::ValueEnum;
use flate2::bufread::MultiGzDecoder;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};

/// Formats of input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum InputFormat {
    /// One article a file.
    Txt,
    /// One page a file; its main text is taken.
    Html,
    /// One JSON object a line with id, text, title, published, url, publisher, license.
    Jsonl,
    /// A header row with the same names.
    Csv,
    /// Columns of the same names.
    Parquet,
    /// A mail message.
    Eml,
    /// A box of mail messages.
    Mbox,
    /// RSS, Atom or JSON Feed; an article an entry.
    Feed,
    /// A web archive; an article a page.
    Warc,
}

/// How a file is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Packing {
    Plain,
    Gzip,
}

/// A source of records with its format.
pub(crate) struct Source {
    pub path: PathBuf,
    pub format: InputFormat,
    pub packing: Packing,
}

impl Source {
    /// What it is called in messages.
    pub(crate) fn name(&self) -> String {
        if self.path.as_os_str() == "-" { "standard input".to_owned() } else { self.path.display().to_string() }
    }

    /// Its bytes, unpacked; what is read of the file counts.
    fn open(&self, meter: &Meter) -> Result<Box<dyn Read + Send>, BadRecord> {
        if self.path.as_os_str() == "-" {
            return Ok(Box::new(std::io::stdin()));
        }
        let file = std::fs::File::open(&self.path).map_err(|e| BadRecord::at(&self.name(), reason(&e)))?;
        let file = meter.count(file);
        Ok(match self.packing {
            Packing::Plain => Box::new(file),
            Packing::Gzip => Box::new(MultiGzDecoder::new(BufReader::new(file))),
        })
    }

    /// Its articles.
    pub(crate) fn records(&self, meter: &Meter) -> Box<dyn Iterator<Item = Record> + Send> {
        let name = self.name();
        if self.format == InputFormat::Parquet {
            return formats::parquet(&name, &self.path);
        }
        let file = match self.open(meter) {
            Ok(file) => file,
            Err(bad) => return Box::new(std::iter::once(Err(bad))),
        };
        match self.format {
            InputFormat::Txt => Box::new(std::iter::once(text::read(&name, file))),
            InputFormat::Html => Box::new(std::iter::once(html::read(&name, file))),
            InputFormat::Eml => Box::new(std::iter::once(mail::eml(&name, file))),
            InputFormat::Feed => Box::new(feeds::read(&name, file).into_iter()),
            InputFormat::Jsonl => Box::new(formats::jsonl(&name, BufReader::new(file))),
            InputFormat::Mbox => Box::new(mail::mbox(&name, BufReader::new(file))),
            InputFormat::Warc => Box::new(warc::read(&name, BufReader::new(file))),
            InputFormat::Csv => formats::csv(&name, file),
            InputFormat::Parquet => unreachable!("it is read above, from its path"),
        }
    }

    /// Bytes; `None` for a pipe.
    pub(crate) fn size(&self) -> Option<u64> {
        let file = (self.path.as_os_str() != "-").then(|| std::fs::metadata(&self.path).ok())??;
        file.is_file().then_some(file.len())
    }
}

/// Endings of the files that are read.
pub(crate) const KNOWN: &str =
    ".txt, .html, .jsonl, .csv, .parquet, .eml, .mbox, .rss, .atom, .xml, .warc; all but .parquet also as .gz";

/// Format and packing by the name: "a.warc.gz" is a web archive, packed.
pub(crate) fn format_of(path: &Path) -> (Option<InputFormat>, Packing) {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    let (name, packing) = match name.strip_suffix(".gz") {
        Some(name) => (name, Packing::Gzip),
        None => (name.as_str(), Packing::Plain),
    };
    let format = match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("txt" | "text") => Some(InputFormat::Txt),
        Some("html" | "htm") => Some(InputFormat::Html),
        Some("jsonl" | "ndjson") => Some(InputFormat::Jsonl),
        Some("csv") => Some(InputFormat::Csv),
        Some("parquet") => Some(InputFormat::Parquet).filter(|_| packing == Packing::Plain),
        Some("eml") => Some(InputFormat::Eml),
        Some("mbox") => Some(InputFormat::Mbox),
        Some("rss" | "atom" | "xml") => Some(InputFormat::Feed),
        Some("warc") => Some(InputFormat::Warc),
        _ => None,
    };
    (format, packing)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_format_and_packing() {
        let format = |name: &str| format_of(Path::new(name));
        assert_eq!(format("crawl/a.WARC.gz"), (Some(InputFormat::Warc), Packing::Gzip));
        assert_eq!(format("a.b.jsonl"), (Some(InputFormat::Jsonl), Packing::Plain));
        assert_eq!(format("a.parquet.gz"), (None, Packing::Gzip));
        assert_eq!(format("txt"), (None, Packing::Plain));
    }
}
