//! Feeds: RSS, Atom and JSON Feed files, an article an entry.
//!
//! `<item><title>Talks</title><description>Kenya met Ghana.</description></item>` has the title "Talks" and the text
//! "Kenya met Ghana."; an entry's content goes before its summary.

use super::{BadRecord, Record, html};
use feed_rs::model::{Entry, Feed};
use legation_text::Article;
use std::io::Read;

/// The entries of a feed, in its order.
pub(crate) fn read(name: &str, input: impl Read) -> Vec<Record> {
    let feed = super::text::bytes(name, input).and_then(|bytes| {
        feed_rs::parser::parse(bytes.as_slice())
            .map_err(|e| BadRecord::at(name, format!("is no RSS, Atom or JSON feed ({e})")))
    });
    match feed {
        Err(bad) => vec![Err(bad)],
        Ok(feed) => {
            let entries = feed.entries.iter().enumerate();
            entries.map(|(number, entry)| article(&format!("{name}: entry {}", number + 1), &feed, entry)).collect()
        }
    }
}

fn article(place: &str, feed: &Feed, entry: &Entry) -> Record {
    let content = entry.content.as_ref().and_then(|c| c.body.as_deref());
    let summary = entry.summary.as_ref().map(|s| s.content.as_str());
    let text = [content, summary]
        .into_iter()
        .flatten()
        .map(html::text)
        .find(|text| !text.trim().is_empty())
        .ok_or_else(|| BadRecord::at(place, "has neither content nor summary"))?;
    let plain =
        |text: &feed_rs::model::Text| Some(html::text(&text.content).trim().to_owned()).filter(|t| !t.is_empty());
    let links = || entry.links.iter();
    let address = links().find(|l| l.rel.as_deref().is_none_or(|rel| rel == "alternate")).or_else(|| links().next());
    Ok(Article {
        id: entry.id.clone(),
        text,
        title: entry.title.as_ref().and_then(plain),
        published: entry.published.or(entry.updated).and_then(|time| html::day(&time.to_rfc3339())),
        url: address.map(|link| link.href.clone()),
        publisher: entry.source.clone().or_else(|| feed.title.as_ref().and_then(plain)),
        license: entry.rights.as_ref().or(feed.rights.as_ref()).and_then(plain).map(|text| html::license(&text)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const RSS: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
        <rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Example &amp; Co</title>
        <link>https://example.org/</link><copyright>https://creativecommons.org/licenses/by/4.0/</copyright>
        <item><title>Talks</title><guid>e1</guid><link>https://example.org/1</link><pubDate>Tue, 25 Jan 2022 08:00:00 GMT</pubDate>
        <description>In short.</description><content:encoded><![CDATA[<p>Kenya met Ghana.</p><p>They agreed.</p>]]></content:encoded></item>
        <item><title>Short</title><guid>e2</guid><description>&lt;p&gt;Oman met Qatar.&lt;/p&gt;</description></item>
        <item><title>Nothing</title><guid>e3</guid></item></channel></rss>"#;

    #[test]
    fn an_entry_has_its_full_text_and_what_the_feed_says() {
        let found = read("a.rss", RSS.as_bytes());
        let first = found[0].as_ref().expect("an article");
        assert_eq!((first.id.as_str(), first.text.as_str()), ("e1", "Kenya met Ghana.\n\nThey agreed.\n\n"));
        assert_eq!((first.title.as_deref(), first.url.as_deref()), (Some("Talks"), Some("https://example.org/1")));
        assert_eq!((first.publisher.as_deref(), first.license.as_deref()), (Some("Example & Co"), Some("CC-BY-4.0")));
        assert_eq!(first.published.map(|d| d.to_string()).as_deref(), Some("2022-01-25"));
        let second = found[1].as_ref().expect("an article");
        assert_eq!((second.text.as_str(), second.published), ("Oman met Qatar.\n\n", None));
        let third = found[2].as_ref().expect_err("no text").to_string();
        assert_eq!(third, "a.rss: entry 3: has neither content nor summary");
    }

    #[test]
    fn atom_is_read_and_other_xml_refused() {
        let atom = r#"<feed xmlns="http://www.w3.org/2005/Atom"><title>Example</title><id>f</id><updated>2022-01-26T00:00:00Z</updated>
            <entry><id>e</id><title>Talks</title><updated>2022-01-25T08:00:00Z</updated><link rel="self" href="https://example.org/self"/>
            <link href="https://example.org/e"/><content type="html">&lt;p&gt;Kenya met Ghana.&lt;/p&gt;</content></entry></feed>"#;
        let found = read("a.atom", atom.as_bytes());
        let article = found[0].as_ref().expect("an article");
        assert_eq!((article.url.as_deref(), article.text.trim()), (Some("https://example.org/e"), "Kenya met Ghana."));
        let other = read("a.xml", "<letters><letter>a</letter></letters>".as_bytes());
        assert!(
            other.len() == 1
                && other[0].as_ref().is_err_and(|b| b.to_string().contains("is no RSS, Atom or JSON feed"))
        );
    }
}
