//! Whether what is told is an event of politics at all: somebody acts whom the text or the codebook knows, one side is political,
//! and neither sport nor weather tells it. "Ice laid siege to Texas" is none.

use crate::actors::{Resolution, is_political};
use crate::telling::Telling;
use legation_codebook::Codebook;
use legation_text::{Document, EntityKind, Mention, MentionForm, Relation, TokenId, Upos};

/// Somebody must act whom the codebook or the text knows, and one side must be political.
pub(crate) fn worth_coding(
    codebook: &Codebook,
    document: &Document,
    found: Telling<'_>,
    actors: &[Resolution],
    recipients: &[Resolution],
) -> Result<(), String> {
    let kind = found.kind;
    let requires_recipient = kind.requires_recipient || found.pattern().is_some_and(|p| p.requires_recipient);
    if actors.is_empty() || actors.iter().all(|a| is_force(codebook, document, a)) {
        return Err("nobody acts".into());
    }
    let two = actors.len() > 1 || actors.iter().any(|a| names_two(document, a.head));
    if requires_recipient && recipients.is_empty() && !two {
        return Err(format!("{} needs a recipient", kind.code));
    }
    let counts = |r: &Resolution| is_political(r) || kind.private_actors && r.by_scene;
    let political = actors.iter().chain(recipients).any(counts);
    if !political {
        return Err("no side is a political actor".into());
    }
    if !actors.iter().chain(recipients).any(is_official) && actors.iter().any(|a| is_sport(codebook, document, a.head))
    {
        return Err("it is sport".into());
    }
    let named = |r: &Resolution| {
        r.is_resolved()
            // "Operation Olive Branch freed the town": a name of no person, body or country acts for nobody known.
            || !matches!(r.kind, None | Some(EntityKind::Event | EntityKind::Other))
                && document.mention_at(r.head).is_some_and(|m| document.mentions[m].form == MentionForm::Named)
    };
    let (known, unknown): (Vec<&Resolution>, Vec<&Resolution>) = actors.iter().partition(|a| named(a));
    if known.is_empty() {
        let words = unknown.first().map_or("", |u| document.str(u.span));
        return Err(format!("nothing tells who {words:?} is"));
    }
    Ok(())
}

/// Whether a sentence speaks of sport: "Sri Lanka launched an assault on the Australian attack in the final".
fn is_sport(codebook: &Codebook, document: &Document, token: TokenId) -> bool {
    const LEAST: usize = 2;
    let Some(list) = codebook.words.get("sport") else {
        return false;
    };
    let tokens = document.sentences[document.tokens[token].sentence].tokens.clone();
    let mut found: Vec<&str> = tokens
        .map(|t| &document.tokens[t])
        .filter(|w| w.upos == Upos::Noun)
        .map(|w| &*w.lemma)
        .filter(|lemma| list.iter().any(|w| w == lemma))
        .collect();
    found.sort_unstable();
    found.dedup();
    found.len() >= LEAST
}

/// "Typhoon Nestor", "the floods": what strikes without anybody doing so.
fn is_force(codebook: &Codebook, document: &Document, actor: &Resolution) -> bool {
    let force = |t: TokenId| {
        let word = document.tokens[t].lemma.to_lowercase();
        let listed = |list: &Vec<String>| list.contains(&word) || list.contains(&document.form(t).to_lowercase());
        codebook.words.get("force_of_nature").is_some_and(listed)
    };
    // "Typhoon Nestor" is a name as a whole, of "Hurricane Maria" the second word alone; "flood victims" are people.
    let kind_of_name = |mention: &Mention| {
        let name = mention.name.as_ref()?;
        Some(force(name.start) || name.start > mention.tokens.start && force(name.start - 1))
    };
    let named = document.mention_at(actor.head).and_then(|m| kind_of_name(&document.mentions[m]));
    !actor.is_resolved() && (force(actor.head) || named == Some(true))
}

/// Whether somebody holds an office or arms, so that a mention of sport does not make him a player: "Police arrested 20 fans".
fn is_official(side: &Resolution) -> bool {
    side.sectors.iter().any(|s| s != "CVL" && s != "UNK")
        || side.code.as_deref().is_some_and(|c| matches!(c, "UNO" | "IGO" | "EUR"))
}

/// "the two Koreas", "both armies": one phrase that names two sides.
fn names_two(document: &Document, head: TokenId) -> bool {
    let two = |t: TokenId| matches!(&*document.tokens[t].lemma.to_lowercase(), "two" | "both" | "three");
    document.tokens[head].is_plural()
        && document.dependents(head, |r| matches!(r, Relation::Nummod | Relation::Det | Relation::DetPredet)).any(two)
}
