//! Where things lie in the file. All numbers are little-endian; nothing is aligned.
//!
//! ```text
//! header     magic, checksum of all that follows, then the number of places, lists, regions, countries and text bytes
//! places     RECORD bytes each, by id: id, name, latitude, longitude, population, region, country, feature
//! lists      u32 each: places of one name, the first to be given first; LAST marks the end of a list
//! regions    u32 each: the name of a first-level subdivision
//! countries  three letters each
//! texts      names in UTF-8, one after the other; a name is given as its start and length in one u32
//! index      an fst map from normal forms to one place or to the start of a list
//! ```

/// The first bytes of every file; the last is the version of this layout.
pub(crate) const MAGIC: [u8; 8] = *b"LEGGAZ\0\x01";

/// Where the checksum stands.
pub(crate) const CHECKSUM_AT: usize = MAGIC.len();

/// Where the counts stand; the checksum covers all from here.
pub(crate) const COUNTS_AT: usize = CHECKSUM_AT + size_of::<u64>();

/// Places, lists, regions, countries, text bytes.
pub(crate) const COUNTS: usize = 5;

/// Bytes before the first place.
pub(crate) const HEADER: usize = COUNTS_AT + COUNTS * NUMBER;

/// Bytes of a u32.
pub(crate) const NUMBER: usize = size_of::<u32>();

/// Bytes of a place.
pub(crate) const RECORD: usize = 24;

/// Letters of a country code.
pub(crate) const COUNTRY: usize = 3;

/// The region number of a place that lies in none.
pub(crate) const NO_REGION: u16 = u16::MAX;

/// The country number of a place that lies in none or several.
pub(crate) const NO_COUNTRY: u8 = u8::MAX;

/// The id of a place that is not tied to GeoNames.
pub(crate) const NO_ID: u32 = 0;

/// Set on the last place of a list.
pub(crate) const LAST: u32 = 1 << 31;

/// Bits of a name's start; the rest is its length in bytes.
pub(crate) const START_BITS: u32 = 24;

/// The parts of the file, as offsets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Parts {
    pub(crate) places: usize,
    pub(crate) lists: usize,
    pub(crate) regions: usize,
    pub(crate) countries: usize,
    pub(crate) texts: usize,
    pub(crate) index: usize,
}

impl Parts {
    /// The parts for these counts, if they fit into memory.
    pub(crate) fn new(counts: [u32; COUNTS]) -> Option<Self> {
        let sizes = [RECORD, NUMBER, NUMBER, COUNTRY, 1];
        let mut starts = [HEADER; COUNTS + 1];
        for part in 0..COUNTS {
            let bytes = usize::try_from(counts[part]).ok()?.checked_mul(sizes[part])?;
            starts[part + 1] = starts[part].checked_add(bytes)?;
        }
        let [places, lists, regions, countries, texts, index] = starts;
        Some(Self { places, lists, regions, countries, texts, index })
    }
}

/// FNV-1a with 64 bits: finds a damaged or cut file; it is no protection against a forged one.
pub(crate) fn checksum(bytes: &[u8]) -> u64 {
    const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0000_0100_0000_01b3;
    bytes.iter().fold(OFFSET, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(PRIME))
}
