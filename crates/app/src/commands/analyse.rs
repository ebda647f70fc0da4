//! `legation analyse`: what the text layer finds, without coding.

use crate::analysis;
use crate::batch;
use crate::engine::{Engine, EngineOptions};
use crate::failure::{Failure, Outcome};
use crate::input::{BadRecord, InputOptions, Record, decode};
use crate::parts;
use crate::stop;
use legation_text::{Article, Span, conllu};
use std::io::{BufWriter, Read, Write};

/// Analyse text: sentences, words, trees, mentions, dates, places, attributions
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  legation analyse page.txt --published 2022-01-25
  legation analyse page.txt --format conllu
  legation analyse --tokens treebank.conllu --format conllu")]
pub(crate) struct Args {
    #[command(flatten)]
    input: InputOptions,
    #[command(flatten)]
    engine: EngineOptions,
    /// How the analysis is written.
    #[arg(long, value_name = "FORMAT", default_value = "jsonl")]
    format: Format,
    /// Each line of text, or each record, is one sentence.
    #[arg(long)]
    sentences: bool,
    /// The input is CoNLL-U whose words and sentences are kept.
    #[arg(long, conflicts_with = "sentences")]
    tokens: bool,
    /// Threads; output keeps the order of the input.
    #[arg(long, short, value_name = "N", default_value_t = batch::threads())]
    jobs: usize,
}

/// An article's analysis; that of a long one is written as it is made, when its turn has come.
enum Analysed {
    Written(Vec<u8>),
    Later(Article),
}

/// Formats of analysis.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// One object a document.
    Jsonl,
    /// CoNLL-U.
    Conllu,
}

/// Sentences of given words that are analysed as one document: bounds memory on large treebanks.
const BLOCK: usize = 512;

impl Args {
    pub(crate) fn run(self) -> Outcome {
        if self.tokens {
            return self.run_tokens();
        }
        let articles = self.input.open()?;
        let engine = self.engine.engine()?;
        stop::listen();
        let mut out = BufWriter::new(std::io::stdout().lock());
        let work = |record: Record| -> Result<std::io::Result<Analysed>, BadRecord> {
            let article = record?;
            if parts::is_long(&article) {
                return Ok(Ok(Analysed::Later(article)));
            }
            let mut bytes = Vec::new();
            let written = self.write(&mut bytes, &engine, article);
            Ok(written.map(|()| Analysed::Written(bytes)))
        };
        batch::run(articles, self.input.skip, self.jobs.max(1), work, |analysed| match analysed? {
            Analysed::Written(bytes) => out.write_all(&bytes),
            Analysed::Later(article) => self.write(&mut out, &engine, article),
        })
        .and_then(|()| out.flush().map_err(Failure::from))
    }

    /// Analyses an article and writes what is found.
    fn write(&self, out: &mut impl Write, engine: &Engine, article: Article) -> std::io::Result<()> {
        let analyze = |article: Article| {
            if self.sentences {
                let lines = line_spans(&article.text);
                engine.analyzer.analyze_sentences(article, &lines)
            } else {
                engine.analyzer.analyze(article)
            }
        };
        match self.format {
            Format::Jsonl => analysis::write(out, &engine.coder, article, analyze),
            Format::Conllu => parts::each(article, |part, moved| {
                let document = analyze(part);
                out.write_all(conllu::write(&document, None, moved.sentences).as_bytes())?;
                Ok((document.stories.len(), document.sentences.len()))
            }),
        }
    }

    fn run_tokens(self) -> Outcome {
        let engine = self.engine.engine()?;
        let mut out = BufWriter::new(std::io::stdout().lock());
        for path in &self.input.inputs {
            let name = if path.as_os_str() == "-" { "standard input".to_owned() } else { path.display().to_string() };
            let mut bytes = Vec::new();
            let read = if path.as_os_str() == "-" {
                std::io::stdin().read_to_end(&mut bytes)
            } else {
                std::fs::File::open(path).and_then(|mut f| f.read_to_end(&mut bytes))
            };
            read.map_err(|e| Failure::call(format!("{name}: {}", crate::input::reason(&e))))?;
            let text = decode(&name, bytes).map_err(Failure::call)?;
            let sentences = conllu::read(&text).map_err(|e| Failure::call(format!("{name}:{e}")))?;
            for block in sentences.chunks(BLOCK) {
                let (text, given) = conllu::as_given(block);
                let article = Article::from_text(name.clone(), text);
                let document = engine.analyzer.analyze_given(article, &given);
                match self.format {
                    Format::Jsonl => analysis::write_document(&mut out, &engine.coder, &document)?,
                    Format::Conllu => out.write_all(conllu::write(&document, Some(block), 0).as_bytes())?,
                }
            }
        }
        out.flush()?;
        Ok(())
    }
}

/// Lines that hold words.
fn line_spans(text: &str) -> Vec<Span> {
    let mut at = 0;
    let mut spans = Vec::new();
    for line in text.split('\n') {
        if !line.trim().is_empty() {
            spans.push(Span::new(at, at + line.len()));
        }
        at += line.len() + 1;
    }
    spans
}
