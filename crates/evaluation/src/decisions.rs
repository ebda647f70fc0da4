//! What the coder's decision is fitted on: every event that patterns or the pair head propose, however unsure, with what they
//! say and whether it is right.

use crate::coded::{Gold, code, read_units};
use crate::gold::GoldError;
use crate::matching::match_events;
use crate::units::{Split, Unit};
use legation_coding::{Auxiliary, Coder, Event, EventRecord, Included};
use legation_text::Analyzer;
use std::fmt;
use std::path::Path;

/// A proposed event.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    /// train or dev.
    pub split: Split,
    /// File and line.
    pub place: String,
    /// Type.
    pub kind: String,
    /// How sure the pattern is.
    pub strength: f64,
    /// Probability by the pair head.
    pub head: f64,
    /// The likeliest type by the pair head, with its probability.
    pub head_says: Option<(String, f64)>,
    /// Whether a pattern told it.
    pub pattern: bool,
    /// Words of the sentence that the pattern's own words matched.
    pub words: usize,
    /// "verb", "noun", "light verb".
    pub form: &'static str,
    /// How sure the coder is of it as of now.
    pub confidence: f64,
    /// Whether type and trigger are those of a wanted event; of several that are, one.
    pub right: bool,
    /// Whether the sides are too, by mention.
    pub right_sides: bool,
    /// actual, negation, hypothetical, historical, future.
    pub reality: String,
    /// That of the wanted event, where there is one.
    pub gold_reality: Option<String>,
}

/// What nothing is said of.
const NONE: &str = "-";

/// How an event without an auxiliary is called.
const ACTUAL: &str = "actual";

impl Decision {
    /// Names of the columns.
    pub const HEADER: &str = "split\twhere\ttype\tstrength\thead\thead_says\thead_says_probability\tpattern\twords\tform\t\
                              confidence\tright\tright_sides\treality\tgold_reality";
}

/// A row of tab-separated values, in order of [`Decision::HEADER`].
impl fmt::Display for Decision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { place, kind, strength, head, words, form, confidence, reality, .. } = self;
        let split = self.split.as_str();
        let (says, sure) = self.head_says.as_ref().map_or((NONE, 0.0), |(says, sure)| (says.as_str(), *sure));
        let [pattern, right, sides] = [self.pattern, self.right, self.right_sides].map(u8::from);
        let gold = self.gold_reality.as_deref().unwrap_or(NONE);
        write!(
            f,
            "{split}\t{place}\t{kind}\t{strength:.4}\t{head:.4}\t{says}\t{sure:.4}\t{pattern}\t{words}\t{form}\t{confidence:.4}\t\
             {right}\t{sides}\t{reality}\t{gold}"
        )
    }
}

/// The proposed events of the sentences of train and dev. Test gives none.
///
/// # Errors
/// Names file and line of the first mistake in the gold.
pub fn decisions<'a>(
    folder: &Path,
    analyzer: &'a Analyzer,
    coder: &'a Coder,
) -> Result<impl Iterator<Item = Decision> + 'a, GoldError> {
    let readable: Vec<Split> = Split::ALL.into_iter().filter(|s| s.may_be_read()).collect();
    let units = read_units(Gold::Sentences, folder, &readable, coder)?;
    Ok(units.into_iter().flat_map(|(_, units)| units).flat_map(move |unit| of_unit(&unit, analyzer, coder)))
}

fn of_unit(unit: &Unit, analyzer: &Analyzer, coder: &Coder) -> Vec<Decision> {
    let everything = Included { negation: true, hypothetical: true, least: 0.0 };
    let coded = code(unit, analyzer, coder, &[everything]);
    coded.into_iter().flat_map(|(events, found)| of_events(unit, &events, &found)).collect()
}

fn of_events(unit: &Unit, events: &[Event], found: &[EventRecord]) -> Vec<Decision> {
    let matching = match_events(unit, |_| true, found);
    let decision = |(number, event): (usize, &Event)| {
        let matched = matching.of_found(number);
        let evidence = &event.evidence;
        Decision {
            split: unit.split,
            place: unit.place(0),
            kind: event.code.clone(),
            strength: evidence.strength,
            head: evidence.head,
            head_says: evidence.head_says.clone(),
            pattern: evidence.pattern.is_some(),
            words: evidence.words,
            form: evidence.form,
            confidence: event.confidence,
            right: matched.is_some(),
            right_sides: matched.is_some_and(|m| m.sides.by_mention()),
            reality: reality(event.auxiliary.iter().map(|a| Auxiliary::as_str(*a))),
            gold_reality: matched.map(|m| {
                let auxiliary = unit.events[m.gold].auxiliary.as_deref().unwrap_or_default();
                reality(auxiliary.iter().map(String::as_str))
            }),
        }
    };
    events.iter().enumerate().map(decision).collect()
}

/// "actual", "negation", "future,hypothetical"
fn reality<'a>(auxiliary: impl Iterator<Item = &'a str>) -> String {
    let mut names: Vec<&str> = auxiliary.collect();
    names.sort_unstable();
    if names.is_empty() { ACTUAL.to_owned() } else { names.join(",") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_has_a_value_for_every_column() {
        let decision = Decision {
            split: Split::Dev,
            place: "sentences/x.gold:4".into(),
            kind: "CONSULT".into(),
            strength: 0.9,
            head: 0.25,
            head_says: None,
            pattern: true,
            words: 2,
            form: "light verb",
            confidence: 0.925,
            right: true,
            right_sides: false,
            reality: reality(["hypothetical", "future"].into_iter()),
            gold_reality: None,
        };
        assert_eq!(decision.to_string().split('\t').count(), Decision::HEADER.split('\t').count());
        assert_eq!(decision.reality, "future,hypothetical");
        assert!(decision.to_string().starts_with("dev\tsentences/x.gold:4\tCONSULT\t0.9000\t0.2500\t-\t0.0000\t1\t"));
    }
}
