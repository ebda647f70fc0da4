//! Which office holders a text tells of, and where the tables contradict a text. All persons of these sentences are made up
//! unless the sentence is about what the tables know.

use legation_codebook::{Codebook, CountryBy, Standing};
use legation_coding::{Coder, Included, Settings, records};
use legation_text::{Analyzer, Article};
use proptest::prelude::*;
use std::sync::LazyLock;

static ENGINE: LazyLock<(Analyzer, Coder)> = LazyLock::new(|| {
    let codebook = Codebook::embedded();
    (Analyzer::new(Coder::lexicon(&codebook)), Coder::new(codebook))
});

fn article(text: &str, day: &str) -> Article {
    let mut article = Article::from_text("a", text);
    article.published = day.parse().ok();
    article
}

/// "Ana Ruiz, foreign minister, PER GOV", each on a line; what is not plain stands behind it.
fn learned_on(text: &str, day: &str) -> String {
    let (analyzer, coder) = &*ENGINE;
    let document = analyzer.analyze(article(text, day));
    let line = |t: legation_coding::LearnedTerm| {
        let former = if t.standing == Standing::Former { ", former" } else { "" };
        let story = if t.by == CountryBy::Story { ", by story" } else { "" };
        let since = t.since.map_or_else(String::new, |d| format!(", since {d}"));
        let codes = std::iter::once(t.code).chain(t.sectors).collect::<Vec<_>>().join(" ");
        format!("{}, {}, {codes}{former}{story}{since}", t.name, t.office)
    };
    coder.learned(&document).into_iter().map(line).collect::<Vec<_>>().join("\n")
}

fn learned(text: &str) -> String {
    learned_on(text, "2022-01-25")
}

fn check(rows: &[(&str, &str)]) {
    let wrong: Vec<String> = rows
        .iter()
        .map(|(text, expected)| (text, expected, learned(text)))
        .filter(|(_, expected, found)| found != *expected)
        .map(|(text, expected, found)| format!("{text}\n  wanted {expected:?}\n  found  {found:?}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_title_before_a_name_gives_the_office() {
    check(&[
        (
            "Syrian Foreign Minister Karim Haddadi arrived in Tehran on Monday.",
            "Karim Haddadi, foreign minister, SYR GOV",
        ),
        ("Peru's new finance minister Rosa Quispe spoke to reporters.", "Rosa Quispe, finance minister, PER GOV"),
        (
            "The talks were led by Iranian Ambassador to Russia Reza Golzari.",
            "Reza Golzari, ambassador to Russia, IRN GOV",
        ),
        ("President of Ghana Kofi Adomako opened the conference.", "Kofi Adomako, president, GHA GOV"),
        (
            "Acting Prime Minister of Nepal Bishnu Thapaliya resigned.",
            "Bishnu Thapaliya, acting prime minister, NPL GOV",
        ),
        (
            "Acting Nepali foreign minister Bishnu Thapaliya resigned.",
            "Bishnu Thapaliya, acting foreign minister, NPL GOV",
        ),
        ("Ecuadorian President-elect Mateo Larrea flew to Bogota.", "Mateo Larrea, president-elect, ECU GOV"),
    ]);
}

#[test]
fn an_apposition_gives_the_office() {
    check(&[
        (
            "Karim Haddadi, Syria's foreign minister, met his Iraqi counterpart.",
            "Karim Haddadi, foreign minister, SYR GOV",
        ),
        (
            "The foreign minister of Syria, Karim Haddadi, arrived in Tehran.",
            "Karim Haddadi, foreign minister, SYR GOV",
        ),
        ("Rosa Quispe, the finance minister of Peru, rejected the plan.", "Rosa Quispe, finance minister, PER GOV"),
    ]);
}

#[test]
fn an_office_that_somebody_entered_is_told_with_its_day() {
    check(&[
        (
            "Rosa Quispe, who became finance minister of Peru in 2020, rejected the plan.",
            "Rosa Quispe, finance minister, PER GOV, since 2020-01-01",
        ),
        (
            "Rosa Quispe was appointed finance minister of Peru on Monday.",
            "Rosa Quispe, finance minister, PER GOV, since 2022-01-24",
        ),
        ("Karim Haddadi is the foreign minister of Syria.", "Karim Haddadi, foreign minister, SYR GOV"),
    ]);
}

#[test]
fn who_left_an_office_is_former() {
    check(&[
        ("Former Peruvian president Rosa Quispe called for calm.", "Rosa Quispe, president, PER GOV, former"),
        ("Rosa Quispe, the former president of Peru, called for calm.", "Rosa Quispe, president, PER GOV, former"),
        ("Thousands mourned the late Ghanaian President Kofi Adomako.", "Kofi Adomako, president, GHA GOV, former"),
        ("The letter was signed by then-Peruvian President Rosa Quispe.", "Rosa Quispe, president, PER GOV, former"),
    ]);
}

#[test]
fn the_head_of_a_town_or_body_has_its_name_in_the_office() {
    check(&[
        ("Moscow mayor Pavel Ryabtsev ordered shops to close.", "Pavel Ryabtsev, mayor of Moscow, RUS GOV"),
        ("NATO spokeswoman Ingrid Solheim declined to comment.", "Ingrid Solheim, spokeswoman of NATO, IGO MIL"),
        ("New Jersey governor Frank Delmonte signed the bill.", "Frank Delmonte, governor of New Jersey, USA GOV"),
    ]);
}

#[test]
fn what_is_no_political_office_is_not_learned() {
    check(&[
        ("Microsoft president Brad Hollister met the Danish prime minister.", ""),
        ("Peruvian activist Rosa Quispe was arrested in Lima.", ""),
        ("Peruvian businessman Jorge Salcedo met the Chilean president.", ""),
        ("Brazil coach Paulo Menezes praised his team.", ""),
        ("Syrian Football Federation President Karim Haddadi resigned.", ""),
        ("Hong Kong director Wing Lau presented his film in Cannes.", ""),
        ("Jorge Salcedo, president of the Lima Chamber of Commerce, welcomed the plan.", ""),
    ]);
}

#[test]
fn what_is_not_told_as_a_fact_is_not_learned() {
    check(&[
        ("Rosa Quispe is not the finance minister of Peru.", ""),
        ("Rosa Quispe wants to be president of Peru.", ""),
        ("Rosa Quispe could become finance minister of Peru on Monday.", ""),
        ("Rosa Quispe, a candidate for president of Peru, called for calm.", ""),
        ("Rosa Quispe will be sworn in as president of Peru on Friday.", ""),
    ]);
}

#[test]
fn an_office_of_somebody_else_is_not_learned() {
    check(&[
        ("Rosa Quispe, the Peruvian president's sister, lives in Cusco.", ""),
        ("The foreign minister's spokesman Karim Haddadi denied the report.", ""),
        ("Rosa Quispe met the Peruvian president, and Jorge Salcedo stayed at home.", ""),
        // Whose he is the story knows; a town called North is not meant.
        ("The North's deputy foreign minister, Choe Myong Rim, left the talks.", ""),
        // A family name alone is too little to know somebody by.
        ("Syrian Foreign Minister Haddadi arrived in Tehran.", ""),
        ("Presidents Rosa Quispe of Peru and Kofi Adomako of Ghana met.", ""),
    ]);
}

#[test]
fn a_family_name_takes_the_full_name_of_the_text() {
    check(&[(
        "Karim Haddadi arrived in Tehran on Monday. Syrian Foreign Minister Haddadi will stay two days.",
        "Karim Haddadi, foreign minister, SYR GOV",
    )]);
}

#[test]
fn a_country_that_the_words_do_not_say_is_that_of_the_story_only_where_it_names_no_other() {
    let only =
        "Floods hit northern Peru on Monday. Health Minister Rosa Quispe said help was on its way to towns in Peru.";
    assert_eq!(learned(only), "Rosa Quispe, health minister, PER GOV MED, by story");
    let two = "Floods hit northern Peru on Monday. Health Minister Rosa Quispe said Chile had sent help to Peru.";
    assert_eq!(learned(two), "");
    // A president may be a court's or a firm's.
    let president =
        "Floods hit northern Peru on Monday. President Rosa Quispe said help was on its way to towns in Peru.";
    assert_eq!(learned(president), "");
}

#[test]
fn titles_of_long_ago_are_not_learned() {
    let text = "In 1985 Peruvian President Rosa Quispe nationalized the mines.";
    assert_eq!(learned_on(text, "2022-01-25"), "");
    assert_eq!(learned_on(text, "1985-07-02"), "Rosa Quispe, president, PER GOV");
}

#[test]
fn a_body_that_changed_sides_is_learned_only_for_a_day() {
    let text = "Taliban spokesman Gul Rahman Stanekzai claimed the attack.";
    assert_eq!(learned_on(text, "2010-05-03"), "Gul Rahman Stanekzai, spokesman of Taliban, AFG REB");
    assert_eq!(learned_on(text, ""), "");
}

/// The reason given for the first actor of a text.
fn reason(text: &str, day: &str) -> String {
    let (analyzer, coder) = &*ENGINE;
    let document = coder.analyze(analyzer, article(text, day));
    let events = coder.code(&document, Included::default());
    let records = records(&document, &events, &Settings::default());
    records.first().map_or_else(String::new, |r| r.actor[0].reason.clone())
}

#[test]
fn a_contradiction_between_text_and_table_is_in_the_reason_and_the_text_wins() {
    for (text, day, expected) in [
        // Another holds the office.
        (
            "Iraqi Foreign Minister Karim Haddadi condemned Turkey.",
            "2010-05-03",
            "title \"foreign minister\" of the text; the table has another: Hoshyar Zebari (actors/people",
        ),
        // He holds it in another country.
        (
            "Iranian Foreign Minister Hoshyar Zebari condemned Turkey.",
            "2010-05-03",
            "the table has Hoshyar Zebari as foreign minister of IRQ (actors/people",
        ),
        // His term has ended.
        ("British Prime Minister Tony Blair condemned Turkey.", "2009-05-03", "in office only until 2007-06-27"),
    ] {
        let found = reason(text, day);
        assert!(found.contains(expected), "{text}\n  wanted {expected:?}\n  found  {found:?}");
    }
    let (analyzer, coder) = &*ENGINE;
    let text = "Iranian Foreign Minister Hoshyar Zebari condemned Turkey.";
    let document = coder.analyze(analyzer, article(text, "2010-05-03"));
    let records = records(&document, &coder.code(&document, Included::default()), &Settings::default());
    assert_eq!(records[0].actor[0].code.as_deref(), Some("IRN"));
}

#[test]
fn what_can_both_be_true_is_no_contradiction() {
    for (text, day) in [
        ("Iraqi Foreign Minister Hoshyar Zebari condemned Turkey.", "2010-05-03"),
        ("Iraqi Deputy Foreign Minister Karim Haddadi condemned Turkey.", "2010-05-03"),
        ("Former Iraqi foreign minister Karim Haddadi condemned Turkey.", "2010-05-03"),
        ("Iraqi Vice President Karim Haddadi condemned Turkey.", "2010-05-03"),
        ("Acting Iraqi foreign minister Karim Haddadi condemned Turkey.", "2010-05-03"),
        ("Iraqi Football Federation President Karim Haddadi condemned Turkey.", "2010-05-03"),
        ("British Prime Minister Tony Blair condemned Turkey.", "2003-05-03"),
    ] {
        let found = reason(text, day);
        assert!(!found.contains("the table has"), "{text}: {found}");
    }
}

proptest! {
    #[test]
    fn any_string_is_learned_from_without_panic(text in "\\PC{0,300}") {
        learned(&text);
    }

    #[test]
    fn any_mixture_of_titles_is_learned_from_with_true_spans(words in prop::collection::vec(prop::sample::select(vec![
        "Syrian", "Foreign", "Minister", "foreign", "minister", "of", "to", "the", "Peru", "Peru's", "'s", "-", ",", ".",
        "former", "then", "ex-president", "President", "president-elect", "New", "Jersey", "governor", "Karim", "Haddadi",
        "who", "became", "is", "was", "appointed", "in", "2020", "and", "Taliban", "U.N.", "acting", "Moscow", "mayor", "\n\n", "é",
    ]), 0..40)) {
        let text = words.join(" ");
        let (analyzer, coder) = &*ENGINE;
        let document = analyzer.analyze(article(&text, "2022-01-25"));
        for term in coder.learned(&document) {
            prop_assert!(term.sentence.contains(term.span), "{text:?}: {term:?}");
            prop_assert!(text.is_char_boundary(term.span.start) && text.is_char_boundary(term.span.end));
            prop_assert!(!term.name.is_empty() && !term.code.is_empty());
        }
    }
}
