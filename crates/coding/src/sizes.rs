//! How many were killed, injured or arrested, where the text counts them: "Rebels shelled the town, killing 12 people and
//! wounding at least 30" is killed 12, injured 30. "Dozens" is no number.

use crate::frames::content;
use crate::telling::Telling;
use legation_codebook::{Codebook, Size};
use legation_text::predicates::{self, coordinated};
use legation_text::{Document, EntityKind, Factuality, Relation, TokenId, Upos, factuality};
use std::collections::BTreeMap;

/// Steps in the tree between the event's word and the word that counts: "fired at the crowd, killing".
const REACH: usize = 3;

/// Numbers of persons by what happened to them, for an event of type `code`.
pub(crate) fn sizes(document: &Document, codebook: &Codebook, found: Telling<'_>, code: &str) -> BTreeMap<String, u32> {
    let sentence = document.tokens[found.anchor].sentence;
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    for size in codebook.sizes.iter().filter(|s| s.events.iter().any(|e| e == code)) {
        let numbers = document.sentences[sentence]
            .tokens
            .clone()
            .filter(|t| reaches(document, found, *t))
            .filter_map(|t| counted(document, size, t));
        if let Some(number) = numbers.reduce(|a, b| a + b) {
            counts.insert(size.code.clone(), number);
        }
    }
    counts
}

/// Whether a word belongs to the event: it is its own, or hangs on it or it on it by clauses.
fn reaches(document: &Document, found: Telling<'_>, word: TokenId) -> bool {
    let own = |t: TokenId| t == found.anchor || Some(t) == found.verb;
    let climbs = |from: TokenId, goal: &dyn Fn(TokenId) -> bool| {
        let mut at = from;
        for _ in 0..=REACH {
            if goal(at) {
                return true;
            }
            match document.tokens[at].head {
                Some(head) if is_clausal(document.tokens[at].relation) => at = head,
                _ => return false,
            }
        }
        false
    };
    climbs(word, &own)
        || climbs(found.verb.unwrap_or(found.anchor), &|t| t == word)
        || found.verb.is_none() && climbs(found.anchor, &|t| t == word)
}

fn is_clausal(relation: Relation) -> bool {
    matches!(
        relation,
        Relation::Advcl
            | Relation::Conj
            | Relation::Xcomp
            | Relation::Acl
            | Relation::AclRelcl
            | Relation::Parataxis
            | Relation::Obl
    )
}

/// How many a word of a size counts.
fn counted(document: &Document, size: &Size, word: TokenId) -> Option<u32> {
    let token = &document.tokens[word];
    let lemma = token.lemma.to_lowercase();
    if token.upos == Upos::Verb {
        let arguments = predicates::of_verb(document, word);
        let particle = arguments.particles.first().map(|p| format!("{lemma}_{}", document.form(*p).to_lowercase()));
        let is = |list: &[String]| list.iter().any(|v| *v == lemma || particle.as_ref() == Some(v));
        let patients = match (is(&size.verbs), is(&size.happens)) {
            (true, _) => arguments.objects,
            (_, true) => arguments.subjects,
            _ => return None,
        };
        return (factuality(document, word) == Factuality::Actual).then(|| persons(document, &patients)).flatten();
    }
    if !size.states.contains(&lemma) {
        return None;
    }
    // "twelve dead", "left twelve people dead"
    let own = document.dependents(word, |r| r == Relation::Nummod).next().and_then(|n| number(document, n));
    own.or_else(|| {
        let verb = token.head.filter(|_| token.relation == Relation::Xcomp)?;
        persons(document, &predicates::of_verb(document, verb).objects)
    })
}

/// How many persons the phrases name, where each says it.
fn persons(document: &Document, heads: &[TokenId]) -> Option<u32> {
    let mut all: Vec<TokenId> = heads.iter().flat_map(|h| coordinated(document, *h)).collect();
    all.sort_unstable();
    all.dedup();
    let counts: Option<Vec<u32>> = all.iter().map(|h| of_phrase(document, *h)).collect();
    counts.filter(|c| !c.is_empty()).map(|c| c.iter().sum())
}

fn of_phrase(document: &Document, head: TokenId) -> Option<u32> {
    let told = |t: TokenId| {
        document.dependents(t, |r| matches!(r, Relation::Nummod | Relation::Det)).find_map(|n| number(document, n))
    };
    // "dozens of people" is about people, and no number.
    if content(document, head) != head && number(document, head).is_none() {
        return None;
    }
    if let Some(number) = told(head).or_else(|| number(document, head)) {
        return Some(number);
    }
    let token = &document.tokens[head];
    let person = document.mention_at(head).is_some_and(|m| document.mentions[m].kind == EntityKind::Person);
    let single = token.has("Number=Sing") && matches!(token.upos, Upos::Noun | Upos::Propn);
    (person && single).then_some(1)
}

/// "12", "1,200", "twelve", "a dozen".
fn number(document: &Document, token: TokenId) -> Option<u32> {
    let word = document.form(token).to_lowercase();
    if let Ok(number) = word.replace(',', "").parse() {
        return Some(number);
    }
    if document.tokens[token].upos != Upos::Num && word != "dozen" {
        return None;
    }
    let (tens, ones) = word.split_once('-').map_or((None, word.as_str()), |(t, o)| (Some(t), o));
    let value = |word: &str| NUMBERS.iter().find(|(name, _)| *name == word).map(|(_, value)| *value);
    let before = document.dependents(token, |r| r == Relation::Compound || r == Relation::Nummod).next();
    let times = |value: u32| before.and_then(|b| number(document, b)).map_or(value, |n| n * value);
    match ones {
        "dozen" => Some(times(12)),
        "hundred" => Some(times(100)),
        "thousand" => Some(times(1000)),
        _ => Some(value(ones)? + tens.map_or(Some(0), value)?),
    }
}

const NUMBERS: &[(&str, u32)] = &[
    ("one", 1),
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("eleven", 11),
    ("twelve", 12),
    ("thirteen", 13),
    ("fourteen", 14),
    ("fifteen", 15),
    ("sixteen", 16),
    ("seventeen", 17),
    ("eighteen", 18),
    ("nineteen", 19),
    ("twenty", 20),
    ("thirty", 30),
    ("forty", 40),
    ("fifty", 50),
    ("sixty", 60),
    ("seventy", 70),
    ("eighty", 80),
    ("ninety", 90),
];
