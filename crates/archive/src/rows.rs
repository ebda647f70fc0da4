//! An article and its events as rows of the tables (`migrations/001.sql`).

use crate::coding::Range;
use crate::entry::Entry;
use crate::writer::Tally;
use legation_coding::{EntityRecord, EventLocation, EventRecord};
use legation_text::{Article, SentenceKind};
use rusqlite::{OptionalExtension, Result, Transaction, params};
use std::collections::BTreeSet;

/// Between the parts of a list.
const SEPARATOR: &str = ";";

/// Sides of an event as numbers.
const ACTOR: u8 = 0;
const RECIPIENT: u8 = 1;
const SOURCE: u8 = 2;

/// Writes an article without its coding; gives its number.
pub(crate) fn article(to: &Transaction<'_>, entry: &Entry, run: i64) -> Result<i64> {
    let Entry { article, .. } = entry;
    let insert =
        "INSERT INTO articles (key, document, title, published, url, publisher, license, language, state, kept_by)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
    // Coded is what `coding` makes of it.
    let state = if entry.state == crate::State::Foreign { "foreign" } else { "waiting" };
    to.prepare_cached(insert)?.execute(params![
        entry.key.as_str(),
        article.id,
        article.title,
        article.published.map(|day| day.to_string()),
        article.url,
        article.publisher,
        article.license,
        entry.language,
        state,
        run,
    ])?;
    let number = to.last_insert_rowid();
    to.prepare_cached("INSERT INTO texts (article, text) VALUES (?1, ?2)")?.execute(params![number, article.text])?;
    to.prepare_cached("INSERT INTO search (rowid, title, text) VALUES (?1, ?2, ?3)")?.execute(params![
        number,
        article.title,
        article.text
    ])?;
    Ok(number)
}

/// Writes where else an article was seen, where that says more than the archive has.
pub(crate) fn sighting(to: &Transaction<'_>, number: i64, article: &Article) -> Result<()> {
    let insert = "INSERT OR IGNORE INTO sightings (article, document, url, publisher)
        SELECT id, ?2, ?3, ?4 FROM articles WHERE id = ?1
        AND (coalesce(url, '') <> ?3 OR coalesce(publisher, '') <> ?4) AND (?3 <> '' OR ?4 <> '')";
    let (url, publisher) = (article.url.as_deref(), article.publisher.as_deref());
    let known = params![number, article.id, url.unwrap_or_default(), publisher.unwrap_or_default()];
    to.prepare_cached(insert)?.execute(known).map(|_| ())
}

/// Writes what the coder made of an article, and that it is coded.
pub(crate) fn coding(to: &Transaction<'_>, number: i64, entry: &Entry, run: i64) -> Result<()> {
    let coding = &entry.coding;
    stories_and_sentences(to, number, entry)?;
    for (place, record) in coding.records.iter().enumerate() {
        event(to, number, place, record, run)?;
    }
    to.prepare_cached("INSERT INTO records (article, jsonl) VALUES (?1, ?2)")?.execute(params![number, entry.jsonl])?;
    to.prepare_cached("UPDATE articles SET state = 'coded', coded_by = ?2, events = ?3 WHERE id = ?1")?
        .execute(params![number, run, coding.records.len()])?;
    Ok(())
}

fn stories_and_sentences(to: &Transaction<'_>, article: i64, entry: &Entry) -> Result<()> {
    let start = |range: Option<Range>| range.map(|r| r.0);
    let end = |range: Option<Range>| range.map(|r| r.1);
    let mut insert = to.prepare_cached("INSERT INTO stories VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)")?;
    for (number, story) in entry.coding.stories.iter().enumerate() {
        insert.execute(params![
            article,
            number,
            story.span.0,
            story.span.1,
            start(story.headline),
            end(story.headline),
            start(story.dateline),
            end(story.dateline),
            story.dated,
        ])?;
    }
    let mut insert = to.prepare_cached("INSERT INTO sentences VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?;
    for (number, sentence) in entry.coding.sentences.iter().enumerate() {
        let kind = match sentence.kind {
            SentenceKind::Body => 0,
            SentenceKind::Headline => 1,
            SentenceKind::Metadata => 2,
        };
        let (start, end) = sentence.span;
        insert.execute(params![article, number, sentence.story, sentence.paragraph, kind, start, end])?;
    }
    Ok(())
}

fn event(to: &Transaction<'_>, article: i64, number: usize, record: &EventRecord, run: i64) -> Result<()> {
    let place = record.event_loc.as_ref().map(|p| resolved(to, p)).transpose()?.flatten();
    let words =
        |spans: &[legation_coding::TextSpan]| spans.iter().map(|s| s.text.as_str()).collect::<Vec<_>>().join(SEPARATOR);
    let insert = "INSERT INTO events (article, number, key, run, story, sentence, start, \"end\", type, mode, context, auxiliary,
        quad, scale, cameo, killed, injured, arrested, date, enddate, granularity, date_source, place, place_text,
        place_source, stance, attribution, trigger, topic, confidence)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23,
        ?24, ?25, ?26, ?27, ?28, ?29, ?30)";
    to.prepare_cached(insert)?.execute(params![
        article,
        number,
        record.id,
        run,
        record.story,
        record.text_info.sequence,
        record.text_info.start,
        record.text_info.end,
        record.event.join(SEPARATOR),
        record.mode.join(SEPARATOR),
        record.context.join(SEPARATOR),
        record.auxiliary.join(SEPARATOR),
        record.quad_code,
        record.event_scale,
        record.cameo,
        record.size.get("killed"),
        record.size.get("injured"),
        record.size.get("arrested"),
        record.date,
        record.enddate,
        record.date_info.as_ref().map(|d| &d.granularity),
        record.date_info.as_ref().map(|d| &d.source),
        place,
        record.event_loc.as_ref().map(|p| &p.extracted_place),
        record.event_loc.as_ref().map(|p| &p.source),
        record.attribution.as_ref().map(|a| &a.stance),
        record.attribution.as_ref().and_then(|a| a.text.as_ref()),
        words(&record.event_text),
        words(&record.topic),
        record.confidence,
    ])?;
    let event = to.last_insert_rowid();
    to.prepare_cached("INSERT INTO reports (report, event, article) VALUES (?1, ?1, ?2)")?.execute([event, article])?;
    for context in &record.context {
        let insert = "INSERT OR IGNORE INTO event_contexts (context, event) VALUES (?1, ?2)";
        to.prepare_cached(insert)?.execute(params![context, event])?;
    }
    let sources: Vec<&EntityRecord> = record.attribution.iter().filter_map(|a| a.entity.as_ref()).collect();
    for (side, list) in
        [(ACTOR, record.actor.iter().collect()), (RECIPIENT, record.recipient.iter().collect()), (SOURCE, sources)]
    {
        for (number, entity) in list.into_iter().enumerate() {
            participant(to, event, record, (side, number), entity)?;
            person(to, entity, record.date.as_deref())?;
        }
    }
    let insert = "INSERT INTO dyads (actor, recipient, date, event, quad, scale) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    let day = record.date.as_deref().unwrap_or_default();
    for (actor, recipient) in dyads(record) {
        to.prepare_cached(insert)?.execute(params![
            actor,
            recipient,
            day,
            event,
            record.quad_code,
            record.event_scale
        ])?;
    }
    Ok(())
}

/// The codes of a side.
fn codes(side: &[EntityRecord]) -> Vec<&str> {
    side.iter().filter_map(|entity| entity.code.as_deref()).collect()
}

/// Who acts on whom, by code, each pair once; of actors alone each on each other.
fn dyads(record: &EventRecord) -> BTreeSet<(&str, &str)> {
    let actors = codes(&record.actor);
    let alone = record.recipient.is_empty();
    let recipients = if alone { actors.clone() } else { codes(&record.recipient) };
    let pairs = actors.iter().flat_map(|actor| recipients.iter().map(move |recipient| (*actor, *recipient)));
    pairs.filter(|(actor, recipient)| !alone || actor != recipient).collect()
}

fn participant(
    to: &Transaction<'_>,
    event: i64,
    record: &EventRecord,
    (side, number): (u8, usize),
    entity: &EntityRecord,
) -> Result<()> {
    let insert =
        "INSERT INTO participants VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)";
    to.prepare_cached(insert)?.execute(params![
        event,
        side,
        number,
        entity.entity_text,
        entity.start,
        entity.end,
        entity.kind,
        entity.identifier_text,
        entity.identifier_id,
        entity.code,
        entity.sector.join(SEPARATOR),
        entity.office,
        entity.confidence,
        record.date,
        record.quad_code,
        record.event_scale,
    ])?;
    for sector in &entity.sector {
        let insert = "INSERT OR IGNORE INTO participant_sectors (sector, event, side, number) VALUES (?1, ?2, ?3, ?4)";
        to.prepare_cached(insert)?.execute(params![sector, event, side, number])?;
    }
    Ok(())
}

/// A named person with an office or country, as this event tells it.
fn person(to: &Transaction<'_>, entity: &EntityRecord, day: Option<&str>) -> Result<()> {
    let Some(name) = entity.identifier_text.as_ref().filter(|_| entity.kind.as_deref() == Some("person")) else {
        return Ok(());
    };
    if entity.office.is_none() && entity.code.is_none() {
        return Ok(());
    }
    let insert =
        "INSERT INTO people (name, office, code, sector, first, last, events) VALUES (?1, ?2, ?3, ?4, ?5, ?5, 1)
        ON CONFLICT (name, office, code, sector) DO UPDATE SET events = events + 1,
        first = min(coalesce(first, excluded.first), coalesce(excluded.first, first)),
        last = max(coalesce(last, excluded.last), coalesce(excluded.last, last))";
    let office = entity.office.as_deref().unwrap_or_default();
    let code = entity.code.as_deref().unwrap_or_default();
    to.prepare_cached(insert)?.execute(params![name, office, code, entity.sector.join(SEPARATOR), day]).map(|_| ())
}

/// The number of a resolved place; `None` where it is not resolved.
fn resolved(to: &Transaction<'_>, place: &EventLocation) -> Result<Option<i64>> {
    let Some(name) = &place.resolved_place else {
        return Ok(None);
    };
    let (country, id) = (place.country_code.as_deref().unwrap_or_default(), place.geonameid.unwrap_or_default());
    let mut known = to.prepare_cached("SELECT id FROM places WHERE name = ?1 AND country = ?2 AND geonameid = ?3")?;
    if let Some(number) = known.query_row(params![name, country, id], |row| row.get(0)).optional()? {
        return Ok(Some(number));
    }
    let insert = "INSERT INTO places (name, country, geonameid, lat, lon, feature, resolution)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    to.prepare_cached(insert)?.execute(params![
        name,
        country,
        id,
        place.lat,
        place.lon,
        place.feature_code,
        place.resolution
    ])?;
    Ok(Some(to.last_insert_rowid()))
}

/// Adds what a batch did to its run.
pub(crate) fn count(to: &Transaction<'_>, run: i64, tally: &Tally) -> Result<()> {
    let update = "UPDATE runs SET added = added + ?2, coded = coded + ?3, events = events + ?4, there = there + ?5,
        failed = failed + ?6 WHERE id = ?1";
    to.prepare_cached(update)?
        .execute(params![run, tally.added, tally.coded, tally.events, tally.there, tally.failed])
        .map(|_| ())
}
