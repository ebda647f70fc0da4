//! Reading the file in place: a name becomes a normal form, the index gives its places, a record becomes a `Place`.

use crate::damaged::Damaged;
use crate::feature::Feature;
use crate::layout::{
    CHECKSUM_AT, COUNTRY, COUNTS, COUNTS_AT, LAST, MAGIC, NO_COUNTRY, NO_ID, NO_REGION, NUMBER, Parts, RECORD,
    START_BITS, checksum,
};
use crate::normal::normal;
use fst::Map;
use std::borrow::Cow;

/// A place as the gazetteer knows it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place<'a> {
    /// GeoNames id; none where the place is not tied to GeoNames (seas and sites of `gazetteer/extra.csv`).
    pub id: Option<u32>,
    /// Usual name.
    pub name: &'a str,
    /// ISO 3166-1 alpha-3, XKX for Kosovo; empty where the place lies in several countries or in none.
    pub country: &'a str,
    /// The first-level subdivision that it lies in, or that it is.
    pub region: Option<&'a str>,
    /// What kind of place.
    pub feature: Feature,
    /// Degrees north.
    pub latitude: f32,
    /// Degrees east.
    pub longitude: f32,
    /// Inhabitants; 0 where nobody lives or nobody knows.
    pub population: u32,
}

/// The places of the world by name.
pub struct Gazetteer {
    tables: Cow<'static, [u8]>,
    parts: Parts,
    index: Map<Cow<'static, [u8]>>,
}

/// The compiled file, as a part of the binary.
const EMBEDDED: &[u8] = include_bytes!("../../../gazetteer/places.bin");

impl Gazetteer {
    /// The gazetteer of this project. Reads its header only, so it costs nothing to call.
    pub fn embedded() -> Self {
        Self::open(Cow::Borrowed(EMBEDDED), "gazetteer/places.bin").expect("a test reads the embedded file whole")
    }

    /// Another gazetteer that was compiled with the same program. The bytes are checked whole; `file` is named in
    /// the error.
    pub fn from_bytes(bytes: impl Into<Cow<'static, [u8]>>, file: &str) -> Result<Self, Damaged> {
        let bytes = bytes.into();
        let damaged = |problem| Damaged { file: file.to_owned(), problem };
        if !bytes.starts_with(&MAGIC) {
            return Err(damaged("not a gazetteer of this version"));
        }
        let stored = bytes.get(CHECKSUM_AT..COUNTS_AT).and_then(|b| b.try_into().ok()).map(u64::from_le_bytes);
        if stored.is_none() || stored != bytes.get(COUNTS_AT..).map(checksum) {
            return Err(damaged("the file is cut off or damaged (its checksum is wrong)"));
        }
        Self::open(bytes, file)
    }

    fn open(bytes: Cow<'static, [u8]>, file: &str) -> Result<Self, Damaged> {
        let damaged = |problem| Damaged { file: file.to_owned(), problem };
        let parts = counts(&bytes).and_then(Parts::new).filter(|parts| parts.index <= bytes.len());
        let parts = parts.ok_or_else(|| damaged("the file is cut off (its header promises more)"))?;
        let (tables, index) = match bytes {
            Cow::Borrowed(bytes) => {
                let (tables, index) = bytes.split_at(parts.index);
                (Cow::Borrowed(tables), Cow::Borrowed(index))
            }
            Cow::Owned(mut bytes) => {
                let index = bytes.split_off(parts.index);
                (Cow::Owned(bytes), Cow::Owned(index))
            }
        };
        let index = Map::new(index).map_err(|_| damaged("the index of names is damaged"))?;
        Ok(Self { tables, parts, index })
    }

    /// All places of a name, the most populous first. A region stands after the city that it is named for, when
    /// much of the region lives there: "Aleppo" is first the city. "The Hague" is found with and without "the".
    pub fn lookup(&self, name: &str) -> impl Iterator<Item = Place<'_>> + use<'_> {
        let key = normal(name);
        let found = self.index.get(&key).or_else(|| self.index.get(key.strip_prefix("the ")?));
        let mut next = found.map_or(Next::End, Next::decode);
        std::iter::from_fn(move || {
            let number = match next {
                Next::End => return None,
                Next::One(number) => {
                    next = Next::End;
                    number
                }
                Next::Listed(at) => {
                    let entry = self.number_at(self.parts.lists + at * NUMBER)?;
                    next = if entry & LAST == 0 { Next::Listed(at + 1) } else { Next::End };
                    (entry & !LAST) as usize
                }
            };
            self.place(number)
        })
    }

    /// The place of a GeoNames id.
    pub fn by_id(&self, id: u32) -> Option<Place<'_>> {
        if id == NO_ID {
            return None;
        }
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low.midpoint(high);
            match self.number_at(self.parts.places + middle * RECORD)?.cmp(&id) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Equal => return self.place(middle),
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }

    /// All places, by id.
    pub fn iter(&self) -> impl Iterator<Item = Place<'_>> {
        (0..self.len()).map_while(|number| self.place(number))
    }

    /// How many places there are.
    pub fn len(&self) -> usize {
        (self.parts.lists - self.parts.places) / RECORD
    }

    /// Whether there is no place at all.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many names there are, in normal form.
    pub fn names(&self) -> usize {
        self.index.len()
    }

    fn place(&self, number: usize) -> Option<Place<'_>> {
        let start = self.parts.places + number * RECORD;
        if start >= self.parts.lists {
            return None;
        }
        let [i0, i1, i2, i3, n0, n1, n2, n3, a0, a1, a2, a3, o0, o1, o2, o3, p0, p1, p2, p3, r0, r1, country, feature] =
            *self.tables.get(start..)?.first_chunk::<RECORD>()?;
        let id = u32::from_le_bytes([i0, i1, i2, i3]);
        Some(Place {
            id: (id != NO_ID).then_some(id),
            name: self.text(u32::from_le_bytes([n0, n1, n2, n3]))?,
            country: self.country(country)?,
            region: self.region(u16::from_le_bytes([r0, r1])),
            feature: Feature::from_number(feature)?,
            latitude: f32::from_le_bytes([a0, a1, a2, a3]),
            longitude: f32::from_le_bytes([o0, o1, o2, o3]),
            population: u32::from_le_bytes([p0, p1, p2, p3]),
        })
    }

    fn region(&self, number: u16) -> Option<&str> {
        if number == NO_REGION {
            return None;
        }
        self.text(self.number_at(self.parts.regions + usize::from(number) * NUMBER)?)
    }

    fn country(&self, number: u8) -> Option<&str> {
        if number == NO_COUNTRY {
            return Some("");
        }
        let start = self.parts.countries + usize::from(number) * COUNTRY;
        std::str::from_utf8(self.tables.get(start..start + COUNTRY)?).ok()
    }

    fn text(&self, start_and_length: u32) -> Option<&str> {
        let start = self.parts.texts + (start_and_length & ((1 << START_BITS) - 1)) as usize;
        let length = (start_and_length >> START_BITS) as usize;
        std::str::from_utf8(self.tables.get(start..start + length)?).ok()
    }

    fn number_at(&self, at: usize) -> Option<u32> {
        self.tables.get(at..)?.first_chunk().copied().map(u32::from_le_bytes)
    }
}

/// What the index says of a name.
#[derive(Clone, Copy)]
pub(crate) enum Next {
    /// No place, or no more.
    End,
    /// The number of the only place.
    One(usize),
    /// Where in the lists the next place stands.
    Listed(usize),
}

impl Next {
    /// As the index keeps it: the lowest bit says whether it is a list.
    pub(crate) fn encode(self) -> u64 {
        match self {
            Next::End => 0,
            Next::One(number) => (number as u64) << 1,
            Next::Listed(at) => (at as u64) << 1 | 1,
        }
    }

    fn decode(value: u64) -> Self {
        let number = (value >> 1) as usize;
        if value & 1 == 0 { Next::One(number) } else { Next::Listed(number) }
    }
}

fn counts(bytes: &[u8]) -> Option<[u32; COUNTS]> {
    let mut counts = [0; COUNTS];
    for (i, count) in counts.iter_mut().enumerate() {
        *count = u32::from_le_bytes(*bytes.get(COUNTS_AT + i * NUMBER..)?.first_chunk()?);
    }
    Some(counts)
}
