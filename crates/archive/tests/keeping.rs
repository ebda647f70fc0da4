//! What goes into an archive comes out of it, once and whole.

mod common;

use common::{article, coding, file, item, record, run, writer};
use legation_archive::{
    Archive, ENGLISH, Entry, Error, Item, Key, Rows, Standing, State, Tally, Value, Writer, language,
};
use legation_text::Article;
use std::path::Path;

/// Rows of an answer as text.
#[derive(Default)]
struct Lines(Vec<String>);

impl Rows for Lines {
    fn columns(&mut self, names: &[String]) -> std::io::Result<()> {
        self.0.push(names.join("|"));
        Ok(())
    }

    fn row(&mut self, values: Vec<Value>) -> std::io::Result<()> {
        let text = |value: &Value| match value {
            Value::Null => "-".to_owned(),
            Value::Integer(n) => n.to_string(),
            Value::Real(x) => x.to_string(),
            Value::Text(text) => text.clone(),
            Value::Blob(bytes) => format!("{} bytes", bytes.len()),
        };
        self.0.push(values.iter().map(text).collect::<Vec<_>>().join("|"));
        Ok(())
    }
}

fn ask(path: &Path, sql: &str) -> Result<Vec<String>, Error> {
    let mut lines = Lines::default();
    Archive::open(path)?.select(sql, &mut lines)?;
    Ok(lines.0)
}

fn records(path: &Path) -> Vec<String> {
    let mut lines = Vec::new();
    let archive = Archive::open(path).expect("an archive");
    let read = archive.records(|line| {
        lines.push(String::from_utf8_lossy(line).into_owned());
        Ok(())
    });
    read.expect("records");
    lines
}

#[test]
fn records_come_out_as_they_went_in_and_in_their_order() {
    let path = file("order.db");
    let mut writer = writer(&path);
    writer.keep(&[item(2), item(1)]).expect("kept");
    writer.keep(&[item(3)]).expect("kept");
    let wanted: Vec<String> = [2, 1, 3].map(|n| serde_json::to_string(&record(n)).expect("JSON")).into_iter().collect();
    assert_eq!(records(&path), wanted);
    Archive::open(&path).expect("an archive").check().expect("whole");
}

#[test]
fn the_same_article_is_kept_once_wherever_it_comes_from() {
    let path = file("once.db");
    let first = writer(&path).keep(&[item(1), item(1)]).expect("kept");
    assert_eq!(first, Tally { added: 1, coded: 1, events: 1, there: 1, ..Tally::default() });
    let before = std::fs::read(&path).expect("a file");
    let mut again = writer(&path);
    let second = again.keep(&[item(1), Item::There(article(1), Key::of(&article(1)))]).expect("kept");
    assert!(second.is_nothing() && second.there == 2, "{second:?}");
    again.finish("2022-01-26T09:00:00Z").expect("closed");
    assert_eq!(std::fs::read(&path).expect("a file").len(), before.len());
    assert_eq!(ask(&path, "SELECT count(*) FROM runs").expect("an answer")[1], "1");
    let elsewhere = Article { id: "b".into(), publisher: Some("Another".into()), ..article(1) };
    writer(&path).keep(&[Item::There(elsewhere.clone(), Key::of(&elsewhere))]).expect("kept");
    assert_eq!(ask(&path, "SELECT document, publisher FROM sightings").expect("an answer")[1..], ["b|Another"]);
}

#[test]
fn a_waiting_article_is_coded_when_it_comes_again() {
    let path = file("waiting.db");
    let plain = writer(&path).keep(&[Item::Entry(Entry::new(article(1), ENGLISH, None))]).expect("kept");
    assert_eq!((plain.added, plain.coded), (1, 0));
    let archive = Archive::open(&path).expect("an archive");
    assert_eq!(archive.standing(&Key::of(&article(1))).expect("read"), Standing::Kept(State::Waiting));
    assert_eq!(archive.standing(&Key::of(&article(2))).expect("read"), Standing::Absent);
    let coded = writer(&path).keep(&[item(1)]).expect("kept");
    assert_eq!((coded.added, coded.coded, coded.events), (0, 1, 1));
    archive.check().expect("whole");
}

#[test]
fn what_is_not_english_is_kept_without_events() {
    let path = file("foreign.db");
    let text = "Le ministre des affaires étrangères du Ghana a reçu vendredi à Accra son homologue du Kenya.";
    let article = Article::from_text("fr", text);
    let coded = coding(&article, vec![record(1)]);
    let entry = Entry::new(article, language(text), Some(coded));
    assert_eq!(entry.state(), State::Foreign);
    let tally = writer(&path).keep(&[Item::Entry(entry)]).expect("kept");
    assert_eq!((tally.added, tally.foreign, tally.coded, tally.events), (1, 1, 0, 0));
    assert_eq!(ask(&path, "SELECT language, state, events FROM article").expect("an answer")[1], "fr|foreign|-");
}

#[test]
fn copies_and_later_versions_of_an_article_are_one_group() {
    let path = file("copies.db");
    let first = "The foreign ministers of Kenya and Ghana met in Nairobi on Friday to talk about trade and fisheries, the \
        first such visit in a decade. They signed two agreements on customs.";
    let more = " A joint commission is to meet twice a year, first in Accra, and will be led by the deputy ministers.";
    let other = "Protesters blocked the port of Lima on Sunday, and the mayor called for calm while talks with the dockers' \
        union went on behind closed doors.";
    let entry = |id: &str, text: String, day: &str| {
        let article = Article { published: Some(day.parse().expect("a day")), ..Article::from_text(id, text) };
        Item::Entry(Entry::new(article, ENGLISH, None))
    };
    let mut writer = writer(&path);
    let batch = [
        entry("lima", other.to_owned(), "2022-01-20"),
        entry("nairobi", first.to_owned(), "2022-01-22"),
        entry("update", format!("{first}{more}"), "2022-01-23"),
        entry("wire", format!("NAIROBI (XYZ) - {first}"), "2022-01-21"),
    ];
    writer.keep(&batch).expect("kept");
    let sql = "SELECT document, cluster, relation, copies, earliest, fullest FROM article ORDER BY id";
    assert_eq!(
        ask(&path, sql).expect("an answer")[1..],
        ["lima|-|-|0|1|1", "nairobi|2|first|3|0|0", "update|2|update|3|0|1", "wire|2|copy|3|1|0"]
    );
}

#[test]
fn two_groups_become_one_when_an_article_joins_them() {
    let path = file("joined.db");
    let word = |n: usize| format!("word{n}");
    let text = |from: usize, to: usize| (from..to).map(word).collect::<Vec<_>>().join(" ");
    let mut writer = writer(&path);
    for (id, from, to) in [("a", 0, 60), ("b", 60, 120), ("a2", 0, 62), ("b2", 58, 120), ("both", 0, 120)] {
        let entry = Entry::new(Article::from_text(id, text(from, to)), ENGLISH, None);
        writer.keep(&[Item::Entry(entry)]).expect("kept");
    }
    Archive::open(&path).and_then(|a| a.check()).expect("whole");
    let groups = ask(&path, "SELECT group_concat(document, ' ' ORDER BY id) FROM article GROUP BY cluster");
    assert_eq!(groups.expect("an answer")[1..], ["a b a2 b2 both"]);
    let marked = ask(&path, "SELECT copies, group_concat(document) FROM article WHERE earliest OR fullest");
    assert_eq!(marked.expect("an answer")[1..], ["5|a,both"]);
}

#[test]
fn a_failure_is_told_once() {
    let path = file("failures.db");
    let failure = || Item::Failure("a.jsonl: line 7".into(), "is no JSON object".into());
    assert_eq!(writer(&path).keep(&[failure(), failure()]).expect("kept").failed, 1);
    assert!(writer(&path).keep(&[failure()]).expect("kept").is_nothing());
}

#[test]
fn the_views_show_what_the_records_say() {
    let path = file("views.db");
    let mut writer = writer(&path);
    writer.keep(&[item(1), item(2)]).expect("kept");
    let shown = |sql: &str| ask(&path, sql).unwrap_or_else(|e| panic!("{sql}: {e}"))[1].clone();
    assert_eq!(
        shown(
            "SELECT event, mode, context, date, actor, actor_code, recipient_code, place, country, killed, reports, model, text FROM event"
        ),
        "CONSULT|visit|diplomatic;economic|2022-01-24|Wang Yi|CHN|OMN|Muscat|OMN|3|1|reader 3|\
         Foreign minister Wang Yi met envoy 1 in Muscat on Monday."
    );
    assert_eq!(
        shown("SELECT side, name, code, sector, office, event FROM participant WHERE code = 'CHN'"),
        "actor|Wang Yi|CHN|GOV;DIP|Foreign minister|0000000000000001"
    );
    assert_eq!(shown("SELECT report = event, publisher, url FROM report"), "1|Example|https://example.org/1");
    assert_eq!(
        shown("SELECT name, office, code, first, events FROM person ORDER BY events DESC, name"),
        "Wang Yi|Foreign minister|CHN|2022-01-24|2"
    );
    assert_eq!(
        shown("SELECT title, published, state, events, earliest, fullest FROM article"),
        "Talks 1|2022-01-25|coded|1|1|1"
    );
}

#[test]
fn who_acts_on_whom_is_told_once_a_pair_and_both_ways_among_equals() {
    let path = file("dyads.db");
    let (visit, mut talks, mut unknown) = (record(1), record(1), record(1));
    (talks.id, unknown.id) = ("talks".into(), "unknown".into());
    talks.actor.extend([talks.recipient[0].clone(), talks.actor[0].clone()]);
    talks.recipient.clear();
    (unknown.recipient[0].code, unknown.date) = (None, None);
    let coding = coding(&article(1), vec![visit, talks, unknown]);
    writer(&path).keep(&[Item::Entry(Entry::new(article(1), ENGLISH, Some(coding)))]).expect("kept");
    let sql = "SELECT e.key, d.actor, d.recipient, d.date FROM dyads d JOIN events e ON e.id = d.event ORDER BY e.id, d.actor";
    assert_eq!(
        ask(&path, sql).expect("an answer")[1..],
        ["0000000000000001|CHN|OMN|2022-01-24", "talks|CHN|OMN|2022-01-24", "talks|OMN|CHN|2022-01-24"]
    );
}

#[test]
fn offsets_of_the_views_count_code_points() {
    let path = file("points.db");
    let mut article = article(1);
    article.text = format!("“É.” {}", article.text);
    let mut record = record(1);
    (record.text_info.start, record.text_info.end) = (5, 62);
    let coding = coding(&article, vec![record]);
    writer(&path).keep(&[Item::Entry(Entry::new(article, ENGLISH, Some(coding)))]).expect("kept");
    assert_eq!(
        ask(&path, "SELECT text FROM event").expect("an answer")[1],
        "Foreign minister Wang Yi met envoy 1 in Muscat on Monday."
    );
}

#[test]
fn sql_reads_and_never_writes() {
    let path = file("readonly.db");
    writer(&path).keep(&[item(1)]).expect("kept");
    let copy = file("readonly-copy.db");
    for sql in [
        "DELETE FROM articles",
        "UPDATE articles SET title = 'x' RETURNING id",
        "DROP VIEW event",
        "CREATE TEMP TABLE x (a)",
        "PRAGMA user_version = 7",
        "PRAGMA query_only = 0",
        "BEGIN",
        &format!("ATTACH '{}' AS other", copy.display()),
        &format!("VACUUM INTO '{}'", copy.display()),
        "INSERT INTO search(search) VALUES ('rebuild')",
    ] {
        let error = ask(&path, sql).expect_err(sql).to_string();
        assert!(error.contains("only reading is allowed") || error.contains("gives no rows"), "{sql}: {error}");
    }
    assert!(!copy.exists());
    for (sql, says) in [
        ("SELECT 1; SELECT 2", "one statement"),
        ("SELEC 1", "syntax error"),
        ("SELECT colour FROM event", "no such column: colour"),
        ("SELECT 1 FROM nowhere", "the views are article, event"),
    ] {
        let error = ask(&path, sql).expect_err(sql).to_string();
        assert!(error.contains(says), "{sql}: {error}");
    }
    for sql in [
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3) SELECT max(i) FROM n",
        "SELECT count(*) FROM search WHERE search MATCH 'minister'",
        "EXPLAIN QUERY PLAN SELECT * FROM event",
        "SELECT json_extract('{\"a\": 1}', '$.a')",
        "PRAGMA table_info(articles)",
    ] {
        ask(&path, sql).unwrap_or_else(|e| panic!("{sql}: {e}"));
    }
}

#[test]
fn words_are_found_in_any_inflection_with_their_neighbourhood() {
    let path = file("search.db");
    writer(&path).keep(&[item(1), item(2)]).expect("kept");
    let archive = Archive::open(&path).expect("an archive");
    let hits = archive.search("ministers \"envoy 2\"", 10, ("[", "]")).expect("found");
    assert_eq!(hits.len(), 1);
    assert_eq!((hits[0].document.as_str(), hits[0].title.as_deref()), ("a2", Some("Talks 2")));
    assert!(hits[0].snippet.contains("[minister] Wang Yi met [envoy 2]"), "{}", hits[0].snippet);
    assert!(archive.search("nothing of the kind", 10, ("", "")).expect("found").is_empty());
    let error = archive.search("NOT", 10, ("", "")).expect_err("no query").to_string();
    assert!(error.contains("cannot be searched"), "{error}");
}

#[test]
fn a_batch_that_fails_leaves_nothing() {
    let path = file("half.db");
    let mut writer = writer(&path);
    writer.keep(&[item(1)]).expect("kept");
    let before = records(&path);
    // A page limit stands in for a disk that is full.
    let pages = ask(&path, "SELECT page_count FROM pragma_page_count").expect("an answer")[1].clone();
    writer.limit_pages(pages.parse().expect("a number")).expect("set");
    let many: Vec<Item> = (2..200).map(item).collect();
    let error = writer.keep(&many).expect_err("no room").to_string();
    assert!(error.contains("the disk is full; what was committed is kept"), "{error}");
    assert_eq!(records(&path), before);
    let archive = Archive::open(&path).expect("an archive");
    archive.check().expect("whole");
    assert_eq!(archive.figures().expect("figures").articles, 1);
}

#[test]
fn a_writer_waits_for_another_and_says_so_in_the_end() {
    let path = file("locked.db");
    let mut writer = writer(&path);
    writer.keep(&[item(1)]).expect("kept");
    writer.wait_at_most(std::time::Duration::from_millis(50)).expect("set");
    let other = rusqlite::Connection::open(&path).expect("opened");
    other.execute_batch("BEGIN IMMEDIATE").expect("locked");
    let error = writer.keep(&[item(2)]).expect_err("locked").to_string();
    assert!(error.contains("another program is writing it; wait for that to end"), "{error}");
    other.execute_batch("ROLLBACK").expect("unlocked");
    assert_eq!(writer.keep(&[item(2)]).expect("kept").added, 1);
}

#[test]
fn a_reader_sees_whole_batches_while_a_writer_writes() {
    let path = file("both.db");
    writer(&path).keep(&[item(0)]).expect("kept");
    let writing = {
        let path = path.clone();
        std::thread::spawn(move || {
            let mut writer = writer(&path);
            for batch in 1..30 {
                writer.keep(&[item(2 * batch), item(2 * batch + 1)]).expect("kept");
            }
        })
    };
    let archive = Archive::open(&path).expect("an archive");
    while !writing.is_finished() {
        let figures = archive.figures().expect("figures");
        assert_eq!((figures.articles % 2, figures.events), (1, figures.articles), "{figures:?}");
    }
    writing.join().expect("written");
    assert_eq!(archive.figures().expect("figures").articles, 59);
}

#[test]
fn what_is_no_archive_is_refused() {
    let open = |path: &Path| Archive::open(path).err().expect("refused").to_string();
    let missing = file("missing.db");
    assert!(open(&missing).contains("no such archive; make one with legation ingest"), "{}", open(&missing));
    let text = file("text.db");
    std::fs::write(&text, "These are some words and no database at all. ".repeat(40)).expect("written");
    assert!(open(&text).contains("is no Legation archive"), "{}", open(&text));
    assert!(Writer::open(&text, run()).err().expect("refused").to_string().contains("is no Legation archive"));
    let other = file("other.db");
    rusqlite::Connection::open(&other).and_then(|c| c.execute_batch("CREATE TABLE mine (a)")).expect("made");
    assert!(Writer::open(&other, run()).err().expect("refused").to_string().contains("is no Legation archive"));
    let newer = file("newer.db");
    writer(&newer).keep(&[item(1)]).expect("kept");
    rusqlite::Connection::open(&newer).and_then(|c| c.execute_batch("PRAGMA user_version = 99")).expect("made");
    assert!(open(&newer).contains("later version of Legation (schema 99"), "{}", open(&newer));
}

#[test]
fn a_damaged_file_is_told() {
    let path = file("damaged.db");
    let mut writer = writer(&path);
    writer.keep(&(0..50).map(item).collect::<Vec<_>>()).expect("kept");
    writer.finish("2022-01-26T09:00:00Z").expect("closed");
    let mut bytes = std::fs::read(&path).expect("a file");
    let middle = bytes.len() / 2;
    bytes[middle..middle + 8192].fill(0x5a);
    std::fs::write(&path, bytes).expect("written");
    let error = Archive::open(&path).and_then(|a| a.check()).expect_err("damaged").to_string();
    assert!(error.contains("damaged"), "{error}");
}
