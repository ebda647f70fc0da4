//! Who somebody is: country, sector and office, from what the text says.
//!
//! "Syrian Deputy Foreign Minister Ayman Sosan" is SYR GOV by his title; "Sosan", "he" and "the two top
//! diplomats" later on are resolved through the mention that says so. Every resolution gives its reason.

pub(crate) mod comparison;
mod context;
mod describe;
mod holders;
pub(crate) mod people;
pub(crate) mod titles;

use crate::names::{Named, Names, normal};
use crate::toponyms::Toponyms;
use jiff::civil::Date;
use legation_codebook::OfficeForm;
use legation_text::{Document, EntityId, EntityKind, MentionForm, MentionId, Relation, Span, TokenId, Upos};
use std::cell::OnceCell;
use std::ops::Range;

/// A participant as it stands in the text and as it was resolved.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Resolution {
    /// The phrase.
    pub span: Span,
    /// Kind of thing.
    pub kind: Option<EntityKind>,
    /// Fullest name: "Ayman Sosan".
    pub name: Option<String>,
    /// Country or non-state code.
    pub code: Option<String>,
    /// Primary and secondary sector.
    pub sectors: Vec<String>,
    /// "Deputy Foreign Minister".
    pub office: Option<String>,
    /// The mention that it was resolved through.
    pub coreferent: Option<Span>,
    /// How it was found.
    pub reason: String,
    /// 0 to 1.
    pub confidence: f64,
    /// Entity in the document.
    pub entity: Option<EntityId>,
    /// Head word.
    pub head: TokenId,
    /// Whether the country is only where the story is set.
    pub by_scene: bool,
    /// Whether the user's own tables say that the name is no actor.
    pub nobody: bool,
}

impl Resolution {
    /// Names an office by who holds it.
    fn hold(&mut self, holder: Option<&legation_codebook::Term>) {
        if let Some(term) = holder {
            self.reason = add(&self.reason, format!("then {} ({})", term.name, holders::place(term)));
            self.name = Some(term.name.to_string());
        }
    }

    /// Whether country or sector is known.
    pub fn is_resolved(&self) -> bool {
        self.code.is_some() || !self.sectors.is_empty()
    }
}

/// What the words of one phrase say.
#[derive(Clone, Debug, Default)]
struct Description {
    country: Option<(String, String)>,
    sectors: Vec<String>,
    office: Option<String>,
    /// The code that is not a country: UNO, IGO ...
    organization: Option<(String, String)>,
    former: bool,
    reason: String,
    /// How sure its words are.
    strength: f64,
    person_noun: bool,
    by_scene: bool,
    /// The user's own tables say that the name is no actor.
    nobody: bool,
}

/// Nouns and pronouns that take a part of a group.
const QUANTITIES: &[&str] = &[
    "some", "many", "most", "several", "few", "one", "none", "all", "both", "half", "dozen", "hundred", "thousand",
    "ten", "score", "majority", "number", "group", "member", "part", "rest",
];

/// Sectors that make an event political.
const POLITICAL: &[&str] =
    &["GOV", "MIL", "LEG", "JUD", "COP", "PTY", "REB", "SPY", "OPP", "PRM", "UAF", "ELI", "REF", "PRE"];

/// Whether somebody is a political actor: a country, an international body, or a political sector.
pub(crate) fn is_political(resolution: &Resolution) -> bool {
    let weak = |s: &String| !POLITICAL.contains(&s.as_str());
    match resolution.code.as_deref() {
        Some("MNC") => false,
        // Residents of the town where the story is set are no more political than residents of anywhere.
        Some(_) if resolution.by_scene => !resolution.sectors.iter().all(weak),
        // A school, a firm or a sports league of a country is none of its politics; its students and workers may
        // be, and so may a body that works across borders.
        Some(code) => {
            let private = |s: &String| matches!(s.as_str(), "BUS" | "EDU" | "MED") || s == "SOC" && code != "NGO";
            // The World Health Organization is a body of states.
            matches!(code, "UNO" | "IGO" | "EUR")
                || resolution.kind != Some(EntityKind::Organization)
                || resolution.sectors.is_empty()
                || !resolution.sectors.iter().all(private)
        }
        None => resolution.sectors.iter().any(|s| !weak(s)),
    }
}

/// Resolves participants of one document.
pub(crate) struct Resolver<'a> {
    pub document: &'a Document,
    pub names: &'a Names,
    /// Countries where each sentence is set, once somebody asked.
    scenes: Vec<OnceCell<Vec<usize>>>,
    story_scenes: Vec<OnceCell<Vec<usize>>>,
    /// Places of the document, and the countries that its stories name.
    pub toponyms: Toponyms<'a>,
    /// Whether the name of a mention is an office, once somebody asked: an entity may have thousands of mentions.
    offices: Vec<OnceCell<bool>>,
}

impl<'a> Resolver<'a> {
    pub(crate) fn new(document: &'a Document, names: &'a Names) -> Self {
        let stories = document.sentences.iter().map(|s| s.story + 1).max().unwrap_or(0);
        Self {
            document,
            names,
            scenes: vec![OnceCell::new(); document.sentences.len()],
            story_scenes: vec![OnceCell::new(); stories],
            toponyms: Toponyms::new(document, names),
            offices: vec![OnceCell::new(); document.mentions.len()],
        }
    }
}

impl Resolver<'_> {
    /// Who the phrase under `token` is on `day`; a group gives one resolution a member. Part of a group, and what belongs to
    /// somebody, stands with its whole phrase: "seven of them", "a Red Cross convoy".
    pub(crate) fn resolve(&self, token: TokenId, day: Option<Date>) -> Vec<Resolution> {
        let mut found = self.resolve_mention(token, day);
        if let [one] = &mut found[..]
            && let Some(whole) = self.part_of_group(token).or_else(|| self.thing_of(token))
        {
            one.span = self.document.span_of(&legation_text::phrase(self.document, whole));
            let office = self.names.office_at(self.document, whole).filter(|o| o.form != OfficeForm::Abstract);
            if let Some(office) = office.filter(|_| one.sectors.is_empty()) {
                one.sectors.push(office.sector.clone());
                one.reason = add(&one.reason, format!("{:?} acts for {}", office.term, office.sector));
            }
        }
        found
    }

    /// The number or quantity that a phrase hangs on: "seven" of "seven of them".
    fn part_of_group(&self, token: TokenId) -> Option<TokenId> {
        let word = &self.document.tokens[token];
        let head = word.head.filter(|_| word.relation == Relation::Nmod)?;
        let of = legation_text::predicates::preposition(self.document, token) == "of";
        let quantity = self.document.tokens[head].upos == Upos::Num
            || QUANTITIES.contains(&self.document.tokens[head].lemma.to_lowercase().as_str());
        (of && quantity).then_some(head)
    }

    /// The thing or building that a name says whose it is: "convoy" of "a Red Cross convoy"; not an abstract one ("the Iranian
    /// invitation"), which stands for its owner.
    fn thing_of(&self, token: TokenId) -> Option<TokenId> {
        let mut at = token;
        let mut found = None;
        // "two helicopters of the United Nations mission" is two steps off.
        for _ in 0..2 {
            let word = &self.document.tokens[at];
            let of =
                word.relation == Relation::Nmod && legation_text::predicates::preposition(self.document, at) == "of";
            // "Qatari" of "U.S. and Qatari warplanes" says whose as "U.S." does.
            let listed = word.head.filter(|_| word.relation == Relation::Conj);
            let word = listed.map_or(word, |first| &self.document.tokens[first]);
            if !of && !matches!(word.relation, Relation::Amod | Relation::Compound | Relation::NmodPoss) {
                break;
            }
            let Some(head) = word.head else { break };
            let office = self.names.office_at(self.document, head).map(|o| o.form);
            let concrete = office.is_some_and(|form| form != OfficeForm::Abstract)
                || self.names.is_facility(&self.document.tokens[head].lemma);
            // "ambassador" may be tagged as a name.
            let common =
                self.document.tokens[head].upos.is_noun() && self.document.form(head).starts_with(char::is_lowercase);
            if concrete && common {
                found = Some(head);
            }
            at = head;
        }
        found
    }

    fn resolve_mention(&self, token: TokenId, day: Option<Date>) -> Vec<Resolution> {
        let Some(mention) = self.document.mention_at(token) else {
            return vec![self.phrase(token, day)];
        };
        let entity = self.document.mentions[mention].entity;
        let members = &self.document.entities[entity].members;
        if members.is_empty() {
            let one = self.mention(mention, entity, day);
            return self.each_nationality(token, one);
        }
        members
            .iter()
            .filter_map(|member| {
                let best = self.fullest(*member)?;
                let mut found = self.mention(best, *member, day);
                found.coreferent = Some(self.document.mentions[best].span);
                found.reason =
                    format!("{:?} takes up {:?}: {}", self.document.form(token), self.text(best), found.reason);
                found.span = self.document.mentions[mention].span;
                found.head = token;
                found.confidence *= 0.9;
                Some(found)
            })
            .collect()
    }

    /// Who a phrase given whole is: its own words count before those of the mention at its head.
    pub(crate) fn resolve_phrase(&self, head: TokenId, tokens: Range<TokenId>, day: Option<Date>) -> Vec<Resolution> {
        let whole = self.document.span_of(&tokens);
        if let Some(what) = self.names.lookup(self.document.str(whole)) {
            let mut d = Description { strength: 0.3, ..Description::default() };
            self.describe_name(what, &tokens, &tokens, day, &mut d);
            let kind = self.document.mention_at(head).map(|m| self.document.mentions[m].kind);
            let holder = self.in_office(head, &d, day);
            let mut found = self.finish(whole, head, kind, d, None);
            found.name = match what {
                Named::Country(i) => Some(self.names.country(i).name.clone()),
                Named::Organization(i) => Some(self.names.codebook.organizations[i].name.clone()),
                _ => None,
            };
            found.hold(holder);
            return vec![found];
        }
        let mut found = self.resolve(head, day);
        for one in &mut found {
            if one.is_resolved() && one.code.is_some() && !one.sectors.is_empty() {
                continue;
            }
            let mention = self.document.mention_at(head).map(|m| &self.document.mentions[m]);
            let (name, kind) = mention.map_or((None, EntityKind::Other), |m| (m.name.clone(), m.kind));
            let d = self.describe(head, tokens.clone(), name, kind, day);
            let wider = self.finish(whole, head, one.kind, d, None);
            if one.code.is_none() && wider.code.is_some() {
                one.code = wider.code;
                one.reason = wider.reason.clone();
            }
            if one.sectors.is_empty() && !wider.sectors.is_empty() {
                one.sectors = wider.sectors;
                one.office = one.office.take().or(wider.office);
                one.reason = wider.reason;
            }
        }
        found
    }

    /// "French and Egyptian warships" are two sides: one resolution for each country that is named.
    fn each_nationality(&self, token: TokenId, one: Resolution) -> Vec<Resolution> {
        let adjectives = self.document.dependents(token, |r| matches!(r, Relation::Amod | Relation::Compound));
        let joined: Vec<TokenId> = adjectives
            .flat_map(|a| std::iter::once(a).chain(self.document.dependents(a, |r| r == Relation::Conj)))
            .collect();
        // "the foreign ministers of Armenia and Azerbaijan"
        let owners = self
            .document
            .dependents(token, |r| r == Relation::Nmod)
            .filter(|o| legation_text::predicates::preposition(self.document, *o) == "of")
            .flat_map(|o| std::iter::once(o).chain(self.document.dependents(o, |r| r == Relation::Conj)));
        let countries: Vec<usize> = joined
            .into_iter()
            .chain(owners)
            .filter_map(|a| match self.names.within(self.document, a..a + 1)[..] {
                [(_, Named::Nationality(i, _) | Named::Country(i))] => Some(i),
                _ => None,
            })
            .collect();
        let several = countries.len() > 1 && self.document.tokens[token].is_plural();
        if !several {
            return vec![one];
        }
        countries
            .into_iter()
            .map(|i| {
                let country = self.names.country(i);
                let mut side = one.clone();
                side.code = Some(country.code.clone());
                side.name = Some(format!("{} of {}", self.document.form(token), country.name));
                side.entity = None;
                side.reason = format!(
                    "{}; one of the sides that {:?} names: {}",
                    side.reason,
                    self.document.str(one.span),
                    country.name
                );
                side
            })
            .collect()
    }

    /// Something that kills without anybody being named: "a roadside bomb".
    pub(crate) fn means(&self, token: TokenId) -> Resolution {
        let tokens = legation_text::phrase(self.document, token);
        Resolution {
            span: self.document.span_of(&tokens),
            kind: Some(EntityKind::Other),
            sectors: vec!["UNK".to_owned()],
            reason: "only the means is told, not who used it".to_owned(),
            confidence: 0.5,
            head: token,
            ..Resolution::default()
        }
    }

    /// Whether what was taken for a name is an office: "president" of "Peru's president", "U.N. secretary-general".
    fn is_office(&self, mention: MentionId) -> bool {
        *self.offices[mention].get_or_init(|| {
            let mention = &self.document.mentions[mention];
            let office = self.names.office_span(self.document, mention.head).map(|(_, span)| span);
            mention.name.as_ref().zip(office).is_some_and(|(name, office)| name.end == office.end)
        })
    }

    fn text(&self, mention: MentionId) -> &str {
        self.document.str(self.document.mentions[mention].span)
    }

    /// The mention that tells most: the longest with a name, else the longest.
    fn fullest(&self, entity: EntityId) -> Option<MentionId> {
        let rank = |m: &MentionId| {
            let mention = &self.document.mentions[*m];
            (
                mention.form == MentionForm::Named,
                mention.form == MentionForm::Nominal,
                mention.tokens.len(),
                std::cmp::Reverse(*m),
            )
        };
        self.document.entities[entity].mentions.iter().copied().max_by_key(rank)
    }

    /// A phrase that is no mention ("the wounded").
    fn phrase(&self, token: TokenId, day: Option<Date>) -> Resolution {
        let tokens = legation_text::phrase(self.document, token);
        let description = self.describe(token, tokens.clone(), None, EntityKind::Other, day);
        self.finish(self.document.span_of(&tokens), token, None, description, None)
    }

    fn mention(&self, id: MentionId, entity: EntityId, day: Option<Date>) -> Resolution {
        let mention = &self.document.mentions[id];
        let own = self.describe(mention.head, mention.tokens.clone(), mention.name.clone(), mention.kind, day);
        let complete = |d: &Description| {
            (d.country.is_some() || d.organization.is_some()) && (!d.sectors.is_empty() || !d.person_noun) && !d.former
        };
        let mut best = own.clone();
        let mut through = None;
        if !complete(&own) || mention.form == MentionForm::Pronoun {
            for other in self.others(entity, id) {
                let m = &self.document.mentions[other];
                let theirs = self.describe(m.head, m.tokens.clone(), m.name.clone(), m.kind, day);
                // "the provincial governor, retired general Saleem Durrani": what he is goes before what he was.
                if best.former && !theirs.former && theirs.office.is_some() {
                    best.sectors.clone_from(&theirs.sectors);
                    best.office.clone_from(&theirs.office);
                    best.former = false;
                    best.reason = add(&best.reason, theirs.reason.clone());
                    through = through.or(Some(other));
                }
                let joined = join(&best, &theirs);
                if (joined.country.is_some() && best.country.is_none())
                    || (joined.organization.is_some() && best.organization.is_none())
                    || (!joined.sectors.is_empty() && best.sectors.is_empty())
                {
                    through = through.or(Some(other));
                    best = joined;
                }
                if complete(&best) {
                    break;
                }
            }
        }
        self.by_table(entity, id, &mut best, day);
        if best.country.is_none() && best.organization.is_none() {
            self.by_possessor(mention.head, &mut best, day);
        }
        if best.sectors.is_empty() || best.office.is_none() {
            self.as_counterpart(entity, mention.head, &mut best, day);
        }
        let unnamed = self.document.entities[entity]
            .mentions
            .iter()
            .all(|m| self.document.mentions[*m].form != MentionForm::Named || self.is_office(*m));
        let told = best.sectors.iter().any(|s| s != "UNK");
        if best.country.is_none() && best.organization.is_none() && told {
            if unnamed {
                self.by_story(mention.head, &mut best);
            } else if best.office.is_some() {
                self.by_dateline(mention.head, &mut best);
            }
        }
        let holder = if unnamed { self.in_office(mention.head, &best, day) } else { None };
        let mut found = self.finish(mention.span, mention.head, Some(mention.kind), best, through);
        found.entity = Some(entity);
        found.name = self.full_name(entity, id);
        found.hold(holder);
        if (mention.form == MentionForm::Pronoun || mention.form == MentionForm::Nominal && mention.name.is_none())
            && let Some(full) =
                self.fullest(entity).filter(|m| *m != id && self.document.mentions[*m].form == MentionForm::Named)
        {
            found.coreferent = Some(self.document.mentions[full].span);
        }
        found
    }

    /// Other mentions of an entity, fullest first; what stands before is trusted as what stands after.
    fn others(&self, entity: EntityId, id: MentionId) -> Vec<MentionId> {
        let mut others: Vec<MentionId> =
            self.document.entities[entity].mentions.iter().copied().filter(|m| *m != id).collect();
        others.sort_by_key(|m| {
            let mention = &self.document.mentions[*m];
            (std::cmp::Reverse(mention.form == MentionForm::Named), std::cmp::Reverse(mention.tokens.len()), *m)
        });
        others
    }

    fn finish(
        &self,
        span: Span,
        head: TokenId,
        kind: Option<EntityKind>,
        d: Description,
        through: Option<MentionId>,
    ) -> Resolution {
        let mut d = d;
        let code = d.country.as_ref().or(d.organization.as_ref()).map(|c| c.0.clone());
        // Who acts for a body of states acts for no government.
        if code.as_deref().is_some_and(|c| matches!(c, "UNO" | "IGO" | "EUR")) {
            d.sectors.retain(|s| s != "GOV");
        }
        let mut reason = d.reason;
        if let Some(through) = through {
            reason = format!("{:?} in {:?}: {reason}", self.document.form(head), self.text(through));
        }
        if code.is_none() && d.sectors.is_empty() {
            reason = "nothing in the text says who this is".into();
        }
        Resolution {
            span,
            kind,
            name: None,
            code,
            sectors: d.sectors,
            office: d.office,
            coreferent: through.map(|m| self.document.mentions[m].span),
            reason,
            confidence: d.strength,
            entity: None,
            head,
            by_scene: d.by_scene,
            nobody: d.nobody,
        }
    }

    /// The fullest proper name of an entity.
    fn full_name(&self, entity: EntityId, id: MentionId) -> Option<String> {
        let name = |m: &MentionId| {
            let mention = &self.document.mentions[*m];
            let tokens = mention.name.clone()?;
            (mention.form == MentionForm::Named && !self.is_office(*m))
                .then(|| self.document.str(self.document.span_of(&tokens)).to_owned())
        };
        let of_kind = self.document.entities[entity].mentions.iter().filter_map(name);
        let longest = of_kind.max_by_key(|n| n.split_whitespace().count());
        let country = self.document.mentions[id]
            .name
            .clone()
            .and_then(|n| self.names.lookup(self.document.str(self.document.span_of(&n))));
        match country {
            Some(Named::Country(i)) => Some(self.names.country(i).name.clone()),
            Some(Named::Organization(i)) => Some(self.names.codebook.organizations[i].name.clone()),
            _ => longest,
        }
    }
}

/// What one phrase lacks and another tells.
fn join(a: &Description, b: &Description) -> Description {
    let mut joined = a.clone();
    let mut added = false;
    if joined.country.is_none() && joined.organization.is_none() {
        joined.country.clone_from(&b.country);
        joined.organization.clone_from(&b.organization);
        added |= b.country.is_some() || b.organization.is_some();
    }
    if joined.sectors.is_empty() {
        joined.sectors.clone_from(&b.sectors);
        added |= !b.sectors.is_empty();
    }
    if joined.office.is_none() {
        joined.office.clone_from(&b.office);
    }
    joined.person_noun |= b.person_noun;
    if added {
        joined.reason = if a.reason.is_empty() { b.reason.clone() } else { add(&a.reason, b.reason.clone()) };
        joined.strength = joined.strength.max(0.92 * b.strength);
    }
    joined
}

fn add(reason: &str, more: String) -> String {
    if reason.is_empty() { more } else { format!("{reason}; {more}") }
}

/// Whether two participants are the same side.
pub(crate) fn same_side(a: &Resolution, b: &Resolution) -> bool {
    if a.entity.is_some() && a.entity == b.entity {
        return true;
    }
    a.name.is_some() && a.name.as_deref().map(normal) == b.name.as_deref().map(normal) && a.code == b.code
}
