//! Which found event is which wanted one: the same type by some of the same words.
//!
//! Gold CONSULT "met", found CONSULT "met" and AID "met": the first is a pair, the second was found where nothing is. Where
//! gold has REQUEST and found is DEMAND by the same words, one was taken for the other.

use crate::pairing::pair_up;
use crate::sides::{SidesFit, sides_fit};
use crate::units::{Unit, Wanted};
use legation_coding::EventRecord;
use std::cmp::Reverse;

/// A wanted and a found event that are one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Matched {
    /// Number among the unit's events.
    pub gold: usize,
    /// Number among what was found.
    pub found: usize,
    /// Whether the sides are right.
    pub sides: SidesFit,
}

/// What became of the events of a unit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Matching {
    /// Type and trigger are right.
    pub matched: Vec<Matched>,
    /// Gold and found with words in common but different types.
    pub confused: Vec<(usize, usize)>,
    /// Wanted, not optional, and nothing found by its words.
    pub missed: Vec<usize>,
    /// Found where nothing is.
    pub false_ones: Vec<usize>,
}

impl Matching {
    /// The pair of a wanted event.
    pub fn of_gold(&self, gold: usize) -> Option<Matched> {
        self.matched.iter().find(|m| m.gold == gold).copied()
    }

    /// The pair of a found event.
    pub fn of_found(&self, found: usize) -> Option<Matched> {
        self.matched.iter().find(|m| m.found == found).copied()
    }
}

/// Pairs events one to one, as many as there can be; where one has a choice, by the sides that are right. Only wanted
/// events that `counts` takes part.
pub(crate) fn match_events(unit: &Unit, counts: impl Fn(&Wanted) -> bool, found: &[EventRecord]) -> Matching {
    let gold: Vec<usize> = (0..unit.events.len()).filter(|g| counts(&unit.events[*g])).collect();
    let choices: Vec<Vec<usize>> = gold.iter().map(|g| choices(unit, &unit.events[*g], found)).collect();
    let mut matching = Matching::default();
    for (g, f) in gold.iter().zip(pair_up(&choices)) {
        if let Some(f) = f {
            let sides = sides_fit(unit, &unit.events[*g], &found[f]);
            matching.matched.push(Matched { gold: *g, found: f, sides });
        }
    }
    let left: Vec<usize> = gold.into_iter().filter(|g| matching.of_gold(*g).is_none()).collect();
    let over: Vec<usize> = (0..found.len()).filter(|f| matching.of_found(*f).is_none()).collect();
    let near = |g: &usize| {
        let wanted = &unit.events[*g];
        let like = |f: &usize| share_words(wanted, &found[*f]) && !is_of_type(wanted, &found[*f]);
        (0..over.len()).filter(|o| like(&over[*o])).collect()
    };
    let confused = pair_up(&left.iter().map(near).collect::<Vec<_>>());
    for (g, o) in left.iter().zip(&confused) {
        match o {
            Some(o) => matching.confused.push((*g, over[*o])),
            None if unit.events[*g].optional => {}
            None => matching.missed.push(*g),
        }
    }
    let taken = |f: &usize| matching.confused.iter().any(|(_, other)| other == f);
    matching.false_ones = over.into_iter().filter(|f| !taken(f)).collect();
    matching
}

/// The found events that a wanted one may be, the likest first.
fn choices(unit: &Unit, wanted: &Wanted, found: &[EventRecord]) -> Vec<usize> {
    let fits = |f: &usize| is_of_type(wanted, &found[*f]) && share_words(wanted, &found[*f]);
    let mut fitting: Vec<usize> = (0..found.len()).filter(fits).collect();
    fitting.sort_by_cached_key(|f| {
        let preferred = wanted.kinds.first().is_some_and(|k| found[*f].event.contains(k));
        Reverse((sides_fit(unit, wanted, &found[*f]).score(), preferred))
    });
    fitting
}

fn is_of_type(wanted: &Wanted, found: &EventRecord) -> bool {
    wanted.kinds.iter().any(|k| found.event.contains(k))
}

/// Whether some words of the trigger are the same.
pub(crate) fn share_words(wanted: &Wanted, found: &EventRecord) -> bool {
    found.event_text.iter().any(|t| wanted.trigger.iter().any(|w| w.start < t.end && t.start < w.end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{found, unit};

    const TALKS: &str = "[Iran]{1 IRN} [met]{t1} [Syria]{2 SYR} and [praised]{t2} [Oman]{3 OMN}; [Iraq]{4 IRQ} [left]{t3}.\n  t1 CONSULT 1,2\n  t2 SUPPORT 1 > 3\n  t3 RETREAT 4 optional\n";

    #[test]
    fn an_event_is_right_by_type_and_words() {
        let unit = unit(TALKS);
        let said = [
            found(&unit, "CONSULT", "met", &["Iran", "Syria"], &[]),
            found(&unit, "ACCUSE", "praised", &["Iran"], &["Oman"]),
            found(&unit, "CONSULT", "Oman", &["Iran"], &["Oman"]),
        ];
        let matching = match_events(&unit, |_| true, &said);
        assert_eq!((matching.matched[0].gold, matching.matched[0].found), (0, 0));
        assert!(matching.matched[0].sides.by_mention());
        assert_eq!(matching.confused, [(1, 1)]);
        assert_eq!(matching.false_ones, [2]);
        assert!(matching.missed.is_empty(), "the third is optional");
    }

    #[test]
    fn of_two_events_by_the_same_words_the_one_with_the_right_sides_is_meant() {
        let unit = unit(
            "[Iran]{1 IRN} and [Iraq]{2 IRQ} [thanked]{t1} [Oman]{3 OMN}.\n  t1 SUPPORT 1 > 3\n  t1 SUPPORT 2 > 3\n",
        );
        let said = [
            found(&unit, "SUPPORT", "thanked", &["Iraq"], &["Oman"]),
            found(&unit, "SUPPORT", "thanked", &["Iran"], &["Oman"]),
        ];
        let matching = match_events(&unit, |_| true, &said);
        assert_eq!(matching.of_gold(0).map(|m| m.found), Some(1));
        assert!(matching.matched.iter().all(|m| m.sides.by_mention()));
    }

    #[test]
    fn one_found_event_is_not_right_twice() {
        let unit = unit("[Iran]{1 IRN} [met]{t1} [Oman]{2 OMN}.\n  t1 CONSULT 1,2\n");
        let said =
            [found(&unit, "CONSULT", "met", &["Iran"], &[]), found(&unit, "CONSULT", "met", &["Iran", "Oman"], &[])];
        let matching = match_events(&unit, |_| true, &said);
        assert_eq!((matching.of_found(1).map(|m| m.gold), matching.false_ones.as_slice()), (Some(0), &[0][..]));
    }
}
