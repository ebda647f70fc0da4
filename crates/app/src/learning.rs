//! The table of office holders that articles told of: gathered, joined with one that a user has marked, and written.
//!
//! A row is one person in one office of one country. What a later run finds updates days and counts; what the user wrote stays.

use crate::failure::Failure;
use legation_codebook::{Accept, LearnedRow, Rank, Standing};
use legation_coding::{Coder, LearnedTerm};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::io::Write;
use std::path::Path;

/// So many articles of a row are named in it; an article among them is not counted twice by a later run.
const NAMED_ARTICLES: usize = 100;

/// What one article says: a term with its sentence.
pub(crate) struct Said {
    pub term: LearnedTerm,
    pub sentence: String,
    pub publisher: Option<String>,
}

/// Rows in the making, by [`LearnedTerm::key`].
#[derive(Default)]
pub(crate) struct Table {
    rows: BTreeMap<String, Gathered>,
}

#[derive(Default)]
struct Gathered {
    row: LearnedRow,
    /// Days on which he was said to have held the office.
    former: BTreeSet<String>,
    /// Articles that this run or the file names.
    articles: HashSet<String>,
    sources: BTreeSet<String>,
    aliases: BTreeSet<String>,
    said_in_office: bool,
}

impl Table {
    /// The rows of a file, or none where it is not there yet.
    ///
    /// # Errors
    /// The file cannot be read, or is something else; with its line.
    pub(crate) fn open(path: &Path) -> Result<Self, Failure> {
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(e) => return Err(Failure::call(format!("{}: {}", path.display(), crate::input::reason(&e)))),
        };
        let file = path.display().to_string();
        let rows = LearnedRow::read(&file, &text).map_err(|problems| {
            let first = &problems[0];
            Failure::call(format!("{file}:{}: {}; mend it or give another file to --into", first.line, first.message))
        })?;
        let rows = rows.into_iter().map(|row| (row.found.clone(), Gathered::of(row)));
        Ok(Self { rows: rows.collect() })
    }

    /// Adds what an article says.
    pub(crate) fn add(&mut self, said: Said, coder: &Coder) {
        let Said { term, sentence, publisher } = said;
        let gathered = self.rows.entry(term.key.clone()).or_insert_with(|| Gathered::new(&term, coder));
        gathered.add(&term, &sentence, publisher);
    }

    /// The rows as they are written: by country, office and name.
    pub(crate) fn finish(self, coder: &Coder) -> Vec<LearnedRow> {
        let mut rows: Vec<LearnedRow> = self.rows.into_values().map(|g| g.finish(coder)).collect();
        rows.sort_by(|a, b| {
            let key = |r: &LearnedRow| (r.country.clone(), r.office.clone(), r.from.clone(), r.found.clone());
            key(a).cmp(&key(b))
        });
        rows
    }
}

impl Gathered {
    fn new(term: &LearnedTerm, coder: &Coder) -> Self {
        let rank = if term.is_lower { Rank::Other } else { coder.rank_of(&term.office) };
        let row = LearnedRow {
            name: term.name.clone(),
            office: term.office.clone(),
            country: term.code.clone(),
            sector: term.sectors.first().cloned().unwrap_or_default(),
            secondary: term.sectors.get(1).cloned().unwrap_or_default(),
            rank: rank.as_str().to_owned(),
            by: term.by,
            found: term.key.clone(),
            ..LearnedRow::default()
        };
        Self { row, ..Self::default() }
    }

    /// A row of the file.
    fn of(row: LearnedRow) -> Self {
        let list = |cell: &str| -> Vec<String> {
            cell.split(';').map(str::trim).filter(|c| !c.is_empty()).map(str::to_owned).collect()
        };
        Self {
            former: Some(row.to.clone()).filter(|to| !to.is_empty()).into_iter().collect(),
            articles: list(&row.documents).into_iter().collect(),
            sources: list(&row.sources).into_iter().collect(),
            aliases: list(&row.aliases).into_iter().collect(),
            said_in_office: row.standing == Standing::InOffice,
            row,
        }
    }

    fn add(&mut self, term: &LearnedTerm, sentence: &str, publisher: Option<String>) {
        let row = &mut self.row;
        let marked = row.accept != Accept::Open;
        let day = term.day.map(|d| d.to_string());
        match term.standing {
            Standing::InOffice => {
                self.said_in_office = true;
                let from = term.since.map(|d| d.to_string()).or_else(|| day.clone()).unwrap_or_default();
                if row.from.is_empty() || !marked && !from.is_empty() && from < row.from {
                    row.from = from;
                }
                row.seen = row.seen.clone().max(day.unwrap_or_default());
            }
            Standing::Former => self.former.extend(day),
        }
        row.by = row.by.min(term.by);
        if !marked {
            self.aliases.extend(term.aliases.iter().cloned());
        }
        self.sources.extend(publisher.map(|p| plain(&p)));
        let document = plain(&term.document);
        // The shortest sentence says it best; of two the first by the alphabet, so that no order counts.
        let shorter = (sentence.len(), sentence) < (row.sentence.len(), row.sentence.as_str());
        if row.sentence.is_empty() || shorter {
            sentence.clone_into(&mut row.sentence);
            row.document.clone_from(&document);
        }
        if self.articles.insert(document.clone()) {
            row.articles += 1;
            if row.articles <= NAMED_ARTICLES {
                let comma = if row.documents.is_empty() { "" } else { ";" };
                row.documents.push_str(&format!("{comma}{document}"));
            }
        }
    }

    fn finish(self, coder: &Coder) -> LearnedRow {
        let Self { mut row, former, sources, aliases, said_in_office, .. } = self;
        let join = |list: BTreeSet<String>| list.into_iter().collect::<Vec<_>>().join(";");
        if row.accept == Accept::Open || row.to.is_empty() {
            // Whoever was last said to hold the office has not left it.
            row.to = former.into_iter().find(|day| *day > row.seen).unwrap_or_default();
        }
        let former = !row.to.is_empty() || !said_in_office;
        row.standing = if former { Standing::Former } else { Standing::InOffice };
        row.sources = join(sources);
        row.aliases = join(aliases);
        let compared = coder.compare(&row);
        row.known = compared.known;
        row.table = compared.table;
        row
    }
}

/// A name for a list that is parted by ";".
fn plain(text: &str) -> String {
    text.replace([';', '\n', '\r'], ",")
}

/// Writes the table with its header.
pub(crate) fn write(out: impl Write, rows: &[LearnedRow]) -> std::io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    if rows.is_empty() {
        // The header is that of a row.
        let mut scratch = csv::Writer::from_writer(Vec::new());
        scratch.serialize(LearnedRow::default()).map_err(std::io::Error::other)?;
        let bytes = scratch.into_inner().map_err(|e| std::io::Error::other(e.to_string()))?;
        let header: Vec<u8> = bytes.split_inclusive(|b| *b == b'\n').next().unwrap_or_default().to_vec();
        return writer.into_inner().map_err(|e| std::io::Error::other(e.to_string()))?.write_all(&header);
    }
    for row in rows {
        writer.serialize(row).map_err(std::io::Error::other)?;
    }
    writer.flush()
}

/// Replaces a file whole, so that a stopped run leaves the old one.
pub(crate) fn replace(path: &Path, rows: &[LearnedRow]) -> Result<(), Failure> {
    let mut new = path.as_os_str().to_owned();
    new.push(".new");
    let new = Path::new(&new);
    let written = std::fs::File::create(new)
        .and_then(|file| {
            let mut out = std::io::BufWriter::new(file);
            write(&mut out, rows)?;
            out.flush()
        })
        .and_then(|()| std::fs::rename(new, path));
    written.map_err(|e| Failure::call(format!("{}: {}", path.display(), crate::input::reason(&e))))
}
