//! The command line as other tools call it: formats, exit status, and what is said of bad input.

mod common;

use common::{PROGRAM, folder, records, run, status, stderr, stdout, write};
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};

const SENTENCE: &str = "Iranian President Ebrahim Raisi met Syrian President Bashar Assad in Damascus on Monday.";

#[test]
fn text_in_a_pipe_gives_records() {
    let output = run(&["code", "--published", "2022-01-25"], SENTENCE.as_bytes());
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    let found = records(&output);
    assert_eq!(found.len(), 1);
    assert_eq!((&found[0]["event"][0], &found[0]["date"]), (&"CONSULT".into(), &"2022-01-24".into()));
}

#[test]
fn every_field_of_the_contract_is_there() {
    let output = run(&["code", "--published", "2022-01-25"], SENTENCE.as_bytes());
    let record = &records(&output)[0];
    for field in [
        "schema",
        "id",
        "document",
        "story",
        "event",
        "mode",
        "context",
        "auxiliary",
        "quad_code",
        "event_scale",
        "cameo",
        "actor",
        "recipient",
        "date",
        "enddate",
        "date_info",
        "event_loc",
        "attribution",
        "event_text",
        "text_info",
        "text",
        "topic",
        "confidence",
        "evidence",
        "cite_info",
    ] {
        assert!(record.get(field).is_some(), "{field} is missing");
    }
    for field in [
        "entity_text",
        "start",
        "end",
        "kind",
        "identifier_text",
        "identifier_id",
        "code",
        "sector",
        "office",
        "coreferent",
        "reason",
        "confidence",
    ] {
        assert!(record["actor"][0].get(field).is_some(), "actor.{field} is missing");
    }
}

#[test]
fn formats_of_one_article_give_the_same_events() {
    let folder = folder("formats");
    let text = write(&folder, "a.txt", SENTENCE);
    let json =
        serde_json::json!({"id": "a", "text": SENTENCE, "published": "2022-01-25T08:00:00Z", "publisher": "Example"});
    let jsonl = write(&folder, "a.jsonl", format!("{json}\n"));
    let csv = write(&folder, "a.csv", format!("id,published,text\na,2022-01-25,\"{SENTENCE}\"\n"));
    let page = format!(
        "<html><head><title>Talks in Damascus</title><meta property=\"article:published_time\" content=\"2022-01-25T08:00:00Z\"></head>\
         <body><nav>Home</nav><article><h1>Talks in Damascus</h1><p>{SENTENCE} They discussed trade, water and the border between the two countries at length.</p>\
         <p>{}</p></article></body></html>",
        "The meeting lasted two hours, an official of the palace told reporters after it had ended. ".repeat(6)
    );
    let html = write(&folder, "a.html", page);
    for path in [&text, &jsonl, &csv, &html] {
        let output = run(&["code", path.to_str().expect("a plain path"), "--published", "2022-01-25"], b"");
        assert_eq!(status(&output), 0, "{}: {}", path.display(), stderr(&output));
        let first = &records(&output)[0];
        assert_eq!(first["event"][0], "CONSULT", "{}", path.display());
        assert_eq!(first["date"], "2022-01-24", "{}", path.display());
    }
    let all = run(&["code", folder.to_str().expect("a plain path"), "--published", "2022-01-25"], b"");
    let documents: Vec<String> = records(&all).iter().map(|r| r["document"].to_string()).collect();
    let mut sorted = documents.clone();
    sorted.sort();
    assert_eq!(status(&all), 0);
    assert!(
        documents.len() >= 4 && documents[0] <= sorted[sorted.len() - 1],
        "a folder is read in order: {documents:?}"
    );
}

#[cfg(feature = "parquet")]
#[test]
fn parquet_is_read_by_its_columns() {
    use parquet::data_type::{ByteArray, ByteArrayType};
    use parquet::file::writer::SerializedFileWriter;
    use parquet::schema::parser::parse_message_type;
    let path = folder("parquet").join("a.parquet");
    let schema = parse_message_type(
        "message article { required binary id (UTF8); required binary text (UTF8); required binary published (UTF8); }",
    )
    .expect("a schema");
    let file = std::fs::File::create(&path).expect("the target folder can be written");
    let mut writer = SerializedFileWriter::new(file, schema.into(), Default::default()).expect("a writer");
    let mut group = writer.next_row_group().expect("a group");
    for value in ["p1", SENTENCE, "2022-01-25"] {
        let mut column = group.next_column().expect("a column").expect("three columns");
        column.typed::<ByteArrayType>().write_batch(&[ByteArray::from(value)], None, None).expect("written");
        column.close().expect("closed");
    }
    group.close().expect("closed");
    writer.close().expect("closed");
    let output = run(&["code", path.to_str().expect("a plain path")], b"");
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    assert_eq!((&records(&output)[0]["document"], &records(&output)[0]["date"]), (&"p1".into(), &"2022-01-24".into()));
}

#[test]
fn output_keeps_the_order_of_the_input_with_many_threads() {
    let lines: String =
        (0..60).map(|i| format!("{}\n", serde_json::json!({"id": format!("{i:03}"), "text": SENTENCE}))).collect();
    let one = run(&["code", "--jobs", "1"], lines.as_bytes());
    let many = run(&["code", "--jobs", "8"], lines.as_bytes());
    assert_eq!(one.stdout, many.stdout);
    assert_eq!(records(&one).len(), 60);
}

#[test]
fn a_broken_line_is_reported_and_skipped() {
    let good = serde_json::json!({"id": "x", "text": SENTENCE}).to_string();
    let lines: Vec<String> =
        (1..=9).map(|i| if i == 7 { "{\"id\": \"x\", \"text\": ".to_owned() } else { good.clone() }).collect();
    let path = write(&folder("broken"), "a.jsonl", lines.join("\n"));
    let output = run(&["code", path.to_str().expect("a plain path")], b"");
    assert_eq!(status(&output), 1);
    assert_eq!(records(&output).len(), 8);
    assert!(stderr(&output).contains("a.jsonl: line 7: is no JSON object"), "{}", stderr(&output));
    for (line, says) in [
        ("{\"text\": 5}", "\"text\" is no string"),
        ("{\"title\": \"x\"}", "has no \"text\""),
        ("[1]", "no object"),
        ("{\"text\": \"x\", \"published\": \"yesterday\"}", "published is \"yesterday\""),
    ] {
        let output = run(&["code", "--input-format", "jsonl"], format!("{line}\n{good}\n").as_bytes());
        assert_eq!((status(&output), records(&output).len()), (1, 1), "{line}");
        assert!(stderr(&output).contains(says), "{line}: {}", stderr(&output));
    }
}

#[test]
fn what_is_no_text_is_refused_with_the_offset() {
    let folder = folder("bytes");
    let latin = write(
        &folder,
        "latin.txt",
        b"The president of C\xf4te d'Ivoire met the French foreign minister in Abidjan on Monday.",
    );
    let output = run(&["code", latin.to_str().expect("a plain path")], b"");
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    assert!(stderr(&output).contains("is not UTF-8 at offset 18; read as"), "{}", stderr(&output));
    assert!(stdout(&output).contains("Côte"), "{}", stdout(&output));
    let binary = write(&folder, "binary.txt", b"PK\x03\x04\x00\x00\xff\xfe\x00abc");
    let output = run(&["code", binary.to_str().expect("a plain path")], b"");
    assert_eq!(status(&output), 2);
    assert!(stderr(&output).contains("is no text"), "{}", stderr(&output));
}

#[test]
fn wrong_calls_are_told_in_one_line() {
    let folder = folder("wrong");
    let empty = write(&folder, "empty.txt", "");
    let odd = write(&folder, "a.docx", "x");
    let nothing = folder.join("nothing");
    std::fs::create_dir_all(&nothing).expect("the target folder can be written");
    let path = |p: &Path| p.to_str().expect("a plain path").to_owned();
    let cases: [(Vec<String>, &str); 6] = [
        (vec!["code".into(), path(&empty)], "empty.txt: is empty"),
        (vec!["code".into(), path(&odd)], "unknown format"),
        (vec!["code".into(), path(&nothing)], "no file of a known format is in this folder"),
        (vec!["code".into(), path(&folder.join("none.txt"))], "no such file"),
        (
            vec!["code".into(), path(&empty), "--published".into(), "last week".into()],
            "is no day; write it as 2022-01-25",
        ),
        (vec!["code".into(), path(&empty), "--format".into(), "xml".into()], "xml"),
    ];
    for (arguments, says) in cases {
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let output = run(&arguments, b"");
        assert_eq!(status(&output), 2, "{arguments:?}");
        assert!(stderr(&output).contains(says), "{arguments:?}: {}", stderr(&output));
        assert!(output.stdout.is_empty(), "{arguments:?}");
    }
    let output = run(&["code"], b"  \n");
    assert_eq!(status(&output), 2);
    assert!(stderr(&output).contains("standard input is empty"));
}

#[test]
fn a_line_of_fifty_megabytes_is_refused_and_the_rest_coded() {
    let huge = "Iran met Syria and ".repeat(50 * 1024 * 1024 / 19);
    let path = write(&folder("huge"), "huge.txt", &huge);
    let output = run(&["code", path.to_str().expect("a plain path")], b"");
    assert_eq!(status(&output), 2);
    assert!(stderr(&output).contains("more than 16 MB in one document; split it"), "{}", stderr(&output));
    let good = serde_json::json!({"id": "x", "text": SENTENCE}).to_string();
    let lines = format!("{}\n{good}\n", serde_json::json!({"id": "h", "text": huge}));
    let path = write(&folder("huge-lines"), "a.jsonl", lines);
    let output = run(&["code", path.to_str().expect("a plain path")], b"");
    assert_eq!((status(&output), records(&output).len()), (1, 1), "{}", stderr(&output));
}

#[test]
fn a_closed_pipe_is_no_failure() {
    let lines: String =
        (0..400).map(|i| format!("{}\n", serde_json::json!({"id": i.to_string(), "text": SENTENCE}))).collect();
    let mut child = Command::new(PROGRAM)
        .arg("code")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program was built for this test");
    let mut stdin = child.stdin.take().expect("piped");
    let writer = std::thread::spawn(move || {
        let _ = stdin.write_all(lines.as_bytes());
    });
    let mut first = [0u8; 10];
    let mut out = child.stdout.take().expect("piped");
    out.read_exact(&mut first).expect("some output comes");
    drop(out);
    let output = child.wait_with_output().expect("the program ends");
    writer.join().expect("the writer ends");
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    assert!(stderr(&output).is_empty(), "{}", stderr(&output));
}

#[test]
fn analysis_keeps_given_words_and_boundaries() {
    let conllu = "# sent_id = 1\n# text = He can't go.\n1\tHe\t_\t_\t_\t_\t_\t_\t_\t_\n2-3\tcan't\t_\t_\t_\t_\t_\t_\t_\t_\n2\tca\t_\t_\t_\t_\t_\t_\t_\t_\n3\tn't\t_\t_\t_\t_\t_\t_\t_\t_\n4\tgo\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n5\t.\t_\t_\t_\t_\t_\t_\t_\t_\n\n";
    let output = run(&["analyse", "--tokens", "--format", "conllu"], conllu.as_bytes());
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    let out = stdout(&output);
    assert!(out.contains("# sent_id = 1\n# text = He can't go.\n") && out.contains("2-3\tcan't\t_"), "{out}");
    assert_eq!(out.lines().filter(|l| l.split('\t').count() == 10).count(), 6);
    let lines = run(&["analyse", "--sentences", "--format", "conllu"], b"One line. Still the same.\nAnother line");
    assert_eq!(stdout(&lines).matches("# sent_id").count(), 2);
    let broken = run(&["analyse", "--tokens"], b"1\tHe\n");
    assert_eq!(status(&broken), 2);
    assert!(stderr(&broken).contains("standard input:1: a word line has 10 columns"), "{}", stderr(&broken));
}

#[test]
fn the_analysis_record_has_the_fields_of_the_contract() {
    let output = run(&["analyse", "--published", "2022-01-25"], SENTENCE.as_bytes());
    let record = &records(&output)[0];
    for field in ["document", "stories", "sentences", "mentions", "dates", "places", "attributions"] {
        assert!(record[field].is_array() || field == "document", "{field}");
    }
    assert_eq!(record["places"][0]["resolved_place"], "Damascus");
    assert_eq!(record["dates"][0]["value"], "2022-01-24");
}

#[test]
fn actors_come_out_one_a_line_in_order() {
    let output = run(
        &["actor"],
        "the Syrian deputy foreign minister\nTaliban\t2002-05-01\nTaliban\t2022-05-01\n\nDamascus\n".as_bytes(),
    );
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    let found = records(&output);
    let codes: Vec<String> =
        found.iter().map(|f| format!("{}{}", f["code"].as_str().unwrap_or("-"), f["sector"])).collect();
    assert_eq!(codes, ["SYR[\"GOV\"]", "AFG[\"REB\"]", "AFG[\"GOV\"]", "-[]", "SYR[\"GOV\"]"]);
    let bad = run(&["actor"], b"Taliban\tlong ago\nIran\n");
    assert_eq!((status(&bad), records(&bad).len()), (1, 2));
    assert!(stderr(&bad).contains("line 1: \"long ago\" is no day"), "{}", stderr(&bad));
}

#[test]
fn a_codebook_with_a_mistake_is_named_by_file_and_line() {
    let folder = folder("codebook");
    std::fs::create_dir_all(folder.join("events")).expect("the target folder can be written");
    write(
        &folder.join("events"),
        "PROTEST.toml",
        "code = \"PROTEST\"\nquad = 4\nscale = -5.0\ncameo = \"140\"\ndefinition = \"x\"\n\n[[pattern]]\nsays = \"{actr} rally\"\n",
    );
    let output = run(&["code", "--codebook", folder.to_str().expect("a plain path")], SENTENCE.as_bytes());
    assert_eq!(status(&output), 2);
    assert!(stderr(&output).contains("codebook/events/PROTEST.toml:7: {actr} is no slot"), "{}", stderr(&output));
}

#[test]
fn the_guides_own_event_type_works_without_training() {
    let guide = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/codebook-guide.md"))
        .expect("the guide is there");
    let start = guide.find("code = \"VISIT-PROTOCOL\"").expect("the guide shows a type of one's own");
    let own = &guide[start..start + guide[start..].find("```").expect("its block ends")];
    let folder = folder("own-type").join("my-codebook");
    let path = folder.to_str().expect("a plain path");
    let export = run(&["codebook", "export", path], b"");
    assert_eq!(status(&export), 0, "{}", stderr(&export));
    write(&folder.join("events"), "VISIT-PROTOCOL.toml", own);
    let text = b"Egypt's president received the king of Jordan with a guard of honour in Cairo on Sunday. Vietnam condemned China.";
    let found = records(&run(&["code", "--codebook", path], text));
    let types: Vec<_> = found.iter().map(|r| (r["event"][0].as_str(), r["mode"][0].as_str())).collect();
    assert_eq!(types, [(Some("VISIT-PROTOCOL"), Some("salute")), (Some("ACCUSE"), Some("disapprove"))]);
    let again = run(&["codebook", "export", path], b"");
    assert_eq!(status(&again), 2);
    assert!(stderr(&again).contains("stands there already"), "{}", stderr(&again));
}

#[test]
fn an_explanation_says_why_and_why_not() {
    let output = run(&["explain"], b"Turkey condemned France. Markets rallied against the dollar.");
    let out = stdout(&output);
    assert!(out.contains("ACCUSE \"{actor} condemn") && out.contains("coded as ACCUSE"), "{out}");
    assert!(out.contains("is no PROTEST") || out.contains("not coded"), "{out}");
}

#[test]
fn help_has_examples_and_completions_exist() {
    for command in
        ["code", "analyse", "actor", "explain", "ingest", "search", "sql", "export", "evaluate", "completions"]
    {
        let output = run(&[command, "--help"], b"");
        assert!(stdout(&output).contains("Example"), "{command}");
    }
    assert!(stdout(&run(&["completions", "bash"], b"")).contains("_legation"));
}

#[test]
fn a_long_document_is_coded_in_parts_with_offsets_of_the_whole() {
    let text = format!("{}\n\n", SENTENCE.replace("Iranian", "Iran’s")).repeat(3100);
    let output = run(&["code", "--jobs", "1"], text.as_bytes());
    assert_eq!(status(&output), 0);
    let points: Vec<char> = text.chars().collect();
    let records = records(&output);
    assert!(records.len() >= 3100, "only {} records", records.len());
    let mut ids = std::collections::HashSet::new();
    for record in &records {
        let info = &record["text_info"];
        let at = |key: &str| info[key].as_u64().expect("an offset") as usize;
        let sentence: String = points[at("start")..at("end")].iter().collect();
        assert_eq!(Some(sentence.as_str()), record["text"].as_str());
        assert!(ids.insert(record["id"].to_string()), "{} twice", record["id"]);
    }
}

/// Gold with an event that is found, and the same event where nothing may be found.
fn gold(folder: &Path) -> String {
    let sentences = folder.join("sentences");
    std::fs::create_dir_all(&sentences).expect("the target folder can be written");
    let coded = "[Turkey]{1 TUR} [condemned]{t1} [France]{2 FRA}.\n  t1 ACCUSE 1 > 2\n\nSyria condemned Israel.\n";
    for split in ["dev", "test"] {
        write(&sentences, &format!("{split}.gold"), format!("topic: {split}\nsplit: {split}\n\n{coded}"));
    }
    folder.display().to_string()
}

#[test]
fn an_evaluation_against_itself_gains_and_loses_nothing_and_shows_nothing_of_test() {
    let folder = folder("evaluate");
    let gold = gold(&folder);
    let [errors, saved] = ["errors.jsonl", "saved.jsonl"].map(|f| folder.join(f).display().to_string());
    let first = run(&["evaluate", "--only", "sentences", "--gold", &gold, "--errors", &errors, "--save", &saved], b"");
    assert_eq!(status(&first), 0, "{}", stderr(&first));
    assert!(stdout(&first).contains("gold/ sentences, test (1 with events)"), "{}", stdout(&first));
    let written = std::fs::read_to_string(&errors).expect("the errors");
    let case: serde_json::Value = serde_json::from_str(&written).expect("one case, that of dev");
    assert_eq!((&case["kind"], &case["where"]), (&"false".into(), &"sentences/dev.gold:7".into()));
    let again = run(&["evaluate", "--only", "sentences", "--gold", &gold, "--against", &saved], b"");
    assert!(stdout(&again).contains("| +0.000 |\n\ngained: 0\nlost: 0\n"), "{}", stdout(&again));
}

#[test]
fn every_type_of_the_codebook_has_its_line_in_the_tables_of_types() {
    let folder = folder("evaluate-types");
    let output = run(&["evaluate", "--only", "sentences", "--by-type", "--gold", &gold(&folder)], b"");
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    let text = stdout(&output);
    assert!(text.contains("| ACCUSE | 0.500 | 1.000 | 0.667 | 1 | 2 |"), "{text}");
    assert!(text.contains("| THREATEN | - | - | 0.000 | 0 | 0 |") && !text.contains("test"), "{text}");
}

#[test]
fn decisions_are_written_of_dev_and_not_of_test() {
    let folder = folder("decisions");
    let output = run(&["gold", "decisions", &gold(&folder)], b"");
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    let text = stdout(&output);
    assert!(text.starts_with("split\twhere\ttype\tstrength\thead\t"), "{text}");
    assert!(text.lines().skip(1).count() >= 2 && text.lines().skip(1).all(|l| l.starts_with("dev\t")), "{text}");
}

const LEARNED: &str =
    "Ruritania's neighbours met in Lima on Monday. Peruvian Foreign Minister Pedro Olivares condemned Chile.";

/// The columns of a CSV row, by name.
fn rows(table: &str) -> Vec<std::collections::HashMap<String, String>> {
    let mut lines = csv::Reader::from_reader(table.as_bytes());
    lines.deserialize().map(|row| row.expect("a row of the table")).collect()
}

#[test]
fn what_a_user_accepts_of_learned_office_holders_is_used_by_the_next_run() {
    let folder = folder("learned");
    write(&folder, "a.txt", LEARNED);
    let (news, table) = (folder.join("a.txt"), folder.join("learned.csv"));
    let (news, table) = (news.to_str().expect("a plain path"), table.to_str().expect("a plain path"));
    let learn = ["people", "--learned", news, "--published", "2022-01-25", "--into", table];
    let output = run(&learn, b"");
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    let written = std::fs::read_to_string(table).expect("it was written");
    let row = &rows(&written)[0];
    let shown = ["name", "office", "country", "from", "seen", "articles", "known", "accept"].map(|c| row[c].as_str());
    assert_eq!(shown, ["Pedro Olivares", "foreign minister", "PER", "2022-01-25", "2022-01-25", "1", "new", ""]);
    // A later article has the family name alone.
    let later = b"Peru and Chile held talks. Olivares condemned Chile on Monday.";
    let code = |more: &[&str]| {
        let output = run(&[&["code", "--published", "2022-03-01"], more].concat(), later);
        assert_eq!(status(&output), 0, "{}", stderr(&output));
        let found = records(&output);
        let actor = found.iter().map(|r| &r["actor"][0]).find(|a| a["entity_text"] == "Olivares");
        actor.map_or_else(String::new, |a| format!("{} {} {}", a["code"], a["office"], a["reason"]))
    };
    assert!(!code(&["--people", table]).contains("PER"), "nobody has accepted the row yet");
    std::fs::write(table, written.replace(",new,,,", ",new,,yes,")).expect("it can be written");
    let found = code(&["--people", table]);
    assert!(found.starts_with("\"PER\" \"Foreign Minister\"") && found.contains("learned.csv:2"), "{found}");
    let by_environment =
        Command::new(PROGRAM).args(["people", "Pedro Olivares"]).env("LEGATION_PEOPLE", table).output();
    assert!(stdout(&by_environment.expect("the program was built for this test")).contains("learned.csv:2"));
    // The same run again counts nothing twice and keeps the mark.
    assert_eq!(status(&run(&learn, b"")), 0);
    let again = rows(&std::fs::read_to_string(table).expect("it was written"));
    assert_eq!((again[0]["accept"].as_str(), again[0]["articles"].as_str(), again.len()), ("yes", "1", 1));
    // A correction stays too, and a newer article moves the last day on.
    let mended = written.replace(",new,,,", ",new,,yes,").replace("Pedro Olivares,,", "Pedro J. Olivares,,");
    std::fs::write(table, mended).expect("it can be written");
    write(&folder, "a.txt", format!("{LEARNED}\n\nHe left for Chile."));
    let more = ["people", "--learned", "-", "--published", "2022-02-02", "--into", table];
    assert_eq!(status(&run(&more, LEARNED.as_bytes())), 0);
    let again = rows(&std::fs::read_to_string(table).expect("it was written"));
    let shown = ["name", "from", "seen", "articles", "accept"].map(|c| again[0][c].as_str());
    assert_eq!((shown, again.len()), (["Pedro J. Olivares", "2022-01-25", "2022-02-02", "2", "yes"], 1));
}

#[test]
fn learned_tables_do_not_depend_on_threads() {
    let folder = folder("learned-jobs");
    let mut lines = String::new();
    for i in 0..24 {
        let day = format!("2022-01-{:02}", 1 + i % 20);
        let text = if i % 3 == 0 {
            LEARNED
        } else {
            "Former Chilean president Amaro Valdivieso met Moscow mayor Pavel Ryabtsev."
        };
        let record = serde_json::json!({"id": format!("d{i}"), "text": text, "published": day, "publisher": format!("P{}", i % 2)});
        lines.push_str(&format!("{record}\n"));
    }
    let news = write(&folder, "a.jsonl", lines);
    let table = |jobs: &str| {
        let output = run(&["people", "--learned", news.to_str().expect("a plain path"), "--jobs", jobs], b"");
        assert_eq!(status(&output), 0, "{}", stderr(&output));
        stdout(&output)
    };
    let one = table("1");
    assert_eq!(one, table("4"));
    let found = rows(&one);
    assert_eq!(found.len(), 3, "{one}");
    let former = found.iter().find(|r| r["standing"] == "former").expect("a former president");
    assert_eq!(
        (former["to"].as_str(), former["from"].as_str(), former["sources"].as_str()),
        ("2022-01-01", "", "P0;P1")
    );
}

#[test]
fn tables_of_people_are_looked_up_by_name_and_day() {
    let output = run(&["people", "Faisal Mekdad", "--on", "2022-01-25"], b"");
    assert_eq!(status(&output), 0);
    assert!(stdout(&output).lines().any(|l| l.contains("foreign minister\tSYR GOV") && l.contains("people")));
    let output = run(&["people", "Nobody Ofthatname"], b"");
    assert!(stdout(&output).is_empty() && stderr(&output).contains("the tables have no \"Nobody Ofthatname\""));
    assert_eq!(status(&run(&["people"], b"")), 2);
}

#[test]
fn a_wrong_table_of_people_is_told_with_file_and_line() {
    let folder = folder("learned-wrong");
    let header = "name,aliases,office,country,sector,secondary,rank,from,to,seen,standing,by,articles,sources,known,table,accept,sentence,document,documents,found";
    let row = |accept: &str, country: &str| {
        format!("Ana Ruiz,,president,{country},GOV,,1,2022,,,in office,words,1,,new,,{accept},S.,a,a,f\n")
    };
    for (name, rows, expected) in [
        ("mark.csv", row("ja", "PER"), "mark.csv:2: "),
        ("country.csv", row("yes", "XQX"), "country.csv:2: country \"XQX\" is neither"),
        ("former.csv", row("yes", "PER").replace("in office", "former"), "former.csv:2: a former holder needs a day"),
    ] {
        let table = write(&folder, name, format!("{header}\n{rows}"));
        let output = run(&["code", "--people", table.to_str().expect("a plain path")], b"Iran met Syria.");
        assert_eq!(status(&output), 2, "{name}");
        assert!(stderr(&output).contains(expected), "{name}: {}", stderr(&output));
    }
    let other = write(&folder, "other.csv", "a,b\n1,2\n");
    let output = run(&["people", "--learned", "--into", other.to_str().expect("a plain path")], b"Iran met Syria.");
    assert_eq!(status(&output), 2);
    assert!(stderr(&output).contains("other.csv:"), "{}", stderr(&output));
    assert_eq!(std::fs::read_to_string(&other).expect("it is there"), "a,b\n1,2\n", "what is no table of ours stays");
    let missing = run(&["code", "--people", "nowhere.csv"], b"Iran met Syria.");
    assert_eq!(status(&missing), 2);
    assert!(stderr(&missing).contains("nowhere.csv"), "{}", stderr(&missing));
}
