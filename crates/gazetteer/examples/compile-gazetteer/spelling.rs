//! Which of a place's many names are kept: "Kyiv" has 75 in GeoNames, of which news in English uses two.

use legation_gazetteer::{Entry, normal};
use std::collections::HashSet;

/// Names of a place in normal form, its usual name included. Most places have fewer.
const MOST_NAMES: usize = 12;

/// A name has at least this many letters.
const LEAST_LETTERS: usize = 3;

/// Capitals alone of at most this length are codes of airports and districts: "BJS".
const LONGEST_CODE: usize = 4;

/// Another name this short must be near the usual one: "Kiev" is kept for Kyiv, "Oea" and "Sam" are not for
/// Tripoli and Damascus.
const SHORT: usize = 4;

/// How many letters a short name may differ in.
const NEAR: usize = 2;

/// Letters before the first capital: "al-Quds", "esh-Sham". More, and it is a transliteration: "bei jing".
const BEFORE_CAPITAL: usize = 5;

/// Other names worth keeping, the plainest first.
pub fn choose(name: &str, alternates: &[String]) -> Vec<String> {
    let usual = normal(name);
    let mut candidates: Vec<(bool, usize, String, String)> = alternates
        .iter()
        .filter(|alternate| is_latin_name(alternate))
        .map(|alternate| {
            let alternate = plain_apostrophes(alternate);
            let key = normal(&alternate);
            (!alternate.is_ascii(), distance(&usual, &key), key, alternate)
        })
        .filter(|(_, distance, key, _)| key.chars().count() > SHORT || *distance <= NEAR)
        .collect();
    candidates.sort();
    let mut known = HashSet::from([usual]);
    let chosen = candidates.into_iter().filter(|(_, _, key, _)| known.insert(key.clone()));
    chosen.take(MOST_NAMES - 1).map(|(_, _, _, name)| name).collect()
}

/// Adds the spellings of names that news writes on plain keyboards: "Lodz" of "Łódź", "St. Louis" of "Saint Louis".
pub fn complete(entry: &mut Entry) {
    let mut known = HashSet::from([normal(&entry.name)]);
    let aliases =
        std::iter::once(&entry.name).chain(&entry.aliases).flat_map(|name| on_plain_keyboards(name)).collect();
    let variants = entry.variants.iter().flat_map(|name| on_plain_keyboards(name)).collect();
    for (names, more) in [(&mut entry.aliases, aliases), (&mut entry.variants, variants)] {
        let more: Vec<String> = more;
        names.extend(more);
        names.retain(|name| known.insert(normal(name)));
    }
    entry.name = plain_apostrophes(&entry.name);
}

fn on_plain_keyboards(name: &str) -> Vec<String> {
    let mut more = vec![fold(name)];
    if let Some(rest) = name.strip_prefix("Saint ") {
        more.push(format!("St. {rest}"));
    } else if let Some(rest) = name.strip_prefix("St. ") {
        more.push(format!("Saint {rest}"));
    }
    more
}

/// Whether it is a name in Latin letters, as one writes it in a text.
pub fn is_latin_name(name: &str) -> bool {
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    let code = name.len() <= LONGEST_CODE && name.chars().all(|c| c.is_ascii_uppercase());
    let capital = name.chars().position(char::is_uppercase);
    letters >= LEAST_LETTERS
        && !code
        && capital.is_some_and(|at| at < BEFORE_CAPITAL)
        && name.chars().all(|c| is_latin(c) || matches!(c, ' ' | '-' | '\'' | '.' | '’' | '‘' | '–'))
}

fn is_latin(c: char) -> bool {
    c.is_ascii_alphabetic()
        || matches!(c, '\u{00c0}'..='\u{024f}' | '\u{0259}' | '\u{02b9}'..='\u{02bf}' | '\u{0300}'..='\u{036f}' | '\u{1e00}'..='\u{1eff}')
            && c != '×'
            && c != '÷'
}

/// Letters that stand for an apostrophe become one, so that the normal form drops them.
fn plain_apostrophes(name: &str) -> String {
    name.replace(|c| matches!(c, '\u{02b9}'..='\u{02bf}'), "’")
}

/// Letters without a decomposition as one types them on a plain keyboard.
fn fold(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.chars() {
        match c {
            'ø' => out.push('o'),
            'Ø' => out.push('O'),
            'ł' => out.push('l'),
            'Ł' => out.push('L'),
            'đ' | 'ð' => out.push('d'),
            'Đ' | 'Ð' => out.push('D'),
            'ı' => out.push('i'),
            'ə' => out.push('a'),
            'Ə' => out.push('A'),
            'ħ' => out.push('h'),
            'Ħ' => out.push('H'),
            'æ' => out.push_str("ae"),
            'Æ' => out.push_str("Ae"),
            'œ' => out.push_str("oe"),
            'Œ' => out.push_str("Oe"),
            'ß' => out.push_str("ss"),
            'þ' => out.push_str("th"),
            'Þ' => out.push_str("Th"),
            c => out.push(c),
        }
    }
    out
}

/// Letters to change, add or drop.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let changed = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}
