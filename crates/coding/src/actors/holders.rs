//! Persons whom the text names and does not describe: "Putin", "Hillary Clinton", by the table of office holders.

use super::comparison::Claim;
use super::people::{Form, Holder, When};
use super::titles::{Owner, Title};
use super::{Description, Resolver, add};
use crate::names::Named;
use jiff::civil::Date;
use legation_codebook::{Rank, Standing, Term};
use legation_text::{EntityId, EntityKind, MentionForm, MentionId, Relation, TokenId, predicates};

/// So many mentions of somebody are looked through for a title: news gives it at the first or second.
const MENTIONS: usize = 20;

impl Resolver<'_> {
    /// What the table says of a named person: country, sector and office on that day, as far as the text does not say them.
    /// What the text says goes first; where the table contradicts it, the reason tells.
    pub(super) fn by_table(&self, entity: EntityId, id: MentionId, description: &mut Description, day: Option<Date>) {
        let Some((name, person)) = self.person_name(entity, id) else {
            return;
        };
        let story = self.document.sentences[self.document.tokens[self.document.mentions[id].head].sentence].story;
        let named = self.toponyms.countries(story);
        // A phrase that stands alone says nothing of where it stands.
        let near = |code: &str| named.is_empty() || named.contains_key(code);
        let mut found = self.names.holders(&name, day, &near);
        if !person {
            found.retain(|h| {
                let leader = self.names.codebook.people[h.term].rank == Rank::Leader;
                h.by == Form::Full || leader && h.when <= When::Unknown
            });
        }
        let contradiction = self.contradiction(entity, &name, story, description);
        let told = description.country.as_ref().or(description.organization.as_ref()).map(|c| c.0.as_str());
        let Some(holder) = self.meant(&found, told, description) else {
            if let Some(contradiction) = contradiction {
                description.reason = add(&description.reason, contradiction);
            } else if let (Some(told), Some(other)) =
                (told, found.first().filter(|h| h.by != Form::Family && h.when == When::In))
            {
                let term = &self.names.codebook.people[other.term];
                if told != &*term.code && description.sectors.first().map(String::as_str) == term.sector.as_deref() {
                    let more = format!("another {name} is {} ({})", office(term), place(term));
                    description.reason = add(&description.reason, more);
                }
            }
            return;
        };
        if let Some(contradiction) = contradiction {
            description.reason = add(&description.reason, contradiction);
        }
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

    /// Where the text gives somebody an office of a country by title or apposition and the table says otherwise on the day of the
    /// story. The text goes first; the reader is told.
    fn contradiction(&self, entity: EntityId, name: &str, story: usize, told: &Description) -> Option<String> {
        let (office, (code, _)) = told.office.as_deref().zip(told.country.as_ref())?;
        if told.former || told.by_scene {
            return None;
        }
        let day = self.day_of(story);
        let claim = Claim { name, code, office, standing: Standing::InOffice, day };
        let contradiction = self.names.verdict(&claim).contradiction()?;
        let mentions = self.document.entities[entity].mentions.iter().take(MENTIONS);
        let says_so = |title: &Title<'_>| {
            title.standing == Standing::InOffice
                && title.owner == Owner::Country(code.clone())
                && title.office.eq_ignore_ascii_case(office)
        };
        let titled = mentions.flat_map(|m| self.titles(*m)).any(|title| says_so(&title));
        titled.then(|| format!("title {:?} of the text; {contradiction}", office.to_lowercase()))
    }

    /// Whom an office without a name means on a day: "the French president". Only one office holder, not "two presidents" or
    /// "a minister".
    pub(super) fn in_office(&self, head: TokenId, description: &Description, day: Option<Date>) -> Option<&Term> {
        // "The pope" is a seat of the codebook, no office in words.
        let seat = self.document.tokens[head].lemma.to_lowercase();
        let office = description.office.as_deref().or((seat == "pope").then_some("pope"));
        let office = office.filter(|_| !description.former)?;
        if self.document.tokens[head].is_plural() || self.is_indefinite(head) {
            return None;
        }
        let (code, body) = match (&description.country, &description.organization) {
            (Some((code, _)), _) => (code.as_str(), None),
            (None, Some((code, words))) => (code.as_str(), Some(words.as_str())),
            _ => return None,
        };
        let day = day?;
        let of = |code: &str| self.names.holder_of(code, body, office, day);
        // The table has the holders of a state that is gone under the one that has its capital now.
        of(code).or_else(|| self.names.heirs_of(code).find_map(of))
    }

    fn is_indefinite(&self, head: TokenId) -> bool {
        self.document
            .dependents(head, |r| r == Relation::Det)
            .any(|d| matches!(&*self.document.tokens[d].lemma, "a" | "an" | "another" | "some" | "any" | "no"))
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

    /// The fullest name of somebody, and whether he was read as a person: a family name alone ("Guterres") is often taken for a
    /// place. None for a name that is a country's or an organization's, and for where something happens.
    fn person_name(&self, entity: EntityId, id: MentionId) -> Option<(String, bool)> {
        let mentions = &self.document.mentions;
        let of_entity = &self.document.entities[entity].mentions;
        let person = of_entity.iter().chain([&id]).any(|m| mentions[*m].kind == EntityKind::Person);
        let name = of_entity
            .iter()
            .filter(|m| {
                mentions[**m].form == MentionForm::Named && (mentions[**m].kind == EntityKind::Person || !person)
            })
            .filter_map(|m| mentions[*m].name.clone())
            .max_by_key(ExactSizeIterator::len)?;
        let words = self.document.str(self.document.span_of(&name));
        let other = self.names.lookup(words).is_some_and(|n| !matches!(n, Named::Capital(_)));
        let head = mentions[id].head;
        let place = !person
            && !matches!(self.document.tokens[head].relation, Relation::Nsubj | Relation::Root | Relation::Obj)
            && !predicates::preposition(self.document, head).is_empty();
        (!other && !place).then(|| (words.to_owned(), person))
    }
}

fn office(term: &Term) -> String {
    format!("{}, {}", term.office, term.code)
}

pub(super) fn place(term: &Term) -> String {
    format!("{}:{}", term.file, term.line)
}
