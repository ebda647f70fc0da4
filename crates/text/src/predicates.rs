//! Who does what to whom, by grammar alone: the arguments of a verb or noun with passive, relative
//! clauses, participles, coordination and control undone.
//!
//! "Soldiers sent by Moscow were told to leave and did" gives `send(Moscow, soldiers)`,
//! `leave(soldiers)`. The deep subject is whoever acts, the deep object whoever is acted on.

use crate::document::{Document, EntityKind, TokenId};
use crate::grammar::{Relation, Upos};

/// A prepositional argument.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Oblique {
    /// Preposition, lower case ("out of"); empty for bare time expressions.
    pub preposition: String,
    /// Head word of the phrase.
    pub token: TokenId,
}

/// The form of a clause that completes another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClauseForm {
    /// "to leave"
    Infinitive,
    /// "leaving"
    Gerund,
    /// "that they leave"
    Finite,
}

/// A clause that completes a verb or noun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Complement {
    /// How it is joined.
    pub form: ClauseForm,
    /// Its head word.
    pub token: TokenId,
}

/// Arguments of one verb or noun.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Arguments {
    /// Who acts; every member of a coordination.
    pub subjects: Vec<TokenId>,
    /// On whom or what.
    pub objects: Vec<TokenId>,
    /// To whom ("gave the rebels arms").
    pub indirect: Vec<TokenId>,
    /// With prepositions.
    pub obliques: Vec<Oblique>,
    /// "out" of "carry out".
    pub particles: Vec<TokenId>,
    /// Clauses.
    pub complements: Vec<Complement>,
}

impl Arguments {
    /// Heads of the phrases with one of the prepositions.
    pub fn with<'a>(&'a self, prepositions: &'a [&str]) -> impl Iterator<Item = TokenId> + 'a {
        self.obliques.iter().filter(|o| prepositions.contains(&o.preposition.as_str())).map(|o| o.token)
    }
}

/// A word and the members coordinated with it.
pub fn coordinated(document: &Document, token: TokenId) -> Vec<TokenId> {
    let mut members = vec![token];
    let mut i = 0;
    while i < members.len() {
        let at = members[i];
        members.extend(document.dependents(at, |r| r == Relation::Conj).filter(|c| {
            let nominal = |t: TokenId| {
                document.tokens[t].upos.is_noun() || matches!(document.tokens[t].upos, Upos::Pron | Upos::Num)
            };
            nominal(*c) == nominal(token)
        }));
        i += 1;
    }
    members.sort_unstable();
    members.dedup();
    members
}

/// The preposition of a phrase ("out of", "with"), lower case.
pub fn preposition(document: &Document, token: TokenId) -> String {
    let mut words: Vec<TokenId> = Vec::new();
    let case_of = |t: TokenId| document.dependents(t, |r| r == Relation::Case);
    // "of General Soleimani": the parser may hang the preposition on the title.
    let top = if case_of(token).next().is_some() {
        token
    } else {
        document.dependents(token, |r| r == Relation::NmodDesc).find(|t| case_of(*t).next().is_some()).unwrap_or(token)
    };
    for case in case_of(top) {
        if document.tokens[case].upos == Upos::Part {
            continue;
        }
        words.push(case);
        words.extend(document.dependents(case, |r| r == Relation::Fixed));
    }
    words.sort_unstable();
    words.iter().map(|w| document.form(*w).to_lowercase()).collect::<Vec<_>>().join(" ")
}

/// Whether a verb is in the passive (or a past participle that modifies its object).
pub fn is_passive(document: &Document, verb: TokenId) -> bool {
    let word = &document.tokens[verb];
    if word.upos != Upos::Verb {
        return false;
    }
    let of_relation = |wanted: Relation| document.dependents(verb, move |r| r == wanted).next().is_some();
    // "ISNA reported": a plain subject and no auxiliary of the passive, or a report hung on to what it reports.
    let auxiliary = of_relation(Relation::AuxPass);
    if !auxiliary
        && (word.relation == Relation::Parataxis || of_relation(Relation::Nsubj) && !of_relation(Relation::NsubjPass))
    {
        return false;
    }
    let marked = document
        .dependents(verb, |r| {
            matches!(r, Relation::AuxPass | Relation::NsubjPass | Relation::CsubjPass | Relation::OblAgent)
        })
        .next()
        .is_some();
    // Verbs coordinated under one auxiliary: "was arrested and deported".
    let shared = word.relation == Relation::Conj
        && word.has("VerbForm=Part")
        && document.dependents(verb, |r| r.is_nominal_subject() || r == Relation::Aux).next().is_none()
        && document.dependents(verb, |r| r == Relation::Obj).next().is_none()
        && word.head.is_some_and(|h| is_passive(document, h));
    let participle = word.has("Voice=Pass")
        || word.xpos == "VBN" && matches!(word.relation, Relation::Acl | Relation::Advcl | Relation::Amod);
    marked
        || shared
        || participle
            && document.dependents(verb, |r| r == Relation::Obj).next().is_none()
            && !has_perfect(document, verb)
}

fn has_perfect(document: &Document, verb: TokenId) -> bool {
    document.dependents(verb, |r| r == Relation::Aux).any(|a| &*document.tokens[a].lemma == "have")
        && document.dependents(verb, |r| r == Relation::AuxPass).next().is_none()
}

/// Arguments of a verb (or of an adjective with a copula).
pub fn of_verb(document: &Document, verb: TokenId) -> Arguments {
    let passive = is_passive(document, verb);
    let mut found = Arguments::default();
    let surface = surface_subjects(document, verb, 0);
    for child in &document.children[verb] {
        let child = *child;
        match document.tokens[child].relation {
            // "walked out of the talks" with "talks" as object: a noun behind a preposition is none.
            Relation::Obj if !preposition(document, child).is_empty() => {
                push_oblique(document, &mut found.obliques, child);
            }
            Relation::Obj => {
                extend(document, &mut found.objects, child);
                // "accused the president of arresting critics" with the gerund under "president"
                for clause in document.dependents(child, |r| r == Relation::Acl) {
                    if document.tokens[clause].xpos == "VBG" {
                        push_clause(document, &mut found, clause);
                    }
                }
            }
            Relation::Iobj => extend(document, &mut found.indirect, child),
            Relation::Obl | Relation::OblUnmarked => push_oblique(document, &mut found.obliques, child),
            Relation::OblAgent => extend(document, &mut found.subjects, child),
            Relation::CompoundPrt => found.particles.push(child),
            Relation::Advmod if document.tokens[child].upos == Upos::Adp || is_particle(document.form(child)) => {
                found.particles.push(child);
            }
            Relation::Xcomp | Relation::Ccomp => found.complements.extend(complement(document, child)),
            Relation::Advcl => push_clause(document, &mut found, child),
            _ => {}
        }
    }
    if passive {
        for oblique in &found.obliques {
            if oblique.preposition == "by" && found.subjects.is_empty() {
                found.subjects = coordinated(document, oblique.token);
            }
        }
        if found.subjects.is_empty() {
            found.subjects = shared_agent(document, verb);
        }
        if found.subjects.is_empty() {
            found.subjects = misplaced_agent(document, verb);
        }
        for subject in surface {
            if !found.objects.contains(&subject) {
                found.objects.push(subject);
            }
        }
    } else {
        found.subjects = surface;
        relative_gap(document, verb, &mut found);
    }
    shared_object(document, verb, passive, &mut found);
    found
}

/// "were abducted and shot dead by militants": the agent stands with the last of the joined passives.
fn shared_agent(document: &Document, verb: TokenId) -> Vec<TokenId> {
    let mut found = Vec::new();
    for next in document.dependents(verb, |r| r == Relation::Conj) {
        let own_subject = document.dependents(next, Relation::is_nominal_subject).next().is_some();
        if document.tokens[next].xpos == "VBN" && !own_subject && !has_perfect(document, next) {
            document
                .dependents(next, |r| r == Relation::OblAgent)
                .for_each(|agent| extend(document, &mut found, agent));
        }
    }
    found
}

/// "abducted from the town of Chibok by Boko Haram", "barred from running by the council": the parser may hang the
/// agent of a passive on the noun or the gerund before it.
fn misplaced_agent(document: &Document, verb: TokenId) -> Vec<TokenId> {
    let phrases = document
        .dependents(verb, |r| matches!(r, Relation::Obl | Relation::Obj | Relation::OblUnmarked | Relation::NsubjPass));
    let gerund = |t: &TokenId| document.tokens[*t].xpos == "VBG" && !is_passive(document, *t);
    let clauses = document.dependents(verb, |r| matches!(r, Relation::Advcl | Relation::Xcomp)).filter(gerund);
    let adjective =
        document.dependents(verb, |r| r == Relation::Xcomp).filter(|t| document.tokens[*t].upos == Upos::Adj);
    let below = adjective.flat_map(|a| document.dependents(a, |r| r == Relation::Advcl)).filter(gerund);
    let mut open: Vec<TokenId> = phrases.chain(clauses).chain(below).collect();
    let mut found = None;
    while let Some(noun) = open.pop() {
        for child in document.dependents(noun, |r| matches!(r, Relation::Nmod | Relation::Obl)) {
            if child > verb && preposition(document, child) == "by" {
                found = Some(child);
            }
            open.push(child);
        }
    }
    found.map(|agent| coordinated(document, agent)).unwrap_or_default()
}

fn extend(document: &Document, list: &mut Vec<TokenId>, token: TokenId) {
    for member in coordinated(document, antecedent(document, token)) {
        if !list.contains(&member) {
            list.push(member);
        }
    }
}

fn push_oblique(document: &Document, list: &mut Vec<Oblique>, token: TokenId) {
    let preposition = preposition(document, token);
    for member in coordinated(document, token) {
        let own = self::preposition(document, member);
        let preposition = if own.is_empty() { preposition.clone() } else { own };
        list.push(Oblique { preposition, token: antecedent(document, member) });
    }
}

/// "by bombing the town", "after meeting the envoy": a clause behind a preposition.
fn push_clause(document: &Document, found: &mut Arguments, clause: TokenId) {
    if let Some(mark) = crate::factuality::mark(document, clause) {
        if mark == "to" {
            found.complements.push(Complement { form: ClauseForm::Infinitive, token: clause });
        } else {
            found.obliques.push(Oblique { preposition: mark, token: clause });
        }
    }
}

fn complement(document: &Document, clause: TokenId) -> Vec<Complement> {
    let word = &document.tokens[clause];
    let to = crate::factuality::mark(document, clause).as_deref() == Some("to");
    let form = if to {
        ClauseForm::Infinitive
    } else if word.relation == Relation::Xcomp && word.xpos == "VBG" || word.has("VerbForm=Ger") {
        ClauseForm::Gerund
    } else {
        ClauseForm::Finite
    };
    let mut found = vec![Complement { form, token: clause }];
    found.extend(
        document
            .dependents(clause, |r| r == Relation::Conj)
            .filter(|c| document.tokens[*c].upos == word.upos)
            .map(|token| Complement { form, token }),
    );
    found
}

fn is_particle(word: &str) -> bool {
    matches!(
        word,
        "up" | "out"
            | "off"
            | "down"
            | "back"
            | "away"
            | "over"
            | "on"
            | "in"
            | "along"
            | "apart"
            | "together"
            | "forward"
            | "ahead"
            | "home"
    )
}

/// Grammatical subjects of a verb, found where control, coordination or a modified noun supply them.
fn surface_subjects(document: &Document, verb: TokenId, depth: usize) -> Vec<TokenId> {
    // Deeper chains of clauses do not occur; the limit guards against odd trees.
    const DEEPEST: usize = 12;
    let mut subjects = Vec::new();
    for child in document.dependents(verb, Relation::is_nominal_subject) {
        extend(document, &mut subjects, child);
    }
    let word = &document.tokens[verb];
    let Some(head) = word.head.filter(|_| subjects.is_empty() && depth < DEEPEST) else {
        return subjects;
    };
    let up = || surface_subjects(document, head, depth + 1);
    match word.relation {
        Relation::Conj => up(),
        Relation::Xcomp => controller(document, head, depth),
        Relation::Ccomp if !word.has("VerbForm=Fin") => controller(document, head, depth),
        Relation::Advcl if !word.has("VerbForm=Fin") && !document.tokens[head].upos.is_noun() => {
            let judged = judged(document, verb, head);
            if judged.is_empty() { up() } else { judged }
        }
        Relation::Acl | Relation::AclRelcl
            if document.tokens[head].upos.is_noun() || document.tokens[head].upos == Upos::Pron =>
        {
            if word.has("VerbForm=Inf") {
                owner(document, head, depth)
            } else if word.relation == Relation::AclRelcl
                && !has_relative(document, verb)
                && !is_passive(document, verb)
            {
                Vec::new()
            } else {
                vec![head]
            }
        }
        // "X, said Y, will visit": the clause that surrounds a report.
        Relation::Parataxis if word.has("VerbForm=Inf") || word.has("VerbForm=Ger") => up(),
        _ => subjects,
    }
}

/// "fined the firm for dumping waste", "rebuked Beijing for jailing Liu": who or what is judged did it, not who
/// judges.
fn judged(document: &Document, gerund: TokenId, verb: TokenId) -> Vec<TokenId> {
    let mark = crate::factuality::mark(document, gerund);
    if mark.as_deref() != Some("for") || document.tokens[gerund].xpos != "VBG" || is_passive(document, verb) {
        return Vec::new();
    }
    let acts = |t: &TokenId| {
        document.mention_at(*t).is_some_and(|m| {
            let kind = document.mentions[m].kind;
            matches!(kind, EntityKind::Person | EntityKind::Organization | EntityKind::Place | EntityKind::Nationality)
        })
    };
    let objects = document.dependents(verb, |r| r == Relation::Obj).filter(|o| *o < gerund).filter(acts);
    let mut found = Vec::new();
    objects.for_each(|o| extend(document, &mut found, o));
    found
}

/// Whether a clause gives the ground of another act ("sentenced a man for killing a policeman", "thanked Iran for
/// helping") or says what a role is ("the role of Russia in supporting the separatists"): it is not told itself.
pub fn is_ground(document: &Document, verb: TokenId) -> bool {
    let word = &document.tokens[verb];
    let Some(head) = word.head.filter(|_| matches!(word.relation, Relation::Advcl | Relation::Acl)) else {
        return false;
    };
    if word.xpos != "VBG" {
        return false;
    }
    match crate::factuality::mark(document, verb).as_deref() {
        Some("for") => {
            document.tokens[head].upos == Upos::Verb
                && (is_passive(document, head) || document.dependents(head, |r| r == Relation::Obj).next().is_some())
        }
        Some("in") => {
            let role =
                |t: TokenId| matches!(&*document.tokens[t].lemma, "role" | "part" | "involvement" | "complicity");
            role(head) || document.dependents(head, |r| matches!(r, Relation::Obj | Relation::Obl)).any(role)
        }
        _ => false,
    }
}

/// Who does what an infinitive under `verb` says: the object of "urge", else the subject.
fn controller(document: &Document, verb: TokenId, depth: usize) -> Vec<TokenId> {
    let subject_control =
        matches!(&*document.tokens[verb].lemma, "promise" | "vow" | "threaten" | "pledge" | "offer" | "use");
    if !subject_control {
        let mut objects = Vec::new();
        for child in document.dependents(verb, |r| matches!(r, Relation::Obj | Relation::Iobj)) {
            extend(document, &mut objects, child);
        }
        if objects.is_empty() {
            // "called on Iran to stop"
            if matches!(&*document.tokens[verb].lemma, "call" | "appeal" | "plead" | "rely" | "count" | "prevail") {
                for child in document.dependents(verb, |r| r == Relation::Obl) {
                    if matches!(preposition(document, child).as_str(), "on" | "upon" | "to" | "with") {
                        extend(document, &mut objects, child);
                    }
                }
            }
        }
        if !objects.is_empty() {
            return objects;
        }
    }
    surface_subjects(document, verb, depth + 1)
}

/// Whose plan, decision or promise it is: "Moscow's decision to leave", "announced a decision to leave".
fn owner(document: &Document, noun: TokenId, depth: usize) -> Vec<TokenId> {
    let mut owners = Vec::new();
    for child in document.dependents(noun, |r| r == Relation::NmodPoss) {
        extend(document, &mut owners, child);
    }
    if owners.is_empty() {
        // "the Israeli plan to annex the valley"
        let named = document.dependents(noun, |r| matches!(r, Relation::Amod | Relation::Compound));
        owners.extend(named.filter(|t| {
            let kind = document.mention_at(*t).map(|m| document.mentions[m].kind);
            matches!(kind, Some(EntityKind::Nationality | EntityKind::Place | EntityKind::Organization))
        }));
    }
    if owners.is_empty() {
        for child in document.dependents(noun, |r| r == Relation::Nmod) {
            if matches!(preposition(document, child).as_str(), "of" | "by" | "between") {
                extend(document, &mut owners, child);
            }
        }
    }
    if owners.is_empty()
        && let Some(head) = document.tokens[noun].head
        && document.tokens[head].upos == Upos::Verb
        && !document.tokens[noun].relation.is_nominal_subject()
        && depth < 4
    {
        return surface_subjects(document, head, depth + 1);
    }
    owners
}

fn has_relative(document: &Document, verb: TokenId) -> bool {
    document.children[verb]
        .iter()
        .any(|c| is_relative(document, *c) && document.tokens[*c].relation.is_nominal_subject())
        || document.dependents(verb, Relation::is_nominal_subject).next().is_none()
            && document.children[verb].iter().all(|c| !is_relative(document, *c))
}

fn is_relative(document: &Document, token: TokenId) -> bool {
    let word = &document.tokens[token];
    word.has("PronType=Rel")
        || matches!(word.xpos, "WDT" | "WP") && matches!(&*word.lemma.to_lowercase(), "who" | "which" | "that" | "whom")
}

/// The noun that a relative pronoun stands for; any other word itself.
fn antecedent(document: &Document, token: TokenId) -> TokenId {
    if !is_relative(document, token) {
        return token;
    }
    let mut at = document.tokens[token].head;
    while let Some(word) = at {
        if document.tokens[word].relation == Relation::AclRelcl {
            let noun = document.tokens[word].head.unwrap_or(token);
            return if matches!(&*document.tokens[token].lemma.to_lowercase(), "who" | "whom") {
                somebody(document, noun).unwrap_or(noun)
            } else {
                noun
            };
        }
        at = document.tokens[word].head;
    }
    token
}

/// "peasants in the town of Tecún, who accuse the army": where the noun in front of "who" is a place, the phrase
/// that it belongs to, or stands beside, is meant.
fn somebody(document: &Document, noun: TokenId) -> Option<TokenId> {
    let kind = |t: TokenId| document.mention_at(t).map(|m| document.mentions[m].kind);
    if kind(noun) != Some(EntityKind::Place) {
        return None;
    }
    let acts =
        |t: &TokenId| matches!(kind(*t), Some(EntityKind::Person | EntityKind::Organization | EntityKind::Nationality));
    let above = document.tokens[noun].head?;
    if acts(&above) {
        return Some(above);
    }
    document.children[above].iter().copied().rfind(|t| *t < noun && acts(t))
}

/// "the town (that) rebels seized": the modified noun is the missing object.
fn relative_gap(document: &Document, verb: TokenId, found: &mut Arguments) {
    let word = &document.tokens[verb];
    let Some(noun) = word.head.filter(|_| word.relation == Relation::AclRelcl) else {
        return;
    };
    let relative = document.children[verb].iter().any(|c| is_relative(document, *c));
    if !relative && found.objects.is_empty() && !found.subjects.is_empty() && !found.subjects.contains(&noun) {
        found.objects.push(noun);
    }
}

/// "condemned and rejected the plan": the object stands with the first verb but after the second.
fn shared_object(document: &Document, verb: TokenId, passive: bool, found: &mut Arguments) {
    let word = &document.tokens[verb];
    if passive || !found.objects.is_empty() || word.relation != Relation::Conj {
        return;
    }
    let Some(first) = word.head.filter(|h| document.tokens[*h].upos == Upos::Verb) else {
        return;
    };
    for object in document.dependents(first, |r| r == Relation::Obj) {
        if object > verb {
            extend(document, &mut found.objects, object);
        }
    }
    for child in document.dependents(first, |r| r == Relation::Obl) {
        if child > verb && found.obliques.is_empty() {
            push_oblique(document, &mut found.obliques, child);
        }
    }
}

/// Arguments of a noun that names a happening: "Russia's invasion of Ukraine", "talks between X and Y".
///
/// `object` lists the prepositions through which the noun takes its verb's object, in order of use.
/// Modifiers (compounds and adjectives: "the Syrian-Iranian talks", "Russian invasion") are subjects
/// unless there is another.
pub fn of_noun(document: &Document, noun: TokenId, object: &[&str]) -> Arguments {
    let mut found = Arguments::default();
    let mut phrases = Vec::new();
    let mut possessors = Vec::new();
    let mut modifiers = Vec::new();
    for child in &document.children[noun] {
        let child = *child;
        match document.tokens[child].relation {
            Relation::Nmod | Relation::Obl => push_oblique(document, &mut phrases, child),
            Relation::NmodPoss => extend(document, &mut possessors, child),
            Relation::Compound | Relation::Amod => {
                for member in coordinated(document, child) {
                    modifiers.push(member);
                    // "U.S.-Russian": hyphenated sides hang on each other.
                    modifiers.extend(
                        document.dependents(member, |r| {
                            matches!(r, Relation::Compound | Relation::Amod | Relation::Advmod)
                        }),
                    );
                }
            }
            Relation::Acl if document.tokens[child].has("VerbForm=Inf") => {
                found.complements.push(Complement { form: ClauseForm::Infinitive, token: child });
            }
            Relation::Acl if document.tokens[child].xpos == "VBG" => {
                found.complements.push(Complement { form: ClauseForm::Gerund, token: child });
            }
            Relation::Acl | Relation::Ccomp if document.tokens[child].has("VerbForm=Fin") => {
                found.complements.push(Complement { form: ClauseForm::Finite, token: child });
            }
            _ => {}
        }
    }
    // What modifies the clause may belong to the noun: "held talks in Tehran with Khaji".
    let by = |p: &str| phrases.iter().filter(|o| o.preposition == p).map(|o| o.token).collect::<Vec<_>>();
    found.subjects = by("between");
    found.subjects.extend(by("among"));
    found.subjects.extend(by("by"));
    if found.subjects.is_empty() && object.contains(&"of") {
        // "the arrest of two politicians by police" with the agent under "politicians"
        let inner = by("of").into_iter().flat_map(|o| document.dependents(o, |r| r == Relation::Nmod));
        let agents: Vec<TokenId> = inner.filter(|t| preposition(document, *t) == "by").collect();
        agents.into_iter().for_each(|agent| extend(document, &mut found.subjects, agent));
    }
    found.subjects.extend(possessors);
    let taken = object.iter().find(|p| phrases.iter().any(|o| o.preposition == **p));
    if let Some(taken) = taken {
        found.objects = by(taken);
    }
    if found.subjects.is_empty() && taken != Some(&"of") {
        found.subjects = by("of");
    }
    if found.subjects.is_empty() {
        modifiers.sort_unstable();
        modifiers.dedup();
        found.subjects = modifiers;
    }
    found.obliques = phrases;
    found
}
