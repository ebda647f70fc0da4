//! Verb dictionaries: synonym sets, and blocks of verbs with the patterns that are theirs.
//!
//! ```text
//! &TIES
//! +FRIENDLY TIES
//! --- SEVER [160] ---
//! SEVER
//! +BREAK_OFF {+BROKE_OFF}
//! - * &TIES [161]
//! ```

use super::lines::{Line, codes, lines};
use super::{Finding, Findings, Taken};
use std::collections::BTreeMap;

/// A dictionary.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Verbs {
    /// Words and phrases (joined by `_`) of each set.
    pub sets: BTreeMap<String, Vec<String>>,
    /// Its blocks.
    pub blocks: Vec<Block>,
}

/// Verbs that mean the same, with their patterns.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Block {
    /// As in its heading; the first verb where it has none.
    pub name: String,
    /// The code of a verb alone that has none of its own.
    pub code: EventCode,
    /// Its verbs.
    pub verbs: Vec<Verb>,
    /// Their patterns.
    pub patterns: Vec<VerbPattern>,
}

/// A verb of a block.
#[derive(Clone, Debug, PartialEq)]
pub struct Verb {
    /// In lower case, as written: "break off".
    pub words: Vec<String>,
    /// Which of them is the verb.
    pub main: usize,
    /// Its own code.
    pub code: Option<EventCode>,
    /// Where it stands.
    pub line: usize,
}

/// What stands before and behind the verb, and what it means.
#[derive(Clone, Debug, PartialEq)]
pub struct VerbPattern {
    /// In front of the verb.
    pub left: Vec<Piece>,
    /// Behind it.
    pub right: Vec<Piece>,
    /// Its code.
    pub code: EventCode,
    /// Where it stands.
    pub line: usize,
}

/// A word of a pattern, or what stands for one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// In lower case.
    Word(String),
    /// A synonym set by its name.
    Set(String),
    /// `$`: who acts.
    Source,
    /// `+`: on whom.
    Target,
    /// `^`: an actor who takes no part.
    Skipped,
    /// `%`: several who act on each other.
    Both,
}

/// What a verb or pattern is coded as.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum EventCode {
    /// `[---]`: nothing.
    #[default]
    Null,
    /// `[112]`, and `[036:042]` of which the second is the way back.
    Code(String),
    /// `[:190]`: the object acts on the subject.
    Back(String),
}

/// Reads a dictionary.
pub(super) fn read(text: &str, findings: &mut Findings<'_>) -> (Verbs, usize) {
    let mut reader = Reader { verbs: Verbs::default(), set: None, taken: Taken::default(), headed: false };
    for line in lines(text) {
        match reader.line(line, findings) {
            Ok(true) => reader.taken.lines += 1,
            Ok(false) => {}
            Err(message) => findings.push(Finding::Nonsense, line.number, message),
        }
    }
    let Reader { mut verbs, taken, .. } = reader;
    let names: Vec<String> = verbs.sets.keys().cloned().collect();
    for name in names {
        let words = members(&verbs.sets, &name, 0);
        verbs.sets.insert(name, words);
    }
    (verbs, taken.lines)
}

struct Reader {
    verbs: Verbs,
    /// The set whose words are being read.
    set: Option<String>,
    taken: Taken<()>,
    /// Whether the block began with a heading.
    headed: bool,
}

impl Reader {
    /// Takes a line; false where it was told to be left out already.
    fn line(&mut self, line: Line<'_>, findings: &mut Findings<'_>) -> Result<bool, String> {
        let text = line.text;
        if text.starts_with('~') {
            let message = "a transformation is not taken; the codebook finds who says or wants what by itself";
            findings.push(Finding::Inexpressible, line.number, message.into());
            return Ok(false);
        }
        if let Some(name) = text.strip_prefix('&') {
            let name = set_name(name);
            if name.is_empty() {
                return Err("a synonym set needs a name behind its &".into());
            }
            self.verbs.sets.entry(name.clone()).or_default();
            self.set = Some(name);
            return Ok(true);
        }
        if let (Some(set), Some(words)) = (&self.set, text.strip_prefix('+')) {
            let word = match words.trim().strip_prefix('&') {
                Some(inner) => format!("&{}", set_name(inner)),
                None => plain(words)?.join("_"),
            };
            self.verbs.sets.entry(set.clone()).or_default().push(word);
            return Ok(true);
        }
        self.set = None;
        if text.starts_with("---") {
            self.heading(text)?;
            return Ok(true);
        }
        match text.strip_prefix('-') {
            Some(pattern) => self.pattern(pattern, line.number)?,
            None => self.verb(line)?,
        }
        Ok(true)
    }

    /// `--- SEVER [160] ---`
    fn heading(&mut self, text: &str) -> Result<(), String> {
        let inside = text.trim_matches('-').trim();
        let (name, codes) = codes(inside).map_err(|e| format!("in a heading: {e}"))?;
        let mut block = Block { name: name.to_owned(), ..Block::default() };
        let code = codes.first().map_or(Ok(EventCode::Null), |code| event_code(code));
        block.code = code.clone().unwrap_or_default();
        self.verbs.blocks.push(block);
        self.headed = true;
        code.map(|_| ())
    }

    /// `BREAK {BROKE BROKEN} [160]`
    fn verb(&mut self, line: Line<'_>) -> Result<(), String> {
        let (phrase, codes) = codes(line.text)?;
        let forms = phrase.find('{');
        if forms.is_some() != phrase.contains('}') {
            return Err("the forms of a verb stand as {FORM FORM}".into());
        }
        let phrase = phrase[..forms.unwrap_or(phrase.len())].trim();
        let marked: Vec<&str> = phrase.split(['_', ' ']).filter(|w| !w.is_empty()).collect();
        let main = marked.iter().position(|w| w.starts_with('+')).unwrap_or(0);
        let words = marked.iter().map(|w| word(w.trim_start_matches('+'))).collect::<Result<Vec<_>, _>>()?;
        if words.is_empty() {
            return Err(format!("{:?} is no verb", line.text));
        }
        let code = codes.first().map(|code| event_code(code)).transpose()?;
        let open = self.verbs.blocks.last().is_some_and(|b| self.headed || b.patterns.is_empty());
        if !open {
            let block =
                Block { name: words[main].to_uppercase(), code: code.clone().unwrap_or_default(), ..Block::default() };
            self.verbs.blocks.push(block);
            self.headed = false;
        }
        if let Some(block) = self.verbs.blocks.last_mut() {
            block.verbs.push(Verb { words, main, code, line: line.number });
        }
        Ok(())
    }

    /// ` * &TIES [161]`
    fn pattern(&mut self, text: &str, line: usize) -> Result<(), String> {
        let (says, codes) = codes(text.trim())?;
        let [code] = codes[..] else {
            return Err(match codes.len() {
                0 => "a pattern needs its code, as in - * TALKS [046]".into(),
                _ => "a pattern has one code; [036:042] gives the way back".into(),
            });
        };
        let code = event_code(code)?;
        balanced(says)?;
        let says = says.replace("**", "*");
        let Some((left, right)) = says.split_once('*').filter(|(_, right)| !right.contains('*')) else {
            return Err("a pattern has one * where its verb stands".into());
        };
        let pattern = VerbPattern { left: pieces(left)?, right: pieces(right)?, code, line };
        let Some(block) = self.verbs.blocks.last_mut().filter(|b| !b.verbs.is_empty()) else {
            return Err("a pattern stands before its verb".into());
        };
        let used = pattern.left.iter().chain(&pattern.right);
        let unknown = used.filter_map(|p| match p {
            Piece::Set(name) => Some(name),
            _ => None,
        });
        if let Some(name) = unknown.into_iter().find(|n| !self.verbs.sets.contains_key(*n)) {
            return Err(format!("no synonym set &{} stands above this line", name.to_uppercase()));
        }
        block.patterns.push(pattern);
        Ok(())
    }
}

fn balanced(says: &str) -> Result<(), String> {
    for (open, close) in [('(', ')'), ('{', '}')] {
        let mut depth = 0_i32;
        for c in says.chars() {
            depth += i32::from(c == open) - i32::from(c == close);
            if depth < 0 {
                break;
            }
        }
        if depth != 0 {
            return Err(format!("{open} and {close} do not match"));
        }
    }
    Ok(())
}

fn pieces(text: &str) -> Result<Vec<Piece>, String> {
    let spaced: String = text.chars().map(|c| if matches!(c, '_' | '(' | ')' | '{' | '}') { ' ' } else { c }).collect();
    let piece = |token: &str| -> Result<Vec<Piece>, String> {
        Ok(vec![match token {
            "$" => Piece::Source,
            "+" => Piece::Target,
            "^" => Piece::Skipped,
            "%" => Piece::Both,
            _ => match token.strip_prefix('&') {
                Some(name) => Piece::Set(set_name(name)),
                None if token.contains('/') => {
                    Piece::Word(token.split('/').map(word).collect::<Result<Vec<_>, _>>()?.join("|"))
                }
                None => Piece::Word(word(token)?),
            },
        }])
    };
    Ok(spaced.split_whitespace().map(piece).collect::<Result<Vec<_>, _>>()?.concat())
}

fn plain(text: &str) -> Result<Vec<String>, String> {
    let found = text.split(['_', ' ', '\t']).filter(|w| !w.is_empty()).map(word).collect::<Result<Vec<_>, _>>()?;
    if found.is_empty() { Err("a synonym stands without its word".into()) } else { Ok(found) }
}

fn word(text: &str) -> Result<String, String> {
    match text.chars().find(|c| !(c.is_alphanumeric() || matches!(c, '\'' | '-' | '.' | ',' | ':' | '/'))) {
        Some(bad) => Err(format!("a word cannot hold {bad:?}")),
        None => Ok(text.trim_matches([',', ':']).to_lowercase()),
    }
}

fn set_name(text: &str) -> String {
    text.trim().trim_end_matches('_').to_lowercase()
}

/// The words of a set, with those of the sets that it holds.
fn members(sets: &BTreeMap<String, Vec<String>>, name: &str, depth: usize) -> Vec<String> {
    /// Sets within sets.
    const DEEPEST: usize = 8;
    let mut found = Vec::new();
    for word in sets.get(name).into_iter().flatten() {
        match word.strip_prefix('&') {
            Some(inner) if depth < DEEPEST => found.extend(members(sets, inner, depth + 1)),
            Some(_) => {}
            None => found.push(word.clone()),
        }
    }
    found
}

/// `112`, `036:042`, `:190`, `---`.
fn event_code(text: &str) -> Result<EventCode, String> {
    if matches!(text, "---" | "+++" | "###") {
        return Ok(EventCode::Null);
    }
    let (forth, back) = text.split_once(':').unwrap_or((text, ""));
    let (forth, back) = (forth.trim(), back.trim());
    let good = |code: &str| code.len() >= 2 && code.chars().all(|c| c.is_ascii_alphanumeric());
    match (forth, back) {
        ("", back) if good(back) => Ok(EventCode::Back(back.to_owned())),
        (forth, back) if good(forth) && (back.is_empty() || good(back)) => Ok(EventCode::Code(forth.to_owned())),
        _ => Err(format!("[{text}] is no code; write three or four digits, or [---] for no event")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::petrarch::Found;

    fn taken(text: &str) -> (Verbs, Vec<String>) {
        let mut found: Vec<Found> = Vec::new();
        let (verbs, _) = read(text, &mut Findings::new("my.verbs.txt", &mut found));
        (verbs, found.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn a_block_has_verbs_and_patterns() {
        let (verbs, problems) = taken(
            "&PACT\n+TREATY\n+PEACE ACCORD\n&ALL\n+&PACT\n\n--- SEVER [160] ---\nSEVER\n+BREAK_OFF {+BROKE_OFF} [161]\n\
             - $ * {TRADE &PACT} (WITH +) [162:163]\n- TALKS_* [---]\n- * &ALL [:190]\n",
        );
        assert!(problems.is_empty(), "{problems:?}");
        assert_eq!(verbs.sets["all"], ["treaty", "peace_accord"]);
        let block = &verbs.blocks[0];
        assert_eq!((block.name.as_str(), &block.code), ("SEVER", &EventCode::Code("160".into())));
        assert_eq!(block.verbs[1].words, ["break", "off"]);
        assert_eq!(block.verbs[1].code, Some(EventCode::Code("161".into())));
        let [first, second, third] = &block.patterns[..] else { panic!("three patterns") };
        assert_eq!(first.left, [Piece::Source]);
        assert_eq!(
            first.right,
            [Piece::Word("trade".into()), Piece::Set("pact".into()), Piece::Word("with".into()), Piece::Target]
        );
        assert_eq!(second.code, EventCode::Null);
        assert_eq!(third.code, EventCode::Back("190".into()));
    }

    #[test]
    fn a_block_without_heading_begins_with_its_first_verb() {
        let (verbs, _) = taken("GRANT [070]\nGIVE {GAVE}\n- * LOAN [071]\nEXPLAIN [010]\n- * PLAN [011]\n");
        let codes: Vec<&EventCode> = verbs.blocks.iter().map(|b| &b.code).collect();
        assert_eq!(codes, [&EventCode::Code("070".into()), &EventCode::Code("010".into())]);
        assert_eq!(verbs.blocks[0].verbs.len(), 2);
    }

    #[test]
    fn each_bad_line_is_told() {
        let (verbs, problems) = taken(
            "- * TALKS [046]\n--- SEVER [16?] ---\nSEVER\n- TALKS [046]\n- * TALKS\n- * {TALKS [046]\n- * &NONE [046]\n\
             - * TALKS [04?]\nBREAK {BROKE\n~ a (a b Q) SAY = a b Q\n- * TALKS [046] [047]\n- * T@LKS [046]\n- * TIES [160]\n",
        );
        assert_eq!(verbs.blocks[0].patterns.len(), 1);
        assert_eq!(
            problems,
            [
                "my.verbs.txt:1: a pattern stands before its verb",
                "my.verbs.txt:2: [16?] is no code; write three or four digits, or [---] for no event",
                "my.verbs.txt:4: a pattern has one * where its verb stands",
                "my.verbs.txt:5: a pattern needs its code, as in - * TALKS [046]",
                "my.verbs.txt:6: { and } do not match",
                "my.verbs.txt:7: no synonym set &NONE stands above this line",
                "my.verbs.txt:8: [04?] is no code; write three or four digits, or [---] for no event",
                "my.verbs.txt:9: the forms of a verb stand as {FORM FORM}",
                "my.verbs.txt:10: a transformation is not taken; the codebook finds who says or wants what by itself",
                "my.verbs.txt:11: a pattern has one code; [036:042] gives the way back",
                "my.verbs.txt:12: a word cannot hold '@'",
            ]
        );
    }
}
