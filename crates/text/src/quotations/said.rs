//! Verbs of saying: "ISNA reported that", "the talks, he said, were good", "Mr Khaji objected: “We ...”".

use super::scope::{around, between_semicolons, clause_of, goes_on, has_words, is_clause, sentence_of};
use super::stretches::Stretches;
use super::verbs::{Saying, has_addressee, is_claim, saying};
use super::{Draft, is_withheld, sources};
use crate::document::{CueKind, Document, Quotation, Stance, TokenId};
use crate::grammar::{Relation, Upos};
use crate::mentions;
use crate::predicates;
use std::ops::Range;

/// A verb of saying with its place.
struct Cue<'a> {
    document: &'a Document,
    stretches: &'a Stretches,
    verb: TokenId,
    saying: Saying,
    source: Option<TokenId>,
    /// The verb with the subject in front of it.
    words: Range<TokenId>,
}

/// The quotation of a verb of saying.
pub(super) fn at(document: &Document, stretches: &Stretches, verb: TokenId) -> Option<Quotation> {
    let word = &document.tokens[verb];
    if word.upos != Upos::Verb {
        return None;
    }
    let lemma = word.lemma.to_lowercase();
    let source = || sources::of_verb(document, verb);
    let Some(saying) = saying(&lemma) else {
        return behind_colon(document, stretches, verb, source());
    };
    let known = let_known(document, verb);
    let source = known.or_else(source);
    let first = source.filter(|s| *s < verb).map(|s| mentions::phrase(document, s).start);
    let words = first.filter(|f| is_before(document, *f, verb)).unwrap_or(verb)..verb + 1;
    let cue = Cue { document, stretches, verb, saying, source, words };
    let content = cue.content()?;
    let kind = match known {
        _ if is_withheld(document, verb) => CueKind::Withheld,
        Some(_) => CueKind::Speech,
        None => saying.kind,
    };
    let draft = Draft { source, cue: verb..verb + 1, head: verb, content, stance: saying.stance, kind };
    draft.finish(document)
}

/// Whether nothing but the source's own words, adverbs and auxiliaries stand between its first word and the verb.
fn is_before(document: &Document, first: TokenId, verb: TokenId) -> bool {
    document.tokens[first].sentence == document.tokens[verb].sentence
}

/// "The Vatican let it be known that"
fn let_known(document: &Document, verb: TokenId) -> Option<TokenId> {
    let word = &document.tokens[verb];
    let above = word.head.filter(|_| word.relation == Relation::Xcomp && &*word.lemma == "know")?;
    let lets = matches!(&*document.tokens[above].lemma, "let" | "make");
    lets.then(|| sources::of_verb(document, above)).flatten()
}

/// "Mr Khaji objected: “We will not sign.”": any verb speaks where a colon and quotation marks follow it.
fn behind_colon(
    document: &Document,
    stretches: &Stretches,
    verb: TokenId,
    source: Option<TokenId>,
) -> Option<Quotation> {
    let sentence = sentence_of(document, verb);
    let colon = (verb + 1..sentence.end).take(FAR).find(|t| document.form(*t) == ":")?;
    let verbs = |t: TokenId| document.tokens[t].upos == Upos::Verb;
    if (verb + 1..colon).any(verbs) || stretches.at(verb) != 0 {
        return None;
    }
    let content = quoted_from(document, stretches, colon + 1)?;
    let draft = Draft {
        source: Some(source?),
        cue: verb..verb + 1,
        head: verb,
        content: vec![content],
        stance: Stance::Quotes,
        kind: CueKind::Speech,
    };
    draft.finish(document)
}

/// Words between a verb and the colon behind it.
const FAR: usize = 24;

/// The stretch in quotation marks that begins at a token, which may be the first of the next sentence.
fn quoted_from(document: &Document, stretches: &Stretches, at: TokenId) -> Option<Range<TokenId>> {
    if at >= document.tokens.len() {
        return None;
    }
    let number = stretches.at(at);
    let tokens = stretches.tokens(number);
    (number != 0 && tokens.start == at).then(|| stretches.closed(document, number))
}

impl Cue<'_> {
    fn content(&self) -> Option<Vec<Range<TokenId>>> {
        let clauses = self.clauses();
        let (before, behind): (Vec<TokenId>, Vec<TokenId>) = clauses.into_iter().partition(|c| *c < self.words.start);
        let mut found = if !before.is_empty() || self.is_inserted() {
            self.both_sides(&behind)
        } else if !behind.is_empty() {
            self.behind(&behind)
        } else {
            self.inserted().unwrap_or_default()
        };
        if found.is_empty() {
            found.extend(self.colon());
        }
        if self.saying.kind == CueKind::Speech {
            found.extend(self.quoted_beside());
        }
        if found.is_empty() {
            found.extend(self.phrase());
        }
        (!found.is_empty()).then_some(found)
    }

    /// Clauses that the verb takes.
    fn clauses(&self) -> Vec<TokenId> {
        let document = self.document;
        let passive = predicates::is_passive(document, self.verb);
        let takes = |child: &TokenId| {
            let word = &document.tokens[*child];
            match word.relation {
                Relation::Ccomp => {
                    is_clause(document, *child) || self.stretches.at(*child) != self.stretches.at(self.verb)
                }
                Relation::CsubjPass => true,
                // "described how guards had beaten them": the treebanks make "how" the object of the verb.
                Relation::Obj => is_question(document, *child),
                Relation::Csubj => document.dependents(self.verb, |r| r == Relation::Expl).next().is_some(),
                // "claims to have fled", "denied attacking", "was reported to have fled"
                Relation::Xcomp if word.xpos == "VBG" => self.saying.takes("gerund") && !passive,
                Relation::Xcomp if word.upos == Upos::Verb || is_clause(document, *child) => {
                    self.saying.takes(if passive { "passive" } else { "infinitive" }) && *child > self.verb
                }
                _ => false,
            }
        };
        document.children[self.verb].iter().copied().filter(takes).collect()
    }

    /// "The Court, officials say, the state has promised to obey": words of the content stand in front as another subject.
    fn is_inserted(&self) -> bool {
        let other = |s: &TokenId| *s < self.words.start && Some(*s) != self.source;
        let subjects = self.document.dependents(self.verb, Relation::is_nominal_subject);
        let comma = self.words.start > 0 && self.document.form(self.words.start - 1) == ",";
        let relative = |s: &TokenId| self.document.tokens[*s].has("PronType=Rel");
        comma && subjects.into_iter().filter(other).any(|s| !relative(&s))
    }

    /// What stands in front of "X said", and what goes on behind it.
    fn both_sides(&self, behind: &[TokenId]) -> Vec<Range<TokenId>> {
        let document = self.document;
        let part = between_semicolons(document, &self.words);
        let all = document.subtree(self.verb);
        let joins = |t: &TokenId| {
            let word = &document.tokens[*t];
            word.head == Some(self.verb) && matches!(word.relation, Relation::Cc | Relation::Punct | Relation::Mark)
        };
        let start = (all.start.max(part.start)..self.words.start).find(|t| !joins(t)).unwrap_or(self.words.start);
        let mut found = vec![start..self.words.start];
        let outside = self.stretches.at(self.verb);
        let conjuncts = document.dependents(self.verb, |r| r == Relation::Conj).filter(|c| *c > self.verb);
        for clause in behind.iter().copied().chain(conjuncts) {
            let quoted = self.stretches.at(clause) != outside;
            let tokens = document.subtree(clause);
            // "..., he said after talks" is no "..., he said, and left".
            let parted = (self.verb + 1..=tokens.start).any(|t| document.tokens[t].upos == Upos::Punct);
            if clause < part.end && parted && (quoted || goes_on(document, clause)) {
                found.push(tokens.start.max(self.verb + 1)..tokens.end.min(part.end));
            }
        }
        found
    }

    /// "said that the talks had failed and that both would leave"
    fn behind(&self, clauses: &[TokenId]) -> Vec<Range<TokenId>> {
        let document = self.document;
        let that = |c: &TokenId| crate::factuality::mark(document, *c).as_deref() == Some("that");
        let more = document.dependents(self.verb, |r| r == Relation::Conj).filter(that);
        let ranges: Vec<Range<TokenId>> = clauses.iter().copied().chain(more).map(|c| document.subtree(c)).collect();
        let start = ranges.iter().map(|r| r.start).min().unwrap_or(self.verb + 1).max(self.verb + 1);
        let mut end = ranges.iter().map(|r| r.end).max().unwrap_or(start);
        // Where the content opens with quotation marks it goes as far as these do.
        let number = self.stretches.at(start);
        if number != 0 && number != self.stretches.at(self.verb) {
            let tokens = self.stretches.tokens(number);
            if tokens.start + 1 >= start {
                end = end.max(self.stretches.closed(document, number).end);
            }
        }
        vec![start..end]
    }

    /// "Tehran is ready, he said": the report hangs on what it reports, or on a noun in front of it.
    fn inserted(&self) -> Option<Vec<Range<TokenId>>> {
        let document = self.document;
        let word = &document.tokens[self.verb];
        let head = word.head?;
        let sentence = sentence_of(document, self.verb);
        let told = |r: Relation| matches!(r, Relation::Obj | Relation::Xcomp);
        let object = document.dependents(self.verb, told).any(|o| Some(o) != self.source && !self.is_addressee(o));
        let mut own = document.subtree(self.verb);
        own.start = own.clone().find(|t| document.tokens[*t].upos != Upos::Punct).unwrap_or(self.verb);
        let region = match word.relation {
            Relation::Parataxis => self.words.start.min(own.start.max(sentence.start))..own.end.max(self.words.end),
            // "..., a local paper alleged, and": the parser takes the verb for a participle of its own subject.
            Relation::Acl | Relation::AclRelcl if self.source == Some(head) && !self.has_relative() => {
                self.words.start..own.end.max(self.words.end)
            }
            _ => return None,
        };
        let comma =
            |t: TokenId| matches!(document.form(t), "," | "”" | "\"" | "''" | "-" | "–" | "—" | "(" | "!" | "?" | ".");
        let begins = region.start == sentence.start;
        let set_off = if begins {
            region.end < sentence.end && comma(region.end)
        } else {
            comma(region.start - 1) || word.relation == Relation::Parataxis && document.form(region.start - 1) != ";"
        };
        let closed = region.end >= sentence.end || document.tokens[region.end].upos == Upos::Punct || !begins;
        if object || !set_off || !closed {
            return None;
        }
        let top = if word.relation == Relation::Parataxis { head } else { root_of(document, self.verb) };
        let top = clause_of(document, top);
        Some(around(document, top, &region)).filter(|parts| !parts.is_empty())
    }

    fn has_relative(&self) -> bool {
        self.document.children[self.verb].iter().any(|c| self.document.tokens[*c].has("PronType=Rel"))
    }

    /// "told Reuters", "assured him", "said it in Rome": whom the words are for, and a pronoun that stands for them.
    fn is_addressee(&self, object: TokenId) -> bool {
        let word = &self.document.tokens[object];
        let told = has_addressee(&self.document.tokens[self.verb].lemma);
        matches!(word.relation, Relation::Obj | Relation::Iobj)
            && (told || matches!(&*word.lemma.to_lowercase(), "so" | "it" | "this" | "that"))
    }

    /// "said in a statement: “...”", also with the words in the next sentence.
    fn colon(&self) -> Option<Range<TokenId>> {
        let document = self.document;
        let sentence = sentence_of(document, self.verb);
        let colon = (self.verb + 1..sentence.end).take(FAR).find(|t| document.form(*t) == ":")?;
        let between = (self.verb + 1..colon).any(|t| document.tokens[t].upos == Upos::Verb);
        if between || self.saying.kind == CueKind::Thought {
            return None;
        }
        quoted_from(document, self.stretches, colon + 1)
            .or_else(|| Some(colon + 1..sentence.end).filter(|rest| has_words(document, rest.clone())))
    }

    /// "“We agree,” the minister said" where the parser made the quoted words something else: the marks themselves show the
    /// content, where they hold a whole utterance; "read the word “peace”" is none.
    fn quoted_beside(&self) -> Vec<Range<TokenId>> {
        let document = self.document;
        let sentence = sentence_of(document, self.verb);
        let own = self.stretches.at(self.verb);
        let mut found = Vec::new();
        let mark = |t: TokenId| t >= sentence.start && t < sentence.end && document.form(t) == ",";
        // In front: the closing mark stands right before "the minister said".
        let mut at = self.words.start;
        at -= usize::from(at > sentence.start && mark(at - 1));
        if at > sentence.start {
            found.push(self.stretches.at(at - 1));
        }
        // Behind: with a comma, or right behind the verb.
        let opening = (self.verb + 1..sentence.end).take(FAR).find(|t| self.stretches.at(*t) != own);
        if let Some(open) = opening {
            let verbs = (self.verb + 1..open).any(|t| document.tokens[t].upos == Upos::Verb);
            if !verbs && (open == self.verb + 1 || mark(open - 1)) {
                found.push(self.stretches.at(open));
            }
        }
        found.retain(|n| *n != 0 && *n != own && self.is_utterance(*n));
        found.into_iter().map(|n| self.stretches.closed(document, n)).collect()
    }

    /// Whether a stretch holds a clause or ends as a sentence does.
    fn is_utterance(&self, number: u32) -> bool {
        let tokens = self.stretches.tokens(number);
        let verb = tokens.clone().any(|t| matches!(self.document.tokens[t].upos, Upos::Verb | Upos::Aux));
        let last = (tokens.end >= 2).then(|| self.document.form(tokens.end - 2));
        verb || last.is_some_and(|l| matches!(l, "," | "." | "!" | "?"))
    }

    /// "reported an attack", "denies the murder": what is told by a noun phrase. "Denied Iraq access" refuses something, and "a
    /// study documenting losses" says what kind of study it is.
    fn phrase(&self) -> Option<Range<TokenId>> {
        let document = self.document;
        let describes = document.tokens[self.verb].relation == Relation::Acl;
        if !self.saying.takes("noun") || describes || predicates::is_passive(document, self.verb) {
            return None;
        }
        let receives = document.dependents(self.verb, |r| r == Relation::Iobj).next().is_some();
        let mut objects = document.dependents(self.verb, |r| matches!(r, Relation::Obj | Relation::Ccomp));
        let object = objects.next().filter(|o| *o > self.verb && !receives)?;
        let noun = &document.tokens[object];
        let named = noun.upos == Upos::Noun && !is_claim(&noun.lemma.to_lowercase());
        named.then(|| document.subtree(object))
    }
}

/// "how they fled" with the clause under "how".
fn is_question(document: &Document, word: TokenId) -> bool {
    matches!(&*document.form(word).to_lowercase(), "how" | "what" | "why" | "where" | "when")
        && document.dependents(word, |r| matches!(r, Relation::AdvclRelcl | Relation::AclRelcl)).next().is_some()
}

fn root_of(document: &Document, token: TokenId) -> TokenId {
    let mut at = token;
    while let Some(head) = document.tokens[at].head {
        at = head;
    }
    at
}
