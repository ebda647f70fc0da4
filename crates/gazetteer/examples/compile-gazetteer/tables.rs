//! The tables of this project: countries of the codebook, `extra.csv`, `names.csv`; and English names of regions.

use crate::Outcome;
use crate::packages::Packages;
use crate::regions::Regions;
use legation_gazetteer::{Entry, Feature, normal};
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;

/// Degrees within which two packages mean the same city.
const SAME_CITY: f32 = 0.15;

/// A region has a name when this share, in percent, of its cities say so.
const MAJORITY: u32 = 60;

/// English names of regions by code, where the cities of the older package agree and no other region has the name.
pub fn region_names(packages: &Packages) -> HashMap<String, String> {
    let mut cities: HashMap<(&str, String), Vec<u32>> = HashMap::new();
    for city in packages.cities.values() {
        cities.entry((&city.countrycode, normal(&city.name))).or_default().push(city.geonameid);
    }
    let mut votes: BTreeMap<String, BTreeMap<&str, u32>> = BTreeMap::new();
    for located in packages.located.iter().filter(|located| !located.admin1.is_empty()) {
        let same = cities.get(&(located.cc.as_str(), normal(&located.name))).into_iter().flatten();
        let near = same.map(|id| &packages.cities[id]).find(|city| {
            (city.latitude - located.lat).abs() < SAME_CITY && (city.longitude - located.lon).abs() < SAME_CITY
        });
        if let Some(city) = near {
            let code = format!("{}.{}", city.countrycode, city.admin1code);
            *votes.entry(code).or_default().entry(&located.admin1).or_default() += 1;
        }
    }
    let mut names = HashMap::new();
    let mut given: HashMap<(String, &str), Vec<String>> = HashMap::new();
    for (code, votes) in &votes {
        let all: u32 = votes.values().sum();
        let most = votes.iter().max_by_key(|(name, count)| (**count, std::cmp::Reverse(*name)));
        if let Some((name, _)) = most.filter(|(_, count)| **count * 100 >= all * MAJORITY) {
            let country = code.split('.').next().unwrap_or_default().to_owned();
            given.entry((country, name)).or_default().push(code.clone());
        }
    }
    for ((_, name), codes) in given {
        // A province that was split: the part that kept the name.
        let own = |code: &&String| {
            packages.subdivisions.iter().any(|s| {
                s.code == **code && std::iter::once(&s.name).chain(&s.aliases).any(|n| normal(n) == normal(name))
            })
        };
        let kept = if let [only] = &codes[..] { Some(only) } else { codes.iter().find(own) };
        if let Some(code) = kept {
            names.insert(code.clone(), name.to_owned());
        }
    }
    names
}

/// The columns of `codebook/actors/countries.csv` that are used here.
#[derive(Deserialize)]
struct CountryRow {
    code: String,
    name: String,
    kind: String,
    aliases: String,
    geonameid: Option<u32>,
    latitude: Option<f32>,
    longitude: Option<f32>,
    capital_geonameid: Option<u32>,
}

/// Countries as entries. Regions of the codebook correct a subdivision of that name, or become an area.
pub fn countries(
    project: &Path,
    packages: &Packages,
    regions: &mut Regions,
    cities: &mut [Entry],
) -> Outcome<Vec<Entry>> {
    let by_id: HashMap<u32, _> = packages.countries.values().map(|country| (country.geonameid, country)).collect();
    let mut capitals = HashSet::new();
    let mut entries = Vec::new();
    for row in csv::Reader::from_path(project.join("codebook/actors/countries.csv"))?.deserialize() {
        let row: CountryRow = row?;
        let feature = match (row.kind.as_str(), row.geonameid) {
            ("state", _) | ("partial", Some(_)) => Feature::Country,
            ("territory", _) => Feature::Territory,
            ("region" | "partial", _) => Feature::Area,
            _ => continue,
        };
        let (Some(latitude), Some(longitude)) = (row.latitude, row.longitude) else { continue };
        let country = row.geonameid.and_then(|id| by_id.get(&id));
        let entry = Entry {
            id: row.geonameid,
            name: row.name,
            aliases: list(&row.aliases),
            variants: Vec::new(),
            country: country.map_or(row.code, |country| country.iso3.clone()),
            region: None,
            feature,
            latitude,
            longitude,
            population: country.map_or(0, |country| country.population),
        };
        if feature == Feature::Area {
            join(entry, regions, &mut entries);
        } else {
            capitals.extend(row.capital_geonameid);
            entries.push(entry);
        }
    }
    for city in cities.iter_mut().filter(|city| city.id.is_some_and(|id| capitals.contains(&id))) {
        city.feature = Feature::Capital;
    }
    Ok(entries)
}

/// A row of `gazetteer/extra.csv`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExtraRow {
    name: String,
    aliases: String,
    country: String,
    feature: String,
    latitude: f32,
    longitude: f32,
    population: Option<u32>,
    geonameid: Option<u32>,
}

/// Seas, rivers, areas and sites.
pub fn extra(project: &Path, regions: &mut Regions, entries: &mut Vec<Entry>) -> Outcome<()> {
    let file = project.join("gazetteer/extra.csv");
    for (row, line) in csv::Reader::from_path(&file)?.deserialize().zip(2..) {
        let row: ExtraRow = row.map_err(|e| format!("{}: {e}", file.display()))?;
        let feature = Feature::from_code(&row.feature)
            .ok_or_else(|| format!("{}:{line}: no feature {:?}: see feature.rs", file.display(), row.feature))?;
        let entry = Entry {
            id: row.geonameid,
            name: row.name,
            aliases: list(&row.aliases),
            variants: Vec::new(),
            country: row.country,
            region: None,
            feature,
            latitude: row.latitude,
            longitude: row.longitude,
            population: row.population.unwrap_or(0),
        };
        if matches!(feature, Feature::Area | Feature::Region) {
            join(entry, regions, entries);
        } else {
            entries.push(entry);
        }
    }
    Ok(())
}

/// A region of a hand-made table corrects one of the same name and country; else it is new.
fn join(entry: Entry, regions: &mut Regions, entries: &mut Vec<Entry>) {
    let key = normal(&entry.name);
    let named = |e: &Entry| std::iter::once(&e.name).chain(&e.aliases).any(|name| normal(name) == key);
    let known = regions.values_mut().chain(entries.iter_mut().filter(|e| e.feature == Feature::Area));
    let same = known.filter(|e| !entry.country.is_empty() && e.country == entry.country).find(|e| named(e));
    match same {
        Some(same) => {
            same.latitude = entry.latitude;
            same.longitude = entry.longitude;
            same.population = same.population.max(entry.population);
            same.id = same.id.or(entry.id);
            same.aliases.push(entry.name);
            same.aliases.extend(entry.aliases);
        }
        None => entries.push(entry),
    }
}

/// Which of the places of a name is meant.
#[derive(Clone, Copy, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Region,
    Town,
}

/// A row of `gazetteer/names.csv`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NameRow {
    name: String,
    country: String,
    kind: Kind,
    /// The usual name from now on; empty to keep it.
    usual: String,
    aliases: String,
}

/// Names that news uses and that no rule finds among the many of GeoNames: "Peking" for Beijing.
pub fn names(project: &Path) -> Outcome<Vec<NameRow>> {
    let file = project.join("gazetteer/names.csv");
    let rows = csv::Reader::from_path(&file)?.deserialize().collect::<Result<_, _>>();
    rows.map_err(|e| format!("{}: {e}", file.display()).into())
}

/// Gives regions their usual and other names, before cities are told in which region they lie.
pub fn rename_regions(rows: &[NameRow], regions: &mut Regions) -> Outcome<()> {
    for row in rows.iter().filter(|row| row.kind == Kind::Region) {
        let region = regions.values_mut().find(|region| named(region, row)).ok_or_else(|| unknown(row))?;
        rename(region, row);
        region.region = Some(region.name.clone());
    }
    Ok(())
}

/// Gives towns their usual and other names: the most populous of the name in the country.
pub fn rename_towns(rows: &[NameRow], cities: &mut [Entry]) -> Outcome<()> {
    for row in rows.iter().filter(|row| row.kind == Kind::Town) {
        let towns = cities.iter_mut().filter(|town| named(town, row));
        rename(towns.max_by_key(|town| town.population).ok_or_else(|| unknown(row))?, row);
    }
    Ok(())
}

fn unknown(row: &NameRow) -> String {
    format!("gazetteer/names.csv: no place of this kind has the usual name {} in {}", row.name, row.country)
}

fn rename(place: &mut Entry, row: &NameRow) {
    if !row.usual.is_empty() {
        place.aliases.push(std::mem::replace(&mut place.name, row.usual.clone()));
    }
    place.aliases.extend(list(&row.aliases));
}

fn named(entry: &Entry, row: &NameRow) -> bool {
    entry.country == row.country && normal(&entry.name) == normal(&row.name)
}

fn list(aliases: &str) -> Vec<String> {
    aliases.split(';').map(str::trim).filter(|alias| !alias.is_empty()).map(str::to_owned).collect()
}
