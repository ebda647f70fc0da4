//! Whether the sides that were found are those of gold, by mention and by codes.
//!
//! Gold "[Ayman Sosan]{1 SYR GOV} met ...": found "Sosan" is right by mention; it is right by codes as SYR GOV.

use crate::pairing::all_paired;
use crate::phrases::{alike, can_name_one};
use crate::units::{Side, Unit, Wanted};
use legation_coding::{EntityRecord, EventRecord};
use std::ops::Range;

/// Whether one list of sides is right: each that is wanted is there, and no other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fit {
    /// The phrases are those that are marked.
    pub by_mention: bool,
    /// All codes of country and sectors are equal.
    pub by_codes: bool,
}

/// Actors and recipients.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SidesFit {
    /// Who acts.
    pub actors: Fit,
    /// On whom.
    pub recipients: Fit,
}

impl SidesFit {
    /// Whether both are the marked ones.
    pub fn by_mention(self) -> bool {
        self.actors.by_mention && self.recipients.by_mention
    }

    /// Whether the codes of both are equal.
    pub fn by_codes(self) -> bool {
        self.actors.by_codes && self.recipients.by_codes
    }

    /// How much is right.
    pub(crate) fn score(self) -> usize {
        let Self { actors: a, recipients: r } = self;
        [a.by_mention, a.by_codes, r.by_mention, r.by_codes].into_iter().filter(|right| *right).count()
    }
}

/// How the sides of a found event are those wanted.
pub(crate) fn sides_fit(unit: &Unit, wanted: &Wanted, found: &EventRecord) -> SidesFit {
    SidesFit {
        actors: fit(unit, &wanted.actors, &found.actor),
        recipients: fit(unit, &wanted.recipients, &found.recipient),
    }
}

/// Whether an event that was found names the source that gold names, and none where gold names none.
pub(crate) fn names_source(unit: &Unit, wanted: &Wanted, found: &EventRecord) -> bool {
    let named = found.attribution.as_ref().filter(|a| a.text.is_some());
    match (&wanted.source, named) {
        (None, named) => named.is_none(),
        (Some(_), None) => false,
        (Some(source), Some(named)) => {
            let like = || Some(alike(source.name.as_ref()?, named.text.as_ref()?));
            named.entity.as_ref().map(|e| is_mention(unit, source, e)).or_else(like).unwrap_or(false)
        }
    }
}

fn fit(unit: &Unit, wanted: &[Side], found: &[EntityRecord]) -> Fit {
    let all = |fits: &dyn Fn(&Side, &EntityRecord) -> bool| {
        all_paired(wanted.len(), found.len(), |w, f| fits(&wanted[w], &found[f]))
    };
    Fit { by_mention: all(&|w, f| is_mention(unit, w, f)), by_codes: all(&|w, f| w.codes == codes(f)) }
}

/// Country and sectors: "SYR GOV".
pub(crate) fn codes(entity: &EntityRecord) -> String {
    entity.code.iter().chain(&entity.sector).map(String::as_str).collect::<Vec<_>>().join(" ")
}

/// Whether a phrase that was found is the one that gold means: it lies in its marked words, or, where it lies in nobody's,
/// it or what it is coreferent with has its head and no other words. Without a phrase in gold, the codes decide.
pub(crate) fn is_mention(unit: &Unit, wanted: &Side, found: &EntityRecord) -> bool {
    let marked = marked_there(unit, &(found.start..found.end));
    if let (Some(label), Some(there)) = (&wanted.label, marked) {
        return label == there;
    }
    let Some(name) = &wanted.name else {
        return wanted.codes == codes(found);
    };
    let names = [Some(&found.entity_text), found.coreferent.as_ref(), found.identifier_text.as_ref()];
    names.into_iter().flatten().any(|n| can_name_one(name, n))
}

/// The label of the marked words that have most in common with a phrase: in "[[Iran]{1}'s minister]{2}" the phrase "Iran" is 1.
fn marked_there<'a>(unit: &'a Unit, phrase: &Range<usize>) -> Option<&'a str> {
    let likeness = |mark: &Range<usize>| {
        let common = mark.end.min(phrase.end).saturating_sub(mark.start.max(phrase.start));
        let both = mark.len() + phrase.len() - common;
        common as f64 / both.max(1) as f64
    };
    let marks = unit.marked.iter().map(|(range, label)| (likeness(range), label.as_str()));
    marks.filter(|(like, _)| *like > 0.0).max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, label)| label)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::unit;

    fn entity(unit: &Unit, words: &str, codes: &[&str]) -> EntityRecord {
        let start = unit.text.find(words).expect("words of the text");
        EntityRecord {
            entity_text: words.into(),
            start,
            end: start + words.len(),
            code: codes.first().map(|c| (*c).to_owned()),
            sector: codes.iter().skip(1).map(|c| (*c).to_owned()).collect(),
            ..EntityRecord::default()
        }
    }

    const MEETING: &str = "[[Iran]{1 IRN}'s foreign minister]{2 IRN GOV} [thanked]{t1} [the Syrian foreign minister]{3 SYR GOV}, and [he]{4=2} left.\n  t1 SUPPORT 2 > 3\n";

    #[test]
    fn the_marked_words_that_fit_best_say_who_is_found() {
        let unit = unit(MEETING);
        let thanks = &unit.events[0];
        let is = |side: &Side, words: &str| is_mention(&unit, side, &entity(&unit, words, &[]));
        assert!(is(&thanks.actors[0], "foreign minister"));
        assert!(is(&thanks.actors[0], "he left"));
        assert!(!is(&thanks.actors[0], "Iran"));
        assert!(!is(&thanks.actors[0], "Syrian foreign minister"));
        assert!(is(&thanks.recipients[0], "Syrian foreign minister"));
    }

    #[test]
    fn an_unmarked_phrase_is_known_by_what_it_is_coreferent_with() {
        let unit = unit("[Ayman Sosan]{1 SYR GOV} came; there he [thanked]{t1} Iran.\n  t1 SUPPORT 1\n");
        let mut he = entity(&unit, "he ", &[]);
        assert!(!is_mention(&unit, &unit.events[0].actors[0], &he));
        he.coreferent = Some("Deputy Minister Ayman Sosan".into());
        assert!(is_mention(&unit, &unit.events[0].actors[0], &he));
    }

    #[test]
    fn a_side_too_many_is_wrong() {
        let unit = unit(MEETING);
        let both = [entity(&unit, "foreign minister", &["IRN", "GOV"]), entity(&unit, "Iran", &["IRN"])];
        let actors = &unit.events[0].actors;
        assert_eq!(fit(&unit, actors, &both[..1]), Fit { by_mention: true, by_codes: true });
        assert_eq!(fit(&unit, actors, &both), Fit::default());
    }
}
