//! A file that is no gazetteer, with its name and what to do.

use std::fmt;

/// A file that cannot be read as a gazetteer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damaged {
    /// The file, as the caller named it.
    pub file: String,
    /// What is wrong with it.
    pub problem: &'static str,
}

impl fmt::Display for Damaged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}; build it again with gazetteer/build.sh", self.file, self.problem)
    }
}

impl std::error::Error for Damaged {}
