//! Toponyms of running text: whether they are found, and how far off they are resolved (GeoVirus, LGL, GeoWebNews).

use super::lines;
use crate::gold::GoldError;
use crate::report::Row;
use crate::scores::Share;
use legation_coding::{CodePoints, Coder};
use legation_text::{Analyzer, Article, EntityKind, MentionForm};
use serde::Deserialize;
use std::path::Path;

#[derive(Deserialize)]
struct Record {
    text: String,
    toponyms: Vec<Toponym>,
}

#[derive(Deserialize)]
struct Toponym {
    start: usize,
    end: usize,
    lat: Option<f64>,
    lon: Option<f64>,
}

/// 100 miles: what the field calls near (Gritta et al. 2018, "A pragmatic guide to geoparsing evaluation").
const NEAR_KM: f64 = 161.0;
/// Mean radius of the earth.
const EARTH_KM: f64 = 6371.0;

pub(super) fn measure(name: &str, path: &Path, analyzer: &Analyzer, coder: &Coder) -> Result<Vec<Row>, GoldError> {
    let (mut found, mut near) = (Share::default(), Share::default());
    for (number, record) in lines::<Record>(path)?.into_iter().enumerate() {
        let document = analyzer.analyze(Article::from_text(number.to_string(), record.text));
        let toponyms = coder.toponyms(&document);
        let points = CodePoints::new(&document.article.text);
        let places: Vec<_> = document
            .mentions
            .iter()
            .filter(|m| m.kind == EntityKind::Place && m.form == MentionForm::Named)
            .map(|m| m.name.as_ref().map_or(m.span, |n| document.span_of(n)))
            .map(|span| (points.span(span), span))
            .collect();
        for gold in &record.toponyms {
            let same = places.iter().find(|((start, end), _)| *start < gold.end && gold.start < *end);
            found.add(same.is_some());
            if let (Some((_, span)), Some(lat), Some(lon)) = (same, gold.lat, gold.lon) {
                let place = toponyms.resolve(*span).and_then(|p| Some((p.latitude?, p.longitude?)));
                near.add(place.is_some_and(|p| distance_km(p, (lat, lon)) <= NEAR_KM));
            }
        }
    }
    Ok(vec![Row::new(name, "toponyms found", found), Row::new(name, "of these, resolved within 161 km", near)])
}

/// Along the surface (haversine).
fn distance_km(a: (f64, f64), b: (f64, f64)) -> f64 {
    let half = |x: f64, y: f64| ((y - x).to_radians() / 2.0).sin().powi(2);
    let h = half(a.0, b.0) + a.0.to_radians().cos() * b.0.to_radians().cos() * half(a.1, b.1);
    2.0 * EARTH_KM * h.sqrt().asin()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paris_is_some_340_km_from_london() {
        let km = distance_km((48.8566, 2.3522), (51.5074, -0.1278));
        assert!((km - 343.6).abs() < 2.0, "{km}");
    }
}
