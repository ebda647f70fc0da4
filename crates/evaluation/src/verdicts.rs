//! What was found right and wrong, in a form that is kept: `{"line": "event", "outcome": "missed", "type": "CONSULT", ...}`.

use crate::coded::{CodedSet, CodedUnit};
use crate::errors::starts;
use crate::gold::GoldError;
use crate::report::Row;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

/// The outcome of an evaluation: its figures, and of train and dev every event.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Verdicts {
    /// Files of the gold that were coded.
    pub(crate) files: BTreeSet<String>,
    /// The figures.
    pub(crate) figures: Vec<Row>,
    /// The events.
    pub(crate) events: Vec<Verdict>,
}

/// What became of an event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Verdict {
    /// How it came out.
    pub outcome: Outcome,
    /// train or dev.
    pub split: String,
    /// File and line.
    #[serde(rename = "where")]
    pub place: String,
    /// Type.
    #[serde(rename = "type")]
    pub kind: String,
    /// Its words.
    pub trigger: String,
    /// The line of the text that it stands in.
    pub sentence: String,
    /// Of events that are alike in all this the first has 0.
    pub nth: usize,
}

/// How an event came out, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// Found where nothing is.
    False,
    /// Wanted and not found.
    Missed,
    /// Found with other sides.
    #[serde(rename = "wrong sides")]
    WrongSides,
    /// Found with the sides that are marked.
    Right,
}

impl Outcome {
    /// The name in a saved file.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::False => "false",
            Self::Missed => "missed",
            Self::WrongSides => "wrong sides",
            Self::Right => "right",
        }
    }
}

/// By what an event is known again: not by its line, which moves. File, sentence, type, words, number.
pub(crate) type Key<'a> = (&'a str, &'a str, &'a str, &'a str, usize);

impl Verdict {
    pub(crate) fn key(&self) -> Key<'_> {
        (self.file(), &self.sentence, &self.kind, &self.trigger, self.nth)
    }

    pub(crate) fn file(&self) -> &str {
        self.place.rsplit_once(':').map_or(self.place.as_str(), |(file, _)| file)
    }
}

/// A line of the file.
#[derive(Serialize, Deserialize)]
#[serde(tag = "line", rename_all = "lowercase")]
enum Line {
    Files { files: BTreeSet<String> },
    Figure { set: String, measure: String, figure: String },
    Event(Verdict),
}

impl Verdicts {
    /// The figures of an evaluation, and its events. Of test, only the figures.
    pub fn of(rows: &[Row], sets: &[CodedSet]) -> Self {
        let readable = || sets.iter().filter(|s| s.split.may_be_read()).flat_map(|s| &s.units);
        let mut events: Vec<Verdict> = readable().flat_map(of_unit).collect();
        let mut seen: BTreeMap<(bool, String), usize> = BTreeMap::new();
        for event in &mut events {
            let number = seen.entry((event.outcome == Outcome::False, format!("{:?}", event.key()))).or_default();
            event.nth = *number;
            *number += 1;
        }
        Self { files: readable().map(|u| u.unit.file.clone()).collect(), figures: rows.to_vec(), events }
    }

    /// Writes them as JSONL.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write(&self, mut out: impl Write) -> io::Result<()> {
        let figures = self.figures.iter().cloned();
        let figure = |Row { set, measure, figure }| Line::Figure { set, measure, figure };
        let lines = std::iter::once(Line::Files { files: self.files.clone() })
            .chain(figures.map(figure))
            .chain(self.events.iter().cloned().map(Line::Event));
        for line in lines {
            serde_json::to_writer(&mut out, &line)?;
            writeln!(out)?;
        }
        out.flush()
    }

    /// Reads what [`Verdicts::write`] wrote; `name` is that of the file.
    ///
    /// # Errors
    /// Names file and line of what is no such line.
    pub fn parse(name: &str, text: &str) -> Result<Self, GoldError> {
        let mut read = Self::default();
        for (number, line) in text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
            let line = serde_json::from_str(line)
                .map_err(|e| GoldError(format!("{name}:{}: not written by --save: {e}", number + 1)))?;
            match line {
                Line::Files { files } => read.files.extend(files),
                Line::Figure { set, measure, figure } => read.figures.push(Row { set, measure, figure }),
                Line::Event(event) => read.events.push(event),
            }
        }
        Ok(read)
    }
}

/// The events of a unit, without those that a reader may leave out.
fn of_unit(coded: &CodedUnit) -> Vec<Verdict> {
    let (unit, matching) = (&coded.unit, &coded.plain.matching);
    let verdict = |outcome, kind: Option<&String>, trigger: String, at| Verdict {
        outcome,
        split: unit.split.as_str().to_owned(),
        place: unit.place(at),
        kind: kind.cloned().unwrap_or_default(),
        trigger,
        sentence: unit.passage(at).to_owned(),
        nth: 0,
    };
    let wanted = unit.events.iter().enumerate().filter(|(_, w)| w.is_plain() && !w.optional);
    let mut all: Vec<Verdict> = wanted
        .map(|(g, w)| {
            let outcome = match matching.of_gold(g) {
                None => Outcome::Missed,
                Some(m) if m.sides.by_mention() => Outcome::Right,
                Some(_) => Outcome::WrongSides,
            };
            verdict(outcome, w.kinds.first(), w.words.clone(), w.start())
        })
        .collect();
    let confused = matching.confused.iter().map(|(_, f)| f);
    all.extend(matching.false_ones.iter().chain(confused).map(|f| {
        let record = &coded.plain.found[*f];
        let words: Vec<&str> = record.event_text.iter().map(|t| t.text.as_str()).collect();
        verdict(Outcome::False, record.event.first(), words.join(" ... "), starts(record))
    }));
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coded::{Coding, Gold};
    use crate::matching::match_events;
    use crate::testing::{found, unit};
    use crate::units::{Split, Wanted};

    fn coded(split: Split) -> CodedSet {
        let unit = unit("[Iran]{1 IRN} [met]{t1} [Oman]{2 OMN} and [left]{t2}.\n  t1 CONSULT 1,2\n  t2 RETREAT 1\n");
        let twice = found(&unit, "AID", "met", &["Iran"], &[]);
        let said = vec![found(&unit, "CONSULT", "met", &["Iran", "Oman"], &[]), twice.clone(), twice];
        let coding = Coding { matching: match_events(&unit, Wanted::is_plain, &said), found: said };
        CodedSet { gold: Gold::Sentences, split, units: vec![CodedUnit { unit, plain: coding.clone(), told: coding }] }
    }

    #[test]
    fn what_is_written_is_read_again() {
        let rows = [Row::new("gold/ sentences, dev (1 with events)", "events, F1", "0.5")];
        let verdicts = Verdicts::of(&rows, &[coded(Split::Dev)]);
        let mut file = Vec::new();
        verdicts.write(&mut file).expect("written");
        let text = String::from_utf8(file).expect("text");
        assert_eq!(Verdicts::parse("x", &text).as_ref(), Ok(&verdicts));
        let outcomes: Vec<(Outcome, usize)> = verdicts.events.iter().map(|e| (e.outcome, e.nth)).collect();
        assert_eq!(outcomes, [(Outcome::Right, 0), (Outcome::Missed, 0), (Outcome::False, 0), (Outcome::False, 1)]);
    }

    #[test]
    fn nothing_but_figures_is_kept_of_test() {
        let verdicts = Verdicts::of(&[], &[coded(Split::Test)]);
        assert!(verdicts.events.is_empty() && verdicts.files.is_empty());
    }

    #[test]
    fn another_file_is_refused_with_its_line() {
        let error = Verdicts::parse("old.jsonl", "\n{}").expect_err("no verdict");
        assert!(error.0.starts_with("old.jsonl:2: not written by --save"), "{error}");
    }
}
