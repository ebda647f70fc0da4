//! The inner product of bytes, in three versions that give the same integers.

use std::fmt;

/// Outputs that lie side by side in packed weights.
pub(crate) const BLOCK: usize = 16;
/// Rows of one tile.
pub(crate) const TILE_ROWS: usize = 8;

pub(crate) type Tile = [[i32; 2 * BLOCK]; TILE_ROWS];

/// Multiplies a tile: eight rows of unsigned bytes with 32 outputs of signed bytes.
pub(crate) trait Kernel: Copy {
    /// `out[r][o] = sum_k rows[r][k] * weights[o][k]`, with `rows` as `[inputs / 4][TILE_ROWS][4]` bytes and
    /// `weights` as two packed blocks.
    fn tile(self, rows: &[u8], weights: &[i8], inputs: usize, out: &mut Tile);
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
    Vnni,
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Portable => "portable",
            #[cfg(target_arch = "x86_64")]
            Self::Avx2 => "AVX2",
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
            Self::Vnni => unsafe { x86::run_vnni(task) },
        }
    }
}

/// Plain Rust, for every processor.
#[derive(Clone, Copy)]
pub(crate) struct Portable;

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
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use super::{BLOCK, Kernel, TILE_ROWS, Task, Tile};
    use std::arch::x86_64::*;

    /// # Safety
    /// The processor must have AVX2.
    #[target_feature(enable = "avx2")]
    pub(super) unsafe fn run_avx2<T: Task>(task: T) -> T::Output {
        task.run(Avx2)
    }

    /// # Safety
    /// The processor must have AVX-512 F, BW, DQ, VL and VNNI.
    #[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,avx512vnni")]
    pub(super) unsafe fn run_vnni<T: Task>(task: T) -> T::Output {
        task.run(Vnni)
    }

    #[derive(Clone, Copy)]
    pub(super) struct Avx2;

    impl Kernel for Avx2 {
        #[inline(always)]
        fn tile(self, rows: &[u8], weights: &[i8], inputs: usize, out: &mut Tile) {
            assert!(rows.len() == TILE_ROWS * inputs && weights.len() == 2 * BLOCK * inputs);
            // SAFETY: `Avx2` is only used inside `run_avx2`; the lengths were checked above.
            unsafe { avx2_tile(rows, weights, inputs, out) }
        }
    }

    /// Bytes are widened to 16 bits, whose pairwise products never overflow 32 (VPMADDUBSW would
    /// saturate). Two rows at a time, eight outputs at a time.
    #[target_feature(enable = "avx2")]
    unsafe fn avx2_tile(rows: &[u8], weights: &[i8], inputs: usize, out: &mut Tile) {
        for pair in 0..TILE_ROWS / 2 {
            for eight in 0..4 {
                // SAFETY: offsets stay inside the slices: `group < inputs / 4`, and a packed block
                // holds `4 * BLOCK` bytes a group, of which half `eight % 2` is read.
                unsafe {
                    let block = weights.as_ptr().add((eight / 2) * BLOCK * inputs + (eight % 2) * 32);
                    let mut sums = [[_mm256_setzero_si256(); 2]; 2];
                    for group in 0..inputs / 4 {
                        let w = block.add(group * 4 * BLOCK);
                        let low = _mm256_cvtepi8_epi16(_mm_loadu_si128(w.cast()));
                        let high = _mm256_cvtepi8_epi16(_mm_loadu_si128(w.add(16).cast()));
                        for (r, sums) in sums.iter_mut().enumerate() {
                            let a = rows.as_ptr().add((group * TILE_ROWS + pair * 2 + r) * 4);
                            let four = _mm256_cvtepu8_epi16(_mm_set1_epi32(a.cast::<i32>().read_unaligned()));
                            sums[0] = _mm256_add_epi32(sums[0], _mm256_madd_epi16(four, low));
                            sums[1] = _mm256_add_epi32(sums[1], _mm256_madd_epi16(four, high));
                        }
                    }
                    for (r, sums) in sums.into_iter().enumerate() {
                        // Neighbouring lanes hold the two halves of one output's sum.
                        let joined = _mm256_hadd_epi32(sums[0], sums[1]);
                        let ordered = _mm256_permute4x64_epi64::<0b11_01_10_00>(joined);
                        let to = out[pair * 2 + r].as_mut_ptr().add(eight * 8);
                        _mm256_storeu_si256(to.cast(), ordered);
                    }
                }
            }
        }
    }

    #[derive(Clone, Copy)]
    pub(super) struct Vnni;

    impl Kernel for Vnni {
        #[inline(always)]
        fn tile(self, rows: &[u8], weights: &[i8], inputs: usize, out: &mut Tile) {
            assert!(rows.len() == TILE_ROWS * inputs && weights.len() == 2 * BLOCK * inputs);
            // SAFETY: `Vnni` is only used inside `run_vnni`; the lengths were checked above.
            unsafe { vnni_tile(rows, weights, inputs, out) }
        }
    }

    #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vnni")]
    unsafe fn vnni_tile(rows: &[u8], weights: &[i8], inputs: usize, out: &mut Tile) {
        let mut sums = [[_mm512_setzero_si512(); 2]; TILE_ROWS];
        // SAFETY: `group < inputs / 4`, so every read of 64 weight bytes and of 4 of a group's 32 row bytes is inside.
        unsafe {
            let (left, right) = (weights.as_ptr(), weights.as_ptr().add(BLOCK * inputs));
            for group in 0..inputs / 4 {
                let l = _mm512_loadu_si512(left.add(group * 4 * BLOCK).cast());
                let r = _mm512_loadu_si512(right.add(group * 4 * BLOCK).cast());
                for (row, sums) in sums.iter_mut().enumerate() {
                    let a = rows.as_ptr().add((group * TILE_ROWS + row) * 4);
                    let four = _mm512_set1_epi32(a.cast::<i32>().read_unaligned());
                    sums[0] = _mm512_dpbusd_epi32(sums[0], four, l);
                    sums[1] = _mm512_dpbusd_epi32(sums[1], four, r);
                }
            }
            for (sums, out) in sums.into_iter().zip(out.iter_mut()) {
                _mm512_storeu_si512(out.as_mut_ptr().cast(), sums[0]);
                _mm512_storeu_si512(out.as_mut_ptr().add(BLOCK).cast(), sums[1]);
            }
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
}
