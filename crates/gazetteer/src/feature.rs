//! What kind of place: a subset of the feature codes of GeoNames, by name.

/// What kind of place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Feature {
    /// Capital of a country.
    Capital,
    /// Seat of a first-level subdivision.
    RegionSeat,
    /// Any other town or village.
    City,
    /// Part of a town.
    Section,
    /// First-level subdivision: state, province, governorate, oblast.
    Region,
    /// Independent country.
    Country,
    /// Dependent territory.
    Territory,
    /// Region without government of its own, or over borders: the Sahel, the Donbas.
    Area,
    /// Continent.
    Continent,
    /// Ocean.
    Ocean,
    /// Sea.
    Sea,
    /// Gulf.
    Gulf,
    /// Bay.
    Bay,
    /// Strait.
    Strait,
    /// Canal.
    Canal,
    /// River.
    River,
    /// Lake.
    Lake,
    /// Desert.
    Desert,
    /// Mountain range.
    Mountains,
    /// Mountain.
    Mountain,
    /// Mountain pass.
    Pass,
    /// Valley.
    Valley,
    /// Peninsula.
    Peninsula,
    /// Cape.
    Cape,
    /// Island.
    Island,
    /// Group of islands.
    Islands,
    /// Reef or shoal.
    Reef,
    /// Military base.
    MilitaryBase,
    /// Air base.
    AirBase,
    /// Naval base.
    NavalBase,
    /// Other military installation: proving ground, launch site.
    Installation,
    /// Nuclear facility other than a power station.
    NuclearSite,
    /// Power station.
    PowerStation,
    /// Dam.
    Dam,
    /// Border crossing.
    Crossing,
    /// Frontier, buffer zone or line of separation.
    Frontier,
    /// Port.
    Port,
    /// Bridge.
    Bridge,
    /// Prison.
    Prison,
    /// Camp of refugees.
    RefugeeCamp,
    /// Estate or residence.
    Estate,
    /// Resort, or a seat of conferences.
    Resort,
    /// Square.
    Square,
    /// Place of worship.
    ReligiousSite,
    /// Building or place of history.
    HistoricalSite,
    /// Oil field or other facility of industry.
    Facility,
    /// Second-level subdivision: county, district, department of a province.
    District,
}

/// Every feature with its GeoNames code. The place in this list is the number in the file: add at the end only.
const CODES: [(Feature, &str); 47] = [
    (Feature::Capital, "PPLC"),
    (Feature::RegionSeat, "PPLA"),
    (Feature::City, "PPL"),
    (Feature::Section, "PPLX"),
    (Feature::Region, "ADM1"),
    (Feature::Country, "PCLI"),
    (Feature::Territory, "PCLD"),
    (Feature::Area, "RGN"),
    (Feature::Continent, "CONT"),
    (Feature::Ocean, "OCN"),
    (Feature::Sea, "SEA"),
    (Feature::Gulf, "GULF"),
    (Feature::Bay, "BAY"),
    (Feature::Strait, "STRT"),
    (Feature::Canal, "CNL"),
    (Feature::River, "STM"),
    (Feature::Lake, "LK"),
    (Feature::Desert, "DSRT"),
    (Feature::Mountains, "MTS"),
    (Feature::Mountain, "MT"),
    (Feature::Pass, "PASS"),
    (Feature::Valley, "VAL"),
    (Feature::Peninsula, "PEN"),
    (Feature::Cape, "CAPE"),
    (Feature::Island, "ISL"),
    (Feature::Islands, "ISLS"),
    (Feature::Reef, "RF"),
    (Feature::MilitaryBase, "MILB"),
    (Feature::AirBase, "AIRB"),
    (Feature::NavalBase, "NVB"),
    (Feature::Installation, "INSM"),
    (Feature::NuclearSite, "CTRA"),
    (Feature::PowerStation, "PS"),
    (Feature::Dam, "DAM"),
    (Feature::Crossing, "PSTB"),
    (Feature::Frontier, "ZNB"),
    (Feature::Port, "PRT"),
    (Feature::Bridge, "BDG"),
    (Feature::Prison, "PRN"),
    (Feature::RefugeeCamp, "CMPRF"),
    (Feature::Estate, "EST"),
    (Feature::Resort, "RSRT"),
    (Feature::Square, "SQR"),
    (Feature::ReligiousSite, "REL"),
    (Feature::HistoricalSite, "HSTS"),
    (Feature::Facility, "FCL"),
    (Feature::District, "ADM2"),
];

impl Feature {
    /// The feature code of GeoNames: "PPLC" for a capital.
    pub fn code(self) -> &'static str {
        CODES[usize::from(self.number())].1
    }

    /// The feature of a code, if the gazetteer knows it.
    pub fn from_code(code: &str) -> Option<Self> {
        CODES.iter().find(|(_, c)| *c == code).map(|(feature, _)| *feature)
    }

    /// Whether people live there as in a town: a capital, a seat, a city or a part of one.
    pub fn is_town(self) -> bool {
        matches!(self, Feature::Capital | Feature::RegionSeat | Feature::City | Feature::Section)
    }

    pub(crate) fn number(self) -> u8 {
        self as u8
    }

    pub(crate) fn from_number(number: u8) -> Option<Self> {
        CODES.get(usize::from(number)).map(|(feature, _)| *feature)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_numbers_come_back_as_the_same_feature() {
        for (i, (feature, code)) in CODES.iter().enumerate() {
            assert_eq!(usize::from(feature.number()), i, "{feature:?} stands in the order of the enum");
            assert_eq!(Feature::from_number(feature.number()), Some(*feature));
            assert_eq!(Feature::from_code(code), Some(*feature), "{code} is given once");
            assert_eq!(feature.code(), *code);
        }
        assert_eq!(Feature::from_code("XYZ"), None);
    }
}
