//! An event file: code, modes, patterns, examples and counterexamples.

use crate::files::{Problem, line_of};
use crate::pattern::{self, Pattern, SlotKind, Vocabulary};
use serde::Deserialize;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use toml::Spanned;

/// One of the event types. Data, never an enum: a codebook may define its own.
#[derive(Clone, Debug)]
pub struct EventType {
    /// "PROTEST".
    pub code: String,
    /// 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
    pub quad: u8,
    /// PLOVER score.
    pub scale: f64,
    /// Whether an event without recipient is none.
    pub requires_recipient: bool,
    /// Whether the deeds of teachers or workers of the country where a story is set count, with no political side.
    pub private_actors: bool,
    /// Whether it happens at a place that the story's dateline may name: a battle, a meeting; not what is only said.
    pub on_the_spot: bool,
    /// Whether it goes somewhere, so that "to Tehran" and "from Lebanon" say where: visits, troops, marches.
    pub moves: bool,
    /// CAMEO code where nothing more exact is known.
    pub cameo: String,
    /// In the codebook's own words.
    pub definition: String,
    /// Its modes.
    pub modes: Vec<Mode>,
    /// Patterns and exceptions.
    pub patterns: Vec<Pattern>,
    /// Sentences that hold it.
    pub examples: Vec<Example>,
    /// Sentences that do not.
    pub counterexamples: Vec<Example>,
    /// Whether its patterns alone speak for it, and not the model.
    pub patterns_only: bool,
    /// Whether its patterns were taken over from elsewhere, so that no number of examples is asked for.
    pub imported: bool,
    /// Its file within the codebook.
    pub file: String,
}

/// A way in which an event happens.
#[derive(Clone, Debug)]
pub struct Mode {
    /// "demo".
    pub code: String,
    /// PLOVER score, where it has its own.
    pub scale: Option<f64>,
    /// CAMEO code.
    pub cameo: Option<String>,
    /// In the codebook's own words.
    pub definition: String,
    /// Whether the sides are not in one place: a telephone call.
    pub remote: bool,
    /// Words of a clause that show it.
    pub cues: Vec<String>,
}

/// A sentence that is also a test.
#[derive(Clone, Debug)]
pub struct Example {
    /// The sentence or sentences.
    pub text: String,
    /// Day of publication, where it matters.
    pub published: Option<String>,
    /// What must be found.
    pub events: Vec<ExpectedEvent>,
    /// Why it is not coded right yet; to be taken out once it is.
    pub known_failure: Option<String>,
    /// Line in its file.
    pub line: usize,
}

/// An event that an example must give.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedEvent {
    /// Type, where the coding rules turn it into another than the file's.
    #[serde(rename = "type")]
    pub event: Option<String>,
    /// Phrases of the actors.
    #[serde(default, deserialize_with = "one_or_many")]
    pub actor: Vec<String>,
    /// Phrases of the recipients.
    #[serde(default, deserialize_with = "one_or_many")]
    pub recipient: Vec<String>,
    /// Mode.
    pub mode: Option<String>,
    /// Place.
    pub place: Option<String>,
    /// A word of the trigger.
    pub trigger: Option<String>,
    /// Date.
    pub date: Option<String>,
}

fn one_or_many<'de, D: serde::Deserializer<'de>>(input: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum OneOrMany {
        One(String),
        Many(Vec<String>),
    }
    Ok(match OneOrMany::deserialize(input)? {
        OneOrMany::One(one) => vec![one],
        OneOrMany::Many(many) => many,
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawEventType {
    code: String,
    quad: u8,
    scale: f64,
    #[serde(default)]
    requires_recipient: bool,
    #[serde(default)]
    private_actors: bool,
    #[serde(default)]
    on_the_spot: bool,
    #[serde(default)]
    moves: bool,
    #[serde(default)]
    patterns_only: bool,
    #[serde(default)]
    imported: bool,
    cameo: String,
    recipient: Option<String>,
    definition: String,
    #[serde(default)]
    pub(crate) words: HashMap<String, Vec<String>>,
    #[serde(default)]
    mode: Vec<RawMode>,
    #[serde(default)]
    pub(crate) pattern: Vec<Spanned<RawPattern>>,
    #[serde(default)]
    pub(crate) exception: Vec<Spanned<RawPattern>>,
    #[serde(default)]
    example: Vec<Spanned<RawExample>>,
    #[serde(default)]
    counterexample: Vec<Spanned<RawExample>>,
}

/// A file that adds patterns to a type of another file: `events/CONSULT.mine.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawAddition {
    pub(crate) adds_to: String,
    #[serde(default)]
    requires_recipient: bool,
    #[serde(default)]
    pub(crate) words: HashMap<String, Vec<String>>,
    #[serde(default)]
    pub(crate) pattern: Vec<Spanned<RawPattern>>,
    #[serde(default)]
    pub(crate) exception: Vec<Spanned<RawPattern>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawMode {
    code: String,
    scale: Option<f64>,
    cameo: Option<String>,
    definition: String,
    #[serde(default)]
    remote: bool,
    #[serde(default)]
    cues: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawPattern {
    pub(crate) says: String,
    mode: Option<String>,
    cameo: Option<String>,
    confidence: Option<f64>,
    #[serde(default)]
    #[allow(dead_code)]
    note: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawExample {
    text: String,
    published: Option<String>,
    event: Option<ExpectedEvent>,
    #[serde(default)]
    events: Vec<ExpectedEvent>,
    known_failure: Option<String>,
    #[serde(default)]
    #[allow(dead_code)]
    note: Option<String>,
}

/// What words alone are worth where a pattern does not say.
const USUAL_CONFIDENCE: f64 = 0.9;

/// Whether a path is of a file that adds to a type: its name has a part before the ending.
pub(crate) fn is_addition(path: &str) -> bool {
    path.strip_suffix(".toml").is_some_and(|stem| stem.contains('.'))
}

/// Reads the TOML of an event file, or of one that adds to a type.
pub(crate) fn read<T: serde::de::DeserializeOwned>(file: &str, text: &str) -> Result<T, Problem> {
    toml::from_str(text).map_err(|e| Problem {
        file: file.into(),
        line: e.span().map_or(0, |s| line_of(text, s.start)),
        message: e.message().to_owned(),
    })
}

/// What a file says beside its patterns that bears on them.
struct Around<'a> {
    file: &'a str,
    text: &'a str,
    /// Type that they are of.
    code: &'a str,
    /// Its modes.
    modes: HashSet<&'a str>,
    /// What a recipient must be where a pattern does not say.
    recipient: Option<SlotKind>,
    own: bool,
    /// Whether an event of these patterns without recipient is none.
    requires_recipient: bool,
}

impl Around<'_> {
    /// Compiles patterns and exceptions.
    fn compile(
        &self,
        raw: (&[Spanned<RawPattern>], &[Spanned<RawPattern>]),
        vocabulary: &Vocabulary<'_>,
        problems: &mut Vec<Problem>,
    ) -> Vec<Pattern> {
        let file: Arc<str> = self.file.into();
        let mut patterns = Vec::new();
        let raw = raw.0.iter().map(|p| (p, false)).chain(raw.1.iter().map(|p| (p, true)));
        // Counted on from pattern to pattern: files may hold thousands.
        let (mut line, mut counted) = (1, 0);
        for (raw, exception) in raw {
            let start = raw.span().start;
            line = if start < counted {
                line_of(self.text, start)
            } else {
                line + line_of(&self.text[counted..], start - counted) - 1
            };
            counted = start;
            let raw = raw.get_ref();
            let mut problem = |message: String| problems.push(Problem { file: self.file.into(), line, message });
            if let Some(mode) = raw.mode.as_deref().filter(|m| !self.modes.contains(m)) {
                problem(format!("mode {mode:?} is not among the modes of {}", self.code));
            }
            if let Some(confidence) = raw.confidence.filter(|c| !(0.0..=1.0).contains(c)) {
                problem(format!("confidence {confidence} is not between 0 and 1"));
            }
            match pattern::parse(&raw.says, vocabulary) {
                Ok(mut clauses) => {
                    if let Some(kind) = self.recipient {
                        clauses.iter_mut().for_each(|c| restrict_recipient(c, kind));
                    }
                    patterns.push(Pattern {
                        says: raw.says.clone(),
                        mode: raw.mode.clone(),
                        cameo: raw.cameo.clone(),
                        confidence: raw.confidence.unwrap_or(USUAL_CONFIDENCE),
                        exception,
                        clauses,
                        file: Arc::clone(&file),
                        line,
                        own: self.own,
                        requires_recipient: self.requires_recipient,
                    });
                }
                Err(message) => problem(message),
            }
        }
        patterns
    }
}

impl RawAddition {
    /// Every pattern and exception as written.
    pub(crate) fn says(&self) -> impl Iterator<Item = &str> {
        self.pattern.iter().chain(&self.exception).map(|p| p.get_ref().says.as_str())
    }

    /// Compiles its patterns into the type that they add to, before that type's own.
    pub(crate) fn finish(
        self,
        (file, text): (&str, &str),
        event: &mut EventType,
        lists: &HashMap<String, Vec<String>>,
        verbs: &HashSet<String>,
        problems: &mut Vec<Problem>,
    ) {
        let own: HashMap<String, Vec<String>> =
            lists.iter().chain(&self.words).map(|(name, list)| (name.clone(), list.clone())).collect();
        let modes = event.modes.iter().map(|m| m.code.as_str()).collect();
        let requires_recipient = self.requires_recipient;
        let around = Around { file, text, code: &event.code, modes, recipient: None, own: true, requires_recipient };
        let mut patterns =
            around.compile((&self.pattern, &self.exception), &Vocabulary { lists: &own, verbs }, problems);
        patterns.append(&mut event.patterns);
        event.patterns = patterns;
    }
}

impl RawEventType {
    /// Every pattern and exception as written.
    pub(crate) fn says(&self) -> impl Iterator<Item = &str> {
        self.pattern.iter().chain(&self.exception).map(|p| p.get_ref().says.as_str())
    }

    /// Compiles patterns and checks what can be checked in one file.
    pub(crate) fn finish(
        self,
        file: &str,
        text: &str,
        lists: &HashMap<String, Vec<String>>,
        verbs: &HashSet<String>,
        problems: &mut Vec<Problem>,
    ) -> EventType {
        let own: HashMap<String, Vec<String>> =
            lists.iter().chain(&self.words).map(|(name, list)| (name.clone(), list.clone())).collect();
        let vocabulary = Vocabulary { lists: &own, verbs };
        let recipient = match self.recipient.as_deref() {
            Some("agent") => Some(SlotKind::Agent),
            Some("place") => Some(SlotKind::Place),
            Some("thing") => Some(SlotKind::Thing),
            Some("any") | None => None,
            Some(other) => {
                let message = format!("recipient is {other:?}; write agent, place, thing or any");
                problems.push(Problem { file: file.into(), line: 0, message });
                None
            }
        };
        let modes: HashSet<&str> = self.mode.iter().map(|m| m.code.as_str()).collect();
        let requires_recipient = self.requires_recipient;
        let around = Around { file, text, code: &self.code, modes, recipient, own: self.imported, requires_recipient };
        let patterns = around.compile((&self.pattern, &self.exception), &vocabulary, problems);
        let example = |raw: &Spanned<RawExample>| {
            let line = line_of(text, raw.span().start);
            let raw = raw.get_ref();
            Example {
                text: raw.text.clone(),
                published: raw.published.clone(),
                events: raw.event.iter().chain(&raw.events).cloned().collect(),
                known_failure: raw.known_failure.clone(),
                line,
            }
        };
        EventType {
            examples: self.example.iter().map(example).collect(),
            counterexamples: self.counterexample.iter().map(example).collect(),
            modes: self
                .mode
                .into_iter()
                .map(|m| Mode {
                    code: m.code,
                    scale: m.scale,
                    cameo: m.cameo,
                    definition: m.definition,
                    remote: m.remote,
                    cues: m.cues,
                })
                .collect(),
            code: self.code,
            quad: self.quad,
            scale: self.scale,
            requires_recipient: self.requires_recipient,
            private_actors: self.private_actors,
            on_the_spot: self.on_the_spot,
            moves: self.moves,
            patterns_only: self.patterns_only,
            imported: self.imported,
            cameo: self.cameo,
            definition: self.definition,
            patterns,
            file: file.into(),
        }
    }
}

/// The file's own rule for recipients, where a pattern has none.
fn restrict_recipient(clause: &mut pattern::Clause, kind: SlotKind) {
    use pattern::{Clause, Part, Phrase, Role, Target};
    fn phrase(p: &mut Phrase, kind: SlotKind) {
        if let Phrase::Slot(slot) = p
            && slot.role == Role::Recipient
            && slot.kind == SlotKind::Any
        {
            slot.kind = kind;
        }
    }
    fn all(parts: &mut [Part], kind: SlotKind) {
        for part in parts {
            match part {
                Part::Phrase(p) | Part::Preposition(_, Target::Phrase(p)) => phrase(p, kind),
                Part::Preposition(_, Target::Gerund(tail)) | Part::Infinitive(tail) | Part::That(_, tail) => {
                    all(&mut tail.parts, kind);
                }
                Part::Particle(_) => {}
            }
        }
    }
    match clause {
        Clause::Verb { subject, parts, .. } | Clause::Copula { subject, parts, .. } => {
            if let Some(subject) = subject {
                phrase(subject, kind);
            }
            all(parts, kind);
        }
        Clause::Noun { parts, .. } => all(parts, kind),
    }
}
