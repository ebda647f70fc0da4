//! What the table of office holders says to a text that gives somebody an office.
//!
//! "Iraqi Foreign Minister Jane Doe said ..." in 2010, when the table has Hoshyar Zebari as Iraq's: [`Verdict::OtherHolder`].
//! The text goes first all the same; a reader is told.

use super::holders::place;
use super::people::{Form, When, office_key, sound, when};
use crate::names::{Names, normal};
use jiff::civil::Date;
use legation_codebook::{Standing, Term};

/// What a text says of somebody.
#[derive(Clone, Debug)]
pub(crate) struct Claim<'c> {
    /// Full name.
    pub name: &'c str,
    /// Country or non-state code.
    pub code: &'c str,
    /// The office, in any spelling: "Defense Minister".
    pub office: &'c str,
    /// Whether he holds it or held it.
    pub standing: Standing,
    /// The day of the text.
    pub day: Option<Date>,
}

/// How the table stands to it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Verdict<'t> {
    /// It has nothing of the kind.
    New,
    /// It says so too.
    Same(&'t Term),
    /// It has him in the same office of another country.
    OtherCountry(&'t Term),
    /// It has the end of his term before that day.
    Ended(&'t Term),
    /// It has somebody else in an office that one person holds at a time.
    OtherHolder(&'t Term),
}

impl<'t> Verdict<'t> {
    /// The row of the table that it is about.
    pub(crate) fn term(self) -> Option<&'t Term> {
        match self {
            Self::New => None,
            Self::Same(term) | Self::OtherCountry(term) | Self::Ended(term) | Self::OtherHolder(term) => Some(term),
        }
    }

    /// What a reader is told of a contradiction; none where there is none.
    pub(crate) fn contradiction(self) -> Option<String> {
        match self {
            Self::New | Self::Same(_) => None,
            Self::OtherCountry(term) => {
                Some(format!("the table has {} as {} of {} ({})", term.name, term.office, term.code, place(term)))
            }
            Self::Ended(term) => {
                let to = term.to.map_or_else(String::new, |to| format!(" only until {to}"));
                Some(format!("the table has {} in office{to} ({})", term.name, place(term)))
            }
            Self::OtherHolder(term) => Some(format!("the table has another: {} ({})", term.name, place(term))),
        }
    }
}

/// Offices that a country has once at a time. Of vice presidents, speakers (of two houses) and chiefs there may be several.
const HELD_BY_ONE: &[&str] = &[
    "president",
    "prime minister",
    "foreign minister",
    "foreign secretary",
    "defence minister",
    "defence secretary",
    "interior minister",
    "home secretary",
    "finance minister",
    "supreme leader",
    "king",
    "queen",
    "emir",
    "sultan",
    "secretary of state",
];

/// Words by which a text says that somebody only stands in, or is not yet in office.
const PROVISIONAL: &[&str] = &["acting", "interim", "caretaker", "transitional", "elect", "designate"];

impl Names {
    /// What the table says to a claim.
    pub(crate) fn verdict(&self, claim: &Claim<'_>) -> Verdict<'_> {
        let terms = &self.codebook.people;
        let of_name = self.holders(claim.name, claim.day, &|_| true);
        let whole = of_name.iter().filter(|h| h.by != Form::Family);
        let fits = |h: &&super::people::Holder| {
            is_same_office(claim.office, &terms[h.term].office) || is_some_minister(claim.office, &terms[h.term].office)
        };
        let mut same_office: Vec<_> = whole.filter(fits).collect();
        let here = || same_office.iter().filter(|h| self.is_same_state(&terms[h.term].code, claim.code));
        let says_so = |w: When| match claim.standing {
            Standing::InOffice => w <= When::Unknown,
            Standing::Former => matches!(w, When::After | When::Unknown),
        };
        if let Some(holder) = here().find(|h| says_so(h.when)) {
            return Verdict::Same(&terms[holder.term]);
        }
        // A minister of the table, who knows of what, speaks for the text but not against it.
        same_office.retain(|h| is_same_office(claim.office, &terms[h.term].office));
        let here = || same_office.iter().filter(|h| self.is_same_state(&terms[h.term].code, claim.code));
        if claim.standing == Standing::Former || claim.day.is_none() {
            return Verdict::New;
        }
        let provisional = claim.office.to_lowercase();
        let provisional = provisional.split([' ', '-']).any(|w| PROVISIONAL.contains(&w));
        if let Some(holder) = here().find(|h| h.when == When::After && terms[h.term].to.is_some()) {
            return Verdict::Ended(&terms[holder.term]);
        }
        // Of a governor the table does not say of what.
        let of_state = HELD_BY_ONE.contains(&plain(claim.office).as_str());
        let elsewhere = |h: &&&super::people::Holder| of_state && h.by == Form::Full && h.when == When::In;
        if let Some(holder) = same_office.iter().filter(|_| here().next().is_none()).find(elsewhere) {
            return Verdict::OtherCountry(&terms[holder.term]);
        }
        self.only_holder(claim).filter(|_| !provisional).map_or(Verdict::New, Verdict::OtherHolder)
    }

    /// Who alone holds the office on that day, where he is not the one of the claim by another spelling.
    fn only_holder(&self, claim: &Claim<'_>) -> Option<&Term> {
        let (office, day) = (office_key(claim.office), claim.day?);
        if !HELD_BY_ONE.contains(&office.as_str()) {
            return None;
        }
        let holder = self.holder_of(claim.code, None, &office, day)?;
        let sure = when(holder, Some(day)) == When::In && holder.from.is_some();
        // The table itself may have two for a day, or the one of the claim in another office of the same kind.
        let rivals = self.holders_at(claim.code, &office, day);
        let alone = rivals.iter().all(|t| is_same_person(&t.name, holder));
        (sure && alone && !is_same_person(claim.name, holder)).then_some(holder)
    }

    /// Whether two codes are one state: the Soviet Union's foreign minister stands in the table as Russia's.
    fn is_same_state(&self, a: &str, b: &str) -> bool {
        a == b || self.heirs_of(a).any(|heir| heir == b)
    }
}

/// Whether a name and a term share a word that sounds the same: "Zebari", "Hoshiyar Zibari".
fn is_same_person(name: &str, term: &Term) -> bool {
    let own = sound(&normal(name));
    std::iter::once(&term.name).chain(&term.aliases).any(|other| {
        let other = sound(&normal(other));
        own.split(' ').any(|word| word.len() > 1 && other.split(' ').any(|o| o == word))
    })
}

/// Whether a text's office is the table's: "Minister of Foreign Affairs" and "foreign minister".
fn is_same_office(text: &str, table: &str) -> bool {
    let (text, table) = (plain(text), plain(table));
    if text == table {
        return true;
    }
    let named = |office: &str, other: &str| {
        let known = super::people::OFFICES.iter().find(|(name, _)| *name == office);
        known.is_some_and(|(_, names)| names.contains(&other))
    };
    let of_body = |office: &str, other: &str| other.strip_prefix(office).is_some_and(|rest| rest.starts_with(" of "));
    named(&text, &table) || named(&table, &text) || of_body(&text, &table) || of_body(&table, &text)
}

/// Whether the table has a mere "minister" for the text's.
fn is_some_minister(text: &str, table: &str) -> bool {
    let text = plain(text);
    table == "minister" && text.ends_with(" minister") && text != "prime minister"
}

/// "minister of foreign affairs" as "foreign minister", "interim president" as "president".
fn plain(office: &str) -> String {
    let key = office_key(office);
    let key = key.strip_prefix("interim ").unwrap_or(&key);
    let turned = ["minister of ", "minister for ", "secretary of ", "secretary for "].iter().find_map(|start| {
        let rest = key.strip_prefix(start).filter(|rest| *rest != "state")?;
        Some(format!("{rest} {}", start.split(' ').next()?))
    });
    let key = turned.unwrap_or_else(|| key.to_owned());
    key.replace(" affairs minister", " minister").replace(" affairs secretary", " secretary")
}

#[cfg(test)]
mod tests {
    use super::*;
    use legation_codebook::Codebook;
    use std::sync::LazyLock;

    const TABLE: &str = "name,aliases,office,country,sector,secondary,rank,from,to,seen,source\n\
        Ana Ruiz,Anita Ruiz,foreign minister,PER,GOV,,2,2020-01-01,2022-12-31,,hand\n\
        Omar Diallo,,president,ERI,GOV,,1,2019-01-01,,2025-01-01,hand\n\
        Ida Lund,,vice president,ERI,GOV,,2,2019-01-01,,2025-01-01,hand\n\
        Lea Kranz,,governor,USA,GOV,,3,2019-01-01,,2025-01-01,hand\n\
        Per Holm,,minister,ERI,GOV,,3,2019-01-01,,2025-01-01,hand\n";

    static NAMES: LazyLock<Names> = LazyLock::new(|| {
        let mut codebook = Codebook::embedded();
        codebook.people.clear();
        codebook.add_people("own.csv", TABLE).expect("a table of ours");
        Names::new(codebook)
    });

    fn said(name: &str, code: &str, office: &str, standing: Standing, day: &str) -> String {
        let claim = Claim { name, code, office, standing, day: day.parse().ok() };
        let verdict = NAMES.verdict(&claim);
        let same = matches!(verdict, Verdict::Same(_));
        verdict.contradiction().unwrap_or_else(|| if same { "same" } else { "new" }.into())
    }

    #[test]
    fn a_contradiction_is_told_with_its_row() {
        use Standing::InOffice;
        for (name, code, office, day, expected) in [
            ("Ana Ruiz", "PER", "Foreign Minister", "2021-05-01", "same"),
            ("Anita Ruiz", "PER", "Minister of Foreign Affairs", "2021-05-01", "same"),
            (
                "Ana Ruiz",
                "CHL",
                "foreign minister",
                "2021-05-01",
                "the table has Ana Ruiz as foreign minister of PER (own.csv:2)",
            ),
            (
                "Ana Ruiz",
                "PER",
                "foreign minister",
                "2024-05-01",
                "the table has Ana Ruiz in office only until 2022-12-31 (own.csv:2)",
            ),
            ("Eva Soto", "PER", "foreign minister", "2021-05-01", "the table has another: Ana Ruiz (own.csv:2)"),
            ("Eva Soto", "PER", "foreign minister", "2024-05-01", "new"),
            ("Per Holm", "ERI", "health minister", "2021-05-01", "same"),
        ] {
            assert_eq!(said(name, code, office, InOffice, day), expected, "{name}, {office} of {code}, {day}");
        }
    }

    #[test]
    fn what_can_both_be_true_is_no_contradiction() {
        use Standing::{Former, InOffice};
        for (name, code, office, standing, day) in [
            // A country may have two vice presidents, and any number of deputies.
            ("Eva Soto", "ERI", "vice president", InOffice, "2021-05-01"),
            ("Eva Soto", "PER", "deputy foreign minister", InOffice, "2021-05-01"),
            // Who stands in for the holder.
            ("Eva Soto", "PER", "acting foreign minister", InOffice, "2021-05-01"),
            ("Eva Soto", "ERI", "president-elect", InOffice, "2021-05-01"),
            // Who held it before.
            ("Eva Soto", "PER", "foreign minister", Former, "2021-05-01"),
            // A namesake of another office.
            ("Ana Ruiz", "CHL", "health minister", InOffice, "2021-05-01"),
            // A governor of a territory, whom the table has as one of its state.
            ("Lea Kranz", "PRI", "governor", InOffice, "2021-05-01"),
            // Another spelling of the holder.
            ("Omer Diallo", "ERI", "president", InOffice, "2021-05-01"),
        ] {
            let found = said(name, code, office, standing, day);
            assert!(found == "new" || found == "same", "{name}, {office}: {found}");
        }
        assert_eq!(said("Ana Ruiz", "PER", "foreign minister", Former, "2024-05-01"), "same");
        assert_eq!(said("Ana Ruiz", "PER", "foreign minister", InOffice, ""), "same");
    }
}
