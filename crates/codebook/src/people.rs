//! Who held which office when: `actors/people.csv` and its like.
//!
//! `Faisal Mekdad,,foreign minister,SYR,GOV,,2,2020-11-22,,2022-12-01,wikidata` in, a [`Term`] out.

use crate::files::Problem;
use jiff::civil::Date;
use std::collections::HashSet;
use std::sync::Arc;

/// One person's time in one office.
#[derive(Clone, Debug)]
pub struct Term {
    /// Usual name in English news, without titles; a family name alone where the source has no more.
    pub name: Box<str>,
    /// Other spellings and short forms.
    pub aliases: Box<[Box<str>]>,
    /// "foreign minister", without the country.
    pub office: Arc<str>,
    /// Country or non-state code.
    pub code: Arc<str>,
    /// Primary sector; none for heads of international bodies.
    pub sector: Option<Arc<str>>,
    /// Secondary sector.
    pub secondary: Option<Arc<str>>,
    /// How well known the office makes its holder.
    pub rank: Rank,
    /// First day; the first of the month or year where the day is not known.
    pub from: Option<Date>,
    /// Last day; the last of the month or year where the day is not known. None: open.
    pub to: Option<Date>,
    /// Of an open term the last day that its source vouches for.
    pub seen: Option<Date>,
    /// Where the row is from.
    pub source: Arc<str>,
    /// The file it stands in.
    pub file: Arc<str>,
    /// Line in its file.
    pub line: usize,
}

/// How well known an office makes its holder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// Leads a state, a government, a world body, an army of rebels: news names him by family name alone.
    Leader,
    /// Foreign, defence and interior ministers, army chiefs, speakers, leaders of the opposition.
    Known,
    /// Everybody else.
    Other,
}

impl Rank {
    /// "1", "2" or "3", as in the tables.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "1" => Some(Self::Leader),
            "2" => Some(Self::Known),
            "3" => Some(Self::Other),
            _ => None,
        }
    }

    /// The inverse of [`Rank::parse`].
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Leader => "1",
            Self::Known => "2",
            Self::Other => "3",
        }
    }
}

/// Words that stand in many rows, held once.
#[derive(Default)]
pub(crate) struct Shared(HashSet<Arc<str>>);

impl Shared {
    pub(crate) fn of(&mut self, text: &str) -> Arc<str> {
        if let Some(known) = self.0.get(text) {
            return Arc::clone(known);
        }
        let new: Arc<str> = text.into();
        self.0.insert(Arc::clone(&new));
        new
    }
}

/// Columns of the file.
const HEADER: &str = "name,aliases,office,country,sector,secondary,rank,from,to,seen,source";
const COLUMNS: usize = 11;

/// Reads one file. Rows are many (some 42,000): a row without quotes is cut at its commas.
pub(crate) fn people(file: &str, text: &str, problems: &mut Vec<Problem>) -> Vec<Term> {
    let mut lines = text.lines().enumerate();
    if lines.next().map(|(_, l)| l.trim_end()) != Some(HEADER) {
        problems.push(Problem { file: file.into(), line: 1, message: format!("the first line must be {HEADER:?}") });
        return Vec::new();
    }
    let path: Arc<str> = file.into();
    let mut words = Shared::default();
    let mut found = Vec::with_capacity(text.len() / 64);
    for (number, line) in lines.filter(|(_, l)| !l.trim().is_empty()) {
        let mut report = |message: String| problems.push(Problem { file: file.into(), line: number + 1, message });
        let quoted;
        let cells: Vec<&str> = if line.contains('"') {
            quoted = unquoted(line);
            quoted.iter().map(String::as_str).collect()
        } else {
            line.split(',').collect()
        };
        let Ok([name, aliases, office, country, sector, secondary, rank, from, to, seen, source]) =
            <[&str; COLUMNS]>::try_from(cells)
        else {
            report(format!("not {COLUMNS} cells; quote a cell that holds a comma"));
            continue;
        };
        let Some(rank) = Rank::parse(rank) else {
            report(format!("rank {rank:?} is none of 1, 2, 3"));
            continue;
        };
        let mut date = |name: &str, text: &str| {
            day(name, text).unwrap_or_else(|message| {
                report(message);
                None
            })
        };
        let (from, to, seen) = (date("from", from), date("to", to), date("seen", seen));
        if name.trim().is_empty() || country.trim().is_empty() {
            report("name and country must not be empty".into());
            continue;
        }
        if let (Some(from), Some(to)) = (from, to)
            && to < from
        {
            report(format!("\"to\" is before \"from\" ({to} < {from})"));
        }
        let some = |text: &str, words: &mut Shared| (!text.is_empty()).then(|| words.of(text));
        found.push(Term {
            name: name.into(),
            aliases: aliases.split(';').map(str::trim).filter(|a| !a.is_empty()).map(Into::into).collect(),
            office: words.of(office),
            code: words.of(country),
            sector: some(sector, &mut words),
            secondary: some(secondary, &mut words),
            rank,
            from,
            to,
            seen,
            source: words.of(source),
            file: Arc::clone(&path),
            line: number + 1,
        });
    }
    found
}

/// Cells of a row with quotes (RFC 4180).
fn unquoted(line: &str) -> Vec<String> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(line.as_bytes());
    let row = reader.records().next().and_then(Result::ok).unwrap_or_default();
    row.iter().map(str::to_owned).collect()
}

/// The day in a column: of "from" the first of its month or year, of "to" and "seen" the last.
pub(crate) fn day(column: &str, text: &str) -> Result<Option<Date>, String> {
    partial(text, column != "from")
        .map_err(|()| format!("{column:?} is {text:?}, not a date such as 2021-08-15, 2021-08 or 2021"))
}

/// A day; the first or last of a month or year.
fn partial(text: &str, end: bool) -> Result<Option<Date>, ()> {
    let number = |range: std::ops::Range<usize>| text.get(range).and_then(|t| t.parse::<i16>().ok()).ok_or(());
    let small = |range| number(range).and_then(|n| i8::try_from(n).map_err(|_| ()));
    let (year, month, day) = match text.len() {
        0 => return Ok(None),
        4 => (number(0..4)?, if end { 12 } else { 1 }, None),
        7 => (number(0..4)?, small(5..7)?, None),
        10 => (number(0..4)?, small(5..7)?, Some(small(8..10)?)),
        _ => return Err(()),
    };
    let date = Date::new(year, month, day.unwrap_or(1)).map_err(|_| ())?;
    Ok(Some(if end && day.is_none() { date.last_of_month() } else { date }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(rows: &str) -> (Vec<Term>, Vec<String>) {
        let mut problems = Vec::new();
        let found = people("actors/people.csv", &format!("{HEADER}\n{rows}"), &mut problems);
        (found, problems.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn a_term_has_its_dates_as_far_as_they_are_known() {
        let (found, problems) = read("Ana Ruiz,A. Ruiz;Anita Ruiz,president,PER,GOV,,1,2012,2014-02,,hand\n");
        assert!(problems.is_empty());
        assert_eq!(found[0].from.map(|d| d.to_string()), Some("2012-01-01".into()));
        assert_eq!(found[0].to.map(|d| d.to_string()), Some("2014-02-28".into()));
        assert_eq!(found[0].aliases.len(), 2);
    }

    #[test]
    fn a_cell_with_a_comma_is_quoted() {
        let (found, problems) = read("\"Ruiz, Ana\",,president,PER,GOV,,1,2012,,2022,hand\n");
        assert!(problems.is_empty());
        assert_eq!(&*found[0].name, "Ruiz, Ana");
    }

    #[test]
    fn a_wrong_row_is_told_with_its_line() {
        let (found, problems) =
            read("A B,,president,PER,GOV,,1,2014,2012,,hand\nC D,,president,PER,GOV,,9,2012,,,hand\nE F,,president\n");
        assert_eq!(found.len(), 1);
        assert_eq!(problems[0], "codebook/actors/people.csv:2: \"to\" is before \"from\" (2012-12-31 < 2014-01-01)");
        assert!(problems[1].starts_with("codebook/actors/people.csv:3: rank \"9\""));
        assert!(problems[2].starts_with("codebook/actors/people.csv:4: not 11 cells"));
    }
}
