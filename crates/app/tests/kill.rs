//! A run that is killed at any moment leaves whole batches behind, and the next run goes on from there.

mod common;

use common::{PROGRAM, folder, run, status, stderr, stdout, write};
use legation_archive::Archive;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// How often the run is killed.
const KILLS: usize = 50;

/// Articles of the input.
const ARTICLES: usize = 72;

/// The same moments in every run of the test.
struct Chance(u64);

impl Chance {
    /// From 0 to 1, by xorshift.
    fn next(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as f64 / (1u64 << 53) as f64
    }
}

/// Articles with events, one in another language, one twice, and a line that is none.
fn news() -> String {
    let countries = ["Kenya", "Ghana", "Peru", "Chile", "Oman", "Qatar", "Japan", "Norway"];
    let mut lines = String::new();
    for number in 0..ARTICLES {
        let (one, two) = (countries[number % 8], countries[(number / 8 + number % 8 + 1) % 8]);
        let text = match number {
            40 => "Le ministre des affaires étrangères du Ghana a reçu vendredi à Accra son homologue du Kenya.".to_owned(),
            60 => "Kenya condemned Ghana on Monday. The foreign ministers of Kenya and Ghana met in round 0 of their talks.".to_owned(),
            _ => format!("{one} condemned {two} on Monday. The foreign ministers of {one} and {two} met in round {number} of their talks."),
        };
        let record = serde_json::json!({"id": format!("{number:03}"), "text": text, "published": "2022-01-25"});
        lines.push_str(&record.to_string());
        lines.push('\n');
        if number == 50 {
            lines.push_str("{\"id\": \n");
        }
    }
    lines
}

fn arguments<'a>(input: &'a Path, archive: &'a Path) -> [&'a str; 8] {
    let text = |path: &'a Path| path.to_str().expect("a plain path");
    ["ingest", text(input), "--archive", text(archive), "--batch", "2", "--jobs", "2"]
}

/// Kills a run after a while; whether it was still at work.
fn killed(input: &Path, archive: &Path, after: Duration) -> bool {
    let mut child = Command::new(PROGRAM)
        .args(arguments(input, archive))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program was built for this test");
    std::thread::sleep(after);
    let working = child.try_wait().expect("it can be asked").is_none();
    // On Unix this is SIGKILL.
    child.kill().expect("it is ours");
    child.wait().expect("it ended");
    working
}

/// What an archive holds, but for the runs that it took.
fn contents(archive: &Path) -> (String, String) {
    let path = archive.to_str().expect("a plain path");
    let sql = "SELECT id, key, document, state, language, events, cluster, relation, earliest, fullest FROM article ORDER BY id";
    let export = run(&["export", "--archive", path], b"");
    let articles = run(&["sql", sql, "--archive", path, "--format", "csv"], b"");
    assert_eq!((status(&export), status(&articles)), (0, 0), "{}{}", stderr(&export), stderr(&articles));
    (stdout(&export), stdout(&articles))
}

#[test]
fn a_run_that_is_killed_fifty_times_ends_with_the_same_archive() {
    let folder = folder("kill");
    let input = write(&folder, "news.jsonl", news());
    let whole = folder.join("whole.db");
    let started = Instant::now();
    let uninterrupted = run(&arguments(&input, &whole), b"");
    let duration = started.elapsed();
    assert_eq!(status(&uninterrupted), 1, "one line is bad: {}", stderr(&uninterrupted));
    Archive::open(&whole).and_then(|a| a.check()).expect("whole");
    let wanted = contents(&whole);
    assert!(wanted.0.lines().count() >= ARTICLES, "every article tells something");

    let mut chance = Chance(0x1e9a_7101);
    let (mut kills, mut halves, mut round) = (0, 0, 0);
    while kills < KILLS {
        let archive = folder.join(format!("{round}.db"));
        round += 1;
        let mut known = 0;
        // Kills this archive until it is complete, or all kills are done.
        while kills < KILLS {
            let working = killed(&input, &archive, duration.mul_f64(chance.next()));
            kills += usize::from(working);
            let opened = Archive::open(&archive);
            if matches!(opened, Err(legation_archive::Error::Missing(_))) {
                assert_eq!(known, 0, "nothing that was there is lost");
                continue;
            }
            let opened = opened.unwrap_or_else(|e| panic!("kill {kills}: {e}"));
            opened.check().unwrap_or_else(|e| panic!("kill {kills}: {e}"));
            let articles = opened.figures().expect("figures").articles;
            assert!(articles >= known, "nothing that was there is lost");
            halves += usize::from(articles > known && working);
            known = articles;
            if !working {
                break;
            }
        }
        let last = run(&arguments(&input, &archive), b"");
        assert_eq!(status(&last), 1, "{}", stderr(&last));
        Archive::open(&archive).and_then(|a| a.check()).expect("whole");
        let found = contents(&archive);
        assert_eq!(found.1, wanted.1);
        assert!(found.0 == wanted.0, "the export is the same byte for byte");
    }
    assert!(halves >= KILLS / 5, "only {halves} of {KILLS} kills came while articles were committed");
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_behind_what_was_begun_and_says_how_to_go_on() {
    use std::process::ExitStatus;
    let folder = folder("interrupt");
    let input = write(&folder, "news.jsonl", news().replace("on Monday", "on Monday, after long talks,"));
    let archive = folder.join("news.db");
    let whole = folder.join("whole.db");
    assert_eq!(status(&run(&arguments(&input, &whole), b"")), 1);
    let stopped: fn(&ExitStatus) -> bool = |status| status.code() == Some(130);
    let mut told = String::new();
    // The signal may come before the program listens or after it ended: it is sent later and later until it comes in between.
    for wait in 1..200 {
        for end in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{end}", archive.display()));
        }
        let child = Command::new(PROGRAM)
            .args(arguments(&input, &archive))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program was built for this test");
        std::thread::sleep(Duration::from_millis(10 * wait));
        let signal = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
        assert!(signal.is_ok_and(|s| s.success()), "a child that was not waited for can be signalled");
        let output = child.wait_with_output().expect("it ends");
        if stopped(&output.status) && stdout(&output).contains("articles added") {
            told = stderr(&output);
            break;
        }
    }
    assert!(told.contains("run the same command again to go on"), "{told}");
    Archive::open(&archive).and_then(|a| a.check()).expect("whole");
    assert_eq!(status(&run(&arguments(&input, &archive), b"")), 1);
    assert_eq!(contents(&archive), contents(&whole));
}
