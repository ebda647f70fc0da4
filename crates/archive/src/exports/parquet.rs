//! Parquet: the flat form with types, and columns that CSV has no room for; one row an event record. Conventions stand in the
//! metadata of the file. Written with Parquet's own column writers, a group of rows at a time.

use super::stored::StoredArticle;
use super::{Export, Format, Written};
use legation_coding::flat::COLUMNS;
use legation_coding::{EventRecord, TextSpan};
use parquet::basic::{Compression, ZstdLevel};
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int32Type, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::parser::parse_message_type;
use std::io::{Result, Write};
use std::sync::Arc;

/// Rows that are held until they are written: some 20 MB.
const GROUP: usize = 20_000;

/// Between the parts of a list.
const SEPARATOR: &str = ";";

/// 1970-01-01, from which Parquet counts days.
const EPOCH: jiff::civil::Date = jiff::civil::date(1970, 1, 1);

/// Columns behind those of the flat form.
const MORE: [(&str, Kind); 17] = [
    ("enddate", Kind::Day),
    ("granularity", Kind::Text),
    ("date_source", Kind::Text),
    ("resolved_place", Kind::Text),
    ("lat", Kind::Real),
    ("lon", Kind::Real),
    ("geonameid", Kind::Whole),
    ("stance", Kind::Text),
    ("trigger", Kind::Text),
    ("topic", Kind::Text),
    ("title", Kind::Text),
    ("url", Kind::Text),
    ("publication", Kind::Text),
    ("published", Kind::Day),
    ("coder", Kind::Text),
    ("codebook", Kind::Text),
    ("model", Kind::Text),
];

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Text,
    Whole,
    Real,
    Day,
}

impl Kind {
    /// Of a column of the flat form.
    fn of(column: &str) -> Self {
        match column {
            "story" | "quad_code" | "start" | "end" | "killed" | "injured" | "arrested" => Self::Whole,
            "event_scale" | "confidence" => Self::Real,
            "date" => Self::Day,
            _ => Self::Text,
        }
    }

    fn schema(self) -> [&'static str; 2] {
        match self {
            Self::Text => ["BYTE_ARRAY", "(STRING)"],
            Self::Whole => ["INT64", ""],
            Self::Real => ["DOUBLE", ""],
            Self::Day => ["INT32", "(DATE)"],
        }
    }
}

/// Values of a column; what is not known is a 0 among the levels and no value.
enum Column {
    Text(Vec<ByteArray>),
    Whole(Vec<i64>),
    Real(Vec<f64>),
    Day(Vec<i32>),
}

impl Column {
    fn new(kind: Kind) -> Self {
        match kind {
            Kind::Text => Self::Text(Vec::new()),
            Kind::Whole => Self::Whole(Vec::new()),
            Kind::Real => Self::Real(Vec::new()),
            Kind::Day => Self::Day(Vec::new()),
        }
    }

    /// Adds what a text says, if it says something that such a column can hold.
    fn add(&mut self, text: &str) -> bool {
        fn push<T>(list: &mut Vec<T>, value: Option<T>) -> bool {
            value.map(|v| list.push(v)).is_some()
        }
        match self {
            Self::Text(list) => push(list, Some(text).filter(|t| !t.is_empty()).map(|t| t.as_bytes().to_vec().into())),
            Self::Whole(list) => push(list, text.parse().ok()),
            Self::Real(list) => push(list, text.parse().ok()),
            Self::Day(list) => push(list, text.parse().ok().and_then(days)),
        }
    }

    fn write(&self, to: &mut SerializedColumnWriter<'_>, levels: &[i16]) -> std::result::Result<usize, ParquetError> {
        match self {
            Self::Text(list) => to.typed::<ByteArrayType>().write_batch(list, Some(levels), None),
            Self::Whole(list) => to.typed::<Int64Type>().write_batch(list, Some(levels), None),
            Self::Real(list) => to.typed::<DoubleType>().write_batch(list, Some(levels), None),
            Self::Day(list) => to.typed::<Int32Type>().write_batch(list, Some(levels), None),
        }
    }
}

fn days(day: jiff::civil::Date) -> Option<i32> {
    EPOCH.until(day).ok().map(|span| span.get_days())
}

pub(super) struct Parquet<W: Write + Send> {
    out: SerializedFileWriter<W>,
    columns: Vec<(Column, Vec<i16>)>,
    held: usize,
    rows: u64,
}

fn kinds() -> impl Iterator<Item = (&'static str, Kind)> {
    COLUMNS.iter().map(|name| (*name, Kind::of(name))).chain(MORE)
}

fn columns() -> Vec<(Column, Vec<i16>)> {
    kinds().map(|(_, kind)| (Column::new(kind), Vec::new())).collect()
}

fn failed(error: ParquetError) -> std::io::Error {
    match error {
        ParquetError::External(error) => match error.downcast::<std::io::Error>() {
            Ok(error) => *error,
            Err(error) => std::io::Error::other(error),
        },
        error => std::io::Error::other(error),
    }
}

impl<W: Write + Send> Parquet<W> {
    pub fn new(out: W) -> Result<Self> {
        let fields: String = kinds()
            .map(|(name, kind)| {
                let [physical, logical] = kind.schema();
                format!("OPTIONAL {physical} {name} {logical};\n")
            })
            .collect();
        let schema = parse_message_type(&format!("message event {{\n{fields}}}")).map_err(failed)?;
        let facts = Format::Parquet.facts();
        let told = [("legation.quad_code", facts.quad), ("legation.event_scale", facts.scale)];
        let told = told.map(|(key, value)| KeyValue::new(key.to_owned(), value.to_owned())).to_vec();
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .set_created_by(concat!("legation ", env!("CARGO_PKG_VERSION")).to_owned())
            .set_key_value_metadata(Some(told))
            .build();
        let out = SerializedFileWriter::new(out, Arc::new(schema), Arc::new(properties)).map_err(failed)?;
        Ok(Self { out, columns: columns(), held: 0, rows: 0 })
    }

    fn write(&mut self) -> Result<()> {
        if self.held == 0 {
            return Ok(());
        }
        let mut group = self.out.next_row_group().map_err(failed)?;
        for (column, levels) in std::mem::replace(&mut self.columns, columns()) {
            let mut writer =
                group.next_column().map_err(failed)?.ok_or_else(|| std::io::Error::other("a column is missing"))?;
            column.write(&mut writer, &levels).map_err(failed)?;
            writer.close().map_err(failed)?;
        }
        group.close().map_err(failed)?;
        self.held = 0;
        Ok(())
    }
}

impl<W: Write + Send> Export for Parquet<W> {
    fn article(&mut self, article: &StoredArticle) -> Result<()> {
        for event in &article.events {
            let row = event.record.flat().into_iter().chain(more(&event.record));
            for ((column, levels), text) in self.columns.iter_mut().zip(row) {
                levels.push(i16::from(column.add(&text)));
            }
            self.held += 1;
            self.rows += 1;
            if self.held == GROUP {
                self.write()?;
            }
        }
        Ok(())
    }

    fn end(mut self: Box<Self>) -> Result<Written> {
        self.write()?;
        self.out.close().map_err(failed)?;
        Ok(Written { rows: self.rows, ..Written::default() })
    }
}

/// The columns behind the flat form.
fn more(record: &EventRecord) -> [String; MORE.len()] {
    let words = |spans: &[TextSpan]| spans.iter().map(|s| s.text.as_str()).collect::<Vec<_>>().join(SEPARATOR);
    let place = record.event_loc.as_ref();
    let number = |value: Option<f64>| value.map(|v| v.to_string()).unwrap_or_default();
    let cite = &record.cite_info;
    let known = |text: &Option<String>| text.clone().unwrap_or_default();
    [
        known(&record.enddate),
        record.date_info.as_ref().map(|d| d.granularity.clone()).unwrap_or_default(),
        record.date_info.as_ref().map(|d| d.source.clone()).unwrap_or_default(),
        place.and_then(|p| p.resolved_place.clone()).unwrap_or_default(),
        number(place.and_then(|p| p.lat)),
        number(place.and_then(|p| p.lon)),
        place.and_then(|p| p.geonameid).map(|id| id.to_string()).unwrap_or_default(),
        record.attribution.as_ref().map(|a| a.stance.clone()).unwrap_or_default(),
        words(&record.event_text),
        words(&record.topic),
        known(&cite.title),
        known(&cite.url),
        known(&cite.publication),
        known(&cite.published),
        cite.coder.clone(),
        cite.codebook.clone(),
        cite.model.clone(),
    ]
}
