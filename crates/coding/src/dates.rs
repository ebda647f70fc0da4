//! When an event happened: the time expression that belongs to its words, else the day of the report that tells it, else the
//! dateline, else the day of publication.
//!
//! "Rebels who fled in March freed 23 women on Wednesday": the freeing is Wednesday's, the March the flight's. "Jets hit the
//! camp, the army said on Monday": nothing dates the strike but the report, and [`DateOf::Report`] says so.

use crate::event::{DateOf, DateSource, EventDate};
use jiff::civil::Date;
use legation_text::{Document, Granularity, Relation, Span, TimeExpression, TimeModifier, TokenId, Upos, stance};

/// Which day of an event is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Asked {
    /// When it happens.
    Happening,
    /// When it was announced, for what is going to happen: "will meet in April, the Kremlin said on Tuesday" is an agreement
    /// of Tuesday.
    Announcement,
}

/// The date of the event at `anchor`; `names_event` tells nouns that name events of their own.
pub(crate) fn date(
    document: &Document,
    anchor: TokenId,
    verb: Option<TokenId>,
    asked: Asked,
    names_event: impl Fn(TokenId) -> bool,
) -> Option<EventDate> {
    let sentence = document.tokens[anchor].sentence;
    let story = &document.stories[document.sentences[sentence].story];
    let today = story.dated.or(document.article.published);
    let mut times = Times::of(document, anchor, today, names_event);
    if asked == Asked::Announcement {
        times.list.retain(|(t, _)| t.days.zip(today).is_none_or(|(days, today)| days.1 <= today));
    }
    let own = times.own(verb.unwrap_or(anchor), anchor).map(|t| (t, DateOf::Event));
    if let Some((time, of)) = own.or_else(|| times.report(verb.unwrap_or(anchor)).map(|t| (t, DateOf::Report))) {
        return Some(EventDate {
            days: time.days.map(|days| up_to(document, time, days, today)),
            granularity: time.granularity,
            source: DateSource::Text,
            of,
            span: Some(with_preposition(document, time.span)),
        });
    }
    let (day, source) = match (story.dated, document.article.published) {
        (Some(day), _) => (day, DateSource::Dateline),
        (None, Some(day)) => (day, DateSource::Published),
        (None, None) => return None,
    };
    Some(EventDate { days: Some((day, day)), granularity: Granularity::Day, source, of: DateOf::Event, span: None })
}

/// The calendar day to resolve actors on.
pub(crate) fn first_day(date: Option<&EventDate>) -> Option<Date> {
    date.and_then(|d| d.days).map(|d| d.0)
}

/// "has held 30 since March" goes on until the story is told.
fn up_to(document: &Document, time: &TimeExpression, days: (Date, Date), today: Option<Date>) -> (Date, Date) {
    let since = time.modifier == Some(TimeModifier::OnOrAfter) && word_before(document, time.span) == "since";
    (days.0, today.filter(|t| since && *t > days.1).unwrap_or(days.1))
}

/// The time expressions of a sentence that may date an event, with the word that the others of each hang on.
struct Times<'d> {
    document: &'d Document,
    list: Vec<(&'d TimeExpression, TokenId)>,
}

impl<'d> Times<'d> {
    fn of(document: &'d Document, anchor: TokenId, today: Option<Date>, names_event: impl Fn(TokenId) -> bool) -> Self {
        let sentence = document.tokens[anchor].sentence;
        let first = document.times.partition_point(|t| t.sentence < sentence);
        let list = document.times[first..]
            .iter()
            .take_while(|t| t.sentence == sentence)
            .filter(|t| tells_when(document, t, today))
            .filter_map(|t| Some((t, head_of(document, sentence, t.span)?)))
            .filter(|(_, token)| belongs(document, *token, anchor, &names_event))
            .collect();
        Self { document, list }
    }

    /// The expression nearest above the event in the tree: its own, its clause's, that of the clause that goes on in it.
    fn own(&self, word: TokenId, anchor: TokenId) -> Option<&'d TimeExpression> {
        let document = self.document;
        let mut at = word;
        for _ in 0..STEPS {
            let here = clause(document, at);
            if let Some(time) = self.of_clause(here, anchor) {
                return Some(time);
            }
            let top = &document.tokens[here];
            at = top.head.filter(|head| goes_on(document, here, *head))?;
        }
        None
    }

    /// Of the expressions of a clause, and of those on the event's noun, the nearest; a day before a time of day.
    fn of_clause(&self, here: TokenId, anchor: TokenId) -> Option<&'d TimeExpression> {
        let document = self.document;
        let of = |token: TokenId| clause(document, token) == here || hangs_on(document, token, anchor);
        let own = self.list.iter().filter(|(_, token)| of(*token));
        own.min_by_key(|(t, token)| (t.granularity == Granularity::Time, token.abs_diff(anchor))).map(|(t, _)| *t)
    }

    /// The day of the report that tells the event: "said on Monday that", ", the army said on Monday".
    fn report(&self, word: TokenId) -> Option<&'d TimeExpression> {
        let document = self.document;
        let mut at = word;
        for _ in 0..STEPS {
            let here = clause(document, at);
            let reports = document
                .dependents(here, |r| r == Relation::Parataxis)
                .chain(document.tokens[here].head.filter(|_| is_told(document, here)))
                .map(|report| clause(document, report))
                .filter(|report| stance(&document.tokens[*report].lemma).is_some());
            let days = reports.filter_map(|report| self.of_clause(report, report));
            let past = |t: &&TimeExpression| t.granularity <= Granularity::Day && t.days.is_some();
            if let Some(time) = days.into_iter().find(past) {
                return Some(time);
            }
            at = document.tokens[here].head.filter(|_| document.tokens[here].relation != Relation::AclRelcl)?;
        }
        None
    }
}

/// Clauses that a date may be looked for above.
const STEPS: usize = 5;

/// Whether an expression says when something happened: not how long it took or how often it does, and not the bound of a
/// later stretch ("until 2028", "before March", "from January").
fn tells_when(document: &Document, time: &TimeExpression, today: Option<Date>) -> bool {
    let length = time
        .value
        .as_deref()
        .is_some_and(|v| v.starts_with('P') || v.starts_with("XXXX-W") || v.starts_with("XXXX-XX"));
    if time.granularity == Granularity::Unknown || length && time.days.is_none() {
        return false;
    }
    match time.modifier {
        Some(TimeModifier::Before | TimeModifier::After) => false,
        // "Turkey had by Tuesday suspended 50,000", but "will leave by June"
        Some(TimeModifier::OnOrBefore) => {
            let reached = time.days.zip(today).is_some_and(|(days, today)| days.1 <= today);
            reached && word_before(document, time.span) == "by"
        }
        Some(TimeModifier::OnOrAfter) => word_before(document, time.span) == "since",
        _ => true,
    }
}

/// Whether an expression may be the event's at `anchor`. "A phone call between X and Y on Sunday" and "the 1991 agreement":
/// the time is the noun's, and another event's only where that noun is what its verb does ("concluded a settlement on Friday").
fn belongs(document: &Document, token: TokenId, anchor: TokenId, names_event: &impl Fn(TokenId) -> bool) -> bool {
    let word = &document.tokens[token];
    let before_noun = matches!(
        word.relation,
        Relation::Nummod | Relation::Compound | Relation::Amod | Relation::NmodPoss | Relation::NmodDesc
    );
    if before_noun && word.head.is_some_and(|h| document.tokens[h].upos.is_noun()) {
        return word.head == Some(anchor);
    }
    owner(document, token, names_event).is_none_or(|noun| {
        noun == anchor || document.tokens[noun].relation == Relation::Obj && document.tokens[noun].head == Some(anchor)
    })
}

/// The event noun that a time expression hangs on, below its clause.
fn owner(document: &Document, token: TokenId, names_event: impl Fn(TokenId) -> bool) -> Option<TokenId> {
    let mut at = document.tokens[token].head;
    while let Some(word) = at {
        if document.tokens[word].upos == Upos::Verb {
            return None;
        }
        if document.tokens[word].upos.is_noun() && names_event(word) {
            return Some(word);
        }
        at = document.tokens[word].head;
    }
    None
}

/// Whether a word stands below another in the same clause, or in a verb that shares its subject: "suspended the constitution
/// and imposed a curfew on Monday", "began pulling out on Monday"; not "promised talks, and the army withdrew on Monday".
fn hangs_on(document: &Document, token: TokenId, anchor: TokenId) -> bool {
    let mut at = token;
    while at != anchor {
        let word = &document.tokens[at];
        let Some(head) = word.head else { return false };
        if word.upos == Upos::Verb {
            let subject = || document.dependents(at, Relation::is_nominal_subject).next().is_some();
            let shares = match word.relation {
                Relation::Conj => !subject(),
                Relation::Xcomp | Relation::Amod => true,
                _ => false,
            };
            if !shares {
                return false;
            }
        }
        at = head;
    }
    true
}

/// Whether the time of the clause above holds for a clause, too: "marched on Monday and burnt a flag", "pulled out on Monday,
/// complaining of", "fled on Monday while farmers burnt straw", "apologised on Monday; Seoul undertook to". Not "said on Monday
/// that", "who fled in March", "on Monday after they had met".
fn goes_on(document: &Document, clause: TokenId, above: TokenId) -> bool {
    match document.tokens[clause].relation {
        Relation::Ccomp | Relation::AclRelcl => false,
        Relation::Parataxis => {
            above < clause && stance(&document.tokens[clause].lemma).is_none() && {
                stance(&document.tokens[above].lemma).is_none()
            }
        }
        Relation::Advcl => {
            let mut marks = document.dependents(clause, |r| r == Relation::Mark);
            let mark = marks.next().map(|m| &*document.tokens[m].lemma);
            match mark {
                None => document.tokens[clause].has("VerbForm=Ger") || document.tokens[clause].has("VerbForm=Part"),
                Some(mark) => matches!(mark, "while" | "as"),
            }
        }
        _ => true,
    }
}

/// Whether a clause is what the verb above it says.
fn is_told(document: &Document, clause: TokenId) -> bool {
    matches!(document.tokens[clause].relation, Relation::Ccomp | Relation::Parataxis | Relation::Xcomp)
}

/// The word of a time expression that the others hang on.
fn head_of(document: &Document, sentence: usize, span: Span) -> Option<TokenId> {
    let inside = |t: &TokenId| document.tokens[*t].span.overlaps(span);
    let tokens: Vec<TokenId> = document.sentences[sentence].tokens.clone().filter(inside).collect();
    tokens
        .iter()
        .copied()
        .find(|t| document.tokens[*t].head.is_none_or(|h| !tokens.contains(&h)))
        .or(tokens.first().copied())
}

/// The verb (or root) of the clause that a word stands in.
fn clause(document: &Document, token: TokenId) -> TokenId {
    let mut at = token;
    loop {
        let word = &document.tokens[at];
        let heads_clause = word.upos == Upos::Verb
            || matches!(
                word.relation,
                Relation::Root
                    | Relation::Ccomp
                    | Relation::Xcomp
                    | Relation::Advcl
                    | Relation::AclRelcl
                    | Relation::Parataxis
            );
        match word.head {
            Some(head) if !heads_clause => at = head,
            _ => return at,
        }
    }
}

/// The word in front of a span, in lower case.
fn word_before(document: &Document, span: Span) -> String {
    let text = document.article.text[..span.start].trim_end();
    text.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default().to_lowercase()
}

/// "on Sunday" where the expression is "Sunday".
fn with_preposition(document: &Document, span: Span) -> Span {
    let text = &document.article.text[..span.start];
    let trimmed = text.trim_end();
    let word = trimmed.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let preposition = matches!(
        word.to_lowercase().as_str(),
        "on" | "in" | "at" | "since" | "during" | "by" | "until" | "from" | "between"
    );
    if preposition && trimmed.len() + 1 >= span.start { Span::new(trimmed.len() - word.len(), span.end) } else { span }
}
