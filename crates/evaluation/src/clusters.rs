//! How well entities that were found agree with gold, by the three measures of the CoNLL scorer: of gold {a b c} {d e f g}
//! and found {a b} {c d} {f g h i}, MUC finds 0.40, B-cubed 0.46 and CEAF-e 0.52 (Pradhan et al. 2014).

use std::collections::HashMap;

/// A set of mentions, by number; gold and found number the same mention alike. No mention is in two sets of a side.
pub(crate) type Cluster = Vec<usize>;

/// So much of so much, summed over documents.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Part {
    part: f64,
    whole: f64,
}

impl Part {
    fn add(&mut self, part: f64, whole: f64) {
        self.part += part;
        self.whole += whole;
    }

    fn value(self) -> f64 {
        if self.whole == 0.0 { 0.0 } else { self.part / self.whole }
    }
}

/// Precision and recall of one measure.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct ClusterScore {
    precision: Part,
    recall: Part,
}

impl ClusterScore {
    pub(crate) fn precision(self) -> f64 {
        self.precision.value()
    }

    pub(crate) fn recall(self) -> f64 {
        self.recall.value()
    }

    pub(crate) fn f1(self) -> f64 {
        let (p, r) = (self.precision(), self.recall());
        if p + r == 0.0 { 0.0 } else { 2.0 * p * r / (p + r) }
    }
}

/// The three measures over the documents added so far.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct ClusterScores {
    /// Links that hold entities together (Vilain et al. 1995).
    pub muc: ClusterScore,
    /// The share of each mention's entity that is right (Bagga and Baldwin 1998).
    pub b_cubed: ClusterScore,
    /// Likeness of entities paired one to one (Luo 2005, with his fourth likeness).
    pub ceaf_e: ClusterScore,
}

impl ClusterScores {
    /// Adds the entities of a document.
    pub(crate) fn add(&mut self, gold: &[Cluster], found: &[Cluster]) {
        let (in_gold, in_found) = (cluster_of(gold), cluster_of(found));
        links(gold, &in_found, &mut self.muc.recall);
        links(found, &in_gold, &mut self.muc.precision);
        members(gold, &in_found, &mut self.b_cubed.recall);
        members(found, &in_gold, &mut self.b_cubed.precision);
        let likeness = best_pairing(&likenesses(gold, found));
        self.ceaf_e.recall.add(likeness, gold.len() as f64);
        self.ceaf_e.precision.add(likeness, found.len() as f64);
    }

    /// The mean of the three F1, as the shared tasks of CoNLL 2011 and 2012 rank by.
    pub(crate) fn conll(self) -> f64 {
        (self.muc.f1() + self.b_cubed.f1() + self.ceaf_e.f1()) / 3.0
    }
}

fn cluster_of(clusters: &[Cluster]) -> HashMap<usize, usize> {
    clusters.iter().enumerate().flat_map(|(number, mentions)| mentions.iter().map(move |m| (*m, number))).collect()
}

/// MUC: a cluster of n mentions has n - 1 links, of which one is missing for each further part that the other side makes
/// of it. A mention that the other side lacks is a part of its own.
fn links(clusters: &[Cluster], other: &HashMap<usize, usize>, sum: &mut Part) {
    for cluster in clusters {
        let alone = cluster.iter().filter(|m| !other.contains_key(m)).count();
        let parts = counts(cluster, other).len() + alone;
        sum.add((cluster.len() - parts) as f64, (cluster.len() - 1) as f64);
    }
}

/// B-cubed: for each mention, the share of its cluster that is also with it on the other side.
fn members(clusters: &[Cluster], other: &HashMap<usize, usize>, sum: &mut Part) {
    for cluster in clusters {
        let common: usize = counts(cluster, other).values().map(|n| n * n).sum();
        sum.add(common as f64 / cluster.len() as f64, cluster.len() as f64);
    }
}

/// How many mentions of a cluster are in each cluster of the other side.
fn counts(cluster: &[usize], other: &HashMap<usize, usize>) -> HashMap<usize, usize> {
    let mut counts = HashMap::new();
    for number in cluster.iter().filter_map(|m| other.get(m)) {
        *counts.entry(*number).or_insert(0) += 1;
    }
    counts
}

/// Of each gold and found entity, twice the mentions in common by the mentions of both.
fn likenesses(gold: &[Cluster], found: &[Cluster]) -> Vec<Vec<f64>> {
    let in_found = cluster_of(found);
    let row = |cluster: &Cluster| {
        let mut row = vec![0.0; found.len()];
        for (number, common) in counts(cluster, &in_found) {
            row[number] = 2.0 * common as f64 / (cluster.len() + found[number].len()) as f64;
        }
        row
    };
    gold.iter().map(row).collect()
}

/// The largest sum of weights of pairs, each row and each column used at most once (Kuhn 1955, Munkres 1957; in cubic
/// time by shortest augmenting paths with potentials).
fn best_pairing(weights: &[Vec<f64>]) -> f64 {
    let (rows, columns) = (weights.len(), weights.first().map_or(0, Vec::len));
    if rows > columns {
        let turned: Vec<Vec<f64>> = (0..columns).map(|c| weights.iter().map(|row| row[c]).collect()).collect();
        return best_pairing(&turned);
    }
    // Row and column 0 stand for "none".
    let (mut row_potential, mut column_potential) = (vec![0.0; rows + 1], vec![0.0; columns + 1]);
    let mut row_of = vec![0; columns + 1];
    for row in 1..=rows {
        row_of[0] = row;
        let (mut least, mut used) = (vec![f64::INFINITY; columns + 1], vec![false; columns + 1]);
        let mut before = vec![0; columns + 1];
        let mut column = 0;
        while row_of[column] != 0 {
            used[column] = true;
            let at = row_of[column];
            let (mut step, mut next) = (f64::INFINITY, 0);
            for c in (1..=columns).filter(|c| !used[*c]) {
                let cost = -weights[at - 1][c - 1] - row_potential[at] - column_potential[c];
                if cost < least[c] {
                    least[c] = cost;
                    before[c] = column;
                }
                if least[c] < step {
                    step = least[c];
                    next = c;
                }
            }
            for c in 0..=columns {
                if used[c] {
                    row_potential[row_of[c]] += step;
                    column_potential[c] -= step;
                } else {
                    least[c] -= step;
                }
            }
            column = next;
        }
        while column != 0 {
            row_of[column] = row_of[before[column]];
            column = before[column];
        }
    }
    (1..=columns).filter(|c| row_of[*c] != 0).map(|c| weights[row_of[c] - 1][c - 1]).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Letters to numbers: "abc defg" is two entities.
    fn clusters(text: &str) -> Vec<Cluster> {
        text.split_whitespace().map(|word| word.bytes().map(usize::from).collect()).collect()
    }

    /// Precision and recall of each measure, in hundredths.
    fn check(gold: &str, found: &str, muc: (f64, f64), b_cubed: (f64, f64), ceaf_e: (f64, f64)) {
        let mut scores = ClusterScores::default();
        scores.add(&clusters(gold), &clusters(found));
        for (name, score, wanted) in
            [("MUC", scores.muc, muc), ("B-cubed", scores.b_cubed, b_cubed), ("CEAF-e", scores.ceaf_e, ceaf_e)]
        {
            let near = |a: f64, b: f64| (100.0 * a - b).abs() < 0.06;
            let both = (score.precision(), score.recall());
            assert!(
                near(both.0, wanted.0) && near(both.1, wanted.1),
                "{name} of {found:?} is {both:?}, not {wanted:?}"
            );
        }
    }

    #[test]
    fn the_example_of_the_reference_scorer_has_its_published_values() {
        // Pradhan et al. 2014, "Scoring coreference partitions of predicted mentions".
        check("abc defg", "ab cd fghi", (40.0, 40.0), (50.0, 41.7), (43.3, 65.0));
    }

    #[test]
    fn the_examples_of_bagga_and_baldwin_and_of_luo_have_their_published_values() {
        // Bagga and Baldwin 1998 and Luo 2005: MUC F1 94.7, B-cubed precision 76 and 58, F1 86.5 and 73.7.
        check("12345 67 89ABC", "12345 6789ABC", (90.0, 100.0), (76.2, 100.0), (91.7, 61.1));
        check("12345 67 89ABC", "1234589ABC 67", (90.0, 100.0), (58.3, 100.0), (83.3, 55.6));
        check("12345 67 89ABC", "123456789ABC", (81.8, 100.0), (37.5, 100.0), (58.8, 19.6));
    }

    #[test]
    fn what_is_the_same_is_all_right_and_nothing_found_is_no_score() {
        check("ab cd", "cd ab", (100.0, 100.0), (100.0, 100.0), (100.0, 100.0));
        check("ab cd", "", (0.0, 0.0), (0.0, 0.0), (0.0, 0.0));
        check("", "", (0.0, 0.0), (0.0, 0.0), (0.0, 0.0));
    }

    #[test]
    fn documents_add_up_before_shares_are_taken() {
        let mut scores = ClusterScores::default();
        scores.add(&clusters("ab"), &clusters("ab"));
        scores.add(&clusters("abcd"), &clusters("xy"));
        assert_eq!(scores.muc.recall(), 1.0 / 4.0);
        assert_eq!(scores.b_cubed.recall(), 2.0 / 6.0);
        assert_eq!(scores.ceaf_e.recall(), 1.0 / 2.0);
        assert_eq!(scores.muc.precision(), 1.0 / 2.0);
    }

    #[test]
    fn the_best_pairing_is_not_the_greedy_one() {
        assert_eq!(best_pairing(&[vec![9.0, 8.0], vec![8.0, 1.0]]), 16.0);
        assert_eq!(best_pairing(&[vec![9.0], vec![10.0], vec![1.0]]), 10.0);
        assert_eq!(best_pairing(&[vec![1.0, 2.0, 3.0], vec![3.0, 2.0, 3.0]]), 6.0);
        assert_eq!(best_pairing(&[]), 0.0);
    }
}
