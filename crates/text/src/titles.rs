//! "U.S. Secretary of State Antony Blinken met ...": a title that holds a preposition, right before the name that it
//! describes. The parser often makes title and name two phrases ("Secretary", "State Antony Blinken"); here the title hangs on
//! the name, as a title of one word does ("Foreign Minister Faisal Mekdad").

use crate::document::{Document, EntityKind, TokenId};
use crate::grammar::{Relation, Upos};
use crate::lexicon::Lexicon;
use crate::mentions::Signs;
use std::ops::Range;

/// Words that a title may have behind its preposition: "minister of commerce, industry and foreign trade" has six.
const LONGEST: usize = 6;

/// Hangs such titles on their names; says whether one was moved, and the lists of children must be made anew.
pub(crate) fn attach(document: &mut Document, signs: &mut Signs, lexicon: &Lexicon) -> bool {
    let mut moved = false;
    for (name, kind) in &mut signs.names {
        if let Some(words) = end_of_title(document, name, lexicon) {
            (*name, *kind) = (name.start + words..name.end, EntityKind::Person);
        }
    }
    for (name, kind) in &signs.names {
        if *kind == EntityKind::Person
            && let Some(title) = title_before(document, name, lexicon)
        {
            moved |= hang(document, &title, name);
        }
    }
    moved
}

/// How many words of what was taken for a name end the title before it: one of "State Antony Blinken" behind "Secretary of".
fn end_of_title(document: &Document, name: &Range<TokenId>, lexicon: &Lexicon) -> Option<usize> {
    let noun = name.start.checked_sub(2)?;
    let here = document.tokens[noun].sentence == document.tokens[name.start].sentence;
    if !here || !is_preposition(document, name.start - 1) || !is_person(document, noun, lexicon) {
        return None;
    }
    let role = |words: usize| {
        (noun..name.start + words).map(|t| document.form(t).to_lowercase()).collect::<Vec<_>>().join(" ")
    };
    (1..name.len()).find(|words| lexicon.people.contains(&role(*words)))
}

/// A title's noun, and all its words up to the name.
struct Title {
    noun: TokenId,
    words: Range<TokenId>,
    /// Where the name begins, with a title of its own: "General" of "chief of staff General Rashad Mahmood".
    name: TokenId,
}

/// "Secretary of State" before "Antony Blinken", "president" before "Ali Rezaei" where the parser parted them.
fn title_before(document: &Document, name: &Range<TokenId>, lexicon: &Lexicon) -> Option<Title> {
    let head = head_of(document, name);
    let mut start = name.start;
    let own_title = |t: TokenId| {
        let word = &document.tokens[t];
        word.head == Some(head)
            && word.relation == Relation::NmodDesc
            && document.children[t].is_empty()
            && (is_person(document, t, lexicon) || document.form(t).ends_with('.'))
    };
    while start > 0 && own_title(start - 1) {
        start -= 1;
    }
    let sentence = &document.sentences[document.tokens[start].sentence].tokens;
    let noun_like = |t: TokenId| matches!(document.tokens[t].upos, Upos::Noun | Upos::Propn);
    let last = start.checked_sub(1).filter(|t| sentence.contains(t) && noun_like(*t))?;
    // "defense chief Gen. Ngo Xuan Lich" told as two: without an article or a comma it is one.
    let beside = document.tokens[head].head == Some(last) && document.tokens[head].relation == Relation::Appos;
    if beside
        && is_person(document, last, lexicon)
        && document.dependents(last, |r| r == Relation::Det).next().is_none()
    {
        return Some(Title { noun: last, words: last..start, name: start });
    }
    let first = last.saturating_sub(LONGEST).max(sentence.start);
    let preposition =
        (first..last).rev().take_while(|t| within_title(document, *t)).find(|t| is_preposition(document, *t))?;
    let noun = preposition.checked_sub(1).filter(|t| sentence.contains(t) && noun_like(*t))?;
    is_person(document, noun, lexicon).then_some(Title { noun, words: noun..start, name: start })
}

/// A word that may stand inside a title behind its noun.
fn within_title(document: &Document, token: TokenId) -> bool {
    matches!(document.tokens[token].upos, Upos::Noun | Upos::Propn | Upos::Adj | Upos::Det | Upos::Cconj | Upos::Adp)
        && (document.tokens[token].upos != Upos::Adp || is_preposition(document, token))
}

fn is_preposition(document: &Document, token: TokenId) -> bool {
    matches!(&*document.form(token).to_lowercase(), "of" | "for")
}

/// Whether a noun is a role that one human being has: "minister", "chief".
fn is_person(document: &Document, noun: TokenId, lexicon: &Lexicon) -> bool {
    let singular = !document.tokens[noun].is_plural();
    let word = document.tokens[noun].lemma.to_lowercase();
    let form = document.form(noun).to_lowercase();
    singular && [word.as_str(), form.as_str()].iter().any(|w| lexicon.people.contains(*w))
}

/// The word of a name that the others depend on.
fn head_of(document: &Document, name: &Range<TokenId>) -> TokenId {
    let outside = |t: &TokenId| document.tokens[*t].head.is_none_or(|h| !name.contains(&h));
    name.clone().find(outside).unwrap_or(name.start)
}

/// Makes the name the head of the title; says whether the tree had parted them.
fn hang(document: &mut Document, title: &Title, name: &Range<TokenId>) -> bool {
    let head = head_of(document, name);
    let noun = title.noun;
    // "Deputy Prime Minister and Minister of Foreign Affairs": the first of several titles carries them all.
    let mut first = noun;
    while document.tokens[first].relation == Relation::Conj
        && let Some(before) = document.tokens[first].head.filter(|b| *b < first && !name.contains(b))
    {
        first = before;
    }
    let (above, below) = (document.tokens[head].head, document.tokens[first].head);
    let of_title = |t: Option<TokenId>| t.is_some_and(|t| t == first || title.words.contains(&t));
    let siblings = above.is_some() && above == below;
    if below == Some(head)
        || of_title(below)
        || !(of_title(above) || siblings)
        || document.tokens[head].relation == Relation::Flat
    {
        return false;
    }
    let place = if siblings && above.is_some_and(|verb| verb < first) { head } else { first };
    let relation = document.tokens[place].relation;
    title_within(document, title);
    document.tokens[head].head = below;
    document.tokens[head].relation = relation;
    document.tokens[first].head = Some(head);
    document.tokens[first].relation = Relation::NmodDesc;
    // "with rebel chief of staff Aslan Maskhadov": the preposition is the name's, and so is what follows it.
    for child in document.children[first].clone() {
        let word = &mut document.tokens[child];
        if child != head && (child >= name.end || word.relation == Relation::Case && child < first) {
            word.head = Some(head);
        }
    }
    true
}

/// What stands behind a title's noun belongs to it: "of State" of "Secretary of State".
fn title_within(document: &mut Document, title: &Title) {
    let last = title.name - 1;
    for token in title.noun + 1..title.name {
        let inside = document.tokens[token].head.is_some_and(|h| h > title.noun && h < title.name);
        let under =
            document.tokens[token].head == Some(title.noun) && document.tokens[token].relation != Relation::Conj;
        if inside || under {
            continue;
        }
        let word = &mut document.tokens[token];
        (word.head, word.relation) = match word.upos {
            _ if token == last => (Some(title.noun), Relation::Nmod),
            Upos::Adp => (Some(last), Relation::Case),
            Upos::Cconj => (Some(last), Relation::Cc),
            _ => (Some(last), Relation::Compound),
        };
    }
}
