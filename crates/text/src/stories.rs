//! Puts sentences into stories, and says which sentences are headlines and which are about the page.
//!
//! A page of two items: "... in his country. Amir Abdollahian urges recruitment of women diplomats Amir
//! Abdollahian has emphasized ...": the reader parted headline and body; here the headline begins a story.

use crate::article::Article;
use crate::document::SentenceKind;
use crate::grammar::Upos;
use crate::metadata::{self, Dateline};
use crate::reader::Reading;
use crate::sentences::RawSentence;
use crate::span::Span;
use crate::tokens::RawToken;
use std::ops::Range;

/// A headline has at least this many words; shorter lines are sub-headings.
const LEAST_HEADLINE: usize = 5;
/// And at most this many.
const MOST_HEADLINE: usize = 28;
/// The reader's probability above which a sentence without a full stop is a headline.
const HEADLINE: f32 = 0.5;

/// A raw sentence with its dateline, if it begins with one, cut off.
pub(crate) struct Cut {
    pub sentence: RawSentence,
    /// `Some` for the piece that is a dateline.
    pub dateline: Option<Dateline>,
    pub metadata: bool,
}

/// Parts datelines from sentences and marks lines about the page.
pub(crate) fn cut(text: &str, sentences: Vec<RawSentence>) -> Vec<Cut> {
    let mut cuts: Vec<Cut> = Vec::with_capacity(sentences.len());
    for sentence in sentences {
        let span = sentence.span();
        let opens = cuts.iter().all(|c| c.metadata) || cuts.len() == 1;
        match metadata::dateline(text, span.start, span.end, opens) {
            Some(dateline) => {
                let (head, tail): (Vec<RawToken>, Vec<RawToken>) =
                    sentence.tokens.into_iter().partition(|t| t.span.start < dateline.end);
                let part = |tokens| RawSentence { tokens, paragraph: sentence.paragraph };
                cuts.push(Cut { sentence: part(head), dateline: Some(dateline), metadata: true });
                if !tail.is_empty() {
                    cuts.push(Cut { sentence: part(tail), dateline: None, metadata: false });
                }
            }
            None => {
                let metadata = metadata::is_metadata(span.of(text));
                cuts.push(Cut { sentence, dateline: None, metadata });
            }
        }
    }
    cuts
}

/// A sentence as it will stand in the document: words `words` of cut number `cut`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Placed {
    pub cut: usize,
    pub words: Range<usize>,
    pub kind: SentenceKind,
    pub story: usize,
}

/// Kind and story of every segment of every cut.
pub(crate) fn place(article: &Article, cuts: &[Cut], readings: &[Reading]) -> Vec<Placed> {
    let mut placed = Vec::new();
    for (i, (cut, reading)) in cuts.iter().zip(readings).enumerate() {
        if cut.metadata {
            placed.push(Placed { cut: i, words: 0..cut.sentence.tokens.len(), kind: SentenceKind::Metadata, story: 0 });
            continue;
        }
        for (s, segment) in reading.segments.iter().enumerate() {
            let own_line = reading.segments.len() == 1
                && cuts
                    .iter()
                    .filter(|c| c.sentence.paragraph == cut.sentence.paragraph && c.dateline.is_none())
                    .count()
                    == 1;
            let glued = s + 1 < reading.segments.len();
            let text = segment_text(&article.text, cut, segment.words.clone());
            let unfinished = !ends_sentence(text);
            let titled = article.title.as_deref().is_some_and(|t| t.trim() == text.trim());
            let likely = segment.headline > HEADLINE;
            let short = segment.words.len() <= MOST_HEADLINE;
            let headline =
                unfinished && short && (likely && (own_line || glued) || titled || own_line && followed(cuts, i));
            let kind = if headline { SentenceKind::Headline } else { SentenceKind::Body };
            // A licence line may stand glued behind a last sentence.
            let kind = if metadata::is_metadata(text) { SentenceKind::Metadata } else { kind };
            placed.push(Placed { cut: i, words: segment.words.clone(), kind, story: 0 });
        }
    }
    number(cuts, readings, &mut placed);
    placed
}

fn segment_text<'a>(text: &'a str, cut: &Cut, words: Range<usize>) -> &'a str {
    let tokens = &cut.sentence.tokens[words];
    match (tokens.first(), tokens.last()) {
        (Some(first), Some(last)) => first.span.join(last.span).of(text),
        _ => "",
    }
}

fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(['"', '”', '’', '\'', ')', ']']).ends_with(['.', '!', '?', ':', ';', ','])
}

/// Whether a line is followed by one that is a whole sentence: what stands alone at the end is no headline.
fn followed(cuts: &[Cut], i: usize) -> bool {
    cuts[i + 1..]
        .iter()
        .find(|c| !c.metadata || c.dateline.is_some())
        .is_some_and(|c| c.sentence.tokens.len() > LEAST_HEADLINE || c.dateline.is_some())
}

/// Numbers the stories: a new one begins at a headline that is followed by a body, or at a dateline.
fn number(cuts: &[Cut], readings: &[Reading], placed: &mut [Placed]) {
    let mut story = 0;
    let mut body = false;
    let mut i = 0;
    while i < placed.len() {
        let begins = match placed[i].kind {
            SentenceKind::Headline => is_full(cuts, readings, &placed[i]) && leads_to_body(placed, i),
            SentenceKind::Metadata => cuts[placed[i].cut].dateline.is_some(),
            SentenceKind::Body => false,
        };
        if begins && body {
            story += 1;
            body = false;
        }
        placed[i].story = story;
        body |= placed[i].kind == SentenceKind::Body;
        i += 1;
    }
}

/// A headline that tells something: long enough, with a verb, no question.
fn is_full(cuts: &[Cut], readings: &[Reading], placed: &Placed) -> bool {
    let words = &readings[placed.cut].words[placed.words.clone()];
    let question = cuts[placed.cut].sentence.tokens[placed.words.clone()].last().is_some_and(|t| t.span.is_empty());
    words.len() >= LEAST_HEADLINE
        && !question
        && words.iter().any(|w| w.upos == Upos::Verb)
        && words.iter().any(|w| w.upos == Upos::Propn || w.upos == Upos::Noun)
}

/// Whether headlines and metadata from `i` on lead to a sentence of a body.
fn leads_to_body(placed: &[Placed], i: usize) -> bool {
    placed[i..].iter().find(|p| p.kind == SentenceKind::Body).is_some()
}

/// Where the headline or sentence `words` of a cut stands.
pub(crate) fn span_of(cut: &Cut, words: &Range<usize>) -> Span {
    let tokens = &cut.sentence.tokens[words.clone()];
    match (tokens.first(), tokens.last()) {
        (Some(first), Some(last)) => first.span.join(last.span),
        _ => Span::default(),
    }
}
