//! Coded sentences as what the pair head learns from: words, who is mentioned, and what holds between every two of them.

use crate::marked::{Mark, MarkedEvent, MarkedFile, MarkedSentence};
use legation_codebook::{EventType, Example, ExpectedEvent};
use legation_coding::{Coder, Included};
use legation_text::{Analyzer, Article, Document, Span, TokenId, sides};
use serde::Serialize;
use std::collections::BTreeMap;
use std::ops::Range;

/// A sentence to learn from; words are numbered from 0.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PairSentence {
    /// File and line.
    pub id: String,
    /// train, dev or test.
    pub split: String,
    /// As the reader splits them.
    pub words: Vec<String>,
    /// Who is mentioned: first and one past the last word.
    pub sides: Vec<[usize; 2]>,
    /// What holds between two of them.
    pub pairs: Vec<GoldPair>,
    /// Pairs of which nothing is known: they are neither right nor wrong.
    pub open: Vec<(usize, Option<usize>)>,
}

/// What one side does to another.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GoldPair {
    /// Who acts, a number in `sides`.
    pub first: usize,
    /// On whom; none where the event has no recipient.
    pub second: Option<usize>,
    /// Event type.
    pub kind: String,
    /// Mode, where the words show one.
    pub mode: Option<String>,
    /// Contexts; none where they were not coded.
    pub contexts: Option<Vec<String>>,
    /// negation, hypothetical, historical, future, or actual.
    pub reality: String,
    /// Words of the trigger.
    pub trigger: Vec<usize>,
    /// Whether a reader may leave the event out.
    pub optional: bool,
}

/// Types in which all sides act on each other where no recipient is told (PLOVER 2.0, CONSULT).
const MUTUAL: &[&str] = &["CONSULT", "AGREE", "COOPERATE"];

/// What there is to learn from a file. Sides are mentions that the analyzer finds, and where it finds none, the marked words.
pub fn pair_sentences<'a>(file: &'a MarkedFile, analyzer: &'a Analyzer) -> impl Iterator<Item = PairSentence> + 'a {
    file.sentences.iter().map(move |sentence| {
        let id = format!("{}:{}", file.name, sentence.line);
        let article = Article::from_text(id.clone(), sentence.text.clone());
        let document = analyzer.analyze_sentences(article, &[Span::new(0, sentence.text.len())]);
        pair_sentence(id, &file.split, sentence, &document)
    })
}

/// The codebook's own examples and counterexamples of one sentence. Of an example only its events are known, all other pairs are
/// open; a counterexample of which the coder makes no event of another type has none.
pub fn example_pairs<'a>(analyzer: &'a Analyzer, coder: &'a Coder) -> impl Iterator<Item = PairSentence> + 'a {
    coder.codebook().events.iter().flat_map(move |kind| {
        let positive = kind.examples.iter().map(|e| (e, true));
        positive
            .chain(kind.counterexamples.iter().map(|e| (e, false)))
            .filter_map(move |(example, happened)| of_example(kind, example, happened, analyzer, coder))
    })
}

fn of_example(
    kind: &EventType,
    example: &Example,
    happened: bool,
    analyzer: &Analyzer,
    coder: &Coder,
) -> Option<PairSentence> {
    let text = example.text.as_str();
    let document = analyzer.analyze(Article::from_text("example", text));
    if document.sentences.len() != 1 {
        return None;
    }
    let mut sentence = MarkedSentence { text: text.to_owned(), line: example.line, ..MarkedSentence::default() };
    if happened {
        sentence.events = example.events.iter().filter_map(|e| told(kind, e, &mut sentence.marks, text)).collect();
        if sentence.events.len() < example.events.len() {
            return None;
        }
    } else {
        let found = coder.code(&document, Included::default());
        if found.iter().any(|e| e.code != kind.code) {
            return None;
        }
    }
    let whole = analyzer.analyze_sentences(document.article, &[Span::new(0, text.len())]);
    let mut learned = pair_sentence(format!("{}:{}", kind.file, example.line), "train", &sentence, &whole);
    if happened {
        let sides = learned.sides.len();
        let all = (0..sides).flat_map(|a| std::iter::once((a, None)).chain((0..sides).map(move |b| (a, Some(b)))));
        let known = |pair: &(usize, Option<usize>)| learned.pairs.iter().any(|p| (p.first, p.second) == *pair);
        learned.open = all.filter(|(a, b)| Some(*a) != *b).filter(|p| !known(p)).collect();
    }
    Some(learned)
}

/// An event of an example, its phrases marked in the text; none where one of them does not stand there.
fn told(kind: &EventType, expected: &ExpectedEvent, marks: &mut Vec<Mark>, text: &str) -> Option<MarkedEvent> {
    let mut mark = |phrase: &String, first: char| {
        let start = text.find(phrase.as_str())?;
        let label = format!("{first}{}", marks.len());
        marks.push(Mark { label: label.clone(), span: start..start + phrase.len(), says: Vec::new(), same_as: None });
        Some(label)
    };
    let trigger = expected.trigger.as_ref().and_then(|words| mark(words, 't')).unwrap_or_default();
    let actors: Option<Vec<String>> = expected.actor.iter().map(|p| mark(p, '1')).collect();
    let recipients: Option<Vec<String>> = expected.recipient.iter().map(|p| mark(p, '2')).collect();
    Some(MarkedEvent {
        kinds: vec![expected.event.clone().unwrap_or_else(|| kind.code.clone())],
        mode: expected.mode.clone(),
        trigger,
        actors: actors.filter(|a| !a.is_empty())?,
        recipients: recipients?,
        ..MarkedEvent::default()
    })
}

fn pair_sentence(id: String, split: &str, sentence: &MarkedSentence, document: &Document) -> PairSentence {
    let mut found = Sides::of(document);
    let side_of: BTreeMap<&str, usize> = sentence
        .events
        .iter()
        .flat_map(|e| e.actors.iter().chain(&e.recipients))
        .filter_map(|label| Some((label.as_str(), found.side(document, sentence, label)?)))
        .collect();
    // What nobody does or suffers may be marked too: a source.
    let mut pairs: Vec<GoldPair> = Vec::new();
    let mut open = Vec::new();
    for event in &sentence.events {
        let numbers = |labels: &[String]| -> Vec<usize> {
            labels.iter().filter_map(|l| side_of.get(l.as_str()).copied()).collect()
        };
        let (actors, recipients) = (numbers(&event.actors), numbers(&event.recipients));
        let pair = |first, second| gold_pair(document, sentence, event, first, second);
        if recipients.is_empty() {
            pairs.extend(actors.iter().map(|a| pair(*a, None)));
            let others = actors.iter().flat_map(|a| actors.iter().map(move |b| (*a, *b))).filter(|(a, b)| a != b);
            if MUTUAL.contains(&event.kinds[0].as_str()) {
                pairs.extend(others.map(|(a, b)| pair(a, Some(b))));
            } else {
                open.extend(others.map(|(a, b)| (a, Some(b))));
            }
        } else {
            pairs.extend(actors.iter().flat_map(|a| recipients.iter().map(|b| pair(*a, Some(*b)))));
        }
    }
    pairs.retain(|p| Some(p.first) != p.second);
    open.extend(found.aliases(document, &pairs));
    open.retain(|(a, b)| !pairs.iter().any(|p| p.first == *a && p.second == *b));
    PairSentence {
        id,
        split: split.to_owned(),
        words: (0..document.tokens.len()).map(|t| document.form(t).to_owned()).collect(),
        sides: found.ranges.iter().map(|r| [r.start, r.end]).collect(),
        pairs,
        open,
    }
}

fn gold_pair(
    document: &Document,
    sentence: &MarkedSentence,
    event: &MarkedEvent,
    first: usize,
    second: Option<usize>,
) -> GoldPair {
    let marks = sentence.marks_of(&event.trigger);
    GoldPair {
        first,
        second,
        kind: event.kinds[0].clone(),
        mode: event.mode.clone(),
        contexts: Some(event.contexts.clone()).filter(|c| !c.is_empty()),
        reality: event.auxiliary.first().map_or("actual", |(name, _)| name).to_owned(),
        trigger: marks.flat_map(|m| words_in(document, &m.span)).collect(),
        optional: event.optional,
    }
}

/// Who is mentioned.
struct Sides {
    ranges: Vec<Range<TokenId>>,
    heads: Vec<TokenId>,
    /// How many are mentions; the rest are marked words.
    mentions: usize,
}

impl Sides {
    fn of(document: &Document) -> Self {
        let found: Vec<_> = (0..document.sentences.len()).flat_map(|s| sides(document, s)).collect();
        let mention = |id: &usize| &document.mentions[*id];
        Self {
            ranges: found.iter().map(|id| mention(id).tokens.clone()).collect(),
            heads: found.iter().map(|id| mention(id).head).collect(),
            mentions: found.len(),
        }
    }

    /// The side that is marked with a label: the widest whose head word is marked, or that holds the marked words.
    fn side(&mut self, document: &Document, sentence: &MarkedSentence, label: &str) -> Option<usize> {
        let mark = sentence.marks_of(label).next()?;
        let marked = words_in(document, &mark.span);
        let (first, last) = (*marked.first()?, *marked.last()?);
        let known = |range: &Range<TokenId>| *range == (first..last + 1);
        if let Some(same) = self.ranges.iter().position(known) {
            return Some(same);
        }
        let inside = (0..self.mentions).filter(|i| marked.contains(&self.heads[*i]));
        if let Some(widest) = inside.max_by_key(|i| (self.ranges[*i].len(), std::cmp::Reverse(*i))) {
            return Some(widest);
        }
        self.ranges.push(first..last + 1);
        self.heads.push(last);
        Some(self.ranges.len() - 1)
    }

    /// Pairs like those of the gold with another mention of the same side: it would be no mistake to name that.
    fn aliases(&self, document: &Document, pairs: &[GoldPair]) -> Vec<(usize, Option<usize>)> {
        let entity = |i: usize| document.mention_at(self.heads[i]).map(|m| document.mentions[m].entity);
        let same = |i: usize| {
            (0..self.ranges.len()).filter(move |j| {
                let overlap = self.ranges[i].start < self.ranges[*j].end && self.ranges[*j].start < self.ranges[i].end;
                *j == i || overlap || entity(i).is_some() && entity(i) == entity(*j)
            })
        };
        let mut found = Vec::new();
        for pair in pairs {
            for first in same(pair.first) {
                match pair.second {
                    None => found.push((first, None)),
                    Some(second) => found.extend(same(second).map(|s| (first, Some(s)))),
                }
            }
        }
        found.retain(|(a, b)| Some(*a) != *b);
        found.sort_unstable();
        found.dedup();
        found
    }
}

fn words_in(document: &Document, bytes: &Range<usize>) -> Vec<TokenId> {
    let span = Span::new(bytes.start, bytes.end);
    (0..document.tokens.len()).filter(|t| document.tokens[*t].span.overlaps(span)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::marked::Mark;
    use legation_codebook::Codebook;
    use legation_coding::Coder;

    fn learned(text: &str, marks: &[(&str, &str)], event: MarkedEvent) -> PairSentence {
        let marks = marks
            .iter()
            .map(|(label, words)| {
                let start = text.find(words).expect("marked words");
                Mark { label: (*label).to_owned(), span: start..start + words.len(), says: Vec::new(), same_as: None }
            })
            .collect();
        let sentence = MarkedSentence {
            text: text.to_owned(),
            published: None,
            dateline: None,
            line: 4,
            marks,
            events: vec![event],
        };
        let file = MarkedFile {
            name: "test".to_owned(),
            topic: String::new(),
            split: "train".to_owned(),
            sentences: vec![sentence],
        };
        let analyzer = Analyzer::new(Coder::lexicon(&Codebook::embedded()));
        pair_sentences(&file, &analyzer).next().expect("one sentence")
    }

    fn event(kind: &str, actors: &[&str], recipients: &[&str]) -> MarkedEvent {
        let labels = |list: &[&str]| list.iter().map(|l| (*l).to_owned()).collect();
        MarkedEvent {
            kinds: vec![kind.to_owned()],
            trigger: "t1".to_owned(),
            actors: labels(actors),
            recipients: labels(recipients),
            ..MarkedEvent::default()
        }
    }

    #[test]
    fn marked_words_become_the_mention_that_they_name() {
        let found = learned(
            "The Syrian foreign minister thanked Iran on Monday.",
            &[("1", "Syrian foreign minister"), ("t1", "thanked"), ("2", "Iran")],
            event("SUPPORT", &["1"], &["2"]),
        );
        assert_eq!(found.sides, [[0, 4], [5, 6]]);
        let pair = &found.pairs[0];
        assert_eq!((pair.first, pair.second, pair.trigger.as_slice()), (0, Some(1), &[4][..]));
    }

    #[test]
    fn those_who_meet_act_on_each_other() {
        let found = learned(
            "Iran and Syria held talks.",
            &[("1", "Iran"), ("2", "Syria"), ("t1", "held talks")],
            event("CONSULT", &["1", "2"], &[]),
        );
        let pairs: Vec<_> = found.pairs.iter().map(|p| (p.first, p.second)).collect();
        assert_eq!(pairs, [(0, None), (1, None), (0, Some(1)), (1, Some(0))]);
    }
}
