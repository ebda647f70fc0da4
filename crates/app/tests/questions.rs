//! Questions to an archive on the command line: what they find, in which formats, and what is said of mistakes.

mod common;

use common::{folder, records, run, status, stderr, stdout, write};
use serde_json::Value;
use std::path::{Path, PathBuf};

fn text(path: &Path) -> &str {
    path.to_str().expect("a plain path")
}

fn archive(name: &str) -> PathBuf {
    let line = |id: &str, day: &str, publisher: &str, words: &str| {
        let url = format!("https://example.org/{id}");
        serde_json::json!({"id": id, "published": day, "publisher": publisher, "url": url, "text": words}).to_string()
            + "\n"
    };
    let meeting =
        "Greek Foreign Minister Nikos Dendias met Turkish Foreign Minister Mevlut Cavusoglu in Ankara on Tuesday.";
    let again = "ANKARA - Turkish Foreign Minister Mevlut Cavusoglu held talks with Greek Foreign Minister Nikos Dendias on Tuesday.";
    let news = line("a", "2023-03-14", "Wire", meeting)
        + &line("b", "2023-03-15", "Ledger", again)
        + &line("c", "2023-03-21", "Wire", "Turkey accused Greece on Tuesday of arming islands.")
        + &line(
            "d",
            "2023-05-02",
            "Wire",
            "Russian warplanes bombed a village in Idlib on Monday, killing seven civilians.",
        )
        + &line("e", "2023-05-03", "Ledger", "Greece sent food aid to Turkey on Tuesday.");
    let folder = folder(name);
    let (input, archive) = (write(&folder, "news.jsonl", news), folder.join("news.db"));
    assert_eq!(status(&run(&["ingest", text(&input), "--archive", text(&archive)], b"")), 0);
    archive
}

fn ask(archive: &Path, arguments: &[&str]) -> String {
    let output = run(&[arguments, &["--archive", text(archive)]].concat(), b"");
    assert_eq!(status(&output), 0, "{arguments:?}: {}", stderr(&output));
    stdout(&output)
}

fn documents(archive: &Path, arguments: &[&str]) -> Vec<String> {
    let answer = ask(archive, &[&["events"], arguments].concat());
    let document =
        |line: &str| serde_json::from_str::<Value>(line).expect("JSON")["document"].as_str().map(str::to_owned);
    answer.lines().filter_map(document).collect()
}

#[test]
fn every_condition_finds_its_events_and_no_others() {
    let archive = archive("questions-conditions");
    for (conditions, wanted) in [
        (vec!["--dyad", "Turkey,GRC"], vec!["a", "c", "e"]),
        (vec!["--dyad", "GRC,TUR", "--from", "2023-03-15", "--to", "2023-03"], vec!["c"]),
        (vec!["--actor", "Greece", "--recipient", "Turkey", "--type", "AID"], vec!["e"]),
        (vec!["--actor", "Turkey", "--type", "AID"], vec![]),
        (vec!["--country", "RUS"], vec!["d"]),
        (vec!["--sector", "MIL"], vec!["d"]),
        (vec!["--person", "Dendias"], vec!["a"]),
        (vec!["--actor", "nikos dendias"], vec!["a"]),
        (vec!["--type", "ACCUSE", "--type", "AID"], vec!["c", "e"]),
        (vec!["--quad", "material-conflict"], vec!["d"]),
        (vec!["--quad", "2"], vec!["e"]),
        (vec!["--place", "ankara"], vec!["a"]),
        (vec!["--place", "Syria"], vec!["d"]),
        (vec!["--source", "ledger"], vec!["a", "e"]),
        (vec!["--source", "ledger", "--unlinked"], vec!["b", "e"]),
        (vec!["--text", "islands"], vec!["c"]),
        (vec!["--from", "2023-05"], vec!["d", "e"]),
        (vec!["--limit", "1"], vec!["a"]),
    ] {
        assert_eq!(documents(&archive, &conditions), wanted, "{conditions:?}");
    }
    assert_eq!(documents(&archive, &["--unlinked"]).len(), documents(&archive, &[]).len() + 1);
}

#[test]
fn events_show_their_sentences_and_links() {
    let archive = archive("questions-sentences");
    let answer = ask(&archive, &["events", "--person", "Dendias", "--sentences"]);
    let event: Value = serde_json::from_str(answer.trim()).expect("one event");
    let urls: Vec<&str> =
        event["sentences"].as_array().expect("a list").iter().filter_map(|s| s["url"].as_str()).collect();
    assert_eq!(urls, ["https://example.org/a", "https://example.org/b"]);
    assert_eq!((event["reports"].as_u64(), event["tellings"].as_u64()), (Some(2), Some(2)));
    assert_eq!(event["sentences"][0]["why"], Value::Null);
    assert!(event["sentences"][1]["why"].as_str().is_some_and(|why| why.contains("sides 1.00")), "{event}");
    let table = ask(&archive, &["events", "--person", "Dendias", "--sentences", "--format", "table"]);
    assert!(table.contains("Nikos Dendias [GRC]") && table.contains("https://example.org/b"), "{table}");
    let csv = ask(&archive, &["events", "--format", "csv"]);
    let mut reader = csv.lines();
    assert!(reader.next().is_some_and(|header| header.starts_with("id,date,event,mode,actor,actor_code")), "{csv}");
    assert_eq!(reader.count(), documents(&archive, &[]).len());
}

#[test]
fn a_timeline_counts_by_steps_and_draws() {
    let archive = archive("questions-timeline");
    let picture = archive.with_file_name("timeline.svg");
    let answer = ask(&archive, &["timeline", "--dyad", "TUR,GRC", "--by", "month", "--svg", text(&picture)]);
    let bars: Vec<Value> = answer.lines().map(|l| serde_json::from_str(l).expect("JSON")).collect();
    let shown: Vec<(&str, u64)> =
        bars.iter().map(|b| (b["from"].as_str().expect("a day"), b["events"].as_u64().expect("a count"))).collect();
    assert_eq!(shown, [("2023-03-01", 2), ("2023-04-01", 0), ("2023-05-01", 1)]);
    assert_eq!(bars[1]["mean_scale"], Value::Null, "no events have no mean");
    assert_eq!(bars[0]["quads"], serde_json::json!([1, 0, 1, 0]));
    assert!(std::fs::read_to_string(&picture).expect("a picture").contains("<svg"));
    let drawn = ask(&archive, &["timeline", "--dyad", "TUR,GRC", "--by", "month", "--format", "table"]);
    let bar = |day: &str| drawn.lines().find(|l| l.starts_with(day)).map(|l| l.matches(['█', '▒']).count());
    assert_eq!((bar("2023-03-01"), bar("2023-04-01"), bar("2023-05-01")), (Some(50), Some(0), Some(25)), "{drawn}");
}

#[test]
fn meetings_networks_and_dossiers_tell_who_and_whom() {
    let archive = archive("questions-who");
    let diary = ask(&archive, &["meetings", "--country", "GRC", "--format", "ics", "--sentences"]);
    assert!(diary.starts_with("BEGIN:VCALENDAR\r\n") && diary.matches("BEGIN:VEVENT").count() == 1, "{diary}");
    assert!(diary.contains("DTSTART;VALUE=DATE:20230314\r\n") && diary.contains("LOCATION:Ankara\r\n"), "{diary}");
    let edges = ask(&archive, &["network"]);
    assert!(edges.contains("\nTUR,GRC,1,0,0,1,0,"), "{edges}");
    assert!(ask(&archive, &["network", "--format", "graphml"]).contains("<node id=\"TUR\"/>"));
    assert_eq!(ask(&archive, &["network", "--least", "9"]).lines().count(), 1, "the header alone");
    let sections = |name: &str| -> Vec<String> {
        let answer = ask(&archive, &["dossier", name]);
        let entry = |line: &str| {
            let entry: Value = serde_json::from_str(line).expect("JSON");
            let what = entry["event"].as_str().or(entry["office"].as_str()).unwrap_or_default().to_owned();
            format!("{} {what}", entry["section"].as_str().expect("a section"))
        };
        answer.lines().map(entry).collect()
    };
    let person = sections("Dendias");
    assert!(person.iter().any(|s| s.starts_with("office ") && s.contains("oreign")), "{person:?}");
    assert!(person.contains(&"met CONSULT".to_owned()) && !person.contains(&"said ACCUSE".to_owned()), "{person:?}");
    assert_eq!(sections("nikos dendias"), person, "the full name, in any case");
    let country = sections("Turkey");
    for wanted in ["met CONSULT", "said ACCUSE", "done to AID"] {
        assert!(country.contains(&wanted.to_owned()), "{country:?}");
    }
}

#[test]
fn mistakes_are_told_with_what_would_do() {
    let archive = archive("questions-mistakes");
    for (arguments, message) in [
        (vec!["events", "--type", "MEET"], "there are ACCUSE"),
        (vec!["events", "--dyad", "TUR"], "such as TUR,GRC"),
        (vec!["events", "--dyad", "TUR,Atlantis"], "no country of the codebook"),
        (vec!["events", "--quad", "5"], "1 to 4"),
        (vec!["events", "--from", "yesterday"], "write 2022-01-25"),
        (vec!["events", "--person", "Nobody"], "shows who is"),
        (vec!["events", "--actor", "Atlantis"], "write a code (TUR)"),
        (vec!["events", "--sector", "XYZ"], "no event has the sector"),
        (vec!["dossier", "Nobody At All"], "shows who is"),
        (vec!["timeline", "--svg", "/nowhere/at/all.svg"], "give another file with --svg"),
    ] {
        let output = run(&[arguments.as_slice(), &["--archive", text(&archive)]].concat(), b"");
        assert_eq!(status(&output), 2, "{arguments:?}");
        assert!(stderr(&output).contains(message), "{}", stderr(&output));
    }
    let missing = run(&["events", "--archive", "missing.db"], b"");
    assert_eq!(status(&missing), 2);
    assert!(stderr(&missing).contains("legation ingest"), "{}", stderr(&missing));
}

#[test]
fn every_question_has_an_example_in_its_help() {
    for command in ["events", "timeline", "dossier", "meetings", "network", "link"] {
        let help = stdout(&run(&[command, "--help"], b""));
        assert!(help.contains(&format!("\n  legation {command}")), "{help}");
    }
    assert!(stdout(&run(&["event", "--help"], b"")).contains("legation event merge "));
    assert_eq!(records(&run(&["events", "--archive", text(&archive("questions-help"))], b"")).len(), 4);
}
