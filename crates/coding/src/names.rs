//! The codebook's names, ready for look-up in a text: countries, capitals, seats, organizations,
//! nationalities and offices, by the words of a phrase.

use crate::actors::people::{Holder, People};
use legation_codebook::{Codebook, Country, CountryKind, NationalityForm, Office, OfficeForm, Organization};
use legation_gazetteer::Gazetteer;
pub(crate) use legation_gazetteer::normal;
use legation_text::{Document, EntityKind, Lexicon, TokenId, Upos};
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::OnceLock;

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Named {
    /// Index into countries.
    Country(usize),
    /// The country whose capital it is.
    Capital(usize),
    /// The country and the number of the seat.
    Seat(usize, usize),
    /// Index into organizations: the first of the rows of this name.
    Organization(usize),
    /// The country of an adjective or noun of nationality.
    Nationality(usize, NationalityForm),
    /// The country of a town or region that only the gazetteer knows.
    Town(usize),
}

/// Names and offices by normal form.
pub(crate) struct Names {
    pub codebook: Codebook,
    named: HashMap<String, Named>,
    /// Short names that are words too when not in capitals: "WHO", "ICE".
    capitals_only: HashSet<String>,
    /// Rows of organizations with the same name and other dates.
    same_organization: HashMap<String, Vec<usize>>,
    /// Countries that had the same capital at different times: Moscow of the Soviet Union and of Russia.
    same_capital: Vec<Vec<usize>>,
    /// Most words of a name, by its first word.
    longest: HashMap<String, usize>,
    /// Most words of an office.
    longest_office: usize,
    /// The places of the world.
    pub gazetteer: Gazetteer,
    /// Office holders by name, made when somebody is first asked for.
    people: OnceLock<People>,
    /// Ranks of offices, made when somebody is first asked for.
    ranks: OnceLock<HashMap<String, legation_codebook::Rank>>,
}

/// Acronyms of at most this many letters are read as names only in capitals: "ICE" is no "ice".
const SHORT: usize = 4;

/// Whether words are a part, and not the whole, of a person's name.
fn is_of_person(document: &Document, range: &Range<TokenId>) -> bool {
    let first = document.mentions.partition_point(|m| m.sentence < document.tokens[range.start].sentence);
    let here = document.mentions[first..].iter().take_while(|m| m.sentence == document.tokens[range.start].sentence);
    here.filter(|m| m.kind == EntityKind::Person).filter_map(|m| m.name.as_ref()).any(|name| {
        name.start <= range.start && range.end <= name.end && name.len() > range.len() && name.end == range.end
    })
}

impl Names {
    pub(crate) fn new(codebook: Codebook) -> Self {
        let mut named: HashMap<String, Named> = HashMap::new();
        let mut same_organization: HashMap<String, Vec<usize>> = HashMap::new();
        let mut capitals_only = HashSet::new();
        // Later insertions win: organizations over capitals, countries over all.
        let mut same_capital: HashMap<String, Vec<usize>> = HashMap::new();
        for (i, country) in codebook.countries.iter().enumerate() {
            for capital in country.capitals.iter().map(|c| normal(c)) {
                same_capital.entry(capital).or_default().push(i);
            }
        }
        for (capital, of) in &same_capital {
            // Today's country, where there is one; of two such the later.
            let today = of.iter().rev().find(|i| codebook.countries[**i].to.is_none());
            named.extend(today.or(of.last()).map(|i| (capital.clone(), Named::Capital(*i))));
        }
        let same_capital = same_capital.into_values().filter(|of| of.len() > 1).collect();
        for (i, organization) in codebook.organizations.iter().enumerate() {
            for name in std::iter::once(&organization.name).chain(&organization.aliases) {
                if name.chars().count() <= SHORT && name.chars().all(|c| !c.is_lowercase()) {
                    capitals_only.insert(normal(name));
                }
                let name = normal(name);
                same_organization.entry(name.clone()).or_default().push(i);
                if organization.is_own() {
                    continue;
                }
                named
                    .entry(name)
                    .and_modify(|n| {
                        if !matches!(n, Named::Organization(_)) {
                            *n = Named::Organization(i);
                        }
                    })
                    .or_insert(Named::Organization(i));
            }
        }
        for (i, country) in codebook.countries.iter().enumerate() {
            for (s, (seat, _)) in country.seats.iter().enumerate() {
                named.insert(normal(seat), Named::Seat(i, s));
            }
        }
        let index: HashMap<&str, usize> = codebook
            .countries
            .iter()
            .enumerate()
            .rev()
            .filter(|(_, c)| matches!(c.kind, CountryKind::State | CountryKind::Territory | CountryKind::Former))
            .map(|(i, c)| (c.code.as_str(), i))
            .collect();
        for nationality in &codebook.nationalities {
            if let Some(i) = index.get(nationality.country.as_str()) {
                named.insert(normal(&nationality.term), Named::Nationality(*i, nationality.form));
            }
        }
        for (i, country) in codebook.countries.iter().enumerate() {
            for name in std::iter::once(&country.name).chain(&country.aliases) {
                if name.chars().filter(|c| c.is_alphabetic()).count() <= SHORT
                    && name.chars().all(|c| !c.is_lowercase())
                {
                    capitals_only.insert(normal(name));
                }
                named.insert(normal(name), Named::Country(i));
            }
        }
        // What a file of the user's own names goes before all.
        for (i, organization) in codebook.organizations.iter().enumerate().filter(|(_, o)| o.is_own()) {
            for name in std::iter::once(&organization.name).chain(&organization.aliases).map(|n| normal(n)) {
                let first = same_organization[&name].iter().copied().find(|o| codebook.organizations[*o].is_own());
                named.insert(name, Named::Organization(first.unwrap_or(i)));
            }
        }
        named.remove("");
        let words = |key: &str| key.split(' ').count();
        let mut longest: HashMap<String, usize> = HashMap::new();
        for key in named.keys() {
            let first = key.split(' ').next().unwrap_or_default();
            let most = longest.entry(first.to_owned()).or_default();
            *most = (*most).max(words(key));
        }
        let longest_office = codebook.offices.keys().map(|key| words(key)).max().unwrap_or(1);
        Self {
            codebook,
            named,
            capitals_only,
            same_organization,
            same_capital,
            longest,
            longest_office,
            gazetteer: Gazetteer::embedded(),
            people: OnceLock::new(),
            ranks: OnceLock::new(),
        }
    }

    /// The state or territory of a code.
    pub(crate) fn country_of_code(&self, code: &str) -> Option<usize> {
        let today = |c: &&Country| matches!(c.kind, CountryKind::State | CountryKind::Territory);
        self.codebook.countries.iter().position(|c| c.code == code && today(&c))
    }

    pub(crate) fn country(&self, i: usize) -> &Country {
        &self.codebook.countries[i]
    }

    /// The country that a capital was of on a day: Moscow is the Soviet Union's in 1990.
    pub(crate) fn capital_on(&self, i: usize, day: Option<jiff::civil::Date>) -> &Country {
        let stood = |i: &&usize| {
            let country = self.country(**i);
            let known = country.from.is_some() || country.to.is_some();
            let Some(day) = day.filter(|_| known) else {
                return false;
            };
            country.from.is_none_or(|from| from <= day) && country.to.is_none_or(|to| day <= to)
        };
        let then = self.same_capital.iter().filter(|of| of.contains(&i)).flatten().find(stood);
        self.country(*then.unwrap_or(&i))
    }

    /// Countries that have or had the capital of a country: Russia for the Soviet Union.
    pub(crate) fn heirs_of<'a>(&'a self, code: &'a str) -> impl Iterator<Item = &'a str> {
        let shared = self.same_capital.iter().filter(move |of| of.iter().any(|i| self.country(*i).code == code));
        shared.flatten().map(|i| self.country(*i).code.as_str()).filter(move |c| *c != code)
    }

    /// Names within `tokens`, longest first at each place, without overlaps.
    pub(crate) fn within(&self, document: &Document, tokens: Range<TokenId>) -> Vec<(Range<TokenId>, Named)> {
        let mut found = Vec::new();
        let mut at = tokens.start;
        while at < tokens.end {
            match self.longest_at(document, at, tokens.end) {
                Some((end, named)) => {
                    found.push((at..end, named));
                    at = end;
                }
                None => at += 1,
            }
        }
        found
    }

    /// The same without what is part of a person's name: "Turk" of "Volker Turk" is of no country.
    pub(crate) fn spoken_of(&self, document: &Document, tokens: Range<TokenId>) -> Vec<(Range<TokenId>, Named)> {
        let mut found = self.within(document, tokens);
        found.retain(|(range, _)| !is_of_person(document, range));
        found
    }

    fn longest_at(&self, document: &Document, at: TokenId, limit: TokenId) -> Option<(TokenId, Named)> {
        let word = document.form(at);
        if !word.starts_with(|c: char| c.is_uppercase() || c.is_numeric() || c == 'a' || c == 'e') {
            return None;
        }
        let start = normal(word);
        let longest = *self.longest.get(start.split(' ').next()?)?;
        // A name has its hyphens and full stops as words of their own.
        let end = limit.min(at + 2 * longest + 2);
        for end in (at + 1..=end).rev() {
            let surface = document.str(document.span_of(&(at..end)));
            if surface.len() > 100 {
                continue;
            }
            let last = document.form(end - 1);
            if matches!(last, "-" | "." | "," | "'" | "’") || !last.chars().next().is_some_and(char::is_alphanumeric)
            {
                continue;
            }
            let key = normal(surface);
            let Some(named) = self.named.get(&key) else {
                continue;
            };
            if self.capitals_only.contains(&key) && surface.chars().any(char::is_lowercase) {
                continue;
            }
            // "us" is a pronoun, "al shabaab" may begin small; every other name has a capital.
            let capitals = surface.chars().any(char::is_uppercase);
            let pronoun = end == at + 1 && document.tokens[at].upos == Upos::Pron;
            if capitals && !pronoun {
                return Some((end, *named));
            }
        }
        None
    }

    /// What a whole phrase names ("the White House" with or without its article).
    pub(crate) fn lookup(&self, phrase: &str) -> Option<Named> {
        let key = normal(phrase);
        self.named.get(&key).or_else(|| self.named.get(key.strip_prefix("the ")?)).copied()
    }

    /// The row of an organization that holds on a day; without a day the newest. Of the user's own rows the first that holds
    /// counts, and where none does the name has no code that day.
    pub(crate) fn organization_on(&self, i: usize, day: Option<jiff::civil::Date>) -> Option<&Organization> {
        let rows = &self.codebook.organizations;
        let same = self.same_organization.get(&normal(&rows[i].name)).map_or(&[][..], Vec::as_slice);
        let own = rows[i].is_own();
        let mut holding = same.iter().map(|o| &rows[*o]).filter(|o| o.is_own() == own && o.holds(day));
        if own {
            return holding.next();
        }
        Some(holding.max_by_key(|o| o.from).unwrap_or(&rows[i]))
    }

    /// Whether a body had another code or sector at another time.
    pub(crate) fn is_of_its_day(&self, i: usize) -> bool {
        let rows = &self.codebook.organizations;
        let same = self.same_organization.get(&normal(&rows[i].name)).map_or(&[][..], Vec::as_slice);
        same.iter().any(|o| (&rows[*o].code, &rows[*o].sector) != (&rows[i].code, &rows[i].sector))
    }

    /// Office holders of a name on a day, the likeliest first; `near` says whether the story names a country.
    pub(crate) fn holders(
        &self,
        name: &str,
        day: Option<jiff::civil::Date>,
        near: &dyn Fn(&str) -> bool,
    ) -> Vec<Holder> {
        self.people().find(&self.codebook.people, name, day, near)
    }

    fn people(&self) -> &People {
        self.people.get_or_init(|| People::new(&self.codebook.people))
    }

    /// Who held an office of a country or body on a day.
    pub(crate) fn holder_of(
        &self,
        code: &str,
        body: Option<&str>,
        office: &str,
        day: jiff::civil::Date,
    ) -> Option<&legation_codebook::Term> {
        let terms = &self.codebook.people;
        self.people().holder_of(terms, code, body, office, day).map(|i| &terms[i])
    }

    /// The rank of most holders of an office in the table.
    pub(crate) fn rank_of(&self, office: &str) -> legation_codebook::Rank {
        let ranks = self.ranks.get_or_init(|| crate::actors::people::ranks(&self.codebook.people));
        let key = crate::actors::people::office_key(office);
        ranks.get(&key).copied().unwrap_or(legation_codebook::Rank::Other)
    }

    /// Everybody whom the table has in an office on a day.
    pub(crate) fn holders_at(&self, code: &str, office: &str, day: jiff::civil::Date) -> Vec<&legation_codebook::Term> {
        let terms = &self.codebook.people;
        self.people().all_at(terms, code, office, day).into_iter().map(|i| &terms[i]).collect()
    }

    /// Whether a name of several words is that of an office holder.
    pub(crate) fn is_holder(&self, name: &str) -> bool {
        self.people().knows(name)
    }

    /// The longest office around `token`: "deputy foreign minister", "chief of staff".
    pub(crate) fn office_at(&self, document: &Document, token: TokenId) -> Option<&Office> {
        self.office_span(document, token).map(|(office, _)| office)
    }

    /// The longest office around `token`, with its words.
    pub(crate) fn office_span(&self, document: &Document, token: TokenId) -> Option<(&Office, Range<TokenId>)> {
        // Words that may follow the head of an office: "of staff", "of foreign affairs".
        const AFTER: usize = 4;
        let sentence = document.sentences[document.tokens[token].sentence].tokens.clone();
        let first = token.saturating_sub(self.longest_office).max(sentence.start);
        let last = (token + 1 + AFTER).min(sentence.end);
        let mut best: Option<(&Office, Range<TokenId>)> = None;
        for end in token + 1..=last {
            for start in first..=token {
                if best.as_ref().is_some_and(|(_, b)| b.len() >= end - start) {
                    break;
                }
                let keys = [None, Some(token), Some(end - 1)].map(|lemma| joined(document, start..end, lemma));
                let singular = keys[0]
                    .strip_suffix("men")
                    .map(|stem| format!("{stem}man"))
                    .or_else(|| keys[0].strip_suffix('s').map(str::to_owned));
                let office = keys.iter().chain(&singular).find_map(|key| self.codebook.offices.get(key));
                if let Some(office) = office {
                    best = Some((office, start..end));
                }
            }
        }
        best
    }

    /// Nouns for buildings and installations, which can be attacked as places.
    pub(crate) fn is_facility(&self, lemma: &str) -> bool {
        self.codebook.words.get("facility").is_some_and(|list| list.iter().any(|w| w.eq_ignore_ascii_case(lemma)))
    }

    /// What the text layer is told of words.
    pub(crate) fn lexicon(codebook: &Codebook) -> Lexicon {
        let mut lexicon = Lexicon::default();
        for nationality in &codebook.nationalities {
            lexicon.countries.insert(nationality.term.to_lowercase(), nationality.country.clone());
        }
        for country in &codebook.countries {
            for name in std::iter::once(&country.name).chain(&country.aliases) {
                lexicon.countries.insert(name.to_lowercase(), country.code.clone());
            }
            for capital in &country.capitals {
                lexicon.capitals.insert(capital.to_lowercase(), country.code.clone());
            }
        }
        lexicon.verbs = codebook.verbs.clone();
        lexicon.compounds = codebook.compounds.clone();
        for office in codebook.offices.values() {
            lexicon.roles.insert(office.term.clone(), office.classes.clone());
            if matches!(office.form, OfficeForm::Person | OfficeForm::Group) {
                lexicon.people.insert(office.term.clone());
            }
        }
        lexicon
    }
}

/// The words of a range in lower case as written, with the lemma in one place.
fn joined(document: &Document, tokens: Range<TokenId>, lemma: Option<TokenId>) -> String {
    let mut key = String::new();
    for token in tokens.clone() {
        if token > tokens.start && document.tokens[token - 1].span.end < document.tokens[token].span.start {
            key.push(' ');
        }
        let word = if lemma == Some(token) { &document.tokens[token].lemma } else { document.form(token) };
        key.push_str(&word.to_lowercase());
    }
    key
}
