//! What the analysis finds, in short stories: one `check` a kind of finding.

use expect_test::{Expect, expect};
use legation_text::{Analyzer, Article, Document, Lexicon, MentionForm, SentenceKind};
use std::sync::LazyLock;

/// The words that the tests need to know; the coder fills a lexicon from its codebook.
static ANALYZER: LazyLock<Analyzer> = LazyLock::new(|| {
    let mut lexicon = Lexicon::default();
    for (word, country) in [
        ("Syria", "SYR"),
        ("Syrian", "SYR"),
        ("Iran", "IRN"),
        ("Iranian", "IRN"),
        ("Kenya", "KEN"),
        ("Kenyan", "KEN"),
        ("Uganda", "UGA"),
    ] {
        lexicon.countries.insert(word.to_lowercase(), country.to_owned());
    }
    for (role, classes) in [
        ("foreign minister", &["diplomat", "minister", "official"][..]),
        ("deputy foreign minister", &["diplomat", "minister", "official"]),
        ("president", &["leader"]),
        ("advisor", &["official"]),
    ] {
        lexicon.roles.insert(role.to_owned(), classes.iter().map(|c| (*c).to_owned()).collect());
    }
    Analyzer::new(lexicon)
});

fn analyse(text: &str) -> Document {
    let mut article = Article::from_text("test", text);
    article.published = "2022-01-25".parse().ok();
    ANALYZER.analyze(article)
}

/// Entities with more than one mention or with members, a line each.
fn check_references(text: &str, expected: Expect) {
    let document = analyse(text);
    let mut lines = String::new();
    for entity in &document.entities {
        if entity.mentions.len() + entity.members.len() < 2 {
            continue;
        }
        let mut texts: Vec<&str> = entity.mentions.iter().map(|m| document.str(document.mentions[*m].span)).collect();
        for member in &entity.members {
            texts.push("=");
            texts.extend(document.entities[*member].mentions.first().map(|m| document.str(document.mentions[*m].span)));
        }
        lines.push_str(&texts.join(" | "));
        lines.push('\n');
    }
    expected.assert_eq(&lines);
}

#[test]
fn surnames_pronouns_and_titles_lead_to_the_person() {
    check_references(
        "Syrian Deputy Foreign Minister Ayman Sosan met Iranian Foreign Minister Hossein Amir Abdollahian in Tehran. \
         Sosan thanked Iran. He also praised the Iranian foreign minister.",
        expect![[r#"
            Syrian Deputy Foreign Minister Ayman Sosan | Sosan | He
            Iranian Foreign Minister Hossein Amir Abdollahian | the Iranian foreign minister
            Iranian | Iran | Iranian
        "#]],
    );
}

#[test]
fn a_counted_description_takes_up_the_last_two() {
    check_references(
        "Iranian Foreign Minister Hossein Amir Abdollahian phoned his Syrian counterpart Faisal Mekdad. The two top diplomats discussed trade.",
        expect![[r#"
            Iranian Foreign Minister Hossein Amir Abdollahian | his
            his Syrian counterpart | Faisal Mekdad
            The two top diplomats | = | Iranian Foreign Minister Hossein Amir Abdollahian | = | his Syrian counterpart
        "#]],
    );
}

#[test]
fn they_are_those_who_were_joined_before() {
    check_references(
        "Kenya and Uganda signed a treaty on Monday. They will open the border in March.",
        expect![[r#"
            They | = | Kenya | = | Uganda
        "#]],
    );
}

#[test]
fn an_object_pronoun_is_not_its_own_subject() {
    check_references(
        "President William Ruto received President Yoweri Museveni. Ruto thanked him.",
        expect![[r#"
            President William Ruto | Ruto
            President Yoweri Museveni | him
        "#]],
    );
}

#[test]
fn what_somebody_says_of_it_is_said_of_himself_where_he_can_be_it() {
    check_references(
        "Russia said on Friday it had expelled two envoys.",
        expect![[r#"
        Russia | it
    "#]],
    );
    check_references("The minister said it had expelled two envoys.", expect![""]);
}

#[test]
fn who_did_it_is_the_subject_of_the_clause_above_where_he_can_be_it() {
    check_references(
        "The Libyan navy released a freighter it had seized.",
        expect![[r#"
            The Libyan navy | it
        "#]],
    );
    check_references("The captain released a freighter it had seized.", expect![""]);
}

#[test]
fn whoever_speaks_is_i_in_his_own_words() {
    check_references(
        "\u{201c}I will sign the treaty,\u{201d} President William Ruto said. \u{201c}I trust our neighbours.\u{201d} \
         Opposition leader Raila Odinga objected: \u{201c}I will never accept it.\u{201d}",
        expect![[r#"
            I | President William Ruto | I
            Opposition leader Raila Odinga | I
        "#]],
    );
}

#[test]
fn a_thing_is_taken_up_by_its_noun_and_by_it_but_not_by_another() {
    check_references(
        "A cargo ship sank off Kenya on Monday. The ship carried grain. Another ship rescued the crew.",
        expect![[r#"
            A cargo ship | The ship
        "#]],
    );
}

#[test]
fn a_possessor_in_what_is_joined_with_a_person_is_that_person() {
    check_references(
        "President Yoweri Museveni left. President William Ruto and his Ugandan counterpart will meet in June.",
        expect![[r#"
            President William Ruto | his
        "#]],
    );
    check_references(
        "President Yoweri Museveni left. President William Ruto and Uganda signed a treaty.",
        expect![[""]],
    );
}

#[test]
fn a_possessor_of_what_somebody_acts_on_is_he_but_not_of_what_acts() {
    check_references(
        "Kenya met Uganda in May. Kenya recalled its ambassador on Monday.",
        expect![[r#"
        Kenya | Kenya | its
    "#]],
    );
    check_references(
        "Kenya met Uganda in May. Its ambassador praised Kenya on Monday.",
        expect![[r#"
        Kenya | Its | Kenya
    "#]],
    );
}

#[test]
fn those_who_were_joined_are_taken_up_together() {
    check_references(
        "The envoys and the rebels met in Kenya. They agreed to talk again.",
        expect![[r#"
            They | = | The envoys | = | the rebels
        "#]],
    );
    check_references(
        "Envoys of the government met in Kenya. They agreed to talk again.",
        expect![[r#"
        Envoys of the government | They
    "#]],
    );
}

#[test]
fn a_predicate_is_nobody_but_its_subject() {
    check_references(
        "Amina Hassan met the press. Kenya is a partner of Uganda.",
        expect![[r#"
        Kenya | a partner of Uganda
    "#]],
    );
}

#[test]
fn spelling_of_names_capitals_and_quotes_do_not_change_the_reading() {
    for text in [
        "Syrian Foreign Minister Faisal al-Mekdad met Hossein Amir-Abdollahian in Tehran on Monday.",
        "Syrian Foreign Minister Faisal Al Mekdad met Hossein Amir Abdollahian in Tehran on Monday.",
        "Syrian Foreign Minister Faisal Mekdad met Hossein Amirabdollahian in Tehran on Monday.",
        "SYRIAN FOREIGN MINISTER FAISAL AL-MEKDAD MET HOSSEIN AMIR-ABDOLLAHIAN IN TEHRAN ON MONDAY.",
        "Syrian foreign minister Faisal Miqdad meets Hossein Amir-Abdollahian in Tehran",
    ] {
        let document = analyse(text);
        let persons: Vec<String> = document
            .mentions
            .iter()
            .filter(|m| m.kind == legation_text::EntityKind::Person)
            .filter_map(|m| m.name.as_ref().map(|n| document.str(document.span_of(n)).to_lowercase()))
            .collect();
        let [first, second] = &persons[..] else { panic!("{persons:?} in {text:?}") };
        assert!(first.starts_with("faisal ") && second.starts_with("hossein amir"), "{persons:?} in {text:?}");
        let root = document.tokens.iter().find(|t| t.head.is_none()).expect("a sentence");
        assert_eq!(&*root.lemma, "meet", "{text:?}");
    }
    let trees =
        ["Iran's \"top diplomat\" said Tehran can't accept it.", "Iran’s “top diplomat” said Tehran can’t accept it."]
            .map(|text| analyse(text).tokens.iter().map(|t| (t.head, t.relation, t.upos)).collect::<Vec<_>>());
    assert_eq!(trees[0], trees[1]);
}

#[test]
fn initials_stand_for_the_name_they_shorten() {
    check_references(
        "The African Development Fund lent money. The ADF will lend more, but the IMF will not.",
        expect![[r#"
            The African Development Fund | The ADF
        "#]],
    );
}

#[test]
fn what_acts_is_not_its_own_object() {
    check_references(
        "The rebels said that they were ready to release dozens of soldiers.",
        expect![[r#"
        The rebels | they
    "#]],
    );
}

#[test]
fn a_noun_within_anothers_phrase_is_spoken_of_but_does_not_act() {
    let document = analyse("Iran condemned the missile test.");
    let head = |word: &str| (0..document.tokens.len()).find(|t| document.form(*t) == word).expect("a word of the text");
    let of = |word: &str| document.mentions.iter().find(|m| m.head == head(word)).map(|m| m.form);
    assert_eq!(of("missile"), Some(MentionForm::Aside));
    assert_eq!(of("test"), Some(MentionForm::Nominal));
    assert!(document.mention_at(head("missile")).is_none() && document.mention_at(head("test")).is_some());
}

/// Time expressions with their values.
fn check_times(text: &str, expected: &[(&str, Option<&str>)]) {
    let document = analyse(text);
    let found: Vec<(&str, Option<&str>)> =
        document.times.iter().map(|t| (document.str(t.span), t.value.as_deref())).collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn weekdays_look_back_unless_the_clause_looks_ahead() {
    check_times("They met late on Monday.", &[("late on Monday", Some("2022-01-24"))]);
    check_times("They met on Tuesday.", &[("Tuesday", Some("2022-01-25"))]);
    check_times("They will meet on Monday.", &[("Monday", Some("2022-01-31"))]);
    check_times("They met last Tuesday.", &[("last Tuesday", Some("2022-01-18"))]);
    check_times("They will meet next Friday.", &[("next Friday", Some("2022-01-28"))]);
}

#[test]
fn dates_have_their_usual_forms() {
    check_times("It began on January 24, 2022.", &[("January 24, 2022", Some("2022-01-24"))]);
    check_times("It began on 3 December.", &[("3 December", Some("2021-12-03"))]);
    check_times("It ended in March 2011.", &[("March 2011", Some("2011-03"))]);
    check_times("It ended in 1991.", &[("1991", Some("1991"))]);
    check_times("It ended in the 1990s.", &[("the 1990s", Some("199"))]);
    check_times("It fell in the first quarter of 2020.", &[("the first quarter of 2020", Some("2020-Q1"))]);
    check_times("They met last week.", &[("last week", Some("2022-W03"))]);
    check_times("They met two days ago.", &[("two days ago", Some("2022-01-23"))]);
    check_times("They met yesterday.", &[("yesterday", Some("2022-01-24"))]);
    check_times("They fought for the past three weeks.", &[("the past three weeks", Some("P3W"))]);
}

#[test]
fn months_that_are_verbs_are_no_dates() {
    check_times("They may 20 soldiers send and march on.", &[]);
    check_times("The soldiers march in step.", &[]);
}

#[test]
fn without_a_day_of_publication_dates_stay_open() {
    let document = ANALYZER.analyze(Article::from_text("test", "They met on Monday and on January 24."));
    let values: Vec<Option<&str>> = document.times.iter().map(|t| t.value.as_deref()).collect();
    assert_eq!(values, [None, Some("XXXX-01-24")]);
}

/// Who says what: source, stance and content.
fn check_quotations(text: &str, expected: &[(&str, &str, &str)]) {
    let document = analyse(text);
    let found: Vec<(&str, &str, &str)> = document
        .quotations
        .iter()
        .map(|q| (q.source_span.map_or("", |s| document.str(s)), q.stance.as_str(), document.str(q.content[0])))
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn sources_stand_before_and_behind() {
    check_quotations(
        "They met in Tehran, according to the Foreign Ministry.",
        &[("the Foreign Ministry", "states", "They met in Tehran")],
    );
    check_quotations("Iran supports the talks, ISNA reported.", &[("ISNA", "states", "Iran supports the talks")]);
    check_quotations(
        "The minister denied that Iran had sent arms.",
        &[("The minister", "denies", "that Iran had sent arms")],
    );
    check_quotations(
        "The rebels claimed that they had shot down a plane.",
        &[("The rebels", "claims", "that they had shot down a plane")],
    );
}

/// Stories as "kind: text" lines.
fn check_stories(text: &str, expected: Expect) {
    let document = analyse(text);
    let mut lines = String::new();
    for sentence in &document.sentences {
        let kind = match sentence.kind {
            SentenceKind::Body => "body",
            SentenceKind::Headline => "head",
            SentenceKind::Metadata => "page",
        };
        lines.push_str(&format!("{} {kind}: {}\n", sentence.story + 1, document.str(sentence.span)));
    }
    expected.assert_eq(&lines);
}

#[test]
fn a_headline_glued_to_a_text_begins_a_story() {
    check_stories(
        "NAIROBI (KNA) - Kenya's president met the Ugandan prime minister on Monday. They discussed the border. \
         Central bank raises interest rates to curb inflation The central bank of Kenya raised its rates on Monday, its governor said. \
         All content by Example News is licensed under a Creative Commons Attribution 4.0 International License.",
        expect![[r#"
            1 page: NAIROBI (KNA) -
            1 body: Kenya's president met the Ugandan prime minister on Monday.
            1 body: They discussed the border.
            2 head: Central bank raises interest rates to curb inflation
            2 body: The central bank of Kenya raised its rates on Monday, its governor said.
            2 page: All content by Example News is licensed under a Creative Commons Attribution 4.0 International License.
        "#]],
    );
}

#[test]
fn lines_about_the_page_are_kept_apart() {
    check_stories(
        "Minister resigns over dam collapse\nBy Jane Doe\nMonday, January 24, 2022\n\nThe minister of energy resigned on Monday.\n\nReporting by John Roe; Editing by Jack Poe",
        expect![[r#"
            1 head: Minister resigns over dam collapse
            1 page: By Jane Doe
            1 page: Monday, January 24, 2022
            1 body: The minister of energy resigned on Monday.
            1 page: Reporting by John Roe; Editing by Jack Poe
        "#]],
    );
}

#[test]
fn empty_and_odd_texts_have_documents_too() {
    for text in ["", " \n\t ", "\u{200b}", "...", "—", "a", "🙂🙂", "\u{0}"] {
        let document = analyse(text);
        assert!(document.tokens.iter().all(|t| t.span.end <= text.len()), "{text:?}");
    }
}

#[test]
fn conllu_is_valid_and_holds_every_letter() {
    let text = "Sosan’s meetings can't wait. “They cannot,” he said (in Tehran).";
    let document = analyse(text);
    let conllu = legation_text::conllu::write(&document, None, 0);
    let again = legation_text::conllu::read(&conllu).expect("what is written can be read");
    let letters = |s: &str| s.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let mut written = String::new();
    for sentence in &again {
        let mut i = 0;
        while i < sentence.forms.len() {
            match sentence.multiwords.iter().find(|m| m.0 == i + 1) {
                Some((_, last, form, _)) => {
                    written.push_str(form);
                    i = *last;
                }
                None => {
                    written.push_str(&sentence.forms[i]);
                    i += 1;
                }
            }
        }
    }
    assert_eq!(letters(&written), letters(text));
    for block in conllu.split("\n\n").filter(|b| !b.trim().is_empty()) {
        let roots = block.lines().filter(|l| l.split('\t').nth(6) == Some("0")).count();
        assert_eq!(roots, 1, "one root a sentence:\n{block}");
    }
}
