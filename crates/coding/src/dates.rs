//! When an event happened: the time expression that belongs to its words, else the dateline, else the day
//! of publication.

use crate::event::{DateSource, EventDate};
use jiff::civil::Date;
use legation_text::{Document, Granularity, Relation, Span, TimeExpression, TokenId, Upos};

/// The date of the event at `anchor`; `names_event` tells nouns that name events of their own.
pub(crate) fn date(
    document: &Document,
    anchor: TokenId,
    verb: Option<TokenId>,
    names_event: impl Fn(TokenId) -> bool,
) -> Option<EventDate> {
    let sentence = document.tokens[anchor].sentence;
    if let Some(time) = time_of(document, anchor, verb, names_event) {
        return Some(EventDate {
            days: time.days,
            granularity: time.granularity,
            source: DateSource::Text,
            span: Some(with_preposition(document, time.span)),
        });
    }
    let story = &document.stories[document.sentences[sentence].story];
    let (day, source) = match (story.dated, document.article.published) {
        (Some(day), _) => (day, DateSource::Dateline),
        (None, Some(day)) => (day, DateSource::Published),
        (None, None) => return None,
    };
    Some(EventDate { days: Some((day, day)), granularity: Granularity::Day, source, span: None })
}

/// The calendar day to resolve actors on.
pub(crate) fn first_day(date: Option<&EventDate>) -> Option<Date> {
    date.and_then(|d| d.days).map(|d| d.0)
}

/// The time expression nearest above the event in the tree: its own, its clause's, that of the clause it
/// reports on; never one that belongs to another event.
fn time_of(
    document: &Document,
    anchor: TokenId,
    verb: Option<TokenId>,
    names_event: impl Fn(TokenId) -> bool,
) -> Option<&TimeExpression> {
    let sentence = document.tokens[anchor].sentence;
    let times: Vec<(&TimeExpression, TokenId)> = document
        .times
        .iter()
        .filter(|t| t.sentence == sentence && !matches!(t.granularity, Granularity::Unknown))
        .filter(|t| t.value.as_deref().is_none_or(|v| !v.starts_with('P')) || t.days.is_some())
        .filter_map(|t| Some((t, head_of(document, sentence, t.span)?)))
        // "a phone call between X and Y on Sunday": the Sunday is the call's.
        .filter(|(_, token)| owner(document, *token, &names_event).is_none_or(|noun| noun == anchor))
        .collect();
    let clause_of = |token: TokenId| clause(document, token);
    let mut at = Some(verb.unwrap_or(anchor));
    let mut steps = 0;
    while let Some(word) = at {
        let here = clause_of(word);
        let own = times
            .iter()
            .filter(|(_, token)| clause_of(*token) == here || document.is_below(*token, anchor))
            .min_by_key(|(t, token)| (t.granularity == Granularity::Time, token.abs_diff(anchor)));
        if let Some((time, _)) = own {
            return Some(time);
        }
        // A report's own time ("said on Monday that") is the report's, not the event's.
        let top = &document.tokens[here];
        if matches!(top.relation, Relation::Ccomp | Relation::Parataxis | Relation::Advcl | Relation::AclRelcl)
            || steps > 4
        {
            return None;
        }
        at = top.head;
        steps += 1;
    }
    None
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

/// "on Sunday" where the expression is "Sunday".
fn with_preposition(document: &Document, span: Span) -> Span {
    let text = &document.article.text[..span.start];
    let trimmed = text.trim_end();
    let word = trimmed.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let preposition =
        matches!(word.to_lowercase().as_str(), "on" | "in" | "at" | "since" | "during" | "by" | "until" | "from");
    if preposition && trimmed.len() + 1 >= span.start { Span::new(trimmed.len() - word.len(), span.end) } else { span }
}
