//! Tells lines about the page (by-lines, credits, licences, date lines) from the news itself, and
//! finds datelines: "TEHRAN, Jan. 25 (MNA) - Syrian ..." begins with a place, a date and an agency.

use crate::document::Imprint;
use crate::span::Span;
use regex::Regex;
use serde::Deserialize;
use std::sync::LazyLock;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    line: Vec<Line>,
    imprint: Vec<ImprintLine>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(test), allow(dead_code))]
struct Line {
    name: String,
    pattern: String,
    most: usize,
    #[serde(default)]
    credit: bool,
    example: String,
    counterexample: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(test), allow(dead_code))]
struct ImprintLine {
    pattern: String,
    license: Option<String>,
    example: String,
    told: String,
}

/// Lines of the table and what a page says of itself, both with their patterns compiled.
type Tables = (Vec<(Regex, Line)>, Vec<(Regex, ImprintLine)>);

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let compiled = |pattern: &str| Regex::new(pattern).expect("tested with the program");
    let table: Table = toml::from_str(include_str!("../data/metadata.toml")).expect("tested with the program");
    (
        table.line.into_iter().map(|l| (compiled(&l.pattern), l)).collect(),
        table.imprint.into_iter().map(|l| (compiled(&l.pattern), l)).collect(),
    )
});

/// What a line about the page says of its publisher and licence: "All Content by Mehr News Agency is
/// licensed under a Creative Commons Attribution 4.0 International License."
pub(crate) fn imprint(line: &str) -> Imprint {
    let line = line.trim();
    let mut told = Imprint::default();
    for (pattern, entry) in &TABLES.1 {
        let Some(found) = pattern.captures(line) else {
            continue;
        };
        if let Some(publisher) = found.name("publisher") {
            told.publisher.get_or_insert_with(|| publisher.as_str().trim().to_owned());
        }
        let version = found.name("version").or_else(|| found.name("version2"));
        if let (Some(license), Some(version)) = (&entry.license, version) {
            told.license.get_or_insert_with(|| license.replace("{version}", version.as_str()));
        }
    }
    told
}

/// Whether a sentence or line is about the page.
pub(crate) fn is_metadata(line: &str) -> bool {
    matches(line, |_| true)
}

/// Whether such a line says who wrote or supplied the story: "Reporting by Parisa Hafezi; Editing by Nick Macfie".
pub(crate) fn is_credit(line: &str) -> bool {
    matches(line, |l| l.credit)
}

fn matches(line: &str, wanted: impl Fn(&Line) -> bool) -> bool {
    let line = line.trim();
    let words = line.split_whitespace().take(61).count();
    TABLES.0.iter().any(|(pattern, l)| wanted(l) && words <= l.most && pattern.is_match(line))
}

/// The beginning of a story: where, when and whose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Dateline {
    pub place: Span,
    pub agency: Option<Span>,
    pub date: Option<Span>,
    /// Where the story's first sentence begins.
    pub end: usize,
}

const MONTH: &str = r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?|JAN|FEB|MAR|APR|JUNE?|JULY?|AUG|SEPT?|OCT|NOV|DEC)\.?";

/// "TEHRAN - ", "KABUL, Afghanistan (AP) — ", "BEIJING, Jan. 25 (Xinhua) -- ".
static CAPITALS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(
        r#"^(?P<place>\p{{Lu}}[\p{{Lu}}.'’]+(?:[ /-]\p{{Lu}}[\p{{Lu}}.'’]+){{0,3}})(?:, \p{{Lu}}[\p{{L}}. ]{{2,24}}?)?(?:,? (?P<date>{MONTH} \d{{1,2}}(?:, \d{{4}})?|\d{{1,2}} {MONTH}(?: \d{{4}})?))?(?:,? ?[(\[](?P<agency>\p{{L}}[\p{{L}}\d ./&-]{{1,30}})[)\]])?,? ?(?:--|[–—]| - |-\s)\s*(?P<rest>["“‘'(]?[\p{{Lu}}\d])"#
    ))
    .expect("a tested pattern")
});

/// "Tehran (MNA) - ", "Geneva, 25 January 2022 – ": in title case only with an agency or a date.
static TITLED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(
        r#"^(?P<place>\p{{Lu}}[\p{{L}}.'’-]+(?: (?:de|al|el|of|\p{{Lu}}[\p{{L}}.'’-]+)){{0,3}})(?:, \p{{Lu}}[\p{{L}}. ]{{2,24}}?)?(?:(?:,? (?P<date>{MONTH} \d{{1,2}}(?:, \d{{4}})?|\d{{1,2}} {MONTH}(?: \d{{4}})?))(?:,? ?[(\[](?P<agency>\p{{L}}[\p{{L}}\d ./&-]{{1,30}})[)\]])?|,? ?[(\[](?P<agency2>\p{{Lu}}[\p{{L}}\d ./&-]{{1,30}})[)\]])\s*(?:--|[–—:]|-)\s*(?P<rest>["“‘'(]?[\p{{Lu}}\d])"#
    ))
    .expect("a tested pattern")
});

/// "Tehran - Syrian officials": title case alone, believed only where a document begins.
static PLAIN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"^(?P<place>\p{Lu}[\p{L}.'’]+(?: (?:de|al|\p{Lu}[\p{L}.'’]+)){0,2})\s(?:--|[–—-])\s(?P<rest>["“‘'(]?[\p{Lu}\d])"#)
        .expect("a tested pattern")
});

/// "(AP) - The talks", "[Reuters] ...": an agency alone.
static AGENCY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"^[(\[](?P<agency>(?:AP|AFP|UPI|Reuters|REUTERS|Xinhua|TASS|IRNA|MNA|ISNA|SANA|EFE|dpa|ANSA|PTI|KUNA|WAM|SPA|Kyodo|Yonhap|CNN|BBC|VOA|RFE/RL)(?: News)?)[)\]]\s*(?:--|[–—:-])\s*(?P<rest>["“‘'(]?[\p{Lu}\d])"#)
        .expect("a tested pattern")
});

/// The dateline that `text[at..]` begins with. `opens` tells that a document begins there.
pub(crate) fn dateline(text: &str, at: usize, limit: usize, opens: bool) -> Option<Dateline> {
    // Datelines are short; no need to look at a whole paragraph.
    const LONGEST: usize = 120;
    let mut end = limit.min(at + LONGEST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let line = &text[at..end];
    if !line.starts_with(|c: char| c.is_uppercase() || c == '(' || c == '[') {
        return None;
    }
    let found = CAPITALS
        .captures(line)
        .or_else(|| TITLED.captures(line))
        .or_else(|| if opens { PLAIN.captures(line) } else { None })
        .or_else(|| AGENCY.captures(line))?;
    let span = |name: &str| found.name(name).map(|m| Span::new(at + m.start(), at + m.end()));
    let end = span("rest")?.start;
    Some(Dateline {
        place: span("place").unwrap_or(Span::new(at, at)),
        agency: span("agency").or_else(|| span("agency2")),
        date: span("date"),
        end,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_line_has_its_example_and_counterexample() {
        for (_, line) in &TABLES.0 {
            assert!(is_metadata(&line.example), "{}: {:?} should match", line.name, line.example);
            assert!(!is_metadata(&line.counterexample), "{}: {:?} should not match", line.name, line.counterexample);
        }
    }

    #[test]
    fn lines_that_say_who_wrote_it_are_credits() {
        assert!(is_credit("Reporting by Sara Lind in Oslo; Editing by Omar Haddad"));
        assert!(is_credit("By Sara Lind, Associated Press Writer"));
        assert!(!is_credit("Friday, January 4, 2019"));
        assert!(!is_credit("Reporting from the front is hard, the ministry said."));
    }

    #[test]
    fn a_licence_line_names_publisher_and_licence() {
        for (_, line) in &TABLES.1 {
            let told = imprint(&line.example);
            assert!(
                [&told.publisher, &told.license].into_iter().flatten().any(|t| *t == line.told),
                "{}: {told:?}",
                line.example
            );
        }
        assert_eq!(imprint("The Copyright Office of Kenya met importers."), Imprint::default());
    }

    fn check(text: &str, opens: bool, expected: Option<(&str, Option<&str>, &str)>) {
        let found = dateline(text, 0, text.len(), opens)
            .map(|d| (d.place.of(text).to_owned(), d.agency.map(|a| a.of(text).to_owned()), text[d.end..].to_owned()));
        let expected = expected.map(|(p, a, rest)| (p.to_owned(), a.map(str::to_owned), rest.to_owned()));
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn datelines_are_found_in_their_usual_forms() {
        check("TEHRAN - Syrian officials met.", false, Some(("TEHRAN", None, "Syrian officials met.")));
        check("KABUL, Afghanistan (AP) — The", false, Some(("KABUL", Some("AP"), "The")));
        check("BEIJING, Jan. 25 (Xinhua) -- China", false, Some(("BEIJING", Some("Xinhua"), "China")));
        check("UNITED NATIONS – “We", false, Some(("UNITED NATIONS", None, "“We")));
        check("Geneva, 25 January 2022 – The", false, Some(("Geneva", None, "The")));
        check("Tehran - Syrian officials", true, Some(("Tehran", None, "Syrian officials")));
        check("(Reuters) - The talks", false, Some(("", Some("Reuters"), "The talks")));
    }

    #[test]
    fn sentences_are_no_datelines() {
        check("NATO-led forces left.", false, None);
        check("U.S.-led talks went on.", false, None);
        check("Tehran - Syrian officials", false, None);
        check("Syria and Iran - both allies - met", true, None);
        check("The EU said so - again.", true, None);
        check("OPEC members agreed.", false, None);
    }
}
