//! Pronouns: "he" is the subject of the sentence before, "they" are the two who met, "its" is the country
//! that acts.

use super::Resolver;
use super::profile::Class;
use crate::document::{EntityId, EntityKind, MentionId, TokenId};
use crate::grammar::Relation;
use crate::predicates::coordinated;

impl Resolver<'_> {
    /// "Khaji and his counterpart", "France recalled its ambassador": a possessor in what is joined with somebody, or what
    /// he does something to, is he.
    pub(super) fn owner_near(&self, mention: MentionId) -> Option<EntityId> {
        let possessor = self.document.mentions[mention].head;
        let noun = &self.document.tokens[self.document.tokens[possessor].head?];
        let above = noun.head?;
        let other = match noun.relation {
            Relation::Conj => above,
            Relation::Obj => self.document.dependents(above, |r| r == Relation::Nsubj).next()?,
            _ => return None,
        };
        let first = self.document.mention_at(other)?;
        let entity = self.chosen[first]?;
        let (profile, known) = (&self.profiles[mention], &self.known[entity]);
        let person = known.kind == Some(EntityKind::Person);
        let fits = match profile.class {
            Class::He | Class::She => person && known.gender.is_none_or(|g| Some(g) == profile.gender),
            Class::It => matches!(known.kind, Some(EntityKind::Organization | EntityKind::Place)),
            _ => false,
        };
        let near = self.owns_joined(other, possessor) || self.acts_on_own(other, possessor);
        (near && fits && !known.plural && known.members.is_empty()).then_some(entity)
    }

    /// "Russia said on Friday it had expelled ...": the subject of a clause that says what somebody says is he who says it,
    /// where he can be.
    pub(super) fn speaker_of_himself(&self, mention: MentionId) -> Option<EntityId> {
        self.subject_above(mention, |r| r == Relation::Ccomp)
    }

    /// "Halted a ship it seized", "freed him after it had convicted him": the subject of the clause above.
    pub(super) fn subject_of_main_clause(&self, mention: MentionId) -> Option<EntityId> {
        self.subject_above(mention, |r| matches!(r, Relation::Advcl | Relation::AclRelcl | Relation::Acl))
    }

    /// "A ship it seized": the subject of a clause on a noun without "which" is not that noun, which is missing within.
    pub(super) fn missing_within(&self, pronoun: MentionId, other: MentionId) -> bool {
        let token = &self.document.tokens[self.document.mentions[pronoun].head];
        let Some(verb) = token.head.filter(|_| token.relation.is_nominal_subject()) else {
            return false;
        };
        let clause = &self.document.tokens[verb];
        matches!(clause.relation, Relation::AclRelcl | Relation::Acl)
            && !matches!(token.xpos, "WP" | "WDT")
            && clause.head == Some(self.document.mentions[other].head)
    }

    /// The subject of the verb over the clause of which the pronoun is the subject, where the two agree.
    fn subject_above(&self, mention: MentionId, clause: impl Fn(Relation) -> bool) -> Option<EntityId> {
        let pronoun = &self.document.tokens[self.document.mentions[mention].head];
        let verb = &self.document.tokens[pronoun.head.filter(|_| pronoun.relation.is_nominal_subject())?];
        let mut above = verb.head.filter(|_| clause(verb.relation))?;
        // "a ship it seized": over the noun stands the verb.
        while self.document.tokens[above].upos.is_noun() {
            above = self.document.tokens[above].head?;
        }
        let subject = self.document.dependents(above, |r| r == Relation::Nsubj).next()?;
        let other = self.document.mention_at(subject).filter(|o| *o != mention)?;
        let entity = self.chosen[other]?;
        let (profile, known) = (&self.profiles[mention], &self.known[entity]);
        let several = known.plural || !known.members.is_empty();
        let fits = match profile.class {
            Class::He | Class::She => {
                known.kind == Some(EntityKind::Person)
                    && !several
                    && known.gender.is_none_or(|g| Some(g) == profile.gender)
            }
            Class::It => matches!(known.kind, Some(EntityKind::Organization | EntityKind::Place)) && !several,
            Class::They => several && known.kind != Some(EntityKind::Event),
            _ => false,
        };
        fits.then_some(entity)
    }

    /// The newest coordination of persons or bodies as a subject, within reach: "Khaji and Sosan also
    /// discussed ... They underlined".
    pub(super) fn joined_before(&self, mention: MentionId) -> Option<(Vec<EntityId>, Vec<TokenId>)> {
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
                let joined = coordinated(self.document, token).into_iter().filter_map(|t| {
                    let other = self.document.mention_at(t)?;
                    let acts = matches!(
                        self.document.mentions[other].kind,
                        EntityKind::Person | EntityKind::Place | EntityKind::Organization
                    );
                    Some((self.chosen[other].filter(|_| acts)?, t))
                });
                let (mut members, joined): (Vec<EntityId>, Vec<TokenId>) = joined.unzip();
                members.sort_unstable();
                members.dedup();
                if members.len() > 1 {
                    return Some((members, joined));
                }
            }
        }
        None
    }

    /// "Zarif met him": an object pronoun is not the subject of its own verb; nor is a pronoun the noun
    /// that it stands within.
    pub(super) fn same_clause(&self, pronoun: MentionId, other: MentionId) -> bool {
        let (p, o) = (&self.document.mentions[pronoun], &self.document.mentions[other]);
        let (tp, to) = (&self.document.tokens[p.head], &self.document.tokens[o.head]);
        let reflexive = matches!(&*tp.lemma, "himself" | "herself" | "itself" | "themselves") || tp.has("Reflex=Yes");
        let possessive = tp.relation == Relation::NmodPoss;
        if o.tokens.contains(&p.head) {
            return true;
        }
        if reflexive || possessive || tp.relation == to.relation {
            return false;
        }
        // "met Zarif and briefed him", "want to brief him": the second verb has the first one's subject.
        let mut verb = tp.head;
        while let Some(v) = verb {
            if to.head == Some(v) && (Some(v) == tp.head || to.relation.is_nominal_subject()) {
                return true;
            }
            let token = &self.document.tokens[v];
            let own = self.document.dependents(v, Relation::is_nominal_subject).next().is_some();
            verb = token.head.filter(|_| matches!(token.relation, Relation::Conj | Relation::Xcomp) && !own);
        }
        false
    }
}
