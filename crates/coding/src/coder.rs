//! The coder: the stages from a document to its events, in order.

use crate::actors::{self, Resolution, Resolver, is_political};
use crate::attribution;
use crate::contexts::{self, Terms};
use crate::continuity;
use crate::dates;
use crate::event::{Auxiliary, Event, EventPlace, Evidence};
use crate::explain::Explanation;
use crate::frames::{Source, content};
use crate::gate::Gate;
use crate::matcher::{Match, Matcher, PatternIndex};
use crate::names::Names;
use crate::natures;
use crate::places;
use crate::rules::{self, Outcome};
use jiff::civil::Date;
use legation_codebook::{Codebook, EventType, Mode};
use legation_text::{
    Analyzer, Article, Document, EntityKind, Factuality, Lexicon, MentionForm, Relation, SentenceKind, Span, TokenId,
    predicates,
};

/// Codes documents. Make one and use it for all; it holds no state between documents.
pub struct Coder {
    pub(crate) names: Names,
    pub(crate) index: PatternIndex,
    terms: Terms,
    gate: Gate,
}

/// Which events are given out beside plain ones.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Included {
    /// Events that are told not to have happened.
    pub negation: bool,
    /// Events that are only possible.
    pub hypothetical: bool,
}

/// An event is no longer current where it lies this many days before the day of publication.
const HISTORICAL_DAYS: i32 = 365;

impl Coder {
    /// A coder for a codebook.
    pub fn new(codebook: Codebook) -> Self {
        let index = PatternIndex::new(&codebook.events);
        let terms = Terms::new(&codebook);
        let gate = Gate::new(&codebook);
        Self { names: Names::new(codebook), index, terms, gate }
    }

    /// Analyses an article as far as coding needs it: sentences that cannot hold an event, nor say who one speaks of, are
    /// passed over.
    pub fn analyze(&self, analyzer: &Analyzer, article: Article) -> Document {
        analyzer.analyze_where(article, &|words| self.gate.opens(words))
    }

    /// Whether a sentence of these words can hold an event: whether a pattern has all its words in it.
    pub fn opens(&self, words: &[&str]) -> bool {
        self.gate.opens(words)
    }

    /// The codebook in use.
    pub fn codebook(&self) -> &Codebook {
        &self.names.codebook
    }

    /// What the text layer needs to know of this codebook's words.
    pub fn lexicon(codebook: &Codebook) -> Lexicon {
        Names::lexicon(codebook)
    }

    /// The events of a document, in order of the text.
    pub fn code(&self, document: &Document, included: Included) -> Vec<Event> {
        let matcher = Matcher::new(document, &self.names, &self.index);
        let resolver = Resolver::new(document, &self.names);
        let mut events = Vec::new();
        for sentence in &document.sentences {
            let words: Vec<&str> = sentence.tokens.clone().map(|t| document.form(t)).collect();
            if sentence.kind == SentenceKind::Metadata || !sentence.read || !self.gate.opens(&words) {
                continue;
            }
            let matches = choose(&matcher, sentence.tokens.clone().flat_map(|t| matcher.at(t)).collect());
            let found: Vec<Event> =
                matches.iter().filter_map(|m| self.event(&matcher, &resolver, m, included).ok()).collect();
            events.extend(merge(found));
        }
        continuity::carry_on(document, &mut events);
        events
    }

    /// Who each phrase under a head word is; for `legation actor`.
    pub fn actor(&self, document: &Document, head: TokenId, day: Option<Date>) -> Vec<Resolution> {
        Resolver::new(document, &self.names).resolve(head, day)
    }

    /// Who a phrase by itself is ("the Syrian foreign minister"), with words of its context where there are any.
    pub fn actor_of_phrase(
        &self,
        analyzer: &Analyzer,
        phrase: &str,
        context: Option<&str>,
        day: Option<Date>,
    ) -> Vec<crate::EntityRecord> {
        let mut text = phrase.to_owned();
        if let Some(context) = context {
            text.push('\n');
            text.push_str(context);
        }
        let mut article = Article::from_text("phrase", text);
        article.published = day;
        let end = phrase.len();
        let document = analyzer.analyze_sentences(
            article,
            &[
                Span::new(0, end),
                Span::new((end + 1).min(end + context.map_or(0, |_| 1)), end + context.map_or(0, |c| c.len() + 1)),
            ],
        );
        let Some(sentence) = document.sentences.first().filter(|s| !s.tokens.is_empty()) else {
            return Vec::new();
        };
        let root =
            sentence.tokens.clone().find(|t| document.tokens[*t].head.is_none()).unwrap_or(sentence.tokens.start);
        // The parser may take a bare phrase for a clause: then the first noun that it names is meant.
        let noun = |t: &TokenId| document.mention_at(*t).is_some();
        let head = Some(root).filter(noun).or_else(|| sentence.tokens.clone().find(noun)).unwrap_or(root);
        let points = crate::CodePoints::new(&document.article.text);
        let resolver = Resolver::new(&document, &self.names);
        let whole = Span::new(0, end);
        let mut found: Vec<Resolution> = resolver.resolve_phrase(head, sentence.tokens.clone(), day);
        for one in &mut found {
            one.span = whole;
            if !one.is_resolved() && document.tokens[head].upos == legation_text::Upos::Pron {
                one.sectors.push("UNK".to_owned());
                one.reason = "a pronoun with nothing before it".to_owned();
            }
        }
        found.iter().map(|r| crate::entity_record(&document, r, &points)).collect()
    }

    /// What the codebook knows of a place name.
    pub fn place(&self, document: &Document, span: Span) -> Option<crate::event::ResolvedPlace> {
        places::resolve(document, &self.names, span)
    }

    /// Why events were coded and near misses were not.
    pub fn explain(&self, document: &Document) -> Explanation {
        let mut matcher = Matcher::new(document, &self.names, &self.index);
        matcher.misses = Some(std::cell::RefCell::default());
        let resolver = Resolver::new(document, &self.names);
        let mut explanation = Explanation::default();
        for sentence in document.sentences.iter().filter(|s| s.kind != SentenceKind::Metadata) {
            let all: Vec<Match> = sentence.tokens.clone().flat_map(|t| matcher.at(t)).collect();
            for found in choose(&matcher, all) {
                let pattern = matcher.pattern(&found);
                let event = &self.codebook().events[found.event];
                let place = format!("{}:{}", event.file, pattern.line);
                let result = self.event(&matcher, &resolver, &found, Included::default());
                explanation.push(document, &event.code, &pattern.says, place, &found, result);
            }
        }
        explanation.add_misses(document, self.codebook(), matcher.misses.expect("set above").into_inner());
        explanation
    }

    /// The event that a match makes, or why it makes none.
    fn event(
        &self,
        matcher: &Matcher<'_>,
        resolver: &Resolver<'_>,
        found: &Match,
        included: Included,
    ) -> Result<Event, String> {
        let document = matcher.document;
        let kind = &self.codebook().events[found.event];
        let pattern = matcher.pattern(found);
        let names_event = |noun: TokenId| self.codebook().nominalizations.contains_key(&*document.tokens[noun].lemma);
        let date = dates::date(document, found.anchor, found.verb, names_event);
        let day = dates::first_day(date.as_ref());
        if found.source == Source::Noun && !is_asserted(document, found.anchor) {
            return Err("its noun stands where nothing is asserted".into());
        }
        if predicates::is_ground(document, found.verb.unwrap_or(found.anchor)) {
            return Err("it is what somebody is judged or thanked for".into());
        }
        let (mut actors, mut recipients, topics) = self.roles(resolver, found, day);
        let mode = pattern
            .mode
            .as_deref()
            .and_then(|m| kind.modes.iter().find(|k| k.code == m))
            .or_else(|| contexts::mode_by_cue(document, &clause_of(document, found), &kind.modes));
        let place = places::place(document, &self.names, found, takes_dateline(kind, mode), pattern.acts_on_a_place());
        let mut mode = mode;
        if kind.code == "CONSULT" && mode.is_none_or(|m| m.code == "visit") {
            visitor_acts(&mut actors, &mut recipients, place.as_ref(), kind, &mut mode);
        }
        self.worth_coding(document, kind, &actors, &recipients)?;
        let reality = rules::reality(document, found.anchor, found.verb);
        let is_actor = |source: TokenId| {
            let said = resolver.resolve(source, day);
            said.iter().any(|s| actors.iter().any(|a| actors::same_side(a, s) || a.code.is_some() && a.code == s.code))
        };
        // "The EU will impose sanctions if ..." is a threat, whoever tells it.
        let on_condition =
            reality == Factuality::Future && rules::conditional(document, found.verb.unwrap_or(found.anchor));
        let announced = on_condition
            || reality != Factuality::Actual && rules::announced(document, found.anchor, is_actor).is_some();
        let mut auxiliary = Vec::new();
        let (mut code, mut cameo, mut rule) = (kind, pattern.cameo.clone(), None);
        match rules::apply(self.codebook(), &kind.code, mode.map(|m| m.code.as_str()), reality, announced) {
            Outcome::Plain => {}
            Outcome::With(Auxiliary::Negation) if !included.negation => {
                return Err("it is told not to have happened".into());
            }
            Outcome::With(Auxiliary::Hypothetical) if !included.hypothetical => {
                return Err("it is only possible".into());
            }
            Outcome::With(found) => auxiliary.push(found),
            Outcome::Becomes { event, mode: becomes, cameo: code_of_rule, rule: why } => {
                let Some(other) = self.codebook().event(&event) else {
                    return Err(format!("coding_rules.csv: {event} is no event type"));
                };
                code = other;
                mode = becomes.and_then(|m| other.modes.iter().find(|k| k.code == m));
                cameo = code_of_rule;
                rule = Some(why);
            }
        }
        if is_historical(date.as_ref().and_then(|d| d.days), document.article.published) {
            auxiliary.push(Auxiliary::Historical);
        }
        auxiliary.sort_unstable();
        let attribution = attribution::attribution(resolver, found.anchor, found.verb, &found.bindings.words, day);
        let mode_code = mode.map(|m| m.code.clone());
        let cameo = cameo
            .or_else(|| mode.and_then(|m| m.cameo.clone()))
            .or_else(|| self.codebook().cameo_of(&code.code, mode_code.as_deref()).map(str::to_owned))
            .unwrap_or_else(|| code.cameo.clone());
        let contexts = self.contexts(document, code, mode, found, &actors, &recipients);
        let unresolved = !actors.iter().all(Resolution::is_resolved);
        let sentence = document.tokens[found.anchor].sentence;
        Ok(Event {
            scale: mode.and_then(|m| m.scale).unwrap_or(code.scale),
            code: code.code.clone(),
            mode: mode_code,
            contexts,
            auxiliary,
            quad: code.quad,
            cameo,
            actors,
            recipients,
            date,
            place,
            attribution,
            trigger: trigger(document, found),
            topics,
            sentence,
            story: document.sentences[sentence].story,
            confidence: pattern.confidence * certainty(found.source) * if unresolved { 0.85 } else { 1.0 },
            evidence: Evidence {
                pattern: pattern.says.clone(),
                place: format!("{}:{}", kind.file, pattern.line),
                rule,
                definite: is_definite(document, found),
                form: match found.source {
                    Source::Verb => "verb",
                    Source::Noun => "noun",
                    Source::Light => "light verb",
                    Source::Word => "word",
                },
            },
        })
    }

    /// Actors, recipients and topics of a match.
    fn roles(
        &self,
        resolver: &Resolver<'_>,
        found: &Match,
        day: Option<Date>,
    ) -> (Vec<Resolution>, Vec<Resolution>, Vec<Span>) {
        let document = resolver.document;
        let all = |tokens: &[TokenId]| -> Vec<Resolution> {
            let mut sides: Vec<Resolution> = Vec::new();
            for side in tokens.iter().flat_map(|t| resolver.resolve(*t, day)) {
                if !sides.iter().any(|s| actors::same_side(s, &side)) {
                    sides.push(side);
                }
            }
            sides
        };
        let (means, agents): (Vec<TokenId>, Vec<TokenId>) =
            found.bindings.actors.iter().partition(|t| !natures::nature(document, &self.names, **t).agent);
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
        if recipients.is_empty() && found.bindings.actor_slots() < 2 {
            recipients = self.implied(resolver, found, &actors, day);
        }
        (actors, recipients, topics)
    }

    /// Recipients that no slot of the pattern names: whose plan is rejected ("a Senegalese peace plan"), on whom
    /// the threatened attack would fall, against whom one protests. The nearest known side that is not the actor.
    fn implied(
        &self,
        resolver: &Resolver<'_>,
        found: &Match,
        actors: &[Resolution],
        day: Option<Date>,
    ) -> Vec<Resolution> {
        let document = resolver.document;
        let bindings = &found.bindings;
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

    /// Somebody must act whom the codebook or the text knows, and one side must be political.
    fn worth_coding(
        &self,
        document: &Document,
        kind: &EventType,
        actors: &[Resolution],
        recipients: &[Resolution],
    ) -> Result<(), String> {
        if actors.is_empty() {
            return Err("nobody acts".into());
        }
        let two = actors.len() > 1 || actors.iter().any(|a| names_two(document, a.head));
        if kind.requires_recipient && recipients.is_empty() && !two {
            return Err(format!("{} needs a recipient", kind.code));
        }
        let counts = |r: &Resolution| is_political(r) || kind.private_actors && r.by_scene;
        let political = actors.iter().chain(recipients).any(counts);
        if !political {
            return Err("no side is a political actor".into());
        }
        let named = |r: &Resolution| {
            r.is_resolved()
                || document.mention_at(r.head).is_some_and(|m| document.mentions[m].form == MentionForm::Named)
        };
        let (known, unknown): (Vec<&Resolution>, Vec<&Resolution>) = actors.iter().partition(|a| named(a));
        if known.is_empty() {
            let words = unknown.first().map_or("", |u| document.str(u.span));
            return Err(format!("nothing tells who {words:?} is"));
        }
        Ok(())
    }

    fn contexts(
        &self,
        document: &Document,
        code: &EventType,
        mode: Option<&Mode>,
        found: &Match,
        actors: &[Resolution],
        recipients: &[Resolution],
    ) -> Vec<String> {
        let sentence = &document.sentences[document.tokens[found.anchor].sentence];
        let by_words = self.terms.contexts(document, sentence.tokens.clone());
        let name = mode.map(|m| format!("{}/{}", code.code, m.code));
        // "troops" and "the navy" hold no office, but their words are of one.
        let term = |r: &Resolution| {
            let of_words = || self.names.office_at(document, r.head).map(|o| o.term.clone());
            r.office.as_ref().map(|o| o.to_lowercase()).or_else(of_words)
        };
        let offices: Vec<String> = actors.iter().chain(recipients).filter_map(term).collect();
        self.codebook()
            .contexts
            .iter()
            .enumerate()
            .filter(|(i, c)| {
                by_words.contains(i)
                    || name.as_ref().is_some_and(|n| c.events.contains(n))
                    || c.events.contains(&code.code)
                    || c.offices.iter().any(|o| offices.contains(o))
            })
            .map(|(_, c)| c.code.clone())
            .collect()
    }
}

/// Prepositions of those whom an act is aimed at.
const AT: &[&str] = &["against", "with", "to", "at", "toward", "towards", "upon", "from"];

/// How much a form adds to or takes from a pattern's confidence: nouns more often name what is not told as
/// having happened.
fn certainty(source: Source) -> f64 {
    match source {
        Source::Verb => 1.0,
        Source::Light | Source::Word => 0.97,
        Source::Noun => 0.8,
    }
}

/// One match for each word: of matches that share words the best; what another takes as its inner event is
/// not coded by itself.
fn choose(matcher: &Matcher<'_>, mut matches: Vec<Match>) -> Vec<Match> {
    matches.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.anchor.cmp(&b.anchor)).then(a.event.cmp(&b.event)));
    let mut chosen: Vec<Match> = Vec::new();
    for found in matches {
        let own: Vec<TokenId> = std::iter::once(found.anchor).chain(found.verb).collect();
        let clash = |other: &Match| {
            let theirs: Vec<TokenId> = std::iter::once(other.anchor).chain(other.verb).collect();
            // An outer event and the inner one that it takes do not compete.
            if other.bindings.inner.contains(&found.anchor) || found.bindings.inner.contains(&other.anchor) {
                return false;
            }
            own.iter().any(|t| other.bindings.words.contains(t))
                || theirs.iter().any(|t| found.bindings.words.contains(t))
        };
        if !chosen.iter().any(clash) {
            chosen.push(found);
        }
    }
    let inner: Vec<TokenId> = chosen.iter().flat_map(|m| m.bindings.inner.iter().copied()).collect();
    let document = matcher.document;
    let taken = |m: &Match| {
        inner.contains(&m.anchor)
            || m.verb.is_some_and(|v| inner.contains(&v))
            || inner.iter().any(|i| content(document, *i) == m.anchor)
    };
    chosen.retain(|m| !taken(m));
    chosen.sort_by_key(|m| (m.anchor, m.event));
    chosen
}

/// Whether a noun without a light verb tells that its event took place: a headline, the subject of
/// "took place", after "after", "during", "following".
fn is_asserted(document: &Document, noun: TokenId) -> bool {
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

/// Whether an event is told by a noun that takes something known up: "the meeting", "Sosan's meetings with".
fn is_definite(document: &Document, found: &Match) -> bool {
    found.source == Source::Noun
        && document.children[found.anchor].iter().any(|c| {
            let word = &document.tokens[*c];
            word.relation == Relation::NmodPoss
                || word.relation == Relation::Det
                    && matches!(&*word.lemma.to_lowercase(), "the" | "this" | "that" | "these" | "those")
        })
}

/// The words of the event: its clause without what hangs on its participants.
fn clause_of(document: &Document, found: &Match) -> std::ops::Range<TokenId> {
    document.subtree(found.verb.unwrap_or(found.anchor))
}

/// Meetings and what happens at a place take the dateline where they name no place; statements do not.
fn takes_dateline(kind: &EventType, mode: Option<&Mode>) -> bool {
    matches!(kind.code.as_str(), "CONSULT" | "PROTEST" | "ASSAULT" | "COERCE" | "MOBILIZE")
        && mode.is_none_or(|m| m.code != "phone")
}

/// PLOVER, CONSULT: where the meeting is in the country of one side, the others visit and act.
fn visitor_acts<'a>(
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

fn is_historical(days: Option<(Date, Date)>, published: Option<Date>) -> bool {
    match (days, published) {
        (Some((_, last)), Some(published)) => published.since(last).is_ok_and(|s| s.get_days() > HISTORICAL_DAYS),
        _ => false,
    }
}

/// The words of the trigger as spans, neighbours joined.
fn trigger(document: &Document, found: &Match) -> Vec<Span> {
    let mut tokens = found.bindings.words.clone();
    tokens.sort_unstable();
    tokens.dedup();
    let mut spans: Vec<Span> = Vec::new();
    let mut last = None;
    for token in tokens {
        let span = document.tokens[token].span;
        match (spans.last_mut(), last) {
            (Some(open), Some(before)) if token == before + 1 => *open = open.join(span),
            _ => spans.push(span),
        }
        last = Some(token);
    }
    spans
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

/// "the two Koreas", "both armies": one phrase that names two sides.
fn names_two(document: &Document, head: TokenId) -> bool {
    let two = |t: TokenId| matches!(&*document.tokens[t].lemma.to_lowercase(), "two" | "both" | "three");
    document.tokens[head].is_plural()
        && document.dependents(head, |r| matches!(r, Relation::Nummod | Relation::Det | Relation::DetPredet)).any(two)
}

/// "The two armies exchanged fire, killing nine people": the dead of a fight between two sides are part of it.
fn tells_result(fight: &Event, event: &Event) -> bool {
    fight.code == "ASSAULT" && fight.actors.len() > 1 && fight.recipients.is_empty() && fight.trigger < event.trigger
}

/// Events of one sentence that say the same become one.
fn merge(events: Vec<Event>) -> Vec<Event> {
    let mut merged: Vec<Event> = Vec::new();
    let sides = |list: &[Resolution]| -> Vec<Span> {
        let mut spans: Vec<Span> = list.iter().map(|r| r.span).collect();
        spans.sort_unstable();
        spans
    };
    for event in events {
        let same = merged.iter_mut().find(|m| {
            m.code == event.code
                && sides(&m.actors) == sides(&event.actors)
                && (sides(&m.recipients) == sides(&event.recipients) || tells_result(m, &event))
        });
        match same {
            Some(first) => {
                first.confidence = first.confidence.max(event.confidence);
                first.mode = first.mode.take().or(event.mode);
                first.trigger.extend(event.trigger);
                first.trigger.sort_unstable();
                first.trigger.dedup();
                first.topics.extend(event.topics);
                first.topics.sort_unstable();
                first.topics.dedup();
            }
            None => merged.push(event),
        }
    }
    merged
}
