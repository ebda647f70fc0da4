//! Dependency trees from arc scores: the best tree with one root (Chu-Liu/Edmonds).

/// Scores of arcs in one sentence: `score(dependent, head)`, both 0-based, head `n` is the root.
pub(crate) struct ArcScores {
    pub words: usize,
    /// `words * (words + 1)` scores, a row a dependent.
    pub scores: Vec<f32>,
}

impl ArcScores {
    fn get(&self, dependent: usize, head: usize) -> f32 {
        self.scores[dependent * (self.words + 1) + head]
    }

    /// Head of each word (`None` for the root): always one tree with one root.
    pub(crate) fn best_tree(&self) -> Vec<Option<usize>> {
        let n = self.words;
        if n == 0 {
            return Vec::new();
        }
        let root = n;
        let greedy: Vec<usize> = (0..n).map(|d| self.best_head(d, |h| h != d)).collect();
        let roots = greedy.iter().filter(|h| **h == root).count();
        if roots == 1 && is_tree(&greedy) {
            return outward(greedy, root);
        }
        // The word that loses least by being the root is it; all others must hang on a word.
        let top = (0..n)
            .max_by(|a, b| self.margin_as_root(*a).total_cmp(&self.margin_as_root(*b)).then(b.cmp(a)))
            .unwrap_or(0);
        let mut scores = vec![vec![f32::NEG_INFINITY; n + 1]; n];
        for (dependent, row) in scores.iter_mut().enumerate() {
            for (head, score) in row.iter_mut().enumerate() {
                let allowed = if dependent == top { head == root } else { head != root && head != dependent };
                if allowed {
                    *score = self.get(dependent, head);
                }
            }
        }
        outward(edmonds(&scores, root), root)
    }

    fn best_head(&self, dependent: usize, allowed: impl Fn(usize) -> bool) -> usize {
        let mut best = self.words;
        let mut most = f32::NEG_INFINITY;
        for head in (0..=self.words).filter(|h| allowed(*h)) {
            if self.get(dependent, head) > most {
                most = self.get(dependent, head);
                best = head;
            }
        }
        best
    }

    fn margin_as_root(&self, word: usize) -> f32 {
        let other = self.best_head(word, |h| h != word && h != self.words);
        let rest = if self.words == 1 { 0.0 } else { self.get(word, other) };
        self.get(word, self.words) - rest
    }
}

fn outward(heads: Vec<usize>, root: usize) -> Vec<Option<usize>> {
    heads.into_iter().map(|h| (h != root).then_some(h)).collect()
}

/// Whether following heads from every word arrives at the root (`heads.len()`).
fn is_tree(heads: &[usize]) -> bool {
    cycle(heads).is_none()
}

/// The words of a cycle, if there is one.
fn cycle(heads: &[usize]) -> Option<Vec<usize>> {
    let root = heads.len();
    let mut seen_by = vec![usize::MAX; heads.len()];
    for start in 0..heads.len() {
        let mut at = start;
        while at != root && seen_by[at] == usize::MAX {
            seen_by[at] = start;
            at = heads[at];
        }
        if at != root && seen_by[at] == start {
            let mut words = vec![at];
            let mut next = heads[at];
            while next != at {
                words.push(next);
                next = heads[next];
            }
            return Some(words);
        }
    }
    None
}

/// Maximum spanning arborescence over `scores[dependent][head]`, heads as indices, `root` last.
fn edmonds(scores: &[Vec<f32>], root: usize) -> Vec<usize> {
    let n = scores.len();
    let best = |row: &Vec<f32>| {
        row.iter().enumerate().fold((root, f32::NEG_INFINITY), |best, (h, s)| if *s > best.1 { (h, *s) } else { best }).0
    };
    let mut heads: Vec<usize> = scores.iter().map(best).collect();
    let Some(words) = cycle(&heads) else {
        return heads;
    };
    // Contract the cycle to one node and solve the smaller problem.
    let in_cycle: Vec<bool> = (0..n).map(|w| words.contains(&w)).collect();
    let kept: Vec<usize> = (0..n).filter(|w| !in_cycle[*w]).collect();
    let node = kept.len();
    let new_root = node + 1;
    let index = |w: usize| if w == root { new_root } else { kept.iter().position(|k| *k == w).unwrap_or(node) };
    let mut smaller = vec![vec![f32::NEG_INFINITY; new_root + 1]; node + 1];
    let mut leaving = vec![0; new_root + 1];
    let mut entering = vec![(0, 0); new_root + 1];
    for dependent in &kept {
        let i = index(*dependent);
        for head in (0..=n).filter(|h| *h == root || !in_cycle[*h]) {
            smaller[i][index(head)] = scores[*dependent][head];
        }
        for word in &words {
            if scores[*dependent][*word] > smaller[i][node] {
                smaller[i][node] = scores[*dependent][*word];
                leaving[i] = *word;
            }
        }
    }
    for head in (0..=n).filter(|h| *h == root || !in_cycle[*h]) {
        for word in &words {
            let gain = scores[*word][head] - scores[*word][heads[*word]];
            if gain > smaller[node][index(head)] {
                smaller[node][index(head)] = gain;
                entering[index(head)] = (*word, head);
            }
        }
    }
    let solved = edmonds(&smaller, new_root);
    for dependent in &kept {
        let i = index(*dependent);
        heads[*dependent] = match solved[i] {
            h if h == node => leaving[i],
            h if h == new_root => root,
            h => kept[h],
        };
    }
    let (word, head) = entering[solved[node]];
    heads[word] = head;
    heads
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(words: usize, rows: &[&[f32]]) -> Vec<Option<usize>> {
        ArcScores { words, scores: rows.concat() }.best_tree()
    }

    #[test]
    fn a_cycle_is_broken_where_it_costs_least() {
        // Greedy would take 0 <-> 1.
        let heads = tree(2, &[&[0.0, 10.0, 5.0], &[10.0, 0.0, 1.0]]);
        assert_eq!(heads, [None, Some(0)]);
    }

    #[test]
    fn two_roots_become_one() {
        let heads = tree(2, &[&[0.0, 1.0, 9.0], &[2.0, 0.0, 8.0]]);
        assert_eq!(heads.iter().filter(|h| h.is_none()).count(), 1);
    }

    #[test]
    fn any_scores_give_a_tree_with_one_root() {
        let mut state = 7u32;
        for words in 1..30 {
            let scores = (0..words * (words + 1))
                .map(|_| {
                    state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    (state >> 16) as f32
                })
                .collect();
            let heads = ArcScores { words, scores }.best_tree();
            let plain: Vec<usize> = heads.iter().map(|h| h.unwrap_or(words)).collect();
            assert!(is_tree(&plain) && heads.iter().filter(|h| h.is_none()).count() == 1, "{heads:?}");
        }
    }
}
