//! Records with named fields: JSONL, CSV and Parquet.

use super::{BadRecord, LARGEST, Record, day_of_field};
use legation_text::Article;
#[cfg(feature = "parquet")]
use parquet::file::reader::{FileReader, SerializedFileReader};
#[cfg(feature = "parquet")]
use parquet::record::Field;
use serde_json::Value;
use std::io::{BufRead, Read};
use std::path::Path;

/// Field names of a record, and what they were called elsewhere.
const FIELDS: [(&str, &[&str]); 7] = [
    ("id", &["id"]),
    ("text", &["text", "body", "content"]),
    ("title", &["title", "headline"]),
    ("published", &["published", "date"]),
    ("url", &["url"]),
    ("publisher", &["publisher", "publication", "source"]),
    ("license", &["license", "licence"]),
];

/// Builds an article from named fields.
fn article(place: &str, number: usize, get: impl Fn(&str) -> Option<String>) -> Record {
    let field = |name: &str| {
        let names = FIELDS.iter().find(|f| f.0 == name).map_or(&[][..], |f| f.1);
        names.iter().find_map(|n| get(n)).filter(|v| !v.trim().is_empty())
    };
    let text = field("text").ok_or_else(|| BadRecord::at(place, "has no \"text\""))?;
    if text.len() as u64 > LARGEST {
        return Err(BadRecord::at(place, format!("more than {} MB in one document; split it", LARGEST / 1024 / 1024)));
    }
    let published = match field("published") {
        None => None,
        Some(day) => Some(
            day_of_field(&day)
                .ok_or_else(|| BadRecord::at(place, format!("published is {day:?}, no day such as 2022-01-25")))?,
        ),
    };
    Ok(Article {
        id: field("id").unwrap_or_else(|| number.to_string()),
        text,
        title: field("title"),
        published,
        url: field("url"),
        publisher: field("publisher"),
        license: field("license"),
    })
}

/// One JSON object a line.
pub(crate) fn jsonl<R: BufRead + Send + 'static>(
    name: &str,
    mut input: R,
) -> impl Iterator<Item = Record> + Send + use<R> {
    let name = name.to_owned();
    let mut number = 0;
    std::iter::from_fn(move || {
        loop {
            let mut line = Vec::new();
            number += 1;
            let place = format!("{name}: line {number}");
            // A line longer than any document is read to its end, but not kept.
            let read = (&mut input).take(2 * LARGEST).read_until(b'\n', &mut line);
            match read {
                Err(e) => return Some(Err(BadRecord::at(&place, super::reason(&e)))),
                Ok(0) => return None,
                Ok(_) => {}
            }
            if line.len() as u64 >= 2 * LARGEST && line.last() != Some(&b'\n') {
                skip_line(&mut input);
                return Some(Err(BadRecord::at(
                    &place,
                    format!("more than {} MB in one record; split it", LARGEST / 1024 / 1024),
                )));
            }
            if line.iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            return Some(object(&place, number, line));
        }
    })
}

fn skip_line(input: &mut impl BufRead) {
    loop {
        let (used, done) = match input.fill_buf() {
            Ok([]) | Err(_) => return,
            Ok(buffer) => match buffer.iter().position(|b| *b == b'\n') {
                Some(at) => (at + 1, true),
                None => (buffer.len(), false),
            },
        };
        input.consume(used);
        if done {
            return;
        }
    }
}

fn object(place: &str, number: usize, line: Vec<u8>) -> Record {
    let text = super::decode(place, line)?;
    let value: Value =
        serde_json::from_str(&text).map_err(|e| BadRecord::at(place, format!("is no JSON object ({e})")))?;
    let Value::Object(fields) = value else {
        return Err(BadRecord::at(place, "is JSON, but no object with \"text\""));
    };
    if fields.get("text").is_some_and(|t| !t.is_string()) {
        return Err(BadRecord::at(place, "\"text\" is no string"));
    }
    article(place, number, |key| match fields.get(key)? {
        Value::String(text) => Some(text.clone()),
        Value::Number(n) => Some(n.to_string()),
        _ => None,
    })
}

/// A header row, then an article a row.
pub(crate) fn csv(name: &str, input: Box<dyn Read + Send>) -> Box<dyn Iterator<Item = Record> + Send> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(input);
    let headers: Vec<String> = match reader.byte_headers() {
        Ok(headers) => headers
            .iter()
            .map(|h| String::from_utf8_lossy(h).trim_start_matches('\u{feff}').trim().to_lowercase())
            .collect(),
        Err(e) => return Box::new(std::iter::once(Err(BadRecord::at(name, e.to_string())))),
    };
    let texts = FIELDS[1].1;
    if !headers.iter().any(|h| texts.contains(&h.as_str())) {
        let message = format!("has no column \"text\"; its header is {}", headers.join(","));
        return Box::new(std::iter::once(Err(BadRecord::at(name, message))));
    }
    let name = name.to_owned();
    let mut number = 0;
    Box::new(reader.into_byte_records().map(move |row| {
        number += 1;
        let row = row.map_err(|e| {
            BadRecord::at(&format!("{name}: line {}", e.position().map_or(0, csv::Position::line)), e.to_string())
        })?;
        let place = format!("{name}: line {}", row.position().map_or(0, csv::Position::line));
        let fields = row.iter().map(|f| super::decode(&place, f.to_vec())).collect::<Result<Vec<_>, _>>()?;
        article(&place, number, |key| headers.iter().position(|h| h == key).and_then(|i| fields.get(i).cloned()))
    }))
}

/// A Parquet file with columns of the same names.
#[cfg(feature = "parquet")]
pub(crate) fn parquet(name: &str, path: &Path) -> Box<dyn Iterator<Item = Record> + Send> {
    let failed = |message: String| -> Box<dyn Iterator<Item = Record> + Send> {
        Box::new(std::iter::once(Err(BadRecord::at(name, message))))
    };
    if path.as_os_str() == "-" {
        return failed("Parquet cannot be read from a pipe; give a file".into());
    }
    let file = match std::fs::File::open(path) {
        Ok(file) => file,
        Err(e) => return failed(super::reason(&e)),
    };
    let reader = match SerializedFileReader::new(file) {
        Ok(reader) => reader,
        Err(e) => return failed(format!("is no Parquet file ({e})")),
    };
    let columns: Vec<String> =
        reader.metadata().file_metadata().schema_descr().columns().iter().map(|c| c.name().to_lowercase()).collect();
    if !columns.iter().any(|c| FIELDS[1].1.contains(&c.as_str())) {
        return failed(format!("has no column \"text\"; its columns are {}", columns.join(", ")));
    }
    let name = name.to_owned();
    let mut number = 0;
    Box::new(reader.into_iter().map(move |row| {
        number += 1;
        let place = format!("{name}: line {number}");
        let row = row.map_err(|e| BadRecord::at(&place, e.to_string()))?;
        article(&place, number, |key| {
            row.get_column_iter().find(|(column, _)| column.eq_ignore_ascii_case(key)).and_then(
                |(_, field)| match field {
                    Field::Null => None,
                    Field::Str(text) => Some(text.clone()),
                    Field::Bytes(bytes) => bytes.as_utf8().ok().map(str::to_owned),
                    Field::Date(days) => jiff::civil::date(1970, 1, 1)
                        .checked_add(jiff::Span::new().days(i64::from(*days)))
                        .ok()
                        .map(|d| d.to_string()),
                    Field::TimestampMillis(ms) => day_of_timestamp(*ms, 1000),
                    Field::TimestampMicros(us) => day_of_timestamp(*us, 1_000_000),
                    other => Some(other.to_string()),
                },
            )
        })
    }))
}

/// A Parquet file, to a program that was built without them.
#[cfg(not(feature = "parquet"))]
pub(crate) fn parquet(name: &str, _: &Path) -> Box<dyn Iterator<Item = Record> + Send> {
    let message =
        "this program was built without Parquet; build it with --features parquet, or give the records as JSONL";
    Box::new(std::iter::once(Err(BadRecord::at(name, message))))
}

#[cfg(feature = "parquet")]
fn day_of_timestamp(ticks: i64, a_second: i64) -> Option<String> {
    let days = ticks.div_euclid(a_second * 86_400);
    jiff::civil::date(1970, 1, 1).checked_add(jiff::Span::new().try_days(days).ok()?).ok().map(|d| d.to_string())
}
