//! Who refers to whom within a story.
//!
//! "Ayman Sosan met Hossein Amir Abdollahian ... Sosan ... his Syrian counterpart Faisal Mekdad ... The
//! two top diplomats ... He": mentions are taken in order, and each joins the entity that fits it best or
//! begins one. Names are matched by their words, descriptions by role and country, pronouns by number,
//! gender and salience (sieves after Lee et al. 2013, "Deterministic coreference resolution").

mod names;
mod nominals;
mod pronouns;

use crate::document::{Document, Entity, EntityId, EntityKind, MentionForm, MentionId, TokenId};
use crate::grammar::{Relation, Upos};
use crate::lexicon::Lexicon;
use crate::predicates;
use names::Name;

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
    known: Vec<Known>,
    /// Entity of each mention, in order of mentions.
    chosen: Vec<Option<EntityId>>,
}

/// Fills [`Document::entities`] and the entity of every mention.
pub(crate) fn resolve(document: &mut Document, lexicon: &Lexicon) {
    names::call_surnames_persons(document, lexicon);
    let mut order: Vec<MentionId> = (0..document.mentions.len()).collect();
    order.sort_by_key(|m| (document.mentions[*m].span.start, std::cmp::Reverse(document.mentions[*m].span.end)));
    let (known, chosen) = {
        let mut resolver =
            Resolver { document, lexicon, known: Vec::new(), chosen: vec![None; document.mentions.len()] };
        for mention in order {
            resolver.place(mention);
        }
        (resolver.known, resolver.chosen)
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
        let found = match self.document.mentions[mention].form {
            MentionForm::Named => self.apposition(mention).or_else(|| self.named(mention)),
            MentionForm::Nominal => self.apposition(mention).or_else(|| self.nominal(mention)),
            MentionForm::Pronoun => self.pronoun(mention),
        };
        let entity = found.unwrap_or_else(|| {
            self.known.push(Known::default());
            self.known.len() - 1
        });
        self.join(mention, entity);
    }

    /// Adds a mention and what it tells to an entity.
    fn join(&mut self, mention: MentionId, entity: EntityId) {
        let m = &self.document.mentions[mention];
        let name = (m.form == MentionForm::Named).then(|| self.name(mention)).flatten();
        let role = if m.form == MentionForm::Pronoun { None } else { self.role(mention) };
        let country = if m.form == MentionForm::Pronoun { None } else { self.country(mention) };
        let gender = self.gender(mention);
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
        self.chosen[mention] = Some(entity);
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

    /// Whether a mention is the subject of its clause.
    fn is_subject(&self, mention: MentionId) -> bool {
        self.document.tokens[self.document.mentions[mention].head].relation.is_nominal_subject()
    }
}
