//! How many were killed, injured or arrested, as the text counts them.

use legation_codebook::Codebook;
use legation_coding::{Coder, Included};
use legation_text::{Analyzer, Article};

/// The sizes of the first event of a sentence: "killed 12, injured 30".
fn counted(text: &str) -> String {
    let codebook = Codebook::embedded();
    let analyzer = Analyzer::new(Coder::lexicon(&codebook));
    let coder = Coder::new(codebook);
    let document = coder.analyze(&analyzer, Article::from_text("1", text));
    let events = coder.code(&document, Included::default());
    let sizes = events.first().map(|e| e.sizes.clone()).unwrap_or_default();
    sizes.iter().map(|(code, number)| format!("{code} {number}")).collect::<Vec<_>>().join(", ")
}

#[test]
fn the_dead_and_the_hurt_of_an_attack_are_counted() {
    let text = "Rebels shelled the town on Monday, killing at least 12 people and wounding 30 others.";
    assert_eq!(counted(text), "injured 30, killed 12");
}

#[test]
fn numbers_in_words_and_dozens_count() {
    assert_eq!(counted("Police arrested two dozen protesters in Minsk on Sunday."), "arrested 24");
    assert_eq!(counted("Gunmen killed a journalist and his two brothers in Quetta."), "killed 3");
}

#[test]
fn what_is_no_number_is_none() {
    assert_eq!(counted("Israeli troops killed dozens of Palestinians in Gaza."), "");
}
