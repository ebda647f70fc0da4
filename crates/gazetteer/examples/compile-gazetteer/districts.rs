//! Second-level subdivisions: Suffolk in England, Pangasinan in the Philippines, Scott County in several states.

use crate::cities::feature;
use crate::packages::{City, Packages, Subdivision};
use crate::regions::{middle, plain};
use crate::spelling::is_latin_name;
use legation_gazetteer::{Entry, Feature, normal};
use std::collections::{HashMap, HashSet};

/// Fewer people make no news under the name of their district.
const LEAST_PEOPLE: u32 = 5_000;

/// Kinds that news writes behind a name or leaves out: "Pangasinan province". A county of America keeps its own, so that
/// "Scott" alone is nobody's county.
const LEFT_OUT: [&str; 5] = [" Province", " District", " Governorate", " Prefecture", " Region"];

/// Those that no town of their own is called like: the town says as well where it is.
pub fn districts(packages: &Packages, cities: &[Entry]) -> Vec<Entry> {
    let regions: HashMap<u32, &Entry> = cities.iter().filter_map(|city| Some((city.id?, city))).collect();
    let mut found = Vec::new();
    for (subdivision, members) in &packages.districts {
        let members: Vec<&City> = members.iter().filter_map(|id| packages.cities.get(id)).collect();
        let people = members.iter().filter(|city| feature(packages, city.geonameid) != Feature::Section);
        let population = people.map(|city| city.population).sum();
        let (Some(name), Some(first)) = (usual(subdivision), members.first()) else {
            continue;
        };
        let towns: HashSet<String> = members.iter().map(|city| normal(&city.name)).collect();
        if population < LEAST_PEOPLE || towns.contains(&normal(&name)) {
            continue;
        }
        let (latitude, longitude) = middle(&members);
        let aliases =
            LEFT_OUT.iter().filter(|kind| !name.ends_with(**kind)).take(2).map(|kind| format!("{name}{kind}"));
        found.push(Entry {
            id: subdivision.id,
            aliases: if name.contains(' ') { Vec::new() } else { aliases.collect() },
            variants: Vec::new(),
            country: packages.country(&first.countrycode).to_owned(),
            region: regions.get(&first.geonameid).and_then(|city| city.region.clone()),
            feature: Feature::District,
            latitude,
            longitude,
            population,
            name,
        });
    }
    found
}

/// The name in Latin letters, without the kind that news leaves out.
fn usual(subdivision: &Subdivision) -> Option<String> {
    let name = std::iter::once(&subdivision.name).chain(&subdivision.aliases).find(|name| is_latin_name(name))?;
    let bare = LEFT_OUT.iter().find_map(|kind| name.strip_suffix(kind)).unwrap_or(name);
    Some(plain(bare))
}
