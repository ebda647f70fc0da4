//! What the text layer is told about words, so that it needs to know no politics itself: which words
//! name peoples and places, and which nouns may be taken up again by which.

use std::collections::{HashMap, HashSet};

/// Facts about words for coreference. Filled by the coder from its codebook; empty is allowed.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    /// Adjectives and nouns of nationality, and names of countries with their aliases, lower case, to a
    /// key that is the same for all words of one country ("syrian", "syria" -> "SYR").
    pub countries: HashMap<String, String>,
    /// Capitals, lower case, to the key of their country ("damascus" -> "SYR").
    pub capitals: HashMap<String, String>,
    /// Role nouns, lower case, to the more general nouns that may take them up ("foreign minister" ->
    /// "minister", "diplomat", "official").
    pub roles: HashMap<String, Vec<String>>,
    /// Those of the roles that name one human being or several, no body: "foreign minister", "troops".
    pub people: HashSet<String>,
    /// Words with hyphens that are one word: "sit-in", "test-fire". The tokens stay apart, as in the treebanks.
    pub compounds: HashSet<String>,
    /// Base forms of verbs, to tell "attaches" of "attach" from one of "attache".
    pub verbs: HashSet<String>,
}

impl Lexicon {
    /// The country that a word or name stands for.
    pub fn country(&self, words: &str) -> Option<&str> {
        self.countries.get(&words.to_lowercase()).map(String::as_str)
    }

    /// The country of which a name is the capital.
    pub fn capital(&self, words: &str) -> Option<&str> {
        self.capitals.get(&words.to_lowercase()).map(String::as_str)
    }

    /// The longest role that `words` (lemmas, lower case) end with: "deputy foreign minister" of
    /// ["syrian", "deputy", "foreign", "minister"].
    pub fn role(&self, words: &[&str]) -> Option<String> {
        (0..words.len()).map(|from| words[from..].join(" ")).find(|role| self.roles.contains_key(role))
    }

    /// Whether a noun is a role or a more general word for one.
    pub fn names_people(&self, noun: &str) -> bool {
        self.roles.contains_key(noun) || self.roles.values().any(|classes| classes.iter().any(|c| c == noun))
    }

    /// Whether `general` may take up somebody described by `role`.
    pub fn may_be_called(&self, role: &str, general: &str) -> bool {
        role == general
            || role.strip_suffix(general).is_some_and(|rest| rest.ends_with(' '))
            || self.roles.get(role).is_some_and(|classes| classes.iter().any(|c| c == general))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_role_wins_and_may_be_called_by_its_class() {
        let mut lexicon = Lexicon::default();
        lexicon.roles.insert("minister".into(), vec!["official".into()]);
        lexicon.roles.insert("foreign minister".into(), vec!["diplomat".into(), "official".into()]);
        assert_eq!(lexicon.role(&["iranian", "foreign", "minister"]).as_deref(), Some("foreign minister"));
        assert!(lexicon.may_be_called("foreign minister", "diplomat"));
        assert!(lexicon.may_be_called("foreign minister", "minister"));
        assert!(!lexicon.may_be_called("minister", "diplomat"));
        assert!(!lexicon.may_be_called("subminister", "minister"));
    }
}
