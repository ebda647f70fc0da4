//! One event as pairs of one who acts and one who is acted on, for formats that know no others: "Iran and Iraq accused Israel"
//! is Iran and Israel, Iraq and Israel.

use super::stored::{StoredArticle, StoredEvent};
use super::tabs::Tabs;
use super::{Day, Written};
use jiff::civil::Date;
use legation_coding::{EntityRecord, EventRecord};
use sha2::{Digest, Sha256};
use std::io::{Result, Write};

/// Most pairs of an event, and the step from the number of an event to that of the next one: the last four digits of a pair's
/// number count the pairs of its event.
const MOST: u64 = 10_000;

/// Types whose sides do the same to each other where all stand in `actor`: they meet, agree and work together.
const MUTUAL: [&str; 3] = ["CONSULT", "AGREE", "COOPERATE"];

/// Who acts on whom.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Pair<'a> {
    /// Counts the pairs of an event.
    pub number: u64,
    pub source: Option<&'a EntityRecord>,
    pub target: Option<&'a EntityRecord>,
}

/// The pairs of an event; one without sides where it has none.
///
/// Every actor with every recipient. Of sides that all stand in `actor` because they act on each other, every one with every
/// other, in both directions, as CAMEO codes a meeting.
pub(super) fn pairs(record: &EventRecord) -> Vec<Pair<'_>> {
    let (actors, recipients) = (&record.actor, &record.recipient);
    let some = |list: &'_ [EntityRecord]| -> Vec<Option<usize>> {
        if list.is_empty() { vec![None] } else { (0..list.len()).map(Some).collect() }
    };
    let mutual = recipients.is_empty() && actors.len() > 1 && is_mutual(record);
    let targets = if mutual { actors } else { recipients };
    let mut pairs = Vec::new();
    for source in some(actors) {
        for target in some(targets) {
            if !(mutual && source == target) && (pairs.len() as u64) < MOST {
                pairs.push(Pair {
                    number: pairs.len() as u64,
                    source: source.map(|i| &actors[i]),
                    target: target.map(|i| &targets[i]),
                });
            }
        }
    }
    pairs
}

/// Writes a row a pair of each event that stands for its reports and has a day.
pub(super) fn rows_of_pairs<W: Write, const WIDTH: usize>(
    article: &StoredArticle,
    out: &mut Tabs<W, WIDTH>,
    written: &mut Written,
    row: impl Fn(&StoredEvent, Date, Pair<'_>) -> [String; WIDTH],
) -> Result<()> {
    for event in article.events.iter().filter(|e| e.stands) {
        let fits = written.holds(&event.record, Day::Needed);
        let Some(day) = day(&event.record).filter(|_| fits) else {
            continue;
        };
        for pair in pairs(&event.record) {
            out.row(&row(event, day, pair))?;
        }
    }
    Ok(())
}

/// The first day of an event.
pub(super) fn day(record: &EventRecord) -> Option<Date> {
    record.date.as_deref().and_then(|day| day.parse().ok())
}

/// Whether the actors act on each other: by a pattern with two of them, as in "{actor} meet {actor}", else by the type.
fn is_mutual(record: &EventRecord) -> bool {
    match record.evidence.detail.get("pattern") {
        Some(pattern) => pattern.matches("{actor").count() > 1,
        None => record.event.iter().any(|e| MUTUAL.contains(&e.as_str())),
    }
}

/// The number of a pair: the same article, event and pair have the same one in every export, and all but the last four digits
/// are the same for all pairs of an event. Below 2^63.
pub(super) fn number(article: &str, event: &str, pair: u64) -> u64 {
    let digest = Sha256::new().chain_update(article).chain_update([0]).chain_update(event).finalize();
    let first = digest.iter().take(size_of::<u64>()).fold(0, |sum: u64, byte| sum << u8::BITS | u64::from(*byte));
    first % (i64::MAX as u64 / MOST) * MOST + pair
}
