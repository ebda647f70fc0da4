//! One hidden layer, its gradient, and Adam (Kingma and Ba 2015).

use legation_text::Scorer;
use safetensors::tensor::{Dtype, SafeTensorError, TensorView};

/// Rates at which the averages of Adam forget, and what keeps it from dividing by nothing.
const FIRST: f32 = 0.9;
const SECOND: f32 = 0.999;
const TINY: f32 = 1e-8;

/// Numbers that look random, the same on every machine (Marsaglia 2003, xorshift).
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// Between -1 and 1.
    fn unit(&mut self) -> f32 {
        (self.next() >> 40) as f32 / (1u64 << 23) as f32 - 1.0
    }

    pub(crate) fn shuffle<T>(&mut self, list: &mut [T]) {
        for i in (1..list.len()).rev() {
            list.swap(i, (self.next() % (i as u64 + 1)) as usize);
        }
    }
}

/// Parameters in one row: rows of features, bias, output.
pub(crate) struct Network {
    width: usize,
    pub(crate) parameters: Vec<f32>,
    gradient: Vec<f32>,
    first: Vec<f32>,
    second: Vec<f32>,
    steps: i32,
}

impl Network {
    pub(crate) fn new(width: usize, random: &mut Random) -> Self {
        let size = Scorer::FEATURES * width + 2 * width;
        let mut parameters = vec![0.0; size];
        for p in &mut parameters[..Scorer::FEATURES * width] {
            *p = 0.1 * random.unit();
        }
        for p in &mut parameters[Scorer::FEATURES * width + width..] {
            *p = random.unit() / (width as f32).sqrt();
        }
        let zero = vec![0.0; size];
        Self { width, parameters, gradient: zero.clone(), first: zero.clone(), second: zero, steps: 0 }
    }

    fn bias(&self) -> usize {
        Scorer::FEATURES * self.width
    }

    /// The score, leaving the hidden layer before its ramp in `hidden`.
    pub(crate) fn score(&self, features: &[u16], hidden: &mut Vec<f32>) -> f32 {
        let (bias, w) = (self.bias(), self.width);
        hidden.clear();
        hidden.extend_from_slice(&self.parameters[bias..bias + w]);
        for f in features {
            let row = &self.parameters[*f as usize * w..][..w];
            hidden.iter_mut().zip(row).for_each(|(h, p)| *h += p);
        }
        hidden.iter().zip(&self.parameters[bias + w..]).map(|(h, p)| h.max(0.0) * p).sum()
    }

    /// Adds the gradient of a score times `by`.
    pub(crate) fn pull(&mut self, features: &[u16], hidden: &[f32], by: f32, deltas: &mut Vec<f32>) {
        let (bias, w) = (self.bias(), self.width);
        deltas.clear();
        for (i, h) in hidden.iter().enumerate() {
            self.gradient[bias + w + i] += by * h.max(0.0);
            deltas.push(if *h > 0.0 { by * self.parameters[bias + w + i] } else { 0.0 });
        }
        for (g, d) in self.gradient[bias..bias + w].iter_mut().zip(&*deltas) {
            *g += d;
        }
        for f in features {
            let row = &mut self.gradient[*f as usize * w..][..w];
            row.iter_mut().zip(&*deltas).for_each(|(g, d)| *g += d);
        }
    }

    /// One step of Adam against the gradient, which is cleared; `decay` shrinks the weights.
    pub(crate) fn step(&mut self, rate: f32, decay: f32) {
        self.steps += 1;
        let (c1, c2) = (1.0 - FIRST.powi(self.steps), 1.0 - SECOND.powi(self.steps));
        for i in 0..self.parameters.len() {
            let g = self.gradient[i];
            self.first[i] = FIRST * self.first[i] + (1.0 - FIRST) * g;
            self.second[i] = SECOND * self.second[i] + (1.0 - SECOND) * g * g;
            let step = self.first[i] / c1 / ((self.second[i] / c2).sqrt() + TINY);
            self.parameters[i] -= rate * (step + decay * self.parameters[i]);
            self.gradient[i] = 0.0;
        }
    }
}

/// The weights as `models/coreference` keeps them, a signed byte each, one scale a row: the networks side by side, so that
/// their scores are added.
///
/// # Errors
/// Where they cannot be written.
pub(crate) fn export(networks: &[Network], caution: &[f32]) -> Result<Vec<u8>, SafeTensorError> {
    let width: usize = networks.iter().map(|n| n.width).sum();
    let (mut bytes, mut scales) = (Vec::new(), Vec::new());
    for feature in 0..Scorer::FEATURES {
        // What training never met keeps the chance values it began with: they are no knowledge.
        let met = networks.iter().any(|n| n.second[feature * n.width..][..n.width].iter().any(|s| *s > 0.0));
        let parts = networks.iter().flat_map(|n| &n.parameters[feature * n.width..][..n.width]);
        let parts = parts.map(|v| if met { *v } else { 0.0 });
        let most = parts.clone().fold(0.0f32, |m, v| m.max(v.abs()));
        let scale = if most == 0.0 { 1.0 } else { most / 127.0 };
        bytes.extend(parts.map(|v| (v / scale).round() as i8 as u8));
        scales.push(scale);
    }
    let bias: Vec<f32> = networks.iter().flat_map(|n| &n.parameters[n.bias()..][..n.width]).copied().collect();
    let share = 1.0 / networks.len() as f32;
    let out = networks.iter().flat_map(|n| n.parameters[n.bias() + n.width..].iter().map(|v| v * share)).collect();
    let floats = |list: &[f32]| list.iter().flat_map(|v| v.to_le_bytes()).collect::<Vec<u8>>();
    let out: Vec<f32> = out;
    let parts = [
        ("features.weight", Dtype::I8, vec![Scorer::FEATURES, width], bytes),
        ("features.scale", Dtype::F32, vec![Scorer::FEATURES], floats(&scales)),
        ("features.bias", Dtype::F32, vec![width], floats(&bias)),
        ("out", Dtype::F32, vec![width], floats(&out)),
        ("caution", Dtype::F32, vec![caution.len()], floats(caution)),
    ];
    let views = parts.iter().map(|(name, kind, shape, data)| Ok((*name, TensorView::new(*kind, shape.clone(), data)?)));
    safetensors::serialize(views.collect::<Result<Vec<_>, SafeTensorError>>()?, None)
}
