//! The record of the README's example page, as a user sees it.

use expect_test::expect;
use std::process::Command;

/// A line an event: type, sides, day, place, according to whom, and the words that say so.
fn line(record: &serde_json::Value) -> String {
    let word = |value: &serde_json::Value| value.as_str().unwrap_or("-").to_owned();
    let sides = |side: &str| {
        let one = |e: &serde_json::Value| {
            let name =
                if e["identifier_text"].is_null() { word(&e["entity_text"]) } else { word(&e["identifier_text"]) };
            let sectors =
                e["sector"].as_array().expect("a list").iter().map(|s| format!(" {}", word(s))).collect::<String>();
            format!("{name} [{}{sectors}]", word(&e["code"]))
        };
        record[side].as_array().expect("a list").iter().map(one).collect::<Vec<_>>().join(" + ")
    };
    let triggers = record["event_text"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|t| word(&t["text"]))
        .collect::<Vec<_>>()
        .join("..");
    let mode = record["mode"][0].as_str().map(|m| format!("/{m}")).unwrap_or_default();
    format!(
        "{}{mode} {} > {} | {} | {} | {} | {triggers}",
        word(&record["event"][0]),
        sides("actor"),
        sides("recipient"),
        word(&record["date"]),
        word(&record["event_loc"]["resolved_place"]),
        word(&record["attribution"]["text"]),
    )
}

#[test]
fn the_example_page_is_coded_whole_and_nothing_else() {
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/tehran-damascus.txt");
    let output = Command::new(env!("CARGO_BIN_EXE_legation"))
        .args(["code", page, "--published", "2022-01-25"])
        .output()
        .expect("the program was built for this test");
    let text = std::fs::read_to_string(page).expect("the example is part of the project");
    let points: Vec<char> = text.chars().collect();
    let mut lines = String::new();
    for record in String::from_utf8(output.stdout).expect("output is UTF-8").lines() {
        let record: serde_json::Value = serde_json::from_str(record).expect("a record a line");
        for trigger in record["event_text"].as_array().expect("a list") {
            let at = |key: &str| trigger[key].as_u64().expect("an offset") as usize;
            let surface: String = points[at("start")..at("end")].iter().collect();
            assert_eq!(Some(surface.as_str()), trigger["text"].as_str(), "offsets are code points of the input");
        }
        assert_eq!(record["cite_info"]["license"], "CC-BY-4.0");
        assert_eq!(record["cite_info"]["publication"], "Mehr News Agency");
        lines.push_str(&format!("{} {}\n", record["story"], line(&record)));
    }
    expect![[r#"
        0 CONSULT/visit Ayman Sosan [SYR GOV] > Hossein Amir Abdollahian [IRN GOV] + Ali Asghar Khaji [IRN GOV] | 2022-01-24 | Tehran | - | met
        0 CONSULT Hossein Amir Abdollahian [IRN GOV] + Ayman Sosan [SYR GOV] >  | 2022-01-24 | Tehran | the Iranian Foreign Ministry | discussed
        0 SUPPORT Hossein Amir Abdollahian [IRN GOV] > Syria [SYR] | 2022-01-24 | Tehran | - | underlined..significance..relations
        0 SUPPORT Hossein Amir Abdollahian [IRN GOV] > Syria [SYR] | 2022-01-24 | Tehran | - | reiterated..necessity..upgrading..ties
        0 SUPPORT Hossein Amir Abdollahian [IRN GOV] >  | 2022-01-24 | Tehran | - | described expansion..cooperation..necessity
        0 SUPPORT Ayman Sosan [SYR GOV] > Qassem Soleimani [IRN MIL] | 2022-01-24 | Tehran | - | honored..memory
        0 SUPPORT Ayman Sosan [SYR GOV] > Iran [IRN] | 2022-01-24 | Tehran | - | thanked
        0 SUPPORT Ayman Sosan [SYR GOV] >  | 2022-01-24 | Tehran | - | highlighted..ties
        0 CONSULT Ayman Sosan [SYR GOV] > Hossein Amir Abdollahian [IRN GOV] | 2022-01-24 | Tehran | - | briefed
        0 CONSULT Ali Asghar Khaji [IRN GOV] + Ayman Sosan [SYR GOV] >  | 2022-01-24 | Tehran | the Foreign Ministry | discussed
        0 SUPPORT Ayman Sosan [SYR GOV] + Ali Asghar Khaji [IRN GOV] >  | 2022-01-24 | Tehran | - | underlined..need..strengthen..ties
        0 SUPPORT Ali Asghar Khaji [IRN GOV] > Syria [SYR] | 2022-01-24 | Tehran | - | welcomed
        0 AGREE Ali Asghar Khaji [IRN GOV] > Syria [SYR] | 2022-01-24 | Tehran | - | stressed..resolve..continue supporting
        0 SUPPORT Ayman Sosan [SYR GOV] > Iran [IRN] | 2022-01-24 | Tehran | - | thanked
        0 SUPPORT Ayman Sosan [SYR GOV] > Tehran [IRN GOV] | 2022-01-24 | Tehran | - | underlined..continuation..assistance
        0 CONSULT/phone Hossein Amir Abdollahian [IRN GOV] + Faisal Mekdad [SYR GOV] >  | 2022-01-23 | - | - | conversation
        0 CONSULT/phone Faisal Mekdad [SYR GOV] + Hossein Amir Abdollahian [IRN GOV] >  | 2022-01-23 | - | - | discussed
        0 AGREE Hossein Amir Abdollahian [IRN GOV] + Faisal Mekdad [SYR GOV] >  | 2022-01-23 | - | - | underlined..resolve..expand ties
        0 SUPPORT Faisal Mekdad [SYR GOV] > Iran [IRN] | 2022-01-23 | - | - | thanked
        0 SUPPORT Faisal Mekdad [SYR GOV] > Iran [IRN] | 2022-01-23 | - | - | stressed..necessity..continuing..role
        1 REQUEST Hossein Amir Abdollahian [IRN GOV] > women diplomats [IRN GOV] | 2022-01-25 | - | - | urges
        1 SUPPORT Hossein Amir Abdollahian [IRN GOV] > women diplomats [IRN GOV] | 2022-01-25 | - | ISNA | emphasized..support
        1 SUPPORT Hossein Amir Abdollahian [IRN GOV] > the Iranian women's movement [IRN SOC] | 2022-01-25 | - | - | hailed
        1 SUPPORT Hossein Amir Abdollahian [IRN GOV] > Iranian women diplomats [IRN GOV] | 2022-01-25 | - | - | emphasized..importance
    "#]].assert_eq(&lines);
}
