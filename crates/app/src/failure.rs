//! How a run ends: 0 done, 1 some records were bad and skipped, 2 the call or an input is wrong, 130 stopped.

use std::fmt;
use std::io::Write;
use std::process::ExitCode;

/// A run that did not end in 0.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The call or an input is wrong; nothing could be done with it.
    Call(String),
    /// Everything was done but for so many bad records, each reported on standard error.
    Records(usize),
    /// Everything was done but for so many lines of a dictionary, each reported.
    Lines(usize),
    /// The reader of our output went away: no failure of ours.
    ClosedPipe,
    /// Ctrl-C.
    Stopped(String),
}

pub(crate) type Outcome = Result<(), Failure>;

impl Failure {
    pub(crate) fn call(message: impl fmt::Display) -> Self {
        Self::Call(message.to_string())
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::BrokenPipe => Self::ClosedPipe,
            _ => Self::Call(format!("cannot write the output: {error}")),
        }
    }
}

/// One line on standard error.
pub(crate) fn complain(message: impl fmt::Display) {
    // Nobody is left to tell where standard error is closed.
    let _ = writeln!(std::io::stderr().lock(), "legation: {message}");
}

impl From<legation_archive::Error> for Failure {
    fn from(error: legation_archive::Error) -> Self {
        match error {
            legation_archive::Error::Output(error) => error.into(),
            error => Self::call(error),
        }
    }
}

pub(crate) fn exit_code(outcome: Outcome) -> ExitCode {
    match outcome {
        Ok(()) | Err(Failure::ClosedPipe) => ExitCode::SUCCESS,
        Err(Failure::Records(n)) => {
            complain(format!("{n} bad record{} skipped", if n == 1 { "" } else { "s" }));
            ExitCode::from(1)
        }
        Err(Failure::Lines(n)) => {
            complain(format!("{n} line{} not taken", if n == 1 { " was" } else { "s were" }));
            ExitCode::from(1)
        }
        Err(Failure::Call(message)) => {
            complain(message);
            ExitCode::from(2)
        }
        Err(Failure::Stopped(message)) => {
            complain(message);
            ExitCode::from(130)
        }
    }
}
