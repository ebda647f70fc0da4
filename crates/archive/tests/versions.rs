//! An archive of every released version is opened, brought up to the present schema and read.

mod common;

use common::{file, item, writer};
use legation_archive::{Archive, SCHEMA};
use std::path::{Path, PathBuf};

/// A copy of the fixture of a version, as bringing it up changes it.
fn fixture(version: u32) -> PathBuf {
    let path = file(&format!("version-{version}.db"));
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/fixtures/version-{version}.db"));
    std::fs::copy(&from, &path).unwrap_or_else(|e| panic!("{}: {e}; make it with tests/fixtures/make", from.display()));
    path
}

#[test]
fn archives_of_every_version_are_read_and_go_on() {
    for version in 1..=SCHEMA {
        let path = fixture(version);
        let archive = Archive::open(&path).expect("an archive");
        archive.check().unwrap_or_else(|e| panic!("version {version}: {e}"));
        let figures = archive.figures().expect("figures");
        assert_eq!(
            (figures.articles, figures.coded, figures.foreign, figures.events),
            (4, 3, 1, 3),
            "version {version}"
        );
        let mut records = 0;
        let read = archive.records(|line| {
            let record: legation_coding::EventRecord = serde_json::from_slice(line)?;
            records += usize::from(!record.actor.is_empty());
            Ok(())
        });
        read.expect("records");
        assert_eq!(records, 3, "version {version}");
        let hits = archive.search("\"president bashar assad\"", 10, ("", "")).expect("found");
        assert_eq!(hits.len(), 2, "version {version}");
        assert_eq!(writer(&path).keep(&[item(1)]).expect("kept").added, 1, "version {version}");
        archive.check().unwrap_or_else(|e| panic!("version {version}: {e}"));
    }
}
