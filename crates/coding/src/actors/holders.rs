//! Persons whom the text names and does not describe: "Putin", "Hillary Clinton", by the table of office holders.

use super::people::{Form, Holder, When};
use super::{Description, Resolver, add};
use crate::names::Named;
use jiff::civil::Date;
use legation_codebook::Term;
use legation_text::{EntityId, EntityKind, MentionForm, MentionId};
use std::collections::HashSet;

impl Resolver<'_> {
    /// What the table says of a named person: country, sector and office on that day, as far as the text does not say them.
    /// What the text says goes first; where the table contradicts it, the reason tells.
    pub(super) fn by_table(&self, entity: EntityId, id: MentionId, description: &mut Description, day: Option<Date>) {
        let Some(name) = self.person_name(entity, id) else {
            return;
        };
        let story = self.document.sentences[self.document.tokens[self.document.mentions[id].head].sentence].story;
        let named = self.story_countries(story);
        // A phrase that stands alone says nothing of where it stands.
        let near = |code: &str| named.is_empty() || named.contains(code);
        let found = self.names.holders(&name, day, &near);
        let told = description.country.as_ref().or(description.organization.as_ref()).map(|c| c.0.as_str());
        let Some(holder) = self.meant(&found, told, description) else {
            if let (Some(told), Some(other)) = (told, found.first().filter(|h| h.by != Form::Family && h.when == When::In)) {
                let term = &self.names.codebook.people[other.term];
                if told != &*term.code && description.sectors.first().map(String::as_str) == term.sector.as_deref() {
                    let more = format!("another {name} is {} ({})", office(term), place(term));
                    description.reason = add(&description.reason, more);
                }
            }
            return;
        };
        let term = &self.names.codebook.people[holder.term];
        let mut used = false;
        if told.is_none() {
            let code = (term.code.to_string(), name.clone());
            if self.names.codebook.countries.iter().any(|c| *c.code == *term.code) {
                description.country = Some(code);
            } else {
                description.organization = Some(code);
            }
            used = true;
        }
        if description.sectors.is_empty() && !description.former {
            description.sectors = match holder.when {
                When::After => vec!["ELI".to_owned()],
                When::Before => Vec::new(),
                _ => term.sector.iter().chain(&term.secondary).map(ToString::to_string).collect(),
            };
            used |= !description.sectors.is_empty();
        }
        if description.office.is_none() && matches!(holder.when, When::In | When::PerhapsIn | When::Unknown) {
            description.office = Some(super::describe::title_case(&term.office));
        }
        if used {
            let when = match (holder.when, term.to, term.seen) {
                (When::After, Some(to), _) => format!("until {to}"),
                (When::After, None, Some(seen)) => format!("last seen {seen}"),
                (When::Before, ..) => term.from.map_or_else(String::new, |from| format!("only from {from}")),
                (When::PerhapsIn, _, Some(seen)) => format!("still so when last seen, {seen}"),
                (When::Unknown, ..) => "day unknown".to_owned(),
                _ => "on that day".to_owned(),
            };
            let reason = format!("{name:?} is {} {when} ({})", office(term), place(term));
            description.reason = add(&description.reason, reason);
            let strength: f64 = match (holder.when, holder.by) {
                (When::In, Form::Full) => 0.9,
                (When::In, _) => 0.8,
                _ => 0.7,
            };
            description.strength = description.strength.max(strength);
        }
    }

    /// The one of several that can be meant: of the country that the text says, else those of the first country alone.
    /// "Brown" of two countries in whose news both stand stays open.
    fn meant<'h>(&self, found: &'h [Holder], told: Option<&str>, description: &Description) -> Option<&'h Holder> {
        let term = |h: &Holder| &self.names.codebook.people[h.term];
        if let Some(told) = told {
            return found.iter().find(|h| &*term(h).code == told);
        }
        // A title in the text ("General", "Senator") must fit.
        let fits = |h: &&Holder| {
            description.former
                || description.sectors.first().is_none_or(|s| {
                    Some(s.as_str()) == term(h).sector.as_deref() || matches!(h.when, When::After | When::Before)
                })
        };
        let mut fitting = found.iter().filter(fits);
        let best = fitting.next()?;
        let rival = found.iter().filter(fits).any(|h| {
            term(h).code != term(best).code
                && h.when == best.when
                && (best.by == Form::Family || term(h).rank == term(best).rank)
                && self.is_near(h, best)
        });
        (!rival).then_some(best)
    }

    /// Whether a rival stands as near to the story as the best one: the list is ordered by nearness first, then by rank.
    fn is_near(&self, rival: &Holder, best: &Holder) -> bool {
        let rank = |h: &Holder| self.names.codebook.people[h.term].rank;
        rank(rival) <= rank(best)
    }

    /// The fullest name of a person; none for what is no person, or a name that is a country's or an organization's.
    fn person_name(&self, entity: EntityId, id: MentionId) -> Option<String> {
        let mentions = &self.document.mentions;
        let person = |m: &MentionId| mentions[*m].kind == EntityKind::Person;
        if !person(&id) && !self.document.entities[entity].mentions.iter().any(person) {
            return None;
        }
        let name = self
            .document
            .entities[entity]
            .mentions
            .iter()
            .filter(|m| mentions[**m].form == MentionForm::Named && person(m))
            .filter_map(|m| mentions[*m].name.clone())
            .max_by_key(|tokens| tokens.len())?;
        let words = self.document.str(self.document.span_of(&name));
        let other = self.names.lookup(words).is_some_and(|n| !matches!(n, Named::Capital(_)));
        (!other).then(|| words.to_owned())
    }

    /// Codes of the countries and bodies that a story names, found once.
    fn story_countries(&self, story: usize) -> &HashSet<String> {
        self.story_countries[story].get_or_init(|| {
            let mut seen = HashSet::new();
            for sentence in self.document.sentences.iter().filter(|s| s.story == story) {
                for (_, named) in self.names.within(self.document, sentence.tokens.clone()) {
                    seen.insert(match named {
                        Named::Country(i) | Named::Capital(i) | Named::Seat(i, _) | Named::Nationality(i, _) => {
                            self.names.country(i).code.clone()
                        }
                        Named::Organization(i) => self.names.codebook.organizations[i].code.clone(),
                    });
                }
            }
            seen
        })
    }
}

fn office(term: &Term) -> String {
    format!("{}, {}", term.office, term.code)
}

fn place(term: &Term) -> String {
    format!("{}:{}", term.file, term.line)
}
