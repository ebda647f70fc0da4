//! Dictionaries as files of a codebook: tables of names and role nouns, patterns that add to event types.

use super::actors::Actor;
use super::agents::{Agent, Plural};
use super::english::{self, Cause, SIDE_PREPOSITIONS, SIDES, Verbals};
use super::verbs::{Block, EventCode, Verb, Verbs};
use super::{Beside, Dictionaries, Finding, Sides};
use crate::codebook::Codebook;
use crate::files::Files;
use crate::pattern::{self, PARTICLES, Vocabulary};
use crate::tables::OfficeForm;
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

/// A table, where it has rows.
fn table(header: &str, rows: Vec<Vec<String>>) -> Option<String> {
    if rows.is_empty() {
        return None;
    }
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(header.split(',')).expect("memory takes every row");
    for row in rows {
        writer.write_record(row).expect("every row has a cell for each column");
    }
    let bytes = writer.into_inner().expect("memory takes every row");
    Some(String::from_utf8(bytes).expect("rows are text"))
}

struct ActorTables {
    countries: Option<String>,
    organizations: Option<String>,
}

/// A bare code of a country without days makes a name of that country; all else is a name with its codes.
fn actor_tables(
    actors: &[(String, Actor)],
    compiled: &Codebook,
    beside: Beside,
    unsaid: &mut Vec<Unsaid>,
) -> ActorTables {
    let codes = |actor: &Actor| -> Vec<_> { actor.codes.iter().map(|c| (c.code.clone(), c.from, c.to)).collect() };
    let spelling = Spelling::new(compiled);
    let sectors: HashSet<&str> = compiled.sectors.iter().map(|s| s.code.as_str()).collect();
    let states: HashMap<&str, &str> =
        compiled.countries.iter().rev().map(|c| (c.code.as_str(), c.name.as_str())).collect();
    let mut by_code: BTreeMap<&str, (Vec<String>, String)> = BTreeMap::new();
    let (mut countries, mut organizations) = (Vec::new(), Vec::new());
    let mut first: HashMap<&str, (&String, &Actor)> = HashMap::new();
    for (file, actor) in actors {
        let source = format!("{file}:{}", actor.line);
        let mut names = Vec::new();
        for name in &actor.names {
            match first.get(name.as_str()) {
                None => {
                    first.insert(name, (file, actor));
                    names.push(spelling.of(name));
                }
                Some((other, entry)) if codes(entry) != codes(actor) => {
                    let place = format!("{other}:{}", entry.line);
                    let message = format!("{name:?} has other codes at {place}; the first entry counts");
                    unsaid.push((file.clone(), Finding::Warning, actor.line, message));
                }
                Some(_) => {}
            }
        }
        if names.is_empty() {
            continue;
        }
        if let Some(code) = bare_country(actor).filter(|code| !sectors.contains(code)) {
            // Names of a known country go together; of a code of the user's own each entry is one.
            if beside == Beside::Compiled && states.contains_key(code) {
                let (known, _) = by_code.entry(code).or_insert_with(|| (Vec::new(), source));
                known.extend(names);
            } else {
                countries.push(country_row(code, &names, source));
            }
            continue;
        }
        for dated in &actor.codes {
            let day = |d: Option<jiff::civil::Date>| d.map_or_else(String::new, |d| d.to_string());
            let mut further = dated.code.sectors.iter();
            organizations.push(vec![
                names[0].clone(),
                names[1..].join(";"),
                dated.code.code.clone(),
                further.next().cloned().unwrap_or_default(),
                further.cloned().collect::<Vec<_>>().join(";"),
                "dictionary".into(),
                day(dated.from),
                day(dated.to),
                String::new(),
                format!("{file}:{}", dated.line),
            ]);
        }
    }
    for (code, (mut names, source)) in by_code {
        let mut seen = HashSet::new();
        names.retain(|n| seen.insert(n.clone()));
        names.insert(0, states[code].to_owned());
        countries.push(country_row(code, &names, source));
    }
    let header = "code,name,kind,aliases,capital,capital_aliases,seats,geonameid,latitude,longitude,capital_geonameid,\
                  capital_latitude,capital_longitude,from,to,source";
    ActorTables {
        countries: table(header, countries),
        organizations: table("name,aliases,code,sector,secondary,kind,from,to,note,source", organizations),
    }
}

fn bare_country(actor: &Actor) -> Option<&str> {
    let [only] = &actor.codes[..] else { return None };
    let bare = only.from.is_none() && only.to.is_none() && only.code.sectors.is_empty() && !only.code.code.is_empty();
    bare.then_some(only.code.code.as_str())
}

fn country_row(code: &str, names: &[String], source: String) -> Vec<String> {
    /// Empty cells between the names of a country and its source.
    const UNKNOWN: usize = 11;
    let mut row = vec![code.to_owned(), names[0].clone(), "state".into(), names[1..].join(";")];
    row.extend(std::iter::repeat_n(String::new(), UNKNOWN));
    row.push(source);
    row
}

/// How names in capitals are written in news.
struct Spelling(HashMap<String, String>);

impl Spelling {
    /// With the names of a codebook.
    fn new(codebook: &Codebook) -> Self {
        let countries = codebook.countries.iter().flat_map(|c| std::iter::once(&c.name).chain(&c.aliases));
        let organizations = codebook.organizations.iter().flat_map(|o| std::iter::once(&o.name).chain(&o.aliases));
        let nationalities = codebook.nationalities.iter().map(|n| &n.term);
        let all = countries.chain(organizations).chain(nationalities);
        Self(all.map(|name| (name.to_uppercase(), name.clone())).collect())
    }

    fn of(&self, name: &str) -> String {
        if let Some(known) = self.0.get(name) {
            return known.clone();
        }
        let small = |w: &str| matches!(w, "OF" | "THE" | "AND" | "FOR" | "IN" | "ON" | "TO");
        let word = |(i, w): (usize, &str)| match w {
            w if i > 0 && small(w) => w.to_lowercase(),
            w if is_acronym(w) => w.to_owned(),
            w => w.split('-').map(title).collect::<Vec<_>>().join("-"),
        };
        name.split(' ').enumerate().map(word).collect::<Vec<_>>().join(" ")
    }
}

/// "U.N.", "BBC": letters with stops, or none that can be spoken.
fn is_acronym(word: &str) -> bool {
    let letters = || word.chars().filter(|c| c.is_alphabetic());
    let spoken = letters().any(|c| "AEIOUY".contains(c));
    word.ends_with('.') && word.matches('.').count() > 1 || !spoken && letters().count() > 1
}

fn title(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_string() + &letters.as_str().to_lowercase())
}

/// Role nouns that the codebook lacks, or has for another sector.
fn office_table(agents: &[(String, Agent)], compiled: &Codebook, beside: Beside) -> Option<String> {
    let mut rows = Vec::new();
    for (_, agent) in agents {
        let known = compiled.offices.get(&agent.term);
        let same = known.is_some_and(|o| std::iter::once(&o.sector).chain(&o.secondary).eq(&agent.sectors));
        if same && beside == Beside::Compiled {
            continue;
        }
        let head = agent.term.split(" of ").next().unwrap_or_default().rsplit(' ').next().unwrap_or_default();
        // A role noun is what the noun at its head is: a ministry is a body, a minister a person.
        let like = known.or_else(|| compiled.offices.get(head));
        let form = like.map_or_else(
            || if agent.plural == Plural::None { OfficeForm::Group } else { OfficeForm::Person },
            |office| office.form,
        );
        let classes = like.map_or_else(String::new, |o| o.classes.join(";"));
        let row = |term: &str, form: OfficeForm| {
            let further = agent.sectors[1..].join(";");
            vec![term.to_owned(), agent.sectors[0].clone(), further, form.as_str().to_owned(), classes.clone()]
        };
        rows.push(row(&agent.term, form));
        if let Plural::Other(plural) = &agent.plural {
            rows.push(row(plural, if form == OfficeForm::Person { OfficeForm::Group } else { form }));
        }
    }
    let mut seen = HashSet::new();
    rows.retain(|r| seen.insert(r[0].clone()));
    table("term,sector,secondary,form,class", rows)
}

/// Codes of the dictionaries that no table has.
fn sector_table(all: &Dictionaries, compiled: &Codebook, beside: Beside) -> Option<String> {
    let mut known: HashSet<&str> = compiled.sectors.iter().map(|s| s.code.as_str()).collect();
    let mut found: BTreeMap<&str, String> = BTreeMap::new();
    let need = |code: &'_ str| !code.is_empty() && !known.contains(code);
    for (file, agent) in &all.agents {
        for sector in agent.sectors.iter().filter(|s| need(s)) {
            found.entry(sector).or_insert_with(|| format!("{file}:{}", agent.line));
        }
    }
    for (file, actor) in &all.actors {
        for dated in &actor.codes {
            for sector in dated.code.sectors.iter().filter(|s| need(s)) {
                found.entry(sector).or_insert_with(|| format!("{file}:{}", dated.line));
            }
        }
    }
    // A code in the place of a country may be a country, here or in the compiled tables.
    known.extend(all.actors.iter().filter_map(|(_, a)| bare_country(a)));
    if beside == Beside::Compiled {
        known.extend(compiled.countries.iter().map(|c| c.code.as_str()));
    }
    for (file, actor) in &all.actors {
        for dated in actor.codes.iter().filter(|d| !d.code.code.is_empty() && !known.contains(d.code.code.as_str())) {
            found.entry(&dated.code.code).or_insert_with(|| format!("{file}:{}", dated.line));
        }
    }
    let row = |(code, place): (&str, String)| vec![code.to_owned(), code.to_owned(), format!("First used in {place}.")];
    table("code,name,definition", found.into_iter().map(row).collect())
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
