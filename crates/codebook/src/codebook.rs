//! The whole codebook, loaded.

use crate::event_type::{self, EventType, RawAddition, RawEventType};
use crate::files::{Files, Problem};
use crate::learned;
use crate::pattern;
use crate::people::{self, Term};
use crate::tables::{
    self, CameoCode, CodingRule, Context, Country, CountryKind, Discard, LightVerb, Nationality, Nominalization,
    Office, Organization, Sector, Size,
};
use serde::Deserialize;
use std::collections::{HashMap, HashSet};

/// Event types, actors, offices, contexts and crosswalks.
#[derive(Clone, Debug, Default)]
pub struct Codebook {
    /// Event types, by code.
    pub events: Vec<EventType>,
    /// Sectors and non-state codes.
    pub sectors: Vec<Sector>,
    /// Role nouns by term.
    pub offices: HashMap<String, Office>,
    /// Words of nationality.
    pub nationalities: Vec<Nationality>,
    /// Countries and territories.
    pub countries: Vec<Country>,
    /// Organizations.
    pub organizations: Vec<Organization>,
    /// Who held which office when, file by file.
    pub people: Vec<Term>,
    /// Contexts.
    pub contexts: Vec<Context>,
    /// Words, in lower case, that tell events: what holds none of them, nor a pattern's words, is not read.
    pub triggers: HashSet<String>,
    /// Words that count persons.
    pub sizes: Vec<Size>,
    /// Nouns with a verb behind them, by noun.
    pub nominalizations: HashMap<String, Nominalization>,
    /// Light verbs by their first word.
    pub light_verbs: HashMap<String, Vec<LightVerb>>,
    /// Verbs of its patterns and nominalizations.
    pub verbs: HashSet<String>,
    /// Words with hyphens of its patterns, lists and nominalizations: "sit-in".
    pub compounds: HashSet<String>,
    /// Word lists that patterns use as @name.
    pub words: HashMap<String, Vec<String>>,
    /// CAMEO codes.
    pub cameo: Vec<CameoCode>,
    /// Phrases of sentences and stories that are not coded.
    pub discards: Vec<Discard>,
    /// Rules for what is not a plain fact.
    pub coding_rules: Vec<CodingRule>,
    /// CAMEO code of each PLOVER event (mode empty) and mode.
    pub to_cameo: HashMap<(String, String), String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PloverRow {
    event: String,
    mode: String,
    cameo: String,
}

impl Codebook {
    /// The codebook that is compiled into the program.
    pub fn embedded() -> Self {
        Self::load(&Files::embedded()).expect("the compiled codebook is checked by its tests")
    }

    /// The countries of the compiled codebook by themselves, for who only asks what a country's code is.
    pub fn embedded_countries() -> Vec<Country> {
        let path = "actors/countries.csv";
        let files = Files::embedded();
        let text = files.get(path).expect("the compiled codebook has all its files");
        tables::countries(path, text, &mut Vec::new())
    }

    /// Loads and checks a codebook.
    ///
    /// # Errors
    /// All mistakes, each with file and line.
    pub fn load(files: &Files) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        let codebook = Self::load_all(files, &mut problems);
        problems.extend(codebook.contradictions());
        if problems.is_empty() {
            Ok(codebook)
        } else {
            problems.sort();
            problems.dedup();
            Err(problems)
        }
    }

    fn load_all(files: &Files, problems: &mut Vec<Problem>) -> Self {
        let mut text = |path: &str| {
            files.get(path).map(str::to_owned).unwrap_or_else(|p| {
                problems.push(p);
                String::new()
            })
        };
        for path in TABLES {
            text(path);
        }
        let [contexts, sizes, nominalizations, light_verbs, words, cameo, plover] = [
            "contexts.toml",
            "sizes.toml",
            "nominalizations.csv",
            "light_verbs.csv",
            "words.toml",
            "crosswalks/cameo.csv",
            "crosswalks/plover.csv",
        ]
        .map(|path| (path, text(path)));
        let triggers = text("triggers.csv");
        let rules = ("coding_rules.csv", text("coding_rules.csv"));
        let mut codebook = Self {
            coding_rules: tables::rows(rules.0, &rules.1, problems).into_iter().map(|r| r.1).collect(),
            events: Vec::new(),
            sectors: all(files, "sectors", |path, text| tables::rows(path, text, problems))
                .into_iter()
                .map(|r| r.1)
                .collect(),
            offices: all(files, "offices", |path, text| tables::offices(path, text, problems)),
            nationalities: all(files, "nationalities", |path, text| tables::nationalities(path, text, problems)),
            countries: Vec::new(),
            organizations: all(files, "actors/organizations", |path, text| tables::organizations(path, text, problems)),
            discards: all(files, "discards", |path, text| tables::rows(path, text, problems))
                .into_iter()
                .map(|r| r.1)
                .collect(),
            people: files
                .0
                .iter()
                .filter(|(path, _)| path.starts_with("actors/people") && path.ends_with(".csv"))
                .flat_map(|(path, text)| terms(path, text, problems))
                .collect(),
            contexts: tables::contexts(contexts.0, &contexts.1, problems),
            triggers: triggers.lines().skip(1).map(|l| l.trim().to_lowercase()).filter(|l| !l.is_empty()).collect(),
            sizes: tables::sizes(sizes.0, &sizes.1, problems),
            nominalizations: tables::nominalizations(nominalizations.0, &nominalizations.1, problems),
            light_verbs: tables::light_verbs(light_verbs.0, &light_verbs.1, problems),
            verbs: HashSet::new(),
            compounds: HashSet::new(),
            words: tables::word_lists(words.0, &words.1, problems),
            cameo: tables::rows(cameo.0, &cameo.1, problems).into_iter().map(|r| r.1).collect(),
            to_cameo: tables::rows::<PloverRow>(plover.0, &plover.1, problems)
                .into_iter()
                .map(|(_, r)| ((r.event, r.mode), r.cameo))
                .collect(),
        };
        codebook.countries = countries(files, &codebook.nationalities, problems);
        let (events, verbs, compounds) = events(files, &codebook.words, &codebook.nominalizations, problems);
        codebook.events = events;
        codebook.verbs = verbs;
        codebook.compounds = compounds;
        codebook
    }

    /// Adds the office holders of a file, in the columns of `people.csv`, or as they were learned from articles: then those
    /// that the user accepted. `file` is its path, as messages name it.
    ///
    /// # Errors
    /// All mistakes, each with its line.
    pub fn add_people(&mut self, file: &str, text: &str) -> Result<(), Vec<Problem>> {
        let mut problems = Vec::new();
        let found = terms(file, text, &mut problems);
        problems.extend(self.strange_terms(&found));
        if problems.is_empty() {
            self.people.extend(found);
            Ok(())
        } else {
            Err(problems)
        }
    }

    /// The event type of a code.
    pub fn event(&self, code: &str) -> Option<&EventType> {
        self.events.iter().find(|e| e.code == code)
    }

    /// CAMEO code of an event and mode.
    pub fn cameo_of(&self, event: &str, mode: Option<&str>) -> Option<&str> {
        let find = |mode: &str| self.to_cameo.get(&(event.to_owned(), mode.to_owned())).map(String::as_str);
        mode.and_then(find).or_else(|| find(""))
    }
}

/// Office holders of a table, by its header as written by hand or learned.
fn terms(path: &str, text: &str, problems: &mut Vec<Problem>) -> Vec<Term> {
    if learned::is_learned(text) { learned::terms(path, text, problems) } else { people::people(path, text, problems) }
}

/// Tables of which further files may hold more: `offices_mine.csv` beside `offices.csv`.
const TABLES: [&str; 5] = ["sectors.csv", "offices.csv", "nationalities.csv", tables::COUNTRIES, tables::ORGANIZATIONS];

/// The files of a table, the main one first: what the user's own say of a term goes before what it says.
fn all<T: Default + Extend<I> + IntoIterator<Item = I>, I>(
    files: &Files,
    name: &str,
    mut read: impl FnMut(&str, &str) -> T,
) -> T {
    let mut found = T::default();
    for (path, text) in of_table(files, name) {
        found.extend(read(path, text));
    }
    found
}

fn of_table<'a>(files: &'a Files, name: &'a str) -> impl Iterator<Item = (&'a String, &'a String)> {
    let further = move |path: &str| {
        let rest = path.strip_prefix(name).and_then(|r| r.strip_suffix(".csv"));
        rest.is_some_and(|r| r.is_empty() || r.starts_with('_') && !r.contains('/'))
    };
    files.0.iter().filter(move |(path, _)| further(path.as_str()))
}

/// Countries of all files; names that a further file gives to a state or territory of the main one are its names too.
fn countries(files: &Files, nationalities: &[Nationality], problems: &mut Vec<Problem>) -> Vec<Country> {
    let demonyms: HashSet<(String, &str)> =
        nationalities.iter().map(|n| (n.term.to_lowercase(), n.country.as_str())).collect();
    let mut found: Vec<Country> = Vec::new();
    let mut states: HashMap<String, usize> = HashMap::new();
    for (path, text) in of_table(files, "actors/countries") {
        let main = path == tables::COUNTRIES;
        for mut country in tables::countries(path, text, problems) {
            if main {
                if matches!(country.kind, CountryKind::State | CountryKind::Territory) {
                    states.entry(country.code.clone()).or_insert(found.len());
                }
                found.push(country);
                continue;
            }
            // "Danish" is a word of nationality already, and says more as one.
            country.aliases.retain(|a| !demonyms.contains(&(a.to_lowercase(), country.code.as_str())));
            match states.get(&country.code) {
                Some(i) => {
                    let names = std::iter::once(country.name).chain(country.aliases);
                    let names = names.filter(|n| !demonyms.contains(&(n.to_lowercase(), country.code.as_str())));
                    found[*i].aliases.extend(names);
                }
                None => found.push(country),
            }
        }
    }
    found
}

fn events(
    files: &Files,
    lists: &HashMap<String, Vec<String>>,
    nominalizations: &HashMap<String, Nominalization>,
    problems: &mut Vec<Problem>,
) -> (Vec<EventType>, HashSet<String>, HashSet<String>) {
    let mut raw: Vec<(&String, &String, RawEventType)> = Vec::new();
    let mut additions: Vec<(&String, &String, RawAddition)> = Vec::new();
    for (path, text) in files.0.iter().filter(|(path, _)| path.starts_with("events/") && path.ends_with(".toml")) {
        let result = if event_type::is_addition(path) {
            event_type::read(path, text).map(|a| additions.push((path, text, a)))
        } else {
            event_type::read(path, text).map(|e| raw.push((path, text, e)))
        };
        problems.extend(result.err());
    }
    let words = |words: &HashMap<String, Vec<String>>| -> HashMap<String, Vec<String>> {
        lists.iter().chain(words).map(|(n, l)| (n.clone(), l.clone())).collect()
    };
    let mut verbs: HashSet<String> =
        nominalizations.values().filter_map(|n| n.verb.split('_').next()).map(str::to_owned).collect();
    for (_, _, event) in &raw {
        let own = words(&event.words);
        verbs.extend(event.says().flat_map(|says| pattern::leading_verbs(says, &own)));
    }
    for (_, _, addition) in &additions {
        let own = words(&addition.words);
        verbs.extend(addition.says().flat_map(|says| pattern::leading_verbs(says, &own)));
    }
    verbs.remove("be");
    let own_lists =
        raw.iter().map(|r| &r.2.words).chain(additions.iter().map(|a| &a.2.words)).flat_map(HashMap::values);
    let listed = lists.values().chain(own_lists).flatten().map(String::as_str);
    let said = raw.iter().flat_map(|(_, _, e)| e.says()).chain(additions.iter().flat_map(|(_, _, a)| a.says()));
    let written = said.flat_map(|says| says.split([' ', '|']));
    let compounds: HashSet<String> = listed
        .chain(written)
        .chain(nominalizations.keys().map(String::as_str))
        .filter(|word| word.contains('-') && word.chars().all(|c| c.is_alphabetic() || c == '-'))
        .map(str::to_lowercase)
        .collect();
    let mut events: Vec<EventType> =
        raw.into_iter().map(|(path, text, event)| event.finish(path, text, lists, &verbs, problems)).collect();
    for (path, text, addition) in additions {
        match events.iter_mut().find(|e| e.code == addition.adds_to) {
            Some(event) => addition.finish((path, text), event, lists, &verbs, problems),
            None => {
                let message = format!("adds_to {:?} names no event type of events/", addition.adds_to);
                problems.push(Problem { file: path.clone(), line: 0, message });
            }
        }
    }
    (events, verbs, compounds)
}
