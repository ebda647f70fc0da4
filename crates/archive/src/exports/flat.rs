//! CSV: the flat form that `legation code --format csv` writes, one row an event record.

use super::stored::StoredArticle;
use super::{Export, Written};
use legation_coding::flat::COLUMNS;
use std::io::{Result, Write};

pub(super) struct Flat<W: Write> {
    out: csv::Writer<W>,
    rows: u64,
}

impl<W: Write> Flat<W> {
    pub fn new(out: W) -> Self {
        Self { out: csv::Writer::from_writer(out), rows: 0 }
    }
}

impl<W: Write> Export for Flat<W> {
    fn begin(&mut self) -> Result<()> {
        Ok(self.out.write_record(COLUMNS)?)
    }

    fn article(&mut self, article: &StoredArticle) -> Result<()> {
        for event in &article.events {
            self.out.write_record(event.record.flat())?;
            self.rows += 1;
        }
        Ok(())
    }

    fn end(mut self: Box<Self>) -> Result<Written> {
        self.out.flush()?;
        Ok(Written { rows: self.rows, ..Written::default() })
    }
}
