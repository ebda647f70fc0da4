//! Every export is read back by a loader of its own and compared with the records, field by field.

mod common;

use common::{article, coding, file, record, writer};
use legation_archive::{Archive, ENGLISH, Entry, Format, Item, Told, Written};
use legation_codebook::Codebook;
use legation_coding::{EntityRecord, EventRecord};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

const POLECAT: &str = "Event ID|Event Date|Event Type|Event Mode|Intensity|Quad Code|Contexts|Actor Name|Actor Country|Actor COW|Primary Actor Sector|Actor Sectors|Actor Title|Actor Name Raw|Wikipedia Actor ID|Recipient Name|Recipient Country|Recipient COW|Primary Recipient Sector|Recipient Sectors|Recipient Title|Recipient Name Raw|Wikipedia Recipient ID|Placename|City|District|Province|Country|Latitude|Longitude|GeoNames ID|Raw Placename|Feature Type|Source|Publication Date|Story People|Story Organizations|Story Locations|Language|Version";
const ICEWS: &str = "Event ID|Event Date|Source Name|Source Sectors|Source Country|Event Text|CAMEO Code|Intensity|Target Name|Target Sectors|Target Country|Story ID|Sentence Number|Publisher|City|District|Province|Country|Latitude|Longitude";
const GDELT: &str = "GlobalEventID|Day|MonthYear|Year|FractionDate|Actor1Code|Actor1Name|Actor1CountryCode|Actor1KnownGroupCode|Actor1EthnicCode|Actor1Religion1Code|Actor1Religion2Code|Actor1Type1Code|Actor1Type2Code|Actor1Type3Code|Actor2Code|Actor2Name|Actor2CountryCode|Actor2KnownGroupCode|Actor2EthnicCode|Actor2Religion1Code|Actor2Religion2Code|Actor2Type1Code|Actor2Type2Code|Actor2Type3Code|IsRootEvent|EventCode|EventBaseCode|EventRootCode|QuadClass|GoldsteinScale|NumMentions|NumSources|NumArticles|AvgTone|Actor1Geo_Type|Actor1Geo_Fullname|Actor1Geo_CountryCode|Actor1Geo_ADM1Code|Actor1Geo_ADM2Code|Actor1Geo_Lat|Actor1Geo_Long|Actor1Geo_FeatureID|Actor2Geo_Type|Actor2Geo_Fullname|Actor2Geo_CountryCode|Actor2Geo_ADM1Code|Actor2Geo_ADM2Code|Actor2Geo_Lat|Actor2Geo_Long|Actor2Geo_FeatureID|ActionGeo_Type|ActionGeo_Fullname|ActionGeo_CountryCode|ActionGeo_ADM1Code|ActionGeo_ADM2Code|ActionGeo_Lat|ActionGeo_Long|ActionGeo_FeatureID|DATEADDED|SOURCEURL";
const MENTIONS: &str = "GlobalEventID|EventTimeDate|MentionTimeDate|MentionType|MentionSourceName|MentionIdentifier|SentenceID|Actor1CharOffset|Actor2CharOffset|ActionCharOffset|InRawText|Confidence|MentionDocLen|MentionDocTone|MentionDocTranslationInfo|Extras";
const PHOENIX: &str = "id|story_date|year|month|day|source|source_root|source_agent|source_others|target|target_root|target_agent|target_others|code|root_code|quad_class|goldstein|issues|lat|lon|placeName|stateName|countryName|ids|urls|sources";

fn side(name: Option<&str>, text: &str, code: Option<&str>, sectors: &[&str], kind: &str) -> EntityRecord {
    EntityRecord {
        entity_text: text.into(),
        start: 5,
        end: 5 + text.chars().count(),
        kind: Some(kind.into()),
        identifier_text: name.map(Into::into),
        code: code.map(Into::into),
        sector: sectors.iter().map(|s| (*s).to_owned()).collect(),
        confidence: 0.9,
        ..EntityRecord::default()
    }
}

/// Records with all that is hard to write: a plain one; control characters, quotes and writing from right to left, with two actors
/// and two recipients of a conflict, and a region of Russia; nobody acted on, no day, no place; two who meet each other.
fn records() -> Vec<EventRecord> {
    let plain = EventRecord { text: "Wang Yi met an envoy.".into(), document: "a0".into(), ..record(0) };
    let mut hard = record(1);
    hard.document = "a1;\"x\"".into();
    hard.text = "He said \"لا\",\tand\r\nleft; 日本 too".into();
    (hard.event, hard.mode) = (vec!["REJECT".into()], vec![]);
    (hard.quad_code, hard.event_scale, hard.cameo) = (3, -4.0, "1213".into());
    hard.actor = vec![
        side(Some("محمد\tعلي"), "the \"minister\"", Some("IRN"), &["GOV", "MIL"], "person"),
        side(None, "the rebels", None, &["REB"], "other"),
    ];
    hard.recipient = vec![
        side(Some("United Nations"), "UN", Some("UNO"), &["IGO"], "organization"),
        side(Some("Romania"), "Bucharest", Some("ROU"), &[], "organization"),
    ];
    hard.evidence.detail.insert("pattern".into(), "{actor} reject {recipient}".into());
    let place = hard.event_loc.as_mut().expect("written down");
    (place.resolved_place, place.country_code) = (Some("Tatarstan".into()), Some("RUS".into()));
    (place.geonameid, place.feature_code, place.resolution) = (None, Some("ADM1".into()), Some(2));
    let mut bare = record(2);
    (bare.recipient, bare.date, bare.enddate, bare.date_info, bare.event_loc) = (vec![], None, None, None, None);
    (bare.mode, bare.context, bare.document) = (vec![], vec![], "a2".into());
    bare.size.clear();
    let mut meeting = record(3);
    meeting.actor = ["IRN", "SYR", "TUR"].map(|c| side(Some(c), c, Some(c), &["GOV"], "place")).to_vec();
    (meeting.recipient, meeting.document) = (vec![], "a3".into());
    meeting.date = Some("2016-07-01".into());
    meeting.evidence.detail.insert("pattern".into(), "{actor} meet {actor}".into());
    vec![plain, hard, bare, meeting]
}

fn archive(name: &str, records: &[EventRecord]) -> PathBuf {
    let path = file(name);
    let items: Vec<Item> = records
        .iter()
        .enumerate()
        .map(|(number, record)| {
            let article = article(number);
            let coding = coding(&article, vec![record.clone()]);
            Item::Entry(Entry::new(article, ENGLISH, Some(coding)))
        })
        .collect();
    writer(&path).keep(&items).expect("kept");
    path
}

static CODEBOOK: LazyLock<Codebook> = LazyLock::new(Codebook::embedded);

fn bytes(path: &Path, format: &str) -> (Vec<u8>, Written) {
    let mut out = Vec::new();
    let format = Format::parse(format).expect("a format");
    let written = Archive::open(path).expect("an archive").export(format, &CODEBOOK, &mut out);
    (out, written.expect("written"))
}

fn text(path: &Path, format: &str) -> String {
    String::from_utf8(bytes(path, format).0).expect("UTF-8")
}

/// Rows between tabs by the names of their columns.
struct Table {
    names: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    fn read(text: &str, columns: &str, header: bool) -> Self {
        let names: Vec<String> = columns.split('|').map(str::to_owned).collect();
        assert!(text.ends_with('\n'), "the last row is closed");
        let split = |line: &str| line.split('\t').map(str::to_owned).collect::<Vec<_>>();
        let mut rows: Vec<Vec<String>> = text.trim_end_matches('\n').split('\n').map(split).collect();
        if header {
            assert_eq!(rows.remove(0), names, "the header has the columns in their order");
        }
        for row in &rows {
            assert_eq!(row.len(), names.len(), "{row:?}");
        }
        Self { names, rows }
    }

    fn get(&self, row: usize, name: &str) -> &str {
        let column = self.names.iter().position(|n| n == name).unwrap_or_else(|| panic!("no column {name}"));
        &self.rows[row][column]
    }

    fn has(&self, row: usize, wanted: &[(&str, &str)]) {
        for (name, value) in wanted {
            assert_eq!(self.get(row, name), *value, "row {row}, {name}");
        }
    }

    fn column(&self, name: &str) -> Vec<&str> {
        (0..self.rows.len()).map(|row| self.get(row, name)).collect()
    }
}

#[test]
fn formats_name_their_conventions_and_are_found_by_name() {
    for format in Format::ALL {
        let facts = format.facts();
        assert_eq!(Format::parse(facts.name), Some(*format));
        assert!(!facts.quad.is_empty() && !facts.scale.is_empty() && !facts.row.is_empty(), "{format:?}");
    }
    assert_eq!(Format::parse("excel"), None);
}

#[test]
fn the_same_archive_gives_the_same_bytes_and_an_empty_one_a_file_that_can_be_read() {
    let (path, empty) = (archive("same.db", &records()), archive("empty.db", &[]));
    for format in Format::ALL {
        let name = format.facts().name;
        assert_eq!(bytes(&path, name), bytes(&path, name), "{name}");
        assert_eq!(bytes(&empty, name).1, Written::default(), "{name}");
    }
    assert_eq!(text(&empty, "csv").lines().count(), 1);
    let collection: Value = serde_json::from_str(&text(&empty, "geojson")).expect("JSON");
    assert_eq!(collection["features"], serde_json::json!([]));
}

#[test]
fn jsonl_gives_the_records() {
    let lines = text(&archive("jsonl.db", &records()), "jsonl");
    let read: Vec<EventRecord> = lines.lines().map(|l| serde_json::from_str(l).expect("a record")).collect();
    assert_eq!(read, records());
}

#[test]
fn csv_gives_every_field_of_the_flat_form() {
    let written = text(&archive("csv.db", &records()), "csv");
    let mut reader = csv::Reader::from_reader(written.as_bytes());
    let names: Vec<String> = reader.headers().expect("a header").iter().map(str::to_owned).collect();
    let rows: Vec<csv::StringRecord> = reader.records().map(|r| r.expect("a row")).collect();
    assert_eq!(rows.len(), records().len());
    for (row, record) in rows.iter().zip(records()) {
        let get = |name: &str| &row[names.iter().position(|n| n == name).expect("a column")];
        let codes = |list: &[EntityRecord]| {
            list.iter().map(|e| e.code.clone().unwrap_or_default()).collect::<Vec<_>>().join(";")
        };
        let texts = |list: &[EntityRecord]| list.iter().map(|e| e.entity_text.clone()).collect::<Vec<_>>().join(";");
        assert_eq!((get("id"), get("document"), get("text")), (&*record.id, &*record.document, &*record.text));
        assert_eq!((get("actor"), get("recipient")), (&*texts(&record.actor), &*texts(&record.recipient)));
        assert_eq!((get("actor_code"), get("recipient_code")), (&*codes(&record.actor), &*codes(&record.recipient)));
        assert_eq!(get("date"), record.date.unwrap_or_default());
        assert_eq!(get("context"), record.context.join(";"));
        assert_eq!(
            (get("quad_code").parse(), get("event_scale").parse()),
            (Ok(record.quad_code), Ok(record.event_scale))
        );
        assert_eq!(get("killed").parse().ok(), record.size.get("killed").copied());
    }
}

#[cfg(feature = "parquet")]
#[test]
fn parquet_gives_the_flat_form_with_types_and_names_its_conventions() {
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::Field;
    let path = archive("parquet.db", &records());
    let into = file("events.parquet");
    std::fs::write(&into, bytes(&path, "parquet").0).expect("written");
    let reader = SerializedFileReader::new(std::fs::File::open(&into).expect("there")).expect("Parquet");
    let told = reader.metadata().file_metadata().key_value_metadata().expect("metadata").clone();
    assert!(
        told.iter().any(|t| t.key == "legation.quad_code" && t.value.as_deref().is_some_and(|v| v.contains("PLOVER")))
    );
    let rows: Vec<_> = reader.get_row_iter(None).expect("rows").map(|r| r.expect("a row")).collect();
    assert_eq!(rows.len(), records().len());
    let days = |day: &Option<String>| {
        let day: Option<jiff::civil::Date> = day.as_ref().and_then(|d| d.parse().ok());
        day.map_or(Field::Null, |d| Field::Date(jiff::civil::date(1970, 1, 1).until(d).expect("days").get_days()))
    };
    for (row, record) in rows.iter().zip(records()) {
        let get = |name: &str| row.get_column_iter().find(|c| c.0 == name).expect("a column").1.clone();
        let words = |text: &str| if text.is_empty() { Field::Null } else { Field::Str(text.into()) };
        assert_eq!((get("id"), get("text")), (words(&record.id), words(&record.text)));
        assert_eq!((get("date"), get("enddate")), (days(&record.date), days(&record.enddate)));
        assert_eq!(get("event_scale"), Field::Double(record.event_scale));
        assert_eq!(get("quad_code"), Field::Long(record.quad_code.into()));
        let lat = record.event_loc.as_ref().and_then(|p| p.lat);
        assert_eq!(get("lat"), lat.map_or(Field::Null, Field::Double));
        let killed = record.size.get("killed").map_or(Field::Null, |n| Field::Long((*n).into()));
        assert_eq!(get("killed"), killed);
        assert_eq!(get("published"), days(&record.cite_info.published));
    }
}

#[cfg(feature = "parquet")]
#[test]
fn parquet_of_more_rows_than_a_group_holds_has_them_all() {
    use parquet::file::reader::{FileReader, SerializedFileReader};
    const ROWS: usize = 20_001;
    let path = file("groups.db");
    let article = article(0);
    let records: Vec<EventRecord> = (0..ROWS).map(record).collect();
    let item = Item::Entry(Entry::new(article.clone(), ENGLISH, Some(coding(&article, records))));
    writer(&path).keep(&[item]).expect("kept");
    let into = file("groups.parquet");
    std::fs::write(&into, bytes(&path, "parquet").0).expect("written");
    let reader = SerializedFileReader::new(std::fs::File::open(&into).expect("there")).expect("Parquet");
    assert_eq!((reader.num_row_groups(), reader.get_row_iter(None).expect("rows").count()), (2, ROWS));
}

#[test]
fn polecat_has_its_forty_columns_with_plovers_quad_and_scale() {
    let table = Table::read(&text(&archive("polecat.db", &records()), "polecat"), POLECAT, true);
    assert_eq!((table.names.len(), table.rows.len()), (40, 4));
    table.has(
        0,
        &[
            ("Event ID", "0000000000000000"),
            ("Event Date", "2022-01-24"),
            ("Event Type", "CONSULT"),
            ("Event Mode", "visit"),
            ("Intensity", "4.0"),
            ("Quad Code", "VERBAL COOPERATION"),
            ("Contexts", "diplomatic; economic"),
            ("Actor Name", "Wang Yi"),
            ("Actor Country", "CHN"),
            ("Actor COW", "710"),
            ("Primary Actor Sector", "GOV"),
            ("Actor Sectors", "GOV/DIP"),
            ("Actor Title", "Foreign minister"),
            ("Wikipedia Actor ID", ""),
            ("Recipient Country", "OMN"),
            ("Recipient Title", ""),
            ("Placename", "Muscat"),
            ("City", "Muscat"),
            ("District", ""),
            ("Country", "OMN"),
            ("Latitude", "23.58"),
            ("GeoNames ID", "287286"),
            ("Feature Type", "PPLC"),
            ("Publication Date", "2022-01-25"),
            ("Story People", "Wang Yi; envoy"),
            ("Story Locations", "Muscat"),
            ("Language", "en"),
            ("Version", "legation 0.1.0, plover-2.0, reader 3"),
        ],
    );
    table.has(
        1,
        &[
            ("Quad Code", "VERBAL CONFLICT"),
            ("Intensity", "-4.0"),
            ("Actor Name", "محمد علي; the rebels"),
            ("Actor Country", "IRN; "),
            ("Actor Sectors", "GOV/MIL; REB"),
            ("Actor Name Raw", "the \"minister\"; the rebels"),
            ("Recipient COW", "; 360"),
            ("Province", "Tatarstan"),
            ("City", ""),
        ],
    );
    table.has(2, &[("Event Date", ""), ("Recipient Name", ""), ("Recipient Country", ""), ("Latitude", "")]);
}

#[test]
fn icews_has_its_twenty_columns_a_pair_a_row_with_goldsteins_scale() {
    let path = archive("icews.db", &records());
    let (written, tally) = (text(&path, "icews"), bytes(&path, "icews").1);
    let table = Table::read(&written, ICEWS, true);
    assert_eq!((table.names.len(), tally), (20, Written { rows: 1 + 4 + 6, without_day: 1, not_facts: 0 }));
    assert_eq!(table.rows.len() as u64, tally.rows);
    table.has(
        0,
        &[
            ("Event Date", "2022-01-24"),
            ("Source Name", "Wang Yi"),
            ("Source Country", "China"),
            ("Event Text", "Consult"),
            ("CAMEO Code", "042"),
            ("Intensity", "1.9"),
            ("Target Country", "Oman"),
            ("Story ID", "1"),
            ("Sentence Number", "1"),
            ("City", "Muscat"),
            ("Country", "Oman"),
            ("Longitude", "58.41"),
        ],
    );
    table.has(
        1,
        &[
            ("Source Name", "محمد علي"),
            ("Source Sectors", "Government,Military"),
            ("Source Country", "Iran"),
            ("Target Name", "United Nations"),
            ("Target Country", ""),
            ("Intensity", "-4.0"),
            ("Province", "Tatarstan"),
            ("Country", "Russian Federation"),
        ],
    );
    let pairs: Vec<(&str, &str)> =
        table.column("Source Name").into_iter().zip(table.column("Target Name")).skip(1).take(4).collect();
    let (first, second) = ("محمد علي", "the rebels");
    assert_eq!(pairs, [(first, "United Nations"), (first, "Romania"), (second, "United Nations"), (second, "Romania")]);
}

#[test]
fn numbers_of_pairs_share_the_number_of_their_event_and_fit_into_63_bits() {
    let path = archive("numbers.db", &records());
    let table = Table::read(&text(&path, "icews"), ICEWS, true);
    let numbers: Vec<i64> = table.column("Event ID").iter().map(|n| n.parse().expect("63 bits")).collect();
    let events: Vec<i64> = numbers.iter().map(|n| n / 10_000).collect();
    assert_eq!(numbers.iter().map(|n| n % 10_000).collect::<Vec<_>>(), [0, 0, 1, 2, 3, 0, 1, 2, 3, 4, 5]);
    assert!(events[1..5].iter().all(|e| *e == events[1]) && events[0] != events[1] && events[5] != events[1]);
    let gdelt = Table::read(&text(&path, "gdelt"), GDELT, false);
    assert_eq!(gdelt.column("GlobalEventID"), table.column("Event ID"), "the same in every format");
}

#[test]
fn those_who_meet_are_paired_both_ways_and_those_who_act_alone_with_nobody() {
    let mut alone = records().remove(3);
    alone.evidence.detail.insert("pattern".into(), "{actor} rally".into());
    let table = Table::read(&text(&archive("ways.db", &[records().remove(3), alone]), "icews"), ICEWS, true);
    let pairs: Vec<String> = table
        .column("Source Name")
        .into_iter()
        .zip(table.column("Target Name"))
        .map(|(source, target)| format!("{source}-{target}"))
        .collect();
    let both = ["IRN-SYR", "IRN-TUR", "SYR-IRN", "SYR-TUR", "TUR-IRN", "TUR-SYR"];
    assert_eq!(pairs, [&both[..], &["IRN-", "SYR-", "TUR-"]].concat());
}

#[test]
fn what_is_no_fact_stays_out_of_formats_that_cannot_say_so_and_what_is_past_stays_in() {
    let told = |auxiliary: &str| EventRecord { auxiliary: vec![auxiliary.into()], ..record(0) };
    let mut all = ["future", "negation", "hypothetical", "historical"].map(told).to_vec();
    // Counted once, though it lacks a day too.
    all.push(EventRecord { date: None, ..told("negation") });
    let path = archive("facts.db", &all);
    for format in ["polecat", "icews", "gdelt", "gdelt-mentions", "phoenix"] {
        let wanted = Written { rows: 1, without_day: 0, not_facts: 4 };
        assert_eq!(bytes(&path, format).1, wanted, "{format}");
    }
    for format in ["jsonl", "csv", "geojson"] {
        assert_eq!(bytes(&path, format).1, Written { rows: 5, ..Written::default() }, "{format}");
    }
}

#[test]
fn gdelt_events_have_61_columns_with_cameos_quad_and_goldsteins_scale() {
    let path = archive("gdelt.db", &records());
    let table = Table::read(&text(&path, "gdelt"), GDELT, false);
    assert_eq!((table.names.len(), table.rows.len(), bytes(&path, "gdelt").1.without_day), (61, 11, 1));
    table.has(
        0,
        &[
            ("Day", "20220124"),
            ("MonthYear", "202201"),
            ("Year", "2022"),
            ("FractionDate", "2022.0658"),
            ("Actor1Code", "CHNGOV"),
            ("Actor1Name", "WANG YI"),
            ("Actor1CountryCode", "CHN"),
            ("Actor1Type1Code", "GOV"),
            ("Actor1Type2Code", ""),
            ("IsRootEvent", "1"),
            ("EventCode", "042"),
            ("EventBaseCode", "042"),
            ("EventRootCode", "04"),
            ("QuadClass", "1"),
            ("GoldsteinScale", "1.9"),
            ("NumMentions", "1"),
            ("NumSources", "1"),
            ("NumArticles", "1"),
            ("AvgTone", ""),
            ("Actor1Geo_Type", "0"),
            ("ActionGeo_Type", "4"),
            ("ActionGeo_Fullname", "Muscat, Muscat, Oman"),
            ("ActionGeo_CountryCode", "MU"),
            ("ActionGeo_Lat", "23.58"),
            ("ActionGeo_FeatureID", ""),
            ("DATEADDED", "20220125000000"),
        ],
    );
    table.has(
        1,
        &[
            ("Actor1Code", "IRNGOVMIL"),
            ("Actor2Code", "IGOUNO"),
            ("Actor2CountryCode", ""),
            ("Actor2KnownGroupCode", "UNO"),
            ("Actor2Type1Code", "IGO"),
            ("EventCode", "1213"),
            ("EventBaseCode", "121"),
            ("QuadClass", "3"),
            ("GoldsteinScale", "-4.0"),
            ("ActionGeo_Type", "5"),
            ("ActionGeo_Fullname", "Tatarstan, Russia"),
            ("ActionGeo_CountryCode", "RS"),
        ],
    );
    table.has(2, &[("Actor2Code", "ROM"), ("Actor2Name", "ROMANIA")]);
    // A day and its fraction as in GDELT's own files.
    table.has(5, &[("Day", "20160701"), ("FractionDate", "2016.4959")]);
}

#[test]
fn gdelt_mentions_have_16_columns_and_the_numbers_of_the_events() {
    let path = archive("mentions.db", &records());
    let table = Table::read(&text(&path, "gdelt-mentions"), MENTIONS, false);
    let events = Table::read(&text(&path, "gdelt"), GDELT, false);
    assert_eq!(table.names.len(), 16);
    assert_eq!(table.column("GlobalEventID"), events.column("GlobalEventID"));
    table.has(
        0,
        &[
            ("EventTimeDate", "20220125000000"),
            ("MentionTimeDate", "20220125000000"),
            ("MentionType", "2"),
            ("MentionIdentifier", "a0"),
            ("SentenceID", "1"),
            ("Actor1CharOffset", "17"),
            ("Actor2CharOffset", "29"),
            ("ActionCharOffset", "25"),
            ("Confidence", "85"),
            ("MentionDocLen", &article(0).text.chars().count().to_string()),
        ],
    );
    table.has(1, &[("MentionIdentifier", "a1;\"x\"")]);
}

#[test]
fn an_event_that_several_report_is_one_row_of_gdelt_and_phoenix_with_a_mention_each() {
    let path = archive("reports.db", &[records().remove(0), record(1), record(2)]);
    let connection = rusqlite::Connection::open(&path).expect("an archive");
    connection.execute("UPDATE reports SET event = 1 WHERE report = 3", []).expect("joined");
    drop(connection);
    let events = Table::read(&text(&path, "gdelt"), GDELT, false);
    assert_eq!(events.column("NumArticles"), ["2", "1"]);
    let mentions = Table::read(&text(&path, "gdelt-mentions"), MENTIONS, false);
    let [first, other] = [0, 1].map(|row| events.get(row, "GlobalEventID"));
    assert_eq!(mentions.column("GlobalEventID"), [first, other, first]);
    assert_eq!(mentions.get(2, "Actor1CharOffset"), "17");
    let phoenix = Table::read(&text(&path, "phoenix"), PHOENIX, false);
    phoenix
        .has(0, &[("ids", "1_1;3_1"), ("urls", "https://example.org/0;https://example.org/2"), ("sources", "Example")]);
}

#[test]
fn phoenix_has_26_columns_with_its_own_quad_classes() {
    let path = archive("phoenix.db", &records());
    let table = Table::read(&text(&path, "phoenix"), PHOENIX, false);
    assert_eq!((table.names.len(), table.rows.len(), bytes(&path, "phoenix").1.without_day), (26, 11, 1));
    table.has(
        0,
        &[
            ("story_date", "20220124"),
            ("year", "2022"),
            ("month", "01"),
            ("day", "24"),
            ("source", "CHNGOV"),
            ("source_root", "CHN"),
            ("source_agent", "GOV"),
            ("source_others", ""),
            ("code", "042"),
            ("root_code", "04"),
            ("quad_class", "1"),
            ("goldstein", "1.9"),
            ("lat", "23.58"),
            ("placeName", "Muscat"),
            ("countryName", "Oman"),
            ("ids", "1_1"),
            ("urls", "https://example.org/0"),
            ("sources", "Example"),
        ],
    );
    table.has(1, &[("source_others", "MIL"), ("target", "IGOUNO"), ("target_root", "IGO"), ("target_others", "UNO")]);
    let roots: Vec<EventRecord> =
        ["010", "164", "175"].map(|cameo| EventRecord { cameo: cameo.into(), ..record(0) }).to_vec();
    let table = Table::read(&text(&archive("neutral.db", &roots), "phoenix"), PHOENIX, false);
    assert_eq!(table.column("quad_class"), ["0", "3", "4"]);
}

#[test]
fn geojson_is_a_collection_of_features_with_points_east_before_north() {
    let collection: Value = serde_json::from_str(&text(&archive("geojson.db", &records()), "geojson")).expect("JSON");
    assert_eq!(collection["type"], "FeatureCollection");
    assert!(collection["conventions"]["quad_code"].as_str().is_some_and(|q| q.starts_with("PLOVER")));
    let features = collection["features"].as_array().expect("a list");
    assert_eq!(features.len(), records().len());
    for (feature, record) in features.iter().zip(records()) {
        let properties = &feature["properties"];
        assert_eq!((&feature["type"], &feature["id"]), (&"Feature".into(), &record.id.clone().into()));
        assert_eq!(properties["text"], record.text);
        assert_eq!(properties["event"], serde_json::json!(record.event));
        assert_eq!(properties["quad_code"], record.quad_code);
        assert_eq!(properties["event_scale"], record.event_scale);
        assert_eq!(properties["date"], serde_json::json!(record.date));
        let names = |side: &str| {
            properties[side].as_array().expect("a list").iter().map(|e| e["text"].clone()).collect::<Vec<_>>()
        };
        assert_eq!(names("actor"), record.actor.iter().map(|e| Value::from(e.entity_text.clone())).collect::<Vec<_>>());
        match &record.event_loc {
            None => assert_eq!(feature["geometry"], Value::Null),
            Some(place) => assert_eq!(feature["geometry"]["coordinates"], serde_json::json!([place.lon, place.lat])),
        }
    }
}

#[test]
fn ftm_has_an_event_a_record_and_those_who_take_part_before_it() {
    let lines = text(&archive("ftm.db", &records()), "ftm");
    let entities: Vec<Value> = lines.lines().map(|l| serde_json::from_str(l).expect("an entity a line")).collect();
    let events: Vec<&Value> = entities.iter().filter(|e| e["schema"] == "Event").collect();
    assert_eq!(events.len(), records().len());
    let find = |id: &Value| entities.iter().find(|e| e["id"] == *id).expect("whoever is involved is there");
    for (event, record) in events.iter().zip(records()) {
        let properties = &event["properties"];
        assert_eq!(event["datasets"], serde_json::json!(["legation"]));
        assert_eq!(properties["recordId"], serde_json::json!([record.id]));
        let quad = format!("PLOVER quad {} (", record.quad_code);
        let keywords = properties["keywords"].as_array().expect("a list");
        assert!(keywords.iter().any(|k| k.as_str().is_some_and(|k| k.starts_with(&quad))));
        assert!(keywords.contains(&format!("PLOVER scale {:?}", record.event_scale).into()));
        let involved: Vec<&Value> = properties["involved"].as_array().expect("a list").iter().map(find).collect();
        let named: Vec<&str> = involved.iter().filter_map(|e| e["properties"]["name"][0].as_str()).collect();
        let wanted: Vec<&str> = record
            .actor
            .iter()
            .chain(&record.recipient)
            .map(|e| e.identifier_text.as_deref().unwrap_or(&e.entity_text))
            .collect();
        assert_eq!(named, wanted);
    }
    let of = |name: &str| entities.iter().find(|e| e["properties"]["name"][0] == name).expect("there");
    let wang = of("Wang Yi");
    assert_eq!((&wang["schema"], &wang["properties"]["position"][0]), (&"Person".into(), &"Foreign minister".into()));
    assert_eq!(wang["properties"]["country"][0], "cn");
    // A country that is spoken of as of somebody who acts is a country still.
    assert_eq!(
        (&of("Romania")["schema"], &of("United Nations")["schema"]),
        (&"PublicBody".into(), &"Organization".into())
    );
    assert_eq!(of("the rebels")["schema"], "LegalEntity");
    let ids = |name: &str| {
        entities.iter().filter(|e| e["properties"]["name"][0] == name).map(|e| e["id"].clone()).collect::<Vec<_>>()
    };
    assert!(ids("Wang Yi").windows(2).all(|w| w[0] == w[1]), "one who is named is the same in every article");
    assert_eq!(events[0]["properties"]["date"], serde_json::json!(["2022-01-24"]));
    assert_eq!(events[2]["properties"].get("date"), None);
    assert_eq!(events[3]["properties"]["endDate"], serde_json::json!(["2022-01-24"]));
}

#[test]
fn formats_that_say_nothing_of_their_conventions_are_marked() {
    let inside: Vec<&str> =
        Format::ALL.iter().map(|f| f.facts()).filter(|f| f.told == Told::Inside).map(|f| f.name).collect();
    assert!(inside.contains(&"geojson") && !inside.contains(&"icews"), "{inside:?}");
}
