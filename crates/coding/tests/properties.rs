//! What holds of every text: no panic, offsets in bounds and on code points, the same bytes out each time.

use legation_codebook::Codebook;
use legation_coding::{CodePoints, Coder, EntityRecord, EventRecord, Included, Settings, records};
use legation_text::{Analyzer, Article, Span};
use proptest::prelude::*;
use std::sync::LazyLock;

static ENGINE: LazyLock<(Analyzer, Coder)> = LazyLock::new(|| {
    let codebook = Codebook::embedded();
    (Analyzer::new(Coder::lexicon(&codebook)), Coder::new(codebook))
});

const ALL: Included = Included { negation: true, hypothetical: true, least: 0.0 };

fn code(text: &str) -> Vec<EventRecord> {
    let (analyzer, coder) = &*ENGINE;
    let mut article = Article::from_text("p", text);
    article.published = "2022-01-25".parse().ok();
    let document = coder.analyze(analyzer, article);
    for span in spans(&document) {
        assert!(
            text.is_char_boundary(span.start) && text.is_char_boundary(span.end),
            "{span:?} cuts a letter of {text:?}"
        );
    }
    let events = coder.code(&document, ALL);
    records(&document, &events, &Settings::default())
}

fn spans(document: &legation_text::Document) -> Vec<Span> {
    let mut spans: Vec<Span> = document.tokens.iter().map(|t| t.span).collect();
    spans.extend(document.sentences.iter().map(|s| s.span));
    spans.extend(document.mentions.iter().map(|m| m.span));
    spans.extend(document.times.iter().map(|t| t.span));
    spans
        .extend(document.quotations.iter().flat_map(|q| q.content.iter().copied().chain([q.cue]).chain(q.source_span)));
    spans.extend(document.stories.iter().map(|s| s.span));
    spans
}

/// Every offset of a record names its words in the text, by code points.
fn check_offsets(text: &str, record: &EventRecord) {
    let letters: Vec<char> = text.chars().collect();
    let at = |start: usize, end: usize| letters[start..end].iter().collect::<String>();
    assert_eq!(at(record.text_info.start, record.text_info.end), record.text);
    for words in record.event_text.iter().chain(&record.topic) {
        assert_eq!(at(words.start, words.end), words.text);
    }
    let entity = |e: &EntityRecord| assert_eq!(at(e.start, e.end), e.entity_text);
    record.actor.iter().chain(&record.recipient).for_each(entity);
    if let Some(place) = &record.event_loc {
        assert_eq!(at(place.start, place.end), place.extracted_place);
    }
}

/// Words that make events, among all else that a text may hold.
fn newsy() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "Iran",
        "Syria",
        "the",
        "Syrian",
        "foreign",
        "minister",
        "met",
        "thanked",
        "attacked",
        "will",
        "not",
        "with",
        "rebels",
        "in",
        "Tehran",
        "on",
        "Monday",
        ",",
        ".",
        "\n",
        "\n\n",
        "said",
        "that",
        "“",
        "”",
        "he",
        "his",
        "counterpart",
        "and",
        "talks",
        "between",
        "agreed",
        "to",
        "withdraw",
        "troops",
        "from",
        "according",
        "U.S.",
        "é",
        "日本",
        "🙂",
        "’s",
        "(",
        ")",
        "The",
        "two",
        "top",
        "diplomats",
        "by",
        "was",
        "arrested",
        "protesters",
        "-",
        "2022-01-24",
        "TEHRAN",
        "(AP)",
        "—",
    ]);
    prop::collection::vec(word, 0..60).prop_map(|words| words.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn any_string_is_coded_without_panic(text in "\\PC{0,400}") {
        for record in code(&text) {
            check_offsets(&text, &record);
        }
    }

    #[test]
    fn any_mixture_of_news_words_is_coded_with_true_offsets(text in newsy()) {
        for record in code(&text) {
            check_offsets(&text, &record);
        }
    }

    #[test]
    fn the_same_text_gives_the_same_bytes(text in newsy()) {
        let bytes = |records: Vec<EventRecord>| serde_json::to_string(&records).expect("records are plain data");
        prop_assert_eq!(bytes(code(&text)), bytes(code(&text)));
    }

    #[test]
    fn code_points_count_letters(text in "\\PC{0,200}") {
        let points = CodePoints::new(&text);
        for (number, (byte, _)) in text.char_indices().enumerate() {
            prop_assert_eq!(points.at(byte), number);
        }
    }
}

#[test]
fn long_lines_and_endless_words_are_coded() {
    for text in ["word ".repeat(20_000), "x".repeat(200_000), "(".repeat(5_000), "Iran met Syria and ".repeat(2_000)] {
        code(&text);
    }
}
