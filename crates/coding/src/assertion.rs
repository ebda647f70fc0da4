//! Whether words tell that something took place, and how real it is: "the invasion began", "women working at the ministry",
//! "refused to meet".

use crate::frames::Source;
use crate::names::Names;
use crate::proposals::Proposal;
use crate::rules;
use crate::telling::Telling;
use legation_text::predicates;
use legation_text::{Document, Factuality, Relation, Span, TokenId, told};

/// Whether a noun without a light verb tells that its event took place: a headline, the subject of
/// "took place", after "after", "during", "following".
pub(crate) fn is_asserted(document: &Document, noun: TokenId) -> bool {
    let mut token = noun;
    while document.tokens[token].relation == Relation::Conj {
        match document.tokens[token].head {
            Some(head) => token = head,
            None => break,
        }
    }
    let word = &document.tokens[token];
    let head_lemma = word.head.map(|h| document.tokens[h].lemma.to_lowercase()).unwrap_or_default();
    match word.relation {
        Relation::Root | Relation::Parataxis | Relation::Appos => true,
        // What surprised, angered, followed or took place did happen; what is needed or remains need not.
        Relation::Nsubj | Relation::NsubjPass => !matches!(
            head_lemma.as_str(),
            "be" | "seem"
                | "appear"
                | "remain"
                | "require"
                | "need"
                | "mean"
                | "depend"
                | "include"
                | "involve"
                | "aim"
                | "help"
        ),
        Relation::Obl => matches!(
            predicates::preposition(document, token).as_str(),
            "after"
                | "following"
                | "during"
                | "in"
                | "at"
                | "amid"
                | "since"
                | "despite"
                | "because of"
                | "before"
                | "on"
                | "with"
                | "by"
        ),
        Relation::Obj => {
            matches!(head_lemma.as_str(), "follow" | "attend" | "survive" | "see" | "witness" | "join" | "precede")
        }
        _ => false,
    }
}

/// "Women working at the ministry were present": a reduced relative clause right behind its noun says who is meant, where no
/// pattern speaks. It tells an event too where one does: "Troops shelling the town killed a child".
pub(crate) fn describes_actor(document: &Document, proposal: &Proposal) -> bool {
    let word = &document.tokens[proposal.anchor];
    word.relation == Relation::Acl
        && word.xpos == "VBG"
        && word.head.is_some_and(|h| proposal.actors.contains(&h) && h + 1 == proposal.anchor)
}

/// The head's word on how real something is counts where it is likelier than not.
const LIKELY: f64 = 0.5;

/// How real what is told is: by the tree, or, where the pair head speaks, by what it has learned of such words. What is to come
/// it knows by the name that it gets then: a planned meeting is AGREE.
pub(crate) fn reality(document: &Document, names: &Names, found: Telling<'_>) -> Factuality {
    let told = told_reality(document, names, found);
    if is_asked(document, found.verb.unwrap_or(found.anchor)) { told.max(Factuality::Possible) } else { told }
}

/// "Did Chad attack Libya?": a question tells nothing, but for what it says of somebody by the way ("Will Chad, which attacked
/// Libya in May, do so again?").
fn is_asked(document: &Document, event: TokenId) -> bool {
    let sentence = document.sentences[document.tokens[event].sentence].tokens.clone();
    let closes = |t: &TokenId| matches!(document.form(*t), "\"" | "”" | "''" | "’" | ")");
    if sentence.rev().find(|t| !closes(t)).is_none_or(|t| document.form(t) != "?") {
        return false;
    }
    let mut at = event;
    loop {
        if matches!(
            document.tokens[at].relation,
            Relation::AclRelcl | Relation::Acl | Relation::Advcl | Relation::Appos
        ) {
            return false;
        }
        match document.tokens[at].head {
            Some(head) => at = head,
            None => return true,
        }
    }
}

/// "In the thriller the prime minister is kidnapped", "a drama in which police shoot a prisoner": made up.
pub(crate) fn is_fiction(document: &Document, names: &Names, event: TokenId) -> bool {
    let Some(list) = names.codebook.words.get("fiction") else {
        return false;
    };
    let made_up = |t: TokenId| list.contains(&document.tokens[t].lemma.to_lowercase());
    let mut at = event;
    loop {
        let within = document
            .dependents(at, |r| r == Relation::Obl)
            .any(|t| made_up(t) && matches!(predicates::preposition(document, t).as_str(), "in" | "of"));
        if within {
            return true;
        }
        let Some(head) = document.tokens[at].head else {
            return false;
        };
        let told_in = match document.tokens[at].relation {
            Relation::AclRelcl | Relation::Acl => made_up(head),
            // "The film tells how the army seized the city."
            Relation::Ccomp => document.dependents(head, Relation::is_nominal_subject).any(made_up),
            _ => false,
        };
        if told_in {
            return true;
        }
        at = head;
    }
}

fn told_reality(document: &Document, names: &Names, found: Telling<'_>) -> Factuality {
    let Some(proposal) = found.proposal() else {
        return rules::reality(document, found.anchor, found.verb);
    };
    // "will not lift the ban" is how a refusal is told; "did not reject it" is none.
    let refused = found.kind.code == "REJECT" && !told_by(document, names, found, "refusal");
    let negated = rules::reality(document, found.anchor, found.verb) == Factuality::Negated;
    if !refused && (proposal.negated > LIKELY || negated) {
        Factuality::Negated
    } else if proposal.possible > LIKELY {
        Factuality::Possible
    } else {
        Factuality::Actual
    }
}

/// Whether an event's word stands in a list of `words.toml`.
fn told_by(document: &Document, names: &Names, found: Telling<'_>, list: &str) -> bool {
    let list = names.codebook.words.get(list);
    let lemma = |t: TokenId| document.tokens[t].lemma.to_lowercase();
    list.is_some_and(|words| std::iter::once(found.anchor).chain(found.verb).any(|t| words.contains(&lemma(t))))
}

/// The word that makes what is told less than a plain fact, where one does.
pub(crate) fn shown_by(document: &Document, found: Telling<'_>, reality: Factuality) -> Option<Span> {
    let words = [found.verb, Some(found.anchor)].into_iter().flatten().map(|t| told(document, t));
    let word =
        words.filter(|(seen, _)| *seen == reality && reality != Factuality::Actual).find_map(|(_, word)| word)?;
    Some(document.tokens[word].span)
}

/// Whether an event is told by a noun that takes something known up: "the meeting", "Sosan's meetings with".
pub(crate) fn is_definite(document: &Document, found: Telling<'_>) -> bool {
    found.source == Source::Noun
        && document.children[found.anchor].iter().any(|c| {
            let word = &document.tokens[*c];
            word.relation == Relation::NmodPoss
                || word.relation == Relation::Det
                    && matches!(&*word.lemma.to_lowercase(), "the" | "this" | "that" | "these" | "those")
        })
}
