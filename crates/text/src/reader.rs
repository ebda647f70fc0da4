//! The reader: one pass of the encoder over each sentence, and the heads that turn piece vectors into
//! tags, lemmas, a tree, names, kinds of noun phrases, and sentence boundaries that rules missed.
//!
//! "Amir Abdollahian urges recruitment Amir Abdollahian has emphasized ..." comes back as two
//! segments, the first a headline.

use crate::document::EntityKind;
use crate::encoder::{Encoder, Level, Linear, Matrix, Piece, Ways, Weights, WeightsError};
use crate::factuality::is_listed_verb;
use crate::grammar::{Relation, Upos};
use crate::lemma::{LemmaScript, irregular, is_irregular_plural, is_plural_only, regular, regular_plural};
use crate::mend::mend;
use crate::pieces::Pieces;
use crate::tree::ArcScores;
use serde::Deserialize;
use std::collections::HashSet;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

mod heads;
mod names;
mod pairs;

use names::{NameTag, whole_names};
pub(crate) use pairs::KeptVectors;
pub use pairs::Opinion;
use pairs::{AskPairs, PairHead};

/// Word pieces that go through the encoder at once: enough rows to fill the matrix products, few
/// enough that activations stay in the cache (`benchmarks/runs`, pack sizes 128 to 2048).
const PACK: usize = 512;

/// A word begins a sentence or headline of its own where the boundary head gives that more than this
/// (dev precision and recall in models/reader/CARD.md).
const BOUNDARY: f32 = 0.6;

/// `model.toml`: what the weights are. Unknown keys are refused.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModelSettings {
    /// Name and version, written into records.
    pub name: String,
    /// Number of transformer layers.
    pub layers: usize,
    /// Width of the arc vectors.
    pub arc: usize,
    /// Width of the relation vectors.
    pub relation: usize,
    /// The labels of each head, in order of the weights' rows.
    pub labels: Labels,
}

/// `pairs.toml`: what the weights of the pair head are. Unknown keys are refused.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PairSettings {
    /// Name and version.
    pub name: String,
    /// The reader whose first layers it goes on from.
    pub reader: String,
    /// Layers of its own, in the place of the reader's last.
    pub layers: usize,
    /// Whether it has tables of pieces of its own as well.
    pub tables: bool,
    /// Width of the head.
    pub inner: usize,
    /// Width of its queries and keys.
    pub key: usize,
    pub labels: Arc<PairLabels>,
}

/// Label sets of the pair head.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct PairLabels {
    pub event: Vec<String>,
    pub mode: Vec<String>,
    pub reality: Vec<String>,
    pub context: Vec<String>,
}

/// Label sets of the heads.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Labels {
    pub upos: Vec<String>,
    pub xpos: Vec<String>,
    pub feats: Vec<String>,
    pub lemma: Vec<String>,
    pub name: Vec<String>,
    pub kind: Vec<String>,
    pub boundary: Vec<String>,
    pub relation: Vec<String>,
}

/// The model that reads sentences.
pub struct Reader {
    pub(crate) settings: ModelSettings,
    pieces: Pieces,
    encoder: Encoder,
    heads: Linear,
    arc: Linear,
    relation: Linear,
    pairs: PairHead,
    pair_settings: PairSettings,
    root: Vec<f32>,
    labels: Parsed,
}

/// Label strings, parsed once.
struct Parsed {
    upos: Vec<Upos>,
    xpos: Vec<&'static str>,
    feats: Vec<&'static str>,
    lemma: Vec<LemmaScript>,
    name: Vec<NameTag>,
    kind: Vec<Option<EntityKind>>,
    relation: Vec<Relation>,
}

/// What the reader found in one input sentence.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reading {
    /// False where the sentence was passed over.
    pub read: bool,
    pub segments: Vec<Segment>,
    pub words: Vec<WordReading>,
    pub names: Vec<(Range<usize>, EntityKind)>,
    /// Vectors of the words, where they were asked for.
    pub vectors: KeptVectors,
}

impl Reading {
    /// Words of which nothing is known, on the first of them.
    fn passed_over(words: &[&str]) -> Self {
        let word = |(i, word): (usize, &&str)| WordReading {
            upos: Upos::X,
            xpos: "FW",
            feats: "_",
            lemma: word.to_lowercase().into(),
            head: (i > 0).then_some(0),
            relation: if i > 0 { Relation::Dep } else { Relation::Root },
            kind: None,
        };
        Self {
            read: false,
            segments: vec![Segment { words: 0..words.len(), headline: 0.0 }],
            words: words.iter().enumerate().map(word).collect(),
            names: Vec::new(),
            vectors: KeptVectors::default(),
        }
    }
}

/// A stretch of words that is a sentence of its own.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Segment {
    pub words: Range<usize>,
    /// Probability that it is a headline.
    pub headline: f32,
}

/// One word; `head` is an index into the input sentence.
#[derive(Clone, Debug)]
pub(crate) struct WordReading {
    pub upos: Upos,
    pub xpos: &'static str,
    pub feats: &'static str,
    pub lemma: Box<str>,
    pub head: Option<usize>,
    pub relation: Relation,
    /// Kind of the noun phrase that this word heads.
    pub kind: Option<EntityKind>,
}

/// Whether sentences may be parted at boundaries that the reader sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Boundaries {
    Found,
    Kept,
}

/// How sentences are read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Manner<'a> {
    pub boundaries: Boundaries,
    /// Whether the words' vectors are kept for the pair head.
    pub vectors: bool,
    /// Verbs that are known, which helps to find lemmas.
    pub verbs: &'a HashSet<String>,
}

impl Reader {
    /// The model that is compiled into the program.
    pub fn embedded() -> Self {
        Self::from_parts(
            include_str!("../../../models/reader/model.toml"),
            include_str!("../../../models/reader/vocabulary.txt"),
            include_bytes!("../../../models/reader/weights.safetensors"),
            include_str!("../../../models/reader/pairs.toml"),
            include_bytes!("../../../models/reader/pairs.safetensors"),
        )
        .expect("the model in models/reader is tested with the program it is compiled into")
    }

    /// Loads a folder with `model.toml`, `vocabulary.txt` and `weights.safetensors`, `pairs.toml` and `pairs.safetensors`.
    ///
    /// # Errors
    /// Says which file is missing, damaged or does not fit.
    pub fn load(folder: &Path) -> Result<Self, WeightsError> {
        let path = |name: &str| folder.join(name);
        let text = |name: &str| {
            std::fs::read_to_string(path(name)).map_err(|e| WeightsError(format!("{}: {e}", path(name).display())))
        };
        let bytes =
            |name: &str| std::fs::read(path(name)).map_err(|e| WeightsError(format!("{}: {e}", path(name).display())));
        Self::from_parts(
            &text("model.toml")?,
            &text("vocabulary.txt")?,
            &bytes("weights.safetensors")?,
            &text("pairs.toml")?,
            &bytes("pairs.safetensors")?,
        )
    }

    fn from_parts(
        settings: &str,
        vocabulary: &str,
        weights: &[u8],
        pair_settings: &str,
        pair_weights: &[u8],
    ) -> Result<Self, WeightsError> {
        let settings: ModelSettings = toml::from_str(settings).map_err(|e| WeightsError(format!("model.toml: {e}")))?;
        let weights = Weights::read(weights)?;
        let pair_settings: PairSettings =
            toml::from_str(pair_settings).map_err(|e| WeightsError(format!("pairs.toml: {e}")))?;
        if pair_settings.reader != settings.name {
            return Err(WeightsError(format!(
                "pairs.toml: {:?} goes on from {:?}, not from {:?}; train it anew (training/README.md)",
                pair_settings.name, pair_settings.reader, settings.name
            )));
        }
        let pair_weights = Weights::read(pair_weights)?;
        let mut encoder = Encoder::load(&weights, settings.layers)?;
        encoder.add_branch(&pair_weights, pair_settings.layers, pair_settings.tables)?;
        let labels = Parsed::of(&settings.labels)?;
        let pieces =
            Pieces::new(vocabulary).ok_or_else(|| WeightsError("vocabulary.txt lacks [UNK], [CLS] or [SEP]".into()))?;
        Ok(Self {
            pieces,
            encoder,
            heads: weights.linear("heads")?,
            arc: weights.linear("arc")?,
            relation: weights.linear("relation")?,
            pairs: PairHead::load(&pair_weights, &pair_settings)?,
            pair_settings,
            root: weights.floats("root")?,
            labels,
            settings,
        })
    }

    /// Name and version of the model.
    pub fn name(&self) -> &str {
        &self.settings.name
    }

    /// The instruction set in use, for benchmarks.
    pub fn instructions(&self) -> String {
        self.encoder.level.to_string()
    }

    /// Uses another of the instruction sets that the processor has, by the name that [`Reader::instructions`] gives: for
    /// benchmarks. False where it has none of that name.
    pub fn use_instructions(&mut self, name: &str) -> bool {
        let level = Level::available().into_iter().find(|l| l.to_string() == name);
        if let Some(level) = level {
            self.encoder.level = level;
        }
        level.is_some()
    }

    /// Reads sentences given as words, or those that are `wanted`. Each gets one [`Reading`], in order.
    pub(crate) fn read(&self, sentences: &[Vec<&str>], wanted: Option<&[bool]>, manner: Manner<'_>) -> Vec<Reading> {
        let is_wanted = |i: usize| wanted.is_none_or(|w| w[i]);
        let mut found = Vec::with_capacity(sentences.len());
        let mut pack = Pack::default();
        for (_, words) in sentences.iter().enumerate().filter(|(i, _)| is_wanted(*i)) {
            pack.push(words, &self.pieces, self.encoder.longest());
            if pack.pieces.len() >= PACK {
                self.read_pack(&std::mem::take(&mut pack), manner, &mut found);
            }
        }
        self.read_pack(&pack, manner, &mut found);
        let mut found = found.into_iter();
        let next = |(i, words): (usize, &Vec<&str>)| {
            is_wanted(i).then(|| found.next()).flatten().unwrap_or_else(|| Reading::passed_over(words))
        };
        sentences.iter().enumerate().map(next).collect()
    }

    fn read_pack(&self, pack: &Pack<'_>, manner: Manner<'_>, readings: &mut Vec<Reading>) {
        if pack.sentences.is_empty() {
            return;
        }
        let inputs: Vec<&[Piece]> = pack.windows.iter().map(|w| &pack.pieces[w.clone()]).collect();
        let ways = if manner.vectors { Ways::Both } else { Ways::Trunk };
        let hidden = self.encoder.encode(&inputs, ways);
        let words = pack.pool(&hidden.trunk, &self.root);
        let branch = manner.vectors.then(|| pack.pool(&hidden.branch, &self.root));
        let scores = self.level().run(heads::Scores { reader: self, words: &words });
        let mut first = 0;
        for sentence in &pack.sentences {
            let mut reading = self.decode(sentence, first, &scores, manner);
            if let Some(branch) = &branch {
                (first..first + sentence.len()).for_each(|word| reading.vectors.push(branch.row(word)));
            }
            readings.push(reading);
            first += sentence.len();
        }
    }

    fn level(&self) -> Level {
        self.encoder.level
    }

    /// What the pair head says of pairs of sides of a sentence, whose words have these vectors.
    pub(crate) fn ask(&self, words: &Matrix, sides: &[Range<usize>], pairs: &[(usize, Option<usize>)]) -> Vec<Opinion> {
        self.level().run(AskPairs { head: &self.pairs, words, sides, pairs })
    }

    /// The labels of the pair head.
    pub fn labels(&self) -> &Arc<PairLabels> {
        &self.pair_settings.labels
    }
}

/// Sentences waiting for the encoder, as one row of pieces.
#[derive(Default)]
struct Pack<'a> {
    sentences: Vec<Vec<&'a str>>,
    pieces: Vec<Piece>,
    /// Stretches of `pieces` that are encoded by themselves: a sentence, or part of a very long one.
    windows: Vec<Range<usize>>,
    /// Pieces of each word.
    words: Vec<Range<usize>>,
}

impl<'a> Pack<'a> {
    fn push(&mut self, words: &[&'a str], pieces: &Pieces, longest: usize) {
        let mut start = self.pieces.len();
        self.pieces.push(pieces.first);
        for word in words {
            let mut at = self.pieces.len();
            pieces.of(word, &mut self.pieces);
            if self.pieces.len() - start + 1 > longest {
                let moved = self.pieces.split_off(at);
                self.pieces.push(pieces.last);
                self.windows.push(start..self.pieces.len());
                start = self.pieces.len();
                self.pieces.push(pieces.first);
                at = self.pieces.len();
                self.pieces.extend(moved);
            }
            self.words.push(at..self.pieces.len());
        }
        self.pieces.push(pieces.last);
        self.windows.push(start..self.pieces.len());
        self.sentences.push(words.to_vec());
    }

    /// A vector a word, the mean of its pieces, and the root's vector behind the last.
    fn pool(&self, hidden: &Matrix, root: &[f32]) -> Matrix {
        let mut words = Matrix::zero(self.words.len() + 1, hidden.columns);
        for (i, pieces) in self.words.iter().enumerate() {
            let scale = 1.0 / pieces.len() as f32;
            let row = words.row_mut(i);
            for piece in pieces.clone() {
                for (w, h) in row.iter_mut().zip(hidden.row(piece)) {
                    *w += h;
                }
            }
            row.iter_mut().for_each(|w| *w *= scale);
        }
        words.row_mut(self.words.len()).copy_from_slice(root);
        words
    }
}

impl Parsed {
    fn of(labels: &Labels) -> Result<Self, WeightsError> {
        // Tags live as long as the program: a model has a few hundred.
        let keep = |texts: &[String]| texts.iter().map(|t| &*Box::leak(t.clone().into_boxed_str())).collect();
        let bad = |what: &str, text: &str| WeightsError(format!("model.toml: {text:?} is no {what}"));
        let name_tag = |text: &String| {
            if text == "O" {
                return Ok(NameTag::Outside);
            }
            let kind = text.get(2..).and_then(EntityKind::parse).ok_or_else(|| bad("name tag", text))?;
            match text.as_bytes()[0] {
                b'B' => Ok(NameTag::Begin(kind)),
                b'I' => Ok(NameTag::Inside(kind)),
                _ => Err(bad("name tag", text)),
            }
        };
        Ok(Self {
            upos: labels.upos.iter().map(|t| t.parse().map_err(WeightsError)).collect::<Result<_, _>>()?,
            xpos: keep(&labels.xpos),
            feats: keep(&labels.feats),
            lemma: labels
                .lemma
                .iter()
                .map(|t| LemmaScript::parse(t).ok_or_else(|| bad("lemma script", t)))
                .collect::<Result<_, _>>()?,
            name: labels.name.iter().map(name_tag).collect::<Result<_, _>>()?,
            kind: labels.kind.iter().map(|t| EntityKind::parse(t)).collect(),
            relation: labels.relation.iter().map(|t| t.parse().map_err(WeightsError)).collect::<Result<_, _>>()?,
        })
    }
}

impl Reader {
    /// Turns the scores of the words `first..` into the analysis of one sentence.
    fn decode(&self, words: &[&str], first: usize, scores: &heads::WordScores, manner: Manner<'_>) -> Reading {
        let n = words.len();
        let segments = self.segments(first, n, scores, manner.boundaries);
        let mut heads = vec![None; n];
        for segment in &segments {
            let arcs = scores.arcs(self.level(), first + segment.words.start, segment.words.len());
            let tree = ArcScores { words: segment.words.len(), scores: arcs }.best_tree();
            for (i, head) in tree.into_iter().enumerate() {
                heads[segment.words.start + i] = head.map(|h| h + segment.words.start);
            }
        }
        let relations = self.level().run(heads::Relations { reader: self, scores, first, heads: &heads });
        let mut read = Vec::with_capacity(n);
        for (i, word) in words.iter().enumerate() {
            let row = first + i;
            let relation = match (heads[i], self.labels.relation[relations[i]]) {
                (None, _) => Relation::Root,
                // A word with a head is never the root of its sentence.
                (Some(_), Relation::Root) => Relation::Dep,
                (Some(_), found) => found,
            };
            let upos = self.labels.upos[scores.best(heads::Head::Upos, row)];
            let xpos = self.labels.xpos[scores.best(heads::Head::Xpos, row)];
            read.push(WordReading {
                upos,
                xpos,
                feats: self.labels.feats[scores.best(heads::Head::Feats, row)],
                lemma: self.lemma(word, upos, xpos, scores.best(heads::Head::Lemma, row), manner.verbs),
                head: heads[i],
                relation,
                kind: self.labels.kind[scores.best(heads::Head::Kind, row)],
            });
        }
        mend(&mut read);
        let names = segments.iter().flat_map(|s| self.names(first, s.words.clone(), scores)).collect();
        let names = whole_names(words, names);
        Reading { read: true, segments, words: read, names, vectors: KeptVectors::default() }
    }

    /// The lemma that scores best; that of a verb or plural must be one that its form can belong to ("thank", not "thanke", of
    /// "thanked"), and one that is known where there is a choice.
    fn lemma(&self, word: &str, upos: Upos, xpos: &str, script: usize, verbs: &HashSet<String>) -> Box<str> {
        let best = self.labels.lemma[script].apply(word);
        let forms = match (upos, xpos) {
            (Upos::Verb, _) => match irregular(word) {
                Some(lemma) => return lemma.into(),
                // "Warning Tehran, ..." is tagged as a noun but is a verb.
                None if xpos == "NN" && word.ends_with("ing") => regular(word, "VBG"),
                None => regular(word, xpos),
            },
            (Upos::Noun, "NNS") => regular_plural(word),
            _ => return best,
        };
        let listed = |lemma: &str| upos == Upos::Verb && (verbs.contains(lemma) || is_listed_verb(lemma));
        let possible = forms.iter().any(|f| **f == *best);
        let known = |lemma: &str| listed(lemma) || self.pieces.is_word(lemma);
        // "tan" is a word but not that of "tanks"; "clothes" have no singular, but "drones" do.
        let whole = best.eq_ignore_ascii_case(word);
        let noun = upos == Upos::Noun
            && self.pieces.is_word(&best)
            && (possible
                || is_irregular_plural(word, &best)
                || whole && (is_plural_only(&best) || !word.ends_with('s')));
        if forms.is_empty() || possible && listed(&best) || noun {
            return best;
        }
        let better = forms.iter().find(|f| listed(f)).or_else(|| {
            let best_known = possible && known(&best);
            forms.iter().find(|f| !best_known && known(f))
        });
        better.map(|f| f.as_str().into()).unwrap_or(best)
    }

    fn segments(&self, first: usize, n: usize, scores: &heads::WordScores, boundaries: Boundaries) -> Vec<Segment> {
        let mut segments: Vec<Segment> = Vec::new();
        for i in 0..n {
            // Where "inside" scores best it has more than a third: nothing begins there.
            if i > 0 && (boundaries == Boundaries::Kept || scores.best(heads::Head::Boundary, first + i) == 0) {
                continue;
            }
            let p = scores.probabilities(heads::Head::Boundary, first + i);
            let (inside, headline) = (p[0], p[2]);
            if i == 0 || inside < 1.0 - BOUNDARY {
                if let Some(last) = segments.last_mut() {
                    last.words.end = i;
                }
                let share = headline / (1.0 - inside).max(f32::MIN_POSITIVE);
                segments.push(Segment { words: i..n, headline: share });
            }
        }
        segments
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Deserialize)]
    struct Parity {
        text: String,
        words: Vec<String>,
        pieces: Vec<u32>,
        shapes: Vec<u8>,
        upos: Vec<String>,
        head: Vec<usize>,
        relation: Vec<String>,
        arc: Vec<f32>,
    }

    #[derive(Deserialize)]
    struct ParityOfPairs {
        text: String,
        words: Vec<String>,
        pairs: Vec<ParityOfPair>,
    }

    #[derive(Deserialize)]
    struct ParityOfPair {
        first: [usize; 2],
        second: Option<[usize; 2]>,
        events: Vec<f32>,
        word: usize,
    }

    fn fixture() -> Vec<Parity> {
        serde_json::from_str(include_str!("../tests/fixtures/parity.json")).expect("written by export.py")
    }

    #[test]
    fn words_and_pieces_are_those_of_training() {
        let reader = Reader::embedded();
        for case in fixture() {
            let text = case.text.as_str();
            let words: Vec<&str> =
                crate::tokens::split(text, crate::Span::new(0, text.len())).iter().map(|t| t.span.of(text)).collect();
            assert_eq!(words, case.words);
            let mut pack = Pack::default();
            pack.push(&words, &reader.pieces, reader.encoder.longest());
            assert_eq!(pack.pieces.iter().map(|p| p.id).collect::<Vec<_>>(), case.pieces);
            assert_eq!(pack.pieces.iter().map(|p| p.shape).collect::<Vec<_>>(), case.shapes);
        }
    }

    #[test]
    fn bytes_come_close_to_full_precision() {
        let reader = Reader::embedded();
        let (mut same, mut all) = (0, 0);
        for case in fixture() {
            let words: Vec<&str> = case.words.iter().map(String::as_str).collect();
            let reading = &reader.read(std::slice::from_ref(&words), None, plain(&HashSet::new()))[0];
            for (i, word) in reading.words.iter().enumerate() {
                all += 3;
                same += usize::from(word.upos.as_str() == case.upos[i]);
                same += usize::from(word.head.map_or(0, |h| h + 1) == case.head[i]);
                same += usize::from(word.relation.as_str() == case.relation[i]);
            }
            let mut pack = Pack::default();
            pack.push(&words, &reader.pieces, reader.encoder.longest());
            let hidden = reader.encoder.encode(&[&pack.pieces], Ways::Trunk).trunk;
            let pooled = pack.pool(&hidden, &reader.root);
            let scores = reader.level().run(heads::Scores { reader: &reader, words: &pooled });
            let arcs = scores.arcs(reader.level(), 0, words.len());
            let ours = std::iter::once(arcs[words.len()]).chain(arcs[..words.len()].iter().copied());
            let spread =
                case.arc.iter().copied().fold(f32::MIN, f32::max) - case.arc.iter().copied().fold(f32::MAX, f32::min);
            for (ours, theirs) in ours.zip(&case.arc) {
                assert!((ours - theirs).abs() < 0.08 * spread + 0.3, "{}: arc score {ours}, not {theirs}", case.text);
            }
        }
        assert!(same * 100 >= all * 97, "only {same} of {all} labels agree with full precision");
    }

    fn plain(verbs: &HashSet<String>) -> Manner<'_> {
        Manner { boundaries: Boundaries::Kept, vectors: false, verbs }
    }

    #[test]
    fn the_pair_head_says_what_full_precision_says() {
        let reader = Reader::embedded();
        let verbs = HashSet::new();
        let (mut asked, mut same) = (0, 0);
        let cases: Vec<ParityOfPairs> =
            serde_json::from_str(include_str!("../tests/fixtures/pairs.json")).expect("written by export_branch.py");
        for case in cases {
            let words: Vec<&str> = case.words.iter().map(String::as_str).collect();
            let manner = Manner { vectors: true, ..plain(&verbs) };
            let reading = &reader.read(std::slice::from_ref(&words), None, manner)[0];
            let vectors = reading.vectors.matrix(0..words.len());
            for pair in &case.pairs {
                let sides: Vec<Range<usize>> =
                    std::iter::once(pair.first).chain(pair.second).map(|[from, to]| from..to).collect();
                let opinion = &reader.ask(&vectors, &sides, &[(0, pair.second.map(|_| 1))])[0];
                for (ours, theirs) in opinion.events.iter().zip(&pair.events) {
                    assert!((ours - theirs).abs() < 0.15, "{}: {ours}, not {theirs}", case.text);
                }
                asked += 1;
                same += usize::from(opinion.word == pair.word);
            }
        }
        assert!(asked > 5 && same * 10 >= asked * 8, "{same} of {asked} look at the same word");
    }

    #[test]
    fn every_instruction_set_gives_the_same_bits() {
        let mut reader = Reader::embedded();
        let case = &fixture()[0];
        let words: Vec<&str> = case.words.iter().map(String::as_str).collect();
        let mut pack = Pack::default();
        pack.push(&words, &reader.pieces, reader.encoder.longest());
        let mut first: Option<Vec<u32>> = None;
        for level in Level::available() {
            reader.encoder.level = level;
            let hidden = reader.encoder.encode(&[&pack.pieces], Ways::Both);
            let bits: Vec<u32> = [&hidden.trunk, &hidden.branch]
                .into_iter()
                .flat_map(|way| way.data.iter().copied())
                .map(f32::to_bits)
                .collect();
            assert!(first.get_or_insert_with(|| bits.clone()) == &bits, "{level} differs");
        }
    }

    #[test]
    fn a_sentence_does_not_depend_on_its_neighbours() {
        let reader = Reader::embedded();
        let cases = fixture();
        let sentences: Vec<Vec<&str>> = cases.iter().map(|c| c.words.iter().map(String::as_str).collect()).collect();
        let together = reader.read(&sentences, None, plain(&HashSet::new()));
        for (sentence, reading) in sentences.iter().zip(&together) {
            let alone = &reader.read(std::slice::from_ref(sentence), None, plain(&HashSet::new()))[0];
            assert_eq!(format!("{:?}", alone.words), format!("{:?}", reading.words));
        }
    }
}
