//! How long questions take: `cargo run --profile fast -p legation-archive --example questions ARCHIVE`.
//!
//! Asks each a number of times of the most frequent pair of countries and person of the archive, and prints the median in milliseconds.

#![allow(clippy::print_stdout)]

use legation_archive::{Archive, Asked, Error, Node, Rows, Sentences, Step, Value};
use legation_codebook::Codebook;
use std::path::Path;
use std::time::Instant;

/// Times that each is asked.
const TIMES: usize = 15;

#[derive(Default)]
struct First(Vec<String>);

impl Rows for First {
    fn columns(&mut self, _: &[String]) -> std::io::Result<()> {
        Ok(())
    }

    fn row(&mut self, values: Vec<Value>) -> std::io::Result<()> {
        self.0.extend(values.into_iter().filter_map(|v| if let Value::Text(text) = v { Some(text) } else { None }));
        Ok(())
    }
}

fn time<T>(what: &str, ask: impl Fn() -> Result<T, Error>, count: impl Fn(&T) -> usize) -> Result<(), Error> {
    let mut times = Vec::new();
    let mut rows = 0;
    for _ in 0..TIMES {
        let start = Instant::now();
        let answer = ask()?;
        times.push(start.elapsed().as_secs_f64() * 1000.0);
        rows = count(&answer);
    }
    times.sort_by(f64::total_cmp);
    println!("{:8.2} ms  {rows:6} rows  {what}", times[TIMES / 2]);
    Ok(())
}

fn main() -> Result<(), Error> {
    let path = std::env::args().nth(1).unwrap_or_else(|| "legation.db".into());
    let mut archive = Archive::open(Path::new(&path))?;
    let mut first = First::default();
    archive.select(
        "SELECT actor_code, recipient_code FROM event WHERE actor_code GLOB '[A-Z][A-Z][A-Z]'
         AND recipient_code GLOB '[A-Z][A-Z][A-Z]' AND actor_code <> recipient_code GROUP BY 1, 2 ORDER BY count(*) DESC LIMIT 1",
        &mut first,
    )?;
    archive.select(
        "SELECT name FROM person WHERE office IS NOT NULL AND name LIKE '% %' ORDER BY events DESC LIMIT 1",
        &mut first,
    )?;
    let [a, b, person] = first.0.as_slice() else {
        return Err(Error::Query("the archive has no events between two countries, or no person".into()));
    };
    let counts = archive.counts()?;
    println!("{} reports, {} events; {a}, {b}, {person}", counts.reports, counts.events);
    let dyad = Some(format!("{a},{b}"));
    let asked = [
        ("all", Asked::default()),
        ("dyad", Asked { dyad: dyad.clone(), ..Asked::default() }),
        ("dyad, months", Asked { dyad, from: Some("2022-03".into()), to: Some("2022-05".into()), ..Asked::default() }),
        ("country, quad", Asked { country: vec![a.clone()], quad: vec!["4".into()], ..Asked::default() }),
        ("person", Asked { person: Some(person.clone()), ..Asked::default() }),
        ("type", Asked { kind: vec!["CONSULT".into()], ..Asked::default() }),
        ("month", Asked { from: Some("2022-03".into()), to: Some("2022-03".into()), ..Asked::default() }),
        ("text", Asked { text: Some("border talks".into()), ..Asked::default() }),
        ("source", Asked { source: Some("police".into()), ..Asked::default() }),
    ];
    for (name, asked) in asked {
        let filter = || asked.filter(&archive, &Codebook::embedded_countries);
        let events = || archive.events(&filter()?, 1000, Sentences::Left);
        time(&format!("events by {name}"), events, Vec::len)?;
        time(&format!("timeline of {name}"), || archive.timeline(&filter()?, Step::Month), Vec::len)?;
    }
    let all = Asked::default().filter(&archive, &Codebook::embedded_countries)?;
    time("events of all, with sentences", || archive.events(&all, 1000, Sentences::Given), Vec::len)?;
    time("meetings", || archive.meetings(&all, 1000, Sentences::Left), Vec::len)?;
    time("network", || archive.network(&all, Node::Code, 1), Vec::len)?;
    let dossier = |name: &str| archive.dossier(name, &all, 1000, Sentences::Left, &Codebook::embedded_countries);
    time("dossier of a person", || dossier(person), |d| d.met.len() + d.said.len() + d.did.len() + d.done_to.len())?;
    time("dossier of a country", || dossier(a), |d| d.met.len() + d.said.len() + d.did.len() + d.done_to.len())
}
