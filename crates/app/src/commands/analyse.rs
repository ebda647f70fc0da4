//! `legation analyse`: what the text layer finds, without coding.

use crate::engine::EngineOptions;
use crate::failure::{Failure, Outcome};
use crate::input::{InputOptions, decode, report};
use legation_coding::{CodePoints, Coder};
use legation_text::{Article, Document, EntityKind, MentionForm, Span, conllu};
use serde_json::{Value, json};
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
        let mut articles = self.input.open()?;
        let engine = self.engine.engine()?;
        let mut out = BufWriter::new(std::io::stdout().lock());
        let mut bad = 0;
        for record in &mut articles {
            let article = match record {
                Ok(article) => article,
                Err(record) => {
                    bad += 1;
                    report(&record);
                    continue;
                }
            };
            let document = if self.sentences {
                let lines = line_spans(&article.text);
                engine.analyzer.analyze_sentences(article, &lines)
            } else {
                engine.analyzer.analyze(article)
            };
            self.write(&mut out, &engine.coder, &document, None)?;
        }
        out.flush()?;
        super::ended(&articles, bad)
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
            let text = decode(&name, bytes).map_err(|b| Failure::call(b.0))?;
            let sentences = conllu::read(&text).map_err(|e| Failure::call(format!("{name}:{e}")))?;
            for block in sentences.chunks(BLOCK) {
                let (text, given) = conllu::as_given(block);
                let document = engine.analyzer.analyze_given(Article::from_text(name.clone(), text), &given);
                self.write(&mut out, &engine.coder, &document, Some(block))?;
            }
        }
        out.flush()?;
        Ok(())
    }

    fn write(
        &self,
        out: &mut impl Write,
        coder: &Coder,
        document: &Document,
        source: Option<&[conllu::ConlluSentence]>,
    ) -> std::io::Result<()> {
        match self.format {
            Format::Conllu => out.write_all(conllu::write(document, source).as_bytes()),
            Format::Jsonl => {
                serde_json::to_writer(&mut *out, &object(coder, document))?;
                out.write_all(b"\n")
            }
        }
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

/// The analysis record of docs/event-record.md.
fn object(coder: &Coder, document: &Document) -> Value {
    let points = CodePoints::new(&document.article.text);
    let span = |s: Span| {
        let (start, end) = points.span(s);
        json!({"start": start, "end": end})
    };
    let with = |s: Span, more: Value| {
        let mut object = span(s);
        if let (Value::Object(object), Value::Object(more)) = (&mut object, more) {
            object.extend(more);
        }
        object
    };
    let stories: Vec<Value> = document
        .stories
        .iter()
        .map(|s| with(s.span, json!({"headline": s.headline.map(span), "dateline": s.dateline.map(span)})))
        .collect();
    let sentences: Vec<Value> = document
        .sentences
        .iter()
        .map(|s| {
            let tokens: Vec<Value> = s
                .tokens
                .clone()
                .map(|t| {
                    let token = &document.tokens[t];
                    let head = token.head.map_or(0, |h| h - s.tokens.start + 1);
                    let fields = json!({"lemma": token.lemma, "upos": token.upos.as_str(), "head": head, "deprel": token.relation.as_str()});
                    with(token.span, fields)
                })
                .collect();
            with(s.span, json!({"tokens": tokens, "story": s.story}))
        })
        .collect();
    let mentions: Vec<Value> = document
        .mentions
        .iter()
        .map(|m| {
            let named = m.form == MentionForm::Named;
            // "Ayman Sosan" within "Syrian Deputy Foreign Minister Ayman Sosan"
            let name = m.name.as_ref().filter(|_| named).map(|n| span(document.span_of(n)));
            with(m.span, json!({"kind": m.kind.as_str(), "entity": m.entity, "named": named, "name": name}))
        })
        .collect();
    let dates: Vec<Value> = document
        .times
        .iter()
        .map(|t| with(t.span, json!({"value": t.value, "granularity": t.granularity.as_str()})))
        .collect();
    let places: Vec<Value> = document
        .mentions
        .iter()
        .filter(|m| m.kind == EntityKind::Place && m.form == MentionForm::Named)
        .map(|m| {
            let words = m.name.as_ref().map_or(m.span, |n| document.span_of(n));
            let found = coder.place(document, words);
            let found = found.as_ref();
            with(
                words,
                json!({
                    "resolved_place": found.map(|f| &f.name), "geonameid": found.and_then(|f| f.geonameid),
                    "lat": found.and_then(|f| f.latitude), "lon": found.and_then(|f| f.longitude),
                    "country_code": found.map(|f| &f.country),
                }),
            )
        })
        .collect();
    let attributions: Vec<Value> = document
        .quotations
        .iter()
        .map(|q| json!({"source": q.source_span.map(span), "cue": span(q.cue), "content": span(q.content), "stance": q.stance.as_str()}))
        .collect();
    json!({
        "document": document.article.id, "stories": stories, "sentences": sentences, "mentions": mentions, "dates": dates,
        "places": places, "attributions": attributions,
    })
}
