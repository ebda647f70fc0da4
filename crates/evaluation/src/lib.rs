//! Gold, scores with intervals, and the report that the README's table is made of.

mod against;
mod agreement;
mod bootstrap;
mod clusters;
mod coded;
mod decisions;
mod errors;
pub mod examples;
mod gold;
mod marked;
mod matching;
mod measures;
mod pairing;
mod pairs;
mod phrases;
mod report;
mod scores;
mod sides;
#[cfg(test)]
mod testing;
mod triggers;
mod types;
mod units;
mod verdicts;

pub use against::{Comparison, Turn};
pub use agreement::{Alpha, agreement};
pub use coded::{CodedSet, CodedUnit, Coding, Gold, code_gold};
pub use decisions::{Decision, decisions};
pub use errors::{ErrorCase, ErrorKind, FoundSaid, GoldSaid, errors};
pub use gold::{GoldArticle, GoldError, GoldEvent, read_articles};
pub use marked::{Mark, MarkedEvent, MarkedFile, MarkedSentence, read_marked, read_marked_file};
pub use matching::{Matched, Matching};
pub use measures::{GoldReferences, Measure, Sets, coreference_rows, event_rows, measure};
pub use pairs::{GoldPair, PairSentence, example_pairs, pair_sentences};
pub use report::Row;
pub use scores::Share;
pub use sides::{Fit, SidesFit};
pub use triggers::trigger_words;
pub use types::ByType;
pub use units::{Side, Split, Unit, Wanted};
pub use verdicts::{Outcome, Verdict, Verdicts};
