//! A linear layer with 8-bit weights: rows of floats are quantized one by one to unsigned bytes,
//! multiplied exactly in integers, and scaled back.

use super::float;
use super::kernel::{BLOCK, Kernel, LANES, TILE_ROWS};

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
}

impl Quantized {
    /// Quantizes every row, whose length is a multiple of sixteen, by its own least and greatest value (which always take
    /// in 0).
    #[inline(always)]
    pub(crate) fn fill<K: Kernel>(&mut self, k: K, x: &Matrix) {
        self.columns = x.columns;
        // Kernels read whole tiles of rows; the rows past the end are never written out.
        let rows = x.rows().next_multiple_of(TILE_ROWS);
        self.bytes.resize(rows * x.columns, 0);
        self.scale.resize(rows, 0.0);
        self.zero.resize(rows, 0.0);
        for i in 0..x.rows() {
            let row = x.row(i);
            let (least, most) = float::range(k, row);
            let scale = ((most - least) / 255.0).max(f32::MIN_POSITIVE);
            let zero = (-least / scale).round();
            let inverse = k.splat(1.0 / scale);
            let shift = k.splat(zero + float::ROUND);
            let (low, high) = (k.splat(float::ROUND), k.splat(float::ROUND + 255.0));
            let tile = &mut self.bytes[i / TILE_ROWS * TILE_ROWS * x.columns..][..TILE_ROWS * x.columns];
            let (fours, _) = tile.as_chunks_mut::<4>();
            let (places, _) = fours.as_chunks_mut::<TILE_ROWS>();
            let place = i % TILE_ROWS;
            for (values, groups) in row.as_chunks::<LANES>().0.iter().zip(places.as_chunks_mut::<{ LANES / 4 }>().0) {
                let shifted = k.add(k.mul(k.load(values), inverse), shift);
                let bytes = k.low_bytes(k.least(k.most(shifted, low), high));
                for (group, four) in groups.iter_mut().zip(bytes.as_chunks::<4>().0) {
                    group[place] = *four;
                }
            }
            self.scale[i] = scale;
            self.zero[i] = zero * scale;
        }
    }
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
    pub(crate) fn apply<K: Kernel>(&self, k: K, x: &Quantized, y: &mut Matrix) {
        self.apply_and::<K, false>(k, x, y);
    }

    /// As [`Linear::apply`], and GELU of all that comes out.
    #[inline(always)]
    pub(crate) fn apply_and_activate<K: Kernel>(&self, k: K, x: &Quantized, y: &mut Matrix) {
        self.apply_and::<K, true>(k, x, y);
    }

    #[inline(always)]
    fn apply_and<K: Kernel, const GELU: bool>(&self, k: K, x: &Quantized, y: &mut Matrix) {
        let rows = x.bytes.len() / x.columns.max(1);
        debug_assert_eq!(x.columns, self.inputs, "a layer takes rows of its own width");
        y.columns = self.outputs;
        // `rows` is padded to whole tiles; only real rows get their floats.
        y.data.resize(rows * self.outputs, 0.0);
        let mut tile = [[0i32; WIDE]; TILE_ROWS];
        let (scales, _) = self.scale.as_chunks::<LANES>();
        let (biases, _) = self.bias.as_chunks::<LANES>();
        let (sums_of_weights, _) = self.sum.as_chunks::<LANES>();
        for first in (0..self.scale.len()).step_by(WIDE) {
            let weights = &self.packed[first * self.inputs..(first + WIDE) * self.inputs];
            for row in (0..rows).step_by(TILE_ROWS) {
                let bytes = &x.bytes[row * self.inputs..(row + TILE_ROWS) * self.inputs];
                k.tile(bytes, weights, self.inputs, &mut tile);
                for half in 0..WIDE / LANES {
                    let block = first / LANES + half;
                    let (scale, bias, sum) =
                        (k.load(&scales[block]), k.load(&biases[block]), k.load(&sums_of_weights[block]));
                    for (r, sums) in tile.iter().enumerate() {
                        let (row_scale, zero) = (k.splat(x.scale[row + r]), k.splat(x.zero[row + r]));
                        let products = k.floats(&sums.as_chunks::<LANES>().0[half]);
                        let offset = k.sub(bias, k.mul(zero, sum));
                        let mut value = k.add(k.mul(products, k.mul(row_scale, scale)), offset);
                        if GELU {
                            value = float::gelu(k, value);
                        }
                        let at = (row + r) * self.outputs + block * LANES;
                        let end = (row + r + 1) * self.outputs;
                        match y.data[at.min(end)..end].first_chunk_mut::<LANES>() {
                            Some(whole) => k.store(value, whole),
                            // The last outputs, where their number is no multiple of a vector.
                            None => {
                                let mut stored = [0.0; LANES];
                                k.store(value, &mut stored);
                                let rest = &mut y.data[at.min(end)..end];
                                rest.copy_from_slice(&stored[..rest.len()]);
                            }
                        }
                    }
                }
            }
        }
    }
}
