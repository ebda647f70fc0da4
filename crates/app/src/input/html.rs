//! Pages: the main text, and what a page says of itself: `<meta property="article:published_time" content="2022-01-25T08:00">`.

use super::{BadRecord, Record, day_of_field, parse_date};
use dom_query::Document;
use dom_smoothie::{Config, Readability, TextMode};
use jiff::civil::Date;
use legation_text::Article;
use serde_json::Value;
use std::io::Read;
use std::path::Path;

/// Where pages say when they were published, beside what the library reads, the surest first: selector and attribute.
const DAYS: [(&str, &str); 8] = [
    ("meta[itemprop=\"datePublished\"]", "content"),
    ("time[itemprop=\"datePublished\"]", "datetime"),
    ("meta[name=\"dcterms.date\"]", "content"),
    ("meta[name=\"DC.date.issued\"]", "content"),
    ("meta[name=\"pubdate\"]", "content"),
    ("meta[name=\"date\"]", "content"),
    ("time[pubdate]", "datetime"),
    ("article time[datetime]", "datetime"),
];

/// Where pages name their licence.
const LICENSES: [(&str, &str); 5] = [
    ("link[rel~=\"license\"]", "href"),
    ("a[rel~=\"license\"]", "href"),
    ("meta[name=\"dcterms.license\"]", "content"),
    ("meta[name=\"DC.rights\"]", "content"),
    ("meta[name=\"dcterms.rights\"]", "content"),
];

/// Where pages give their own address.
const ADDRESSES: [(&str, &str); 2] = [("link[rel~=\"canonical\"]", "href"), ("meta[property=\"og:url\"]", "content")];

/// A file with a page.
pub(crate) fn read(name: &str, input: impl Read) -> Record {
    let page = super::decode(name, super::text::bytes(name, input)?)?;
    let id = Path::new(name).file_name().map_or_else(|| name.to_owned(), |n| n.to_string_lossy().into_owned());
    self::page(name, id, page)
}

/// A page: its main text, title, day, publisher, address and licence.
pub(crate) fn page(place: &str, id: String, page: String) -> Record {
    // Paragraphs are kept apart: otherwise "... he said.</p><p>The ..." is one word.
    let config = Config { text_mode: TextMode::Formatted, ..Config::default() };
    let mut readability = Readability::new(page, None, Some(config))
        .map_err(|e| BadRecord::at(place, format!("cannot be read as HTML ({e})")))?;
    // The library takes the page apart: what it does not look for is asked before.
    let told = told(&readability.doc);
    let main = readability.parse().map_err(|e| BadRecord::at(place, format!("no main text is found ({e})")))?;
    let text = lines(&main.text_content);
    if text.trim().is_empty() {
        return Err(BadRecord::at(place, "no main text is found"));
    }
    Ok(Article {
        id,
        text,
        title: Some(main.title).filter(|t| !t.is_empty()),
        published: main.published_time.as_deref().and_then(day).or(told.published),
        url: main.url.or(told.url),
        publisher: main.site_name,
        license: told.license,
    })
}

/// The text of a piece of HTML, all of it, paragraphs apart.
pub(crate) fn text(html: &str) -> String {
    lines(&Document::fragment(html).formatted_text())
}

/// What a page says of itself.
#[derive(Debug, Default, PartialEq)]
struct Told {
    published: Option<Date>,
    url: Option<String>,
    license: Option<String>,
}

fn told(page: &Document) -> Told {
    let said = |(selector, attribute): &(&str, &str)| {
        let found = page.try_select(selector)?.attr(attribute)?;
        Some(found.trim().to_owned()).filter(|v| !v.is_empty())
    };
    let linked = || json_ld(page).iter().find_map(license_of);
    Told {
        published: DAYS.iter().filter_map(said).find_map(|text| day(&text)),
        url: ADDRESSES.iter().find_map(said),
        license: LICENSES.iter().find_map(said).or_else(linked).map(|text| license(&text)),
    }
}

/// The JSON-LD of a page.
fn json_ld(page: &Document) -> Vec<Value> {
    let scripts = page.select("script[type=\"application/ld+json\"]");
    scripts.iter().filter_map(|script| serde_json::from_str(script.text().trim()).ok()).collect()
}

/// The first licence that an object or one within it names.
fn license_of(value: &Value) -> Option<String> {
    match value {
        Value::Object(fields) => match fields.get("license") {
            Some(Value::String(license)) => Some(license.clone()),
            Some(Value::Object(license)) => {
                ["url", "@id", "name"].iter().find_map(|key| license.get(*key)?.as_str()).map(str::to_owned)
            }
            _ => fields.values().find_map(license_of),
        },
        Value::Array(list) => list.iter().find_map(license_of),
        _ => None,
    }
}

/// A licence as an SPDX identifier where it is one of Creative Commons, else as it is written.
pub(crate) fn license(text: &str) -> String {
    let path = text.split_once("creativecommons.org/").map(|(_, path)| path.to_lowercase());
    let parts: Vec<&str> = path.as_deref().unwrap_or_default().split(['/', '?', '#']).collect();
    match parts[..] {
        ["licenses", kind, version, ..] if !version.is_empty() => format!("CC-{}-{version}", kind.to_uppercase()),
        ["publicdomain", "zero", version, ..] if !version.is_empty() => format!("CC0-{version}"),
        _ => text.to_owned(),
    }
}

/// The day of a date as pages write it: 2022-01-25T08:00:00Z, 25 January 2022, Tue, 25 Jan 2022 08:00:00 GMT.
pub(crate) fn day(text: &str) -> Option<Date> {
    let text = text.trim();
    let mail = || jiff::fmt::rfc2822::parse(text).ok().map(|zoned| zoned.date());
    day_of_field(text).or_else(|| parse_date(text).ok()).or_else(mail)
}

/// Lines without blanks at their edges, and without empty ones in a row.
fn lines(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.lines().map(str::trim).filter(|l| !l.is_empty()) {
        out.push_str(line);
        out.push_str("\n\n");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const STORY: &str = "The foreign ministers of Kenya and Ghana met in Nairobi on Friday to talk about trade, fisheries and the border, \
        an official of the ministry told reporters after the meeting had ended.";

    fn check(head: &str) -> Article {
        let body = format!("<article><h1>Talks</h1><p>{STORY}</p><p>{STORY}</p><p>{STORY}</p></article>");
        page("a.html", "a".into(), format!("<html><head><title>Talks</title>{head}</head><body>{body}</body></html>"))
            .expect("a page with text")
    }

    #[test]
    fn a_page_is_dated_by_its_metadata_in_any_spelling() {
        for head in [
            "<meta property=\"article:published_time\" content=\"2022-01-25T08:00:00+03:00\">",
            "<meta itemprop=\"datePublished\" content=\"2022-01-25\">",
            "<meta name=\"date\" content=\"25 January 2022\">",
            "<meta name=\"pubdate\" content=\"Tue, 25 Jan 2022 08:00:00 GMT\">",
            "<script type=\"application/ld+json\">{\"@context\": \"https://schema.org\", \"@type\": \"NewsArticle\", \
             \"headline\": \"Talks\", \"datePublished\": \"2022-01-25T08:00:00Z\"}</script>",
        ] {
            assert_eq!(check(head).published.map(|d| d.to_string()).as_deref(), Some("2022-01-25"), "{head}");
        }
        assert_eq!(check("<meta name=\"date\" content=\"last week\">").published, None);
    }

    #[test]
    fn licence_publisher_and_address_are_read() {
        let head = "<link rel=\"canonical\" href=\"https://example.org/talks\"><meta property=\"og:site_name\" content=\"Example\">\
            <link rel=\"license\" href=\"https://creativecommons.org/licenses/by-sa/4.0/\">";
        let article = check(head);
        assert_eq!(article.url.as_deref(), Some("https://example.org/talks"));
        assert_eq!((article.publisher.as_deref(), article.license.as_deref()), (Some("Example"), Some("CC-BY-SA-4.0")));
        let linked = "<script type=\"application/ld+json\">{\"@graph\": [{\"@type\": \"NewsArticle\", \"headline\": \"Talks\", \
            \"license\": {\"url\": \"https://creativecommons.org/publicdomain/zero/1.0/\"}}]}</script>";
        assert_eq!(check(linked).license.as_deref(), Some("CC0-1.0"));
        assert_eq!(license("All rights reserved"), "All rights reserved");
        assert_eq!(check("").license, None);
    }

    #[test]
    fn a_page_without_text_and_one_that_is_too_large_are_told() {
        let said = |bytes: &[u8]| read("a.html", bytes).err().map(|bad| bad.to_string()).unwrap_or_default();
        assert!(
            said(b"<html><body><img src='a.png'><script>go()</script></body></html>")
                .contains("a.html: no main text is found")
        );
        let huge = "<p>words</p>".repeat(9_000_000);
        assert!(said(huge.as_bytes()).contains("more than 16 MB in one document"));
    }

    #[test]
    fn paragraphs_are_kept_apart() {
        assert_eq!(check("").text.matches(&format!("{STORY}\n\n")).count(), 3);
        assert_eq!(
            text("<div>Oman met Qatar.</div><div>They <b>agreed</b>.<br>Both left.</div>"),
            "Oman met Qatar.\n\nThey agreed.\n\nBoth left.\n\n"
        );
    }
}
