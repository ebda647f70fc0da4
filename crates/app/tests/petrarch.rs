//! A researcher comes with dictionaries of his own: `legation codebook import petrarch`, then check, then code.

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const PROGRAM: &str = env!("CARGO_BIN_EXE_legation");

/// Where the dictionaries of these tests lie.
fn dictionary(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/petrarch").join(name).display().to_string()
}

fn folder(name: &str) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&path);
    path
}

fn run(arguments: &[&str]) -> Output {
    Command::new(PROGRAM).args(arguments).output().expect("the program was built for this test")
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("output is UTF-8")
}

fn import(into: &Path, more: &[&str]) -> Output {
    let files: Vec<String> =
        ["my.actors.txt", "my.agents.txt", "my.verbs.txt", "my.discards.txt"].map(dictionary).to_vec();
    let into = into.display().to_string();
    let mut arguments = vec!["codebook", "import", "petrarch"];
    arguments.extend(files.iter().map(String::as_str));
    arguments.extend(["--into", into.as_str()]);
    arguments.extend(more);
    run(&arguments)
}

/// The events of a text.
fn code(codebook: &Path, text: &str, published: &str) -> Vec<Value> {
    let article = codebook.with_extension("txt");
    std::fs::write(&article, text).expect("the target folder can be written");
    let (article, codebook) = (article.display().to_string(), codebook.display().to_string());
    let output = run(&["code", &article, "--codebook", &codebook, "--published", published, "--format", "jsonl"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    stdout(&output).lines().map(|l| serde_json::from_str(l).expect("a record a line")).collect()
}

/// `type code actor -> recipient` of each event, sides as country and sectors.
fn told(events: &[Value]) -> Vec<String> {
    let side = |list: &Value| -> String {
        let one = |e: &Value| {
            let sectors: Vec<&str> = e["sector"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
            format!("{}{}", e["code"].as_str().unwrap_or("---"), sectors.concat())
        };
        list.as_array().into_iter().flatten().map(one).collect::<Vec<_>>().join("+")
    };
    let event = |e: &Value| {
        let text = |v: &Value| v.as_str().unwrap_or_default().to_owned();
        format!("{} {} {} -> {}", text(&e["event"][0]), text(&e["cameo"]), side(&e["actor"]), side(&e["recipient"]))
    };
    events.iter().map(event).collect()
}

#[test]
fn each_line_that_makes_no_sense_is_told_by_file_and_line() {
    let output = import(&folder("petrarch-lines"), &[]);
    assert_eq!(output.status.code(), Some(1));
    let said = stdout(&output).replace(&dictionary(""), "");
    for line in [
        "my.actors.txt:15: the days are impossible: they begin on 2009-12-31 and end on 2005-01-01; turn them round",
        "my.actors.txt:17: \"TORE VIK\" has no code; write one as in [NRLGOV], or [---] for no actor",
        "my.actors.txt:18: a code lacks its closing ]",
        "my.agents.txt:6: [GOV] needs one ~ where the country stands, as in [~GOV] or [NGO~]",
        "my.verbs.txt:10: a pattern cannot ask for \"not\": what is denied is marked as negation for every pattern",
        "my.verbs.txt:11: no synonym set &NONE stands above this line",
        "my.verbs.txt:12: a pattern needs its code, as in - * TALKS [046]",
        "my.discards.txt:4: a phrase cannot hold '['; write its words alone",
        "my.actors.txt (actors): 12 of 15 lines taken, 3 make no sense",
        "my.agents.txt (agents): 5 of 6 lines taken, 1 make no sense",
        "my.verbs.txt (verbs): 13 of 16 lines taken, 2 make no sense, 1 cannot be said in a codebook",
        "my.discards.txt (discards): 2 of 3 lines taken, 1 make no sense",
    ] {
        assert!(said.lines().any(|l| l == line), "{line}\nis not in\n{said}");
    }
}

#[test]
fn what_was_imported_passes_the_check_and_codes() {
    let codebook = folder("petrarch-codebook");
    import(&codebook, &[]);
    let path = codebook.display().to_string();
    let check = run(&["codebook", "check", "--codebook", &path, "--type", "SANCTION"]);
    assert!(check.status.success(), "{}", stdout(&check));

    let text = "Norland scuttled its fishery treaty with Ostmark on Monday.";
    assert_eq!(told(&code(&codebook, text, "2007-05-01")), ["RETREAT 0872 NRL -> OSM"]);
    let text = "Erik Holm praised the Ostmark harbour patrol.";
    assert_eq!(told(&code(&codebook, text, "2007-05-01")), ["SUPPORT 051 NRLGOV -> OSMCOP"]);
    assert_eq!(told(&code(&codebook, text, "2012-05-01")), ["SUPPORT 051 NRLELI -> OSMCOP"]);
    let text = "The Karvik League sent down three Norlandish trawlers.";
    assert_eq!(told(&code(&codebook, text, "2012-05-01")), ["ASSAULT 195 NRLREBKVK -> NRLAGR"]);
}

#[test]
fn a_null_pattern_and_a_null_actor_are_no_event() {
    let codebook = folder("petrarch-null");
    import(&codebook, &["--only"]);
    assert!(code(&codebook, "Erik Holm praised the weather in Ostmark.", "2007-05-01").is_empty());
    assert!(code(&codebook, "Sea Wolf praised Ostmark.", "2007-05-01").is_empty());
}

#[test]
fn a_discard_leaves_out_its_sentence_and_with_a_plus_its_story() {
    let codebook = folder("petrarch-discards");
    import(&codebook, &[]);
    let one = "Norland praised Ostmark.";
    assert_eq!(code(&codebook, &format!("Years later Norland praised Ostmark. {one}"), "2007-05-01").len(), 1);
    assert_eq!(code(&codebook, &format!("The regatta began on Monday. {one}"), "2007-05-01").len(), 0);
}

#[test]
fn without_the_rest_only_the_dictionaries_code() {
    let codebook = folder("petrarch-only");
    import(&codebook, &["--only"]);
    let events =
        code(&codebook, "Norland invaded Ostmark. Norland praised Ostmark. France praised Chile.", "2007-05-01");
    assert_eq!(told(&events), ["SUPPORT 051 NRL -> OSM"]);
}

#[test]
fn dyads_alone_are_coded_where_that_is_asked_for() {
    let codebook = folder("petrarch-dyads");
    import(&codebook, &["--only", "--dyads"]);
    let text = "Norland said on Monday that the sea was calm. Norland praised its fleet. Norland praised Ostmark.";
    assert_eq!(told(&code(&codebook, text, "2007-05-01")), ["SUPPORT 051 NRL -> OSM"]);
}

#[test]
fn codes_that_plover_has_no_type_for_are_a_type_of_ones_own() {
    let codebook = folder("petrarch-own-types");
    let said = stdout(&import(&codebook, &[]));
    assert!(said.contains("they are types of your own: CODE-01"), "{said}");
    let events = code(&codebook, "Norland said on Monday that the sea was calm.", "2007-05-01");
    assert_eq!(told(&events), ["CODE-01 010 NRL -> "]);
}

#[test]
fn an_issue_dictionary_is_told_to_be_none_of_these() {
    let codebook = folder("petrarch-issues");
    std::fs::create_dir_all(&codebook).expect("the target folder can be written");
    let file = codebook.join("terms.txt");
    std::fs::write(&file, "<ISSUE CATEGORY=\"SEA\">\nn:herring [FISH]\n</ISSUE>\n").expect("it can be written");
    let output = run(&["codebook", "import", "petrarch", &file.display().to_string()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stdout(&output).contains("an issue dictionary is not taken; write its terms into contexts.toml"));
}

#[test]
fn a_file_that_is_not_there_is_a_wrong_call() {
    let output = run(&["codebook", "import", "petrarch", "no-such.actors.txt"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("no-such.actors.txt"));
}
