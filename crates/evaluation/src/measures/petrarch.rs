//! PETRARCH's unit tests, many with invented countries, coded with the compiled codebook alone, and with the tests' own
//! dictionaries taken over into it.
//!
//! PETRARCH codes a visit twice, as 042 of the guest and 043 of the host, and each pair of a list of actors by itself; a record
//! here holds both sides once. An event that the tests want is found where a record has its CAMEO code and names its source among
//! the actors and its target among the recipients; where both are actors of one record (a meeting), and for the way back of a
//! pair that the tests code both ways, either side may stand on either. A test whose side has no code (`---`) is asked for the
//! other alone.

use super::{code, lines, read};
use crate::gold::GoldError;
use crate::report::Row;
use crate::scores::Share;
use legation_codebook::Codebook;
use legation_codebook::petrarch::{Beside, Sides, Source, actor_code, import};
use legation_coding::{Coder, EntityRecord, EventRecord};
use legation_text::{Analyzer, verbs_of};
use serde::Deserialize;
use std::path::Path;

#[derive(Deserialize)]
struct Record {
    sentence: String,
    events: Vec<Coded>,
    no_event: bool,
    date: String,
}

#[derive(Clone, Debug, Deserialize)]
struct Coded {
    source: Option<String>,
    target: Option<String>,
    cameo: String,
}

/// The dictionaries of the tests.
const DICTIONARIES: &[&str] =
    &["PETR.Validate.actors.txt", "PETR.Validate.agents.txt", "PETR.Validate.verbs.txt", "PETR.Validate.discards.txt"];

/// What is counted of one way to code the tests.
#[derive(Default)]
struct Counts {
    roots: Share,
    codes: Share,
    sides: Share,
    whole: Share,
    quiet: Share,
}

pub(super) fn measure(
    path: &Path,
    dictionaries: Option<&Path>,
    analyzer: &Analyzer,
    coder: &Coder,
) -> Result<Vec<Row>, GoldError> {
    let records = lines::<Record>(path)?;
    let mut rows = rows("without their dictionaries", count(&records, Codes::Plover, analyzer, coder));
    let Some(folder) = dictionaries else {
        return Ok(rows);
    };
    for (name, beside) in
        [("with their dictionaries", Beside::Compiled), ("with their dictionaries alone", Beside::Nothing)]
    {
        let codebook = with_dictionaries(folder, beside)?;
        // The names and verbs of the codebook are known to the text layer too.
        let analyzer = analyzer.with_lexicon(Coder::lexicon(&codebook));
        let coder = Coder::new(codebook);
        rows.extend(self::rows(name, count(&records, Codes::Own, &analyzer, &coder)));
    }
    Ok(rows)
}

fn with_dictionaries(folder: &Path, beside: Beside) -> Result<Codebook, GoldError> {
    let source = |name: &&str| -> Result<Source, GoldError> {
        let text = read(&folder.join(name))?;
        Ok(Source { name: (*name).to_owned(), text })
    };
    let sources = DICTIONARIES.iter().map(source).collect::<Result<Vec<_>, _>>()?;
    let made = import(&sources, beside, Sides::One, &verbs_of);
    Codebook::load(&made.files).map_err(|problems| GoldError(problems[0].to_string()))
}

/// Whose codes the records are compared in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Codes {
    /// PLOVER has no comments and appeals (01, 02).
    Plover,
    /// The dictionaries' own.
    Own,
}

fn count(records: &[Record], codes: Codes, analyzer: &Analyzer, coder: &Coder) -> Counts {
    let mut counts = Counts::default();
    for record in records {
        let day = format!("{}-{}-{}", &record.date[..4], &record.date[4..6], &record.date[6..8]);
        let found = code(&record.sentence, Some(&day), analyzer, coder);
        if record.no_event {
            counts.quiet.add(found.is_empty());
        }
        for event in &record.events {
            let root = event.cameo.get(..2).unwrap_or_default();
            if codes == Codes::Plover && root <= "02" {
                continue;
            }
            let mutual = record.events.iter().any(|e| e.source == event.target && e.target == event.source);
            let of_root = |r: &&EventRecord| {
                r.cameo.starts_with(root)
                    || mutual && record.events.iter().any(|e| e.source == event.target && r.cameo == e.cameo)
            };
            let between = |r: &&EventRecord| is_between(r, event, mutual);
            let exact = |r: &&EventRecord| {
                r.cameo == event.cameo
                    || mutual && record.events.iter().any(|e| e.source == event.target && r.cameo == e.cameo)
            };
            counts.roots.add(found.iter().any(|r| of_root(&r)));
            counts.codes.add(found.iter().any(|r| exact(&r)));
            counts.sides.add(found.iter().any(|r| of_root(&r) && between(&r)));
            let whole = found.iter().any(|r| exact(&r) && between(&r));
            counts.whole.add(whole);
        }
    }
    counts
}

/// Whether a record's sides are those of an event of the tests.
fn is_between(record: &EventRecord, event: &Coded, mutual: bool) -> bool {
    let among = |side: &Option<String>, list: &[EntityRecord]| {
        let wanted = side.as_deref().filter(|s| !s.starts_with("---")).and_then(|s| actor_code(s).ok());
        wanted.is_none_or(|w| {
            list.iter().any(|e| e.code.as_deref().unwrap_or_default() == w.code && e.sector == w.sectors)
        })
    };
    let straight = among(&event.source, &record.actor) && among(&event.target, &record.recipient);
    let together = among(&event.source, &record.actor) && among(&event.target, &record.actor);
    let back = among(&event.target, &record.actor) && among(&event.source, &record.recipient);
    straight || record.recipient.is_empty() && together || mutual && back
}

fn rows(name: &str, counts: Counts) -> Vec<Row> {
    let name = format!("PETRARCH unit tests (dev half; {name})");
    vec![
        Row::new(&name, "an event of the right CAMEO root in the sentence", counts.roots),
        Row::new(&name, "an event of the right CAMEO code in the sentence", counts.codes),
        Row::new(&name, "root, source and target right", counts.sides),
        Row::new(&name, "code, source and target right", counts.whole),
        Row::new(&name, "nothing where nothing is due", counts.quiet),
    ]
}
