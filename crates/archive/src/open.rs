//! Opens archive files, makes new ones and brings old ones up to the present schema.

use crate::error::Error;
use rusqlite::{Connection, ErrorCode, OpenFlags, TransactionBehavior};
use std::path::Path;
use std::time::Duration;

/// "LGTN": by this SQLite's file header tells an archive from other databases.
const APPLICATION: i32 = 0x4c47_544e;

/// A file a version; the first makes a new archive, each of the others changes the version before it.
const MIGRATIONS: [&str; 2] = [include_str!("../migrations/001.sql"), include_str!("../migrations/002.sql")];

/// The views of the present version: made anew after the migrations, so that each is written once.
const VIEWS: &str = include_str!("../migrations/views.sql");

/// Version of the schema that this program writes.
pub const SCHEMA: u32 = MIGRATIONS.len() as u32;

/// How long to wait for another writer's batch.
const PATIENCE: Duration = Duration::from_secs(20);

/// Memory for pages, in KiB: the upper levels of the indexes of a million articles.
const CACHE: i32 = 64 * 1024;

/// What a file is.
enum Nature {
    Empty,
    Version(u32),
}

/// Opens for writing; makes the archive where there is none.
pub(crate) fn to_write(path: &Path) -> Result<Connection, Error> {
    let failed = Error::at(path);
    let connection = Connection::open(path).map_err(&failed)?;
    connection.busy_timeout(PATIENCE).map_err(&failed)?;
    migrate(&connection, path)?;
    // WAL lets readers read while a batch is written. FULL: a batch that was committed outlasts a power cut.
    connection.pragma_update(None, "journal_mode", "wal").map_err(&failed)?;
    connection.pragma_update(None, "synchronous", "full").map_err(&failed)?;
    connection.pragma_update(None, "cache_size", -CACHE).map_err(&failed)?;
    Ok(connection)
}

/// Opens for reading only. An archive of an older version is brought up first, one that was cut off in its making rolled back.
pub(crate) fn to_read(path: &Path) -> Result<Connection, Error> {
    let failed = Error::at(path);
    if !path.exists() {
        return Err(Error::Missing(path.to_owned()));
    }
    let mut connection = match read_only(path) {
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::ReadOnly) => None,
        other => Some(other.map_err(&failed)?),
    };
    if let Some(connection) = &connection
        && let Nature::Empty = nature(connection, path)?
    {
        return Err(Error::Missing(path.to_owned()));
    }
    let current = |c: &Connection| Ok(matches!(nature(c, path)?, Nature::Version(SCHEMA)));
    if !connection.as_ref().map_or(Ok(false), current)? {
        drop(connection.take());
        drop(to_write(path)?);
    }
    let connection = connection.map_or_else(|| read_only(path), Ok).map_err(&failed)?;
    connection.pragma_update(None, "query_only", true).map_err(&failed)?;
    connection.pragma_update(None, "cache_size", -CACHE).map_err(&failed)?;
    Ok(connection)
}

fn read_only(path: &Path) -> rusqlite::Result<Connection> {
    let open = |address: &Path, more| {
        let connection = Connection::open_with_flags(
            address,
            OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | more,
        )?;
        connection.busy_timeout(PATIENCE)?;
        // Nothing is read before the first statement.
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
        Ok(connection)
    };
    open(path, OpenFlags::empty()).or_else(|error: rusqlite::Error| {
        // In a folder that may not be written SQLite cannot make the file that readers of a WAL share. Where batches still
        // stand in a WAL, reading without it would lose them.
        if error.sqlite_error_code() != Some(ErrorCode::CannotOpen) || has_wal(path) {
            return Err(error);
        }
        open(Path::new(&immutable(path)), OpenFlags::SQLITE_OPEN_URI).map_err(|_| error)
    })
}

/// Whether committed batches may stand beside the file, as after a kill.
fn has_wal(path: &Path) -> bool {
    let mut wal = path.as_os_str().to_owned();
    wal.push("-wal");
    std::fs::metadata(wal).is_ok_and(|file| file.len() > 0)
}

/// The address of a file that nobody changes.
fn immutable(path: &Path) -> String {
    let mut address = "file:".to_owned();
    for byte in path.to_string_lossy().bytes() {
        match byte {
            b'/' | b'.' | b'-' | b'_' => address.push(byte as char),
            byte if byte.is_ascii_alphanumeric() => address.push(byte as char),
            byte => address.push_str(&format!("%{byte:02X}")),
        }
    }
    address + "?immutable=1"
}

fn nature(connection: &Connection, path: &Path) -> Result<Nature, Error> {
    let failed = Error::at(path);
    let number =
        |pragma: &str| connection.pragma_query_value(None, pragma, |row| row.get::<_, i64>(0)).map_err(&failed);
    let application = number("application_id")?;
    let version = number("user_version")?;
    let tables: i64 =
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)).map_err(&failed)?;
    match (application, u32::try_from(version)) {
        (0, Ok(0)) if tables == 0 => Ok(Nature::Empty),
        (id, Ok(version)) if id == i64::from(APPLICATION) && version > 0 => match version {
            version if version > SCHEMA => Err(Error::Newer(path.to_owned(), version)),
            version => Ok(Nature::Version(version)),
        },
        _ => Err(Error::Foreign(path.to_owned())),
    }
}

/// Brings a database to the present schema, whole or not at all.
fn migrate(connection: &Connection, path: &Path) -> Result<(), Error> {
    if let Nature::Version(SCHEMA) = nature(connection, path)? {
        return Ok(());
    }
    let failed = Error::at(path);
    let transaction =
        rusqlite::Transaction::new_unchecked(connection, TransactionBehavior::Immediate).map_err(&failed)?;
    // Another program may have done it while this one waited.
    let have = match nature(&transaction, path)? {
        Nature::Empty => 0,
        Nature::Version(version) => version,
    };
    for migration in MIGRATIONS.iter().skip(have as usize) {
        transaction.execute_batch(migration).map_err(&failed)?;
    }
    transaction.execute_batch(VIEWS).map_err(&failed)?;
    transaction.pragma_update(None, "application_id", APPLICATION).map_err(&failed)?;
    transaction.pragma_update(None, "user_version", SCHEMA).map_err(&failed)?;
    transaction.commit().map_err(&failed)
}
