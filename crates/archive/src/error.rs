//! What can go wrong with an archive, said with its file and what to do.

use rusqlite::ErrorCode;
use std::fmt;
use std::path::{Path, PathBuf};

/// A mistake or failure, with the archive that it concerns.
#[derive(Debug)]
pub enum Error {
    /// There is no such file.
    Missing(PathBuf),
    /// The file is something else.
    Foreign(PathBuf),
    /// A later version of the program made it.
    Newer(PathBuf, u32),
    /// What was asked in SQL is wrong, or would write.
    Query(String),
    /// A result could not be handed on.
    Output(std::io::Error),
    /// SQLite says so.
    Sqlite(PathBuf, rusqlite::Error),
    /// What the archive holds contradicts itself.
    Damaged(PathBuf, String),
}

impl Error {
    pub(crate) fn at(path: &Path) -> impl Fn(rusqlite::Error) -> Self {
        let path = path.to_owned();
        move |error| match error.sqlite_error_code() {
            Some(ErrorCode::NotADatabase) => Self::Foreign(path.clone()),
            _ => Self::Sqlite(path.clone(), error),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(path) => {
                write!(f, "{}: no such archive; make one with legation ingest INPUT --archive {0}", path.display())
            }
            Self::Foreign(path) => {
                write!(f, "{}: is no Legation archive; give another file with --archive", path.display())
            }
            Self::Newer(path, version) => write!(
                f,
                "{}: was made by a later version of Legation (schema {version}, this one knows {}); update Legation",
                path.display(),
                crate::SCHEMA
            ),
            Self::Query(message) => f.write_str(message),
            Self::Output(error) => write!(f, "cannot write the output: {error}"),
            Self::Damaged(path, what) => write!(f, "{}: {what}", path.display()),
            Self::Sqlite(path, error) => write!(f, "{}: {}", path.display(), remedy(error)),
        }
    }
}

impl std::error::Error for Error {}

/// What SQLite says, with what to do about it.
fn remedy(error: &rusqlite::Error) -> String {
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => {
            "the disk is full; what was committed is kept, make room and run the same command again".into()
        }
        Some(ErrorCode::ReadOnly) => "may not be written; change its permissions or give another --archive".into(),
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            "another program is writing it; wait for that to end".into()
        }
        Some(ErrorCode::DatabaseCorrupt) => {
            format!("is damaged ({error}); restore a copy, or save what can be read with sqlite3 FILE .recover")
        }
        Some(ErrorCode::CannotOpen) => "cannot be opened; look at the folder and its permissions".into(),
        Some(ErrorCode::PermissionDenied) => "may not be opened (permission denied)".into(),
        _ => error.to_string(),
    }
}
