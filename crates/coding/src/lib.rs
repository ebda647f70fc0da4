//! Codes documents into political events: who did what to whom, when, where, about what and according to whom.
//!
//! [`Coder::code`] is the way in. No I/O, no clock, no chance: the same document and codebook give the same
//! events.

mod actors;
mod assertion;
mod attribution;
mod coder;
mod contexts;
mod continuity;
mod dates;
mod decision;
mod discards;
mod event;
mod explain;
pub mod flat;
mod frames;
mod gate;
mod learned;
mod lookup;
mod matcher;
mod merging;
mod names;
mod natures;
mod places;
mod proposals;
mod record;
mod roles;
mod rules;
mod sizes;
mod telling;
mod toponyms;
mod worth;

pub use actors::Resolution;
pub use coder::{Coder, Included};
pub use decision::OPERATING_POINT;
pub use event::{Attribution, Auxiliary, DateOf, DateSource, Event, EventDate, EventPlace, Evidence, ResolvedPlace};
pub use explain::{Explanation, Matched, Nearest, Proposed};
pub use learned::{Comparison, LearnedTerm};
pub use record::{
    AttributionRecord, CiteInfo, CodePoints, DateInfo, EntityRecord, EventLocation, EventRecord, EvidenceRecord, Moved,
    SCHEMA, Settings, SourceRecord, TextInfo, TextSpan, entity_record, records,
};
pub use toponyms::Toponyms;
