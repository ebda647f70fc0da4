//! Descriptions: "the top Syrian diplomat" is the Syrian foreign minister, "the two top diplomats" are the
//! last two, "the two countries" are Iran and Syria.

use super::{Known, Resolver};
use crate::document::{EntityId, EntityKind, MentionId};
use crate::grammar::Relation;

/// Sentences that a description may look back.
const REACH: usize = 12;

/// Nouns for the parties of a story when they are counted: "the two sides".
const SIDES: &[&str] = &[
    "side",
    "party",
    "country",
    "nation",
    "state",
    "government",
    "neighbor",
    "neighbour",
    "capital",
    "ally",
    "rival",
    "foe",
    "power",
];
/// Nouns for people when they are counted: "the two men".
const PEOPLE: &[&str] = &["man", "woman", "leader", "politician", "official", "counterpart"];

impl Resolver<'_> {
    /// "the two top diplomats", "his Syrian counterpart".
    pub(super) fn counted_or_counterpart(&mut self, mention: MentionId) -> Option<EntityId> {
        let head = self.document.tokens[self.document.mentions[mention].head].lemma.to_lowercase();
        if let Some(members) = self.counted(mention, &head) {
            return Some(self.group(members));
        }
        if head == "counterpart" { self.counterpart(mention) } else { None }
    }

    /// "the Iranian foreign minister", "the top diplomat": whoever holds the office.
    pub(super) fn office(&self, mention: MentionId) -> Option<EntityId> {
        let person = self.document.mentions[mention].kind == EntityKind::Person;
        (person || self.told[mention].0.is_some()).then(|| self.description(mention)).flatten()
    }

    /// The entity that a definite description takes up by role, country or kind of body.
    pub(super) fn description(&self, mention: MentionId) -> Option<EntityId> {
        let head = self.document.tokens[self.document.mentions[mention].head].lemma.to_lowercase();
        if self.is_plural(mention) || self.is_indefinite(mention) {
            return None;
        }
        self.described(mention, &head)
    }

    /// The group of exactly these members, made where there is none yet.
    pub(super) fn group(&mut self, mut members: Vec<EntityId>) -> EntityId {
        members.sort_unstable();
        members.dedup();
        if let Some(found) = self.known.iter().position(|k| k.members == members) {
            return found;
        }
        let kind = members.first().and_then(|m| self.known[*m].kind);
        self.begin(Known { kind, members, plural: true, ..Known::default() })
    }

    /// "the two top diplomats", "both ministers", "the two sides": the last entities that fit.
    fn counted(&self, mention: MentionId, head: &str) -> Option<Vec<EntityId>> {
        let m = &self.document.mentions[mention];
        let words: Vec<String> = m.tokens.clone().map(|t| self.document.form(t).to_lowercase()).collect();
        let has = |w: &str| words.iter().any(|x| x == w);
        let number = if has("two") || has("both") {
            2
        } else if has("three") {
            3
        } else {
            return None;
        };
        if !(has("the") || has("both") || has("these") || has("their")) {
            return None;
        }
        // "the two countries" with a name of its own ("the two Koreas") or a clause is no taking up.
        let sides = SIDES.contains(&head);
        let role = self.told[mention].0.clone().unwrap_or_else(|| head.to_owned());
        let people = PEOPLE.contains(&head) || self.lexicon.names_people(&role);
        let countries =
            matches!(head, "country" | "nation" | "state" | "government" | "neighbor" | "neighbour" | "capital");
        let fits = |e: EntityId| {
            let known = &self.known[e];
            if !known.members.is_empty() || known.plural {
                return false;
            }
            if sides {
                let country = known.country.is_some()
                    && known.role.is_none()
                    && matches!(known.kind, Some(EntityKind::Place | EntityKind::Nationality));
                return country || !countries && known.kind == Some(EntityKind::Organization);
            }
            let generic = PEOPLE.contains(&head) && head != "official";
            people && known.kind == Some(EntityKind::Person) && (generic || self.plays(e, head))
        };
        let found = self.recent(mention, number, fits);
        let found = if found.len() < number && sides && !countries {
            self.recent(mention, number, |e| {
                self.known[e].kind == Some(EntityKind::Person) && self.known[e].members.is_empty()
            })
        } else {
            found
        };
        (found.len() == number).then_some(found)
    }

    /// The last `number` entities of this story that `fits` accepts, newest first.
    pub(super) fn recent(&self, mention: MentionId, number: usize, fits: impl Fn(EntityId) -> bool) -> Vec<EntityId> {
        let story = self.story(mention);
        let sentence = self.document.mentions[mention].sentence;
        let start = self.document.mentions[mention].span.start;
        let mut last: Vec<(usize, EntityId)> = Vec::new();
        for other in self.placed.iter().rev() {
            let (at, entity) = (&self.document.mentions[*other], self.chosen[*other]);
            if sentence.saturating_sub(at.sentence) > REACH {
                break;
            }
            let Some(entity) = entity.filter(|_| self.story(*other) == story && at.span.end <= start) else {
                continue;
            };
            if last.iter().all(|(_, e)| *e != entity) && fits(entity) {
                last.push((at.span.start, entity));
            }
        }
        last.sort_unstable_by(|a, b| b.cmp(a));
        last.into_iter().take(number).map(|(_, e)| e).collect()
    }

    /// Whether an entity has a role that `noun` may take up. Everybody with a role is an official or leader
    /// only where the lexicon says so.
    fn plays(&self, entity: EntityId, noun: &str) -> bool {
        self.known[entity].role.as_ref().is_some_and(|role| self.lexicon.may_be_called(role, noun))
            || self.known[entity].counterpart_of.is_some_and(|other| {
                other != entity && self.known[other].counterpart_of.is_none() && self.plays(other, noun)
            })
    }

    /// "his Syrian counterpart": somebody of that country with the same role, met earlier.
    fn counterpart(&self, mention: MentionId) -> Option<EntityId> {
        let owner = self.counterpart_owner(mention)?;
        let country = self.told[mention].1.clone()?;
        let role = self.known[owner].role.clone();
        self.recent(mention, 1, |e| {
            e != owner
                && self.known[e].country.as_ref() == Some(&country)
                && (self.known[e].counterpart_of == Some(owner) || role.is_some() && self.known[e].role == role)
        })
        .first()
        .copied()
    }

    fn is_indefinite(&self, mention: MentionId) -> bool {
        let m = &self.document.mentions[mention];
        m.tokens.clone().any(|t| {
            let token = &self.document.tokens[t];
            token.head == Some(m.head)
                && (token.relation == Relation::Det
                    && matches!(
                        &*token.lemma.to_lowercase(),
                        "a" | "an" | "some" | "any" | "another" | "each" | "every" | "no"
                    )
                    || token.relation == Relation::Amod
                        && matches!(&*token.lemma, "another" | "other" | "former" | "new"))
        })
    }

    /// "the Iranian foreign minister", "the top diplomat", "the ministry": the newest entity that has the
    /// role and does not belong to another country.
    fn described(&self, mention: MentionId, head: &str) -> Option<EntityId> {
        let m = &self.document.mentions[mention];
        let definite =
            m.tokens.clone().any(|t| matches!(&*self.document.form(t).to_lowercase(), "the" | "this" | "that"));
        let country = self.told[mention].1.clone();
        let role = self.told[mention].0.clone();
        if m.kind == EntityKind::Place
            && country.is_none()
            && definite
            && matches!(head, "country" | "kingdom" | "republic" | "nation")
        {
            return self
                .recent(mention, 1, |e| {
                    self.known[e].kind == Some(EntityKind::Place)
                        && self.known[e].country.is_some()
                        && self.known[e].role.is_none()
                })
                .first()
                .copied();
        }
        // Without an article only an office of a country can take somebody up: "Iranian foreign minister".
        if !definite && (country.is_none() || role.is_none()) {
            return None;
        }
        let fits = |e: EntityId| {
            let known = &self.known[e];
            let countries = match (&country, &known.country) {
                (Some(a), Some(b)) => a == b,
                (Some(_), None) => false,
                (None, _) => true,
            };
            if !countries || known.plural || !known.members.is_empty() {
                return false;
            }
            match (&role, &known.role) {
                (Some(role), Some(theirs)) => {
                    // "the deputy foreign minister" is not the foreign minister, nor the reverse.
                    let full = role.contains(' ');
                    let alike = if full { role == theirs } else { self.lexicon.may_be_called(theirs, role) };
                    alike && (known.kind == Some(EntityKind::Person)) == (m.kind == EntityKind::Person)
                }
                (Some(_), None) => known.counterpart_of.is_some() && self.plays(e, head),
                (None, _) => {
                    // "the ministry", "the group": the head word of an earlier name.
                    known.name.as_ref().is_some_and(|n| n.words.iter().any(|w| w == head)) && known.kind == Some(m.kind)
                        || m.kind == EntityKind::Person && known.kind == Some(EntityKind::Person) && self.plays(e, head)
                        || matches!(
                            head,
                            "group"
                                | "organization"
                                | "organisation"
                                | "movement"
                                | "bloc"
                                | "alliance"
                                | "agency"
                                | "militia"
                                | "party"
                        ) && known.kind == Some(EntityKind::Organization)
                            && known.name.is_some()
                }
            }
        };
        self.recent(mention, 1, fits).first().copied()
    }
}
