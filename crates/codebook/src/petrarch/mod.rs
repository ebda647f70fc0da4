//! Dictionaries of PETRARCH and TABARI taken over into a codebook: actors, agents, verbs and discards.
//!
//! `SEVER [160]` with `- * {TRADE TALKS} (WITH +) [161]` in, `events/SANCTION.petrarch.toml` with
//! `says = "{actor} sever trade* talks* with {recipient:agent}"`, `cameo = "161"` out. Every line is taken, or told with file and
//! line, what is wrong with it and what to do.

mod actors;
mod agents;
mod codes;
mod discards;
mod english;
mod lines;
mod tables;
mod verbs;
mod write;

pub use actors::{Actor, DatedCode};
pub use agents::{Agent, Plural};
pub use codes::{ActorCode, actor_code};
pub use verbs::{Block, EventCode, Piece, Verb, VerbPattern, Verbs};

use crate::codebook::Codebook;
use crate::files::{Files, Problem};
use crate::tables::Discard;
use std::fmt;

/// What a dictionary holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Names with codes.
    Actors,
    /// Role nouns.
    Agents,
    /// Verbs and patterns.
    Verbs,
    /// Phrases that are not coded.
    Discards,
    /// Issues, which are not taken.
    Issues,
}

impl Kind {
    /// By the name of the file, else by what stands in it.
    pub fn of(name: &str, text: &str) -> Self {
        let name = name.rsplit(['/', '\\']).next().unwrap_or_default().to_lowercase();
        let by_name = [
            ("actor", Self::Actors),
            ("agent", Self::Agents),
            ("verb", Self::Verbs),
            ("discard", Self::Discards),
            ("issue", Self::Issues),
        ];
        if let Some((_, kind)) = by_name.iter().find(|(word, _)| name.contains(word)) {
            return *kind;
        }
        let lines = lines::lines(text);
        let any = |test: &dyn Fn(&str) -> bool| lines.iter().any(|l| test(l.text));
        if any(&|l| l.starts_with("<ISSUE")) {
            Self::Issues
        } else if any(&|l| l.starts_with("- ") || l.starts_with("---") && l.contains('[')) {
            Self::Verbs
        } else if any(&|l| l.contains("[~") || l.contains("~]")) {
            Self::Agents
        } else if any(&|l| l.contains('[')) {
            Self::Actors
        } else {
            Self::Discards
        }
    }

    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Actors => "actors",
            Self::Agents => "agents",
            Self::Verbs => "verbs",
            Self::Discards => "discards",
            Self::Issues => "issues",
        }
    }
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Finding {
    /// The line makes no sense, and is not taken.
    Nonsense,
    /// The line makes sense and the codebook has no words for it; it is not taken.
    Inexpressible,
    /// Two codes hold on the same days; both lines are taken.
    Overlap,
    /// The line is taken in part, or something about it is worth knowing.
    Warning,
}

/// A finding with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// How bad it is.
    pub finding: Finding,
    /// Where, and what to do.
    pub problem: Problem,
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Not as a codebook's problem: the file is the user's dictionary.
        write!(f, "{}:{}: {}", self.problem.file, self.problem.line, self.problem.message)
    }
}

/// Where the findings of a file go.
struct Findings<'a> {
    file: String,
    found: &'a mut Vec<Found>,
    /// Lines that fell with another line of their entry.
    lost: usize,
}

impl<'a> Findings<'a> {
    fn new(file: &str, found: &'a mut Vec<Found>) -> Self {
        Self { file: file.to_owned(), found, lost: 0 }
    }

    fn push(&mut self, finding: Finding, line: usize, message: String) {
        let problem = Problem { file: self.file.clone(), line, message };
        self.found.push(Found { finding, problem });
    }

    fn lost(&mut self, lines: usize) {
        self.lost += lines;
    }
}

/// What was read of a file.
struct Taken<T> {
    entries: Vec<T>,
    lines: usize,
}

impl<T> Default for Taken<T> {
    fn default() -> Self {
        Self { entries: Vec::new(), lines: 0 }
    }
}

/// What became of a file's lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    /// The file.
    pub file: String,
    /// What it was taken for.
    pub kind: Kind,
    /// Lines that say something.
    pub lines: usize,
    /// Lines that were taken.
    pub taken: usize,
    /// Lines that make no sense.
    pub nonsense: usize,
    /// Lines that the codebook has no words for.
    pub inexpressible: usize,
    /// Good lines of entries that fell with a bad one.
    pub lost: usize,
}

/// What the codebook holds beside the dictionaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beside {
    /// All that the compiled codebook has.
    Compiled,
    /// Its types, modes and tables of words, but none of its patterns, actors and offices, and nothing of the model.
    Nothing,
}

/// How many sides an event of the dictionaries must have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sides {
    /// One is enough.
    One,
    /// Somebody who acts and somebody on whom.
    Two,
}

/// A dictionary as it was read from its file.
#[derive(Clone, Debug)]
pub struct Source {
    /// As the user names it.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// A codebook made of dictionaries.
#[derive(Clone, Debug)]
pub struct Import {
    /// The whole codebook, to be written into a folder or loaded.
    pub files: Files,
    /// What is to be told, file by file and line by line.
    pub found: Vec<Found>,
    /// What became of each file's lines.
    pub counts: Vec<Count>,
}

impl Import {
    /// Lines that were not taken.
    pub fn refused(&self) -> usize {
        self.counts.iter().map(|c| c.lines - c.taken).sum()
    }
}

/// All that the dictionaries hold.
#[derive(Default)]
struct Dictionaries {
    actors: Vec<(String, Actor)>,
    agents: Vec<(String, Agent)>,
    verbs: Vec<(String, Verbs)>,
    discards: Vec<Discard>,
}

/// Makes a codebook of dictionaries. `verb_of` gives the verbs that a form may belong to, the likeliest first ("said": "say").
pub fn import(sources: &[Source], beside: Beside, sides: Sides, verb_of: &dyn Fn(&str) -> Vec<String>) -> Import {
    let compiled = Codebook::embedded();
    let mut found = Vec::new();
    let mut counts = Vec::new();
    let mut all = Dictionaries::default();
    for Source { name, text } in sources {
        let kind = Kind::of(name, text);
        let first = found.len();
        let mut findings = Findings::new(name, &mut found);
        let named = |name: &String| name.clone();
        let taken = match kind {
            Kind::Actors => {
                let taken = actors::read(text, &mut findings);
                all.actors.extend(taken.entries.into_iter().map(|e| (named(name), e)));
                taken.lines
            }
            Kind::Agents => {
                let taken = agents::read(text, &mut findings);
                all.agents.extend(taken.entries.into_iter().map(|e| (named(name), e)));
                taken.lines
            }
            Kind::Verbs => {
                let (verbs, lines) = verbs::read(text, &mut findings);
                all.verbs.push((named(name), verbs));
                lines
            }
            Kind::Discards => {
                let taken = discards::read(text, &mut findings);
                all.discards.extend(taken.entries);
                taken.lines
            }
            Kind::Issues => {
                let message = "an issue dictionary is not taken; write its terms into contexts.toml".to_owned();
                findings.push(Finding::Inexpressible, 0, message);
                0
            }
        };
        let lost = findings.lost;
        let lines = lines::lines(text).len();
        let count = |finding| found[first..].iter().filter(|f| f.finding == finding).count();
        let nonsense = count(Finding::Nonsense);
        let inexpressible = if kind == Kind::Issues { lines } else { count(Finding::Inexpressible) };
        counts.push(Count { file: name.clone(), kind, lines, taken, nonsense, inexpressible, lost });
    }
    let (files, unsaid) = write::files(&all, &compiled, (beside, sides), verb_of);
    for (file, finding, line, message) in unsaid {
        if finding == Finding::Inexpressible
            && let Some(count) = counts.iter_mut().find(|c| c.file == file && c.kind == Kind::Verbs)
        {
            count.taken -= 1;
            count.inexpressible += 1;
        }
        found.push(Found { finding, problem: Problem { file, line, message } });
    }
    let order: Vec<&String> = sources.iter().map(|s| &s.name).collect();
    found.sort_by_key(|f| (order.iter().position(|n| **n == f.problem.file), f.problem.line));
    Import { files, found, counts }
}
