//! The commands of the archive: what is kept, asked and written out, and what is said of mistakes.

mod common;

use common::{folder, records, run, status, stderr, stdout, write};
use std::path::Path;

const MEETING: &str = "Iranian President Ebrahim Raisi met Syrian President Bashar Assad in Damascus on Monday.";
const PROTEST: &str =
    "Farmers rallied against the government in Lima on Sunday. Peru's president condemned the farmers.";
const FRENCH: &str = "Le ministre des affaires étrangères du Ghana a reçu vendredi à Accra son homologue du Kenya.";

fn text(path: &Path) -> &str {
    path.to_str().expect("a plain path")
}

fn line(id: &str, words: &str, day: &str) -> String {
    serde_json::json!({"id": id, "text": words, "published": day, "publisher": "Example"}).to_string() + "\n"
}

fn news() -> String {
    line("meeting", MEETING, "2022-01-25")
        + &line("protest", PROTEST, "2022-01-24")
        + &line("french", FRENCH, "2022-01-24")
}

#[test]
fn what_is_ingested_comes_out_as_it_is_coded() {
    let folder = folder("archive-export");
    let (input, archive) = (write(&folder, "news.jsonl", news()), folder.join("news.db"));
    let kept = run(&["ingest", text(&input), "--archive", text(&archive)], b"");
    assert_eq!(status(&kept), 0, "{}", stderr(&kept));
    assert!(
        stdout(&kept).contains("3 articles added; 2 coded, 3 events; 1 not in English: kept, not coded"),
        "{}",
        stdout(&kept)
    );
    let coded = run(&["code", text(&input)], b"");
    let french = |r: &&serde_json::Value| r["document"] != "french";
    let export = run(&["export", "--format", "jsonl", "--archive", text(&archive)], b"");
    assert_eq!(records(&export).iter().collect::<Vec<_>>(), records(&coded).iter().filter(french).collect::<Vec<_>>());
    assert!(coded.stdout.starts_with(&export.stdout), "the bytes are the same");
}

#[test]
fn a_second_run_adds_nothing_and_says_so() {
    let folder = folder("archive-again");
    let (input, archive) = (write(&folder, "news.jsonl", news()), folder.join("news.db"));
    run(&["ingest", text(&input), "--archive", text(&archive)], b"");
    let before = std::fs::read(&archive).expect("the archive");
    let again = run(&["ingest", text(&input), "--archive", text(&archive)], b"");
    assert_eq!(status(&again), 0, "{}", stderr(&again));
    assert!(stdout(&again).contains("0 articles added; 3 there already"), "{}", stdout(&again));
    assert!(std::fs::read(&archive).expect("the archive") == before, "not a byte is changed");
    let more =
        write(&folder, "more.jsonl", line("other-id", MEETING, "2022-01-25") + &line("new", MEETING, "2022-02-01"));
    let more = run(&["ingest", text(&more), "--archive", text(&archive)], b"");
    assert!(stdout(&more).contains("1 articles added; 1 coded, 1 events; 1 there already"), "{}", stdout(&more));
}

#[test]
fn the_same_archive_coded_twice_exports_the_same_bytes() {
    let folder = folder("archive-twice");
    let lines: String =
        (0..40).map(|i| line(&format!("{i:02}"), &format!("{MEETING} Case {i}."), "2022-01-25")).collect();
    let input = write(&folder, "news.jsonl", lines);
    let [one, many] = ["1", "6"].map(|jobs| {
        let archive = folder.join(format!("{jobs}.db"));
        let kept = run(&["ingest", text(&input), "--jobs", jobs, "--batch", "7", "--archive", text(&archive)], b"");
        assert_eq!(status(&kept), 0, "{}", stderr(&kept));
        run(&["export", "--archive", text(&archive)], b"").stdout
    });
    assert!(one == many && !one.is_empty());
}

#[test]
fn mail_feeds_and_web_archives_are_kept_beside_plain_files() {
    let folder = folder("archive-formats");
    let archive = folder.join("news.db");
    let inputs = folder.join("inputs");
    std::fs::create_dir_all(&inputs).expect("the target folder can be written");
    let told =
        "An official told reporters after the meeting had ended that both sides would stay in touch on all matters.";
    let page = format!(
        "<html><head><title>Talks</title></head><body><article><p>{MEETING}</p><p>{told}</p><p>{told}</p></article></body></html>"
    );
    let response = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{page}");
    let warc = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://example.org/1\r\nContent-Length: {}\r\n\r\n{response}\r\n\r\n",
        response.len()
    );
    let mail =
        format!("From: Wire <a@example.org>\nSubject: Visit\nDate: Tue, 25 Jan 2022 08:00:00 +0000\n\n{MEETING}\n");
    write(
        &inputs,
        "a.rss",
        format!(
            "<rss version=\"2.0\"><channel><title>F</title><item><title>T</title><guid>g</guid><description>{MEETING}</description></item></channel></rss>"
        ),
    );
    write(&inputs, "b.eml", &mail);
    write(&inputs, "c.mbox", format!("From a Tue Jan 25 08:00:00 2022\n{}", mail.replace("Visit", "Another")));
    write(&inputs, "d.warc.gz", packed(warc.as_bytes()));
    write(&inputs, "e.jsonl.gz", packed(line("zipped", PROTEST, "2022-01-24").as_bytes()));
    let kept = run(&["ingest", text(&inputs), "--archive", text(&archive)], b"");
    assert_eq!(status(&kept), 0, "{}", stderr(&kept));
    assert!(stdout(&kept).contains("5 articles added; 5 coded"), "{}", stdout(&kept));
    let sql = "SELECT title, published, publisher, url, events > 0 AS told FROM article ORDER BY id";
    assert_eq!(
        stdout(&run(&["sql", sql, "--archive", text(&archive), "--format", "csv"], b"")),
        "title,published,publisher,url,told\nT,,F,,1\nVisit,2022-01-25,Wire,,1\nAnother,2022-01-25,Wire,,1\n\
         Talks,,,https://example.org/1,1\n,2022-01-24,Example,,1\n"
    );
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    std::io::Write::write_all(&mut encoder, bytes).and_then(|()| encoder.finish()).expect("memory takes all")
}

#[test]
fn two_runs_at_once_keep_each_article_once() {
    let folder = folder("archive-two");
    let lines: String =
        (0..60).map(|i| line(&format!("{i:02}"), &format!("{MEETING} Case {i}."), "2022-01-25")).collect();
    let input = write(&folder, "news.jsonl", lines);
    let (one, both) = (folder.join("one.db"), folder.join("both.db"));
    let ingest = |archive: &Path| {
        let kept = run(&["ingest", text(&input), "--batch", "3", "--archive", text(archive)], b"");
        assert_eq!(status(&kept), 0, "{}", stderr(&kept));
    };
    ingest(&one);
    std::thread::scope(|scope| {
        scope.spawn(|| ingest(&both));
        scope.spawn(|| ingest(&both));
    });
    let export = |archive: &Path| run(&["export", "--archive", text(archive)], b"").stdout;
    assert!(export(&one) == export(&both) && !export(&one).is_empty());
    assert_eq!(stdout(&run(&["sql", "SELECT count(*) FROM article", "--archive", text(&both)], b"")), "count(*)\n60\n");
}

#[test]
fn articles_that_were_only_kept_are_coded_later() {
    let folder = folder("archive-later");
    let (input, archive) = (write(&folder, "news.jsonl", news()), folder.join("news.db"));
    let kept = run(&["ingest", text(&input), "--no-coding", "--archive", text(&archive)], b"");
    assert!(stdout(&kept).contains("3 articles added; 0 coded, 0 events"), "{}", stdout(&kept));
    assert!(run(&["export", "--archive", text(&archive)], b"").stdout.is_empty());
    let coded = run(&["ingest", text(&input), "--archive", text(&archive)], b"");
    assert!(stdout(&coded).contains("0 articles added; 2 coded, 3 events; 1 there already"), "{}", stdout(&coded));
}

#[test]
fn bad_records_are_told_kept_as_failures_and_the_rest_goes_in() {
    let folder = folder("archive-bad");
    let archive = folder.join("news.db");
    let input = write(&folder, "news.jsonl", news() + "{\"text\": \n" + &line("last", PROTEST, "2022-03-01"));
    for added in ["4 articles added", "0 articles added"] {
        let kept = run(&["ingest", text(&input), "--archive", text(&archive)], b"");
        assert_eq!(status(&kept), 1);
        assert!(stderr(&kept).contains("news.jsonl: line 4: is no JSON object"), "{}", stderr(&kept));
        assert!(stdout(&kept).contains(added), "{}", stdout(&kept));
    }
    let failures =
        run(&["sql", "SELECT place, message FROM failures", "--archive", text(&archive), "--format", "csv"], b"");
    assert_eq!(stdout(&failures).lines().count(), 2, "{}", stdout(&failures));
}

#[test]
fn sql_answers_in_three_formats_and_refuses_to_write() {
    let folder = folder("archive-sql");
    let (input, archive) = (write(&folder, "news.jsonl", news()), folder.join("news.db"));
    run(&["ingest", text(&input), "--archive", text(&archive)], b"");
    let ask = |sql: &str, format: &str| run(&["sql", sql, "--format", format, "--archive", text(&archive)], b"");
    let sql = "SELECT event, actor_code, date, killed FROM event WHERE document = 'meeting'";
    assert_eq!(stdout(&ask(sql, "csv")), "event,actor_code,date,killed\nCONSULT,IRN,2022-01-24,\n");
    assert_eq!(
        stdout(&ask(sql, "jsonl")),
        "{\"event\":\"CONSULT\",\"actor_code\":\"IRN\",\"date\":\"2022-01-24\",\"killed\":null}\n"
    );
    assert!(
        stdout(&ask(sql, "table")).contains("\nCONSULT  IRN         2022-01-24\n"),
        "{}",
        stdout(&ask(sql, "table"))
    );
    for sql in ["DELETE FROM articles", "UPDATE events SET type = 'AID' RETURNING id", "DROP TABLE texts"] {
        let refused = ask(sql, "csv");
        assert_eq!(status(&refused), 2, "{sql}");
        assert!(stderr(&refused).contains("only reading is allowed here"), "{sql}: {}", stderr(&refused));
    }
    let wrong = ask("SELECT colour FROM event", "csv");
    assert_eq!(status(&wrong), 2);
    assert!(stderr(&wrong).contains("no such column: colour"), "{}", stderr(&wrong));
    assert_eq!(stdout(&ask("SELECT count(*) AS n FROM article", "csv")), "n\n3\n");
}

#[test]
fn search_shows_where_the_words_stand() {
    let folder = folder("archive-search");
    let (input, archive) = (write(&folder, "news.jsonl", news()), folder.join("news.db"));
    run(&["ingest", text(&input), "--archive", text(&archive)], b"");
    let found = run(&["search", "farmer", "government", "--archive", text(&archive)], b"");
    let hits = records(&found);
    assert_eq!((hits.len(), &hits[0]["document"]), (1, &"protest".into()));
    assert!(hits[0]["snippet"].as_str().expect("text").contains("[Farmers] rallied against the [government]"));
    let shown = run(&["search", "raisi", "--format", "text", "--archive", text(&archive)], b"");
    assert!(stdout(&shown).starts_with("meeting  2022-01-25 · Example\n"), "{}", stdout(&shown));
}

#[test]
fn mistakes_about_archives_are_told_in_one_line() {
    let folder = folder("archive-wrong");
    let (missing, other) =
        (folder.join("none.db"), write(&folder, "other.db", "no database at all, only words ".repeat(60)));
    let input = write(&folder, "a.txt", MEETING);
    for (arguments, says) in [
        (vec!["export", "--archive", text(&missing)], "no such archive; make one with legation ingest INPUT --archive"),
        (vec!["search", "x", "--archive", text(&missing)], "no such archive"),
        (vec!["sql", "SELECT 1", "--archive", text(&other)], "is no Legation archive"),
        (vec!["ingest", text(&input), "--archive", text(&other)], "is no Legation archive"),
        (vec!["ingest", text(&missing)], "no such file or folder"),
        (vec!["ingest", text(&input), "--archive", "/nowhere/at/all.db"], "cannot be opened; look at the folder"),
    ] {
        let output = run(&arguments, b"");
        assert_eq!(status(&output), 2, "{arguments:?}");
        assert!(stderr(&output).contains(says), "{arguments:?}: {}", stderr(&output));
    }
    assert!(!missing.exists());
}

#[cfg(unix)]
#[test]
fn an_archive_that_may_not_be_written_can_be_read_and_is_told() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder("archive-readonly");
    let (input, archive) = (write(&folder, "news.jsonl", news()), folder.join("news.db"));
    run(&["ingest", text(&input), "--archive", text(&archive)], b"");
    let allow = |mode| {
        for path in [&archive, &folder] {
            let more: u32 = if path == &folder { 0o111 } else { 0 };
            std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode | more)).expect("ours");
        }
    };
    allow(0o444);
    let everything_may = std::fs::OpenOptions::new().append(true).open(&archive).is_ok();
    let export = run(&["export", "--archive", text(&archive)], b"");
    let more = write_elsewhere();
    let refused = run(&["ingest", text(&more), "--archive", text(&archive)], b"");
    allow(0o644);
    assert_eq!((status(&export), records(&export).len()), (0, 3), "{}", stderr(&export));
    // The super-user is refused nothing.
    if !everything_may {
        assert_eq!(status(&refused), 2);
        assert!(stderr(&refused).contains("may not be written"), "{}", stderr(&refused));
    }
}

#[cfg(unix)]
fn write_elsewhere() -> std::path::PathBuf {
    write(&folder("archive-readonly-more"), "more.jsonl", line("more", MEETING, "2022-05-05"))
}
