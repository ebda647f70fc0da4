//! The encoder: word pieces of many sentences in, one vector a piece out.
//!
//! A BERT of 6 layers whose weights are 8-bit integers. Sentences lie one after the other in a pack,
//! without padding, so that the matrix products run over all their rows at once; only attention knows
//! where a sentence ends. Activations are quantized row by row, so a sentence's vectors do not depend
//! on its neighbours. Every path (AVX-512 VNNI, AVX2, portable) gives the same bits: integer sums
//! are exact, and each float step is one rounded operation in its own lane ([`kernel`]).

pub(crate) mod float;
mod kernel;
mod linear;
mod portable;
mod weights;
#[cfg(target_arch = "x86_64")]
mod x86;

use std::cell::RefCell;

use kernel::LANES;
pub(crate) use kernel::{Kernel, Level, Task};
pub(crate) use linear::{Linear, Matrix, Quantized};
pub use weights::WeightsError;
pub(crate) use weights::{Table, Weights};

/// Width of a piece vector.
pub(crate) const WIDTH: usize = 384;
const HEADS: usize = 12;
const HEAD_WIDTH: usize = WIDTH / HEADS;
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

/// What a piece is before the first layer.
struct Tables {
    pieces: Table,
    positions: Table,
    shapes: Table,
    norm: Norm,
}

/// The transformer, ready to run.
pub(crate) struct Encoder {
    tables: Tables,
    layers: Vec<Layer>,
    /// The branch's own tables, where it has some.
    branch_tables: Option<Tables>,
    branch: Vec<Layer>,
    pub level: Level,
}

/// What the encoder is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ways {
    /// The vectors that grammar and names are read from.
    Trunk,
    /// Those of the branch as well.
    Both,
}

/// One row a piece, in order.
pub(crate) struct Encoded {
    pub trunk: Matrix,
    /// What the branch makes of the pieces; empty where it was not asked for.
    pub branch: Matrix,
}

impl Encoder {
    pub(crate) fn load(weights: &Weights<'_>, layers: usize) -> Result<Self, WeightsError> {
        Ok(Self {
            tables: Tables::load(weights, "encoder")?,
            layers: load_layers(weights, "encoder.layers", layers)?,
            branch_tables: None,
            branch: Vec::new(),
            level: Level::detect(),
        })
    }

    /// Adds a branch, which leaves the trunk so many layers before its end as it has itself; one as long as the trunk may have
    /// tables of its own.
    pub(crate) fn add_branch(
        &mut self,
        weights: &Weights<'_>,
        layers: usize,
        tables: bool,
    ) -> Result<(), WeightsError> {
        if layers > self.layers.len() || tables && layers < self.layers.len() {
            return Err(WeightsError(format!("pairs.toml: a branch of {layers} layers does not fit the trunk")));
        }
        self.branch_tables = if tables { Some(Tables::load(weights, "branch")?) } else { None };
        self.branch = load_layers(weights, "branch.layers", layers)?;
        Ok(())
    }

    /// Longest sentence in pieces.
    pub(crate) fn longest(&self) -> usize {
        self.tables.positions.rows()
    }

    /// Each sentence must be no longer than [`Encoder::longest`].
    pub(crate) fn encode(&self, sentences: &[&[Piece]], ways: Ways) -> Encoded {
        self.level.run(Run { encoder: self, sentences, ways })
    }
}

impl Tables {
    fn load(weights: &Weights<'_>, name: &str) -> Result<Self, WeightsError> {
        Ok(Self {
            pieces: weights.table(&format!("{name}.pieces"))?,
            positions: weights.table(&format!("{name}.positions"))?,
            shapes: weights.table(&format!("{name}.shapes"))?,
            norm: norm(weights, &format!("{name}.norm"))?,
        })
    }

    /// One row a piece.
    #[inline(always)]
    fn embed<K: Kernel>(&self, kernel: K, sentences: &[&[Piece]]) -> Matrix {
        let rows: usize = sentences.iter().map(|s| s.len()).sum();
        let mut x = Matrix::zero(rows, WIDTH);
        let mut row = 0;
        for sentence in sentences {
            for (position, piece) in sentence.iter().enumerate() {
                let out = x.row_mut(row);
                self.pieces.copy(piece.id as usize, out);
                self.positions.add(position, out);
                self.shapes.add(piece.shape as usize, out);
                row += 1;
            }
        }
        normalize(kernel, &mut x, None, &self.norm);
        x
    }
}

fn norm(weights: &Weights<'_>, name: &str) -> Result<Norm, WeightsError> {
    Ok(Norm { weight: weights.floats(&format!("{name}.weight"))?, bias: weights.floats(&format!("{name}.bias"))? })
}

fn load_layers(weights: &Weights<'_>, name: &str, layers: usize) -> Result<Vec<Layer>, WeightsError> {
    (0..layers).map(|i| layer(weights, name, i)).collect()
}

fn layer(weights: &Weights<'_>, name: &str, i: usize) -> Result<Layer, WeightsError> {
    let at = |part: &str| format!("{name}.{i}.{part}");
    Ok(Layer {
        qkv: weights.linear(&at("qkv"))?,
        out: weights.linear(&at("out"))?,
        norm1: norm(weights, &at("norm1"))?,
        up: weights.linear(&at("up"))?,
        down: weights.linear(&at("down"))?,
        norm2: norm(weights, &at("norm2"))?,
    })
}

struct Run<'a> {
    encoder: &'a Encoder,
    sentences: &'a [&'a [Piece]],
    ways: Ways,
}

impl Task for Run<'_> {
    type Output = Encoded;

    #[inline(always)]
    fn run<K: Kernel>(self, kernel: K) -> Encoded {
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
    fn run_in<K: Kernel>(self, kernel: K, scratch: &mut Scratch) -> Encoded {
        let encoder = self.encoder;
        let mut x = encoder.tables.embed(kernel, self.sentences);
        let (shared, own) = encoder.layers.split_at(encoder.layers.len() - encoder.branch.len());
        self.climb(kernel, scratch, &mut x, shared);
        let mut branch = Matrix::zero(0, WIDTH);
        if self.ways == Ways::Both {
            match &encoder.branch_tables {
                Some(tables) => branch = tables.embed(kernel, self.sentences),
                None => branch.data.extend_from_slice(&x.data),
            }
            self.climb(kernel, scratch, &mut branch, &encoder.branch);
        }
        self.climb(kernel, scratch, &mut x, own);
        Encoded { trunk: x, branch }
    }

    /// Some layers over `x`, one after the other.
    #[inline(always)]
    fn climb<K: Kernel>(&self, kernel: K, scratch: &mut Scratch, x: &mut Matrix, layers: &[Layer]) {
        let Scratch { quantized, qkv, seen, change, inner, attention } = scratch;
        seen.columns = WIDTH;
        seen.data.resize(x.rows() * WIDTH, 0.0);
        for layer in layers {
            quantized.fill(kernel, x);
            layer.qkv.apply(kernel, quantized, qkv);
            let mut first = 0;
            for sentence in self.sentences {
                attention.run(kernel, qkv, first, sentence.len(), seen);
                first += sentence.len();
            }
            quantized.fill(kernel, seen);
            layer.out.apply(kernel, quantized, change);
            normalize(kernel, x, Some(change), &layer.norm1);
            quantized.fill(kernel, x);
            layer.up.apply_and_activate(kernel, quantized, inner);
            quantized.fill(kernel, inner);
            layer.down.apply(kernel, quantized, change);
            normalize(kernel, x, Some(change), &layer.norm2);
        }
    }
}

/// Layer normalization of `x + change`, into `x`.
#[inline(always)]
fn normalize<K: Kernel>(k: K, x: &mut Matrix, change: Option<&Matrix>, norm: &Norm) {
    for (i, row) in x.data.chunks_exact_mut(norm.weight.len()).enumerate() {
        float::add_and_normalize(k, row, change.map(|c| c.row(i)), &norm.weight, &norm.bias, EPSILON);
    }
}

/// Queries that are worked on together: each key and value that is loaded serves all of them.
const QUERIES: usize = 4;

/// Scratch space of one sentence's attention.
#[derive(Default)]
struct Attention {
    keys: Vec<f32>,
    scores: [Vec<f32>; QUERIES],
}

impl Attention {
    /// Attention of the sentence at rows `first..first + n` of `qkv`, written into `out`.
    #[inline(always)]
    fn run<K: Kernel>(&mut self, k: K, qkv: &Matrix, first: usize, n: usize, out: &mut Matrix) {
        // Rows of whole vectors; what lies past the sentence is never read out.
        let wide = n.next_multiple_of(LANES);
        self.keys.resize(HEAD_WIDTH * wide, 0.0);
        for scores in &mut self.scores {
            scores.resize(wide, 0.0);
        }
        let rows = &qkv.data[first * 3 * WIDTH..(first + n) * 3 * WIDTH];
        let (rows, _) = rows.as_chunks::<{ 3 * WIDTH }>();
        for head in 0..HEADS {
            let at = head * HEAD_WIDTH;
            // Keys transposed, so that the inner loops run along the sentence.
            for (j, row) in rows.iter().enumerate() {
                let key = &row[WIDTH + at..WIDTH + at + HEAD_WIDTH];
                for (value, to) in key.iter().zip(self.keys.chunks_exact_mut(wide)) {
                    to[j] = *value;
                }
            }
            for i in (0..n).step_by(QUERIES) {
                // Past the end of the sentence the last query stands in; its result is not kept.
                let queries = std::array::from_fn(|q| lanes_of_head(&rows[(i + q).min(n - 1)], at));
                self.weigh(k, &queries, n);
                self.gather(
                    k,
                    rows,
                    2 * WIDTH + at,
                    |q| (i + q < n).then_some((first + i + q) * WIDTH + at),
                    &mut out.data,
                );
            }
        }
    }

    /// Softmax over the sentence of the products of some queries with all keys.
    #[inline(always)]
    fn weigh<K: Kernel>(&mut self, k: K, queries: &[&[f32; HEAD_WIDTH]; QUERIES], n: usize) {
        let scale = k.splat(1.0 / (HEAD_WIDTH as f32).sqrt());
        let wide = n.next_multiple_of(LANES);
        for chunk in (0..wide).step_by(LANES) {
            let mut sums = [k.splat(0.0); QUERIES];
            for (d, keys) in self.keys.chunks_exact(wide).enumerate().take(HEAD_WIDTH) {
                let keys = k.load(lanes(&keys[chunk..]));
                for q in 0..QUERIES {
                    sums[q] = k.add(sums[q], k.mul(k.splat(queries[q][d]), keys));
                }
            }
            for (sum, scores) in sums.iter().zip(&mut self.scores) {
                k.store(k.mul(*sum, scale), lanes_mut(&mut scores[chunk..]));
            }
        }
        for scores in &mut self.scores {
            // Places past the sentence get no weight.
            scores[n..].fill(f32::NEG_INFINITY);
            float::softmax(k, scores);
        }
    }

    /// Sums of the values, which begin at `at` of each row, by the weights of the queries, into `out` from where `to` says.
    #[inline(always)]
    fn gather<K: Kernel>(
        &self,
        k: K,
        rows: &[[f32; 3 * WIDTH]],
        at: usize,
        to: impl Fn(usize) -> Option<usize>,
        out: &mut [f32],
    ) {
        let scores: [&[f32]; QUERIES] = std::array::from_fn(|q| &self.scores[q][..rows.len()]);
        let mut sums = [[k.splat(0.0); HEAD_WIDTH / LANES]; QUERIES];
        for (j, row) in rows.iter().enumerate() {
            for half in 0..HEAD_WIDTH / LANES {
                let values = k.load(lanes(&row[at + half * LANES..]));
                for q in 0..QUERIES {
                    sums[q][half] = k.add(sums[q][half], k.mul(k.splat(scores[q][j]), values));
                }
            }
        }
        for (q, sum) in sums.iter().enumerate() {
            if let Some(at) = to(q) {
                for (half, sum) in sum.iter().enumerate() {
                    k.store(*sum, lanes_mut(&mut out[at + half * LANES..]));
                }
            }
        }
    }
}

#[inline(always)]
fn lanes_of_head(row: &[f32; 3 * WIDTH], at: usize) -> &[f32; HEAD_WIDTH] {
    row[at..].first_chunk().expect("heads are parts of a row")
}

#[inline(always)]
fn lanes(x: &[f32]) -> &[f32; LANES] {
    x.first_chunk().expect("rows are whole vectors")
}

#[inline(always)]
fn lanes_mut(x: &mut [f32]) -> &mut [f32; LANES] {
    x.first_chunk_mut().expect("rows are whole vectors")
}
