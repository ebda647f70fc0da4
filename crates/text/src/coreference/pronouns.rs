//! Pronouns: "he" is the subject of the sentence before, "they" are the two who met, "its" is the country
//! that acts.

use super::{Gender, Resolver};
use crate::document::{EntityId, EntityKind, MentionId};
use crate::grammar::{Relation, Upos};
use crate::predicates::coordinated;

/// Sentences that a pronoun may look back.
const REACH: usize = 3;

impl Resolver<'_> {
    pub(super) fn pronoun(&mut self, mention: MentionId) -> Option<EntityId> {
        let token = &self.document.tokens[self.document.mentions[mention].head];
        match &*token.lemma.to_lowercase() {
            "he" | "him" | "his" | "himself" => self.person(mention, Gender::Male),
            "she" | "her" | "hers" | "herself" => self.person(mention, Gender::Female),
            "it" | "its" | "itself" => self.thing(mention),
            "they" | "them" | "their" | "theirs" | "themselves" | "both" => self.several(mention),
            _ => None,
        }
    }

    fn person(&self, mention: MentionId, gender: Gender) -> Option<EntityId> {
        self.best(mention, |e| {
            let known = &self.known[e];
            known.kind == Some(EntityKind::Person)
                && !known.plural
                && known.members.is_empty()
                && known.gender.is_none_or(|g| g == gender)
        })
    }

    fn thing(&self, mention: MentionId) -> Option<EntityId> {
        self.best(mention, |e| {
            let known = &self.known[e];
            let acts = matches!(known.kind, Some(EntityKind::Organization | EntityKind::Place));
            acts && !known.plural && known.members.is_empty()
        })
    }

    /// A plural pronoun: the people or bodies that the last sentence joins, else the last plural.
    fn several(&mut self, mention: MentionId) -> Option<EntityId> {
        let joined = self.joined_before(mention);
        let plural = self.best(mention, |e| {
            let known = &self.known[e];
            let group = known.kind == Some(EntityKind::Organization) || known.plural || !known.members.is_empty();
            group && !matches!(known.kind, Some(EntityKind::Event | EntityKind::Other))
        });
        match (joined, plural) {
            (Some((at, members)), Some(plural)) if self.last_sentence(plural, mention) <= at => {
                Some(self.group(members))
            }
            (Some((_, members)), None) => Some(self.group(members)),
            (_, plural) => plural,
        }
    }

    fn last_sentence(&self, entity: EntityId, before: MentionId) -> usize {
        let start = self.document.mentions[before].span.start;
        self.known[entity]
            .mentions
            .iter()
            .map(|m| &self.document.mentions[*m])
            .filter(|m| m.span.start < start)
            .map(|m| m.sentence)
            .max()
            .unwrap_or(0)
    }

    /// The newest coordination of persons or bodies as a subject, within reach: "Khaji and Sosan also
    /// discussed ... They underlined".
    fn joined_before(&self, mention: MentionId) -> Option<(usize, Vec<EntityId>)> {
        let m = &self.document.mentions[mention];
        let story = self.story(mention);
        let first = m.sentence.saturating_sub(2);
        for sentence in (first..=m.sentence).rev() {
            if self.document.sentences[sentence].story != story {
                break;
            }
            for token in self.document.sentences[sentence].tokens.clone() {
                if token >= m.head || !self.document.tokens[token].relation.is_nominal_subject() {
                    continue;
                }
                let members: Vec<EntityId> = coordinated(self.document, token)
                    .into_iter()
                    .filter_map(|t| self.document.mention_at(t))
                    .filter(|o| {
                        matches!(
                            self.document.mentions[*o].kind,
                            EntityKind::Person | EntityKind::Place | EntityKind::Organization
                        )
                    })
                    .filter_map(|o| self.chosen[o])
                    .collect();
                if members.len() > 1 {
                    return Some((sentence, members));
                }
            }
        }
        None
    }

    /// The most salient entity that `fits`: near, a subject, named.
    fn best(&self, mention: MentionId, fits: impl Fn(EntityId) -> bool) -> Option<EntityId> {
        let m = &self.document.mentions[mention];
        let story = self.story(mention);
        let mut best: Option<(i64, usize, EntityId)> = None;
        for entity in (0..self.known.len()).filter(|e| fits(*e)) {
            // "Ruto thanked him": whoever acts in the clause is not "him", by whatever earlier mention.
            if self.known[entity].mentions.iter().any(|o| self.same_clause(mention, *o)) {
                continue;
            }
            let newest = self.known[entity].mentions.iter().rev().copied().find(|o| {
                let other = &self.document.mentions[*o];
                self.story(*o) == story && other.span.end <= m.span.start && m.sentence - other.sentence <= REACH
            });
            let Some(newest) = newest else {
                continue;
            };
            let other = &self.document.mentions[newest];
            let distance = (m.sentence - other.sentence) as i64;
            let mut score = -10 * distance;
            // A subject is what a sentence is about; the first one most of all.
            if self.known[entity].mentions.iter().any(|o| {
                self.document.mentions[*o].sentence == other.sentence
                    && self.is_subject(*o)
                    && self.document.mentions[*o].span.end <= m.span.start
            }) {
                score += 6;
                if self.is_main_subject(newest) {
                    score += 3;
                }
            }
            if self.known[entity].name.is_some() {
                score += 2;
            }
            // Parallel roles: a subject pronoun prefers subjects.
            if self.is_subject(mention) && !self.is_subject(newest) {
                score -= 2;
            }
            if other.kind == EntityKind::Place && self.document.tokens[other.head].relation == Relation::Obl {
                score -= 4;
            }
            if best.is_none_or(|(s, at, _)| (score, other.span.start) > (s, at)) {
                best = Some((score, other.span.start, entity));
            }
        }
        best.map(|(_, _, entity)| entity)
    }

    fn is_main_subject(&self, mention: MentionId) -> bool {
        let token = &self.document.tokens[self.document.mentions[mention].head];
        token.relation.is_nominal_subject() && token.head.is_some_and(|h| self.document.tokens[h].head.is_none())
    }

    /// "Zarif met him": an object pronoun is not the subject of its own verb; nor is a pronoun the noun
    /// that it stands within.
    fn same_clause(&self, pronoun: MentionId, other: MentionId) -> bool {
        let (p, o) = (&self.document.mentions[pronoun], &self.document.mentions[other]);
        let (tp, to) = (&self.document.tokens[p.head], &self.document.tokens[o.head]);
        let reflexive = matches!(&*tp.lemma, "himself" | "herself" | "itself" | "themselves") || tp.has("Reflex=Yes");
        let possessive = tp.relation == Relation::NmodPoss;
        if o.tokens.contains(&p.head) {
            return true;
        }
        if tp.upos != Upos::Pron || reflexive || possessive || tp.relation == to.relation {
            return false;
        }
        // "met Zarif and briefed him": the joined verb has the first one's subject.
        let mut verb = tp.head;
        while let Some(v) = verb {
            if to.head == Some(v) && (Some(v) == tp.head || to.relation.is_nominal_subject()) {
                return true;
            }
            let token = &self.document.tokens[v];
            let own = self.document.dependents(v, Relation::is_nominal_subject).next().is_some();
            verb = token.head.filter(|_| token.relation == Relation::Conj && !own);
        }
        false
    }
}
