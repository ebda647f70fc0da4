//! Articles and sentences coded by hand: every event found once, with its sides and all that belongs to it, nothing else, and
//! nothing where nothing is.

use super::fields::Fields;
use crate::bootstrap::Resampled;
use crate::coded::{CodedSet, CodedUnit, Gold};
use crate::report::Row;
use crate::scores::{Agreement, Share};
use crate::sides::SidesFit;

/// The figures of a part of the gold.
pub fn event_rows(set: &CodedSet) -> Vec<Row> {
    let split = set.split.as_str();
    // A sentence without events is there to hold nothing; an article counts as it is.
    let counts = |u: &&CodedUnit| set.gold == Gold::Articles || !u.unit.events.is_empty();
    let chosen: Vec<&CodedUnit> = set.units.iter().filter(counts).collect();
    let name = match set.gold {
        Gold::Articles => format!("gold/ articles, {split} ({} articles)", chosen.len()),
        Gold::Sentences => format!("gold/ sentences, {split} ({} with events)", chosen.len()),
    };
    let mut rows = if chosen.is_empty() { Vec::new() } else { found_and_right(&name, &chosen) };
    let mut fired = Share::default();
    set.units.iter().filter(|u| !counts(u)).for_each(|u| fired.add(!u.plain.found.is_empty()));
    if fired.of > 0 {
        let name = format!("gold/ sentences, {split}, hard negatives");
        rows.push(Row::new(name, "sentences with an event (all false)", fired));
    }
    rows
}

fn found_and_right(name: &str, units: &[&CodedUnit]) -> Vec<Row> {
    let f1 = |right: fn(SidesFit) -> bool| {
        Resampled::of(&units.iter().map(|unit| agreement(unit, right)).collect::<Vec<_>>())
    };
    let (events, by_mention, by_codes) = (f1(|_| true), f1(SidesFit::by_mention), f1(SidesFit::by_codes));
    let mut rows = vec![
        Row::new(name, "events, precision", events.whole.found),
        Row::new(name, "events, recall", events.whole.gold),
        Row::new(name, "events, F1", events),
        Row::new(name, "events with both sides right, by mention, F1", by_mention),
        Row::new(name, "events with both sides right, by codes, F1", by_codes),
    ];
    rows.extend(Fields::of(units).rows(name));
    rows
}

/// Found and wanted events of a unit that are right. An optional event is nothing to be missed.
fn agreement(coded: &CodedUnit, right: fn(SidesFit) -> bool) -> Agreement {
    let mut events = Agreement::default();
    let matching = &coded.plain.matching;
    for found in 0..coded.plain.found.len() {
        events.found.add(matching.of_found(found).is_some_and(|m| right(m.sides)));
    }
    let wanted = coded.unit.events.iter().enumerate().filter(|(_, w)| w.is_plain() && !w.optional);
    for (gold, _) in wanted {
        events.gold.add(matching.of_gold(gold).is_some_and(|m| right(m.sides)));
    }
    events
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coded::Coding;
    use crate::matching::match_events;
    use crate::testing::{found, unit};
    use crate::units::Wanted;

    #[test]
    fn an_event_with_one_wrong_side_is_found_but_not_right() {
        let unit = unit(
            "[Iran]{1 IRN} [thanked]{t1} [Oman]{2 OMN} and did not [meet]{t2} [Iraq]{3 IRQ}.\n  t1 SUPPORT 1 > 2\n  t2 CONSULT 1,3 aux negation\n",
        );
        let said = vec![found(&unit, "SUPPORT", "thanked", &["Iran"], &["Iraq"])];
        let coding =
            |counts: fn(&Wanted) -> bool| Coding { matching: match_events(&unit, counts, &said), found: said.clone() };
        let coded = CodedUnit { plain: coding(Wanted::is_plain), told: coding(|_| true), unit: unit.clone() };
        let one = |hits| Share { hits, of: 1 };
        assert_eq!(agreement(&coded, |_| true), Agreement { found: one(1), gold: one(1) });
        assert_eq!(agreement(&coded, SidesFit::by_mention), Agreement { found: one(0), gold: one(0) });
    }
}
