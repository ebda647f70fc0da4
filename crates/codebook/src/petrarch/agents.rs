//! Agent dictionaries: role nouns with what they act for, `FOREIGN_MINISTER [~GOV]`.

use super::codes::sectors;
use super::lines::{Line, codes, lines};
use super::{Finding, Findings, Taken};
use std::collections::{HashMap, HashSet};

/// A role noun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agent {
    /// Base form, in lower case.
    pub term: String,
    /// Its plural.
    pub plural: Plural,
    /// What it acts for, the first goes first.
    pub sectors: Vec<String>,
    /// Where it stands.
    pub line: usize,
}

/// How a role noun makes its plural.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Plural {
    /// By the rule.
    Regular,
    /// It has none: "police".
    None,
    /// As written: "attorneys general".
    Other(String),
}

/// Reads a dictionary.
pub(super) fn read(text: &str, findings: &mut Findings<'_>) -> Taken<Agent> {
    let mut reader = Reader { taken: Taken::default(), sets: HashMap::new(), seen: HashSet::new() };
    for line in lines(text) {
        match reader.line(line) {
            Ok(()) => reader.taken.lines += 1,
            Err(message) => findings.push(Finding::Nonsense, line.number, message),
        }
    }
    reader.taken
}

#[derive(Default)]
struct Reader {
    taken: Taken<Agent>,
    /// What `!PERSON!` stands for.
    sets: HashMap<String, Vec<String>>,
    seen: HashSet<String>,
}

impl Reader {
    fn line(&mut self, line: Line<'_>) -> Result<(), String> {
        if line.text.starts_with('!')
            && let Some((name, list)) = line.text.split_once('=')
        {
            return self.set(name.trim(), list);
        }
        let (phrase, codes) = codes(line.text)?;
        let [code] = codes[..] else {
            return Err(match codes.len() {
                0 => "a role noun needs its code, as in [~GOV]".into(),
                _ => "a role noun has one code; make two entries".into(),
            });
        };
        let sectors = match (code.strip_prefix('~'), code.strip_suffix('~')) {
            (Some(code), None) | (None, Some(code)) => sectors(code.trim())?,
            _ => return Err(format!("[{code}] needs one ~ where the country stands, as in [~GOV] or [NGO~]")),
        };
        let (phrase, plural) = plural(phrase)?;
        for term in self.substituted(phrase)? {
            let term = lower(&term);
            if term.is_empty() {
                return Err("a code stands without its role noun".into());
            }
            if self.seen.insert(term.clone()) {
                let plural = if phrase.contains('!') { Plural::None } else { plural.clone() };
                self.taken.entries.push(Agent { term, plural, sectors: sectors.clone(), line: line.number });
            }
        }
        Ok(())
    }

    fn set(&mut self, name: &str, list: &str) -> Result<(), String> {
        if name.len() < 3 || !name.ends_with('!') {
            return Err(format!("{name:?} is no substitution; write !NAME! = ONE, TWO"));
        }
        let words: Vec<String> = list.split(',').map(|w| w.trim().to_owned()).filter(|w| !w.is_empty()).collect();
        if words.is_empty() {
            return Err(format!("{name} stands for nothing; write {name} = ONE, TWO"));
        }
        self.sets.insert(name.to_owned(), words);
        Ok(())
    }

    /// A phrase with each word of its substitution in turn.
    fn substituted(&self, phrase: &str) -> Result<Vec<String>, String> {
        let Some(start) = phrase.find('!') else {
            return Ok(vec![phrase.to_owned()]);
        };
        let end = phrase[start + 1..].find('!').map(|e| start + e + 2).ok_or("a substitution lacks its second !")?;
        let name = &phrase[start..end];
        let words = self.sets.get(name).ok_or_else(|| format!("{name} is not defined above this line"))?;
        Ok(words.iter().map(|word| format!("{}{word}{}", &phrase[..start], &phrase[end..])).collect())
    }
}

/// `ATTORNEY_GENERAL {ATTORNEYS_GENERAL}`
fn plural(phrase: &str) -> Result<(&str, Plural), String> {
    let Some(open) = phrase.find('{') else {
        return if phrase.contains('}') {
            Err("a plural lacks its opening {".into())
        } else {
            Ok((phrase, Plural::Regular))
        };
    };
    let Some(inside) = phrase[open + 1..].trim_end().strip_suffix('}') else {
        return Err("a plural stands as {PLURAL} right before the code".into());
    };
    let inside = lower(inside);
    Ok((phrase[..open].trim(), if inside.is_empty() { Plural::None } else { Plural::Other(inside) }))
}

fn lower(text: &str) -> String {
    text.replace('_', " ").to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::petrarch::Found;

    fn taken(text: &str) -> (Vec<Agent>, Vec<String>) {
        let mut found: Vec<Found> = Vec::new();
        let taken = read(text, &mut Findings::new("my.agents.txt", &mut found));
        (taken.entries, found.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn a_role_noun_has_its_plural_and_sectors() {
        let (agents, problems) = taken(
            "HARBOUR_MASTER [~GOV]\nHARBOUR_PATROL {} [ ~COP]\nMASTER_AT_ARMS {MASTERS_AT_ARMS} [~MILCOP]\nAID_BODY [NGO~]\n",
        );
        assert!(problems.is_empty(), "{problems:?}");
        assert_eq!(agents[0].term, "harbour master");
        assert_eq!(agents[1].plural, Plural::None);
        assert_eq!(agents[2].plural, Plural::Other("masters at arms".into()));
        assert_eq!(agents[2].sectors, ["MIL", "COP"]);
        assert_eq!(agents[3].sectors, ["NGO"]);
    }

    #[test]
    fn substitutions_give_every_word() {
        let (agents, problems) = taken("!PERSON! = MAN, WOMEN\nALDER!PERSON! [~LEG]\n!PERSON!_OF_THE_GUARD [~MIL]\n");
        assert!(problems.is_empty(), "{problems:?}");
        let terms: Vec<&str> = agents.iter().map(|a| a.term.as_str()).collect();
        assert_eq!(terms, ["alderman", "alderwomen", "man of the guard", "women of the guard"]);
    }

    #[test]
    fn each_bad_line_is_told() {
        let (agents, problems) =
            taken("PILOT\nPILOT [MIL]\nPILOT [~M]\n!BOAT!MAN [~CVL]\nCREW {} x [~CVL]\nCOOK [~ENV}\nMATE [~CVL]\n");
        assert_eq!(agents.len(), 1);
        assert_eq!(
            problems,
            [
                "my.agents.txt:1: a role noun needs its code, as in [~GOV]",
                "my.agents.txt:2: [MIL] needs one ~ where the country stands, as in [~GOV] or [NGO~]",
                "my.agents.txt:3: \"M\" is no code; write parts of three letters, as in USAGOV",
                "my.agents.txt:4: !BOAT! is not defined above this line",
                "my.agents.txt:5: a plural stands as {PLURAL} right before the code",
                "my.agents.txt:6: a code lacks its closing ]",
            ]
        );
    }
}
