//! What it costs to look somebody up: a name, a family name, an office of a country on a day, a name of the codebook, and the
//! words of a phrase that was read.
//!
//! `cargo run --release -p legation-benchmarks --bin lookups [--only-tables]`
//!
//! What is looked up is the tables' own: every row of so many, on a day of its term. Each kind is gone through several times; the
//! median round counts, by the wall clock.

#![allow(clippy::print_stdout)]

use jiff::civil::Date;
use legation_codebook::{Codebook, NationalityForm, Term};
use legation_coding::Coder;
use legation_text::{Analyzer, Article, Document, Span, TokenId};
use std::hint::black_box;
use std::time::Instant;

/// Every so many rows of the table are asked for.
const EVERY: usize = 7;
/// Rounds of each kind.
const ROUNDS: usize = 9;
/// Phrases that are read.
const PHRASES: usize = 300;

fn main() {
    let only_tables = std::env::args().any(|a| a == "--only-tables");
    let coder = Coder::new(Codebook::embedded());
    let start = Instant::now();
    black_box(coder.who("Nobody", None));
    println!("index of {} terms made in {:.0} ms", coder.codebook().people.len(), start.elapsed().as_secs_f64() * 1e3);
    let terms: Vec<(&Term, Date)> =
        coder.codebook().people.iter().step_by(EVERY).filter_map(|t| Some((t, t.from?))).collect();
    let names: Vec<(&str, Date)> = terms.iter().map(|(t, day)| (&*t.name, *day)).collect();
    measure("full name on a day", &names, |(name, day)| !coder.who(name, Some(*day)).is_empty());
    let families: Vec<(&str, Date)> =
        names.iter().map(|(name, day)| (name.rsplit(' ').next().unwrap_or(name), *day)).collect();
    measure("family name on a day", &families, |(name, day)| !coder.who(name, Some(*day)).is_empty());
    measure("office of a country on a day", &terms, |(t, day)| coder.holder(&t.code, &t.office, *day).is_some());
    let bodies: Vec<&str> = coder
        .codebook()
        .organizations
        .iter()
        .map(|o| o.name.as_str())
        .chain(coder.codebook().countries.iter().map(|c| c.name.as_str()))
        .collect();
    let day = Date::constant(2022, 1, 25);
    measure("country or body by name", &bodies, |name| coder.code_of(name, Some(day)).is_some());
    if !only_tables {
        let phrases = phrases(&coder, day);
        measure("phrase that was read", &phrases, |(document, head)| {
            coder.actor(document, *head, Some(day)).first().is_some_and(legation_coding::Resolution::is_resolved)
        });
    }
}

/// "the Peruvian foreign minister", each a document of its own, with its head.
fn phrases(coder: &Coder, day: Date) -> Vec<(Document, TokenId)> {
    const OFFICES: &[&str] =
        &["foreign minister", "president", "army", "police", "protesters", "ambassador to Germany"];
    let analyzer = Analyzer::new(Coder::lexicon(coder.codebook()));
    let nationalities = coder.codebook().nationalities.iter().filter(|n| n.form == NationalityForm::Adjective);
    let texts = nationalities.zip(OFFICES.iter().cycle()).map(|(n, office)| format!("the {} {office}", n.term));
    let read = |text: String| {
        let end = text.len();
        let mut article = Article::from_text("phrase", text);
        article.published = Some(day);
        let document = analyzer.analyze_sentences(article, &[Span::new(0, end)]);
        let head = document.tokens.iter().position(|t| t.head.is_none())?;
        Some((document, head))
    };
    texts.take(PHRASES).filter_map(read).collect()
}

/// Prints nanoseconds a look-up, and how many found somebody.
fn measure<T>(kind: &str, asked: &[T], mut look_up: impl FnMut(&T) -> bool) {
    let mut found = 0;
    let mut rounds: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            found = asked.iter().filter(|a| black_box(look_up(black_box(a)))).count();
            start.elapsed().as_secs_f64() * 1e9 / asked.len().max(1) as f64
        })
        .collect();
    rounds.sort_by(f64::total_cmp);
    println!(
        "{kind:<30} {:>8.0} ns a look-up ({:.0} to {:.0}); {} asked, {found} found",
        rounds[ROUNDS / 2],
        rounds[0],
        rounds[ROUNDS - 1],
        asked.len()
    );
}
