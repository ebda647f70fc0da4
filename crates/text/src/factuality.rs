//! Whether something is told as having happened: "refused to meet" (negated), "will meet" (future), "if
//! they meet", "could meet", "asked to meet" (possible), "said they met" (actual, reported).

use crate::document::{Document, TokenId};
use crate::grammar::{Relation, Upos};
use std::collections::HashMap;
use std::sync::LazyLock;

/// How real a happening is in the text's own telling.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Factuality {
    /// Told as a fact.
    Actual,
    /// Going to happen.
    Future,
    /// Conditional, wished for, feared, allowed, asked for.
    Possible,
    /// Did not happen.
    Negated,
}

/// What a verb does to the clause it takes ("embedding.csv", from Karttunen's implicatives and the
/// usual verbs of saying and wanting in news).
#[derive(Clone, Copy, PartialEq, Eq)]
enum Effect {
    Actual,
    Reported,
    Future,
    Possible,
    Negated,
}

static EFFECTS: LazyLock<HashMap<&'static str, Effect>> = LazyLock::new(|| {
    include_str!("../data/embedding.csv")
        .lines()
        .skip(1)
        .filter_map(|line| line.split_once(','))
        .map(|(verb, effect)| {
            let effect = match effect {
                "actual" => Effect::Actual,
                "reported" => Effect::Reported,
                "future" => Effect::Future,
                "negated" => Effect::Negated,
                _ => Effect::Possible,
            };
            (verb, effect)
        })
        .collect()
});

/// Whether the tables of verbs (this one and that of speech) list a lemma.
pub(crate) fn is_listed_verb(lemma: &str) -> bool {
    EFFECTS.contains_key(lemma) || crate::quotations::stance(lemma).is_some()
}

/// Factuality of the clause or noun headed by `token`, as its sentence tells it.
pub fn factuality(document: &Document, token: TokenId) -> Factuality {
    told(document, token).0
}

/// The same with the word that shows it: "refused" of "refused to meet", "will", "if".
pub fn told(document: &Document, token: TokenId) -> (Factuality, Option<TokenId>) {
    let mut found = (Factuality::Actual, None);
    let less_real = |found: (Factuality, Option<TokenId>), more: (Factuality, Option<TokenId>)| {
        if more.0 > found.0 { more } else { found }
    };
    let mut at = token;
    // Each step up may make it less real, never more.
    loop {
        found = less_real(found, own(document, at));
        let word = &document.tokens[at];
        let Some(head) = word.head else {
            return found;
        };
        if let Some(verb) = denied(document, at, head) {
            return less_real(found, (Factuality::Negated, Some(verb)));
        }
        let effect = match word.relation {
            Relation::Xcomp | Relation::Ccomp | Relation::Csubj | Relation::CsubjPass => embedding(document, head),
            Relation::Advcl => match mark(document, at).as_deref() {
                Some("if" | "unless" | "lest" | "provided" | "case" | "whether" | "until") => Factuality::Possible,
                Some("to") => Factuality::Possible,
                Some("without") => Factuality::Negated,
                None if follows_particle(document, at, head) => embedding(document, head),
                _ => return found,
            },
            // "the decision to withdraw", "plans to attack".
            Relation::Acl if word.has("VerbForm=Inf") => Factuality::Future,
            Relation::Conj => {
                // A coordinated verb shares auxiliaries and negation that stand before the first.
                if has_own_auxiliary(document, at) || document.tokens[at].upos != document.tokens[head].upos {
                    outer_only(document, head)
                } else {
                    at = head;
                    continue;
                }
            }
            Relation::Obj | Relation::Nsubj | Relation::NsubjPass | Relation::Obl | Relation::OblAgent
                if word.upos.is_noun() =>
            {
                noun_under(document, at, head)
            }
            Relation::Parataxis | Relation::Root => Factuality::Actual,
            _ => return found,
        };
        let marked =
            document.dependents(at, |r| r == Relation::Mark).next().filter(|_| word.relation == Relation::Advcl);
        found = less_real(found, (effect, marked.or(Some(head))));
        if matches!(word.relation, Relation::Conj) {
            return found;
        }
        at = head;
        if document.tokens[at].upos.is_noun() {
            return found;
        }
    }
}

/// The verb that denies a claim of what is told: "denied" for the attack of "denied reports of an attack" and of "denied
/// allegations that it had attacked". "denied involvement in the attack" leaves the attack standing.
fn denied(document: &Document, at: TokenId, noun: TokenId) -> Option<TokenId> {
    let claimed = match document.tokens[at].relation {
        Relation::Nmod => crate::predicates::preposition(document, at) == "of",
        Relation::Acl | Relation::Ccomp => matches!(mark(document, at).as_deref(), Some("that" | "of")),
        _ => false,
    };
    claimed.then(|| crate::quotations::denying(document, noun)).flatten()
}

/// "ruled out attacking Iran": a gerund right behind the particle of its verb is what that verb takes, whatever the
/// parser calls it; "came in, shouting" tells a second deed.
fn follows_particle(document: &Document, gerund: TokenId, verb: TokenId) -> bool {
    document.tokens[gerund].xpos == "VBG"
        && gerund > 0
        && document.tokens[gerund - 1].relation == Relation::CompoundPrt
        && document.tokens[gerund - 1].head == Some(verb)
}

/// A noun stands in a clause that is denied or future: "no talks were held", "will hold talks",
/// "cancelled talks".
fn noun_under(document: &Document, noun: TokenId, verb: TokenId) -> Factuality {
    let object = matches!(document.tokens[noun].relation, Relation::Obj | Relation::NsubjPass);
    match effect_of(document, verb) {
        Some(Effect::Negated) if object => Factuality::Negated,
        Some(Effect::Future) if object => Factuality::Future,
        Some(Effect::Possible) if object => Factuality::Possible,
        _ => Factuality::Actual,
    }
}

fn outer_only(document: &Document, head: TokenId) -> Factuality {
    match (document.tokens[head].relation, document.tokens[head].head) {
        (Relation::Xcomp | Relation::Ccomp, Some(above)) => embedding(document, above).max(factuality(document, above)),
        (Relation::Advcl, _) if mark(document, head).as_deref() == Some("if") => Factuality::Possible,
        _ => Factuality::Actual,
    }
}

fn has_own_auxiliary(document: &Document, verb: TokenId) -> bool {
    document.dependents(verb, |r| matches!(r, Relation::Aux | Relation::AuxPass)).next().is_some()
        || document.dependents(verb, Relation::is_nominal_subject).next().is_some()
        || document.tokens[verb].has("VerbForm=Fin")
}

/// What the table says of a verb, with its particle where it has one: "ruled out leaving".
fn effect_of(document: &Document, verb: TokenId) -> Option<Effect> {
    let lemma = document.tokens[verb].lemma.to_lowercase();
    let mut particles = document.dependents(verb, |r| r == Relation::CompoundPrt);
    let phrasal = particles.find_map(|p| EFFECTS.get(format!("{lemma}_{}", document.form(p).to_lowercase()).as_str()));
    phrasal.or_else(|| EFFECTS.get(lemma.as_str())).copied()
}

/// What the verb `head` does to its clause.
fn embedding(document: &Document, head: TokenId) -> Factuality {
    // "have yet to meet"
    if &*document.tokens[head].lemma == "have"
        && document.dependents(head, |r| r == Relation::Advmod).any(|a| document.form(a).eq_ignore_ascii_case("yet"))
    {
        return Factuality::Negated;
    }
    match effect_of(document, head) {
        Some(Effect::Negated) => Factuality::Negated,
        Some(Effect::Future) => Factuality::Future,
        Some(Effect::Possible) => Factuality::Possible,
        Some(Effect::Actual | Effect::Reported) => Factuality::Actual,
        // "is ready to", "is about to", "it is necessary to"
        None if document.tokens[head].upos == Upos::Adj => match &*document.tokens[head].lemma {
            "about" | "due" | "set" | "ready" | "prepared" | "determined" | "bound" => Factuality::Future,
            "unable" | "reluctant" | "unwilling" | "impossible" | "unlikely" => Factuality::Negated,
            _ => Factuality::Possible,
        },
        None => Factuality::Actual,
    }
}

/// What the word's own auxiliaries, adverbs and determiners say.
fn own(document: &Document, token: TokenId) -> (Factuality, Option<TokenId>) {
    let mut found = (Factuality::Actual, None);
    for child in &document.children[token] {
        let word = &document.tokens[*child];
        let lemma = word.lemma.to_lowercase();
        let said = match word.relation {
            Relation::Aux => match lemma.as_str() {
                "will" | "shall" | "'ll" | "’ll" => Factuality::Future,
                "would" | "could" | "may" | "might" | "should" | "must" | "can" | "ought" => Factuality::Possible,
                _ => Factuality::Actual,
            },
            Relation::Advmod
                if matches!(lemma.as_str(), "not" | "n't" | "n’t" | "never" | "no" | "hardly" | "neither") =>
            {
                Factuality::Negated
            }
            Relation::Advmod if matches!(lemma.as_str(), "perhaps" | "maybe" | "possibly" | "allegedly_not") => {
                Factuality::Possible
            }
            Relation::Det if lemma == "no" && document.tokens[token].upos.is_noun() => Factuality::Negated,
            // "no soldiers attacked", "nobody met"
            Relation::Nsubj | Relation::NsubjPass | Relation::Obj if is_none(document, *child) => Factuality::Negated,
            Relation::Amod
                if matches!(
                    lemma.as_str(),
                    "planned"
                        | "upcoming"
                        | "future"
                        | "possible"
                        | "potential"
                        | "proposed"
                        | "scheduled"
                        | "forthcoming"
                        | "imminent"
                ) =>
            {
                if matches!(lemma.as_str(), "possible" | "potential" | "proposed") {
                    Factuality::Possible
                } else {
                    Factuality::Future
                }
            }
            Relation::Mark if matches!(lemma.as_str(), "if" | "unless" | "whether" | "lest") => Factuality::Possible,
            _ => Factuality::Actual,
        };
        if said > found.0 {
            found = (said, Some(*child));
        }
    }
    // "is to visit", "is going to visit": the infinitive or "going" heads the clause.
    let word = &document.tokens[token];
    let copula = document
        .dependents(token, |r| matches!(r, Relation::Aux | Relation::Cop))
        .any(|a| &*document.tokens[a].lemma == "be");
    let to = document.dependents(token, |r| r == Relation::Mark).any(|m| &*document.tokens[m].lemma == "to");
    if word.upos == Upos::Verb && copula && to && word.has("VerbForm=Inf") {
        found = found.max((Factuality::Future, Some(token)));
    }
    if &*word.lemma == "go" && word.has("VerbForm=Ger") | word.has("Tense=Pres") && takes_infinitive(document, token) {
        found = found.max((Factuality::Future, Some(token)));
    }
    found
}

fn takes_infinitive(document: &Document, token: TokenId) -> bool {
    document
        .dependents(token, |r| r == Relation::Xcomp)
        .any(|x| document.dependents(x, |r| r == Relation::Mark).any(|m| &*document.tokens[m].lemma == "to"))
}

fn is_none(document: &Document, token: TokenId) -> bool {
    matches!(&*document.tokens[token].lemma, "nobody" | "none" | "nothing" | "neither")
        || document.dependents(token, |r| r == Relation::Det).any(|d| &*document.tokens[d].lemma == "no")
        // "Neither Berlin nor Madrid has sent tanks."
        || document.dependents(token, |r| r == Relation::CcPreconj).any(|d| document.form(d).eq_ignore_ascii_case("neither"))
}

/// The word that introduces a clause.
pub(crate) fn mark(document: &Document, clause: TokenId) -> Option<String> {
    document.dependents(clause, |r| r == Relation::Mark).next().map(|m| document.tokens[m].lemma.to_lowercase())
}
