//! Links between sources: "television quoted the ministry as saying", "Reuters reported, citing an envoy", and words in
//! quotation marks that go on in later sentences.

use super::scope::sentence_of;
use super::stretches::Stretches;
use super::{Draft, is_withheld, joined, sources, verbs};
use crate::document::{CueKind, Document, Quotation, Stance, TokenId};
use crate::grammar::{Relation, Upos};
use crate::lexicon::Lexicon;
use crate::mentions;
use std::ops::Range;

/// "Television quoted the ministry as saying that rebels had fled": two quotations, the ministry's and television's of it.
/// In the passive without an agent ("was quoted as saying") nobody is named who quotes.
pub(super) fn quoted_as(document: &Document, stretches: &Stretches, verb: TokenId) -> Vec<Quotation> {
    let word = &document.tokens[verb];
    if word.upos != Upos::Verb || !matches!(&*word.lemma, "quote" | "cite" | "report") {
        return Vec::new();
    }
    let says = |c: &TokenId| {
        let said = &document.tokens[*c];
        let marks = document.dependents(*c, |r| matches!(r, Relation::Mark | Relation::Case | Relation::Advmod));
        said.xpos == "VBG"
            && verbs::saying(&said.lemma).is_some_and(|s| s.kind == CueKind::Speech)
            && marks.into_iter().any(|m| document.form(m).eq_ignore_ascii_case("as"))
    };
    let below = |t: TokenId| {
        document.dependents(t, |r| {
            matches!(r, Relation::Advcl | Relation::Acl | Relation::Xcomp | Relation::Obl | Relation::Ccomp)
        })
    };
    let object = document.dependents(verb, |r| r == Relation::Obj).next();
    let saying = below(verb).find(&says).or_else(|| below(object?).find(&says));
    let Some(saying) = saying else {
        return Vec::new();
    };
    let passive = document.dependents(verb, |r| matches!(r, Relation::AuxPass | Relation::NsubjPass)).next().is_some();
    let subject = sources::subject(document, verb);
    let (inner, outer) = if passive {
        (subject, sources::agent(document, verb).or_else(|| sources::agent(document, saying)))
    } else {
        (object, sources::of_verb(document, verb))
    };
    let Some(content) = said_by(document, stretches, saying) else {
        return Vec::new();
    };
    let stance = verbs::saying(&document.tokens[saying].lemma).map_or(Stance::States, |s| s.stance);
    let kind = CueKind::Speech;
    let link = Draft { source: inner, cue: saying..saying + 1, head: saying, content: content.clone(), stance, kind };
    let mut found: Vec<Quotation> = link.finish(document).into_iter().collect();
    if outer.is_some() {
        // What is quoted takes in who is quoted, so that the one stands within the other.
        let first = inner.filter(|i| *i > verb).unwrap_or(saying);
        let mut all = content;
        all.push(document.subtree(first).start.max(verb + 1)..saying + 1);
        let (source, kind) = (outer, if is_withheld(document, verb) { CueKind::Withheld } else { kind });
        let draft = Draft { source, cue: verb..verb + 1, head: verb, content: all, stance: Stance::Quotes, kind };
        found.extend(draft.finish(document));
    }
    found
}

/// What "saying" takes: its clause, the words in quotation marks behind it, or, at an end, what stands in front.
fn said_by(document: &Document, stretches: &Stretches, saying: TokenId) -> Option<Vec<Range<TokenId>>> {
    let sentence = sentence_of(document, saying);
    let clauses = document.dependents(saying, |r| matches!(r, Relation::Ccomp | Relation::Obj | Relation::CsubjPass));
    if let Some(range) = clauses.filter(|c| *c > saying).map(|c| document.subtree(c)).reduce(|a, b| a.start..b.end) {
        let number = stretches.at(range.start);
        let end = if number == 0 { range.end } else { range.end.max(stretches.closed(document, number).end) };
        return Some(vec![range.start.max(saying + 1)..end]);
    }
    let next = (saying + 1..sentence.end).find(|t| stretches.at(*t) != 0);
    if let Some(open) = next.filter(|_| stretches.at(saying) == 0) {
        return Some(vec![stretches.closed(document, stretches.at(open))]);
    }
    // "Rebels fled, television quoted the ministry as saying."
    let verb = document.tokens[saying].head?;
    let before = document.dependents(verb, |r| matches!(r, Relation::Ccomp | Relation::Parataxis)).find(|c| *c < verb);
    let range = document.subtree(before?);
    Some(vec![range.start..range.end.min(verb)])
}

/// "Reuters reported, citing an envoy, that rebels had fled": the envoy says so, and Reuters tells it. What is no source
/// ("citing concerns") is a reason.
pub(super) fn cited(
    document: &Document,
    lexicon: &Lexicon,
    found: &mut Vec<Quotation>,
    first: usize,
    sentence: Range<TokenId>,
) {
    for token in sentence {
        let word = &document.tokens[token];
        let cites = matches!(document.form(token).to_lowercase().as_str(), "citing" | "quoting");
        if !cites || found[first..].iter().any(|q| q.cue_token == token) {
            continue;
        }
        let below = document.dependents(token, |r| matches!(r, Relation::Obj | Relation::Obl)).find(|o| *o > token);
        // The parser may take "citing" for a preposition or a modifier of what is cited.
        let Some(source) = below.or(word.head.filter(|h| *h > token)).filter(|s| is_source(document, lexicon, *s))
        else {
            continue;
        };
        let teller = (first..found.len()).rev().find(|q| found[*q].cue_token < token && found[*q].kind.is_told());
        let teller = teller.or_else(|| {
            found.push(reporter(document, token, source)?);
            Some(found.len() - 1)
        });
        let Some(teller) = teller else {
            continue;
        };
        // What is cited is no part of what is said.
        let cited = mentions::phrase(document, source);
        let cut = document.span_of(&(token..cited.end.max(token + 1)));
        let content: Vec<_> = found[teller].content.iter().copied().filter(|c| !c.overlaps(cut)).collect();
        let content = if content.is_empty() { behind(document, source) } else { content };
        if content.is_empty() {
            continue;
        }
        found[teller].content.clone_from(&content);
        let maker = sources::maker(document, source);
        found.push(Quotation {
            source: Some(maker),
            source_span: Some(sources::span(document, maker)),
            cue: word.span,
            cue_token: token,
            content,
            stance: found[teller].stance,
            kind: CueKind::Speech,
            sentence: word.sentence,
            outer: Some(teller),
        });
    }
}

/// "Reuters reported, citing an envoy, that rebels had fled" where the parser hangs what is reported on the envoy.
fn reporter(document: &Document, token: TokenId, source: TokenId) -> Option<Quotation> {
    let verb = [token, source].into_iter().find_map(|t| document.tokens[t].head.filter(|h| *h < token))?;
    let saying = verbs::saying(&document.tokens[verb].lemma).filter(|s| s.kind == CueKind::Speech)?;
    let content = that_clause(document, source)?;
    let draft = Draft {
        source: sources::of_verb(document, verb),
        cue: verb..verb + 1,
        head: verb,
        content: vec![document.subtree(content)],
        stance: saying.stance,
        kind: saying.kind,
    };
    draft.finish(document)
}

/// "citing a source, that rebels had fled" with the clause under the source.
fn behind(document: &Document, source: TokenId) -> Vec<crate::span::Span> {
    super::scope::spans(document, that_clause(document, source).map(|c| document.subtree(c)))
}

fn that_clause(document: &Document, noun: TokenId) -> Option<TokenId> {
    let that = |c: &TokenId| crate::factuality::mark(document, *c).as_deref() == Some("that");
    document.dependents(noun, |r| matches!(r, Relation::Acl | Relation::AclRelcl | Relation::Ccomp)).find(that)
}

/// Whether a noun names somebody or something that speaks.
fn is_source(document: &Document, lexicon: &Lexicon, noun: TokenId) -> bool {
    let word = &document.tokens[noun];
    let lemma = word.lemma.to_lowercase();
    let speaks = matches!(
        lemma.as_str(),
        "source"
            | "official"
            | "witness"
            | "agency"
            | "ministry"
            | "media"
            | "television"
            | "tv"
            | "radio"
            | "newspaper"
            | "daily"
            | "spokesman"
            | "spokeswoman"
            | "spokesperson"
            | "diplomat"
            | "resident"
            | "survivor"
            | "expert"
            | "report"
    );
    word.upos == Upos::Propn || speaks || verbs::is_text(&lemma) || lexicon.names_people(&lemma)
}

/// Words in quotation marks that go on in later sentences belong to who began them; what stands outside of marks there is the
/// narrator's, though it may follow from the same mouth.
pub(super) fn carry_on(document: &Document, stretches: &Stretches, found: &mut [Quotation]) {
    let owners = stretches.owners(document, found);
    for (number, owner) in owners.iter().enumerate().skip(1) {
        let Some(quotation) = owner.and_then(|o| found.get_mut(o)) else {
            continue;
        };
        if !matches!(quotation.kind, CueKind::Speech) {
            continue;
        }
        if let Some(span) = stretches.beyond(document, number as u32).filter(|s| !quotation.holds(*s)) {
            // The cue may stand within the marks' sentence; then only what is said is content already.
            if !span.contains(quotation.cue) {
                quotation.content.push(span);
            }
        }
    }
    for quotation in found {
        quotation.content = joined(std::mem::take(&mut quotation.content));
    }
}

/// Finds for each quotation the nearest one that tells it: whose content holds its cue.
pub(super) fn nest(document: &Document, stretches: &Stretches, found: &mut [Quotation]) {
    let owners = stretches.owners(document, found);
    let mut start = 0;
    while start < found.len() {
        let sentence = found[start].sentence;
        let end = start + found[start..].iter().take_while(|q| q.sentence == sentence).count();
        for one in start..end {
            if found[one].outer.is_some() {
                continue;
            }
            let across = owners[stretches.at(found[one].cue_token) as usize];
            let held = |other: &usize| *other != one && found[*other].holds(found[one].cue);
            let length = |other: &usize| found[*other].content.iter().map(|c| c.len()).sum::<usize>();
            let outer = (start..end).chain(across).filter(held).min_by_key(length);
            found[one].outer = outer.filter(|o| !leads_to(found, *o, one));
        }
        start = end;
    }
}

/// Whether the chain of tellers from `from` comes by `to`.
fn leads_to(found: &[Quotation], from: usize, to: usize) -> bool {
    let mut at = Some(from);
    let mut steps = 0;
    while let Some(number) = at {
        if number == to || steps > found.len() {
            return true;
        }
        steps += 1;
        at = found[number].outer;
    }
    false
}
