//! An archive that is open for reading; many may be at a time, also while it is written.

use crate::entry::State;
use crate::error::Error;
use crate::key::Key;
use crate::open;
use rusqlite::{Connection, OptionalExtension};
use std::path::{Path, PathBuf};

/// An archive, to read.
pub struct Archive {
    pub(crate) connection: Connection,
    pub(crate) path: PathBuf,
}

/// Whether an article is in the archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// No.
    Absent,
    /// Yes, and how far it has come.
    Kept(State),
}

/// How much an archive holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// Articles.
    pub articles: u64,
    /// Of these, coded.
    pub coded: u64,
    /// Of these, not English.
    pub foreign: u64,
    /// Event records.
    pub events: u64,
    /// Bytes of the file.
    pub bytes: u64,
}

impl Archive {
    /// Opens an archive. One of an older version of the program is brought up to the present one first.
    ///
    /// # Errors
    /// There is none, it is something else, or a later version made it.
    pub fn open(path: &Path) -> Result<Self, Error> {
        Ok(Self { connection: open::to_read(path)?, path: path.to_owned() })
    }

    /// Whether it holds an article.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn standing(&self, key: &Key) -> Result<Standing, Error> {
        let mut statement =
            self.connection.prepare_cached("SELECT state FROM articles WHERE key = ?1").map_err(self.failed())?;
        let state: Option<String> =
            statement.query_row([key.as_str()], |row| row.get(0)).optional().map_err(self.failed())?;
        Ok(state.and_then(|s| State::parse(&s)).map_or(Standing::Absent, Standing::Kept))
    }

    /// Hands every event record to `each` as its JSON line, without the line's end: article by article as they were kept,
    /// in the order of the text. The bytes are those that the coder gave.
    ///
    /// # Errors
    /// The file cannot be read, or `each` fails.
    pub fn records(&self, mut each: impl FnMut(&[u8]) -> std::io::Result<()>) -> Result<(), Error> {
        let mut statement =
            self.connection.prepare("SELECT article, jsonl FROM records ORDER BY article").map_err(self.failed())?;
        let mut rows = statement.query([]).map_err(self.failed())?;
        while let Some(row) = rows.next().map_err(self.failed())? {
            let article = row.get(0).map_err(self.failed())?;
            let lines = self.lines(article, row.get_ref(1).map_err(self.failed())?.as_blob().unwrap_or_default())?;
            for line in lines.split(|b| *b == b'\n').filter(|l| !l.is_empty()) {
                each(line).map_err(Error::Output)?;
            }
        }
        Ok(())
    }

    /// How much it holds.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn figures(&self) -> Result<Figures, Error> {
        let sql = "SELECT count(*), count(*) FILTER (WHERE state = 'coded'), count(*) FILTER (WHERE state = 'foreign'),
            coalesce(sum(events), 0), (SELECT page_count * page_size FROM pragma_page_count, pragma_page_size) FROM articles";
        self.connection
            .query_row(sql, [], |row| {
                Ok(Figures {
                    articles: row.get(0)?,
                    coded: row.get(1)?,
                    foreign: row.get(2)?,
                    events: row.get(3)?,
                    bytes: row.get(4)?,
                })
            })
            .map_err(self.failed())
    }

    /// The JSON lines of an article's records.
    pub(crate) fn lines(&self, article: i64, compressed: &[u8]) -> Result<Vec<u8>, Error> {
        zstd::decode_all(compressed).map_err(|e| {
            Error::Damaged(self.path.clone(), format!("the records of article {article} are damaged ({e})"))
        })
    }

    pub(crate) fn failed(&self) -> impl Fn(rusqlite::Error) -> Error {
        Error::at(&self.path)
    }
}
