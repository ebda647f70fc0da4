//! What the pair head proposes: pairs of a sentence that are told by one word are one event.
//!
//! Of "Iran and Syria condemned the Israeli raid" it says ACCUSE of (Iran, Israeli) and (Syria, Israeli), looking at "condemned":
//! one event with two actors.

use crate::frames::Source;
use legation_codebook::Codebook;
use legation_text::{Document, Pair, PairLabels, Relation, SentenceId, TokenId, Upos};
use std::collections::HashMap;

/// An event that the pair head proposes.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Proposal {
    /// Event type by its number in the codebook.
    pub event: usize,
    pub mode: Option<String>,
    /// The word that tells it.
    pub anchor: TokenId,
    /// The verb in front of a noun.
    pub verb: Option<TokenId>,
    pub source: Source,
    /// Heads of the phrases.
    pub actors: Vec<TokenId>,
    pub recipients: Vec<TokenId>,
    /// Of the surest pair.
    pub probability: f64,
    /// Probability that it is told not to have happened, or only as possible.
    pub negated: f64,
    pub possible: f64,
    /// Contexts of the surest pair.
    pub contexts: Vec<String>,
}

/// Below this a pair proposes nothing, whatever the operating point.
const LEAST: f64 = 0.2;

/// A pair belongs to the event of a surer one where it is at least so many times as sure: members of a list ...
const SHARE: f64 = 0.4;

/// ... and others. Of .8, .9, .95 and .98 the dev gold has the right sides most often with the last two, which are alike.
const ALONE: f64 = 0.95;

/// Two sides act on each other where the less sure direction is at least so many times as sure as the other.
const MUTUAL: f64 = 0.7;

/// A context is taken up where it is more likely than not.
const CONTEXT: f32 = 0.5;

/// The labels of the model in terms of a codebook.
pub(crate) struct Known {
    /// Number of each event label in the codebook.
    events: Vec<Option<usize>>,
    /// Event label and mode of each mode label.
    modes: Vec<(usize, Option<String>)>,
}

impl Known {
    pub(crate) fn new(codebook: &Codebook, labels: &PairLabels) -> Self {
        let number = |code: &str| codebook.events.iter().position(|e| e.code == code && !e.patterns_only);
        let events: HashMap<&str, usize> = labels.event.iter().enumerate().map(|(i, l)| (l.as_str(), i)).collect();
        let mode = |label: &String| {
            let (code, mode) = label.split_once('/').map_or((label.as_str(), None), |(c, m)| (c, Some(m.to_owned())));
            (events.get(code).copied().unwrap_or(0), mode)
        };
        Self { events: labels.event.iter().map(|l| number(l)).collect(), modes: labels.mode.iter().map(mode).collect() }
    }

    /// Whether the head has learned an event type.
    pub(crate) fn knows(&self, event: usize) -> bool {
        self.events.contains(&Some(event))
    }

    /// How likely an event type is between a pair.
    pub(crate) fn probability(&self, pair: &Pair, event: usize) -> f64 {
        let label = self.events.iter().position(|e| *e == Some(event));
        label.map_or(0.0, |l| f64::from(pair.opinion.events[l]))
    }

    /// The likeliest event type of a pair and its probability.
    pub(crate) fn best(&self, pair: &Pair) -> Option<(usize, f64)> {
        let known = self.events.iter().zip(&pair.opinion.events).filter_map(|(e, p)| Some(((*e)?, f64::from(*p))));
        known.max_by(|a, b| a.1.total_cmp(&b.1))
    }

    /// The likeliest mode of an event type; none where no mode is likelier than any.
    fn mode(&self, pair: &Pair, event: usize) -> Option<String> {
        let label = self.events.iter().position(|e| *e == Some(event))?;
        let own = self.modes.iter().zip(&pair.opinion.modes).filter(|((l, _), _)| *l == label);
        own.max_by(|a, b| a.1.total_cmp(b.1)).and_then(|((_, mode), _)| mode.clone())
    }
}

/// A pair with its likeliest event type, how sure that is, and the word that tells it.
type Told<'a> = (&'a Pair, usize, f64, TokenId);

/// The proposals of a sentence, in order of their words.
pub(crate) fn proposals(document: &Document, known: &Known, sentence: SentenceId) -> Vec<Proposal> {
    let first = document.pairs.partition_point(|p| p.sentence < sentence);
    let mut found: Vec<Told<'_>> = document.pairs[first..]
        .iter()
        .take_while(|p| p.sentence == sentence)
        .filter_map(|p| known.best(p).map(|(event, sure)| (p, event, sure, anchor(document, p.word))))
        .filter(|(_, _, sure, _)| *sure >= LEAST)
        .collect();
    found.sort_by(|a, b| b.2.total_cmp(&a.2));
    let mut groups: Vec<Vec<Told<'_>>> = Vec::new();
    for pair in found {
        let same = |group: &Vec<Told<'_>>| {
            let (_, event, _, anchor) = group[0];
            event == pair.1 && linked(document, anchor, pair.3)
        };
        // A word that tells one event surely hardly tells another between others.
        let weak = |group: &Vec<Told<'_>>| pair.2 < SHARE * group[0].2;
        match groups.iter().position(same) {
            Some(group) if weak(&groups[group]) => {}
            Some(group) => groups[group].push(pair),
            None if groups.iter().any(|g| g[0].3 == pair.3 && weak(g)) => {}
            None => groups.push(vec![pair]),
        }
    }
    let mut proposals: Vec<Proposal> = groups.iter().map(|group| proposal(document, known, group)).collect();
    proposals.sort_by_key(|p| (p.anchor, p.event));
    proposals
}

fn proposal(document: &Document, known: &Known, group: &[Told<'_>]) -> Proposal {
    let (surest, event, probability, anchor) = group[0];
    let head = |mention: usize| document.mentions[mention].head;
    let sum = |told: bool| -> f64 {
        let of = group.iter().filter(|(p, ..)| p.second.is_some() == told).map(|g| g.2);
        of.fold(0.0, f64::max)
    };
    let told = sum(true) >= sum(false);
    let (mut actors, mut recipients): (Vec<TokenId>, Vec<TokenId>) = (Vec::new(), Vec::new());
    let add = |list: &mut Vec<TokenId>, token: TokenId| {
        if !list.contains(&token) {
            list.push(token);
        }
    };
    let leading = group.iter().find(|(p, ..)| p.second.is_some() == told).map_or(surest, |g| g.0);
    for (pair, _, sure, _) in group.iter().filter(|(p, ..)| p.second.is_some() == told) {
        // Lists share their part; others must be as sure as the leading pair.
        let listed = |a: usize, b: usize| a == b || top_of_list(document, head(a)) == top_of_list(document, head(b));
        let of_list = match (pair.second, leading.second) {
            (Some(a), Some(b)) => {
                listed(pair.first, leading.first) && listed(a, b) || listed(pair.first, b) && listed(a, leading.first)
            }
            _ => listed(pair.first, leading.first),
        };
        if !of_list && *sure < ALONE * probability {
            continue;
        }
        add(&mut actors, head(pair.first));
        let told = |token: &TokenId| !in_a_clause_about_something(document, anchor, *token);
        pair.second.map(head).iter().filter(|t| told(t)).for_each(|second| add(&mut recipients, *second));
    }
    let sure: Vec<&Told<'_>> = group.iter().filter(|g| g.2 >= MUTUAL * probability).collect();
    let both_ways =
        sure.iter().any(|(p, ..)| sure.iter().any(|(q, ..)| p.second == Some(q.first) && q.second == Some(p.first)));
    // "Israel and Lebanon renewed negotiations": members of one list do not act on each other but together.
    let together = |token: &TokenId| {
        actors.iter().any(|a| a != token && top_of_list(document, *a) == top_of_list(document, *token))
    };
    let both_ways = both_ways || !recipients.is_empty() && recipients.iter().all(together);
    if both_ways {
        // They act on each other: all are actors.
        for token in recipients.drain(..) {
            add(&mut actors, token);
        }
    } else {
        // Nobody stands on both sides: where he does, the surer pair decides.
        let side = |token: TokenId, acts: bool| {
            let of = |(p, ..): &&Told<'_>| {
                if acts { head(p.first) == token } else { p.second.is_some_and(|s| head(s) == token) }
            };
            group.iter().filter(of).map(|g| g.2).fold(0.0, f64::max)
        };
        let two_sided: Vec<TokenId> = actors.iter().copied().filter(|t| recipients.contains(t)).collect();
        for token in two_sided {
            let list = if side(token, true) >= side(token, false) { &mut recipients } else { &mut actors };
            list.retain(|t| *t != token);
        }
    }
    actors.sort_unstable();
    recipients.sort_unstable();
    let (verb, source) = form(document, anchor);
    let reality = |at: usize| f64::from(surest.opinion.realities.get(at).copied().unwrap_or(0.0));
    let contexts = document.labels.context.iter().zip(&surest.opinion.contexts);
    Proposal {
        event,
        mode: known.mode(surest, event),
        anchor,
        verb,
        source,
        actors,
        recipients,
        probability,
        negated: reality(1),
        possible: reality(2),
        contexts: contexts.filter(|(_, p)| **p > CONTEXT).map(|(c, _)| c.clone()).collect(),
    }
}

/// Whether a word stands in a relative clause about something that the event's word takes: "the officials" of "highlighted ties that
/// rest on the approach of the officials". Who is only told of there does not suffer the event.
fn in_a_clause_about_something(document: &Document, anchor: TokenId, word: TokenId) -> bool {
    let mut at = word;
    let mut clause = false;
    while let Some(head) = document.tokens[at].head {
        clause |= document.tokens[at].relation == Relation::AclRelcl;
        if head == anchor {
            return clause;
        }
        at = head;
    }
    false
}

/// The first of the list that a word stands in: "Iran" for "Syria" of "Iran and Syria".
fn top_of_list(document: &Document, word: TokenId) -> TokenId {
    let token = &document.tokens[word];
    match token.head {
        Some(head) if token.relation == Relation::Conj => top_of_list(document, head),
        _ => word,
    }
}

/// The word of content that a word belongs to: "met" for "had" of "had met".
fn anchor(document: &Document, word: TokenId) -> TokenId {
    let token = &document.tokens[word];
    let empty = !matches!(token.upos, Upos::Verb | Upos::Noun | Upos::Propn | Upos::Adj | Upos::Adv | Upos::Num);
    token.head.filter(|_| empty).unwrap_or(word)
}

/// Whether two words tell the same event: one hangs on the other ("held talks").
fn linked(document: &Document, a: TokenId, b: TokenId) -> bool {
    let hangs = |x: TokenId, y: TokenId| {
        document.tokens[x].head == Some(y)
            && matches!(
                document.tokens[x].relation,
                Relation::Obj
                    | Relation::Obl
                    | Relation::CompoundPrt
                    | Relation::Xcomp
                    | Relation::Amod
                    | Relation::Compound
            )
    };
    a == b || hangs(a, b) || hangs(b, a)
}

/// The light verb in front of a noun, and what the event is told by.
fn form(document: &Document, anchor: TokenId) -> (Option<TokenId>, Source) {
    let token = &document.tokens[anchor];
    if token.upos == Upos::Verb {
        return (None, Source::Verb);
    }
    let verb = token.head.filter(|h| {
        document.tokens[*h].upos == Upos::Verb
            && matches!(token.relation, Relation::Obj | Relation::NsubjPass | Relation::Obl)
    });
    match verb {
        Some(verb) if token.relation != Relation::Obl => (Some(verb), Source::Light),
        _ if token.upos.is_noun() => (None, Source::Noun),
        _ => (None, Source::Word),
    }
}
