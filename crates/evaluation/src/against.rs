//! An evaluation beside a former one: `events, F1 | 0.466 | 0.452 | +0.014`, and the events that turned.

use crate::report::Row;
use crate::verdicts::{Key, Outcome, Verdict, Verdicts};
use std::collections::HashMap;
use std::fmt;

/// What changed since a former evaluation.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// Each figure with the former one, where there is one.
    pub figures: Vec<(Row, Option<Row>)>,
    /// Events that came out better.
    pub gained: Vec<Turn>,
    /// Events that came out worse.
    pub lost: Vec<Turn>,
}

/// An event that comes out otherwise than before.
#[derive(Clone, Debug, PartialEq)]
pub struct Turn {
    /// The event, as it is now, or as it was where it is found no more.
    pub event: Verdict,
    /// How it came out; none where it was not found and not wanted.
    pub before: Option<Outcome>,
    /// How it comes out; none likewise.
    pub now: Option<Outcome>,
}

/// Events of one list of turns that are printed.
const SHOWN: usize = 20;

impl Comparison {
    /// Compares two evaluations. Only events of files that both coded count.
    pub fn of(former: &Verdicts, now: &Verdicts) -> Self {
        let before = |row: &Row| former.figures.iter().find(|f| f.measures_the_same(row)).cloned();
        let figures = now.figures.iter().map(|row| (row.clone(), before(row))).collect();
        let (mut gained, mut lost) = (Vec::new(), Vec::new());
        let was = wanted(former);
        for event in now.events.iter().filter(|e| e.outcome != Outcome::False) {
            let Some(before) = was.get(&event.key()).map(|e| e.outcome).filter(|o| *o != event.outcome) else {
                continue;
            };
            let turn = Turn { event: event.clone(), before: Some(before), now: Some(event.outcome) };
            if before < event.outcome { gained.push(turn) } else { lost.push(turn) }
        }
        let gone = new_false(former, now).map(|e| Turn { event: e.clone(), before: Some(Outcome::False), now: None });
        gained.extend(gone);
        let come = new_false(now, former).map(|e| Turn { event: e.clone(), before: None, now: Some(Outcome::False) });
        lost.extend(come);
        Self { figures, gained, lost }
    }

    /// The figures as a Markdown table, each with the former one and the change.
    pub fn table(&self) -> String {
        let mut out = String::from("| set | measure | figure | before | change |\n|---|---|---|---|---|\n");
        for (row, former) in &self.figures {
            let before = former.as_ref().and_then(Row::value);
            let change = before.and_then(|b| Some(row.value()? - b));
            let shown = |text: Option<String>| text.unwrap_or_else(|| "-".to_owned());
            out.push_str(&format!(
                "| {} | {} | {} | {} | {} |\n",
                row.set,
                row.measure,
                row.figure,
                shown(before.map(|b| format!("{b:.3}"))),
                shown(change.map(|c| format!("{c:+.3}")))
            ));
        }
        out
    }

    /// The events that turned: how many, and the first of them.
    pub fn turns(&self) -> String {
        let mut out = String::new();
        for (name, turns) in [("gained", &self.gained), ("lost", &self.lost)] {
            out.push_str(&format!("{name}: {}\n", turns.len()));
            turns.iter().take(SHOWN).for_each(|turn| out.push_str(&format!("  {turn}\n")));
        }
        out
    }
}

/// `sentences/me-gulf.gold:12 CONSULT "met": missed -> right`
impl fmt::Display for Turn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = |outcome: Option<Outcome>| outcome.map_or("not found", Outcome::as_str);
        let Verdict { place, kind, trigger, .. } = &self.event;
        write!(f, "{place} {kind} \"{trigger}\": {} -> {}", name(self.before), name(self.now))
    }
}

fn wanted(verdicts: &Verdicts) -> HashMap<Key<'_>, &Verdict> {
    verdicts.events.iter().filter(|e| e.outcome != Outcome::False).map(|e| (e.key(), e)).collect()
}

/// False events that the other evaluation has not, of files that it coded too.
fn new_false<'a>(of: &'a Verdicts, other: &'a Verdicts) -> impl Iterator<Item = &'a Verdict> {
    let is_false = |e: &&Verdict| e.outcome == Outcome::False;
    let known: HashMap<Key<'_>, &Verdict> = other.events.iter().filter(is_false).map(|e| (e.key(), e)).collect();
    of.events.iter().filter(is_false).filter(move |e| other.files.contains(e.file()) && !known.contains_key(&e.key()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(line: usize, trigger: &str, outcome: Outcome) -> Verdict {
        Verdict {
            outcome,
            split: "dev".into(),
            place: format!("sentences/x.gold:{line}"),
            kind: "CONSULT".into(),
            trigger: trigger.into(),
            sentence: "Iran met Oman.".into(),
            nth: 0,
        }
    }

    fn verdicts(f1: &str, events: Vec<Verdict>) -> Verdicts {
        Verdicts {
            files: ["sentences/x.gold".to_owned()].into(),
            figures: vec![Row::new("gold/ sentences, dev (4 with events)", "events, F1", f1)],
            events,
        }
    }

    #[test]
    fn a_change_shows_what_it_gained_and_what_it_lost() {
        let former = verdicts(
            "0.466 (0.4-0.5)",
            vec![event(4, "met", Outcome::Missed), event(4, "saw", Outcome::Right), event(4, "sat", Outcome::False)],
        );
        // Lines may move.
        let now = verdicts(
            "0.480 (0.4-0.5)",
            vec![
                event(9, "met", Outcome::WrongSides),
                event(9, "saw", Outcome::Missed),
                event(9, "ran", Outcome::False),
            ],
        );
        let comparison = Comparison::of(&former, &now);
        assert!(comparison.table().contains("| events, F1 | 0.480 (0.4-0.5) | 0.466 | +0.014 |"));
        assert_eq!(
            comparison.turns(),
            "gained: 2\n  sentences/x.gold:9 CONSULT \"met\": missed -> wrong sides\n  \
             sentences/x.gold:4 CONSULT \"sat\": false -> not found\nlost: 2\n  \
             sentences/x.gold:9 CONSULT \"saw\": right -> missed\n  \
             sentences/x.gold:9 CONSULT \"ran\": not found -> false\n"
        );
    }

    #[test]
    fn what_the_former_evaluation_did_not_code_is_neither_gained_nor_lost() {
        let now = verdicts("0.480", vec![event(9, "met", Outcome::Right), event(9, "ran", Outcome::False)]);
        let comparison = Comparison::of(&Verdicts::default(), &now);
        assert_eq!((comparison.gained.len(), comparison.lost.len()), (0, 0));
        assert!(comparison.table().contains("| 0.480 | - | - |"));
    }

    #[test]
    fn the_same_again_changes_nothing() {
        let one = verdicts("0.480", vec![event(9, "met", Outcome::Right), event(9, "met", Outcome::False)]);
        let comparison = Comparison::of(&one, &one);
        assert!(comparison.gained.is_empty() && comparison.lost.is_empty());
    }
}
