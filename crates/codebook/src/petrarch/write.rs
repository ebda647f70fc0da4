//! Dictionaries as files of a codebook: the tables of `tables.rs`, and patterns that add to event types.

use super::english::{self, Cause, SIDE_PREPOSITIONS, SIDES, Verbals};
use super::tables::{actor_tables, office_table, sector_table, table};
use super::verbs::{Block, EventCode, Verb, Verbs};
use super::{Beside, Dictionaries, Finding, Sides};
use crate::codebook::Codebook;
use crate::files::Files;
use crate::pattern::{self, PARTICLES, Vocabulary};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fmt::Write as _;

/// What is to be told: file, how bad, line, message.
pub(super) type Unsaid = (String, Finding, usize, String);

/// The whole codebook.
pub(super) fn files(
    all: &Dictionaries,
    compiled: &Codebook,
    (beside, sides): (Beside, Sides),
    verb_of: &dyn Fn(&str) -> Vec<String>,
) -> (Files, Vec<Unsaid>) {
    let mut files = match beside {
        Beside::Compiled => Files::embedded(),
        Beside::Nothing => emptied(),
    };
    let mut put = |path: &str, text: Option<String>| {
        if let Some(text) = text {
            files.0.insert(path.to_owned(), text);
        }
    };
    let mut unsaid = Vec::new();
    let actors = actor_tables(&all.actors, compiled, beside, &mut unsaid);
    put("actors/countries_petrarch.csv", actors.countries);
    put("actors/organizations_petrarch.csv", actors.organizations);
    put("offices_petrarch.csv", office_table(&all.agents, compiled, beside));
    put("sectors_petrarch.csv", sector_table(all, compiled, beside));
    let discards = all.discards.iter().map(|d| vec![d.phrase.clone(), d.scope.as_str().to_owned()]).collect();
    put("discards.csv", table("phrase,scope", discards));
    for (path, text) in event_files(&all.verbs, compiled, sides, verb_of, &mut unsaid) {
        put(&path, Some(text));
    }
    (files, unsaid)
}

/// The compiled codebook without its patterns, actors and offices.
fn emptied() -> Files {
    let mut files = Files::embedded();
    for (path, text) in &mut files.0 {
        if path.starts_with("actors/") || ["offices.csv", "nationalities.csv", "triggers.csv"].contains(&path.as_str())
        {
            text.truncate(text.find('\n').map_or(text.len(), |end| end + 1));
        } else if path.starts_with("events/") {
            let mut event: toml::Table = toml::from_str(text).expect("the compiled codebook is checked by its tests");
            for key in ["pattern", "exception", "example", "counterexample", "words"] {
                event.remove(key);
            }
            event.insert("patterns_only".into(), true.into());
            event.insert("imported".into(), true.into());
            *text = toml::to_string(&event).expect("what was read can be written");
        }
    }
    files
}

/// A pattern or exception on its way into an event file.
struct Entry {
    says: String,
    mode: Option<String>,
    cameo: String,
    note: String,
    exception: bool,
}

/// Patterns of each type.
type Entries = BTreeMap<String, Vec<Entry>>;

/// Files that add the dictionaries' patterns to event types, and types for codes of which PLOVER has none.
fn event_files(
    dictionaries: &[(String, Verbs)],
    compiled: &Codebook,
    sides: Sides,
    verb_of: &dyn Fn(&str) -> Vec<String>,
    unsaid: &mut Vec<Unsaid>,
) -> Vec<(String, String)> {
    let mut entries: Entries = BTreeMap::new();
    let mut lists: BTreeMap<String, Vec<String>> = BTreeMap::new();
    lists.insert(SIDES.into(), SIDE_PREPOSITIONS.iter().map(|w| (*w).to_owned()).collect());
    for (number, (file, verbs)) in dictionaries.iter().enumerate() {
        let suffix = if number == 0 { String::new() } else { format!("_{}", number + 1) };
        let writer = Writer::new(file, verbs, compiled, verb_of, &suffix, &mut lists);
        writer.write(&mut lists, &mut entries, unsaid);
    }
    let own = |code: &str| compiled.event(code).is_none();
    let path = |code: &str| format!("events/{code}{}", if own(code) { ".toml" } else { ".petrarch.toml" });
    entries.iter().map(|(code, list)| (path(code), event_file(code, list, &lists, compiled, sides))).collect()
}

/// One dictionary being written.
struct Writer<'a> {
    file: &'a str,
    verbs: &'a Verbs,
    compiled: &'a Codebook,
    suffix: &'a str,
    /// Base form of each word of the dictionary that stands for a verb.
    bases: HashMap<String, String>,
    verb_of: &'a dyn Fn(&str) -> Vec<String>,
    /// All verbs that are known.
    known: HashSet<String>,
}

/// The verbs of a block as patterns need them: those of one word (with particles) as a list, others each by itself.
struct Forms {
    /// "break", "break_off".
    plain: Vec<String>,
    /// "ask for".
    longer: Vec<String>,
}

impl<'a> Writer<'a> {
    fn new(
        file: &'a str,
        verbs: &'a Verbs,
        compiled: &'a Codebook,
        verb_of: &'a dyn Fn(&str) -> Vec<String>,
        suffix: &'a str,
        lists: &mut BTreeMap<String, Vec<String>>,
    ) -> Self {
        lists.extend(verbs.sets.iter().map(|(name, words)| (format!("{name}{suffix}"), words.clone())));
        let mut writer =
            Self { file, verbs, compiled, suffix, bases: HashMap::new(), verb_of, known: compiled.verbs.clone() };
        for verb in verbs.blocks.iter().flat_map(|b| &b.verbs) {
            let word = &verb.words[verb.main];
            let base = writer.base(word);
            writer.known.insert(base.clone());
            writer.bases.insert(word.clone(), base);
        }
        writer
    }

    /// The verb of a form: dictionaries have "SAID" and "KILLED" beside "MEET".
    fn base(&self, word: &str) -> String {
        if let Some(base) = self.bases.get(word) {
            return base.clone();
        }
        if self.compiled.verbs.contains(word) {
            return word.to_owned();
        }
        // By the spelling alone "bless" would be of "bles"; "sank" can only be of "sink".
        let regular = ["s", "ed", "ing"].iter().any(|ending| word.ends_with(ending));
        let verbs = (self.verb_of)(word);
        let base = verbs.iter().find(|v| !regular || self.known.contains(*v));
        base.map_or(word, String::as_str).to_owned()
    }

    fn write(&self, lists: &mut BTreeMap<String, Vec<String>>, entries: &mut Entries, unsaid: &mut Vec<Unsaid>) {
        let mut used = HashSet::new();
        for block in &self.verbs.blocks {
            let mut name: String =
                block.name.to_lowercase().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
            name = format!("v_{}{}", name.trim_matches('_'), self.suffix);
            while !used.insert(name.clone()) {
                name.push('_');
            }
            let block = Written { writer: self, block, name };
            block.write(lists, entries, unsaid);
        }
    }

    fn forms(&self, verb: &Verb) -> Option<Forms> {
        let base = self.base(&verb.words[verb.main]);
        let (before, behind) = (&verb.words[..verb.main], &verb.words[verb.main + 1..]);
        let heads = match before {
            [] => vec![base],
            // "RE_+OPEN" is "reopen" and "re-open".
            [re] if re == "re" => vec![format!("re{base}"), format!("re-{base}")],
            _ => return None,
        };
        if behind.iter().any(|w| matches!(w.as_str(), "and" | "or" | "that")) {
            return None;
        }
        let particles = behind.iter().all(|w| PARTICLES.contains(&w.as_str()));
        let joined = |sign: &str| {
            heads.iter().map(|h| std::iter::once(h).chain(behind).cloned().collect::<Vec<_>>().join(sign)).collect()
        };
        Some(if particles {
            Forms { plain: joined("_"), longer: Vec::new() }
        } else {
            Forms { plain: Vec::new(), longer: joined(" ") }
        })
    }

    fn all_forms<'v>(&self, verbs: impl Iterator<Item = &'v Verb>) -> Forms {
        let mut all = Forms { plain: Vec::new(), longer: Vec::new() };
        for forms in verbs.filter_map(|v| self.forms(v)) {
            all.plain.extend(forms.plain);
            all.longer.extend(forms.longer);
        }
        for list in [&mut all.plain, &mut all.longer] {
            let mut seen = HashSet::new();
            list.retain(|w| seen.insert(w.clone()));
        }
        all
    }
}

/// One block being written.
struct Written<'w, 'a> {
    writer: &'w Writer<'a>,
    block: &'a Block,
    /// Of its list of verbs.
    name: String,
}

impl Written<'_, '_> {
    fn write(&self, lists: &mut BTreeMap<String, Vec<String>>, entries: &mut Entries, unsaid: &mut Vec<Unsaid>) {
        self.tell_unsaid_verbs(unsaid);
        // Of what fits as well the first is taken: a pattern before the verb alone.
        self.patterns(lists, entries, unsaid);
        self.verbs_alone(lists, entries, unsaid);
    }

    fn tell_unsaid_verbs(&self, unsaid: &mut Vec<Unsaid>) {
        for verb in self.block.verbs.iter().filter(|v| self.writer.forms(v).is_none()) {
            let message = "words in front of a verb, or a second verb behind it, cannot be said; write it by hand (docs/codebook-guide.md, Patterns)";
            unsaid.push((self.writer.file.to_owned(), Finding::Inexpressible, verb.line, message.into()));
        }
    }

    /// A word for a list of verbs: itself, or the name of a list.
    fn listed(&self, name: &str, forms: &Forms, lists: &mut BTreeMap<String, Vec<String>>) -> Vec<String> {
        let mut found = forms.longer.clone();
        match &forms.plain[..] {
            [] => {}
            [only] => found.push(only.clone()),
            several => {
                lists.insert(name.to_owned(), several.to_vec());
                found.push(format!("@{name}"));
            }
        }
        found
    }

    /// What each verb means without a pattern, verbs of one code together.
    fn verbs_alone(&self, lists: &mut BTreeMap<String, Vec<String>>, entries: &mut Entries, unsaid: &mut Vec<Unsaid>) {
        let code = |verb: &Verb| verb.code.clone().unwrap_or_else(|| self.block.code.clone());
        let mut codes: Vec<EventCode> = Vec::new();
        for verb in &self.block.verbs {
            let code = code(verb);
            if !codes.contains(&code) {
                codes.push(code);
            }
        }
        for (i, one) in codes.iter().enumerate().filter(|(_, c)| **c != EventCode::Null) {
            let forms = self.writer.all_forms(self.block.verbs.iter().filter(|v| code(v) == *one));
            let name = if codes.len() == 1 { self.name.clone() } else { format!("{}_{}", self.name, i + 1) };
            let line = self.block.verbs.iter().find(|v| code(v) == *one).map_or(0, |v| v.line);
            for verb in self.listed(&name, &forms, lists) {
                let said = english::alone(&verb, one);
                self.enter(said, one, line, lists, entries, unsaid);
            }
        }
    }

    fn patterns(&self, lists: &mut BTreeMap<String, Vec<String>>, entries: &mut Entries, unsaid: &mut Vec<Unsaid>) {
        let writer = self.writer;
        let forms = writer.all_forms(self.block.verbs.iter());
        let verbs = if self.block.patterns.is_empty() { Vec::new() } else { self.listed(&self.name, &forms, lists) };
        let verbals = Verbals {
            base: &|word| writer.base(word),
            is_verb: &|word| writer.known.contains(word),
            sets: &writer.verbs.sets,
            suffix: writer.suffix,
        };
        for pattern in &self.block.patterns {
            // Of verbs with words of their own ("ask for") some may not go with a pattern ("for help"); one that does is enough.
            let mut result = Err(Cause::Before);
            for verb in &verbs {
                let said = english::says(pattern, verb, &verbals).and_then(|said| {
                    let (good, bad): (Vec<_>, Vec<_>) = said.into_iter().partition(|s| self.reads(s, lists));
                    if good.is_empty() && !bad.is_empty() { Err(Cause::Other) } else { Ok(good) }
                });
                match said {
                    Ok(said) => {
                        self.enter(said, &pattern.code, pattern.line, lists, entries, unsaid);
                        result = Ok(());
                    }
                    Err(cause) => result = result.or(Err(cause)),
                }
            }
            if let Err(cause) = result {
                let message = cause.message().to_owned();
                unsaid.push((writer.file.to_owned(), Finding::Inexpressible, pattern.line, message));
            }
        }
    }

    fn reads(&self, says: &str, lists: &BTreeMap<String, Vec<String>>) -> bool {
        // Only the lists that it names: a dictionary may have thousands of patterns.
        let named = says.split([' ', '|']).filter_map(|w| w.trim_end_matches('*').strip_prefix('@'));
        let own: HashMap<String, Vec<String>> =
            named.filter_map(|n| Some((n.to_owned(), lists.get(n)?.clone()))).collect();
        pattern::parse(says, &Vocabulary { lists: &own, verbs: &self.writer.known }).is_ok()
    }

    fn enter(
        &self,
        said: Vec<String>,
        code: &EventCode,
        line: usize,
        lists: &BTreeMap<String, Vec<String>>,
        entries: &mut Entries,
        unsaid: &mut Vec<Unsaid>,
    ) {
        let note = format!("{}:{line}", self.writer.file);
        let types = match code {
            EventCode::Code(cameo) | EventCode::Back(cameo) => {
                vec![(coded_as(self.writer.compiled, cameo), cameo.clone())]
            }
            EventCode::Null => self.types().into_iter().map(|t| ((t, None), String::new())).collect(),
        };
        for ((event, mode), cameo) in types {
            for says in said.iter().filter(|s| self.reads(s, lists)) {
                let list = entries.entry(event.clone()).or_default();
                let exception = cameo.is_empty();
                match list.iter().find(|e| e.says == *says && e.exception == exception) {
                    None => list.push(Entry {
                        says: says.clone(),
                        mode: mode.clone(),
                        cameo: cameo.clone(),
                        note: note.clone(),
                        exception,
                    }),
                    Some(first) if first.cameo != cameo && first.note != note => {
                        let message = format!("says the same as {} with another code; the first counts", first.note);
                        unsaid.push((self.writer.file.to_owned(), Finding::Warning, line, message));
                    }
                    Some(_) => {}
                }
            }
        }
    }

    /// The types of which the block has events: a null pattern speaks against them.
    fn types(&self) -> BTreeSet<String> {
        let of_verbs = self.block.verbs.iter().filter_map(|v| v.code.as_ref()).chain([&self.block.code]);
        let codes = of_verbs.chain(self.block.patterns.iter().map(|p| &p.code));
        codes
            .filter_map(|code| match code {
                EventCode::Code(cameo) | EventCode::Back(cameo) => Some(coded_as(self.writer.compiled, cameo).0),
                EventCode::Null => None,
            })
            .collect()
    }
}

/// The type and mode of a CAMEO code, or of the nearest code above it; a type of the user's own where PLOVER has none.
fn coded_as(compiled: &Codebook, cameo: &str) -> (String, Option<String>) {
    /// A root.
    const SHORTEST: usize = 2;
    let row = (SHORTEST..=cameo.len()).rev().find_map(|end| {
        let code = cameo.get(..end)?;
        compiled.cameo.iter().find(|c| c.cameo == code)
    });
    match row.filter(|r| compiled.event(&r.event).is_some()) {
        Some(row) => (row.event.clone(), Some(row.mode.clone()).filter(|m| !m.is_empty())),
        None => (format!("CODE-{}", cameo.get(..SHORTEST).unwrap_or(cameo).to_uppercase()), None),
    }
}

fn event_file(
    code: &str,
    list: &[Entry],
    lists: &BTreeMap<String, Vec<String>>,
    compiled: &Codebook,
    sides: Sides,
) -> String {
    let two = sides == Sides::Two;
    let mut text = String::new();
    let quoted = |s: &str| toml::Value::String(s.to_owned()).to_string();
    let line = |text: &mut String, key: &str, value: &str| {
        writeln!(text, "{key} = {}", quoted(value)).expect("memory takes every line");
    };
    if compiled.event(code).is_some() {
        line(&mut text, "adds_to", code);
        if two {
            text.push_str("requires_recipient = true\n");
        }
    } else {
        let root = code.trim_start_matches("CODE-");
        let known = compiled.cameo.iter().find(|c| c.cameo == root);
        line(&mut text, "code", code);
        let quad = known.and_then(|c| c.quad_cameo).unwrap_or(1);
        let scale = known.and_then(|c| c.goldstein).unwrap_or(0.0);
        text.push_str(&format!(
            "# PLOVER has no such type: set the quad code (1 to 4) and the score to what your codes mean, or delete this file.\n\
             quad = {quad}\nscale = {scale:?}\nrequires_recipient = {two}\nimported = true\n"
        ));
        line(&mut text, "cameo", root);
        line(&mut text, "definition", &format!("What the dictionaries code as {root}."));
    }
    let named: BTreeSet<&str> = list
        .iter()
        .flat_map(|e| e.says.split([' ', '|']))
        .filter_map(|w| w.trim_end_matches('*').strip_prefix('@'))
        .collect();
    if !named.is_empty() {
        text.push_str("\n[words]\n");
        for name in named {
            let words: Vec<String> = lists.get(name).into_iter().flatten().map(|w| quoted(w)).collect();
            text.push_str(&format!("{} = [{}]\n", quoted(name), words.join(", ")));
        }
    }
    for entry in list {
        text.push_str(if entry.exception { "\n[[exception]]\n" } else { "\n[[pattern]]\n" });
        line(&mut text, "says", &entry.says);
        if let Some(mode) = &entry.mode {
            line(&mut text, "mode", mode);
        }
        if !entry.exception {
            line(&mut text, "cameo", &entry.cameo);
        }
        line(&mut text, "note", &entry.note);
    }
    text
}
