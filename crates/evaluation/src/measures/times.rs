//! Time expressions: whether they are found and what they mean (MEANTIME, Recognizers-Text, GUM).
//!
//! A value is right where it says the same as gold's: "P12M" is "P1Y", "T16:00Z" is "T16:00", and "XXXX-XX-XX" is left open
//! as `null` is. A day is right where it is the day; a range of days where both ends are.

use super::lines;
use crate::gold::GoldError;
use crate::report::Row;
use crate::scores::{Agreement, Share};
use jiff::ToSpan;
use jiff::civil::Date;
use legation_coding::CodePoints;
use legation_text::{Analyzer, Article, Document, TimeExpression, TimeModifier};
use serde::Deserialize;
use std::path::Path;

/// Lines of an article of MEANTIME in which all expressions are marked: title, day and the first four.
const MARKED_LINES: usize = 6;

#[derive(Deserialize)]
struct Record<T> {
    text: String,
    dct: Option<String>,
    reference: Option<String>,
    timex: Vec<T>,
}

/// A marked stretch of text, in code points.
#[derive(Deserialize)]
struct Timex {
    start: usize,
    end: usize,
    value: Option<String>,
}

/// An expression of GUM, with TEI's attributes.
#[derive(Deserialize)]
struct TeiDate {
    start: usize,
    end: usize,
    when: Option<String>,
    from: Option<Date>,
    to: Option<Date>,
}

/// An utterance's expression with every reading that its makers list.
#[derive(Deserialize)]
struct Readings {
    start: usize,
    end: usize,
    values: Option<Vec<ReadAs>>,
}

#[derive(Deserialize)]
struct ReadAs {
    timex: Option<String>,
    #[serde(rename = "type")]
    kind: String,
    value: Option<String>,
    start: Option<String>,
    end: Option<String>,
}

/// The expressions of a text, each with its code points.
struct Analysed {
    document: Document,
    places: Vec<(usize, usize)>,
}

impl Analysed {
    fn new(text: &str, published: Option<&str>, analyzer: &Analyzer) -> Self {
        let mut article = Article::from_text("gold", text);
        article.published = published.and_then(|d| d.get(..10)?.parse().ok());
        let document = analyzer.analyze(article);
        let points = CodePoints::new(&document.article.text);
        let places = document.times.iter().map(|t| points.span(t.span)).collect();
        Self { document, places }
    }

    fn overlapping(&self, start: usize, end: usize) -> impl Iterator<Item = &TimeExpression> {
        let near = self.places.iter().zip(&self.document.times);
        near.filter(move |(place, _)| place.0 < end && start < place.1).map(|(_, time)| time)
    }
}

/// MEANTIME: every marked expression, whatever its type.
pub(super) fn meantime(path: &Path, analyzer: &Analyzer) -> Result<Vec<Row>, GoldError> {
    let (mut found, mut right, mut spans) = (Share::default(), Share::default(), Agreement::default());
    let mut false_ones = Share::default();
    let records: Vec<Record<Timex>> = lines(path)?;
    for record in &records {
        let analysed = Analysed::new(&record.text, record.dct.as_deref(), analyzer);
        for gold in &record.timex {
            let same: Vec<_> = analysed.overlapping(gold.start, gold.end).collect();
            found.add(!same.is_empty());
            right.add(same.iter().any(|t| same_value(gold.value.as_deref(), t.value.as_deref())));
            spans.gold.add(analysed.places.contains(&(gold.start, gold.end)));
        }
        let marked = end_of_lines(&record.text, MARKED_LINES);
        for place in analysed.places.iter().filter(|p| p.1 <= marked) {
            spans.found.add(record.timex.iter().any(|g| (g.start, g.end) == *place));
            false_ones.add(!record.timex.iter().any(|g| place.0 < g.end && g.start < place.1));
        }
    }
    let set = format!("MEANTIME dev ({} articles)", records.len());
    Ok(vec![
        Row::new(&set, "time expressions found", found),
        Row::new(&set, "time expressions found, value right", right),
        Row::new(&set, "time expressions, same words, F1", spans),
        Row::new(&set, "expressions that gold has not", false_ones),
    ])
}

/// Code points up to the end of the first lines.
fn end_of_lines(text: &str, lines: usize) -> usize {
    text.split_inclusive('\n').take(lines).map(|l| l.chars().count()).sum()
}

/// Short utterances with the day they were said: dates and date ranges, durations and sets, and utterances without any.
/// Times of day, which need clock arithmetic that events do not, are left out.
pub(super) fn recognizers(path: &Path, analyzer: &Analyzer) -> Result<Vec<Row>, GoldError> {
    let (mut dates, mut lengths, mut silent) = (Share::default(), Share::default(), Share::default());
    let records: Vec<Record<Readings>> = lines(path)?;
    for record in &records {
        let analysed = Analysed::new(&record.text, record.reference.as_deref(), analyzer);
        if record.timex.is_empty() {
            silent.add(analysed.document.times.is_empty());
        }
        for gold in &record.timex {
            let readings = gold.values.as_deref().unwrap_or_default();
            let mut same = analysed.overlapping(gold.start, gold.end);
            match readings.first().map(|r| r.kind.as_str()) {
                Some("date" | "daterange") => dates.add(same.any(|t| readings.iter().any(|r| is_read_as(t, r)))),
                Some("duration" | "set") => {
                    lengths
                        .add(same.any(|t| readings.iter().any(|r| same_value(r.timex.as_deref(), t.value.as_deref()))));
                }
                _ => {}
            }
        }
    }
    let set = format!("Recognizers-Text dev ({} utterances)", records.len());
    Ok(vec![
        Row::new(&set, "dates and date ranges, value right", dates),
        Row::new(&set, "durations and sets, value right", lengths),
        Row::new(&set, "utterances without a time, nothing found", silent),
    ])
}

/// GUM: expressions that a day, month or year, or both ends of a range, are given for.
pub(super) fn gum(path: &Path, analyzer: &Analyzer) -> Result<Vec<Row>, GoldError> {
    let (mut found, mut right) = (Share::default(), Share::default());
    let records: Vec<Record<serde_json::Value>> = lines(path)?;
    for record in &records {
        let analysed = Analysed::new(&record.text, record.dct.as_deref(), analyzer);
        // A season without a year ("--09") has no days.
        for gold in record.timex.iter().filter_map(|t| serde_json::from_value::<TeiDate>(t.clone()).ok()) {
            let range = gold.from.zip(gold.to);
            if gold.when.is_none() && range.is_none() {
                continue;
            }
            let same: Vec<_> = analysed.overlapping(gold.start, gold.end).collect();
            found.add(!same.is_empty());
            right.add(same.iter().any(|time| match &gold.when {
                // TEI gives the day where the words tell a part of it, too.
                Some(when) => ends(time).any(|end| {
                    same_value(Some(&tei_year(when)), Some(end.split_once('T').map_or(end, |(day, _)| day)))
                }),
                None => range == time.days,
            }));
        }
    }
    let set = format!("GUM dev, open genres ({} documents)", records.len());
    Ok(vec![
        Row::new(&set, "normalised dates found", found),
        Row::new(&set, "normalised dates found, value right", right),
    ])
}

/// The value itself, and both ends of a range: GUM marks them one by one.
fn ends(time: &TimeExpression) -> impl Iterator<Item = &str> {
    let value = time.value.as_deref();
    value.into_iter().chain(value.into_iter().flat_map(|v| v.split('/')))
}

/// TEI's "-0594" as TIMEX3 writes it, "BC0594".
fn tei_year(when: &str) -> String {
    when.strip_prefix('-').filter(|y| !y.starts_with('-')).map_or_else(|| when.to_owned(), |y| format!("BC{y}"))
}

fn is_read_as(time: &TimeExpression, reading: &ReadAs) -> bool {
    let Some((first, last)) = time.days else {
        return false;
    };
    let day = |text: &Option<String>| text.as_ref().and_then(|t| t.get(..10)?.parse::<Date>().ok());
    let after = |d: Date| d.checked_add(1.day()).ok();
    if let Some(value) = day(&reading.value) {
        return (first, last) == (value, value);
    }
    let (start, end) = (day(&reading.start), day(&reading.end));
    if start.is_none() && end.is_none() {
        return false;
    }
    match time.modifier {
        Some(TimeModifier::Start | TimeModifier::Mid | TimeModifier::End) => {
            // The set cuts a month into parts; the expression says which part, and the days are the month's.
            start.is_none_or(|s| (first..=last).contains(&s))
                && end.is_none_or(|e| first <= e && Some(e) <= after(last))
        }
        Some(TimeModifier::Before) if start.is_none() => end == Some(first),
        Some(TimeModifier::After) if end.is_none() => start == after(last),
        _ => {
            // "from May to September" ends where September begins in the set, where it ends here.
            let last_unit = time.value.as_deref().and_then(|v| v.split_once('/')).and_then(|(_, b)| first_day(b));
            start.is_none_or(|s| s == first)
                && end.is_none_or(|e| Some(e) == after(last) || e == last || Some(e) == last_unit)
        }
    }
}

/// First day of "2018", "2018-05" or "2018-05-02".
fn first_day(value: &str) -> Option<Date> {
    let whole = match value.len() {
        4 => format!("{value}-01-01"),
        7 => format!("{value}-01"),
        _ => value.to_owned(),
    };
    whole.parse().ok()
}

/// Whether two TIMEX3 values say the same.
fn same_value(gold: Option<&str>, found: Option<&str>) -> bool {
    gold.and_then(canonical) == found.and_then(canonical)
}

/// The value in one form; none where it is wholly open.
fn canonical(value: &str) -> Option<String> {
    let value = value.trim().to_uppercase();
    if value.chars().all(|c| matches!(c, 'X' | '-')) {
        return None;
    }
    if let Some(length) = value.strip_prefix('P').and_then(length) {
        return Some(length);
    }
    let value = value.strip_suffix("-XX").unwrap_or(&value);
    let value = if value.contains('T') { value.trim_end_matches('Z') } else { value };
    let value = value.strip_suffix('X').filter(|v| v.len() == "199".len()).unwrap_or(value);
    Some(value.to_owned())
}

/// "12M" as "P1Y", "T24H" as "P1D", "1DE" as "P10Y": the number of the largest unit that it is whole in.
fn length(text: &str) -> Option<String> {
    let (time, text) = text.strip_prefix('T').map_or((false, text), |t| (true, t));
    let digits = text.find(|c: char| !c.is_ascii_digit()).filter(|n| *n > 0)?;
    let n: u32 = text[..digits].parse().ok()?;
    let (n, unit) = match (time, &text[digits..]) {
        (true, "S") if n.is_multiple_of(60) => return length(&format!("T{}M", n / 60)),
        (true, "M") if n.is_multiple_of(60) => return length(&format!("T{}H", n / 60)),
        (true, "H") if n.is_multiple_of(24) => return length(&format!("{}D", n / 24)),
        (true, unit) => return Some(format!("PT{n}{unit}")),
        (false, "D") if n.is_multiple_of(7) => (n / 7, "W"),
        (false, "M") if n.is_multiple_of(12) => (n / 12, "Y"),
        (false, "DE") => (n * 10, "Y"),
        (false, "CE") => (n * 100, "Y"),
        (false, unit) => (n, unit),
    };
    Some(format!("P{n}{unit}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_the_same_where_they_say_the_same() {
        let same = [
            ("P12M", "P1Y"),
            ("P10Y", "P1DE"),
            ("PT24H", "P1D"),
            ("PT120M", "PT2H"),
            ("P14D", "P2W"),
            ("2008-09-17T16:08Z", "2008-09-17T16:08"),
            ("2011-06-XX", "2011-06"),
            ("199X", "199"),
            ("past_ref", "PAST_REF"),
        ];
        for (gold, found) in same {
            assert!(same_value(Some(gold), Some(found)), "{gold} {found}");
        }
        assert!(same_value(Some("XXXX-XX-XX"), None));
        for (gold, found) in
            [("2008", "2008-01"), ("P1Y", "P1M"), ("PT1M", "P1M"), ("PXY", "PXM"), ("2008-W01", "2008-W02")]
        {
            assert!(!same_value(Some(gold), Some(found)), "{gold} {found}");
        }
        assert!(!same_value(Some("2008"), None));
    }

    #[test]
    fn ranges_end_before_the_day_that_the_set_writes_or_on_it() {
        let time = |value: &str, first: &str, last: &str, modifier| TimeExpression {
            span: legation_text::Span::default(),
            value: Some(value.to_owned()),
            granularity: legation_text::Granularity::Month,
            days: Some((first.parse().expect("a day"), last.parse().expect("a day"))),
            modifier,
            sentence: 0,
        };
        let range = |start: Option<&str>, end: Option<&str>| ReadAs {
            timex: None,
            kind: "daterange".to_owned(),
            value: None,
            start: start.map(str::to_owned),
            end: end.map(str::to_owned),
        };
        let may = time("2018-05", "2018-05-01", "2018-05-31", None);
        assert!(is_read_as(&may, &range(Some("2018-05-01"), Some("2018-06-01"))));
        assert!(!is_read_as(&may, &range(Some("2018-05-01"), Some("2018-07-01"))));
        let to_june = time("2018-05/2018-06", "2018-05-01", "2018-06-30", None);
        assert!(is_read_as(&to_june, &range(Some("2018-05-01"), Some("2018-06-01"))));
        let before = time("2018", "2018-01-01", "2018-12-31", Some(TimeModifier::Before));
        assert!(is_read_as(&before, &range(None, Some("2018-01-01"))));
        assert!(!is_read_as(&before, &range(None, Some("2019-01-01"))));
    }
}
