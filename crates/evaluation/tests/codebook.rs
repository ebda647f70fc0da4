//! Every example of the codebook is found and no counterexample is, as `legation codebook check` says.

use legation_codebook::{Codebook, check};
use legation_coding::Coder;
use legation_evaluation::examples;
use legation_text::Analyzer;

#[test]
fn every_example_of_the_codebook_is_coded_and_no_counterexample() {
    let codebook = Codebook::embedded();
    let mut problems = check(&codebook);
    let analyzer = Analyzer::new(Coder::lexicon(&codebook));
    let coder = Coder::new(codebook);
    let (found, run) = examples::run(&analyzer, &coder, None);
    problems.extend(found);
    assert!(run >= 16 * (15 + 10), "only {run} examples were run");
    let said: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert!(said.is_empty(), "{}", said.join("\n"));
}
