//! Rows of fields between tabs. These formats know no quoting: tabs, line breaks and other control characters in a field become
//! one blank.

use std::io::{Result, Write};

/// Writes rows of `WIDTH` fields.
pub(super) struct Tabs<W, const WIDTH: usize> {
    out: W,
    /// Rows so far, without a header.
    pub rows: u64,
}

impl<W: Write, const WIDTH: usize> Tabs<W, WIDTH> {
    pub fn new(out: W) -> Self {
        Self { out, rows: 0 }
    }

    pub fn header(&mut self, names: &[&str; WIDTH]) -> Result<()> {
        writeln!(self.out, "{}", names.join("\t"))
    }

    pub fn row(&mut self, fields: &[String; WIDTH]) -> Result<()> {
        for (number, field) in fields.iter().enumerate() {
            if number > 0 {
                self.out.write_all(b"\t")?;
            }
            self.out.write_all(plain(field).as_bytes())?;
        }
        self.rows += 1;
        self.out.write_all(b"\n")
    }
}

/// A text without control characters and the line separators of Unicode; each run of them becomes one blank.
fn plain(text: &str) -> String {
    let breaks = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    if !text.contains(breaks) {
        return text.to_owned();
    }
    text.split(breaks).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_break_a_row_becomes_a_blank_and_other_writing_stays() {
        assert_eq!(plain("a\t\r\nb\u{2028}c"), "a b c");
        assert_eq!(plain("\"محمد\" 日本"), "\"محمد\" 日本");
    }
}
