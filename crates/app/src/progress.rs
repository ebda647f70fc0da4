//! How far a run has come: articles, rate and time left, on a terminal only.

use crate::failure::complain;
use indicatif::{HumanDuration, ProgressBar, ProgressState, ProgressStyle};
use std::io::{IsTerminal, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// How often the line is drawn.
const TICK: Duration = Duration::from_millis(200);

/// Bytes of the inputs that were read, of how many.
#[derive(Clone, Debug, Default)]
pub(crate) struct Meter {
    read: Arc<AtomicU64>,
    /// `None` where an input is a pipe.
    total: Option<u64>,
}

impl Meter {
    /// Nothing read of so many bytes; `None` where that is not known.
    pub(crate) fn of(total: Option<u64>) -> Self {
        Self { total, ..Self::default() }
    }

    /// A reader whose bytes count.
    pub(crate) fn count<R: Read>(&self, inner: R) -> Counted<R> {
        Counted { inner, meter: self.clone() }
    }

    /// Sets the bytes that were read: a file is done, however much of it was needed.
    pub(crate) fn set(&self, bytes: u64) {
        self.read.store(bytes, Ordering::Relaxed);
    }
}

/// Counts what is read through it.
pub(crate) struct Counted<R> {
    inner: R,
    meter: Meter,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.meter.read.fetch_add(n as u64, Ordering::Relaxed);
        Ok(n)
    }
}

/// The line on the terminal.
pub(crate) struct Progress {
    bar: ProgressBar,
    meter: Meter,
    started: Instant,
    articles: u64,
}

/// Where the results of a run go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Results {
    /// To standard output: on a terminal they show by themselves how far the run has come.
    Printed,
    /// Elsewhere.
    Kept,
}

impl Progress {
    pub(crate) fn new(meter: Meter, results: Results) -> Self {
        let shown = std::io::stderr().is_terminal() && (results == Results::Kept || !std::io::stdout().is_terminal());
        let bar = if shown { bar(meter.total) } else { ProgressBar::hidden() };
        Self { bar, meter, started: Instant::now(), articles: 0 }
    }

    /// One more article is done.
    pub(crate) fn article(&mut self) {
        self.articles += 1;
        if self.bar.is_hidden() {
            return;
        }
        let rate = self.articles as f64 / self.started.elapsed().as_secs_f64().max(f64::EPSILON);
        self.bar.set_position(self.meter.read.load(Ordering::Relaxed));
        self.bar.set_message(format!("{} articles, {rate:.0}/s", self.articles));
    }

    /// Says something without disturbing the line.
    pub(crate) fn say(&self, say: impl FnOnce()) {
        self.bar.suspend(say);
    }

    pub(crate) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

fn bar(total: Option<u64>) -> ProgressBar {
    let (bar, template) = match total {
        Some(total) => (ProgressBar::new(total), "{bar:20} {percent}%  {msg}, {left} left"),
        None => (ProgressBar::new_spinner(), "{spinner} {msg}, {elapsed}"),
    };
    let left = |state: &ProgressState, out: &mut dyn std::fmt::Write| {
        // Nobody is left to tell where the terminal is gone.
        let _ = write!(out, "{:#}", HumanDuration(state.eta()));
    };
    match ProgressStyle::with_template(template) {
        Ok(style) => bar.set_style(style.with_key("left", left)),
        Err(error) => complain(error),
    }
    bar.enable_steady_tick(TICK);
    bar
}
