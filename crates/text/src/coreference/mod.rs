//! Who refers to whom within a story.
//!
//! "Ayman Sosan met Hossein Amir Abdollahian ... Sosan ... his Syrian counterpart Faisal Mekdad ... The
//! two top diplomats ... He": mentions are taken in order, and each joins the entity that fits it best or
//! begins one. Names are matched by their words, descriptions by role and country, pronouns by number,
//! gender and salience (sieves after Lee et al. 2013, "Deterministic coreference resolution").

mod features;
mod names;
mod nominals;
mod profile;
mod pronouns;
mod quotes;
mod ranking;
mod scorer;

use crate::document::{Document, Entity, EntityId, EntityKind, MentionForm, MentionId, TokenId};
use crate::grammar::{Relation, Upos};
use crate::lexicon::Lexicon;
use crate::predicates;
use names::Name;
use profile::{Class, Profile, WordId, Words};
use quotes::Quotes;
pub use ranking::{Candidate, Choice};
pub use scorer::Scorer;
use std::collections::HashMap;

/// What is known of an entity while a document is read.
#[derive(Clone, Debug, Default)]
struct Known {
    kind: Option<EntityKind>,
    name: Option<Name>,
    /// Role as the lexicon lists it ("deputy foreign minister").
    role: Option<String>,
    /// Key of a country ("SYR"), its own or the one it belongs to.
    country: Option<String>,
    gender: Option<Gender>,
    plural: bool,
    /// Mentions so far, newest last.
    mentions: Vec<MentionId>,
    members: Vec<EntityId>,
    counterpart_of: Option<EntityId>,
    /// Head words of its names and descriptions, and the other words in them.
    heads: Vec<WordId>,
    words: Vec<WordId>,
    /// A bit for each [`Class`] of its mentions.
    classes: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Gender {
    Male,
    Female,
}

/// The entities found so far and what they are found from.
struct Resolver<'a> {
    document: &'a Document,
    lexicon: &'a Lexicon,
    scorer: &'a Scorer,
    quotes: Quotes,
    /// Of each mention what it shows by itself, its name, and the role and country in its words.
    profiles: Vec<Profile>,
    names: Vec<Option<Name>>,
    told: Vec<(Option<String>, Option<String>)>,
    known: Vec<Known>,
    /// Entity of each mention, in order of mentions.
    chosen: Vec<Option<EntityId>>,
    /// Mentions that have an entity, in order.
    placed: Vec<MentionId>,
    /// Entities by the words of their names and the heads of their descriptions.
    by_word: HashMap<WordId, Vec<EntityId>>,
    /// Of each entity the last search that met it.
    stamps: Vec<u32>,
    stamp: u32,
    /// What was weighed, where somebody wants to know.
    log: Option<Vec<Choice>>,
}

/// Entities that grammar and lexicon propose for a mention.
#[derive(Clone, Copy, Debug, Default)]
struct Suggested {
    /// That which it is an apposition to.
    apposed: Option<EntityId>,
    /// That which it describes by role, country or kind of body.
    described: Option<EntityId>,
}

/// Fills [`Document::entities`] and the entity of every mention.
pub(crate) fn resolve(document: &mut Document, lexicon: &Lexicon, scorer: &Scorer) {
    resolve_logged(document, lexicon, scorer, None);
}

/// The same, with what was weighed for each mention that no rule decided.
pub(crate) fn resolve_logged(
    document: &mut Document,
    lexicon: &Lexicon,
    scorer: &Scorer,
    log: Option<Vec<Choice>>,
) -> Option<Vec<Choice>> {
    names::call_surnames_persons(document, lexicon);
    let mut order: Vec<MentionId> = (0..document.mentions.len()).collect();
    order.sort_by_key(|m| (document.mentions[*m].span.start, std::cmp::Reverse(document.mentions[*m].span.end)));
    let (known, chosen, log) = {
        let mut resolver = Resolver::new(document, lexicon, scorer, log);
        for mention in order {
            resolver.place(mention);
        }
        (resolver.known, resolver.chosen, resolver.log)
    };
    document.entities = known
        .into_iter()
        .map(|k| Entity { mentions: k.mentions, members: k.members, counterpart_of: k.counterpart_of })
        .collect();
    for (mention, entity) in document.mentions.iter_mut().zip(chosen) {
        mention.entity = entity.expect("every mention was placed");
    }
    for entity in &mut document.entities {
        entity.mentions.sort_unstable();
    }
    name_pronouns(document);
    log
}

/// "Israel said it would attack": a pronoun is of the kind of what it takes up.
fn name_pronouns(document: &mut Document) {
    for entity in &document.entities {
        let full = |m: &&usize| matches!(document.mentions[**m].form, MentionForm::Named | MentionForm::Nominal);
        let full = entity.mentions.iter().find(full);
        let Some(kind) = full.map(|m| document.mentions[*m].kind) else {
            continue;
        };
        for mention in &entity.mentions {
            if document.mentions[*mention].form == MentionForm::Pronoun {
                document.mentions[*mention].kind = kind;
            }
        }
    }
}

impl<'a> Resolver<'a> {
    fn new(document: &'a Document, lexicon: &'a Lexicon, scorer: &'a Scorer, log: Option<Vec<Choice>>) -> Self {
        let number = document.mentions.len();
        let mut resolver = Self {
            document,
            lexicon,
            scorer,
            quotes: Quotes::find(document),
            profiles: Vec::with_capacity(number),
            names: Vec::with_capacity(number),
            told: Vec::with_capacity(number),
            known: Vec::new(),
            chosen: vec![None; number],
            placed: Vec::with_capacity(number),
            by_word: HashMap::new(),
            stamps: Vec::new(),
            stamp: 0,
            log,
        };
        let mut words = Words::default();
        for mention in 0..number {
            let m = &document.mentions[mention];
            let quote = resolver.quotes.at(m.head);
            let mut profile = profile::of(document, mention, resolver.gender(mention), quote, &mut words);
            if profile.class.is_description() {
                profile.vocabulary = scorer.vocabulary(&document.tokens[m.head].lemma);
            }
            resolver.profiles.push(profile);
            let named = m.form == MentionForm::Named;
            resolver.names.push(named.then(|| resolver.name(mention)).flatten());
            let pronoun = m.form == MentionForm::Pronoun;
            let told = if pronoun { (None, None) } else { (resolver.role(mention), resolver.country(mention)) };
            resolver.told.push(told);
        }
        resolver
    }
}

impl Resolver<'_> {
    fn place(&mut self, mention: MentionId) {
        if self.chosen[mention].is_some() {
            return;
        }
        // "his Syrian counterpart" is understood through "his".
        if let Some(owner) = self.counterpart_possessor(mention).filter(|o| *o != mention && self.chosen[*o].is_none())
        {
            self.place(owner);
        }
        // "“I agree,” Mr Khaji said": who speaks may be named behind.
        if matches!(self.profiles[mention].class, Class::I | Class::We)
            && let Some(speaker) = self.quotes.speaker(self.profiles[mention].quote)
            && let Some(speaker) = self.document.mention_at(speaker)
            && !matches!(self.profiles[speaker].class, Class::I | Class::We)
        {
            self.place(speaker);
        }
        // "his wife" is known by whose she is.
        if self.profiles[mention].class == Class::Possessive
            && let Some(owner) = self.owner(mention).filter(|o| *o != mention)
        {
            self.place(owner);
        }
        let by_rule = match self.document.mentions[mention].form {
            MentionForm::Named => {
                let person = self.apposed_person(mention).or_else(|| self.person_named(mention));
                person.or_else(|| self.country_named(mention))
            }
            MentionForm::Nominal => {
                let rule = self.apposed_person(mention).or_else(|| self.counted_or_counterpart(mention));
                rule.or_else(|| self.office(mention))
            }
            MentionForm::Pronoun => self.owner_near(mention).or_else(|| self.speaker_of_himself(mention)),
            MentionForm::Aside => None,
        };
        let found = by_rule.or_else(|| {
            let suggested = match self.document.mentions[mention].form {
                MentionForm::Named => Suggested { apposed: self.apposition(mention), described: None },
                MentionForm::Nominal => {
                    Suggested { apposed: self.apposition(mention), described: self.description(mention) }
                }
                MentionForm::Pronoun | MentionForm::Aside => Suggested::default(),
            };
            self.likeliest(mention, suggested)
        });
        let found = found.or_else(|| self.spelled(mention)).or_else(|| self.subject_of_main_clause(mention));
        let entity = found.unwrap_or_else(|| self.begin(Known::default()));
        self.join(mention, entity);
    }

    /// Adds a mention and what it tells to an entity.
    fn join(&mut self, mention: MentionId, entity: EntityId) {
        let m = &self.document.mentions[mention];
        let name = self.names[mention].clone();
        let (role, country) = self.told[mention].clone();
        let profile = &self.profiles[mention];
        let gender = profile.gender;
        let plural = self.is_plural(mention);
        let counterpart = self.counterpart_owner(mention);
        let kind = m.kind;
        let known = &mut self.known[entity];
        let group = !known.members.is_empty();
        if known.kind.is_none() || known.kind == Some(EntityKind::Other) {
            known.kind = Some(kind);
        }
        if let Some(name) = name
            && known.name.as_ref().is_none_or(|old| name.words.len() > old.words.len())
        {
            known.name = Some(name);
        }
        // The first description stands: later ones are shorter ("the minister").
        if known.role.as_ref().is_none_or(|old| role.as_ref().is_some_and(|new| new.len() > old.len()))
            && role.is_some()
        {
            known.role = role;
        }
        known.country = known.country.take().or(country);
        known.gender = known.gender.or(gender);
        known.plural |= plural || group;
        known.counterpart_of = known.counterpart_of.or(counterpart);
        known.mentions.push(mention);
        known.classes |= 1 << profile.class as u32;
        self.chosen[mention] = Some(entity);
        self.placed.push(mention);
        if profile.class.is_pronoun() {
            return;
        }
        let known = &mut self.known[entity];
        let mut index = |word: WordId, list: &mut Vec<WordId>| {
            if !list.contains(&word) {
                list.push(word);
                self.by_word.entry(word).or_default().push(entity);
            }
        };
        index(profile.head, &mut known.heads);
        for word in &profile.words {
            if profile.class == Class::Name {
                index(*word, &mut known.words);
            } else if !known.words.contains(word) {
                known.words.push(*word);
            }
        }
    }

    /// A new entity.
    fn begin(&mut self, known: Known) -> EntityId {
        self.known.push(known);
        self.stamps.push(0);
        self.known.len() - 1
    }

    /// "Ali Asghar Khaji, the senior advisor to ...": an apposition is its noun's entity. Behind a coordination
    /// ("Zarif and Khaji, the senior advisor") it is that of the nearest member.
    fn apposition(&self, mention: MentionId) -> Option<EntityId> {
        let m = &self.document.mentions[mention];
        let token = &self.document.tokens[m.head];
        if token.relation != Relation::Appos {
            return None;
        }
        let members = predicates::coordinated(self.document, token.head?);
        if members.len() > 1 && token.is_plural() {
            return None;
        }
        let nearest = members.into_iter().filter(|t| *t < m.head).max()?;
        let noun = self.document.mention_at(nearest)?;
        let other = &self.document.mentions[noun];
        let alike = other.kind == m.kind || m.kind == EntityKind::Other || other.kind == EntityKind::Other;
        // "Paris, France" is a place within a place.
        let places = m.kind == EntityKind::Place && other.kind == EntityKind::Place && m.form == MentionForm::Named;
        if alike && !places { self.chosen[noun] } else { None }
    }

    /// The same where both are persons.
    fn apposed_person(&self, mention: MentionId) -> Option<EntityId> {
        let person = |kind: Option<EntityKind>| kind == Some(EntityKind::Person);
        self.apposition(mention)
            .filter(|e| person(Some(self.document.mentions[mention].kind)) && person(self.known[*e].kind))
    }

    /// Lemmas of a mention's words in front of and including its head, without its name.
    fn describing_words(&self, mention: MentionId) -> Vec<String> {
        let m = &self.document.mentions[mention];
        let in_name = |t: TokenId| m.name.as_ref().is_some_and(|n| n.contains(&t)) && m.kind == EntityKind::Person;
        // A title may follow in "minister of defence": read up to the first preposition only.
        let end = m
            .tokens
            .clone()
            .find(|t| *t > m.tokens.start && self.document.tokens[*t].upos == Upos::Adp)
            .unwrap_or(m.tokens.end);
        (m.tokens.start..end)
            .filter(|t| !in_name(*t) && self.document.tokens[*t].upos != Upos::Punct)
            .map(|t| self.document.tokens[t].lemma.to_lowercase())
            .collect()
    }

    /// The role that a mention names.
    fn role(&self, mention: MentionId) -> Option<String> {
        let words = self.describing_words(mention);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        // "Foreign Minister of Iran Javad Zarif": the longest role that ends anywhere, latest first.
        (1..=words.len()).rev().find_map(|end| self.lexicon.role(&words[..end]))
    }

    /// The country that a mention is or belongs to, by its own words.
    fn country(&self, mention: MentionId) -> Option<String> {
        let m = &self.document.mentions[mention];
        let mut words: Vec<TokenId> = m.tokens.clone().collect();
        if let Some(name) = m.name.as_ref().filter(|_| m.kind == EntityKind::Person) {
            words.retain(|t| !name.contains(t));
        }
        let text = |from: TokenId, to: TokenId| self.document.str(self.document.span_of(&(from..to)));
        for (i, from) in words.iter().enumerate() {
            for length in (1..=4).rev() {
                if i + length <= words.len()
                    && words[i + length - 1] == from + length - 1
                    && let Some(country) = self.lexicon.country(text(*from, from + length))
                {
                    return Some(country.to_owned());
                }
            }
        }
        None
    }

    fn gender(&self, mention: MentionId) -> Option<Gender> {
        let m = &self.document.mentions[mention];
        let of = |word: &str| match word {
            "he" | "him" | "his" | "himself" | "mr" | "mr." | "king" | "prince" | "sir" | "lord" | "sheikh"
            | "emir" | "man" | "businessman" | "pope" | "father" | "son" | "brother" | "husband" => Some(Gender::Male),
            "she" | "her" | "hers" | "herself" | "mrs" | "mrs." | "ms" | "ms." | "queen" | "princess" | "lady"
            | "woman" | "spokeswoman" | "chairwoman" | "mother" | "daughter" | "sister" | "wife" => {
                Some(Gender::Female)
            }
            _ => None,
        };
        m.tokens.clone().find_map(|t| of(&self.document.form(t).to_lowercase()))
    }

    fn is_plural(&self, mention: MentionId) -> bool {
        let m = &self.document.mentions[mention];
        let token = &self.document.tokens[m.head];
        matches!(&*token.lemma.to_lowercase(), "they" | "them" | "their" | "both" | "those")
            || token.is_plural() && m.name.is_none()
    }

    /// Index of the story that a mention stands in.
    fn story(&self, mention: MentionId) -> usize {
        self.document.sentences[self.document.mentions[mention].sentence].story
    }

    /// The possessor of a mention: "his" of "his wife".
    fn owner(&self, mention: MentionId) -> Option<MentionId> {
        let head = self.document.mentions[mention].head;
        self.document.dependents(head, |r| r == Relation::NmodPoss).find_map(|t| self.document.mention_at(t))
    }

    /// The entity that the possessor of "his Syrian counterpart" is.
    fn counterpart_owner(&self, mention: MentionId) -> Option<EntityId> {
        self.counterpart_possessor(mention).and_then(|o| self.chosen[o])
    }

    fn counterpart_possessor(&self, mention: MentionId) -> Option<MentionId> {
        let m = &self.document.mentions[mention];
        let word = m.tokens.clone().find(|t| &*self.document.tokens[*t].lemma == "counterpart")?;
        let owner = m
            .tokens
            .clone()
            .find(|t| self.document.tokens[*t].relation == Relation::NmodPoss)
            .or_else(|| self.document.dependents(word, |r| r == Relation::NmodPoss).next())?;
        self.document.mention_at(owner)
    }
}
