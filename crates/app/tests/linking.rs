//! Reports of one event become one event: measured on reports that were written for it, and corrected by hand.

// It prints its figures.
#![allow(clippy::print_stdout)]

mod common;

use common::{folder, records, run, status, stderr, stdout, write};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Articles of the manner of agencies, with the happening that each tells: several reports of one in other words, and near
/// misses (the next day's attack in the same town, a visit and a phone call, two statements of one day). Thresholds were
/// chosen on the half "dev".
const GOLD: &str = include_str!("fixtures/linking.jsonl");

/// The figure that is to be reached, and what one record a day, type and pair of countries reaches.
const BCUBED: f64 = 0.85;

struct Report {
    id: String,
    half: String,
    happening: String,
}

fn gold() -> Vec<Report> {
    let text = |o: &serde_json::Value, key: &str| o[key].as_str().expect("text").to_owned();
    let report = |line: &str| {
        let o: serde_json::Value = serde_json::from_str(line).expect("an object a line");
        Report { id: text(&o, "id"), half: text(&o, "half"), happening: text(&o, "happening") }
    };
    GOLD.lines().map(report).collect()
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a plain path")
}

fn ask(archive: &Path, sql: &str) -> Vec<serde_json::Value> {
    let output = run(&["sql", sql, "--archive", text(archive), "--format", "jsonl"], b"");
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    records(&output)
}

/// Pairwise precision and recall, and B-cubed F1, of groups against happenings.
struct Figures {
    precision: f64,
    recall: f64,
    bcubed: f64,
}

impl Figures {
    fn told(&self) -> String {
        format!("pairs precision {:.3} recall {:.3}, B-cubed F1 {:.3}", self.precision, self.recall, self.bcubed)
    }
}

fn measure(reports: &[&Report], groups: &BTreeMap<String, String>) -> Figures {
    let same = |a: &Report, b: &Report| (a.happening == b.happening, groups[&a.id] == groups[&b.id]);
    let (mut both, mut wanted, mut found) = (0.0, 0.0, 0.0);
    let (mut precision, mut recall) = (0.0, 0.0);
    for a in reports {
        let (mut all, mut gold, mut ours) = (0.0, 0.0, 0.0);
        for b in reports {
            let (is, says) = same(a, b);
            all += f64::from(u8::from(is && says));
            gold += f64::from(u8::from(is));
            ours += f64::from(u8::from(says));
        }
        precision += all / ours;
        recall += all / gold;
        (both, wanted, found) = (both + all - 1.0, wanted + gold - 1.0, found + ours - 1.0);
    }
    let number = reports.len() as f64;
    let (p, r) = (precision / number, recall / number);
    Figures { precision: both / found, recall: both / wanted, bcubed: 2.0 * p * r / (p + r) }
}

/// The event of the first record of each article, or the article by itself.
fn groups(rows: &[serde_json::Value], column: &str) -> BTreeMap<String, String> {
    let mut groups: BTreeMap<String, String> = gold().into_iter().map(|r| (r.id.clone(), r.id)).collect();
    for row in rows {
        let document = row["document"].as_str().expect("an id").to_owned();
        groups.insert(document, row[column].as_str().expect("an id").to_owned());
    }
    groups
}

#[test]
fn reports_of_one_event_are_linked_and_near_misses_are_not() {
    let folder = folder("linking-gold");
    let (input, archive) = (write(&folder, "news.jsonl", GOLD), folder.join("news.db"));
    assert_eq!(status(&run(&["ingest", text(&input), "--archive", text(&archive)], b"")), 0);
    // The first record of each article is what it tells.
    let rows = ask(
        &archive,
        "SELECT r.document, r.event, r.why, e.type || coalesce(r.date, r.document) || coalesce((SELECT group_concat(code) FROM
            (SELECT DISTINCT p.code FROM participants p WHERE p.event = e.id AND p.side < 2 ORDER BY p.code)), '') AS day
         FROM report r JOIN events e ON e.key = r.report AND e.article = r.article WHERE e.number = 0",
    );
    let (linked, one_a_day) = (groups(&rows, "event"), groups(&rows, "day"));
    let gold = gold();
    for half in ["dev", "test"] {
        let reports: Vec<&Report> = gold.iter().filter(|r| r.half == half).collect();
        let happenings: BTreeSet<&str> = reports.iter().map(|r| r.happening.as_str()).collect();
        let ours = measure(&reports, &linked);
        let day = measure(&reports, &one_a_day);
        println!(
            "{half}: {} reports of {} happenings: {}; one a day {}",
            reports.len(),
            happenings.len(),
            ours.told(),
            day.told()
        );
        if half == "dev" {
            for (i, a) in reports.iter().enumerate() {
                for b in &reports[..i] {
                    let (is, says) = (a.happening == b.happening, linked[&a.id] == linked[&b.id]);
                    if is != says {
                        println!(
                            "  {} {} {} {}",
                            a.id,
                            b.id,
                            a.happening,
                            if is { "not linked" } else { b.happening.as_str() }
                        );
                    }
                }
            }
        }
        assert!(ours.bcubed >= BCUBED, "{half}: {}", ours.told());
        assert!(ours.bcubed > day.bcubed, "{half}: one a day gives {}", day.told());
    }
    let began = ask(
        &archive,
        "SELECT group_concat(value, ' ') AS began FROM (SELECT DISTINCT a.value FROM account a JOIN report r ON r.event = a.event
         WHERE r.document = '030' AND a.field = 'actor' ORDER BY 1)",
    );
    assert_eq!(began[0]["began"], "ARM AZE", "who began is told by each in his own way");
    assert!(rows.len() >= 70, "{} of {} articles tell something", rows.len(), gold.len());
    let why = rows.iter().filter_map(|r| r["why"].as_str()).next().expect("something is linked");
    assert!(why.contains(" like ") && why.contains("type ") && why.contains("day "), "{why}");
}

/// One attack by two agencies with other numbers, a copy of one of them, and another attack.
fn attack(folder: &Path) -> std::path::PathBuf {
    let line = |id: &str, publisher: &str, words: &str| {
        serde_json::json!({"id": id, "publisher": publisher, "title": id, "published": "2023-03-07", "text": words})
            .to_string()
            + "\n"
    };
    let wire = "KABUL - A suicide bomber killed 12 people at a market in Kabul on Monday, police said. The market in the north of \
        the city was full of traders and families who had come to buy food before a holiday.";
    let news = line("wire", "Wire", wire)
        + &line("copy", "Paper", wire)
        + &line(
            "other",
            "Agency",
            "A suicide bomber killed at least 15 people at a market in the Afghan capital Kabul on Monday.",
        )
        + &line("herat", "Agency", "Gunmen killed three policemen in Herat on Monday.");
    let (input, archive) = (write(folder, "news.jsonl", news), folder.join("news.db"));
    assert_eq!(status(&run(&["ingest", text(&input), "--archive", text(&archive)], b"")), 0);
    archive
}

fn events(archive: &Path) -> Vec<String> {
    let sql = "SELECT event, group_concat(document, ' ') AS documents FROM (SELECT * FROM report ORDER BY article) GROUP BY event ORDER BY 2";
    ask(archive, sql).iter().map(|r| r["documents"].as_str().expect("ids").to_owned()).collect()
}

fn id(archive: &Path, document: &str) -> String {
    let rows = ask(archive, &format!("SELECT report FROM report WHERE document = '{document}'"));
    rows[0]["report"].as_str().expect("an id").to_owned()
}

#[test]
fn copies_weigh_one_and_accounts_stand_side_by_side() {
    let archive = attack(&folder("linking-accounts"));
    assert_eq!(events(&archive), ["herat", "wire copy other"]);
    let event = &ask(&archive, "SELECT reports, tellings FROM event WHERE reports > 1")[0];
    assert_eq!((event["reports"].as_i64(), event["tellings"].as_i64()), (Some(3), Some(2)));
    let rows = ask(
        &archive,
        "SELECT value, reports, tellings, sources FROM account WHERE field = 'killed' AND \"values\" > 1",
    );
    let shown: Vec<String> =
        rows.iter().map(|r| format!("{}|{}|{}|{}", r["value"], r["reports"], r["tellings"], r["sources"])).collect();
    assert_eq!(shown, ["\"12\"|2|1|\"police\"", "\"15\"|1|1|\"Agency\""]);
    let counts = stdout(&run(&["link", "--archive", text(&archive)], b""));
    assert!(counts.contains("0 records looked at"), "{counts}");
    assert!(counts.contains("4 reports of 2 events, 1 with more than one report"), "{counts}");
}

#[test]
fn what_is_merged_and_split_by_hand_lasts() {
    let archive = attack(&folder("linking-hand"));
    let path = text(&archive);
    let split = run(&["event", "split", &id(&archive, "other"), "--archive", path, "--by", "A"], b"");
    assert_eq!(status(&split), 0, "{}", stderr(&split));
    let parted = ["herat", "other", "wire copy"];
    assert_eq!(events(&archive), parted);
    let again = run(&["link", "--again", "--archive", path], b"");
    assert_eq!(status(&again), 0, "{}", stderr(&again));
    assert_eq!(events(&archive), parted, "linking again does not undo it");
    let merge = run(&["event", "merge", &id(&archive, "herat"), &id(&archive, "other"), "--archive", path], b"");
    assert_eq!(status(&merge), 0, "{}", stderr(&merge));
    let merged = ["other herat", "wire copy"];
    assert_eq!(events(&archive), merged);
    run(&["link", "--again", "--archive", path], b"");
    assert_eq!(events(&archive), merged);
    // The last word counts.
    run(&["event", "merge", &id(&archive, "wire"), &id(&archive, "other"), "--archive", path], b"");
    run(&["link", "--again", "--archive", path], b"");
    assert_eq!(events(&archive), ["wire copy other herat"]);
    let all = run(&["event", "split", &id(&archive, "wire"), "--archive", path], b"");
    assert_eq!(stdout(&all), "4 events\n");
    run(&["link", "--again", "--archive", path], b"");
    assert_eq!(events(&archive), ["copy", "herat", "other", "wire"]);
    let kept = ask(&archive, "SELECT action, author FROM corrections ORDER BY id");
    assert_eq!(kept[0]["action"], "split");
    assert_eq!(kept[0]["author"], "A");
}

#[test]
fn mistakes_of_hand_are_told_with_what_to_do() {
    let archive = attack(&folder("linking-mistakes"));
    let path = text(&archive);
    let herat = id(&archive, "herat");
    for (arguments, message) in [
        (vec!["event", "split", &herat], "nothing to split"),
        (vec!["event", "split", "none"], "legation events shows the ids"),
        (vec!["event", "merge", &herat, &herat], "two different ids"),
    ] {
        let output = run(&[arguments.as_slice(), &["--archive", path]].concat(), b"");
        assert_eq!(status(&output), 2, "{arguments:?}");
        assert!(stderr(&output).contains(message), "{}", stderr(&output));
    }
    let none = run(&["link", "--archive", "none.db"], b"");
    assert_eq!(status(&none), 2);
    assert!(!Path::new("none.db").exists(), "no archive is made");
}

#[test]
fn articles_that_come_in_one_after_the_other_are_linked_as_those_that_come_at_once() {
    let folder = folder("linking-halves");
    let lines: Vec<&str> = GOLD.lines().collect();
    let (first, second) = lines.split_at(lines.len() / 3);
    let (at_once, by_parts) = (folder.join("once.db"), folder.join("parts.db"));
    let ingest = |name: &str, lines: &[&str], archive: &Path| {
        let input = write(&folder, name, lines.join("\n"));
        assert_eq!(status(&run(&["ingest", text(&input), "--archive", text(archive)], b"")), 0);
    };
    ingest("all.jsonl", &lines, &at_once);
    ingest("first.jsonl", first, &by_parts);
    ingest("second.jsonl", second, &by_parts);
    let (once, parts) = (events(&at_once), events(&by_parts));
    assert!(once.iter().any(|event| event.contains(' ')));
    assert_eq!(once, parts);
    run(&["link", "--again", "--archive", text(&by_parts)], b"");
    assert_eq!(events(&by_parts), parts, "linking again gives the same");
}

#[test]
fn two_events_of_one_sentence_stay_two_and_each_is_linked_to_its_own() {
    let folder = folder("linking-sentence");
    let line = |id: &str, words: &str| {
        serde_json::json!({"id": id, "published": "2023-11-09", "text": words}).to_string() + "\n"
    };
    let news = line("a", "Sudanese police beat protesters in Khartoum on Wednesday and arrested 20 students.")
        + &line("b", "KHARTOUM - Police in Sudan beat protesters on Wednesday and detained 20 students in Khartoum.");
    let (input, archive) = (write(&folder, "news.jsonl", news), folder.join("news.db"));
    assert_eq!(status(&run(&["ingest", text(&input), "--archive", text(&archive)], b"")), 0);
    let rows = ask(
        &archive,
        "SELECT group_concat(DISTINCT type) AS types, group_concat(document, ' ') AS documents FROM (SELECT * FROM report ORDER BY document)
         GROUP BY event ORDER BY 1",
    );
    let shown: Vec<String> = rows.iter().map(|r| format!("{} {}", r["types"], r["documents"])).collect();
    assert_eq!(shown, ["\"ASSAULT\" \"a b\"", "\"COERCE\" \"a b\""]);
}
