//! Names: "Amir Abdollahian" is "Hossein Amir-Abdollahian", "NATO" is "North Atlantic Treaty Organization".

use super::Resolver;
use crate::document::{Document, EntityId, EntityKind, MentionForm, MentionId};
use crate::grammar::Upos;
use crate::lexicon::Lexicon;
use crate::predicates;
use std::collections::HashSet;
use unicode_normalization::UnicodeNormalization;

/// A name as words without case, accents, hyphens and particles.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Name {
    pub words: Vec<String>,
}

/// Particles that are written or left out at will.
const PARTICLES: &[&str] =
    &["al", "el", "ul", "the", "of", "and", "for", "de", "la", "bin", "ibn", "van", "von", "der", "den"];

impl Name {
    pub(super) fn of<'a>(words: impl Iterator<Item = &'a str>) -> Option<Self> {
        let words: Vec<String> = words
            .map(|w| w.nfd().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>())
            .filter(|w| !w.is_empty() && w != "s" && !PARTICLES.contains(&w.as_str()))
            .collect();
        (!words.is_empty()).then_some(Self { words })
    }

    fn joined(&self) -> String {
        self.words.concat()
    }

    /// Whether both can name the same person: one is the other or its last words (surname), also where
    /// one writes apart what the other joins.
    pub(super) fn same_person(&self, other: &Name) -> bool {
        let (short, long) = if self.words.len() <= other.words.len() { (self, other) } else { (other, self) };
        if short == long || short.joined() == long.joined() {
            return true;
        }
        let tail = &long.words[long.words.len() - short.words.len()..];
        if tail == short.words || (1..long.words.len()).any(|from| long.words[from..].concat() == short.joined()) {
            return true;
        }
        // "J. Smith" and "John Smith"; "Sergei Lavrov" and "Sergey Viktorovich Lavrov".
        let initial = |a: &String, b: &String| {
            a == b || a.len() == 1 && b.starts_with(a.as_str()) || b.len() == 1 && a.starts_with(b.as_str())
        };
        short.words.len() >= 2
            && short.words.last() == long.words.last()
            && short.words.first().zip(long.words.first()).is_some_and(|(a, b)| initial(a, b))
    }

    /// "Xi" of "Xi Jinping": the first word of a name of two or three.
    pub(super) fn begins(&self, other: &Name) -> bool {
        self.words.len() == 1 && (2..=3).contains(&other.words.len()) && self.words[0] == other.words[0]
    }

    /// Whether one is the other's initials: "EU", "European Union".
    pub(super) fn abbreviates(&self, other: &Name) -> bool {
        let initials = |n: &Name| n.words.iter().filter_map(|w| w.chars().next()).collect::<String>();
        let one = |a: &Name, b: &Name| {
            a.words.len() == 1 && b.words.len() > 1 && a.words[0].len() > 1 && a.words[0] == initials(b)
        };
        one(self, other) || one(other, self)
    }
}

/// "Samuel Lubega was sentenced. Lubega appealed" with the bare surname tagged as a place: the surname of somebody who
/// was named in full before is that person, unless it stands where a place does ("in Houston").
pub(super) fn call_surnames_persons(document: &mut Document, lexicon: &Lexicon) {
    let mut surnames: HashSet<String> = HashSet::new();
    for id in 0..document.mentions.len() {
        let mention = &document.mentions[id];
        let Some(name) = mention.name.clone().filter(|_| mention.form == MentionForm::Named) else {
            continue;
        };
        let last = document.form(name.end - 1).to_owned();
        if mention.kind == EntityKind::Person {
            if name.len() > 1 {
                surnames.insert(last);
            }
            continue;
        }
        let where_from = predicates::preposition(document, mention.head);
        let placed = matches!(where_from.as_str(), "in" | "at" | "near" | "from" | "to" | "outside" | "into");
        let known = lexicon.country(&last).is_some() || lexicon.capital(&last).is_some();
        let bare = name.len() == 1 && mention.kind != EntityKind::Nationality;
        if bare && !placed && !known && surnames.contains(&last) {
            document.mentions[id].kind = EntityKind::Person;
        }
    }
}

impl Resolver<'_> {
    pub(super) fn name(&self, mention: MentionId) -> Option<Name> {
        let m = &self.document.mentions[mention];
        let words = m.name.clone()?;
        Name::of(words.filter(|t| self.document.tokens[*t].upos != Upos::Punct).map(|t| self.document.form(t)))
    }

    /// The country or people that a name stands for, by the lexicon.
    pub(super) fn country_named(&self, mention: MentionId) -> Option<EntityId> {
        let m = &self.document.mentions[mention];
        let country = self.lexicon.country(self.document.str(self.document.span_of(m.name.as_ref()?)))?;
        if !matches!(m.kind, EntityKind::Place | EntityKind::Nationality | EntityKind::Organization) {
            return None;
        }
        (0..self.known.len()).rev().find(|e| {
            let known = &self.known[*e];
            matches!(known.kind, Some(EntityKind::Place | EntityKind::Nationality))
                && known.country.as_deref() == Some(country)
                && known.name.is_some()
                && known.role.is_none()
        })
    }

    /// The person who was named so before, in full or by another part of the name: "Sosan", "Xi".
    pub(super) fn person_named(&self, mention: MentionId) -> Option<EntityId> {
        let name = self.names[mention].as_ref()?;
        if self.document.mentions[mention].kind != EntityKind::Person {
            return None;
        }
        let by = |test: &dyn Fn(&Name) -> bool| {
            let persons = (0..self.known.len()).rev().filter(|e| self.known[*e].kind == Some(EntityKind::Person));
            persons.into_iter().find(|e| self.known[*e].name.as_ref().is_some_and(test))
        };
        by(&|other| name.same_person(other)).or_else(|| by(&|other| name.begins(other)))
    }

    /// Somebody whose name is spelled or shortened otherwise: "Amirabdollahian", "EU".
    pub(super) fn spelled(&self, mention: MentionId) -> Option<EntityId> {
        let m = &self.document.mentions[mention];
        let name = self.names[mention].as_ref()?;
        let same_kind = |e: &EntityId| {
            let kind = self.known[*e].kind;
            kind == Some(m.kind) || m.kind == EntityKind::Other || kind == Some(EntityKind::Other)
        };
        let newest_first = || (0..self.known.len()).rev().filter(same_kind);
        let by = |test: &dyn Fn(&Name) -> bool| newest_first().find(|e| self.known[*e].name.as_ref().is_some_and(test));
        by(&|other| name.joined() == other.joined()).or_else(|| by(&|other| name.abbreviates(other)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> Name {
        Name::of(text.split([' ', '-'])).expect("has words")
    }

    #[test]
    fn surnames_initials_and_spellings_are_the_same_person() {
        for (a, b) in [
            ("Sosan", "Ayman Sosan"),
            ("Amir-Abdollahian", "Hossein Amir Abdollahian"),
            ("Amirabdollahian", "Hossein Amir Abdollahian"),
            ("al-Mekdad", "Faisal Mekdad"),
            ("J. Smith", "John Smith"),
            ("Jean-Yves Le Drian", "Le Drian"),
        ] {
            assert!(name(a).same_person(&name(b)), "{a} and {b}");
        }
    }

    #[test]
    fn other_people_of_the_same_family_are_not() {
        for (a, b) in [("George Bush", "Laura Bush"), ("Ayman Sosan", "Ayman Odeh"), ("Assad", "Asad Khan")] {
            assert!(!name(a).same_person(&name(b)), "{a} and {b}");
        }
    }

    #[test]
    fn initials_stand_for_organizations() {
        assert!(name("EU").abbreviates(&name("European Union")));
        assert!(!name("UN").abbreviates(&name("European Union")));
    }
}
