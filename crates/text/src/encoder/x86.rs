//! The encoder's operations in AVX2, with or without VNNI, and in AVX-512 VNNI.

use super::kernel::{BLOCK, Kernel, LANES, TILE_ROWS, Task, Tile};
use std::arch::x86_64::*;

/// # Safety
/// The processor must have AVX2.
#[target_feature(enable = "avx2")]
pub(super) unsafe fn run_avx2<T: Task>(task: T) -> T::Output {
    task.run(Avx2::<false>)
}

/// # Safety
/// The processor must have AVX2 and AVX-VNNI.
#[target_feature(enable = "avx2,avxvnni")]
pub(super) unsafe fn run_avx_vnni<T: Task>(task: T) -> T::Output {
    task.run(Avx2::<true>)
}

/// # Safety
/// The processor must have AVX-512 F, BW, DQ, VL and VNNI.
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,avx512vnni")]
pub(super) unsafe fn run_vnni<T: Task>(task: T) -> T::Output {
    task.run(Vnni)
}

/// AVX2, with the byte products of AVX-VNNI or without.
#[derive(Clone, Copy)]
struct Avx2<const VNNI: bool>;

impl<const VNNI: bool> Kernel for Avx2<VNNI> {
    #[inline(always)]
    fn tile(self, rows: &[u8], weights: &[i8], inputs: usize, out: &mut Tile) {
        assert!(rows.len() == TILE_ROWS * inputs && weights.len() == 2 * BLOCK * inputs);
        // SAFETY: `Avx2<true>` is only used inside `run_avx_vnni`, `Avx2<false>` inside `run_avx2`; the lengths were
        // checked above.
        unsafe { if VNNI { avx_vnni_tile(rows, weights, inputs, out) } else { avx2_tile(rows, weights, inputs, out) } }
    }

    type Lanes = [__m256; 2];

    #[inline(always)]
    fn splat(self, x: f32) -> Self::Lanes {
        // SAFETY: here and below, the processor has AVX2: see `tile`.
        unsafe { [_mm256_set1_ps(x); 2] }
    }

    #[inline(always)]
    fn load(self, x: &[f32; LANES]) -> Self::Lanes {
        // SAFETY: both halves lie inside the array.
        unsafe { [_mm256_loadu_ps(x.as_ptr()), _mm256_loadu_ps(x.as_ptr().add(8))] }
    }

    #[inline(always)]
    fn store(self, x: Self::Lanes, to: &mut [f32; LANES]) {
        // SAFETY: both halves lie inside the array.
        unsafe {
            _mm256_storeu_ps(to.as_mut_ptr(), x[0]);
            _mm256_storeu_ps(to.as_mut_ptr().add(8), x[1]);
        }
    }

    #[inline(always)]
    fn floats(self, x: &[i32; LANES]) -> Self::Lanes {
        // SAFETY: both halves lie inside the array.
        unsafe {
            let (a, b) = (_mm256_loadu_si256(x.as_ptr().cast()), _mm256_loadu_si256(x.as_ptr().add(8).cast()));
            [_mm256_cvtepi32_ps(a), _mm256_cvtepi32_ps(b)]
        }
    }

    #[inline(always)]
    fn add(self, a: Self::Lanes, b: Self::Lanes) -> Self::Lanes {
        // SAFETY: the processor has AVX2.
        unsafe { [_mm256_add_ps(a[0], b[0]), _mm256_add_ps(a[1], b[1])] }
    }

    #[inline(always)]
    fn sub(self, a: Self::Lanes, b: Self::Lanes) -> Self::Lanes {
        // SAFETY: the processor has AVX2.
        unsafe { [_mm256_sub_ps(a[0], b[0]), _mm256_sub_ps(a[1], b[1])] }
    }

    #[inline(always)]
    fn mul(self, a: Self::Lanes, b: Self::Lanes) -> Self::Lanes {
        // SAFETY: the processor has AVX2.
        unsafe { [_mm256_mul_ps(a[0], b[0]), _mm256_mul_ps(a[1], b[1])] }
    }

    #[inline(always)]
    fn least(self, a: Self::Lanes, b: Self::Lanes) -> Self::Lanes {
        // SAFETY: the processor has AVX2.
        unsafe { [_mm256_min_ps(a[0], b[0]), _mm256_min_ps(a[1], b[1])] }
    }

    #[inline(always)]
    fn most(self, a: Self::Lanes, b: Self::Lanes) -> Self::Lanes {
        // SAFETY: the processor has AVX2.
        unsafe { [_mm256_max_ps(a[0], b[0]), _mm256_max_ps(a[1], b[1])] }
    }

    #[inline(always)]
    fn power_of_two(self, low_bits: Self::Lanes) -> Self::Lanes {
        // SAFETY: the processor has AVX2.
        unsafe {
            let one = _mm256_set1_epi32(0x3f80_0000);
            let a = _mm256_slli_epi32::<23>(_mm256_castps_si256(low_bits[0]));
            let b = _mm256_slli_epi32::<23>(_mm256_castps_si256(low_bits[1]));
            [_mm256_castsi256_ps(_mm256_add_epi32(a, one)), _mm256_castsi256_ps(_mm256_add_epi32(b, one))]
        }
    }

    #[inline(always)]
    fn low_bytes(self, x: Self::Lanes) -> [u8; LANES] {
        // SAFETY: the processor has AVX2.
        unsafe {
            let low = _mm256_set1_epi32(0xff);
            let (a, b) = (_mm256_castps_si256(x[0]), _mm256_castps_si256(x[1]));
            // Packing works on each half of the vectors: the order is put right at the end.
            let words = _mm256_packus_epi32(_mm256_and_si256(a, low), _mm256_and_si256(b, low));
            let words = _mm256_permute4x64_epi64::<0b11_01_10_00>(words);
            let bytes = _mm_packus_epi16(_mm256_castsi256_si128(words), _mm256_extracti128_si256::<1>(words));
            std::mem::transmute::<__m128i, [u8; LANES]>(bytes)
        }
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

/// Two rows at a time with all 32 outputs.
#[target_feature(enable = "avx2,avxvnni")]
unsafe fn avx_vnni_tile(rows: &[u8], weights: &[i8], inputs: usize, out: &mut Tile) {
    for pair in 0..TILE_ROWS / 2 {
        let mut sums = [[_mm256_setzero_si256(); 4]; 2];
        // SAFETY: `group < inputs / 4`, so every read of 32 weight bytes and of 4 of a group's 32 row bytes is inside.
        unsafe {
            let (left, right) = (weights.as_ptr(), weights.as_ptr().add(BLOCK * inputs));
            for group in 0..inputs / 4 {
                let (l, r) = (left.add(group * 4 * BLOCK), right.add(group * 4 * BLOCK));
                let w = [
                    _mm256_loadu_si256(l.cast()),
                    _mm256_loadu_si256(l.add(32).cast()),
                    _mm256_loadu_si256(r.cast()),
                    _mm256_loadu_si256(r.add(32).cast()),
                ];
                for (row, sums) in sums.iter_mut().enumerate() {
                    let a = rows.as_ptr().add((group * TILE_ROWS + pair * 2 + row) * 4);
                    let four = _mm256_set1_epi32(a.cast::<i32>().read_unaligned());
                    for (sum, w) in sums.iter_mut().zip(w) {
                        *sum = _mm256_dpbusd_avx_epi32(*sum, four, w);
                    }
                }
            }
            for (row, sums) in sums.into_iter().enumerate() {
                for (eight, sum) in sums.into_iter().enumerate() {
                    _mm256_storeu_si256(out[pair * 2 + row].as_mut_ptr().add(eight * 8).cast(), sum);
                }
            }
        }
    }
}

#[derive(Clone, Copy)]
struct Vnni;

impl Kernel for Vnni {
    #[inline(always)]
    fn tile(self, rows: &[u8], weights: &[i8], inputs: usize, out: &mut Tile) {
        assert!(rows.len() == TILE_ROWS * inputs && weights.len() == 2 * BLOCK * inputs);
        // SAFETY: `Vnni` is only used inside `run_vnni`; the lengths were checked above.
        unsafe { vnni_tile(rows, weights, inputs, out) }
    }

    type Lanes = __m512;

    #[inline(always)]
    fn splat(self, x: f32) -> Self::Lanes {
        // SAFETY: here and below, `Vnni` is only used inside `run_vnni`.
        unsafe { _mm512_set1_ps(x) }
    }

    #[inline(always)]
    fn load(self, x: &[f32; LANES]) -> Self::Lanes {
        // SAFETY: an array is one vector.
        unsafe { _mm512_loadu_ps(x.as_ptr()) }
    }

    #[inline(always)]
    fn store(self, x: Self::Lanes, to: &mut [f32; LANES]) {
        // SAFETY: an array is one vector.
        unsafe { _mm512_storeu_ps(to.as_mut_ptr(), x) }
    }

    #[inline(always)]
    fn floats(self, x: &[i32; LANES]) -> Self::Lanes {
        // SAFETY: an array is one vector.
        unsafe { _mm512_cvtepi32_ps(_mm512_loadu_si512(x.as_ptr().cast())) }
    }

    #[inline(always)]
    fn add(self, a: Self::Lanes, b: Self::Lanes) -> Self::Lanes {
        // SAFETY: the processor has AVX-512.
        unsafe { _mm512_add_ps(a, b) }
    }

    #[inline(always)]
    fn sub(self, a: Self::Lanes, b: Self::Lanes) -> Self::Lanes {
        // SAFETY: the processor has AVX-512.
        unsafe { _mm512_sub_ps(a, b) }
    }

    #[inline(always)]
    fn mul(self, a: Self::Lanes, b: Self::Lanes) -> Self::Lanes {
        // SAFETY: the processor has AVX-512.
        unsafe { _mm512_mul_ps(a, b) }
    }

    #[inline(always)]
    fn least(self, a: Self::Lanes, b: Self::Lanes) -> Self::Lanes {
        // SAFETY: the processor has AVX-512.
        unsafe { _mm512_min_ps(a, b) }
    }

    #[inline(always)]
    fn most(self, a: Self::Lanes, b: Self::Lanes) -> Self::Lanes {
        // SAFETY: the processor has AVX-512.
        unsafe { _mm512_max_ps(a, b) }
    }

    #[inline(always)]
    fn power_of_two(self, low_bits: Self::Lanes) -> Self::Lanes {
        // SAFETY: the processor has AVX-512.
        unsafe {
            let shifted = _mm512_slli_epi32::<23>(_mm512_castps_si512(low_bits));
            _mm512_castsi512_ps(_mm512_add_epi32(shifted, _mm512_set1_epi32(0x3f80_0000)))
        }
    }

    #[inline(always)]
    fn low_bytes(self, x: Self::Lanes) -> [u8; LANES] {
        // SAFETY: the processor has AVX-512.
        unsafe {
            let bytes = _mm512_cvtepi32_epi8(_mm512_castps_si512(x));
            std::mem::transmute::<__m128i, [u8; LANES]>(bytes)
        }
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
