//! Patterns: "{actor} express support for {recipient}" taken apart into verb, phrases and prepositions.
//!
//! Where English leaves a word open ("to" + noun or verb, particle or preposition) a pattern has several
//! readings, and the coder tries each.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// A line of an event file.
#[derive(Clone, Debug)]
pub struct Pattern {
    /// As written.
    pub says: String,
    /// Mode that it gives.
    pub mode: Option<String>,
    /// CAMEO code that it gives.
    pub cameo: Option<String>,
    /// How sure the words alone make the event, 0 to 1.
    pub confidence: f64,
    /// Whether it says what is *not* an event of the type.
    pub exception: bool,
    /// Its readings.
    pub clauses: Vec<Clause>,
    /// The file it stands in.
    pub file: Arc<str>,
    /// Line in its file.
    pub line: usize,
    /// Whether a file of the user's own adds it to a type: it is as sure as it says, whatever the model thinks of it.
    pub own: bool,
    /// Whether an event of it without recipient is none.
    pub requires_recipient: bool,
}

impl Pattern {
    /// Whether its recipient is a place that something is done to: "{actor} pull out of {recipient!:place}".
    pub fn acts_on_a_place(&self) -> bool {
        ["{recipient:place}", "{recipient!:place}"].iter().any(|slot| self.says.contains(slot))
    }
}

/// One reading of a pattern.
#[derive(Clone, Debug, PartialEq)]
pub enum Clause {
    /// "{actor} visit {recipient}"
    Verb {
        /// In front of the verb.
        subject: Option<Phrase>,
        /// The verb; more than one word where a particle belongs to it ("set_up").
        verb: Words,
        /// All that follows.
        parts: Vec<Part>,
    },
    /// "{actor} be ready to {event}", "{actor} be on strike"
    Copula {
        /// In front of the verb.
        subject: Option<Phrase>,
        /// What the subject is.
        predicate: PredicateWords,
        /// All that follows.
        parts: Vec<Part>,
    },
    /// "phone call between {actor} and {actor}"
    Noun {
        /// The noun with its modifiers.
        words: PredicateWords,
        /// All that follows.
        parts: Vec<Part>,
    },
}

/// An adjective or noun with what must stand before it.
#[derive(Clone, Debug, PartialEq)]
pub struct PredicateWords {
    /// "on" of "be on strike".
    pub preposition: Option<Vec<String>>,
    /// "hunger" of "hunger strike".
    pub modifiers: Vec<Words>,
    /// "strike".
    pub head: Words,
}

/// What may follow a verb or noun.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    /// "off" of "call off".
    Particle(Vec<String>),
    /// An object or other bare phrase.
    Phrase(Phrase),
    /// A prepositional phrase.
    Preposition(Vec<String>, Target),
    /// "to" and a verb or event.
    Infinitive(Tail),
    /// "that" and a clause.
    That(Option<Slot>, Tail),
}

/// What a preposition governs.
#[derive(Clone, Debug, PartialEq)]
pub enum Target {
    /// A phrase.
    Phrase(Phrase),
    /// "of strengthening ties"
    Gerund(Tail),
}

/// A verb with its own parts, within a pattern.
#[derive(Clone, Debug, PartialEq)]
pub struct Tail {
    /// The verb or event.
    pub head: TailHead,
    /// What follows it.
    pub parts: Vec<Part>,
}

/// The head of a [`Tail`].
#[derive(Clone, Debug, PartialEq)]
pub enum TailHead {
    /// Any of these verbs.
    Verb(Words),
    /// An event slot.
    Event(Vec<TypeMode>),
}

/// A noun phrase of a pattern.
#[derive(Clone, Debug, PartialEq)]
pub enum Phrase {
    /// A slot.
    Slot(Slot),
    /// Plain words: the last is the head, those before must modify it.
    Words {
        /// In front of the head.
        modifiers: Vec<Words>,
        /// The head.
        head: Words,
    },
}

/// Alternatives, each of one or more words ("peace_agreement").
pub type Words = Vec<Vec<String>>;

/// `{actor}`, `{recipient!:agent}`, `{event:RETREAT/release}`.
#[derive(Clone, Debug, PartialEq)]
pub struct Slot {
    /// What it fills.
    pub role: Role,
    /// What may fill it.
    pub kind: SlotKind,
    /// Whether the pattern needs it filled.
    pub required: bool,
}

/// What a slot fills.
#[derive(Clone, Debug, PartialEq)]
pub enum Role {
    /// Who acts.
    Actor,
    /// At least two who act.
    Actors,
    /// On whom.
    Recipient,
    /// About what.
    Topic,
    /// Where.
    Place,
    /// Something done, of one of these types (any, where empty).
    Event(Vec<TypeMode>),
}

/// An event type and perhaps a mode: `RETREAT/release`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypeMode {
    /// Event type.
    pub event: String,
    /// Mode.
    pub mode: Option<String>,
}

/// What may fill a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SlotKind {
    /// A person, group, organization or country.
    Agent,
    /// A place or building.
    Place,
    /// No agent.
    Thing,
    /// Anything.
    Any,
}

pub(crate) const PREPOSITIONS: &[&str] = &[
    "about",
    "across",
    "after",
    "against",
    "ahead_of",
    "along",
    "alongside",
    "amid",
    "among",
    "amongst",
    "around",
    "as",
    "at",
    "because_of",
    "before",
    "behind",
    "beside",
    "besides",
    "between",
    "beyond",
    "by",
    "concerning",
    "despite",
    "due_to",
    "during",
    "for",
    "from",
    "in",
    "in_favor_of",
    "in_favour_of",
    "in_front_of",
    "inside",
    "instead_of",
    "into",
    "near",
    "of",
    "off",
    "on",
    "on_behalf_of",
    "onto",
    "out_of",
    "outside",
    "over",
    "per",
    "regarding",
    "since",
    "than",
    "through",
    "throughout",
    "to",
    "toward",
    "towards",
    "under",
    "until",
    "upon",
    "via",
    "with",
    "within",
    "without",
];

pub(crate) const PARTICLES: &[&str] = &[
    "ahead", "along", "apart", "around", "aside", "away", "back", "by", "down", "forth", "forward", "in", "off", "on",
    "out", "over", "through", "together", "up",
];

/// Behind a word that may stand anywhere in its noun phrase: `{actor} restore diplomatic* with {recipient}` matches "restored full
/// diplomatic ties with".
pub const ANYWHERE: char = '*';

#[derive(Clone, Debug)]
enum Piece {
    Slot(Slot),
    Words(Words),
}

/// What the parser must know beside the pattern.
pub(crate) struct Vocabulary<'a> {
    /// Word lists by name.
    pub lists: &'a HashMap<String, Vec<String>>,
    /// Verbs, to tell "to attack" from "to power".
    pub verbs: &'a HashSet<String>,
}

/// The verbs that stand right after the first slot: what patterns are about.
pub(crate) fn leading_verbs(says: &str, lists: &HashMap<String, Vec<String>>) -> Vec<String> {
    let mut words = says.split_whitespace();
    match (words.next(), words.next()) {
        (Some(slot), Some(verb)) if slot.starts_with('{') => {
            expand(verb, lists).unwrap_or_default().into_iter().filter_map(|w| w.into_iter().next()).collect()
        }
        _ => Vec::new(),
    }
}

/// The readings of a pattern.
pub(crate) fn parse(says: &str, vocabulary: &Vocabulary<'_>) -> Result<Vec<Clause>, String> {
    let pieces = says.split_whitespace().map(|w| piece(w, vocabulary)).collect::<Result<Vec<_>, _>>()?;
    let clauses = clauses(&pieces, vocabulary);
    if clauses.is_empty() {
        return Err(format!("{says:?} cannot be read as a clause; see docs/codebook-guide.md, Patterns"));
    }
    Ok(clauses)
}

fn piece(word: &str, vocabulary: &Vocabulary<'_>) -> Result<Piece, String> {
    match word.strip_prefix('{') {
        Some(rest) => {
            let inner = rest.strip_suffix('}').ok_or_else(|| format!("{word:?} lacks its closing brace"))?;
            Ok(Piece::Slot(slot(inner)?))
        }
        None => Ok(Piece::Words(expand(word, vocabulary.lists)?)),
    }
}

/// "a|b_c|@list" as alternatives.
fn expand(word: &str, lists: &HashMap<String, Vec<String>>) -> Result<Words, String> {
    let mut words = Vec::new();
    // "diplomatic*", "@list*": every alternative may stand anywhere in its phrase.
    if let Some(starred) = word.strip_suffix(ANYWHERE).filter(|w| !w.is_empty()) {
        words = expand(starred, lists)?;
        for last in words.iter_mut().filter_map(|w| w.last_mut()) {
            last.push(ANYWHERE);
        }
        return Ok(words);
    }
    for alternative in word.split('|') {
        let parts = |w: &str| w.split('_').map(str::to_owned).collect::<Vec<_>>();
        match alternative.strip_prefix('@') {
            Some(name) => {
                let list = lists.get(name).ok_or_else(|| {
                    format!("no word list @{name}; define it in words.toml or under [words] in this file")
                })?;
                words.extend(list.iter().map(|w| parts(w)));
            }
            None if alternative.is_empty() => {
                return Err(format!("{word:?} has an empty alternative"));
            }
            None => words.push(parts(alternative)),
        }
    }
    Ok(words)
}

fn slot(inner: &str) -> Result<Slot, String> {
    let (name, kind) = inner.split_once(':').map_or((inner, None), |(n, k)| (n, Some(k)));
    let (name, required) = name.strip_suffix('!').map_or((name, false), |n| (n, true));
    if name == "event" {
        let types = kind.map_or_else(Vec::new, |kinds| {
            kinds
                .split(',')
                .map(|k| match k.split_once('/') {
                    Some((event, mode)) => TypeMode { event: event.into(), mode: Some(mode.into()) },
                    None => TypeMode { event: k.into(), mode: None },
                })
                .collect()
        });
        return Ok(Slot { role: Role::Event(types), kind: SlotKind::Any, required: true });
    }
    let (role, usual, required) = match name {
        "actor" => (Role::Actor, SlotKind::Agent, true),
        "actors" => (Role::Actors, SlotKind::Agent, true),
        "recipient" => (Role::Recipient, SlotKind::Any, required),
        "topic" => (Role::Topic, SlotKind::Any, required),
        "place" => (Role::Place, SlotKind::Any, required),
        other => {
            return Err(format!("{{{other}}} is no slot; slots are actor, actors, recipient, topic, place and event"));
        }
    };
    let kind = match kind {
        None => usual,
        Some("agent") => SlotKind::Agent,
        Some("place") => SlotKind::Place,
        Some("thing") => SlotKind::Thing,
        Some("any") => SlotKind::Any,
        Some(other) => {
            return Err(format!("{other:?} is no kind of slot; kinds are agent, place, thing and any"));
        }
    };
    Ok(Slot { role, kind, required })
}

fn all_in(words: &Words, list: &[&str]) -> bool {
    words.iter().all(|w| list.contains(&w.join("_").as_str()))
}

fn is_single(words: &Words, word: &str) -> bool {
    words.len() == 1 && words[0].len() == 1 && words[0][0] == word
}

fn is_preposition(words: &Words) -> bool {
    all_in(words, PREPOSITIONS)
}

/// Whether a piece may stand inside a noun phrase.
fn is_noun_word(piece: &Piece) -> bool {
    matches!(piece, Piece::Words(w) if !is_preposition(w) && !is_single(w, "that") && !is_single(w, "and") && !all_in(w, PARTICLES))
}

fn may_be_verb(words: &Words, vocabulary: &Vocabulary<'_>) -> bool {
    let verbs = words.iter().filter(|w| vocabulary.verbs.contains(&w[0])).count();
    2 * verbs >= words.len()
}

fn joined(words: &Words) -> Vec<String> {
    words.iter().map(|w| w.join(" ")).collect()
}

fn clauses(pieces: &[Piece], vocabulary: &Vocabulary<'_>) -> Vec<Clause> {
    match pieces.first() {
        Some(Piece::Slot(slot)) => verb_clauses(Some(Phrase::Slot(slot.clone())), &pieces[1..], vocabulary),
        Some(Piece::Words(_)) => noun_clauses(pieces, vocabulary),
        None => Vec::new(),
    }
}

/// What follows the subject.
fn verb_clauses(subject: Option<Phrase>, rest: &[Piece], vocabulary: &Vocabulary<'_>) -> Vec<Clause> {
    let Some(Piece::Words(verb)) = rest.first() else {
        return Vec::new();
    };
    if !is_single(verb, "be") {
        return parts(&rest[1..], vocabulary, true)
            .into_iter()
            .map(|parts| Clause::Verb { subject: subject.clone(), verb: verb.clone(), parts })
            .collect();
    }
    let mut from = 1;
    let mut preposition = None;
    if let Some(Piece::Words(words)) = rest.get(from)
        && is_preposition(words)
    {
        preposition = Some(joined(words));
        from += 1;
    }
    let end = (from..rest.len()).find(|i| !is_noun_word(&rest[*i])).unwrap_or(rest.len());
    let Some((modifiers, head)) = noun_phrase(&rest[from..end]) else {
        return Vec::new();
    };
    let predicate = PredicateWords { preposition, modifiers, head };
    parts(&rest[end..], vocabulary, false)
        .into_iter()
        .map(|parts| Clause::Copula { subject: subject.clone(), predicate: predicate.clone(), parts })
        .collect()
}

/// "talks between {actor} and {actor}", or with a verb behind: "talks between ... resume".
fn noun_clauses(pieces: &[Piece], vocabulary: &Vocabulary<'_>) -> Vec<Clause> {
    let end = pieces.iter().position(|p| !is_noun_word(p)).unwrap_or(pieces.len());
    let mut found = Vec::new();
    // A verb may stand right after the words ("@troops withdraw from {place}") ...
    if end >= 2
        && let Piece::Words(verb) = &pieces[end - 1]
        && may_be_verb(verb, vocabulary)
        && let Some((modifiers, head)) = noun_phrase(&pieces[..end - 1])
    {
        found.extend(verb_clauses(Some(Phrase::Words { modifiers, head }), &pieces[end - 1..], vocabulary));
    }
    // ... or after the slots of the noun ("@truce between {actor} and {actor} take effect").
    let verb = (end + 1..pieces.len()).find(|i| {
        matches!(&pieces[i - 1], Piece::Slot(_))
            && matches!(&pieces[*i], Piece::Words(w) if is_noun_word(&pieces[*i]) && may_be_verb(w, vocabulary))
    });
    let (head_end, tail) = match verb {
        Some(at) => (at, &pieces[at..]),
        None => (pieces.len(), &pieces[..0]),
    };
    if let Some((modifiers, head)) = noun_phrase(&pieces[..end]) {
        if tail.is_empty() {
            let words = PredicateWords { preposition: None, modifiers, head };
            for parts in parts(&pieces[end..], vocabulary, false) {
                found.push(Clause::Noun { words: words.clone(), parts });
            }
        } else {
            let subject = Phrase::Words { modifiers, head };
            for inner in parts(&pieces[end..head_end], vocabulary, false) {
                for clause in verb_clauses(Some(subject.clone()), tail, vocabulary) {
                    if let Clause::Verb { subject, verb, parts } = clause {
                        let parts = inner.iter().cloned().chain(parts).collect();
                        found.push(Clause::Verb { subject, verb, parts });
                    }
                }
            }
        }
    }
    found
}

fn noun_phrase(pieces: &[Piece]) -> Option<(Vec<Words>, Words)> {
    let mut words: Vec<Words> = pieces
        .iter()
        .map(|p| match p {
            Piece::Words(w) => Some(w.clone()),
            Piece::Slot(_) => None,
        })
        .collect::<Option<_>>()?;
    let head = words.pop()?;
    Some((words, head))
}

/// All readings of what follows a verb or noun.
fn parts(pieces: &[Piece], vocabulary: &Vocabulary<'_>, after_verb: bool) -> Vec<Vec<Part>> {
    let Some(first) = pieces.first() else {
        return vec![Vec::new()];
    };
    let then = |part: Part, rest: &[Piece]| -> Vec<Vec<Part>> {
        parts(rest, vocabulary, false)
            .into_iter()
            .map(|more| std::iter::once(part.clone()).chain(more).collect())
            .collect()
    };
    let words = match first {
        Piece::Slot(slot) => return then(Part::Phrase(Phrase::Slot(slot.clone())), &pieces[1..]),
        Piece::Words(words) => words,
    };
    if is_single(words, "and") {
        // "between {actor} and {actor}": one phrase fills the slot with all its members.
        return parts(pieces.get(2..).unwrap_or_default(), vocabulary, false);
    }
    if is_single(words, "that") {
        return that_clause(&pieces[1..], vocabulary);
    }
    let mut readings = Vec::new();
    // "pull troops out of the town": a particle may come behind the object too.
    let loose = || match pieces.get(1) {
        None => true,
        Some(Piece::Words(next)) => is_preposition(next),
        Some(Piece::Slot(_)) => false,
    };
    if all_in(words, PARTICLES) && (after_verb || loose()) {
        readings.extend(then(Part::Particle(joined(words)), &pieces[1..]));
    }
    if words.iter().any(|w| w[0] == "to") && is_preposition(words) {
        readings.extend(infinitive(&pieces[1..], vocabulary));
    }
    if is_preposition(words) {
        readings.extend(prepositional(words, &pieces[1..], vocabulary));
        return readings;
    }
    if !readings.is_empty() {
        return readings;
    }
    let end = pieces.iter().position(|p| !is_noun_word(p)).unwrap_or(pieces.len());
    if let Some((modifiers, head)) = noun_phrase(&pieces[..end]) {
        readings.extend(then(Part::Phrase(Phrase::Words { modifiers, head }), &pieces[end..]));
    }
    readings
}

fn that_clause(rest: &[Piece], vocabulary: &Vocabulary<'_>) -> Vec<Vec<Part>> {
    let (subject, rest) = match rest.first() {
        Some(Piece::Slot(slot)) if !matches!(slot.role, Role::Event(_)) => (Some(slot.clone()), &rest[1..]),
        _ => (None, rest),
    };
    tails(rest, vocabulary).into_iter().map(|tail| vec![Part::That(subject.clone(), tail)]).collect()
}

fn infinitive(rest: &[Piece], vocabulary: &Vocabulary<'_>) -> Vec<Vec<Part>> {
    match rest.first() {
        Some(Piece::Slot(Slot { role: Role::Event(_), .. })) => {}
        Some(Piece::Words(words)) if may_be_verb(words, vocabulary) || is_single(words, "be") => {}
        // "to wipe out": only a verb has a particle.
        Some(Piece::Words(_)) if matches!(rest.get(1), Some(Piece::Words(w)) if all_in(w, PARTICLES)) => {}
        _ => return Vec::new(),
    }
    tails(rest, vocabulary).into_iter().map(|tail| vec![Part::Infinitive(tail)]).collect()
}

/// A verb or event with all that follows.
fn tails(rest: &[Piece], vocabulary: &Vocabulary<'_>) -> Vec<Tail> {
    let head = match rest.first() {
        Some(Piece::Slot(Slot { role: Role::Event(types), .. })) => TailHead::Event(types.clone()),
        Some(Piece::Words(words)) if is_noun_word(&rest[0]) || may_be_verb(words, vocabulary) => {
            TailHead::Verb(words.clone())
        }
        _ => return Vec::new(),
    };
    parts(&rest[1..], vocabulary, true).into_iter().map(|parts| Tail { head: head.clone(), parts }).collect()
}

fn prepositional(words: &Words, rest: &[Piece], vocabulary: &Vocabulary<'_>) -> Vec<Vec<Part>> {
    let prepositions = joined(words);
    let mut readings = Vec::new();
    match rest.first() {
        Some(Piece::Slot(slot)) => {
            let part = Part::Preposition(prepositions, Target::Phrase(Phrase::Slot(slot.clone())));
            for more in parts(&rest[1..], vocabulary, false) {
                readings.push(std::iter::once(part.clone()).chain(more).collect());
            }
        }
        Some(Piece::Words(first)) if is_noun_word(&rest[0]) => {
            let end = rest.iter().position(|p| !is_noun_word(p)).unwrap_or(rest.len());
            if let Some((modifiers, head)) = noun_phrase(&rest[..end]) {
                let part = Part::Preposition(prepositions.clone(), Target::Phrase(Phrase::Words { modifiers, head }));
                for more in parts(&rest[end..], vocabulary, false) {
                    readings.push(std::iter::once(part.clone()).chain(more).collect());
                }
            }
            // "of @strengthen @ties with {recipient}"
            if rest.len() > 1 && may_be_verb(first, vocabulary) {
                for tail in tails(rest, vocabulary) {
                    readings.push(vec![Part::Preposition(prepositions.clone(), Target::Gerund(tail))]);
                }
            }
        }
        _ => {}
    }
    readings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(says: &str) -> Vec<Clause> {
        let lists = HashMap::from([
            ("ties".to_owned(), vec!["tie".to_owned(), "relation".to_owned()]),
            ("strengthen".to_owned(), vec!["strengthen".to_owned(), "expand".to_owned()]),
        ]);
        let verbs = ["strengthen", "expand", "withdraw", "take", "attack", "stress", "meet"].map(str::to_owned).into();
        parse(says, &Vocabulary { lists: &lists, verbs: &verbs }).expect("a pattern")
    }

    #[test]
    fn a_word_after_a_slot_is_the_verb() {
        let [Clause::Verb { subject: Some(Phrase::Slot(slot)), verb, parts }] =
            &read("{actor} condemn {recipient!:agent} for {topic}")[..]
        else {
            panic!("one verb clause");
        };
        assert_eq!((&slot.role, slot.required), (&Role::Actor, true));
        assert_eq!(verb, &[["condemn"]]);
        assert_eq!(parts.len(), 2);
        assert!(matches!(&parts[0], Part::Phrase(Phrase::Slot(s)) if s.kind == SlotKind::Agent && s.required));
    }

    #[test]
    fn a_particle_may_be_a_preposition_too() {
        assert_eq!(read("{actor} call off {topic}").len(), 2);
    }

    #[test]
    fn to_before_a_verb_is_an_infinitive_and_before_a_slot_a_preposition() {
        let clauses = read("{actor} refuse to meet {recipient}");
        assert!(
            clauses.iter().any(|c| matches!(c, Clause::Verb { parts, .. } if matches!(parts[0], Part::Infinitive(_))))
        );
        let clauses = read("{actor} apologize to {recipient}");
        assert!(matches!(&clauses[..], [Clause::Verb { parts, .. }] if matches!(parts[0], Part::Preposition(..))));
    }

    #[test]
    fn a_gerund_may_follow_a_preposition() {
        let clauses = read("{actor} stress importance of @strengthen @ties with {recipient}");
        assert!(clauses.iter().any(|c| matches!(c, Clause::Verb { parts, .. }
            if matches!(&parts[1], Part::Preposition(_, Target::Gerund(tail)) if tail.parts.len() == 2))));
    }

    #[test]
    fn nouns_begin_nominal_patterns_or_subjects() {
        assert!(matches!(&read("phone call between {actor} and {actor}")[..], [Clause::Noun { .. }]));
        assert!(matches!(
            &read("truce between {actor} and {actor} take effect")[..],
            [Clause::Verb { subject: Some(Phrase::Words { .. }), .. }]
        ));
        assert!(read("rebel withdraw from {place}").iter().any(|c| matches!(c, Clause::Verb { .. })));
    }

    #[test]
    fn being_has_its_adjective_or_phrase() {
        assert!(matches!(&read("{actor} be on hunger strike against {recipient}")[..],
            [Clause::Copula { predicate, .. }] if predicate.preposition == Some(vec!["on".to_owned()]) && predicate.modifiers.len() == 1));
    }

    #[test]
    fn mistakes_are_told() {
        let none = HashMap::new();
        let verbs = HashSet::new();
        let error = |says| parse(says, &Vocabulary { lists: &none, verbs: &verbs }).expect_err("a mistake");
        assert!(error("{actr} meet").contains("no slot"));
        assert!(error("{actor} meet @nobody").contains("no word list @nobody"));
        assert!(error("{actor}").contains("cannot be read"));
    }
}
