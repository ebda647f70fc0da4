//! Offices that the text itself gives to somebody by name, strictly read.
//!
//! "Syrian Foreign Minister Faisal Mekdad", "Faisal Mekdad, Syria's foreign minister", "the foreign minister of Syria, Faisal
//! Mekdad", "Mekdad, who became foreign minister in 2020": every word of the title must be accounted for. What is not
//! ("Syrian Football Federation President X", "the foreign minister's aide X") says nothing here.

use super::Resolver;
use crate::names::Named;
use jiff::civil::Date;
use legation_codebook::{CountryKind, Office, OfficeForm, Standing};
use legation_text::{
    EntityKind, Factuality, MentionForm, MentionId, Relation, SentenceId, TokenId, Upos, factuality, predicates,
};
use std::ops::Range;

/// An office that the text gives to somebody.
#[derive(Clone, Debug)]
pub(crate) struct Title<'n> {
    /// "foreign minister", "ambassador to Russia".
    pub office: String,
    /// The row of `offices.csv`.
    pub row: &'n Office,
    /// Whose office it is.
    pub owner: Owner,
    /// Whether he holds it or held it.
    pub standing: Standing,
    /// Since when, where the text says so.
    pub since: Option<Date>,
    /// The words that say so.
    pub tokens: Range<TokenId>,
    /// Whether it is told as an event ("was appointed"), not in passing.
    pub is_event: bool,
}

/// Whose an office is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Owner {
    /// The words do not say.
    Unsaid,
    /// A country, by its code.
    Country(String),
    /// A capital: the town, or the government that sits there; code of its country, and its name.
    Capital(String, String),
    /// A town or region: code of its country, and its name.
    Town(String, String),
    /// A body: code, name and sectors.
    Body(String, String, Vec<String>),
}

/// What stands before an office.
struct Left {
    first: TokenId,
    owner: Owner,
    standing: Standing,
    /// "acting", where it stands apart from its office: "acting Iraqi foreign minister".
    provisional: Option<String>,
}

/// What stands behind it.
struct Right {
    end: TokenId,
    owner: Owner,
    /// " to Russia"
    complement: String,
}

/// Sectors of those who hold political offices.
const SECTORS: &[&str] = &["GOV", "MIL", "LEG", "JUD", "COP", "SPY", "PTY", "OPP", "REB"];
/// Words before an office that say nothing of which it is.
const NEUTRAL: &[&str] = &[
    "new",
    "newly",
    "current",
    "incumbent",
    "outgoing",
    "longtime",
    "long-time",
    "long-serving",
    "veteran",
    "influential",
    "powerful",
    "reformist",
    "reform-minded",
    "hard-line",
    "hardline",
    "conservative",
    "moderate",
    "liberal",
    "elected",
    "re-elected",
    "reelected",
    "appointed",
    "named",
    "embattled",
    "democratically",
    "internationally",
    "pro-western",
    "pro-russian",
    "fellow",
    "visiting",
];
/// Words before an office that say that he no longer holds it.
const FORMER: &[&str] =
    &["former", "ex", "then", "ousted", "deposed", "late", "onetime", "one-time", "retired", "exiled", "toppled"];
/// Words before an office that say that he stands in for its holder.
const PROVISIONAL: &[&str] = &["acting", "interim", "caretaker", "transitional"];
/// Verbs by which somebody comes into an office.
const APPOINTING: &[&str] = &["appoint", "name", "swear", "inaugurate", "reappoint"];
/// Last words of offices of a state, where the name of its capital stands before them: "Kabul's foreign minister". All others
/// are of the town: "Moscow mayor", "London police chief".
const OF_STATES: &[&str] = &["minister", "ambassador", "envoy", "president", "premier", "leader"];
/// Names of office, complement and title before a name stand within so many words.
const REACH: usize = 16;

impl<'a> Resolver<'a> {
    /// The offices that the text gives to a named person in one of his mentions.
    pub(crate) fn titles(&self, mention: MentionId) -> Vec<Title<'a>> {
        let of = &self.document.mentions[mention];
        let Some(name) = of.name.clone().filter(|_| of.kind == EntityKind::Person && of.form == MentionForm::Named)
        else {
            return Vec::new();
        };
        let mut found: Vec<Title<'a>> = self.before(&name, of.sentence).into_iter().collect();
        let behind = of.tokens.clone().flat_map(|t| self.document.dependents(t, |r| r == Relation::Appos));
        found.extend(behind.filter(|t| *t >= name.end).filter_map(|t| self.behind(&name, t)));
        if found.is_empty() {
            found.extend(self.in_front(&name));
            found.extend(self.predicate(of.head, &name));
        }
        found
    }

    /// "Syrian Foreign Minister Faisal Mekdad", "Iranian Ambassador to Russia Kazem Jalali", "President of Peru Ana Ruiz".
    fn before(&self, name: &Range<TokenId>, sentence: SentenceId) -> Option<Title<'a>> {
        let first = self.document.sentences[sentence].tokens.start.max(name.start.saturating_sub(REACH));
        if first == name.start {
            return None;
        }
        let (row, span, standing) = self.post_before(name.start).map_or_else(
            || {
                // The complement of the office stands between it and the name.
                let (range, _) = self.names.within(self.document, first..name.start).pop()?;
                let the = range.start.checked_sub(1).filter(|t| self.is(*t, "the")).unwrap_or(range.start);
                let preposition = the.checked_sub(1).filter(|t| *t >= first)?;
                (range.end == name.start).then(|| self.post_before(preposition)).flatten()
            },
            Some,
        )?;
        let right = self.right(span.end, name.start);
        if right.end != name.start {
            return None;
        }
        self.title(row, &span, standing, right, name, false)
    }

    /// "Faisal Mekdad, Syria's foreign minister,": the apposition with head `at`.
    fn behind(&self, name: &Range<TokenId>, at: TokenId) -> Option<Title<'a>> {
        let (row, span) = self.post_at(at)?;
        let end = self.document.sentences[self.document.tokens[at].sentence].tokens.end;
        let right = self.right(span.end, end);
        if !self.is_closed(right.end, end) {
            return None;
        }
        let title = self.title(row, &span, Standing::InOffice, right, name, false)?;
        let mut first = title.tokens.start.max(name.end);
        // The first word of the title, its article, the comma.
        first = self.left(span.start, name.end).map_or(first, |l| l.first);
        if self.document.tokens[first - 1].upos == Upos::Det {
            first -= 1;
        }
        let comma = first.checked_sub(1).filter(|t| self.document.tokens[*t].upos == Upos::Punct)?;
        (comma == name.end).then_some(title)
    }

    /// "The foreign minister of Syria, Faisal Mekdad,": the name is the apposition.
    fn in_front(&self, name: &Range<TokenId>) -> Option<Title<'a>> {
        let head = name.clone().find(|t| self.document.tokens[*t].relation == Relation::Appos)?;
        let at = self.document.tokens[head].head.filter(|t| *t < name.start)?;
        let (row, span) = self.post_at(at)?;
        let right = self.right(span.end, name.start);
        let comma = right.end + 1 == name.start && self.is(right.end, ",");
        comma.then(|| self.title(row, &span, Standing::InOffice, right, name, false)).flatten()
    }

    /// "Maria Lopez is finance minister of Peru", "was appointed finance minister on Friday", "who became foreign minister in
    /// 2020"; told as a fact, and with its day where it is an event.
    fn predicate(&self, head: TokenId, name: &Range<TokenId>) -> Option<Title<'a>> {
        let tokens = &self.document.tokens;
        let relative = || {
            let clause = self.document.dependents(head, |r| r == Relation::AclRelcl).next()?;
            let who = self.document.dependents(clause, Relation::is_nominal_subject).any(|s| self.is(s, "who"));
            who.then_some(clause)
        };
        let main = tokens[head].head.filter(|_| {
            tokens[head].relation.is_nominal_subject()
                || tokens[head].relation == Relation::Obj && tokens[head].head.is_some_and(|v| self.appoints(v))
        });
        [main, relative()].into_iter().flatten().find_map(|clause| self.clause(clause, head, name))
    }

    fn clause(&self, clause: TokenId, head: TokenId, name: &Range<TokenId>) -> Option<Title<'a>> {
        let document = self.document;
        let word = &document.tokens[clause];
        if factuality(document, clause) != Factuality::Actual {
            return None;
        }
        let copula = document.dependents(clause, |r| r == Relation::Cop).next();
        let passive = predicates::is_passive(document, clause);
        let comes = &*word.lemma == "become" || self.appoints(clause) && (passive || word.relation != Relation::Root);
        let object = document.tokens[head].relation == Relation::Obj && self.appoints(clause);
        let at = match copula {
            Some(_) => clause,
            None if comes || object => document
                .dependents(clause, |r| matches!(r, Relation::Xcomp | Relation::Obl | Relation::Obj))
                .find(|t| *t > clause && *t != head && self.post_at(*t).is_some())?,
            None => return None,
        };
        let preposition = predicates::preposition(document, at);
        if !matches!(preposition.as_str(), "" | "as") {
            return None;
        }
        let (row, span) = self.post_at(at)?;
        let end = document.sentences[word.sentence].tokens.end;
        let right = self.right(span.end, end);
        if !self.is_closed(right.end, end) || span.start < name.end {
            return None;
        }
        let past = copula.is_some_and(|c| document.tokens[c].has("Tense=Past"));
        let standing = if past { Standing::Former } else { Standing::InOffice };
        let mut title = self.title(row, &span, standing, right, name, copula.is_none())?;
        if copula.is_none() {
            // Whoever came into office at no told time may have left it.
            title.since = Some(self.since(clause)?);
        }
        Some(title)
    }

    fn appoints(&self, verb: TokenId) -> bool {
        APPOINTING.contains(&&*self.document.tokens[verb].lemma)
    }

    /// The day that a clause gives: the first of "in 2020".
    fn since(&self, clause: TokenId) -> Option<Date> {
        let sentence = self.document.tokens[clause].sentence;
        let times = self.document.times.iter().filter(|t| t.sentence == sentence);
        let below = times.filter(|time| {
            let tokens = self.document.sentences[sentence].tokens.clone();
            tokens.clone().any(|t| {
                let word = &self.document.tokens[t];
                time.span.contains(word.span) && word.head == Some(clause)
            })
        });
        below.filter_map(|t| t.days).map(|d| d.0).next()
    }

    /// An office with its words on both sides, where they are all accounted for.
    fn title(
        &self,
        row: &'a Office,
        span: &Range<TokenId>,
        standing: Standing,
        right: Right,
        name: &Range<TokenId>,
        is_event: bool,
    ) -> Option<Title<'a>> {
        let floor = if name.end <= span.start { name.end } else { 0 };
        let left = self.left(span.start, floor)?;
        let owner = match (left.owner, right.owner) {
            (Owner::Unsaid, owner) | (owner, Owner::Unsaid) => owner,
            _ => return None,
        };
        let of_state = row.term.rsplit(' ').next().is_some_and(|last| OF_STATES.contains(&last));
        let owner = match owner {
            Owner::Capital(code, _) if of_state => Owner::Country(code),
            Owner::Capital(code, name) => Owner::Town(code, name),
            other => other,
        };
        let first = left.first.min(name.start);
        let last = right.end.max(name.end);
        let former = standing == Standing::Former || left.standing == Standing::Former;
        Some(Title {
            office: left.provisional.map_or_else(String::new, |word| word + " ") + &row.term + &right.complement,
            row,
            owner,
            standing: if former { Standing::Former } else { Standing::InOffice },
            since: None,
            tokens: first..last,
            is_event,
        })
    }

    /// The words before an office, down to where its phrase begins; none where one of them is not understood. They do not
    /// reach below `floor`.
    fn left(&self, start: TokenId, floor: TokenId) -> Option<Left> {
        let document = self.document;
        let floor = floor.max(document.sentences[document.tokens[start].sentence].tokens.start);
        let named = self.names.within(document, floor.max(start.saturating_sub(REACH))..start);
        let mut left = Left { first: start, owner: Owner::Unsaid, standing: Standing::InOffice, provisional: None };
        let mut possessed = false;
        while left.first > floor {
            let at = left.first - 1;
            let word = document.form(at).to_lowercase();
            let known = named.iter().find(|(range, _)| range.end == left.first);
            // "New Jersey" is no Jersey.
            let town = self.town(left.first).filter(|(t, _)| known.is_none_or(|(k, _)| t.len() > k.len()));
            let owner = match (town, known) {
                (Some(town), _) => Some(town),
                (None, Some((range, what))) => Some((range.clone(), self.owner_of(*what, range)?)),
                (None, None) => None,
            };
            if let Some((range, owner)) = owner {
                if left.owner != Owner::Unsaid {
                    return None;
                }
                left.owner = owner;
                left.first = range.start;
                possessed = false;
                continue;
            }
            if possessed {
                return None;
            }
            if matches!(&*word, "'s" | "’s" | "'" | "’") && document.tokens[at].upos == Upos::Part {
                possessed = true;
            } else if FORMER.contains(&&*word) {
                left.standing = Standing::Former;
            } else if word == "-" && at > floor && FORMER.contains(&&*document.form(at - 1).to_lowercase()) {
                left.standing = Standing::Former;
                left.first = at - 1;
                continue;
            } else if PROVISIONAL.contains(&&*word) {
                left.provisional = Some(word);
            } else if !self.is_neutral(at, &word) {
                return self.opens(at, floor, &left.owner).then_some(left);
            }
            left.first = at;
        }
        (!possessed).then_some(left)
    }

    /// Whether the phrase of a title begins behind `at`, whose word is none of it.
    fn opens(&self, at: TokenId, floor: TokenId, owner: &Owner) -> bool {
        let (document, token) = (self.document, &self.document.tokens[at]);
        let form = document.form(at);
        // "the University of California, San Diego's chancellor"
        let listed = form == "," && at > floor && document.tokens[at - 1].upos == Upos::Propn;
        if listed && matches!(owner, Owner::Town(..)) || matches!(form, "-" | "/") {
            return false;
        }
        let modifies = matches!(token.upos, Upos::Adj | Upos::Noun | Upos::Propn | Upos::Num | Upos::Part);
        // "On Monday Peruvian President Rosa Quispe said"
        let of_time = || document.times.iter().any(|t| t.sentence == token.sentence && t.span.contains(token.span));
        token.relation != Relation::NmodPoss && (!modifies || of_time())
    }

    /// "new", but not "New" of a name.
    fn is_neutral(&self, at: TokenId, word: &str) -> bool {
        let first = self.document.sentences[self.document.tokens[at].sentence].tokens.start == at;
        NEUTRAL.contains(&word) && (first || !self.document.form(at).starts_with("New"))
    }

    /// The words behind an office up to `limit`: "of Syria", "to Russia". What is not understood is left standing.
    fn right(&self, end: TokenId, limit: TokenId) -> Right {
        let mut right = Right { end, owner: Owner::Unsaid, complement: String::new() };
        if end >= limit {
            return right;
        }
        let preposition = self.document.form(end).to_lowercase();
        let start = if end + 1 < limit && self.is(end + 1, "the") { end + 2 } else { end + 1 };
        let reach = limit.min(start + REACH);
        if start >= reach || !matches!(&*preposition, "of" | "to" | "for" | "in") {
            return right;
        }
        let named = self.names.within(self.document, start..reach);
        let Some((range, what)) = named.into_iter().next().filter(|(range, _)| range.start == start) else {
            return right;
        };
        let words = self.document.str(self.document.span_of(&range));
        if preposition == "of" {
            let Some(owner) = self.owner_of(what, &range) else { return right };
            right.owner = owner;
        } else {
            right.complement = format!(" {preposition} {words}");
        }
        right.end = range.end;
        right
    }

    /// Whether the phrase of an office ends before `at`: "foreign minister," and not "foreign minister and ..." or "president of
    /// the Chamber of Commerce".
    fn is_closed(&self, at: TokenId, end: TokenId) -> bool {
        if at >= end {
            return true;
        }
        let token = &self.document.tokens[at];
        let word = self.document.form(at).to_lowercase();
        match token.upos {
            Upos::Punct => !matches!(&*word, "-" | "/" | "’" | "'"),
            Upos::Verb | Upos::Aux | Upos::Adv => true,
            Upos::Pron => word == "who",
            Upos::Adp | Upos::Sconj => matches!(&*word, "since" | "on" | "in" | "after" | "last" | "by" | "as"),
            _ => false,
        }
    }

    /// The post whose last word stands before `end`: "ex-president" is a former president.
    fn post_before(&self, end: TokenId) -> Option<(&'a Office, Range<TokenId>, Standing)> {
        let last = end.checked_sub(1)?;
        let word = self.document.form(last).to_lowercase();
        if let Some(office) = word.strip_prefix("ex-").and_then(|w| self.names.codebook.offices.get(w)) {
            return self.is_post(office).then_some((office, last..end, Standing::Former));
        }
        let (row, span) = self.post_at(last).filter(|(_, span)| span.end == end)?;
        Some((row, span, Standing::InOffice))
    }

    /// The post around a word, of one holder: "presidents" is none.
    fn post_at(&self, at: TokenId) -> Option<(&'a Office, Range<TokenId>)> {
        let (mut row, mut span) = self.names.office_span(self.document, at)?;
        // A "former president" is an elite by the table of role nouns; which office it was is asked here.
        if let Some(held) = row.term.strip_prefix("former ").and_then(|t| self.names.codebook.offices.get(t)) {
            row = held;
            span.start += 1;
        }
        let written = self.document.str(self.document.span_of(&span)).to_lowercase();
        (written == row.term && self.is_post(row)).then_some((row, span))
    }

    /// Whether a role noun is an office that somebody enters and leaves: by the codebook's list `post`.
    fn is_post(&self, office: &Office) -> bool {
        let Some(posts) = self.names.codebook.words.get("post") else {
            return false;
        };
        let head = [" of ", " for ", " to ", " in "].iter().filter_map(|p| office.term.find(p)).min();
        let head = &office.term[..head.unwrap_or(office.term.len())];
        let head = head.trim_end_matches("-elect").trim_end_matches("-designate").replace('-', " ");
        let is_last = |post: &String| {
            let rest = head.strip_suffix(post.replace('_', " ").as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.ends_with(' '))
        };
        office.form == OfficeForm::Person && SECTORS.contains(&office.sector.as_str()) && posts.iter().any(is_last)
    }

    /// Whose an office is by a name of the codebook; none where it is no state, as a continent is not.
    fn owner_of(&self, what: Named, range: &Range<TokenId>) -> Option<Owner> {
        let words = self.document.str(self.document.span_of(range)).to_owned();
        let country = |i: usize| self.names.country(i);
        Some(match what {
            Named::Country(i) | Named::Nationality(i, _) if country(i).kind != CountryKind::Region => {
                Owner::Country(country(i).code.clone())
            }
            Named::Country(_) | Named::Nationality(..) => return None,
            // The government or the town, as the office says.
            Named::Capital(i) => Owner::Capital(country(i).code.clone(), words),
            Named::Town(i) => Owner::Town(country(i).code.clone(), words),
            Named::Seat(i, seat) => {
                let sector = country(i).seats[seat].1.clone();
                Owner::Body(country(i).code.clone(), words, vec![sector])
            }
            Named::Organization(i) => {
                let story = self.document.sentences[self.document.tokens[range.start].sentence].story;
                let day = self.day_of(story);
                // The Taliban were rebels and a government: of no day they are neither.
                if day.is_none() && self.names.is_of_its_day(i) {
                    return None;
                }
                let row = self.names.organization_on(i, day)?;
                let sectors = row.sector.iter().chain(&row.secondary).cloned().collect();
                Owner::Body(row.code.clone(), words, sectors)
            }
        })
    }

    /// The town or region whose name stands before `end`, where only the gazetteer knows it.
    fn town(&self, end: TokenId) -> Option<(Range<TokenId>, Owner)> {
        let last = end.checked_sub(1)?;
        let sentence = self.document.tokens[last].sentence;
        let first = self.document.mentions.partition_point(|m| m.sentence < sentence);
        let here = self.document.mentions[first..].iter().take_while(|m| m.sentence == sentence);
        let name =
            here.filter(|m| m.kind == EntityKind::Place).filter_map(|m| m.name.clone()).find(|n| n.end == end)?;
        let span = self.document.span_of(&name);
        // "the North's deputy foreign minister": a town takes no article, and a small one is seldom meant.
        let own_article =
            name.start > 0 && self.is(name.start - 1, "the") && self.document.form(end).starts_with(['\'', '’']);
        if own_article {
            return None;
        }
        let code = self.toponyms.country_of_large(span)?.to_owned();
        Some((name, Owner::Town(code, self.document.str(span).to_owned())))
    }

    /// The day on which a story was written.
    pub(crate) fn day_of(&self, story: usize) -> Option<Date> {
        self.document.stories.get(story).and_then(|s| s.dated).or(self.document.article.published)
    }

    fn is(&self, token: TokenId, word: &str) -> bool {
        self.document.form(token).eq_ignore_ascii_case(word)
    }
}
