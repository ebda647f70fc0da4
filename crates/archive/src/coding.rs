//! What the coder made of an article: stories, sentences and event records, with offsets in code points.

use legation_coding::{CodePoints, EventRecord, Moved};
use legation_text::{Document, SentenceKind};

/// What is kept of an article's analysis. A long article adds its parts one after the other.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Coding {
    pub(crate) stories: Vec<StoryRow>,
    pub(crate) sentences: Vec<SentenceRow>,
    pub(crate) records: Vec<EventRecord>,
}

/// From and to, in code points.
pub(crate) type Range = (usize, usize);

/// A story of the page.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct StoryRow {
    pub span: Range,
    pub headline: Option<Range>,
    pub dateline: Option<Range>,
    pub dated: Option<String>,
}

/// A sentence.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct SentenceRow {
    pub story: usize,
    pub paragraph: usize,
    pub kind: SentenceKind,
    pub span: Range,
}

impl Coding {
    /// Adds a document, or the part of one that stands behind `moved`; `records` are moved already.
    pub fn add(&mut self, document: &Document, records: Vec<EventRecord>, moved: Moved) {
        let points = CodePoints::new(&document.article.text);
        let range = |span| {
            let (start, end) = points.span(span);
            (start + moved.points, end + moved.points)
        };
        let paragraphs = self.sentences.last().map_or(0, |s| s.paragraph + 1);
        self.stories.extend(document.stories.iter().map(|story| StoryRow {
            span: range(story.span),
            headline: story.headline.map(range),
            dateline: story.dateline.map(range),
            dated: story.dated.map(|day| day.to_string()),
        }));
        self.sentences.extend(document.sentences.iter().map(|sentence| SentenceRow {
            story: sentence.story + moved.stories,
            paragraph: sentence.paragraph + paragraphs,
            kind: sentence.kind,
            span: range(sentence.span),
        }));
        self.records.extend(records);
    }

    /// The event records, in order of the text.
    pub fn records(&self) -> &[EventRecord] {
        &self.records
    }
}
