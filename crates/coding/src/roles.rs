//! Who takes part in what is told, and what it is about: the sides of a match or proposal, resolved.
//!
//! "Iran criticized a Senegalese peace plan": Iran acts, the plan is the topic, and Senegal, whose plan it is, is the recipient.

use crate::actors::{self, Resolution, Resolver, is_political};
use crate::event::EventPlace;
use crate::natures;
use crate::telling::Telling;
use jiff::civil::Date;
use legation_codebook::{EventType, Mode};
use legation_text::{Document, EntityKind, Relation, Span, TokenId, predicates};

/// Prepositions of those whom an act is aimed at.
const AT: &[&str] = &["against", "with", "to", "at", "toward", "towards", "upon", "from"];

/// Actors, recipients and topics of a match.
pub(crate) fn roles(
    resolver: &Resolver<'_>,
    found: Telling<'_>,
    day: Option<Date>,
) -> (Vec<Resolution>, Vec<Resolution>, Vec<Span>) {
    let document = resolver.document;
    let all = |tokens: &[TokenId]| -> Vec<Resolution> {
        let mut sides: Vec<Resolution> = Vec::new();
        for mut side in tokens.iter().flat_map(|t| resolver.resolve(*t, day)).filter(|s| !s.nobody) {
            // "Serb forces" that the parser took for two: one side, with the country of the first.
            let adjective = sides.iter().position(|s| {
                s.kind == Some(EntityKind::Nationality) && s.span.end + 1 == side.span.start && side.code.is_none()
            });
            if let Some(first) = adjective.map(|i| sides.remove(i)) {
                side.span = Span::new(first.span.start, side.span.end);
                side.code = first.code;
                side.reason = format!("{}; {}", first.reason, side.reason);
            }
            if !sides.iter().any(|s| actors::same_side(s, &side)) {
                sides.push(side);
            }
        }
        sides
    };
    let (means, agents): (Vec<TokenId>, Vec<TokenId>) =
        found.bindings.actors.iter().partition(|t| !natures::nature(document, resolver.names, **t).agent);
    let mut actors = all(&agents);
    if actors.is_empty() {
        actors.extend(means.iter().map(|t| resolver.means(*t)));
    }
    let mut topics: Vec<Span> = found.bindings.topics.iter().map(|t| topic(document, *t)).collect();
    let mut recipients = Vec::new();
    for side in all(&found.bindings.recipients) {
        if actors.iter().any(|a| actors::same_side(a, &side)) {
            continue;
        }
        // "criticized the plan": a thing that belongs to nobody known is a topic.
        let thing = matches!(side.kind, None | Some(EntityKind::Other | EntityKind::Event));
        if thing && !side.is_resolved() {
            topics.push(topic(document, side.head));
        } else {
            recipients.push(side);
        }
    }
    // "ties between the two countries": the actor's own country is no recipient of his words.
    if recipients.len() > 1 {
        recipients.retain(|r| {
            !actors.iter().any(|a| {
                a.code.is_some() && a.code == r.code && r.sectors.is_empty() && a.kind == Some(EntityKind::Person)
            })
        });
    }
    topics.dedup();
    if recipients.is_empty() && found.pattern().is_some() && found.bindings.actor_slots() < 2 {
        recipients = implied(resolver, found, &actors, day);
    }
    (actors, recipients, topics)
}

/// Recipients that no slot of the pattern names: whose plan is rejected ("a Senegalese peace plan"), on whom
/// the threatened attack would fall, against whom one protests. The nearest known side that is not the actor.
fn implied(resolver: &Resolver<'_>, found: Telling<'_>, actors: &[Resolution], day: Option<Date>) -> Vec<Resolution> {
    let document = resolver.document;
    let bindings = found.bindings;
    let owners = |noun: TokenId| -> Vec<TokenId> {
        let of = |t: TokenId| matches!(predicates::preposition(document, t).as_str(), "of" | "by" | "from");
        let poss = document.dependents(noun, |r| r == Relation::NmodPoss);
        let before = document.dependents(noun, |r| matches!(r, Relation::Amod | Relation::Compound));
        let behind = document.dependents(noun, |r| r == Relation::Nmod).filter(|t| of(*t));
        poss.chain(before).chain(behind).collect()
    };
    let mut candidates: Vec<TokenId> = bindings.inner_sides.clone();
    let own_nouns =
        bindings.words.iter().chain(&bindings.topics).copied().filter(|t| document.tokens[*t].upos.is_noun());
    for inner in &bindings.inner {
        let arguments = if document.tokens[*inner].upos.is_noun() {
            predicates::of_noun(document, *inner, &["of", "against", "on", "with", "to"])
        } else {
            predicates::of_verb(document, *inner)
        };
        candidates.extend(arguments.indirect.iter().chain(&arguments.objects).copied());
        candidates.extend(arguments.with(AT).collect::<Vec<_>>());
        candidates.extend(arguments.objects.iter().flat_map(|o| owners(*o)));
    }
    candidates.extend(own_nouns.flat_map(owners));
    let clause = predicates::of_verb(document, found.verb.unwrap_or(found.anchor));
    candidates.extend(clause.with(AT).collect::<Vec<_>>());
    for candidate in candidates {
        if bindings.actors.contains(&candidate)
            || bindings.places.contains(&candidate)
            || document.mention_at(candidate).is_none()
        {
            continue;
        }
        let sides = resolver.resolve(candidate, day);
        let other = |s: &Resolution| {
            s.is_resolved()
                && !actors.iter().any(|a| {
                    actors::same_side(a, s)
                        || a.code.is_some() && a.code == s.code && s.sectors.iter().all(|x| x == "GOV")
                })
        };
        if !sides.is_empty() && sides.iter().all(other) && sides.iter().any(is_political) {
            return sides;
        }
    }
    Vec::new()
}

/// PLOVER, CONSULT: where the meeting is in the country of one side, the others visit and act.
pub(crate) fn visitor_acts<'a>(
    actors: &mut Vec<Resolution>,
    recipients: &mut Vec<Resolution>,
    place: Option<&EventPlace>,
    kind: &'a EventType,
    mode: &mut Option<&'a Mode>,
) {
    if !recipients.is_empty() || actors.len() < 2 {
        return;
    }
    let Some(country) = place.and_then(|p| p.resolved.as_ref()).map(|r| &r.country) else {
        return;
    };
    let (hosts, visitors): (Vec<Resolution>, Vec<Resolution>) =
        actors.drain(..).partition(|a| a.code.as_ref() == Some(country));
    if hosts.is_empty() || visitors.is_empty() || !visitors.iter().any(|v| v.code.is_some()) {
        actors.extend(hosts);
        actors.extend(visitors);
        actors.sort_by_key(|a| a.span);
        return;
    }
    *actors = visitors;
    *recipients = hosts;
    *mode = kind.modes.iter().find(|m| m.code == "visit");
}

/// What an event is about: the whole phrase, without its preposition.
fn topic(document: &Document, token: TokenId) -> Span {
    let mut tokens = document.subtree(token);
    while tokens.start < token {
        let first = &document.tokens[tokens.start];
        let edge = matches!(
            first.relation,
            Relation::Case | Relation::Mark | Relation::Punct | Relation::Cc | Relation::CcPreconj
        );
        if !edge {
            break;
        }
        tokens.start += 1;
    }
    while tokens.end > token + 1 && document.tokens[tokens.end - 1].relation == Relation::Punct {
        tokens.end -= 1;
    }
    document.span_of(&tokens)
}
