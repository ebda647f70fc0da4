//! Text from bytes: UTF-8, or what it is found to be.

use super::{BadRecord, LARGEST, Record};
use crate::failure::complain;
use legation_text::Article;
use std::io::Read;

/// Reads a whole input, refusing what is too large for one document.
pub(crate) fn bytes(name: &str, input: impl Read) -> Result<Vec<u8>, BadRecord> {
    let mut bytes = Vec::new();
    let read = input.take(LARGEST + 1).read_to_end(&mut bytes);
    read.map_err(|e| BadRecord::at(name, super::reason(&e)))?;
    if bytes.len() as u64 > LARGEST {
        return Err(BadRecord::at(
            name,
            format!(
                "more than {} MB in one document; split it into articles (one a file, or JSONL with one a line)",
                LARGEST / 1024 / 1024
            ),
        ));
    }
    Ok(bytes)
}

/// One article of plain text.
pub(crate) fn read(name: &str, input: impl Read) -> Record {
    let text = decode(name, bytes(name, input)?)?;
    if text.trim().is_empty() {
        return Err(BadRecord::at(name, "is empty; give a file with text"));
    }
    let id =
        std::path::Path::new(name).file_name().map_or_else(|| name.to_owned(), |n| n.to_string_lossy().into_owned());
    Ok(Article::from_text(if name == "standard input" { "-".to_owned() } else { id }, text))
}

/// UTF-8 as it is; other encodings are detected, decoded and said; what is no text is refused.
pub(crate) fn decode(name: &str, bytes: Vec<u8>) -> Result<String, BadRecord> {
    let bytes = match String::from_utf8(bytes) {
        // A byte order mark is no part of the text.
        Ok(text) => {
            let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
            return match text.bytes().position(|b| b == 0) {
                Some(at) => {
                    Err(BadRecord::at(name, format!("is no text (a zero byte at offset {at}); give a text file")))
                }
                None => Ok(text),
            };
        }
        Err(error) => error.into_bytes(),
    };
    let offset = std::str::from_utf8(&bytes).err().map_or(0, |e| e.valid_up_to());
    let encoding = match encoding_rs::Encoding::for_bom(&bytes) {
        Some((encoding, _)) => encoding,
        None if bytes.contains(&0) => {
            return Err(BadRecord::at(
                name,
                format!("is no text (not UTF-8 at offset {offset}, with zero bytes); give a text file"),
            ));
        }
        None => {
            let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
            detector.feed(&bytes, true);
            detector.guess(None, chardetng::Utf8Detection::Deny)
        }
    };
    let (text, _, wrong) = encoding.decode(&bytes);
    if wrong {
        return Err(BadRecord::at(
            name,
            format!(
                "is not UTF-8 at offset {offset} and does not read as {} either; convert it to UTF-8",
                encoding.name()
            ),
        ));
    }
    complain(format!(
        "{name}: is not UTF-8 at offset {offset}; read as {}, offsets are into the decoded text",
        encoding.name()
    ));
    Ok(text.into_owned())
}
