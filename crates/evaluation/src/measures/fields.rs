//! What is right of the events that were found: sides, date, place, mode, contexts, auxiliary and source, each alone.

use crate::bootstrap::Resampled;
use crate::coded::CodedUnit;
use crate::phrases::alike;
use crate::report::Row;
use crate::scores::{Agreement, Share};
use crate::sides::names_source;
use crate::units::{Unit, Wanted};
use legation_coding::EventRecord;

/// Shares and agreements over the events whose type and trigger are right.
#[derive(Default)]
pub(super) struct Fields {
    both_by_mention: Share,
    both_by_codes: Share,
    /// By mention, by codes.
    actors: [Share; 2],
    recipients: [Share; 2],
    dates: Share,
    places: Share,
    modes: Share,
    sources: Share,
    attributed: Share,
    auxiliary: Share,
    /// One for each unit.
    modes_f1: Vec<Agreement>,
    contexts_f1: Vec<Agreement>,
    auxiliary_f1: Vec<Agreement>,
}

impl Fields {
    pub(super) fn of(units: &[&CodedUnit]) -> Self {
        let mut fields = Self::default();
        for coded in units {
            fields.modes_f1.push(Agreement::default());
            fields.contexts_f1.push(Agreement::default());
            fields.auxiliary_f1.push(Agreement::default());
            for pair in &coded.plain.matching.matched {
                let sides = pair.sides;
                fields.both_by_mention.add(sides.by_mention());
                fields.both_by_codes.add(sides.by_codes());
                for (shares, fit) in [(&mut fields.actors, sides.actors), (&mut fields.recipients, sides.recipients)] {
                    shares[0].add(fit.by_mention);
                    shares[1].add(fit.by_codes);
                }
                fields.add(&coded.unit, &coded.unit.events[pair.gold], &coded.plain.found[pair.found]);
            }
            // Whether an event is negated shows only where negated events are given out.
            for pair in &coded.told.matching.matched {
                fields.add_auxiliary(&coded.unit.events[pair.gold], &coded.told.found[pair.found]);
            }
        }
        fields
    }

    fn add(&mut self, unit: &Unit, wanted: &Wanted, found: &EventRecord) {
        if wanted.date.is_some() {
            self.dates.add(found.date == wanted.date);
        }
        if let Some(place) = &wanted.place {
            self.places.add(found.event_loc.as_ref().is_some_and(|p| alike(place, &p.extracted_place)));
        }
        // The mode belongs to the preferred type; what another one would be is not coded.
        if wanted.kinds.first().is_some_and(|k| found.event.contains(k)) {
            let mode = wanted.mode.as_slice();
            if !mode.is_empty() {
                self.modes.add(found.mode == mode);
            }
            compare(self.modes_f1.last_mut(), mode, &found.mode);
        }
        if let Some(contexts) = &wanted.contexts {
            compare(self.contexts_f1.last_mut(), contexts, &found.context);
        }
        let named = found.attribution.as_ref().filter(|a| a.text.is_some());
        self.attributed.add(named.is_some() == wanted.source.is_some());
        if wanted.source.is_some() {
            self.sources.add(names_source(unit, wanted, found));
        }
    }

    fn add_auxiliary(&mut self, wanted: &Wanted, found: &EventRecord) {
        if let Some(auxiliary) = &wanted.auxiliary {
            let mut said = found.auxiliary.clone();
            said.sort_unstable();
            self.auxiliary.add(said == *auxiliary);
            compare(self.auxiliary_f1.last_mut(), auxiliary, &said);
        }
    }

    pub(super) fn rows(&self, set: &str) -> Vec<Row> {
        let shares = [
            ("actors and recipients of these, all codes right", self.both_by_codes),
            ("actors and recipients of these, by mention", self.both_by_mention),
            ("actors of these, by mention", self.actors[0]),
            ("actors of these, by codes", self.actors[1]),
            ("recipients of these, by mention", self.recipients[0]),
            ("recipients of these, by codes", self.recipients[1]),
            ("dates of these", self.dates),
            ("places of these", self.places),
            ("modes of these, where gold has one", self.modes),
            ("sources of these, named or none", self.attributed),
            ("sources of these, where gold names one", self.sources),
            ("auxiliary of these, all right", self.auxiliary),
        ];
        let agreements = [
            ("modes of these, F1", &self.modes_f1),
            ("contexts of these, F1", &self.contexts_f1),
            ("auxiliary of these, F1", &self.auxiliary_f1),
        ];
        let counted = shares.into_iter().filter(|(_, share)| share.of > 0);
        let resampled = agreements.into_iter().filter(|(_, units)| units.iter().any(|u| u.gold.of > 0));
        counted
            .map(|(measure, share)| Row::new(set, measure, share))
            .chain(resampled.map(|(measure, units)| Row::new(set, measure, Resampled::of(units))))
            .collect()
    }
}

/// Counts what two sets have in common.
fn compare(agreement: Option<&mut Agreement>, wanted: &[String], found: &[String]) {
    if let Some(agreement) = agreement {
        wanted.iter().for_each(|w| agreement.gold.add(found.contains(w)));
        found.iter().for_each(|f| agreement.found.add(wanted.contains(f)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{found, unit};

    #[test]
    fn a_mode_too_many_costs_precision_and_a_missing_one_recall() {
        let unit = unit("[Iran]{1 IRN} [met]{t1} [Oman]{2 OMN}.\n  t1 CONSULT/visit 1 > 2 ctx diplomatic,military\n");
        let mut said = found(&unit, "CONSULT", "met", &["Iran"], &["Oman"]);
        said.context = vec!["diplomatic".into(), "economic".into(), "legal".into()];
        let mut fields = Fields { modes_f1: vec![Agreement::default()], ..Fields::default() };
        fields.contexts_f1.push(Agreement::default());
        fields.add(&unit, &unit.events[0], &said);
        let share = |hits, of| Share { hits, of };
        assert_eq!(fields.modes, share(0, 1));
        assert_eq!(fields.modes_f1, [Agreement { found: share(0, 0), gold: share(0, 1) }]);
        assert_eq!(fields.contexts_f1, [Agreement { found: share(1, 3), gold: share(1, 2) }]);
        assert_eq!(fields.attributed, share(1, 1));
    }
}
