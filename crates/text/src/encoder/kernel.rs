//! What the encoder needs of a processor, and which of its instruction sets is used. All versions give the same bits:
//! plain Rust, AVX2, AVX-VNNI and AVX-512 VNNI.

use super::portable::Portable;
#[cfg(target_arch = "x86_64")]
use super::x86;
use std::fmt;

/// Outputs that lie side by side in packed weights.
pub(crate) const BLOCK: usize = 16;
/// Rows of one tile.
pub(crate) const TILE_ROWS: usize = 8;

pub(crate) type Tile = [[i32; 2 * BLOCK]; TILE_ROWS];

/// Floats of one vector, on every instruction set.
pub(crate) const LANES: usize = 16;

/// What the encoder asks of a processor: the inner product of bytes, and sixteen floats at a time.
///
/// Every function gives the same bits on every instruction set: sums of integers are exact, and each float operation is one
/// rounded step in its own lane.
pub(crate) trait Kernel: Copy {
    /// Sixteen floats.
    type Lanes: Copy;

    /// Eight rows of unsigned bytes times 32 outputs of signed bytes:
    /// `out[r][o] = sum_k rows[r][k] * weights[o][k]`, with `rows` as `[inputs / 4][TILE_ROWS][4]` bytes and
    /// `weights` as two packed blocks.
    fn tile(self, rows: &[u8], weights: &[i8], inputs: usize, out: &mut Tile);

    fn splat(self, x: f32) -> Self::Lanes;
    fn load(self, x: &[f32; LANES]) -> Self::Lanes;
    fn store(self, x: Self::Lanes, to: &mut [f32; LANES]);
    /// Integers as floats, rounded to nearest.
    fn floats(self, x: &[i32; LANES]) -> Self::Lanes;
    fn add(self, a: Self::Lanes, b: Self::Lanes) -> Self::Lanes;
    fn sub(self, a: Self::Lanes, b: Self::Lanes) -> Self::Lanes;
    fn mul(self, a: Self::Lanes, b: Self::Lanes) -> Self::Lanes;
    /// `a < b ? a : b`
    fn least(self, a: Self::Lanes, b: Self::Lanes) -> Self::Lanes;
    /// `a > b ? a : b`
    fn most(self, a: Self::Lanes, b: Self::Lanes) -> Self::Lanes;
    /// 2^n for integers n that lie in the low bits of the floats (a float plus 1.5 * 2^23 has them there).
    fn power_of_two(self, low_bits: Self::Lanes) -> Self::Lanes;
    /// The low byte of each float's bits.
    fn low_bytes(self, x: Self::Lanes) -> [u8; LANES];
}

/// Work that is compiled once for every instruction set.
pub(crate) trait Task {
    type Output;
    fn run<K: Kernel>(self, kernel: K) -> Self::Output;
}

/// What the processor can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Level {
    Portable,
    #[cfg(target_arch = "x86_64")]
    Avx2,
    #[cfg(target_arch = "x86_64")]
    AvxVnni,
    #[cfg(target_arch = "x86_64")]
    Vnni,
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Portable => "portable",
            #[cfg(target_arch = "x86_64")]
            Self::Avx2 => "AVX2",
            #[cfg(target_arch = "x86_64")]
            Self::AvxVnni => "AVX-VNNI",
            #[cfg(target_arch = "x86_64")]
            Self::Vnni => "AVX-512 VNNI",
        })
    }
}

impl Level {
    /// The best that this processor has.
    pub(crate) fn detect() -> Self {
        Self::available().last().copied().unwrap_or(Self::Portable)
    }

    /// All that this processor has, slowest first.
    pub(crate) fn available() -> Vec<Self> {
        #[allow(unused_mut)]
        let mut found = vec![Self::Portable];
        #[cfg(target_arch = "x86_64")]
        {
            if is_x86_feature_detected!("avx2") {
                found.push(Self::Avx2);
                if is_x86_feature_detected!("avxvnni") {
                    found.push(Self::AvxVnni);
                }
                if is_x86_feature_detected!("avx512f")
                    && is_x86_feature_detected!("avx512bw")
                    && is_x86_feature_detected!("avx512vl")
                    && is_x86_feature_detected!("avx512dq")
                    && is_x86_feature_detected!("avx512vnni")
                {
                    found.push(Self::Vnni);
                }
            }
        }
        found
    }

    /// Runs `task` with this level's instructions.
    pub(crate) fn run<T: Task>(self, task: T) -> T::Output {
        match self {
            Self::Portable => task.run(Portable),
            // SAFETY: a level is only made by `available`, which asked the processor.
            #[cfg(target_arch = "x86_64")]
            Self::Avx2 => unsafe { x86::run_avx2(task) },
            // SAFETY: as above.
            #[cfg(target_arch = "x86_64")]
            Self::AvxVnni => unsafe { x86::run_avx_vnni(task) },
            // SAFETY: as above.
            #[cfg(target_arch = "x86_64")]
            Self::Vnni => unsafe { x86::run_vnni(task) },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct OneTile<'a>(&'a [u8], &'a [i8], usize);

    impl Task for OneTile<'_> {
        type Output = Tile;
        fn run<K: Kernel>(self, kernel: K) -> Tile {
            let mut out = [[0; 2 * BLOCK]; TILE_ROWS];
            kernel.tile(self.0, self.1, self.2, &mut out);
            out
        }
    }

    #[test]
    fn every_level_gives_the_same_integers_even_at_the_extremes() {
        let inputs = 64;
        let mut state = 1u32;
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        };
        let mut rows: Vec<u8> = (0..TILE_ROWS * inputs).map(|_| next()).collect();
        let mut weights: Vec<i8> = (0..2 * BLOCK * inputs).map(|_| next() as i8).collect();
        for group in rows.chunks_exact_mut(4 * TILE_ROWS) {
            group[..4].fill(255);
        }
        weights[..BLOCK * inputs / 2].fill(-128);
        let expected = Level::Portable.run(OneTile(&rows, &weights, inputs));
        for level in Level::available() {
            assert_eq!(level.run(OneTile(&rows, &weights, inputs)), expected, "{level} differs");
        }
    }

    /// Each float operation on awkward numbers, as bits.
    struct EachOperation;

    impl Task for EachOperation {
        type Output = Vec<u32>;
        #[inline(always)]
        fn run<K: Kernel>(self, k: K) -> Vec<u32> {
            let a = [
                0.0,
                -0.0,
                1.0,
                -1.5,
                3e38,
                -3e38,
                1e-38,
                0.1,
                87.0,
                -87.0,
                2.5,
                3.5,
                1e-45,
                7.0,
                f32::NEG_INFINITY,
                9.9,
            ];
            let b = [-0.0, 0.0, 0.3, -1.5, 3e38, 2e-38, -1e-38, 0.2, 1.0, 12.0, -2.5, 0.5, 1e-45, -7.0, 1.0, 1.1];
            let (x, y) = (k.load(&a), k.load(&b));
            let whole = k.add(k.least(k.most(y, k.splat(-20.0)), k.splat(20.0)), k.splat(12_582_912.0));
            let integers = std::array::from_fn(|i| (i as i32 - 8) * 123_456_789);
            let mut out = Vec::new();
            for lanes in [
                k.add(x, y),
                k.sub(x, y),
                k.mul(x, y),
                k.least(x, y),
                k.most(x, y),
                k.power_of_two(whole),
                k.floats(&integers),
            ] {
                let mut stored = [0.0; LANES];
                k.store(lanes, &mut stored);
                out.extend(stored.map(f32::to_bits));
            }
            out.extend(k.low_bytes(whole).map(u32::from));
            out
        }
    }

    #[test]
    fn every_level_gives_the_same_floats() {
        let expected = Level::Portable.run(EachOperation);
        assert_eq!(f32::from_bits(expected[2]), 1.3);
        for level in Level::available() {
            assert_eq!(level.run(EachOperation), expected, "{level} differs");
        }
    }
}
