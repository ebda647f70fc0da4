//! Gold in one form, articles and sentences alike: "[Iran]{1 IRN} [thanked]{t1} ..." and `trigger = "thanked"` become a
//! [`Unit`] with [`Wanted`] events.
//!
//! Places are code points, as in records.

use crate::gold::{GoldArticle, GoldEvent};
use crate::marked::{MarkedEvent, MarkedFile, MarkedSentence};
use legation_coding::CodePoints;
use legation_text::Span;
use std::ops::Range;

/// Part of the gold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Split {
    /// For the weights.
    Train,
    /// May be read while the program is improved.
    Dev,
    /// Scored and not looked into.
    Test,
}

impl Split {
    /// All, in order of the report.
    pub const ALL: [Self; 3] = [Self::Train, Self::Dev, Self::Test];

    /// The name in gold.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Train => "train",
            Self::Dev => "dev",
            Self::Test => "test",
        }
    }

    /// Whether single cases may be shown: those of test are not looked into.
    pub fn may_be_read(self) -> bool {
        self != Self::Test
    }
}

/// An article or a sentence with what must be found in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Unit {
    /// File under `gold/`: "sentences/me-gulf.gold".
    pub file: String,
    /// Line of that file in which the text begins.
    pub line: usize,
    /// Its part.
    pub split: Split,
    /// The text.
    pub text: String,
    /// Day of publication.
    pub published: Option<String>,
    /// What happened, also what is negated or hypothetical.
    pub events: Vec<Wanted>,
    /// Who is marked where, with the label that all marks of one have in common.
    pub marked: Vec<(Range<usize>, String)>,
}

/// An event that must be found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wanted {
    /// Types that are right; the first is preferred.
    pub kinds: Vec<String>,
    /// Mode, where the words show one.
    pub mode: Option<String>,
    /// The words that name the event.
    pub words: String,
    /// Where they are.
    pub trigger: Vec<Range<usize>>,
    /// Who acts.
    pub actors: Vec<Side>,
    /// On whom.
    pub recipients: Vec<Side>,
    /// Day; none where the text leaves it open.
    pub date: Option<String>,
    /// Where.
    pub place: Option<String>,
    /// According to whom.
    pub source: Option<Side>,
    /// Contexts; none where they were not coded.
    pub contexts: Option<Vec<String>>,
    /// historical, future, hypothetical, negation, in order of their names; none where they were not coded.
    pub auxiliary: Option<Vec<String>>,
    /// Whether a reader may leave it out without mistake.
    pub optional: bool,
}

/// Somebody as gold names him.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Side {
    /// The phrase; none where only codes are given.
    pub name: Option<String>,
    /// Label of his marks, where the text is marked.
    pub label: Option<String>,
    /// Country and sectors: "SYR GOV".
    pub codes: String,
}

impl Unit {
    /// File and line of a code point of the text.
    pub fn place(&self, point: usize) -> String {
        let before = self.text.chars().take(point).filter(|c| *c == '\n').count();
        format!("{}:{}", self.file, self.line + before)
    }

    /// The line of the text around a code point.
    pub fn passage(&self, point: usize) -> &str {
        let at = self.text.char_indices().nth(point).map_or(self.text.len(), |(at, _)| at);
        let start = self.text[..at].rfind('\n').map_or(0, |i| i + 1);
        let end = self.text[at..].find('\n').map_or(self.text.len(), |i| at + i);
        &self.text[start..end]
    }
}

impl Wanted {
    /// Where its words begin.
    pub fn start(&self) -> usize {
        self.trigger.first().map_or(0, |r| r.start)
    }

    /// Whether it is told as something that happened.
    pub fn is_plain(&self) -> bool {
        let told = self.auxiliary.as_deref().unwrap_or_default();
        !told.iter().any(|a| a == "negation" || a == "hypothetical")
    }
}

/// The articles of a split.
pub(crate) fn of_articles(articles: &[GoldArticle], split: Split) -> Vec<Unit> {
    let chosen = articles.iter().filter(|a| a.split == split.as_str());
    chosen
        .map(|article| Unit {
            file: format!("articles/{}.toml", article.name),
            line: article.line,
            split,
            text: article.text.clone(),
            published: article.published.clone(),
            events: article.events.iter().map(|e| of_article(&article.text, e)).collect(),
            marked: Vec::new(),
        })
        .collect()
}

fn of_article(text: &str, event: &GoldEvent) -> Wanted {
    let points = CodePoints::new(text);
    let place = |(at, words): (usize, &str)| points.at(at)..points.at(at + words.len());
    Wanted {
        kinds: event.kinds.clone(),
        mode: event.mode.clone(),
        words: event.trigger.clone(),
        trigger: text.match_indices(&event.trigger).map(place).collect(),
        actors: event.actor.iter().map(|s| named(s)).collect(),
        recipients: event.recipient.iter().map(|s| named(s)).collect(),
        date: event.date.clone(),
        place: event.place.clone(),
        source: event.attribution.as_ref().map(|name| Side { name: Some(name.clone()), ..Side::default() }),
        contexts: None,
        auxiliary: None,
        optional: event.optional,
    }
}

/// "SYR GOV" or "Ayman Sosan [SYR GOV]".
fn named(side: &str) -> Side {
    let (name, codes) = side.split_once('[').map_or((None, side), |(n, c)| (Some(n), c.trim_end_matches(']')));
    Side { name: name.map(|n| n.trim().to_owned()), label: None, codes: codes.trim().to_owned() }
}

/// The sentences of a split.
pub(crate) fn of_sentences(files: &[MarkedFile], split: Split) -> Vec<Unit> {
    let chosen = files.iter().filter(|f| f.split == split.as_str());
    chosen.flat_map(|f| f.sentences.iter().map(move |s| of_sentence(&f.name, split, &under_dateline(s)))).collect()
}

/// The sentence behind its dateline, as it would stand on a page: "TEHRAN - Syrian Deputy Foreign Minister ...".
fn under_dateline(sentence: &MarkedSentence) -> MarkedSentence {
    let mut sentence = sentence.clone();
    if let Some(place) = &sentence.dateline {
        let lead = format!("{place} - ");
        for mark in &mut sentence.marks {
            mark.span = mark.span.start + lead.len()..mark.span.end + lead.len();
        }
        sentence.text.insert_str(0, &lead);
    }
    sentence
}

pub(crate) fn of_sentence(file: &str, split: Split, sentence: &MarkedSentence) -> Unit {
    let points = CodePoints::new(&sentence.text);
    let is_side = |label: &str| label.starts_with(|c: char| c.is_ascii_digit());
    let sides = sentence.marks.iter().filter(|m| is_side(&m.label));
    Unit {
        file: format!("sentences/{file}.gold"),
        line: sentence.line,
        split,
        text: sentence.text.clone(),
        published: sentence.published.clone(),
        events: sentence.events.iter().map(|e| of_event(sentence, e, &points)).collect(),
        marked: sides.map(|m| (in_points(&m.span, &points), m.one().to_owned())).collect(),
    }
}

/// The day that a record gives for a marked date: of a month and a year the first, of "?" none.
fn first_day(marked: &str) -> Option<String> {
    match marked.len() {
        10 => Some(marked.to_owned()),
        7 => Some(format!("{marked}-01")),
        4 => Some(format!("{marked}-01-01")),
        _ => None,
    }
}

fn of_event(sentence: &MarkedSentence, event: &MarkedEvent, points: &CodePoints) -> Wanted {
    let words = |label: &str| sentence.marks_of(label).next().map(|m| sentence.text[m.span.clone()].to_owned());
    let side = |label: &String| {
        let mark = sentence.marks_of(label).next();
        let says = mark.map(|m| m.says.as_slice()).unwrap_or_default();
        Side {
            name: words(label),
            label: mark.map(|m| m.one().to_owned()),
            codes: says.iter().filter(|c| *c != "-").cloned().collect::<Vec<_>>().join(" "),
        }
    };
    let day = event.date.as_deref().and_then(|d| sentence.marks_of(d).next()).and_then(|m| m.says.first().cloned());
    let mut auxiliary: Vec<String> = event.auxiliary.iter().map(|(name, _)| name.clone()).collect();
    auxiliary.sort_unstable();
    // "REJECT/meet or REJECT/change" names the type twice.
    let mut kinds = event.kinds.clone();
    kinds.dedup();
    let trigger: Vec<_> = sentence.marks_of(&event.trigger).collect();
    let said: Vec<&str> = trigger.iter().map(|m| &sentence.text[m.span.clone()]).collect();
    Wanted {
        kinds,
        mode: event.mode.clone(),
        words: said.join(" ... "),
        trigger: trigger.iter().map(|m| in_points(&m.span, points)).collect(),
        actors: event.actors.iter().map(side).collect(),
        recipients: event.recipients.iter().map(side).collect(),
        date: day.as_deref().and_then(first_day),
        place: event.place.as_deref().and_then(words),
        source: event.source.as_ref().map(side),
        contexts: Some(event.contexts.clone()).filter(|c| !c.is_empty()),
        auxiliary: Some(auxiliary),
        optional: event.optional,
    }
}

fn in_points(span: &Range<usize>, points: &CodePoints) -> Range<usize> {
    let (start, end) = points.span(Span::new(span.start, span.end));
    start..end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_side_of_an_article_has_a_name_or_codes_alone() {
        assert_eq!(named("Ayman Sosan [SYR GOV]").name.as_deref(), Some("Ayman Sosan"));
        assert_eq!(named("Ayman Sosan [SYR GOV]").codes, "SYR GOV");
        assert_eq!((named("SYR").name, named("SYR").codes.as_str()), (None, "SYR"));
    }

    #[test]
    fn a_place_in_an_article_is_told_by_its_own_line() {
        let unit = Unit {
            file: "articles/x.toml".into(),
            line: 5,
            split: Split::Dev,
            text: "É one\nsecond line".into(),
            published: None,
            events: Vec::new(),
            marked: Vec::new(),
        };
        assert_eq!(unit.place(8), "articles/x.toml:6");
        assert_eq!((unit.passage(3), unit.passage(8)), ("É one", "second line"));
    }
}
