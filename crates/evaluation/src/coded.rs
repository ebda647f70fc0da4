//! The project's own gold beside what the coder finds in it.

use crate::gold::{GoldError, read_articles};
use crate::marked::read_marked;
use crate::matching::{Matching, match_events};
use crate::units::{Split, Unit, Wanted, of_articles, of_sentences};
use legation_coding::{Coder, Event, EventRecord, Included, Settings, records};
use legation_text::{Analyzer, Article};
use std::path::Path;

/// Which gold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gold {
    /// Whole articles: `gold/articles`.
    Articles,
    /// Single sentences: `gold/sentences`.
    Sentences,
}

/// A part of the gold as it was coded.
#[derive(Clone, Debug, PartialEq)]
pub struct CodedSet {
    /// Which gold.
    pub gold: Gold,
    /// Which part.
    pub split: Split,
    /// Its articles or sentences.
    pub units: Vec<CodedUnit>,
}

/// An article or a sentence with what was found in it.
#[derive(Clone, Debug, PartialEq)]
pub struct CodedUnit {
    /// What must be found.
    pub unit: Unit,
    /// As users get it: plain events, beside the wanted events that are plain.
    pub plain: Coding,
    /// With negated and hypothetical events, beside all that are wanted.
    pub told: Coding,
}

/// What was found, and what of it is right.
#[derive(Clone, Debug, PartialEq)]
pub struct Coding {
    /// The events found.
    pub found: Vec<EventRecord>,
    /// Which of them are wanted.
    pub matching: Matching,
}

/// Codes the articles or the sentences of a folder of gold, a set a split; none where there is no such folder, or nothing of a
/// split.
///
/// # Errors
/// Names file and line of the first mistake in the gold.
pub fn code_gold(
    gold: Gold,
    folder: &Path,
    splits: &[Split],
    analyzer: &Analyzer,
    coder: &Coder,
) -> Result<Vec<CodedSet>, GoldError> {
    let mut sets = Vec::new();
    for (split, units) in read_units(gold, folder, splits, coder)? {
        let units = units.into_iter().map(|unit| code_unit(unit, analyzer, coder)).collect();
        sets.push(CodedSet { gold, split, units });
    }
    Ok(sets)
}

/// The articles or sentences of each split that has some.
pub(crate) fn read_units(
    gold: Gold,
    folder: &Path,
    splits: &[Split],
    coder: &Coder,
) -> Result<Vec<(Split, Vec<Unit>)>, GoldError> {
    let chosen = Split::ALL.into_iter().filter(|s| splits.contains(s));
    let units: Vec<(Split, Vec<Unit>)> = match gold {
        Gold::Articles => {
            let folder = folder.join("articles");
            let articles = if folder.exists() { read_articles(&folder)? } else { Vec::new() };
            chosen.map(|s| (s, of_articles(&articles, s))).collect()
        }
        Gold::Sentences => {
            let folder = folder.join("sentences");
            let first = |mistakes: Vec<GoldError>| {
                mistakes.into_iter().next().unwrap_or_else(|| GoldError(folder.display().to_string()))
            };
            let files =
                if folder.exists() { read_marked(&folder, coder.codebook()).map_err(first)? } else { Vec::new() };
            chosen.map(|s| (s, of_sentences(&files, s))).collect()
        }
    };
    Ok(units.into_iter().filter(|(_, units)| !units.is_empty()).collect())
}

fn code_unit(unit: Unit, analyzer: &Analyzer, coder: &Coder) -> CodedUnit {
    let all = Included { negation: true, hypothetical: true, ..Included::default() };
    let mut found = code(&unit, analyzer, coder, &[Included::default(), all]).into_iter().map(|(_, records)| records);
    let (plain, told) = (found.next().unwrap_or_default(), found.next().unwrap_or_default());
    CodedUnit {
        plain: Coding { matching: match_events(&unit, Wanted::is_plain, &plain), found: plain },
        told: Coding { matching: match_events(&unit, |_| true, &told), found: told },
        unit,
    }
}

/// Analyses a text once and codes it with each of the choices of what is included.
pub(crate) fn code(
    unit: &Unit,
    analyzer: &Analyzer,
    coder: &Coder,
    included: &[Included],
) -> Vec<(Vec<Event>, Vec<EventRecord>)> {
    let mut article = Article::from_text("gold", unit.text.as_str());
    article.published = unit.published.as_deref().and_then(|d| d.parse().ok());
    let document = coder.analyze(analyzer, article);
    let coded = included.iter().map(|i| coder.code(&document, *i));
    coded.map(|events| (events.clone(), records(&document, &events, &Settings::default()))).collect()
}
