//! Makes the weights by which coreference chooses: `cargo run --profile fast -p legation-train-coreference -- DATA/coref`.

#![allow(clippy::print_stdout)]

mod network;

use clap::Parser;
use legation_codebook::Codebook;
use legation_coding::Coder;
use legation_evaluation::{GoldReferences, Row, coreference_rows};
use legation_text::{Analyzer, Choice, Document, MentionForm, Reader, Scorer};
use network::{Network, Random, export};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Train the weights of coreference on GUM.
#[derive(Parser)]
struct Args {
    /// Folder of gum_train.coref.jsonl and gum_dev.coref.jsonl.
    data: PathBuf,
    /// Folder where the weights go.
    #[arg(long)]
    out: Option<PathBuf>,
    /// Units of the hidden layer.
    #[arg(long, default_value_t = 12)]
    width: usize,
    /// Networks whose scores are averaged.
    #[arg(long, default_value_t = 3)]
    networks: usize,
    /// Passes over the texts in each round.
    #[arg(long, default_value_t = 5)]
    epochs: usize,
    /// Rounds: each weighs the texts anew with the weights of the one before.
    #[arg(long, default_value_t = 2)]
    rounds: usize,
    #[arg(long, default_value_t = 0.002)]
    rate: f32,
    #[arg(long, default_value_t = 0.005)]
    decay: f32,
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Leave out this fifth of the texts (0 to 4) and measure on it instead of dev.
    #[arg(long)]
    fold: Option<usize>,
    /// What is added to taking up nothing, for each of `Scorer::FORMS`.
    #[arg(long, value_delimiter = ',', default_value = "-0.2,-0.3,0,3,-0.4")]
    caution: Vec<f32>,
}

/// One choice: features of nothing and of the candidates, with what is right.
struct Case {
    options: Vec<(Vec<u16>, bool)>,
}

/// Times that a head word stands in the texts, at least, to have features of its own.
const LEAST: usize = 8;
/// Choices between two steps.
const BATCH: usize = 32;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args = Args::parse();
    let lexicon = Coder::lexicon(&Codebook::embedded());
    let analyzer = Analyzer::with_scorer(Reader::embedded(), lexicon, Scorer::empty(""));
    let texts = GoldReferences::read(&args.data.join("gum_train.coref.jsonl"))?;
    let analysed = |texts: Vec<GoldReferences>| -> Vec<(GoldReferences, Document)> {
        texts
            .into_iter()
            .map(|t| {
                let d = analyzer.analyze(t.article());
                (t, d)
            })
            .collect()
    };
    let mut train = analysed(texts);
    let mut test = match args.fold {
        None => analysed(GoldReferences::read(&args.data.join("gum_dev.coref.jsonl"))?),
        Some(fold) => {
            let (mut kept, mut out) = (Vec::new(), Vec::new());
            for (i, text) in train.into_iter().enumerate() {
                if i % 5 == fold { out.push(text) } else { kept.push(text) }
            }
            train = kept;
            out
        }
    };
    let mut random = Random::new(args.seed);
    let words = vocabulary(train.iter().map(|(_, d)| d));
    let mut scorer = Scorer::empty(&words);
    for round in 0..args.rounds {
        let mut cases = Vec::new();
        for (text, document) in &mut train {
            let choices = analyzer.weigh(document, &scorer);
            let gold = text.entities_of(document, analyzer.lexicon());
            cases.extend(choices.into_iter().map(|c| case(c, text, document, &gold, &analyzer)));
        }
        println!(
            "round {round}: {} choices, {} options",
            cases.len(),
            cases.iter().map(|c| c.options.len()).sum::<usize>()
        );
        let mut networks: Vec<Network> = (0..args.networks).map(|_| Network::new(args.width, &mut random)).collect();
        for network in &mut networks {
            for epoch in 0..args.epochs {
                random.shuffle(&mut cases);
                let mut loss = 0.0;
                let share = BATCH as f32 / cases.len() as f32;
                for (number, batch) in cases.chunks(BATCH).enumerate() {
                    for case in batch {
                        loss += learn(network, case, 1.0 / BATCH as f32);
                    }
                    let left = 1.0 - (epoch as f32 + number as f32 * share) / args.epochs as f32;
                    network.step(args.rate * left.max(0.0), args.decay);
                }
                println!("  epoch {epoch}: loss {:.4}", loss / cases.len() as f32);
            }
        }
        scorer = Scorer::read(&export(&networks, &[0.0; Scorer::FORMS.len()])?, &words)?;
        if round + 1 == args.rounds {
            let bytes = export(&networks, &args.caution)?;
            let scorer = Scorer::read(&bytes, &words)?;
            for (_, document) in &mut test {
                analyzer.weigh(document, &scorer);
            }
            let set = format!("{} documents", test.len());
            println!("{}", Row::table(&coreference_rows(&set, test.iter().map(|(t, d)| (t, d)), analyzer.lexicon())));
            if let Some(out) = &args.out {
                std::fs::create_dir_all(out)?;
                std::fs::write(out.join("weights.safetensors"), bytes)?;
                std::fs::write(out.join("words.txt"), &words)?;
            }
        }
    }
    Ok(())
}

/// Head words of descriptions, a line each, the most frequent first.
fn vocabulary<'a>(documents: impl Iterator<Item = &'a Document>) -> String {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for document in documents {
        for mention in document.mentions.iter().filter(|m| m.form == MentionForm::Nominal) {
            *counts.entry(document.tokens[mention.head].lemma.to_lowercase()).or_default() += 1;
        }
    }
    let mut words: Vec<(String, usize)> = counts.into_iter().filter(|(_, n)| *n >= LEAST).collect();
    words.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    words.into_iter().take(Scorer::WORDS).map(|(word, _)| word + "\n").collect()
}

fn case(
    choice: Choice,
    text: &GoldReferences,
    document: &Document,
    gold: &[Option<usize>],
    analyzer: &Analyzer,
) -> Case {
    let right = gold[choice.mention];
    let mut options: Vec<(Vec<u16>, bool)> = Vec::with_capacity(choice.candidates.len() + 1);
    options.push((choice.none, true));
    for candidate in choice.candidates {
        let is_right = right.is_some_and(|right| {
            if !candidate.joined.is_empty() {
                return text.joined(document, &candidate.joined, analyzer.lexicon()).contains(&right);
            }
            let same = candidate.mentions.iter().filter(|m| gold[**m] == Some(right)).count();
            2 * same >= candidate.mentions.len() && same > 0
        });
        if is_right {
            options[0].1 = false;
        }
        options.push((candidate.features, is_right));
    }
    Case { options }
}

/// Adds the gradient of the share of the right options (a softmax over all); gives the loss.
fn learn(network: &mut Network, case: &Case, weight: f32) -> f32 {
    let mut hidden = vec![Vec::new(); case.options.len()];
    let scores: Vec<f32> = case.options.iter().zip(&mut hidden).map(|((f, _), h)| network.score(f, h)).collect();
    let most = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let all: f32 = scores.iter().map(|s| (s - most).exp()).sum();
    let right: f32 = scores.iter().zip(&case.options).filter(|(_, o)| o.1).map(|(s, _)| (s - most).exp()).sum();
    let right = right.max(f32::MIN_POSITIVE);
    let mut deltas = Vec::new();
    for (((features, is_right), score), hidden) in case.options.iter().zip(&scores).zip(&hidden) {
        let e = (score - most).exp();
        let by = e / all - if *is_right { e / right } else { 0.0 };
        if by.abs() > 1e-5 {
            network.pull(features, hidden, weight * by, &mut deltas);
        }
    }
    all.ln() - right.ln()
}
