//! What the words of one phrase say: "the former Syrian deputy foreign minister Ayman Sosan".

use super::{Description, Resolver, add};
use crate::names::Named;
use jiff::civil::Date;
use legation_codebook::{CountryKind, NationalityForm, OfficeForm};
use legation_text::{EntityKind, Mention, Relation, TokenId, Upos};
use std::ops::Range;

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
    "president",
    "vice president",
    "secretary",
    "general secretary",
    "secretary general",
    "director",
    "treasurer",
    "founder",
    "captain",
];

/// Bodies that groups make up, whose sector is theirs where that is one of [`BANDS`].
const BONDS: &[&str] =
    &["confederation", "alliance", "coalition", "federation", "network", "bloc", "association", "union"];

/// Sectors of those who band together without working together: a union of teachers is labour all the same.
const BANDS: &[&str] = &["CRM", "REB", "PRM", "UAF", "PTY", "OPP"];

/// A name of so many words may begin with a title.
const LONG_NAME: usize = 3;

/// Codes of PLOVER that stand in the place of a country.
const NONSTATE: &[&str] = &["IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"];

impl Resolver<'_> {
    /// What the words of a phrase say about its head.
    pub(super) fn describe(
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
        let mut named = self.names.within(self.document, tokens.clone());
        named.extend(self.towns(&tokens, head));
        // The name that covers the head is what the phrase is.
        let core = named.iter().find(|(range, _)| range.contains(&head) || name.as_ref().is_some_and(|n| n == range));
        // A person's name stands aside: "China" in "Li Na of China" counts, "Jordan" in "Michael Jordan" does not.
        // A name that is a place and nothing more ("Riyadh") is the place, whatever the tagger took it for.
        let person = kind == EntityKind::Person
            || name
                .as_ref()
                .is_some_and(|n| n.len() > 1 && self.names.is_holder(self.document.str(self.document.span_of(n))));
        let inside_person = |range: &Range<TokenId>| {
            person
                && name.as_ref().is_some_and(|n| n.start <= range.start && range.end <= n.end && n.len() > range.len())
        };
        if let Some((range, what)) = core.filter(|(r, _)| !inside_person(r)) {
            self.describe_name(*what, &tokens, range, day, &mut d);
            if d.sectors.is_empty() && matches!(what, Named::Country(_) | Named::Organization(_)) {
                self.title_before(range, &tokens, &mut d);
            }
            return d;
        }
        self.office_of(head, &tokens, &mut d);
        self.sector_of_the_led(head, &tokens, &mut d);
        if d.office.is_none() && d.sectors.is_empty() {
            // The title may stand before a name that the parser made the head.
            // "Emir Sheikh Sabah" may be a name as a whole; "Emir Kusturica" is one.
            let of_name = |t: TokenId, n: &Range<TokenId>| n.contains(&t) && (t != n.start || n.len() < LONG_NAME);
            let aside = |t: TokenId| kind == EntityKind::Person && name.as_ref().is_some_and(|n| of_name(t, n));
            let beside = tokens.clone().rev().filter(|t| *t != head && !aside(*t));
            // "Foreign Minister Sheikh Mohammed": a word of respect says less than an office.
            let (respect, offices): (Vec<TokenId>, Vec<TokenId>) =
                beside.partition(|t| self.document.form(*t).eq_ignore_ascii_case("sheikh"));
            for token in offices.into_iter().chain(respect) {
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
                    let capital = matches!(what, Named::Capital(_));
                    let country = if capital { self.names.capital_on(i, day) } else { self.names.country(i) };
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
                Named::Town(i) => {
                    let country = self.names.country(i);
                    d.country = Some((country.code.clone(), words.clone()));
                    d.reason = add(&d.reason, format!("{words:?} is in {} (GeoNames)", country.name));
                    d.strength = d.strength.max(0.75);
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
                    let row = self.names.organization_on(i, day).unwrap_or(&self.names.codebook.organizations[i]);
                    // A name of the user's own may have no code on a day.
                    let holds = !row.is_own() || row.holds(day);
                    if holds && !row.code.is_empty() {
                        d.organization = Some((row.code.clone(), words.clone()));
                    }
                    let own = row.sector.iter().chain(&row.secondary).filter(|_| holds);
                    let own: Vec<String> = own.cloned().collect();
                    // "members of SANDF" are soldiers; "the Shin Bet Security Service" is Shin Bet.
                    let capitals = (range.end..head + 1).all(|t| self.document.form(t).starts_with(char::is_uppercase));
                    let whole = name.as_ref().is_some_and(|n| n.start <= range.start && n.contains(&head));
                    let named_so = kind == EntityKind::Organization && range.end <= head && (whole || capitals);
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
        // "Mexican visitors", "Cambodian loggers": people without an office.
        let token = &self.document.tokens[head];
        let people = kind == EntityKind::Person && name.is_none() && token.upos == Upos::Noun && token.is_plural();
        if people && d.sectors.is_empty() && d.country.is_some() {
            d.sectors.push("CVL".into());
            d.reason = add(&d.reason, "people of no office".into());
        }
        if self.is_former(head, &tokens) && (d.office.is_some() || !d.sectors.is_empty()) {
            d.former = true;
            d.sectors = vec!["ELI".into()];
            d.reason = add(&d.reason, "former".into());
        }
        self.apart_from_states(&mut d);
        d
    }

    /// "Prime Minister Holm" of a name that the codebook has without an office: the title says what he acts for.
    fn title_before(&self, name: &Range<TokenId>, tokens: &Range<TokenId>, d: &mut Description) {
        let Some(last) = name.start.checked_sub(1).filter(|t| tokens.contains(t)) else { return };
        let title = matches!(
            self.document.tokens[last].relation,
            Relation::Compound | Relation::NmodDesc | Relation::Flat | Relation::Appos
        ) || self.document.tokens[last].upos == Upos::Propn;
        let person = self.names.office_at(self.document, last).is_some_and(|o| o.form == OfficeForm::Person);
        let begins = self.names.office_span(self.document, last).is_some_and(|(_, span)| span.end == name.start);
        if title && person && begins {
            self.office_of(last, tokens, d);
        }
    }

    /// Towns and regions within a phrase that the codebook does not name, with their countries: "Shanghai" of "Shanghai police".
    fn towns(&self, tokens: &Range<TokenId>, head: TokenId) -> Vec<(Range<TokenId>, Named)> {
        let first = self.document.mentions.partition_point(|m| m.sentence < self.document.tokens[head].sentence);
        let here = self.document.mentions[first..].iter().take_while(|m| m.tokens.start < tokens.end);
        let town = |m: &Mention| {
            let name = m.name.clone()?;
            let unknown = |range: &Range<TokenId>| {
                self.names.lookup(self.document.str(self.document.span_of(range))).is_none()
                    && self.names.within(self.document, range.clone()).is_empty()
            };
            // "Fleet" of "Russia's Baltic Fleet" is no town in England.
            let role = self.names.office_at(self.document, name.end - 1).is_some();
            let place = Some(name.clone()).filter(|n| m.kind == EntityKind::Place && unknown(n) && !role);
            let (range, code) = match place {
                Some(range) => {
                    let code = self.toponyms.country_of(self.document.span_of(&range))?;
                    (range, code)
                }
                // "Madras High Court", "Oxford University"
                None if m.kind == EntityKind::Organization && name.len() > 1 && unknown(&name) => {
                    let office = self.names.office_span(self.document, m.head)?.1;
                    let first = (name.start..office.start.min(name.start + 2)).rev();
                    first.map(|last| name.start..last + 1).find_map(|range| {
                        let code = self.toponyms.country_of_large(self.document.span_of(&range))?;
                        Some((range, code))
                    })?
                }
                None => return None,
            };
            Some((range, Named::Town(self.names.country_of_code(code)?)))
        };
        here.filter(|m| tokens.start <= m.tokens.start && m.tokens.end <= tokens.end).filter_map(town).collect()
    }

    /// "aid workers" belong to no state unless the text gives one: the role's own code ("NGO") is whose they are, not a sector.
    fn apart_from_states(&self, d: &mut Description) {
        let nonstate = |s: &String| NONSTATE.contains(&s.as_str());
        let Some(code) = d.sectors.iter().find(|s| nonstate(s)).cloned() else {
            return;
        };
        d.sectors.retain(|s| !nonstate(s));
        if d.country.is_none() && d.organization.is_none() {
            d.reason = add(&d.reason, format!("of no state: {code}"));
            d.organization = Some((code.clone(), code));
        }
    }

    /// A phrase that is itself a name of the codebook.
    pub(super) fn describe_name(
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
            Named::Nationality(own, form) => {
                let before =
                    range.start.checked_sub(1).filter(|t| tokens.contains(t) && form != NationalityForm::Adjective);
                let state = before.and_then(|t| self.names.within(self.document, t..range.start).pop());
                let ethnic = before.is_some_and(|t| &*self.document.tokens[t].lemma == "ethnic");
                // "Bosnian Serbs" are Bosnia's; "ethnic Albanians" are of whatever country the story is set in.
                let i = match state {
                    Some((_, Named::Nationality(i, _))) => i,
                    _ => own,
                };
                let country = self.names.country(i);
                d.reason = format!("{words:?} is of {}", country.name);
                d.strength = 0.9;
                if ethnic {
                    d.reason = format!("{words:?} by descent");
                } else {
                    d.country = Some((country.code.clone(), words.clone()));
                }
                // "nine Turks" are people; "the Turks" may be their state.
                let the = tokens.clone().any(|t| &*self.document.tokens[t].lemma == "the");
                let people = form == NationalityForm::Plural && !the
                    || form != NationalityForm::Adjective
                        && tokens
                            .clone()
                            .any(|t| matches!(&*self.document.tokens[t].lemma, "ordinary" | "young" | "elderly"));
                if people {
                    d.sectors.push("CVL".into());
                }
            }
            Named::Capital(i) => {
                let country = self.names.capital_on(i, day);
                d.country = Some((country.code.clone(), words.clone()));
                d.sectors.push("GOV".into());
                d.reason = format!("{words:?} is the capital of {}, taken for its government", country.name);
                d.strength = 0.85;
            }
            Named::Town(i) => {
                let country = self.names.country(i);
                d.country = Some((country.code.clone(), words.clone()));
                d.reason = format!("{words:?} is in {} (GeoNames)", country.name);
                d.strength = 0.75;
            }
            Named::Seat(i, s) => {
                let country = self.names.country(i);
                d.country = Some((country.code.clone(), words.clone()));
                d.sectors.push(country.seats[s].1.clone());
                d.reason = format!("{words:?} stands for {} {}", country.name, country.seats[s].1);
                d.strength = 0.93;
            }
            Named::Organization(i) => {
                let Some(row) = self.names.organization_on(i, day) else {
                    d.reason = format!("{words:?} has no code on that day");
                    return;
                };
                if row.code.is_empty() {
                    d.nobody = true;
                } else {
                    d.organization = Some((row.code.clone(), words.clone()));
                }
                d.sectors.extend(row.sector.iter().chain(&row.secondary).cloned());
                let table = row.file.rsplit('/').next().unwrap_or_default();
                d.reason = format!("{words:?} is {} in {table}", row.name);
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

    /// "leaders of the teachers' union", "envoys of the rebels": who leads or speaks for a group is of its sector; and a "gang
    /// confederation" is one of gangs.
    fn sector_of_the_led(&self, head: TokenId, tokens: &Range<TokenId>, d: &mut Description) {
        let office = self.names.office_at(self.document, head);
        if office.is_some_and(|o| BONDS.contains(&o.term.as_str())) {
            let members = self
                .document
                .dependents(head, |r| matches!(r, Relation::Compound | Relation::NmodPoss))
                .filter(|t| tokens.contains(t))
                .find_map(|t| self.names.office_at(self.document, t));
            if let Some(members) = members.filter(|m| BANDS.contains(&m.sector.as_str())) {
                d.sectors = std::iter::once(&members.sector).chain(&members.secondary).cloned().collect();
                d.reason = add(&d.reason, format!("of {:?}, which acts for {}", members.term, members.sector));
            }
            return;
        }
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

/// Offices that only say that somebody belongs to or heads what is named beside them.
pub(super) const LEADS: &[&str] = &[
    "president",
    "member",
    "head",
    "leader",
    "chief",
    "chairman",
    "chairwoman",
    "chair",
    "speaker",
    "official",
    "director",
    "representative",
    "spokesman",
    "spokeswoman",
];

/// Whether an office only says that somebody belongs to or heads what is named behind it.
fn leads(d: &Description) -> bool {
    let office = d.office.as_deref().unwrap_or("Member").to_lowercase();
    LEADS.contains(&office.as_str())
}

/// "deputy foreign minister" as it stands on a card: "Deputy Foreign Minister".
pub(super) fn title_case(term: &str) -> String {
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
