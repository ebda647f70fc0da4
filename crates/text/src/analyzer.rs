//! The stages of analysis, in order.

use crate::article::Article;
use crate::coreference::{self, Choice, Scorer};
use crate::document::{Document, Imprint, MentionForm, Sentence, SentenceKind, Story, Token};
use crate::grammar::Relation;
use crate::lexicon::Lexicon;
use crate::mentions::{self, Signs};
use crate::metadata;
use crate::quotations;
use crate::reader::{Boundaries, Reader, Reading};
use crate::sentences::{self, RawSentence};
use crate::stories::{self, Cut, Placed};
use crate::time;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// Turns articles into documents. Make one and use it for all.
pub struct Analyzer {
    reader: Reader,
    lexicon: Lexicon,
    scorer: Scorer,
}

/// The stages of analysis, as benchmarks tell them apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Words, sentences, datelines.
    Splitting,
    /// Encoder and heads: tags, lemmas, trees, names.
    Reading,
    /// Stories and the document's tables.
    Assembling,
    /// Mentions and coreference.
    Referring,
    /// Dates and times.
    Timing,
    /// Who says what.
    Quoting,
}

impl Stage {
    /// A word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Splitting => "splitting",
            Self::Reading => "reading",
            Self::Assembling => "assembling",
            Self::Referring => "referring",
            Self::Timing => "timing",
            Self::Quoting => "quoting",
        }
    }
}

/// A sentence whose words and boundaries are given, as in a treebank.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GivenSentence {
    /// The words as they stand in `text`, in order, as byte spans.
    pub words: Vec<crate::Span>,
    /// Whether each word continues the written word before it.
    pub glued: Vec<bool>,
}

impl Analyzer {
    /// An analyzer with the model that is compiled in.
    pub fn new(lexicon: Lexicon) -> Self {
        Self::with_reader(Reader::embedded(), lexicon)
    }

    /// An analyzer with another model.
    pub fn with_reader(reader: Reader, lexicon: Lexicon) -> Self {
        Self::with_scorer(reader, lexicon, Scorer::embedded())
    }

    /// The model in use.
    pub fn reader(&self) -> &Reader {
        &self.reader
    }

    /// An analyzer with another model and other weights for coreference.
    pub fn with_scorer(reader: Reader, lexicon: Lexicon, scorer: Scorer) -> Self {
        Self { reader, lexicon, scorer }
    }

    /// Finds the entities of a document anew, with what was weighed for each mention: training reads it.
    pub fn weigh(&self, document: &mut Document, scorer: &Scorer) -> Vec<Choice> {
        coreference::resolve_logged(document, &self.lexicon, scorer, Some(Vec::new())).unwrap_or_default()
    }

    /// What it knows of words.
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// Analyses an article. Never fails; text without words gives a document without sentences.
    pub fn analyze(&self, article: Article) -> Document {
        self.analyze_watched(article, &|_| true, &mut |_| {})
    }

    /// Analyses an article but for the sentences that neither `opens`, given their words, asks for nor one that it asks for
    /// may refer back to: they get words without tree or names ([`Sentence::read`] is false).
    pub fn analyze_where(&self, article: Article, opens: &dyn Fn(&[&str]) -> bool) -> Document {
        self.analyze_watched(article, opens, &mut |_| {})
    }

    /// The same, telling `watch` when each stage begins: benchmarks measure with it.
    pub fn analyze_watched(
        &self,
        article: Article,
        opens: &dyn Fn(&[&str]) -> bool,
        watch: &mut dyn FnMut(Stage),
    ) -> Document {
        watch(Stage::Splitting);
        let raw = sentences::split(&article.text);
        let cuts = stories::cut(&article.text, raw);
        watch(Stage::Reading);
        let words = words_of(&article.text, &cuts);
        let wanted = wanted(&words, opens);
        let readings = self.reader.read(&words, Some(&wanted), Boundaries::Found, &self.lexicon.verbs);
        watch(Stage::Assembling);
        let placed = stories::place(&article, &cuts, &readings);
        self.complete(article, &cuts, &readings, &placed, watch)
    }

    /// Analyses an article whose sentences are given: each line or record is one.
    pub fn analyze_sentences(&self, article: Article, lines: &[crate::Span]) -> Document {
        let given = lines
            .iter()
            .map(|line| {
                let tokens = crate::tokens::split(&article.text, *line);
                GivenSentence {
                    words: tokens.iter().map(|t| t.span).collect(),
                    glued: tokens.iter().map(|t| t.glued).collect(),
                }
            })
            .collect::<Vec<_>>();
        self.analyze_given(article, &given)
    }

    /// Analyses an article whose words and sentences are given.
    pub fn analyze_given(&self, article: Article, given: &[GivenSentence]) -> Document {
        let cuts: Vec<Cut> = given
            .iter()
            .enumerate()
            .map(|(paragraph, s)| Cut {
                sentence: RawSentence {
                    tokens: s
                        .words
                        .iter()
                        .zip(&s.glued)
                        .map(|(span, glued)| crate::tokens::RawToken { span: *span, glued: *glued })
                        .collect(),
                    paragraph,
                },
                dateline: None,
                metadata: false,
            })
            .collect();
        let words = words_of(&article.text, &cuts);
        let readings = self.reader.read(&words, None, Boundaries::Kept, &self.lexicon.verbs);
        let placed: Vec<Placed> = cuts
            .iter()
            .enumerate()
            .map(|(cut, c)| Placed { cut, words: 0..c.sentence.tokens.len(), kind: SentenceKind::Body, story: 0 })
            .collect();
        self.complete(article, &cuts, &readings, &placed, &mut |_| {})
    }

    /// The stages after reading.
    fn complete(
        &self,
        article: Article,
        cuts: &[Cut],
        readings: &[Reading],
        placed: &[Placed],
        watch: &mut dyn FnMut(Stage),
    ) -> Document {
        let mut document = Document { article, ..Document::default() };
        let signs = assemble(&mut document, cuts, readings, placed);
        join_compounds(&mut document, &self.lexicon.compounds);
        link_children(&mut document);
        tell_stories(&mut document, cuts, placed);
        watch(Stage::Quoting);
        quotations::find(&mut document);
        watch(Stage::Referring);
        mentions::find(&mut document, &signs);
        coreference::resolve(&mut document, &self.lexicon, &self.scorer);
        name_pronouns(&mut document);
        watch(Stage::Timing);
        time::find(&mut document);
        document.imprint = imprint(&document);
        document
    }
}

fn words_of<'a>(text: &'a str, cuts: &[Cut]) -> Vec<Vec<&'a str>> {
    cuts.iter().map(|c| c.sentence.tokens.iter().map(|t| t.span.of(text)).collect()).collect()
}

/// Sentences before one that is wanted and refers back that are read too: "He" and "their" mostly take up what they name.
const CONTEXT: usize = 2;
/// Sentences at the beginning that are always read: they bring in who a story is about.
const LEAD: usize = 3;
/// Words that refer back.
const REFERRING: &[&str] = &[
    "he",
    "him",
    "his",
    "she",
    "her",
    "they",
    "them",
    "their",
    "it",
    "its",
    "both",
    "two",
    "this",
    "these",
    "those",
    "counterpart",
    "counterparts",
    "latter",
    "former",
];

/// Which sentences are read.
fn wanted(words: &[Vec<&str>], opens: &dyn Fn(&[&str]) -> bool) -> Vec<bool> {
    let mut wanted: Vec<bool> = words.iter().map(|w| opens(w)).collect();
    if !wanted.contains(&true) {
        return wanted;
    }
    let refers = |i: usize| words[i].iter().any(|w| REFERRING.iter().any(|r| w.eq_ignore_ascii_case(r)));
    for i in (0..words.len()).filter(|i| wanted[*i] && refers(*i)).collect::<Vec<_>>() {
        wanted[i.saturating_sub(CONTEXT)..i].fill(true);
    }
    for first in introductions(words, &wanted) {
        wanted[first] = true;
    }
    wanted.iter_mut().take(LEAD).for_each(|w| *w = true);
    wanted
}

/// Sentences that are the first to write a name which one that is wanted writes again: they mostly say who that is.
fn introductions(words: &[Vec<&str>], wanted: &[bool]) -> Vec<usize> {
    let mut first: HashMap<&str, usize> = HashMap::new();
    let mut found = Vec::new();
    for (i, sentence) in words.iter().enumerate() {
        // The first word of a sentence has a capital anyway.
        for (place, word) in sentence.iter().enumerate() {
            if word.chars().next().is_some_and(char::is_uppercase) && word.len() > 1 {
                let earlier = *first.entry(word).or_insert(i);
                if place > 0 && wanted[i] && earlier < i {
                    found.push(earlier);
                }
            }
        }
    }
    found
}

/// What the page's own lines say of its publisher and licence; the first that says so counts.
fn imprint(document: &Document) -> Imprint {
    let lines = document.sentences.iter().filter(|s| s.kind == SentenceKind::Metadata);
    let mut told = Imprint::default();
    for found in lines.map(|s| metadata::imprint(document.str(s.span))) {
        told.publisher = told.publisher.or(found.publisher);
        told.license = told.license.or(found.license);
    }
    told
}

/// Sentences and words of the document, and what the heads say about mentions.
fn assemble(document: &mut Document, cuts: &[Cut], readings: &[Reading], placed: &[Placed]) -> Signs {
    let mut signs = Signs::default();
    for place in placed {
        let (cut, reading) = (&cuts[place.cut], &readings[place.cut]);
        let first = document.tokens.len();
        let sentence = document.sentences.len();
        let to_document = |word: usize| first + word - place.words.start;
        for word in place.words.clone() {
            let (raw, read) = (&cut.sentence.tokens[word], &reading.words[word]);
            // A metadata cut may hold several segments as one sentence: only its first root stays.
            let head = read.head.filter(|h| place.words.contains(h)).map(to_document);
            document.tokens.push(Token {
                span: raw.span,
                lemma: read.lemma.clone(),
                upos: read.upos,
                xpos: read.xpos,
                feats: read.feats,
                head,
                relation: read.relation,
                glued: raw.glued,
                sentence,
            });
            signs.kinds.push(read.kind);
        }
        for (words, kind) in &reading.names {
            if place.words.contains(&words.start) && words.end <= place.words.end {
                signs.names.push((to_document(words.start)..to_document(words.end - 1) + 1, *kind));
            }
        }
        let tokens = first..document.tokens.len();
        join_roots(document, tokens.clone());
        document.sentences.push(Sentence {
            span: document.span_of(&tokens),
            tokens,
            story: place.story,
            paragraph: cut.sentence.paragraph,
            kind: place.kind,
            read: reading.read,
        });
    }
    signs
}

/// "a sit-in", "test-fired": the last part of a compound that the lexicon knows gets the lemma of the whole, and the
/// first part hangs on it.
fn join_compounds(document: &mut Document, compounds: &HashSet<String>) {
    for first in 0..document.tokens.len().saturating_sub(2) {
        let [hyphen, last] = [first + 1, first + 2];
        let adjoin = |a: usize, b: usize| document.tokens[a].span.end == document.tokens[b].span.start;
        if document.form(hyphen) != "-" || !adjoin(first, hyphen) || !adjoin(hyphen, last) {
            continue;
        }
        // "a no-confidence motion" is a motion.
        if document.tokens[first].relation == Relation::Det {
            document.tokens[first].relation = Relation::Compound;
        }
        let joined = format!("{}-{}", document.form(first), document.tokens[last].lemma).to_lowercase();
        if compounds.contains(&joined) && document.tokens[first].head == Some(last) {
            document.tokens[last].lemma = joined.into();
            document.tokens[first].relation = Relation::Compound;
        }
    }
}

/// Where a sentence keeps several roots, the later ones hang on the first.
fn join_roots(document: &mut Document, tokens: Range<usize>) {
    let mut root = None;
    for token in tokens {
        if document.tokens[token].head.is_none() {
            match root {
                None => root = Some(token),
                Some(first) => {
                    document.tokens[token].head = Some(first);
                    document.tokens[token].relation = Relation::Parataxis;
                }
            }
        }
    }
}

fn link_children(document: &mut Document) {
    document.children = vec![Vec::new(); document.tokens.len()];
    for token in 0..document.tokens.len() {
        if let Some(head) = document.tokens[token].head {
            document.children[head].push(token);
        }
    }
}

/// "Israel said it would attack": a pronoun is of the kind of what it takes up.
fn name_pronouns(document: &mut Document) {
    for entity in &document.entities {
        let full = |m: &&usize| matches!(document.mentions[**m].form, MentionForm::Named | MentionForm::Nominal);
        let full = entity.mentions.iter().find(full);
        let Some(kind) = full.map(|m| document.mentions[*m].kind) else {
            continue;
        };
        for mention in &entity.mentions {
            if document.mentions[*mention].form == MentionForm::Pronoun {
                document.mentions[*mention].kind = kind;
            }
        }
    }
}

/// The stories with their headlines and datelines.
fn tell_stories(document: &mut Document, cuts: &[Cut], placed: &[Placed]) {
    for (place, sentence) in placed.iter().zip(&document.sentences) {
        let number = place.story;
        if document.stories.len() <= number {
            document.stories.resize(number + 1, Story::default());
            document.stories[number].span = sentence.span;
        }
        let story = &mut document.stories[number];
        story.span = story.span.join(sentence.span);
        if place.kind == SentenceKind::Headline && story.headline.is_none() {
            story.headline = Some(stories::span_of(&cuts[place.cut], &place.words));
        }
        if let Some(dateline) = &cuts[place.cut].dateline {
            if story.dateline.is_none() && !dateline.place.is_empty() {
                story.dateline = Some(dateline.place);
            }
            story.agency = story.agency.or(dateline.agency);
            let text = &document.article.text;
            let anchor = document.article.published;
            story.dated = story.dated.or_else(|| dateline.date.and_then(|d| time::day(d.of(text), anchor)));
        } else if place.kind == SentenceKind::Metadata && story.dated.is_none() {
            story.dated = time::day(sentence.span.of(&document.article.text), document.article.published);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn which(sentences: &[&str]) -> Vec<usize> {
        let words: Vec<Vec<&str>> = sentences.iter().map(|s| s.split(' ').collect()).collect();
        let wanted = wanted(&words, &|words| words.contains(&"attacked"));
        (0..wanted.len()).filter(|i| wanted[*i]).collect()
    }

    const FILLER: [&str; 4] = ["It is May .", "Days are long .", "Roses bloom .", "Rain falls ."];

    #[test]
    fn what_is_asked_for_is_read_with_the_beginning() {
        let text = [&FILLER[..], &["Bees hum .", "Rebels attacked the town .", "Birds sing ."]].concat();
        assert_eq!(which(&text), [0, 1, 2, 5]);
        assert!(which(&FILLER).is_empty());
    }

    #[test]
    fn a_sentence_that_refers_back_brings_those_before_it() {
        let text = [&FILLER[..], &["Bees hum .", "They attacked the town ."]].concat();
        assert_eq!(which(&text), [0, 1, 2, 3, 4, 5]);
    }

    #[test]
    fn a_name_brings_the_sentence_that_introduced_it() {
        let text = [
            &FILLER[..],
            &["Deputy Minister Ayman Sosan was born there .", "Bees hum .", "Later Sosan attacked the plan ."],
        ];
        assert_eq!(which(&text.concat()), [0, 1, 2, 4, 6]);
        // The capital at the beginning of a sentence is no name.
        let text = [&FILLER[..], &["Later it rained .", "Bees hum .", "Later rebels attacked the town ."]];
        assert_eq!(which(&text.concat()), [0, 1, 2, 6]);
    }
}
