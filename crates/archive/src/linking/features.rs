//! What of an event record is compared, read from the tables.

use super::likeness::{Features, Side, Spot};
use rusqlite::{Connection, OptionalExtension, Result, Row};
use std::collections::BTreeSet;

/// Words of the sentence that are kept: a longer one is a list.
const MOST_WORDS: usize = 40;

/// Shortest word that is compared, in characters.
const SHORTEST: usize = 4;

/// Letters of a word that are compared: "mediation" and "mediator", "accused" and "accusation" are of one stem.
const STEM: usize = 5;

/// Words that every report has.
const COMMON: [&str; 46] = [
    "about",
    "after",
    "against",
    "agency",
    "also",
    "been",
    "before",
    "country",
    "during",
    "foreign",
    "from",
    "government",
    "have",
    "including",
    "into",
    "least",
    "minister",
    "ministry",
    "monday",
    "more",
    "news",
    "official",
    "over",
    "people",
    "police",
    "president",
    "prime",
    "reported",
    "said",
    "saturday",
    "state",
    "statement",
    "sunday",
    "their",
    "there",
    "they",
    "this",
    "thursday",
    "told",
    "tuesday",
    "were",
    "wednesday",
    "which",
    "while",
    "with",
    "friday",
];

/// Reads the record of a number, `words` from where they were kept, else from its sentence.
pub(super) fn read(from: &Connection, report: i64) -> Result<Option<Features>> {
    let sql = "SELECT e.type, e.mode, e.auxiliary, CAST(julianday(e.date) + 0.5 AS INTEGER),
            CAST(julianday(coalesce(e.enddate, e.date)) + 0.5 AS INTEGER), e.date_source, e.killed, e.injured, e.arrested,
            l.id, l.country, l.lat, l.lon, l.resolution, e.place_source, k.words,
            e.article, e.sentence
        FROM events e LEFT JOIN places l ON l.id = e.place LEFT JOIN linked k ON k.report = e.id WHERE e.id = ?1";
    let mut words: Option<String> = None;
    let read = from.prepare_cached(sql)?.query_row([report], |row| {
        words = row.get(15)?;
        features(row, report)
    });
    let Some(mut features) = read.optional()? else {
        return Ok(None);
    };
    sides(from, &mut features)?;
    features.words = match words {
        Some(words) => words.split_whitespace().map(str::to_owned).collect(),
        None => words_of(from, &features)?,
    };
    Ok(Some(features))
}

fn features(row: &Row<'_>, report: i64) -> Result<Features> {
    let auxiliary: String = row.get(2)?;
    let modality: Vec<&str> = auxiliary.split(';').filter(|a| !a.is_empty() && *a != "historical").collect();
    let first: Option<i64> = row.get(3)?;
    let last: Option<i64> = row.get(4)?;
    let source: Option<String> = row.get(5)?;
    let place: Option<i64> = row.get(9)?;
    let spot = |id| -> Result<Spot> {
        let at: (Option<f64>, Option<f64>) = (row.get(11)?, row.get(12)?);
        let dateline = row.get::<_, Option<String>>(14)?.is_some_and(|s| s == "dateline");
        Ok(Spot {
            id,
            country: row.get(10)?,
            at: at.0.zip(at.1),
            resolution: row.get::<_, Option<u8>>(13)?.unwrap_or_default(),
            dateline,
        })
    };
    Ok(Features {
        report,
        article: row.get(16)?,
        sentence: row.get(17)?,
        kind: row.get(0)?,
        mode: row.get(1)?,
        modality: modality.join(";"),
        days: first.zip(last),
        assumed_day: source.is_some_and(|s| s != "text"),
        place: place.map(spot).transpose()?,
        sizes: [row.get(6)?, row.get(7)?, row.get(8)?],
        ..Features::default()
    })
}

fn sides(from: &Connection, features: &mut Features) -> Result<()> {
    let sql =
        "SELECT side, kind, name, code, sector FROM participants WHERE event = ?1 AND side < 2 ORDER BY side, number";
    let mut statement = from.prepare_cached(sql)?;
    let mut rows = statement.query([features.report])?;
    while let Some(row) = rows.next()? {
        let name: Option<String> = row.get(2)?;
        let sector: String = row.get(4)?;
        let side = Side {
            // "ministers of Greece" is no name of a person.
            person: name.as_ref().is_some_and(|n| n.starts_with(char::is_uppercase))
                && row.get::<_, Option<String>>(1)?.is_some_and(|k| k == "person"),
            name,
            code: row.get(3)?,
            sectors: sector.split(';').filter(|s| !s.is_empty()).map(str::to_owned).collect(),
        };
        let list = if row.get::<_, u8>(0)? == 0 { &mut features.actors } else { &mut features.recipients };
        list.push(side);
    }
    Ok(())
}

/// The words of the sentence that may tell one event from another.
fn words_of(from: &Connection, features: &Features) -> Result<Vec<String>> {
    let sql = "SELECT substr(t.text, e.start + 1, e.\"end\" - e.start), coalesce(e.place_text, ''),
            (SELECT group_concat(p.text, ' ') FROM participants p WHERE p.event = e.id)
        FROM events e JOIN texts t ON t.article = e.article WHERE e.id = ?1";
    let found: Option<(String, String, Option<String>)> = from
        .prepare_cached(sql)?
        .query_row([features.report], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?;
    let (sentence, place, sides) = found.unwrap_or_default();
    let told: BTreeSet<String> = stems(&place).chain(stems(&sides.unwrap_or_default())).collect();
    let words: BTreeSet<String> = stems(&sentence).filter(|word| !told.contains(word)).take(MOST_WORDS).collect();
    Ok(words.into_iter().collect())
}

/// Beginnings of words in lower case, common words left out.
fn stems(text: &str) -> impl Iterator<Item = String> {
    let plain = text.to_lowercase();
    let words: Vec<String> = plain
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| word.chars().count() >= SHORTEST && !COMMON.contains(word))
        .map(|word| word.strip_suffix('s').unwrap_or(word).chars().take(STEM).collect())
        .collect();
    words.into_iter()
}

#[cfg(test)]
mod tests {
    use super::stems;

    #[test]
    fn words_of_one_stem_are_one_and_common_words_fall_away() {
        let found: Vec<String> = stems("Police said they bombed two villages on Monday, bombing a village.").collect();
        assert_eq!(found, ["bombe", "villa", "bombi", "villa"]);
        let same: Vec<String> = stems("mediation, mediator; accused of an accusation; banks, bank").collect();
        assert_eq!(same, ["media", "media", "accus", "accus", "bank", "bank"]);
    }
}
