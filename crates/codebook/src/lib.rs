//! What counts as an event: event types with their patterns and examples, actors, offices, contexts and
//! crosswalks, loaded from `codebook/` and checked.
//!
//! Knows nothing of grammar trees: a [`Pattern`] is English taken apart, and it is the coder that looks for
//! it in sentences.

mod check;
mod codebook;
mod event_type;
mod files;
mod learned;
mod pattern;
mod people;
pub mod petrarch;
mod tables;

pub use check::check;
pub use codebook::Codebook;
pub use event_type::{EventType, Example, ExpectedEvent, Mode};
pub use files::{Files, Problem};
pub use learned::{Accept, CountryBy, Known, LearnedRow, Standing};
pub use pattern::{
    ANYWHERE, Clause, Part, Pattern, Phrase, PredicateWords, Role, Slot, SlotKind, Tail, TailHead, Target, TypeMode,
    Words,
};
pub use people::{Rank, Term};
pub use tables::{
    CameoCode, CodingRule, Context, Country, CountryKind, Discard, DiscardScope, LightSense, LightVerb, Location,
    Nationality, NationalityForm, Nominalization, Office, OfficeForm, Organization, RuleCase, Sector, Size,
};
