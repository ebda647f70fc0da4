//! The analysed text: everything that the stages found, complete once made.

use crate::article::Article;
use crate::grammar::{Relation, Upos};
use crate::pairs::Pair;
use crate::reader::PairLabels;
use crate::span::Span;
use std::ops::Range;

/// Index of a token in [`Document::tokens`].
pub type TokenId = usize;
/// Index of a sentence in [`Document::sentences`].
pub type SentenceId = usize;
/// Index of a mention in [`Document::mentions`].
pub type MentionId = usize;
/// Index of an entity in [`Document::entities`].
pub type EntityId = usize;

/// An article with its analysis. Owns the text once; all spans point into it.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// What came in.
    pub article: Article,
    /// Stories of the page, in order; every sentence belongs to one.
    pub stories: Vec<Story>,
    /// Sentences, in order.
    pub sentences: Vec<Sentence>,
    /// Words, in order.
    pub tokens: Vec<Token>,
    /// Dependents of each word, in order.
    pub children: Vec<Vec<TokenId>>,
    /// Who and what is mentioned, in order of the head word.
    pub mentions: Vec<Mention>,
    /// What mentions refer to.
    pub entities: Vec<Entity>,
    /// Dates and times.
    pub times: Vec<TimeExpression>,
    /// Who says what, sentence by sentence.
    pub quotations: Vec<Quotation>,
    /// Numbers of the quotations whose content reaches into each sentence, in order.
    pub quotations_in: Vec<Vec<usize>>,
    /// Every two sides of a sentence between which something may have happened, in order of the text.
    pub pairs: Vec<Pair>,
    /// What the numbers of their opinions stand for.
    pub labels: std::sync::Arc<PairLabels>,
    /// What the page says of its publisher and licence.
    pub imprint: Imprint,
}

/// What the lines about the page say of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imprint {
    /// Who publishes it.
    pub publisher: Option<String>,
    /// Licence of the text, as an SPDX identifier.
    pub license: Option<String>,
}

/// One news item of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Story {
    /// From its first to its last sentence.
    pub span: Span,
    /// Its headline, where one stands in the text.
    pub headline: Option<Span>,
    /// The place in front of its first sentence: "TEHRAN" of "TEHRAN (MNA) -".
    pub dateline: Option<Span>,
    /// Day that the text gives for the story ("TEHRAN, Jan. 25 -"); a date of publication that the
    /// article itself carries is in [`Article::published`].
    pub dated: Option<jiff::civil::Date>,
    /// Agency named in the dateline: "MNA" of "TEHRAN (MNA) -".
    pub agency: Option<Span>,
    /// Lines that say who wrote or supplied it: "Reporting by Sara Lind; Editing by Omar Haddad".
    pub credits: Vec<Span>,
}

/// What a sentence is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SentenceKind {
    /// Part of the story.
    Body,
    /// A headline or sub-heading.
    Headline,
    /// By-lines, credits, licences, datelines, links: kept, never coded.
    Metadata,
}

/// A sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// From its first to its last word.
    pub span: Span,
    /// Its words.
    pub tokens: Range<TokenId>,
    /// Index of its story.
    pub story: usize,
    /// Number of its paragraph in the text.
    pub paragraph: usize,
    /// What it is for.
    pub kind: SentenceKind,
    /// Whether it was read: a sentence that was passed over has words, but no tags, tree or names.
    pub read: bool,
}

/// A word with its analysis (columns of CoNLL-U).
#[derive(Clone, Debug, PartialEq)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// Dictionary form.
    pub lemma: Box<str>,
    /// Universal part of speech.
    pub upos: Upos,
    /// Penn Treebank tag.
    pub xpos: &'static str,
    /// Features as in CoNLL-U ("Number=Plur|Tense=Past", "_" for none).
    pub feats: &'static str,
    /// The word it depends on; `None` for the root of its sentence.
    pub head: Option<TokenId>,
    /// How it depends on it.
    pub relation: Relation,
    /// Whether it is the second part of one written word ("n't").
    pub glued: bool,
    /// Sentence it stands in.
    pub sentence: SentenceId,
}

impl Token {
    /// Whether a feature has a value: `token.has("VerbForm=Inf")`.
    pub fn has(&self, feature: &str) -> bool {
        self.feats.split('|').any(|f| f == feature)
    }

    /// Plural by its features.
    pub fn is_plural(&self) -> bool {
        self.has("Number=Plur")
    }
}

/// What kind of thing a mention names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EntityKind {
    /// Human beings.
    Person,
    /// Organizations, groups that act as one, armed forces.
    Organization,
    /// Countries, cities, regions, buildings.
    Place,
    /// "Syrian", "the Iraqis".
    Nationality,
    /// Named or unnamed happenings.
    Event,
    /// All else.
    Other,
}

impl EntityKind {
    /// The name in records and in the model's labels.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Organization => "organization",
            Self::Place => "place",
            Self::Nationality => "nationality",
            Self::Event => "event",
            Self::Other => "other",
        }
    }

    /// The inverse of [`EntityKind::as_str`].
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Person, Self::Organization, Self::Place, Self::Nationality, Self::Event, Self::Other]
            .into_iter()
            .find(|kind| kind.as_str() == text)
    }
}

/// How something is mentioned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MentionForm {
    /// With a proper name.
    Named,
    /// By a common noun.
    Nominal,
    /// By a pronoun.
    Pronoun,
    /// By a common noun within another's phrase ("missile" of "the missile test") or a word that points at what was said
    /// ("this"): something that was spoken of, but nobody who acts.
    Aside,
}

/// A noun phrase that names somebody or something.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// The phrase without following clauses and appositions.
    pub span: Span,
    /// Its words.
    pub tokens: Range<TokenId>,
    /// Its head word.
    pub head: TokenId,
    /// The proper name within it: "Ayman Sosan" of "Syrian Deputy Foreign Minister Ayman Sosan".
    pub name: Option<Range<TokenId>>,
    /// Kind of thing.
    pub kind: EntityKind,
    /// Named, nominal or pronoun.
    pub form: MentionForm,
    /// What it refers to.
    pub entity: EntityId,
    /// Sentence it stands in.
    pub sentence: SentenceId,
}

/// Somebody or something that one or more mentions refer to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entity {
    /// Its mentions, in order.
    pub mentions: Vec<MentionId>,
    /// Its members where it is a group: "the two top diplomats", "Iran and Syria", "they".
    pub members: Vec<EntityId>,
    /// The entity to which this one is the counterpart: "his Syrian counterpart".
    pub counterpart_of: Option<EntityId>,
}

/// How exact a date is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Granularity {
    /// Time of a day.
    Time,
    /// A day.
    Day,
    /// A week.
    Week,
    /// A month.
    Month,
    /// A quarter or season.
    Quarter,
    /// A year.
    Year,
    /// A decade, a duration, "the past three weeks".
    Period,
    /// "now", "recently".
    Unknown,
}

impl Granularity {
    /// The name in records.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Time => "time",
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
            Self::Period => "period",
            Self::Unknown => "unknown",
        }
    }
}

/// Which part of a time is meant, or how it bounds what is told (TIMEX3 `mod`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeModifier {
    /// "early 2006", "the beginning of March"
    Start,
    /// "mid-March"
    Mid,
    /// "late 2006", "the end of the week"
    End,
    /// "about ten days", "around 2006"
    Approx,
    /// "before March"
    Before,
    /// "after March"
    After,
    /// "until March", "by March"
    OnOrBefore,
    /// "since March"
    OnOrAfter,
    /// "less than a week"
    LessThan,
    /// "more than a week"
    MoreThan,
}

impl TimeModifier {
    /// The name in records, TIMEX3's.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Start => "START",
            Self::Mid => "MID",
            Self::End => "END",
            Self::Approx => "APPROX",
            Self::Before => "BEFORE",
            Self::After => "AFTER",
            Self::OnOrBefore => "ON_OR_BEFORE",
            Self::OnOrAfter => "ON_OR_AFTER",
            Self::LessThan => "LESS_THAN",
            Self::MoreThan => "MORE_THAN",
        }
    }
}

/// A date or time in the text.
#[derive(Clone, Debug, PartialEq)]
pub struct TimeExpression {
    /// The words, without their preposition.
    pub span: Span,
    /// TIMEX3 value ("2022-01-24", "2022-W04", "PT2H", "PRESENT_REF"); `None` where it depends on a
    /// date of publication that is not known.
    pub value: Option<String>,
    /// How exact it is.
    pub granularity: Granularity,
    /// First and last day, where the value is a calendar range.
    pub days: Option<(jiff::civil::Date, jiff::civil::Date)>,
    /// What the words around it make of the value: "late 2006", "since March".
    pub modifier: Option<TimeModifier>,
    /// Sentence it stands in.
    pub sentence: SentenceId,
}

/// How a source stands to what it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stance {
    /// says, reports, announces, according to
    States,
    /// claims, alleges
    Claims,
    /// denies
    Denies,
    /// confirms, acknowledges
    Confirms,
    /// the words are in quotation marks
    Quotes,
}

impl Stance {
    /// The name in records.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::States => "states",
            Self::Claims => "claims",
            Self::Denies => "denies",
            Self::Confirms => "confirms",
            Self::Quotes => "quotes",
        }
    }

    /// The inverse of [`Stance::as_str`].
    pub fn parse(text: &str) -> Option<Self> {
        [Self::States, Self::Claims, Self::Denies, Self::Confirms, Self::Quotes]
            .into_iter()
            .find(|s| s.as_str() == text)
    }
}

/// What kind of words a source's cue is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CueKind {
    /// says, claims, according to
    Speech,
    /// shows, finds
    Evidence,
    /// thinks, hopes, knows: nobody has said so
    Thought,
    /// did not say, has not confirmed: the source leaves it open
    Withheld,
}

impl CueKind {
    /// The name in records.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Speech => "speech",
            Self::Evidence => "evidence",
            Self::Thought => "thought",
            Self::Withheld => "withheld",
        }
    }

    /// Whether the source stands for the content towards others.
    pub fn is_told(self) -> bool {
        matches!(self, Self::Speech | Self::Evidence)
    }
}

/// A source, its verb and what it says.
#[derive(Clone, Debug, PartialEq)]
pub struct Quotation {
    /// Head word of the source; `None` where it is left out ("it was reported that").
    pub source: Option<TokenId>,
    /// The source's phrase.
    pub source_span: Option<Span>,
    /// "said", "according to".
    pub cue: Span,
    /// Head word of the cue.
    pub cue_token: TokenId,
    /// What is said, in order of the text: two stretches in "The talks, he said, were good", and those of later sentences
    /// where the words go on in quotation marks. Never empty.
    pub content: Vec<Span>,
    /// How the source stands to it.
    pub stance: Stance,
    /// What kind of words the cue is.
    pub kind: CueKind,
    /// Sentence of the cue.
    pub sentence: SentenceId,
    /// Number of the quotation that tells this one: "television quoted" of "television quoted the ministry as saying".
    pub outer: Option<usize>,
}

impl Quotation {
    /// Whether a span stands in what is said.
    pub fn holds(&self, span: Span) -> bool {
        self.content.iter().any(|c| c.contains(span))
    }

    /// From the first to the last word of what is said within a stretch of the text, where any is.
    pub fn within(&self, all: Span) -> Option<Span> {
        self.content.iter().copied().filter(|c| all.overlaps(*c)).reduce(Span::join)
    }
}

impl Document {
    /// The text of a span.
    pub fn str(&self, span: Span) -> &str {
        span.of(&self.article.text)
    }

    /// The words of a token as written.
    pub fn form(&self, token: TokenId) -> &str {
        self.str(self.tokens[token].span)
    }

    /// The span of a range of tokens.
    pub fn span_of(&self, tokens: &Range<TokenId>) -> Span {
        if tokens.is_empty() {
            return Span::default();
        }
        self.tokens[tokens.start].span.join(self.tokens[tokens.end - 1].span)
    }

    /// Dependents of `token` with a relation that `wanted` accepts.
    pub fn dependents<'a>(
        &'a self,
        token: TokenId,
        wanted: impl Fn(Relation) -> bool + 'a,
    ) -> impl Iterator<Item = TokenId> + 'a {
        self.children[token].iter().copied().filter(move |child| wanted(self.tokens[*child].relation))
    }

    /// The quotations whose content holds a word, in order of their cues.
    pub fn quotations_at(&self, token: TokenId) -> impl Iterator<Item = (usize, &Quotation)> {
        let reach = self.quotations_in.get(self.tokens[token].sentence).map_or(&[][..], Vec::as_slice);
        let span = self.tokens[token].span;
        reach.iter().map(|n| (*n, &self.quotations[*n])).filter(move |(_, q)| q.holds(span))
    }

    /// First and one past the last word of the subtree under `token`.
    pub fn subtree(&self, token: TokenId) -> Range<TokenId> {
        let (mut first, mut last) = (token, token);
        let mut open = vec![token];
        while let Some(at) = open.pop() {
            first = first.min(at);
            last = last.max(at);
            open.extend(&self.children[at]);
        }
        first..last + 1
    }

    /// Whether `token` is `top` or stands below it.
    pub fn is_below(&self, token: TokenId, top: TokenId) -> bool {
        let mut at = Some(token);
        while let Some(word) = at {
            if word == top {
                return true;
            }
            at = self.tokens[word].head;
        }
        false
    }

    /// The mention whose head is `token`, asides left out.
    pub fn mention_at(&self, token: TokenId) -> Option<MentionId> {
        let found = self.mentions.binary_search_by_key(&token, |m| m.head).ok()?;
        (self.mentions[found].form != MentionForm::Aside).then_some(found)
    }
}
