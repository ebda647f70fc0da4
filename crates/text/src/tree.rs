//! Dependency trees from arc scores: the best projective tree with one root (Eisner 1996).
//!
//! English trees are projective but for 1.5% (EWT dev) to 4% (GUM dev) of sentences; asking for it gains a tenth
//! of a point of LAS over the best tree of any shape (docs/decisions.md).

/// Scores of arcs in one sentence: a row a dependent, a column a head, the root last.
pub(crate) struct ArcScores {
    pub words: usize,
    /// `words * (words + 1)` scores.
    pub scores: Vec<f32>,
}

/// Best scores of spans, and where they were put together.
struct Chart {
    words: usize,
    best: Vec<f32>,
    split: Vec<usize>,
}

impl Chart {
    fn new(words: usize) -> Self {
        Self { words, best: vec![0.0; words * words], split: vec![0; words * words] }
    }

    fn best(&self, from: usize, to: usize) -> f32 {
        self.best[from * self.words + to]
    }

    fn split(&self, from: usize, to: usize) -> usize {
        self.split[from * self.words + to]
    }

    /// The best of `ways`, each a split and its score; the first of equals.
    fn fill(&mut self, from: usize, to: usize, add: f32, ways: impl Iterator<Item = (usize, f32)>) {
        let mut best = (from, f32::NEG_INFINITY);
        for (split, score) in ways {
            if score > best.1 {
                best = (split, score);
            }
        }
        self.best[from * self.words + to] = best.1 + add;
        self.split[from * self.words + to] = best.0;
    }
}

/// A span of the chart: headed by its left or right end, complete or still open at its other end.
enum Item {
    RightOf(usize, usize),
    LeftOf(usize, usize),
    ArcRight(usize, usize),
    ArcLeft(usize, usize),
}

impl ArcScores {
    fn get(&self, dependent: usize, head: usize) -> f32 {
        self.scores[dependent * (self.words + 1) + head]
    }

    /// Head of each word (`None` for the root): always one projective tree with one root.
    pub(crate) fn best_tree(&self) -> Vec<Option<usize>> {
        let n = self.words;
        if n == 0 {
            return Vec::new();
        }
        // `right`: headed by its first word and complete; `left`: by its last. The arcs join the two ends.
        let (mut right, mut left) = (Chart::new(n), Chart::new(n));
        let (mut arc_right, mut arc_left) = (Chart::new(n), Chart::new(n));
        for length in 1..n {
            for i in 0..n - length {
                let j = i + length;
                let join = || (i..j).map(|k| (k, right.best(i, k) + left.best(k + 1, j)));
                arc_right.fill(i, j, self.get(j, i), join());
                arc_left.fill(i, j, self.get(i, j), join());
                let complete = (i + 1..=j).map(|k| (k, arc_right.best(i, k) + right.best(k, j))).collect::<Vec<_>>();
                right.fill(i, j, 0.0, complete.into_iter());
                let complete = (i..j).map(|k| (k, left.best(i, k) + arc_left.best(k, j))).collect::<Vec<_>>();
                left.fill(i, j, 0.0, complete.into_iter());
            }
        }
        let score = |r: usize| left.best(0, r) + right.best(r, n - 1) + self.get(r, n);
        let root = (0..n).fold(0, |best, r| if score(r) > score(best) { r } else { best });
        let mut heads = vec![None; n];
        let mut open = vec![Item::LeftOf(0, root), Item::RightOf(root, n - 1)];
        while let Some(item) = open.pop() {
            match item {
                Item::RightOf(i, j) if i < j => {
                    let k = right.split(i, j);
                    open.extend([Item::ArcRight(i, k), Item::RightOf(k, j)]);
                }
                Item::LeftOf(i, j) if i < j => {
                    let k = left.split(i, j);
                    open.extend([Item::LeftOf(i, k), Item::ArcLeft(k, j)]);
                }
                Item::ArcRight(i, j) => {
                    heads[j] = Some(i);
                    let k = arc_right.split(i, j);
                    open.extend([Item::RightOf(i, k), Item::LeftOf(k + 1, j)]);
                }
                Item::ArcLeft(i, j) => {
                    heads[i] = Some(j);
                    let k = arc_left.split(i, j);
                    open.extend([Item::RightOf(i, k), Item::LeftOf(k + 1, j)]);
                }
                Item::RightOf(..) | Item::LeftOf(..) => {}
            }
        }
        heads
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(words: usize, rows: &[&[f32]]) -> Vec<Option<usize>> {
        ArcScores { words, scores: rows.concat() }.best_tree()
    }

    fn is_tree(heads: &[Option<usize>]) -> bool {
        (0..heads.len()).all(|start| {
            let mut at = start;
            (0..heads.len()).any(|_| match heads[at] {
                None => true,
                Some(head) => {
                    at = head;
                    heads[at].is_none()
                }
            })
        })
    }

    #[test]
    fn a_cycle_is_broken_where_it_costs_least() {
        // Taken alone, each of the two would choose the other.
        assert_eq!(tree(2, &[&[0.0, 10.0, 5.0], &[10.0, 0.0, 1.0]]), [None, Some(0)]);
    }

    #[test]
    fn two_roots_become_one() {
        let heads = tree(2, &[&[0.0, 1.0, 9.0], &[2.0, 0.0, 8.0]]);
        assert_eq!(heads.iter().filter(|h| h.is_none()).count(), 1);
    }

    #[test]
    fn any_scores_give_a_projective_tree_with_one_root() {
        let mut state = 7u32;
        for words in 1..30 {
            let scores = (0..words * (words + 1))
                .map(|_| {
                    state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    (state >> 16) as f32
                })
                .collect();
            let heads = ArcScores { words, scores }.best_tree();
            assert!(is_tree(&heads) && heads.iter().filter(|h| h.is_none()).count() == 1, "{heads:?}");
            let crosses = |a: usize, b: usize| {
                let (Some(ha), Some(hb)) = (heads[a], heads[b]) else {
                    return false;
                };
                let (a1, a2, b1, b2) = (a.min(ha), a.max(ha), b.min(hb), b.max(hb));
                a1 < b1 && b1 < a2 && a2 < b2
            };
            assert!((0..words).all(|a| (0..words).all(|b| !crosses(a, b))), "{heads:?}");
        }
    }
}
