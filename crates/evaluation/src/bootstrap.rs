//! Intervals of F1 by the percentile bootstrap over units (Efron and Tibshirani 1993, ch. 13).

use crate::scores::Agreement;
use std::fmt;

/// How often the units are drawn anew.
const RESAMPLES: usize = 1_000;

/// The drawing begins with this number, so that the same counts give the same interval.
const SEED: u64 = 1;

/// Of each side of the interval so much is left out.
const TAIL: f64 = 0.025;

/// F1 over units with its interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Resampled {
    pub whole: Agreement,
    pub low: f64,
    pub high: f64,
}

impl Resampled {
    /// The F1 of all units together; each unit comes with its own counts.
    pub(crate) fn of(units: &[Agreement]) -> Self {
        let mut chance = SplitMix(SEED);
        let mut drawn: Vec<f64> =
            (0..RESAMPLES).map(|_| sum((0..units.len()).map(|_| &units[chance.below(units.len())])).f1()).collect();
        drawn.sort_by(f64::total_cmp);
        let cut = (RESAMPLES as f64 * TAIL) as usize;
        Self { whole: sum(units.iter()), low: drawn[cut], high: drawn[RESAMPLES - 1 - cut] }
    }
}

/// "0.786 (0.741-0.824; precision 0.928, recall 0.682)"
impl fmt::Display for Resampled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (precision, recall) = (self.whole.found.value(), self.whole.gold.value());
        let (f1, low, high) = (self.whole.f1(), self.low, self.high);
        write!(f, "{f1:.3} ({low:.3}-{high:.3}; precision {precision:.3}, recall {recall:.3})")
    }
}

fn sum<'a>(units: impl Iterator<Item = &'a Agreement>) -> Agreement {
    units.fold(Agreement::default(), |mut all, unit| {
        all.found.extend(unit.found);
        all.gold.extend(unit.gold);
        all
    })
}

/// SplitMix64 (Steele, Lea and Flood 2014): small, and the same everywhere.
struct SplitMix(u64);

impl SplitMix {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below a small limit; how far it leans to some of them is below one in 2^40.
    fn below(&mut self, limit: usize) -> usize {
        ((u128::from(self.next()) * limit as u128) >> u64::BITS) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scores::Share;

    fn units(right: usize, wrong: usize) -> Vec<Agreement> {
        let one = |hits| Agreement { found: Share { hits, of: 1 }, gold: Share { hits, of: 1 } };
        (0..right).map(|_| one(1)).chain((0..wrong).map(|_| one(0))).collect()
    }

    #[test]
    fn numbers_are_those_of_the_published_generator() {
        let mut chance = SplitMix(0);
        assert_eq!([chance.next(), chance.next()], [0xe220_a839_7b1d_cdaf, 0x6e78_9e6a_a1b9_65f4]);
    }

    #[test]
    fn the_interval_holds_the_figure_narrows_with_size_and_repeats() {
        let (small, large) = (Resampled::of(&units(8, 2)), Resampled::of(&units(800, 200)));
        assert!(small.low < 0.8 && 0.8 < small.high);
        assert!(large.high - large.low < (small.high - small.low) / 5.0);
        assert_eq!(large, Resampled::of(&units(800, 200)));
    }

    #[test]
    fn the_interval_is_near_that_of_theory() {
        // 800 of 1000: standard error sqrt(0.8 * 0.2 / 1000) = 0.0126.
        let found = Resampled::of(&units(800, 200));
        assert!((found.low - 0.7752).abs() < 5e-3 && (found.high - 0.8248).abs() < 5e-3, "{found}");
    }

    #[test]
    fn nothing_has_no_f1() {
        assert_eq!(Resampled::of(&[]).whole.f1(), 0.0);
    }
}
