//! `legation explain`: tree, mentions, what matched, and for what did not match the nearest miss and why.

use crate::engine::{Engine, EngineOptions};
use crate::failure::Outcome;
use crate::input::{InputOptions, report};
use anstyle::Style;
use legation_coding::{Explanation, records};
use legation_text::{Article, Document, SentenceKind, Span, TokenId};
use std::io::{BufWriter, IsTerminal, Write};
use std::path::Path;

/// Show why a text was coded as it was, or why it was not
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  legation explain 'Markets rallied against the dollar.'
  echo 'Turkey condemned France.' | legation explain
  legation explain examples/tehran-damascus.txt --published 2022-01-25")]
pub(crate) struct Args {
    #[command(flatten)]
    input: InputOptions,
    #[command(flatten)]
    engine: EngineOptions,
}

impl Args {
    pub(crate) fn run(self) -> Outcome {
        let engine = self.engine.engine()?;
        if let [text] = &self.input.inputs[..]
            && let Some(text) = sentence(text)
        {
            let article = Article { published: self.input.published, ..Article::from_text("sentence", text) };
            return Ok(show_article(&mut std::io::stdout().lock(), &engine, article)?);
        }
        let mut articles = self.input.open()?;
        let mut out = BufWriter::new(std::io::stdout().lock());
        let mut bad = 0;
        for record in &mut articles {
            match record {
                Ok(article) => show_article(&mut out, &engine, article)?,
                Err(record) => {
                    bad += 1;
                    report(&record);
                }
            }
        }
        out.flush()?;
        super::ended(&articles, bad)
    }
}

/// An argument that is a sentence itself: several words that name no file.
fn sentence(argument: &Path) -> Option<&str> {
    argument.to_str().filter(|text| text.trim().contains(char::is_whitespace) && !argument.exists())
}

fn show_article(out: &mut impl Write, engine: &Engine, article: Article) -> std::io::Result<()> {
    let document = engine.analyzer.analyze_where(article, &|_| true);
    let explanation = engine.coder.explain(&document);
    show(out, &document, &explanation)?;
    let events = engine.coder.code(&document, legation_coding::Included::default());
    writeln!(out, "{} event records", records(&document, &events, &engine.settings).len())
}

fn bold(text: &str) -> String {
    let style = Style::new().bold();
    if std::io::stdout().is_terminal() { format!("{style}{text}{style:#}") } else { text.to_owned() }
}

fn show(out: &mut impl Write, document: &Document, explanation: &Explanation) -> std::io::Result<()> {
    for (number, sentence) in document.sentences.iter().enumerate() {
        let kind = match sentence.kind {
            SentenceKind::Body => "",
            SentenceKind::Headline => " (headline)",
            SentenceKind::Metadata => " (about the page, not coded)",
        };
        writeln!(
            out,
            "{}",
            bold(&format!(
                "story {} sentence {}{kind}: {}",
                sentence.story + 1,
                number + 1,
                document.str(sentence.span)
            ))
        )?;
        if sentence.kind == SentenceKind::Metadata {
            continue;
        }
        for token in sentence.tokens.clone() {
            if document.tokens[token].head.is_none() {
                tree(out, document, token, 1)?;
            }
        }
        for mention in document.mentions.iter().filter(|m| m.sentence == number) {
            let entity = &document.entities[mention.entity];
            let members = if entity.members.is_empty() { String::new() } else { format!(" = {:?}", entity.members) };
            writeln!(
                out,
                "    mention {:?}: {} (entity {}{members})",
                document.str(mention.span),
                mention.kind.as_str(),
                mention.entity
            )?;
        }
        for time in document.times.iter().filter(|t| t.sentence == number) {
            writeln!(out, "    time {:?}: {}", document.str(time.span), time.value.as_deref().unwrap_or("unresolved"))?;
        }
        for quotation in document.quotations.iter().filter(|q| q.sentence == number) {
            let source = quotation.source_span.map_or("nobody named", |s| document.str(s));
            writeln!(
                out,
                "    {source:?} {}: {:?}",
                quotation.stance.as_str(),
                quotation.content.iter().map(|c| document.str(*c)).collect::<Vec<_>>().join(" ... ")
            )?;
        }
        for matched in explanation.matched.iter().filter(|m| sentence.span.contains(m.anchor)) {
            let verdict = match &matched.result {
                Ok(event) => {
                    let rule = event.evidence.rule.as_deref().map(|r| format!(" ({r})")).unwrap_or_default();
                    format!("coded as {}{rule}", event.code)
                }
                Err(reason) => format!("not coded: {reason}"),
            };
            writeln!(
                out,
                "    + {:?} {} \"{}\" {}: {verdict}",
                document.str(matched.anchor),
                matched.code,
                matched.says,
                matched.place
            )?;
        }
        if explanation.discarded.contains(&number) {
            writeln!(out, "    discards.csv: a phrase here or in the story says that it is not to be coded")?;
        }
        if explanation.shut.contains(&number) {
            writeln!(out, "    gate: no pattern has all its words here; read only where other sentences speak of it")?;
        }
        for proposed in explanation.proposed.iter().filter(|p| sentence.span.contains(p.anchor)) {
            let verdict = match &proposed.result {
                Ok(event) => format!("coded as {}", event.code),
                Err(reason) => format!("not coded: {reason}"),
            };
            let names = |spans: &[Span]| spans.iter().map(|s| format!("{:?}", document.str(*s))).collect::<Vec<_>>();
            let on = if proposed.recipients.is_empty() {
                "nobody".to_owned()
            } else {
                names(&proposed.recipients).join(", ")
            };
            writeln!(
                out,
                "    * {:?} pair head {} {:.2}, {} on {on}: {verdict}",
                document.str(proposed.anchor),
                proposed.code,
                proposed.probability,
                names(&proposed.actors).join(", ")
            )?;
        }
        for miss in explanation.nearest.iter().filter(|m| sentence.span.contains(m.anchor)) {
            writeln!(
                out,
                "    - {:?} is no {}: \"{}\" {}: {}",
                document.str(miss.anchor),
                miss.code,
                miss.says,
                miss.place,
                miss.reason
            )?;
        }
    }
    Ok(())
}

fn tree(out: &mut impl Write, document: &Document, token: TokenId, depth: usize) -> std::io::Result<()> {
    let word = &document.tokens[token];
    writeln!(
        out,
        "{:width$}{} [{} {} {}]",
        "",
        document.form(token),
        word.relation,
        word.upos,
        word.lemma,
        width = 2 * depth + 2
    )?;
    document.children[token].iter().try_for_each(|child| tree(out, document, *child, depth + 1))
}
