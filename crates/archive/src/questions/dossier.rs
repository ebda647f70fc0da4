//! What an archive knows of a person, country or organization: offices, meetings, statements, deeds, each by day.

use super::events::{EventRow, Sentences};
use super::filter::{Filter, Names};
use crate::archive::Archive;
use crate::error::Error;
use legation_codebook::Country;
use serde::Serialize;

/// A dossier.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Dossier {
    /// The code, or the name as the texts have it.
    pub subject: String,
    /// Offices of the person, or persons with an office for the country.
    pub offices: Vec<Office>,
    /// Meetings, visits and calls.
    pub met: Vec<EventRow>,
    /// Statements of its own, and events told on its word.
    pub said: Vec<EventRow>,
    /// What else it did.
    pub did: Vec<EventRow>,
    /// What was done to it.
    pub done_to: Vec<EventRow>,
}

/// Who held which office, as the texts tell it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Office {
    /// Who.
    pub name: String,
    /// Which; `None` where only a country is told.
    pub office: Option<String>,
    /// For whom.
    pub code: Option<String>,
    /// Days of the first and last event.
    pub first: Option<String>,
    /// See `first`.
    pub last: Option<String>,
    /// Events.
    pub events: u64,
}

/// Who it is about: the column that says so and its values, the fullest first.
struct Subject {
    column: &'static str,
    values: Vec<String>,
}

impl Subject {
    fn one(column: &'static str, value: String) -> Self {
        Self { column, values: vec![value] }
    }

    fn marks(&self) -> String {
        vec!["?"; self.values.len()].join(", ")
    }
}

/// Types whose event is what was said.
const SAID: &str = "e.type IN ('ACCUSE', 'AGREE', 'REJECT', 'REQUEST', 'SUPPORT', 'THREATEN')";

impl Archive {
    /// A dossier by name or code, at most so many events of a kind; `within` limits the events.
    ///
    /// # Errors
    /// Nobody is called so, or several are; or the file cannot be read.
    pub fn dossier(
        &self,
        name: &str,
        within: &Filter,
        most: usize,
        sentences: Sentences,
        countries: &dyn Fn() -> Vec<Country>,
    ) -> Result<Dossier, Error> {
        let subject = self.subject(name, &Names { countries })?;
        let among = format!("{} IN ({})", subject.column, subject.marks());
        let side = |side: &str| format!("e.id IN (SELECT event FROM participants WHERE {among} AND side {side})");
        let events = |condition: String, times: usize| {
            let mut filter = within.clone();
            let values = subject.values.iter().cycle().take(times * subject.values.len());
            filter.several(&condition, values.cloned());
            self.events(&filter, most, sentences)
        };
        let met = "e.type = 'CONSULT' AND e.auxiliary NOT LIKE '%negation%'";
        Ok(Dossier {
            offices: self.offices(&subject)?,
            met: events(format!("{met} AND {}", side("< 2")), 1)?,
            said: events(format!("({} OR {SAID} AND {})", side("= 2"), side("= 0")), 2)?,
            did: events(format!("NOT {SAID} AND e.type <> 'CONSULT' AND {}", side("= 0")), 1)?,
            done_to: events(format!("e.type <> 'CONSULT' AND {}", side("= 1")), 1)?,
            subject: subject.values.first().cloned().unwrap_or_default(),
        })
    }

    fn subject(&self, name: &str, names: &Names<'_>) -> Result<Subject, Error> {
        if let Some(value) = names.code(name) {
            let there = "SELECT 1 FROM participants WHERE code = ?1";
            if self.connection.prepare(there).and_then(|mut s| s.exists([&value])).map_err(self.failed())? {
                return Ok(Subject::one("code", value));
            }
            return Err(Error::Query(format!("no event has {name} ({value}) on a side")));
        }
        let called =
            "SELECT DISTINCT name FROM participants WHERE name COLLATE NOCASE = ?1 AND name IS NOT NULL ORDER BY 1";
        let mut statement = self.connection.prepare(called).map_err(self.failed())?;
        let exact: Result<Vec<String>, _> = statement.query_map([name], |row| row.get(0)).and_then(Iterator::collect);
        let exact = exact.map_err(self.failed())?;
        if name.contains(' ') && !exact.is_empty() {
            return Ok(Subject { column: "name", values: exact });
        }
        // "Rice" is Condoleezza Rice where the archive knows no other.
        let persons = match self.persons(name) {
            Ok(persons) => persons,
            Err(_) if !exact.is_empty() => Vec::new(),
            Err(error) => return Err(error),
        };
        let full: Vec<String> = persons.into_iter().filter(|person| person.contains(' ')).collect();
        if full.len() > 1 {
            return Err(Error::Query(format!("{name:?} may be {}; write one of them in full", full.join(", "))));
        }
        Ok(Subject { column: "name", values: full.into_iter().chain(exact).collect() })
    }

    fn offices(&self, subject: &Subject) -> Result<Vec<Office>, Error> {
        let sql = format!(
            "SELECT name, nullif(office, ''), nullif(code, ''), first, last, events FROM people
             WHERE {} IN ({}) AND (office <> '' OR {}) ORDER BY first IS NULL, first, name, office",
            subject.column,
            subject.marks(),
            subject.column == "name"
        );
        let mut statement = self.connection.prepare(&sql).map_err(self.failed())?;
        let found = statement.query_map(rusqlite::params_from_iter(&subject.values), |row| {
            Ok(Office {
                name: row.get(0)?,
                office: row.get(1)?,
                code: row.get(2)?,
                first: row.get(3)?,
                last: row.get(4)?,
                events: row.get(5)?,
            })
        });
        found.and_then(Iterator::collect).map_err(self.failed())
    }
}
