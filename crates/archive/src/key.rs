//! The key of an article: the same words, title and day have the same one, wherever they come from.
//!
//! It is the first 32 hexadecimal digits of SHA-256 over text, a zero byte, title, a zero byte and day (2022-01-25), text
//! and title in Unicode normal form C with every run of blanks as one space and none at the ends.

use legation_text::Article;
use sha2::{Digest, Sha256};
use std::fmt;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Bytes of a key: two articles of a billion share one by chance with a probability below 10^-20.
const BYTES: usize = 16;

/// What makes an article the same one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(String);

impl Key {
    /// The key of an article.
    pub fn of(article: &Article) -> Self {
        let mut hash = Sha256::new();
        add_words(&mut hash, &article.text);
        hash.update([0]);
        add_words(&mut hash, article.title.as_deref().unwrap_or_default());
        hash.update([0]);
        if let Some(day) = article.published {
            hash.update(day.to_string());
        }
        Self(hex(&hash.finalize()[..BYTES]))
    }

    /// Its 32 digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn add_words(hash: &mut Sha256, text: &str) {
    let composed;
    let text = if is_nfc_quick(text.chars()) == IsNormalized::Yes {
        text
    } else {
        composed = text.nfc().collect::<String>();
        &composed
    };
    for (number, word) in text.split_whitespace().enumerate() {
        if number > 0 {
            hash.update(b" ");
        }
        hash.update(word);
    }
}

/// 16 hexadecimal digits of SHA-256 over parts, each closed by a zero byte: to tell codebooks apart.
pub fn fingerprint<'a>(parts: impl IntoIterator<Item = &'a str>) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part);
        hash.update([0]);
    }
    hex(&hash.finalize()[..8])
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(title: Option<&str>, text: &str, day: Option<&str>) -> Key {
        let published = day.map(|d| d.parse().expect("a day"));
        Key::of(&Article { title: title.map(str::to_owned), published, ..Article::from_text("x", text) })
    }

    #[test]
    fn blanks_and_forms_of_letters_make_no_other_article() {
        let plain = key(Some("Café talks"), "Oman met Qatar.", Some("2022-01-25"));
        assert_eq!(plain, key(Some(" Cafe\u{301}  talks"), "\nOman\tmet\u{a0}Qatar. ", Some("2022-01-25")));
    }

    #[test]
    fn another_word_title_or_day_makes_another_article() {
        let plain = key(Some("Talks"), "Oman met Qatar.", Some("2022-01-25"));
        for other in [
            key(Some("Talks"), "Oman met Qatar", Some("2022-01-25")),
            key(None, "Oman met Qatar.", Some("2022-01-25")),
            key(Some("Talks"), "Oman met Qatar.", None),
            key(None, "Oman met Qatar. Talks", Some("2022-01-25")),
        ] {
            assert_ne!(plain, other);
        }
    }

    #[test]
    fn a_key_can_be_made_elsewhere() {
        // printf 'Oman met Qatar.\0Talks\0002022-01-25' | sha256sum
        assert_eq!(key(Some("Talks"), "Oman met Qatar.", Some("2022-01-25")).as_str(), KEY);
    }

    const KEY: &str = "43ebcaa1bb362e1602003726458f6b75";
}
