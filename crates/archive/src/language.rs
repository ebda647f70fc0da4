//! Which language a text is in: "Le président a reçu le ministre syrien des affaires étrangères." is "fr".

use std::collections::HashMap;
use std::sync::LazyLock;

/// The language that is coded.
pub const ENGLISH: &str = "en";

/// Code points that are looked at: more change nothing, and cost time.
const SAMPLE: usize = 2000;

/// A text with fewer letters than this is taken for English: a headline of names looks like any language.
const LEAST: usize = 60;

/// How sure a detection must be, 0 to 1, to take a text for another language than English. Measured with whatlang 0.18: of 5,788
/// English articles none is lost at any value; of 1,060 English sentences standing alone (EWT and GUM dev) 19 are at 0, 4 at this
/// one and 2 at its own 0.9, by which single sentences in French and Spanish pass for English.
const SURE: f64 = 0.5;

/// ISO 639-3 to 639-1.
static CODES: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
    include_str!("../data/languages.csv").lines().skip(1).filter_map(|line| line.split_once(',')).collect()
});

/// The same for a text of fewer letters than [`LONG`]: of a few names and dates little is sure, and an English report that is not
/// coded is worse than a foreign one that is.
const SURER: f64 = 0.75;

/// Letters of a paragraph.
const LONG: usize = 250;

/// The language of a text as ISO 639-1, English where it cannot be told.
pub fn language(text: &str) -> &'static str {
    let sample = text.char_indices().nth(SAMPLE).map_or(text, |(end, _)| &text[..end]);
    let letters = sample.chars().filter(|c| c.is_alphabetic()).count();
    if letters < LEAST {
        return ENGLISH;
    }
    let sure = if letters < LONG { SURER } else { SURE };
    match whatlang::detect(sample) {
        Some(info) if info.confidence() >= sure => CODES.get(info.lang().code()).copied().unwrap_or(info.lang().code()),
        _ => ENGLISH,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_of_news_are_told() {
        for (expected, text) in [
            (
                "en",
                "The foreign ministers of Kenya and Ghana met in Nairobi on Friday to talk about trade and the border.",
            ),
            (
                "fr",
                "Le ministre des affaires étrangères du Ghana a reçu vendredi à Accra son homologue du Kenya pour parler du commerce.",
            ),
            (
                "de",
                "Der Außenminister von Ghana hat am Freitag in Accra seinen Amtskollegen aus Kenia zu Gesprächen über den Handel empfangen.",
            ),
            (
                "ar",
                "استقبل وزير الخارجية الغاني يوم الجمعة في أكرا نظيره الكيني لبحث العلاقات التجارية بين البلدين وقضايا الحدود",
            ),
            (
                "ru",
                "Министр иностранных дел Ганы принял в пятницу в Аккре своего кенийского коллегу для переговоров о торговле.",
            ),
        ] {
            assert_eq!(language(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_too_short_to_tell_is_english() {
        assert_eq!(language("Macron, Merkel, Tusk, Rutte"), ENGLISH);
        assert_eq!(language(""), ENGLISH);
    }

    #[test]
    fn every_language_that_is_detected_has_a_short_code() {
        for language in whatlang::Lang::all() {
            assert!(CODES.contains_key(language.code()), "{language:?}");
        }
    }

    #[test]
    fn a_short_report_full_of_names_is_english() {
        let text = "Iranian President Ebrahim Raisi met Syrian President Bashar Assad in Damascus on Monday. Police killed three protesters in Lima, Peru.";
        assert_eq!(language(text), ENGLISH);
    }
}
