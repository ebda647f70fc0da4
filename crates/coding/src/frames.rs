//! Frames: each verb and each noun that names an event, with its arguments in one shape.
//!
//! "Sosan held talks with Khaji" has the frames `hold(Sosan, talks, with Khaji)` and, because "hold talks" is a
//! light verb with its noun, `talk(Sosan, with Khaji)`. "Russia's invasion of Ukraine" is `invade(Russia,
//! Ukraine)`.

use legation_codebook::{Codebook, LightSense, LightVerb, Nominalization, OfficeForm};
use legation_text::predicates::{self, Arguments, ClauseForm, Complement, Oblique};
use legation_text::{Document, Relation, TokenId, Upos};

/// What a frame was made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// A verb.
    Verb,
    /// A noun with a verb behind it.
    Noun,
    /// A light verb and its noun.
    Light,
    /// A noun or adjective for patterns that begin with it.
    Word,
}

/// A predicate with its arguments.
#[derive(Clone, Debug)]
pub(crate) struct Frame {
    pub source: Source,
    /// Verb lemma that patterns are looked up by.
    pub lemma: String,
    /// Particles that a noun has swallowed: "out" of "pullout".
    pub particles: Vec<String>,
    /// Word that the event hangs on: the verb, or the noun of a light verb.
    pub anchor: TokenId,
    /// The light verb.
    pub verb: Option<TokenId>,
    pub arguments: Arguments,
    /// Nouns whose own phrases count as the frame's.
    pub hosts: Vec<TokenId>,
}

/// Nouns that stand for what follows them: "a series of talks", "thousands of protesters".
const TRANSPARENT: &[&str] = &[
    "number", "series", "round", "kind", "type", "spate", "wave", "group", "set", "pair", "dozen", "hundred",
    "thousand", "ten", "score", "majority", "minority", "string", "lot", "couple", "handful", "piece", "act", "bulk",
    "rest", "part", "half", "third", "quarter", "percent", "million", "total", "range", "variety", "flurry",
    "campaign", "convoy", "shipment", "ton", "tonne",
];

/// The noun that a phrase is really about: "protesters" of "thousands of protesters".
pub(crate) fn content(document: &Document, token: TokenId) -> TokenId {
    let word = &document.tokens[token];
    if !TRANSPARENT.contains(&&*word.lemma.to_lowercase()) {
        return token;
    }
    let of =
        document.dependents(token, |r| r == Relation::Nmod).find(|n| predicates::preposition(document, *n) == "of");
    of.map_or(token, |n| content(document, n))
}

/// The noun under a determiner-like head of an event phrase.
fn eventive<'a>(document: &Document, codebook: &'a Codebook, noun: TokenId) -> Option<&'a Nominalization> {
    let word = &document.tokens[noun];
    if !word.upos.is_noun() {
        return None;
    }
    // "the opposition" without an object is a party, not an act.
    let group = codebook
        .offices
        .get(&word.lemma.to_lowercase())
        .is_some_and(|o| matches!(o.form, OfficeForm::Group | OfficeForm::Organization));
    if group && document.dependents(noun, |r| r == Relation::Nmod).next().is_none() {
        return None;
    }
    codebook
        .nominalizations
        .get(&word.lemma.to_lowercase())
        .or_else(|| codebook.nominalizations.get(&document.form(noun).to_lowercase()))
}

/// Frames that hang on `token`.
pub(crate) fn frames(document: &Document, codebook: &Codebook, token: TokenId) -> Vec<Frame> {
    let word = &document.tokens[token];
    let mut found = Vec::new();
    match word.upos {
        Upos::Verb => {
            found.push(verb_frame(document, token));
            if predicates::is_passive(document, token) {
                found.push(passive_frame(document, token));
            }
        }
        Upos::Noun | Upos::Propn => {
            if let Some(nominalization) = eventive(document, codebook, token) {
                found.push(noun_frame(document, token, nominalization));
                found.extend(light_frame(document, codebook, token, nominalization));
            }
            found.push(word_frame(document, token));
        }
        Upos::Adj | Upos::Adv | Upos::Adp => found.push(word_frame(document, token)),
        _ => {}
    }
    found
}

pub(crate) fn verb_frame(document: &Document, token: TokenId) -> Frame {
    let arguments = predicates::of_verb(document, token);
    Frame {
        source: Source::Verb,
        lemma: document.tokens[token].lemma.to_lowercase(),
        particles: Vec::new(),
        anchor: token,
        verb: None,
        hosts: Vec::new(),
        arguments,
    }
}

fn noun_frame(document: &Document, token: TokenId, nominalization: &Nominalization) -> Frame {
    let object: Vec<&str> = nominalization.object.iter().map(String::as_str).collect();
    let mut arguments = predicates::of_noun(document, token, &object);
    // "his agreement with the plan" keeps the phrase both as object and as oblique.
    arguments.objects.retain(|o| !arguments.subjects.contains(o));
    let (lemma, particles) = verb_of(nominalization);
    Frame { source: Source::Noun, lemma, particles, anchor: token, verb: None, hosts: vec![token], arguments }
}

/// "pull_out" behind "pullout": the verb and its particles.
fn verb_of(nominalization: &Nominalization) -> (String, Vec<String>) {
    let mut words = nominalization.verb.split('_').map(str::to_owned);
    (words.next().unwrap_or_default(), words.collect())
}

/// A passive as a state, for patterns with "be": "{recipient} be killed in {actor:thing}".
fn passive_frame(document: &Document, token: TokenId) -> Frame {
    let mut frame = verb_frame(document, token);
    frame.source = Source::Word;
    frame.arguments.subjects = std::mem::take(&mut frame.arguments.objects);
    frame
}

/// A noun or adjective as such, for copula and nominal patterns.
fn word_frame(document: &Document, token: TokenId) -> Frame {
    let mut arguments = predicates::of_noun(document, token, &[]);
    let copula = document.dependents(token, |r| r == Relation::Cop).next().is_some();
    if copula || document.tokens[token].upos == Upos::Adj {
        let clause = predicates::of_verb(document, token);
        if !clause.subjects.is_empty() {
            arguments.subjects = clause.subjects;
        }
        arguments.obliques.extend(clause.obliques);
        arguments.complements.extend(clause.complements);
    }
    Frame {
        source: Source::Word,
        lemma: document.tokens[token].lemma.to_lowercase(),
        particles: Vec::new(),
        anchor: token,
        verb: None,
        hosts: vec![token],
        arguments,
    }
}

/// "held talks", "launched an attack", "came under attack", "talks were held".
fn light_frame(
    document: &Document,
    codebook: &Codebook,
    noun: TokenId,
    nominalization: &Nominalization,
) -> Option<Frame> {
    let mut outer = noun;
    // "held a series of talks"
    while let Some(head) = document.tokens[outer].head {
        if document.tokens[outer].relation == Relation::Nmod && content(document, head) == noun {
            outer = head;
        } else {
            break;
        }
    }
    if document.tokens[outer].relation == Relation::Conj {
        let mut first = outer;
        while document.tokens[first].relation == Relation::Conj {
            first = document.tokens[first].head?;
        }
        outer = first;
    }
    let verb = document.tokens[outer].head.filter(|h| document.tokens[*h].upos == Upos::Verb)?;
    let passive = predicates::is_passive(document, verb);
    let word = &document.tokens[outer];
    let preposition = match word.relation {
        Relation::Obj if !passive => None,
        Relation::NsubjPass => None,
        Relation::Obl | Relation::OblAgent => Some(predicates::preposition(document, outer)),
        _ => return None,
    };
    let entries = codebook.light_verbs.get(&*document.tokens[verb].lemma.to_lowercase())?;
    let arguments = predicates::of_verb(document, verb);
    let entry = entries.iter().find(|e| fits(document, e, verb, &arguments, preposition.as_deref(), noun))?;
    let own = noun_frame(document, noun, nominalization).arguments;
    let object: Vec<&str> = nominalization.object.iter().map(String::as_str).collect();
    let mut obliques: Vec<Oblique> = arguments.obliques.iter().filter(|o| o.token != outer).cloned().collect();
    let taken: Vec<TokenId> =
        obliques.iter().filter(|o| object.contains(&o.preposition.as_str())).map(|o| o.token).collect();
    let mut result = Arguments { particles: Vec::new(), ..Arguments::default() };
    match entry.sense {
        LightSense::Active => {
            // "talks were held between X and Y": the noun brings its own sides.
            result.subjects =
                if arguments.subjects.is_empty() { own.subjects.clone() } else { arguments.subjects.clone() };
            result.objects = if own.objects.is_empty() { taken } else { own.objects.clone() };
            if result.objects.is_empty() {
                result.objects = arguments.indirect.clone();
            }
        }
        LightSense::Passive => {
            result.objects = arguments.subjects.clone();
            let agents = |list: &[Oblique]| -> Vec<TokenId> {
                list.iter()
                    .filter(|o| matches!(o.preposition.as_str(), "from" | "by" | "of"))
                    .map(|o| o.token)
                    .collect()
            };
            result.subjects = agents(&own.obliques);
            if result.subjects.is_empty() {
                result.subjects = agents(&obliques);
            }
            if result.subjects.is_empty() {
                result.subjects = own.subjects.iter().copied().filter(|s| !result.objects.contains(s)).collect();
            }
        }
    }
    obliques.extend(own.obliques);
    result.obliques = obliques;
    result.complements = own.complements;
    result.complements.extend(
        arguments.complements.iter().filter(|c| c.form == ClauseForm::Infinitive).copied().collect::<Vec<Complement>>(),
    );
    let (lemma, particles) = verb_of(nominalization);
    Some(Frame {
        source: Source::Light,
        lemma,
        particles,
        anchor: noun,
        verb: Some(verb),
        hosts: vec![noun],
        arguments: result,
    })
}

fn fits(
    document: &Document,
    entry: &LightVerb,
    verb: TokenId,
    arguments: &Arguments,
    preposition: Option<&str>,
    noun: TokenId,
) -> bool {
    let mut words = entry.verb.split('_');
    words.next();
    let particles = words.all(|p| arguments.particles.iter().any(|t| document.form(*t).eq_ignore_ascii_case(p)));
    let same_preposition = match (&entry.preposition, preposition) {
        (None, None) => true,
        (Some(ours), Some(theirs)) => ours.replace('_', " ") == theirs,
        _ => false,
    };
    let lemma = &*document.tokens[noun].lemma;
    let noun_fits = entry.nouns.is_empty()
        || entry.nouns.iter().any(|n| n.eq_ignore_ascii_case(lemma) || n.eq_ignore_ascii_case(document.form(noun)));
    let _ = verb;
    particles && same_preposition && noun_fits
}
