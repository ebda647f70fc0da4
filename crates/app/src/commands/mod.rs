//! A file a command: its `Args` and its `run`.

pub(crate) mod actor;
pub(crate) mod analyse;
pub(crate) mod code;
pub(crate) mod codebook;
pub(crate) mod completions;
pub(crate) mod evaluate;
pub(crate) mod explain;
pub(crate) mod gold;
pub(crate) mod people;

use crate::failure::{Failure, Outcome};
use crate::input::Articles;

/// How a run over articles ended, with so many bad records.
fn ended(articles: &Articles, bad: usize) -> Outcome {
    match (&articles.fatal, bad) {
        (Some(_), _) => Err(Failure::Call("nothing could be read".into())),
        (None, 0) => Ok(()),
        (None, bad) => Err(Failure::Records(bad)),
    }
}
