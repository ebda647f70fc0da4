//! What is wrong, case by case: `{"kind": "missed", "where": "sentences/me-gulf.gold:12", ...}`.

use crate::coded::{CodedSet, CodedUnit};
use crate::matching::{Matched, share_words};
use crate::sides::{codes, names_source};
use crate::units::{Side, Wanted};
use legation_coding::{EntityRecord, EventRecord, EvidenceRecord};
use serde::Serialize;

/// An event that is wrong.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ErrorCase {
    /// What is wrong with it.
    pub kind: ErrorKind,
    /// train or dev.
    pub split: &'static str,
    /// File under `gold/`, and line.
    #[serde(rename = "where")]
    pub place: String,
    /// The sentence.
    pub sentence: String,
    /// The wanted event; for a false one the negated or hypothetical event of the same words, where there is one.
    pub gold: Option<GoldSaid>,
    /// What was found.
    pub found: Option<FoundSaid>,
}

/// How an event can be wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ErrorKind {
    /// Found where nothing is.
    False,
    /// Not found.
    Missed,
    /// Found by the same words, as another type.
    #[serde(rename = "wrong type")]
    WrongType,
    /// Found, but not all sides are those marked.
    #[serde(rename = "wrong sides")]
    WrongSides,
    /// Found, and all sides are those marked, but not all with their codes.
    #[serde(rename = "wrong codes")]
    WrongCodes,
    /// Found, but according to somebody else, or to nobody, or where gold names nobody.
    #[serde(rename = "wrong source")]
    WrongSource,
    /// Found, on another day than the one that gold marks.
    #[serde(rename = "wrong date")]
    WrongDate,
}

/// An event of the gold, as it is shown.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GoldSaid {
    /// Types that are right.
    #[serde(rename = "type")]
    pub kinds: Vec<String>,
    /// Mode, where the words show one.
    pub mode: Option<String>,
    /// Its words.
    pub trigger: String,
    /// Who acts: "Ayman Sosan [SYR GOV]".
    pub actor: Vec<String>,
    /// On whom.
    pub recipient: Vec<String>,
    /// First day, where gold marks one.
    pub date: Option<String>,
    /// historical, future, hypothetical, negation.
    pub auxiliary: Vec<String>,
    /// According to whom.
    pub source: Option<String>,
    /// Whether a reader may leave it out.
    pub optional: bool,
}

/// An event that was found, as it is shown.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FoundSaid {
    /// Its type.
    #[serde(rename = "type")]
    pub kinds: Vec<String>,
    /// Mode, where one was found.
    pub mode: Vec<String>,
    /// Its words.
    pub trigger: Vec<String>,
    /// Who acts: "Sosan [SYR GOV]".
    pub actor: Vec<String>,
    /// On whom.
    pub recipient: Vec<String>,
    /// According to whom.
    pub source: Option<String>,
    /// First day.
    pub date: Option<String>,
    /// The words that the date comes from.
    pub date_text: Option<String>,
    /// 0 to 1.
    pub confidence: f64,
    /// Who told it, and why.
    pub evidence: EvidenceRecord,
}

/// The errors of train and dev, the surest first, those where nothing was found last. Test gives none.
pub fn errors(sets: &[CodedSet]) -> Vec<ErrorCase> {
    let readable = sets.iter().filter(|s| s.split.may_be_read());
    let mut cases: Vec<ErrorCase> = readable.flat_map(|s| &s.units).flat_map(of_unit).collect();
    let sure = |case: &ErrorCase| case.found.as_ref().map_or(0.0, |f| f.confidence);
    cases.sort_by(|a, b| sure(b).total_cmp(&sure(a)));
    cases
}

fn of_unit(coded: &CodedUnit) -> Vec<ErrorCase> {
    let matching = &coded.plain.matching;
    let case = |kind, gold, found| case(coded, kind, gold, found);
    let wrong = matching.matched.iter().filter(|m| !m.sides.by_mention());
    let mut cases: Vec<ErrorCase> = wrong.map(|m| case(ErrorKind::WrongSides, Some(m.gold), Some(m.found))).collect();
    let miscoded = matching.matched.iter().filter(|m| m.sides.by_mention() && !m.sides.by_codes());
    cases.extend(miscoded.map(|m| case(ErrorKind::WrongCodes, Some(m.gold), Some(m.found))));
    let sourced = |m: &&Matched| names_source(&coded.unit, &coded.unit.events[m.gold], &coded.plain.found[m.found]);
    let unsourced = matching.matched.iter().filter(|m| !sourced(m));
    cases.extend(unsourced.map(|m| case(ErrorKind::WrongSource, Some(m.gold), Some(m.found))));
    let misdated = matching.matched.iter().filter(|m| {
        let wanted = &coded.unit.events[m.gold].date;
        wanted.is_some() && *wanted != coded.plain.found[m.found].date
    });
    cases.extend(misdated.map(|m| case(ErrorKind::WrongDate, Some(m.gold), Some(m.found))));
    cases.extend(matching.confused.iter().map(|(g, f)| case(ErrorKind::WrongType, Some(*g), Some(*f))));
    cases.extend(matching.missed.iter().map(|g| case(ErrorKind::Missed, Some(*g), None)));
    for f in &matching.false_ones {
        let not_plain = |w: &Wanted| !w.is_plain() && share_words(w, &coded.plain.found[*f]);
        let negated = coded.unit.events.iter().position(not_plain);
        cases.push(case(ErrorKind::False, negated, Some(*f)));
    }
    cases
}

fn case(coded: &CodedUnit, kind: ErrorKind, gold: Option<usize>, found: Option<usize>) -> ErrorCase {
    let wanted = gold.map(|g| &coded.unit.events[g]);
    let record = found.map(|f| &coded.plain.found[f]);
    let at = record.map_or(wanted.map_or(0, Wanted::start), starts);
    ErrorCase {
        kind,
        split: coded.unit.split.as_str(),
        place: coded.unit.place(at),
        sentence: record.map_or_else(|| coded.unit.passage(at), |r| r.text.as_str()).to_owned(),
        gold: wanted.map(gold_said),
        found: record.map(found_said),
    }
}

/// Where the words of a found event begin.
pub(crate) fn starts(record: &EventRecord) -> usize {
    record.event_text.first().map_or(record.text_info.start, |t| t.start)
}

fn gold_said(wanted: &Wanted) -> GoldSaid {
    let said = |s: &Side| format!("{} [{}]", s.name.as_deref().unwrap_or_default(), s.codes).trim_start().to_owned();
    GoldSaid {
        kinds: wanted.kinds.clone(),
        mode: wanted.mode.clone(),
        trigger: wanted.words.clone(),
        actor: wanted.actors.iter().map(said).collect(),
        recipient: wanted.recipients.iter().map(said).collect(),
        date: wanted.date.clone(),
        auxiliary: wanted.auxiliary.clone().unwrap_or_default(),
        source: wanted.source.as_ref().map(said),
        optional: wanted.optional,
    }
}

fn found_said(record: &EventRecord) -> FoundSaid {
    let said = |e: &EntityRecord| format!("{} [{}]", e.entity_text, codes(e));
    FoundSaid {
        kinds: record.event.clone(),
        mode: record.mode.clone(),
        trigger: record.event_text.iter().map(|t| t.text.clone()).collect(),
        actor: record.actor.iter().map(said).collect(),
        recipient: record.recipient.iter().map(said).collect(),
        source: record.attribution.as_ref().and_then(|a| a.text.clone()),
        date: record.date.clone(),
        date_text: record.date_info.as_ref().and_then(|d| d.text.clone()),
        confidence: record.confidence,
        evidence: record.evidence.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coded::{Coding, Gold};
    use crate::matching::match_events;
    use crate::testing::{found, unit};
    use crate::units::Split;

    fn coded(split: Split) -> CodedSet {
        let unit = unit(
            "[Iran]{1 IRN} [pledged]{t1} aid, [met]{t2} [Oman]{2 OMN} on [Monday]{d 2022-01-24}, did not [leave]{t4} and [quit]{t3}.\n  t1 AGREE 1\n  t2 CONSULT 1,2 on d\n  t3 RETREAT 1\n  t4 RETREAT 1 aux negation\n",
        );
        let mut said = vec![
            found(&unit, "SUPPORT", "pledged", &["Iran"], &[]),
            found(&unit, "CONSULT", "met", &["Iran"], &[]),
            found(&unit, "RETREAT", "leave", &["Iran"], &[]),
        ];
        said[1].confidence = 0.99;
        said[1].date = Some("2022-01-25".to_owned());
        let coding = Coding { matching: match_events(&unit, Wanted::is_plain, &said), found: said };
        CodedSet { gold: Gold::Sentences, split, units: vec![CodedUnit { unit, plain: coding.clone(), told: coding }] }
    }

    #[test]
    fn every_kind_of_error_is_told_and_the_surest_first() {
        let kinds: Vec<ErrorKind> = errors(&[coded(Split::Dev)]).iter().map(|e| e.kind).collect();
        assert_eq!(
            kinds,
            [ErrorKind::WrongSides, ErrorKind::WrongDate, ErrorKind::WrongType, ErrorKind::False, ErrorKind::Missed]
        );
    }

    #[test]
    fn a_false_event_shows_that_gold_has_it_negated() {
        let all = errors(&[coded(Split::Dev)]);
        let gold = all[3].gold.as_ref().expect("the negated event");
        assert_eq!((gold.auxiliary[0].as_str(), all[3].place.as_str()), ("negation", "sentences/test.gold:4"));
    }

    #[test]
    fn a_source_is_wrong_where_gold_names_another_or_none() {
        let unit = unit("[Iran]{1 IRN} [left]{t1}, [Oman]{2 OMN} said.\n  t1 RETREAT 1 > - by 2\n");
        let is_wrong = |source: Option<&str>| {
            let mut said = found(&unit, "RETREAT", "left", &["Iran"], &[]);
            said.attribution = source.map(|name| crate::testing::source(&unit, name));
            let coding = Coding {
                matching: match_events(&unit, Wanted::is_plain, std::slice::from_ref(&said)),
                found: vec![said],
            };
            let one = CodedUnit { unit: unit.clone(), plain: coding.clone(), told: coding };
            of_unit(&one).iter().any(|e| e.kind == ErrorKind::WrongSource)
        };
        assert!(!is_wrong(Some("Oman")));
        assert!(is_wrong(Some("Iran")));
        assert!(is_wrong(None));
    }

    #[test]
    fn nothing_of_test_is_shown() {
        assert!(errors(&[coded(Split::Test)]).is_empty());
    }
}
