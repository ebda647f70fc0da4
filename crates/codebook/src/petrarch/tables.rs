//! Actors and agents as tables of a codebook: countries, names with their codes, role nouns, and codes that no table has.

use super::actors::Actor;
use super::agents::{Agent, Plural};
use super::write::Unsaid;
use super::{Beside, Dictionaries, Finding};
use crate::codebook::Codebook;
use crate::tables::OfficeForm;
use std::collections::{BTreeMap, HashMap, HashSet};

/// A table, where it has rows.
pub(super) fn table(header: &str, rows: Vec<Vec<String>>) -> Option<String> {
    if rows.is_empty() {
        return None;
    }
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(header.split(',')).expect("memory takes every row");
    for row in rows {
        writer.write_record(row).expect("every row has a cell for each column");
    }
    let bytes = writer.into_inner().expect("memory takes every row");
    Some(String::from_utf8(bytes).expect("rows are text"))
}

/// The tables of names.
pub(super) struct ActorTables {
    pub countries: Option<String>,
    pub organizations: Option<String>,
}

/// A bare code of a country without days makes a name of that country; all else is a name with its codes.
pub(super) fn actor_tables(
    actors: &[(String, Actor)],
    compiled: &Codebook,
    beside: Beside,
    unsaid: &mut Vec<Unsaid>,
) -> ActorTables {
    let codes = |actor: &Actor| -> Vec<_> { actor.codes.iter().map(|c| (c.code.clone(), c.from, c.to)).collect() };
    let spelling = Spelling::new(compiled);
    let sectors: HashSet<&str> = compiled.sectors.iter().map(|s| s.code.as_str()).collect();
    let states: HashMap<&str, &str> =
        compiled.countries.iter().rev().map(|c| (c.code.as_str(), c.name.as_str())).collect();
    let mut by_code: BTreeMap<&str, (Vec<String>, String)> = BTreeMap::new();
    let (mut countries, mut organizations) = (Vec::new(), Vec::new());
    let mut first: HashMap<&str, (&String, &Actor)> = HashMap::new();
    for (file, actor) in actors {
        let source = format!("{file}:{}", actor.line);
        let mut names = Vec::new();
        for name in &actor.names {
            match first.get(name.as_str()) {
                None => {
                    first.insert(name, (file, actor));
                    names.push(spelling.of(name));
                }
                Some((other, entry)) if codes(entry) != codes(actor) => {
                    let place = format!("{other}:{}", entry.line);
                    let message = format!("{name:?} has other codes at {place}; the first entry counts");
                    unsaid.push((file.clone(), Finding::Warning, actor.line, message));
                }
                Some(_) => {}
            }
        }
        if names.is_empty() {
            continue;
        }
        if let Some(code) = bare_country(actor).filter(|code| !sectors.contains(code)) {
            // Names of a known country go together; of a code of the user's own each entry is one.
            if beside == Beside::Compiled && states.contains_key(code) {
                let (known, _) = by_code.entry(code).or_insert_with(|| (Vec::new(), source));
                known.extend(names);
            } else {
                countries.push(country_row(code, &names, source));
            }
            continue;
        }
        for dated in &actor.codes {
            let day = |d: Option<jiff::civil::Date>| d.map_or_else(String::new, |d| d.to_string());
            let mut further = dated.code.sectors.iter();
            organizations.push(vec![
                names[0].clone(),
                names[1..].join(";"),
                dated.code.code.clone(),
                further.next().cloned().unwrap_or_default(),
                further.cloned().collect::<Vec<_>>().join(";"),
                "dictionary".into(),
                day(dated.from),
                day(dated.to),
                String::new(),
                format!("{file}:{}", dated.line),
            ]);
        }
    }
    for (code, (mut names, source)) in by_code {
        let mut seen = HashSet::new();
        names.retain(|n| seen.insert(n.clone()));
        names.insert(0, states[code].to_owned());
        countries.push(country_row(code, &names, source));
    }
    let header = "code,name,kind,aliases,capital,capital_aliases,seats,geonameid,latitude,longitude,capital_geonameid,\
                  capital_latitude,capital_longitude,from,to,source";
    ActorTables {
        countries: table(header, countries),
        organizations: table("name,aliases,code,sector,secondary,kind,from,to,note,source", organizations),
    }
}

fn bare_country(actor: &Actor) -> Option<&str> {
    let [only] = &actor.codes[..] else { return None };
    let bare = only.from.is_none() && only.to.is_none() && only.code.sectors.is_empty() && !only.code.code.is_empty();
    bare.then_some(only.code.code.as_str())
}

fn country_row(code: &str, names: &[String], source: String) -> Vec<String> {
    /// Empty cells between the names of a country and its source.
    const UNKNOWN: usize = 11;
    let mut row = vec![code.to_owned(), names[0].clone(), "state".into(), names[1..].join(";")];
    row.extend(std::iter::repeat_n(String::new(), UNKNOWN));
    row.push(source);
    row
}

/// How names in capitals are written in news.
struct Spelling(HashMap<String, String>);

impl Spelling {
    /// With the names of a codebook.
    fn new(codebook: &Codebook) -> Self {
        let countries = codebook.countries.iter().flat_map(|c| std::iter::once(&c.name).chain(&c.aliases));
        let organizations = codebook.organizations.iter().flat_map(|o| std::iter::once(&o.name).chain(&o.aliases));
        let nationalities = codebook.nationalities.iter().map(|n| &n.term);
        let all = countries.chain(organizations).chain(nationalities);
        Self(all.map(|name| (name.to_uppercase(), name.clone())).collect())
    }

    fn of(&self, name: &str) -> String {
        if let Some(known) = self.0.get(name) {
            return known.clone();
        }
        let small = |w: &str| matches!(w, "OF" | "THE" | "AND" | "FOR" | "IN" | "ON" | "TO");
        let word = |(i, w): (usize, &str)| match w {
            w if i > 0 && small(w) => w.to_lowercase(),
            w if is_acronym(w) => w.to_owned(),
            w => w.split('-').map(title).collect::<Vec<_>>().join("-"),
        };
        name.split(' ').enumerate().map(word).collect::<Vec<_>>().join(" ")
    }
}

/// "U.N.", "BBC": letters with stops, or none that can be spoken.
fn is_acronym(word: &str) -> bool {
    let letters = || word.chars().filter(|c| c.is_alphabetic());
    let spoken = letters().any(|c| "AEIOUY".contains(c));
    word.ends_with('.') && word.matches('.').count() > 1 || !spoken && letters().count() > 1
}

fn title(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_string() + &letters.as_str().to_lowercase())
}

/// Role nouns that the codebook lacks, or has for another sector.
pub(super) fn office_table(agents: &[(String, Agent)], compiled: &Codebook, beside: Beside) -> Option<String> {
    let mut rows = Vec::new();
    for (_, agent) in agents {
        let known = compiled.offices.get(&agent.term);
        let same = known.is_some_and(|o| std::iter::once(&o.sector).chain(&o.secondary).eq(&agent.sectors));
        if same && beside == Beside::Compiled {
            continue;
        }
        let head = agent.term.split(" of ").next().unwrap_or_default().rsplit(' ').next().unwrap_or_default();
        // A role noun is what the noun at its head is: a ministry is a body, a minister a person.
        let like = known.or_else(|| compiled.offices.get(head));
        let form = like.map_or_else(
            || if agent.plural == Plural::None { OfficeForm::Group } else { OfficeForm::Person },
            |office| office.form,
        );
        let classes = like.map_or_else(String::new, |o| o.classes.join(";"));
        let row = |term: &str, form: OfficeForm| {
            let further = agent.sectors[1..].join(";");
            vec![term.to_owned(), agent.sectors[0].clone(), further, form.as_str().to_owned(), classes.clone()]
        };
        rows.push(row(&agent.term, form));
        if let Plural::Other(plural) = &agent.plural {
            rows.push(row(plural, if form == OfficeForm::Person { OfficeForm::Group } else { form }));
        }
    }
    let mut seen = HashSet::new();
    rows.retain(|r| seen.insert(r[0].clone()));
    table("term,sector,secondary,form,class", rows)
}

/// Codes of the dictionaries that no table has.
pub(super) fn sector_table(all: &Dictionaries, compiled: &Codebook, beside: Beside) -> Option<String> {
    let mut known: HashSet<&str> = compiled.sectors.iter().map(|s| s.code.as_str()).collect();
    let mut found: BTreeMap<&str, String> = BTreeMap::new();
    let need = |code: &'_ str| !code.is_empty() && !known.contains(code);
    for (file, agent) in &all.agents {
        for sector in agent.sectors.iter().filter(|s| need(s)) {
            found.entry(sector).or_insert_with(|| format!("{file}:{}", agent.line));
        }
    }
    for (file, actor) in &all.actors {
        for dated in &actor.codes {
            for sector in dated.code.sectors.iter().filter(|s| need(s)) {
                found.entry(sector).or_insert_with(|| format!("{file}:{}", dated.line));
            }
        }
    }
    // A code in the place of a country may be a country, here or in the compiled tables.
    known.extend(all.actors.iter().filter_map(|(_, a)| bare_country(a)));
    if beside == Beside::Compiled {
        known.extend(compiled.countries.iter().map(|c| c.code.as_str()));
    }
    for (file, actor) in &all.actors {
        for dated in actor.codes.iter().filter(|d| !d.code.code.is_empty() && !known.contains(d.code.code.as_str())) {
            found.entry(&dated.code.code).or_insert_with(|| format!("{file}:{}", dated.line));
        }
    }
    let row = |(code, place): (&str, String)| vec![code.to_owned(), code.to_owned(), format!("First used in {place}.")];
    table("code,name,definition", found.into_iter().map(row).collect())
}
