//! Who says what: of "Officials said on Monday that talks failed" the source "Officials", the cue "said" and the content.
//!
//! Gold is derived from rhetorical relations (the set's README): a unit of text that attributes ("Officials said on Monday"),
//! its head word as the cue, the subject of that word as the source where it has one, and what is attributed as the content.
//! Thoughts, knowledge and wishes count as attributions there too. One of ours is one of gold's where its cue stands in the
//! unit that attributes; of several the one whose content is likest. Then
//! - source: ours shares a word with gold's. Where gold names none, ours is left out: "according to X" has none by the way the
//!   set was made.
//! - content: at least half of the words of gold's and at least half of the words of ours are shared; "in any word": one is;
//!   "words": each word by itself.
//!
//! The set holds only sentences with an attribution. Precision is of what is found in these, each sentence once; what is found
//! in other sentences is not judged.

use super::{bytes_of_points, lines};
use crate::gold::GoldError;
use crate::report::Row;
use crate::scores::{Agreement, Share};
use legation_text::{Analyzer, Article, Document, Quotation, Span};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;

/// One attribution of a sentence.
#[derive(Deserialize)]
struct Record {
    doc: String,
    genre: String,
    text: String,
    attribution_span: Place,
    cue: Place,
    source: Option<Place>,
    content: Vec<Place>,
}

/// In code points.
#[derive(Clone, Copy, Deserialize)]
struct Place {
    start: usize,
    end: usize,
}

/// An attribution, ours or gold's. Words are numbers of the words of the sentence.
#[derive(Debug, Default, PartialEq)]
struct Told {
    /// Of ours the cue, of gold's the unit that attributes.
    unit: Words,
    /// Head word of gold's unit; of ours the cue again.
    cue: Words,
    source: Option<Words>,
    content: Words,
}

/// Numbers of words, ascending.
type Words = Vec<usize>;

/// What is counted over sentences.
#[derive(Clone, Copy, Default)]
struct Counts {
    sentences: usize,
    units: Agreement,
    cues: Share,
    sources: Agreement,
    contents: Agreement,
    lenient: Agreement,
    words: Agreement,
}

/// The genre that the program is made for.
const NEWS: &str = "news";

pub(super) fn measure(name: &str, path: &Path, analyzer: &Analyzer) -> Result<Vec<Row>, GoldError> {
    let records = lines::<Record>(path)?;
    let mut sentences: BTreeMap<(&str, &str), Vec<&Record>> = BTreeMap::new();
    for record in &records {
        sentences.entry((&record.doc, &record.text)).or_default().push(record);
    }
    let (mut all, mut news) = (Counts::default(), Counts::default());
    for ((_, text), records) in sentences {
        let article = Article::from_text("gold", text);
        let document = analyzer.analyze_sentences(article, &[Span::new(0, text.len())]);
        let found: Vec<Told> = document.quotations.iter().map(|q| found(&document, q)).collect();
        let gold: Vec<Told> = records.iter().map(|r| wanted(r)).collect();
        all.add(&gold, &found);
        if records.iter().any(|r| r.genre == NEWS) {
            news.add(&gold, &found);
        }
    }
    let mut rows = all.rows(name);
    rows.extend(news.rows(&format!("{name}, {NEWS}")));
    Ok(rows)
}

fn found(document: &Document, quotation: &Quotation) -> Told {
    let text = &*document.article.text;
    let cue = words(text, &[quotation.cue]);
    let source = quotation.source_span.map(|s| words(text, &[s]));
    Told { unit: cue.clone(), cue, source, content: words(text, &quotation.content) }
}

fn wanted(record: &Record) -> Told {
    let bytes = bytes_of_points(&record.text);
    let span = |p: Place| Span::new(bytes[p.start], bytes[p.end]);
    let words = |places: &[Place]| words(&record.text, &places.iter().map(|p| span(*p)).collect::<Vec<_>>());
    Told {
        unit: words(&[record.attribution_span]),
        cue: words(&[record.cue]),
        source: record.source.map(|s| words(&[s])),
        content: words(&record.content),
    }
}

/// Words between blanks that hold a letter or digit and share a byte with one of the spans.
fn words(text: &str, spans: &[Span]) -> Words {
    let mut at = 0;
    let mut found = Vec::new();
    for (number, word) in text.split_whitespace().enumerate() {
        let start = at + text[at..].find(word).unwrap_or_default();
        at = start + word.len();
        let here = Span::new(start, at);
        if word.chars().any(char::is_alphanumeric) && spans.iter().any(|s| s.overlaps(here)) {
            found.push(number);
        }
    }
    found
}

fn shared(a: &Words, b: &Words) -> usize {
    a.iter().filter(|w| b.binary_search(w).is_ok()).count()
}

/// Whether each has at least half of its words in common with the other.
fn alike(a: &Words, b: &Words) -> bool {
    let common = shared(a, b);
    common > 0 && 2 * common >= a.len() && 2 * common >= b.len()
}

/// Which of ours is which of gold's: the cue stands in gold's unit; those with most of the content in common first.
fn matched(gold: &[Told], found: &[Told]) -> Vec<(usize, usize)> {
    let mut pairs: Vec<(usize, usize)> = (0..gold.len()).flat_map(|g| (0..found.len()).map(move |f| (g, f))).collect();
    pairs.retain(|(g, f)| shared(&gold[*g].unit, &found[*f].unit) > 0);
    // Twice the common words of all words, in thousandths, so that it can be ordered.
    let likeness = |(g, f): (usize, usize)| {
        let (g, f) = (&gold[g].content, &found[f].content);
        2000 * shared(g, f) / (g.len() + f.len()).max(1)
    };
    pairs.sort_by_key(|pair| (std::cmp::Reverse(likeness(*pair)), *pair));
    let mut taken: Vec<(usize, usize)> = Vec::new();
    for (g, f) in pairs {
        if !taken.iter().any(|t| t.0 == g || t.1 == f) {
            taken.push((g, f));
        }
    }
    taken
}

impl Counts {
    fn add(&mut self, gold: &[Told], found: &[Told]) {
        self.sentences += 1;
        let pairs = matched(gold, found);
        let of_found = |f: usize| pairs.iter().find(|p| p.1 == f).map(|p| &gold[p.0]);
        let of_gold = |g: usize| pairs.iter().find(|p| p.0 == g).map(|p| &found[p.1]);
        for (number, ours) in found.iter().enumerate() {
            let theirs = of_found(number);
            self.units.found.add(theirs.is_some());
            self.contents.found.add(theirs.is_some_and(|t| alike(&t.content, &ours.content)));
            self.lenient.found.add(theirs.is_some_and(|t| shared(&t.content, &ours.content) > 0));
            let hits = theirs.map_or(0, |t| shared(&t.content, &ours.content));
            self.words.found.extend(Share { hits, of: ours.content.len() });
            if let Some(source) = ours.source.as_ref().filter(|_| theirs.is_none_or(|t| t.source.is_some())) {
                let right = theirs.and_then(|t| t.source.as_ref()).is_some_and(|s| shared(s, source) > 0);
                self.sources.found.add(right);
            }
        }
        for (number, theirs) in gold.iter().enumerate() {
            let ours = of_gold(number);
            self.units.gold.add(ours.is_some());
            self.cues.add(ours.is_some_and(|o| shared(&o.cue, &theirs.cue) > 0));
            self.contents.gold.add(ours.is_some_and(|o| alike(&theirs.content, &o.content)));
            self.lenient.gold.add(ours.is_some_and(|o| shared(&theirs.content, &o.content) > 0));
            let hits = ours.map_or(0, |o| shared(&theirs.content, &o.content));
            self.words.gold.extend(Share { hits, of: theirs.content.len() });
            if let Some(source) = &theirs.source {
                let ours = ours.and_then(|o| o.source.as_ref());
                self.sources.gold.add(ours.is_some_and(|s| shared(source, s) > 0));
            }
        }
    }

    fn rows(&self, name: &str) -> Vec<Row> {
        let set = format!("{name} ({} sentences, {} attributions)", self.sentences, self.units.gold.of);
        vec![
            Row::new(&set, "source overlap F1", self.sources),
            Row::new(&set, "content overlap F1, half of the words of either", self.contents),
            Row::new(&set, "content overlap F1, in any word", self.lenient),
            Row::new(&set, "content F1, words", self.words),
            Row::new(&set, "attributions F1, by the unit that attributes", self.units),
            Row::new(&set, "cue found", self.cues),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Officials said on Monday that talks had failed , and left .";

    /// An attribution by the words of its parts.
    fn told(unit: &str, source: Option<&str>, content: &str) -> Told {
        let words = |part: &str| {
            let start = TEXT.find(part).expect("in the text");
            words(TEXT, &[Span::new(start, start + part.len())])
        };
        Told { unit: words(unit), cue: words("said"), source: source.map(words), content: words(content) }
    }

    fn counts(gold: &[Told], found: &[Told]) -> Counts {
        let mut counts = Counts::default();
        counts.add(gold, found);
        counts
    }

    #[test]
    fn marks_and_blanks_are_no_words() {
        let all = Span::new(0, TEXT.len());
        assert_eq!(words(TEXT, &[all]), [0, 1, 2, 3, 4, 5, 6, 7, 9, 10]);
        assert_eq!(words(TEXT, &[Span::new(9, 10)]), Words::new());
    }

    #[test]
    fn content_is_right_by_half_of_the_words_of_both() {
        let gold = [told("Officials said on Monday", Some("Officials"), "that talks had failed")];
        let right = counts(&gold, &[told("said", Some("Officials"), "talks had")]);
        assert_eq!((right.contents.f1(), right.sources.f1(), right.cues.hits), (1.0, 1.0, 1));
        // One word of four is too little, and so is a whole sentence for two words.
        let little = counts(&gold, &[told("said", Some("Officials"), "failed")]);
        assert_eq!((little.contents.f1(), little.lenient.f1()), (0.0, 1.0));
        let gold = [told("Officials said on Monday", Some("Officials"), "talks had")];
        assert_eq!(counts(&gold, &[told("said", None, TEXT)]).contents.f1(), 0.0);
    }

    #[test]
    fn what_gold_does_not_have_costs_precision_once() {
        let gold = [told("Officials said on Monday", Some("Officials"), "that talks had failed")];
        let found =
            [told("said", Some("Officials"), "that talks had failed"), told("left", Some("Officials"), "talks")];
        let both = counts(&gold, &found);
        assert_eq!(both.units.found, Share { hits: 1, of: 2 });
        assert_eq!(both.sources.found, Share { hits: 1, of: 2 });
        assert_eq!(both.contents.gold, Share { hits: 1, of: 1 });
    }

    #[test]
    fn a_source_that_gold_does_not_tell_is_not_judged() {
        let gold = [told("Officials said on Monday", None, "that talks had failed")];
        let found = [told("said", Some("Officials"), "that talks had failed")];
        assert_eq!(counts(&gold, &found).sources, Agreement::default());
        assert_eq!(counts(&gold, &[]).units.gold, Share { hits: 0, of: 1 });
    }
}
