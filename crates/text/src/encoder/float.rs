//! The float steps of the encoder, sixteen lanes at a time: fixed lanes for sums, polynomials instead of the platform's
//! `exp`, no fused operations, so that every instruction set gives the same bits.

use super::kernel::{Kernel, LANES};
use super::portable::Portable;

/// Sixteen lanes folded in a fixed order.
#[inline(always)]
fn folded(mut lanes: [f32; LANES], join: impl Fn(f32, f32) -> f32) -> f32 {
    let mut width = LANES / 2;
    while width > 0 {
        for i in 0..width {
            lanes[i] = join(lanes[i], lanes[i + width]);
        }
        width /= 2;
    }
    lanes[0]
}

#[inline(always)]
fn total<K: Kernel>(k: K, lanes: K::Lanes) -> f32 {
    let mut stored = [0.0; LANES];
    k.store(lanes, &mut stored);
    folded(stored, |a, b| a + b)
}

/// Whole vectors of a row whose length is a multiple of sixteen.
#[inline(always)]
fn whole(row: &[f32]) -> &[[f32; LANES]] {
    let (chunks, rest) = row.as_chunks::<LANES>();
    debug_assert!(rest.is_empty(), "rows are whole vectors");
    chunks
}

#[inline(always)]
fn whole_mut(row: &mut [f32]) -> &mut [[f32; LANES]] {
    let (chunks, rest) = row.as_chunks_mut::<LANES>();
    debug_assert!(rest.is_empty(), "rows are whole vectors");
    chunks
}

/// Dot product of rows of whole vectors.
#[inline(always)]
pub(crate) fn dot<K: Kernel>(k: K, a: &[f32], b: &[f32]) -> f32 {
    let mut sum = k.splat(0.0);
    for (x, y) in whole(a).iter().zip(whole(b)) {
        sum = k.add(sum, k.mul(k.load(x), k.load(y)));
    }
    total(k, sum)
}

/// `to += from * scale`, rows of whole vectors.
#[inline(always)]
pub(crate) fn add_scaled<K: Kernel>(k: K, to: &mut [f32], from: &[f32], scale: f32) {
    let scale = k.splat(scale);
    for (x, y) in whole_mut(to).iter_mut().zip(whole(from)) {
        k.store(k.add(k.load(x), k.mul(k.load(y), scale)), x);
    }
}

/// GELU of a row of whole vectors, in place.
#[inline(always)]
pub(crate) fn gelu_row<K: Kernel>(k: K, row: &mut [f32]) {
    for x in whole_mut(row) {
        k.store(gelu(k, k.load(x)), x);
    }
}

/// Layer normalization of `row + change`, into `row`.
#[inline(always)]
pub(crate) fn add_and_normalize<K: Kernel>(
    k: K,
    row: &mut [f32],
    change: Option<&[f32]>,
    weight: &[f32],
    bias: &[f32],
    epsilon: f32,
) {
    let n = row.len() as f32;
    let row = whole_mut(row);
    let mut sum = k.splat(0.0);
    if let Some(change) = change {
        for (x, y) in row.iter_mut().zip(whole(change)) {
            let both = k.add(k.load(x), k.load(y));
            k.store(both, x);
            sum = k.add(sum, both);
        }
    } else {
        for x in row.iter() {
            sum = k.add(sum, k.load(x));
        }
    }
    let mean = k.splat(total(k, sum) / n);
    let mut squares = k.splat(0.0);
    for x in row.iter() {
        let away = k.sub(k.load(x), mean);
        squares = k.add(squares, k.mul(away, away));
    }
    let scale = k.splat(1.0 / (total(k, squares) / n + epsilon).sqrt());
    for ((x, w), b) in row.iter_mut().zip(whole(weight)).zip(whole(bias)) {
        let unit = k.mul(k.sub(k.load(x), mean), scale);
        k.store(k.add(k.mul(unit, k.load(w)), k.load(b)), x);
    }
}

// Adding 1.5 * 2^23 rounds a float to the nearest integer and leaves it in the low bits.
pub(crate) const ROUND: f32 = 12_582_912.0;

/// Coefficients of e^x on [-ln 2 / 2, ln 2 / 2] (Cephes' expf).
const EXP: [f32; 6] = [1.987_569_1e-4, 1.398_199_9e-3, 8.333_452e-3, 4.166_579_6e-2, 1.666_666_5e-1, 5e-1];

/// e^x for x in about [-87, 87], to 2 units in the last place.
#[inline(always)]
fn exp<K: Kernel>(k: K, x: K::Lanes) -> K::Lanes {
    let x = k.least(k.most(x, k.splat(-87.0)), k.splat(87.0));
    let shifted = k.add(k.mul(x, k.splat(std::f32::consts::LOG2_E)), k.splat(ROUND));
    let n = k.sub(shifted, k.splat(ROUND));
    let f = k.sub(k.sub(x, k.mul(n, k.splat(0.693_359_4))), k.mul(n, k.splat(-2.121_944_4e-4)));
    let mut p = k.splat(EXP[0]);
    for coefficient in &EXP[1..] {
        p = k.add(k.mul(p, f), k.splat(*coefficient));
    }
    let y = k.add(k.add(k.mul(k.mul(p, f), f), f), k.splat(1.0));
    k.mul(y, k.power_of_two(shifted))
}

/// Softmax in place, of a row of whole vectors.
#[inline(always)]
pub(crate) fn softmax<K: Kernel>(k: K, row: &mut [f32]) {
    let row = whole_mut(row);
    let mut most = k.splat(f32::NEG_INFINITY);
    for x in row.iter() {
        most = k.most(k.load(x), most);
    }
    let mut stored = [0.0; LANES];
    k.store(most, &mut stored);
    let most = k.splat(folded(stored, |a, b| if b > a { b } else { a }));
    let mut sum = k.splat(0.0);
    for x in row.iter_mut() {
        let power = exp(k, k.sub(k.load(x), most));
        k.store(power, x);
        sum = k.add(sum, power);
    }
    let scale = k.splat(1.0 / total(k, sum));
    for x in row.iter_mut() {
        k.store(k.mul(k.load(x), scale), x);
    }
}

/// Softmax of a few numbers.
pub(crate) fn probabilities(logits: &[f32]) -> Vec<f32> {
    let mut row = logits.to_vec();
    row.resize(logits.len().next_multiple_of(LANES), f32::NEG_INFINITY);
    softmax(Portable, &mut row);
    row.truncate(logits.len());
    row
}

/// Least and greatest value of a row of whole vectors, with 0 among them.
#[inline(always)]
pub(crate) fn range<K: Kernel>(k: K, row: &[f32]) -> (f32, f32) {
    let (mut least, mut most) = (k.splat(0.0), k.splat(0.0));
    for x in whole(row) {
        let x = k.load(x);
        least = k.least(x, least);
        most = k.most(x, most);
    }
    let (mut low, mut high) = ([0.0; LANES], [0.0; LANES]);
    k.store(least, &mut low);
    k.store(most, &mut high);
    (folded(low, |a, b| if b < a { b } else { a }), folded(high, |a, b| if b > a { b } else { a }))
}

/// Beyond this GELU is x or 0 to within its error.
const GELU_END: f32 = 4.5;

/// `(normal distribution function of x - 1/2) / x` as a polynomial in `x * x` on [-4.5, 4.5], least squares reweighted
/// towards the least greatest error.
const GELU: [f32; 9] = [
    3.987_296_5e-1,
    -6.600_685_4e-2,
    9.595_813e-3,
    -1.040_140_7e-3,
    8.177_222_6e-5,
    -4.479_699_5e-6,
    1.604_217_6e-7,
    -3.348_528e-9,
    3.072_714e-11,
];

/// GELU with the error function, to within 6e-5: far below one step of the bytes that it is rounded to next.
#[inline(always)]
pub(crate) fn gelu<K: Kernel>(k: K, x: K::Lanes) -> K::Lanes {
    let near = k.least(k.most(x, k.splat(-GELU_END)), k.splat(GELU_END));
    let square = k.mul(near, near);
    let mut p = k.splat(GELU[8]);
    for coefficient in GELU[..8].iter().rev() {
        p = k.add(k.mul(p, square), k.splat(*coefficient));
    }
    k.mul(x, k.add(k.splat(0.5), k.mul(near, p)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exp_follows_the_library_closely() {
        for i in -8000..8000 {
            let x = i as f32 / 100.0;
            let (ours, theirs) = (f64::from(exp(Portable, [x; LANES])[0]), f64::from(x).exp());
            assert!(((ours - theirs) / theirs).abs() < 3e-7, "exp({x}) = {ours}, not {theirs}");
        }
    }

    #[test]
    fn gelu_has_the_values_of_its_definition() {
        let x = [-3.0, -1.0, -0.1, 0.0, 0.1, 1.0, 3.0];
        let expected = [-0.004_049_69, -0.158_655_26, -0.046_017_22, 0.0, 0.053_982_78, 0.841_344_7, 2.995_950_3];
        for (x, theirs) in x.iter().zip(expected) {
            let ours = gelu(Portable, [*x; LANES])[0];
            assert!((ours - theirs).abs() < 6e-5, "{ours} is not {theirs}");
        }
    }

    #[test]
    fn softmax_sums_to_one_and_keeps_order() {
        let mut x = [f32::NEG_INFINITY; LANES];
        x[..4].copy_from_slice(&[1.0, 2.0, 3.0, -50.0]);
        softmax(Portable, &mut x);
        assert!((x.iter().sum::<f32>() - 1.0).abs() < 1e-6);
        assert!(x[2] > x[1] && x[1] > x[0] && x[0] > x[3] && x[5] < 1e-30);
    }

    #[test]
    fn a_row_is_added_to_and_normalized() {
        let (mut row, change) = ([1.0; LANES], [0.5; LANES]);
        row[..8].fill(3.0);
        add_and_normalize(Portable, &mut row, Some(&change), &[2.0; LANES], &[0.25; LANES], 0.0);
        assert_eq!((row[0], row[15]), (2.25, -1.75));
    }

    #[test]
    fn a_range_takes_in_zero() {
        let mut row = [2.0; LANES];
        row[3] = 7.0;
        assert_eq!(range(Portable, &row), (0.0, 7.0));
    }
}
