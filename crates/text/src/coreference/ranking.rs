//! What is left by the rules is chosen by learned weights: "The deal ... It" among the entities of the last sentences and
//! those that have the same head word.

use super::features::{self, Alone, Features, NameMatch, Tie};
use super::profile::{Class, Number, Profile};
use super::{Known, Resolver, Suggested};
use crate::document::{EntityId, EntityKind, MentionForm, MentionId, TokenId};
use crate::grammar::Relation;

/// Mentions that a pronoun, a description and a name may look back; beyond these only what has the same head word is seen.
const PRONOUN_REACH: usize = 50;
const DESCRIPTION_REACH: usize = 30;
const NAME_REACH: usize = 8;
/// Newest entities with the same head word that are looked at.
const SAME_HEAD: usize = 6;

/// What was weighed for one mention. Training reads it.
#[derive(Clone, Debug)]
pub struct Choice {
    /// The mention.
    pub mention: MentionId,
    /// Features of taking up nothing.
    pub none: Vec<u16>,
    /// The entities that it may take up.
    pub candidates: Vec<Candidate>,
}

/// An entity that a mention may take up.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// Its mentions so far.
    pub mentions: Vec<MentionId>,
    /// Heads of the words that are joined, where it is a group that no mention has named yet.
    pub joined: Vec<TokenId>,
    /// Its features.
    pub features: Vec<u16>,
}

/// An entity that is looked at, by its newest mention, or several that were joined, with the words and where they begin.
enum Reached {
    Entity(EntityId, MentionId),
    Group(Vec<EntityId>, Vec<TokenId>, usize),
}

impl Resolver<'_> {
    /// The entity that a mention most likely takes up.
    pub(super) fn likeliest(&mut self, mention: MentionId, suggested: Suggested) -> Option<EntityId> {
        let options = self.options(mention, suggested);
        if options.is_empty() {
            return None;
        }
        let profile = self.profiles[mention].clone();
        let mut features = Features::default();
        let mut hidden = Vec::new();
        features::of_none(&profile, &self.alone(mention, &profile), &mut features);
        let mut best = (
            self.scorer.score(&features.0, &mut hidden)
                + self.scorer.caution(self.caution_form(mention, profile.class)),
            None,
        );
        let mut choice =
            self.log.is_some().then(|| Choice { mention, none: features.0.clone(), candidates: Vec::new() });
        let mut nearer = 0;
        for (rank, option) in options.iter().enumerate() {
            let group;
            let group_profile;
            let (known, newest, at) = match option {
                Reached::Entity(entity, newest) => (&self.known[*entity], &self.profiles[*newest], *newest),
                Reached::Group(members, joined, _) => {
                    let kind = self.known[members[0]].kind;
                    group = Known {
                        kind,
                        members: members.clone(),
                        plural: true,
                        classes: 1 << Class::Group as u32,
                        ..Known::default()
                    };
                    let first = self.document.mention_at(joined[0]).expect("joined words are heads of mentions");
                    group_profile =
                        Profile { class: Class::Group, number: Number::Plural, ..self.profiles[first].clone() };
                    (&group, &group_profile, first)
                }
            };
            let mut tie = self.tie(mention, &profile, known, newest, at, rank, nearer);
            if let Reached::Entity(entity, _) = option {
                if suggested.apposed == Some(*entity) {
                    tie.grammar = 3;
                }
                tie.described = if suggested.described == Some(*entity) {
                    1
                } else {
                    2 * usize::from(suggested.described.is_some())
                };
            }
            if fits(&profile, known, newest) {
                nearer += 1;
            }
            features::of_pair(&profile, newest, known, &tie, &mut features);
            let score = self.scorer.score(&features.0, &mut hidden);
            if score > best.0 {
                best = (score, Some(rank));
            }
            if let Some(choice) = &mut choice {
                let (mentions, joined) = match option {
                    Reached::Entity(entity, _) => (self.known[*entity].mentions.clone(), Vec::new()),
                    Reached::Group(_, joined, _) => (Vec::new(), joined.clone()),
                };
                choice.candidates.push(Candidate { mentions, joined, features: features.0.clone() });
            }
        }
        if let (Some(log), Some(choice)) = (&mut self.log, choice) {
            log.push(choice);
        }
        match best.1.map(|rank| &options[rank])? {
            Reached::Entity(entity, _) => Some(*entity),
            Reached::Group(members, ..) => Some(self.group(members.clone())),
        }
    }

    /// The entities that are looked at, nearest first.
    fn options(&mut self, mention: MentionId, suggested: Suggested) -> Vec<Reached> {
        let profile = &self.profiles[mention];
        let class = profile.class;
        let m = &self.document.mentions[mention];
        let (story, start) = (self.story(mention), m.span.start);
        let reach = match class {
            Class::Name => NAME_REACH,
            c if c.is_pronoun() => PRONOUN_REACH,
            _ => DESCRIPTION_REACH,
        };
        let mut found: Vec<EntityId> = Vec::new();
        self.stamp += 1;
        let stamp = self.stamp;
        let speaker = self.speaker(profile.quote);
        let near = self.placed.iter().rev().take(reach).take_while(|o| self.story(**o) == story);
        let near: Vec<EntityId> = near
            .filter_map(|o| self.chosen[*o])
            .chain(speaker)
            .chain(suggested.apposed)
            .chain(suggested.described)
            .collect();
        let stamps = &mut self.stamps;
        for entity in near {
            if stamps[entity] != stamp {
                stamps[entity] = stamp;
                found.push(entity);
            }
        }
        let mut look_up = |word: u32, found: &mut Vec<EntityId>| {
            for entity in self.by_word.get(&word).into_iter().flatten().rev().take(SAME_HEAD) {
                if stamps[*entity] != stamp {
                    stamps[*entity] = stamp;
                    found.push(*entity);
                }
            }
        };
        look_up(profile.head, &mut found);
        if class == Class::Name {
            for word in &profile.words {
                look_up(*word, &mut found);
            }
        }
        let mut options: Vec<Reached> = found
            .into_iter()
            .filter_map(|entity| {
                let mentions = &self.known[entity].mentions;
                let before = mentions.iter().rev().find(|o| self.document.mentions[**o].span.start < start);
                let newest = *before.or(mentions.last())?;
                let allowed = (self.story(newest) == story || class == Class::Name)
                    && self.may_be(mention, entity, newest, suggested);
                allowed.then_some(Reached::Entity(entity, newest))
            })
            .collect();
        // A predicate is nobody but its subject.
        if let Some(subject) = self.told_of(mention) {
            options.retain(|o| matches!(o, Reached::Entity(entity, _) if self.chosen[subject] == Some(*entity)));
        }
        if class == Class::They
            && let Some((members, joined)) = self.joined_before(mention)
            && !self.known.iter().any(|k| k.members == members)
        {
            let at = self.document.tokens[joined[0]].span.start;
            // "The envoys and the rebels met. They agreed": all of them, not the envoys.
            options.retain(|o| match o {
                Reached::Entity(_, newest) => !joined.contains(&self.document.mentions[*newest].head),
                Reached::Group(..) => true,
            });
            options.push(Reached::Group(members, joined, at));
        }
        let at = |o: &Reached| match o {
            Reached::Entity(_, newest) => self.document.mentions[*newest].span.start,
            Reached::Group(.., at) => *at,
        };
        options.sort_by_key(|o| std::cmp::Reverse(at(o)));
        options
    }

    /// What grammar and lexicon rule out: "Ruto thanked him" is another one; "he" is no group, and no woman; a person is no
    /// country, a Syrian no Iranian.
    fn may_be(&self, mention: MentionId, entity: EntityId, newest: MentionId, suggested: Suggested) -> bool {
        let profile = &self.profiles[mention];
        let known = &self.known[entity];
        if self.missing_within(mention, newest) {
            return false;
        }
        if !profile.class.is_pronoun() {
            let predicate = self.is_subject_of(newest, mention);
            let countries = (&self.told[mention].1, &known.country);
            if matches!(countries, (Some(a), Some(b)) if a != b) && !predicate {
                return false;
            }
            if matches!((profile.gender, known.gender), (Some(a), Some(b)) if a != b) {
                return false;
            }
            // "another ship" is not the ship.
            if profile.other && known.heads.contains(&profile.head) && !predicate {
                return false;
            }
            // "the top diplomat" is no group; "the ministers" are not Mr Khaji.
            let group = known.plural || !known.members.is_empty();
            let one = known.name.is_some() && known.kind == Some(EntityKind::Person);
            if profile.number == Number::Singular && group || profile.number == Number::Plural && one {
                return false;
            }
            let person = |kind: EntityKind| match kind {
                EntityKind::Person => Some(true),
                EntityKind::Place | EntityKind::Organization | EntityKind::Event => Some(false),
                EntityKind::Nationality | EntityKind::Other => None,
            };
            let kinds = (person(profile.kind), known.kind.and_then(person));
            if matches!(kinds, (Some(a), Some(b)) if a != b) && !predicate {
                return false;
            }
            if profile.class == Class::Name && self.name_tie(mention, known) == NameMatch::None {
                return predicate || suggested.apposed == Some(entity);
            }
        }
        if profile.class.is_pronoun() {
            if matches!(profile.class, Class::He | Class::She) {
                let other = known.gender.is_some() && known.gender != profile.gender;
                if known.plural || !known.members.is_empty() || other {
                    return false;
                }
            }
            if profile.class == Class::It && (known.plural || !known.members.is_empty()) {
                return false;
            }
        }
        let sentence = self.document.mentions[mention].sentence;
        let here = known.mentions.iter().rev().take_while(|o| self.document.mentions[**o].sentence >= sentence);
        !here.copied().any(|o| self.same_clause(mention, o))
    }

    /// "China is its largest partner": whether one is the subject of which the other is told.
    fn is_subject_of(&self, subject: MentionId, predicate: MentionId) -> bool {
        let (subject, predicate) = (self.document.mentions[subject].head, self.document.mentions[predicate].head);
        let token = &self.document.tokens[subject];
        token.head == Some(predicate)
            && token.relation.is_nominal_subject()
            && self.document.dependents(predicate, |r| r == Relation::Cop).next().is_some()
    }

    /// The entity that speaks a stretch in quotation marks.
    pub(super) fn speaker(&self, quote: u32) -> Option<EntityId> {
        self.quotes.speaker(quote).and_then(|t| self.document.mention_at(t)).and_then(|m| self.chosen[m])
    }

    /// Its place in [`super::Scorer::FORMS`].
    fn caution_form(&self, mention: MentionId, class: Class) -> usize {
        match class {
            Class::I | Class::We | Class::You => 0,
            Class::Name => 2,
            c if c.is_pronoun() => 1,
            _ if self.told[mention].0.is_some() => 3,
            _ => 4,
        }
    }

    fn alone(&self, mention: MentionId, profile: &Profile) -> Alone {
        let m = &self.document.mentions[mention];
        let known = self.by_word.get(&profile.head).map_or(0, |e| e.len().min(2));
        let place = match m.sentence {
            0 => 0,
            1..=3 => 1,
            4..=20 => 2,
            _ => 3,
        };
        let token = &self.document.tokens[m.head];
        let dummy = match token.head.filter(|_| token.relation.is_nominal_subject()) {
            Some(verb) => {
                let has =
                    |wanted: &[Relation]| self.document.dependents(verb, |r| wanted.contains(&r)).next().is_some();
                if has(&[Relation::Csubj, Relation::Ccomp, Relation::Xcomp, Relation::Advcl]) {
                    1
                } else {
                    2 * usize::from(has(&[Relation::Cop]))
                }
            }
            None => 0,
        };
        Alone { known, place, dummy }
    }

    /// Whether a sentence is a question.
    fn asks(&self, sentence: usize) -> bool {
        self.document.str(self.document.sentences[sentence].span).ends_with('?')
    }

    /// "Khaji and his counterpart": whether a possessor stands in the phrase that is joined with another.
    pub(super) fn owns_joined(&self, other: TokenId, possessor: TokenId) -> bool {
        let token = &self.document.tokens[possessor];
        token.relation == Relation::NmodPoss
            && token.head.is_some_and(|noun| {
                let noun = &self.document.tokens[noun];
                noun.relation == Relation::Conj && noun.head == Some(other)
            })
    }

    /// "Khaji met his counterpart": whether a possessor's noun has another as the subject of its verb.
    pub(super) fn acts_on_own(&self, other: TokenId, possessor: TokenId) -> bool {
        let (token, other) = (&self.document.tokens[possessor], &self.document.tokens[other]);
        token.relation == Relation::NmodPoss
            && other.relation.is_nominal_subject()
            && token.head.is_some_and(|noun| {
                let noun = &self.document.tokens[noun];
                noun.head.is_some() && noun.head == other.head && !noun.relation.is_nominal_subject()
            })
    }

    /// The subject of which a mention is told: "China" of "China is its largest partner".
    fn told_of(&self, predicate: MentionId) -> Option<MentionId> {
        if self.profiles[predicate].class.is_pronoun() {
            return None;
        }
        let head = self.document.mentions[predicate].head;
        self.document.dependents(head, |r| r == Relation::Cop).next()?;
        let subjects = self.document.dependents(head, Relation::is_nominal_subject);
        subjects.filter_map(|t| self.document.mention_at(t)).find(|s| !self.profiles[*s].class.is_pronoun())
    }

    /// How the name of a mention is like that of an entity.
    fn name_tie(&self, mention: MentionId, known: &Known) -> NameMatch {
        match (&self.names[mention], &known.name) {
            (Some(a), Some(b)) => {
                if a == b {
                    NameMatch::Same
                } else if a.same_person(b) {
                    NameMatch::Person
                } else if a.begins(b) || b.begins(a) {
                    NameMatch::Begins
                } else if a.abbreviates(b) {
                    NameMatch::Abbreviates
                } else if a.words.last() == b.words.last() {
                    NameMatch::LastWord
                } else if a.words.iter().any(|w| b.words.contains(w)) {
                    NameMatch::Word
                } else {
                    NameMatch::None
                }
            }
            _ => NameMatch::None,
        }
    }

    #[allow(clippy::too_many_arguments)]
    fn tie(
        &self,
        mention: MentionId,
        profile: &Profile,
        known: &Known,
        newest: &Profile,
        at: MentionId,
        rank: usize,
        nearer: usize,
    ) -> Tie {
        let (m, other) = (&self.document.mentions[mention], &self.document.mentions[at]);
        let (token, other_token) = (&self.document.tokens[m.head], &self.document.tokens[other.head]);
        let name = self.name_tie(mention, known);
        let compare = |a: &Option<String>, b: &Option<String>| match (a, b) {
            (None, None) => 0,
            (Some(a), Some(b)) if a == b => 1,
            (Some(_), Some(_)) => 2,
            _ => 3,
        };
        let (country, office) = if profile.class.is_pronoun() {
            (0, 0)
        } else {
            let (role, country) = &self.told[mention];
            let office = match (role, &known.role) {
                (Some(a), Some(b)) => {
                    if self.lexicon.may_be_called(b, a) {
                        1
                    } else {
                        2
                    }
                }
                (a, b) => compare(a, b),
            };
            (compare(country, &known.country), office)
        };
        let nested = if other.tokens.contains(&m.head) {
            1
        } else if m.tokens.contains(&other.head) {
            2
        } else {
            0
        };
        let grammar = if self.is_subject_of(at, mention) {
            2
        } else if self.owns_joined(other.head, m.head) {
            4
        } else if self.acts_on_own(other.head, m.head) {
            5
        } else {
            usize::from(token.head.is_some() && token.head == other_token.head)
        };
        let speaks = |quote: u32, entity_of: MentionId| {
            self.quotes.speaker(quote).is_some_and(|s| self.document.mention_at(s) == Some(entity_of))
        };
        let quotes = match (profile.quote, newest.quote) {
            (q, _) if q > 0 && self.speaker(q).is_some_and(|e| self.chosen[at] == Some(e)) => 6,
            (_, a) if a > 0 && speaks(a, mention) => 7,
            (0, 0) => 0,
            (a, b) if a == b => 1,
            (0, _) => 5,
            (_, 0) => 4,
            (a, b) => {
                let (a, b) = (self.quotes.speaker(a), self.quotes.speaker(b));
                let entity =
                    |t: Option<TokenId>| t.and_then(|t| self.document.mention_at(t)).and_then(|m| self.chosen[m]);
                let same = a.is_some() && (a == b || entity(a).is_some() && entity(a) == entity(b));
                if same { 2 } else { 3 }
            }
        };
        let same_words = profile.head == newest.head
            && m.form == other.form
            && m.form != MentionForm::Pronoun
            && profile.words == newest.words;
        let owner = |m: MentionId| self.owner(m).and_then(|o| self.chosen[o]);
        let owners = match (owner(mention), owner(at)) {
            (None, None) => 0,
            (Some(a), Some(b)) if a == b => 1,
            (Some(_), Some(_)) => 2,
            _ => 3,
        };
        let paragraph = |m: &crate::document::Mention| self.document.sentences[m.sentence].paragraph;
        Tie {
            sentences: m.sentence.saturating_sub(other.sentence),
            rank,
            nearer,
            name,
            country,
            office,
            nested,
            grammar,
            quotes,
            same_words: usize::from(same_words),
            paragraphs: paragraph(m).saturating_sub(paragraph(other)),
            described: 0,
            owners,
            answer: paragraph(m) != paragraph(other) && self.asks(other.sentence),
            question: self.asks(m.sentence),
        }
    }
}

/// Whether number and kind fit, roughly.
fn fits(profile: &Profile, known: &Known, newest: &Profile) -> bool {
    let person = known.kind == Some(EntityKind::Person);
    let number = match (profile.number, newest.number) {
        (Number::Singular, Number::Plural) | (Number::Plural, Number::Singular) => false,
        _ => !(known.plural && profile.number == Number::Singular),
    };
    let kind = match profile.class {
        Class::I | Class::We | Class::You | Class::He | Class::She => person,
        Class::It | Class::This => !person,
        Class::They | Class::These | Class::Other => true,
        _ => known.kind == Some(profile.kind),
    };
    number && kind
}
