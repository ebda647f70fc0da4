//! Looks for patterns in frames.
//!
//! A pattern is tried part by part against a frame's arguments; plain words must be there, slots bind the
//! phrases that fill them. The best pattern of each word wins: the one that explains most of the sentence.

use crate::frames::{self, Frame, Source, content};
use crate::names::Names;
use crate::natures::{is_several, nature};
use legation_codebook::{
    ANYWHERE, Clause, EventType, Part, Pattern, Phrase, PredicateWords, Role, Slot, SlotKind, Tail, TailHead, Target,
    TypeMode, Words,
};
use legation_text::predicates::{self, ClauseForm};
use legation_text::{Document, Relation, TokenId, Upos};
use std::cell::RefCell;
use std::collections::HashMap;

/// Where patterns are looked up: by the lemma of the word that they hang on.
pub(crate) struct PatternIndex {
    verbs: HashMap<String, Vec<Key>>,
    words: HashMap<String, Vec<Key>>,
}

/// A reading of a pattern: event type, pattern and clause by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key(usize, usize, usize);

impl PatternIndex {
    pub(crate) fn new(events: &[EventType]) -> Self {
        let mut index = Self { verbs: HashMap::new(), words: HashMap::new() };
        for (e, event) in events.iter().enumerate() {
            for (p, pattern) in event.patterns.iter().enumerate() {
                for (c, clause) in pattern.clauses.iter().enumerate() {
                    let key = Key(e, p, c);
                    match clause {
                        Clause::Verb { verb, .. } => {
                            verb.iter().for_each(|w| index.verbs.entry(w[0].clone()).or_default().push(key));
                        }
                        Clause::Copula { predicate, .. } | Clause::Noun { words: predicate, .. } => {
                            for w in &predicate.head {
                                let last = w.last().map_or("", String::as_str);
                                index.words.entry(last.to_owned()).or_default().push(key);
                            }
                        }
                    }
                }
            }
        }
        index
    }
}

/// What a match binds.
#[derive(Clone, Debug, Default)]
pub(crate) struct Bindings {
    pub actors: Vec<TokenId>,
    pub recipients: Vec<TokenId>,
    pub topics: Vec<TokenId>,
    pub places: Vec<TokenId>,
    /// Words of the sentence that the pattern's own words matched.
    pub words: Vec<TokenId>,
    /// Anchors of the events inside.
    pub inner: Vec<TokenId>,
    /// Who takes part in them.
    pub inner_sides: Vec<TokenId>,
    /// How much of the sentence is explained.
    score: f64,
    /// Nouns whose phrases the following prepositions may hang on.
    hosts: Vec<TokenId>,
    /// Tokens that a part has used.
    used: Vec<TokenId>,
    /// `{actor}` slots met.
    actor_slots: usize,
    /// Whether every slot must be filled: an exception speaks only of what it names.
    strict: bool,
}

impl Bindings {
    /// Sides that are given, told by `words`.
    pub(crate) fn given(actors: Vec<TokenId>, recipients: Vec<TokenId>, words: Vec<TokenId>) -> Self {
        Self { actors, recipients, words, ..Self::default() }
    }

    /// How many `{actor}` slots the pattern has.
    pub(crate) fn actor_slots(&self) -> usize {
        self.actor_slots
    }
}

/// A pattern found in a sentence.
#[derive(Clone, Debug)]
pub(crate) struct Match {
    pub event: usize,
    pub pattern: usize,
    pub anchor: TokenId,
    /// The light verb in front of the anchor.
    pub verb: Option<TokenId>,
    pub source: Source,
    pub bindings: Bindings,
    pub score: f64,
}

/// A near miss, for `legation explain`.
#[derive(Clone, Debug)]
pub(crate) struct Miss {
    pub event: usize,
    pub pattern: usize,
    pub anchor: TokenId,
    pub reason: String,
    /// Parts that did match.
    pub matched: usize,
}

/// Matches the patterns of a codebook in one document.
pub(crate) struct Matcher<'a> {
    pub document: &'a Document,
    pub names: &'a Names,
    pub index: &'a PatternIndex,
    /// Best match of each word that was asked for.
    memo: RefCell<HashMap<TokenId, Vec<Match>>>,
    frames: RefCell<HashMap<TokenId, std::rc::Rc<Vec<Frame>>>>,
    /// Event types of which an exception matches at a word.
    exceptions: RefCell<HashMap<TokenId, Vec<usize>>>,
    /// Collects near misses where wanted.
    pub misses: Option<RefCell<Vec<Miss>>>,
}

/// Deepest nesting of events: "agreed to ask Iran to stop threatening to attack".
const DEEPEST: usize = 4;

impl<'a> Matcher<'a> {
    pub(crate) fn new(document: &'a Document, names: &'a Names, index: &'a PatternIndex) -> Self {
        Self {
            document,
            names,
            index,
            memo: RefCell::default(),
            frames: RefCell::default(),
            exceptions: RefCell::default(),
            misses: None,
        }
    }

    fn events(&self) -> &'a [EventType] {
        &self.names.codebook.events
    }

    pub(crate) fn pattern(&self, found: &Match) -> &'a Pattern {
        &self.events()[found.event].patterns[found.pattern]
    }

    fn frames_at(&self, token: TokenId) -> std::rc::Rc<Vec<Frame>> {
        if let Some(found) = self.frames.borrow().get(&token) {
            return found.clone();
        }
        let made = std::rc::Rc::new(frames::frames(self.document, &self.names.codebook, token));
        self.frames.borrow_mut().insert(token, made.clone());
        made
    }

    /// The best match of each event type at `token`, best first; exceptions taken out.
    pub(crate) fn at(&self, token: TokenId) -> Vec<Match> {
        self.at_depth(token, 0)
    }

    /// Whether the codebook says that a word is no event of a type.
    pub(crate) fn excepts(&self, token: TokenId, event: usize) -> bool {
        self.at(token);
        self.exceptions.borrow().get(&token).is_some_and(|events| events.contains(&event))
    }

    fn at_depth(&self, token: TokenId, depth: usize) -> Vec<Match> {
        if let Some(found) = self.memo.borrow().get(&token) {
            return found.clone();
        }
        if depth > DEEPEST {
            return Vec::new();
        }
        let mut best: HashMap<usize, Match> = HashMap::new();
        let mut excepted: Vec<(usize, f64)> = Vec::new();
        for frame in self.frames_at(token).iter() {
            for key in self.keys(frame) {
                let pattern = &self.events()[key.0].patterns[key.1];
                let Some(found) = self.clause(frame, key, &pattern.clauses[key.2], depth) else {
                    continue;
                };
                if pattern.exception {
                    excepted.push((key.0, found.score));
                } else if best.get(&key.0).is_none_or(|b| {
                    let own = |m: &Match| self.pattern(m).own;
                    own(&found).cmp(&own(b)).then(found.score.total_cmp(&b.score)).is_gt()
                }) {
                    best.insert(key.0, found);
                }
            }
        }
        // An exception speaks for its own type; it yields to a pattern that explains more.
        for (event, score) in excepted {
            if best.get(&event).is_none_or(|b| b.score <= score + 1.0) {
                self.exceptions.borrow_mut().entry(token).or_default().push(event);
            }
            if best.get(&event).is_some_and(|b| b.score <= score + 1.0) {
                best.remove(&event);
            }
        }
        let mut found: Vec<Match> = best.into_values().collect();
        found.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.event.cmp(&b.event)));
        self.memo.borrow_mut().insert(token, found.clone());
        found
    }

    fn keys(&self, frame: &Frame) -> Vec<Key> {
        let form = self.document.form(frame.anchor).to_lowercase();
        let table = if frame.source == Source::Word { &self.index.words } else { &self.index.verbs };
        let mut keys: Vec<Key> = table.get(&frame.lemma).cloned().unwrap_or_default();
        if frame.source == Source::Word && form != frame.lemma {
            keys.extend(table.get(&form).into_iter().flatten());
        }
        keys.sort_unstable();
        keys.dedup();
        keys
    }

    fn clause(&self, frame: &Frame, key: Key, clause: &Clause, depth: usize) -> Option<Match> {
        let strict = self.events()[key.0].patterns[key.1].exception;
        let mut bindings = Bindings { hosts: frame.hosts.clone(), strict, ..Bindings::default() };
        let miss = |bindings: &Bindings, reason: &str| {
            if let Some(misses) = &self.misses {
                misses.borrow_mut().push(Miss {
                    event: key.0,
                    pattern: key.1,
                    anchor: frame.anchor,
                    reason: reason.to_owned(),
                    matched: bindings.words.len() + bindings.recipients.len(),
                });
            }
        };
        let (subject, parts) = match clause {
            Clause::Verb { subject, verb, parts } => {
                if !self.verb_fits(frame, verb) {
                    return None;
                }
                (subject.as_ref(), parts)
            }
            Clause::Copula { subject, predicate, parts } => {
                let be = self.document.dependents(frame.anchor, |r| r == Relation::Cop).next().is_some()
                    || self.passive_adjective(frame.anchor);
                if !be || !self.predicate_fits(frame.anchor, predicate, true) {
                    return None;
                }
                (subject.as_ref(), parts)
            }
            Clause::Noun { words, parts } => {
                if !self.document.tokens[frame.anchor].upos.is_noun()
                    || !self.predicate_fits(frame.anchor, words, false)
                {
                    return None;
                }
                (None, parts)
            }
        };
        bindings.words.push(frame.anchor);
        bindings.words.extend(frame.verb);
        for part in parts {
            if let Err(reason) = self.part(frame, part, &mut bindings, depth) {
                miss(&bindings, &reason);
                return None;
            }
        }
        if let Some(subject) = subject
            && let Err(reason) = self.subject(frame, subject, &mut bindings)
        {
            miss(&bindings, &reason);
            return None;
        }
        if let Err(reason) = self.enough_actors(&bindings, clause) {
            miss(&bindings, &reason);
            return None;
        }
        bindings.score += match frame.source {
            Source::Verb => 0.3,
            Source::Light => 0.2,
            Source::Word => 0.1,
            Source::Noun => 0.0,
        };
        let score = bindings.score;
        Some(Match {
            event: key.0,
            pattern: key.1,
            anchor: frame.anchor,
            verb: frame.verb,
            source: frame.source,
            bindings,
            score,
        })
    }

    /// Two `{actor}` slots, or `{actors}`, need two sides.
    fn enough_actors(&self, bindings: &Bindings, clause: &Clause) -> Result<(), String> {
        if bindings.actors.is_empty() && wants_actor(clause) {
            return Err("nobody acts".into());
        }
        let several = bindings.actors.len() > 1 || bindings.actors.iter().any(|t| is_several(self.document, *t));
        if bindings.actor_slots > 1 && !several {
            return Err("only one side is named".into());
        }
        Ok(())
    }

    fn verb_fits(&self, frame: &Frame, verb: &Words) -> bool {
        verb.iter().any(|words| {
            words[0] == frame.lemma
                && words[1..].iter().all(|particle| {
                    frame.particles.contains(particle)
                        || frame
                            .arguments
                            .particles
                            .iter()
                            .any(|t| self.document.form(*t).eq_ignore_ascii_case(particle))
                })
        })
    }

    /// "be concerned about" where the parser reads a passive.
    fn passive_adjective(&self, token: TokenId) -> bool {
        self.document
            .dependents(token, |r| matches!(r, Relation::AuxPass | Relation::Aux))
            .any(|a| &*self.document.tokens[a].lemma == "be")
    }

    fn predicate_fits(&self, token: TokenId, predicate: &PredicateWords, copula: bool) -> bool {
        if let Some(prepositions) = &predicate.preposition {
            if !prepositions.contains(&predicates::preposition(self.document, token)) {
                return false;
            }
        } else if copula && self.document.dependents(token, |r| r == Relation::Case).next().is_some() {
            return false;
        }
        self.words_at(token, &predicate.modifiers, &predicate.head).is_some()
    }

    /// Whether the noun at `token`, or a word before it where the pattern takes it anywhere in the phrase, is one of `head` with
    /// `modifiers`; the words that matched.
    fn words_at(&self, token: TokenId, modifiers: &[Words], head: &Words) -> Option<Vec<TokenId>> {
        if let Some(words) = self.phrase_at(token, modifiers, head) {
            return Some(words);
        }
        let anywhere = |words: &Vec<String>| words.last().is_some_and(|w| w.ends_with(ANYWHERE));
        if !head.iter().any(anywhere) {
            return None;
        }
        let head: Words = head.iter().filter(|w| anywhere(w)).cloned().collect();
        let before = self.document.dependents(token, |r| {
            matches!(r, Relation::Amod | Relation::Compound | Relation::NmodDesc | Relation::Nummod)
        });
        before.into_iter().find_map(|t| self.phrase_at(t, modifiers, &head))
    }

    fn phrase_at(&self, token: TokenId, modifiers: &[Words], head: &Words) -> Option<Vec<TokenId>> {
        let mut words = self.any_word(token, head)?;
        for modifier in modifiers {
            let found = self.document.children[token]
                .iter()
                .copied()
                .filter(|c| {
                    matches!(
                        self.document.tokens[*c].relation,
                        Relation::Amod
                            | Relation::Compound
                            | Relation::NmodPoss
                            | Relation::Nummod
                            | Relation::Flat
                            | Relation::NmodDesc
                    )
                })
                .chain(token.checked_sub(1))
                .chain(token.checked_sub(2))
                .filter(|c| self.document.tokens[*c].sentence == self.document.tokens[token].sentence)
                .find_map(|c| self.any_word(c, modifier))?;
            words.extend(found);
        }
        Some(words)
    }

    /// Whether the word at `token` is one of the alternatives (by lemma or form); a longer alternative must
    /// stand right before it.
    fn any_word(&self, token: TokenId, alternatives: &Words) -> Option<Vec<TokenId>> {
        let is = |token: TokenId, word: &str| {
            let word = word.trim_end_matches(ANYWHERE);
            self.document.tokens[token].lemma.eq_ignore_ascii_case(word)
                || self.document.form(token).eq_ignore_ascii_case(word)
        };
        alternatives.iter().find_map(|words| {
            let (last, before) = words.split_last()?;
            // "memorandum of understanding" has its head first.
            if let Some(at) = before.iter().position(|w| w == "of" || w == "to" || w == "in") {
                let head_first = at >= 1 && is(token, &before[at - 1]);
                let tail = words[at..].iter().enumerate().all(|(i, w)| {
                    let next = token + 1 + i;
                    next < self.document.tokens.len() && is(next, w)
                });
                return (head_first && tail).then(|| (token..token + words.len() - at + 1).collect());
            }
            if !is(token, last) {
                return None;
            }
            let first = token.checked_sub(before.len())?;
            let fits = before.iter().enumerate().all(|(i, w)| {
                is(first + i, w) && self.document.tokens[first + i].sentence == self.document.tokens[token].sentence
            });
            fits.then(|| (first..token + 1).collect())
        })
    }

    fn subject(&self, frame: &Frame, subject: &Phrase, bindings: &mut Bindings) -> Result<(), String> {
        let mut candidates = frame.arguments.subjects.clone();
        // Sides may stand with a noun: "talks between X and Y were held", "an agreement was signed by X".
        let from_hosts: Vec<TokenId> = bindings
            .hosts
            .iter()
            // Only the pattern's own nouns: whoever fills a slot brings no sides of his.
            .filter(|h| bindings.words.contains(h))
            .flat_map(|h| {
                predicates::of_noun(self.document, *h, &["of", "with", "to", "on", "for", "against"]).subjects
            })
            .filter(|t| !bindings.recipients.contains(t))
            .collect();
        if candidates.is_empty() {
            candidates.clone_from(&from_hosts);
        }
        match subject {
            Phrase::Slot(slot) => {
                let fitting: Vec<TokenId> = candidates
                    .iter()
                    .copied()
                    .filter(|t| self.slot_fits(*t, slot) && !bindings.used.contains(t))
                    .collect();
                if fitting.is_empty() && slot.required {
                    return Err(match candidates.first() {
                        None => format!("nothing fills {{{}}}", role_name(&slot.role)),
                        Some(t) => format!("{:?} cannot be {{{}}}", self.document.form(*t), role_name(&slot.role)),
                    });
                }
                if slot.role == Role::Actors {
                    let several = fitting.len() > 1 || fitting.iter().any(|t| is_several(self.document, *t));
                    if !several {
                        return Err("only one side is named".into());
                    }
                }
                self.bind(slot, &fitting, bindings);
                Ok(())
            }
            Phrase::Words { modifiers, head } => {
                let found = candidates
                    .iter()
                    .find_map(|t| self.words_at(content(self.document, *t), modifiers, head).map(|w| (*t, w)));
                let Some((token, words)) = found else {
                    return Err("its subject is another word".into());
                };
                bindings.words.extend(words);
                bindings.score += 1.0;
                // "rebels withdrew": the words are the actor too.
                if nature(self.document, self.names, token).agent && bindings.actors.is_empty() {
                    bindings.actors.push(token);
                }
                Ok(())
            }
        }
    }

    fn slot_fits(&self, token: TokenId, slot: &Slot) -> bool {
        nature(self.document, self.names, token).fits(slot.kind)
    }

    fn bind(&self, slot: &Slot, tokens: &[TokenId], bindings: &mut Bindings) {
        if tokens.is_empty() {
            return;
        }
        let list = match slot.role {
            Role::Actor | Role::Actors => {
                bindings.actor_slots += 1;
                &mut bindings.actors
            }
            Role::Recipient => &mut bindings.recipients,
            Role::Topic => &mut bindings.topics,
            Role::Place => &mut bindings.places,
            Role::Event(_) => return,
        };
        for token in tokens {
            if !list.contains(token) {
                list.push(*token);
            }
        }
        bindings.used.extend(tokens);
        bindings.score += if slot.kind == SlotKind::Any { 0.3 } else { 0.4 };
    }

    fn part(&self, frame: &Frame, part: &Part, bindings: &mut Bindings, depth: usize) -> Result<(), String> {
        match part {
            Part::Particle(particles) => self.particle(frame, particles, bindings),
            Part::Phrase(phrase) => self.bare(frame, phrase, bindings, depth),
            Part::Preposition(prepositions, Target::Phrase(phrase)) => {
                self.prepositional(frame, prepositions, phrase, bindings, depth)
            }
            Part::Preposition(prepositions, Target::Gerund(tail)) => {
                self.gerund(frame, prepositions, tail, bindings, depth)
            }
            Part::Infinitive(tail) => {
                let tokens = self.complements(frame, bindings, &[ClauseForm::Infinitive]);
                self.tail(&tokens, tail, bindings, depth).ok_or_else(|| "its infinitive is another".into())
            }
            Part::That(slot, tail) => {
                let tokens = self.complements(frame, bindings, &[ClauseForm::Finite, ClauseForm::Infinitive]);
                let Some(()) = self.tail(&tokens, tail, bindings, depth) else {
                    return Err("its that-clause is another".into());
                };
                if let Some(slot) = slot {
                    let subjects: Vec<TokenId> = tokens
                        .iter()
                        .flat_map(|t| predicates::of_verb(self.document, *t).subjects)
                        .filter(|t| self.slot_fits(*t, slot))
                        .collect();
                    if subjects.is_empty() && slot.required {
                        return Err("its that-clause has another subject".into());
                    }
                    self.bind(slot, &subjects, bindings);
                }
                Ok(())
            }
        }
    }

    /// Clauses that complete the verb or one of the nouns found so far.
    fn complements(&self, frame: &Frame, bindings: &Bindings, forms: &[ClauseForm]) -> Vec<TokenId> {
        let of_hosts = bindings.hosts.iter().flat_map(|h| predicates::of_noun(self.document, *h, &[]).complements);
        frame
            .arguments
            .complements
            .iter()
            .copied()
            .chain(of_hosts)
            .filter(|c| forms.contains(&c.form))
            .map(|c| c.token)
            .collect()
    }

    fn particle(&self, frame: &Frame, particles: &[String], bindings: &mut Bindings) -> Result<(), String> {
        let token = frame
            .arguments
            .particles
            .iter()
            .find(|t| particles.iter().any(|p| p.eq_ignore_ascii_case(self.document.form(**t))));
        if let Some(token) = token {
            bindings.words.push(*token);
            bindings.score += 1.0;
            return Ok(());
        }
        if frame.particles.iter().any(|p| particles.contains(p)) {
            bindings.score += 1.0;
            return Ok(());
        }
        // "pulled out of the town" as one preposition "out of".
        let inside = frame
            .arguments
            .obliques
            .iter()
            .any(|o| o.preposition.split_once(' ').is_some_and(|(first, _)| particles.iter().any(|p| p == first)));
        if inside {
            bindings.score += 1.0;
            return Ok(());
        }
        Err(format!("{:?} is missing", particles.join("|")))
    }

    /// A phrase without preposition: object, second object, or a word that completes the verb.
    fn bare(&self, frame: &Frame, phrase: &Phrase, bindings: &mut Bindings, depth: usize) -> Result<(), String> {
        let arguments = &frame.arguments;
        let objects =
            arguments.indirect.iter().chain(&arguments.objects).copied().filter(|t| !bindings.used.contains(t));
        match phrase {
            Phrase::Slot(Slot { role: Role::Event(types), .. }) => {
                let gerunds =
                    arguments.complements.iter().filter(|c| c.form != ClauseForm::Infinitive).map(|c| c.token);
                let tokens: Vec<TokenId> = objects.chain(gerunds).collect();
                self.event(&tokens, types, bindings, depth).ok_or_else(|| "no such event is its object".into())
            }
            Phrase::Slot(slot) => {
                let candidates: Vec<TokenId> = objects.collect();
                let fitting: Vec<TokenId> = candidates.iter().copied().filter(|t| self.slot_fits(*t, slot)).collect();
                if fitting.is_empty() {
                    if slot.required || bindings.strict || self.contradicts(&candidates, slot) {
                        return Err(match candidates.first() {
                            None => format!("nothing fills {{{}}}", role_name(&slot.role)),
                            Some(t) => format!("{:?} cannot be {{{}}}", self.document.form(*t), role_name(&slot.role)),
                        });
                    }
                    return Ok(());
                }
                self.bind(slot, &fitting, bindings);
                if slot.kind == SlotKind::Thing {
                    bindings.hosts.extend(fitting.iter().flat_map(|t| self.things_of(*t)));
                }
                bindings.hosts.extend(fitting);
                Ok(())
            }
            Phrase::Words { modifiers, head } => {
                let completing = self.document.dependents(frame.verb.unwrap_or(frame.anchor), |r| {
                    matches!(
                        r,
                        Relation::Xcomp
                            | Relation::OblUnmarked
                            | Relation::Advmod
                            | Relation::CompoundPrt
                            | Relation::Compound
                    )
                });
                let tokens: Vec<TokenId> = objects.chain(completing).collect();
                let found = tokens
                    .iter()
                    .find_map(|t| self.words_at(content(self.document, *t), modifiers, head).map(|w| (*t, w)));
                let Some((token, words)) = found else {
                    return Err(format!("{:?} is missing", head.first().map(|h| h.join(" ")).unwrap_or_default()));
                };
                self.take_words(token, words, bindings);
                Ok(())
            }
        }
    }

    /// "ties" of "the resumption of ties with Peru": what a thing is of takes the prepositions behind it.
    fn things_of(&self, token: TokenId) -> Vec<TokenId> {
        let of = |t: &TokenId| {
            let thing = !nature(self.document, self.names, *t).agent;
            thing && predicates::preposition(self.document, *t) == "of"
        };
        let found: Vec<TokenId> = self.document.dependents(token, |r| r == Relation::Nmod).filter(of).collect();
        found.iter().flat_map(|t| std::iter::once(*t).chain(self.things_of(*t))).collect()
    }

    /// A typed slot that is filled by something of another nature: "attacked the plan" is no attack on nobody.
    fn contradicts(&self, candidates: &[TokenId], slot: &Slot) -> bool {
        slot.kind != SlotKind::Any && !candidates.is_empty()
    }

    fn take_words(&self, token: TokenId, words: Vec<TokenId>, bindings: &mut Bindings) {
        let content = content(self.document, token);
        bindings.used.push(token);
        bindings.hosts.push(content);
        if content != token {
            bindings.hosts.push(token);
        }
        // Each further word of a phrase makes it narrower: "hunger strike" before "strike". Its head says more than a word before it.
        let head = words.contains(&token) || words.contains(&content);
        bindings.score += if head { 1.0 } else { 0.9 } + 0.4 * (words.len() as f64 - 1.0);
        bindings.words.extend(words);
    }

    /// Phrases with one of the prepositions, on the verb or on the nouns found so far.
    fn phrases_with(&self, frame: &Frame, prepositions: &[String], bindings: &Bindings) -> Vec<TokenId> {
        let is = |found: &str| {
            prepositions
                .iter()
                .any(|p| found == p || found.strip_suffix(p.as_str()).is_some_and(|rest| rest.ends_with(' ')))
        };
        let mut tokens: Vec<TokenId> = Vec::new();
        let hosts = bindings.hosts.iter().map(|h| predicates::of_noun(self.document, *h, &[]).obliques);
        for oblique in hosts.flatten().chain(frame.arguments.obliques.iter().cloned()) {
            if is(&oblique.preposition) && !tokens.contains(&oblique.token) && !bindings.used.contains(&oblique.token) {
                tokens.push(oblique.token);
            }
        }
        // "continue supporting Syria" is "continue support for Syria".
        if prepositions.iter().any(|p| matches!(p.as_str(), "to" | "for" | "of")) {
            for host in bindings.hosts.iter().filter(|h| self.document.tokens[**h].xpos == "VBG") {
                let objects = predicates::of_verb(self.document, *host).objects;
                tokens.extend(objects.into_iter().filter(|t| !bindings.used.contains(t)));
            }
        }
        // "gave Ukraine howitzers" is "gave howitzers to Ukraine".
        if prepositions.iter().any(|p| matches!(p.as_str(), "to" | "for")) {
            tokens.extend(frame.arguments.indirect.iter().filter(|t| !bindings.used.contains(t)));
        }
        // "assistance provided by Tehran": a participle brings the noun's phrases.
        for host in &bindings.hosts {
            for participle in self
                .document
                .dependents(*host, |r| r == Relation::Acl)
                .filter(|t| self.document.tokens[*t].xpos == "VBN")
            {
                for child in self.document.dependents(participle, |r| matches!(r, Relation::Obl | Relation::OblAgent)) {
                    if is(&predicates::preposition(self.document, child))
                        && !bindings.used.contains(&child)
                        && !tokens.contains(&child)
                    {
                        tokens.push(child);
                    }
                }
            }
        }
        if prepositions.iter().any(|p| matches!(p.as_str(), "of" | "by" | "from")) {
            for host in &bindings.hosts {
                tokens.extend(
                    self.document.dependents(*host, |r| r == Relation::NmodPoss).filter(|t| !bindings.used.contains(t)),
                );
            }
        }
        tokens
    }

    fn prepositional(
        &self,
        frame: &Frame,
        prepositions: &[String],
        phrase: &Phrase,
        bindings: &mut Bindings,
        depth: usize,
    ) -> Result<(), String> {
        let mut tokens = self.phrases_with(frame, prepositions, bindings);
        // What a noun takes with a preposition of its own is its object: "an attack on", "a visit to".
        if matches!(frame.source, Source::Noun | Source::Light) && tokens.is_empty() {
            tokens.extend(frame.arguments.objects.iter().filter(|t| !bindings.used.contains(t)));
            if !matches!(phrase, Phrase::Slot(_)) {
                tokens.clear();
            }
        }
        match phrase {
            Phrase::Slot(Slot { role: Role::Event(types), .. }) => self
                .event(&tokens, types, bindings, depth)
                .ok_or_else(|| "no such event follows its preposition".into()),
            Phrase::Slot(slot) => {
                let mut fitting: Vec<TokenId> = tokens.iter().copied().filter(|t| self.slot_fits(*t, slot)).collect();
                if fitting.is_empty() && slot.role == Role::Recipient {
                    fitting = self.modifying(slot, bindings);
                }
                // Of several phrases the coordinated first is meant.
                if let Some(first) = fitting.first().copied() {
                    let group = predicates::coordinated(self.document, first);
                    fitting.retain(|t| *t == first || group.contains(t));
                }
                if fitting.is_empty() && slot.role == Role::Actor {
                    // The second side of a meeting may stand elsewhere ("between X and Y"): counted at the end.
                    bindings.actor_slots += 1;
                    return Ok(());
                }
                if fitting.is_empty() && (slot.required || bindings.strict) {
                    return Err(format!(
                        "nothing fills {{{}}} after {:?}",
                        role_name(&slot.role),
                        prepositions.join("|")
                    ));
                }
                self.bind(slot, &fitting, bindings);
                bindings.hosts.extend(fitting);
                Ok(())
            }
            Phrase::Words { modifiers, head } => {
                let found = tokens
                    .iter()
                    .find_map(|t| self.words_at(content(self.document, *t), modifiers, head).map(|w| (*t, w)));
                let Some((token, words)) = found else {
                    return Err(format!(
                        "{:?} is missing",
                        format!("{} {}", prepositions.join("|"), head.first().map(|h| h.join(" ")).unwrap_or_default())
                    ));
                };
                self.take_words(token, words, bindings);
                Ok(())
            }
        }
    }

    /// "Syrian-Iranian relations", "Iran ties": a modifier of the noun says whose they are.
    fn modifying(&self, slot: &Slot, bindings: &Bindings) -> Vec<TokenId> {
        bindings
            .hosts
            .iter()
            .filter(|h| bindings.words.contains(h))
            .flat_map(|h| self.document.children[*h].iter().copied())
            .filter(|c| {
                matches!(self.document.tokens[*c].relation, Relation::Amod | Relation::Compound)
                    && self.document.mention_at(*c).is_some()
                    && self.slot_fits(*c, slot)
                    && !bindings.used.contains(c)
            })
            .collect()
    }

    /// "of strengthening ties with": a clause behind a preposition.
    fn gerund(
        &self,
        frame: &Frame,
        prepositions: &[String],
        tail: &Tail,
        bindings: &mut Bindings,
        depth: usize,
    ) -> Result<(), String> {
        let mut tokens = self.phrases_with(frame, prepositions, bindings);
        for host in &bindings.hosts {
            tokens.extend(
                self.document
                    .dependents(*host, |r| matches!(r, Relation::Acl | Relation::Advcl | Relation::Nmod))
                    .filter(|c| {
                        self.document
                            .dependents(*c, |r| matches!(r, Relation::Mark | Relation::Case))
                            .any(|m| prepositions.iter().any(|p| p.eq_ignore_ascii_case(self.document.form(m))))
                    }),
            );
        }
        self.tail(&tokens, tail, bindings, depth)
            .ok_or_else(|| format!("no such clause follows {:?}", prepositions.join("|")))
    }

    /// Matches a verb or event with its own parts at one of `tokens`.
    fn tail(&self, tokens: &[TokenId], tail: &Tail, bindings: &mut Bindings, depth: usize) -> Option<()> {
        match &tail.head {
            TailHead::Event(types) => self.event(tokens, types, bindings, depth),
            TailHead::Verb(verb) => tokens.iter().find_map(|token| {
                self.frames_at(*token).iter().filter(|f| f.source != Source::Word || f.lemma == "be").find_map(
                    |frame| {
                        let lemma = verb.iter().any(|w| w[0] == frame.lemma);
                        if !lemma || !self.verb_fits(frame, verb) {
                            return None;
                        }
                        let mut trial = bindings.clone();
                        trial.words.push(*token);
                        trial.hosts.extend(&frame.hosts);
                        for part in &tail.parts {
                            self.part(frame, part, &mut trial, depth).ok()?;
                        }
                        trial.score += 1.0;
                        *bindings = trial;
                        Some(())
                    },
                )
            }),
        }
    }

    /// Binds an event slot at the first of `tokens` that holds one of the types (any action, where empty).
    fn event(&self, tokens: &[TokenId], types: &[TypeMode], bindings: &mut Bindings, depth: usize) -> Option<()> {
        for token in tokens.iter().map(|t| content(self.document, *t)) {
            if types.is_empty() {
                let word = &self.document.tokens[token];
                let acts = matches!(word.upos, Upos::Verb)
                    || self.names.codebook.nominalizations.contains_key(&word.lemma.to_lowercase());
                if acts {
                    bindings.inner.push(token);
                    bindings.score += 0.2;
                    return Some(());
                }
                continue;
            }
            // "ready to help restructure", "continue supporting": the event is the next verb's.
            let token = self.past_helpers(token);
            let wanted = |m: &Match| types.iter().any(|t| self.is_type(m, t));
            // "continue aid to", "launch an attack": the event is in the noun of a light verb.
            let nouns =
                self.document.dependents(token, |r| matches!(r, Relation::Obj | Relation::Obl | Relation::NsubjPass));
            let found = self.at_depth(token, depth + 1).into_iter().find(&wanted).or_else(|| {
                let of_verb = |m: &Match| m.verb == Some(token) && wanted(m);
                nouns
                    .map(|n| content(self.document, n))
                    .find_map(|n| self.at_depth(n, depth + 1).into_iter().find(of_verb))
            });
            if let Some(inner) = found {
                bindings.inner.push(inner.anchor);
                bindings.inner_sides.extend(
                    inner.bindings.recipients.iter().chain(&inner.bindings.actors).chain(&inner.bindings.inner_sides),
                );
                bindings.inner.extend(inner.verb);
                bindings.inner.extend(&inner.bindings.inner);
                if bindings.topics.is_empty() {
                    bindings.topics.push(token);
                }
                // A typed event says more the narrower it is.
                bindings.score += 1.0 + if types.iter().any(|t| t.mode.is_some()) { 0.5 } else { 0.0 };
                return Some(());
            }
        }
        None
    }

    /// The verb behind verbs that only say how it goes on.
    fn past_helpers(&self, token: TokenId) -> TokenId {
        let helps = matches!(
            &*self.document.tokens[token].lemma,
            "help"
                | "continue"
                | "begin"
                | "start"
                | "resume"
                | "keep"
                | "proceed"
                | "work"
                | "seek"
                | "try"
                | "move"
                | "go"
        );
        let next = self.document.dependents(token, |r| r == Relation::Xcomp).next();
        next.filter(|_| helps).map_or(token, |n| self.past_helpers(n))
    }

    fn is_type(&self, found: &Match, wanted: &TypeMode) -> bool {
        let event = &self.events()[found.event];
        let mode = self.pattern(found).mode.as_deref();
        event.code == wanted.event && wanted.mode.as_deref().is_none_or(|m| mode == Some(m))
    }
}

fn wants_actor(clause: &Clause) -> bool {
    fn in_parts(parts: &[Part]) -> bool {
        parts.iter().any(|p| match p {
            Part::Phrase(Phrase::Slot(s)) | Part::Preposition(_, Target::Phrase(Phrase::Slot(s))) => {
                matches!(s.role, Role::Actor | Role::Actors)
            }
            _ => false,
        })
    }
    match clause {
        Clause::Verb { subject, parts, .. } | Clause::Copula { subject, parts, .. } => {
            matches!(subject, Some(Phrase::Slot(s)) if matches!(s.role, Role::Actor | Role::Actors)) || in_parts(parts)
        }
        Clause::Noun { parts, .. } => in_parts(parts),
    }
}

fn role_name(role: &Role) -> &'static str {
    match role {
        Role::Actor => "actor",
        Role::Actors => "actors",
        Role::Recipient => "recipient",
        Role::Topic => "topic",
        Role::Place => "place",
        Role::Event(_) => "event",
    }
}
