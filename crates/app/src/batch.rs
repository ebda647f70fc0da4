//! Many articles on several threads, their results in the order of the input.

use crate::failure::{Failure, Outcome};
use crate::input::{self, Articles, Record};
use crate::progress::{Progress, Results};
use crate::stop;
use std::collections::BTreeMap;
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
    let mut bad = 0;
    let done = ordered(articles, jobs, Results::Printed, work, |result, progress| {
        match result {
            Ok(records) => write(records)?,
            Err(record) => {
                bad += 1;
                progress.say(|| input::report(&record));
            }
        }
        Ok(())
    })?;
    if stop::requested() {
        let done = skipped + done.articles;
        return Err(Failure::Stopped(format!("stopped after {done} articles; go on with --skip {done}")));
    }
    done.outcome(bad)
}

/// What a run over articles did.
pub(crate) struct Done {
    /// Articles and bad records.
    pub articles: usize,
    /// A problem that ended it.
    fatal: Option<String>,
}

impl Done {
    /// How the run ended, with so many bad records.
    pub(crate) fn outcome(self, bad: usize) -> Outcome {
        match (self.fatal, bad) {
            (Some(_), _) => Err(Failure::Call("nothing could be read".into())),
            (None, 0) => Ok(()),
            (None, bad) => Err(Failure::Records(bad)),
        }
    }
}

/// Does `work` on every record with `jobs` threads and hands the results to `write`, on this thread and in order. Ctrl-C ends it
/// behind the articles that are begun.
pub(crate) fn ordered<T: Send>(
    articles: Articles,
    jobs: usize,
    results: Results,
    work: impl Fn(Record) -> T + Sync,
    mut write: impl FnMut(T, &Progress) -> Result<(), Failure>,
) -> Result<Done, Failure> {
    let mut progress = Progress::new(articles.meter(), results);
    let articles = Mutex::new((0usize, articles));
    let (send, receive) = mpsc::sync_channel::<(usize, T)>(jobs * AHEAD);
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
        'results: for (number, result) in &receive {
            waiting.insert(number, result);
            while let Some(result) = waiting.remove(&written) {
                written += 1;
                progress.article();
                if let Err(error) = write(result, &progress) {
                    failure = Some(error);
                    break 'results;
                }
            }
        }
        // Threads that wait to send find the channel closed.
        drop(receive);
    });
    progress.finish();
    if let Some(failure) = failure {
        return Err(failure);
    }
    let fatal = articles.into_inner().expect("all threads ended").1.fatal;
    Ok(Done { articles: written, fatal })
}
