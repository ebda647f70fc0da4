//! Sentences coded by hand, in inline markup: `gold/sentences/*.gold`.
//!
//! ```text
//! topic: levant-diplomacy
//! split: train
//!
//! @ 2022-01-25 TEHRAN
//! [Syrian Deputy Foreign Minister Ayman Sosan]{1 SYR GOV} [met]{t1} [Hossein Amir Abdollahian]{2 IRN GOV} on [Monday]{d 2022-01-24}.
//!   t1 CONSULT/visit 1 > 2 on d ctx diplomatic
//! ```
//!
//! A sentence is one line; the lines under it that begin with blanks are its events. `gold/README.md` has the whole of it.
//! Offsets are computed here, so that nobody counts characters.

use crate::gold::GoldError;
use legation_codebook::Codebook;
use std::collections::HashMap;
use std::ops::Range;
use std::path::Path;

/// A file of coded sentences.
#[derive(Clone, Debug, PartialEq)]
pub struct MarkedFile {
    /// Its name without ending.
    pub name: String,
    /// What it is about: no topic stands in two splits.
    pub topic: String,
    /// train, dev or test.
    pub split: String,
    /// In order.
    pub sentences: Vec<MarkedSentence>,
}

/// A sentence with its marks and events.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MarkedSentence {
    /// The plain text.
    pub text: String,
    /// Day of publication.
    pub published: Option<String>,
    /// Where it was written: "TEHRAN".
    pub dateline: Option<String>,
    /// Line in its file.
    pub line: usize,
    /// What is marked, in order of the closing brackets.
    pub marks: Vec<Mark>,
    /// What happened; none where nothing is to be found.
    pub events: Vec<MarkedEvent>,
}

/// Marked words.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// "1", "t1", "p", "d2".
    pub label: String,
    /// Bytes of the text; several marks may have one label ("called ... off").
    pub span: Range<usize>,
    /// What stands behind the label: codes of a mention, country of a place, value of a date.
    pub says: Vec<String>,
    /// Label of the first mark of the same: "1" for `{3=1}`.
    pub same_as: Option<String>,
}

impl Mark {
    /// The label that all marks of the same one have in common.
    pub fn one(&self) -> &str {
        self.same_as.as_deref().unwrap_or(&self.label)
    }
}

/// An event of a sentence.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MarkedEvent {
    /// Types that are right; the first is preferred.
    pub kinds: Vec<String>,
    /// Mode.
    pub mode: Option<String>,
    /// Label of its words.
    pub trigger: String,
    /// Labels of who acts.
    pub actors: Vec<String>,
    /// Labels of on whom.
    pub recipients: Vec<String>,
    /// Label of where.
    pub place: Option<String>,
    /// Label of when.
    pub date: Option<String>,
    /// Label of who says so.
    pub source: Option<String>,
    /// Contexts.
    pub contexts: Vec<String>,
    /// historical, future, hypothetical, negation, each with the label of the words that show it.
    pub auxiliary: Vec<(String, Option<String>)>,
    /// killed, injured, arrested, with their numbers.
    pub sizes: Vec<(String, u32)>,
    /// Whether a reader may leave it out without mistake.
    pub optional: bool,
    /// Line in its file.
    pub line: usize,
}

impl MarkedSentence {
    /// The marks of a label.
    pub fn marks_of<'a>(&'a self, label: &'a str) -> impl Iterator<Item = &'a Mark> + 'a {
        self.marks.iter().filter(move |m| m.label == label)
    }
}

const AUXILIARY: &[&str] = &["historical", "future", "hypothetical", "negation"];
const SIZES: &[&str] = &["killed", "injured", "arrested"];
const SPLITS: &[&str] = &["train", "dev", "test"];

/// Reads all files of a folder, in order of their names.
///
/// # Errors
/// Every mistake with file and line: what does not parse, codes that the codebook does not have, labels without a mark.
pub fn read_marked(folder: &Path, codebook: &Codebook) -> Result<Vec<MarkedFile>, Vec<GoldError>> {
    let unreadable = |e: std::io::Error| vec![GoldError(format!("{}: {e}", folder.display()))];
    let mut paths: Vec<_> = std::fs::read_dir(folder)
        .map_err(unreadable)?
        .filter_map(Result::ok)
        .map(|e| e.path())
        .filter(|p| p.extension().is_some_and(|x| x == "gold"))
        .collect();
    paths.sort();
    let (mut files, mut mistakes) = (Vec::new(), Vec::new());
    for path in paths {
        match read_marked_file(&path, codebook) {
            Ok(file) => files.push(file),
            Err(more) => mistakes.extend(more),
        }
    }
    let mut split_of: HashMap<&str, &MarkedFile> = HashMap::new();
    for file in &files {
        let first = split_of.entry(&file.topic).or_insert(file);
        if first.split != file.split {
            let message =
                format!("topic {:?} is {} here and {} in {}", file.topic, file.split, first.split, first.name);
            mistakes.push(GoldError(format!("{}.gold: {message}", file.name)));
        }
    }
    if mistakes.is_empty() { Ok(files) } else { Err(mistakes) }
}

/// Reads one file.
///
/// # Errors
/// As [`read_marked`].
pub fn read_marked_file(path: &Path, codebook: &Codebook) -> Result<MarkedFile, Vec<GoldError>> {
    let text = std::fs::read_to_string(path).map_err(|e| vec![GoldError(format!("{}: {e}", path.display()))])?;
    let name = path.file_stem().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    parse(&name, &text, codebook)
        .map_err(|m| m.into_iter().map(|(line, m)| GoldError(format!("{}:{line}: {m}", path.display()))).collect())
}

/// Mistakes with their lines.
pub(crate) type Mistakes = Vec<(usize, String)>;

pub(crate) fn parse(name: &str, text: &str, codebook: &Codebook) -> Result<MarkedFile, Mistakes> {
    let known = Known::of(codebook);
    let mut file =
        MarkedFile { name: name.to_owned(), topic: String::new(), split: String::new(), sentences: Vec::new() };
    let (mut published, mut dateline) = (None, None);
    let mut mistakes = Mistakes::new();
    for (number, line) in text.lines().enumerate().map(|(i, l)| (i + 1, l)) {
        let mut mistake = |message: String| mistakes.push((number, message));
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(topic) = line.strip_prefix("topic:").filter(|_| file.sentences.is_empty()) {
            file.topic = topic.trim().to_owned();
        } else if let Some(split) = line.strip_prefix("split:").filter(|_| file.sentences.is_empty()) {
            file.split = split.trim().to_owned();
        } else if let Some(head) = line.strip_prefix('@') {
            let (day, place) = head.trim().split_once(' ').unwrap_or((head.trim(), ""));
            if !is_day(day) {
                mistake(format!("{day:?} is no day (2004-03-02)"));
            }
            published = Some(day.to_owned());
            dateline = Some(place.trim().to_owned()).filter(|p| !p.is_empty());
        } else if line.starts_with(' ') || line.starts_with('\t') {
            let Some(sentence) = file.sentences.last_mut() else {
                mistake("an event without a sentence above it".into());
                continue;
            };
            match event(line, number, sentence, &known) {
                Ok(found) => sentence.events.push(found),
                Err(message) => mistake(message),
            }
        } else {
            match sentence(line, &known) {
                Ok((text, marks)) => file.sentences.push(MarkedSentence {
                    text,
                    published: published.clone(),
                    dateline: dateline.clone(),
                    line: number,
                    marks,
                    events: Vec::new(),
                }),
                Err(message) => mistake(message),
            }
        }
    }
    if file.topic.is_empty() {
        mistakes.push((1, "\"topic: ...\" is missing".into()));
    }
    if !SPLITS.contains(&file.split.as_str()) {
        mistakes.push((1, format!("\"split: ...\" must be one of {}", SPLITS.join(", "))));
    }
    mistakes.extend(file.sentences.iter().flat_map(unused));
    if mistakes.is_empty() { Ok(file) } else { Err(mistakes) }
}

/// Trigger labels that no event takes up.
fn unused(sentence: &MarkedSentence) -> Mistakes {
    let marks = sentence.marks.iter().filter(|m| m.label.starts_with('t'));
    marks
        .filter(|m| !sentence.events.iter().any(|e| e.trigger == m.label))
        .map(|m| (sentence.line, format!("no event is coded for {{{}}}", m.label)))
        .collect()
}

/// What the codebook knows.
struct Known<'a> {
    codebook: &'a Codebook,
}

impl<'a> Known<'a> {
    fn of(codebook: &'a Codebook) -> Self {
        Self { codebook }
    }

    fn is_sector(&self, code: &str) -> bool {
        self.codebook.sectors.iter().any(|s| s.code == code)
    }

    fn is_country(&self, code: &str) -> bool {
        self.codebook.countries.iter().any(|c| c.code == code)
    }
}

/// A sentence without its markup, and its marks.
fn sentence(line: &str, known: &Known<'_>) -> Result<(String, Vec<Mark>), String> {
    let mut text = String::with_capacity(line.len());
    let mut marks = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        match c {
            '[' => open.push(text.len()),
            ']' => {
                let start = open.pop().ok_or_else(|| "\"]\" without \"[\"".to_owned())?;
                let inside = rest.strip_prefix('{').and_then(|r| r.split_once('}'));
                let Some((label, behind)) = inside else {
                    return Err(format!("\"{{label ...}}\" is missing behind [{}]", &text[start..]));
                };
                rest = behind;
                marks.push(mark(label, start..text.len(), &marks, known).map_err(|m| format!("{{{label}}}: {m}"))?);
            }
            '{' | '}' => return Err(format!("{c:?} without \"[...]\" in front")),
            _ => text.push(c),
        }
    }
    if !open.is_empty() {
        return Err("\"[\" without \"]\"".into());
    }
    if text.contains("  ") || text.trim() != text {
        return Err("two blanks, or a blank at an end".into());
    }
    Ok((text, marks))
}

fn mark(inside: &str, span: Range<usize>, before: &[Mark], known: &Known<'_>) -> Result<Mark, String> {
    let mut parts = inside.split_whitespace();
    let label = parts.next().ok_or("a label is missing")?;
    if span.is_empty() {
        return Err("nothing is marked".into());
    }
    // "3=1": the same as mention 1.
    if let Some((label, same)) = label.split_once('=') {
        let first = before.iter().find(|m| m.label == same).ok_or(format!("there is no {{{same}}} in front of it"))?;
        let same_as = Some(first.one().to_owned());
        return Ok(Mark { label: label.to_owned(), span, says: first.says.clone(), same_as });
    }
    let says: Vec<String> = parts.map(str::to_owned).collect();
    let twice = before.iter().any(|m| m.label == label);
    match label.chars().next() {
        Some('1'..='9') if twice => return Err("this number marks something else already".into()),
        Some('1'..='9') => {
            let [country, sectors @ ..] = says.as_slice() else {
                return Err("codes are missing: a country or \"-\", then sectors".into());
            };
            if country != "-" && !known.is_country(country) && !known.is_sector(country) {
                return Err(format!("{country:?} is no code of a country or body"));
            }
            if let Some(wrong) = sectors.iter().find(|s| !known.is_sector(s)) {
                return Err(format!("{wrong:?} is no sector"));
            }
        }
        Some('d') => {
            if says.len() != 1 || !is_date(&says[0]) {
                return Err("a date takes one value: 2004-03-02, 2004-03, 2004 or ?".into());
            }
        }
        Some('p') => {
            if let Some(wrong) = says.iter().find(|c| !known.is_country(c)) {
                return Err(format!("{wrong:?} is no country"));
            }
        }
        Some('t' | 'x') if says.is_empty() => {}
        Some('t' | 'x') => return Err("t and x take nothing but the label".into()),
        _ => {
            return Err(
                "labels are 1 2 3 (who), t (what), p (where), d (when), x (words that show an auxiliary)".into()
            );
        }
    }
    Ok(Mark { label: label.to_owned(), span, says, same_as: None })
}

fn is_day(text: &str) -> bool {
    text.parse::<jiff::civil::Date>().is_ok() && text.len() == 10
}

fn is_date(text: &str) -> bool {
    match text.len() {
        1 => text == "?",
        4 => is_day(&format!("{text}-01-01")),
        7 => is_day(&format!("{text}-01")),
        _ => is_day(text),
    }
}

/// "t1 CONSULT/visit 1 > 2 at p on d by 3 ctx diplomatic,military aux future:x1 killed 3 optional or AGREE"
fn event(line: &str, number: usize, sentence: &MarkedSentence, known: &Known<'_>) -> Result<MarkedEvent, String> {
    let mut words = line.split_whitespace();
    let mut next = |what: &str| words.next().ok_or(format!("{what} is missing"));
    let has = |label: &str| -> Result<String, String> {
        sentence
            .marks
            .iter()
            .any(|m| m.label == label)
            .then(|| label.to_owned())
            .ok_or(format!("nothing is marked {{{label}}}"))
    };
    let who = |list: &str| -> Result<Vec<String>, String> {
        if list == "-" {
            return Ok(Vec::new());
        }
        let person = |label: &str| match label.chars().next() {
            Some('1'..='9') => has(label),
            _ => Err(format!("{label:?} is nobody's number")),
        };
        list.split(',').map(person).collect()
    };
    let mut found = MarkedEvent { line: number, trigger: has(next("the trigger's label")?)?, ..MarkedEvent::default() };
    if !found.trigger.starts_with('t') {
        return Err("an event begins with the label of its trigger: t1".into());
    }
    let (kind, mode) = kind(next("the type")?, known)?;
    found.kinds.push(kind);
    found.mode = mode;
    found.actors = who(next("who acts (or \"-\")")?)?;
    while let Ok(word) = next("") {
        match word {
            ">" => found.recipients = who(next("who it is done to")?)?,
            "at" => found.place = Some(has(next("the place's label")?)?),
            "on" => found.date = Some(has(next("the date's label")?)?),
            "by" => found.source = Some(has(next("the source's number")?)?),
            "ctx" => {
                for context in next("contexts")?.split(',') {
                    if !known.codebook.contexts.iter().any(|c| c.code == context) {
                        return Err(format!("{context:?} is no context"));
                    }
                    found.contexts.push(context.to_owned());
                }
            }
            "aux" => {
                for one in next("auxiliaries")?.split(',') {
                    let (name, shown) = one.split_once(':').map_or((one, None), |(n, x)| (n, Some(x)));
                    if !AUXILIARY.contains(&name) {
                        return Err(format!("{name:?} is none of {}", AUXILIARY.join(", ")));
                    }
                    found.auxiliary.push((name.to_owned(), shown.map(has).transpose()?));
                }
            }
            "optional" => found.optional = true,
            "or" => found.kinds.push(self::kind(next("another type")?, known)?.0),
            size if SIZES.contains(&size) => {
                let number = next("a number")?;
                found.sizes.push((size.to_owned(), number.parse().map_err(|_| format!("{number:?} is no number"))?));
            }
            other => {
                return Err(format!(
                    "{other:?} is not understood; > at on by ctx aux killed injured arrested optional or"
                ));
            }
        }
    }
    Ok(found)
}

/// "CONSULT/visit"
fn kind(word: &str, known: &Known<'_>) -> Result<(String, Option<String>), String> {
    let (code, mode) = word.split_once('/').map_or((word, None), |(k, m)| (k, Some(m)));
    let event = known.codebook.event(code).ok_or(format!("{code:?} is no event type"))?;
    if let Some(mode) = mode.filter(|m| !event.modes.iter().any(|o| o.code == *m)) {
        return Err(format!("{mode:?} is no mode of {code}"));
    }
    Ok((code.to_owned(), mode.map(str::to_owned)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "topic: test\nsplit: dev\n@ 2022-01-25 TEHRAN\n";

    fn read(body: &str) -> Result<MarkedFile, Mistakes> {
        parse("test", &format!("{HEAD}{body}"), &Codebook::embedded())
    }

    #[test]
    fn offsets_are_those_of_the_plain_text() {
        let file = read(
            "[Iran]{1 IRN} [called]{t1} the visit by [Café]{2 SYR BUS} [off]{t1} on [Monday]{d 2022-01-24}, [it]{3=1} said.\n  \
             t1 REJECT/meet 1 > 2 on d by 3 ctx diplomatic aux negation killed 2",
        )
        .expect("a sentence");
        let sentence = &file.sentences[0];
        assert_eq!(sentence.text, "Iran called the visit by Café off on Monday, it said.");
        let words: Vec<&str> = sentence.marks.iter().map(|m| &sentence.text[m.span.clone()]).collect();
        assert_eq!(words, ["Iran", "called", "Café", "off", "Monday", "it"]);
        let event = &sentence.events[0];
        assert_eq!((event.mode.as_deref(), event.sizes[0].1, event.line), (Some("meet"), 2, 5));
        assert_eq!(sentence.marks[5].says, ["IRN"]);
        assert_eq!(sentence.marks[5].one(), "1");
    }

    #[test]
    fn mistakes_are_told_with_their_line() {
        let mistake = |body: &str| read(body).expect_err("a mistake")[0].clone();
        assert_eq!(mistake("[Iran]{1 IRX} spoke.").1, "{1 IRX}: \"IRX\" is no code of a country or body");
        assert_eq!(mistake("Fine.\n\n[Iran]{1 IRN} [met]{t1}.").0, 6);
        assert_eq!(mistake("[Iran]{1 IRN} [met]{t1}.\n  t1 CONSULT 2").1, "nothing is marked {2}");
        assert_eq!(mistake("[Iran]{1 IRN} [met]{t1}.\n  t1 CONSUL 1").1, "\"CONSUL\" is no event type");
        assert_eq!(mistake("[Iran met.").1, "\"[\" without \"]\"");
        assert_eq!(
            mistake("On [Monday]{d soon}.").1,
            "{d soon}: a date takes one value: 2004-03-02, 2004-03, 2004 or ?"
        );
    }
}
