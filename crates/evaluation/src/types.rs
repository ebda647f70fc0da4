//! Scores of each event type, and which type is taken for which.
//!
//! Gold AGREE "pledged" that is found as SUPPORT "pledged" is a case of the cell AGREE, SUPPORT.

use crate::coded::{CodedSet, CodedUnit};
use crate::scores::{Agreement, Share};

/// How each type comes out in a part of the gold.
#[derive(Clone, Debug, PartialEq)]
pub struct ByType {
    /// Codes of the types, as the codebook orders them.
    types: Vec<String>,
    /// Of each type: found events, and wanted ones.
    scores: Vec<Agreement>,
    /// Wanted by found; the last row is nothing wanted, the last column nothing found.
    confusion: Vec<Vec<usize>>,
}

impl ByType {
    /// Counts over all units, also those where nothing is to be found. An event that may be of several types counts for the
    /// preferred one, or, where found, for the found one.
    pub fn of<'a>(types: &[String], sets: impl IntoIterator<Item = &'a CodedSet>) -> Self {
        let empty = vec![vec![0; types.len() + 1]; types.len() + 1];
        let mut counted =
            Self { types: types.to_vec(), scores: vec![Agreement::default(); types.len()], confusion: empty };
        sets.into_iter().flat_map(|s| &s.units).for_each(|unit| counted.add(unit));
        counted
    }

    fn add(&mut self, coded: &CodedUnit) {
        let matching = &coded.plain.matching;
        let wanted = |g: usize| self.number(coded.unit.events[g].kinds.first());
        let found = |f: usize| self.number(coded.plain.found[f].event.first());
        let mut cells = Vec::new();
        cells.extend(matching.matched.iter().map(|m| (found(m.found), found(m.found))));
        cells.extend(matching.confused.iter().map(|(g, f)| (wanted(*g), found(*f))));
        cells.extend(matching.missed.iter().map(|g| (wanted(*g), self.types.len())));
        cells.extend(matching.false_ones.iter().map(|f| (self.types.len(), found(*f))));
        for (row, column) in cells {
            self.confusion[row][column] += 1;
        }
        for f in 0..coded.plain.found.len() {
            let number = self.number(coded.plain.found[f].event.first());
            if let Some(score) = self.scores.get_mut(number) {
                score.found.add(matching.of_found(f).is_some());
            }
        }
        let events = coded.unit.events.iter().enumerate().filter(|(_, w)| w.is_plain() && !w.optional);
        for (g, event) in events {
            let matched = matching.of_gold(g);
            let kind = matched.map_or(event.kinds.first(), |m| coded.plain.found[m.found].event.first());
            let number = self.number(kind);
            if let Some(score) = self.scores.get_mut(number) {
                score.gold.add(matched.is_some());
            }
        }
    }

    /// The number of a type; one past the last where the codebook has it not.
    fn number(&self, code: Option<&String>) -> usize {
        code.and_then(|c| self.types.iter().position(|t| t == c)).unwrap_or(self.types.len())
    }

    /// Precision, recall, F1 and counts of each type, as a Markdown table.
    pub fn scores_table(&self) -> String {
        let mut out = String::from("| type | precision | recall | F1 | in gold | found |\n|---|---|---|---|---|---|\n");
        for (code, score) in self.types.iter().zip(&self.scores) {
            let share = |s: Share| if s.of == 0 { "-".to_owned() } else { format!("{:.3}", s.value()) };
            out.push_str(&format!(
                "| {code} | {} | {} | {:.3} | {} | {} |\n",
                share(score.found),
                share(score.gold),
                score.f1(),
                score.gold.of,
                score.found.of
            ));
        }
        out
    }

    /// Wanted types down, found types across, as a Markdown table; cells without a case are empty.
    pub fn confusion_table(&self) -> String {
        let mut out = format!("| gold, found | {} | missed |\n", self.types.join(" | "));
        out.push_str(&format!("|{}\n", "---|".repeat(self.types.len() + 2)));
        let names = self.types.iter().map(String::as_str).chain(["nothing"]);
        for (name, cells) in names.zip(&self.confusion) {
            let shown: Vec<String> =
                cells.iter().map(|n| if *n == 0 { String::new() } else { n.to_string() }).collect();
            out.push_str(&format!("| {name} | {} |\n", shown.join(" | ")));
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coded::{Coding, Gold};
    use crate::matching::match_events;
    use crate::testing::{found, unit};
    use crate::units::{Split, Wanted};

    #[test]
    fn a_type_taken_for_another_a_missed_one_and_a_false_one_have_their_cells() {
        let unit = unit(
            "[Iran]{1 IRN} [pledged]{t1} aid, [met]{t2} [Oman]{2 OMN} and [left]{t3} Iraq.\n  t1 AGREE 1\n  t2 CONSULT 1,2\n  t3 RETREAT 1\n",
        );
        let said = vec![
            found(&unit, "SUPPORT", "pledged", &["Iran"], &[]),
            found(&unit, "CONSULT", "met", &["Iran"], &[]),
            found(&unit, "SUPPORT", "aid", &["Iran"], &[]),
        ];
        let coding = Coding { matching: match_events(&unit, Wanted::is_plain, &said), found: said };
        let coded = CodedUnit { unit, plain: coding.clone(), told: coding };
        let types: Vec<String> = ["AGREE", "CONSULT", "RETREAT", "SUPPORT"].map(str::to_owned).to_vec();
        let set = CodedSet { gold: Gold::Sentences, split: Split::Dev, units: vec![coded] };
        let counted = ByType::of(&types, &[set]);
        assert_eq!(
            counted.confusion,
            [[0, 0, 0, 1, 0], [0, 1, 0, 0, 0], [0, 0, 0, 0, 1], [0, 0, 0, 0, 0], [0, 0, 0, 1, 0]]
        );
        assert_eq!(counted.scores[1].f1(), 1.0);
        assert_eq!((counted.scores[3].found.of, counted.scores[0].gold.of), (2, 1));
        assert!(counted.scores_table().contains("| CONSULT | 1.000 | 1.000 | 1.000 | 1 | 1 |"));
        assert!(counted.confusion_table().contains("| nothing |  |  |  | 1 |  |"));
    }
}
