//! Who somebody is: country, sector and office, from what the text says.
//!
//! "Syrian Deputy Foreign Minister Ayman Sosan" is SYR GOV by his title; "Sosan", "he" and "the two top
//! diplomats" later on are resolved through the mention that says so. Every resolution gives its reason.

use crate::names::{Named, Names, normal};
use jiff::civil::Date;
use legation_codebook::{CountryKind, NationalityForm, OfficeForm};
use legation_text::{
    Document, EntityId, EntityKind, MentionForm, MentionId, Relation, SentenceKind, Span, TokenId, Upos,
};
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
}

impl Resolution {
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
}

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
            resolution.kind != Some(EntityKind::Organization)
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
}

impl Resolver<'_> {
    /// Who the phrase under `token` is on `day`; a group gives one resolution a member.
    pub(crate) fn resolve(&self, token: TokenId, day: Option<Date>) -> Vec<Resolution> {
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
            let mut found = self.finish(whole, head, kind, d, None);
            found.name = match what {
                Named::Country(i) => Some(self.names.country(i).name.clone()),
                Named::Organization(i) => Some(self.names.codebook.organizations[i].name.clone()),
                _ => None,
            };
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
            (d.country.is_some() || d.organization.is_some()) && (!d.sectors.is_empty() || !d.person_noun)
        };
        let mut best = own.clone();
        let mut through = None;
        if !complete(&own) || mention.form == MentionForm::Pronoun {
            for other in self.others(entity, id) {
                let m = &self.document.mentions[other];
                let theirs = self.describe(m.head, m.tokens.clone(), m.name.clone(), m.kind, day);
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
        if best.country.is_none() && best.organization.is_none() {
            self.by_possessor(mention.head, &mut best, day);
        }
        if best.sectors.is_empty() || best.office.is_none() {
            self.as_counterpart(entity, mention.head, &mut best, day);
        }
        // "President Obama" is not of the only country of the story; "the police" are.
        let unnamed = self.document.entities[entity]
            .mentions
            .iter()
            .all(|m| self.document.mentions[*m].form != MentionForm::Named);
        let told = best.sectors.iter().any(|s| s != "UNK");
        if best.country.is_none() && best.organization.is_none() && told && unnamed {
            self.by_story(mention.head, &mut best);
        }
        let mut found = self.finish(mention.span, mention.head, Some(mention.kind), best, through);
        found.entity = Some(entity);
        found.name = self.full_name(entity, id);
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

    /// "their forces", "Assad's brother": the country of the one whose they are.
    fn by_possessor(&self, head: TokenId, description: &mut Description, day: Option<Date>) {
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
        if let Some(country) = theirs.country.or(theirs.organization) {
            description.reason = add(&description.reason, format!("of {:?}", self.text(best)));
            description.country = Some(country);
            description.strength = description.strength.max(0.7);
        }
    }

    /// "his Syrian counterpart Faisal Mekdad": the office of the one whose counterpart he is. A counterpart whose
    /// country nobody names is of another one: of the country where the story is set.
    fn as_counterpart(&self, entity: EntityId, head: TokenId, description: &mut Description, day: Option<Date>) {
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
        if matches!(named, Named::Nationality(..)) && !within_place {
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
    fn by_story(&self, token: TokenId, description: &mut Description) {
        let sentence = &self.document.sentences[self.document.tokens[token].sentence];
        let scene = |sentences: &mut dyn Iterator<Item = &legation_text::Sentence>| -> Vec<usize> {
            let mut seen: Vec<usize> = Vec::new();
            for sentence in sentences {
                for (range, named) in self.names.within(self.document, sentence.tokens.clone()) {
                    if let Named::Country(i) | Named::Capital(i) | Named::Seat(i, _) | Named::Nationality(i, _) = named
                        && self.sets_scene(&range, named)
                        && !seen.iter().any(|s| self.names.country(*s).code == self.names.country(i).code)
                    {
                        seen.push(i);
                    }
                }
            }
            seen
        };
        let here = scene(&mut std::iter::once(sentence));
        let (found, of) = match here[..] {
            [only] => (Some(only), "the only one of the sentence"),
            [] => match scene(&mut self.document.sentences.iter().filter(|s| s.story == sentence.story))[..] {
                [only] => (Some(only), "the only one of the story"),
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

    /// The country of a story's dateline: "KABUL, Afghanistan -".
    fn dateline(&self, story: usize) -> Option<usize> {
        let span = self.document.stories.get(story)?.dateline?;
        let sentence = self.document.sentences.iter().find(|s| s.span.contains(span))?;
        let named = self.names.within(self.document, sentence.tokens.clone());
        named.into_iter().find_map(|(_, what)| match what {
            Named::Country(i) | Named::Capital(i) | Named::Seat(i, _) => Some(i),
            _ => None,
        })
    }

    fn finish(
        &self,
        span: Span,
        head: TokenId,
        kind: Option<EntityKind>,
        d: Description,
        through: Option<MentionId>,
    ) -> Resolution {
        let code = d.country.as_ref().or(d.organization.as_ref()).map(|c| c.0.clone());
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
        }
    }

    /// The fullest proper name of an entity.
    fn full_name(&self, entity: EntityId, id: MentionId) -> Option<String> {
        let name = |m: &MentionId| {
            let mention = &self.document.mentions[*m];
            let tokens = mention.name.clone()?;
            (mention.form == MentionForm::Named).then(|| self.document.str(self.document.span_of(&tokens)).to_owned())
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

    /// What the words of a phrase say about its head.
    fn describe(
        &self,
        head: TokenId,
        tokens: Range<TokenId>,
        name: Option<Range<TokenId>>,
        kind: EntityKind,
        day: Option<Date>,
    ) -> Description {
        let mut d = Description { strength: 0.3, ..Description::default() };
        let head = crate::frames::content(self.document, head);
        let tokens = if tokens.contains(&head) { tokens } else { legation_text::phrase(self.document, head) };
        let named = self.names.within(self.document, tokens.clone());
        // The name that covers the head is what the phrase is.
        let core = named.iter().find(|(range, _)| range.contains(&head) || name.as_ref().is_some_and(|n| n == range));
        // A person's name stands aside: "China" in "Li Na of China" counts, "Jordan" in "Michael Jordan" does not.
        // A name that is a place and nothing more ("Riyadh") is the place, whatever the tagger took it for.
        let inside_person = |range: &Range<TokenId>| {
            kind == EntityKind::Person
                && name.as_ref().is_some_and(|n| n.start <= range.start && range.end <= n.end && n.len() > range.len())
        };
        if let Some((range, what)) = core.filter(|(r, _)| !inside_person(r)) {
            self.describe_name(*what, &tokens, range, day, &mut d);
            return d;
        }
        self.office_of(head, &tokens, &mut d);
        self.sector_of_the_led(head, &tokens, &mut d);
        if d.office.is_none() && d.sectors.is_empty() {
            // The title may stand before a name that the parser made the head.
            for token in tokens
                .clone()
                .rev()
                .filter(|t| *t != head && !name.as_ref().is_some_and(|n| n.contains(t) && kind == EntityKind::Person))
            {
                let title = matches!(
                    self.document.tokens[token].relation,
                    Relation::Compound | Relation::NmodDesc | Relation::Flat | Relation::Amod | Relation::Appos
                ) && self.document.tokens[token].head.is_some_and(|h| tokens.contains(&h));
                let titled = title && (kind == EntityKind::Person || self.document.tokens[head].upos == Upos::Propn);
                if titled && self.office_of(token, &tokens, &mut d) {
                    break;
                }
            }
        }
        let others: Vec<&(Range<TokenId>, Named)> =
            named.iter().filter(|(r, _)| !inside_person(r) && !r.contains(&head)).collect();
        if let Some((range, what)) = self.owner(head, &tokens, &others) {
            let words = self.document.str(self.document.span_of(&range)).to_owned();
            match what {
                Named::Country(i) | Named::Nationality(i, _) | Named::Capital(i) => {
                    let country = self.names.country(i);
                    d.country = Some((country.code.clone(), words.clone()));
                    d.reason = add(&d.reason, format!("{words:?} is {}", country.name));
                    if country.kind == CountryKind::Partial
                        && !d.sectors.contains(&"PRE".to_owned())
                        && d.sectors.is_empty()
                    {
                        d.sectors.push("PRE".into());
                    }
                    d.strength = d.strength.max(if d.sectors.is_empty() { 0.7 } else { 0.95 });
                }
                Named::Seat(i, s) => {
                    let country = self.names.country(i);
                    d.country = Some((country.code.clone(), words.clone()));
                    // "president of the Riigikogu" presides over a parliament.
                    if d.sectors.is_empty() || leads(&d) && self.follows(head, &range) {
                        d.sectors = vec![country.seats[s].1.clone()];
                    }
                    d.reason = add(&d.reason, format!("{words:?} is {} {}", country.name, country.seats[s].1));
                    d.strength = d.strength.max(0.9);
                }
                Named::Organization(i) => {
                    let row = self.names.organization_on(i, day);
                    d.organization = Some((row.code.clone(), words.clone()));
                    let own: Vec<String> = row.sector.iter().chain(&row.secondary).cloned().collect();
                    // "members of SANDF" are soldiers; "the Shin Bet Security Service" is Shin Bet.
                    let named_so = name.as_ref().is_some_and(|n| n.start <= range.start && n.contains(&head))
                        && kind == EntityKind::Organization;
                    if d.sectors.is_empty() || !own.is_empty() && (named_so || leads(&d) && self.follows(head, &range))
                    {
                        d.sectors = own;
                    }
                    d.reason = add(&d.reason, format!("{words:?} is {} ({})", row.name, row.code));
                    d.strength = d.strength.max(0.9);
                }
            }
        }
        if d.sectors.is_empty() && d.country.is_none() && d.organization.is_none() && name.is_none() {
            // The parser may have made another word the head: "Abu Sayyaf gunmen".
            for token in tokens.clone().rev() {
                if self.document.tokens[token].upos.is_noun() && self.office_of(token, &tokens, &mut d) {
                    break;
                }
            }
        }
        if self.is_former(head, &tokens) && (d.office.is_some() || !d.sectors.is_empty()) {
            d.former = true;
            d.sectors = vec!["ELI".into()];
            d.reason = add(&d.reason, "former".into());
        }
        d
    }

    /// A phrase that is itself a name of the codebook.
    fn describe_name(
        &self,
        what: Named,
        tokens: &Range<TokenId>,
        range: &Range<TokenId>,
        day: Option<Date>,
        d: &mut Description,
    ) {
        let words = self.document.str(self.document.span_of(range)).to_owned();
        match what {
            Named::Country(i) => {
                let country = self.names.country(i);
                d.country = Some((country.code.clone(), words.clone()));
                if country.kind == CountryKind::Partial {
                    d.sectors.push("PRE".into());
                }
                d.reason = format!("{words:?} is the country {}", country.name);
                d.strength = 0.97;
            }
            Named::Nationality(i, form) => {
                let country = self.names.country(i);
                d.country = Some((country.code.clone(), words.clone()));
                d.reason = format!("{words:?} is of {}", country.name);
                d.strength = 0.9;
                let ordinary =
                    tokens.clone().any(|t| matches!(&*self.document.tokens[t].lemma, "ordinary" | "young" | "elderly"));
                if ordinary && form != NationalityForm::Adjective {
                    d.sectors.push("CVL".into());
                }
            }
            Named::Capital(i) => {
                let country = self.names.country(i);
                d.country = Some((country.code.clone(), words.clone()));
                d.sectors.push("GOV".into());
                d.reason = format!("{words:?} is the capital of {}, taken for its government", country.name);
                d.strength = 0.85;
            }
            Named::Seat(i, s) => {
                let country = self.names.country(i);
                d.country = Some((country.code.clone(), words.clone()));
                d.sectors.push(country.seats[s].1.clone());
                d.reason = format!("{words:?} stands for {} {}", country.name, country.seats[s].1);
                d.strength = 0.93;
            }
            Named::Organization(i) => {
                let row = self.names.organization_on(i, day);
                d.organization = Some((row.code.clone(), words.clone()));
                d.sectors.extend(row.sector.iter().chain(&row.secondary).cloned());
                d.reason = format!("{words:?} is {} in organizations.csv", row.name);
                d.strength = 0.93;
            }
        }
    }

    /// Adds the office around `token`; says whether there is one.
    fn office_of(&self, token: TokenId, tokens: &Range<TokenId>, d: &mut Description) -> bool {
        let Some((office, span)) = self.names.office_span(self.document, token) else {
            return false;
        };
        if !(tokens.start <= span.start && span.end <= tokens.end) {
            return false;
        }
        d.person_noun = matches!(office.form, OfficeForm::Person);
        if d.sectors.is_empty() {
            d.sectors.push(office.sector.clone());
            d.sectors.extend(office.secondary.clone());
            d.reason = add(&d.reason, format!("{:?} acts for {}", office.term, office.sector));
        }
        if matches!(office.form, OfficeForm::Person) && !self.document.tokens[token].is_plural() {
            d.office = Some(title_case(&office.term));
        }
        d.strength = d.strength.max(0.75);
        true
    }

    /// "leaders of the teachers' union", "envoys of the rebels": who leads or speaks for a group is of its sector.
    fn sector_of_the_led(&self, head: TokenId, tokens: &Range<TokenId>, d: &mut Description) {
        let office = self.names.office_at(self.document, head);
        if !office.is_some_and(|o| o.form == OfficeForm::Person && LEADING.contains(&o.term.as_str())) {
            return;
        }
        let group = self
            .document
            .dependents(head, |r| matches!(r, Relation::Nmod | Relation::NmodPoss))
            .filter(|t| tokens.contains(t))
            .filter(|t| {
                self.document.tokens[*t].relation == Relation::NmodPoss
                    || legation_text::predicates::preposition(self.document, *t) == "of"
            })
            .find_map(|t| self.names.office_at(self.document, t));
        if let Some(group) = group.filter(|g| g.form != OfficeForm::Abstract && !d.sectors.contains(&g.sector)) {
            d.sectors = std::iter::once(&group.sector).chain(&group.secondary).cloned().collect();
            d.reason = add(&d.reason, format!("of {:?}, which acts for {}", group.term, group.sector));
        }
    }

    /// Whose somebody is: "Syrian", "Iran's", "of Iran"; not the country that an ambassador is sent to.
    fn owner(
        &self,
        head: TokenId,
        tokens: &Range<TokenId>,
        named: &[&(Range<TokenId>, Named)],
    ) -> Option<(Range<TokenId>, Named)> {
        let rank = |range: &Range<TokenId>| -> u8 {
            // The word of the name that hangs outside the name.
            let top = range
                .clone()
                .find(|t| self.document.tokens[*t].head.is_none_or(|h| !range.contains(&h)))
                .unwrap_or(range.start);
            let token = &self.document.tokens[top];
            let preposition = legation_text::predicates::preposition(self.document, top);
            match token.relation {
                Relation::NmodPoss => 0,
                Relation::Amod | Relation::Compound | Relation::NmodDesc | Relation::Flat if range.start < head => 1,
                Relation::Nmod if matches!(preposition.as_str(), "of" | "from" | "in" | "for" | "at") => 2,
                _ if range.end <= head => 3,
                Relation::Nmod => 5,
                _ => 4,
            }
        };
        let inside = named.iter().filter(|(r, _)| tokens.start <= r.start && r.end <= tokens.end);
        let best = inside.map(|(r, what)| (rank(r), r.start, r.clone(), *what)).min_by_key(|x| (x.0, x.1))?;
        (best.0 < 5).then_some((best.2, best.3))
    }

    /// Whether a name stands behind the head: "of the Riigikogu".
    fn follows(&self, head: TokenId, range: &Range<TokenId>) -> bool {
        range.start > head
    }

    /// "former", "ex-", "ousted".
    fn is_former(&self, head: TokenId, tokens: &Range<TokenId>) -> bool {
        tokens.clone().any(|t| {
            let word = self.document.form(t).to_lowercase();
            t <= head.max(tokens.start + 4)
                && (matches!(
                    word.as_str(),
                    "former" | "ex" | "deposed" | "ousted" | "onetime" | "retired" | "ex-president" | "exiled"
                ) || word.starts_with("ex-"))
        })
    }
}

/// Offices whose sector is that of the group they lead, belong to or speak for.
const LEADING: &[&str] = &[
    "leader",
    "member",
    "head",
    "chief",
    "chairman",
    "chairwoman",
    "official",
    "representative",
    "spokesman",
    "spokeswoman",
    "spokesperson",
    "envoy",
    "delegate",
    "negotiator",
    "delegation",
    "supporter",
    "fighter",
    "commander",
];

/// Whether an office only says that somebody belongs to or heads what is named behind it.
fn leads(d: &Description) -> bool {
    let office = d.office.as_deref().unwrap_or("Member").to_lowercase();
    matches!(
        office.as_str(),
        "president"
            | "member"
            | "head"
            | "leader"
            | "chief"
            | "chairman"
            | "chairwoman"
            | "chair"
            | "speaker"
            | "official"
            | "director"
            | "representative"
            | "spokesman"
            | "spokeswoman"
    )
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

/// "deputy foreign minister" as it stands on a card: "Deputy Foreign Minister".
fn title_case(term: &str) -> String {
    term.split(' ')
        .map(|word| {
            if matches!(word, "of" | "the" | "for" | "and" | "to" | "in" | "on") {
                return word.to_owned();
            }
            let mut letters = word.chars();
            letters.next().map(|c| c.to_uppercase().collect::<String>() + letters.as_str()).unwrap_or_default()
        })
        .collect::<Vec<_>>()
        .join(" ")
}

/// Whether two participants are the same side.
pub(crate) fn same_side(a: &Resolution, b: &Resolution) -> bool {
    if a.entity.is_some() && a.entity == b.entity {
        return true;
    }
    a.name.is_some() && a.name.as_deref().map(normal) == b.name.as_deref().map(normal) && a.code == b.code
}
