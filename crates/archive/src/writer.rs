//! The one writer: batches of articles with all their events, each batch in one transaction.

use crate::copies;
use crate::entry::{Entry, Item, State};
use crate::error::Error;
use crate::key::Key;
use crate::open;
use crate::rows;
use legation_text::Article;
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};
use std::ops::AddAssign;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// An archive, to write. While a batch is written, other writers wait; readers see the batch when it is whole.
pub struct Writer {
    pub(crate) connection: Connection,
    pub(crate) path: PathBuf,
    run: Run,
    /// Its row, once something was kept.
    number: Option<i64>,
}

/// What codes, with which settings: kept once a call, so that each event knows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Run {
    /// When it started: 2022-01-25T08:00:00Z.
    pub started: String,
    /// "legation 0.1.0".
    pub coder: String,
    /// "plover-2.0", or the folder's name.
    pub codebook: String,
    /// Fingerprint of the codebook's files.
    pub codebook_hash: String,
    /// "reader 1".
    pub model: String,
    /// Options of the call, as JSON.
    pub settings: String,
}

/// What a batch or a run did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Articles that were not there before.
    pub added: u64,
    /// Articles that were coded, added or waiting before.
    pub coded: u64,
    /// Articles that were added and are not English.
    pub foreign: u64,
    /// Event records.
    pub events: u64,
    /// Articles that were there already.
    pub there: u64,
    /// Records that could not be read, not told of before.
    pub failed: u64,
}

impl Tally {
    /// Whether the archive is as it was before.
    pub fn is_nothing(&self) -> bool {
        self.added + self.coded + self.failed == 0
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.added += other.added;
        self.coded += other.coded;
        self.foreign += other.foreign;
        self.events += other.events;
        self.there += other.there;
        self.failed += other.failed;
    }
}

impl Writer {
    /// Opens an archive, or makes it where there is none. Nothing of the run is written before it keeps something.
    ///
    /// # Errors
    /// The file is something else, of a later version, or cannot be written.
    pub fn open(path: &Path, run: Run) -> Result<Self, Error> {
        Ok(Self { connection: open::to_write(path)?, path: path.to_owned(), run, number: None })
    }

    /// Keeps a batch, in its order: all of it, or, on an error, nothing.
    ///
    /// # Errors
    /// The disk is full, the file cannot be written, or another program writes it for too long.
    pub fn keep(&mut self, items: &[Item]) -> Result<Tally, Error> {
        let failed = Error::at(&self.path);
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(&failed)?;
        let mut batch =
            Batch { transaction: &transaction, run: &self.run, number: self.number, tally: Tally::default() };
        for item in items {
            batch.keep(item).map_err(&failed)?;
        }
        let (number, tally) = (batch.number, batch.tally);
        if let Some(number) = number {
            rows::count(&transaction, number, &tally).map_err(&failed)?;
        }
        transaction.commit().map_err(&failed)?;
        self.number = number;
        Ok(tally)
    }

    /// Waits so long, and no longer, for another writer's batch.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn wait_at_most(&mut self, patience: Duration) -> Result<(), Error> {
        self.connection.busy_timeout(patience).map_err(Error::at(&self.path))
    }

    /// Lets the file grow to so many pages and no further.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn limit_pages(&mut self, most: u32) -> Result<(), Error> {
        self.connection.pragma_update(None, "max_page_count", most).map_err(Error::at(&self.path))
    }

    /// Ends the run: whoever looks later sees that it was not cut off.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn finish(self, ended: &str) -> Result<(), Error> {
        let failed = Error::at(&self.path);
        if let Some(number) = self.number {
            self.connection
                .execute("UPDATE runs SET ended = ?2 WHERE id = ?1", params![number, ended])
                .map_err(&failed)?;
            // Plans of questions depend on how much there is of what.
            self.connection.execute_batch("PRAGMA optimize").map_err(&failed)?;
        }
        self.connection.close().map_err(|(_, error)| failed(error))
    }
}

/// A batch on its way in.
struct Batch<'a> {
    transaction: &'a Transaction<'a>,
    run: &'a Run,
    number: Option<i64>,
    tally: Tally,
}

impl Batch<'_> {
    fn keep(&mut self, item: &Item) -> rusqlite::Result<()> {
        match item {
            Item::Entry(entry) => self.entry(entry),
            Item::There(article, key) => {
                let known = self.known(key)?;
                match known {
                    Some((number, _)) => self.seen_again(number, article),
                    None => Ok(()),
                }
            }
            Item::Failure(place, message) => self.failure(place, message),
        }
    }

    fn entry(&mut self, entry: &Entry) -> rusqlite::Result<()> {
        let article = match self.known(&entry.key)? {
            Some((article, State::Waiting)) if entry.state == State::Coded => article,
            Some((article, _)) => return self.seen_again(article, &entry.article),
            None => {
                let run = self.run_number()?;
                let article = rows::article(self.transaction, entry, run)?;
                copies::group(self.transaction, article, &entry.article, &entry.sketch)?;
                self.tally.added += 1;
                self.tally.foreign += u64::from(entry.state == State::Foreign);
                article
            }
        };
        if entry.state == State::Coded {
            let run = self.run_number()?;
            rows::coding(self.transaction, article, entry, run)?;
            self.tally.coded += 1;
            self.tally.events += entry.coding.records.len() as u64;
        }
        Ok(())
    }

    /// The article of a key, and how far it has come.
    fn known(&self, key: &Key) -> rusqlite::Result<Option<(i64, State)>> {
        let mut statement = self.transaction.prepare_cached("SELECT id, state FROM articles WHERE key = ?1")?;
        let found =
            statement.query_row([key.as_str()], |row| Ok((row.get(0)?, row.get::<_, String>(1)?))).optional()?;
        Ok(found.and_then(|(article, state)| Some((article, State::parse(&state)?))))
    }

    fn seen_again(&mut self, number: i64, article: &Article) -> rusqlite::Result<()> {
        self.tally.there += 1;
        rows::sighting(self.transaction, number, article)
    }

    fn failure(&mut self, place: &str, message: &str) -> rusqlite::Result<()> {
        let told = "SELECT 1 FROM failures WHERE place = ?1 AND message = ?2";
        if self.transaction.prepare_cached(told)?.exists([place, message])? {
            return Ok(());
        }
        let run = self.run_number()?;
        let insert = "INSERT INTO failures (run, place, message) VALUES (?1, ?2, ?3)";
        self.transaction.prepare_cached(insert)?.execute(params![run, place, message])?;
        self.tally.failed += 1;
        Ok(())
    }

    /// The row of the run, made when the first thing is kept.
    fn run_number(&mut self) -> rusqlite::Result<i64> {
        if let Some(number) = self.number {
            return Ok(number);
        }
        let run = self.run;
        self.transaction.execute(
            "INSERT INTO runs (started, coder, codebook, codebook_hash, model, settings) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![run.started, run.coder, run.codebook, run.codebook_hash, run.model, run.settings],
        )?;
        let number = self.transaction.last_insert_rowid();
        self.number = Some(number);
        Ok(number)
    }
}
