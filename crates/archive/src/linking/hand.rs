//! What people say against the machine: `merge` makes one event of several, `split` takes one apart. Both are kept as corrections, by
//! keys of records and articles, and are laid over whatever the machine links, now and later.

use crate::error::Error;
use crate::writer::Writer;
use rusqlite::{Connection, Result, TransactionBehavior, params};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashMap, HashSet};

/// Who says so, when and why.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// Name of the person.
    pub author: String,
    /// 2022-01-25T08:00:00Z.
    pub made: String,
    /// In their words.
    pub note: Option<String>,
}

/// A record as a correction names it: its key, and that of its article, as one text may come in twice under one id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Named(String, String);

/// What corrections say of pairs of records, the last one counting.
#[derive(Default)]
pub(super) struct Verdicts {
    together: HashMap<i64, BTreeSet<i64>>,
    apart: HashSet<(i64, i64)>,
}

impl Verdicts {
    /// The corrections of an archive, in the order in which they were made.
    pub fn read(from: &Connection) -> Result<Self> {
        let sql =
            "SELECT event, article, action, value FROM corrections WHERE action IN ('merge', 'split') ORDER BY id";
        let mut statement = from.prepare(sql)?;
        let mut rows = statement.query([])?;
        let mut verdicts = Self::default();
        while let Some(row) = rows.next()? {
            let named = Named(row.get(0)?, row.get(1)?);
            let merge = row.get::<_, String>(2)? == "merge";
            let others: Vec<Named> =
                row.get::<_, Option<String>>(3)?.and_then(|v| serde_json::from_str(&v).ok()).unwrap_or_default();
            let Some(record) = number(from, &named)? else {
                continue;
            };
            for other in &others {
                if let Some(other) = number(from, other)?.filter(|other| *other != record) {
                    verdicts.say(record, other, merge);
                }
            }
        }
        Ok(verdicts)
    }

    fn say(&mut self, a: i64, b: i64, together: bool) {
        for (a, b) in [(a, b), (b, a)] {
            if together {
                self.together.entry(a).or_default().insert(b);
                self.apart.remove(&(a, b));
            } else {
                self.together.entry(a).or_default().remove(&b);
                self.apart.insert((a, b));
            }
        }
    }

    /// Whether somebody has parted two records.
    pub fn are_apart(&self, a: i64, b: i64) -> bool {
        self.apart.contains(&(a, b))
    }

    /// Puts a record that was just linked together with those that somebody merged it with; whether there were any.
    pub fn lay_over(&self, to: &Connection, report: i64) -> Result<bool> {
        let partners = self.together.get(&report).into_iter().flatten();
        let mut united = false;
        for partner in partners {
            // Those that come later find this one.
            let linked = to.prepare_cached("SELECT 1 FROM linked WHERE report = ?1")?.exists([partner])?;
            if linked {
                unite(to, report, *partner)?;
                united = true;
            }
        }
        Ok(united)
    }
}

/// Words in the trail of what people joined.
const BY_HAND: &str = "merged by hand";

/// The record of a name, where the archive has it.
fn number(from: &Connection, named: &Named) -> Result<Option<i64>> {
    let sql = "SELECT e.id FROM events e JOIN articles a ON a.id = e.article WHERE e.key = ?1 AND a.key = ?2";
    let mut statement = from.prepare_cached(sql)?;
    let mut rows = statement.query([&named.0, &named.1])?;
    rows.next()?.map(|row| row.get(0)).transpose()
}

fn event_of(from: &Connection, report: i64) -> Result<i64> {
    from.prepare_cached("SELECT event FROM reports WHERE report = ?1")?.query_row([report], |row| row.get(0))
}

fn members(from: &Connection, event: i64) -> Result<Vec<i64>> {
    let sql = "SELECT report FROM reports WHERE event = ?1 ORDER BY report";
    from.prepare_cached(sql)?.query_map([event], |row| row.get(0))?.collect()
}

/// Makes one event of those of two records.
fn unite(to: &Connection, a: i64, b: i64) -> Result<()> {
    let (a, b) = (event_of(to, a)?, event_of(to, b)?);
    if a != b {
        let (keeps, goes) = (a.min(b), a.max(b));
        to.prepare_cached("UPDATE reports SET why = ?2 WHERE report = ?1 AND why IS NULL")?
            .execute(params![goes, BY_HAND])?;
        to.prepare_cached("UPDATE reports SET event = ?1 WHERE event = ?2")?.execute([keeps, goes])?;
    }
    Ok(())
}

impl Writer {
    /// Makes one event of several, each named by its id or that of one of its reports. Gives the id of the one.
    ///
    /// # Errors
    /// An id is not there or stands for several records, fewer than two are given, or the file cannot be written.
    pub fn merge(&mut self, ids: &[String], said: &Said) -> std::result::Result<String, Error> {
        self.by_hand(|to| {
            let records = ids.iter().map(|id| find(to, id)).collect::<std::result::Result<Vec<_>, _>>()?;
            let (first, others) = records.split_first().ok_or_else(|| few("merge"))?;
            if others.iter().all(|other| other == first) {
                return Err(few("merge"));
            }
            keep(to, "merge", *first, others, said)?;
            for other in others {
                unite(to, *first, *other)?;
            }
            Ok(key(to, event_of(to, *first)?)?)
        })
    }

    /// Takes a report out of its event; where the id is that of the event itself, all its reports are taken apart. Gives the number of
    /// events that it was made into.
    ///
    /// # Errors
    /// The id is not there or stands for several records, the event has one report, or the file cannot be written.
    pub fn split(&mut self, id: &str, said: &Said) -> std::result::Result<usize, Error> {
        self.by_hand(|to| {
            let record = find(to, id)?;
            let event = event_of(to, record)?;
            let all = members(to, event)?;
            if all.len() < 2 {
                return Err(Wrong::Said(format!("{id} is an event of one report: there is nothing to split")));
            }
            let leaving = if record == event { all.clone() } else { vec![record] };
            for (place, report) in leaving.iter().enumerate() {
                let others: Vec<i64> =
                    all.iter().copied().filter(|o| o != report && !leaving[..place].contains(o)).collect();
                if !others.is_empty() {
                    keep(to, "split", *report, &others, said)?;
                }
                leave(to, *report)?;
            }
            Ok(if record == event { all.len() } else { 2 })
        })
    }

    fn by_hand<T>(
        &mut self,
        change: impl FnOnce(&Connection) -> std::result::Result<T, Wrong>,
    ) -> std::result::Result<T, Error> {
        // What is not linked yet would be linked over what is said now.
        self.link()?;
        let failed = Error::at(&self.path);
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(&failed)?;
        let outcome = change(&transaction).map_err(|wrong| match wrong {
            Wrong::Said(message) => Error::Query(message),
            Wrong::Sqlite(error) => failed(error),
        })?;
        transaction.commit().map_err(&failed)?;
        Ok(outcome)
    }
}

/// What went wrong by hand.
enum Wrong {
    Said(String),
    Sqlite(rusqlite::Error),
}

impl From<rusqlite::Error> for Wrong {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

fn few(what: &str) -> Wrong {
    Wrong::Said(format!("{what} needs two different ids; legation events shows them"))
}

/// A record by its key, or KEY@ARTICLE where several have the key.
fn find(from: &Connection, id: &str) -> std::result::Result<i64, Wrong> {
    let (key, article) = match id.split_once('@') {
        Some((key, article)) => (key, Some(article)),
        None => (id, None),
    };
    let sql =
        "SELECT id, article FROM events WHERE key = ?1 AND (?2 IS NULL OR CAST(article AS TEXT) = ?2) ORDER BY id";
    let mut statement = from.prepare_cached(sql)?;
    let found = statement.query_map(params![key, article], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?)))?;
    let found: Vec<(i64, i64)> = found.collect::<Result<_>>()?;
    match found.as_slice() {
        [(record, _)] => Ok(*record),
        [] => Err(Wrong::Said(format!("no event has the id {id:?}; legation events shows the ids"))),
        [(_, first), (_, second), ..] => Err(Wrong::Said(format!(
            "{key} stands in the articles {first} and {second}; write {key}@{first} or {key}@{second}"
        ))),
    }
}

fn key(from: &Connection, record: i64) -> Result<String> {
    from.prepare_cached("SELECT key FROM events WHERE id = ?1")?.query_row([record], |row| row.get(0))
}

fn named(from: &Connection, record: i64) -> Result<Named> {
    let sql = "SELECT e.key, a.key FROM events e JOIN articles a ON a.id = e.article WHERE e.id = ?1";
    from.prepare_cached(sql)?.query_row([record], |row| Ok(Named(row.get(0)?, row.get(1)?)))
}

fn keep(to: &Connection, action: &str, record: i64, others: &[i64], said: &Said) -> Result<()> {
    let this = named(to, record)?;
    let others = others.iter().map(|other| named(to, *other)).collect::<Result<Vec<_>>>()?;
    let value = serde_json::to_string(&others).expect("names are plain data");
    let insert = "INSERT INTO corrections (event, article, action, value, author, made, note) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    to.execute(insert, params![this.0, this.1, action, value, said.author, said.made, said.note])?;
    Ok(())
}

/// Makes a record an event of its own; those that stay are named by the first of them.
fn leave(to: &Connection, record: i64) -> Result<()> {
    for (table, column) in [("reports", "event"), ("linked", "machine")] {
        let group: i64 =
            to.query_row(&format!("SELECT {column} FROM {table} WHERE report = ?1"), [record], |row| row.get(0))?;
        if group == record {
            let rest = format!(
                "UPDATE {table} SET {column} = (SELECT min(report) FROM {table} WHERE {column} = ?1 AND report <> ?1)
                 WHERE {column} = ?1 AND report <> ?1"
            );
            to.execute(&rest, [record])?;
            let heads = "UPDATE reports SET why = NULL WHERE event = report AND report IN (
                SELECT report FROM links WHERE nearest = ?1)";
            to.execute(heads, [record])?;
        } else {
            to.execute(&format!("UPDATE {table} SET {column} = report WHERE report = ?1"), [record])?;
        }
    }
    to.execute("UPDATE reports SET why = NULL WHERE report = ?1", [record])?;
    to.execute("DELETE FROM links WHERE report = ?1", [record])?;
    Ok(())
}
