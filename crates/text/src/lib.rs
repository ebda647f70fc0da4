//! News text as stories, sentences, words, trees, mentions, dates and quotations.
//!
//! Knows nothing of politics. [`Analyzer::analyze`] is the way in; a [`Document`] comes out, complete.
//!
//! ```no_run
//! use legation_text::{Analyzer, Article, Lexicon};
//! let document = Analyzer::new(Lexicon::default()).analyze(Article::from_text("1", "Sosan met Khaji. He thanked him."));
//! assert_eq!(document.sentences.len(), 2);
//! ```

mod analyzer;
mod article;
pub mod conllu;
mod coreference;
mod document;
mod encoder;
mod factuality;
mod grammar;
mod lemma;
mod lexicon;
mod mend;
mod mentions;
mod metadata;
mod pairs;
mod pieces;
pub mod predicates;
mod quotations;
mod reader;
mod sentences;
mod sides;
mod span;
mod stories;
mod time;
mod titles;
mod tokens;
mod tree;
mod wanted;

pub use analyzer::{Analyzer, GivenSentence, Stage};
pub use article::Article;
pub use coreference::{Candidate, Choice, Scorer};
pub use document::*;
pub use encoder::WeightsError;
pub use factuality::{Factuality, factuality, told};
pub use grammar::{Relation, Upos};
pub use lemma::{inflections, verbs_of};
pub use lexicon::Lexicon;
pub use mentions::phrase;
pub use pairs::Pair;
pub use quotations::stance;
pub use reader::{Opinion, PairLabels, Reader};
pub use sides::sides;
pub use span::Span;
