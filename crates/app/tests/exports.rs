//! `legation export` in every format, over an archive of some articles.

mod common;

use common::{folder, records, run, status, stderr, stdout, write};
use std::path::{Path, PathBuf};

const FORMATS: &[&str] = &[
    "jsonl",
    "csv",
    #[cfg(feature = "parquet")]
    "parquet",
    "polecat",
    "icews",
    "gdelt",
    "gdelt-mentions",
    "phoenix",
    "geojson",
    "ftm",
];

fn text(path: &Path) -> &str {
    path.to_str().expect("a plain path")
}

fn archive(folder: &Path) -> (PathBuf, PathBuf) {
    let line = |id: &str, words: &str, day: Option<&str>| {
        serde_json::json!({"id": id, "text": words, "published": day, "publisher": "Example"}).to_string() + "\n"
    };
    let meeting = "The Iranian president met the Syrian president in Damascus on Monday to talk about trade.";
    let charge = "Turkey accused the United States and the United Nations of lying about the talks in the region.";
    let input = write(folder, "news.jsonl", line("m", meeting, Some("2022-01-25")) + &line("c", charge, None));
    let archive = folder.join("news.db");
    let kept = run(&["ingest", text(&input), "--archive", text(&archive)], b"");
    assert_eq!(status(&kept), 0, "{}", stderr(&kept));
    assert!(stdout(&kept).contains("2 coded, 2 events"), "{}", stdout(&kept));
    (archive, input)
}

#[test]
fn every_format_is_written_alike_to_standard_output_and_into_a_file() {
    let folder = folder("exports-all");
    let (archive, _) = archive(&folder);
    for &format in FORMATS {
        let export = run(&["export", "--format", format, "--archive", text(&archive)], b"");
        assert_eq!(status(&export), 0, "{format}: {}", stderr(&export));
        assert!(!export.stdout.is_empty(), "{format}");
        let into = folder.join(format);
        let filed = run(&["export", "--format", format, "--archive", text(&archive), "--into", text(&into)], b"");
        assert_eq!((status(&filed), stdout(&filed)), (0, String::new()), "{format}: {}", stderr(&filed));
        assert!(std::fs::read(&into).expect("written") == export.stdout, "{format}");
        assert_eq!(stderr(&filed), stderr(&export), "{format}");
    }
    let unfinished = std::fs::read_dir(&folder).expect("ours").filter_map(Result::ok);
    assert!(unfinished.map(|f| f.file_name()).all(|name| !name.to_string_lossy().ends_with(".part")));
}

#[test]
fn csv_is_what_code_writes() {
    let folder = folder("exports-csv");
    let (archive, input) = archive(&folder);
    let coded = run(&["code", text(&input), "--format", "csv"], b"");
    let export = run(&["export", "--format", "csv", "--archive", text(&archive)], b"");
    assert_eq!(stdout(&export), stdout(&coded));
    assert_eq!(stdout(&export).lines().count(), 3);
}

#[test]
fn what_a_file_has_no_room_for_is_told_once_on_standard_error() {
    let folder = folder("exports-told");
    let (archive, _) = archive(&folder);
    let says = |format: &str| stderr(&run(&["export", "--format", format, "--archive", text(&archive)], b""));
    let gdelt = says("gdelt");
    assert!(gdelt.contains("quad classes: CAMEO") && gdelt.contains("scale: Goldstein"), "{gdelt}");
    assert!(gdelt.contains("gdelt: 1 event without a day left out: it cannot hold them"), "{gdelt}");
    assert_eq!(gdelt.lines().count(), 2, "{gdelt}");
    assert!(says("polecat").contains("quad classes: PLOVER") && says("phoenix").contains("0 neutral"));
    for format in FORMATS.iter().filter(|f| matches!(**f, "jsonl" | "parquet" | "geojson" | "ftm")) {
        assert_eq!(says(format), "", "{format}");
    }
}

#[test]
fn entities_and_features_can_be_read_as_json() {
    let folder = folder("exports-json");
    let (archive, _) = archive(&folder);
    let entities = records(&run(&["export", "--format", "ftm", "--archive", text(&archive)], b""));
    let schemas = |schema: &str| entities.iter().filter(|e| e["schema"] == schema).count();
    assert_eq!(schemas("Event"), 2);
    assert!(entities.iter().any(|e| e["schema"] == "PublicBody" && e["properties"]["name"][0] == "Turkey"));
    let export = run(&["export", "--format", "geojson", "--archive", text(&archive)], b"");
    let collection: serde_json::Value = serde_json::from_slice(&export.stdout).expect("JSON");
    let features = collection["features"].as_array().expect("a list");
    assert_eq!(features.len(), 2);
    assert_eq!(features[0]["properties"]["resolved_place"], "Damascus");
    assert_eq!(features[0]["geometry"]["coordinates"].as_array().map(Vec::len), Some(2));
}

#[test]
fn mistakes_are_told_and_a_file_that_is_there_is_left_as_it_was() {
    let folder = folder("exports-wrong");
    let (archive, _) = archive(&folder);
    let wrong = run(&["export", "--format", "excel", "--archive", text(&archive)], b"");
    assert_eq!(status(&wrong), 2);
    assert!(stderr(&wrong).contains("geojson, ftm"), "{}", stderr(&wrong));
    let nowhere =
        run(&["export", "--format", "csv", "--archive", text(&archive), "--into", "/nowhere/at/all.csv"], b"");
    assert_eq!(status(&nowhere), 2);
    assert!(stderr(&nowhere).contains("/nowhere/at/all.csv: cannot be written"), "{}", stderr(&nowhere));
    let (there, broken) = (write(&folder, "there.csv", "old"), write(&folder, "broken.db", "no archive ".repeat(90)));
    let refused = run(&["export", "--format", "csv", "--archive", text(&broken), "--into", text(&there)], b"");
    assert_eq!(status(&refused), 2);
    assert_eq!(std::fs::read(&there).expect("there"), b"old");
}
