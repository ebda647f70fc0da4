//! Elements of XML, escaped by `quick-xml`.

use quick_xml::Writer;
use quick_xml::events::BytesText;
use std::io::Result;

type Out = Writer<Vec<u8>>;

fn pairs<'a>(attributes: &'a [(&'a str, String)]) -> impl Iterator<Item = (&'a str, &'a str)> {
    attributes.iter().map(|(name, value)| (*name, value.as_str()))
}

/// An element with what `inside` writes in it.
pub(super) fn element(
    writer: &mut Out,
    name: &str,
    attributes: &[(&str, String)],
    inside: impl FnOnce(&mut Out) -> Result<()>,
) -> Result<()> {
    writer.create_element(name).with_attributes(pairs(attributes)).write_inner_content(inside).map(|_| ())
}

/// An element without content.
pub(super) fn empty(writer: &mut Out, name: &str, attributes: &[(&str, String)]) -> Result<()> {
    writer.create_element(name).with_attributes(pairs(attributes)).write_empty().map(|_| ())
}

/// An element with text.
pub(super) fn text(writer: &mut Out, name: &str, attributes: &[(&str, String)], words: &str) -> Result<()> {
    writer.create_element(name).with_attributes(pairs(attributes)).write_text_content(BytesText::new(words)).map(|_| ())
}

/// What was written, with its declaration.
pub(super) fn finished(writer: Out) -> Result<String> {
    let body = String::from_utf8(writer.into_inner()).map_err(std::io::Error::other)?;
    Ok(format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{body}\n"))
}

/// Name, attributes and text.
#[cfg(test)]
pub(super) type Element = (String, Vec<(String, String)>, String);

/// Elements of a document as a parser reads them: name, attributes and text, for tests.
#[cfg(test)]
pub(super) fn parsed(text: &str) -> Vec<Element> {
    use quick_xml::events::Event;
    let mut reader = quick_xml::Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    let mut found: Vec<Element> = Vec::new();
    let mut depth = 0_i32;
    loop {
        match reader.read_event().expect("well-formed") {
            event @ (Event::Start(_) | Event::Empty(_)) => {
                depth += i32::from(matches!(event, Event::Start(_)));
                let (Event::Start(start) | Event::Empty(start)) = &event else { unreachable!() };
                let attributes = start.attributes().map(|a| {
                    let a = a.expect("an attribute");
                    let value = quick_xml::escape::unescape(&a.value).expect("escaped").into_owned();
                    (a.key.as_ref().to_owned(), value)
                });
                found.push((start.name().as_ref().to_owned(), attributes.collect(), String::new()));
            }
            Event::End(_) => depth -= 1,
            Event::Text(words) => {
                if let Some(last) = found.last_mut() {
                    last.2.push_str(words.trim());
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(depth, 0, "every element is closed");
    found
}
