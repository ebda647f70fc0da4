//! How likely a mention takes up an entity: one hidden layer over the features that hold.

use super::features::{NUMBER, VOCABULARY};
use crate::encoder::{Weights, WeightsError};
use std::collections::HashMap;

/// The learned weights. Higher scores are likelier; only differences between the choices of one mention tell anything.
#[derive(Clone, Debug, PartialEq)]
pub struct Scorer {
    /// Units of the hidden layer.
    width: usize,
    /// A row for each feature.
    rows: Vec<f32>,
    /// Added to the rows' sum.
    bias: Vec<f32>,
    /// From the hidden layer to the score.
    out: Vec<f32>,
    /// Added to the score of taking up nothing, by [`Scorer::FORMS`]: the more, the fewer and surer are the references.
    caution: Vec<f32>,
    /// Head words of descriptions that have features of their own, lower case, to their numbers from 1.
    vocabulary: HashMap<String, u16>,
}

impl Scorer {
    /// Number of features, each a row of weights.
    pub const FEATURES: usize = NUMBER;

    /// Forms of mentions that have a caution of their own.
    pub const FORMS: [&'static str; 5] = ["I, we, you", "other pronouns", "names", "offices", "other descriptions"];

    /// Most words that have features of their own.
    pub const WORDS: usize = VOCABULARY;

    /// A scorer of these weights.
    ///
    /// # Errors
    /// Says which of them have another size.
    pub fn new(
        rows: Vec<f32>,
        bias: Vec<f32>,
        out: Vec<f32>,
        caution: Vec<f32>,
        words: &str,
    ) -> Result<Self, WeightsError> {
        let width = bias.len();
        for (name, size, wanted) in [
            ("features.weight", rows.len(), NUMBER * width),
            ("out", out.len(), width),
            ("caution", caution.len(), Self::FORMS.len()),
        ] {
            if size != wanted {
                return Err(WeightsError(format!("{name:?} has {size} values, not {wanted}")));
            }
        }
        Ok(Self { width, rows, bias, out, caution, vocabulary: numbered(words) })
    }

    /// A scorer that knows nothing: no mention takes up anything but by rule.
    pub fn empty(words: &str) -> Self {
        let caution = vec![0.0; Self::FORMS.len()];
        Self { width: 0, rows: Vec::new(), bias: Vec::new(), out: Vec::new(), caution, vocabulary: numbered(words) }
    }

    /// The weights that are compiled into the program.
    pub fn embedded() -> Self {
        let words = include_str!("../../../../models/coreference/words.txt");
        Self::read(include_bytes!("../../../../models/coreference/weights.safetensors"), words)
            .expect("the weights in models/coreference are tested with the program they are compiled into")
    }

    /// Weights as training writes them.
    ///
    /// # Errors
    /// Says what is missing, damaged or does not fit.
    pub fn read(bytes: &[u8], words: &str) -> Result<Self, WeightsError> {
        let weights = Weights::read(bytes)?;
        let (table, bias) = (weights.table("features")?, weights.floats("features.bias")?);
        let mut rows = vec![0.0; table.rows() * bias.len()];
        for (number, row) in rows.chunks_exact_mut(bias.len().max(1)).enumerate() {
            table.copy(number, row);
        }
        Self::new(rows, bias, weights.floats("out")?, weights.floats("caution")?, words)
    }

    /// Number of a head word, 0 where it has none.
    pub(super) fn vocabulary(&self, word: &str) -> u16 {
        self.vocabulary.get(&*word.to_lowercase()).copied().unwrap_or(0)
    }

    pub(super) fn caution(&self, form: usize) -> f32 {
        self.caution[form]
    }

    pub(super) fn score(&self, features: &[u16], hidden: &mut Vec<f32>) -> f32 {
        hidden.clear();
        hidden.extend_from_slice(&self.bias);
        for feature in features {
            let row = &self.rows[*feature as usize * self.width..][..self.width];
            for (h, w) in hidden.iter_mut().zip(row) {
                *h += w;
            }
        }
        hidden.iter().zip(&self.out).map(|(h, w)| h.max(0.0) * w).sum()
    }
}

fn numbered(words: &str) -> HashMap<String, u16> {
    words.lines().take(VOCABULARY).zip(1..).map(|(word, number)| (word.to_owned(), number)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_weights_that_are_compiled_in_fit_the_features() {
        let scorer = Scorer::embedded();
        assert_eq!(scorer.rows.len(), NUMBER * scorer.width);
        assert!(NUMBER <= usize::from(u16::MAX), "features are numbered in 16 bits");
        assert!(scorer.vocabulary("minister") > 0 || scorer.vocabulary("people") > 0);
        assert_eq!(scorer.vocabulary("no such word"), 0);
    }

    #[test]
    fn what_knows_nothing_scores_everything_alike() {
        let scorer = Scorer::empty("");
        assert_eq!(scorer.score(&[0, 7], &mut Vec::new()), scorer.score(&[], &mut Vec::new()));
    }

    #[test]
    fn weights_of_another_size_are_refused() {
        assert!(Scorer::new(vec![0.0; NUMBER + 1], vec![0.0], vec![0.0], vec![0.0; 5], "").is_err());
        assert!(Scorer::read(b"", "").is_err());
    }
}
