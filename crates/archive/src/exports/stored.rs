//! What the archive has of each article's events, read article by article: the records, and who else reports the same.

use crate::archive::Archive;
use crate::error::Error;
use legation_coding::EventRecord;
use rusqlite::params;

/// How much is read of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// The record.
    Records,
    /// And all that report the same.
    Reports,
    /// And the record that stands for it.
    Mentions,
}

/// An article that is coded, with its events.
pub(super) struct StoredArticle {
    /// Its number in the archive.
    pub number: i64,
    /// What makes it the same.
    pub key: String,
    /// Code points of its text.
    pub length: i64,
    /// In order of the text.
    pub events: Vec<StoredEvent>,
}

/// An event record with what the archive knows about it.
pub(super) struct StoredEvent {
    /// As the coder wrote it.
    pub record: EventRecord,
    /// Whether it stands in the headline or first paragraph of its story.
    pub leads: bool,
    /// The record that stands for it and the key of that one's article, where it is another; only for [`Wanted::Mentions`].
    pub standing: Option<(EventRecord, String)>,
    /// Whether it stands for itself and all that report the same.
    pub stands: bool,
    /// Those, itself among them; only for [`Wanted::Reports`], and where it stands for them.
    pub reports: Vec<Report>,
}

/// A record that reports an event.
pub(super) struct Report {
    /// Number of its article.
    pub article: i64,
    /// Number of the sentence in it.
    pub sentence: i64,
    pub url: Option<String>,
    pub publisher: Option<String>,
}

/// What the tables say of a record.
struct Row {
    id: i64,
    standing: i64,
    leads: bool,
}

impl Archive {
    /// Hands every article with events to `each`, as they were kept.
    pub(super) fn stored(
        &self,
        wanted: Wanted,
        mut each: impl FnMut(&StoredArticle) -> std::io::Result<()>,
    ) -> Result<(), Error> {
        let sql = "SELECT r.article, a.key, CASE WHEN ?1 THEN (SELECT length(text) FROM texts WHERE article = a.id) ELSE 0 END
            FROM records r JOIN articles a ON a.id = r.article WHERE a.events > 0 ORDER BY r.article";
        let mut statement = self.connection.prepare(sql).map_err(self.failed())?;
        let mut rows = statement.query([wanted == Wanted::Mentions]).map_err(self.failed())?;
        while let Some(row) = rows.next().map_err(self.failed())? {
            let get = || -> rusqlite::Result<_> { Ok((row.get(0)?, row.get(1)?, row.get(2)?)) };
            let (number, key, length) = get().map_err(self.failed())?;
            let events = self.stored_events(number, wanted)?;
            each(&StoredArticle { number, key, length, events }).map_err(Error::Output)?;
        }
        Ok(())
    }

    fn stored_events(&self, article: i64, wanted: Wanted) -> Result<Vec<StoredEvent>, Error> {
        let records = self.records_of(article)?;
        let rows = self.rows_of(article).map_err(self.failed())?;
        if rows.len() != records.len() {
            return Err(Error::Damaged(self.path.clone(), format!("records and events differ, article {article}")));
        }
        let mut events = Vec::with_capacity(records.len());
        for (record, row) in records.into_iter().zip(rows) {
            let stands = row.id == row.standing;
            let standing =
                if wanted == Wanted::Mentions && !stands { Some(self.one_record(row.standing)?) } else { None };
            let reports = if wanted == Wanted::Reports && stands {
                self.reports(row.id).map_err(self.failed())?
            } else {
                Vec::new()
            };
            events.push(StoredEvent { record, leads: row.leads, standing, stands, reports });
        }
        Ok(events)
    }

    fn records_of(&self, article: i64) -> Result<Vec<EventRecord>, Error> {
        let mut statement =
            self.connection.prepare_cached("SELECT jsonl FROM records WHERE article = ?1").map_err(self.failed())?;
        let packed: Vec<u8> = statement.query_row([article], |row| row.get(0)).map_err(self.failed())?;
        let lines = self.lines(article, &packed)?;
        let lines = lines.split(|b| *b == b'\n').filter(|l| !l.is_empty());
        lines.map(serde_json::from_slice).collect::<Result<_, _>>().map_err(|e| {
            Error::Damaged(self.path.clone(), format!("a record of article {article} cannot be read ({e})"))
        })
    }

    fn rows_of(&self, article: i64) -> rusqlite::Result<Vec<Row>> {
        let sql = "SELECT e.id, g.event, coalesce(s.kind = 1 OR s.paragraph = (
                SELECT min(b.paragraph) FROM sentences b WHERE b.article = e.article AND b.story = e.story AND b.kind = 0), 0)
            FROM events e JOIN reports g ON g.report = e.id
            LEFT JOIN sentences s ON s.article = e.article AND s.number = e.sentence
            WHERE e.article = ?1 ORDER BY e.number";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement
            .query_map([article], |row| Ok(Row { id: row.get(0)?, standing: row.get(1)?, leads: row.get(2)? }))?;
        rows.collect()
    }

    /// A record by its row, with the key of its article.
    fn one_record(&self, event: i64) -> Result<(EventRecord, String), Error> {
        let sql = "SELECT e.article, e.number, a.key FROM events e JOIN articles a ON a.id = e.article WHERE e.id = ?1";
        let mut statement = self.connection.prepare_cached(sql).map_err(self.failed())?;
        let (article, number, key): (i64, usize, String) = statement
            .query_row(params![event], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .map_err(self.failed())?;
        let record = self.records_of(article)?.into_iter().nth(number);
        let missing = || Error::Damaged(self.path.clone(), format!("a record is missing, article {article}"));
        Ok((record.ok_or_else(missing)?, key))
    }

    fn reports(&self, event: i64) -> rusqlite::Result<Vec<Report>> {
        let sql = "SELECT g.article, e.sentence, a.url, a.publisher
            FROM reports g JOIN events e ON e.id = g.report JOIN articles a ON a.id = g.article
            WHERE g.event = ?1 ORDER BY g.report <> g.event, g.report";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([event], |row| {
            Ok(Report { article: row.get(0)?, sentence: row.get(1)?, url: row.get(2)?, publisher: row.get(3)? })
        })?;
        rows.collect()
    }
}
