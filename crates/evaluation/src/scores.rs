//! Shares with their intervals, and precision with recall.

use std::fmt;

/// So many of so many, with a 95% interval (Wilson 1927).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// How many hold.
    pub hits: usize,
    /// Of how many.
    pub of: usize,
}

/// 97.5% quantile of the normal distribution.
const Z: f64 = 1.959_964;

impl Share {
    /// Counts one.
    pub fn add(&mut self, hit: bool) {
        self.of += 1;
        self.hits += usize::from(hit);
    }

    /// Counts those of another.
    pub fn extend(&mut self, other: Self) {
        self.of += other.of;
        self.hits += other.hits;
    }

    /// The share; 0 of nothing is 0.
    pub fn value(self) -> f64 {
        if self.of == 0 { 0.0 } else { self.hits as f64 / self.of as f64 }
    }

    /// Lower and upper end of the 95% interval.
    pub fn interval(self) -> (f64, f64) {
        if self.of == 0 {
            return (0.0, 1.0);
        }
        let (n, p) = (self.of as f64, self.value());
        let middle = (p + Z * Z / (2.0 * n)) / (1.0 + Z * Z / n);
        let half = Z * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt() / (1.0 + Z * Z / n);
        ((middle - half).max(0.0), (middle + half).min(1.0))
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (low, high) = self.interval();
        write!(f, "{:.3} ({:.3}-{:.3}, {}/{})", self.value(), low, high, self.hits, self.of)
    }
}

/// Precision, recall and their harmonic mean.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Agreement {
    pub found: Share,
    pub gold: Share,
}

impl Agreement {
    pub(crate) fn f1(self) -> f64 {
        let (p, r) = (self.found.value(), self.gold.value());
        if p + r == 0.0 { 0.0 } else { 2.0 * p * r / (p + r) }
    }
}

/// F1 with what it is made of.
impl fmt::Display for Agreement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (found, gold) = (self.found, self.gold);
        write!(
            f,
            "{:.3} (precision {:.3}, {}/{}; recall {:.3}, {}/{})",
            self.f1(),
            found.value(),
            found.hits,
            found.of,
            gold.value(),
            gold.hits,
            gold.of
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_holds_the_share_and_narrows_with_size() {
        let small = Share { hits: 8, of: 10 };
        let large = Share { hits: 800, of: 1000 };
        let width = |s: Share| s.interval().1 - s.interval().0;
        assert!(small.interval().0 < 0.8 && 0.8 < small.interval().1);
        assert!(width(large) < width(small) / 5.0);
        assert_eq!(Share::default().interval(), (0.0, 1.0));
    }

    #[test]
    fn the_interval_has_the_published_value() {
        // Newcombe 1998, table 1: 81 of 263, Wilson score: 0.2553 to 0.3662.
        let (low, high) = Share { hits: 81, of: 263 }.interval();
        assert!((low - 0.2553).abs() < 5e-4 && (high - 0.3662).abs() < 5e-4);
    }
}
