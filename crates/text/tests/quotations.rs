//! Who says what, a construction a line, each with a sentence that only looks like it.

use legation_text::{Analyzer, Article, Document, Lexicon};
use proptest::prelude::*;
use std::sync::LazyLock;

static ANALYZER: LazyLock<Analyzer> = LazyLock::new(|| Analyzer::new(Lexicon::default()));

/// "source | stance | content", a line each; with the number of the quotation that tells it, where one does.
fn quotations(text: &str) -> Vec<String> {
    let document = ANALYZER.analyze(Article::from_text("test", text));
    let line = |q: &legation_text::Quotation| {
        let source = q.source_span.map_or("-", |s| document.str(s));
        let content: Vec<&str> = q.content.iter().map(|c| document.str(*c)).collect();
        let outer = q.outer.map(|o| format!(" < {o}")).unwrap_or_default();
        let kind = if q.kind.is_told() { q.stance.as_str() } else { q.kind.as_str() };
        format!("{source} | {kind} | {}{outer}", content.join(" ... "))
    };
    document.quotations.iter().map(line).collect()
}

fn check(cases: &[(&str, &[&str])]) {
    for (text, expected) in cases {
        assert_eq!(quotations(text), *expected, "{text}");
    }
}

#[test]
fn verbs_of_saying_take_clauses_wherever_these_stand() {
    check(&[
        ("The minister said that Iran had sent arms.", &["The minister | states | that Iran had sent arms"]),
        ("He told state television that the talks had failed.", &["He | states | that the talks had failed"]),
        ("\"We will sign the treaty,\" said Mr Khaji.", &["Mr Khaji | quotes | \"We will sign the treaty,\""]),
        ("Officials in Oslo said the talks had failed.", &["Officials | states | the talks had failed"]),
        ("The Vatican let it be known that the envoy had left.", &["The Vatican | states | that the envoy had left"]),
        ("A survey showed that prices had risen.", &["A survey | states | that prices had risen"]),
        // A verb of saying without words said.
        ("The minister promised to visit the town.", &[]),
        ("The clerk was told to leave the room.", &[]),
        ("He read the word “peace” aloud.", &[]),
    ]);
}

#[test]
fn a_report_within_a_sentence_covers_both_sides_of_it() {
    check(&[
        ("The talks, Mr Khaji said, were held in Oslo.", &["Mr Khaji | states | The talks ... were held in Oslo"]),
        (
            "“We agree,” the envoy said, “and we will sign it.”",
            &["the envoy | quotes | “We agree,” ... “and we will sign it.”"],
        ),
        (
            "Troops left the town, the navy said, and took the guns.",
            &["the navy | states | Troops left the town ... and took the guns"],
        ),
        (
            "Villagers marched against guards who, they said, had beaten a visitor.",
            &["they | states | had beaten a visitor"],
        ),
        // What has a subject or a conjunction of its own is the narrator's.
        (
            "Troops left the town, the navy said, and villagers came home.",
            &["the navy | states | Troops left the town"],
        ),
        (
            "Troops left the town, the navy said, while villagers hid in the woods.",
            &["the navy | states | Troops left the town"],
        ),
        ("Rebels fired rockets; the navy protested to Oslo.", &[]),
    ]);
}

#[test]
fn a_colon_brings_what_is_said() {
    check(&[
        ("The army said in a statement: “We have left the town.”", &["The army | quotes | “We have left the town.”"]),
        ("Mr Khaji objected: “We will not sign it.”", &["Mr Khaji | quotes | “We will not sign it.”"]),
        ("The envoy said:\n\n“The talks were good.”", &["The envoy | quotes | “The talks were good.”"]),
        ("The committee chose three towns: Oslo, Rome and Cairo.", &[]),
    ]);
}

#[test]
fn infinitives_gerunds_and_nouns_report_behind_some_verbs() {
    check(&[
        ("The army was reported to have left the town.", &["- | states | to have left the town"]),
        ("The general is said by his aides to have fled.", &["his aides | states | to have fled"]),
        ("The rebels claim to have shot down a plane.", &["The rebels | claims | to have shot down a plane"]),
        ("Iran denied sending arms.", &["Iran | denies | sending arms"]),
        ("The union reported an attack on its office.", &["The union | states | an attack on its office"]),
        ("Iran denied Iraq access to the port.", &[]),
        ("A study documenting losses was on his desk.", &[]),
    ]);
}

#[test]
fn what_is_not_said_or_only_thought_is_marked() {
    check(&[
        ("The ministry did not say that troops had left.", &["The ministry | withheld | that troops had left"]),
        ("The minister hopes that the talks will go on.", &["The minister | thought | that the talks will go on"]),
    ]);
}

#[test]
fn phrases_name_sources() {
    check(&[
        ("They met in Oslo, according to the Foreign Ministry.", &["the Foreign Ministry | states | They met in Oslo"]),
        (
            "Soldiers, according to nurses, burned the clinic and left.",
            &["nurses | states | Soldiers ... burned the clinic and left"],
        ),
        ("By the union's count, nine sailors died.", &["the union | states | nine sailors died"]),
        ("In the words of the envoy, the army shelled the camp.", &["the envoy | states | the army shelled the camp"]),
        ("As the minister put it, the talks had failed.", &["the minister | states | the talks had failed"]),
        ("Troops allegedly burned the village.", &["- | claims | Troops ... burned the village"]),
        (
            "Men shot ten people in what the governor called a massacre.",
            &["the governor | states | Men shot ten people ... a massacre"],
        ),
        // What only looks like them.
        ("The bridge was built according to plan.", &[]),
        ("He came by the union's car.", &[]),
        ("As thousands protested, the minister left.", &[]),
        ("The governor called the mayor.", &[]),
    ]);
}

#[test]
fn nouns_of_saying_hold_what_is_said() {
    check(&[
        ("The ministry's statement that troops had left was false.", &["The ministry | states | that troops had left"]),
        (
            "Claims by the rebels that a plane had fallen were repeated.",
            &["the rebels | claims | that a plane had fallen"],
        ),
        ("Iran rejected allegations that it had sent arms.", &["Iran | denies | that it had sent arms"]),
        ("Iran denied reports of an attack on the port.", &["Iran | denies | of an attack on the port"]),
        ("The statement was long.", &[]),
    ]);
}

#[test]
fn a_text_speaks_for_who_made_it() {
    check(&[
        ("A statement on the ministry's website said troops had left.", &["the ministry | states | troops had left"]),
        ("A suit filed by his sister says guards beat him.", &["his sister | states | guards beat him"]),
        ("A letter seen by Reuters says guards beat him.", &["A letter | states | guards beat him"]),
    ]);
}

#[test]
fn chains_keep_each_link() {
    check(&[
        (
            "State television quoted the ministry as saying that rebels had fled.",
            &[
                "State television | quotes | the ministry as saying ... that rebels had fled",
                "the ministry | states | that rebels had fled < 0",
            ],
        ),
        (
            "The minister was quoted by IRNA as saying that talks had failed.",
            &[
                "IRNA | quotes | as saying ... that talks had failed",
                "The minister | states | that talks had failed < 0",
            ],
        ),
        (
            "The minister was quoted as saying that talks had failed.",
            &["The minister | states | that talks had failed"],
        ),
        (
            "Rebels fled, Reuters reported, citing a ministry spokesman.",
            &["Reuters | states | Rebels fled", "a ministry spokesman | states | Rebels fled < 0"],
        ),
        (
            "Reuters reported, citing a ministry spokesman, that rebels had fled.",
            &["Reuters | states | that rebels had fled", "a ministry spokesman | states | that rebels had fled < 0"],
        ),
        (
            "According to the paper, the envoy said that the army had burned the village.",
            &[
                "the paper | states | the envoy said that the army had burned the village",
                "the envoy | states | that the army had burned the village < 0",
            ],
        ),
        // A reason is no source, and a poem is not said.
        (
            "The bank cut its aid, the agency said, citing concerns over theft.",
            &["the agency | states | The bank cut its aid"],
        ),
        ("The teacher quoted a poem by Hafez.", &[]),
    ]);
}

#[test]
fn words_in_quotation_marks_go_on_over_sentences_and_others_do_not() {
    check(&[
        (
            "“We agree,” the envoy said. “The talks were good. We will meet again.”",
            &["the envoy | quotes | “We agree,” ... “The talks were good. We will meet again.”"],
        ),
        (
            "“The talks were good. We will meet again,” the envoy said.",
            &["the envoy | quotes | “The talks were good. We will meet again,”"],
        ),
        (
            "“The talks were good,” the envoy said.\n\n“We will meet again.\n\n“Both sides have agreed.”\n\nThe guests left.",
            &["the envoy | quotes | “The talks were good,” ... “We will meet again. ... “Both sides have agreed.”"],
        ),
        // Without marks the next sentence is the narrator's, though it may follow from the same mouth.
        (
            "The envoy said the talks were good. They had lasted three days.",
            &["The envoy | states | the talks were good"],
        ),
        // So is a sentence with marks around a few of its words, and what stands behind a mark that nobody closed.
        (
            "“The talks were good,” the envoy said. The army entered the “safe zone” and burned a village.",
            &["the envoy | quotes | “The talks were good,”"],
        ),
        (
            "“The talks were good, the envoy said. The army burned a village.",
            &["the envoy | quotes | “The talks were good"],
        ),
    ]);
}

/// Words and marks of reports in any order.
fn reports() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "said",
        "says",
        "that",
        "quoted",
        "as",
        "saying",
        "citing",
        "according",
        "to",
        "denied",
        "reports",
        "of",
        "he",
        "they",
        "Reuters",
        "the",
        "ministry",
        "who",
        "was",
        "by",
        "count",
        "in",
        "words",
        "put",
        "it",
        "what",
        "called",
        "allegedly",
        "attack",
        "left",
        ",",
        ".",
        ";",
        ":",
        "“",
        "”",
        "\"",
        "«",
        "»",
        "``",
        "''",
        "\n\n",
        "é",
        "(",
        ")",
    ]);
    prop::collection::vec(word, 0..60).prop_map(|words| words.join(" "))
}

/// Every content lies in the text and holds something, and no chain of tellers comes back to where it began.
fn is_sound(document: &Document) {
    for (number, quotation) in document.quotations.iter().enumerate() {
        assert!(!quotation.content.is_empty());
        for span in quotation.content.iter().chain([&quotation.cue]) {
            assert!(!document.str(*span).is_empty());
        }
        let mut at = quotation.outer;
        for _ in 0..document.quotations.len() {
            assert_ne!(at, Some(number));
            at = at.and_then(|o| document.quotations[o].outer);
        }
        assert_eq!(at, None);
    }
    assert_eq!(document.quotations_in.len(), document.sentences.len());
}

#[test]
fn a_verb_that_ends_the_text_says_nothing() {
    check(&[("“ Rebels fled, he said", &["he | quotes | “ Rebels fled"])]);
    is_sound(&ANALYZER.analyze(Article::from_text("p", "who : of , ” of they denied he . attack “ allegedly said")));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_mixture_of_reports_is_read_without_panic(text in reports()) {
        is_sound(&ANALYZER.analyze(Article::from_text("p", text)));
    }

    #[test]
    fn any_string_is_read_without_panic(text in "\\PC{0,80}") {
        is_sound(&ANALYZER.analyze(Article::from_text("p", text)));
    }
}
