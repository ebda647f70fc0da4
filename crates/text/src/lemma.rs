//! Lemmas as edit scripts: "l|3|y" takes "countries" to "country", "=go" takes "went" to "go".
//! The scripts are labels of the model; `training/reader/data.py` describes them.

use std::collections::HashMap;
use std::sync::LazyLock;

/// An edit script, parsed once when the model is loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum LemmaScript {
    /// Drop letters at the end of the lower-cased word, add others, then set the case.
    Edit { case: Case, drop: usize, add: String },
    /// The lemma whole.
    Whole(String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Case {
    Lower,
    Title,
    Upper,
    AsWritten,
}

impl LemmaScript {
    pub(crate) fn parse(script: &str) -> Option<Self> {
        if let Some(whole) = script.strip_prefix('=') {
            // Scripts are lower case, and only this lemma is not ("me" is "I").
            return Some(Self::Whole(if whole == "i" { "I" } else { whole }.to_owned()));
        }
        let mut parts = script.splitn(3, '|');
        let case = match parts.next()? {
            "l" => Case::Lower,
            "t" => Case::Title,
            "u" => Case::Upper,
            "k" => Case::AsWritten,
            _ => return None,
        };
        Some(Self::Edit { case, drop: parts.next()?.parse().ok()?, add: parts.next()?.to_owned() })
    }

    /// The lemma of `word`.
    pub(crate) fn apply(&self, word: &str) -> Box<str> {
        let (case, drop, add) = match self {
            Self::Whole(lemma) => return lemma.as_str().into(),
            Self::Edit { case, drop, add } => (*case, *drop, add),
        };
        let mut base: Vec<char> =
            if case == Case::AsWritten { word.chars().collect() } else { word.to_lowercase().chars().collect() };
        if drop >= base.len() && !add.is_empty() {
            return add.as_str().into();
        }
        base.truncate(base.len().saturating_sub(drop).max(usize::from(add.is_empty())));
        let stem: String = base.into_iter().chain(add.chars()).collect();
        match case {
            Case::Lower | Case::AsWritten => stem.into(),
            Case::Upper => stem.to_uppercase().into(),
            Case::Title => {
                let mut letters = stem.chars();
                let first = letters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
                (first + letters.as_str()).into()
            }
        }
    }
}

/// Past forms that have one verb only ("fought"; not "found", "saw", "lay").
static IRREGULAR: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    include_str!("../data/irregular_verbs.csv").lines().skip(1).filter_map(|line| line.split_once(',')).collect()
});

/// The verb of an irregular form.
pub(crate) fn irregular(word: &str) -> Option<&'static str> {
    IRREGULAR.get(word.to_lowercase().as_str()).copied()
}

/// The verbs that a regular form may belong to, by the spelling of English: "stopped" is of "stop", "stopp" or
/// "stoppe". A base form belongs to itself only.
pub(crate) fn regular(word: &str, xpos: &str) -> Vec<String> {
    let word = word.to_lowercase();
    let stems = |ending: &str| -> Vec<String> {
        let Some(stem) = word.strip_suffix(ending).filter(|s| s.chars().count() >= 2) else {
            return Vec::new();
        };
        let mut found = vec![stem.to_owned(), format!("{stem}e")];
        // "raped" is of "rape": "rap" would double its last letter.
        if closes_a_short_syllable(stem) {
            found.remove(0);
        }
        let mut letters = stem.chars().rev();
        if let (Some(a), Some(b)) = (letters.next(), letters.next())
            && a == b
        {
            found.insert(0, stem[..stem.len() - a.len_utf8()].to_owned());
        }
        found
    };
    match xpos {
        "VBD" | "VBN" => match word.strip_suffix("ied") {
            Some(stem) if stem.len() > 1 => vec![format!("{stem}y"), format!("{stem}ie")],
            _ => stems("ed"),
        },
        "VBG" => match word.strip_suffix("ying") {
            Some(stem) if stem.len() <= 2 => vec![format!("{stem}ie"), format!("{stem}y")],
            _ => stems("ing"),
        },
        "VBZ" => match word.strip_suffix("ies") {
            Some(stem) if stem.len() > 1 => vec![format!("{stem}y"), format!("{stem}ie")],
            _ => ["s", "es"]
                .iter()
                .filter_map(|e| word.strip_suffix(e))
                .filter(|s| s.len() > 1)
                .map(str::to_owned)
                .collect(),
        },
        "VB" | "VBP" => vec![word],
        _ => Vec::new(),
    }
}

/// One syllable that ends in consonant, vowel, consonant: its last letter doubles before an ending.
fn closes_a_short_syllable(stem: &str) -> bool {
    let vowel = |c: &char| "aeiou".contains(*c);
    let letters: Vec<char> = stem.chars().collect();
    let [.., a, b, c] = letters[..] else { return false };
    !vowel(&a) && vowel(&b) && !vowel(&c) && !"wxy".contains(c) && letters.iter().filter(|l| vowel(l)).count() == 1
}

/// The nouns that a plural may belong to.
pub(crate) fn regular_plural(word: &str) -> Vec<String> {
    let word = word.to_lowercase();
    if let Some(stem) = word.strip_suffix("men").filter(|s| !s.is_empty()) {
        return vec![format!("{stem}man")];
    }
    match word.strip_suffix("ies") {
        Some(stem) if stem.len() > 1 => vec![format!("{stem}y"), format!("{stem}ie")],
        _ => {
            ["s", "es"].iter().filter_map(|e| word.strip_suffix(e)).filter(|s| s.len() > 1).map(str::to_owned).collect()
        }
    }
}

/// Nouns that have no singular, or none of the same meaning.
const PLURAL_ONLY: &[&str] = &[
    "arms",
    "belongings",
    "clothes",
    "customs",
    "earnings",
    "feces",
    "forces",
    "glasses",
    "goods",
    "gallows",
    "grounds",
    "headquarters",
    "hostilities",
    "jeans",
    "means",
    "news",
    "odds",
    "outskirts",
    "pants",
    "premises",
    "proceeds",
    "regards",
    "remains",
    "riches",
    "savings",
    "scissors",
    "series",
    "shorts",
    "species",
    "supplies",
    "surroundings",
    "thanks",
    "troops",
    "trousers",
    "works",
];

/// Whether a plural is a word of its own: "clothes", "headquarters", "the 1990s".
pub(crate) fn is_plural_only(word: &str) -> bool {
    let word = word.to_lowercase();
    word.ends_with("ss") || word.starts_with(|c: char| c.is_ascii_digit()) || PLURAL_ONLY.contains(&word.as_str())
}

/// Whether a plural may be another's without its rule: "lives" of "life", "crises" of "crisis", "people" of "person".
pub(crate) fn is_irregular_plural(word: &str, singular: &str) -> bool {
    let ends = |endings: &[&str]| endings.iter().any(|e| singular.ends_with(e));
    let word = word.to_lowercase();
    !word.ends_with('s')
        || word.ends_with("ves") && ends(&["f", "fe"])
        || word.ends_with("es") && ends(&["is", "ex", "ix"])
}

/// The verbs that a form in any tense may belong to, the likeliest first, itself not among them: "said" is of "say", "stopped"
/// of "stop".
pub fn verbs_of(form: &str) -> Vec<String> {
    let low = form.to_lowercase();
    let shared = SHARED_FORMS.iter().filter(|(shared, _)| *shared == low).map(|(_, verb)| *verb);
    let mut found: Vec<String> = irregular(&low).into_iter().chain(shared).map(str::to_owned).collect();
    if found.is_empty() {
        found.extend(["VBD", "VBG", "VBZ"].iter().flat_map(|tag| regular(&low, tag)));
    }
    found
}

/// Forms that English may give a verb or noun, in lower case, itself among them: more than it has ("puted"), none left
/// out.
pub fn inflections(lemma: &str) -> Vec<String> {
    let mut forms = vec![lemma.to_owned()];
    for ending in ["s", "es", "ed", "ing", "d"] {
        forms.push(format!("{lemma}{ending}"));
    }
    if let Some(stem) = lemma.strip_suffix('y') {
        forms.extend([format!("{stem}ies"), format!("{stem}ied")]);
    }
    if let Some(stem) = lemma.strip_suffix("ie") {
        forms.push(format!("{stem}ying"));
    }
    if let Some(stem) = lemma.strip_suffix('e') {
        forms.push(format!("{stem}ing"));
    }
    if let Some(stem) = lemma.strip_suffix("man") {
        forms.push(format!("{stem}men"));
    }
    if let Some(last) = lemma.chars().next_back().filter(|c| !"aeiouy".contains(*c)) {
        forms.extend([format!("{lemma}{last}ed"), format!("{lemma}{last}ing")]);
    }
    forms.extend(IRREGULAR.iter().filter(|(_, verb)| **verb == lemma).map(|(form, _)| (*form).to_owned()));
    // Past forms that also belong to another verb are in no table that tells one verb.
    forms.extend(SHARED_FORMS.iter().filter(|(_, verb)| *verb == lemma).map(|(form, _)| (*form).to_owned()));
    forms.sort_unstable();
    forms.dedup();
    forms
}

/// Irregular forms that another word shares, and plurals without a rule.
const SHARED_FORMS: &[(&str, &str)] = &[
    ("found", "find"),
    ("saw", "see"),
    ("lay", "lie"),
    ("left", "leave"),
    ("felt", "feel"),
    ("fell", "fall"),
    ("wound", "wind"),
    ("ground", "grind"),
    ("bound", "bind"),
    ("rose", "rise"),
    ("dove", "dive"),
    ("people", "person"),
    ("men", "man"),
    ("women", "woman"),
    ("children", "child"),
    ("lives", "life"),
    ("wives", "wife"),
    ("thieves", "thief"),
    ("leaves", "leaf"),
    ("halves", "half"),
    ("crises", "crisis"),
    ("bases", "basis"),
    ("media", "medium"),
    ("data", "datum"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regular_forms_have_their_spellings() {
        assert!(regular("thanked", "VBD").contains(&"thank".to_owned()));
        assert!(regular("ratified", "VBN").contains(&"ratify".to_owned()));
        assert_eq!(regular("stopped", "VBD")[0], "stop");
        assert_eq!(regular("raped", "VBD")[0], "rape");
        assert_eq!(regular("visited", "VBD")[0], "visit");
        assert!(regular("attaches", "VBZ").contains(&"attach".to_owned()));
        assert!(regular("dying", "VBG").contains(&"die".to_owned()));
        assert_eq!(regular("mediate", "VB"), ["mediate"]);
    }

    #[test]
    fn scripts_turn_words_into_lemmas() {
        let lemma = |script: &str, word: &str| LemmaScript::parse(script).expect("a script").apply(word);
        assert_eq!(&*lemma("l|3|y", "Countries"), "country");
        assert_eq!(&*lemma("=go", "went"), "go");
        assert_eq!(&*lemma("t|1|", "SYRIANS"), "Syrian");
        assert_eq!(&*lemma("k|0|", "NATO"), "NATO");
        assert_eq!(&*lemma("l|5|", "as"), "a", "never an empty lemma");
    }
}
