//! Who says what: "..., according to the Foreign Ministry", "ISNA reported", "denied that".

use crate::document::{Document, Quotation, SentenceKind, Stance, TokenId};
use crate::grammar::{Relation, Upos};
use crate::mentions;
use crate::predicates;
use crate::span::Span;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Verbs of saying and holding to be true, with the stance of whoever says so.
static SPEECH: LazyLock<HashMap<&'static str, Stance>> = LazyLock::new(|| {
    include_str!("../data/speech.csv")
        .lines()
        .skip(1)
        .filter_map(|line| line.split_once(','))
        .filter_map(|(verb, stance)| Some((verb, Stance::parse(stance)?)))
        .collect()
});

/// Adds the quotations of `document`, in order.
pub(crate) fn find(document: &mut Document) {
    let mut found = Vec::new();
    for token in 0..document.tokens.len() {
        let sentence = &document.sentences[document.tokens[token].sentence];
        if sentence.kind == SentenceKind::Metadata {
            continue;
        }
        found.extend(according_to(document, token).or_else(|| said(document, token)));
    }
    document.quotations = found;
}

/// The stance of a verb of speech, `None` for other verbs.
pub fn stance(lemma: &str) -> Option<Stance> {
    SPEECH.get(lemma).copied()
}

/// "according to the Foreign Ministry"
fn according_to(document: &Document, token: TokenId) -> Option<Quotation> {
    let word = document.form(token).to_lowercase();
    let next = (token + 1 < document.tokens.len()).then(|| document.form(token + 1).to_lowercase());
    if word != "according" || next.as_deref() != Some("to") {
        return None;
    }
    // The treebanks make "according" a case mark of the source, or a word with the source below it.
    let source = match document.tokens[token].relation {
        Relation::Case | Relation::Mark => document.tokens[token].head?,
        _ => document.dependents(token, |r| matches!(r, Relation::Obl | Relation::Nmod | Relation::Obj)).next()?,
    };
    let phrase = mentions::phrase(document, source);
    let whole = document.tokens[token].span.join(document.span_of(&document.subtree(source)));
    Some(quotation(document, Some((source, document.span_of(&phrase))), token, whole, None))
}

/// "ISNA reported", "he said that": a verb of speech with a source and a content.
fn said(document: &Document, verb: TokenId) -> Option<Quotation> {
    let word = &document.tokens[verb];
    let stance = *SPEECH.get(&*word.lemma.to_lowercase()).filter(|_| word.upos == Upos::Verb)?;
    let content = document.dependents(verb, |r| r == Relation::Ccomp).next();
    let content = match content {
        Some(content) => document.span_of(&document.subtree(content)),
        // "Tehran is ready, he said": the report hangs on what it reports, or stands at its end.
        None if word.relation == Relation::Parataxis => {
            let own = document.span_of(&document.subtree(verb));
            let sentence = document.sentences[word.sentence].span;
            let before = Span::new(sentence.start, own.start);
            if before.len() >= sentence.end.saturating_sub(own.end) { before } else { Span::new(own.end, sentence.end) }
        }
        None => quoted_complement(document, verb)?,
    };
    let arguments = predicates::of_verb(document, verb);
    let passive = predicates::is_passive(document, verb);
    let source =
        arguments.subjects.first().copied().filter(|s| !passive || document.tokens[*s].relation == Relation::OblAgent);
    let source = source.map(|s| (s, document.span_of(&mentions::phrase(document, s))));
    let quoted = document.str(content).trim_start().starts_with(['"', '“', '‘', '«']);
    let stance = if quoted && stance == Stance::States { Stance::Quotes } else { stance };
    Some(quotation(document, source, verb, content, Some(stance)))
}

/// "“We agree,” the minister said" where the parser made the quoted words something else: the quotation
/// marks themselves show the content.
fn quoted_complement(document: &Document, verb: TokenId) -> Option<Span> {
    let sentence = &document.sentences[document.tokens[verb].sentence];
    let marks: Vec<TokenId> = sentence
        .tokens
        .clone()
        .filter(|t| matches!(document.form(*t), "\"" | "“" | "”" | "''" | "``" | "«" | "»"))
        .collect();
    let (open, close) = (*marks.first()?, *marks.last()?);
    (open < close && !(open..=close).contains(&verb)).then(|| document.span_of(&(open..close + 1)))
}

fn quotation(
    document: &Document,
    source: Option<(TokenId, Span)>,
    cue: TokenId,
    content: Span,
    stance: Option<Stance>,
) -> Quotation {
    let sentence = document.tokens[cue].sentence;
    let (cue_span, content, stance) = match stance {
        Some(stance) => (document.tokens[cue].span, content, stance),
        None => {
            // What surrounds "according to X" is its content: the longer side of the sentence.
            let all = document.sentences[sentence].span;
            let (before, after) = (Span::new(all.start, content.start), Span::new(content.end, all.end));
            let longer = if before.len() >= after.len() { before } else { after };
            (document.span_of(&(cue..cue + 2)), longer, Stance::States)
        }
    };
    let content = trim(document, content);
    Quotation {
        source: source.map(|s| s.0),
        source_span: source.map(|s| s.1),
        cue: cue_span,
        cue_token: cue,
        content,
        stance,
        sentence,
    }
}

/// Without blanks and commas at the edges.
fn trim(document: &Document, span: Span) -> Span {
    let text = document.str(span);
    let start = text.len() - text.trim_start_matches([' ', ',', '\n', '\t', ';', ':']).len();
    let end = text.trim_end_matches([' ', ',', '\n', '\t', ';', ':']).len();
    if start >= end { span } else { Span::new(span.start + start, span.start + end) }
}
