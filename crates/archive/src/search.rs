//! Full text: `foreign minister visit` finds the articles that have all three words, in any inflection.

use crate::archive::Archive;
use crate::error::Error;
use serde::Serialize;

/// Words around a hit.
const SNIPPET: usize = 24;

/// A title says more than the text does.
const TITLE_WEIGHT: f64 = 4.0;

/// An article that has the words.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Hit {
    /// Number of the article in the archive.
    pub article: i64,
    /// Its id in the input.
    pub document: String,
    /// Headline.
    pub title: Option<String>,
    /// Day of publication.
    pub published: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// Address.
    pub url: Option<String>,
    /// Words around the best place, hits between the given marks.
    pub snippet: String,
}

impl Archive {
    /// The articles that have all of `words`, the best first; `"in quotes"` asks for a phrase, `OR` and `NOT` between words
    /// are as in SQLite's FTS5. Hits are put between `marks`.
    ///
    /// # Errors
    /// The words are no query, or the file cannot be read.
    pub fn search(&self, words: &str, most: usize, marks: (&str, &str)) -> Result<Vec<Hit>, Error> {
        let sql =
            "SELECT a.id, a.document, a.title, a.published, a.publisher, a.url, snippet(search, -1, ?2, ?3, '…', ?5)
            FROM search JOIN articles a ON a.id = search.rowid
            WHERE search MATCH ?1 ORDER BY bm25(search, ?6, 1.0), a.id LIMIT ?4";
        let mut statement = self.connection.prepare_cached(sql).map_err(self.failed())?;
        let found = statement.query_map(
            rusqlite::params![query(words), marks.0, marks.1, most, SNIPPET, TITLE_WEIGHT],
            |row| {
                Ok(Hit {
                    article: row.get(0)?,
                    document: row.get(1)?,
                    title: row.get(2)?,
                    published: row.get(3)?,
                    publisher: row.get(4)?,
                    url: row.get(5)?,
                    snippet: row.get(6)?,
                })
            },
        );
        found.and_then(Iterator::collect).map_err(|error| match &error {
            rusqlite::Error::SqliteFailure(code, Some(message))
                if code.extended_code == rusqlite::ffi::SQLITE_ERROR =>
            {
                let message = message.trim_start_matches("fts5: ");
                Error::Query(format!("{words:?} cannot be searched ({message}); put phrases in quotes"))
            }
            _ => self.failed()(error),
        })
    }
}

/// Words as FTS5 wants them: what is no plain word ("U.S.", "al-Assad", "Côte") goes in quotes; operators and phrases stay.
pub(crate) fn query(words: &str) -> String {
    let mut out = Vec::new();
    // Every second part stands in quotes.
    for (number, part) in words.split('"').enumerate() {
        if number % 2 == 1 {
            out.push(quoted(part));
            continue;
        }
        out.extend(part.split_whitespace().map(|word| match word {
            "AND" | "OR" | "NOT" | "(" | ")" => word.to_owned(),
            _ => match word.strip_suffix('*') {
                Some(stem) => format!("{}*", quoted(stem)),
                None => quoted(word),
            },
        }));
    }
    out.join(" ")
}

fn quoted(word: &str) -> String {
    format!("\"{}\"", word.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::query;

    #[test]
    fn words_phrases_and_operators_become_a_query() {
        assert_eq!(query("U.S. al-Assad"), "\"U.S.\" \"al-Assad\"");
        assert_eq!(query("\"foreign minister\" NOT visit*"), "\"foreign minister\" NOT \"visit\"*");
        assert_eq!(query("an unclosed \"quote"), "\"an\" \"unclosed\" \"quote\"");
    }
}
