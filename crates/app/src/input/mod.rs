//! Reads articles from files, folders and standard input, one at a time.
//!
//! A mistake in one record is reported with file and line and skipped; the rest goes on.

mod feeds;
mod formats;
mod html;
mod mail;
mod sources;
mod text;
mod warc;

use crate::failure::{Failure, complain};
use crate::progress::Meter;
use clap::Args;
use jiff::civil::Date;
use legation_text::Article;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};

pub(crate) use sources::InputFormat;
use sources::{KNOWN, Packing, Source, format_of};
pub(crate) use text::decode;

/// Largest document in bytes. A document is analysed as a whole; what is larger is no article.
pub(crate) const LARGEST: u64 = 16 * 1024 * 1024;

/// Where articles come from.
#[derive(Args, Clone, Debug)]
pub(crate) struct InputOptions {
    /// Files, folders or - for standard input (.txt .html .jsonl .csv .parquet .eml .mbox .rss .atom .xml .warc, also .gz).
    #[arg(value_name = "INPUT", default_value = "-")]
    pub inputs: Vec<PathBuf>,
    /// Day of publication (2022-01-25) of articles that carry none: "on Monday" is relative to it.
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    pub published: Option<Date>,
    /// Format of the inputs, where their names do not tell.
    #[arg(long, value_name = "FORMAT")]
    pub input_format: Option<InputFormat>,
    /// Skip so many articles (to go on after a stop).
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub skip: usize,
}

/// A record that cannot be used, with its place.
#[derive(Clone, Debug)]
pub(crate) struct BadRecord {
    /// File and line.
    pub place: String,
    /// What is wrong, and what to do.
    pub message: String,
}

impl BadRecord {
    pub(crate) fn at(place: &str, message: impl Into<String>) -> Self {
        Self { place: place.to_owned(), message: message.into() }
    }

    /// Whether it is one of many in its file.
    fn is_one_of_many(&self) -> bool {
        self.place.contains(": ")
    }
}

impl std::fmt::Display for BadRecord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.place, self.message)
    }
}

/// One article, or why there is none.
pub(crate) type Record = Result<Article, BadRecord>;

/// "2022-01-25", for options.
pub(crate) fn parse_date(text: &str) -> Result<Date, String> {
    let written = || ["%d %B %Y", "%B %d, %Y"].iter().find_map(|form| Date::strptime(form, text).ok());
    text.parse().ok().or_else(written).ok_or_else(|| format!("{text:?} is no day; write it as 2022-01-25"))
}

/// The day of a record's field: a day, or the day of a timestamp.
pub(crate) fn day_of_field(text: &str) -> Option<Date> {
    let text = text.trim();
    text.parse().ok().or_else(|| {
        text.get(..10).filter(|_| text.as_bytes().get(10).is_some_and(|b| matches!(b, b'T' | b' ')))?.parse().ok()
    })
}

/// Articles of all inputs, in order.
pub(crate) struct Articles {
    sources: std::vec::IntoIter<Source>,
    open: Option<Box<dyn Iterator<Item = Record> + Send>>,
    published: Option<Date>,
    skip: usize,
    only: bool,
    meter: Meter,
    /// Bytes of the sources up to the end of the open one.
    behind: u64,
    /// A problem that ends the run.
    pub fatal: Option<String>,
}

impl InputOptions {
    /// Opens the inputs.
    ///
    /// # Errors
    /// A missing file, an unknown format, a folder without text: nothing is coded.
    pub(crate) fn open(&self) -> Result<Articles, Failure> {
        let mut sources = Vec::new();
        for input in &self.inputs {
            if input.as_os_str() == "-" {
                let format = self.input_format;
                sources.push(Source {
                    path: input.clone(),
                    format: format.unwrap_or(InputFormat::Txt),
                    packing: Packing::Plain,
                });
                continue;
            }
            let metadata =
                std::fs::metadata(input).map_err(|e| Failure::call(format!("{}: {}", input.display(), reason(&e))))?;
            if metadata.is_dir() {
                let before = sources.len();
                self.add_folder(input, &mut sources)?;
                if sources.len() == before {
                    return Err(Failure::call(format!(
                        "{}: no file of a known format is in this folder ({KNOWN})",
                        input.display()
                    )));
                }
            } else {
                let (known, packing) = format_of(input);
                let format = self.input_format.or(known).ok_or_else(|| {
                    Failure::call(format!("{}: unknown format; give --input-format ({KNOWN})", input.display()))
                })?;
                sources.push(Source { path: input.clone(), format, packing });
            }
        }
        let only = sources.len() == 1;
        if only && sources[0].path.as_os_str() == "-" && self.input_format.is_none() {
            let open = Some(standard_input()?);
            return Ok(Articles { open, meter: Meter::default(), ..self.articles(Vec::new(), only) });
        }
        Ok(self.articles(sources, only))
    }

    fn articles(&self, sources: Vec<Source>, only: bool) -> Articles {
        let sizes = sources.iter().map(Source::size).sum::<Option<u64>>();
        Articles {
            sources: sources.into_iter(),
            open: None,
            published: self.published,
            skip: self.skip,
            only,
            meter: Meter::of(sizes),
            behind: 0,
            fatal: None,
        }
    }

    fn add_folder(&self, folder: &Path, sources: &mut Vec<Source>) -> Result<(), Failure> {
        let entries = std::fs::read_dir(folder).and_then(Iterator::collect::<Result<Vec<_>, _>>);
        let mut entries = entries.map_err(|e| Failure::call(format!("{}: {}", folder.display(), reason(&e))))?;
        entries.sort_by_key(std::fs::DirEntry::file_name);
        for entry in entries {
            let path = entry.path();
            if path.is_dir() {
                self.add_folder(&path, sources)?;
            } else if let (Some(format), packing) = format_of(&path) {
                sources.push(Source { path, format, packing });
            }
        }
        Ok(())
    }
}

/// What the system says, without its error number.
pub(crate) fn reason(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "no such file or folder".into(),
        std::io::ErrorKind::PermissionDenied => "it may not be read (permission denied)".into(),
        _ => error.to_string(),
    }
}

/// Standard input: JSONL where it begins with a brace, else one article.
fn standard_input() -> Result<Box<dyn Iterator<Item = Record> + Send>, Failure> {
    let mut stdin = BufReader::new(std::io::stdin());
    let mut start = Vec::new();
    let mut byte = [0u8];
    // Blank lines may stand before the first record.
    loop {
        let n = stdin.read(&mut byte).map_err(|e| Failure::call(format!("standard input: {e}")))?;
        if n == 0 {
            break;
        }
        start.push(byte[0]);
        if !byte[0].is_ascii_whitespace() {
            break;
        }
    }
    if start.iter().all(u8::is_ascii_whitespace) {
        return Err(Failure::call("standard input is empty; give a file, a folder or text"));
    }
    let json = start.last() == Some(&b'{');
    let whole = std::io::Cursor::new(start).chain(stdin);
    if json {
        return Ok(Box::new(formats::jsonl("standard input", BufReader::new(whole))));
    }
    Ok(Box::new(std::iter::once_with(move || text::read("standard input", whole))))
}

impl Articles {
    /// How much of the inputs was read.
    pub(crate) fn meter(&self) -> Meter {
        self.meter.clone()
    }

    fn open_next(&mut self) -> Option<()> {
        let source = self.sources.next()?;
        self.meter.set(self.behind);
        self.behind += source.size().unwrap_or_default();
        self.open = Some(source.records(&self.meter));
        Some(())
    }
}

impl Iterator for Articles {
    type Item = Record;

    fn next(&mut self) -> Option<Record> {
        loop {
            if self.open.is_none() {
                self.open_next()?;
            }
            match self.open.as_mut().and_then(Iterator::next) {
                None => {
                    self.open = None;
                    // Standard input is no file among the sources.
                    if self.sources.as_slice().is_empty() {
                        return None;
                    }
                }
                Some(_) if self.skip > 0 => self.skip -= 1,
                Some(Ok(mut article)) => {
                    article.published = article.published.or(self.published);
                    return Some(Ok(article));
                }
                Some(Err(bad)) => {
                    // The only input of the call is wrong: the call is.
                    if self.only && !bad.is_one_of_many() {
                        self.fatal = Some(bad.to_string());
                    }
                    return Some(Err(bad));
                }
            }
        }
    }
}

/// Reports a bad record.
pub(crate) fn report(bad: &BadRecord) {
    complain(bad);
}
