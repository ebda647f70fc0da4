//! Word pieces: "Abdollahian" is "abdo" "##llah" "##ian" for the encoder, whose vocabulary is lower
//! case; how the word was written travels beside it as a shape.

use crate::encoder::Piece;
use std::collections::HashMap;
use unicode_normalization::UnicodeNormalization;

/// Most pieces of one word; a longer word keeps its first seven and its last.
const MOST: usize = 8;

/// Greedy longest-match word pieces (WordPiece) over a vocabulary.
pub(crate) struct Pieces {
    whole: HashMap<String, u32>,
    inner: HashMap<String, u32>,
    unknown: u32,
    pub first: Piece,
    pub last: Piece,
}

impl Pieces {
    /// `vocabulary` has one piece a line, inner pieces begin with "##".
    pub(crate) fn new(vocabulary: &str) -> Option<Self> {
        let (mut whole, mut inner) = (HashMap::new(), HashMap::new());
        for (id, piece) in vocabulary.lines().enumerate() {
            let id = u32::try_from(id).ok()?;
            match piece.strip_prefix("##") {
                Some(rest) => inner.insert(rest.to_owned(), id),
                None => whole.insert(piece.to_owned(), id),
            };
        }
        let special = |name: &str| whole.get(name).map(|id| Piece { id: *id, shape: 0 });
        Some(Self { unknown: special("[UNK]")?.id, first: special("[CLS]")?, last: special("[SEP]")?, whole, inner })
    }

    /// Whether a word is one piece: a common word of English.
    pub(crate) fn is_word(&self, word: &str) -> bool {
        self.whole.contains_key(word)
    }

    /// Appends the pieces of `word`; at least one.
    pub(crate) fn of(&self, word: &str, out: &mut Vec<Piece>) {
        let shape = shape(word);
        let mut ids = Vec::with_capacity(4);
        let normal = normalize(word);
        let mut rest = normal.as_str();
        while let Some(c) = rest.chars().next() {
            let n = if is_punctuation(c) {
                c.len_utf8()
            } else {
                rest.char_indices().find(|(_, c)| is_punctuation(*c)).map_or(rest.len(), |(i, _)| i)
            };
            self.match_part(&rest[..n], &mut ids);
            rest = &rest[n..];
        }
        if ids.is_empty() {
            ids.push(self.unknown);
        }
        if ids.len() > MOST {
            ids[MOST - 1] = ids[ids.len() - 1];
            ids.truncate(MOST);
        }
        out.extend(ids.into_iter().map(|id| Piece { id, shape }));
    }

    fn match_part(&self, part: &str, ids: &mut Vec<u32>) {
        let first = ids.len();
        let mut start = 0;
        while start < part.len() {
            let table = if start == 0 { &self.whole } else { &self.inner };
            // No piece of the vocabulary is longer than 24 letters.
            let longest = part[start..].char_indices().nth(24).map_or(part.len(), |(i, _)| start + i);
            let found = (start + 1..=longest)
                .rev()
                .filter(|end| part.is_char_boundary(*end))
                .find_map(|end| table.get(&part[start..end]).map(|id| (end, *id)));
            let Some((end, id)) = found else {
                ids.truncate(first);
                ids.push(self.unknown);
                return;
            };
            ids.push(id);
            start = end;
            if ids.len() > 4 * MOST {
                return;
            }
        }
    }
}

/// Lower case, plain quotes and dashes, no accents, no blanks.
fn normalize(word: &str) -> String {
    if word.is_ascii() {
        let mut out = word.to_ascii_lowercase();
        if out.contains(['`', ' ']) {
            out = out.replace('`', "'").replace(' ', "");
        }
        return out;
    }
    word.chars()
        .map(|c| match c {
            '“' | '”' | '„' => '"',
            '‘' | '’' | '`' => '\'',
            '–' | '—' | '‐' | '‑' => '-',
            other => other,
        })
        .flat_map(char::to_lowercase)
        .nfd()
        .filter(|c| !unicode_normalization::char::is_combining_mark(*c) && !c.is_whitespace())
        .collect()
}

fn is_punctuation(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_punctuation() } else { !c.is_alphanumeric() && is_general_punctuation(c) }
}

/// Unicode's categories P* outside ASCII, as far as news has them.
fn is_general_punctuation(c: char) -> bool {
    matches!(c, '\u{a1}' | '\u{a7}' | '\u{ab}' | '\u{b6}' | '\u{b7}' | '\u{bb}' | '\u{bf}' | '\u{2010}'..='\u{2027}'
        | '\u{2030}'..='\u{2043}' | '\u{2045}'..='\u{2051}' | '\u{2053}'..='\u{205e}' | '\u{3001}'..='\u{3003}'
        | '\u{3008}'..='\u{3011}' | '\u{60c}' | '\u{61b}' | '\u{61f}')
}

/// How a word is written: 1 lower, 2 Title, 3 UPPER, 4 one capital, 5 mIxed, 6 number, 7 other
/// (0 is for the marks around a sentence).
fn shape(word: &str) -> u8 {
    let mut letters = word.chars().filter(|c| c.is_alphabetic());
    let Some(first) = letters.next() else {
        return if word.chars().any(char::is_numeric) { 6 } else { 7 };
    };
    let (mut upper, mut lower) = (usize::from(first.is_uppercase()), usize::from(!first.is_uppercase()));
    for c in letters {
        if c.is_uppercase() {
            upper += 1;
        } else {
            lower += 1;
        }
    }
    match (upper, lower) {
        (0, _) => 1,
        (1, 0) => 4,
        (_, 0) => 3,
        (1, _) if word.starts_with(char::is_uppercase) => 2,
        _ => 5,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_tell_how_a_word_is_written() {
        let found: Vec<u8> =
            ["visit", "Tehran", "NATO", "J.", "McDonald", "2022", "—"].iter().map(|w| shape(w)).collect();
        assert_eq!(found, [1, 2, 3, 4, 5, 6, 7]);
    }

    #[test]
    fn normal_form_has_no_accents_and_plain_quotes() {
        assert_eq!(normalize("Élysée’s"), "elysee's");
        assert_eq!(normalize("Türkiye"), "turkiye");
    }

    #[test]
    fn longest_piece_wins_and_unknown_words_are_one_piece() {
        let pieces = Pieces::new("[UNK]\n[CLS]\n[SEP]\nsyria\nsyr\n##ian\n##n\n'\ns\n").expect("has the marks");
        let ids = |word: &str| {
            let mut out = Vec::new();
            pieces.of(word, &mut out);
            out.iter().map(|p| p.id).collect::<Vec<_>>()
        };
        assert_eq!(ids("Syrian"), [3, 6]);
        assert_eq!(ids("syrian's"), [3, 6, 7, 8]);
        assert_eq!(ids("xyz"), [0]);
    }
}
