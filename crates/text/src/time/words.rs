//! The words of a sentence as the grammar of time sees them: "mid-March 2004" is `mid`, `-`, month 3, `2004`.
//!
//! Finer than the words of the tree: "21st" is a number and its suffix, "1990s" a number and an "s". What a word says of
//! time stands in `data/time_words.csv`.

use super::meaning::{Part, Season, Unit};
use crate::span::Span;
use std::collections::HashMap;
use std::sync::LazyLock;

/// What a word says of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    /// Nothing.
    Other,
    /// Nothing by itself, but an expression may begin with it: "the", "last", "between".
    Start,
    /// "2004", "21"
    Digits(i64),
    /// "three"; "hundred" and "thousand" too
    Number(i64),
    /// "third"
    Ordinal(i64),
    /// "st" of "21st"
    Suffix,
    /// "March"
    Month(i8),
    /// "Mar"
    MonthShort(i8),
    /// "Monday", from 1
    Weekday(i8),
    /// "Mon"
    WeekdayShort(i8),
    /// "Mondays"
    Weekdays(i8),
    /// "week", "weeks"
    Unit(Unit),
    /// "morning"
    Part(Part),
    /// "spring"
    Season(Season),
    /// "daily": the length between two times
    Set(&'static str),
    /// "yesterday": days from today
    Near(i64),
    /// "nineties"
    Decade(i16),
}

static WORDS: LazyLock<HashMap<&'static str, Word>> = LazyLock::new(|| {
    include_str!("../../data/time_words.csv")
        .lines()
        .skip(1)
        .filter_map(|line| {
            let mut fields = line.split(',');
            let (word, class, value) = (fields.next()?, fields.next()?, fields.next()?);
            Some((word, word_of(class, value)?))
        })
        .collect()
});

fn word_of(class: &str, value: &'static str) -> Option<Word> {
    let small = || value.parse::<i8>().ok();
    Some(match class {
        "start" => Word::Start,
        "number" => Word::Number(value.parse().ok()?),
        "ordinal" => Word::Ordinal(value.parse().ok()?),
        "suffix" => Word::Suffix,
        "month" => Word::Month(small()?),
        "month_short" => Word::MonthShort(small()?),
        "weekday" => Word::Weekday(small()?),
        "weekday_short" => Word::WeekdayShort(small()?),
        "weekdays" => Word::Weekdays(small()?),
        "unit" => Word::Unit(Unit::parse(value)?),
        "part" => Word::Part(Part::parse(value)?),
        "season" => Word::Season(Season::parse(value)?),
        "set" => Word::Set(value),
        "near" => Word::Near(value.parse().ok()?),
        "decade" => Word::Decade(value.parse().ok()?),
        _ => return None,
    })
}

/// Letters of the longest word of the table.
const LONGEST: usize = 16;

fn look_up(word: &str) -> Word {
    let mut lower = [0; LONGEST];
    let Some(lower) = lower.get_mut(..word.len()) else {
        return Word::Other;
    };
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    std::str::from_utf8(lower).ok().and_then(|w| WORDS.get(w)).copied().unwrap_or(Word::Other)
}

/// A run of letters or digits, or another character.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    pub span: Span,
    pub word: Word,
    /// Whether it follows the piece before it without a blank.
    pub glued: bool,
}

/// The pieces of a stretch of text.
pub(super) struct Pieces<'t> {
    pub text: &'t str,
    list: Vec<Piece>,
}

impl<'t> Pieces<'t> {
    /// Cuts `text[within]`.
    pub fn new(text: &'t str, within: Span) -> Self {
        let mut list = Vec::with_capacity(within.len() / 4);
        let mut at = within.start;
        let mut glued = false;
        while let Some(c) = text[at..within.end].chars().next() {
            if c.is_whitespace() {
                at += c.len_utf8();
                glued = false;
                continue;
            }
            let rest = &text[at..within.end];
            let (length, word) = if c.is_ascii_digit() {
                let n = number_length(rest);
                (n, digits(&rest[..n]))
            } else if c.is_alphabetic() {
                let n = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
                (n, look_up(&rest[..n]))
            } else {
                (c.len_utf8(), Word::Other)
            };
            list.push(Piece { span: Span::new(at, at + length), word, glued });
            at += length;
            glued = true;
        }
        Self { text, list }
    }

    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether any piece can carry a time: a number, a month, a unit, "yesterday".
    pub fn may_tell(&self, is_name: impl Fn(&str) -> bool) -> bool {
        self.list
            .iter()
            .any(|p| !matches!(p.word, Word::Other | Word::Start | Word::Suffix) || is_name(p.span.of(self.text)))
    }

    pub fn word(&self, at: usize) -> Word {
        self.list.get(at).map_or(Word::Other, |p| p.word)
    }

    pub fn of(&self, at: usize) -> &'t str {
        self.list.get(at).map_or("", |p| p.span.of(self.text))
    }

    /// From the first of the pieces to the last.
    pub fn span(&self, from: usize, to: usize) -> Span {
        self.list[from].span.join(self.list[to - 1].span)
    }

    /// Whether the piece is this word, in any case; a curly apostrophe is a straight one.
    pub fn is(&self, at: usize, word: &str) -> bool {
        let here = self.of(at);
        here.eq_ignore_ascii_case(word) || here == "’" && word == "'"
    }

    pub fn any(&self, at: usize, words: &[&str]) -> bool {
        words.iter().any(|w| self.is(at, w))
    }

    /// Whether these words stand from here.
    pub fn are(&self, at: usize, words: &[&str]) -> bool {
        words.iter().enumerate().all(|(i, w)| self.is(at + i, w))
    }

    /// The place behind an optional word.
    pub fn skip(&self, at: usize, words: &[&str]) -> usize {
        at + usize::from(self.any(at, words))
    }

    /// Whether the piece follows the one before it without a blank.
    pub fn glued(&self, at: usize) -> bool {
        self.list.get(at).is_some_and(|p| p.glued)
    }

    pub fn is_capital(&self, at: usize) -> bool {
        self.of(at).starts_with(char::is_uppercase)
    }

    /// The number of a piece of so many digits.
    pub fn digits(&self, at: usize, lengths: std::ops::RangeInclusive<usize>) -> Option<i64> {
        match self.word(at) {
            Word::Digits(n) if lengths.contains(&self.of(at).len()) => Some(n),
            _ => None,
        }
    }

    /// What makes something else of the number behind its hyphen: "F-16", but not "mid-2011" and "Dec-2018".
    fn is_designation(&self, at: usize) -> bool {
        let letters = self.of(at).starts_with(char::is_alphabetic);
        // "31/31/2004" is no date, so its 2004 is no year.
        let digits = matches!(self.word(at), Word::Digits(_)) && self.of(at + 2).len() == YEAR;
        digits || letters && self.word(at) == Word::Other && !self.any(at, &["pre", "post", "since"])
    }

    /// Whether a number stands by itself: not "3.14", "$2000", "F-16", "2004%", "A320".
    pub fn stands_alone(&self, at: usize) -> bool {
        let before = at.checked_sub(1).filter(|_| self.glued(at));
        let bound = before.is_some_and(|b| {
            let mark = self.of(b);
            matches!(mark, "$" | "£" | "€" | "¥" | "#" | "." | ":" | "%" | "_" | "@" | "+" | "&")
                || mark.starts_with(char::is_alphabetic)
                || matches!(mark, "-" | "/")
                    && self.glued(b)
                    && b.checked_sub(1).is_some_and(|c| self.is_designation(c))
        });
        let tied = self.glued(at + 1)
            && (matches!(self.of(at + 1), "%" | "°" | "_" | "@" | "$")
                || matches!(self.of(at + 1), "." | ":")
                    && self.glued(at + 2)
                    && matches!(self.word(at + 2), Word::Digits(_)));
        !bound && !tied
    }
}

/// Digits of a year.
const YEAR: usize = 4;

/// Length of "2004" or of "5,000", which is one number.
fn number_length(rest: &str) -> usize {
    let run = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let mut end = run(rest);
    while end <= THOUSANDS && rest[end..].starts_with(',') && run(&rest[end + 1..]) == THOUSANDS {
        end += 1 + THOUSANDS;
        if end > THOUSANDS_LIMIT {
            break;
        }
    }
    end
}

/// Digits between two commas of "5,000".
const THOUSANDS: usize = 3;
/// Nothing in news is so many years ago that it takes more than "999,999".
const THOUSANDS_LIMIT: usize = 7;

fn digits(text: &str) -> Word {
    if text.contains(',') {
        return text.replace(',', "").parse().map_or(Word::Other, Word::Number);
    }
    // A longer number is no time, and would not fit.
    const MOST: usize = 9;
    if text.len() > MOST { Word::Other } else { text.parse().map_or(Word::Other, Word::Digits) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<(&str, Word)> {
        let pieces = Pieces::new(text, Span::new(0, text.len()));
        (0..pieces.len()).map(|i| (pieces.of(i), pieces.word(i))).collect()
    }

    #[test]
    fn pieces_are_finer_than_words() {
        assert_eq!(
            words("mid-March 21st, 1990s"),
            [
                ("mid", Word::Start),
                ("-", Word::Other),
                ("March", Word::Month(3)),
                ("21", Word::Digits(21)),
                ("st", Word::Suffix),
                (",", Word::Other),
                ("1990", Word::Digits(1990)),
                ("s", Word::Other),
            ]
        );
        assert_eq!(
            words("5,000 12,5"),
            [("5,000", Word::Number(5000)), ("12", Word::Digits(12)), (",", Word::Other), ("5", Word::Digits(5)),]
        );
    }

    #[test]
    fn every_line_of_the_table_is_understood() {
        let lines = include_str!("../../data/time_words.csv").lines().skip(1).count();
        assert_eq!(WORDS.len(), lines);
        assert!(WORDS.keys().all(|w| w.len() <= LONGEST));
    }
}
