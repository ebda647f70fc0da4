//! The table of a report.

/// A line of the report: what was measured, on what, and how it came out.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The set with its size.
    pub set: String,
    /// What was measured.
    pub measure: String,
    /// The figure, with interval where it is a share.
    pub figure: String,
}

impl Row {
    /// A row.
    pub fn new(set: impl Into<String>, measure: impl Into<String>, figure: impl ToString) -> Self {
        Self { set: set.into(), measure: measure.into(), figure: figure.to_string() }
    }

    /// The number at the front of the figure.
    pub fn value(&self) -> Option<f64> {
        self.figure.split_whitespace().next()?.parse().ok()
    }

    /// Whether another row is of the same measure and set, whatever the set's size.
    pub fn measures_the_same(&self, other: &Self) -> bool {
        let name = |row: &Self| row.set.split(" (").next().unwrap_or_default().to_owned();
        self.measure == other.measure && name(self) == name(other)
    }

    /// Rows as a Markdown table.
    pub fn table(rows: &[Row]) -> String {
        let mut out = String::from("| set | measure | figure |\n|---|---|---|\n");
        for row in rows {
            out.push_str(&format!("| {} | {} | {} |\n", row.set, row.measure, row.figure));
        }
        out
    }
}
