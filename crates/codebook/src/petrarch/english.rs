//! Verb patterns turned into the codebook's English: `- * {TRADE TALKS} (WITH +)` of "suspend" becomes
//! `{actor} suspend trade talks with {recipient:agent}`.

use super::verbs::{EventCode, Piece, VerbPattern};
use crate::pattern::{PARTICLES, PREPOSITIONS};
use std::collections::BTreeMap;

/// Why a pattern cannot be said in the codebook's English.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// `NOT *`: the coder tells by itself what did not happen.
    Negation,
    /// `WILL *`, `SAID WOULD *`: the coding rules tell what becomes of the future.
    Tense,
    /// A clause around the verb or behind it.
    Clause,
    /// A preposition or other word right before the verb.
    Before,
    /// All else that the codebook's English has no words for.
    Other,
}

impl Cause {
    /// What to tell the user.
    pub fn message(self) -> &'static str {
        match self {
            Self::Negation => {
                "a pattern cannot ask for \"not\": what is denied is marked as negation for every pattern"
            }
            Self::Tense => {
                "a pattern cannot ask for \"will\" or \"would\": coding_rules.csv says what becomes of the future"
            }
            Self::Clause => {
                "a clause within the pattern cannot be said; write it by hand (docs/codebook-guide.md, Patterns)"
            }
            Self::Before => {
                "the words before the verb cannot be said; write it by hand (docs/codebook-guide.md, Patterns)"
            }
            Self::Other => "the pattern cannot be said; write it by hand (docs/codebook-guide.md, Patterns)",
        }
    }
}

/// Name of the list of prepositions behind which the other side may stand where a pattern does not say.
pub(super) const SIDES: &str = "petrarch_sides";

/// The prepositions of [`SIDES`].
pub(super) const SIDE_PREPOSITIONS: &[&str] = &[
    "with", "against", "to", "at", "from", "on", "of", "for", "by", "toward", "towards", "about", "over", "between",
    "into", "upon",
];

/// Where nobody else is named, PETRARCH takes whoever stands behind one of these for the other side: "arrived in Norland".
const PLACES: &str = "in|at|near|within";

/// Words that deny.
const NEGATIVE: &[&str] = &["not", "n't", "never", "no", "neither", "nor", "cannot", "don't", "without"];
/// What is not yet, or only perhaps.
const MODAL: &[&str] = &["will", "would", "wo", "ca", "can", "could", "may", "might", "should", "must", "shall"];
/// Words that no pattern writes: the grammar finds the verb behind them.
const AUXILIARY: &[&str] =
    &["has", "have", "had", "be", "been", "being", "is", "are", "was", "were", "am", "do", "does", "did"];
/// Words in front of nouns that no pattern writes.
const DETERMINERS: &[&str] = &["the", "a", "an", "its", "their", "his", "her", "this", "that", "these", "those", "our"];
/// Verbs behind which a clause says what is said.
const SAYING: &[&str] =
    &["say", "indicate", "note", "suggest", "announce", "claim", "declare", "warn", "state", "tell", "report", "deny"];

/// Tells verbs from other words.
pub(super) struct Verbals<'a> {
    /// The verb of a form: "said" is of "say".
    pub base: &'a dyn Fn(&str) -> String,
    /// Whether a base form is a verb of the codebook or of the dictionary.
    pub is_verb: &'a dyn Fn(&str) -> bool,
    /// Synonym sets.
    pub sets: &'a BTreeMap<String, Vec<String>>,
    /// What keeps the sets of one dictionary apart from those of another.
    pub suffix: &'a str,
}

impl Verbals<'_> {
    fn all_in(&self, piece: &Piece, list: &[&str]) -> bool {
        match piece {
            Piece::Word(word) => list.contains(&word.as_str()),
            Piece::Set(name) => self
                .sets
                .get(name)
                .is_some_and(|words| !words.is_empty() && words.iter().all(|w| list.contains(&w.as_str()))),
            _ => false,
        }
    }

    fn written(&self, piece: &Piece) -> String {
        match piece {
            Piece::Word(word) => word.clone(),
            Piece::Set(name) => format!("@{name}{}", self.suffix),
            _ => String::new(),
        }
    }

    fn negates(&self, piece: &Piece) -> bool {
        let negative = |phrase: &str| phrase.split('_').any(|w| NEGATIVE.contains(&w));
        match piece {
            Piece::Word(word) => negative(word),
            Piece::Set(name) => self.sets.get(name).is_some_and(|words| words.iter().any(|w| negative(w))),
            _ => false,
        }
    }
}

/// Patterns of the codebook for one of the dictionary's; `verb` is a word, a list as `@name`, or verb and more words.
pub(super) fn says(pattern: &VerbPattern, verb: &str, verbals: &Verbals<'_>) -> Result<Vec<String>, Cause> {
    let behind = behind(&pattern.right, verbals)?;
    let fronts = front(&pattern.left, &behind, verb, verbals)?;
    if fronts.is_empty() {
        return Err(Cause::Other);
    }
    let mut found = Vec::new();
    for front in fronts {
        let bound = front.contains("{recipient") || behind.contains("{recipient");
        let start = join(&[&front, &behind]);
        // What is no event needs no second side.
        if pattern.code == EventCode::Null || bound || front.contains("{actors}") || behind.contains("{actors}") {
            found.push(start);
        } else {
            found.extend(with_recipients(&start, Behind::of(&behind)));
        }
    }
    if matches!(pattern.code, EventCode::Back(_)) {
        found.iter_mut().for_each(|says| *says = turned(says));
    }
    Ok(found)
}

/// The patterns of a verb alone.
pub(super) fn alone(verb: &str, code: &EventCode) -> Vec<String> {
    let mut found =
        with_recipients(&format!("{{actor}} {verb}"), Behind::of(verb.split_once(' ').map_or("", |(_, more)| more)));
    if matches!(code, EventCode::Back(_)) {
        found.iter_mut().for_each(|says| *says = turned(says));
    }
    found
}

/// What stands at the end of a pattern that names no other side.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Behind {
    /// The verb, perhaps with a particle ("shut down"): an object may follow.
    Verb,
    /// A preposition, or a word that may be one ("call for", "break off"): something must follow.
    Preposition,
    /// A noun phrase.
    Phrase,
}

impl Behind {
    fn of(behind: &str) -> Self {
        match behind.rsplit(' ').next() {
            None | Some("") => Self::Verb,
            Some(last) if PREPOSITIONS.contains(&last) => Self::Preposition,
            Some(last) if PARTICLES.contains(&last) => Self::Verb,
            Some(last) if last.starts_with('@') && !last.ends_with('*') => Self::Preposition,
            Some(_) => Self::Phrase,
        }
    }
}

/// With the other side as object, or behind a preposition: "condemn Norland", "condemn an attack by Norland".
fn with_recipients(start: &str, behind: Behind) -> Vec<String> {
    let topic = match behind {
        Behind::Phrase => "",
        Behind::Verb => " {topic:thing}",
        // Without the mark "call on {topic}" would match "call" alone.
        Behind::Preposition => " {topic!:thing}",
    };
    let mut found = vec![
        format!("{start}{topic} @{SIDES} {{recipient:agent}}"),
        format!("{start}{topic} {PLACES} {{recipient!:agent}}"),
    ];
    if behind != Behind::Phrase {
        found.insert(0, format!("{start} {{recipient!:agent}}"));
    }
    found
}

/// Who acts and on whom, the other way round.
fn turned(says: &str) -> String {
    let turn = |word: &str| match word {
        "{actor}" => "{recipient:agent}".to_owned(),
        w if w.starts_with("{recipient") => "{actor}".to_owned(),
        w => w.to_owned(),
    };
    says.split(' ').map(turn).collect::<Vec<_>>().join(" ")
}

/// What stands behind the verb.
fn behind(pieces: &[Piece], verbals: &Verbals<'_>) -> Result<String, Cause> {
    let mut words: Vec<String> = Vec::new();
    // A preposition that waits for its phrase.
    let mut waiting = false;
    for piece in pieces {
        if verbals.negates(piece) {
            return Err(Cause::Negation);
        }
        if verbals.all_in(piece, MODAL) {
            return Err(Cause::Tense);
        }
        if verbals.all_in(piece, AUXILIARY) || verbals.all_in(piece, &["and", "or", "if", "that", "as_if"]) {
            return Err(Cause::Clause);
        }
        if verbals.all_in(piece, DETERMINERS) {
            continue;
        }
        if verbals.all_in(piece, PREPOSITIONS) {
            words.push(verbals.written(piece));
            waiting = true;
            continue;
        }
        match piece {
            // "(IN ^)": somebody who takes no part, and perhaps the place.
            Piece::Skipped if waiting => {
                let place = words.last().is_some_and(|w| PLACES.split('|').any(|p| p == w));
                words.push(if place { "{place!}" } else { "{topic!}" }.into());
            }
            Piece::Skipped => {}
            Piece::Source => words.push("{actor}".into()),
            // "IFTAR (IN ^) +": whatever preposition there is.
            Piece::Target => {
                if !waiting && !words.is_empty() {
                    words.push(format!("@{SIDES}"));
                }
                words.push("{recipient:agent}".into());
            }
            Piece::Both => words.push("{actors}".into()),
            // A word of the dictionary may stand anywhere in its phrase; behind "to" it may be a verb.
            Piece::Word(_) | Piece::Set(_) => {
                let verb = words.last().is_some_and(|w| w == "to");
                let bare = verb || verbals.all_in(piece, PARTICLES);
                words.push(verbals.written(piece) + if bare { "" } else { "*" });
            }
        }
        waiting = false;
    }
    // "DISCUSSED * WITH": who is bound already stands there, else it waits for somebody or something.
    if waiting && words.iter().any(|w| w.starts_with("{recipient")) {
        words.push("{topic}".into());
    }
    Ok(words.join(" "))
}

/// What stands before the verb, and the verb; more than one way where the surface leaves it open.
fn front(left: &[Piece], behind: &str, verb: &str, verbals: &Verbals<'_>) -> Result<Vec<String>, Cause> {
    if left.iter().any(|p| verbals.negates(p)) {
        return Err(Cause::Negation);
    }
    if left.iter().any(|p| verbals.all_in(p, MODAL)) {
        return Err(Cause::Tense);
    }
    // "be sold arms" would be read as being arms.
    let plain_passive = !behind.split(' ').next().is_some_and(|w| w.ends_with('*'));
    let passive = left.iter().any(|p| verbals.all_in(p, &["was", "were", "been", "be", "being", "is", "are"]));
    let rest: Vec<&Piece> = left
        .iter()
        .filter(|p| !verbals.all_in(p, AUXILIARY) && !verbals.all_in(p, DETERMINERS) && **p != Piece::Skipped)
        .collect();
    let acts_behind = behind.contains("{actor}");
    match rest[..] {
        // "+ WAS * FROM $"
        [] | [Piece::Target] if acts_behind => Ok(as_it_stands(verb, passive, plain_passive)),
        [] | [Piece::Source] => Ok(vec![format!("{{actor}} {verb}")]),
        [Piece::Target] => Ok(as_it_stands(verb, passive, plain_passive)),
        [Piece::Both] => Ok(vec![format!("{{actors}} {verb}")]),
        _ => longer(&rest, verb, verbals),
    }
}

/// The subject of the surface is the one acted on: a passive, or a verb like "receive".
fn as_it_stands(verb: &str, passive: bool, plain_passive: bool) -> Vec<String> {
    let mut found = Vec::new();
    if plain_passive {
        found.push(format!("{{recipient:agent}} be {verb}"));
    }
    if !passive {
        found.push(format!("{{recipient:agent}} {verb}"));
    }
    found
}

/// A verb in front ("FAILED TO *", "SAID *") or a noun that is the subject ("TROOPS *").
fn longer(rest: &[&Piece], verb: &str, verbals: &Verbals<'_>) -> Result<Vec<String>, Cause> {
    let (who, words) = match rest {
        [Piece::Source, words @ ..] => (Some("{actor}"), words),
        [Piece::Both, words @ ..] => (Some("{actors}"), words),
        [Piece::Target, ..] => return Err(Cause::Before),
        words => (None, words),
    };
    if words.iter().any(|p| matches!(p, Piece::Source | Piece::Target | Piece::Both)) {
        return Err(Cause::Clause);
    }
    let who_acts = who.unwrap_or("{actor}");
    let single = |piece: &Piece| match piece {
        Piece::Word(word) => (verbals.base)(word),
        _ => String::new(),
    };
    if let [first, to] = words
        && verbals.all_in(to, &["to"])
        && (verbals.is_verb)(&single(first))
    {
        return Ok(vec![format!("{who_acts} {} to {verb}", single(first))]);
    }
    if let [first] = words
        && SAYING.contains(&single(first).as_str())
    {
        return Ok(vec![format!("{who_acts} {} that {verb}", single(first))]);
    }
    let unsaid = |p: &&Piece| {
        verbals.all_in(p, PREPOSITIONS)
            || verbals.all_in(p, &["to", "and", "or", "if"])
            || matches!(p, Piece::Word(w) if is_adverb(w) || SAYING.contains(&(verbals.base)(w).as_str()))
    };
    if words.iter().any(unsaid) {
        return Err(Cause::Before);
    }
    if who == Some("{actors}") {
        return Err(Cause::Before);
    }
    let noun = words.iter().map(|p| verbals.written(p)).collect::<Vec<_>>().join(" ");
    // Troops act themselves; of talks those act who hold them.
    Ok(vec![format!("{noun} {verb}"), format!("{noun} of|by|between|with|from {{actor}} {verb}")])
}

fn is_adverb(word: &str) -> bool {
    word.ends_with("ly") && !matches!(word, "supply" | "ally" | "rally" | "family" | "assembly" | "reply" | "monopoly")
}

fn join(parts: &[&str]) -> String {
    parts.iter().filter(|p| !p.is_empty()).copied().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::super::verbs;
    use super::super::{Findings, Found};
    use super::*;

    fn said(pattern: &str) -> String {
        let text =
            format!("&PACT\n+TREATY\n&MEN_\n+SOLDIERS\n&NEG\n+WILL NOT\n--- SEVER [160] ---\nSEVER\n- {pattern}\n");
        let mut found: Vec<Found> = Vec::new();
        let (dictionary, _) = verbs::read(&text, &mut Findings::new("v", &mut found));
        assert!(found.is_empty(), "{found:?}");
        let verbals = Verbals {
            base: &|w| match w {
                "said" => "say".into(),
                "failed" => "fail".into(),
                w => w.to_owned(),
            },
            is_verb: &|w| matches!(w, "say" | "fail" | "sever"),
            sets: &dictionary.sets,
            suffix: "",
        };
        match says(&dictionary.blocks[0].patterns[0], "sever", &verbals) {
            Ok(said) => said.join(" / ").replace(&format!("@{SIDES}"), "@sides").replace(PLACES, "in"),
            Err(cause) => format!("{cause:?}"),
        }
    }

    #[test]
    fn words_behind_the_verb_are_its_object() {
        assert_eq!(
            said("* {TRADE &PACT} [161]"),
            "{actor} sever trade* @pact* @sides {recipient:agent} / {actor} sever trade* @pact* in {recipient!:agent}"
        );
        assert_eq!(said("* THE TIES (WITH +) [161]"), "{actor} sever ties* with {recipient:agent}");
        assert!(
            said("* (FROM) [161]")
                .starts_with("{actor} sever from {recipient!:agent} / {actor} sever from {topic!:thing} @sides")
        );
        assert!(
            said("* TALKS (IN ^) (WITH) [161]")
                .starts_with("{actor} sever talks* in {place!} with {recipient!:agent} / ")
        );
        assert!(said("* THE PORT DOWN [161]").starts_with("{actor} sever port* down {recipient!:agent} / "));
    }

    #[test]
    fn a_verb_alone_takes_an_object_or_a_side_behind_a_preposition() {
        let wanted = "{actor} sever off {recipient!:agent} / {actor} sever off {topic!:thing} @sides {recipient:agent} / \
                      {actor} sever off {topic!:thing} in {recipient!:agent}";
        assert_eq!(said("* OFF [161]"), wanted);
    }

    #[test]
    fn places_of_source_and_target_are_kept() {
        assert_eq!(said("+ WAS * FROM $ [161]"), "{recipient:agent} be sever from {actor}");
        assert_eq!(said("$ * + TIES [161]"), "{actor} sever {recipient:agent} ties*");
        assert_eq!(said("% * TIES [161]"), "{actors} sever ties*");
        assert_eq!(said("* TIES (WITH +) [:161]"), "{recipient:agent} sever ties* with {actor}");
    }

    #[test]
    fn words_before_the_verb_are_a_verb_or_its_subject() {
        assert_eq!(
            said("FAILED_TO_* TIES [161]"),
            "{actor} fail to sever ties* @sides {recipient:agent} / {actor} fail to sever ties* in {recipient!:agent}"
        );
        assert!(said("SAID * TIES [161]").starts_with("{actor} say that sever ties* @sides {recipient:agent} / "));
        assert!(
            said("&MEN * TIES [161]").starts_with("@men sever ties* @sides {recipient:agent} / @men sever ties* in")
        );
    }

    #[test]
    fn what_cannot_be_said_has_its_cause() {
        assert_eq!(said("NOT * TIES [161]"), "Negation");
        assert_eq!(said("&NEG * TIES [161]"), "Negation");
        assert_eq!(said("SAID WOULD * TIES [161]"), "Tense");
        assert_eq!(said("* THAT TIES ARE BAD [161]"), "Clause");
        assert_eq!(said("IN * [161]"), "Before");
        assert_eq!(said("HEAVILY * [161]"), "Before");
    }
}
