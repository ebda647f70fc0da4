//! Places of the world by name: `lookup("Kiev")` gives Kyiv, the capital of UKR, at 50.45 north and 30.52 east.
//!
//! The table is `gazetteer/places.bin`, compiled from GeoNames and from tables of this project (see
//! `gazetteer/README.md`). It is part of the binary. That costs no start-up: the operating system maps the pages of
//! a binary when they are first read, nothing is parsed or copied at load, and a record is decoded when it is asked
//! for. A copy on disk would have to be found, opened and checked for its version; a copy in the binary cannot be
//! lost or be of another version.
//!
//! ```
//! use legation_gazetteer::{Feature, Gazetteer};
//!
//! let gazetteer = Gazetteer::embedded();
//! let kyiv = gazetteer.lookup("Kiev").next().expect("a capital is in the table");
//! assert_eq!((kyiv.name, kyiv.country, kyiv.feature), ("Kyiv", "UKR", Feature::Capital));
//! ```

mod compile;
mod damaged;
mod feature;
mod layout;
mod lookup;
mod normal;

pub use compile::{Entry, TooBig, compile};
pub use damaged::Damaged;
pub use feature::Feature;
pub use lookup::{Gazetteer, Place};
pub use normal::normal;
