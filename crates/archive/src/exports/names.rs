//! What stands behind codes: names of countries and sectors, the province of a place.

use super::cameo;
use super::countries;
use legation_codebook::{Codebook, CountryKind};
use legation_coding::{EntityRecord, EventLocation, EventRecord};
use legation_gazetteer::{Feature, Gazetteer};
use std::collections::HashMap;

/// Names by code.
pub(super) struct Names<'a> {
    codebook: &'a Codebook,
    countries: HashMap<&'a str, &'a str>,
    sectors: HashMap<&'a str, String>,
    gazetteer: Gazetteer,
}

/// A place taken apart; empty where it is not known.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Where {
    /// The resolved name, else the words.
    pub name: String,
    pub city: String,
    /// First-level subdivision.
    pub province: String,
    /// Name of the country.
    pub country: String,
    /// Its code.
    pub code: String,
    /// Degrees north and east.
    pub point: Option<(f64, f64)>,
}

/// What `resolution` says of a place.
const COUNTRY: u8 = 1;
const REGION: u8 = 2;

impl<'a> Names<'a> {
    pub fn new(codebook: &'a Codebook) -> Self {
        let mut countries = HashMap::new();
        for country in &codebook.countries {
            // Regions stand under the code of their country: its own row gives the name, and a former state only where there is no other.
            let rank = |kind| matches!(kind, CountryKind::State | CountryKind::Territory);
            if rank(country.kind) || !countries.contains_key(country.code.as_str()) {
                countries.insert(country.code.as_str(), country.name.as_str());
            }
        }
        let capital = |name: &str| {
            let mut letters = name.chars();
            letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
        };
        let sectors = codebook.sectors.iter().map(|s| (s.code.as_str(), capital(&s.name))).collect();
        Self { codebook, countries, sectors, gazetteer: Gazetteer::embedded() }
    }

    /// Name of a country, empty where the code is of none: "Syria".
    pub fn country(&self, code: &str) -> &'a str {
        self.countries.get(code).copied().unwrap_or_default()
    }

    /// Name of a country as ICEWS writes it: "Russian Federation".
    pub fn icews(&self, code: &str) -> &str {
        let own = countries::of(code).map(|c| c.icews.as_str()).filter(|name| !name.is_empty());
        own.unwrap_or_else(|| self.country(code))
    }

    /// Name of a sector, the code where it has none: "Government".
    pub fn sector<'s>(&'s self, code: &'s str) -> &'s str {
        self.sectors.get(code).map_or(code, String::as_str)
    }

    /// Goldstein value of a CAMEO code as text, empty where there is none.
    pub fn goldstein(&self, code: &str) -> String {
        cameo::goldstein(self.codebook, code).map(|value| format!("{value:.1}")).unwrap_or_default()
    }

    /// The place of an event.
    pub fn place(&self, record: &EventRecord) -> Where {
        let Some(place) = &record.event_loc else {
            return Where::default();
        };
        let name = place.resolved_place.as_ref().unwrap_or(&place.extracted_place).clone();
        let code = place.country_code.clone().unwrap_or_default();
        let known = place.geonameid.and_then(|id| self.gazetteer.by_id(u32::try_from(id).ok()?));
        let province = match place.resolution {
            Some(REGION) => name.clone(),
            Some(COUNTRY) | None => String::new(),
            Some(_) => known.and_then(|p| p.region).unwrap_or_default().to_owned(),
        };
        Where {
            city: if is_town(place) { name.clone() } else { String::new() },
            province,
            country: self.country(&code).to_owned(),
            code,
            point: place.lat.zip(place.lon),
            name,
        }
    }
}

fn is_town(place: &EventLocation) -> bool {
    place.feature_code.as_deref().and_then(Feature::from_code).is_some_and(Feature::is_town)
}

/// What a participant is called: its name, else the words.
pub(super) fn shown(entity: &EntityRecord) -> &str {
    entity.identifier_text.as_deref().unwrap_or(&entity.entity_text)
}
