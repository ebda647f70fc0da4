//! How far two coders of the same sentences agree: Krippendorff's alpha for nominal values (Krippendorff 2019, ch. 12),
//! field by field.

use crate::marked::{MarkedEvent, MarkedFile, MarkedSentence};
use std::collections::HashMap;

/// Agreement in one field.
#[derive(Clone, Debug, PartialEq)]
pub struct Alpha {
    /// What was coded: "type", "actor codes".
    pub field: &'static str,
    /// 1 is agreement, 0 what chance would give; none where nothing varies.
    pub alpha: Option<f64>,
    /// Units that both coded.
    pub units: usize,
}

/// Agreement of a second coding with the first, over the sentences that stand in both; none where there are none.
///
/// "an event" compares sentences. For "type" the events of a sentence are paired by shared trigger words; one without a
/// partner counts as coded as nothing by the other. The other fields compare events that were paired with the same type.
pub fn agreement(first: &[MarkedFile], second: &[MarkedFile]) -> Vec<Alpha> {
    let known: HashMap<&str, &MarkedSentence> =
        first.iter().flat_map(|f| &f.sentences).map(|s| (s.text.as_str(), s)).collect();
    let both: Vec<(&MarkedSentence, &MarkedSentence)> =
        second.iter().flat_map(|f| &f.sentences).filter_map(|s| Some((*known.get(s.text.as_str())?, s))).collect();
    if both.is_empty() {
        return Vec::new();
    }
    let has = |s: &MarkedSentence| if s.events.is_empty() { "none" } else { "some" }.to_owned();
    let sentences = both.iter().map(|(a, b)| [has(a), has(b)]).collect();
    let mut kinds = Vec::new();
    let mut fields: [Vec<[String; 2]>; FIELDS.len()] = Default::default();
    for (a, b) in both {
        let pairs = paired(a, b);
        for (i, j) in &pairs {
            let kind = |s: &MarkedSentence, e: Option<usize>| e.map_or("none".into(), |e| s.events[e].kinds[0].clone());
            kinds.push([kind(a, *i), kind(b, *j)]);
            if let (Some(i), Some(j)) = (*i, *j)
                && a.events[i].kinds[0] == b.events[j].kinds[0]
            {
                for ((_, read), values) in FIELDS.iter().zip(&mut fields) {
                    values.push([read(a, &a.events[i]), read(b, &b.events[j])]);
                }
            }
        }
    }
    let mut found = vec![alpha("an event", sentences), alpha("type", kinds)];
    found.extend(FIELDS.iter().zip(fields).map(|((name, _), values)| alpha(name, values)));
    found
}

/// Reads a field of an event as one value.
type Read = fn(&MarkedSentence, &MarkedEvent) -> String;

const FIELDS: [(&str, Read); 7] = [
    ("mode", |_, e| e.mode.clone().unwrap_or_default()),
    ("actor codes", |s, e| codes(s, &e.actors)),
    ("recipient codes", |s, e| codes(s, &e.recipients)),
    ("date", |s, e| e.date.as_deref().and_then(|d| s.marks_of(d).next()).map_or(String::new(), |m| m.says.join(" "))),
    ("place", |s, e| words(s, e.place.as_deref())),
    ("source", |s, e| words(s, e.source.as_deref())),
    ("auxiliary", |_, e| {
        let mut names: Vec<&str> = e.auxiliary.iter().map(|(name, _)| name.as_str()).collect();
        names.sort_unstable();
        names.join(" ")
    }),
];

fn codes(sentence: &MarkedSentence, labels: &[String]) -> String {
    let mut sides: Vec<String> =
        labels.iter().filter_map(|l| sentence.marks_of(l).next()).map(|m| m.says.join(" ")).collect();
    sides.sort_unstable();
    sides.join(", ")
}

fn words(sentence: &MarkedSentence, label: Option<&str>) -> String {
    let mark = label.and_then(|l| sentence.marks_of(l).next());
    mark.map_or(String::new(), |m| sentence.text[m.span.clone()].to_lowercase())
}

/// Events of both sentences whose triggers share a word, those of one type first, each in one pair; then those alone.
fn paired(a: &MarkedSentence, b: &MarkedSentence) -> Vec<(Option<usize>, Option<usize>)> {
    let touch = |i: usize, j: usize| {
        a.marks_of(&a.events[i].trigger)
            .any(|x| b.marks_of(&b.events[j].trigger).any(|y| x.span.start < y.span.end && y.span.start < x.span.end))
    };
    let mut pairs: Vec<(Option<usize>, Option<usize>)> = Vec::new();
    for same in [true, false] {
        for i in 0..a.events.len() {
            let free = |j: &usize| !pairs.iter().any(|p| p.0 == Some(i) || p.1 == Some(*j));
            let like = |j: &usize| touch(i, *j) && (!same || a.events[i].kinds[0] == b.events[*j].kinds[0]);
            if let Some(j) = (0..b.events.len()).find(|j| free(j) && like(j)) {
                pairs.push((Some(i), Some(j)));
            }
        }
    }
    let alone_a: Vec<usize> = (0..a.events.len()).filter(|i| !pairs.iter().any(|p| p.0 == Some(*i))).collect();
    let alone_b: Vec<usize> = (0..b.events.len()).filter(|j| !pairs.iter().any(|p| p.1 == Some(*j))).collect();
    pairs.extend(alone_a.into_iter().map(|i| (Some(i), None)));
    pairs.extend(alone_b.into_iter().map(|j| (None, Some(j))));
    pairs
}

/// Alpha for nominal values of two coders.
fn alpha(field: &'static str, values: Vec<[String; 2]>) -> Alpha {
    let units = values.len();
    let mut count: HashMap<&str, usize> = HashMap::new();
    values.iter().flatten().for_each(|v| *count.entry(v.as_str()).or_default() += 1);
    let all = (2 * units) as f64;
    let alike: f64 = count.values().map(|n| (*n as f64) * (*n as f64 - 1.0)).sum();
    let expected = 1.0 - alike / (all * (all - 1.0));
    let observed = values.iter().filter(|[a, b]| a != b).count() as f64 / units.max(1) as f64;
    let alpha = (units > 0 && expected > 0.0).then(|| 1.0 - observed / expected);
    Alpha { field, alpha, units }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(pairs: &[(&str, &str)]) -> Vec<[String; 2]> {
        pairs.iter().map(|(a, b)| [(*a).to_owned(), (*b).to_owned()]).collect()
    }

    #[test]
    fn alpha_is_that_of_the_textbook() {
        // Krippendorff's binary example: ten units, four disagreements, alpha .095.
        let a = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0];
        let b = [1, 1, 1, 0, 0, 1, 0, 0, 0, 0];
        let pairs: Vec<[String; 2]> = a.iter().zip(b).map(|(a, b)| [a.to_string(), b.to_string()]).collect();
        let found = alpha("test", pairs).alpha.expect("it varies");
        assert!((found - 0.095).abs() < 0.001, "{found}");
    }

    #[test]
    fn agreement_is_one_and_nothing_where_nothing_varies() {
        assert_eq!(alpha("test", values(&[("x", "x"), ("y", "y")])).alpha, Some(1.0));
        assert_eq!(alpha("test", values(&[("x", "x"), ("x", "x")])).alpha, None);
        assert_eq!(alpha("test", Vec::new()).alpha, None);
    }
}
