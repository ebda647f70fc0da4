//! Many articles on several threads, their results in the order of the input.

use crate::failure::{Failure, Outcome, complain};
use crate::input::{self, Articles, Record};
use crate::stop;
use indicatif::{ProgressBar, ProgressStyle};
use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::sync::Mutex;
use std::sync::mpsc;

/// As many threads as the machine has cores.
pub(crate) fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// Articles that may wait for their turn in the output, a thread.
const AHEAD: usize = 8;

/// Does `work` on every article with `jobs` threads and hands the results to `write` in order.
pub(crate) fn run<T: Send>(
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
