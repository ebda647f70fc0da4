//! The same event again: reports of one event, in other words, of other agencies and times, become one event.
//!
//! Records are taken in the order in which they came in. Each is compared with the earlier ones of the days around that share a pair of
//! countries, and joins the event whose report it is most alike to, where it is not too unlike any other report of it: a chain
//! of reports, each like the next, does not grow together. A copy of an article says what the article says, and so moves nothing.
//! What people merge or split by hand is kept apart (`corrections`) and laid over what the machine links.

mod features;
mod hand;
mod likeness;

pub use hand::Said;

use crate::error::Error;
use crate::writer::Writer;
use likeness::{Features, Likeness};
use rusqlite::{Connection, Result, TransactionBehavior, params};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// From this likeness on a record joins an event. With it and [`FLOOR`], pairs of the gold's half "dev" (38 reports of 25 happenings,
/// `crates/app/tests/linking.rs`) have precision and recall 1.00, of its half "test" (42 of 26) .88 and .83.
const JOINS: f64 = 0.72;

/// The same for a record of an article that the event is told in already: like events of two sentences are mostly two, as
/// the statements of a day are.
const JOINS_WITHIN: f64 = 0.8;

/// No report of an event may be less alike to a record that joins it.
const FLOOR: f64 = 0.55;

/// Reports of an event that a record is compared with, the first: an event of a thousand reports is known by these.
const CORE: usize = 24;

/// Candidates that a record is compared with, the latest of each day and pair.
const CANDIDATES: usize = 64;

/// Codes of a record that make pairs: more are a conference.
const CODES: usize = 6;

/// Days around an event in which its reports may set it.
const AROUND: i64 = 2;

/// Days of a period under which it is looked up; a longer one is looked up by its first day.
const PERIOD: i64 = 7;

/// Records that are linked in one transaction.
const BATCH: usize = 2000;

/// What linking did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Linked {
    /// Records that were looked at.
    pub records: u64,
    /// Of these, joined an event that was there.
    pub joined: u64,
}

/// How much an archive holds, with every report counted and with each event counted once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Event records.
    pub reports: u64,
    /// Events, linked.
    pub events: u64,
    /// Events with more than one report.
    pub shared: u64,
}

impl Writer {
    /// Links the records that are new: in batches, each whole or not at all. The outcome does not depend on how often it is called.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn link(&mut self) -> std::result::Result<Linked, Error> {
        let failed = Error::at(&self.path);
        let mut done = Linked::default();
        loop {
            let new = new_records(&self.connection).map_err(&failed)?;
            if new.is_empty() {
                return Ok(done);
            }
            let transaction =
                self.connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(&failed)?;
            let hand = hand::Verdicts::read(&transaction).map_err(&failed)?;
            let mut linker = Linker { to: &transaction, hand, known: HashMap::new() };
            for record in new {
                done.records += 1;
                done.joined += u64::from(linker.link(record).map_err(&failed)?);
            }
            transaction.commit().map_err(&failed)?;
        }
    }

    /// Forgets what the machine linked, and links everything again. What was merged and split by hand stays.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn link_again(&mut self) -> std::result::Result<Linked, Error> {
        let forget = "BEGIN IMMEDIATE; DELETE FROM links; DELETE FROM link_keys; DELETE FROM linked;
            UPDATE reports SET event = report, why = NULL WHERE event <> report OR why IS NOT NULL; COMMIT;";
        self.connection.execute_batch(forget).map_err(Error::at(&self.path))?;
        self.link()
    }
}

impl crate::Archive {
    /// Counts with and without linking.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn counts(&self) -> std::result::Result<Counts, Error> {
        let sql = "SELECT coalesce(sum(n), 0), count(*), count(*) FILTER (WHERE n > 1)
            FROM (SELECT count(*) AS n FROM reports GROUP BY event)";
        self.connection
            .query_row(sql, [], |row| Ok(Counts { reports: row.get(0)?, events: row.get(1)?, shared: row.get(2)? }))
            .map_err(self.failed())
    }
}

fn new_records(from: &Connection) -> Result<Vec<i64>> {
    let sql = "SELECT r.report FROM reports r WHERE NOT EXISTS (SELECT 1 FROM linked l WHERE l.report = r.report)
        ORDER BY r.report LIMIT ?1";
    from.prepare_cached(sql)?.query_map([BATCH], |row| row.get(0))?.collect()
}

struct Linker<'a> {
    to: &'a Connection,
    hand: hand::Verdicts,
    known: HashMap<i64, Features>,
}

/// A group of the machine that a record could join: its report that is most alike.
struct Near {
    group: i64,
    report: i64,
    likeness: Likeness,
}

impl Linker<'_> {
    /// Links a record; whether it joined an event.
    fn link(&mut self, report: i64) -> Result<bool> {
        let Some(features) = features::read(self.to, report)? else {
            return Ok(false);
        };
        let keys = keys(&features);
        let group = match self.group_of(&features, &keys)? {
            Some(near) => {
                self.trail(report, &near)?;
                near.group
            }
            None => report,
        };
        self.to.prepare_cached("INSERT INTO linked (report, machine, words) VALUES (?1, ?2, ?3)")?.execute(params![
            report,
            group,
            features.words.join(" ")
        ])?;
        let mut insert = self.to.prepare_cached("INSERT OR IGNORE INTO link_keys VALUES (?1, ?2, ?3, ?4)")?;
        for (day, code, other) in &keys.written {
            insert.execute(params![day, code, other, report])?;
        }
        drop(insert);
        self.known.insert(report, features);
        let by_hand = self.hand.lay_over(self.to, report)?;
        Ok(group != report || by_hand)
    }

    /// The group that a record belongs to, if there is one.
    fn group_of(&mut self, features: &Features, keys: &Keys) -> Result<Option<Near>> {
        let mut groups: BTreeMap<i64, Near> = BTreeMap::new();
        for candidate in self.candidates(keys)? {
            let other = self.features(candidate)?;
            let needed = if other.article == features.article { JOINS_WITHIN } else { JOINS };
            let Some(likeness) = features.likeness(other).filter(|l| l.score >= needed) else {
                continue;
            };
            let group = machine_group(self.to, candidate)?;
            let near = Near { group, report: candidate, likeness };
            let best = groups.entry(group).or_insert(Near { ..near });
            if near.likeness.score > best.likeness.score {
                *best = near;
            }
        }
        let mut groups: Vec<Near> = groups.into_values().collect();
        groups.sort_by(|a, b| b.likeness.score.total_cmp(&a.likeness.score).then(a.group.cmp(&b.group)));
        for near in groups {
            if self.takes(near.group, features)? {
                return Ok(Some(near));
            }
        }
        Ok(None)
    }

    /// Whether no report of a group is too unlike a record, and nobody has parted them.
    fn takes(&mut self, group: i64, features: &Features) -> Result<bool> {
        let sql = "SELECT report FROM linked WHERE machine = ?1 ORDER BY report";
        let members: Vec<i64> =
            self.to.prepare_cached(sql)?.query_map([group], |row| row.get(0))?.collect::<Result<_>>()?;
        if members.iter().any(|member| self.hand.are_apart(features.report, *member)) {
            return Ok(false);
        }
        for member in members.into_iter().take(CORE) {
            let likeness = features.likeness(self.features(member)?);
            if likeness.is_none_or(|l| l.score < FLOOR) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The records that may report the same, each once, by number.
    fn candidates(&self, keys: &Keys) -> Result<BTreeSet<i64>> {
        let pair =
            "SELECT report FROM link_keys WHERE day = ?1 AND code = ?2 AND other = ?3 ORDER BY report DESC LIMIT ?4";
        let any = "SELECT report FROM link_keys WHERE day = ?1 AND code = ?2 AND ?3 = '' ORDER BY report DESC LIMIT ?4";
        let mut found = BTreeSet::new();
        for (day, code, other, sql) in keys.asked.iter().map(|(d, c, o)| match o {
            Some(other) => (d, c, other.as_str(), pair),
            None => (d, c, "", any),
        }) {
            let mut statement = self.to.prepare_cached(sql)?;
            let rows = statement.query_map(params![day, code, other, CANDIDATES], |row| row.get::<_, i64>(0))?;
            found.extend(rows.collect::<Result<Vec<_>>>()?);
        }
        Ok(found)
    }

    fn features(&mut self, report: i64) -> Result<&Features> {
        if !self.known.contains_key(&report) {
            let features = features::read(self.to, report)?.unwrap_or_default();
            self.known.insert(report, features);
        }
        Ok(&self.known[&report])
    }

    /// Keeps why a record joined.
    fn trail(&self, report: i64, near: &Near) -> Result<()> {
        let l = near.likeness;
        let round = |x: f64| (x * 1000.0).round() / 1000.0;
        self.to.prepare_cached("INSERT INTO links VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)")?.execute(params![
            report,
            near.report,
            round(l.score),
            l.kind,
            l.sides.map(round),
            round(l.day),
            l.place.map(round),
            l.size.map(round),
            l.words.map(round),
        ])?;
        let parts = [
            ("type", Some(l.kind)),
            ("sides", l.sides),
            ("day", Some(l.day)),
            ("place", l.place),
            ("size", l.size),
            ("words", l.words),
        ];
        let told: Vec<String> =
            parts.iter().filter_map(|(name, like)| Some(format!("{name} {:.2}", (*like)?))).collect();
        let key: String = self
            .to
            .prepare_cached("SELECT key FROM events WHERE id = ?1")?
            .query_row([near.report], |row| row.get(0))?;
        let event: i64 = self
            .to
            .prepare_cached("SELECT event FROM reports WHERE report = ?1")?
            .query_row([near.report], |row| row.get(0))?;
        let why = format!("{:.2} like {key}: {}", l.score, told.join(", "));
        self.to
            .prepare_cached("UPDATE reports SET event = ?2, why = ?3 WHERE report = ?1")?
            .execute(params![report, event, why])?;
        Ok(())
    }
}

/// The group of the machine that a record is in.
fn machine_group(from: &Connection, report: i64) -> Result<i64> {
    from.prepare_cached("SELECT machine FROM linked WHERE report = ?1")?.query_row([report], |row| row.get(0))
}

/// Under which days and pairs of countries a record is looked up, and under which it looks.
#[derive(Default)]
struct Keys {
    written: Vec<(i64, String, String)>,
    asked: Vec<(i64, String, Option<String>)>,
}

/// Pairs of the countries of sides and place; a record of one country looks at all that have it.
fn keys(features: &Features) -> Keys {
    let Some((first, last)) = features.days else {
        return Keys::default();
    };
    let sides = features.actors.iter().chain(&features.recipients).filter_map(|s| s.code.clone());
    let mut codes: Vec<String> = sides.collect();
    // The dateline says where the report was written.
    let place = features.place.iter().filter(|p| !p.country.is_empty() && (!p.dateline || codes.is_empty()));
    codes.extend(place.map(|p| p.country.clone()).collect::<Vec<_>>());
    codes.sort_unstable();
    codes.dedup();
    codes.truncate(CODES);
    let last = if last - first < PERIOD { last } else { first };
    let mut keys = Keys::default();
    let pairs = |days: std::ops::RangeInclusive<i64>, out: &mut dyn FnMut(i64, &str, &str)| {
        for day in days {
            for a in &codes {
                out(day, a, "");
                for b in codes.iter().filter(|b| *b != a) {
                    out(day, a, b);
                }
            }
        }
    };
    let alone = codes.len() < 2;
    pairs(first..=last, &mut |day, a, b| {
        if alone || !b.is_empty() {
            keys.written.push((day, a.to_owned(), b.to_owned()));
        }
    });
    pairs(first - AROUND..=last + AROUND, &mut |day, a, b| {
        if alone {
            keys.asked.push((day, a.to_owned(), None));
        } else if b.is_empty() || a < b {
            keys.asked.push((day, a.to_owned(), Some(b.to_owned())));
        }
    });
    keys
}
