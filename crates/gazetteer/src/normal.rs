//! The form of a name in which it is looked up: "Quai d'Orsay" is "quai dorsay", "N’Djaména" is "ndjamena".

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Lower case, without accents, full stops and apostrophes, blanks for hyphens and other signs.
pub fn normal(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    if text.is_ascii() {
        for c in text.chars() {
            push(c, &mut out);
        }
    } else {
        for c in text.nfd().filter(|c| !is_combining_mark(*c)) {
            push(c, &mut out);
        }
    }
    out.truncate(out.trim_end().len());
    out
}

fn push(c: char, out: &mut String) {
    match c {
        '.' | '\'' | '’' | '‘' | 'ʿ' | '`' => {}
        c if c.is_ascii_alphanumeric() => out.push(c.to_ascii_lowercase()),
        c if c.is_alphanumeric() => out.extend(c.to_lowercase()),
        _ if !out.is_empty() && !out.ends_with(' ') => out.push(' '),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(normal(text), expected, "{text:?}");
    }

    #[test]
    fn normal_form_ignores_accents_stops_and_hyphens() {
        check("Quai d’Orsay", "quai dorsay");
        check("U.S.", "us");
        check("al-Qāʿida", "al qaida");
        check("  Türkiye ", "turkiye");
    }

    #[test]
    fn plain_and_accented_spellings_meet() {
        for (plain, accented) in
            [("N'Djamena", "N’Djaména"), ("Port-au-Prince", "Port–au–Prince"), ("Bogota", "Bogotá")]
        {
            assert_eq!(normal(plain), normal(accented));
        }
    }

    #[test]
    fn signs_alone_are_nothing() {
        check("", "");
        check(" -.,’ ", "");
    }
}
