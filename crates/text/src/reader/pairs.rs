//! The pair head: what one side does to another, from the vectors of a sentence's words.
//!
//! Of "Turkey summoned the Greek ambassador" and the sides "Turkey" and "the Greek ambassador" it tells a label, here a type of
//! event, and the word that it looks at most: "summoned". The labels are the model's; this layer does not know what they mean.

use super::{PairLabels, PairSettings};
use crate::encoder::{Kernel, Linear, Matrix, Quantized, Task, Weights, WeightsError, float};
use std::ops::Range;

/// Word vectors in bytes, kept until it is known who is mentioned: a quarter of the memory.
#[derive(Clone, Debug, Default)]
pub(crate) struct KeptVectors {
    bytes: Vec<u8>,
    /// Step of a byte and least value, by word.
    ranges: Vec<(f32, f32)>,
}

impl KeptVectors {
    pub(super) fn push(&mut self, row: &[f32]) {
        let least = row.iter().copied().fold(f32::INFINITY, f32::min);
        let most = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let step = ((most - least) / 255.0).max(f32::MIN_POSITIVE);
        self.bytes.extend(row.iter().map(|x| ((x - least) / step).round() as u8));
        self.ranges.push((step, least));
    }

    /// The vectors of some of the words.
    pub(crate) fn matrix(&self, words: Range<usize>) -> Matrix {
        let columns = self.bytes.len().checked_div(self.ranges.len()).unwrap_or(0);
        let mut matrix = Matrix::zero(words.len(), columns);
        for (row, word) in words.enumerate() {
            let (step, least) = self.ranges[word];
            let bytes = &self.bytes[word * columns..(word + 1) * columns];
            for (x, byte) in matrix.row_mut(row).iter_mut().zip(bytes) {
                *x = f32::from(*byte) * step + least;
            }
        }
        matrix
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.ranges.is_empty()
    }
}

/// What the head says of a pair: probabilities in order of the model's labels.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Opinion {
    /// Of each label; the first is none.
    pub events: Vec<f32>,
    /// Of each mode, all together one.
    pub modes: Vec<f32>,
    /// actual, negation, hypothetical, future, historical.
    pub realities: Vec<f32>,
    /// Of each context, each by itself.
    pub contexts: Vec<f32>,
    /// The word of the sentence that it looks at most.
    pub word: usize,
}

/// The weights.
pub(crate) struct PairHead {
    /// Words as first side, second side and what is seen, then their queries and key.
    words: Linear,
    product: Linear,
    labels: Linear,
    /// Second side and its query where there is none.
    none: Vec<f32>,
    inner: usize,
    key: usize,
    /// Columns at which events, modes, realities and contexts end.
    ends: [usize; 4],
}

impl PairHead {
    pub(super) fn load(weights: &Weights<'_>, settings: &PairSettings) -> Result<Self, WeightsError> {
        let PairLabels { event, mode, reality, context } = &*settings.labels;
        let mut ends = [0; 4];
        let mut end = 0;
        for (to, labels) in ends.iter_mut().zip([event, mode, reality, context]) {
            end += labels.len();
            *to = end;
        }
        Ok(Self {
            words: weights.linear("pairs")?,
            product: weights.linear("pair_product")?,
            labels: weights.linear("pair_labels")?,
            none: weights.floats("pair_none")?,
            inner: settings.inner,
            key: settings.key,
            ends,
        })
    }
}

/// Asks the head about pairs of a sentence's sides.
pub(crate) struct AskPairs<'a> {
    pub head: &'a PairHead,
    pub words: &'a Matrix,
    pub sides: &'a [Range<usize>],
    pub pairs: &'a [(usize, Option<usize>)],
}

impl Task for AskPairs<'_> {
    type Output = Vec<Opinion>;

    #[inline(always)]
    fn run<K: Kernel>(self, k: K) -> Vec<Opinion> {
        let Self { head, words, sides, pairs } = self;
        if pairs.is_empty() {
            return Vec::new();
        }
        let (inner, key, n) = (head.inner, head.key, words.rows());
        let mut quantized = Quantized::default();
        quantized.fill(k, words);
        let mut all = Matrix::zero(0, 0);
        head.words.apply(k, &quantized, &mut all);
        let queries = 3 * inner;
        let first = side_vectors(k, &all, sides, [0..inner, queries..queries + key]);
        let second = side_vectors(k, &all, sides, [inner..2 * inner, queries + key..queries + 2 * key]);
        let second_of = |side: Option<usize>| side.map_or(head.none.as_slice(), |s| second.row(s));
        let mut products = Matrix::zero(pairs.len(), inner);
        for (row, (a, b)) in pairs.iter().enumerate() {
            let (a, b) = (&first.row(*a)[..inner], &second_of(*b)[..inner]);
            for (x, (a, b)) in products.row_mut(row).iter_mut().zip(a.iter().zip(b)) {
                *x = a * b;
            }
        }
        quantized = Quantized::default();
        quantized.fill(k, &products);
        let mut hidden = Matrix::zero(0, 0);
        head.product.apply(k, &quantized, &mut hidden);
        let mut looked = Vec::with_capacity(pairs.len());
        let mut query = vec![0.0; key];
        let mut looks = vec![0.0; n.next_multiple_of(16)];
        let scale = 1.0 / (key as f32).sqrt();
        for (row, (a, b)) in pairs.iter().enumerate() {
            let (a, b) = (first.row(*a), second_of(*b));
            for (q, (a, b)) in query.iter_mut().zip(a[inner..].iter().zip(&b[inner..])) {
                *q = a + b;
            }
            looks.fill(f32::NEG_INFINITY);
            for (word, look) in looks[..n].iter_mut().enumerate() {
                *look = float::dot(k, &query, &all.row(word)[queries + 2 * key..]) * scale;
            }
            float::softmax(k, &mut looks);
            looked.push(most(&looks[..n]));
            let to = hidden.row_mut(row);
            for (x, (a, b)) in to.iter_mut().zip(a.iter().zip(b)) {
                *x += a + b;
            }
            for (word, look) in looks[..n].iter().enumerate() {
                float::add_scaled(k, to, &all.row(word)[2 * inner..queries], *look);
            }
            float::gelu_row(k, to);
        }
        // `hidden` may have rows past the last pair: whole tiles.
        hidden.data.truncate(pairs.len() * inner);
        quantized = Quantized::default();
        quantized.fill(k, &hidden);
        let mut labels = Matrix::zero(0, 0);
        head.labels.apply(k, &quantized, &mut labels);
        let [events, modes, realities, contexts] = head.ends;
        let opinion = |(row, word): (usize, usize)| {
            let scores = labels.row(row);
            Opinion {
                events: float::probabilities(&scores[..events]),
                modes: float::probabilities(&scores[events..modes]),
                realities: float::probabilities(&scores[modes..realities]),
                contexts: scores[realities..contexts].iter().map(|x| float::probabilities(&[*x, 0.0])[0]).collect(),
                word,
            }
        };
        looked.into_iter().enumerate().map(opinion).collect()
    }
}

/// For each side the mean of two stretches of its words' columns, one behind the other.
#[inline(always)]
fn side_vectors<K: Kernel>(k: K, all: &Matrix, sides: &[Range<usize>], columns: [Range<usize>; 2]) -> Matrix {
    let mut found = Matrix::zero(sides.len(), columns[0].len() + columns[1].len());
    for (i, side) in sides.iter().enumerate() {
        let share = 1.0 / side.len().max(1) as f32;
        let (one, two) = found.row_mut(i).split_at_mut(columns[0].len());
        for word in side.clone() {
            float::add_scaled(k, one, &all.row(word)[columns[0].clone()], share);
            float::add_scaled(k, two, &all.row(word)[columns[1].clone()], share);
        }
    }
    found
}

fn most(row: &[f32]) -> usize {
    let mut best = 0;
    for (i, x) in row.iter().enumerate() {
        if *x > row[best] {
            best = i;
        }
    }
    best
}
