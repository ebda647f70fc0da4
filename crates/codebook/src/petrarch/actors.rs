//! Actor dictionaries: a name, its synonyms, and codes with the days on which they hold.
//!
//! ```text
//! ERIK_HOLM_
//! +PRESIDENT_HOLM
//!     [NRLGOV 050101-091231]
//!     [NRLELI >100101]
//! ```

use super::codes::{ActorCode, actor_code};
use super::lines::{Line, codes, lines};
use super::{Finding, Findings, Taken};
use jiff::civil::Date;
use std::collections::HashSet;

/// Somebody with his names and codes.
#[derive(Clone, Debug, PartialEq)]
pub struct Actor {
    /// Names as words in capitals, the first is the entry's own.
    pub names: Vec<String>,
    /// Codes in the order of the dictionary; the first that holds on a day counts, and one without days last.
    pub codes: Vec<DatedCode>,
    /// Where the entry begins.
    pub line: usize,
}

/// A code with its days, both among them.
#[derive(Clone, Debug, PartialEq)]
pub struct DatedCode {
    /// Whose and what.
    pub code: ActorCode,
    /// First day; none where it has no beginning.
    pub from: Option<Date>,
    /// Last day.
    pub to: Option<Date>,
    /// Where it stands.
    pub line: usize,
}

impl DatedCode {
    fn is_default(&self) -> bool {
        self.from.is_none() && self.to.is_none()
    }

    fn overlaps(&self, other: &Self) -> bool {
        let begins = |a: Option<Date>, b: Option<Date>| a.zip(b).is_none_or(|(from, to)| from <= to);
        begins(self.from, other.to) && begins(other.from, self.to)
    }

    fn days(&self) -> String {
        let day = |d: Option<Date>| d.map_or_else(|| "...".to_owned(), |d| d.to_string());
        format!("{} to {}", day(self.from), day(self.to))
    }
}

/// Two-digit years up to this are of this century, later ones of the last: the dictionaries in use reach from 1931 to the 2010s.
const LAST_OF_THIS_CENTURY: i16 = 30;

/// Reads a dictionary.
pub(super) fn read(text: &str, findings: &mut Findings<'_>) -> Taken<Actor> {
    let mut reader = Reader::default();
    for line in lines(text) {
        if let Err(message) = reader.line(line, findings) {
            findings.push(Finding::Nonsense, line.number, message);
        }
    }
    reader.close(findings);
    reader.taken
}

#[derive(Default)]
struct Reader {
    taken: Taken<Actor>,
    open: Option<Open>,
    /// Whether the entry that would be open had a bad first line.
    fallen: bool,
}

/// An entry whose lines are still being read.
struct Open {
    actor: Actor,
    /// Its good lines.
    lines: usize,
    /// Whether a line of it was bad, so that it may lack what another line would give.
    broken: bool,
}

impl Reader {
    fn line(&mut self, line: Line<'_>, findings: &mut Findings<'_>) -> Result<(), String> {
        let result = self.line_of_entry(line, findings);
        if result.is_err()
            && let Some(open) = &mut self.open
        {
            open.broken = true;
        }
        result
    }

    fn line_of_entry(&mut self, line: Line<'_>, findings: &mut Findings<'_>) -> Result<(), String> {
        let (phrase, codes) = match codes(line.text) {
            Ok(found) => found,
            Err(message) => {
                // What follows a bad first line is not the entry's before it.
                if !line.text.starts_with(['+', '[']) {
                    self.close(findings);
                    self.fallen = true;
                }
                return Err(message);
            }
        };
        if self.fallen && self.open.is_none() && (phrase.is_empty() || phrase.starts_with('+')) {
            findings.lost(1);
            return Ok(());
        }
        if phrase.is_empty() {
            let Some(open) = &mut self.open else {
                return Err("a code stands before any name".into());
            };
            return add_codes(open, &codes, line.number, findings);
        }
        if let Some(synonym) = phrase.strip_prefix('+') {
            let Some(open) = &mut self.open else {
                return Err("a synonym stands before any name".into());
            };
            if !codes.is_empty() {
                return Err("a synonym has a code of its own; make it an entry without +".into());
            }
            open.actor.names.extend(name(synonym)?);
            open.lines += 1;
            return Ok(());
        }
        self.close(findings);
        self.fallen = true;
        let names = name(phrase)?;
        self.fallen = false;
        let mut open = Open { actor: Actor { names, codes: Vec::new(), line: line.number }, lines: 0, broken: false };
        let result = if codes.is_empty() {
            open.lines += 1;
            Ok(())
        } else {
            add_codes(&mut open, &codes, line.number, findings)
        };
        open.broken |= result.is_err();
        self.open = Some(open);
        result
    }

    /// Ends the open entry.
    fn close(&mut self, findings: &mut Findings<'_>) {
        let Some(open) = self.open.take() else { return };
        let Open { mut actor, lines, broken } = open;
        if actor.codes.is_empty() {
            if !broken {
                let message =
                    format!("{:?} has no code; write one as in [NRLGOV], or [---] for no actor", actor.names[0]);
                findings.push(Finding::Nonsense, actor.line, message);
            }
            findings.lost(lines.saturating_sub(usize::from(!broken)));
            return;
        }
        warn_of_overlaps(&actor, findings);
        let (dated, usual): (Vec<_>, Vec<_>) = actor.codes.into_iter().partition(|c| !c.is_default());
        if let [_, second, ..] = &usual[..] {
            let message = format!("{:?} has two codes without days; the first is taken", actor.names[0]);
            findings.push(Finding::Warning, second.line, message);
        }
        actor.codes = dated.into_iter().chain(usual.into_iter().take(1)).collect();
        let mut seen = HashSet::new();
        actor.names.retain(|n| seen.insert(n.clone()));
        self.taken.lines += lines;
        self.taken.entries.push(actor);
    }
}

fn add_codes(open: &mut Open, codes: &[&str], line: usize, findings: &mut Findings<'_>) -> Result<(), String> {
    let found = codes.iter().map(|text| dated(text, line, findings)).collect::<Result<Vec<_>, _>>()?;
    open.actor.codes.extend(found);
    open.lines += 1;
    Ok(())
}

/// `NRLGOV 050101-091231`, `NRLGOV >050101`, `NRLGOV <050101` or `NRLGOV`.
fn dated(text: &str, line: usize, findings: &mut Findings<'_>) -> Result<DatedCode, String> {
    let at = text.find(|c: char| c.is_whitespace() || matches!(c, '<' | '>')).unwrap_or(text.len());
    let (mut code, days) = (text[..at].trim(), text[at..].trim());
    if let Some((first, _)) = code.split_once('/') {
        let message = format!("[{code}] names several at once; only {first} is taken");
        findings.push(Finding::Warning, line, message);
        code = first;
    }
    let code = actor_code(code)?;
    let (from, to) = match days.as_bytes().first() {
        None => (None, None),
        Some(b'<') => (None, Some(day(days[1..].trim())?)),
        Some(b'>') => (Some(day(days[1..].trim())?), None),
        _ => {
            let (from, to) = days
                .split_once('-')
                .ok_or_else(|| format!("{days:?} says no days; write <YYMMDD, >YYMMDD or YYMMDD-YYMMDD"))?;
            (Some(day(from.trim())?), Some(day(to.trim())?))
        }
    };
    if let (Some(from), Some(to)) = (from, to)
        && to < from
    {
        return Err(format!("the days are impossible: they begin on {from} and end on {to}; turn them round"));
    }
    Ok(DatedCode { code, from, to, line })
}

fn day(text: &str) -> Result<Date, String> {
    let wrong = || format!("{text:?} is no day; write YYMMDD or YYYYMMDD, as in 050131 or 20050131");
    let digits = text.bytes().all(|b| b.is_ascii_digit());
    let number = |range: std::ops::Range<usize>| text[range].parse::<i16>().map_err(|_| wrong());
    let (year, rest) = match (digits, text.len()) {
        (true, 6) => {
            let short = number(0..2)?;
            (short + if short <= LAST_OF_THIS_CENTURY { 2000 } else { 1900 }, 2)
        }
        (true, 8) => (number(0..4)?, 4),
        _ => return Err(wrong()),
    };
    let small = |range| number(range).and_then(|n| i8::try_from(n).map_err(|_| wrong()));
    Date::new(year, small(rest..rest + 2)?, small(rest + 2..rest + 4)?).map_err(|_| wrong())
}

/// The words of a name, without the article that keeps short names apart from words. Its initials in brackets are another
/// name, `RED_DAWN_FRONT_(RDF)`; other words in brackets are part of it, `HOLM_(NORLAND)_SHIPPING`.
fn name(text: &str) -> Result<Vec<String>, String> {
    if let Some(bad) = text.chars().find(|c| c.is_control() && *c != '\t' || *c == '\u{fffd}') {
        return Err(format!("the name holds a letter that cannot be read ({bad:?}); write it anew"));
    }
    if let Some(bad) = text.chars().find(|c| matches!(c, '+' | '<' | '>' | '{' | '}' | '*' | '=' | '|')) {
        return Err(format!("a name cannot hold {bad:?}"));
    }
    let mut rest = text.to_owned();
    let mut names = Vec::new();
    let mut short = Vec::new();
    while let Some(open) = rest.find('(') {
        let close = rest[open..].find(')').ok_or("the name has a ( without its )")? + open;
        let inside = words(&rest[open + 1..close]);
        let initials = is_initials(&inside, &words(&rest[..open]));
        rest.replace_range(open..=close, &if initials { " ".to_owned() } else { format!(" {inside} ") });
        if initials {
            short.push(inside);
        }
    }
    names.push(words(&rest));
    names.extend(short);
    names.retain(|n| n.chars().any(char::is_alphanumeric));
    if names.is_empty() {
        return Err(format!("{text:?} is no name"));
    }
    Ok(names)
}

/// Whether letters are initials of a name's words, in their order.
fn is_initials(short: &str, name: &str) -> bool {
    let mut initials = name.split([' ', '-']).filter_map(|w| w.chars().next());
    short.chars().count() > 1 && short.chars().all(|c| initials.any(|i| i == c))
}

fn words(text: &str) -> String {
    // Lists are parted by semicolons in a table, and quotation marks stand round nicknames.
    let spaced: String = text.chars().map(|c| if matches!(c, '_' | ';' | '"' | ',') { ' ' } else { c }).collect();
    let upper = spaced.to_uppercase();
    let mut words: Vec<&str> = upper.split_whitespace().collect();
    if words.len() > 1 && words[0] == "THE" {
        words.remove(0);
    }
    words.join(" ")
}

fn warn_of_overlaps(actor: &Actor, findings: &mut Findings<'_>) {
    let dated: Vec<&DatedCode> = actor.codes.iter().filter(|c| !c.is_default()).collect();
    for (i, second) in dated.iter().enumerate() {
        // To end and to begin on one day is how the dictionaries write a change of office.
        let touches = |first: &DatedCode| first.to == second.from || second.to == first.from;
        let rival =
            dated[..i].iter().find(|first| first.code != second.code && first.overlaps(second) && !touches(first));
        if let Some(first) = rival {
            let message = format!(
                "{:?} has two codes on the same days: {} (line {}) and {}; the first counts",
                actor.names[0],
                first.days(),
                first.line,
                second.days()
            );
            findings.push(Finding::Overlap, second.line, message);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::petrarch::Found;

    fn taken(text: &str) -> (Vec<Actor>, Vec<String>) {
        let mut found: Vec<Found> = Vec::new();
        let mut findings = Findings::new("my.actors.txt", &mut found);
        let taken = read(text, &mut findings);
        (taken.entries, found.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn an_entry_has_names_and_dated_codes() {
        let (actors, problems) =
            taken("ERIK_HOLM_ # note\n+THE_HOLM\n\t[NRLELI >100101]\n\t[NRLGOV 050101-20091231]\n\t[NRL]\n");
        assert!(problems.is_empty(), "{problems:?}");
        assert_eq!(actors[0].names, ["ERIK HOLM", "HOLM"]);
        let days: Vec<String> = actors[0].codes.iter().map(DatedCode::days).collect();
        assert_eq!(days, ["2010-01-01 to ...", "2005-01-01 to 2009-12-31", "... to ..."]);
        assert_eq!(actors[0].codes[1].code.sectors, ["GOV"]);
    }

    #[test]
    fn initials_in_brackets_are_another_name() {
        let (actors, _) = taken("RED_DAWN_FRONT_(RDF)_ [NRLREB]\n");
        assert_eq!(actors[0].names, ["RED DAWN FRONT", "RDF"]);
        let (actors, _) = taken("HOLM_(NORLAND)_SHIPPING [MNC]\n");
        assert_eq!(actors[0].names, ["HOLM NORLAND SHIPPING"]);
    }

    #[test]
    fn two_digit_years_are_of_the_nearer_century() {
        let (actors, _) = taken("ERIK_HOLM\n\t[NRLGOV 310101-300101]\n");
        assert_eq!(actors[0].codes[0].days(), "1931-01-01 to 2030-01-01");
    }

    #[test]
    fn each_bad_line_is_told_and_the_next_entry_read() {
        let (actors, problems) = taken(
            "\t[NRL]\nNOBODY_\nA_HOLM\n\t[NRLGOV 091231-050101]\nB_HOLM [NRL\n+B_H\nC_HOLM\n\t[NRLGOV 20051331]\n\
             D_HOLM [N]\n+E_HOLM [NRL]\nF+HOLM [NRL]\nG_HOLM [NRL]\n",
        );
        assert_eq!(actors.iter().map(|a| a.names[0].as_str()).collect::<Vec<_>>(), ["G HOLM"]);
        assert_eq!(
            problems,
            [
                "my.actors.txt:1: a code stands before any name",
                "my.actors.txt:2: \"NOBODY\" has no code; write one as in [NRLGOV], or [---] for no actor",
                "my.actors.txt:4: the days are impossible: they begin on 2009-12-31 and end on 2005-01-01; turn them round",
                "my.actors.txt:5: a code lacks its closing ]",
                "my.actors.txt:8: \"20051331\" says no days; write <YYMMDD, >YYMMDD or YYMMDD-YYMMDD",
                "my.actors.txt:9: \"N\" is no code; write parts of three letters, as in USAGOV",
                "my.actors.txt:10: a synonym has a code of its own; make it an entry without +",
                "my.actors.txt:11: a name cannot hold '+'",
            ]
        );
    }

    #[test]
    fn codes_that_hold_on_the_same_days_are_a_warning() {
        let (actors, problems) = taken(
            "A_HOLM\n\t[NRLGOV 050101-091231]\n\t[NRLMIL 080101-101231]\nB_HOLM\n\t[NRLGOV 050101-091231]\n\t[NRLMIL 091231-101231]\n",
        );
        assert_eq!(actors.len(), 2);
        assert_eq!(problems.len(), 1);
        assert!(problems[0].starts_with("my.actors.txt:3: \"A HOLM\" has two codes on the same days"));
    }
}
