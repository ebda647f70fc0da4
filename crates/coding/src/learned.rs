//! Office holders that the articles themselves tell of, for a user to look through.
//!
//! "Syrian Foreign Minister Faisal Mekdad arrived in Tehran." of 2022-01-25 gives Faisal Mekdad, foreign minister, SYR, on that
//! day. Only full names, only political offices, and only where the words or the whole story leave no doubt of the country.

use crate::Coder;
use crate::actors::Resolver;
use crate::actors::comparison::{Claim, Verdict};
use crate::actors::people::{office_key, sound};
use crate::actors::titles::{Owner, Title};
use crate::names::normal;
use jiff::civil::Date;
use legation_codebook::{CountryBy, Known, LearnedRow, Rank, Standing};
use legation_text::{Document, EntityKind, MentionForm, MentionId, SentenceKind, Span, TokenId, Upos};
use std::collections::HashSet;
use std::ops::Range;

/// An office that an article gives to somebody.
#[derive(Clone, Debug, PartialEq)]
pub struct LearnedTerm {
    /// Name, office and country in one form for all spellings: rows of the same are one.
    pub key: String,
    /// Full name, without titles.
    pub name: String,
    /// Other full spellings in the article.
    pub aliases: Vec<String>,
    /// "foreign minister", in the words of `offices.csv`, with what it is of where that is no country.
    pub office: String,
    /// Country or non-state code.
    pub code: String,
    /// Primary and secondary sector.
    pub sectors: Vec<String>,
    /// Whether he holds it or held it.
    pub standing: Standing,
    /// Where the country is from.
    pub by: CountryBy,
    /// Whether the office is of a town, a region or a body, not of the state.
    pub is_lower: bool,
    /// Since when, where the text says so.
    pub since: Option<Date>,
    /// Day of the story; none where neither dateline nor article gives one.
    pub day: Option<Date>,
    /// The sentence.
    pub sentence: Span,
    /// The words of it that say so.
    pub span: Span,
    /// The document's id.
    pub document: String,
}

/// What the tables say to a learned term.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// In a word.
    pub known: Known,
    /// The row that it was compared with: "actors/people.csv:123 Hoshyar Zebari".
    pub table: String,
}

/// A sentence that tells of a day so long before its story tells of those who were in office then.
const PAST_DAYS: i32 = 400;
/// A story that is silent about its country names it so often at least.
const NAMED_OFTEN: usize = 2;
/// Words of a name.
const LEAST_NAME: usize = 2;
const MOST_NAME: usize = 5;
/// Small words within names.
const PARTICLES: &[&str] = &[
    "al", "el", "bin", "ben", "ibn", "bint", "abu", "abd", "ul", "de", "da", "do", "dos", "das", "del", "della", "la",
    "le", "di", "du", "van", "von", "der", "den", "ter", "ten", "of", "y", "e", "zu", "af", "av", "bte", "wa",
];
/// Bodies whose heads are no office holders of politics.
const PRIVATE: &[&str] = &["MNC", "NGO"];
/// Sectors of bodies that are none of politics.
const PRIVATE_SECTORS: &[&str] = &["BUS", "EDU", "MED", "SOC", "JRN", "CRM", "CVL", "REL", "LAB", "AGR"];
/// Bodies of states.
const OF_STATES: &[&str] = &["UNO", "IGO", "EUR"];
/// Offices of bodies: with a country alone they may be anybody's ("Hong Kong director").
const OF_BODIES: &[&str] = &[
    "director",
    "deputy director",
    "chief",
    "head",
    "chairman",
    "chairwoman",
    "chairperson",
    "chair",
    "secretary",
    "undersecretary",
    "commissioner",
    "general secretary",
    "director-general",
    "chief of staff",
    "prefect",
];
/// Offices that say nothing of the state without what they are of, beside those of bodies.
const OF_SOMETHING: &[&str] = &[
    "leader",
    "speaker",
    "spokesman",
    "spokeswoman",
    "spokesperson",
    "governor",
    "mayor",
    "envoy",
    "special envoy",
    "king",
    "queen",
];

impl Coder {
    /// Everybody to whom a document gives an office, once for each office.
    pub fn learned(&self, document: &Document) -> Vec<LearnedTerm> {
        let resolver = Resolver::new(document, &self.names);
        let mut seen = HashSet::new();
        let mut found = Vec::new();
        for (id, mention) in document.mentions.iter().enumerate() {
            let sentence = &document.sentences[mention.sentence];
            let told = sentence.read && sentence.kind == SentenceKind::Body;
            if !told || mention.kind != EntityKind::Person || mention.form != MentionForm::Named {
                continue;
            }
            let terms = resolver.titles(id).into_iter().filter_map(|title| self.term(&resolver, id, title));
            found.extend(terms.filter(|term| seen.insert((term.key.clone(), term.standing))));
        }
        found
    }

    /// What the tables say to a row, as it stands; of who held an office there is nothing to compare but the office.
    pub fn compare(&self, row: &LearnedRow) -> Comparison {
        let last = if row.standing == Standing::Former { &row.to } else { &row.seen };
        let day = [last, &row.from].into_iter().find_map(|d| d.parse().ok());
        let claim = Claim { name: &row.name, code: &row.country, office: &row.office, standing: row.standing, day };
        let verdict = self.names.verdict(&claim);
        let known = match verdict {
            Verdict::New => Known::New,
            Verdict::Same(_) => Known::Known,
            _ => Known::Conflict,
        };
        let table = verdict.term().map_or_else(String::new, |t| format!("{}:{} {}", t.file, t.line, t.name));
        Comparison { known, table }
    }

    /// How well known an office makes its holder: as most of its holders in the tables.
    pub fn rank_of(&self, office: &str) -> Rank {
        self.names.rank_of(office)
    }

    fn term(&self, resolver: &Resolver<'_>, id: MentionId, title: Title<'_>) -> Option<LearnedTerm> {
        let document = resolver.document;
        let mention = &document.mentions[id];
        let sentence = &document.sentences[mention.sentence];
        let day = resolver.day_of(sentence.story);
        if !title.is_event && tells_of_the_past(document, mention.sentence, day) {
            return None;
        }
        let name = self.full_name(document, id)?;
        let aliases = self.spellings(document, id, &name);
        let sectors: Vec<String> = std::iter::once(&title.row.sector).chain(&title.row.secondary).cloned().collect();
        let own_term = title.row.term.as_str();
        // "Jordanian terrorist leader X" leads nothing of Jordan's.
        let is_rebel = title.row.sector == "REB";
        let mut office = title.office;
        let mut is_lower = false;
        let mut by = CountryBy::Words;
        let (code, sectors) = match title.owner {
            Owner::Country(_) if OF_BODIES.contains(&own_term) || is_rebel => return None,
            Owner::Country(code) => (code, sectors),
            Owner::Town(code, town) | Owner::Capital(code, town) => {
                office = format!("{office} of {town}");
                is_lower = true;
                (code, sectors)
            }
            Owner::Body(code, body, own) => {
                let private = own.first().is_some_and(|s| PRIVATE_SECTORS.contains(&s.as_str()));
                // "U.N. Ambassador John Bolton" is his country's.
                let sent_there = own_term == "ambassador" && OF_STATES.contains(&code.as_str());
                if private || sent_there || PRIVATE.contains(&code.as_str()) {
                    return None;
                }
                office = format!("{office} of {body}");
                is_lower = true;
                let of_body = !own_term.ends_with("minister") && !own.is_empty();
                let mut sectors = if of_body { own } else { sectors };
                // Who acts for a body of states acts for no government.
                sectors.retain(|s| s != "GOV" || !OF_STATES.contains(&code.as_str()));
                (code, sectors)
            }
            Owner::Unsaid if OF_BODIES.contains(&own_term) || OF_SOMETHING.contains(&own_term) || is_rebel => {
                return None;
            }
            Owner::Unsaid => {
                by = CountryBy::Story;
                let code = self.country_of_story(resolver, sentence.story, &name)?;
                // A president may be anybody's: of a court, of a firm. One whom the table knows is meant.
                let claim = Claim { name: &name, code: &code, office: &office, standing: title.standing, day };
                if own_term == "president" && !matches!(self.names.verdict(&claim), Verdict::Same(_)) {
                    return None;
                }
                (code, sectors)
            }
        };
        Some(LearnedTerm {
            key: format!("{}; {}; {code}", normal(&name), office_key(&office)),
            name,
            aliases,
            office,
            code,
            sectors,
            standing: title.standing,
            by,
            is_lower,
            since: title.since.filter(|since| day.is_none_or(|d| *since <= d)),
            day,
            sentence: sentence.span,
            span: document.span_of(&title.tokens),
            document: document.article.id.clone(),
        })
    }

    /// The country of an office where the words do not say it: the only state that the story names, and more than once; not
    /// where the tables know the name of another country.
    fn country_of_story(&self, resolver: &Resolver<'_>, story: usize, name: &str) -> Option<String> {
        let named = resolver.toponyms.countries(story);
        let mut states = named.iter().filter(|(code, _)| self.names.country_of_code(code).is_some());
        let (code, times) = states.next()?;
        let only = states.next().is_none() && *times >= NAMED_OFTEN;
        let elsewhere = || {
            let known = self.names.holders(name, None, &|_| true);
            known.iter().any(|h| *self.codebook().people[h.term].code != **code)
        };
        (only && !elsewhere()).then(|| code.clone())
    }

    /// The full name of somebody: as it stands there, or as it stands elsewhere in the text with the same last word.
    fn full_name(&self, document: &Document, id: MentionId) -> Option<String> {
        let own = document.mentions[id].name.clone()?;
        if self.is_name(document, &own) {
            return Some(written(document, &own));
        }
        if own.len() > 1 {
            return None;
        }
        let family = normal(document.form(own.start));
        let others = document.entities[document.mentions[id].entity].mentions.iter();
        let full = others
            .filter_map(|m| document.mentions[*m].name.clone())
            .find(|n| self.is_name(document, n) && normal(document.form(n.end - 1)) == family)?;
        Some(written(document, &full))
    }

    /// Other full names of somebody in the text: with more or fewer words, or of the same sound. A father is no spelling of his
    /// son.
    fn spellings(&self, document: &Document, id: MentionId, name: &str) -> Vec<String> {
        let others = document.entities[document.mentions[id].entity].mentions.iter();
        let mut found: Vec<String> = others
            .filter_map(|m| document.mentions[*m].name.clone())
            .filter(|n| self.is_name(document, n))
            .map(|n| written(document, &n))
            .filter(|n| normal(n) != normal(name) && is_spelling(n, name))
            .collect();
        found.sort();
        found.dedup();
        found
    }

    /// Whether words are a person's full name and nothing else: no title, no country, no sign within.
    fn is_name(&self, document: &Document, name: &Range<TokenId>) -> bool {
        let words = document.str(document.span_of(name));
        let count = words.split_whitespace().count();
        let proper = |t: TokenId| {
            let form = document.form(t);
            let particle = PARTICLES.contains(&form.to_lowercase().as_str());
            let hyphen = matches!(form, "-" | "'" | "’" | "." | "‘");
            let capital = form.starts_with(char::is_uppercase) && document.tokens[t].upos != Upos::Num;
            // "Stephen King", but not "Secretary John" nor "Prime Minister".
            let title = self.names.office_span(document, t).is_some_and(|(_, s)| s.len() > 1 || t + 1 < name.end);
            (hyphen || capital || particle) && !title
        };
        // "Asif" before "Ali Zardari" is part of the name, whatever the tagger says.
        let before = name.start.checked_sub(1).filter(|t| {
            let token = &document.tokens[*t];
            let form = document.form(*t);
            token.sentence == document.tokens[name.start].sentence
                && token.upos == Upos::Propn
                && !form.ends_with('.')
                && self.names.office_at(document, *t).is_none()
                && self.names.within(document, *t..name.start).is_empty()
        });
        before.is_none()
            && (LEAST_NAME..=MOST_NAME).contains(&count)
            && name.clone().all(proper)
            && !words.chars().any(|c| c.is_numeric() || c == '\n')
            && words.split_whitespace().all(|w| !is_shortened(w) && w.contains(char::is_alphabetic))
            && words.chars().any(char::is_lowercase)
            && self.names.lookup(words).is_none()
    }
}

/// Whether two full names are spellings of one.
fn is_spelling(a: &str, b: &str) -> bool {
    let (a, b) = (normal(a), normal(b));
    let words = |n: &str| n.split(' ').map(str::to_owned).collect::<HashSet<_>>();
    let (of_a, of_b) = (words(&a), words(&b));
    sound(&a) == sound(&b) || of_a.is_subset(&of_b) || of_b.is_subset(&of_a)
}

/// Whether a sentence tells of days long before its story: its titles are of those days.
fn tells_of_the_past(document: &Document, sentence: usize, day: Option<Date>) -> bool {
    let ends = document.times.iter().filter(|t| t.sentence == sentence).filter_map(|t| t.days).map(|d| d.1);
    let Some(day) = day else { return false };
    ends.filter_map(|end| day.since(end).ok()).any(|since| since.get_days() > PAST_DAYS)
}

/// "Col.", "Gen.", "Mr."; not the "F." of a name, nor "Jr.".
fn is_shortened(word: &str) -> bool {
    word.len() > 2 && word.ends_with('.') && word != "Jr." && word != "Sr." && word.matches('.').count() == 1
}

fn written(document: &Document, name: &Range<TokenId>) -> String {
    document.str(document.span_of(name)).split_whitespace().collect::<Vec<_>>().join(" ")
}
