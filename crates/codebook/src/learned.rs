//! Office holders that articles told of, and a user looked through: the table that `legation people --learned` writes.
//!
//! `Faisal Mekdad,,foreign minister,SYR,GOV,,2,2022-01-25,,2022-02-03,in office,...,yes,...` in, a [`Term`] out. A row counts
//! once its `accept` says yes.

use crate::files::Problem;
use crate::people::{Rank, Shared, Term, day};
use crate::tables;
use serde::{Deserialize, Serialize};

/// A row of the table, as it stands in the file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LearnedRow {
    /// Full name, without titles.
    pub name: String,
    /// Other full spellings, parted by ";".
    pub aliases: String,
    /// "foreign minister", without the country.
    pub office: String,
    /// Country or non-state code.
    pub country: String,
    /// Primary sector; empty for heads of international bodies.
    pub sector: String,
    /// Secondary sector.
    pub secondary: String,
    /// 1, 2 or 3, as in `people.csv`.
    pub rank: String,
    /// First day on which he was said to hold the office, or since when he was said to.
    pub from: String,
    /// First day on which he was said to have held it.
    pub to: String,
    /// Last day on which he was said to hold it.
    pub seen: String,
    /// Whether he was last said to hold the office.
    pub standing: Standing,
    /// Where the country is from.
    pub by: CountryBy,
    /// Number of articles.
    pub articles: usize,
    /// Publishers, parted by ";".
    pub sources: String,
    /// How the row stands to the tables.
    pub known: Known,
    /// The row of the tables that it was compared with: "actors/people.csv:123 Hoshyar Zebari".
    pub table: String,
    /// The user's word.
    pub accept: Accept,
    /// The shortest sentence that says so.
    pub sentence: String,
    /// The article where it stands.
    pub document: String,
    /// The first articles that say so, parted by ";".
    pub documents: String,
    /// Name, office and country as they were found: whatever the user corrects, later runs know the row by this.
    pub found: String,
}

/// Whether somebody holds an office or held it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Standing {
    /// "President Ana Ruiz"
    #[default]
    #[serde(rename = "in office")]
    InOffice,
    /// "former president Ana Ruiz", "the late president"
    #[serde(rename = "former")]
    Former,
}

/// Where the country of an office is from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CountryBy {
    /// The words around the office: "Peruvian President Ana Ruiz".
    #[default]
    Words,
    /// The only country that the story names.
    Story,
}

/// How a row stands to the tables.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Known {
    /// The tables do not have it.
    #[default]
    New,
    /// They have it.
    Known,
    /// They have another holder of the office on that day, another country for the name, or the end of his term before it.
    Conflict,
}

/// What the user says of a row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Accept {
    /// Nothing yet.
    #[default]
    #[serde(rename = "")]
    Open,
    /// It is used.
    Yes,
    /// It is not.
    No,
}

impl LearnedRow {
    /// Reads a table.
    ///
    /// # Errors
    /// Every row that cannot be read, with its line.
    pub fn read(file: &str, text: &str) -> Result<Vec<Self>, Vec<Problem>> {
        let mut problems = Vec::new();
        let found = rows(file, text, &mut problems);
        if problems.is_empty() { Ok(found.into_iter().map(|(_, row)| row).collect()) } else { Err(problems) }
    }
}

/// The column that tells this table from one of `people.csv`.
const ACCEPT: &str = "accept";

/// Whether a file is such a table, by its header.
pub(crate) fn is_learned(text: &str) -> bool {
    text.lines().next().is_some_and(|header| header.split(',').any(|column| column.trim() == ACCEPT))
}

fn rows(file: &str, text: &str, problems: &mut Vec<Problem>) -> Vec<(usize, LearnedRow)> {
    let before = problems.len();
    let found = tables::rows(file, text, problems);
    for problem in &mut problems[before..] {
        problem.message.push_str("; \"accept\" takes yes, no or nothing, and the columns are those that were written");
    }
    found
}

/// The terms that the user accepted.
pub(crate) fn terms(file: &str, text: &str, problems: &mut Vec<Problem>) -> Vec<Term> {
    let mut shared = Shared::default();
    let accepted = rows(file, text, problems).into_iter().filter(|(_, row)| row.accept == Accept::Yes);
    let accepted: Vec<(usize, LearnedRow)> = accepted.collect();
    accepted
        .into_iter()
        .filter_map(|(line, row)| match term(file, line, &row, &mut shared) {
            Ok(term) => Some(term),
            Err(message) => {
                problems.push(Problem { file: file.into(), line, message });
                None
            }
        })
        .collect()
}

/// A row as a term. Of somebody who was only said to have held an office the term is the day of its end: what he was before is
/// not known from it.
fn term(file: &str, line: usize, row: &LearnedRow, shared: &mut Shared) -> Result<Term, String> {
    if row.name.trim().is_empty() || row.country.trim().is_empty() {
        return Err("name and country must not be empty where \"accept\" is yes".into());
    }
    let rank = Rank::parse(&row.rank).ok_or_else(|| format!("rank {:?} is none of 1, 2, 3", row.rank))?;
    let (from, to, seen) = (day("from", &row.from)?, day("to", &row.to)?, day("seen", &row.seen)?);
    let (from, to) = match (row.standing, from, to) {
        (Standing::Former, _, None) => return Err("a former holder needs a day in \"to\"; write one, or no".into()),
        (Standing::Former, from, Some(to)) => (from.or(Some(to)), Some(to)),
        (Standing::InOffice, from, to) => (from, to),
    };
    if let (Some(from), Some(to)) = (from, to)
        && to < from
    {
        return Err(format!("\"to\" is before \"from\" ({to} < {from})"));
    }
    let some = |text: &str, shared: &mut Shared| (!text.trim().is_empty()).then(|| shared.of(text.trim()));
    Ok(Term {
        name: row.name.trim().into(),
        aliases: row.aliases.split(';').map(str::trim).filter(|a| !a.is_empty()).map(Into::into).collect(),
        office: shared.of(row.office.trim()),
        code: shared.of(row.country.trim()),
        sector: some(&row.sector, shared),
        secondary: some(&row.secondary, shared),
        rank,
        from,
        to,
        seen,
        source: shared.of("learned"),
        file: shared.of(file),
        line,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "name,aliases,office,country,sector,secondary,rank,from,to,seen,standing,by,articles,sources,known,table,accept,sentence,document,documents,found";

    fn read(rows: &str) -> (Vec<Term>, Vec<String>) {
        let mut problems = Vec::new();
        let found = terms("learned.csv", &format!("{HEADER}\n{rows}"), &mut problems);
        (found, problems.iter().map(|p| format!("{}: {}", p.line, p.message)).collect())
    }

    #[test]
    fn only_accepted_rows_count() {
        let row = |name: &str, accept: &str| {
            format!("{name},,president,PER,GOV,,1,2022-01-02,,2022-03-04,in office,words,1,,new,,{accept},S.,a,a,f\n")
        };
        let (found, problems) = read(&[row("Ana Ruiz", "yes"), row("Eva Ruiz", ""), row("Ida Ruiz", "no")].concat());
        assert!(problems.is_empty(), "{problems:?}");
        assert_eq!(found.len(), 1);
        assert_eq!((&*found[0].name, &*found[0].source, found[0].line), ("Ana Ruiz", "learned", 2));
        assert_eq!((found[0].from, found[0].to), ("2022-01-02".parse().ok(), None));
    }

    #[test]
    fn of_a_former_holder_only_the_end_is_known() {
        let (found, problems) = read("Ana Ruiz,,president,PER,GOV,,1,,2022-03-04,,former,words,1,,new,,yes,S.,a,a,f\n");
        assert!(problems.is_empty(), "{problems:?}");
        assert_eq!(found[0].from, found[0].to);
        let (none, problems) = read("Ana Ruiz,,president,PER,GOV,,1,,,,former,words,1,,new,,yes,S.,a,a,f\n");
        assert!(none.is_empty());
        assert!(problems[0].contains("needs a day in \"to\""), "{problems:?}");
    }

    #[test]
    fn a_mark_that_is_neither_yes_nor_no_is_told_with_its_line() {
        let (_, problems) = read("Ana Ruiz,,president,PER,GOV,,1,,,,in office,words,1,,new,,ja,S.,a,a,f\n");
        assert!(problems[0].starts_with("2: ") && problems[0].contains("yes, no or nothing"), "{problems:?}");
    }
}
