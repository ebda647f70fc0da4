//! Codes documents into political events: who did what to whom, when, where, about what and according to whom.
//!
//! [`Coder::code`] is the way in. No I/O, no clock, no chance: the same document and codebook give the same
//! events.

mod actors;
mod attribution;
mod coder;
mod contexts;
mod continuity;
mod dates;
mod event;
mod explain;
mod frames;
mod gate;
mod matcher;
mod names;
mod natures;
mod places;
mod record;
mod rules;

pub use actors::Resolution;
pub use coder::{Coder, Included};
pub use event::{Attribution, Auxiliary, DateSource, Event, EventDate, EventPlace, Evidence, ResolvedPlace};
pub use explain::{Explanation, Matched, Nearest};
pub use record::{
    AttributionRecord, CiteInfo, CodePoints, DateInfo, EntityRecord, EventLocation, EventRecord, EvidenceRecord, Moved,
    SCHEMA, Settings, TextInfo, TextSpan, entity_record, records,
};
