//! Verbs of saying, showing and thinking: "deny" denies what it takes, in words, also with a gerund or a noun.
//!
//! The table is `data/speech.csv`. `takes` lists what a verb reports with beside a clause: `gerund` ("denied attacking"),
//! `infinitive` ("claims to have fled"), `passive` ("was reported to have fled"), `noun` ("reported an attack").

use crate::document::{CueKind, Stance};
use std::collections::HashMap;
use std::sync::LazyLock;

/// What the table says of a verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Saying {
    pub stance: Stance,
    pub kind: CueKind,
    takes: &'static str,
}

impl Saying {
    /// Whether it reports with such a phrase.
    pub(super) fn takes(self, form: &str) -> bool {
        self.takes.split(' ').any(|f| f == form)
    }
}

static TABLE: LazyLock<HashMap<&'static str, Saying>> =
    LazyLock::new(|| include_str!("../../data/speech.csv").lines().skip(1).filter_map(entry).collect());

fn entry(line: &'static str) -> Option<(&'static str, Saying)> {
    let mut fields = line.split(',');
    let (verb, stance, kind, takes) = (fields.next()?, fields.next()?, fields.next()?, fields.next()?);
    let kind = match kind {
        "speech" => CueKind::Speech,
        "evidence" => CueKind::Evidence,
        "thought" => CueKind::Thought,
        _ => return None,
    };
    Some((verb, Saying { stance: Stance::parse(stance)?, kind, takes }))
}

/// What the table says of a lemma.
pub(super) fn saying(lemma: &str) -> Option<Saying> {
    TABLE.get(lemma).copied()
}

/// The stance of a verb of speech, `None` for other verbs.
pub fn stance(lemma: &str) -> Option<Stance> {
    saying(lemma).map(|s| s.stance)
}

/// Verbs whose object hears it: "told Reuters".
pub(super) fn has_addressee(lemma: &str) -> bool {
    matches!(lemma, "tell" | "inform" | "assure" | "warn" | "brief" | "remind" | "caution" | "advise" | "promise")
}

/// Nouns for what is said, with the stance of whoever says it.
pub(super) fn noun(lemma: &str) -> Option<Stance> {
    Some(match lemma {
        "statement" | "report" | "announcement" | "declaration" | "remark" | "comment" | "assurance" | "warning"
        | "disclosure" | "testimony" | "message" | "complaint" | "news" => Stance::States,
        "claim" | "allegation" | "accusation" | "assertion" | "charge" | "contention" | "insistence" | "suggestion"
        | "rumour" | "rumor" | "speculation" => Stance::Claims,
        "denial" => Stance::Denies,
        "confirmation" | "admission" | "acknowledgement" | "acknowledgment" | "confession" => Stance::Confirms,
        _ => return None,
    })
}

/// Verbs that deny a claim which they name: "rejected allegations that", "dismissed reports of".
pub(crate) fn denies_claims(lemma: &str) -> bool {
    matches!(
        lemma,
        "deny" | "reject" | "dismiss" | "refute" | "rebut" | "dispute" | "disclaim" | "repudiate" | "debunk"
    )
}

/// Nouns for claims, which such a verb may deny.
pub(crate) fn is_claim(lemma: &str) -> bool {
    noun(lemma).is_some_and(|s| matches!(s, Stance::States | Stance::Claims))
}

/// Texts, which speak for whoever made them: "a report by the Red Cross said".
pub(super) fn is_text(lemma: &str) -> bool {
    matches!(
        lemma,
        "statement"
            | "report"
            | "letter"
            | "lawsuit"
            | "suit"
            | "complaint"
            | "petition"
            | "communique"
            | "communiqué"
            | "declaration"
            | "study"
            | "survey"
            | "poll"
            | "document"
            | "note"
            | "paper"
            | "memo"
            | "memorandum"
            | "message"
            | "post"
            | "tweet"
            | "notice"
            | "bulletin"
            | "release"
            | "indictment"
            | "figure"
            | "datum"
            | "data"
            | "account"
            | "website"
            | "page"
            | "channel"
            | "estimate"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_read() {
        let lines: Vec<&str> = include_str!("../../data/speech.csv").lines().skip(1).collect();
        assert_eq!(TABLE.len(), lines.len());
        assert!(lines.is_sorted(), "in order of the alphabet");
        let forms = ["", "gerund", "infinitive", "passive", "noun"];
        assert!(TABLE.values().all(|s| s.takes.split(' ').all(|f| forms.contains(&f))));
    }

    #[test]
    fn thoughts_are_no_speech() {
        assert_eq!(saying("hope").map(|s| s.kind), Some(CueKind::Thought));
        assert_eq!(saying("deny").map(|s| (s.stance, s.takes("gerund"))), Some((Stance::Denies, true)));
        assert_eq!(saying("attack"), None);
    }
}
