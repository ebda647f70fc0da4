//! Which events a question is about: conditions as people give them, checked once, then as SQL over the tables' indexes.

use crate::archive::Archive;
use crate::error::Error;
use jiff::civil::Date;
use legation_codebook::Country;
use rusqlite::types::Value;

/// Conditions as they are given; all that are there must hold, and of a list one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// Codes or names of who acts.
    pub actor: Vec<String>,
    /// Codes or names of whom it is done to.
    pub recipient: Vec<String>,
    /// Codes or names on either side.
    pub country: Vec<String>,
    /// Two codes or names, one on each side or both acting together: `TUR,GRC`.
    pub dyad: Option<String>,
    /// Sectors of a side: `GOV`.
    pub sector: Vec<String>,
    /// A person on a side, by full or last name.
    pub person: Option<String>,
    /// Event types: `CONSULT`.
    pub kind: Vec<String>,
    /// `1` to `4`, or `verbal-cooperation` and so on.
    pub quad: Vec<String>,
    /// Contexts: `diplomatic`.
    pub context: Vec<String>,
    /// First day, `2022-01-25`, `2022-01` or `2022`.
    pub from: Option<String>,
    /// Last day, in the same forms.
    pub to: Option<String>,
    /// Name of a place, or a country in which it happened.
    pub place: Option<String>,
    /// Words of who says or publishes it.
    pub source: Option<String>,
    /// Words of the article.
    pub text: Option<String>,
    /// Every report by itself, without linking.
    pub unlinked: bool,
}

/// Conditions that were checked.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Conditions on the record `e`, in SQL with `?` for values.
    conditions: Vec<String>,
    values: Vec<Value>,
    unlinked: bool,
}

/// Names of the quads in PLOVER's order.
const QUADS: [&str; 4] = ["verbal-cooperation", "material-cooperation", "verbal-conflict", "material-conflict"];

/// Persons that a name may mean before it is too short a name.
const NAMESAKES: usize = 50;

impl Asked {
    /// Checks the conditions against an archive. The countries are asked for only where a name is to become a code.
    ///
    /// # Errors
    /// A condition means nothing; the message says what would.
    pub fn filter(&self, archive: &Archive, countries: &dyn Fn() -> Vec<Country>) -> Result<Filter, Error> {
        let mut filter = Filter { unlinked: self.unlinked, ..Filter::default() };
        let names = Names { countries };
        for (side, asked) in
            [("AND side = 0", &self.actor), ("AND side = 1", &self.recipient), ("AND side < 2", &self.country)]
        {
            filter.sides(side, asked, &names, archive)?;
        }
        if let Some(dyad) = &self.dyad {
            filter.dyad(dyad, &names)?;
        }
        if !self.sector.is_empty() {
            archive.known("sector", "participant_sectors", "sector", &self.sector)?;
            filter.list(
                "e.id IN (SELECT event FROM participant_sectors WHERE side < 2 AND sector IN",
                &self.sector,
                ")",
            );
        }
        if let Some(person) = &self.person {
            let names = archive.persons(person)?;
            filter.list("e.id IN (SELECT event FROM participants WHERE side < 2 AND name IN", &names, ")");
        }
        if !self.kind.is_empty() {
            archive.known("type", "events", "type", &self.kind)?;
            filter.list("e.type IN", &self.kind, "");
        }
        filter.quads(&self.quad)?;
        if !self.context.is_empty() {
            archive.known("context", "event_contexts", "context", &self.context)?;
            filter.list("e.id IN (SELECT event FROM event_contexts WHERE context IN", &self.context, ")");
        }
        if let Some(from) = &self.from {
            filter.one("e.date >= ?", period(from)?.0.to_string());
        }
        if let Some(to) = &self.to {
            filter.one("e.date <= ?", period(to)?.1.to_string());
        }
        if let Some(place) = &self.place {
            let code = names.code(place).unwrap_or_default();
            let condition =
                "e.place IN (SELECT id FROM places WHERE name = ? COLLATE NOCASE OR country = ? AND country <> '')";
            filter.one(condition, place.clone());
            filter.values.push(Value::Text(code));
        }
        if let Some(source) = &self.source {
            let condition = "(e.attribution LIKE '%' || ? || '%' OR EXISTS
                (SELECT 1 FROM articles s WHERE s.id = e.article AND s.publisher LIKE '%' || ? || '%'))";
            filter.one(condition, source.clone());
            filter.values.push(Value::Text(source.clone()));
        }
        if let Some(text) = &self.text {
            let query = crate::search::query(text);
            archive.can_search(text, &query)?;
            filter.one("e.article IN (SELECT rowid FROM search WHERE search MATCH ?)", query);
        }
        Ok(filter)
    }
}

impl Filter {
    /// SQL for the ids of the events, `hit`: each once, by whichever of its reports was asked for; or the reports themselves.
    pub(crate) fn hits(&self) -> String {
        let conditions = if self.conditions.is_empty() { "TRUE".to_owned() } else { self.conditions.join(" AND ") };
        if self.unlinked {
            format!("SELECT e.id AS hit FROM events e WHERE {conditions}")
        } else {
            format!("SELECT DISTINCT g.event AS hit FROM events e JOIN reports g ON g.report = e.id WHERE {conditions}")
        }
    }

    /// The values of its conditions.
    pub(crate) fn values(&self) -> &[Value] {
        &self.values
    }

    /// Whether each report stands for itself.
    pub(crate) fn is_unlinked(&self) -> bool {
        self.unlinked
    }

    /// Adds a condition of one value.
    pub(crate) fn one(&mut self, condition: &str, value: String) {
        self.conditions.push(condition.to_owned());
        self.values.push(Value::Text(value));
    }

    /// Adds a condition of several values.
    pub(crate) fn several(&mut self, condition: &str, values: impl Iterator<Item = String>) {
        self.conditions.push(condition.to_owned());
        self.values.extend(values.map(Value::Text));
    }

    /// Adds a condition `before (?, ?) after`.
    pub(crate) fn list(&mut self, before: &str, values: &[String], after: &str) {
        let marks = vec!["?"; values.len()].join(", ");
        self.conditions.push(format!("{before} ({marks}){after}"));
        self.values.extend(values.iter().cloned().map(Value::Text));
    }

    fn sides(&mut self, side: &str, asked: &[String], names: &Names<'_>, archive: &Archive) -> Result<(), Error> {
        let (codes, called): (Vec<_>, Vec<_>) =
            asked.iter().map(|a| names.code(a).ok_or(a.clone())).partition(Result::is_ok);
        let codes: Vec<String> = codes.into_iter().flatten().collect();
        let called: Vec<String> = called.into_iter().filter_map(Result::err).collect();
        for name in &called {
            archive.is_called(name)?;
        }
        // Each by its own index: an OR of both would go through all participants.
        let select = |column: &str, of: &[String]| {
            let marks = vec!["?"; of.len()].join(", ");
            (!of.is_empty()).then(|| format!("SELECT event FROM participants WHERE {column} IN ({marks}) {side}"))
        };
        let selects: Vec<String> = select("code", &codes)
            .into_iter()
            .chain(select("name IS NOT NULL AND name COLLATE NOCASE", &called))
            .collect();
        if !selects.is_empty() {
            self.conditions.push(format!("e.id IN ({})", selects.join(" UNION ")));
            self.values.extend(codes.into_iter().chain(called).map(Value::Text));
        }
        Ok(())
    }

    fn dyad(&mut self, dyad: &str, names: &Names<'_>) -> Result<(), Error> {
        let wrong = |what: String| Error::Query(format!("{what}; write a dyad as two countries, such as TUR,GRC"));
        let parts: Vec<&str> = dyad.split(',').map(str::trim).filter(|p| !p.is_empty()).collect();
        let [a, b] = parts.as_slice() else {
            return Err(wrong(format!("{dyad:?} is no dyad")));
        };
        let code =
            |name: &str| names.code(name).ok_or_else(|| wrong(format!("{name:?} is no country of the codebook")));
        let (a, b) = (code(a)?, code(b)?);
        let condition = "e.id IN (SELECT event FROM dyads WHERE actor = ? AND recipient = ?
            UNION SELECT event FROM dyads WHERE actor = ? AND recipient = ?)";
        self.several(condition, [&a, &b, &b, &a].into_iter().cloned());
        Ok(())
    }

    fn quads(&mut self, asked: &[String]) -> Result<(), Error> {
        if asked.is_empty() {
            return Ok(());
        }
        let number =
            |quad: &String| match quad.parse::<usize>() {
                Ok(number @ 1..=4) => Ok(number.to_string()),
                _ => QUADS.iter().position(|name| name == quad).map(|at| (at + 1).to_string()).ok_or_else(|| {
                    Error::Query(format!("{quad:?} is no quad; there are 1 to 4, or {}", QUADS.join(", ")))
                }),
            };
        let quads = asked.iter().map(number).collect::<Result<Vec<_>, _>>()?;
        self.conditions.push(format!("e.quad IN ({})", quads.join(", ")));
        Ok(())
    }
}

/// First and last day of 2022-01-25, 2022-01 or 2022.
fn period(text: &str) -> Result<(Date, Date), Error> {
    let wrong = || Error::Query(format!("{text:?} is no day; write 2022-01-25, 2022-01 or 2022"));
    let day = |text: &str| text.parse::<Date>().map_err(|_| wrong());
    match text.len() {
        4 => Ok((day(&format!("{text}-01-01"))?, day(&format!("{text}-12-31"))?)),
        7 => {
            let first = day(&format!("{text}-01"))?;
            Ok((first, first.last_of_month()))
        }
        10 => Ok((day(text)?, day(text)?)),
        _ => Err(wrong()),
    }
}

/// Names of countries as codes.
pub(crate) struct Names<'a> {
    pub countries: &'a dyn Fn() -> Vec<Country>,
}

impl Names<'_> {
    /// The code of a country's name; three capitals are a code already.
    pub fn code(&self, name: &str) -> Option<String> {
        if name.len() == 3 && name.bytes().all(|b| b.is_ascii_uppercase()) {
            return Some(name.to_owned());
        }
        let countries = (self.countries)();
        let called = |other: &str| other.to_lowercase() == name.to_lowercase();
        let country = |c: &&Country| called(&c.name) || c.aliases.iter().any(|a| called(a));
        // A state of today before one that is no more.
        let found = countries.iter().filter(|c| c.to.is_none()).find(country);
        found.or_else(|| countries.iter().find(country)).map(|c| c.code.clone())
    }
}

impl Archive {
    /// Whether an archive has all of some codes, else which it has.
    fn known(&self, what: &str, table: &str, column: &str, asked: &[String]) -> Result<(), Error> {
        for code in asked {
            let sql = format!("SELECT 1 FROM {table} WHERE {column} = ?1");
            if self.connection.prepare_cached(&sql).and_then(|mut s| s.exists([code])).map_err(self.failed())? {
                continue;
            }
            let all = format!("SELECT DISTINCT {column} FROM {table} ORDER BY 1");
            let mut statement = self.connection.prepare(&all).map_err(self.failed())?;
            let there: Result<Vec<String>, _> = statement.query_map([], |row| row.get(0)).and_then(Iterator::collect);
            let there = there.map_err(self.failed())?;
            return Err(Error::Query(match there.as_slice() {
                [] => "the archive holds no events; legation ingest adds them".into(),
                there => format!("no event has the {what} {code:?}; there are {}", there.join(", ")),
            }));
        }
        Ok(())
    }

    /// Whether somebody has a name.
    fn is_called(&self, name: &str) -> Result<(), Error> {
        let sql = "SELECT 1 FROM participants WHERE name COLLATE NOCASE = ?1 AND name IS NOT NULL";
        match self.connection.prepare_cached(sql).and_then(|mut s| s.exists([name])).map_err(self.failed())? {
            true => Ok(()),
            false => Err(Error::Query(format!(
                "{name:?} is no country of the codebook, and nobody in the archive is called so; \
                 write a code (TUR), a country, or a name in full"
            ))),
        }
    }

    /// The names that a person's name may mean: the same, or with first names before it.
    pub(crate) fn persons(&self, name: &str) -> Result<Vec<String>, Error> {
        let sql = "SELECT DISTINCT name FROM people WHERE name = ?1 COLLATE NOCASE OR name LIKE '% ' || ?1 ORDER BY 1 LIMIT ?2";
        let mut statement = self.connection.prepare_cached(sql).map_err(self.failed())?;
        let found = statement.query_map(rusqlite::params![name, NAMESAKES], |row| row.get(0));
        let found: Vec<String> = found.and_then(Iterator::collect).map_err(self.failed())?;
        if found.is_empty() {
            return Err(Error::Query(format!(
                "no person {name:?} in the archive; legation sql 'SELECT name FROM person' shows who is"
            )));
        }
        Ok(found)
    }

    /// Whether words can be searched.
    fn can_search(&self, words: &str, query: &str) -> Result<(), Error> {
        let sql = "SELECT 1 FROM search WHERE search MATCH ?1 LIMIT 1";
        let tried = self.connection.prepare_cached(sql).and_then(|mut s| s.exists([query]));
        tried
            .map(|_| ())
            .map_err(|error| Error::Query(format!("{words:?} cannot be searched ({error}); put phrases in quotes")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_months_and_years_are_periods() {
        let shown = |text| period(text).map(|(from, to)| format!("{from} {to}")).map_err(|e| e.to_string());
        assert_eq!(shown("2024-02"), Ok("2024-02-01 2024-02-29".into()));
        assert_eq!(shown("2023"), Ok("2023-01-01 2023-12-31".into()));
        assert!(shown("last week").is_err_and(|e| e.contains("write 2022-01-25")));
        assert!(shown("2023-02-30").is_err());
    }

    #[test]
    fn countries_are_known_by_names_and_codes() {
        let names = Names { countries: &legation_codebook::Codebook::embedded_countries };
        assert_eq!(names.code("turkey").as_deref(), Some("TUR"));
        assert_eq!(names.code("GRC").as_deref(), Some("GRC"));
        assert_eq!(names.code("Nowhere"), None);
    }
}
