//! Who somebody is by the table of office holders: "Faisal Mekdad" on 2022-01-25 is the foreign minister of Syria.
//!
//! A full name is looked up as it stands, without middle names, and by its sound where another alphabet was
//! transcribed otherwise ("Feisal Miqdad"). A family name alone is looked up only among those who lead a state, a
//! government or a world body on that day, or are known in a country that the story names.

use crate::names::normal;
use jiff::civil::Date;
use legation_codebook::{Rank, Term};
use std::collections::HashMap;

/// The table, by every form of a name.
#[derive(Default)]
pub(crate) struct People {
    /// Terms by normal full name.
    full: HashMap<String, Vec<u32>>,
    /// Terms by the sound of the full name.
    sounds: HashMap<String, Vec<u32>>,
    /// Terms of leaders and other known ones by family name.
    families: HashMap<String, Vec<u32>>,
}

/// Who somebody was on a day.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Holder {
    /// Index into the table.
    pub term: usize,
    /// How the day stands to the term.
    pub when: When,
    /// What of the name fits.
    pub by: Form,
}

/// What of a name fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// All of it, or all but the middle names.
    Full,
    /// Its sound.
    Sound,
    /// Only the family name was given.
    Family,
}

/// How a day stands to a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum When {
    /// Within it.
    In,
    /// The term is open and its source was last seen before that day.
    PerhapsIn,
    /// No day is known.
    Unknown,
    /// After its end.
    After,
    /// Before its beginning.
    Before,
}

/// An open term is trusted so many years after its source was last seen; cabinets last about as long.
const TRUSTED_YEARS: i16 = 5;
/// A family name with a term so many years ago may still be told of ("Gorbachev"), an older one is a namesake.
const REMEMBERED_YEARS: i16 = 15;
/// Names written family name first in English news.
const FAMILY_FIRST: &[&str] = &["CHN", "KOR", "PRK", "TWN", "HKG", "KHM", "SGP"];
/// Names without a family name, where news repeats the first.
const BY_FIRST_NAME: &[&str] = &["ETH", "ERI", "ISL", "IDN", "VNM", "MMR", "KHM", "LAO", "THA"];

impl People {
    pub(crate) fn new(terms: &[Term]) -> Self {
        let mut people = Self::default();
        for (i, term) in terms.iter().enumerate() {
            let i = u32::try_from(i).expect("fewer than four milliards of terms");
            for name in std::iter::once(&term.name).chain(&term.aliases) {
                people.add(name, i, term);
            }
        }
        people
    }

    fn add(&mut self, name: &str, i: u32, term: &Term) {
        let key = normal(name);
        let words: Vec<&str> = key.split(' ').collect();
        if let [first, .., last] = words[..] {
            if words.len() > 2 {
                push(&mut self.full, format!("{first} {last}"), i);
            }
            push(&mut self.sounds, sound(&key), i);
        }
        if term.rank < Rank::Other {
            for family in families(&words, &term.code) {
                push(&mut self.families, family, i);
            }
        }
        if words.len() > 1 {
            push(&mut self.full, key, i);
        }
    }

    /// Everybody whom a name can mean on a day, the likeliest first: those in office before those who were, and one term a
    /// person. `near` says whether the story names a country.
    pub(crate) fn find(
        &self,
        terms: &[Term],
        name: &str,
        day: Option<Date>,
        near: &dyn Fn(&str) -> bool,
    ) -> Vec<Holder> {
        let key = normal(name);
        let words: Vec<&str> = key.split(' ').collect();
        let (candidates, by) = match words[..] {
            [] | [""] => return Vec::new(),
            [_] => (self.families.get(&key), Form::Family),
            [first, .., last] => {
                let short = || (words.len() > 2).then(|| self.full.get(&format!("{first} {last}"))).flatten();
                let found = self.full.get(&key).or_else(short).map(|f| (Some(f), Form::Full));
                found
                    .or_else(|| self.sounds.get(&sound(&key)).map(|f| (Some(f), Form::Sound)))
                    // "Pena Nieto", "bin Laden": a family name of two words.
                    .unwrap_or_else(|| (self.families.get(&key), Form::Family))
            }
        };
        let mut found: Vec<Holder> = candidates
            .into_iter()
            .flatten()
            .map(|i| *i as usize)
            .map(|term| Holder { term, when: when(&terms[term], day), by })
            .filter(|h| known(&terms[h.term], h, day, near))
            .collect();
        let order = |h: &Holder| {
            let term = &terms[h.term];
            let far = day.map_or(0, |d| distance(term, d));
            (!near(&term.code), h.when, term.rank, far, std::cmp::Reverse(term.from), h.term)
        };
        found.sort_by_key(order);
        found.dedup_by_key(|h| h.term);
        found
    }
}

/// Whether somebody may be meant. A namesake of a deputy minister of another country is not; a leader is known by the family
/// name alone.
fn known(term: &Term, holder: &Holder, day: Option<Date>, near: &dyn Fn(&str) -> bool) -> bool {
    let remembered = || day.is_none_or(|d| distance(term, d) <= REMEMBERED_YEARS);
    let near = || near(&term.code);
    match (holder.by, holder.when) {
        (Form::Full, When::In | When::PerhapsIn | When::Unknown) => term.rank < Rank::Other || near(),
        (Form::Full, When::After | When::Before) => remembered() && (term.rank == Rank::Leader || near()),
        (Form::Sound, _) => remembered() && near(),
        (Form::Family, When::In | When::PerhapsIn) => term.rank == Rank::Leader || near(),
        (Form::Family, When::Unknown) => term.rank == Rank::Leader,
        (Form::Family, When::After) => term.rank == Rank::Leader && near() && remembered(),
        (Form::Family, When::Before) => false,
    }
}

/// Years between a day and a term.
fn distance(term: &Term, day: Date) -> i16 {
    match (term.from, term.to.or(term.seen)) {
        (Some(from), _) if day < from => from.year() - day.year(),
        (_, Some(to)) if to < day => day.year() - to.year(),
        _ => 0,
    }
}

fn when(term: &Term, day: Option<Date>) -> When {
    let Some(day) = day else {
        return When::Unknown;
    };
    if term.from.is_some_and(|from| day < from) {
        return When::Before;
    }
    match (term.to, term.seen) {
        (Some(to), _) if to < day => When::After,
        (None, Some(seen)) if seen.year() + TRUSTED_YEARS < day.year() => When::After,
        (None, Some(seen)) if seen < day => When::PerhapsIn,
        _ => When::In,
    }
}

/// What news calls somebody for short: the last word, the last two ("lopez obrador"), and where names stand otherwise
/// the first.
fn families(words: &[&str], code: &str) -> Vec<String> {
    let [first, rest @ ..] = words else {
        return Vec::new();
    };
    let Some(last) = rest.last() else {
        return vec![(*first).to_owned()];
    };
    let mut found = Vec::new();
    if FAMILY_FIRST.contains(&code) {
        found.push((*first).to_owned());
    } else {
        found.push((*last).to_owned());
        if BY_FIRST_NAME.contains(&code) {
            found.push((*first).to_owned());
        }
    }
    if words.len() > 2 {
        found.push(words[words.len() - 2..].join(" "));
    }
    // "al Assad": a particle stays with the name or falls.
    found.retain(|f| f.len() > 1);
    found
}

/// How a name sounds, so that transcriptions fall together: "feisal miqdad" as "faisal mekdad". Words stay apart; vowels but the
/// first letter fall, and letters that stand for one another become one.
fn sound(key: &str) -> String {
    let mut out = String::with_capacity(key.len());
    for word in key.split(' ') {
        if matches!(word, "al" | "el" | "ul" | "ol" | "bin" | "ibn" | "ben") {
            continue;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        let start = out.len();
        let letters: Vec<char> = word.chars().collect();
        for (i, c) in letters.iter().enumerate() {
            let c = match c {
                'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'j' if i > 0 => continue,
                'h' if i > 0 => continue,
                'e' | 'i' | 'y' => 'i',
                'o' | 'u' => 'u',
                'q' | 'c' | 'k' | 'x' | 'g' => 'k',
                'v' | 'w' => 'v',
                'z' | 's' => 's',
                'd' | 't' => 't',
                'f' | 'p' => 'p',
                c => *c,
            };
            if out.len() == start || !out.ends_with(c) {
                out.push(c);
            }
        }
    }
    out
}

fn push(map: &mut HashMap<String, Vec<u32>>, key: String, i: u32) {
    let list = map.entry(key).or_default();
    if list.last() != Some(&i) {
        list.push(i);
    }
}
