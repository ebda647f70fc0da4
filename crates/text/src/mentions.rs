//! Finds who and what is mentioned: "Syrian Deputy Foreign Minister Ayman Sosan" (person, name "Ayman
//! Sosan"), "Syrian" (nationality), "his Syrian counterpart" (person), "He" (person).

use crate::document::{Document, EntityKind, Mention, MentionForm, TokenId};
use crate::grammar::{Relation, Upos};
use crate::lexicon::Lexicon;
use std::ops::Range;

/// What the reader's heads say about the words of a document.
#[derive(Default)]
pub(crate) struct Signs {
    /// Proper names by token.
    pub names: Vec<(Range<TokenId>, EntityKind)>,
    /// Kind of the noun phrase that each token heads.
    pub kinds: Vec<Option<EntityKind>>,
}

/// Prepositions whose phrases belong to the name of a role or body ("Ministry of Health", "advisor to the
/// minister"); "in", "on" and "with" usually tell where or how something happened.
const WITHIN: &[&str] = &["of", "for", "to", "from"];

/// Adds the mentions of `document`, without entities, ordered by head word.
pub(crate) fn find(document: &mut Document, signs: &Signs, lexicon: &Lexicon) {
    let mut name_of = vec![None; document.tokens.len()];
    for (i, (tokens, _)) in signs.names.iter().enumerate() {
        for token in tokens.clone() {
            name_of[token] = Some(i);
        }
    }
    let mut mentions = Vec::new();
    for (head, in_name) in name_of.into_iter().enumerate() {
        let name = in_name.map(|i: usize| &signs.names[i]).filter(|(tokens, _)| name_head(document, tokens) == head);
        if in_name.is_some() && name.is_none() {
            continue;
        }
        if let Some(mention) = mention(document, head, name, signs, lexicon) {
            mentions.push(mention);
        }
    }
    document.mentions = mentions;
}

/// The word of a name that the others depend on.
fn name_head(document: &Document, tokens: &Range<TokenId>) -> TokenId {
    let outside = |t: &TokenId| document.tokens[*t].head.is_none_or(|h| !tokens.contains(&h));
    tokens.clone().find(outside).unwrap_or(tokens.start)
}

fn mention(
    document: &Document,
    head: TokenId,
    name: Option<&(Range<TokenId>, EntityKind)>,
    signs: &Signs,
    lexicon: &Lexicon,
) -> Option<Mention> {
    let token = &document.tokens[head];
    let pronoun = token.upos == Upos::Pron;
    let mut aside = false;
    if name.is_none() {
        let heads_phrase = !matches!(
            token.relation,
            Relation::Flat
                | Relation::Fixed
                | Relation::Goeswith
                | Relation::Case
                | Relation::Expl
                // The title of "Deputy Foreign Minister Ayman Sosan" is part of the mention of the man.
                | Relation::NmodDesc
        );
        let nominal = token.upos.is_noun() && heads_phrase;
        let personal = pronoun && token.relation != Relation::Expl && is_referring(&token.lemma);
        let pointing = pronoun
            && token.relation != Relation::Det
            && !token.has("PronType=Rel")
            && matches!(&*document.form(head).to_lowercase(), "this" | "that" | "these" | "those");
        // "the two", "many of the injured": a number or adjective may head a phrase.
        let elliptic = matches!(token.upos, Upos::Num | Upos::Adj)
            && token.relation.is_nominal_subject()
            && signs.kinds[head].is_some();
        let number = token.upos == Upos::Num
            && !elliptic
            && !matches!(
                token.relation,
                Relation::Nummod | Relation::Compound | Relation::Flat | Relation::Goeswith | Relation::NmodDesc
            );
        if !nominal && !personal && !pointing && !elliptic && !number {
            return None;
        }
        aside = pointing || number || nominal && token.relation == Relation::Compound;
    }
    let tokens = match name {
        // A modifier inside another phrase ("U.S. troops", "Syrian officials") is the name alone.
        Some((tokens, _)) if is_modifier(token.relation) => tokens.clone(),
        _ => phrase(document, head),
    };
    // A person's name may stand under a title that the parser made the head.
    let inner = || {
        signs.names.iter().find(|(t, kind)| {
            *kind == EntityKind::Person
                && tokens.contains(&t.start)
                && document.tokens[name_head(document, t)].head == Some(head)
                && matches!(
                    document.tokens[name_head(document, t)].relation,
                    Relation::Flat | Relation::NmodDesc | Relation::Compound | Relation::Appos
                )
        })
    };
    let name = name.or_else(|| if pronoun { None } else { inner() });
    let kind = match name {
        Some((_, kind)) => *kind,
        None if pronoun => pronoun_kind(&token.lemma, signs.kinds[head]),
        None if names_people(document, head, signs, lexicon) => EntityKind::Person,
        None => signs.kinds[head].unwrap_or(EntityKind::Other),
    };
    let form = match name {
        Some(_) => MentionForm::Named,
        None if aside => MentionForm::Aside,
        None if pronoun => MentionForm::Pronoun,
        // "Bahrain's foreign minister" is no name, whatever the tagger took it for.
        None if token.upos == Upos::Propn && !(kind == EntityKind::Person && is_lower(document, head)) => {
            MentionForm::Named
        }
        None => MentionForm::Nominal,
    };
    let name = match (name, form) {
        (Some((tokens, _)), _) => Some(tokens.clone()),
        (None, MentionForm::Named) => Some(proper_words(document, head, &tokens)),
        _ => None,
    };
    Some(Mention {
        span: document.span_of(&tokens),
        tokens,
        head,
        name,
        kind,
        form,
        entity: 0,
        sentence: token.sentence,
    })
}

/// "The Syrian deputy foreign minister" of which the reader knows no kind: the lexicon's words for people are people.
fn names_people(document: &Document, head: TokenId, signs: &Signs, lexicon: &Lexicon) -> bool {
    let noun = document.tokens[head].upos == Upos::Noun
        || document.tokens[head].upos == Upos::Propn && is_lower(document, head);
    if !matches!(signs.kinds[head], None | Some(EntityKind::Other)) || !noun {
        return false;
    }
    let first = document.sentences[document.tokens[head].sentence].tokens.start.max(head.saturating_sub(LONGEST_ROLE));
    let lemmas: Vec<String> = (first..=head).map(|t| document.tokens[t].lemma.to_lowercase()).collect();
    let words: Vec<&str> = lemmas.iter().map(String::as_str).collect();
    lexicon.role(&words).is_some_and(|role| lexicon.people.contains(&role))
}

fn is_lower(document: &Document, token: TokenId) -> bool {
    document.form(token).starts_with(char::is_lowercase)
}

/// Words in front of the last of a role: "deputy prime minister and defence" has more than anybody's title needs.
const LONGEST_ROLE: usize = 4;

fn is_modifier(relation: Relation) -> bool {
    matches!(relation, Relation::Compound | Relation::Amod | Relation::NmodPoss | Relation::Flat | Relation::NmodDesc)
}

/// The run of proper nouns around a head that the name tagger passed over.
fn proper_words(document: &Document, head: TokenId, within: &Range<TokenId>) -> Range<TokenId> {
    let proper = |t: TokenId| document.tokens[t].upos == Upos::Propn;
    let mut first = head;
    while first > within.start && proper(first - 1) {
        first -= 1;
    }
    let mut end = head + 1;
    while end < within.end && proper(end) {
        end += 1;
    }
    first..end
}

fn is_referring(lemma: &str) -> bool {
    matches!(
        lemma.to_lowercase().as_str(),
        "he" | "she"
            | "it"
            | "they"
            | "we"
            | "i"
            | "you"
            | "him"
            | "her"
            | "them"
            | "us"
            | "me"
            | "his"
            | "its"
            | "their"
            | "our"
            | "my"
            | "hers"
            | "theirs"
            | "himself"
            | "herself"
            | "itself"
            | "themselves"
            | "both"
            | "who"
            | "those"
            | "someone"
            | "somebody"
            | "everyone"
            | "everybody"
            | "nobody"
            | "one"
            | "others"
            | "your"
            | "yours"
            | "mine"
            | "ours"
            | "myself"
            | "yourself"
            | "yourselves"
            | "ourselves"
    )
}

fn pronoun_kind(lemma: &str, said: Option<EntityKind>) -> EntityKind {
    match lemma.to_lowercase().as_str() {
        "he" | "she" | "him" | "her" | "his" | "hers" | "himself" | "herself" | "i" | "me" | "my" | "who" => {
            EntityKind::Person
        }
        "it" | "its" | "itself" => said.filter(|k| *k != EntityKind::Person).unwrap_or(EntityKind::Organization),
        _ => said.unwrap_or(EntityKind::Person),
    }
}

/// The contiguous words of the phrase under `head`, without following clauses, appositions and other
/// members of a coordination.
pub fn phrase(document: &Document, head: TokenId) -> Range<TokenId> {
    let mut inside = vec![head];
    collect(document, head, true, &mut inside);
    inside.sort_unstable();
    let at = inside.binary_search(&head).unwrap_or(0);
    let mut first = at;
    while first > 0 && inside[first - 1] + 1 == inside[first] {
        first -= 1;
    }
    let mut last = at;
    while last + 1 < inside.len() && inside[last] + 1 == inside[last + 1] {
        last += 1;
    }
    let (mut start, mut end) = (inside[first], inside[last] + 1);
    // Marks and possessive endings at the edge do not belong to it.
    let edge = |t: TokenId| {
        let token = &document.tokens[t];
        token.upos == Upos::Punct || (token.upos == Upos::Part && token.relation == Relation::Case)
    };
    while end > head + 1 && edge(end - 1) && !closes_quote(document, start, end) {
        end -= 1;
    }
    while start < head && edge(start) {
        start += 1;
    }
    start..end
}

/// Whether the last word is the closing mark of a pair inside the phrase.
fn closes_quote(document: &Document, start: TokenId, end: TokenId) -> bool {
    let open = match document.form(end - 1) {
        ")" => "(",
        "]" => "[",
        _ => return false,
    };
    (start..end - 1).any(|t| document.form(t) == open)
}

fn collect(document: &Document, word: TokenId, top: bool, inside: &mut Vec<TokenId>) {
    for child in &document.children[word] {
        let token = &document.tokens[*child];
        let keep = match token.relation {
            Relation::Det
            | Relation::DetPredet
            | Relation::Amod
            | Relation::Compound
            | Relation::Flat
            | Relation::Fixed
            | Relation::NmodPoss
            | Relation::Nummod
            | Relation::NmodDesc
            | Relation::Goeswith
            | Relation::Punct => true,
            Relation::Case => !top || token.upos == Upos::Part && *child > word,
            Relation::Nmod => !top || within_name(document, *child),
            Relation::NmodUnmarked => document.tokens[*child].upos == Upos::Num || !top,
            Relation::Conj | Relation::Cc | Relation::CcPreconj => !top,
            Relation::Advmod => *child < word && !top,
            Relation::Obl | Relation::Obj => !top && document.tokens[word].relation == Relation::Amod,
            _ => false,
        };
        if keep {
            inside.push(*child);
            collect(document, *child, false, inside);
        }
    }
}

fn within_name(document: &Document, nmod: TokenId) -> bool {
    let Some(case) = document.dependents(nmod, |r| r == Relation::Case).next() else {
        return false;
    };
    let preposition = document.form(case).to_lowercase();
    // "the court for his part in the war": a possessive begins what is told of him, not who he is.
    let told = preposition != "of" && document.dependents(nmod, |r| r == Relation::NmodPoss).next().is_some();
    WITHIN.contains(&preposition.as_str()) && !told
}
