//! The encoder: word pieces of many sentences in, one vector a piece out.
//!
//! A BERT of 6 layers whose weights are 8-bit integers. Sentences lie one after the other in a pack,
//! without padding, so that the matrix products run over all their rows at once; only attention knows
//! where a sentence ends. Activations are quantized row by row, so a sentence's vectors do not depend
//! on its neighbours. Every path (AVX-512 VNNI, AVX2, portable) gives the same bits: integer sums
//! are exact, and the float steps use no fused or reordered operations.

pub(crate) mod float;
mod kernel;
mod linear;
mod weights;

use std::cell::RefCell;

pub(crate) use kernel::{Kernel, Level, Task};
pub(crate) use linear::{Linear, Matrix, Quantized};
pub use weights::WeightsError;
pub(crate) use weights::{Table, Weights};

/// Width of a piece vector.
pub(crate) const WIDTH: usize = 384;
const HEADS: usize = 12;
const HEAD_WIDTH: usize = WIDTH / HEADS;
/// Floats that are worked on together.
const LANES: usize = 16;
const EPSILON: f32 = 1e-12;

/// A word piece: its row in the vocabulary and how its word is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    pub id: u32,
    pub shape: u8,
}

struct Layer {
    qkv: Linear,
    out: Linear,
    norm1: Norm,
    up: Linear,
    down: Linear,
    norm2: Norm,
}

struct Norm {
    weight: Vec<f32>,
    bias: Vec<f32>,
}

/// The transformer, ready to run.
pub(crate) struct Encoder {
    pieces: Table,
    positions: Table,
    shapes: Table,
    norm: Norm,
    layers: Vec<Layer>,
    pub level: Level,
}

impl Encoder {
    pub(crate) fn load(weights: &Weights<'_>, layers: usize) -> Result<Self, WeightsError> {
        let norm = |name: &str| -> Result<Norm, WeightsError> {
            Ok(Norm {
                weight: weights.floats(&format!("{name}.weight"))?,
                bias: weights.floats(&format!("{name}.bias"))?,
            })
        };
        let mut loaded = Vec::with_capacity(layers);
        for i in 0..layers {
            let at = |part: &str| format!("encoder.layers.{i}.{part}");
            loaded.push(Layer {
                qkv: weights.linear(&at("qkv"))?,
                out: weights.linear(&at("out"))?,
                norm1: norm(&at("norm1"))?,
                up: weights.linear(&at("up"))?,
                down: weights.linear(&at("down"))?,
                norm2: norm(&at("norm2"))?,
            });
        }
        Ok(Self {
            pieces: weights.table("encoder.pieces")?,
            positions: weights.table("encoder.positions")?,
            shapes: weights.table("encoder.shapes")?,
            norm: norm("encoder.norm")?,
            layers: loaded,
            level: Level::detect(),
        })
    }

    /// Longest sentence in pieces.
    pub(crate) fn longest(&self) -> usize {
        self.positions.rows()
    }

    /// One row a piece, in order. Each sentence must be no longer than [`Encoder::longest`].
    pub(crate) fn encode(&self, sentences: &[&[Piece]]) -> Matrix {
        self.level.run(Run { encoder: self, sentences })
    }
}

struct Run<'a> {
    encoder: &'a Encoder,
    sentences: &'a [&'a [Piece]],
}

impl Task for Run<'_> {
    type Output = Matrix;

    #[inline(always)]
    fn run<K: Kernel>(self, kernel: K) -> Matrix {
        // Taken out and put back: a closure would be compiled without this level's instructions.
        let mut scratch = SCRATCH.take();
        let x = self.run_in(kernel, &mut scratch);
        SCRATCH.set(scratch);
        x
    }
}

/// What a thread works in, kept from one pack to the next.
#[derive(Default)]
struct Scratch {
    quantized: Quantized,
    qkv: Matrix,
    seen: Matrix,
    change: Matrix,
    inner: Matrix,
    attention: Attention,
}

thread_local! {
    static SCRATCH: RefCell<Scratch> = RefCell::default();
}

impl Run<'_> {
    #[inline(always)]
    fn run_in<K: Kernel>(self, kernel: K, scratch: &mut Scratch) -> Matrix {
        let encoder = self.encoder;
        let rows: usize = self.sentences.iter().map(|s| s.len()).sum();
        let mut x = Matrix::zero(rows, WIDTH);
        let mut row = 0;
        for sentence in self.sentences {
            for (position, piece) in sentence.iter().enumerate() {
                let out = x.row_mut(row);
                encoder.pieces.copy(piece.id as usize, out);
                encoder.positions.add(position, out);
                encoder.shapes.add(piece.shape as usize, out);
                row += 1;
            }
        }
        normalize(&mut x, &encoder.norm);
        let Scratch { quantized, qkv, seen, change, inner, attention } = scratch;
        seen.columns = WIDTH;
        seen.data.resize(rows * WIDTH, 0.0);
        for layer in &encoder.layers {
            quantized.fill(&x);
            layer.qkv.apply(kernel, quantized, qkv);
            let mut first = 0;
            for sentence in self.sentences {
                attention.run(qkv, first, sentence.len(), seen);
                first += sentence.len();
            }
            quantized.fill(seen);
            layer.out.apply(kernel, quantized, change);
            x.add(change);
            normalize(&mut x, &layer.norm1);
            quantized.fill(&x);
            layer.up.apply(kernel, quantized, inner);
            float::gelu(&mut inner.data);
            quantized.fill(inner);
            layer.down.apply(kernel, quantized, change);
            x.add(change);
            normalize(&mut x, &layer.norm2);
        }
        x
    }
}

#[inline(always)]
fn normalize(x: &mut Matrix, norm: &Norm) {
    for row in x.data.chunks_exact_mut(norm.weight.len()) {
        float::layer_norm(row, &norm.weight, &norm.bias, EPSILON);
    }
}

/// Scratch space of one sentence's attention.
#[derive(Default)]
struct Attention {
    keys: Vec<f32>,
    scores: Vec<f32>,
}

impl Attention {
    /// Attention of the sentence at rows `first..first + n` of `qkv`, written into `out`.
    #[inline(always)]
    fn run(&mut self, qkv: &Matrix, first: usize, n: usize, out: &mut Matrix) {
        let scale = 1.0 / (HEAD_WIDTH as f32).sqrt();
        // Rows of whole vectors; what lies past the sentence is never read out.
        let wide = n.next_multiple_of(LANES);
        self.keys.clear();
        self.keys.resize(HEAD_WIDTH * wide, 0.0);
        self.scores.resize(wide, 0.0);
        for head in 0..HEADS {
            let at = head * HEAD_WIDTH;
            // Keys transposed, so that the inner loops run along the sentence.
            for j in 0..n {
                let key = &qkv.row(first + j)[WIDTH + at..WIDTH + at + HEAD_WIDTH];
                for (d, value) in key.iter().enumerate() {
                    self.keys[d * wide + j] = *value;
                }
            }
            for i in 0..n {
                let query = &qkv.row(first + i)[at..at + HEAD_WIDTH];
                let (scores, _) = self.scores.as_chunks_mut::<LANES>();
                for (chunk, scores) in scores.iter_mut().enumerate() {
                    let mut sum = [0.0f32; LANES];
                    for (d, q) in query.iter().enumerate() {
                        let q = q * scale;
                        let keys = &self.keys[d * wide + chunk * LANES..][..LANES];
                        for l in 0..LANES {
                            sum[l] += q * keys[l];
                        }
                    }
                    *scores = sum;
                }
                // Places past the sentence get no weight.
                self.scores[n..].fill(f32::NEG_INFINITY);
                float::softmax(&mut self.scores);
                let scores = &self.scores[..n];
                let mut sum = [0.0f32; HEAD_WIDTH];
                for (j, p) in scores.iter().enumerate() {
                    let value = &qkv.row(first + j)[2 * WIDTH + at..2 * WIDTH + at + HEAD_WIDTH];
                    for (s, v) in sum.iter_mut().zip(value) {
                        *s += p * v;
                    }
                }
                out.row_mut(first + i)[at..at + HEAD_WIDTH].copy_from_slice(&sum);
            }
        }
    }
}
