//! A linear layer with 8-bit weights: rows of floats are quantized one by one to unsigned bytes,
//! multiplied exactly in integers, and scaled back.

use super::kernel::{BLOCK, Kernel, TILE_ROWS};

/// Row-major matrix of floats.
#[derive(Clone, Debug, Default)]
pub(crate) struct Matrix {
    pub columns: usize,
    pub data: Vec<f32>,
}

impl Matrix {
    pub(crate) fn zero(rows: usize, columns: usize) -> Self {
        Self { columns, data: vec![0.0; rows * columns] }
    }

    pub(crate) fn rows(&self) -> usize {
        self.data.len().checked_div(self.columns).unwrap_or(0)
    }

    #[inline(always)]
    pub(crate) fn row(&self, i: usize) -> &[f32] {
        &self.data[i * self.columns..(i + 1) * self.columns]
    }

    #[inline(always)]
    pub(crate) fn row_mut(&mut self, i: usize) -> &mut [f32] {
        &mut self.data[i * self.columns..(i + 1) * self.columns]
    }

    #[inline(always)]
    pub(crate) fn add(&mut self, other: &Matrix) {
        for (a, b) in self.data.iter_mut().zip(&other.data) {
            *a += b;
        }
    }
}

/// Rows as unsigned bytes, `value = (byte - zero) * scale`, laid out for the kernels: a tile of rows after the other,
/// four bytes of each of its rows side by side.
#[derive(Default)]
pub(crate) struct Quantized {
    pub columns: usize,
    pub bytes: Vec<u8>,
    pub scale: Vec<f32>,
    /// The byte that stands for 0, times the scale.
    pub zero: Vec<f32>,
    /// One row before it is laid out.
    line: Vec<u8>,
}

impl Quantized {
    /// Quantizes every row by its own least and greatest value (which always take in 0).
    #[inline(always)]
    pub(crate) fn fill(&mut self, x: &Matrix) {
        self.columns = x.columns;
        // Kernels read whole tiles of rows; the rows past the end are never written out.
        let rows = x.rows().next_multiple_of(TILE_ROWS);
        self.bytes.resize(rows * x.columns, 0);
        self.scale.resize(rows, 0.0);
        self.zero.resize(rows, 0.0);
        for i in 0..x.rows() {
            let row = x.row(i);
            let (least, most) = range(row);
            let scale = ((most - least) / 255.0).max(f32::MIN_POSITIVE);
            let zero = (-least / scale).round();
            let inverse = 1.0 / scale;
            // 1.5 * 2^23 rounds to the nearest integer and leaves it in the low byte.
            let shift = zero + 12_582_912.0;
            self.line.resize(x.columns, 0);
            for (byte, value) in self.line.iter_mut().zip(row) {
                *byte = (value * inverse + shift).clamp(12_582_912.0, 12_583_167.0).to_bits() as u8;
            }
            let tile = &mut self.bytes[i / TILE_ROWS * TILE_ROWS * x.columns..][..TILE_ROWS * x.columns];
            let (fours, _) = tile.as_chunks_mut::<4>();
            let (places, _) = fours.as_chunks_mut::<TILE_ROWS>();
            let (line, _) = self.line.as_chunks::<4>();
            let place = i % TILE_ROWS;
            for (group, four) in places.iter_mut().zip(line) {
                group[place] = *four;
            }
            self.scale[i] = scale;
            self.zero[i] = zero * scale;
        }
    }
}

/// Least and greatest value, with 0 among them. Sixteen lanes, so that a compiler may use vectors: the least of many
/// is the same in any order.
#[inline(always)]
fn range(row: &[f32]) -> (f32, f32) {
    let mut least = [0.0f32; BLOCK];
    let mut most = [0.0f32; BLOCK];
    let (chunks, rest) = row.as_chunks::<BLOCK>();
    for chunk in chunks {
        for i in 0..BLOCK {
            least[i] = if chunk[i] < least[i] { chunk[i] } else { least[i] };
            most[i] = if chunk[i] > most[i] { chunk[i] } else { most[i] };
        }
    }
    for (i, value) in rest.iter().enumerate() {
        least[i] = least[i].min(*value);
        most[i] = most[i].max(*value);
    }
    (least.into_iter().fold(0.0, f32::min), most.into_iter().fold(0.0, f32::max))
}

/// Outputs of one tile.
const WIDE: usize = 2 * BLOCK;

/// `y = x W^T + b` with `W` in bytes, one scale an output.
pub(crate) struct Linear {
    inputs: usize,
    outputs: usize,
    /// `[outputs / BLOCK][inputs / 4][BLOCK][4]`: four inputs of sixteen outputs side by side.
    packed: Vec<i8>,
    scale: Vec<f32>,
    bias: Vec<f32>,
    /// Sum of an output's weights times its scale, which the zero of a row is multiplied with.
    sum: Vec<f32>,
}

impl Linear {
    /// From `[outputs][inputs]` weights.
    pub(crate) fn new(weights: &[i8], inputs: usize, scale: Vec<f32>, bias: Vec<f32>) -> Self {
        assert!(inputs.is_multiple_of(4), "inputs come in groups of four");
        let outputs = bias.len();
        let padded = outputs.next_multiple_of(2 * BLOCK);
        let mut packed = vec![0i8; padded * inputs];
        let mut sum = vec![0.0f32; padded];
        for (o, row) in weights.chunks_exact(inputs).enumerate() {
            let base = (o / BLOCK) * BLOCK * inputs + (o % BLOCK) * 4;
            for (group, four) in row.chunks_exact(4).enumerate() {
                packed[base + group * BLOCK * 4..][..4].copy_from_slice(four);
            }
            sum[o] = row.iter().map(|w| i32::from(*w)).sum::<i32>() as f32 * scale[o];
        }
        let pad = |mut v: Vec<f32>| {
            v.resize(padded, 0.0);
            v
        };
        Self { inputs, outputs, packed, scale: pad(scale), bias: pad(bias), sum }
    }

    /// Applies the layer to every row of `x`, into `y` (which is given its size here).
    #[inline(always)]
    pub(crate) fn apply<K: Kernel>(&self, kernel: K, x: &Quantized, y: &mut Matrix) {
        let rows = x.bytes.len() / x.columns.max(1);
        debug_assert_eq!(x.columns, self.inputs, "a layer takes rows of its own width");
        y.columns = self.outputs;
        // `rows` is padded to whole tiles; only real rows get their floats.
        y.data.resize(rows * self.outputs, 0.0);
        let mut tile = [[0i32; WIDE]; TILE_ROWS];
        let (scales, _) = self.scale.as_chunks::<WIDE>();
        let (biases, _) = self.bias.as_chunks::<WIDE>();
        let (sums_of_weights, _) = self.sum.as_chunks::<WIDE>();
        for (block, ((scale, bias), sum)) in scales.iter().zip(biases).zip(sums_of_weights).enumerate() {
            let first = block * WIDE;
            let width = (self.outputs - first).min(WIDE);
            let weights = &self.packed[first * self.inputs..(first + WIDE) * self.inputs];
            for row in (0..rows).step_by(TILE_ROWS) {
                let bytes = &x.bytes[row * self.inputs..(row + TILE_ROWS) * self.inputs];
                kernel.tile(bytes, weights, self.inputs, &mut tile);
                for (r, sums) in tile.iter().enumerate() {
                    let (row_scale, zero) = (x.scale[row + r], x.zero[row + r]);
                    let mut values = [0.0f32; WIDE];
                    for i in 0..WIDE {
                        values[i] = sums[i] as f32 * (row_scale * scale[i]) + (bias[i] - zero * sum[i]);
                    }
                    let at = (row + r) * self.outputs + first;
                    y.data[at..at + width].copy_from_slice(&values[..width]);
                }
            }
        }
    }
}
