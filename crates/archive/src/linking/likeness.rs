//! How alike two event records are, as reports of one event: 0 to 1, or not at all where they contradict each other.
//!
//! Type, sides, day, place, numbers and words are each compared where both records tell them. Two that cannot be one event (a visit
//! and a phone call, towns 100 km apart, days that do not meet) have no likeness.

/// What is compared of a record.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Features {
    pub report: i64,
    pub article: i64,
    /// Number of the sentence in the article.
    pub sentence: i64,
    pub kind: String,
    pub mode: String,
    /// `negation`, `future`, `hypothetical`: what did not happen is no report of what did.
    pub modality: String,
    /// First and last day, as Julian day numbers.
    pub days: Option<(i64, i64)>,
    /// Whether the day is the article's, for want of one in the text.
    pub assumed_day: bool,
    pub actors: Vec<Side>,
    pub recipients: Vec<Side>,
    pub place: Option<Spot>,
    /// Killed, injured, arrested.
    pub sizes: [Option<u32>; 3],
    /// Words of the sentence, sorted, without those of sides and place.
    pub words: Vec<String>,
}

/// A participant.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Side {
    pub person: bool,
    pub name: Option<String>,
    pub code: Option<String>,
    pub sectors: Vec<String>,
}

/// A resolved place.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Spot {
    pub id: i64,
    pub country: String,
    pub at: Option<(f64, f64)>,
    /// 1 country, 2 region, 4 town, 5 site.
    pub resolution: u8,
    pub dateline: bool,
}

/// What two records have in common, each from 0 to 1; `None` where one of them does not tell it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Likeness {
    pub kind: f64,
    pub sides: Option<f64>,
    pub day: f64,
    pub place: Option<f64>,
    pub size: Option<f64>,
    pub words: Option<f64>,
    pub score: f64,
}

/// Types as which reports of one event may be coded: police who disperse a crowd, a meeting at which something is agreed.
const COMPATIBLE: [(&str, &str, f64); 8] = [
    ("ASSAULT", "COERCE", 0.8),
    ("ASSAULT", "PROTEST", 0.75),
    ("COERCE", "SANCTION", 0.8),
    ("CONSULT", "COOPERATE", 0.75),
    ("AGREE", "COOPERATE", 0.85),
    ("AID", "COOPERATE", 0.85),
    ("CONCEDE", "RETREAT", 0.85),
    ("ACCUSE", "REJECT", 0.75),
];

/// Two modes of one type: reports call one attack a bombing and a suicide attack.
const OTHER_MODE: f64 = 0.85;

/// Types whose event is what was said: there the words count more.
const SAID: [&str; 6] = ["ACCUSE", "AGREE", "REJECT", "REQUEST", "SUPPORT", "THREATEN"];

/// Types in which several do one thing together, or on which accounts differ who began.
const MUTUAL: [&str; 4] = ["AGREE", "ASSAULT", "CONSULT", "COOPERATE"];

/// Weights of the parts in the score.
const SIDES: f64 = 0.4;
const DAY: f64 = 0.2;
const PLACE: f64 = 0.15;
const SIZE: f64 = 0.15;
const WORDS: f64 = 0.15;
const WORDS_SAID: f64 = 0.3;

/// What sides count as where one record does not tell them: it may be the same event, and nothing speaks for it.
const SIDES_UNKNOWN: f64 = 0.4;

/// Sides told the other way round: "Azerbaijan shelled Armenia", "Armenia shelled Azerbaijan".
const TURNED: f64 = 0.85;

/// Kilometres within which two towns may be the place of one event, and beyond which they are not.
const NEAR: f64 = 25.0;
const FAR: f64 = 100.0;

/// Kilometres from the middle of a region beyond which a place is not in it.
const BEYOND: f64 = 300.0;

/// A resolution of at least this is a town or a site in it, or a region.
const TOWN: u8 = 4;
const REGION: u8 = 2;

/// Days that a report's own day may be behind the event where its text tells none.
const LATE: i64 = 2;

impl Features {
    /// How alike two records are; `None` where they cannot be reports of one event.
    pub fn likeness(&self, other: &Self) -> Option<Likeness> {
        // What the coder tells apart in one sentence is two events: "police beat protesters and arrested twenty".
        let one_sentence = self.article == other.article && self.sentence == other.sentence;
        if self.modality != other.modality || one_sentence && self.report != other.report {
            return None;
        }
        let kind = self.kind_like(other)?;
        let day = self.day_like(other)?;
        let place = match (&self.place, &other.place) {
            (Some(a), Some(b)) => Some(place(a, b)?),
            _ => None,
        };
        let (sides, size, words) = (self.sides_like(other), self.size_like(other), self.words_like(other));
        let said = SAID.contains(&self.kind.as_str()) && SAID.contains(&other.kind.as_str());
        let parts = [
            (SIDES, Some(sides.unwrap_or(SIDES_UNKNOWN))),
            (DAY, Some(day)),
            (PLACE, place),
            (SIZE, size),
            (if said { WORDS_SAID } else { WORDS }, words),
        ];
        let known = parts.iter().filter_map(|(weight, like)| Some((weight, (*like)?)));
        let (sum, weights) = known.fold((0.0, 0.0), |(sum, all), (weight, like)| (sum + weight * like, all + weight));
        Some(Likeness { kind, sides, day, place, size, words, score: kind * sum / weights })
    }

    fn kind_like(&self, other: &Self) -> Option<f64> {
        if self.kind != other.kind {
            let pair = |(a, b, _): &&(&str, &str, f64)| {
                (*a == self.kind && *b == other.kind) || (*a == other.kind && *b == self.kind)
            };
            return COMPATIBLE.iter().find(pair).map(|(.., like)| *like);
        }
        if self.mode == other.mode || self.mode.is_empty() || other.mode.is_empty() {
            return Some(1.0);
        }
        // Who speaks by phone does not visit.
        let phone = (self.mode == "phone") != (other.mode == "phone");
        (!phone).then_some(OTHER_MODE)
    }

    fn day_like(&self, other: &Self) -> Option<f64> {
        let (a, b) = (self.days?, other.days?);
        let exact = |(from, to): (i64, i64)| from == to;
        if exact(a) && exact(b) {
            let (earlier, later) = if a.0 <= b.0 { (self, other) } else { (other, self) };
            return match (a.0 - b.0).abs() {
                0 if self.assumed_day == other.assumed_day => Some(1.0),
                0 => Some(0.9),
                apart if apart <= LATE && later.assumed_day && !earlier.assumed_day => Some(0.8 - 0.2 * apart as f64),
                1 if later.assumed_day => Some(0.4),
                _ => None,
            };
        }
        (a.0 <= b.1 && b.0 <= a.1).then_some(if a == b { 0.8 } else { 0.5 })
    }

    fn sides_like(&self, other: &Self) -> Option<f64> {
        let straight = both(aligned(&self.actors, &other.actors), aligned(&self.recipients, &other.recipients));
        if !MUTUAL.contains(&self.kind.as_str()) && !MUTUAL.contains(&other.kind.as_str()) {
            return straight;
        }
        let all = |f: &Self| f.actors.iter().chain(&f.recipients).cloned().collect::<Vec<_>>();
        let turned = aligned(&all(self), &all(other)).map(|like| TURNED * like);
        // What both do together has no direction.
        let together = self.recipients.is_empty() || other.recipients.is_empty() || self.kind == "CONSULT";
        match (straight, turned) {
            (_, Some(turned)) if together && self.kind != "ASSAULT" => Some(turned / TURNED),
            (Some(straight), Some(turned)) => Some(straight.max(turned)),
            (one, other) => one.or(other),
        }
    }

    /// The smaller number by the greater, of each number that both tell.
    fn size_like(&self, other: &Self) -> Option<f64> {
        let pairs = self.sizes.iter().zip(&other.sizes).filter_map(|(a, b)| Some((f64::from((*a)?), f64::from((*b)?))));
        let likes: Vec<f64> = pairs.map(|(a, b)| if a == b { 1.0 } else { a.min(b) / a.max(b) }).collect();
        (!likes.is_empty()).then(|| likes.iter().sum::<f64>() / likes.len() as f64)
    }

    /// Words in common by the words of the shorter.
    fn words_like(&self, other: &Self) -> Option<f64> {
        let least = self.words.len().min(other.words.len());
        (least > 0).then(|| {
            let common = self.words.iter().filter(|word| other.words.binary_search(word).is_ok()).count();
            common as f64 / least as f64
        })
    }
}

/// The mean of what both records tell.
fn both(a: Option<f64>, b: Option<f64>) -> Option<f64> {
    match (a, b) {
        (Some(a), Some(b)) => Some(f64::midpoint(a, b)),
        (one, other) => one.or(other),
    }
}

/// How well two lists of participants fit: each with its best of the other list, the shorter list counting three times.
fn aligned(a: &[Side], b: &[Side]) -> Option<f64> {
    if a.is_empty() || b.is_empty() {
        return None;
    }
    let (shorter, longer) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let best = |of: &Side, among: &[Side]| among.iter().map(|other| of.like(other)).fold(0.0, f64::max);
    let mean = |of: &[Side], among: &[Side]| of.iter().map(|s| best(s, among)).sum::<f64>() / of.len() as f64;
    Some(0.75 * mean(shorter, longer) + 0.25 * mean(longer, shorter))
}

impl Side {
    fn like(&self, other: &Self) -> f64 {
        let names = match (&self.name, &other.name) {
            (Some(a), Some(b)) if self.person == other.person => Some(same_name(a, b)),
            _ => None,
        };
        let codes = match (&self.code, &other.code) {
            (Some(a), Some(b)) => Some(a == b),
            _ => None,
        };
        match (names, codes) {
            (_, Some(false)) => 0.0,
            (Some(true), _) => 1.0,
            // The president is not the minister.
            (Some(false), _) if self.person => 0.1,
            (_, Some(true)) => 0.4 + 0.55 * self.sector_like(other),
            (_, None) => 0.5 * self.sector_like(other),
        }
    }

    fn sector_like(&self, other: &Self) -> f64 {
        if self.sectors.is_empty() || other.sectors.is_empty() {
            return 0.8;
        }
        if self.sectors.iter().any(|s| other.sectors.contains(s)) { 1.0 } else { 0.3 }
    }
}

/// From here on two spellings are one name: "Zelensky", "Zelenskyy".
const SPELLING: f64 = 0.85;

/// Whether two names may be of one person or body: the last words are alike, and the shorter has no other first word.
fn same_name(a: &str, b: &str) -> bool {
    let words = |name: &str| name.to_lowercase().split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let (a, b) = (words(a), words(b));
    let alike = |a: &str, b: &str| a == b || strsim::normalized_levenshtein(a, b) >= SPELLING;
    let (Some(last), Some(other)) = (a.last(), b.last()) else {
        return false;
    };
    let (shorter, longer) = if a.len() <= b.len() { (&a, &b) } else { (&b, &a) };
    alike(last, other) && shorter.iter().all(|word| longer.iter().any(|other| alike(word, other)))
}

/// How near two places are; `None` where one event cannot be at both.
fn place(a: &Spot, b: &Spot) -> Option<f64> {
    if a.id == b.id {
        return Some(1.0);
    }
    let weak = a.dateline || b.dateline;
    if a.country != b.country && !a.country.is_empty() && !b.country.is_empty() {
        return weak.then_some(0.2);
    }
    let apart = a.at.zip(b.at).map(|(a, b)| kilometres(a, b));
    let towns = a.resolution >= TOWN && b.resolution >= TOWN;
    let regions = a.resolution >= REGION && b.resolution >= REGION;
    match apart {
        Some(apart) if towns && apart > FAR || regions && apart > BEYOND => weak.then_some(0.2),
        Some(apart) if towns && apart <= NEAR => Some(0.9),
        Some(_) if towns => Some(0.4),
        // One is told more exactly.
        _ => Some(0.6),
    }
}

/// Mean radius of the Earth, in kilometres (IUGG).
const RADIUS: f64 = 6371.0;

/// Distance of two points on the globe, by the haversine formula.
fn kilometres(a: (f64, f64), b: (f64, f64)) -> f64 {
    let (lat_a, lat_b) = (a.0.to_radians(), b.0.to_radians());
    let half = |x: f64, y: f64| ((y - x) / 2.0).sin().powi(2);
    let h = half(lat_a, lat_b) + lat_a.cos() * lat_b.cos() * half(a.1.to_radians(), b.1.to_radians());
    2.0 * RADIUS * h.sqrt().min(1.0).asin()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn side(name: Option<&str>, code: &str, sector: &str) -> Side {
        Side {
            person: name.is_some(),
            name: name.map(str::to_owned),
            code: Some(code.to_owned()),
            sectors: vec![sector.to_owned()],
        }
    }

    fn attack() -> Features {
        Features {
            kind: "ASSAULT".into(),
            days: Some((10, 10)),
            actors: vec![side(None, "AFG", "REB")],
            recipients: vec![side(None, "AFG", "CIV")],
            sizes: [Some(12), None, None],
            place: Some(Spot { id: 1, country: "AFG".into(), at: Some((34.5, 69.2)), resolution: 4, dateline: false }),
            ..Features::default()
        }
    }

    #[test]
    fn likeness_is_the_same_both_ways_and_one_with_itself() {
        let (a, mut b) = (attack(), attack());
        b.sizes = [Some(15), Some(3), None];
        b.recipients.clear();
        assert_eq!(a.likeness(&b), b.likeness(&a));
        let own = a.likeness(&a).expect("alike");
        assert!(own.score > 0.95 && own.score <= 1.0, "{own:?}");
        assert!(b.likeness(&a).expect("alike").score < own.score);
    }

    #[test]
    fn the_next_day_another_town_and_what_did_not_happen_are_other_events() {
        let a = attack();
        let next = Features { days: Some((11, 11)), ..attack() };
        assert_eq!(a.likeness(&next), None);
        let assumed = Features { days: Some((11, 11)), assumed_day: true, ..attack() };
        assert!(a.likeness(&assumed).is_some(), "a report of the next day that names no day");
        assert_eq!(assumed.likeness(&Features { days: Some((12, 12)), ..attack() }), None, "no report comes before");
        let mut elsewhere = attack();
        elsewhere.place =
            Some(Spot { id: 2, country: "AFG".into(), at: Some((31.6, 65.7)), resolution: 4, dateline: false });
        assert_eq!(a.likeness(&elsewhere), None);
        assert_eq!(a.likeness(&Features { modality: "negation".into(), ..attack() }), None);
        assert_eq!(a.likeness(&Features { kind: "AID".into(), ..attack() }), None);
    }

    #[test]
    fn two_events_of_one_sentence_stay_two() {
        let (one, two) = (Features { report: 1, ..attack() }, Features { report: 2, ..attack() });
        assert_eq!(one.likeness(&two), None);
        assert!(one.likeness(&Features { sentence: 1, ..two }).is_some(), "another sentence may tell it again");
    }

    #[test]
    fn a_call_is_no_visit_and_another_person_is_no_side() {
        let meeting = |mode: &str, name: &str| Features {
            kind: "CONSULT".into(),
            mode: mode.into(),
            days: Some((10, 10)),
            actors: vec![side(Some(name), "GRC", "GOV"), side(Some("Mevlut Cavusoglu"), "TUR", "GOV")],
            ..Features::default()
        };
        let visit = meeting("visit", "Nikos Dendias");
        assert_eq!(visit.likeness(&meeting("phone", "Nikos Dendias")), None);
        let same = visit.likeness(&meeting("", "Dendias")).expect("alike");
        let other = visit.likeness(&meeting("", "Kyriakos Mitsotakis")).expect("alike somewhat");
        assert!(same.score > 0.9 && other.score < same.score - 0.2, "{same:?} {other:?}");
    }

    #[test]
    fn names_are_the_same_in_other_spellings_and_shorter() {
        assert!(same_name("Volodymyr Zelensky", "Zelenskyy"));
        assert!(!same_name("Raul Castro", "Fidel Castro"));
        assert!(!same_name("Xi Jinping", "Li Qiang"));
    }

    #[test]
    fn distance_is_that_of_the_globe() {
        // London to Paris is 344 km.
        let found = kilometres((51.507, -0.128), (48.857, 2.352));
        assert!((found - 344.0).abs() < 3.0, "{found}");
    }
}
