//! What the embedded gazetteer knows.

use legation_gazetteer::{Feature, Gazetteer, Place};

fn all(name: &str) -> Vec<(String, String, &'static str)> {
    let places = Gazetteer::embedded();
    let found: Vec<Place<'_>> = places.lookup(name).collect();
    found.iter().map(|p| (p.name.to_owned(), p.country.to_owned(), p.feature.code())).collect()
}

#[track_caller]
fn check(name: &str, expected: (&str, &str, &str)) {
    let found = all(name);
    let first = found.first().map(|(name, country, code)| (name.as_str(), country.as_str(), *code));
    assert_eq!(first, Some(expected), "{name}");
}

#[track_caller]
fn countries(name: &str, expected: &[&str]) {
    let found = all(name);
    let mut countries: Vec<&str> = found.iter().map(|(_, country, _)| country.as_str()).collect();
    countries.dedup();
    countries.truncate(expected.len());
    assert_eq!(countries, expected, "{name}");
}

#[test]
fn the_embedded_file_is_whole() {
    let bytes: &'static [u8] = include_bytes!("../../../gazetteer/places.bin");
    let gazetteer = Gazetteer::from_bytes(bytes, "places.bin").expect("the checksum holds");
    assert_eq!(gazetteer.iter().count(), gazetteer.len(), "every record can be read");
    assert!(gazetteer.len() > 200_000 && gazetteer.names() > 400_000 && !gazetteer.is_empty());
    for place in gazetteer.iter() {
        assert!(place.latitude.abs() <= 90.0 && place.longitude.abs() <= 180.0, "{place:?}");
        assert!(!place.name.is_empty() && matches!(place.country.len(), 0 | 3), "{place:?}");
    }
}

#[test]
fn every_place_is_found_by_its_name_and_by_its_id() {
    let gazetteer = Gazetteer::embedded();
    for place in gazetteer.iter().step_by(97) {
        assert!(gazetteer.lookup(place.name).any(|found| found == place), "{place:?}");
        if let Some(id) = place.id {
            assert_eq!(gazetteer.by_id(id).map(|found| found.id), Some(place.id));
        }
    }
    assert_eq!(gazetteer.by_id(0), None);
    assert_eq!(gazetteer.by_id(u32::MAX), None);
}

#[test]
fn the_most_populous_place_comes_first() {
    countries("Paris", &["FRA", "USA"]);
    countries("Tripoli", &["LBY", "LBN"]);
    countries("Georgia", &["USA", "GEO"]);
    countries("Punjab", &["PAK", "IND"]);
    check("Georgia", ("Georgia", "USA", "ADM1"));
}

#[test]
fn capitals_seats_and_regions_are_told_apart() {
    check("Damascus", ("Damascus", "SYR", "PPLC"));
    check("Aleppo", ("Aleppo", "SYR", "PPLA"));
    check("Khuzestan", ("Khuzestan", "IRN", "ADM1"));
    check("Oklahoma", ("Oklahoma", "USA", "ADM1"));
    check("Tamil Nadu", ("Tamil Nadu", "IND", "ADM1"));
    check("Bavaria", ("Bavaria", "DEU", "ADM1"));
    check("Guangdong", ("Guangdong", "CHN", "ADM1"));
    check("Sinaloa", ("Sinaloa", "MEX", "ADM1"));
    check("Helmand", ("Helmand", "AFG", "ADM1"));
    check("Helmand province", ("Helmand", "AFG", "ADM1"));
}

#[test]
fn a_region_stands_after_the_city_that_it_is_named_for() {
    check("Kursk", ("Kursk", "RUS", "PPLA"));
    check("Washington", ("Washington", "USA", "PPLC"));
    check("New York", ("New York City", "USA", "PPL"));
    check("Quebec", ("Quebec", "CAN", "ADM1"));
}

#[test]
fn former_and_foreign_names_that_news_uses_are_known() {
    check("Kiev", ("Kyiv", "UKR", "PPLC"));
    check("Kyiv", ("Kyiv", "UKR", "PPLC"));
    check("Peking", ("Beijing", "CHN", "PPLC"));
    check("Odessa", ("Odesa", "UKR", "PPLA"));
    check("Mecca", ("Mecca", "SAU", "PPLA"));
    check("Bombay", ("Mumbai", "IND", "PPLA"));
    check("Rangoon", ("Yangon", "MMR", "PPLA"));
    check("Saigon", ("Ho Chi Minh City", "VNM", "PPLA"));
    check("Lodz", ("Łódź", "POL", "PPLA"));
}

#[test]
fn signs_accents_and_articles_do_not_matter() {
    for name in ["N'Djamena", "N’Djamena", "NDjamena", "N'DJAMENA", "N’Djaména"] {
        check(name, ("N'Djamena", "TCD", "PPLC"));
    }
    check("The Hague", ("The Hague", "NLD", "PPL"));
    check("Hague", ("The Hague", "NLD", "PPL"));
    check("the Sahel", ("Sahel", "", "RGN"));
    check("St. Petersburg", ("Saint Petersburg", "RUS", "PPLA"));
}

#[test]
fn seas_areas_and_sites_are_known() {
    check("Strait of Hormuz", ("Strait of Hormuz", "", "STRT"));
    check("Suez Canal", ("Suez Canal", "EGY", "CNL"));
    check("Horn of Africa", ("Horn of Africa", "", "RGN"));
    check("Donbass", ("Donbas", "UKR", "RGN"));
    check("Darfur", ("Darfur", "SDN", "RGN"));
    check("Tigray", ("Tigray", "ETH", "ADM1"));
    check("Chechnya", ("Chechnya", "RUS", "ADM1"));
    check("Crimea", ("Crimea", "UKR", "ADM1"));
    check("Gaza Strip", ("Gaza Strip", "PSE", "ADM1"));
    check("Golan Heights", ("Golan Heights", "SYR", "RGN"));
    check("Bagram", ("Bagram", "AFG", "AIRB"));
    check("Natanz", ("Natanz", "IRN", "CTRA"));
    check("Yongbyon", ("Yongbyon", "PRK", "CTRA"));
    check("Mar-a-Lago", ("Mar-a-Lago", "USA", "EST"));
    check("Rafah crossing", ("Rafah crossing", "PSE", "PSTB"));
    check("Davos", ("Davos", "CHE", "PPL"));
}

#[test]
fn a_city_says_in_which_region_it_lies() {
    let gazetteer = Gazetteer::embedded();
    let kursk = gazetteer.by_id(538_560).expect("Kursk has this id in GeoNames");
    assert_eq!((kursk.region, kursk.feature), (Some("Kursk"), Feature::RegionSeat));
    let gulf = gazetteer.lookup("Persian Gulf").next().expect("it is in extra.csv");
    assert_eq!((gulf.region, gulf.id, gulf.population), (None, None, 0));
}

#[test]
fn countries_and_regions_lie_where_a_map_puts_them() {
    let gazetteer = Gazetteer::embedded();
    let at = |name: &str, code: &str| {
        let place = gazetteer.lookup(name).find(|place| place.feature.code() == code).expect("it is known");
        (place.latitude, place.longitude)
    };
    assert_eq!(at("China", "PCLI"), (35.0, 103.0));
    assert_eq!(at("Canada", "PCLI"), (60.0, -95.0));
    assert_eq!(at("Ontario", "ADM1"), (50.0, -85.0));
    assert_eq!(at("NSW", "ADM1"), (-32.0, 147.0));
    assert_eq!(at("Americas", "RGN"), (19.0, -96.0));
}

#[test]
fn an_unknown_name_gives_nothing() {
    for name in ["", "the", "...", "Qwxyzburg", "日本語", "Paris of the Plains and more besides"] {
        assert_eq!(all(name), [], "{name:?}");
    }
}

#[test]
fn a_lookup_allocates_its_key_and_nothing_else() {
    let gazetteer = Gazetteer::embedded();
    for name in ["Paris", "N’Djaména", "Qwxyzburg"] {
        let info = allocation_counter::measure(|| {
            std::hint::black_box(gazetteer.lookup(name).count());
        });
        assert!(info.count_total <= 2, "{name}: {} allocations", info.count_total);
    }
    let opened = allocation_counter::measure(|| {
        std::hint::black_box(Gazetteer::embedded());
    });
    assert!(opened.bytes_total < 1024, "opening the gazetteer copies no table: {} bytes", opened.bytes_total);
}
