//! Names of persons, organizations and places: "Ayman Sosan" of "Syrian Deputy Foreign Minister Ayman Sosan".
//!
//! Strict: first and last character and kind are right. Overlap: a name counts where it overlaps one of its kind on the other
//! side. The corpora differ on articles and titles, so both come off on both sides, as `training/reader/data.py` takes them off.
//! Words of nationality ("Syrian"), which the corpora name in as many ways, are not counted on either side.

use super::{bytes_of_points, lines};
use crate::gold::GoldError;
use crate::report::Row;
use crate::scores::Agreement;
use legation_coding::Coder;
use legation_text::{Analyzer, Article, Document, EntityKind, Span};
use serde::Deserialize;
use std::collections::{BTreeSet, HashSet};
use std::path::Path;

/// The kinds that are measured: those that all corpora tell apart.
const KINDS: [EntityKind; 3] = [EntityKind::Person, EntityKind::Organization, EntityKind::Place];

/// A corpus, and how it is read.
struct Corpus {
    name: &'static str,
    files: &'static [&'static str],
    /// Only the fifth of its records that the reader is not trained on.
    fifth: bool,
    /// Mentions that are no names are among its entities; past the lines with names only some are marked.
    mentions: bool,
}

const CORPORA: [Corpus; 3] = [
    Corpus { name: "UNER EWT dev", files: &["uner_ewt_dev.ner.jsonl"], fifth: false, mentions: false },
    Corpus {
        name: "CrossNER politics, held-out fifth",
        files: &["crossner_politics_train.ner.jsonl", "crossner_politics_dev.ner.jsonl"],
        fifth: true,
        mentions: false,
    },
    Corpus {
        name: "MEANTIME, held-out fifth, lines with all names",
        files: &["meantime.ner.jsonl"],
        fifth: true,
        mentions: true,
    },
];

#[derive(Deserialize)]
struct Record {
    id: String,
    text: String,
    entities: Vec<Entity>,
}

#[derive(Deserialize)]
struct Entity {
    /// In code points.
    start: usize,
    end: usize,
    #[serde(rename = "type")]
    label: Option<String>,
    /// How MEANTIME says that it is mentioned: "NAM" and "PRE.NAM" are names.
    mention: Option<String>,
}

type Name = (Span, EntityKind);

/// The names of a text and the stretches on which gold says nothing.
#[derive(Debug, Default, PartialEq)]
struct Gold {
    names: BTreeSet<Name>,
    unsure: Vec<Span>,
}

/// What is counted of a corpus.
#[derive(Default)]
struct Counts {
    strict: Agreement,
    overlap: Agreement,
    of_kind: [Agreement; KINDS.len()],
}

pub(super) fn measure(folder: &Path, analyzer: &Analyzer, coder: &Coder) -> Result<Vec<Row>, GoldError> {
    let nationalities = coder.codebook().nationalities.iter().map(|n| n.term.to_lowercase());
    // "us" is a pronoun too.
    let nationalities: HashSet<String> = nationalities.filter(|n| n != "us" && n != "u.s.").collect();
    let mut rows = Vec::new();
    for corpus in &CORPORA {
        let (mut counts, mut records) = (Counts::default(), 0);
        for path in corpus.files.iter().map(|f| folder.join(f)).filter(|p| p.exists()) {
            for record in lines::<Record>(&path)?.iter().filter(|r| !corpus.fifth || is_held_out(&r.id)) {
                records += 1;
                let gold = gold_names(record, corpus.mentions, &nationalities);
                let found = found_names(&analyzer.analyze(Article::from_text("gold", &*record.text)));
                counts.add(&gold, &found);
            }
        }
        if records > 0 {
            rows.extend(counts.rows(&format!("{} ({records} texts)", corpus.name)));
        }
    }
    Ok(rows)
}

/// A fifth by the code points of the record's name, as `training/reader/train.py` has it.
fn is_held_out(id: &str) -> bool {
    id.chars().map(u32::from).sum::<u32>() % 5 == 0
}

impl Counts {
    fn add(&mut self, gold: &Gold, found: &BTreeSet<Name>) {
        let found: BTreeSet<Name> =
            found.iter().filter(|f| !gold.unsure.iter().any(|u| u.overlaps(f.0))).copied().collect();
        let overlaps = |names: &BTreeSet<Name>, one: &Name| names.iter().any(|n| n.1 == one.1 && n.0.overlaps(one.0));
        let number = |name: &Name| KINDS.iter().position(|k| *k == name.1);
        for name in &found {
            self.strict.found.add(gold.names.contains(name));
            self.overlap.found.add(overlaps(&gold.names, name));
            if let Some(kind) = number(name) {
                self.of_kind[kind].found.add(gold.names.contains(name));
            }
        }
        for name in &gold.names {
            self.strict.gold.add(found.contains(name));
            self.overlap.gold.add(overlaps(&found, name));
            if let Some(kind) = number(name) {
                self.of_kind[kind].gold.add(found.contains(name));
            }
        }
    }

    fn rows(&self, set: &str) -> Vec<Row> {
        let mut rows =
            vec![Row::new(set, "names, strict F1", self.strict), Row::new(set, "names, overlap F1", self.overlap)];
        for (kind, agreement) in KINDS.iter().zip(self.of_kind) {
            rows.push(Row::new(set, format!("names of kind {}, strict F1", kind.as_str()), agreement));
        }
        rows
    }
}

/// The kinds of the corpora's labels; what is no name is none.
fn kind_of(label: &str) -> Option<EntityKind> {
    Some(match label {
        "PER" | "person" | "politician" => EntityKind::Person,
        "ORG" | "organisation" | "politicalparty" => EntityKind::Organization,
        "LOC" | "location" | "country" => EntityKind::Place,
        "event" | "election" => EntityKind::Event,
        "MISC" | "misc" | "PRO" | "OTH" => EntityKind::Other,
        _ => return None,
    })
}

/// Of names within names ("Syria" of "Syria's 2014 election") the longest counts.
fn gold_names(record: &Record, mentions: bool, nationalities: &HashSet<String>) -> Gold {
    let text = &*record.text;
    let bytes = bytes_of_points(text);
    let mut entities: Vec<(Span, &Entity)> = record
        .entities
        .iter()
        .filter(|e| !mentions || matches!(e.mention.as_deref(), Some("NAM" | "PRE.NAM")))
        .map(|e| (Span::new(bytes[e.start], bytes[e.end]), e))
        .collect();
    entities.sort_by_key(|(span, _)| (span.start, std::cmp::Reverse(span.end)));
    let (mut gold, mut taken) = (Gold::default(), Vec::<Span>::new());
    for (span, entity) in entities {
        let Some(name) = entity.label.as_deref().and_then(kind_of).and_then(|kind| normal(text, (span, kind))) else {
            continue;
        };
        if taken.iter().any(|t| t.overlaps(name.0)) {
            continue;
        }
        taken.push(name.0);
        let words = name.0.of(text);
        if nationalities.contains(&words.to_lowercase()) || mentions && has_common_words(words) {
            gold.unsure.push(name.0);
        } else if KINDS.contains(&name.1) {
            gold.names.insert(name);
        }
    }
    if mentions {
        gold.unsure.push(Span::new(end_of_marked(record, &bytes), text.len()));
    }
    gold
}

/// End of the last line in which all mentions are marked: MEANTIME goes on with those of some entities only, and does not
/// say how these are mentioned.
fn end_of_marked(record: &Record, bytes: &[usize]) -> usize {
    let last = record.entities.iter().filter(|e| e.mention.is_some()).map(|e| bytes[e.end]).max().unwrap_or(0);
    record.text[last..].find('\n').map_or(record.text.len(), |n| last + n)
}

/// The names that the document's mentions have, each once.
fn found_names(document: &Document) -> BTreeSet<Name> {
    let named = document.mentions.iter().filter_map(|m| Some((document.span_of(m.name.as_ref()?), m.kind)));
    named.filter(|(_, kind)| KINDS.contains(kind)).filter_map(|name| normal(&document.article.text, name)).collect()
}

/// Titles that stand before the names of persons.
const TITLES: &[&str] = &[
    "admiral",
    "ambassador",
    "ayatollah",
    "captain",
    "chairman",
    "chancellor",
    "chief",
    "colonel",
    "defense",
    "deputy",
    "director",
    "dr",
    "dr.",
    "finance",
    "foreign",
    "former",
    "gen",
    "gen.",
    "general",
    "gov.",
    "governor",
    "interior",
    "judge",
    "justice",
    "king",
    "leader",
    "lieutenant",
    "lt.",
    "major",
    "minister",
    "minister's",
    "mr",
    "mr.",
    "mrs",
    "mrs.",
    "ms",
    "ms.",
    "pope",
    "premier",
    "president",
    "prime",
    "prince",
    "queen",
    "secretary",
    "sen",
    "sen.",
    "senator",
    "sheik",
    "sheikh",
    "spokesman",
    "spokeswoman",
    "vice",
];

/// A name without what the corpora differ on; none where nothing is left ("the President").
fn normal(text: &str, (mut span, kind): Name) -> Option<Name> {
    let is_title = |word: &str| TITLES.binary_search(&word.to_lowercase().as_str()).is_ok();
    if kind == EntityKind::Person {
        while let Some((first, rest)) = span.of(text).split_once(char::is_whitespace).filter(|(f, _)| is_title(f)) {
            span.start += first.len();
            span.start += span.of(text).len() - rest.trim_start().len();
        }
        if is_title(span.of(text)) {
            return None;
        }
    }
    let words = span.of(text);
    if words.chars().any(char::is_uppercase) && !has_article_al(words) {
        span.start += small_words(words);
    }
    if span.of(text).ends_with(')') && !span.of(text).contains('(') {
        span.end -= 1;
    }
    let words = span.of(text);
    if words.get(..4).is_some_and(|w| w.eq_ignore_ascii_case("the ")) && words.len() > 4 {
        span.start += 4;
    }
    (!span.is_empty()).then_some((span, kind))
}

/// "al-Assad" keeps its article.
fn has_article_al(words: &str) -> bool {
    let first = words.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    first.eq_ignore_ascii_case("al")
}

/// Bytes of the lower-case words and marks that a name begins with; part of a word with a hyphen is no word.
fn small_words(words: &str) -> usize {
    let mut at = 0;
    while at < words.len() {
        let rest = &words[at..];
        let marks = rest.find(char::is_alphanumeric).unwrap_or(rest.len());
        let small = rest[marks..].find(|c: char| !c.is_ascii_lowercase()).unwrap_or(rest.len() - marks);
        let after = rest[marks + small..].chars().next();
        let is_word = small > 0 && after.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '-' | '\'' | '’'));
        match (marks, is_word) {
            (0, false) => break,
            (_, false) => at += marks,
            (_, true) => at += marks + small,
        }
    }
    if at < words.len() { at } else { 0 }
}

/// Whether a MEANTIME extent takes in common nouns ("Sosan aircraft company").
fn has_common_words(words: &str) -> bool {
    let within = |w: &str| matches!(w, "of" | "the" | "and" | "for" | "de" | "van");
    let small = |w: &str| w.len() > 1 && w.bytes().take(2).all(|b| b.is_ascii_lowercase());
    words.split(|c: char| !c.is_alphanumeric()).any(|w| small(w) && !within(w))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(text: &str, entities: &[(&str, &str, Option<&str>)]) -> Record {
        let entity = |(words, label, mention): &(&str, &str, Option<&str>)| {
            let start = text[..text.find(words).expect("in the text")].chars().count();
            let end = start + words.chars().count();
            Entity { start, end, label: Some((*label).into()), mention: mention.map(Into::into) }
        };
        Record { id: String::new(), text: text.into(), entities: entities.iter().map(entity).collect() }
    }

    fn names<'a>(text: &'a str, gold: &Gold) -> Vec<&'a str> {
        gold.names.iter().map(|(span, _)| span.of(text)).collect()
    }

    #[test]
    fn titles_and_articles_come_off() {
        let check = |words: &str, kind, expected: Option<&str>| {
            let found = normal(words, (Span::new(0, words.len()), kind));
            assert_eq!(found.map(|n| n.0.of(words)), expected, "{words:?}");
        };
        check("Foreign Minister  Faisal Mekdad", EntityKind::Person, Some("Faisal Mekdad"));
        check("President", EntityKind::Person, None);
        check("the United Nations", EntityKind::Organization, Some("United Nations"));
        check("The Hague", EntityKind::Place, Some("Hague"));
        check("al-Qaida", EntityKind::Organization, Some("al-Qaida"));
        check("al Qaida", EntityKind::Organization, Some("al Qaida"));
        check("eBay", EntityKind::Organization, Some("eBay"));
        check("port sosan", EntityKind::Place, Some("port sosan"));
        check("(UN)", EntityKind::Organization, Some("UN"));
        check("King", EntityKind::Place, Some("King"));
        assert!(TITLES.is_sorted());
    }

    #[test]
    fn the_longest_of_nested_names_counts_and_nationalities_do_not() {
        let text = "Élisa Petit of the Bank of Malta met Syrian men at the Malta vote.";
        let entities = [
            ("Malta", "country", None),
            ("Bank of Malta", "organisation", None),
            ("Élisa Petit", "politician", None),
            ("Syrian", "misc", None),
            ("Malta vote", "election", None),
        ];
        let gold = gold_names(&record(text, &entities), false, &HashSet::from(["syrian".to_owned()]));
        assert_eq!(names(text, &gold), ["Élisa Petit", "Bank of Malta"]);
        assert_eq!(gold.unsure.iter().map(|s| s.of(text)).collect::<Vec<_>>(), ["Syrian"]);
    }

    #[test]
    fn only_lines_with_all_mentions_are_measured() {
        let text = "Mekdad flew on.\nHe met the Sosan board.\nKhaji stayed.";
        let entities = [
            ("Mekdad", "PER", Some("NAM")),
            ("He", "PER", Some("")),
            ("the Sosan board", "ORG", Some("NAM")),
            ("Khaji", "PER", None),
        ];
        let gold = gold_names(&record(text, &entities), true, &HashSet::new());
        assert_eq!(names(text, &gold), ["Mekdad"]);
        assert_eq!(gold.unsure.iter().map(|s| s.of(text)).collect::<Vec<_>>(), ["Sosan board", "\nKhaji stayed."]);
    }

    #[test]
    fn strict_wants_the_span_and_both_want_the_kind() {
        let name = |start, end, kind| (Span::new(start, end), kind);
        let (person, place) = (EntityKind::Person, EntityKind::Place);
        let names = BTreeSet::from([name(0, 5, person), name(10, 20, place), name(30, 35, person)]);
        let gold = Gold { names, unsure: vec![Span::new(50, 60)] };
        let found = [name(0, 5, person), name(10, 15, place), name(30, 35, place), name(52, 55, place)];
        let mut counts = Counts::default();
        counts.add(&gold, &BTreeSet::from(found));
        assert_eq!((counts.strict.found.hits, counts.strict.found.of, counts.strict.gold.hits), (1, 3, 1));
        assert_eq!((counts.overlap.found.hits, counts.overlap.gold.hits, counts.overlap.gold.of), (2, 2, 3));
        assert_eq!(counts.of_kind[2].found.of, 2);
    }

    #[test]
    fn the_held_out_fifth_is_told_by_the_code_points_of_the_name() {
        assert!(is_held_out("ab")); // 97 + 98
        assert!(!is_held_out("ac"));
    }
}
