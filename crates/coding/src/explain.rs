//! Why events were coded, and for near misses why not.

use crate::event::Event;
use crate::matcher::{Match, Miss};
use legation_codebook::Codebook;
use legation_text::{Document, SentenceId, Span};

/// What the coder saw in a document.
#[derive(Clone, Debug, Default)]
pub struct Explanation {
    /// Patterns that matched, with the event or the reason why there is none.
    pub matched: Vec<Matched>,
    /// Patterns that nearly matched, the nearest of each word.
    pub nearest: Vec<Nearest>,
    /// What the pair head proposed, with the event or the reason why there is none.
    pub proposed: Vec<Proposed>,
    /// Sentences in which no pattern has all its words: the gate passes them over, unless others speak of them.
    pub shut: Vec<SentenceId>,
    /// Sentences that are not coded for a phrase of `discards.csv` in them or in their story.
    pub discarded: Vec<SentenceId>,
}

/// What the pair head proposed.
#[derive(Clone, Debug)]
pub struct Proposed {
    /// Event type.
    pub code: String,
    /// How likely it finds that, 0 to 1.
    pub probability: f64,
    /// The word that it looks at.
    pub anchor: Span,
    /// Head words of who acts and on whom.
    pub actors: Vec<Span>,
    /// On whom.
    pub recipients: Vec<Span>,
    /// The event, or why it was not coded.
    pub result: Result<Box<Event>, String>,
}

/// A pattern that matched.
#[derive(Clone, Debug)]
pub struct Matched {
    /// Event type of the pattern.
    pub code: String,
    /// The pattern.
    pub says: String,
    /// File and line.
    pub place: String,
    /// Word that it hangs on.
    pub anchor: Span,
    /// The event, or why it was not coded.
    pub result: Result<Box<Event>, String>,
}

/// A pattern that nearly matched.
#[derive(Clone, Debug)]
pub struct Nearest {
    /// Event type of the pattern.
    pub code: String,
    /// The pattern.
    pub says: String,
    /// File and line.
    pub place: String,
    /// Word that it hangs on.
    pub anchor: Span,
    /// What was missing.
    pub reason: String,
}

/// Near misses shown a word.
const MISSES: usize = 2;

impl Explanation {
    pub(crate) fn push(
        &mut self,
        document: &Document,
        code: &str,
        says: &str,
        place: String,
        found: &Match,
        result: Result<Event, String>,
    ) {
        self.matched.push(Matched {
            code: code.to_owned(),
            says: says.to_owned(),
            place,
            anchor: document.tokens[found.anchor].span,
            result: result.map(Box::new),
        });
    }

    pub(crate) fn add_misses(&mut self, document: &Document, codebook: &Codebook, mut misses: Vec<Miss>) {
        misses
            .sort_by(|a, b| (a.anchor, b.matched, a.event, a.pattern).cmp(&(b.anchor, a.matched, b.event, b.pattern)));
        misses.dedup_by_key(|m| (m.anchor, m.event, m.pattern));
        let mut shown: Vec<usize> = Vec::new();
        for miss in misses {
            let anchor = document.tokens[miss.anchor].span;
            let event = &codebook.events[miss.event];
            let pattern = &event.patterns[miss.pattern];
            let found = self.matched.iter().any(|m| m.anchor == anchor && m.result.is_ok());
            if found || pattern.exception || shown.iter().filter(|t| **t == miss.anchor).count() >= MISSES {
                continue;
            }
            shown.push(miss.anchor);
            self.nearest.push(Nearest {
                code: event.code.clone(),
                says: pattern.says.clone(),
                place: format!("{}:{}", pattern.file, pattern.line),
                anchor,
                reason: miss.reason,
            });
        }
    }
}
