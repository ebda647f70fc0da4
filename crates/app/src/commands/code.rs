//! `legation code`: articles in, events out.

use crate::engine::EngineOptions;
use crate::failure::{Failure, Outcome, complain};
use crate::input::{self, Articles, InputOptions, Record};
use crate::output::{self, Format, Printer};
use crate::parts;
use crate::stop;
use indicatif::{ProgressBar, ProgressStyle};
use legation_coding::{EventRecord, Included, records};
use std::collections::BTreeMap;
use std::io::{BufWriter, IsTerminal};
use std::sync::Mutex;
use std::sync::mpsc;

/// Code articles: who did what to whom, when, where, about what and according to whom
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  legation code examples/tehran-damascus.txt --published 2022-01-25
  legation code news/ --format csv > events.csv
  cat articles.jsonl | legation code --jobs 4 > events.jsonl
  legation code articles.jsonl --include negation,hypothetical --min-confidence 0.5")]
pub(crate) struct Args {
    #[command(flatten)]
    input: InputOptions,
    #[command(flatten)]
    engine: EngineOptions,
    /// How events are written [default: table on a terminal, else jsonl].
    #[arg(long, value_name = "FORMAT")]
    format: Option<Format>,
    /// Events that are not plain facts to give out as well, marked in `auxiliary`.
    #[arg(long, value_name = "KINDS", value_delimiter = ',')]
    include: Vec<Kind>,
    /// Leave out events that are less sure.
    #[arg(long, value_name = "0..1", default_value_t = 0.0)]
    min_confidence: f64,
    /// Threads; output keeps the order of the input.
    #[arg(long, short, value_name = "N", default_value_t = threads())]
    jobs: usize,
}

/// Kinds of events that are left out unless asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Kind {
    /// Told not to have happened.
    Negation,
    /// Conditional or only possible.
    Hypothetical,
}

fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// Articles that may wait for their turn in the output, a thread.
const AHEAD: usize = 8;

impl Args {
    pub(crate) fn run(self) -> Outcome {
        let articles = self.input.open()?;
        let engine = self.engine.engine()?;
        let included = Included {
            negation: self.include.contains(&Kind::Negation),
            hypothetical: self.include.contains(&Kind::Hypothetical),
        };
        stop::listen();
        let out = BufWriter::new(std::io::stdout().lock());
        let mut printer = Printer::new(out, self.format.unwrap_or_else(output::usual));
        let least = self.min_confidence;
        let work = |record: Record| -> Result<Vec<EventRecord>, input::BadRecord> {
            let mut records = parts::code(record?, |article| {
                let (document, events) = engine.code(article, included);
                let found = records(&document, &events, &engine.settings);
                (found, document.stories.len(), document.sentences.len())
            });
            records.retain(|r| r.confidence >= least);
            Ok(records)
        };
        run(articles, self.input.skip, self.jobs.max(1), work, |records| {
            printer.print(&records)?;
            // A pipe sees events as they come; a file is written in blocks.
            if std::io::stdout().is_terminal() { printer.flush() } else { Ok(()) }
        })
        .and_then(|()| printer.flush().map_err(Failure::from))
    }
}

/// Does `work` on every article with `jobs` threads and hands the results to `write` in order.
fn run<T: Send>(
    articles: Articles,
    skipped: usize,
    jobs: usize,
    work: impl Fn(Record) -> Result<T, input::BadRecord> + Sync,
    mut write: impl FnMut(T) -> std::io::Result<()>,
) -> Outcome {
    let progress = progress();
    let articles = Mutex::new((0usize, articles));
    let (send, receive) = mpsc::sync_channel::<(usize, Result<T, input::BadRecord>)>(jobs * AHEAD);
    let mut bad = 0;
    let mut failure = None;
    let mut written = 0;
    std::thread::scope(|scope| {
        for _ in 0..jobs {
            let send = send.clone();
            let (articles, work) = (&articles, &work);
            scope.spawn(move || {
                loop {
                    let next = {
                        let mut articles = articles.lock().expect("no thread panics while it holds the input");
                        if stop::requested() {
                            None
                        } else {
                            let record = articles.1.next();
                            articles.0 += 1;
                            record.map(|r| (articles.0 - 1, r))
                        }
                    };
                    let Some((number, record)) = next else {
                        return;
                    };
                    if send.send((number, work(record))).is_err() {
                        return;
                    }
                }
            });
        }
        drop(send);
        let mut waiting = BTreeMap::new();
        for (number, result) in &receive {
            waiting.insert(number, result);
            while let Some(result) = waiting.remove(&written) {
                written += 1;
                progress.inc(1);
                match result {
                    Ok(records) => {
                        if let Err(error) = write(records) {
                            failure = Some(Failure::from(error));
                        }
                    }
                    Err(record) => {
                        bad += 1;
                        progress.suspend(|| input::report(&record));
                    }
                }
            }
            if failure.is_some() {
                break;
            }
        }
        // Threads that wait to send find the channel closed.
        drop(receive);
    });
    progress.finish_and_clear();
    if let Some(failure) = failure {
        return Err(failure);
    }
    if stop::requested() {
        let done = skipped + written;
        return Err(Failure::Stopped(format!("stopped after {done} articles; go on with --skip {done}")));
    }
    let fatal = articles.into_inner().expect("all threads ended").1.fatal;
    match (fatal, bad) {
        (Some(_), _) => Err(Failure::Call("nothing could be read".into())),
        (None, 0) => Ok(()),
        (None, bad) => Err(Failure::Records(bad)),
    }
}

/// A counter with rate on a terminal; silence elsewhere.
fn progress() -> ProgressBar {
    if !std::io::stderr().is_terminal() || std::io::stdout().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new_spinner();
    match ProgressStyle::with_template("{spinner} {pos} articles, {per_sec}, {elapsed}") {
        Ok(style) => bar.set_style(style),
        Err(error) => complain(error),
    }
    bar.enable_steady_tick(std::time::Duration::from_millis(200));
    bar
}
