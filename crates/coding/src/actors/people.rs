//! Who somebody is by the table of office holders: "Faisal Mekdad" on 2022-01-25 is the foreign minister of Syria.
//!
//! A full name is looked up as it stands, without middle names, and by its sound where another alphabet was
//! transcribed otherwise ("Feisal Miqdad"). A family name alone is looked up only among those who lead a state, a
//! government or a world body on that day, or are known in a country that the story names. The other way round it tells who
//! "the French president" was on a day.

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
    /// Terms of leaders and other known ones by country or body and office.
    offices: HashMap<(String, String), Vec<u32>>,
}

/// What news calls an office that a state or body has once, and what the table does; the first that somebody holds is meant.
/// Of governors and ministers of no name there are many: nobody is meant.
pub(super) const OFFICES: &[(&str, &[&str])] = &[
    ("president", &["president", "interim president", "transitional president"]),
    ("prime minister", &["prime minister", "interim prime minister"]),
    ("premier", &["prime minister", "premier"]),
    ("chancellor", &["chancellor", "prime minister"]),
    ("taoiseach", &["prime minister"]),
    ("foreign minister", &["foreign minister", "minister of foreign affairs"]),
    ("foreign secretary", &["foreign minister", "foreign secretary"]),
    ("secretary of state", &["secretary of state", "foreign minister"]),
    ("defence minister", &["defence minister"]),
    ("defence secretary", &["defence secretary", "defence minister"]),
    ("secretary of defence", &["defence secretary", "defence minister"]),
    ("interior minister", &["interior minister"]),
    ("home secretary", &["home secretary", "interior minister"]),
    ("home minister", &["home minister", "interior minister"]),
    ("finance minister", &["finance minister"]),
    ("treasury secretary", &["treasury secretary", "finance minister"]),
    ("king", &["king", "monarch"]),
    ("queen", &["queen", "monarch"]),
    ("monarch", &["king", "queen", "monarch", "emperor"]),
    ("head", &["managing director", "director-general", "secretary-general", "executive director", "president"]),
    ("chief", &["managing director", "director-general", "secretary-general", "executive director", "president"]),
    ("emir", &["emir", "monarch"]),
    ("sultan", &["sultan", "monarch"]),
    ("ruler", &["emir", "sultan", "king", "military ruler"]),
    ("military ruler", &["military ruler", "president"]),
    ("supreme leader", &["supreme leader"]),
    ("pope", &["pope"]),
    ("vice president", &["vice president"]),
    ("chief justice", &["chief justice"]),
    ("speaker", &["speaker of parliament", "speaker of the house"]),
    ("opposition leader", &["opposition leader"]),
    ("national security adviser", &["national security adviser"]),
    ("secretary-general", &["secretary-general"]),
    ("army chief", &["army chief", "chief of army staff", "chief of general staff", "chief of staff"]),
];

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
        if term.rank < Rank::Other || &*term.office == "finance minister" {
            push(&mut self.offices, (term.code.to_string(), office_key(&term.office)), i);
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

    /// Whether a name of several words is somebody's, whole.
    pub(crate) fn knows(&self, name: &str) -> bool {
        self.full.contains_key(&normal(name))
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

impl People {
    /// Who held an office of a country or body on a day: "foreign minister" of "FRA"; of a body that shares its code with others
    /// its name is asked for too. None where nobody did, or two did whom the table does not tell apart.
    pub(crate) fn holder_of(
        &self,
        terms: &[Term],
        code: &str,
        body: Option<&str>,
        office: &str,
        day: Date,
    ) -> Option<usize> {
        let office = office_key(office);
        let same = [office.as_str()];
        let once = OFFICES.iter().find(|(name, _)| *name == office).map(|(_, names)| *names);
        let named = once.unwrap_or(&same);
        let of_body =
            body.into_iter().flat_map(|body| named.iter().map(move |o| office_key(&format!("{o} of {body}"))));
        let plain = named.iter().map(|o| (*o).to_owned());
        // "The head of" a body that shares its code with others is nobody's without the body's name.
        let alone = once.is_some() && !matches!(&*office, "head" | "chief");
        let asked: Vec<String> = of_body.chain(plain.filter(|_| alone)).collect();
        for office in asked {
            let mut found = self.at(terms, code, &office, day);
            // The table may have one person by two names, or two terms of which one lacks its end: the surest is taken.
            let by_hand = |i: &usize| &*terms[*i].source == "hand";
            found.sort_by_key(|i| (when(&terms[*i], Some(day)), !by_hand(i), std::cmp::Reverse(terms[*i].from), *i));
            if let Some(best) = found.first() {
                return Some(*best);
            }
        }
        None
    }

    /// Everybody whom the table has in an office of a country on a day, by the office as it stands there.
    pub(crate) fn at(&self, terms: &[Term], code: &str, office: &str, day: Date) -> Vec<usize> {
        let holders = self.offices.get(&(code.to_owned(), office.to_owned()));
        let all = holders.into_iter().flatten().map(|i| *i as usize);
        all.filter(|i| when(&terms[*i], Some(day)) <= When::PerhapsIn).collect()
    }

    /// Everybody whom the table has in an office of a country on a day, by any name that the table may have for it.
    pub(crate) fn all_at(&self, terms: &[Term], code: &str, office: &str, day: Date) -> Vec<usize> {
        let office = office_key(office);
        let named = OFFICES.iter().find(|(name, _)| *name == office).map_or(&[][..], |(_, names)| names);
        let mut found = self.at(terms, code, &office, day);
        found.extend(named.iter().filter(|n| **n != office).flat_map(|n| self.at(terms, code, n, day)));
        found
    }
}

/// The rank of most holders of each office.
pub(crate) fn ranks(terms: &[Term]) -> HashMap<String, Rank> {
    let mut counts: HashMap<String, [usize; 3]> = HashMap::new();
    for term in terms {
        counts.entry(office_key(&term.office)).or_default()[term.rank as usize] += 1;
    }
    let most = |counts: [usize; 3]| {
        [Rank::Other, Rank::Known, Rank::Leader].into_iter().max_by_key(|r| counts[*r as usize]).unwrap_or(Rank::Other)
    };
    counts.into_iter().map(|(office, counts)| (office, most(counts))).collect()
}

/// An office as it is looked up: "Defense Minister" is "defence minister".
pub(crate) fn office_key(office: &str) -> String {
    let words = office.to_lowercase().replace("defense", "defence").replace('-', " ");
    let words = words.split_whitespace().filter(|w| !matches!(*w, "the" | "acting")).collect::<Vec<_>>().join(" ");
    words.replace("secretary general", "secretary-general")
}

/// Whether somebody may be meant. A namesake of a deputy minister of another country is not; a leader is known by the family
/// name alone.
fn known(term: &Term, holder: &Holder, day: Option<Date>, near: &dyn Fn(&str) -> bool) -> bool {
    let remembered = || day.is_none_or(|d| distance(term, d) <= REMEMBERED_YEARS);
    let near = || near(&term.code);
    match (holder.by, holder.when) {
        (Form::Full, When::In | When::PerhapsIn | When::Unknown) => term.rank < Rank::Other || near(),
        (Form::Full, When::After) => term.rank == Rank::Leader || remembered() && near(),
        // Years before his office somebody of that name may be anybody.
        (Form::Full, When::Before) => term.rank == Rank::Leader && near(),
        (Form::Sound, When::Before) => false,
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

pub(super) fn when(term: &Term, day: Option<Date>) -> When {
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
pub(crate) fn sound(key: &str) -> String {
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

fn push<K: std::hash::Hash + Eq>(map: &mut HashMap<K, Vec<u32>>, key: K, i: u32) {
    let list = map.entry(key).or_default();
    if list.last() != Some(&i) {
        list.push(i);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use legation_codebook::Codebook;
    use std::sync::LazyLock;

    static CODEBOOK: LazyLock<Codebook> = LazyLock::new(Codebook::embedded);
    static PEOPLE: LazyLock<People> = LazyLock::new(|| People::new(&CODEBOOK.people));

    /// Code and office of the likeliest holder, where the story names these countries.
    fn who(name: &str, day: Date, story: &[&str]) -> String {
        let near = |code: &str| story.contains(&code);
        let found = PEOPLE.find(&CODEBOOK.people, name, Some(day), &near);
        found.first().map_or_else(String::new, |holder| {
            let term = &CODEBOOK.people[holder.term];
            format!("{} {} {:?}", term.code, term.office, holder.when)
        })
    }

    #[test]
    fn a_family_name_means_a_leader_of_that_day() {
        assert_eq!(who("Putin", date(2016, 5, 1), &[]), "RUS president In");
        assert_eq!(who("Obama", date(2012, 3, 1), &["USA"]), "USA president In");
        assert_eq!(who("Obama", date(2004, 3, 1), &["FRA"]), "");
    }

    #[test]
    fn a_name_is_known_by_its_sound_where_its_country_is_named() {
        assert_eq!(who("Feisal Miqdad", date(2022, 1, 25), &["SYR"]), "SYR foreign minister In");
        assert_eq!(who("Feisal Miqdad", date(2022, 1, 25), &["PER"]), "");
    }

    #[test]
    fn chinese_names_begin_with_the_family() {
        assert_eq!(who("Xi", date(2020, 1, 1), &["CHN"]), "CHN president In");
        assert_eq!(who("Jinping", date(2020, 1, 1), &["CHN"]), "");
    }

    #[test]
    fn who_left_an_office_is_told_apart_from_who_holds_it() {
        assert_eq!(who("Tony Blair", date(2003, 3, 20), &["GBR"]), "GBR prime minister In");
        assert_eq!(who("Tony Blair", date(2009, 3, 20), &["GBR"]).split(' ').next_back(), Some("After"));
    }

    #[test]
    fn sounds_fall_together_and_words_stay_apart() {
        assert_eq!(sound("faisal mekdad"), sound("feisal miqdad"));
        assert_eq!(sound("volodymyr zelensky"), sound("volodimir zelenskiy"));
        assert_ne!(sound("li na"), sound("lina"));
        assert_ne!(sound("omar karami"), sound("ahmad karimi"));
    }

    #[test]
    fn an_office_has_its_holder_of_the_day() {
        let name = |code: &str, body, office: &str, day| {
            let found = PEOPLE.holder_of(&CODEBOOK.people, code, body, office, day);
            found.map(|i| &*CODEBOOK.people[i].name)
        };
        assert_eq!(name("GBR", None, "Prime Minister", date(2024, 9, 9)), Some("Keir Starmer"));
        assert_eq!(name("RUS", None, "Foreign Minister", date(2010, 1, 1)), Some("Sergei Lavrov"));
        assert_eq!(name("GBR", None, "Tea Taster", date(2024, 9, 9)), None);
    }
}
