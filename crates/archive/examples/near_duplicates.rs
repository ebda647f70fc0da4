//! Measures how well copies are found: `cargo run --profile fast -p legation-archive --example near_duplicates FILE.jsonl`
//!
//! The file has an object a line: `id`, `cluster`, `text`. Records of a cluster are copies of one article; a cluster whose
//! name ends in `/other` holds a text that was made to look like a copy and is none. Two records are right where they are in
//! one group and in one cluster.

#![allow(clippy::print_stdout)]

use legation_archive::{Archive, ENGLISH, Entry, Item, Rows, Run, Value, Writer};
use legation_text::Article;
use serde::Deserialize;
use std::collections::HashMap;
use std::error::Error;
use std::path::Path;

#[derive(Deserialize)]
struct Record {
    id: String,
    cluster: String,
    text: String,
}

/// Group of each document.
#[derive(Default)]
struct Groups(HashMap<String, i64>);

impl Rows for Groups {
    fn columns(&mut self, _: &[String]) -> std::io::Result<()> {
        Ok(())
    }

    fn row(&mut self, values: Vec<Value>) -> std::io::Result<()> {
        if let [Value::Text(document), Value::Integer(group)] = &values[..] {
            self.0.insert(document.clone(), *group);
        }
        Ok(())
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let file = std::env::args().nth(1).ok_or("give a file of records with id, cluster and text")?;
    let lines = std::fs::read_to_string(file)?;
    let records = lines.lines().map(serde_json::from_str).collect::<Result<Vec<Record>, _>>()?;
    let path = std::env::temp_dir().join(format!("near-duplicates-{}.db", std::process::id()));
    let groups = grouped(&path, &records);
    for end in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{end}", path.display()));
    }
    let groups = groups?;
    let plain: Vec<&Record> = records.iter().filter(|r| !r.cluster.ends_with("/other")).collect();
    println!("| records | pairs | found | precision | recall | F1 |\n|---|---|---|---|---|---|");
    report("without those made to mislead", &plain, &groups);
    report("all, as they are labelled", &records.iter().collect::<Vec<_>>(), &groups);
    misled(&records, &groups);
    Ok(())
}

/// Ingests the records and gives the groups that they came into.
fn grouped(path: &Path, records: &[Record]) -> Result<HashMap<String, i64>, Box<dyn Error>> {
    let items: Vec<Item> = records
        .iter()
        .map(|r| Item::Entry(Entry::new(Article::from_text(r.id.clone(), r.text.clone()), ENGLISH, None)))
        .collect();
    let started = std::time::Instant::now();
    Writer::open(path, Run::default())?.keep(&items)?;
    println!("{} articles written and grouped in {:.2} s\n", records.len(), started.elapsed().as_secs_f64());
    let mut groups = Groups::default();
    Archive::open(path)?.select("SELECT document, coalesce(cluster, id) FROM article", &mut groups)?;
    Ok(groups.0)
}

/// How many of the texts made to mislead came into the group of an article that they were made to look like.
fn misled(records: &[Record], groups: &HashMap<String, i64>) {
    let others: Vec<(&str, &Record)> =
        records.iter().filter_map(|r| Some((r.cluster.strip_suffix("/other")?, r))).collect();
    let into = |cluster: &str, record: &Record| {
        let mut of_cluster = records.iter().filter(|r| r.cluster == cluster);
        of_cluster.any(|r| groups.get(&r.id) == groups.get(&record.id))
    };
    let same = others.iter().filter(|(cluster, record)| into(cluster, record)).count();
    let elsewhere = others.iter().filter(|(cluster, record)| {
        !into(cluster, record)
            && records.iter().any(|r| r.id != record.id && groups.get(&r.id) == groups.get(&record.id))
    });
    println!(
        "\nOf {} texts made to look like an article by its opening, {same} came into its group and {} into that of another, \
         which the rest of their text is from",
        others.len(),
        elsewhere.count()
    );
}

fn report(what: &str, records: &[&Record], groups: &HashMap<String, i64>) {
    let (mut wanted, mut found, mut right) = (0u32, 0u32, 0u32);
    for (number, one) in records.iter().enumerate() {
        for two in &records[number + 1..] {
            let (same, grouped) = (one.cluster == two.cluster, groups.get(&one.id) == groups.get(&two.id));
            wanted += u32::from(same);
            found += u32::from(grouped);
            right += u32::from(same && grouped);
        }
    }
    let (precision, recall) = (f64::from(right) / f64::from(found), f64::from(right) / f64::from(wanted));
    let f1 = 2.0 * precision * recall / (precision + recall);
    println!("| {what} ({}) | {wanted} | {found} | {precision:.3} | {recall:.3} | {f1:.3} |", records.len());
}
