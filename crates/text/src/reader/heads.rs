//! The heads: one linear layer for all labels and arc vectors, a biaffine product for arcs, and a
//! product of dependent and head for relations.

use super::Reader;
use crate::encoder::{Kernel, Level, Matrix, Quantized, Task, float};

/// Label sets, in the order of the head layer's rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Head {
    Upos,
    Xpos,
    Feats,
    Lemma,
    Name,
    Kind,
    Boundary,
}

/// Scores of all words of a pack; the last row is the root.
pub(super) struct WordScores {
    all: Matrix,
    /// Columns at which each label set begins; the arc vectors follow.
    starts: [usize; 8],
    /// Arc vectors of dependents through the bilinear form.
    dependents: Matrix,
    arc_heads: Matrix,
    relation_dependents: Matrix,
    relation_heads: Matrix,
    root: usize,
}

/// Computes [`WordScores`].
pub(super) struct Scores<'a> {
    pub reader: &'a Reader,
    pub words: &'a Matrix,
}

impl Task for Scores<'_> {
    type Output = WordScores;

    #[inline(always)]
    fn run<K: Kernel>(self, kernel: K) -> WordScores {
        let labels = &self.reader.settings.labels;
        let sizes =
            [&labels.upos, &labels.xpos, &labels.feats, &labels.lemma, &labels.name, &labels.kind, &labels.boundary];
        let mut starts = [0; 8];
        for (i, size) in sizes.iter().enumerate() {
            starts[i + 1] = starts[i] + size.len();
        }
        let (arc, relation) = (self.reader.settings.arc, self.reader.settings.relation);
        let mut quantized = Quantized::default();
        quantized.fill(kernel, self.words);
        let mut all = Matrix::zero(0, 0);
        self.reader.heads.apply(kernel, &quantized, &mut all);
        let rows = self.words.rows();
        let at = starts[7];
        let arc_dependents = activated(kernel, &all, at, arc);
        let arc_heads = activated(kernel, &all, at + arc, arc);
        let relation_dependents = activated(kernel, &all, at + 2 * arc, relation);
        let relation_heads = activated(kernel, &all, at + 2 * arc + relation, relation);
        quantized.fill(kernel, &arc_dependents);
        let mut dependents = Matrix::zero(0, 0);
        self.reader.arc.apply(kernel, &quantized, &mut dependents);
        WordScores { all, starts, dependents, arc_heads, relation_dependents, relation_heads, root: rows - 1 }
    }
}

/// GELU of the columns `from..from + width`. No closure: that would be compiled without the level's instructions.
#[inline(always)]
fn activated<K: Kernel>(k: K, all: &Matrix, from: usize, width: usize) -> Matrix {
    let mut part = Matrix::zero(all.rows(), width);
    for i in 0..all.rows() {
        let (to, _) = part.row_mut(i).as_chunks_mut();
        let (from, _) = all.row(i)[from..from + width].as_chunks();
        for (to, from) in to.iter_mut().zip(from) {
            k.store(float::gelu(k, k.load(from)), to);
        }
    }
    part
}

impl WordScores {
    pub(super) fn logits(&self, head: Head, row: usize) -> &[f32] {
        let i = head as usize;
        &self.all.row(row)[self.starts[i]..self.starts[i + 1]]
    }

    /// Index of the best label.
    pub(super) fn best(&self, head: Head, row: usize) -> usize {
        best(self.logits(head, row))
    }

    /// Probabilities of the labels.
    pub(super) fn probabilities(&self, head: Head, row: usize) -> Vec<f32> {
        float::probabilities(self.logits(head, row))
    }

    /// Scores of all arcs among the words `first..first + n`, the root last in each row.
    pub(super) fn arcs(&self, level: Level, first: usize, n: usize) -> Vec<f32> {
        level.run(Arcs { scores: self, first, n })
    }
}

struct Arcs<'a> {
    scores: &'a WordScores,
    first: usize,
    n: usize,
}

impl Task for Arcs<'_> {
    type Output = Vec<f32>;

    #[inline(always)]
    fn run<K: Kernel>(self, k: K) -> Vec<f32> {
        let Self { scores, first, n } = self;
        let mut arcs = vec![0.0; n * (n + 1)];
        for (i, to) in arcs.chunks_exact_mut(n + 1).enumerate() {
            let row = scores.dependents.row(first + i);
            for (j, to) in to.iter_mut().enumerate() {
                let head = if j < n { first + j } else { scores.root };
                *to = float::dot(k, row, scores.arc_heads.row(head));
            }
        }
        arcs
    }
}

fn best(scores: &[f32]) -> usize {
    let mut best = 0;
    for (i, score) in scores.iter().enumerate() {
        if *score > scores[best] {
            best = i;
        }
    }
    best
}

/// Best relation of each word to its head.
pub(super) struct Relations<'a> {
    pub reader: &'a Reader,
    pub scores: &'a WordScores,
    pub first: usize,
    pub heads: &'a [Option<usize>],
}

impl Task for Relations<'_> {
    type Output = Vec<usize>;

    #[inline(always)]
    fn run<K: Kernel>(self, kernel: K) -> Vec<usize> {
        let width = self.reader.settings.relation;
        let mut features = Matrix::zero(self.heads.len(), 3 * width);
        for (i, head) in self.heads.iter().enumerate() {
            let dependent = self.scores.relation_dependents.row(self.first + i);
            let head = self.scores.relation_heads.row(head.map_or(self.scores.root, |h| self.first + h));
            let row = features.row_mut(i);
            for k in 0..width {
                row[k] = dependent[k] * head[k];
            }
            row[width..2 * width].copy_from_slice(dependent);
            row[2 * width..].copy_from_slice(head);
        }
        let mut quantized = Quantized::default();
        quantized.fill(kernel, &features);
        let mut scores = Matrix::zero(0, 0);
        self.reader.relation.apply(kernel, &quantized, &mut scores);
        (0..self.heads.len()).map(|i| best(scores.row(i))).collect()
    }
}
