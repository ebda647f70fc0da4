//! The float steps of the encoder, written so that a compiler may use vectors of any width and still
//! must give the same bits: fixed lanes for sums, polynomials instead of the platform's `exp`.

const LANES: usize = 16;

/// Sum in sixteen lanes, folded in a fixed order.
#[inline(always)]
fn sum(x: &[f32], each: impl Fn(f32) -> f32) -> f32 {
    let mut lanes = [0.0f32; LANES];
    let chunks = x.chunks_exact(LANES);
    let rest = chunks.remainder();
    for chunk in chunks {
        for (lane, value) in lanes.iter_mut().zip(chunk) {
            *lane += each(*value);
        }
    }
    for (lane, value) in lanes.iter_mut().zip(rest) {
        *lane += each(*value);
    }
    let mut width = LANES / 2;
    while width > 0 {
        for i in 0..width {
            lanes[i] += lanes[i + width];
        }
        width /= 2;
    }
    lanes[0]
}

/// Dot product in sixteen lanes.
#[inline(always)]
pub(crate) fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut lanes = [0.0f32; LANES];
    let (chunks_a, chunks_b) = (a.chunks_exact(LANES), b.chunks_exact(LANES));
    let (rest_a, rest_b) = (chunks_a.remainder(), chunks_b.remainder());
    for (x, y) in chunks_a.zip(chunks_b) {
        for i in 0..LANES {
            lanes[i] += x[i] * y[i];
        }
    }
    for (i, (x, y)) in rest_a.iter().zip(rest_b).enumerate() {
        lanes[i] += x * y;
    }
    let mut width = LANES / 2;
    while width > 0 {
        for i in 0..width {
            lanes[i] += lanes[i + width];
        }
        width /= 2;
    }
    lanes[0]
}

/// Layer normalization in place.
#[inline(always)]
pub(crate) fn layer_norm(row: &mut [f32], weight: &[f32], bias: &[f32], epsilon: f32) {
    let n = row.len() as f32;
    let mean = sum(row, |v| v) / n;
    let variance = sum(row, |v| (v - mean) * (v - mean)) / n;
    let scale = 1.0 / (variance + epsilon).sqrt();
    for ((value, w), b) in row.iter_mut().zip(weight).zip(bias) {
        *value = (*value - mean) * scale * w + b;
    }
}

// Adding 1.5 * 2^23 rounds a float to the nearest integer and leaves it in the low bits.
const ROUND: f32 = 12_582_912.0;

/// e^x for x in about [-87, 87], to 2 units in the last place (Cephes' expf polynomial).
#[inline(always)]
fn exp(x: f32) -> f32 {
    let x = x.clamp(-87.0, 87.0);
    let shifted = x * std::f32::consts::LOG2_E + ROUND;
    let n = shifted - ROUND;
    let f = x - n * 0.693_359_4 - n * -2.121_944_4e-4;
    let mut p = 1.987_569_1e-4f32;
    p = p * f + 1.398_199_9e-3;
    p = p * f + 8.333_452e-3;
    p = p * f + 4.166_579_6e-2;
    p = p * f + 1.666_666_5e-1;
    p = p * f + 5e-1;
    let y = p * f * f + f + 1.0;
    y * f32::from_bits((shifted.to_bits() << 23).wrapping_add(0x3f80_0000))
}

/// Greatest value; the same in any order.
#[inline(always)]
fn greatest(x: &[f32]) -> f32 {
    let mut lanes = [f32::NEG_INFINITY; LANES];
    let (chunks, rest) = x.as_chunks::<LANES>();
    for chunk in chunks {
        for i in 0..LANES {
            lanes[i] = if chunk[i] > lanes[i] { chunk[i] } else { lanes[i] };
        }
    }
    for (lane, value) in lanes.iter_mut().zip(rest) {
        *lane = if value > lane { *value } else { *lane };
    }
    let mut width = LANES / 2;
    while width > 0 {
        for i in 0..width {
            lanes[i] = if lanes[i + width] > lanes[i] { lanes[i + width] } else { lanes[i] };
        }
        width /= 2;
    }
    lanes[0]
}

/// Softmax in place.
#[inline(always)]
pub(crate) fn softmax(x: &mut [f32]) {
    let most = greatest(x);
    for value in x.iter_mut() {
        *value = exp(*value - most);
    }
    let scale = 1.0 / sum(x, |v| v);
    for value in x.iter_mut() {
        *value *= scale;
    }
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
pub(crate) fn gelu(x: &mut [f32]) {
    for value in x.iter_mut() {
        let v = *value;
        let near = v.clamp(-GELU_END, GELU_END);
        let square = near * near;
        let mut p = GELU[8];
        for k in (0..8).rev() {
            p = p * square + GELU[k];
        }
        *value = v * (0.5 + near * p);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exp_follows_the_library_closely() {
        for i in -8000..8000 {
            let x = i as f32 / 100.0;
            let (ours, theirs) = (f64::from(exp(x)), f64::from(x).exp());
            assert!(((ours - theirs) / theirs).abs() < 3e-7, "exp({x}) = {ours}, not {theirs}");
        }
    }

    #[test]
    fn gelu_has_the_values_of_its_definition() {
        let mut x = [-3.0, -1.0, -0.1, 0.0, 0.1, 1.0, 3.0];
        gelu(&mut x);
        let expected = [-0.004_049_69, -0.158_655_26, -0.046_017_22, 0.0, 0.053_982_78, 0.841_344_7, 2.995_950_3];
        for (ours, theirs) in x.iter().zip(expected) {
            assert!((ours - theirs).abs() < 6e-5, "{ours} is not {theirs}");
        }
    }

    #[test]
    fn softmax_sums_to_one_and_keeps_order() {
        let mut x = [1.0, 2.0, 3.0, -50.0];
        softmax(&mut x);
        assert!((x.iter().sum::<f32>() - 1.0).abs() < 1e-6);
        assert!(x[2] > x[1] && x[1] > x[0] && x[0] > x[3]);
    }
}
