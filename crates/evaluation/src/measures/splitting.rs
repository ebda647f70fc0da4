//! Words and sentences of running text, by the measure of the CoNLL 2018 shared task.
//!
//! A treebank's documents are put together again from their sentences ("# text", a blank between two of them, an empty line
//! before a paragraph) and analysed whole. Spans count characters without white space. "Tokens" are written words ("can't"),
//! "words" their syntactic parts ("ca", "n't"): outside of such tokens a word is right by its span, within them by the longest
//! common sequence of forms. "Sentences" are right by their span. This is what `conll18_ud_eval.py` prints under these names.

use super::read;
use crate::gold::GoldError;
use crate::report::Row;
use crate::scores::{Agreement, Share};
use legation_text::conllu::{self, ConlluSentence};
use legation_text::{Analyzer, Article, Document};
use std::collections::HashSet;
use std::path::Path;

/// Characters that are no white space, from the beginning of the document: first, and one past the last.
type Reach = (usize, usize);

/// A document taken apart.
#[derive(Debug, Default, PartialEq)]
struct Parts {
    sentences: Vec<Reach>,
    tokens: Vec<Reach>,
    words: Vec<Word>,
}

/// A syntactic word.
#[derive(Clone, Debug, PartialEq)]
struct Word {
    /// Lower case.
    form: String,
    /// Of the token that holds it.
    reach: Reach,
    /// Whether its token holds several words.
    shared: bool,
}

pub(super) fn measure(name: &str, path: &Path, analyzer: &Analyzer) -> Result<Vec<Row>, GoldError> {
    let sentences = conllu::read(&read(path)?).map_err(|e| GoldError(format!("{}:{e}", path.display())))?;
    let documents = documents(&sentences);
    let (mut tokens, mut words, mut whole) = (Agreement::default(), Agreement::default(), Agreement::default());
    for document in &documents {
        let (text, gold) = taken_apart(document).map_err(|e| GoldError(format!("{}: {e}", path.display())))?;
        let found = parts_of(&analyzer.analyze(Article::from_text("gold", text)));
        compare(&gold.tokens, &found.tokens, &mut tokens);
        compare(&gold.sentences, &found.sentences, &mut whole);
        count(aligned(&gold.words, &found.words), gold.words.len(), found.words.len(), &mut words);
    }
    let set = format!("{name} (running text, {} documents)", documents.len());
    Ok(vec![
        Row::new(&set, "tokens, F1", tokens),
        Row::new(&set, "words, F1", words),
        Row::new(&set, "sentences, F1", whole),
    ])
}

/// The sentences of each document.
fn documents(sentences: &[ConlluSentence]) -> Vec<&[ConlluSentence]> {
    sentences.chunk_by(|_, next| !begins(next, "# newdoc")).collect()
}

/// Whether a sentence has a comment of this kind ("# newpar", "# newpar id = p1").
fn begins(sentence: &ConlluSentence, what: &str) -> bool {
    sentence.comments.iter().any(|c| c.strip_prefix(what).is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')))
}

/// The running text of a document and its gold parts.
fn taken_apart(sentences: &[ConlluSentence]) -> Result<(String, Parts), String> {
    let (mut text, mut parts) = (String::new(), Parts::default());
    let mut at = 0;
    for (number, sentence) in sentences.iter().enumerate() {
        let written = sentence.comments.iter().find_map(|c| c.strip_prefix("# text = ")).unwrap_or_default();
        if begins(sentence, "# newpar") && number > 0 {
            text.truncate(text.trim_end().len());
            text.push_str("\n\n");
        }
        text.push_str(written);
        if is_followed_by_space(sentence) {
            text.push(' ');
        }
        let first = at;
        for (form, words) in tokens(sentence) {
            let reach = (at, at + solid(form));
            at = reach.1;
            parts.tokens.push(reach);
            let word = |w: &String| Word { form: w.to_lowercase(), reach, shared: words.len() > 1 };
            parts.words.extend(words.iter().map(word));
        }
        if at - first != solid(written) {
            return Err(format!("the tokens do not make up their text: {written:?}"));
        }
        parts.sentences.push((first, at));
    }
    Ok((text, parts))
}

/// The written words of a sentence, each with its syntactic words.
fn tokens(sentence: &ConlluSentence) -> Vec<(&str, &[String])> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while at < sentence.forms.len() {
        let several = sentence.multiwords.iter().find(|m| m.0 == at + 1);
        let end = several.map_or(at + 1, |m| m.1.clamp(at + 1, sentence.forms.len()));
        tokens.push((several.map_or(&*sentence.forms[at], |m| &*m.2), &sentence.forms[at..end]));
        at = end;
    }
    tokens
}

/// Whether a blank follows the last token.
fn is_followed_by_space(sentence: &ConlluSentence) -> bool {
    let several = sentence.multiwords.last().filter(|m| m.1 == sentence.forms.len());
    let misc = several.map(|m| &m.3).or(sentence.misc.last());
    misc.is_none_or(|m| !m.split('|').any(|f| f == "SpaceAfter=No"))
}

/// Characters that are no white space.
fn solid(text: &str) -> usize {
    text.chars().filter(|c| !c.is_whitespace()).count()
}

/// The parts of an analysed document.
fn parts_of(document: &Document) -> Parts {
    let text = &document.article.text;
    let mut before = vec![0; text.len() + 1];
    let mut count = 0;
    for (at, c) in text.char_indices() {
        before[at] = count;
        count += usize::from(!c.is_whitespace());
    }
    before[text.len()] = count;
    let reach = |span: legation_text::Span| (before[span.start], before[span.end]);
    let mut parts = Parts::default();
    for sentence in document.sentences.iter().filter(|s| !s.tokens.is_empty()) {
        let mut at = sentence.tokens.start;
        while at < sentence.tokens.end {
            let glued = (at + 1..sentence.tokens.end).take_while(|t| document.tokens[*t].glued).count();
            let token = at..at + 1 + glued;
            let whole = reach(document.span_of(&token));
            parts.tokens.push(whole);
            let word = |t: usize| Word { form: document.form(t).to_lowercase(), reach: whole, shared: glued > 0 };
            parts.words.extend(token.clone().map(word));
            at = token.end;
        }
        parts.sentences.push(reach(sentence.span));
    }
    parts
}

/// Counts the spans that both sides have.
fn compare(gold: &[Reach], found: &[Reach], agreement: &mut Agreement) {
    let known: HashSet<&Reach> = gold.iter().collect();
    let hits = found.iter().filter(|r| known.contains(r)).count();
    count(hits, gold.len(), found.len(), agreement);
}

fn count(hits: usize, gold: usize, found: usize, agreement: &mut Agreement) {
    for (share, of) in [(&mut agreement.gold, gold), (&mut agreement.found, found)] {
        *share = Share { hits: share.hits + hits, of: share.of + of };
    }
}

/// How many words of the two sides are the same.
fn aligned(gold: &[Word], found: &[Word]) -> usize {
    let (mut g, mut f, mut hits) = (0, 0, 0);
    while g < gold.len() && f < found.len() {
        if gold[g].shared || found[f].shared {
            let (first_gold, first_found) = start_of_stretch(gold, found, g, f);
            (g, f) = end_of_stretch(gold, found, first_gold, first_found);
            hits += common(&gold[first_gold..g], &found[first_found..f]);
        } else if gold[g].reach == found[f].reach {
            (g, f, hits) = (g + 1, f + 1, hits + 1);
        } else if gold[g].reach.0 <= found[f].reach.0 {
            g += 1;
        } else {
            f += 1;
        }
    }
    hits
}

/// One of the words at `g` and `f` shares its token: leaves out a word of the other side that begins before.
fn start_of_stretch(gold: &[Word], found: &[Word], g: usize, f: usize) -> Reach {
    let before = |a: &Word, b: &Word| !a.shared && a.reach.0 < b.reach.0;
    if gold[g].shared {
        (g, f + usize::from(before(&found[f], &gold[g])))
    } else {
        (g + usize::from(before(&gold[g], &found[f])), f)
    }
}

/// One past the last words of the shortest stretch that parts no token of several words.
fn end_of_stretch(gold: &[Word], found: &[Word], mut g: usize, mut f: usize) -> (usize, usize) {
    let shared = |words: &[Word], i: usize| words.get(i).filter(|w| w.shared).map(|w| w.reach.1);
    let mut end = shared(gold, g).or(shared(found, f)).unwrap_or_default();
    let beyond = |words: &[Word], i: usize, end: usize| {
        words.get(i).is_none_or(|w| if w.shared { w.reach.0 >= end } else { w.reach.1 > end })
    };
    while !beyond(gold, g, end) || !beyond(found, f, end) {
        let from_gold = g < gold.len() && (f >= found.len() || gold[g].reach.0 <= found[f].reach.0);
        let word = if from_gold { &gold[g] } else { &found[f] };
        if word.shared {
            end = end.max(word.reach.1);
        }
        if from_gold { g += 1 } else { f += 1 }
    }
    (g, f)
}

/// Length of the longest common sequence of forms.
fn common(gold: &[Word], found: &[Word]) -> usize {
    let mut row = vec![0; found.len() + 1];
    for word in gold {
        let mut diagonal = 0;
        for (i, other) in found.iter().enumerate() {
            let best = if word.form == other.form { diagonal + 1 } else { row[i].max(row[i + 1]) };
            diagonal = std::mem::replace(&mut row[i + 1], best);
        }
    }
    row[found.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &str = "# newdoc id = a\n# newpar id = a-1\n# text = He can't go.\n1\tHe\t_\t_\t_\t_\t_\t_\t_\t_\n\
        2-3\tcan't\t_\t_\t_\t_\t_\t_\t_\t_\n2\tca\t_\t_\t_\t_\t_\t_\t_\t_\n3\tn't\t_\t_\t_\t_\t_\t_\t_\t_\n\
        4\tgo\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n5\t.\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n\n\
        # text = Why?\n1\tWhy\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n2\t?\t_\t_\t_\t_\t_\t_\t_\t_\n\n\
        # newpar\n# newpar_block = p\n# text = So.\n1\tSo\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n2\t.\t_\t_\t_\t_\t_\t_\t_\t_\n\n\
        # newdoc id = b\n# text = No\n1\tNo\t_\t_\t_\t_\t_\t_\t_\t_\n\n";

    /// Words as "he can|'t go": a stroke parts the words of a token.
    fn words(text: &str) -> Vec<Word> {
        let (mut words, mut at) = (Vec::new(), 0);
        for token in text.split_whitespace() {
            let reach = (at, at + token.chars().filter(|c| *c != '|').count());
            at = reach.1;
            let shared = token.contains('|');
            words.extend(token.split('|').map(|w| Word { form: w.to_lowercase(), reach, shared }));
        }
        words
    }

    #[test]
    fn a_treebank_is_put_together_again_as_running_text() {
        let sentences = conllu::read(SAMPLE).expect("valid");
        let documents = documents(&sentences);
        assert_eq!(documents.len(), 2);
        let (text, parts) = taken_apart(documents[0]).expect("the tokens make up the text");
        assert_eq!(text.trim_end(), "He can't go.Why?\n\nSo.");
        assert_eq!(parts.sentences, [(0, 10), (10, 14), (14, 17)]);
        assert_eq!(parts.tokens[..4], [(0, 2), (2, 7), (7, 9), (9, 10)]);
        assert_eq!(parts.words[..5], words("He ca|n't go .")[..]);
    }

    #[test]
    fn tokens_that_are_not_those_of_the_text_are_told() {
        let mut sentences = conllu::read(SAMPLE).expect("valid");
        sentences[3].forms[0] = "Nobody".into();
        assert!(taken_apart(&sentences[3..]).is_err());
    }

    #[test]
    fn words_are_aligned_as_in_the_shared_task() {
        let check = |gold: &str, found: &str, expected: usize| {
            assert_eq!(aligned(&words(gold), &words(found)), expected, "{gold:?} and {found:?}");
            assert_eq!(aligned(&words(found), &words(gold)), expected, "{found:?} and {gold:?}");
        };
        check("He ca|n't go .", "He ca|n't go .", 5);
        check("He ca|n't go .", "He can't go .", 3);
        check("He ca|n't go .", "He ca n't go .", 5);
        check("the U.S.-led talks", "the U.S. - led talks", 2);
        check("it 's a sit-in|n't", "it's a sit - in|n't", 2);
        check("", "a", 0);
    }

    #[test]
    fn spans_count_once_on_each_side() {
        let mut agreement = Agreement::default();
        compare(&[(0, 2), (2, 5)], &[(0, 2), (2, 4), (4, 5)], &mut agreement);
        assert_eq!(agreement.found, Share { hits: 1, of: 3 });
        assert_eq!(agreement.gold, Share { hits: 1, of: 2 });
        assert!((agreement.f1() - 0.4).abs() < 1e-9);
    }
}
