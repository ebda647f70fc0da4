//! What a mention shows by itself: "the two Syrian ministers" is a definite description, plural, headed by "minister",
//! with the words "two" and "Syrian", the subject of its clause, outside quotation marks.

use super::Gender;
use crate::document::{Document, EntityKind, MentionForm, MentionId, TokenId};
use crate::grammar::{Relation, Upos};
use std::collections::HashMap;

/// How a mention refers, by its first and head words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// "I", "my": whoever speaks.
    I,
    /// "we", "our".
    We,
    /// "you", "your".
    You,
    /// "he", "his".
    He,
    /// "she", "her".
    She,
    /// "it", "its".
    It,
    /// "they", "their".
    They,
    /// "this", "that" alone.
    This,
    /// "these", "those" alone.
    These,
    /// Other pronouns: "who", "everyone", "both".
    Other,
    /// A proper name.
    Name,
    /// "the minister".
    Definite,
    /// "this minister".
    Demonstrative,
    /// "his minister", "Iran's minister".
    Possessive,
    /// "a minister", "some ministers", "another minister".
    Indefinite,
    /// "two ministers".
    Counted,
    /// "ministers".
    Bare,
    /// Several who are joined: "Kenya and Uganda". Only as what is referred to.
    Group,
}

impl Class {
    pub(super) const NUMBER: usize = 18;

    pub(super) fn is_pronoun(self) -> bool {
        (self as usize) <= Self::Other as usize
    }

    pub(super) fn is_description(self) -> bool {
        (Self::Definite as usize..=Self::Bare as usize).contains(&(self as usize))
    }
}

/// One or several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Number {
    Singular,
    Plural,
    Unknown,
}

/// Place in the clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    MainSubject,
    Subject,
    Object,
    Oblique,
    Modifier,
    Possessor,
    Apposition,
    Conjunct,
    Root,
    Other,
}

impl Role {
    pub(super) const NUMBER: usize = 10;
}

/// Number of a word in a document.
pub(super) type WordId = u32;

/// What is compared of a mention.
#[derive(Clone, Debug)]
pub(super) struct Profile {
    pub class: Class,
    pub number: Number,
    pub gender: Option<Gender>,
    pub kind: EntityKind,
    pub role: Role,
    /// Lemma of the head word; of a name its last word.
    pub head: WordId,
    /// Other words that tell something: adjectives, nouns, numbers, words of names.
    pub words: Vec<WordId>,
    /// Numbers among them.
    pub counts: Vec<WordId>,
    /// Whether a clause or phrase behind the head says which one is meant: "the man who fled".
    pub specified: bool,
    /// "another", "other", "different": somebody else.
    pub other: bool,
    /// Stretch in quotation marks, from 1; 0 outside.
    pub quote: u32,
    /// Number of its head word among those that training knew, 0 for others.
    pub vocabulary: u16,
}

/// Words of a document by number.
#[derive(Default)]
pub(super) struct Words {
    known: HashMap<String, WordId>,
    buffer: String,
}

impl Words {
    pub(super) fn id(&mut self, word: &str) -> WordId {
        self.buffer.clear();
        self.buffer.extend(word.chars().flat_map(char::to_lowercase));
        if let Some(id) = self.known.get(&self.buffer) {
            return *id;
        }
        let id = self.known.len() as WordId;
        self.known.insert(self.buffer.clone(), id);
        id
    }
}

/// The profile of a mention.
pub(super) fn of(
    document: &Document,
    mention: MentionId,
    gender: Option<Gender>,
    quote: u32,
    words: &mut Words,
) -> Profile {
    let m = &document.mentions[mention];
    let token = &document.tokens[m.head];
    let class = class(document, mention);
    let in_name = |t: TokenId| m.name.as_ref().is_some_and(|n| n.contains(&t));
    let mut head = m.head;
    if class == Class::Name
        && let Some(name) = &m.name
    {
        head = name.end - 1;
    }
    let head_id = words.id(&document.tokens[head].lemma);
    let mut inner = Vec::new();
    let mut counts = Vec::new();
    if !class.is_pronoun() {
        for t in m.tokens.clone().filter(|t| *t != head) {
            let word = &document.tokens[t];
            let telling = match word.upos {
                Upos::Noun | Upos::Propn | Upos::Num | Upos::Adj | Upos::X => true,
                _ => in_name(t) && word.upos != Upos::Punct,
            };
            if telling {
                let id = words.id(&word.lemma);
                inner.push(id);
                if word.upos == Upos::Num {
                    counts.push(id);
                }
            }
        }
    }
    let number = match class {
        Class::I | Class::He | Class::She | Class::It | Class::This => Number::Singular,
        Class::We | Class::They | Class::These | Class::Group => Number::Plural,
        Class::You | Class::Other => Number::Unknown,
        Class::Name if m.kind == EntityKind::Person => Number::Singular,
        Class::Name if m.kind == EntityKind::Organization => Number::Unknown,
        _ if token.is_plural() => Number::Plural,
        _ if token.has("Number=Sing") => Number::Singular,
        _ => Number::Unknown,
    };
    let specified = document.children[m.head].iter().any(|c| {
        *c > m.head
            && matches!(
                document.tokens[*c].relation,
                Relation::AclRelcl | Relation::Acl | Relation::Nmod | Relation::Appos
            )
    });
    let other = m.tokens.clone().any(|t| matches!(&*document.tokens[t].lemma, "other" | "another" | "different"));
    Profile {
        class,
        number,
        gender,
        kind: m.kind,
        role: role(document, m.head),
        head: head_id,
        words: inner,
        counts,
        specified,
        other,
        quote,
        vocabulary: 0,
    }
}

fn class(document: &Document, mention: MentionId) -> Class {
    let m = &document.mentions[mention];
    match m.form {
        MentionForm::Named => return Class::Name,
        MentionForm::Pronoun => return pronoun_class(&document.form(m.head).to_lowercase()),
        MentionForm::Aside if document.tokens[m.head].upos == Upos::Pron => {
            return pronoun_class(&document.form(m.head).to_lowercase());
        }
        MentionForm::Nominal | MentionForm::Aside => {}
    }
    let mut class = Class::Bare;
    for t in m.tokens.clone() {
        let token = &document.tokens[t];
        if token.head != Some(m.head) {
            continue;
        }
        match token.relation {
            Relation::NmodPoss => return Class::Possessive,
            Relation::Det => {
                class = match &*token.lemma.to_lowercase() {
                    "the" => Class::Definite,
                    "this" | "that" | "these" | "those" => return Class::Demonstrative,
                    _ => Class::Indefinite,
                };
            }
            Relation::Nummod if class == Class::Bare => class = Class::Counted,
            _ => {}
        }
    }
    class
}

fn pronoun_class(word: &str) -> Class {
    match word {
        "i" | "me" | "my" | "mine" | "myself" => Class::I,
        "we" | "us" | "our" | "ours" | "ourselves" | "'s" | "’s" => Class::We,
        "you" | "your" | "yours" | "yourself" | "yourselves" | "ya" | "ye" | "y'all" => Class::You,
        "he" | "him" | "his" | "himself" => Class::He,
        "she" | "her" | "hers" | "herself" => Class::She,
        "it" | "its" | "itself" => Class::It,
        "they" | "them" | "their" | "theirs" | "themselves" | "'em" | "em" => Class::They,
        "this" | "that" => Class::This,
        "these" | "those" => Class::These,
        _ => Class::Other,
    }
}

fn role(document: &Document, head: TokenId) -> Role {
    let token = &document.tokens[head];
    match token.relation {
        r if r.is_nominal_subject() => match token.head {
            Some(verb) if document.tokens[verb].head.is_none() => Role::MainSubject,
            _ => Role::Subject,
        },
        Relation::Obj | Relation::Iobj => Role::Object,
        Relation::Obl | Relation::OblAgent | Relation::OblUnmarked => Role::Oblique,
        Relation::Nmod | Relation::Compound | Relation::Amod | Relation::NmodUnmarked => Role::Modifier,
        Relation::NmodPoss => Role::Possessor,
        Relation::Appos => Role::Apposition,
        Relation::Conj => Role::Conjunct,
        Relation::Root => Role::Root,
        _ => Role::Other,
    }
}
