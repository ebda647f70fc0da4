//! Codes of countries in other lists: SYR is SY in ISO's two letters and in FIPS 10-4, 652 in the Correlates of War.
//!
//! `data/countries.csv`: ISO 3166-1 alpha-2 and FIPS 10-4 after GeoNames (countryInfo), numbers of the Correlates of War state
//! list, CAMEO's codes, which are ISO's of 2009 but for a few, and what ICEWS calls a country where that is not the codebook's name.

use serde::Deserialize;
use std::collections::HashMap;
use std::sync::LazyLock;

/// A country by the codes of others; empty where a list does not have it.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Country {
    /// ISO 3166-1 alpha-3 with PLOVER's exceptions.
    pub code: String,
    pub iso2: String,
    pub fips: String,
    pub cow: String,
    pub cameo: String,
    pub icews: String,
}

static COUNTRIES: LazyLock<HashMap<String, Country>> = LazyLock::new(|| {
    let mut rows = csv::Reader::from_reader(include_str!("../../data/countries.csv").as_bytes());
    let rows = rows.deserialize().map(|row: Result<Country, _>| row.expect("a test reads the whole table"));
    rows.map(|country| (country.code.clone(), country)).collect()
});

/// The country of a code.
pub(super) fn of(code: &str) -> Option<&'static Country> {
    COUNTRIES.get(code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use legation_codebook::Codebook;

    #[test]
    fn every_country_of_the_codebook_is_in_the_table() {
        let missing: Vec<String> =
            Codebook::embedded().countries.iter().map(|c| c.code.clone()).filter(|c| of(c).is_none()).collect();
        assert!(missing.is_empty(), "{missing:?}");
    }

    #[test]
    fn codes_differ_from_list_to_list() {
        let codes = |code| of(code).map(|c| [c.iso2.as_str(), &c.fips, &c.cow, &c.cameo]).expect("known");
        assert_eq!(codes("CHN"), ["CN", "CH", "710", "CHN"]);
        assert_eq!(codes("CHE"), ["CH", "SZ", "225", "CHE"]);
        assert_eq!(codes("ROU"), ["RO", "RO", "360", "ROM"]);
        assert_eq!(codes("GBR"), ["GB", "UK", "200", "GBR"]);
    }

    #[test]
    fn no_two_countries_of_today_share_a_code() {
        for list in [|c: &Country| c.iso2.clone(), |c: &Country| c.fips.clone(), |c: &Country| c.cameo.clone()] {
            let mut codes: Vec<String> = COUNTRIES.values().map(list).filter(|c| !c.is_empty()).collect();
            let all = codes.len();
            codes.sort();
            codes.dedup();
            assert_eq!(codes.len(), all);
        }
    }
}
