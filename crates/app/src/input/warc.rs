//! WARC, the format of web archives: the pages that a crawler was given, an article a page.
//!
//! A record is `WARC/1.0`, header lines, an empty line and as many bytes as `Content-Length` says. Of these, responses with
//! status 200 and a page are read; requests, pictures and redirections are passed over. ISO 28500; RFC 9112 for what is
//! within.

use super::{BadRecord, LARGEST, Record, html};
use flate2::read::GzDecoder;
use std::io::{BufRead, Read};

/// Longest line of a header.
const LINE: u64 = 64 * 1024;

/// Lines of a header at most.
const LINES: usize = 1000;

/// The pages of a WARC file.
pub(crate) fn read<R: BufRead + Send + 'static>(
    name: &str,
    mut input: R,
) -> impl Iterator<Item = Record> + Send + use<R> {
    let name = name.to_owned();
    let mut number = 0;
    let mut broken = false;
    std::iter::from_fn(move || {
        while !broken {
            number += 1;
            let place = format!("{name}: record {number}");
            match record(&mut input, number) {
                Ok(None) => return None,
                Ok(Some(Found::Other)) => {}
                Ok(Some(Found::Large)) => {
                    return Some(Err(BadRecord::at(
                        &place,
                        format!("more than {} MB in one page", LARGEST / 1024 / 1024),
                    )));
                }
                Ok(Some(Found::Response(address, body))) => match page(&place, address, &body) {
                    Some(page) => return Some(page),
                    None => continue,
                },
                Err(what) => {
                    // Where the next record begins is not known.
                    broken = true;
                    return Some(Err(BadRecord::at(&place, what)));
                }
            }
        }
        None
    })
}

/// A record of the file.
enum Found {
    /// What a server answered for an address.
    Response(String, Vec<u8>),
    /// An answer that is larger than any article.
    Large,
    /// Something else.
    Other,
}

/// Names and values of header lines, names in small letters.
type Header = Vec<(String, String)>;

fn value<'a>(header: &'a Header, name: &str) -> Option<&'a str> {
    header.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
}

/// The next record; `None` at the end.
fn record(input: &mut impl BufRead, number: usize) -> Result<Option<Found>, String> {
    let mut version = line(input)?;
    while version.as_deref().is_some_and(str::is_empty) {
        version = line(input)?;
    }
    let Some(version) = version else {
        return if number == 1 { Err("is empty; give a WARC file".into()) } else { Ok(None) };
    };
    if !version.starts_with("WARC/") {
        return Err("does not begin with WARC/1.0; the file is no WARC or is damaged here".into());
    }
    let header = header(input)?;
    let length = value(&header, "content-length").and_then(|v| v.parse::<u64>().ok());
    let length = length.ok_or("has no Content-Length; the file is damaged here")?;
    let response = value(&header, "warc-type").is_some_and(|t| t.eq_ignore_ascii_case("response"));
    let mut content = input.by_ref().take(length);
    let found = if !response {
        Found::Other
    } else if length > LARGEST {
        Found::Large
    } else {
        let mut bytes = Vec::new();
        content.read_to_end(&mut bytes).map_err(|e| super::reason(&e))?;
        let address = value(&header, "warc-target-uri").unwrap_or_default();
        Found::Response(address.trim_matches(['<', '>']).to_owned(), bytes)
    };
    std::io::copy(&mut content, &mut std::io::sink()).map_err(|e| super::reason(&e))?;
    if content.limit() > 0 {
        return Err("ends in the middle; the file is cut off".into());
    }
    Ok(Some(found))
}

/// Header lines up to an empty one.
fn header(input: &mut impl BufRead) -> Result<Header, String> {
    let mut header: Header = Vec::new();
    for _ in 0..LINES {
        let Some(line) = line(input)? else {
            return Err("ends in its header; the file is cut off".into());
        };
        if line.is_empty() {
            return Ok(header);
        }
        match (line.starts_with([' ', '\t']), line.split_once(':'), header.last_mut()) {
            // A line that goes on.
            (true, _, Some(last)) => last.1.push_str(&line),
            (_, Some((name, value)), _) => header.push((name.trim().to_lowercase(), value.trim().to_owned())),
            _ => {}
        }
    }
    Err("has a header without end; the file is damaged here".into())
}

/// A line without its end; `None` at the end of the input.
fn line(input: &mut impl BufRead) -> Result<Option<String>, String> {
    let mut bytes = Vec::new();
    input.by_ref().take(LINE).read_until(b'\n', &mut bytes).map_err(|e| super::reason(&e))?;
    if bytes.is_empty() {
        return Ok(None);
    }
    Ok(Some(String::from_utf8_lossy(&bytes).trim_end_matches(['\n', '\r']).to_owned()))
}

/// The article of a response; `None` where it is no page.
fn page(place: &str, address: String, response: &[u8]) -> Option<Record> {
    let mut rest = response;
    let status = line(&mut rest).ok()??;
    let header = header(&mut rest).ok()?;
    let kind = value(&header, "content-type").unwrap_or_default().to_lowercase();
    if !(status.starts_with("HTTP/") && status.split(' ').nth(1) == Some("200") && kind.contains("html")) {
        return None;
    }
    let html = body(place, &header, rest).and_then(|bytes| decoded(place, &kind, bytes));
    Some(html.and_then(|page| {
        let article = html::page(place, address.clone(), page)?;
        Ok(legation_text::Article { url: Some(address).filter(|a| !a.is_empty()), ..article })
    }))
}

/// The bytes of the page, as they were before they were packed for the way.
fn body(place: &str, header: &Header, bytes: &[u8]) -> Result<Vec<u8>, BadRecord> {
    let chunked = value(header, "transfer-encoding").is_some_and(|t| t.to_lowercase().contains("chunked"));
    // Some crawlers keep the header and undo the encoding.
    let bytes = chunked.then(|| unchunked(bytes)).flatten().unwrap_or_else(|| bytes.to_vec());
    let packed = bytes.starts_with(&[0x1f, 0x8b]);
    match value(header, "content-encoding").map(str::to_lowercase).as_deref() {
        Some("gzip" | "x-gzip") if packed => super::text::bytes(place, GzDecoder::new(bytes.as_slice())),
        Some(other @ ("br" | "zstd" | "compress")) => {
            Err(BadRecord::at(place, format!("is packed as {other}, which is not read; unpack it first")))
        }
        _ => Ok(bytes),
    }
}

/// Chunks joined; `None` where there are none.
fn unchunked(mut bytes: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::new();
    loop {
        let size = line(&mut bytes).ok()??;
        let size = usize::from_str_radix(size.split(';').next()?.trim(), 16).ok()?;
        if size == 0 {
            return Some(whole);
        }
        whole.extend_from_slice(bytes.get(..size)?);
        bytes = bytes.get(size..)?.strip_prefix(b"\r\n")?;
    }
}

/// Text, by the encoding that the server names where it names a known one.
fn decoded(place: &str, kind: &str, bytes: Vec<u8>) -> Result<String, BadRecord> {
    let named = kind.split_once("charset=").map(|(_, name)| name.trim_matches(['"', '\'', ' ', ';']));
    match named.and_then(|name| encoding_rs::Encoding::for_label(name.as_bytes())) {
        Some(encoding) if encoding != encoding_rs::UTF_8 => Ok(encoding.decode(&bytes).0.into_owned()),
        _ => super::decode(place, bytes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    const STORY: &str = "The foreign ministers of Kenya and Ghana met in Nairobi on Friday to talk about trade, fisheries and the border, \
        an official of the ministry told reporters after the meeting had ended.";

    fn html() -> String {
        format!(
            "<html><head><title>Talks</title></head><body><article><p>{STORY}</p><p>{STORY}</p><p>{STORY}</p></article></body></html>"
        )
    }

    fn response(header: &str, body: &[u8]) -> Vec<u8> {
        let mut content = format!("HTTP/1.1 {header}\r\n\r\n").into_bytes();
        content.extend_from_slice(body);
        record_of("response", &content)
    }

    fn record_of(kind: &str, content: &[u8]) -> Vec<u8> {
        let head = format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://example.org/1\r\nContent-Length: {}\r\n\r\n",
            content.len()
        );
        [head.as_bytes(), content, b"\r\n\r\n"].concat()
    }

    fn all(bytes: Vec<u8>) -> Vec<Record> {
        read("a.warc", std::io::Cursor::new(bytes)).collect()
    }

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(bytes).and_then(|()| encoder.finish()).expect("memory takes all")
    }

    #[test]
    fn pages_are_read_and_all_else_passed_over() {
        let bytes = [
            record_of("warcinfo", b"software: test"),
            response("200 OK\r\nContent-Type: text/html; charset=utf-8", html().as_bytes()),
            response("302 Found\r\nContent-Type: text/html\r\nLocation: /2", html().as_bytes()),
            response("200 OK\r\nContent-Type: image/png", b"\x89PNG"),
            record_of("request", b"GET / HTTP/1.1\r\n\r\n"),
        ];
        let found = all(bytes.concat());
        assert_eq!(found.len(), 1, "{found:?}");
        let article = found[0].as_ref().expect("an article");
        assert_eq!(
            (article.id.as_str(), article.url.as_deref()),
            ("https://example.org/1", Some("https://example.org/1"))
        );
        assert_eq!((article.title.as_deref(), article.text.matches(STORY).count()), (Some("Talks"), 3));
    }

    #[test]
    fn chunks_packing_and_encodings_are_undone() {
        let page = html();
        let (one, two) = page.as_bytes().split_at(100);
        let chunked =
            [b"64\r\n", one, b"\r\n", format!("{:x}\r\n", two.len()).as_bytes(), two, b"\r\n0\r\n\r\n"].concat();
        let latin = page.replace("Ghana", "C\u{f4}te d'Ivoire").chars().map(|c| c as u8).collect::<Vec<u8>>();
        for (header, body, says) in [
            ("Transfer-Encoding: chunked", chunked, "Ghana"),
            ("Content-Encoding: gzip", packed(page.as_bytes()), "Ghana"),
            ("X: y", latin, "Côte d'Ivoire"),
        ] {
            let kind = if says == "Ghana" { "text/html" } else { "text/html; charset=iso-8859-1" };
            let found = all(response(&format!("200 OK\r\nContent-Type: {kind}\r\n{header}"), &body));
            assert!(found[0].as_ref().is_ok_and(|a| a.text.contains(says)), "{header}: {found:?}");
        }
    }

    #[test]
    fn a_bomb_is_refused_and_the_next_page_read() {
        let bomb = packed(&vec![b' '; 40 * 1024 * 1024]);
        let bytes = [
            response("200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip", &bomb),
            response("200 OK\r\nContent-Type: text/html", html().as_bytes()),
        ];
        let found = all(bytes.concat());
        assert!(
            found[0].as_ref().is_err_and(|b| b.to_string().contains("a.warc: record 1: more than 16 MB")),
            "{found:?}"
        );
        assert!(found[1].is_ok() && found.len() == 2);
    }

    #[test]
    fn a_file_that_is_cut_off_or_none_is_told() {
        let whole = response("200 OK\r\nContent-Type: text/html", html().as_bytes());
        let said =
            |bytes: &[u8]| all(bytes.to_vec()).pop().and_then(Result::err).map(|b| b.to_string()).unwrap_or_default();
        assert!(
            said(&whole[..whole.len() - 50]).contains("record 1: ends in the middle"),
            "{}",
            said(&whole[..whole.len() - 50])
        );
        assert!(said(&whole[..40]).contains("ends in its header"), "{}", said(&whole[..40]));
        assert!(said(b"some words\n").contains("does not begin with WARC/1.0"));
        assert!(said(b"").contains("is empty"));
    }
}
