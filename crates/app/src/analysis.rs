//! The analysis record of docs/event-record.md, written as it is made: of a long document only one part is held, with
//! the short lists that stand behind the sentences.

use crate::parts;
use legation_coding::{CodePoints, Coder, Moved, Toponyms};
use legation_text::{Article, Document, EntityKind, MentionForm, Span};
use serde::Serialize;
use std::io::Write;

#[derive(Serialize)]
struct Place {
    start: usize,
    end: usize,
}

#[derive(Serialize)]
struct StoryRecord {
    #[serde(flatten)]
    at: Place,
    headline: Option<Place>,
    dateline: Option<Place>,
}

#[derive(Serialize)]
struct SentenceRecord<'a> {
    start: usize,
    end: usize,
    story: usize,
    tokens: Vec<TokenRecord<'a>>,
}

#[derive(Serialize)]
struct TokenRecord<'a> {
    start: usize,
    end: usize,
    lemma: &'a str,
    upos: &'static str,
    head: usize,
    deprel: &'static str,
}

#[derive(Serialize)]
struct MentionRecord {
    start: usize,
    end: usize,
    kind: &'static str,
    entity: usize,
    named: bool,
    name: Option<Place>,
}

#[derive(Serialize)]
struct DateRecord<'a> {
    start: usize,
    end: usize,
    value: Option<&'a str>,
    granularity: &'static str,
    #[serde(rename = "mod")]
    modifier: Option<&'static str>,
}

#[derive(Serialize)]
struct PlaceRecord<'a> {
    start: usize,
    end: usize,
    resolved_place: Option<&'a str>,
    geonameid: Option<u64>,
    lat: Option<f64>,
    lon: Option<f64>,
    country_code: Option<&'a str>,
}

#[derive(Serialize)]
struct AttributionRecord {
    source: Option<Place>,
    cue: Place,
    content: Place,
    pieces: Vec<Place>,
    stance: &'static str,
    kind: &'static str,
    outer: Option<usize>,
}

/// A JSON array in the making.
#[derive(Default)]
struct List(Vec<u8>);

impl List {
    fn push(&mut self, value: &impl Serialize) -> std::io::Result<()> {
        if !self.0.is_empty() {
            self.0.push(b',');
        }
        Ok(serde_json::to_writer(&mut self.0, value)?)
    }
}

/// The lists behind the sentences.
#[derive(Default)]
struct Lists {
    stories: List,
    mentions: List,
    dates: List,
    places: List,
    attributions: List,
    entities: usize,
    /// Attributions of the parts before.
    told: usize,
}

/// Writes one object, a line, of an article that `analyze` turns into documents, a part at a time.
pub(crate) fn write(
    out: &mut impl Write,
    coder: &Coder,
    article: Article,
    analyze: impl Fn(Article) -> Document,
) -> std::io::Result<()> {
    let mut lists = Lists::begin(out, &article.id)?;
    parts::each(article, |part, moved| {
        let document = analyze(part);
        lists.part(out, coder, &document, moved)?;
        Ok::<_, std::io::Error>((document.stories.len(), document.sentences.len()))
    })?;
    lists.end(out)
}

/// The same of a document that is there.
pub(crate) fn write_document(out: &mut impl Write, coder: &Coder, document: &Document) -> std::io::Result<()> {
    let mut lists = Lists::begin(out, &document.article.id)?;
    lists.part(out, coder, document, Moved::default())?;
    lists.end(out)
}

/// Offsets of a part as offsets of its document.
struct Points {
    points: CodePoints,
    moved: Moved,
}

impl Points {
    fn of(&self, span: Span) -> (usize, usize) {
        let (start, end) = self.points.span(span);
        (start + self.moved.points, end + self.moved.points)
    }

    fn place(&self, span: Span) -> Place {
        let (start, end) = self.of(span);
        Place { start, end }
    }
}

fn write_sentences(out: &mut impl Write, document: &Document, points: &Points) -> std::io::Result<()> {
    for (number, sentence) in document.sentences.iter().enumerate() {
        if number + points.moved.sentences > 0 {
            out.write_all(b",")?;
        }
        let tokens = sentence
            .tokens
            .clone()
            .map(|t| {
                let token = &document.tokens[t];
                let (start, end) = points.of(token.span);
                TokenRecord {
                    start,
                    end,
                    lemma: &token.lemma,
                    upos: token.upos.as_str(),
                    head: token.head.map_or(0, |h| h - sentence.tokens.start + 1),
                    deprel: token.relation.as_str(),
                }
            })
            .collect();
        let (start, end) = points.of(sentence.span);
        let story = sentence.story + points.moved.stories;
        serde_json::to_writer(&mut *out, &SentenceRecord { start, end, story, tokens })?;
    }
    Ok(())
}

impl Lists {
    fn begin(out: &mut impl Write, id: &str) -> std::io::Result<Self> {
        out.write_all(b"{\"document\":")?;
        serde_json::to_writer(&mut *out, id)?;
        out.write_all(b",\"sentences\":[")?;
        Ok(Self::default())
    }

    fn part(&mut self, out: &mut impl Write, coder: &Coder, document: &Document, moved: Moved) -> std::io::Result<()> {
        let points = Points { points: CodePoints::new(&document.article.text), moved };
        write_sentences(out, document, &points)?;
        self.add(coder, document, &points)
    }

    fn end(self, out: &mut impl Write) -> std::io::Result<()> {
        out.write_all(b"]")?;
        let Self { stories, mentions, dates, places, attributions, .. } = self;
        for (name, list) in [
            ("stories", stories),
            ("mentions", mentions),
            ("dates", dates),
            ("places", places),
            ("attributions", attributions),
        ] {
            write!(out, ",\"{name}\":[")?;
            out.write_all(&list.0)?;
            out.write_all(b"]")?;
        }
        out.write_all(b"}\n")
    }

    fn add(&mut self, coder: &Coder, document: &Document, points: &Points) -> std::io::Result<()> {
        let toponyms = coder.toponyms(document);
        for story in &document.stories {
            self.stories.push(&StoryRecord {
                at: points.place(story.span),
                headline: story.headline.map(|s| points.place(s)),
                dateline: story.dateline.map(|s| points.place(s)),
            })?;
        }
        for mention in &document.mentions {
            let named = mention.form == MentionForm::Named;
            // "Ayman Sosan" within "Syrian Deputy Foreign Minister Ayman Sosan"
            let name = mention.name.as_ref().filter(|_| named).map(|n| points.place(document.span_of(n)));
            let (start, end) = points.of(mention.span);
            let entity = mention.entity + self.entities;
            self.mentions.push(&MentionRecord { start, end, kind: mention.kind.as_str(), entity, named, name })?;
            if mention.kind == EntityKind::Place && named {
                self.add_place(&toponyms, mention.name.as_ref().map_or(mention.span, |n| document.span_of(n)), points)?;
            }
        }
        self.entities += document.entities.len();
        for time in &document.times {
            let (start, end) = points.of(time.span);
            let granularity = time.granularity.as_str();
            let modifier = time.modifier.map(legation_text::TimeModifier::as_str);
            self.dates.push(&DateRecord { start, end, value: time.value.as_deref(), granularity, modifier })?;
        }
        for quotation in &document.quotations {
            let sentence = document.sentences[quotation.sentence].span;
            let whole = quotation.within(sentence).or(quotation.content.first().copied());
            self.attributions.push(&AttributionRecord {
                source: quotation.source_span.map(|s| points.place(s)),
                cue: points.place(quotation.cue),
                content: points.place(whole.unwrap_or(quotation.cue)),
                pieces: quotation.content.iter().map(|c| points.place(*c)).collect(),
                stance: quotation.stance.as_str(),
                kind: quotation.kind.as_str(),
                outer: quotation.outer.map(|o| o + self.told),
            })?;
        }
        self.told += document.quotations.len();
        Ok(())
    }

    fn add_place(&mut self, toponyms: &Toponyms<'_>, words: Span, points: &Points) -> std::io::Result<()> {
        let found = toponyms.resolve(words);
        let found = found.as_ref();
        let (start, end) = points.of(words);
        self.places.push(&PlaceRecord {
            start,
            end,
            resolved_place: found.map(|f| f.name.as_str()),
            geonameid: found.and_then(|f| f.geonameid),
            lat: found.and_then(|f| f.latitude),
            lon: found.and_then(|f| f.longitude),
            country_code: found.map(|f| f.country.as_str()),
        })
    }
}
