//! Whether an archive is whole: SQLite's own check, and that every article has all that belongs to it.

use crate::archive::Archive;
use crate::error::Error;
use std::collections::HashMap;

/// What must give no row, and what a row means.
const MISTAKES: [(&str, &str); 8] = [
    (
        "articles whose events are not all there",
        "SELECT a.id FROM articles a WHERE a.state = 'coded'
         AND a.events <> (SELECT count(*) FROM events e WHERE e.article = a.id)",
    ),
    (
        "coded articles without sentences or records",
        "SELECT a.id FROM articles a WHERE a.state = 'coded' AND (
            NOT EXISTS (SELECT 1 FROM sentences s WHERE s.article = a.id)
            OR NOT EXISTS (SELECT 1 FROM records r WHERE r.article = a.id))",
    ),
    (
        "events of articles that are not coded",
        "SELECT e.article FROM events e JOIN articles a ON a.id = e.article WHERE a.state <> 'coded'",
    ),
    (
        "groups of copies that are not as large as they say",
        "SELECT g.cluster FROM clusters g WHERE g.articles <> (SELECT count(*) FROM copies c WHERE c.cluster = g.cluster)
         UNION SELECT article FROM copies WHERE cluster NOT IN (SELECT cluster FROM clusters)",
    ),
    ("articles without text", "SELECT id FROM articles WHERE id NOT IN (SELECT article FROM texts)"),
    ("events without a report", "SELECT article FROM events WHERE id NOT IN (SELECT report FROM reports)"),
    ("articles that are not indexed", "SELECT id FROM articles WHERE id NOT IN (SELECT id FROM search_docsize)"),
    ("indexed articles that are not there", "SELECT id FROM search_docsize WHERE id NOT IN (SELECT id FROM articles)"),
];

impl Archive {
    /// Checks the file and what it holds; `Ok` where nothing is wrong.
    ///
    /// # Errors
    /// Says what contradicts what, with an article where it shows.
    pub fn check(&self) -> Result<(), Error> {
        let damaged = |what: String| Err(Error::Damaged(self.path.clone(), what));
        let integrity: String =
            self.connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0)).map_err(self.failed())?;
        if integrity != "ok" {
            return damaged(format!("is damaged: {integrity}"));
        }
        let loose = self.connection.prepare("PRAGMA foreign_key_check").and_then(|mut s| s.exists([]));
        if loose.map_err(self.failed())? {
            return damaged("rows refer to others that are not there".into());
        }
        for (what, sql) in MISTAKES {
            let mut statement = self.connection.prepare(sql).map_err(self.failed())?;
            let mut rows = statement.query([]).map_err(self.failed())?;
            if let Some(row) = rows.next().map_err(self.failed())? {
                return damaged(format!("{what}, article {}", row.get::<_, i64>(0).map_err(self.failed())?));
            }
        }
        self.check_records()
    }

    /// Whether each article has as many records as events, with the same ids.
    fn check_records(&self) -> Result<(), Error> {
        let sql = "SELECT r.article, r.jsonl, (SELECT group_concat(key, ' ' ORDER BY number) FROM events e WHERE e.article = r.article)
            FROM records r";
        let mut statement = self.connection.prepare(sql).map_err(self.failed())?;
        let mut rows = statement.query([]).map_err(self.failed())?;
        while let Some(row) = rows.next().map_err(self.failed())? {
            let article = row.get(0).map_err(self.failed())?;
            let lines = self.lines(article, row.get_ref(1).map_err(self.failed())?.as_blob().unwrap_or_default())?;
            let wanted: Option<String> = row.get(2).map_err(self.failed())?;
            let found: Result<Vec<String>, _> = lines
                .split(|b| *b == b'\n')
                .filter(|l| !l.is_empty())
                .map(serde_json::from_slice::<HashMap<String, serde_json::Value>>)
                .map(|record| record.map(|r| r["id"].as_str().unwrap_or_default().to_owned()))
                .collect();
            let same = found.is_ok_and(|ids| ids.join(" ") == wanted.unwrap_or_default());
            if !same {
                return Err(Error::Damaged(self.path.clone(), format!("records and events differ, article {article}")));
            }
        }
        Ok(())
    }
}
