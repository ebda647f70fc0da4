//! The stages of analysis, in order.

use crate::article::Article;
use crate::coreference::{self, Choice, Scorer};
use crate::document::{Document, Imprint, Sentence, SentenceKind, Story, Token};
use crate::grammar::Relation;
use crate::lexicon::Lexicon;
use crate::mentions::{self, Signs};
use crate::metadata;
use crate::pairs;
use crate::quotations;
use crate::reader::{Boundaries, Manner, Opinion, Reader, Reading};
use crate::sentences::{self, RawSentence};
use crate::stories::{self, Cut, Placed};
use crate::time;
use crate::titles;
use crate::wanted::wanted;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

/// Turns articles into documents. Make one and use it for all.
pub struct Analyzer {
    reader: Arc<Reader>,
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
    /// What every two sides of a sentence do to each other.
    Pairing,
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
            Self::Pairing => "pairing",
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
        Self { reader: Arc::new(reader), lexicon, scorer }
    }

    /// The same model for another codebook's words.
    pub fn with_lexicon(&self, lexicon: Lexicon) -> Self {
        Self { reader: Arc::clone(&self.reader), lexicon, scorer: self.scorer.clone() }
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
        let (cuts, words) = cut(&article);
        let readings = self.reader.read(&words, None, self.manner(Boundaries::Found, false));
        let placed = stories::place(&article, &cuts, &readings);
        self.complete(article, &cuts, &readings, &placed, &mut |_| {})
    }

    /// Analyses an article with its pairs ([`Document::pairs`]), but for the sentences that neither `opens`, given their words,
    /// asks for nor one that it asks for may refer back to: they get words without tree or names ([`Sentence::read`] is
    /// false).
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
        let (cuts, words) = cut(&article);
        watch(Stage::Reading);
        let wanted = wanted(&words, opens);
        let readings = self.reader.read(&words, Some(&wanted), self.manner(Boundaries::Found, true));
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
        let readings = self.reader.read(&words, None, self.manner(Boundaries::Kept, true));
        let placed: Vec<Placed> = cuts
            .iter()
            .enumerate()
            .map(|(cut, c)| Placed { cut, words: 0..c.sentence.tokens.len(), kind: SentenceKind::Body, story: 0 })
            .collect();
        self.complete(article, &cuts, &readings, &placed, &mut |_| {})
    }

    /// What the pair head says of two stretches of a sentence, whoever they name: for measuring. None where they hold no word.
    pub fn opinion(&self, sentence: &str, first: crate::Span, second: Option<crate::Span>) -> Option<Opinion> {
        let tokens = crate::tokens::split(sentence, crate::Span::new(0, sentence.len()));
        let words: Vec<&str> = tokens.iter().map(|t| t.span.of(sentence)).collect();
        let within = |span: crate::Span| {
            let from = tokens.iter().position(|t| t.span.overlaps(span))?;
            Some(from..tokens.iter().rposition(|t| t.span.overlaps(span))? + 1)
        };
        let mut sides = vec![within(first)?];
        if let Some(second) = second {
            sides.push(within(second)?);
        }
        let readings = self.reader.read(&[words], None, self.manner(Boundaries::Kept, true));
        let vectors = &readings.first()?.vectors;
        let pair = (0, second.map(|_| 1));
        self.reader.ask(&vectors.matrix(0..tokens.len()), &sides, &[pair]).pop()
    }

    fn manner(&self, boundaries: Boundaries, vectors: bool) -> Manner<'_> {
        Manner { boundaries, vectors, verbs: &self.lexicon.verbs }
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
        let mut document = Document { article, labels: self.reader.labels().clone(), ..Document::default() };
        let mut signs = assemble(&mut document, cuts, readings, placed);
        join_compounds(&mut document, &self.lexicon.compounds);
        link_children(&mut document);
        if titles::attach(&mut document, &mut signs, &self.lexicon) {
            link_children(&mut document);
        }
        tell_stories(&mut document, cuts, placed);
        watch(Stage::Quoting);
        quotations::find(&mut document, &self.lexicon);
        watch(Stage::Referring);
        mentions::find(&mut document, &signs, &self.lexicon);
        coreference::resolve(&mut document, &self.lexicon, &self.scorer);
        watch(Stage::Timing);
        time::find(&mut document);
        watch(Stage::Pairing);
        for (sentence, place) in placed.iter().enumerate() {
            let vectors = &readings[place.cut].vectors;
            if !vectors.is_empty() {
                pairs::find(&mut document, &self.reader, sentence, vectors, place.words.clone());
            }
        }
        document.imprint = imprint(&document);
        document
    }
}

/// Sentences of an article as they are told without reading, and their words.
fn cut(article: &Article) -> (Vec<Cut>, Vec<Vec<&str>>) {
    let cuts = stories::cut(&article.text, sentences::split(&article.text));
    let words = words_of(&article.text, &cuts);
    (cuts, words)
}

fn words_of<'a>(text: &'a str, cuts: &[Cut]) -> Vec<Vec<&'a str>> {
    cuts.iter().map(|c| c.sentence.tokens.iter().map(|t| t.span.of(text)).collect()).collect()
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
        if place.kind == SentenceKind::Metadata && metadata::is_credit(sentence.span.of(&document.article.text)) {
            story.credits.push(sentence.span);
        }
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
