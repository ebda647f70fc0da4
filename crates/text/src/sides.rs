//! Who in a sentence can do something to whom: "Turkey", "the Greek ambassador" and "his" of "Turkey summoned the Greek
//! ambassador over his remarks".
//!
//! The reader's pair head is asked about every two of them ([`crate::Pair`]).

use crate::document::{Document, EntityKind, Mention, MentionForm, MentionId, SentenceId};

/// The mentions of a sentence that can be a side of what happens, in order. One inside another's phrase is part of that side
/// ("Syrian" of "Syrian Foreign Minister"); inside a phrase that names a thing it stands for itself ("Syrian" of "Syrian missiles").
pub fn sides(document: &Document, sentence: SentenceId) -> Vec<MentionId> {
    let first = document.mentions.partition_point(|m| m.sentence < sentence);
    let of_sentence = document.mentions[first..].iter().take_while(|m| m.sentence == sentence);
    let mentions: Vec<(MentionId, &Mention)> =
        of_sentence.enumerate().map(|(i, m)| (first + i, m)).filter(|(_, m)| can_act(document, m)).collect();
    let holds = |outer: &Mention, inner: &Mention| {
        outer.head != inner.head && outer.tokens.start <= inner.tokens.start && inner.tokens.end <= outer.tokens.end
    };
    let within = |m: &Mention| mentions.iter().any(|(_, outer)| is_somebody(outer) && holds(outer, m));
    mentions.iter().filter(|(_, m)| !within(m)).map(|(id, _)| *id).collect()
}

fn can_act(document: &Document, mention: &Mention) -> bool {
    if mention.form == MentionForm::Aside || document.times.iter().any(|t| t.span.contains(mention.span)) {
        return false;
    }
    is_somebody(mention) || mention.kind == EntityKind::Other && mention.form != MentionForm::Nominal
}

fn is_somebody(mention: &Mention) -> bool {
    matches!(mention.kind, EntityKind::Person | EntityKind::Organization | EntityKind::Place | EntityKind::Nationality)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Analyzer, Article, Lexicon};

    fn named(text: &str) -> Vec<String> {
        let document = Analyzer::new(Lexicon::default()).analyze(Article::from_text("1", text));
        sides(&document, 0).into_iter().map(|id| document.str(document.mentions[id].span).to_owned()).collect()
    }

    #[test]
    fn a_side_is_the_whole_phrase_and_no_time() {
        assert_eq!(named("Turkey summoned the Greek ambassador on Monday."), ["Turkey", "the Greek ambassador"]);
    }

    #[test]
    fn within_a_thing_a_name_stands_for_itself() {
        assert_eq!(named("Japan condemned the Chinese missile tests."), ["Japan", "Chinese"]);
    }
}
