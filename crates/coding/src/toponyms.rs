//! Which place a name means: "Tripoli" in a story of Lebanon is not Libya's, and "Paris, Texas" not France's.
//!
//! Countries, capitals and seats are the codebook's; every other name is looked up in the gazetteer. Of several places of a name
//! that one is taken whose country the story names, which is large, or which the words behind it tell.

use crate::event::ResolvedPlace;
use crate::names::{Named, Names};
use legation_codebook::{CountryKind, Location};
use legation_gazetteer::{Feature, Place};
use legation_text::{Document, EntityKind, MentionForm, Span};
use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

/// Resolves the places of one document.
pub struct Toponyms<'a> {
    document: &'a Document,
    names: &'a Names,
    /// How often each story names each country, by itself, its people, its capital or a body of it; once somebody asked.
    countries: Vec<OnceCell<HashMap<String, usize>>>,
    /// Other places that each story names; once somebody asked.
    surroundings: Vec<OnceCell<Surroundings<'a>>>,
}

/// What a story names beside a place and that may tell which one is meant.
#[derive(Default)]
struct Surroundings<'a> {
    /// Subdivisions, with their countries.
    regions: HashSet<(&'a str, &'a str)>,
    /// Degrees north and east of places that hardly can be others, with their names.
    sure: Vec<(&'a str, f32, f32)>,
}

/// Of places with one name so many are weighed: the most populous stand first.
const WEIGHED: usize = 80;

/// What it is worth that the story names the place's country: as much as 400 times the population.
const COUNTRY_IS_NAMED: f64 = 6.0;
/// What it is worth that the story names the subdivision that the place lies in: Austin in a story of Indiana.
const REGION_IS_NAMED: f64 = 3.0;
/// What it is worth that a place of the story lies near by.
const IS_NEAR: f64 = 2.0;
/// How near that is: what people of one region speak of together.
const NEAR_KM: f32 = 150.0;
/// A place is sure where it has so many times the people of the next of its name.
const OUTWEIGHS: u32 = 20;
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
        let surroundings = (0..stories).map(|_| OnceCell::new()).collect();
        Self { document, names, countries: vec![OnceCell::new(); stories], surroundings }
    }

    /// The subdivisions of a story and its sure places, found once.
    fn surroundings(&self, story: usize) -> &Surroundings<'a> {
        self.surroundings[story].get_or_init(|| {
            let mut found = Surroundings::default();
            let document = self.document;
            let of_story = document.mentions.iter().filter(|m| document.sentences[m.sentence].story == story);
            for mention in of_story.filter(|m| m.kind == EntityKind::Place && m.form == MentionForm::Named) {
                let name = document.str(mention.name.as_ref().map_or(mention.span, |n| document.span_of(n)));
                let mut candidates = self.names.gazetteer.lookup(name).take(2);
                let Some(first) = candidates.next() else {
                    continue;
                };
                if first.feature == Feature::Region {
                    found.regions.extend(first.region.map(|r| (first.country, r)));
                }
                let second = candidates.next().map_or(0, |p| p.population);
                if self.names.lookup(name).is_none() && first.population / OUTWEIGHS >= second.max(1) {
                    found.sure.push((first.name, first.latitude, first.longitude));
                }
            }
            found
        })
    }

    /// How often a story names each country or body, found once.
    pub(crate) fn countries(&self, story: usize) -> &HashMap<String, usize> {
        self.countries[story].get_or_init(|| {
            let mut seen: HashMap<String, usize> = HashMap::new();
            for sentence in self.document.sentences.iter().filter(|s| s.story == story) {
                for (_, named) in self.names.spoken_of(self.document, sentence.tokens.clone()) {
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
        // "Paris, Tenn.": the region by any of its names.
        let regions = told.iter().flat_map(|t| self.names.gazetteer.lookup(t)).filter(|p| p.feature == Feature::Region);
        let regions: Vec<(&str, Option<&str>)> = regions.map(|p| (p.country, p.region)).collect();
        let is_told = |p: &Place<'_>| {
            told.as_deref().is_some_and(|t| {
                p.region.is_some() && regions.contains(&(p.country, p.region))
                    || self.names.codebook.countries.iter().any(|c| {
                        c.code == p.country
                            && std::iter::once(&c.name).chain(&c.aliases).any(|n| crate::names::normal(n) == t)
                    })
            })
        };
        let around = self.surroundings.get(story).map(|_| self.surroundings(story));
        let weight = |p: &Place<'_>| {
            let people = (f64::from(p.population) + NOBODY).ln();
            let named = times(p.country);
            let country = if named > 0 && !p.country.is_empty() { COUNTRY_IS_NAMED + (named as f64).ln() } else { 0.0 };
            let near = around.map_or(0.0, |a| a.speak_for(p));
            people + country + near + f64::from(prominence(p.feature)) + if is_told(p) { IS_TOLD } else { 0.0 }
        };
        // "China, Japan and Korea": a country does not lie in the next one.
        let told_apart =
            |p: &Place<'_>, k: &ResolvedPlace| is_told(p) && (k.resolution > 1 || p.feature == Feature::Region);
        let candidates = self.names.gazetteer.lookup(name).take(WEIGHED);
        let whole = candidates.filter(|p| !self.is_word(p, span));
        let allowed = whole.filter(|p| known.is_none_or(|k| told_apart(p, k) || self.rivals(p, k, span, &times)));
        allowed.max_by(|a, b| weight(a).total_cmp(&weight(b)).then(b.id.cmp(&a.id)))
    }

    /// Whether what would be the short form of a region ("La.", "Miss.") stands without its full stop: then it is another word.
    fn is_word(&self, place: &Place<'_>, span: Span) -> bool {
        const LONGEST: usize = 5;
        let surface = self.document.str(span);
        surface.len() <= LONGEST
            && place.feature == Feature::Region
            && surface.chars().any(char::is_lowercase)
            && !self.document.article.text[span.start..].get(..surface.len() + 1).is_some_and(|s| s.contains('.'))
            && crate::names::normal(place.name) != crate::names::normal(surface)
    }

    /// Whether a place may be meant although a country or capital has its name: a part of that country ("Scotland"), or one of a
    /// country that the story names, where nothing but the name itself speaks for the other.
    fn rivals(&self, place: &Place<'_>, known: &ResolvedPlace, span: Span, times: &dyn Fn(&str) -> usize) -> bool {
        use crate::names::normal;
        let name = self.document.str(span);
        let own_name = normal(place.name) == normal(name);
        if place.country == known.country {
            return place.feature == Feature::Region
                && own_name
                && known.resolution == 1
                && normal(&known.name) != normal(name);
        }
        let large = match known.resolution {
            // Georgia in America has more people than the country, Niger in Nigeria has fewer.
            1 | 2 => place.feature == Feature::Region && place.population > self.people(known),
            _ => place.population >= RIVAL_OF_A_CAPITAL,
        };
        own_name && large && times(place.country) > 0 && times(&known.country) <= self.written(span)
    }

    /// Inhabitants of a country, as far as the gazetteer knows.
    fn people(&self, known: &ResolvedPlace) -> u32 {
        let of =
            |p: &Place<'_>| p.country == known.country && matches!(p.feature, Feature::Country | Feature::Territory);
        self.names.gazetteer.lookup(&known.name).find(of).map_or(0, |p| p.population)
    }

    /// How often a name is written in its story, as a word of its own: each time it counts for the country that it is known for.
    fn written(&self, span: Span) -> usize {
        let name = self.document.str(span);
        let sentences = &self.document.sentences;
        let at = sentences.partition_point(|s| s.span.start <= span.start).saturating_sub(1);
        let Some(story) = sentences.get(at).map(|s| s.story) else {
            return 0;
        };
        let text = self.document.str(self.document.stories[story].span);
        let alone = |(start, _): &(usize, &str)| {
            let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            !letter(text[..*start].chars().next_back()) && !letter(text[start + name.len()..].chars().next())
        };
        text.match_indices(name).filter(alone).count()
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
        let (feature, resolution) = match c.kind {
            CountryKind::Region => (Feature::Region, 2),
            CountryKind::Territory => (Feature::Territory, 1),
            CountryKind::State | CountryKind::Partial | CountryKind::Former => (Feature::Country, 1),
        };
        listed(c.name.clone(), c.place, &c.code, feature, resolution)
    }

    fn capital(&self, i: usize, name: &str) -> ResolvedPlace {
        let c = self.names.capital_on(i, self.document.article.published);
        let usual = c.capitals.first().cloned().unwrap_or_else(|| name.to_owned());
        listed(usual, c.capital_place, &c.code, Feature::Capital, 4)
    }
}

/// A place of the codebook's own lists.
fn listed(name: String, location: Option<Location>, country: &str, feature: Feature, resolution: u8) -> ResolvedPlace {
    ResolvedPlace {
        name,
        geonameid: location.and_then(|l| l.geonameid),
        latitude: location.map(|l| l.latitude),
        longitude: location.map(|l| l.longitude),
        country: country.to_owned(),
        feature: feature.code(),
        resolution,
    }
}

impl Surroundings<'_> {
    /// How much a story's other places speak for one.
    fn speak_for(&self, place: &Place<'_>) -> f64 {
        let in_region = place.feature != Feature::Region
            && place.region.is_some_and(|r| self.regions.contains(&(place.country, r)));
        let near = |(name, latitude, longitude): &(&str, f32, f32)| {
            *name != place.name && distance_km((*latitude, *longitude), (place.latitude, place.longitude)) <= NEAR_KM
        };
        let region = if in_region { REGION_IS_NAMED } else { 0.0 };
        region + if self.sure.iter().any(near) { IS_NEAR } else { 0.0 }
    }
}

/// Along the surface, well enough for what is near: a degree is 111 km, to the east less toward the poles.
fn distance_km(a: (f32, f32), b: (f32, f32)) -> f32 {
    const DEGREE_KM: f32 = 111.2;
    let north = b.0 - a.0;
    let east = (b.1 - a.1) * a.0.midpoint(b.0).to_radians().cos();
    DEGREE_KM * north.hypot(east)
}

/// What a kind of place is worth beside its population: a capital is spoken of more than a town of its size.
fn prominence(feature: Feature) -> f32 {
    match feature {
        Feature::Country => 9.0,
        Feature::Capital => 4.0,
        Feature::Region | Feature::Territory => 2.0,
        Feature::RegionSeat => 1.0,
        Feature::City => 0.0,
        Feature::District => 0.0,
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
            Feature::District => 3,
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
