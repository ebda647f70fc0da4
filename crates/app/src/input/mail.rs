//! Mail: a message (EML) or a box of them (MBOX), such as wire services and press offices send.
//!
//! "Subject: Talks in Nairobi" is the title, the day of "Date:" that of publication, "From: Example Wire <news@example.org>"
//! the publisher, "Message-ID:" the id.

use super::{BadRecord, LARGEST, Record, html};
use legation_text::Article;
use mail_parser::mailbox::mbox::MessageIterator;
use mail_parser::{Message, MessageParser, PartType};
use std::io::{BufRead, Read};

/// One message.
pub(crate) fn eml(name: &str, input: impl Read) -> Record {
    let bytes = super::text::bytes(name, input)?;
    let id = std::path::Path::new(name).file_name().map(|n| n.to_string_lossy().into_owned());
    message(name, &id.unwrap_or_else(|| name.to_owned()), &bytes)
}

/// The messages of a box, one after the other.
pub(crate) fn mbox<R: BufRead + Send + 'static>(name: &str, input: R) -> impl Iterator<Item = Record> + Send + use<R> {
    let name = name.to_owned();
    let mut messages = MessageIterator::new(input).enumerate().peekable();
    let empty = messages
        .peek()
        .is_none()
        .then(|| Err(BadRecord::at(&name, "holds no message (no line begins with \"From \")")));
    let records = messages.map(move |(number, read)| {
        let place = format!("{name}: message {}", number + 1);
        let read = read.map_err(|e| BadRecord::at(&place, super::reason(&e)))?;
        if read.contents().len() as u64 > LARGEST {
            return Err(BadRecord::at(&place, format!("more than {} MB in one message", LARGEST / 1024 / 1024)));
        }
        message(&place, &(number + 1).to_string(), read.contents())
    });
    empty.into_iter().chain(records)
}

fn message(place: &str, id: &str, bytes: &[u8]) -> Record {
    let parsed = MessageParser::default()
        .parse(bytes)
        .filter(|m| m.from().is_some() || m.subject().is_some() || m.date().is_some())
        .ok_or_else(|| BadRecord::at(place, "is no mail message (no From, Subject or Date)"))?;
    let text = body(&parsed).ok_or_else(|| BadRecord::at(place, "has no text"))?;
    Ok(Article {
        id: parsed.message_id().unwrap_or(id).to_owned(),
        text,
        title: parsed.subject().map(str::to_owned),
        published: parsed.date().and_then(|date| html::day(&date.to_rfc3339())),
        url: None,
        publisher: parsed
            .from()
            .and_then(|from| from.first())
            .and_then(|a| a.name().or(a.address()))
            .map(str::to_owned),
        license: None,
    })
}

/// The plain text of a message, else that of its HTML.
fn body(message: &Message<'_>) -> Option<String> {
    let plain = message.text_bodies().find_map(|part| match &part.body {
        PartType::Text(text) => Some(text),
        _ => None,
    });
    let text = match plain {
        Some(text) => text.replace("\r\n", "\n"),
        None => html::text(&message.body_html(0)?),
    };
    Some(text).filter(|t| !t.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: &str = "From: Example Wire <news@example.org>\r\nSubject: =?utf-8?q?Talks_in_C=C3=B4te_d=27Ivoire?=\r\n\
        Date: Tue, 25 Jan 2022 08:00:00 +0300\r\nMessage-ID: <7@example.org>\r\nContent-Type: text/plain; charset=utf-8\r\n\
        Content-Transfer-Encoding: quoted-printable\r\n\r\nKenya=E2=80=99s foreign minister met Ghana=E2=80=99s.\r\n";

    #[test]
    fn a_message_has_title_day_publisher_and_text() {
        let article = eml("a.eml", PLAIN.as_bytes()).expect("a message");
        assert_eq!(article.title.as_deref(), Some("Talks in Côte d'Ivoire"));
        assert_eq!(article.published.map(|d| d.to_string()).as_deref(), Some("2022-01-25"));
        assert_eq!((article.id.as_str(), article.publisher.as_deref()), ("7@example.org", Some("Example Wire")));
        assert_eq!(article.text, "Kenya’s foreign minister met Ghana’s.\n");
    }

    #[test]
    fn html_is_read_where_there_is_no_plain_text() {
        let message =
            "From: news@example.org\nContent-Type: text/html\n\n<div>Kenya met Ghana.</div><p>They agreed.</p>";
        let article = eml("a.eml", message.as_bytes()).expect("a message");
        assert_eq!((article.id.as_str(), article.text.as_str()), ("a.eml", "Kenya met Ghana.\n\nThey agreed.\n\n"));
    }

    #[test]
    fn a_box_gives_each_message_and_tells_of_bad_ones() {
        let mail = PLAIN.replace("\r\n", "\n");
        let boxed = format!(
            "From a Tue Jan 25 08:00:00 2022\n{mail}\nFrom b Tue Jan 25 09:00:00 2022\nSubject: empty\n\n\nFrom c Tue Jan 25 09:00:00 2022\nSubject: s\n\n>From here on, quoted.\n"
        );
        let found: Vec<Record> = mbox("a.mbox", std::io::Cursor::new(boxed)).collect();
        assert_eq!(found.len(), 3);
        assert_eq!(found[0].as_ref().map(|a| a.id.as_str()).ok(), Some("7@example.org"));
        assert_eq!(
            found[1].as_ref().map_err(ToString::to_string).err().as_deref(),
            Some("a.mbox: message 2: has no text")
        );
        assert_eq!(
            found[2].as_ref().map(|a| (a.id.as_str(), a.text.trim())).ok(),
            Some(("3", "From here on, quoted."))
        );
        let none: Vec<Record> = mbox("a.mbox", std::io::Cursor::new("no box at all\n")).collect();
        assert!(none.len() == 1 && none[0].is_err());
    }

    #[test]
    fn what_is_no_message_is_refused() {
        assert!(eml("a.eml", "only words".as_bytes()).is_err());
    }
}
