//! Splits text into the words of Universal Dependencies English.
//!
//! "Sosan's talks can't wait (U.S.-led, 5.30 p.m.)." becomes
//! `Sosan 's talks ca n't wait ( U.S. - led , 5.30 p.m. ) .`; `glued` marks "'s" and "n't", which
//! CoNLL-U shows as parts of one written word. `training/reader/tokenizer.py` follows the same rules.

use crate::span::Span;

/// A word before it is analysed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RawToken {
    pub span: Span,
    /// Whether it belongs to the same written word as the token before ("ca" "n't").
    pub glued: bool,
}

/// Prefixes that English UD keeps joined to what follows the hyphen ("non-profit", "anti-government").
const JOINED_PREFIXES: &[&str] = &[
    "anti", "bi", "co", "counter", "cross", "de", "e", "ex", "extra", "hyper", "inter", "intra", "mid", "mini",
    "multi", "neo", "non", "over", "pan", "para", "post", "pre", "pro", "proto", "quasi", "re", "semi", "sub", "super",
    "trans", "tri", "ultra", "un", "uni",
];

/// Words that keep a full stop behind them.
const ABBREVIATIONS: &[&str] = &[
    "adm", "al", "amb", "approx", "apr", "aug", "brig", "bros", "ca", "capt", "co", "col", "corp", "cpl", "dec",
    "dept", "dr", "esq", "etc", "feb", "fig", "fri", "ft", "gen", "gov", "hon", "hr", "inc", "jan", "jr", "jul", "jun",
    "lt", "ltd", "maj", "mar", "messrs", "mon", "mr", "mrs", "ms", "mt", "nov", "oct", "pres", "prof", "rep", "reps",
    "rev", "sat", "sen", "sens", "sep", "sept", "sgt", "sr", "st", "sun", "supt", "thu", "thur", "thurs", "tue",
    "tues", "vol", "vs", "wed",
];

/// Whether `word` (without its full stop) is an abbreviation that keeps it.
pub(crate) fn is_abbreviation(word: &str) -> bool {
    word.len() <= 6 && ABBREVIATIONS.binary_search(&word.to_lowercase().as_str()).is_ok()
}

/// The words of `text[within]`, in order.
pub(crate) fn split(text: &str, within: Span) -> Vec<RawToken> {
    let mut tokens = Vec::with_capacity(within.len() / 5);
    let mut at = within.start;
    while let Some(c) = text[at..within.end].chars().next() {
        if c.is_whitespace() {
            at += c.len_utf8();
            continue;
        }
        let end = at + length_of_next(&text[at..within.end], c);
        let end = with_full_stop(text, at, end, within.end);
        push_parts(text, at, end, &mut tokens);
        at = end;
    }
    join_prefixes(text, tokens)
}

/// Bytes of the token that `rest` begins with.
fn length_of_next(rest: &str, first: char) -> usize {
    if first.is_alphanumeric() || first == '_' {
        if let Some(n) = address(rest).or_else(|| mail(rest)).or_else(|| dotted(rest)) {
            return n;
        }
        if first.is_ascii_digit() {
            return number(rest);
        }
        return word(rest);
    }
    if let "``" | "''" = rest.get(..2).unwrap_or_default() {
        return 2;
    }
    if matches!(first, '-' | '.' | '!' | '?' | '=' | '*' | '~' | '#' | '+') {
        let n = rest.bytes().take_while(|b| *b == first as u8).count();
        return if n > 1 { n } else { 1 };
    }
    first.len_utf8()
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || is_mark(c)
}

/// Combining marks continue a word ("é" as "e" and an accent).
fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

fn is_apostrophe(c: char) -> bool {
    c == '\'' || c == '’'
}

fn run(text: &str, keep: impl Fn(char) -> bool) -> usize {
    text.char_indices().find(|(_, c)| !keep(*c)).map_or(text.len(), |(i, _)| i)
}

/// "https://www.mehrnews.com/x", without the punctuation of the sentence.
fn address(rest: &str) -> Option<usize> {
    if !["http://", "https://", "www."].iter().any(|p| rest.starts_with(p)) {
        return None;
    }
    let whole = &rest[..run(rest, |c| !c.is_whitespace())];
    let trimmed = whole.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '\'', '"', '”', '’']);
    (trimmed.len() > 8).then_some(trimmed.len())
}

/// "press@example.org"
fn mail(rest: &str) -> Option<usize> {
    let name = run(rest, |c| c.is_alphanumeric() || matches!(c, '.' | '+' | '-' | '_'));
    let after = rest[name..].strip_prefix('@')?;
    let domain = &after[..run(after, |c| c.is_alphanumeric() || matches!(c, '.' | '-'))];
    let domain = domain.trim_end_matches(['.', '-']);
    domain.contains('.').then_some(name + 1 + domain.len())
}

/// "U.S.", "p.m.", "U.A.E": letters with a full stop each.
fn dotted(rest: &str) -> Option<usize> {
    let bytes = rest.as_bytes();
    let mut pairs = 0;
    while bytes.get(2 * pairs).is_some_and(u8::is_ascii_alphabetic) && bytes.get(2 * pairs + 1) == Some(&b'.') {
        pairs += 1;
    }
    if pairs < 2 {
        return None;
    }
    let end = 2 * pairs;
    let letter = bytes.get(end).is_some_and(u8::is_ascii_alphabetic);
    let alone = !rest[end..].chars().nth(1).is_some_and(is_word);
    Some(if letter && alone { end + 1 } else { end })
}

/// "2022", "5.30", "1,200", "24/01/2022", "21st", "1990s"; "40" of "40bn", but "5G" whole.
fn number(rest: &str) -> usize {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let mut end = digits(rest);
    loop {
        let more = &rest[end..];
        let separator = matches!(more.as_bytes().first(), Some(b'.' | b',' | b':' | b'/'));
        let n = if separator { digits(&more[1..]) } else { 0 };
        if n == 0 {
            break;
        }
        end += 1 + n;
    }
    let tail = &rest[end..];
    let letters = run(tail, is_word);
    match &tail[..letters] {
        "" => {
            let suffix: String = tail.chars().take(2).collect();
            let s = suffix.chars().next().is_some_and(is_apostrophe) && suffix.ends_with('s');
            if s && !tail[suffix.len()..].chars().next().is_some_and(is_word) { end + suffix.len() } else { end }
        }
        "st" | "nd" | "rd" | "th" | "s" => end + letters,
        upper if upper.chars().all(char::is_uppercase) => end + letters,
        _ => end,
    }
}

/// "Sha'lan", "O'Reilly's", "AT&T", "women".
fn word(rest: &str) -> usize {
    let mut end = run(rest, is_word);
    loop {
        let mut following = rest[end..].chars();
        let (mark, next) = (following.next(), following.next());
        let goes_on = match (mark, next) {
            (Some(m), Some(n)) if is_apostrophe(m) => n.is_alphabetic(),
            (Some('&'), Some(n)) => is_word(n),
            _ => false,
        };
        if !goes_on {
            return end;
        }
        let mark = mark.map_or(0, char::len_utf8);
        end += mark + run(&rest[end + mark..], is_word);
    }
}

/// Takes in the full stop of an abbreviation or of a single initial.
fn with_full_stop(text: &str, start: usize, end: usize, limit: usize) -> usize {
    let token = &text[start..end];
    let stop = end < limit && text[end..].starts_with('.') && !text[end + 1..].starts_with('.');
    let alphabetic = token.chars().all(char::is_alphabetic);
    let initial = token.chars().count() == 1 && token.chars().all(char::is_uppercase);
    // "No. 10", but "She said: No."
    let numbered = token.eq_ignore_ascii_case("no")
        && text[end..limit].get(1..).is_some_and(|t| t.trim_start().starts_with(|c: char| c.is_ascii_digit()));
    if stop && alphabetic && (initial || numbered || is_abbreviation(token)) { end + 1 } else { end }
}

/// Pushes the token, split at a contraction.
fn push_parts(text: &str, start: usize, end: usize, tokens: &mut Vec<RawToken>) {
    let token = &text[start..end];
    let cut = contraction(token).map(|n| start + n);
    tokens.push(RawToken { span: Span::new(start, cut.unwrap_or(end)), glued: false });
    if let Some(cut) = cut {
        tokens.push(RawToken { span: Span::new(cut, end), glued: true });
    }
}

/// Where the second word of "isn't", "Sosan's", "they'll", "cannot" begins.
fn contraction(token: &str) -> Option<usize> {
    if token.eq_ignore_ascii_case("cannot") {
        return Some(3);
    }
    if token.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let apostrophe = token.char_indices().rfind(|(_, c)| is_apostrophe(*c))?;
    let (at, mark) = apostrophe;
    let after = token[at + mark.len_utf8()..].to_lowercase();
    match after.as_str() {
        "t" if at > 1 && token[..at].ends_with(['n', 'N']) => Some(at - 1),
        "s" | "m" | "ll" | "ve" | "re" | "d" if at > 0 => Some(at),
        _ => None,
    }
}

/// "non" "-" "profit" become one token again.
fn join_prefixes(text: &str, tokens: Vec<RawToken>) -> Vec<RawToken> {
    let mut joined: Vec<RawToken> = Vec::with_capacity(tokens.len());
    let mut i = 0;
    while i < tokens.len() {
        let here = tokens[i].span;
        let prefix = tokens.get(i + 1).zip(tokens.get(i + 2)).filter(|(hyphen, next)| {
            hyphen.span.of(text) == "-"
                && hyphen.span.start == here.end
                && next.span.start == hyphen.span.end
                && next.span.of(text).starts_with(char::is_alphanumeric)
                && JOINED_PREFIXES.binary_search(&here.of(text).to_lowercase().as_str()).is_ok()
        });
        match prefix {
            Some((_, next)) => {
                joined.push(RawToken { span: here.join(next.span), glued: tokens[i].glued });
                i += 3;
            }
            None => {
                joined.push(tokens[i]);
                i += 1;
            }
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let tokens = split(text, Span::new(0, text.len()));
        let found: Vec<&str> = tokens.iter().map(|t| t.span.of(text)).collect();
        assert_eq!(found.join(" "), expected);
    }

    #[test]
    fn contractions_and_possessives_are_words_of_their_own() {
        check("Sosan’s talks can't wait.", "Sosan ’s talks ca n't wait .");
        check("They cannot say it's O'Reilly's.", "They can not say it 's O'Reilly 's .");
        check("the workers' demands", "the workers ' demands");
    }

    #[test]
    fn abbreviations_keep_their_full_stop() {
        check("The U.S. and Gen. J. Smith at 5.30 p.m.", "The U.S. and Gen. J. Smith at 5.30 p.m.");
        check("He is a co. But no. 10 was there.", "He is a co. But no. 10 was there .");
    }

    #[test]
    fn hyphens_part_words_but_not_prefixes() {
        check("Amir-Abdollahian's non-profit U.S.-led", "Amir - Abdollahian 's non-profit U.S. - led");
    }

    #[test]
    fn numbers_stay_whole_and_lose_units() {
        check(
            "$40bn, 10%, 1,200 on 24/01/2022, the 21st, 1990s, 5G",
            "$ 40 bn , 10 % , 1,200 on 24/01/2022 , the 21st , 1990s , 5G",
        );
    }

    #[test]
    fn addresses_are_single_words() {
        check("See https://mehrnews.com/x?a=1. Mail a.b@c.org!", "See https://mehrnews.com/x?a=1 . Mail a.b@c.org !");
    }

    #[test]
    fn rows_of_one_sign_are_one_word() {
        check("Chapter 2 ==== ***NOTICE*** a*b", "Chapter 2 ==== *** NOTICE *** a * b");
    }

    #[test]
    fn tables_are_sorted_for_binary_search() {
        assert!(JOINED_PREFIXES.is_sorted() && ABBREVIATIONS.is_sorted());
    }
}
