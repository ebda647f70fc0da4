//! Which place a name means: "Tripoli" in a story of Lebanon is not Libya's, and "Paris, Texas" not France's.
//!
//! Countries, capitals and seats are the codebook's; every other name is looked up in the gazetteer. Of several places of a name
//! that one is taken whose country the story names, which is large, or which the words behind it tell.

use crate::event::ResolvedPlace;
use crate::names::{Named, Names};
use legation_gazetteer::{Feature, Place};
use legation_text::{Document, Span};
use std::cell::OnceCell;
use std::collections::HashMap;

/// Resolves the places of one document.
pub struct Toponyms<'a> {
    document: &'a Document,
    names: &'a Names,
    /// How often each story names each country, by itself, its people, its capital or a body of it; once somebody asked.
    countries: Vec<OnceCell<HashMap<String, usize>>>,
}

/// Of places with one name so many are weighed: the most populous stand first.
const WEIGHED: usize = 80;

/// What it is worth that the story names the place's country: as much as 400 times the population.
const COUNTRY_IS_NAMED: f64 = 6.0;
/// What it is worth that the words behind the name tell its country or region: "Paris, Texas".
const IS_TOLD: f64 = 40.0;
/// A town that a body may be known by: "Oxford University".
const LARGE: u32 = 100_000;
/// A smaller town is not meant by the name of a capital: Moscow in Idaho.
const RIVAL_OF_A_CAPITAL: u32 = 50_000;
/// A place without people counts as one of so many.
const NOBODY: f64 = 500.0;

impl<'a> Toponyms<'a> {
    pub(crate) fn new(document: &'a Document, names: &'a Names) -> Self {
        let stories = document.sentences.iter().map(|s| s.story + 1).max().unwrap_or(0);
        Self { document, names, countries: vec![OnceCell::new(); stories] }
    }

    /// How often a story names each country or body, found once.
    pub(crate) fn countries(&self, story: usize) -> &HashMap<String, usize> {
        self.countries[story].get_or_init(|| {
            let mut seen: HashMap<String, usize> = HashMap::new();
            for sentence in self.document.sentences.iter().filter(|s| s.story == story) {
                for (_, named) in self.names.within(self.document, sentence.tokens.clone()) {
                    let code = match named {
                        Named::Country(i)
                        | Named::Capital(i)
                        | Named::Seat(i, _)
                        | Named::Nationality(i, _)
                        | Named::Town(i) => &self.names.country(i).code,
                        Named::Organization(i) => &self.names.codebook.organizations[i].code,
                    };
                    *seen.entry(code.clone()).or_default() += 1;
                }
            }
            seen
        })
    }

    /// The place that words name.
    pub fn resolve(&self, span: Span) -> Option<ResolvedPlace> {
        let surface = self.document.str(span);
        let titled: String;
        let name = if surface.chars().any(char::is_lowercase) {
            surface
        } else {
            // Datelines are in capitals.
            titled = surface.split(' ').map(title).collect::<Vec<_>>().join(" ");
            &titled
        };
        let named = self.names.lookup(name).or_else(|| self.names.lookup(surface));
        let from_codebook = match named {
            Some(Named::Country(i)) => Some(self.country(i)),
            Some(Named::Capital(i)) => Some(self.capital(i, name)),
            // A palace or parliament stands in the capital.
            Some(Named::Seat(i, seat)) => {
                let there = self.capital(i, name);
                let name = self.names.country(i).seats[seat].0.clone();
                return Some(ResolvedPlace { name, geonameid: None, feature: "BLDG", resolution: 5, ..there });
            }
            _ => None,
        };
        let Some(known) = from_codebook else {
            return self.best(name, span, None).map(resolved);
        };
        // "Georgia" of a story of the United States, "Tripoli" of one of Lebanon, "Scotland".
        Some(self.best(name, span, Some(&known)).map_or(known, resolved))
    }

    /// The country that a place lies in, where it is no country itself.
    pub(crate) fn country_of(&self, span: Span) -> Option<&str> {
        self.best(self.document.str(span), span, None).map(|p| p.country).filter(|c| !c.is_empty())
    }

    /// The same, of a region or large town only: the first words of "Madras High Court", not of "Reading Society".
    pub(crate) fn country_of_large(&self, span: Span) -> Option<&str> {
        let place = self.best(self.document.str(span), span, None)?;
        let large = matches!(place.feature, Feature::Region | Feature::RegionSeat) || place.population >= LARGE;
        Some(place.country).filter(|c| large && !c.is_empty())
    }

    /// The likeliest place of a name; where it is `known` as a country or capital, only another that the story speaks for.
    fn best(&self, name: &str, span: Span, known: Option<&ResolvedPlace>) -> Option<Place<'_>> {
        let sentences = &self.document.sentences;
        let story =
            sentences[..sentences.partition_point(|s| s.span.start <= span.start)].last().map_or(0, |s| s.story);
        let told = self.told(span);
        let counts = self.countries.get(story).map(|_| self.countries(story));
        let times = |code: &str| counts.and_then(|c| c.get(code)).copied().unwrap_or(0);
        let is_told = |p: &Place<'_>| {
            told.as_deref().is_some_and(|t| {
                p.region.is_some_and(|r| legation_gazetteer::normal(r) == t)
                    || self.names.codebook.countries.iter().any(|c| {
                        c.code == p.country
                            && std::iter::once(&c.name).chain(&c.aliases).any(|n| crate::names::normal(n) == t)
                    })
            })
        };
        let weight = |p: &Place<'_>| {
            let people = (f64::from(p.population) + NOBODY).ln();
            let named = times(p.country);
            let near = if named > 0 && !p.country.is_empty() { COUNTRY_IS_NAMED + (named as f64).ln() } else { 0.0 };
            people + near + f64::from(prominence(p.feature)) + if is_told(p) { IS_TOLD } else { 0.0 }
        };
        let candidates = self.names.gazetteer.lookup(name).take(WEIGHED);
        let allowed = candidates.filter(|p| known.is_none_or(|k| is_told(p) || self.rivals(p, k, name, &times)));
        allowed.max_by(|a, b| weight(a).total_cmp(&weight(b)).then(b.id.cmp(&a.id)))
    }

    /// Whether a place may be meant although a country or capital has its name: a part of that country ("Scotland"), or one of a
    /// country that the story names, where nothing but the name itself speaks for the other.
    fn rivals(&self, place: &Place<'_>, known: &ResolvedPlace, name: &str, times: &dyn Fn(&str) -> usize) -> bool {
        use crate::names::normal;
        let own_name = normal(place.name) == normal(name);
        if place.country == known.country {
            return place.feature == Feature::Region
                && own_name
                && known.resolution == 1
                && normal(&known.name) != normal(name);
        }
        let large = match known.resolution {
            1 => place.feature == Feature::Region,
            _ => place.population >= RIVAL_OF_A_CAPITAL,
        };
        // The name itself is one mention of the country that it is known for.
        own_name && large && times(place.country) > 0 && times(&known.country) <= 1
    }

    /// The words behind a name that tell where it is: "Texas" of "Paris, Texas", in normal form.
    fn told(&self, span: Span) -> Option<String> {
        let text = &self.document.article.text;
        let rest = text.get(span.end..)?.strip_prefix(", ")?;
        let words: Vec<&str> =
            rest.split([' ', '\n']).take_while(|w| w.starts_with(char::is_uppercase)).take(3).collect();
        let ends = |w: &str| w.ends_with([',', '.', ';', ')']);
        let end = words.iter().position(|w| ends(w)).map_or(words.len(), |i| i + 1);
        (end > 0).then(|| crate::names::normal(&words[..end].join(" ")))
    }

    fn country(&self, i: usize) -> ResolvedPlace {
        let c = self.names.country(i);
        let place = c.place;
        ResolvedPlace {
            name: c.name.clone(),
            geonameid: place.map(|p| p.0),
            latitude: place.map(|p| p.1),
            longitude: place.map(|p| p.2),
            country: c.code.clone(),
            feature: "PCLI",
            resolution: 1,
        }
    }

    fn capital(&self, i: usize, name: &str) -> ResolvedPlace {
        let c = self.names.capital_on(i, self.document.article.published);
        let place = c.capital_place;
        ResolvedPlace {
            name: c.capitals.first().cloned().unwrap_or_else(|| name.to_owned()),
            geonameid: place.map(|p| p.0),
            latitude: place.map(|p| p.1),
            longitude: place.map(|p| p.2),
            country: c.code.clone(),
            feature: "PPLC",
            resolution: 4,
        }
    }
}

/// What a kind of place is worth beside its population: a capital is spoken of more than a town of its size.
fn prominence(feature: Feature) -> f32 {
    match feature {
        Feature::Country => 9.0,
        Feature::Capital => 4.0,
        Feature::Region | Feature::Territory => 2.0,
        Feature::RegionSeat => 1.0,
        Feature::City => 0.0,
        Feature::Section => -1.0,
        // Seas, straits, ranges and sites of the project's own list are there because news speaks of them.
        _ => 6.0,
    }
}

fn resolved(place: Place<'_>) -> ResolvedPlace {
    ResolvedPlace {
        name: place.name.to_owned(),
        geonameid: place.id.map(u64::from),
        latitude: Some(degrees(place.latitude)),
        longitude: Some(degrees(place.longitude)),
        country: place.country.to_owned(),
        feature: place.feature.code(),
        resolution: match place.feature {
            Feature::Country => 1,
            Feature::Region | Feature::Territory | Feature::Area => 2,
            Feature::Capital | Feature::RegionSeat | Feature::City => 4,
            _ => 5,
        },
    }
}

/// As GeoNames writes them: four places behind the point tell ten metres.
fn degrees(value: f32) -> f64 {
    (f64::from(value) * 1e4).round() / 1e4
}

fn title(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|c| c.to_string() + &letters.as_str().to_lowercase()).unwrap_or_default()
}
