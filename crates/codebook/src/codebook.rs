//! The whole codebook, loaded.

use crate::event_type::{self, EventType};
use crate::files::{Files, Problem};
use crate::pattern;
use crate::people::{self, Term};
use crate::tables::{
    self, CameoCode, CodingRule, Context, Country, LightVerb, Nationality, Nominalization, Office, Organization,
    Sector, Size,
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
        let [sectors, offices, nationalities, countries, organizations] =
            ["sectors.csv", "offices.csv", "nationalities.csv", "actors/countries.csv", "actors/organizations.csv"]
                .map(|path| (path, text(path)));
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
            sectors: tables::rows(sectors.0, &sectors.1, problems).into_iter().map(|r| r.1).collect(),
            offices: tables::offices(offices.0, &offices.1, problems),
            nationalities: tables::nationalities(nationalities.0, &nationalities.1, problems),
            countries: tables::countries(countries.0, &countries.1, problems),
            organizations: tables::organizations(organizations.0, &organizations.1, problems),
            people: files
                .0
                .iter()
                .filter(|(path, _)| path.starts_with("actors/people") && path.ends_with(".csv"))
                .flat_map(|(path, text)| people::people(path, text, problems))
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
        let (events, verbs, compounds) = events(files, &codebook.words, &codebook.nominalizations, problems);
        codebook.events = events;
        codebook.verbs = verbs;
        codebook.compounds = compounds;
        codebook
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

fn events(
    files: &Files,
    lists: &HashMap<String, Vec<String>>,
    nominalizations: &HashMap<String, Nominalization>,
    problems: &mut Vec<Problem>,
) -> (Vec<EventType>, HashSet<String>, HashSet<String>) {
    let mut raw = Vec::new();
    for (path, text) in files.0.iter().filter(|(path, _)| path.starts_with("events/") && path.ends_with(".toml")) {
        match event_type::read(path, text) {
            Ok(event) => raw.push((path, text, event)),
            Err(problem) => problems.push(problem),
        }
    }
    let mut verbs: HashSet<String> =
        nominalizations.values().filter_map(|n| n.verb.split('_').next()).map(str::to_owned).collect();
    for (_, _, event) in &raw {
        let own: HashMap<String, Vec<String>> =
            lists.iter().chain(&event.words).map(|(n, l)| (n.clone(), l.clone())).collect();
        verbs.extend(event.says().flat_map(|says| pattern::leading_verbs(says, &own)));
    }
    verbs.remove("be");
    let listed = lists.values().chain(raw.iter().flat_map(|(_, _, e)| e.words.values())).flatten().map(String::as_str);
    let written = raw.iter().flat_map(|(_, _, e)| e.says()).flat_map(|says| says.split([' ', '|']));
    let compounds: HashSet<String> = listed
        .chain(written)
        .chain(nominalizations.keys().map(String::as_str))
        .filter(|word| word.contains('-') && word.chars().all(|c| c.is_alphabetic() || c == '-'))
        .map(str::to_lowercase)
        .collect();
    let events = raw.into_iter().map(|(path, text, event)| event.finish(path, text, lists, &verbs, problems)).collect();
    (events, verbs, compounds)
}
