//! The coder: the stages from a document to its events, in order.

use crate::actors::{self, Resolution, Resolver};
use crate::assertion::{describes_actor, is_asserted, is_definite, is_fiction, reality, shown_by};
use crate::attribution::{self, Told};
use crate::contexts::{self, Terms};
use crate::continuity;
use crate::dates::{self, Asked};
use crate::decision::{self, OPERATING_POINT};
use crate::discards::Discards;
use crate::event::{Auxiliary, Event, Evidence};
use crate::explain::{Explanation, Proposed};
use crate::frames::Source;
use crate::gate::Gate;
use crate::matcher::{Bindings, Match, Matcher, PatternIndex};
use crate::merging::{choose, merge};
use crate::names::Names;
use crate::places;
use crate::proposals::{Known, Proposal, proposals};
use crate::roles::{roles, visitor_acts};
use crate::rules::{self, Outcome};
use crate::sizes;
use crate::telling::{Teller, Telling};
use crate::toponyms::Toponyms;
use crate::worth::worth_coding;
use jiff::civil::Date;
use legation_codebook::{Codebook, EventType, Mode, Pattern};
use legation_text::{
    Analyzer, Article, Document, Factuality, Lexicon, Relation, Sentence, SentenceKind, Span, TokenId, predicates,
};
use std::ops::Range;

/// Codes documents. Make one and use it for all; it holds no state between documents.
pub struct Coder {
    pub(crate) names: Names,
    pub(crate) index: PatternIndex,
    terms: Terms,
    gate: Gate,
    discards: Discards,
}

/// Which events are given out beside plain ones.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Included {
    /// Events that are told not to have happened.
    pub negation: bool,
    /// Events that are only possible.
    pub hypothetical: bool,
    /// Events that are less sure than this are left out.
    pub least: f64,
}

impl Default for Included {
    /// Plain events at the operating point ([`OPERATING_POINT`]).
    fn default() -> Self {
        Self { negation: false, hypothetical: false, least: OPERATING_POINT }
    }
}

/// Whether a deed is done by saying so: a threat, a promise, a demand; a meeting and an inquiry are not.
fn is_said(kind: &EventType, mode: Option<&Mode>) -> bool {
    matches!(kind.quad, 1 | 3) && kind.code != "CONSULT" && mode.is_none_or(|m| m.code != "investigate")
}

/// An event is no longer current where it lies this many days before the day of publication.
const HISTORICAL_DAYS: i32 = 365;

impl Coder {
    /// A coder for a codebook.
    pub fn new(codebook: Codebook) -> Self {
        let index = PatternIndex::new(&codebook.events);
        let terms = Terms::new(&codebook);
        let gate = Gate::new(&codebook);
        let discards = Discards::new(&codebook);
        Self { names: Names::new(codebook), index, terms, gate, discards }
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

    /// Sentences that the codebook leaves out for a phrase in them or in their story (`discards.csv`).
    pub fn discarded(&self, document: &Document) -> Vec<legation_text::SentenceId> {
        self.discards.of(document)
    }

    /// The events of a document, in order of the text.
    pub fn code(&self, document: &Document, included: Included) -> Vec<Event> {
        let matcher = Matcher::new(document, &self.names, &self.index);
        let resolver = Resolver::new(document, &self.names);
        let known = Known::new(self.codebook(), &document.labels);
        let discarded = self.discarded(document);
        let mut events = Vec::new();
        for (number, sentence) in document.sentences.iter().enumerate() {
            if sentence.kind == SentenceKind::Metadata || !sentence.read || discarded.contains(&number) {
                continue;
            }
            let matched = self.matched(&matcher, &resolver, sentence.tokens.clone());
            let mut proposals = proposals(document, &known, number);
            proposals.retain(|p| !matcher.excepts(p.anchor, p.event));
            let proposed = self.proposed(&resolver, &proposals);
            let mut found =
                decision::join(document, &known, self.codebook(), merge(document, matched), merge(document, proposed));
            found.retain(|e| is_included(e, included));
            events.extend(found);
        }
        continuity::carry_on(document, &mut events);
        events
    }

    /// The events that patterns find among the words of a sentence.
    fn matched(&self, matcher: &Matcher<'_>, resolver: &Resolver<'_>, tokens: Range<TokenId>) -> Vec<Event> {
        let words: Vec<&str> = tokens.clone().map(|t| matcher.document.form(t)).collect();
        if !self.gate.opens(&words) {
            return Vec::new();
        }
        let matches = choose(matcher, tokens.flat_map(|t| matcher.at(t)).collect());
        matches.iter().filter_map(|m| self.event(resolver, self.telling(matcher, m)).ok()).collect()
    }

    /// The events of what the pair head proposes.
    fn proposed(&self, resolver: &Resolver<'_>, proposals: &[Proposal]) -> Vec<Event> {
        proposals.iter().filter_map(|p| self.propose(resolver, p).ok()).collect()
    }

    fn propose(&self, resolver: &Resolver<'_>, proposal: &Proposal) -> Result<Event, String> {
        let words = std::iter::once(proposal.anchor).chain(proposal.verb).collect();
        let bindings = Bindings::given(proposal.actors.clone(), proposal.recipients.clone(), words);
        let telling = Telling {
            kind: &self.codebook().events[proposal.event],
            anchor: proposal.anchor,
            verb: proposal.verb,
            source: proposal.source,
            bindings: &bindings,
            by: Teller::Head(proposal),
        };
        self.event(resolver, telling)
    }

    fn telling<'a>(&'a self, matcher: &Matcher<'a>, found: &'a Match) -> Telling<'a> {
        Telling {
            kind: &self.codebook().events[found.event],
            anchor: found.anchor,
            verb: found.verb,
            source: found.source,
            bindings: &found.bindings,
            by: Teller::Pattern(matcher.pattern(found)),
        }
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

    /// What the places of a document are.
    pub fn toponyms<'a>(&'a self, document: &'a Document) -> Toponyms<'a> {
        Toponyms::new(document, &self.names)
    }

    /// CAMEO tells some acts apart that PLOVER has as one: a concession that is only promised, sanctions from other cuts.
    fn cameo_by_words(&self, document: &Document, found: Telling<'_>, code: &str) -> Option<&'static str> {
        let list = |name: &str| self.codebook().words.get(name).map_or(&[][..], Vec::as_slice);
        let told_by = |words: &[String], token: TokenId| words.contains(&document.tokens[token].lemma.to_lowercase());
        let mut clause = std::iter::once(found.anchor).chain(found.verb);
        match code {
            "CONCEDE" => {
                let future = rules::reality(document, found.anchor, found.verb) == Factuality::Future;
                (future || clause.any(|t| told_by(list("intent"), t))).then_some("035")
            }
            "SANCTION" => {
                let objects = document.dependents(found.anchor, |r| matches!(r, Relation::Obj | Relation::NsubjPass));
                clause.chain(objects).any(|t| told_by(list("embargo"), t)).then_some("163")
            }
            _ => None,
        }
    }

    /// Why events were coded and near misses were not.
    pub fn explain(&self, document: &Document) -> Explanation {
        let mut matcher = Matcher::new(document, &self.names, &self.index);
        matcher.misses = Some(std::cell::RefCell::default());
        let resolver = Resolver::new(document, &self.names);
        let mut explanation = Explanation { discarded: self.discarded(document), ..Explanation::default() };
        for sentence in document.sentences.iter().filter(|s| s.kind != SentenceKind::Metadata) {
            let all: Vec<Match> = sentence.tokens.clone().flat_map(|t| matcher.at(t)).collect();
            for found in choose(&matcher, all) {
                let pattern = matcher.pattern(&found);
                let event = &self.codebook().events[found.event];
                let place = format!("{}:{}", pattern.file, pattern.line);
                let result = self.event(&resolver, self.telling(&matcher, &found));
                let result = result.and_then(given_out);
                explanation.push(document, &event.code, &pattern.says, place, &found, result);
            }
        }
        let known = Known::new(self.codebook(), &document.labels);
        for (number, sentence) in document.sentences.iter().enumerate() {
            let words: Vec<&str> = sentence.tokens.clone().map(|t| document.form(t)).collect();
            if !self.gate.opens(&words) {
                explanation.shut.push(number);
            }
            for proposal in proposals(document, &known, number) {
                let excepted = matcher.excepts(proposal.anchor, proposal.event);
                let result = if excepted {
                    Err("an exception of the codebook speaks against it".into())
                } else {
                    self.propose(&resolver, &proposal).and_then(given_out)
                };
                explanation.proposed.push(Proposed {
                    code: self.codebook().events[proposal.event].code.clone(),
                    probability: proposal.probability,
                    anchor: document.tokens[proposal.anchor].span,
                    actors: proposal.actors.iter().map(|t| phrase_of(document, *t)).collect(),
                    recipients: proposal.recipients.iter().map(|t| phrase_of(document, *t)).collect(),
                    result: result.map(Box::new),
                });
            }
        }
        explanation.add_misses(document, self.codebook(), matcher.misses.expect("set above").into_inner());
        explanation
    }

    /// The event that a telling makes, or why it makes none.
    fn event(&self, resolver: &Resolver<'_>, found: Telling<'_>) -> Result<Event, String> {
        let document = resolver.document;
        let kind = found.kind;
        let names_event = |noun: TokenId| self.codebook().nominalizations.contains_key(&*document.tokens[noun].lemma);
        let reality = reality(document, &self.names, found);
        let asked = if reality == Factuality::Future { Asked::Announcement } else { Asked::Happening };
        let dated = |asked| dates::date(document, found.anchor, found.verb, asked, names_event);
        let mut date = dated(asked);
        let day = dates::first_day(date.as_ref());
        if found.pattern().is_some() && found.source == Source::Noun && !is_asserted(document, found.anchor) {
            return Err("its noun stands where nothing is asserted".into());
        }
        if predicates::is_ground(document, found.verb.unwrap_or(found.anchor)) {
            return Err("it is what somebody is judged or thanked for".into());
        }
        if is_fiction(document, &self.names, found.verb.unwrap_or(found.anchor)) {
            return Err("it is made up: a film, a play, a game".into());
        }
        if found.proposal().is_some_and(|p| describes_actor(document, p)) {
            return Err("its words say who somebody is".into());
        }
        let (mut actors, mut recipients, topics) = roles(resolver, found, day);
        let named =
            found.pattern().map_or_else(|| found.proposal().and_then(|p| p.mode.as_deref()), |p| p.mode.as_deref());
        let mut mode = named
            .and_then(|m| kind.modes.iter().find(|k| k.code == m))
            .or_else(|| contexts::mode_by_cue(document, &clause_of(document, found), &kind.modes));
        let acts_on_a_place = found.pattern().is_some_and(Pattern::acts_on_a_place);
        let place = places::place(document, &resolver.toponyms, found, takes_dateline(kind, mode), acts_on_a_place);
        // A dateline tells where the lead happened; what is told further down may have happened elsewhere.
        let here = place.as_ref().is_some_and(|p| !p.dateline || is_lead(document, found.anchor));
        if kind.code == "CONSULT" && here && mode.is_none_or(|m| m.code == "visit") {
            visitor_acts(&mut actors, &mut recipients, place.as_ref(), kind, &mut mode);
        }
        if found.proposal().is_some() && actors.len() < 2 && recipients.is_empty() && is_definite(document, found) {
            return Err("its words take up what is known".into());
        }
        worth_coding(self.codebook(), document, found, &actors, &recipients)?;
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
        let (mut code, mut cameo, mut rule) = (kind, found.pattern().and_then(|p| p.cameo.clone()), None);
        match rules::apply(self.codebook(), &kind.code, mode.map(|m| m.code.as_str()), reality, announced) {
            Outcome::Plain => {}
            Outcome::With(found) => {
                auxiliary.push(found);
                if found == Auxiliary::Future {
                    date = dated(Asked::Happening);
                }
            }
            // The user's own pattern says itself what its words are coded as.
            Outcome::Becomes { .. } if found.pattern().is_some_and(|p| p.own) => auxiliary.push(match reality {
                Factuality::Future => Auxiliary::Future,
                _ => Auxiliary::Hypothetical,
            }),
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
        let (anchor, verb, words) = (found.anchor, found.verb, found.bindings.words.as_slice());
        let speakers = if is_said(code, mode) { actors.as_slice() } else { &[] };
        let attribution = attribution::attribution(resolver, Told { anchor, verb, words, reality, speakers, day });
        let mode_code = mode.map(|m| m.code.clone());
        let cameo = cameo
            .or_else(|| self.cameo_by_words(document, found, &code.code).map(str::to_owned))
            .or_else(|| mode.and_then(|m| m.cameo.clone()))
            .or_else(|| self.codebook().cameo_of(&code.code, mode_code.as_deref()).map(str::to_owned))
            .unwrap_or_else(|| code.cameo.clone());
        let contexts = self.contexts(document, code, mode, found, &actors, &recipients);
        let sentence = document.tokens[found.anchor].sentence;
        Ok(Event {
            scale: mode.and_then(|m| m.scale).unwrap_or(code.scale),
            code: code.code.clone(),
            mode: mode_code,
            contexts,
            auxiliary,
            quad: code.quad,
            cameo,
            sizes: sizes::sizes(document, self.codebook(), found, &code.code),
            actors,
            recipients,
            date,
            place,
            attribution,
            trigger: trigger(document, found),
            topics,
            sentence,
            story: document.sentences[sentence].story,
            confidence: found.proposal().map_or(0.0, |p| p.probability),
            evidence: Evidence {
                pattern: found.pattern().map(|p| p.says.clone()),
                place: found.pattern().map(|p| format!("{}:{}", p.file, p.line)),
                own: found.pattern().is_some_and(|p| p.own),
                words: found.pattern().map_or(0, |_| found.bindings.words.len()),
                strength: found.pattern().map_or(0.0, |p| p.confidence * certainty(found.source)),
                head: 0.0,
                head_says: None,
                rule,
                shown_by: shown_by(document, found, reality),
                definite: is_definite(document, found),
                form: match found.source {
                    Source::Verb if document.tokens[found.anchor].relation == Relation::Acl => "participle",
                    Source::Verb => "verb",
                    Source::Noun => "noun",
                    Source::Light => "light verb",
                    Source::Word => "word",
                },
            },
        })
    }

    fn contexts(
        &self,
        document: &Document,
        code: &EventType,
        mode: Option<&Mode>,
        found: Telling<'_>,
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
                    || found.proposal().is_some_and(|p| p.contexts.contains(&c.code))
            })
            .map(|(_, c)| c.code.clone())
            .collect()
    }
}

/// How much a form adds to or takes from a pattern's confidence: nouns more often name what is not told as
/// having happened.
fn certainty(source: Source) -> f64 {
    match source {
        Source::Verb => 1.0,
        Source::Light | Source::Word => 0.97,
        Source::Noun => 0.8,
    }
}

/// Whether an event is given out.
fn is_included(event: &Event, included: Included) -> bool {
    event.confidence >= included.least
        && event.auxiliary.iter().all(|a| match a {
            Auxiliary::Negation => included.negation,
            Auxiliary::Hypothetical => included.hypothetical,
            Auxiliary::Historical | Auxiliary::Future => true,
        })
}

/// An event as it is without the other's voice, or why that alone would not give it out.
fn given_out(mut event: Event) -> Result<Event, String> {
    event.confidence = event.confidence.max(event.evidence.strength);
    if is_included(&event, Included::default()) { Ok(event) } else { Err(left_out(&event)) }
}

fn phrase_of(document: &Document, head: TokenId) -> Span {
    document.mention_at(head).map_or(document.tokens[head].span, |m| document.mentions[m].span)
}

/// Why it is not.
fn left_out(event: &Event) -> String {
    if event.auxiliary.is_empty() || event.confidence < OPERATING_POINT {
        return format!("its confidence is only {:.2}", event.confidence);
    }
    let negated = event.auxiliary.contains(&Auxiliary::Negation);
    if negated { "it is told not to have happened" } else { "it is only possible" }.into()
}

/// The words of the event: its clause without what hangs on its participants.
fn clause_of(document: &Document, found: Telling<'_>) -> Range<TokenId> {
    document.subtree(found.verb.unwrap_or(found.anchor))
}

/// Meetings and what happens at a place take the dateline where they name no place; statements do not.
fn takes_dateline(kind: &EventType, mode: Option<&Mode>) -> bool {
    kind.on_the_spot && mode.is_none_or(|m| !m.remote)
}

/// Whether a word stands in the first sentence of its story's text.
fn is_lead(document: &Document, token: TokenId) -> bool {
    let sentence = document.tokens[token].sentence;
    let story = document.sentences[sentence].story;
    let body = |s: &Sentence| s.story == story && s.kind == SentenceKind::Body;
    document.sentences.iter().position(body) == Some(sentence)
}

fn is_historical(days: Option<(Date, Date)>, published: Option<Date>) -> bool {
    match (days, published) {
        (Some((_, last)), Some(published)) => published.since(last).is_ok_and(|s| s.get_days() > HISTORICAL_DAYS),
        _ => false,
    }
}

/// The words of the trigger as spans, neighbours joined.
fn trigger(document: &Document, found: Telling<'_>) -> Vec<Span> {
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
