//! Names from the name head: tags, the best sequence of them, and the spans that they make.

use super::{Reader, heads};
use crate::document::EntityKind;
use std::ops::Range;

/// A tag of the name head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NameTag {
    Outside,
    Begin(EntityKind),
    Inside(EntityKind),
}

impl NameTag {
    /// Whether the tag can stand behind `before` (`None`: at the beginning).
    fn follows(self, before: Option<NameTag>) -> bool {
        match self {
            Self::Inside(kind) => matches!(before, Some(Self::Begin(k) | Self::Inside(k)) if k == kind),
            Self::Begin(_) | Self::Outside => true,
        }
    }
}

impl Reader {
    /// The names in the best sequence of name tags.
    pub(super) fn names(
        &self,
        first: usize,
        words: Range<usize>,
        scores: &heads::WordScores,
    ) -> Vec<(Range<usize>, EntityKind)> {
        let mut names: Vec<(Range<usize>, EntityKind)> = Vec::new();
        for (i, tag) in self.name_tags(first, words.clone(), scores).into_iter().enumerate() {
            let at = words.start + i;
            match tag {
                NameTag::Begin(kind) => names.push((at..at + 1, kind)),
                NameTag::Inside(_) => {
                    if let Some(last) = names.last_mut() {
                        last.0.end = at + 1;
                    }
                }
                NameTag::Outside => {}
            }
        }
        names
    }

    /// Best sequence of name tags: the best tag of each word, or Viterbi's where these do not follow one another.
    fn name_tags(&self, first: usize, words: Range<usize>, scores: &heads::WordScores) -> Vec<NameTag> {
        let tags = &self.labels.name;
        let best: Vec<NameTag> = words.clone().map(|i| tags[scores.best(heads::Head::Name, first + i)]).collect();
        let before = std::iter::once(None).chain(best.iter().copied().map(Some));
        if before.zip(&best).all(|(before, tag)| tag.follows(before)) {
            return best;
        }
        self.name_path(first, words, scores)
    }

    /// Viterbi: an inside tag only after its own begin or inside.
    fn name_path(&self, first: usize, words: Range<usize>, scores: &heads::WordScores) -> Vec<NameTag> {
        let tags = &self.labels.name;
        let mut best: Vec<f32> = Vec::new();
        let mut back: Vec<Vec<usize>> = Vec::with_capacity(words.len());
        for i in words.clone() {
            // Logits serve as log probabilities: what they lack is the same for all tags of a word.
            let log = scores.logits(heads::Head::Name, first + i);
            let mut now = vec![f32::NEG_INFINITY; tags.len()];
            let mut from = vec![0; tags.len()];
            for (t, tag) in tags.iter().enumerate() {
                if best.is_empty() {
                    now[t] = if tag.follows(None) { log[t] } else { f32::NEG_INFINITY };
                    continue;
                }
                for (b, before) in tags.iter().enumerate() {
                    if tag.follows(Some(*before)) && best[b] + log[t] > now[t] {
                        now[t] = best[b] + log[t];
                        from[t] = b;
                    }
                }
            }
            best = now;
            back.push(from);
        }
        let mut tag = (0..best.len()).max_by(|a, b| best[*a].total_cmp(&best[*b]).then(b.cmp(a))).unwrap_or(0);
        let mut path = vec![NameTag::Outside; words.len()];
        for i in (0..words.len()).rev() {
            path[i] = tags[tag];
            tag = back[i][tag];
        }
        path
    }
}

/// Words that no name ends with.
const JOINING: &[&str] = &["of", "for", "and", "the", "on", "in", "to", "&"];

/// "Islamic Republic of" + "Iran": a name goes on behind a joining word, and where none follows it ends before the word.
pub(super) fn whole_names(words: &[&str], names: Vec<(Range<usize>, EntityKind)>) -> Vec<(Range<usize>, EntityKind)> {
    let mut whole: Vec<(Range<usize>, EntityKind)> = Vec::with_capacity(names.len());
    let open = |name: &Range<usize>| JOINING.contains(&words[name.end - 1]);
    for (name, kind) in names {
        if let Some((last, _)) = whole.last_mut().filter(|(last, _)| last.end == name.start && open(last)) {
            last.end = name.end;
        } else {
            whole.push((name, kind));
        }
    }
    for (name, _) in &mut whole {
        while name.len() > 1 && open(name) {
            name.end -= 1;
        }
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_does_not_end_with_a_joining_word() {
        let words = ["Islamic", "Republic", "of", "Iran", "and", "Bank", "of", "which"];
        let place = EntityKind::Place;
        let names = vec![(0..3, place), (3..4, place), (5..7, EntityKind::Organization)];
        assert_eq!(whole_names(&words, names), [(0..4, place), (5..6, EntityKind::Organization)]);
        // Two names side by side stay two.
        assert_eq!(whole_names(&words, vec![(0..2, place), (3..4, place)]), [(0..2, place), (3..4, place)]);
    }
}
