//! Mends arcs that no English sentence has.
//!
//! "thanked the Republic for its support": a modifier of "support" cannot stand before "for", so "Republic"
//! hangs on "thanked". "the memory of Soleimani and his role": what stands before "and" cannot hang on the
//! member behind it, so "Soleimani" hangs on "memory". (Counted in the dev treebanks: the first never happens
//! with these relations, the second never; GUM's training part has 5 of the second in 130,000 words.)

use crate::grammar::{Relation, Upos};
use crate::reader::WordReading;

/// Moves such words to the word above.
pub(crate) fn mend(words: &mut [WordReading]) {
    // A move may bring another to light, one level up at a time.
    const ROUNDS: usize = 4;
    for _ in 0..ROUNDS {
        let moves: Vec<(usize, usize, Relation)> = (0..words.len()).filter_map(|word| better_head(words, word)).collect();
        if moves.is_empty() {
            return;
        }
        for (word, head, relation) in moves {
            words[word].head = Some(head);
            words[word].relation = relation;
        }
    }
}

fn better_head(words: &[WordReading], word: usize) -> Option<(usize, usize, Relation)> {
    let head = words[word].head.filter(|h| *h > word)?;
    let above = words[head].head?;
    let stands_between = |wanted: Relation, upos: Upos| {
        (word + 1..head).any(|k| words[k].head == Some(head) && words[k].relation == wanted && words[k].upos == upos)
    };
    let relation = words[word].relation;
    if words[head].relation == Relation::Conj
        && !matches!(relation, Relation::Cc | Relation::CcPreconj | Relation::Punct | Relation::Advmod)
        && stands_between(Relation::Cc, Upos::Cconj)
    {
        return Some((word, above, relation));
    }
    let modifier = matches!(
        relation,
        Relation::NmodPoss | Relation::Det | Relation::Amod | Relation::Compound | Relation::Nummod | Relation::NmodDesc | Relation::Flat
    );
    if modifier && stands_between(Relation::Case, Upos::Adp) {
        let verb = words[above].upos == Upos::Verb;
        let has_object = words.iter().any(|w| w.head == Some(above) && w.relation == Relation::Obj);
        let nominal = words[word].upos.is_noun() || words[word].upos == Upos::Pron;
        let relation = if verb && nominal && word > above && !has_object { Relation::Obj } else { relation };
        return Some((word, above, relation));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(rows: &[(Upos, Option<usize>, Relation)]) -> Vec<WordReading> {
        rows.iter()
            .map(|(upos, head, relation)| WordReading {
                upos: *upos,
                xpos: "",
                feats: "_",
                lemma: "".into(),
                head: *head,
                relation: *relation,
                kind: None,
            })
            .collect()
    }

    #[test]
    fn a_noun_before_the_preposition_is_the_object() {
        // thanked Iran for support, with "Iran" as a modifier of "support"
        let mut sentence = words(&[
            (Upos::Verb, None, Relation::Root),
            (Upos::Propn, Some(3), Relation::NmodPoss),
            (Upos::Adp, Some(3), Relation::Case),
            (Upos::Noun, Some(0), Relation::Obl),
        ]);
        mend(&mut sentence);
        assert_eq!((sentence[1].head, sentence[1].relation), (Some(0), Relation::Obj));
    }

    #[test]
    fn what_stands_before_and_stays_with_the_first_member() {
        // memory of Soleimani and role, with "Soleimani" under "role"
        let mut sentence = words(&[
            (Upos::Noun, None, Relation::Root),
            (Upos::Adp, Some(2), Relation::Case),
            (Upos::Propn, Some(4), Relation::Nmod),
            (Upos::Cconj, Some(4), Relation::Cc),
            (Upos::Noun, Some(0), Relation::Conj),
        ]);
        mend(&mut sentence);
        assert_eq!((sentence[2].head, sentence[2].relation), (Some(0), Relation::Nmod));
    }

    #[test]
    fn adverbs_before_a_preposition_stay() {
        // especially in Iran
        let mut sentence = words(&[
            (Upos::Verb, None, Relation::Root),
            (Upos::Adv, Some(3), Relation::Advmod),
            (Upos::Adp, Some(3), Relation::Case),
            (Upos::Propn, Some(0), Relation::Obl),
        ]);
        let before = format!("{sentence:?}");
        mend(&mut sentence);
        assert_eq!(format!("{sentence:?}"), before);
    }
}
