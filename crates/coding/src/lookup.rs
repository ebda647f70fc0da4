//! Look-ups in the tables without a text: who somebody was on a day, who held an office, what a name stands for.
//!
//! `coder.holder("FRA", "foreign minister", day)` gives the [`Term`] of that day.

use crate::Coder;
use crate::names::{Named, normal};
use jiff::civil::Date;
use legation_codebook::Term;
use std::collections::HashSet;

impl Coder {
    /// Terms of whoever a name can mean on a day, the likeliest first, as in a text that names no country.
    pub fn who(&self, name: &str, day: Option<Date>) -> Vec<&Term> {
        let found = self.names.holders(name, day, &|_| true);
        found.into_iter().map(|h| &self.codebook().people[h.term]).collect()
    }

    /// Who held an office of a country or body on a day.
    pub fn holder(&self, code: &str, office: &str, day: Date) -> Option<&Term> {
        self.names.holder_of(code, None, office, day)
    }

    /// The country or non-state code that a name stands for: "the White House", "NATO".
    pub fn code_of(&self, name: &str, day: Option<Date>) -> Option<&str> {
        Some(match self.names.lookup(name)? {
            Named::Country(i) | Named::Seat(i, _) | Named::Nationality(i, _) | Named::Town(i) => {
                &self.names.country(i).code
            }
            Named::Capital(i) => &self.names.capital_on(i, day).code,
            Named::Organization(i) => &self.names.organization_on(i, day)?.code,
        })
    }

    /// Every term of whoever has all words of `name` in his name or an alias, in order of name and day; of a name that fits
    /// nobody, terms of whoever sounds so. Goes through the whole table.
    pub fn terms_of(&self, name: &str) -> Vec<&Term> {
        let asked = normal(name);
        let words: HashSet<&str> = asked.split(' ').filter(|w| !w.is_empty()).collect();
        if words.is_empty() {
            return Vec::new();
        }
        let names = |t: &Term| std::iter::once(&t.name).chain(&t.aliases).map(|n| normal(n)).collect::<Vec<_>>();
        let has = |n: &String| {
            let own: HashSet<&str> = n.split(' ').collect();
            words.is_subset(&own)
        };
        let mut found: Vec<&Term> = self.codebook().people.iter().filter(|t| names(t).iter().any(has)).collect();
        if found.is_empty() && words.len() > 1 {
            found = self.who(name, None);
        }
        found.sort_by_key(|t| (&t.name, t.from, t.to, &t.file, t.line));
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use legation_codebook::Codebook;
    use std::sync::LazyLock;

    static CODER: LazyLock<Coder> = LazyLock::new(|| Coder::new(Codebook::embedded()));

    #[test]
    fn a_part_of_a_name_finds_all_its_terms() {
        let found = CODER.terms_of("mekdad");
        assert!(found.iter().any(|t| &*t.name == "Faisal Mekdad" && &*t.code == "SYR"), "{found:?}");
        assert!(found.iter().all(|t| t.name.contains("ekdad") || t.aliases.iter().any(|a| a.contains("ekdad"))));
        assert!(CODER.terms_of("Feisal Miqdad").iter().any(|t| &*t.name == "Faisal Mekdad"));
        assert!(CODER.terms_of("").is_empty() && CODER.terms_of("Nobody Ofthatname").is_empty());
    }

    #[test]
    fn names_and_offices_are_looked_up_for_a_day() {
        let day = date(2022, 1, 25);
        assert_eq!(CODER.who("Faisal Mekdad", Some(day)).first().map(|t| &*t.code), Some("SYR"));
        assert_eq!(CODER.holder("SYR", "Foreign Minister", day).map(|t| &*t.name), Some("Faisal Mekdad"));
        assert_eq!(CODER.code_of("the White House", Some(day)), Some("USA"));
        assert_eq!(CODER.code_of("Moscow", Some(date(1985, 1, 1))), Some("SUN"));
        assert_eq!(CODER.code_of("Atlantis", None), None);
    }
}
