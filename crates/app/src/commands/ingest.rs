//! `legation ingest`: articles in, coded and kept in an archive.

use super::{ArchiveOptions, now};
use crate::batch;
use crate::engine::{CodingOptions, Engine, EngineOptions};
use crate::failure::{Failure, Outcome, complain};
use crate::input::{InputOptions, Record};
use crate::parts;
use crate::progress::Results;
use crate::stop;
use legation_archive::{Archive, Coding, ENGLISH, Entry, Item, Key, Run, Standing, State, Tally, Writer, language};
use legation_coding::{Included, records};
use legation_text::Article;
use std::io::Write;
use std::path::Path;
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// Code articles and keep them with their events in an archive; what is there already is passed over
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  legation ingest news/
  legation ingest articles.jsonl --archive 2022.db --jobs 4
  legation ingest news/ --no-coding      keep now, code when they are ingested again

A run that was stopped or killed loses at most the batch at hand: run the same command again and it goes on.")]
pub(crate) struct Args {
    #[command(flatten)]
    input: InputOptions,
    #[command(flatten)]
    archive: ArchiveOptions,
    #[command(flatten)]
    engine: EngineOptions,
    #[command(flatten)]
    coding: CodingOptions,
    /// Keep the articles without coding them.
    #[arg(long)]
    no_coding: bool,
    /// Articles that are committed at a time, if two seconds do not pass before.
    #[arg(long, value_name = "N", default_value_t = 256, value_parser = clap::value_parser!(u32).range(1..))]
    batch: u32,
}

/// A batch waits no longer than this for more articles: that much work a kill loses.
const WAIT: Duration = Duration::from_secs(2);

impl Args {
    pub(crate) fn run(self) -> Outcome {
        let articles = self.input.open()?;
        let engine = (!self.no_coding).then(|| self.engine.engine()).transpose()?;
        let path = &self.archive.archive;
        let mut keeper = Keeper::new(Writer::open(path, self.about(engine.as_ref())?)?, self.batch as usize);
        let known = Known { archive: Mutex::new(Archive::open(path)?), engine, included: self.coding.included() };
        stop::listen();
        let mut bad = 0;
        let work = |record| known.item(record);
        let done = batch::ordered(articles, self.coding.jobs(), Results::Kept, work, |item, progress| {
            let item = item?;
            if let Item::Failure(place, message) = &item {
                bad += 1;
                progress.say(|| complain(format!("{place}: {message}")));
            }
            keeper.take(item)
        })?;
        keeper.commit()?;
        keeper.writer.link()?;
        keeper.writer.finish(&now())?;
        tell(path, &keeper.tally)?;
        if stop::requested() {
            let read = done.articles;
            return Err(Failure::Stopped(format!(
                "stopped after {read} articles; run the same command again to go on"
            )));
        }
        done.outcome(bad)
    }

    /// What the archive keeps of this run.
    fn about(&self, engine: Option<&Engine>) -> Result<Run, Failure> {
        let run = Run { started: now(), settings: self.coding.settings().to_string(), ..Run::default() };
        let Some(engine) = engine else {
            return Ok(Run { settings: serde_json::json!({"coding": false}).to_string(), ..run });
        };
        let files = self.engine.files()?;
        let people = self.engine.people_files()?;
        let texts = people.iter().map(|(_, text)| ("people", text.as_str()));
        let parts = files.0.iter().map(|(name, text)| (name.as_str(), text.as_str())).chain(texts);
        let parts = parts.flat_map(|(name, text)| [name, text]);
        Ok(Run {
            coder: engine.settings.coder.clone(),
            codebook: engine.settings.codebook.clone(),
            codebook_hash: legation_archive::fingerprint(parts),
            model: engine.settings.model.clone(),
            ..run
        })
    }
}

/// What the threads that code share.
struct Known {
    archive: Mutex<Archive>,
    /// `None` where nothing is to be coded.
    engine: Option<Engine>,
    included: Included,
}

impl Known {
    /// A record as the archive takes it: coded, unless that was done before.
    fn item(&self, record: Record) -> Result<Item, Failure> {
        let article = match record {
            Ok(article) => article,
            Err(bad) => return Ok(Item::Failure(bad.place, bad.message)),
        };
        let key = Key::of(&article);
        let standing = self.archive.lock().expect("no thread panics while it looks").standing(&key)?;
        let wanted = match standing {
            Standing::Absent => true,
            Standing::Kept(State::Waiting) => self.engine.is_some(),
            Standing::Kept(State::Coded | State::Foreign) => false,
        };
        if !wanted {
            return Ok(Item::There(Article { text: String::new(), ..article }, key));
        }
        let language = language(&article.text);
        let engine = self.engine.as_ref().filter(|_| language == ENGLISH);
        let coding = engine.map(|engine| coding(engine, article.clone(), self.included));
        Ok(Item::Entry(Entry::new(article, language, coding)))
    }
}

fn coding(engine: &Engine, article: Article, included: Included) -> Coding {
    let mut coding = Coding::default();
    let Ok(()) = parts::each(article, |part, moved| {
        let (document, events) = engine.code(part, included);
        let found = records(&document, &events, &engine.settings);
        coding.add(&document, found.into_iter().map(|record| record.moved(moved)).collect(), moved);
        Ok::<_, std::convert::Infallible>((document.stories.len(), document.sentences.len()))
    });
    coding
}

/// Bytes of a batch: long documents are committed sooner, so that memory stays bounded.
const LARGE: usize = 32 * 1024 * 1024;

/// Gathers batches and commits them.
struct Keeper {
    writer: Writer,
    batch: Vec<Item>,
    bytes: usize,
    most: usize,
    last: Instant,
    tally: Tally,
}

impl Keeper {
    fn new(writer: Writer, most: usize) -> Self {
        Self { writer, batch: Vec::new(), bytes: 0, most, last: Instant::now(), tally: Tally::default() }
    }

    fn take(&mut self, item: Item) -> Outcome {
        if let Item::Entry(entry) = &item {
            self.bytes += entry.bytes();
        }
        self.batch.push(item);
        let full = self.batch.len() >= self.most || self.bytes >= LARGE || self.last.elapsed() >= WAIT;
        if full { self.commit() } else { Ok(()) }
    }

    fn commit(&mut self) -> Outcome {
        self.tally += self.writer.keep(&self.batch)?;
        self.batch.clear();
        self.bytes = 0;
        self.last = Instant::now();
        Ok(())
    }
}

/// What was done, in one line.
fn tell(path: &Path, tally: &Tally) -> Outcome {
    let mut parts = vec![format!("{} articles added", tally.added)];
    if tally.coded > 0 || tally.added > 0 {
        parts.push(format!("{} coded, {} events", tally.coded, tally.events));
    }
    if tally.foreign > 0 {
        parts.push(format!("{} not in English: kept, not coded", tally.foreign));
    }
    if tally.there > 0 {
        parts.push(format!("{} there already", tally.there));
    }
    writeln!(std::io::stdout().lock(), "{}: {}", path.display(), parts.join("; "))?;
    Ok(())
}
