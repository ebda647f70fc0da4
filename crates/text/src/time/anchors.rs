//! What an expression counts from: the day of publication or the dateline's, what was told before it, the side of the
//! present that its clause is on, and the year that a retrospect is in.
//!
//! **Retrospect.** "In March 2003 the army crossed the border. It took the capital in April.": the April is that year's. A
//! month or day without a year takes the year that opens its own or an earlier sentence of the paragraph, where that year was
//! told of the main clause, both clauses are past, and nothing told between leads back to the present. "The treaty, signed in
//! 1998, was broken in June" does not: that year is of a clause aside, and the June is the last one.

use super::calendar::Found;
use super::meaning::{From, Meaning, Point, YearOf};
use super::resolve::{Anchor, Tense};
use crate::document::{Document, EntityKind, SentenceId, SentenceKind, TokenId};
use crate::factuality::{Factuality, factuality};
use crate::grammar::{Relation, Upos};
use crate::span::Span;
use jiff::civil::Date;

/// Sentences that "two days later" looks back over.
const REACH: usize = 3;

/// What was told so far.
#[derive(Default)]
pub(super) struct Telling {
    day: Option<Date>,
    told: Vec<Found>,
    /// The sentence of each.
    sentences: Vec<SentenceId>,
    /// The year of a retrospect, with its paragraph.
    year: Option<(i16, usize)>,
    story: usize,
}

impl Telling {
    /// Goes on to a sentence.
    pub fn begin(&mut self, document: &Document, sentence: SentenceId) {
        let here = &document.sentences[sentence];
        if here.story != self.story {
            *self = Self { story: here.story, ..Self::default() };
        }
        self.day = document.stories[here.story].dated.or(document.article.published);
        let old = self.sentences.iter().take_while(|s| sentence - **s > REACH).count();
        self.told.drain(..old);
        self.sentences.drain(..old);
        self.year = self.year.filter(|(_, paragraph)| *paragraph == here.paragraph);
    }

    /// What an expression at `span` may count from.
    pub fn anchor(
        &self,
        document: &Document,
        sentence: SentenceId,
        span: Span,
        meaning: &Meaning,
        same_day: Option<Date>,
    ) -> Anchor<'_> {
        let verb = token_at(document, sentence, span).and_then(|t| verb_above(document, t));
        let weekday = matches!(meaning, Meaning::Point(Point::Weekday { .. }));
        let tense = verb.map_or(Tense::Past, |v| tense(document, sentence, v, weekday));
        let year = self.year.map(|y| y.0).filter(|_| verb.is_some_and(|v| is_past(document, v)));
        Anchor { day: self.day, tense, told: &self.told, year, same_day }
    }

    /// Takes in what was found.
    pub fn tell(&mut self, document: &Document, sentence: SentenceId, span: Span, meaning: &Meaning, found: &Found) {
        if matches!(meaning, Meaning::Point(_) | Meaning::Range(..)) && found.days.is_some() {
            self.told.push(found.clone());
            self.sentences.push(sentence);
        }
        let Meaning::Point(point) = meaning else { return };
        match given_year(point) {
            Some(year) => {
                let past = self.day.is_some_and(|d| d.year() > year);
                if past && opens(document, sentence, span) {
                    self.year = Some((year, document.sentences[sentence].paragraph));
                } else if !past {
                    self.year = None;
                }
            }
            None if leads_back(point) => self.year = None,
            None => {}
        }
    }
}

/// The year that a point gives itself.
fn given_year(point: &Point) -> Option<i16> {
    match point {
        Point::Day { year: YearOf::Given(y), .. }
        | Point::Month { year: YearOf::Given(y), .. }
        | Point::Quarter { year: YearOf::Given(y), .. }
        | Point::Season { year: YearOf::Given(y), .. }
        | Point::Year(YearOf::Given(y)) => Some(*y),
        _ => None,
    }
}

/// Whether a point is told from the day of publication, which ends a retrospect: "yesterday", "Monday", "last year".
fn leads_back(point: &Point) -> bool {
    match point {
        Point::NearDay(_) | Point::Weekday { .. } | Point::Step { .. } | Point::Shift { from: From::Now, .. } => true,
        Point::Part { on, .. } => leads_back(on),
        _ => false,
    }
}

/// Whether an expression opens its sentence and is of its main clause: "In March 2003, ...".
fn opens(document: &Document, sentence: SentenceId, span: Span) -> bool {
    /// Words that may stand before it: "But in March 2003".
    const BEFORE: usize = 3;
    let Some(token) = token_at(document, sentence, span) else { return false };
    if token >= document.sentences[sentence].tokens.start + BEFORE {
        return false;
    }
    let mut at = document.tokens[token].head;
    let mut steps = 0;
    while let Some(word) = at {
        let word = &document.tokens[word];
        if word.upos == Upos::Verb || word.relation == Relation::Root {
            return word.relation == Relation::Root;
        }
        at = word.head;
        steps += 1;
        if steps > BEFORE {
            break;
        }
    }
    false
}

/// The word of a sentence that the others of an expression hang on.
fn token_at(document: &Document, sentence: SentenceId, span: Span) -> Option<TokenId> {
    let tokens = document.sentences[sentence].tokens.clone();
    let first = tokens.start + document.tokens[tokens.clone()].partition_point(|t| t.span.end <= span.start);
    let inside = || (first..tokens.end).take_while(|t| document.tokens[*t].span.start < span.end);
    inside()
        .find(|t| document.tokens[*t].head.is_none_or(|h| !document.tokens[h].span.overlaps(span)))
        .or(inside().next())
}

/// The verb that a word belongs to.
fn verb_above(document: &Document, token: TokenId) -> Option<TokenId> {
    let mut at = document.tokens[token].head;
    while let Some(word) = at {
        if document.tokens[word].upos == Upos::Verb {
            return Some(word);
        }
        at = document.tokens[word].head;
    }
    None
}

/// Whether a clause looks ahead: "will meet on Monday", "is set to begin", "should be done by June". "The talks start on
/// Friday" does so of a weekday only ("as of June, Iran holds two"); headlines tell the past in the present ("Iran tests
/// missile on Monday"), and so does "says".
fn tense(document: &Document, sentence: SentenceId, verb: TokenId, weekday: bool) -> Tense {
    if factuality(document, verb) == Factuality::Future {
        return Tense::Future;
    }
    let auxiliaries = || document.dependents(verb, |r| matches!(r, Relation::Aux | Relation::AuxPass | Relation::Cop));
    let is = |word: TokenId, lemmas: &[&str]| lemmas.contains(&&*document.tokens[word].lemma);
    let modal =
        auxiliaries().any(|a| is(a, &["will", "shall", "would", "may", "might", "should", "could", "can", "must"]));
    let had = auxiliaries().any(|a| is(a, &["have"]));
    if modal && !had {
        return Tense::Future;
    }
    // "plans to meet on Friday": what is planned lies ahead of the plan, where the plan is of today.
    let word = &document.tokens[verb];
    if word.has("VerbForm=Inf") && word.relation == Relation::Xcomp && !auxiliaries().any(|a| is(a, &["be"])) {
        let planned = matches!(factuality(document, verb), Factuality::Future | Factuality::Possible);
        return if planned { Tense::Future } else { Tense::Past };
    }
    let headline = document.sentences[sentence].kind == SentenceKind::Headline;
    // "put", "set" and "hit" are tagged as present as often as past, and relative clauses tell habits: "which gives out".
    let third = word.xpos == "VBZ" && !matches!(word.relation, Relation::AclRelcl | Relation::Advcl);
    let present = third
        || word.has("VerbForm=Part")
            && word.has("Tense=Pres")
            && auxiliaries().any(|a| document.tokens[a].has("Tense=Pres"));
    let report = crate::quotations::stance(&word.lemma).is_some();
    if weekday && present && !headline && !report { Tense::Future } else { Tense::Past }
}

/// Whether a verb tells the past by itself: "crossed", "was crossed"; "has crossed" reaches up to now.
fn is_past(document: &Document, verb: TokenId) -> bool {
    let simple = |t: TokenId| document.tokens[t].has("Tense=Past") && document.tokens[t].has("VerbForm=Fin");
    simple(verb) || document.dependents(verb, |r| matches!(r, Relation::Aux | Relation::AuxPass)).any(simple)
}

/// Whether what the grammar took for a time is something else in this sentence: the number of "2000 soldiers", the month of
/// "Prime Minister May", the year of "Airbus 2000".
pub(super) fn is_other(document: &Document, sentence: SentenceId, span: Span, meaning: &Meaning, first: &str) -> bool {
    let bare_year = match meaning {
        Meaning::Point(Point::Year(YearOf::Given(y))) => first.starts_with(|c: char| c.is_ascii_digit()).then_some(*y),
        _ => None,
    };
    let named = matches!(
        meaning,
        Meaning::Point(
            Point::Month { .. } | Point::Weekday { .. } | Point::Season { .. } | Point::Day { .. } | Point::Year(_)
        ) | Meaning::Set(_)
    );
    if let Some(year) = bare_year
        && counts(document, sentence, span, year)
    {
        return true;
    }
    named && is_in_name(document, sentence, span)
}

/// Whether a number of four digits counts something: "2000 soldiers", but "the 2020 elections" and "in 1991".
fn counts(document: &Document, sentence: SentenceId, span: Span, year: i16) -> bool {
    /// Years that news of our day tells of without a preposition.
    const RECENT: std::ops::RangeInclusive<i16> = 1900..=2060;
    let text = &document.article.text;
    let before = text[document.sentences[sentence].span.start..span.start].trim_end();
    let word_before = before.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default().to_ascii_lowercase();
    let bound = before.ends_with(char::is_alphabetic);
    let preposition = bound
        && matches!(
            &*word_before,
            "in" | "since"
                | "by"
                | "until"
                | "till"
                | "during"
                | "before"
                | "after"
                | "from"
                | "to"
                | "through"
                | "of"
                | "around"
                | "about"
                | "circa"
                | "early"
                | "late"
                | "mid"
                | "between"
                | "and"
                | "year"
                | "than"
                | "throughout"
        );
    let behind = text[span.end..].trim_start();
    let unit = behind.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    const UNITS: [&str; 16] = [
        "percent",
        "per",
        "million",
        "billion",
        "people",
        "feet",
        "meters",
        "metres",
        "km",
        "miles",
        "kilometers",
        "kilometres",
        "dollars",
        "euros",
        "pounds",
        "hours",
    ];
    if behind.starts_with('%') || UNITS.contains(&unit) || before.ends_with(['$', '£', '€', '#', '№']) {
        return true;
    }
    if !document.sentences[sentence].read {
        return !(preposition || before.is_empty());
    }
    let Some(token) = token_at(document, sentence, span) else { return true };
    let number = &document.tokens[token];
    let counted = number.relation == Relation::Nummod
        && number
            .head
            .is_some_and(|h| h > token && document.tokens[h].is_plural() && document.tokens[h].upos != Upos::Propn);
    if counted {
        // "the 2020 elections": a round number counts, and so does one without an article.
        const ROUND: i16 = 50;
        let article =
            bound && matches!(&*word_before, "the" | "its" | "their" | "his" | "her" | "s" | "after" | "since");
        return !(article && RECENT.contains(&year) && (year % ROUND != 0 || year == 2000));
    }
    let paren = before.ends_with(['(', '[', '–', '-']) || before.is_empty();
    !(preposition || paren || RECENT.contains(&year))
}

/// Whether an expression lies in a longer name of a person, organization or place: "Theresa May", "July 26 Movement".
fn is_in_name(document: &Document, sentence: SentenceId, span: Span) -> bool {
    let tokens = &document.sentences[sentence].tokens;
    let first = document.mentions.partition_point(|m| m.head < tokens.start);
    document.mentions[first..].iter().take_while(|m| m.head < tokens.end).any(|m| {
        let Some(name) = m.name.as_ref() else { return false };
        let name = document.span_of(name);
        match m.kind {
            EntityKind::Person => name.overlaps(span),
            EntityKind::Organization | EntityKind::Place => name.overlaps(span) && name.len() > span.len(),
            _ => false,
        }
    })
}
