//! Gold, scores with intervals, and the report that the README's table is made of.

mod agreement;
mod clusters;
pub mod examples;
mod gold;
mod marked;
mod measures;
mod phrases;
mod report;
mod scores;

pub use agreement::{Alpha, agreement};
pub use gold::{GoldArticle, GoldError, GoldEvent, read_articles};
pub use marked::{Mark, MarkedEvent, MarkedFile, MarkedSentence, read_marked, read_marked_file};
pub use measures::{GoldReferences, Measure, Sets, coreference_rows, measure};
pub use report::Row;
pub use scores::Share;
