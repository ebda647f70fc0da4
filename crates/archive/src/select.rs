//! SQL that only reads: `SELECT event, count(*) FROM event GROUP BY event`.

use crate::archive::Archive;
use crate::error::Error;
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use rusqlite::types::ValueRef;

/// A value of a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing.
    Null,
    /// A whole number.
    Integer(i64),
    /// A number.
    Real(f64),
    /// Text.
    Text(String),
    /// Bytes.
    Blob(Vec<u8>),
}

/// Takes the answer of a query, row by row.
pub trait Rows {
    /// The names of the columns, once, before any row.
    ///
    /// # Errors
    /// It cannot be written.
    fn columns(&mut self, names: &[String]) -> std::io::Result<()>;

    /// A row.
    ///
    /// # Errors
    /// It cannot be written.
    fn row(&mut self, values: Vec<Value>) -> std::io::Result<()>;
}

impl Archive {
    /// Runs one statement that reads, and hands its rows to `rows`.
    ///
    /// # Errors
    /// It is no SQL, or would change something; or `rows` fails.
    pub fn select(&mut self, sql: &str, rows: &mut impl Rows) -> Result<(), Error> {
        self.connection.authorizer(Some(authorize)).map_err(self.failed())?;
        let done = self.read(sql, rows);
        self.connection.authorizer(None::<fn(AuthContext<'_>) -> Authorization>).map_err(self.failed())?;
        done
    }

    fn read(&self, sql: &str, rows: &mut impl Rows) -> Result<(), Error> {
        let mut statement = self.connection.prepare(sql).map_err(|error| self.explained(error))?;
        if statement.column_count() == 0 {
            return Err(Error::Query("this statement gives no rows; write SELECT ...".into()));
        }
        if !statement.readonly() {
            return Err(refused());
        }
        let names: Vec<String> = statement.column_names().map(str::to_owned).collect();
        rows.columns(&names).map_err(Error::Output)?;
        let mut found = statement.query([]).map_err(|error| self.explained(error))?;
        while let Some(row) = found.next().map_err(|error| self.explained(error))? {
            let values = (0..names.len()).map(|i| row.get_ref(i).map(value)).collect::<Result<_, _>>();
            rows.row(values.map_err(self.failed())?).map_err(Error::Output)?;
        }
        Ok(())
    }

    fn explained(&self, error: rusqlite::Error) -> Error {
        match error {
            rusqlite::Error::SqlInputError { msg, sql, offset, .. } => {
                let rest = usize::try_from(offset).ok().and_then(|at| sql.get(at..)).unwrap_or_default();
                let here: String = rest.chars().take(NEAR).collect();
                let near =
                    if here.is_empty() || msg.contains("near") { String::new() } else { format!(" at {here:?}") };
                wrong(&format!("{msg}{near}"))
            }
            rusqlite::Error::MultipleStatement => Error::Query("give one statement at a time".into()),
            rusqlite::Error::SqliteFailure(code, message) => match code.code {
                rusqlite::ErrorCode::AuthorizationForStatementDenied | rusqlite::ErrorCode::ReadOnly => refused(),
                rusqlite::ErrorCode::Unknown => wrong(&message.unwrap_or_else(|| code.to_string())),
                _ => self.failed()(rusqlite::Error::SqliteFailure(code, message)),
            },
            other => self.failed()(other),
        }
    }
}

/// Characters of a statement that show where it went wrong.
const NEAR: usize = 30;

fn wrong(message: &str) -> Error {
    Error::Query(format!("{message}; the views are article, event, participant, report, account, person"))
}

fn refused() -> Error {
    Error::Query(
        "only reading is allowed here: write SELECT ...; the archive is changed by legation ingest alone".into(),
    )
}

/// Lets pass what only reads this file.
fn authorize(context: AuthContext<'_>) -> Authorization {
    match context.action {
        AuthAction::Select | AuthAction::Read { .. } | AuthAction::Function { .. } | AuthAction::Recursive => {
            Authorization::Allow
        }
        // What a pragma tells may be read, as full text search does too.
        AuthAction::Pragma { pragma_value: None, .. } => Authorization::Allow,
        AuthAction::Pragma { pragma_name, .. } if pragma_name.starts_with("table_") => Authorization::Allow,
        _ => Authorization::Deny,
    }
}

fn value(value: ValueRef<'_>) -> Value {
    match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(n) => Value::Integer(n),
        ValueRef::Real(x) => Value::Real(x),
        ValueRef::Text(bytes) => Value::Text(String::from_utf8_lossy(bytes).into_owned()),
        ValueRef::Blob(bytes) => Value::Blob(bytes.to_vec()),
    }
}
