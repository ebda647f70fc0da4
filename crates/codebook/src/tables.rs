//! The tables of the codebook: sectors, offices, nationalities, countries, organizations, contexts,
//! nominalizations, light verbs and crosswalks. A row becomes a typed entry here; nothing past the loader sees
//! a raw string like "GOV;MIL".

use crate::files::{Problem, line_of};
use jiff::civil::Date;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::HashMap;
use std::sync::Arc;

/// A PLOVER sector or non-state code.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sector {
    /// "GOV".
    pub code: String,
    /// "Government".
    pub name: String,
    /// In the codebook's own words.
    pub definition: String,
}

/// What a role noun stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfficeForm {
    /// One person: "foreign minister".
    Person,
    /// Several together: "delegation", "protesters".
    Group,
    /// A body: "foreign ministry".
    Organization,
    /// A thing that stands for a force: "warplane".
    Thing,
    /// A notion: "adversary".
    Abstract,
}

impl OfficeForm {
    /// The word for it in `offices.csv`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Group => "group",
            Self::Organization => "organization",
            Self::Thing => "thing",
            Self::Abstract => "abstract",
        }
    }
}

/// A role noun: "foreign minister" acts for the government.
#[derive(Clone, Debug)]
pub struct Office {
    /// Lower-case base form.
    pub term: String,
    /// Primary sector.
    pub sector: String,
    /// Further sectors.
    pub secondary: Vec<String>,
    /// What it stands for.
    pub form: OfficeForm,
    /// More general nouns that may take it up.
    pub classes: Vec<String>,
}

/// How a word of nationality is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NationalityForm {
    /// "Danish".
    Adjective,
    /// "Dane".
    Singular,
    /// "Danes".
    Plural,
}

/// A word of nationality.
#[derive(Clone, Debug)]
pub struct Nationality {
    /// As written.
    pub term: String,
    /// Country code.
    pub country: String,
    /// How it is used.
    pub form: NationalityForm,
}

/// What kind of entity a row of countries.csv is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CountryKind {
    /// A state.
    State,
    /// A dependent territory.
    Territory,
    /// A partially recognized entity (sector PRE).
    Partial,
    /// A region with politics of its own.
    Region,
    /// A state that is no more.
    Former,
}

/// Where a country or capital lies.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Location {
    /// GeoNames id, where one is given.
    pub geonameid: Option<u64>,
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
}

/// A country with its names, capital and seats of power.
#[derive(Clone, Debug)]
pub struct Country {
    /// ISO 3166-1 alpha-3, with PLOVER's exceptions.
    pub code: String,
    /// English short name.
    pub name: String,
    /// What kind of entity.
    pub kind: CountryKind,
    /// Other names.
    pub aliases: Vec<String>,
    /// Capital and its other names; empty where it has none.
    pub capitals: Vec<String>,
    /// Buildings and words that stand for a branch: ("Kremlin", "GOV").
    pub seats: Vec<(String, String)>,
    /// Where it lies.
    pub place: Option<Location>,
    /// Where its capital lies.
    pub capital_place: Option<Location>,
    /// First and last day, where it does not exist now or did not always.
    pub from: Option<Date>,
    /// Last day.
    pub to: Option<Date>,
}

/// An organization with its names and code.
#[derive(Clone, Debug)]
pub struct Organization {
    /// Usual English name.
    pub name: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// Country or non-state code; empty for a name that is to be known and is no actor.
    pub code: String,
    /// Primary sector; empty where the code says all (IGO).
    pub sector: Option<String>,
    /// Further sectors.
    pub secondary: Vec<String>,
    /// armed, party, igo ...
    pub kind: String,
    /// First day of this code.
    pub from: Option<Date>,
    /// Last day of this code.
    pub to: Option<Date>,
    /// The file it stands in.
    pub file: Arc<str>,
    /// Line in its file.
    pub line: usize,
}

impl Organization {
    /// Whether it stands in a file of the user's own: its names go before those of all other tables.
    pub fn is_own(&self) -> bool {
        &*self.file != ORGANIZATIONS
    }

    /// Whether it has its code on a day; without a day it has.
    pub fn holds(&self, day: Option<Date>) -> bool {
        day.is_none_or(|d| self.from.is_none_or(|f| f <= d) && self.to.is_none_or(|t| d <= t))
    }
}

/// The table of organizations; a file of another name ("actors/organizations_mine.csv") is the user's own.
pub(crate) const ORGANIZATIONS: &str = "actors/organizations.csv";
/// The table of countries; a file of another name is the user's own.
pub(crate) const COUNTRIES: &str = "actors/countries.csv";

/// How much is not coded where a phrase stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DiscardScope {
    /// The sentence.
    Sentence,
    /// The whole story.
    Story,
}

impl DiscardScope {
    /// The word for it in `discards.csv`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Sentence => "sentence",
            Self::Story => "story",
        }
    }
}

/// A phrase that tells what is not to be coded: "world cup".
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Discard {
    /// In lower case.
    pub phrase: String,
    /// How much is left out.
    pub scope: DiscardScope,
}

/// A noun with the verb behind it.
#[derive(Clone, Debug)]
pub struct Nominalization {
    /// "invasion".
    pub noun: String,
    /// "invade".
    pub verb: String,
    /// Prepositions through which the noun takes the verb's object, most frequent first.
    pub object: Vec<String>,
}

/// Whether the subject of a light verb does or suffers what its noun names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LightSense {
    /// "launch an attack".
    Active,
    /// "come under attack".
    Passive,
}

/// A verb that leaves the event to its noun.
#[derive(Clone, Debug)]
pub struct LightVerb {
    /// "hold"; with a particle "carry_out".
    pub verb: String,
    /// Preposition in front of the noun, where there is one.
    pub preposition: Option<String>,
    /// Who does it.
    pub sense: LightSense,
    /// The nouns; empty for any.
    pub nouns: Vec<String>,
}

/// A context of PLOVER.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Context {
    /// "diplomatic".
    pub code: String,
    /// In the codebook's own words.
    pub definition: String,
    /// Words and phrases of a sentence that show it.
    #[serde(default)]
    pub terms: Vec<String>,
    /// Offices of actors that show it.
    #[serde(default)]
    pub offices: Vec<String>,
    /// Events and modes that always carry it: "COERCE/cyber".
    #[serde(default)]
    pub events: Vec<String>,
}

/// Words that count persons: "killed twelve".
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Size {
    /// "killed".
    pub code: String,
    /// Event types that carry the number.
    pub events: Vec<String>,
    /// Verbs whose objects are counted; "gun_down" with its particle.
    pub verbs: Vec<String>,
    /// Verbs whose subjects are.
    pub happens: Vec<String>,
    /// Adjectives behind a number.
    pub states: Vec<String>,
}

/// A CAMEO code and what PLOVER makes of it.
#[derive(Clone, Debug, Deserialize)]
pub struct CameoCode {
    /// "041".
    pub cameo: String,
    /// Goldstein value.
    pub goldstein: Option<f64>,
    /// PLOVER event, empty where PLOVER dropped it.
    pub event: String,
    /// The event of PLOVER's draft of 2021, in which older gold is coded.
    pub event_2021: String,
    /// PLOVER mode.
    pub mode: String,
    /// PLOVER context.
    pub context: String,
    /// Quad class in CAMEO's own convention.
    pub quad_cameo: Option<u8>,
}

/// What an event must be for a rule to apply.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RuleCase {
    /// It is told as to come.
    Future,
    /// It is future or conditional, in the words of whoever would do it.
    Announced,
}

impl RuleCase {
    /// The word for it in `coding_rules.csv`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Future => "future",
            Self::Announced => "announced",
        }
    }
}

/// A rule that turns an event that is not a plain fact into one of another type.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CodingRule {
    /// When it applies.
    pub when: RuleCase,
    /// Type, or type and mode: "COERCE/arrest".
    pub event: String,
    /// The type that it becomes.
    pub becomes: String,
    /// The mode that it gets.
    pub mode: Option<String>,
    /// The CAMEO code that it gets.
    pub cameo: Option<String>,
    /// Why.
    pub note: String,
}

/// Reads a CSV file with a header into rows and their lines.
pub(crate) fn rows<T: DeserializeOwned>(file: &str, text: &str, problems: &mut Vec<Problem>) -> Vec<(usize, T)> {
    let mut reader = csv::ReaderBuilder::new().from_reader(text.as_bytes());
    let headers = match reader.headers() {
        Ok(headers) => headers.clone(),
        Err(e) => {
            problems.push(Problem { file: file.into(), line: 1, message: e.to_string() });
            return Vec::new();
        }
    };
    let mut found = Vec::new();
    for record in reader.records() {
        let line = |p: Option<&csv::Position>| p.map_or(0, |p| usize::try_from(p.line()).unwrap_or(0));
        match record {
            Ok(record) => match record.deserialize(Some(&headers)) {
                Ok(row) => found.push((line(record.position()), row)),
                Err(e) => {
                    problems.push(Problem { file: file.into(), line: line(record.position()), message: e.to_string() });
                }
            },
            Err(e) => problems.push(Problem { file: file.into(), line: line(e.position()), message: e.to_string() }),
        }
    }
    found
}

fn list(text: &str) -> Vec<String> {
    text.split(';').map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned).collect()
}

fn some(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

fn day(file: &str, line: usize, name: &str, text: &str, problems: &mut Vec<Problem>) -> Option<Date> {
    if text.is_empty() {
        return None;
    }
    match text.parse() {
        Ok(day) => Some(day),
        Err(_) => {
            let message = format!("{name:?} is {text:?}, not a day such as 2021-08-15");
            problems.push(Problem { file: file.into(), line, message });
            None
        }
    }
}

fn range(file: &str, line: usize, from: Option<Date>, to: Option<Date>, problems: &mut Vec<Problem>) {
    if let (Some(from), Some(to)) = (from, to)
        && to < from
    {
        problems.push(Problem {
            file: file.into(),
            line,
            message: format!("\"to\" is before \"from\" ({to} < {from})"),
        });
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfficeRow {
    term: String,
    sector: String,
    secondary: String,
    form: String,
    class: String,
}

pub(crate) fn offices(file: &str, text: &str, problems: &mut Vec<Problem>) -> HashMap<String, Office> {
    let mut offices = HashMap::new();
    for (line, row) in rows::<OfficeRow>(file, text, problems) {
        let form = match row.form.as_str() {
            "person" => OfficeForm::Person,
            "group" => OfficeForm::Group,
            "organization" => OfficeForm::Organization,
            "thing" => OfficeForm::Thing,
            "abstract" => OfficeForm::Abstract,
            other => {
                let message = format!("form {other:?} is none of person, group, organization, thing, abstract");
                problems.push(Problem { file: file.into(), line, message });
                continue;
            }
        };
        let office = Office {
            term: row.term.clone(),
            sector: row.sector,
            secondary: list(&row.secondary),
            form,
            classes: list(&row.class),
        };
        if offices.insert(row.term.clone(), office).is_some() {
            problems.push(Problem { file: file.into(), line, message: format!("{:?} is listed twice", row.term) });
        }
    }
    offices
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NationalityRow {
    term: String,
    country: String,
    form: String,
}

pub(crate) fn nationalities(file: &str, text: &str, problems: &mut Vec<Problem>) -> Vec<Nationality> {
    let mut found = Vec::new();
    for (line, row) in rows::<NationalityRow>(file, text, problems) {
        let form = match row.form.as_str() {
            "adjective" => NationalityForm::Adjective,
            "singular" => NationalityForm::Singular,
            "plural" => NationalityForm::Plural,
            other => {
                let message = format!("form {other:?} is none of adjective, singular, plural");
                problems.push(Problem { file: file.into(), line, message });
                continue;
            }
        };
        found.push(Nationality { term: row.term, country: row.country, form });
    }
    found
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CountryRow {
    code: String,
    name: String,
    kind: String,
    aliases: String,
    capital: String,
    capital_aliases: String,
    seats: String,
    geonameid: Option<u64>,
    latitude: Option<f64>,
    longitude: Option<f64>,
    capital_geonameid: Option<u64>,
    capital_latitude: Option<f64>,
    capital_longitude: Option<f64>,
    from: String,
    to: String,
    #[allow(dead_code)]
    source: String,
}

pub(crate) fn countries(file: &str, text: &str, problems: &mut Vec<Problem>) -> Vec<Country> {
    let mut found = Vec::new();
    for (line, row) in rows::<CountryRow>(file, text, problems) {
        let kind = match row.kind.as_str() {
            "state" => CountryKind::State,
            "territory" => CountryKind::Territory,
            "partial" => CountryKind::Partial,
            "region" => CountryKind::Region,
            "former" => CountryKind::Former,
            other => {
                let message = format!("kind {other:?} is none of state, territory, partial, region, former");
                problems.push(Problem { file: file.into(), line, message });
                continue;
            }
        };
        let mut seats = Vec::new();
        for seat in list(&row.seats) {
            match seat.split_once('=') {
                Some((name, sector)) => seats.push((name.to_owned(), sector.to_owned())),
                None => {
                    let message = format!("seat {seat:?} lacks its sector, as in \"Kremlin=GOV\"");
                    problems.push(Problem { file: file.into(), line, message });
                }
            }
        }
        let from = day(file, line, "from", &row.from, problems);
        let to = day(file, line, "to", &row.to, problems);
        range(file, line, from, to, problems);
        let place = |geonameid: Option<u64>, latitude: Option<f64>, longitude: Option<f64>| {
            Some(Location { geonameid, latitude: latitude?, longitude: longitude? })
        };
        let capitals = some(row.capital).into_iter().chain(list(&row.capital_aliases)).collect();
        found.push(Country {
            code: row.code,
            name: row.name,
            kind,
            aliases: list(&row.aliases),
            capitals,
            seats,
            place: place(row.geonameid, row.latitude, row.longitude),
            capital_place: place(row.capital_geonameid, row.capital_latitude, row.capital_longitude),
            from,
            to,
        });
    }
    found
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OrganizationRow {
    name: String,
    aliases: String,
    code: String,
    sector: String,
    secondary: String,
    kind: String,
    from: String,
    to: String,
    #[allow(dead_code)]
    note: String,
    #[allow(dead_code)]
    source: String,
}

pub(crate) fn organizations(file: &str, text: &str, problems: &mut Vec<Problem>) -> Vec<Organization> {
    let path: Arc<str> = file.into();
    let mut found = Vec::new();
    for (line, row) in rows::<OrganizationRow>(file, text, problems) {
        let from = day(file, line, "from", &row.from, problems);
        let to = day(file, line, "to", &row.to, problems);
        range(file, line, from, to, problems);
        found.push(Organization {
            name: row.name,
            aliases: list(&row.aliases),
            code: row.code,
            sector: some(row.sector),
            secondary: list(&row.secondary),
            kind: row.kind,
            from,
            to,
            file: Arc::clone(&path),
            line,
        });
    }
    found
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NominalizationRow {
    noun: String,
    verb: String,
    object: String,
}

pub(crate) fn nominalizations(file: &str, text: &str, problems: &mut Vec<Problem>) -> HashMap<String, Nominalization> {
    rows::<NominalizationRow>(file, text, problems)
        .into_iter()
        .map(|(_, r)| (r.noun.clone(), Nominalization { noun: r.noun, verb: r.verb, object: list(&r.object) }))
        .collect()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LightVerbRow {
    verb: String,
    preposition: String,
    sense: String,
    nouns: String,
}

pub(crate) fn light_verbs(file: &str, text: &str, problems: &mut Vec<Problem>) -> HashMap<String, Vec<LightVerb>> {
    let mut found: HashMap<String, Vec<LightVerb>> = HashMap::new();
    for (line, row) in rows::<LightVerbRow>(file, text, problems) {
        let sense = match row.sense.as_str() {
            "active" => LightSense::Active,
            "passive" => LightSense::Passive,
            other => {
                let message = format!("sense {other:?} is neither active nor passive");
                problems.push(Problem { file: file.into(), line, message });
                continue;
            }
        };
        let nouns = if row.nouns == "*" { Vec::new() } else { list(&row.nouns) };
        let key = row.verb.split('_').next().unwrap_or_default().to_owned();
        found.entry(key).or_default().push(LightVerb {
            verb: row.verb,
            preposition: some(row.preposition),
            sense,
            nouns,
        });
    }
    found
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Contexts {
    context: Vec<Context>,
}

pub(crate) fn contexts(file: &str, text: &str, problems: &mut Vec<Problem>) -> Vec<Context> {
    toml_file::<Contexts>(file, text, problems).map_or_else(Vec::new, |c| c.context)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sizes {
    size: Vec<Size>,
}

pub(crate) fn sizes(file: &str, text: &str, problems: &mut Vec<Problem>) -> Vec<Size> {
    toml_file::<Sizes>(file, text, problems).map_or_else(Vec::new, |s| s.size)
}

fn toml_file<T: DeserializeOwned>(file: &str, text: &str, problems: &mut Vec<Problem>) -> Option<T> {
    toml::from_str(text)
        .map_err(|e| {
            let line = e.span().map_or(0, |s| line_of(text, s.start));
            problems.push(Problem { file: file.into(), line, message: e.message().to_owned() });
        })
        .ok()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WordLists {
    lists: HashMap<String, Vec<String>>,
}

pub(crate) fn word_lists(file: &str, text: &str, problems: &mut Vec<Problem>) -> HashMap<String, Vec<String>> {
    toml_file::<WordLists>(file, text, problems).map_or_else(HashMap::new, |w| w.lists)
}
