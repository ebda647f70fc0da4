//! Writing the file: entries with their names become records, lists and the index. The same entries give the same
//! bytes, in whatever order they come.

use crate::feature::Feature;
use crate::layout::{COUNTRY, COUNTS, COUNTS_AT, LAST, MAGIC, NO_COUNTRY, NO_ID, NO_REGION, START_BITS, checksum};
use crate::lookup::Next;
use crate::normal::normal;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;

/// A place on its way into the file.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// GeoNames id, where known.
    pub id: Option<u32>,
    /// Usual name.
    pub name: String,
    /// Other names that news in English uses, as written.
    pub aliases: Vec<String>,
    /// Other names and spellings, of whatever language; they count for less.
    pub variants: Vec<String>,
    /// ISO 3166-1 alpha-3, or empty.
    pub country: String,
    /// Name of the first-level subdivision.
    pub region: Option<String>,
    /// What kind of place.
    pub feature: Feature,
    /// Degrees north.
    pub latitude: f32,
    /// Degrees east.
    pub longitude: f32,
    /// Inhabitants.
    pub population: u32,
}

/// A table that the layout has no room for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TooBig {
    /// Which table.
    pub table: &'static str,
    /// How many entries or bytes it may have.
    pub limit: usize,
}

impl fmt::Display for TooBig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} over {}: widen its numbers in crates/gazetteer/src/layout.rs", self.table, self.limit)
    }
}

impl std::error::Error for TooBig {}

/// The bytes of a gazetteer with these entries.
pub fn compile(mut entries: Vec<Entry>) -> Result<Vec<u8>, TooBig> {
    entries.sort_by(|a, b| by_id(a).cmp(&by_id(b)));
    let countries = set(entries.iter().map(|e| e.country.as_str()).filter(|c| !c.is_empty()));
    let regions = set(entries.iter().filter_map(|e| e.region.as_deref()));
    fits("countries", countries.len(), usize::from(NO_COUNTRY))?;
    fits("regions", regions.len(), usize::from(NO_REGION))?;
    fits("places", entries.len(), (LAST - 1) as usize)?;

    let mut texts = Texts::default();
    let mut places = Vec::new();
    for entry in &entries {
        let region = entry.region.as_deref().map_or(NO_REGION, |region| position(&regions, region) as u16);
        let country = if entry.country.is_empty() { NO_COUNTRY } else { position(&countries, &entry.country) as u8 };
        places.extend(entry.id.unwrap_or(NO_ID).to_le_bytes());
        places.extend(texts.add(&entry.name)?.to_le_bytes());
        places.extend(entry.latitude.to_le_bytes());
        places.extend(entry.longitude.to_le_bytes());
        places.extend(entry.population.to_le_bytes());
        places.extend(region.to_le_bytes());
        places.extend([country, entry.feature.number()]);
    }
    let mut region_names = Vec::new();
    for region in &regions {
        region_names.extend(texts.add(region)?.to_le_bytes());
    }
    let country_codes: Vec<u8> = countries.iter().flat_map(|code| code.bytes().take(COUNTRY)).collect();
    let (lists, index) = index(&entries);

    let mut body = Vec::new();
    let counts: [usize; COUNTS] = [entries.len(), lists.len(), regions.len(), countries.len(), texts.bytes.len()];
    for count in counts {
        let count = u32::try_from(count).map_err(|_| TooBig { table: "file", limit: u32::MAX as usize })?;
        body.extend(count.to_le_bytes());
    }
    body.extend(places);
    body.extend(lists.iter().flat_map(|entry| entry.to_le_bytes()));
    body.extend(region_names);
    body.extend(country_codes);
    body.extend(texts.bytes);
    body.extend(index);

    let mut file = Vec::with_capacity(COUNTS_AT + body.len());
    file.extend(MAGIC);
    file.extend(checksum(&body).to_le_bytes());
    file.extend(body);
    Ok(file)
}

fn by_id(entry: &Entry) -> (u32, &str, &str, Feature, u32) {
    (entry.id.unwrap_or(NO_ID), &entry.name, &entry.country, entry.feature, entry.population)
}

fn set<'a>(names: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    names.collect::<BTreeSet<_>>().into_iter().collect()
}

fn position(sorted: &[&str], name: &str) -> usize {
    sorted.binary_search(&name).expect("every name of an entry was put in")
}

fn fits(table: &'static str, count: usize, limit: usize) -> Result<(), TooBig> {
    if count < limit { Ok(()) } else { Err(TooBig { table, limit }) }
}

/// The lists and the index over all names.
fn index(entries: &[Entry]) -> (Vec<u32>, Vec<u8>) {
    let mut named: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (number, entry) in entries.iter().enumerate() {
        for name in std::iter::once(&entry.name).chain(&entry.aliases).chain(&entry.variants) {
            let key = normal(name);
            let key = without_article(&key);
            if !key.is_empty() {
                let places = named.entry(key.to_owned()).or_default();
                if places.last() != Some(&number) {
                    places.push(number);
                }
            }
        }
    }
    let mut lists = Vec::new();
    let mut index = fst::MapBuilder::memory();
    for (key, mut places) in named {
        order(entries, &key, &mut places);
        let value = match places[..] {
            [only] => Next::One(only),
            _ => {
                let start = lists.len();
                lists.extend(places.iter().map(|number| *number as u32));
                *lists.last_mut().expect("a name has a place") |= LAST;
                Next::Listed(start)
            }
        };
        index.insert(key, value.encode()).expect("a sorted map gives its keys in order");
    }
    (lists, index.into_inner().expect("memory can be written"))
}

/// "The Hague" is kept as "hague"; the lookup tries both.
fn without_article(key: &str) -> &str {
    key.strip_prefix("the ").unwrap_or(key)
}

/// A region stands after the city of the same name when at least one in this many of its people live there: Kursk
/// (one in 3) and Luhansk (one in 6) are first the city, Quebec (one in 20) is first the province.
const NAMED_FOR_CITY: u64 = 10;

/// The same where the city has the name only as another name: New York City has one in 4 of New York's people,
/// Oklahoma City one in 5 of Oklahoma's.
const ALSO_CALLED: u64 = 4;

/// A place counts with one in this many of its people under a name of whatever language: Belém (1.5 million) is no
/// rival of Bethlehem (90,000 in South Africa).
const VARIANT: u64 = 20;

/// A sea, an area or a site counts at least as a town of this size: it is in the table because news speaks of it.
/// Bagram is the air base, not a village.
const NOTABLE: u64 = 50_000;

/// The most populous first, with the four exceptions above.
fn order(entries: &[Entry], key: &str, places: &mut [usize]) {
    let same = |name: &String| without_article(&normal(name)) == key;
    let people = |entry: &Entry| {
        let people = u64::from(entry.population);
        match entry.feature {
            _ if entry.variants.iter().any(same) => people / VARIANT,
            town if town.is_town() => people,
            Feature::Region | Feature::District | Feature::Country | Feature::Territory => people,
            _ => people.max(NOTABLE),
        }
    };
    // A region stands right behind its city, or behind the capital of its country: Washington is first the city,
    // though it has one in 9 of the people of the state at the other coast.
    let rank = |number: usize| {
        let region = &entries[number];
        let city = places
            .iter()
            .map(|other| &entries[*other])
            .filter(|city| city.feature.is_town() && region.feature == Feature::Region)
            .filter(|city| city.country == region.country)
            .filter(|city| city.region == region.region || city.feature == Feature::Capital)
            .filter(|city| {
                let share = if same(&city.name) { NAMED_FOR_CITY } else { ALSO_CALLED };
                u64::from(city.population) * share >= u64::from(region.population)
            })
            .map(people)
            .max();
        city.map_or(people(region), |city| people(region).min(city.saturating_sub(1)))
    };
    let ranks: HashMap<usize, u64> = places.iter().map(|number| (*number, rank(*number))).collect();
    places.sort_by_key(|number| (std::cmp::Reverse(ranks[number]), *number));
}

/// Names one after the other, each once.
#[derive(Default)]
struct Texts {
    bytes: Vec<u8>,
    known: HashMap<String, u32>,
}

impl Texts {
    fn add(&mut self, name: &str) -> Result<u32, TooBig> {
        if let Some(known) = self.known.get(name) {
            return Ok(*known);
        }
        fits("name", name.len(), 1 << (u32::BITS - START_BITS))?;
        fits("texts", self.bytes.len(), 1 << START_BITS)?;
        let start_and_length = self.bytes.len() as u32 | (name.len() as u32) << START_BITS;
        self.bytes.extend(name.bytes());
        self.known.insert(name.to_owned(), start_and_length);
        Ok(start_and_length)
    }
}
