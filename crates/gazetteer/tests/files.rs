//! Files that are compiled, read back, and damaged.

use legation_gazetteer::{Entry, Feature, Gazetteer, compile};

fn entry(id: u32, name: &str, region: &str, feature: Feature, population: u32) -> Entry {
    Entry {
        id: Some(id),
        name: name.to_owned(),
        aliases: Vec::new(),
        variants: Vec::new(),
        country: "UTO".to_owned(),
        region: Some(region.to_owned()),
        feature,
        latitude: 1.5,
        longitude: -2.25,
        population,
    }
}

fn small() -> Vec<Entry> {
    let mut capital = entry(7, "Amaurot", "Centre", Feature::Capital, 100_000);
    capital.aliases = vec!["Mist Town".to_owned(), "AMAUROT".to_owned()];
    vec![
        capital,
        entry(3, "Amaurot", "North", Feature::City, 900),
        entry(9, "Anyder", "Anyder", Feature::Region, 5_000),
    ]
}

fn problem(bytes: Vec<u8>) -> String {
    Gazetteer::from_bytes(bytes, "data/mine.bin").map(|_| ()).expect_err("it is damaged").to_string()
}

#[test]
fn what_is_compiled_is_read_back() {
    let gazetteer = Gazetteer::from_bytes(compile(small()).expect("it is small"), "small").expect("it is whole");
    assert_eq!((gazetteer.len(), gazetteer.names()), (3, 3));
    let capital = gazetteer.lookup("mist town").next().expect("an alias");
    assert_eq!(Some(capital), gazetteer.by_id(7));
    assert_eq!((capital.name, capital.country, capital.region), ("Amaurot", "UTO", Some("Centre")));
    assert_eq!((capital.latitude, capital.longitude, capital.population), (1.5, -2.25, 100_000));
    let ids: Vec<_> = gazetteer.lookup("Amaurot").map(|place| place.id).collect();
    assert_eq!(ids, [Some(7), Some(3)]);
}

#[test]
fn the_same_entries_in_any_order_give_the_same_bytes() {
    let mut turned = small();
    turned.reverse();
    assert_eq!(compile(small()), compile(turned));
}

#[test]
fn a_gazetteer_may_be_empty() {
    let gazetteer = Gazetteer::from_bytes(compile(Vec::new()).expect("nothing fits"), "empty").expect("it is whole");
    assert!(gazetteer.is_empty());
    assert_eq!(gazetteer.lookup("Amaurot").count(), 0);
}

#[test]
fn a_region_stands_after_its_city_when_many_of_its_people_live_there() {
    let first = |city, region| {
        let entries = vec![
            entry(1, "Anyder", "Anyder", Feature::City, city),
            entry(2, "Anyder", "Anyder", Feature::Region, region),
        ];
        let gazetteer = Gazetteer::from_bytes(compile(entries).expect("it is small"), "small").expect("it is whole");
        gazetteer.lookup("Anyder").next().expect("both have the name").feature
    };
    assert_eq!(first(100, 900), Feature::City);
    assert_eq!(first(100, 1_100), Feature::Region);
}

#[test]
fn a_usual_name_outranks_a_spelling_of_another_language_until_that_place_is_far_bigger() {
    let first = |people| {
        let mut other = entry(1, "Belém", "North", Feature::City, people);
        other.variants = vec!["Bethlehem".to_owned()];
        let entries = vec![other, entry(2, "Bethlehem", "South", Feature::City, 1_000)];
        let gazetteer = Gazetteer::from_bytes(compile(entries).expect("it is small"), "small").expect("it is whole");
        gazetteer.lookup("Bethlehem").next().expect("both have the name").name.to_owned()
    };
    assert_eq!(first(15_000), "Bethlehem");
    assert_eq!(first(50_000), "Belém");
}

#[test]
fn a_damaged_file_is_named_with_the_remedy() {
    let whole = compile(small()).expect("it is small");
    assert_eq!(
        problem(b"PK\x03\x04 something else".to_vec()),
        "data/mine.bin: not a gazetteer of this version; build it again with gazetteer/build.sh"
    );
    let cut = problem(whole[..whole.len() / 2].to_vec());
    assert!(cut.starts_with("data/mine.bin: the file is cut off or damaged"), "{cut}");
}

#[test]
fn no_cut_and_no_changed_byte_passes() {
    let whole = compile(small()).expect("it is small");
    for end in 0..whole.len() {
        problem(whole[..end].to_vec());
    }
    for at in 0..whole.len() {
        let mut changed = whole.clone();
        changed[at] ^= 1;
        problem(changed);
    }
}
