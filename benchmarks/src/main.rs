//! Throughput of the whole chain, text to events, on one thread, with the share of each stage.
//!
//! `cargo run --release -p legation-benchmarks -- NEWS.jsonl [ARTICLES [INSTRUCTIONS]]`
//!
//! Time is CPU time of the process, so that other work on the machine does not count. Figures are kept in
//! `benchmarks/runs/`.

#![allow(clippy::print_stdout)]

use legation_codebook::Codebook;
use legation_coding::{Coder, Included, Settings, records};
use legation_text::{Analyzer, Article, Reader, Stage};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().ok_or("give a JSONL file of articles with \"text\"")?;
    let most: usize = arguments.next().map_or(Ok(usize::MAX), |n| n.parse())?;
    let start = Instant::now();
    let codebook = Codebook::embedded();
    let loaded_codebook = start.elapsed();
    let mut reader = Reader::embedded();
    if let Some(name) = arguments.next().filter(|name| !reader.use_instructions(name)) {
        return Err(format!("this processor has no instruction set {name:?}").into());
    }
    let analyzer = Analyzer::with_reader(reader, Coder::lexicon(&codebook));
    let coder = Coder::new(codebook);
    let loaded = start.elapsed();
    let text = std::fs::read_to_string(&path)?;
    let mut articles = Vec::new();
    for (number, line) in text.lines().take(most).enumerate() {
        let fields: serde_json::Value = serde_json::from_str(line)?;
        let mut article = Article::from_text(number.to_string(), fields["text"].as_str().unwrap_or_default());
        article.published = fields["date"].as_str().and_then(|d| d.parse().ok());
        articles.push(article);
    }
    let number = articles.len();
    let mut shares: BTreeMap<&'static str, Duration> = BTreeMap::new();
    let (mut sentences, mut passed, mut words, mut events) = (0, 0, 0, 0);
    let before = cpu_time()?;
    for article in articles {
        let mut stage = "";
        let mut since = Instant::now();
        let mut next = |name: &'static str| {
            let now = Instant::now();
            if !stage.is_empty() {
                *shares.entry(stage).or_default() += now - since;
            }
            (stage, since) = (name, now);
        };
        let document = analyzer.analyze_watched(article, &|w| coder.opens(w), &mut |s: Stage| next(s.name()));
        next("coding");
        let found = coder.code(&document, Included::default());
        next("records");
        events += records(&document, &found, &Settings::default()).len();
        next("");
        passed += document.sentences.iter().filter(|s| !s.read).count();
        sentences += document.sentences.len();
        words += document.tokens.len();
    }
    let cpu = cpu_time()? - before;
    let seconds = cpu.as_secs_f64();
    let all: f64 = shares.values().map(Duration::as_secs_f64).sum();
    println!("instructions: {}", analyzer.reader().instructions());
    println!("articles {number}, sentences {sentences} ({passed} passed over), words {words}, events {events}");
    println!(
        "CPU seconds {seconds:.2}: {:.0} sentences/s, {:.0} words/s on one core",
        sentences as f64 / seconds,
        words as f64 / seconds
    );
    println!(
        "start {:.0} ms, of which codebook {:.0} ms",
        loaded.as_secs_f64() * 1e3,
        loaded_codebook.as_secs_f64() * 1e3
    );
    println!("peak memory {} MB", peak_memory()? / 1024);
    for (stage, time) in shares {
        println!("  {stage:<14} {:5.1}%", 100.0 * time.as_secs_f64() / all);
    }
    Ok(())
}

/// User and system time of the process.
fn cpu_time() -> Result<Duration, Box<dyn std::error::Error>> {
    // Linux counts in ticks of 10 ms; fields 14 and 15 behind the command's name.
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks: u64 = fields[11].parse::<u64>()? + fields[12].parse::<u64>()?;
    Ok(Duration::from_millis(ticks * 10))
}

/// Largest resident size in KiB.
fn peak_memory() -> Result<u64, Box<dyn std::error::Error>> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find(|l| l.starts_with("VmHWM:")).ok_or("no VmHWM in /proc/self/status")?;
    Ok(line.split_whitespace().nth(1).unwrap_or("0").parse()?)
}
