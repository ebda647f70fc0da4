//! Centres of subdivisions that are in general use, from `gazetteer/regions.csv`: towns lie to one side of a large region, so
//! that the middle of Ontario's towns is near Toronto.

use crate::Outcome;
use crate::regions::Regions;
use legation_gazetteer::normal;
use serde::Deserialize;
use std::path::Path;

/// A row of `gazetteer/regions.csv`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CentreRow {
    country: String,
    name: String,
    latitude: f32,
    longitude: f32,
}

/// Gives regions their centres, by country and normal form of the usual name. Gives back a line for each row that does not
/// mean exactly one.
pub fn centres(project: &Path, regions: &mut Regions) -> Outcome<Vec<String>> {
    let file = project.join("gazetteer/regions.csv");
    let mut unused = Vec::new();
    for (row, line) in csv::Reader::from_path(&file)?.deserialize().zip(2..) {
        let row: CentreRow = row.map_err(|e| format!("{}: {e}", file.display()))?;
        let key = normal(&row.name);
        let mut found: Vec<_> = regions
            .values_mut()
            .filter(|r| r.population > 0 && r.country == row.country && normal(&r.name) == key)
            .collect();
        if let [region] = &mut found[..] {
            (region.latitude, region.longitude) = (row.latitude, row.longitude);
        } else {
            let count = found.len();
            unused.push(format!(
                "gazetteer/regions.csv:{line}: {count} regions of {} are named {}",
                row.country, row.name
            ));
        }
    }
    Ok(unused)
}
