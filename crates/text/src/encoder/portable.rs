//! The encoder's operations in plain Rust, for every processor.

use super::kernel::{BLOCK, Kernel, LANES, TILE_ROWS, Tile};

#[derive(Clone, Copy)]
pub(super) struct Portable;

impl Kernel for Portable {
    #[inline(always)]
    fn tile(self, rows: &[u8], weights: &[i8], inputs: usize, out: &mut Tile) {
        let (left, right) = weights.split_at(BLOCK * inputs);
        for (row, sums) in out.iter_mut().enumerate() {
            *sums = [0; 2 * BLOCK];
            for (half, block) in [left, right].into_iter().enumerate() {
                let sums = &mut sums[half * BLOCK..(half + 1) * BLOCK];
                for (eight, group) in rows.chunks_exact(4 * TILE_ROWS).zip(block.chunks_exact(4 * BLOCK)) {
                    let four = &eight[4 * row..4 * row + 4];
                    for (sum, w) in sums.iter_mut().zip(group.chunks_exact(4)) {
                        for (a, w) in four.iter().zip(w) {
                            *sum += i32::from(*a) * i32::from(*w);
                        }
                    }
                }
            }
        }
    }

    type Lanes = [f32; LANES];

    #[inline(always)]
    fn splat(self, x: f32) -> Self::Lanes {
        [x; LANES]
    }

    #[inline(always)]
    fn load(self, x: &[f32; LANES]) -> Self::Lanes {
        *x
    }

    #[inline(always)]
    fn store(self, x: Self::Lanes, to: &mut [f32; LANES]) {
        *to = x;
    }

    #[inline(always)]
    fn floats(self, x: &[i32; LANES]) -> Self::Lanes {
        x.map(|v| v as f32)
    }

    #[inline(always)]
    fn add(self, a: Self::Lanes, b: Self::Lanes) -> Self::Lanes {
        pairwise(a, b, |a, b| a + b)
    }

    #[inline(always)]
    fn sub(self, a: Self::Lanes, b: Self::Lanes) -> Self::Lanes {
        pairwise(a, b, |a, b| a - b)
    }

    #[inline(always)]
    fn mul(self, a: Self::Lanes, b: Self::Lanes) -> Self::Lanes {
        pairwise(a, b, |a, b| a * b)
    }

    #[inline(always)]
    fn least(self, a: Self::Lanes, b: Self::Lanes) -> Self::Lanes {
        pairwise(a, b, |a, b| if a < b { a } else { b })
    }

    #[inline(always)]
    fn most(self, a: Self::Lanes, b: Self::Lanes) -> Self::Lanes {
        pairwise(a, b, |a, b| if a > b { a } else { b })
    }

    #[inline(always)]
    fn power_of_two(self, low_bits: Self::Lanes) -> Self::Lanes {
        low_bits.map(|v| f32::from_bits((v.to_bits() << 23).wrapping_add(0x3f80_0000)))
    }

    #[inline(always)]
    fn low_bytes(self, x: Self::Lanes) -> [u8; LANES] {
        x.map(|v| v.to_bits() as u8)
    }
}

#[inline(always)]
fn pairwise(a: [f32; LANES], b: [f32; LANES], each: impl Fn(f32, f32) -> f32) -> [f32; LANES] {
    std::array::from_fn(|i| each(a[i], b[i]))
}
