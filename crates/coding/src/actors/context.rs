//! What the story around a phrase says of somebody: whose counterpart or aide he is, where the story is set.

use super::{Description, Resolver, add, join};
use crate::names::Named;
use jiff::civil::Date;
use legation_codebook::OfficeForm;
use legation_text::{EntityId, EntityKind, MentionId, Relation, SentenceId, SentenceKind, TokenId};
use std::ops::Range;

/// Offices whose sector is that of the person they work for.
const SERVING: &[&str] = &[
    "aide",
    "adviser",
    "advisor",
    "assistant",
    "spokesman",
    "spokeswoman",
    "spokesperson",
    "deputy",
    "ally",
    "bodyguard",
    "predecessor",
    "successor",
];

/// Sectors of those who mostly deal with their own state.
const INNER: &[&str] = &["LEG", "JUD", "COP", "OPP", "PTY", "REB", "LAB", "EDU", "CVL"];

/// Words that say that somebody is of other countries, or of several.
const BEYOND: &[&str] = &[
    "foreign",
    "international",
    "global",
    "world",
    "western",
    "regional",
    "neighbouring",
    "neighboring",
    "african",
    "arab",
    "asian",
    "european",
    "american",
    "gulf",
    "pacific",
    "nordic",
    "baltic",
    "balkan",
    "caribbean",
    "islamic",
    "muslim",
    "allied",
    "coalition",
    "various",
    "several",
];

/// Offices whose holders act in other countries.
const ABROAD: &[&str] =
    &["embassy", "ambassador", "envoy", "diplomat", "consul", "consulate", "attaché", "peacekeeper"];

/// Where those act whose country a sentence names.
enum Home {
    /// A body or group that deals with its own state: "Jordan's lower house".
    Within,
    /// A state or its people act: "Nepal's king".
    Acts,
    /// They are in another country: "the Danish envoy".
    Abroad,
    /// Nothing tells.
    Unknown,
}

impl Resolver<'_> {
    /// "their forces", "Assad's brother": the country of the one whose they are.
    pub(super) fn by_possessor(&self, head: TokenId, description: &mut Description, day: Option<Date>) {
        let possessor =
            self.document.dependents(head, |r| r == Relation::NmodPoss).find_map(|t| self.document.mention_at(t));
        let Some(owner) = possessor.map(|p| self.document.mentions[p].entity) else {
            return;
        };
        let owner = self.document.entities[owner].members.first().copied().unwrap_or(owner);
        let Some(best) = self.fullest(owner) else {
            return;
        };
        let theirs = self.mention_without_counterpart(best, owner, day);
        // "his aides": those who work for somebody are of his sector; "its president", of a party, is of the party.
        let party = self.document.mentions[best].kind == EntityKind::Organization && theirs.organization.is_some();
        let office = self.names.office_at(self.document, head);
        if office.is_some_and(|o| {
            let term = o.term.as_str();
            SERVING.contains(&term) || party && super::describe::LEADS.contains(&term)
        }) && !theirs.sectors.is_empty()
            && theirs.sectors != description.sectors
        {
            description.sectors.clone_from(&theirs.sectors);
            description.reason = add(&description.reason, format!("who works for {:?}", self.text(best)));
        }
        if let Some(country) = theirs.country.or(theirs.organization) {
            description.reason = add(&description.reason, format!("of {:?}", self.text(best)));
            description.country = Some(country);
            description.strength = description.strength.max(0.7);
        }
    }

    /// "his Syrian counterpart Faisal Mekdad": the office of the one whose counterpart he is. A counterpart whose
    /// country nobody names is of another one: of the country where the story is set.
    pub(super) fn as_counterpart(
        &self,
        entity: EntityId,
        head: TokenId,
        description: &mut Description,
        day: Option<Date>,
    ) {
        let Some(owner) = self.document.entities[entity].counterpart_of.filter(|o| *o != entity) else {
            return;
        };
        let Some(best) = self.fullest(owner) else {
            return;
        };
        let theirs = self.mention_without_counterpart(best, owner, day);
        let code = |d: &Description| d.country.as_ref().map(|c| c.0.clone());
        if description.country.is_some() && code(description) == code(&theirs) {
            description.country = None;
        }
        if description.country.is_none() && theirs.country.is_some() {
            let story = self.document.sentences[self.document.tokens[head].sentence].story;
            let there = self.dateline(story).map(|i| self.names.country(i));
            if let Some(country) = there.filter(|c| Some(&c.code) != code(&theirs).as_ref()) {
                description.country = Some((country.code.clone(), country.name.clone()));
                description.reason =
                    add(&description.reason, format!("country: that of the dateline, {}", country.name));
            }
        }
        if theirs.sectors.is_empty() {
            return;
        }
        description.sectors.clone_from(&theirs.sectors);
        description.office.clone_from(&theirs.office);
        description.reason = format!(
            "{}counterpart of {:?}, {}",
            if description.reason.is_empty() { String::new() } else { format!("{}; ", description.reason) },
            self.text(best),
            theirs.office.as_deref().unwrap_or("office unknown")
        );
        description.strength = description.strength.max(0.8);
    }

    fn mention_without_counterpart(&self, id: MentionId, entity: EntityId, day: Option<Date>) -> Description {
        let describe = |m: MentionId| {
            let m = &self.document.mentions[m];
            self.describe(m.head, m.tokens.clone(), m.name.clone(), m.kind, day)
        };
        let mut best = describe(id);
        for other in self.others(entity, id) {
            best = join(&best, &describe(other));
        }
        best
    }

    /// Whether a name tells where something is: "in Lima", "across Peru", "in the Iraqi city of Mosul", "in
    /// Pakistan's north-west", a dateline; not who acts. A nationality does so only within the name of a place.
    fn sets_scene(&self, range: &Range<TokenId>, named: Named) -> bool {
        self.is_where(range, matches!(named, Named::Nationality(..)))
    }

    /// Whether a name, or the place whose name it is part of, tells where something is; an adjective does only as part.
    fn is_where(&self, range: &Range<TokenId>, adjective: bool) -> bool {
        let tokens = &self.document.tokens;
        let mut top =
            range.clone().find(|t| tokens[*t].head.is_none_or(|h| !range.contains(&h))).unwrap_or(range.start);
        let mut within_place = false;
        while matches!(
            tokens[top].relation,
            Relation::NmodPoss | Relation::Compound | Relation::Amod | Relation::Nmod | Relation::Appos
        ) && let Some(head) = tokens[top].head
            && self.document.mention_at(head).is_some_and(|m| {
                let place = &self.document.mentions[m];
                place.kind == EntityKind::Place && place.head == head
            })
        {
            top = head;
            within_place = true;
        }
        if adjective && !within_place {
            return false;
        }
        let preposition = legation_text::predicates::preposition(self.document, top);
        let dateline = self.document.sentences[tokens[top].sentence].kind == SentenceKind::Metadata;
        dateline
            || matches!(
                preposition.as_str(),
                "in" | "at" | "near" | "across" | "throughout" | "around" | "outside" | "inside" | "within"
            )
    }

    /// An unnamed office or group without a country, where the sentence or else the story is set in one country
    /// ("Police arrested protesters in Lima"). Sides of the event ("French troops", "Israel") set no scene.
    pub(super) fn by_story(&self, token: TokenId, description: &mut Description) {
        let sentence = &self.document.sentences[self.document.tokens[token].sentence];
        if self.is_of_several_states(token) {
            return;
        }
        let here = self.scene(self.document.tokens[token].sentence);
        let (found, of) = match (here, self.fellow(token)) {
            ([], Some(country)) => (Some(country), "that of whom it is told with"),
            ([only], _) => (Some(*only), "the only one of the sentence"),
            ([], None) => match self.scene_of_story(sentence.story) {
                [only] => (Some(*only), "the only one of the story"),
                _ => (self.dateline(sentence.story), "that of the dateline"),
            },
            _ => (None, ""),
        };
        if let Some(only) = found {
            let country = self.names.country(only);
            description.country = Some((country.code.clone(), country.name.clone()));
            description.reason = format!("{}; country: {of}, {}", description.reason, country.name);
            description.strength *= 0.75;
            description.by_scene = true;
        }
    }

    /// "both governments", "foreign embassies", "West African leaders": of no one country.
    fn is_of_several_states(&self, token: TokenId) -> bool {
        let phrase = legation_text::phrase(self.document, token);
        let number = |t: TokenId| matches!(&*self.document.tokens[t].lemma.to_lowercase(), "both" | "two");
        let of_state = self
            .names
            .office_at(self.document, token)
            .is_some_and(|o| o.sector == "GOV" || o.sector == "MIL" && o.form != OfficeForm::Person);
        let plural = self.document.tokens[token].is_plural();
        phrase.clone().filter(|t| *t <= token).any(|t| {
            let word = self.document.tokens[t].lemma.to_lowercase();
            plural && of_state && (number(t) || BEYOND.contains(&word.as_str()))
        })
    }

    /// The country of whom somebody is told with, where it is the only one of the sentence: "Jordan's lower house called on the
    /// government", whatever the dateline. That holds of bodies that act within a state; where the story never speaks of the country
    /// of its dateline it holds of everybody who acts ("Nepal's king dismissed four ministers"), but not of who came from there
    /// ("two German photographers", "the Danish envoy").
    fn fellow(&self, token: TokenId) -> Option<usize> {
        let id = self.document.tokens[token].sentence;
        let sentence = &self.document.sentences[id];
        let mut only: Option<usize> = None;
        let (mut within, mut acts) = (false, false);
        for (range, what) in self.names.spoken_of(self.document, sentence.tokens.clone()) {
            let (Named::Country(i) | Named::Capital(i) | Named::Seat(i, _) | Named::Nationality(i, _)) = what else {
                continue;
            };
            if only.is_some_and(|o| self.names.country(o).code != self.names.country(i).code) {
                return None;
            }
            only = Some(i);
            match self.at_home(&range, matches!(what, Named::Seat(..))) {
                Home::Abroad => return None,
                Home::Within => within = true,
                Home::Acts => acts = true,
                Home::Unknown => (),
            }
        }
        let only = only?;
        let unspoken = || {
            let dateline = self.dateline(sentence.story).map(|i| &self.names.country(i).code);
            // The dateline itself names it once.
            dateline.is_some_and(|d| self.toponyms.countries(sentence.story).get(d).is_none_or(|times| *times <= 1))
        };
        (within || acts && unspoken()).then_some(only)
    }

    /// What a country's name in a sentence says of where its people are.
    fn at_home(&self, range: &Range<TokenId>, seat: bool) -> Home {
        let tokens = &self.document.tokens;
        let top = range.clone().find(|t| tokens[*t].head.is_none_or(|h| !range.contains(&h))).unwrap_or(range.start);
        let owner = tokens[top].head.filter(|_| tokens[top].relation.modifies());
        let office = owner.or(Some(range.end - 1)).and_then(|o| self.names.office_at(self.document, o));
        let (relation, possessor) = match owner {
            Some(owner) => {
                (tokens[owner].relation, matches!(tokens[top].relation, Relation::NmodPoss | Relation::Nmod))
            }
            None => (tokens[top].relation, false),
        };
        let subject = relation.is_nominal_subject() || matches!(relation, Relation::NmodPoss | Relation::OblAgent);
        if office.is_some_and(|o| ABROAD.iter().any(|w| o.term.ends_with(w))) {
            Home::Abroad
        } else if (subject || possessor) && (seat || office.is_some_and(|o| INNER.contains(&o.sector.as_str()))) {
            Home::Within
        } else if subject {
            Home::Acts
        } else {
            Home::Unknown
        }
    }

    /// An office holder who is named without a country: of the country that the story is datelined from ("ASTANA - Foreign
    /// Minister Askar Iskakov accused ..."), never of one where a sentence is merely set ("General Soleimani's role in Syria"). Wrong for a guest whom
    /// the story names by office alone ("PARIS - President Bush met ..."): a table of leaders would know.
    pub(super) fn by_dateline(&self, token: TokenId, description: &mut Description) {
        let story = self.document.sentences[self.document.tokens[token].sentence].story;
        if let Some(country) = self.dateline(story).map(|i| self.names.country(i)) {
            description.country = Some((country.code.clone(), country.name.clone()));
            description.reason = format!("{}; country: that of the dateline, {}", description.reason, country.name);
            description.strength *= 0.75;
            description.by_scene = true;
        }
    }

    /// Countries where a sentence is set.
    fn scene(&self, sentence: SentenceId) -> &[usize] {
        self.scenes[sentence].get_or_init(|| {
            let mut seen: Vec<usize> = Vec::new();
            for (range, named) in self.names.spoken_of(self.document, self.document.sentences[sentence].tokens.clone())
            {
                if let Named::Country(i) | Named::Capital(i) | Named::Seat(i, _) | Named::Nationality(i, _) = named
                    && self.sets_scene(&range, named)
                {
                    self.add_country(&mut seen, i);
                }
            }
            let first = self.document.mentions.partition_point(|m| m.sentence < sentence);
            let last = self.document.mentions.partition_point(|m| m.sentence <= sentence);
            for country in (first..last).filter_map(|m| self.scene_of_town(m)) {
                self.add_country(&mut seen, country);
            }
            seen
        })
    }

    /// Countries where a story is set, found once.
    fn scene_of_story(&self, story: usize) -> &[usize] {
        self.story_scenes[story].get_or_init(|| {
            let mut seen = Vec::new();
            for (id, _) in self.document.sentences.iter().enumerate().filter(|(_, s)| s.story == story) {
                self.scene(id).iter().for_each(|i| self.add_country(&mut seen, *i));
            }
            seen
        })
    }

    /// The country of a named place that only the gazetteer knows: "in Mosul".
    fn scene_of_town(&self, mention: MentionId) -> Option<usize> {
        let mention = &self.document.mentions[mention];
        let name = mention.name.clone().filter(|_| mention.kind == EntityKind::Place)?;
        let range = name.clone();
        let span = self.document.span_of(&name);
        if self.names.lookup(self.document.str(span)).is_some() || !self.is_where(&range, false) {
            return None;
        }
        self.names.country_of_code(self.toponyms.country_of(span)?)
    }

    fn add_country(&self, seen: &mut Vec<usize>, country: usize) {
        if !seen.iter().any(|s| self.names.country(*s).code == self.names.country(country).code) {
            seen.push(country);
        }
    }

    /// The country of a story's dateline: "KABUL, Afghanistan -".
    pub(super) fn dateline(&self, story: usize) -> Option<usize> {
        let span = self.document.stories.get(story)?.dateline?;
        let sentence = self.document.sentences.iter().find(|s| s.span.contains(span))?;
        let named = self.names.within(self.document, sentence.tokens.clone());
        let known = named.into_iter().find_map(|(_, what)| match what {
            Named::Country(i) | Named::Capital(i) | Named::Seat(i, _) => Some(i),
            _ => None,
        });
        // "ISTANBUL, March 3 -"
        known.or_else(|| {
            let words = self.document.str(span);
            let town = words.split([',', '(']).next().map(str::trim_end).filter(|t| !t.is_empty())?;
            let town = legation_text::Span::new(span.start, span.start + town.len());
            self.names.country_of_code(self.toponyms.country_of(town)?)
        })
    }
}
