//! Who is meant: "Ayman Sosan met Khaji. The minister thanked him."
//!
//! Entities are scored by MUC, B-cubed, CEAF-e and their mean, with the treebank's entities that are mentioned once, and ours,
//! left out. A mention of ours is one of gold where both have the same span, ours widened to what the treebank counts as the
//! phrase (our own spans leave out clauses that follow); and once more where ours has its head in the head of gold's.
//!
//! Then by form: whether what a mention refers back to, by the nearest mention of the same entity before it, is right. "Right of
//! gold" is of the mentions that refer back in gold, found or not; "right of made" is of those that we let refer back. All spans
//! are matched by heads there.

use super::{bytes_of_points, lines};
use crate::clusters::{Cluster, ClusterScore, ClusterScores};
use crate::gold::GoldError;
use crate::report::Row;
use crate::scores::Share;
use legation_text::{
    Analyzer, Article, Document, Lexicon, Mention, MentionForm, MentionId, Relation, Span, TokenId, Upos,
};
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

/// A text with its entities, in the format of `coref/gum_dev.coref.jsonl`.
#[derive(Deserialize)]
pub struct GoldReferences {
    text: String,
    /// Day of publication, where it is known.
    date: Option<String>,
    mentions: Vec<Marked>,
}

/// A mention as the corpus has it, in code points.
#[derive(Deserialize)]
struct Marked {
    start: usize,
    end: usize,
    head_start: usize,
    head_end: usize,
    #[serde(rename = "type")]
    kind: String,
    /// Number of its entity.
    cluster: usize,
    /// How it refers back: "ana" as a pronoun, "coref" as another phrase, "appos" and "pred" by grammar.
    link: String,
    named: bool,
}

/// The same in bytes.
struct Gold {
    span: Span,
    head: Span,
    cluster: usize,
    form: Option<Form>,
    /// Whether it refers back, by more than grammar, to a mention before it.
    refers: bool,
    /// Whether one of these is no pronoun.
    refers_to_phrase: bool,
}

/// Forms whose references are measured by themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// "he", "its", "themselves".
    ThirdPerson,
    /// "I", "you", "our": who speaks and who listens.
    FirstOrSecondPerson,
    /// "the president", "the foreign minister".
    Title,
    /// "the man", "his sister".
    Description,
    /// "Sosan".
    Name,
}

impl Form {
    const ALL: [(Self, &'static str); 5] = [
        (Self::ThirdPerson, "third-person pronouns"),
        (Self::FirstOrSecondPerson, "first- and second-person pronouns"),
        (Self::Title, "titles of persons"),
        (Self::Description, "other descriptions of persons"),
        (Self::Name, "names of persons"),
    ];
}

const THIRD_PERSON: &[&str] = &[
    "he",
    "her",
    "hers",
    "herself",
    "him",
    "himself",
    "his",
    "it",
    "its",
    "itself",
    "she",
    "their",
    "theirs",
    "them",
    "themselves",
    "they",
];

const FIRST_OR_SECOND_PERSON: &[&str] = &[
    "i",
    "me",
    "mine",
    "my",
    "myself",
    "our",
    "ours",
    "ourselves",
    "us",
    "we",
    "you",
    "your",
    "yours",
    "yourself",
    "yourselves",
];

/// References of one form.
#[derive(Clone, Copy, Default)]
struct References {
    of_gold: Share,
    of_made: Share,
    /// As `of_gold`, but the nearest mention before that is no pronoun.
    to_phrase: Share,
}

pub(super) fn measure(name: &str, path: &Path, analyzer: &Analyzer) -> Result<Vec<Row>, GoldError> {
    let records = GoldReferences::read(path)?;
    let documents: Vec<Document> = records.iter().map(|r| analyzer.analyze(r.article())).collect();
    let set = format!("{name} ({} documents)", records.len());
    Ok(rows(&set, records.iter().zip(&documents), analyzer.lexicon()))
}

impl GoldReferences {
    /// The texts of a file.
    ///
    /// # Errors
    /// Names the file and line that cannot be read.
    pub fn read(path: &Path) -> Result<Vec<Self>, GoldError> {
        lines(path)
    }

    /// The text as an article.
    pub fn article(&self) -> Article {
        let mut article = Article::from_text("gold", &*self.text);
        article.published = self.date.as_deref().and_then(|d| d.parse().ok());
        article
    }

    /// For each mention that was found the number of its entity in gold, by heads; `None` where gold lacks the mention.
    pub fn entities_of(&self, document: &Document, lexicon: &Lexicon) -> Vec<Option<usize>> {
        let gold = in_bytes(self, lexicon);
        let same = same_heads(document, &gold, same_spans(document, &gold));
        same.into_iter().map(|g| g.map(|g| gold[g].cluster)).collect()
    }

    /// The entities in gold of phrases that join these words: "Iran and Syria".
    pub fn joined(&self, document: &Document, words: &[TokenId], lexicon: &Lexicon) -> Vec<usize> {
        let whole = words.iter().map(|t| document.tokens[*t].span).reduce(Span::join).unwrap_or_default();
        let first = words.first().map(|t| document.tokens[*t].span).unwrap_or_default();
        let gold = in_bytes(self, lexicon);
        gold.iter().filter(|g| g.span.contains(whole) && g.head.contains(first)).map(|g| g.cluster).collect()
    }
}

/// The table of the measure for analysed texts.
pub fn rows<'a>(
    set: &str,
    texts: impl Iterator<Item = (&'a GoldReferences, &'a Document)>,
    lexicon: &Lexicon,
) -> Vec<Row> {
    let (mut exact, mut heads) = (ClusterScores::default(), ClusterScores::default());
    let mut references = [References::default(); Form::ALL.len()];
    for (record, document) in texts {
        let gold = in_bytes(record, lexicon);
        let by_span = same_spans(document, &gold);
        let by_head = same_heads(document, &gold, by_span.clone());
        for (scores, same) in [(&mut exact, &by_span), (&mut heads, &by_head)] {
            scores.add(&gold_clusters(&gold), &found_clusters(document, same, gold.len()));
        }
        for ((form, _), sum) in Form::ALL.iter().zip(&mut references) {
            sum.add(*form, document, &gold, &by_head);
        }
    }
    let mut rows = cluster_rows(set, "same spans", exact);
    rows.extend(cluster_rows(set, "same heads", heads));
    for ((form, label), sum) in Form::ALL.iter().zip(references) {
        rows.push(Row::new(set, format!("{label}, right of gold"), sum.of_gold));
        rows.push(Row::new(set, format!("{label}, right of made"), sum.of_made));
        if *form == Form::ThirdPerson {
            rows.push(Row::new(set, format!("{label}, last phrase that is no pronoun"), sum.to_phrase));
        }
    }
    rows
}

fn cluster_rows(set: &str, how: &str, scores: ClusterScores) -> Vec<Row> {
    let figure = |s: ClusterScore| format!("{:.3} (precision {:.3}, recall {:.3})", s.f1(), s.precision(), s.recall());
    vec![
        Row::new(set, format!("MUC F1, {how}"), figure(scores.muc)),
        Row::new(set, format!("B-cubed F1, {how}"), figure(scores.b_cubed)),
        Row::new(set, format!("CEAF-e F1, {how}"), figure(scores.ceaf_e)),
        Row::new(set, format!("CoNLL F1, {how}"), format!("{:.3}", scores.conll())),
    ]
}

fn in_bytes(record: &GoldReferences, lexicon: &Lexicon) -> Vec<Gold> {
    let bytes = bytes_of_points(&record.text);
    let span = |start: usize, end: usize| Span::new(bytes[start], bytes[end]);
    let words = |m: &Marked| span(m.start, m.end).of(&record.text).to_lowercase();
    let mut marked: Vec<&Marked> = record.mentions.iter().collect();
    marked.sort_by_key(|m| (m.start, std::cmp::Reverse(m.end)));
    // Of each entity, whether it was mentioned already: by anything, and by what is no pronoun.
    let mut before: HashMap<usize, bool> = HashMap::new();
    let mut gold = Vec::with_capacity(marked.len());
    for m in marked {
        let pronoun = is_pronoun(&words(m));
        let back = matches!(m.link.as_str(), "ana" | "coref");
        let head = span(m.head_start, m.head_end);
        let phrase_before = before.get(&m.cluster).copied();
        gold.push(Gold {
            span: span(m.start, m.end),
            head,
            cluster: m.cluster,
            form: form(m, &words(m), head.of(&record.text), lexicon),
            refers: back && phrase_before.is_some(),
            refers_to_phrase: back && phrase_before == Some(true),
        });
        *before.entry(m.cluster).or_default() |= !pronoun;
    }
    gold
}

fn is_pronoun(words: &str) -> bool {
    THIRD_PERSON.binary_search(&words).is_ok() || FIRST_OR_SECOND_PERSON.binary_search(&words).is_ok()
}

fn form(mention: &Marked, words: &str, head: &str, lexicon: &Lexicon) -> Option<Form> {
    if THIRD_PERSON.binary_search(&words).is_ok() {
        return Some(Form::ThirdPerson);
    }
    if FIRST_OR_SECOND_PERSON.binary_search(&words).is_ok() {
        return Some(Form::FirstOrSecondPerson);
    }
    if mention.kind != "person" || mention.link == "ana" {
        return None;
    }
    let last = head.split_whitespace().next_back().unwrap_or_default().to_lowercase();
    Some(match (lexicon.names_people(&last), mention.named) {
        (true, _) => Form::Title,
        (false, true) => Form::Name,
        (false, false) => Form::Description,
    })
}

/// For each mention of ours the gold mention with its span.
fn same_spans(document: &Document, gold: &[Gold]) -> Vec<Option<usize>> {
    let mut free: HashMap<Span, usize> = gold.iter().enumerate().map(|(number, g)| (g.span, number)).collect();
    document.mentions.iter().map(|m| free.remove(&extent(document, m))).collect()
}

/// The span of a mention by the treebank's rules, which are not those of [`Mention::span`]: a noun with all that hangs on it
/// but preposition, adverbs, apposition and what it is joined with, the possessive ending included: "the minister, who
/// smiled," and "Iran's".
fn extent(document: &Document, mention: &Mention) -> Span {
    let head = mention.head;
    let token = &document.tokens[head];
    if token.upos == Upos::Pron {
        return mention.span;
    }
    let whole = !matches!(token.relation, Relation::Compound | Relation::Amod | Relation::Flat | Relation::NmodDesc);
    let mut inside: Vec<TokenId> = if whole { vec![head] } else { mention.tokens.clone().collect() };
    for child in document.children[head].iter().copied() {
        let (token, relation) = (&document.tokens[child], document.tokens[child].relation);
        let ending = relation == Relation::Case && token.upos == Upos::Part && child > head;
        if ending || whole && is_part(relation) {
            inside.extend(document.subtree(child));
        }
    }
    inside.sort_unstable();
    inside.dedup();
    let (mut first, mut last) = (head, head);
    while inside.binary_search(&(first.wrapping_sub(1))).is_ok() {
        first -= 1;
    }
    while inside.binary_search(&(last + 1)).is_ok() {
        last += 1;
    }
    let mark = |t: TokenId, kept: &[&str]| document.tokens[t].upos == Upos::Punct && !kept.contains(&document.form(t));
    while last > head && mark(last, &[")", "]", "”", "\""]) {
        last -= 1;
    }
    while first < head && mark(first, &["“", "\""]) {
        first += 1;
    }
    document.span_of(&(first..last + 1))
}

/// Whether what hangs on a noun by this relation is within its mention.
fn is_part(relation: Relation) -> bool {
    matches!(
        relation,
        Relation::Acl
            | Relation::AclRelcl
            | Relation::Amod
            | Relation::Compound
            | Relation::Dep
            | Relation::Det
            | Relation::DetPredet
            | Relation::Fixed
            | Relation::Flat
            | Relation::Goeswith
            | Relation::Nmod
            | Relation::NmodDesc
            | Relation::NmodPoss
            | Relation::NmodUnmarked
            | Relation::Nummod
            | Relation::Punct
            | Relation::Reparandum
    )
}

/// Adds to these the gold mentions in whose heads ours have theirs; of several the one with the shortest head.
fn same_heads(document: &Document, gold: &[Gold], mut same: Vec<Option<usize>>) -> Vec<Option<usize>> {
    let mut taken = vec![false; gold.len()];
    same.iter().flatten().for_each(|g| taken[*g] = true);
    for (mention, found) in document.mentions.iter().zip(&mut same).filter(|(_, found)| found.is_none()) {
        let head = document.tokens[mention.head].span;
        let fitting = (0..gold.len()).filter(|g| !taken[*g] && gold[*g].head.contains(head));
        *found = fitting.min_by_key(|g| (gold[*g].head.len(), gold[*g].span.start.abs_diff(mention.span.start)));
        found.iter().for_each(|g| taken[*g] = true);
    }
    same
}

/// The entities of gold with two mentions or more, mentions by their number.
fn gold_clusters(gold: &[Gold]) -> Vec<Cluster> {
    let mut clusters: BTreeMap<usize, Cluster> = BTreeMap::new();
    for (number, mention) in gold.iter().enumerate() {
        clusters.entry(mention.cluster).or_default().push(number);
    }
    clusters.into_values().filter(|c| c.len() > 1).collect()
}

/// The same of ours; mentions that gold lacks have numbers from `unknown` on.
fn found_clusters(document: &Document, same: &[Option<usize>], unknown: usize) -> Vec<Cluster> {
    let number = |m: &MentionId| same[*m].unwrap_or(unknown + m);
    let clusters = document.entities.iter().map(|e| e.mentions.iter().map(number).collect::<Cluster>());
    clusters.filter(|c| c.len() > 1).collect()
}

impl References {
    fn add(&mut self, form: Form, document: &Document, gold: &[Gold], same: &[Option<usize>]) {
        let ours: HashMap<usize, MentionId> =
            same.iter().enumerate().filter_map(|(mention, number)| Some(((*number)?, mention))).collect();
        for (number, mention) in gold.iter().enumerate().filter(|(_, g)| g.form == Some(form)) {
            let found = ours.get(&number).copied();
            let right = |before: Option<MentionId>| {
                before.and_then(|m| same[m]).is_some_and(|g| gold[g].cluster == mention.cluster)
            };
            let nearest = found.and_then(|m| nearest_before(document, m, |_| true));
            if mention.refers {
                self.of_gold.add(right(nearest));
            }
            if nearest.is_some() {
                self.of_made.add(right(nearest));
            }
            if mention.refers_to_phrase {
                let phrase = |m: &Mention| m.form != MentionForm::Pronoun;
                self.to_phrase.add(right(found.and_then(|m| nearest_before(document, m, phrase))));
            }
        }
    }
}

/// The last mention of the same entity that begins before this one.
fn nearest_before(document: &Document, mention: MentionId, wanted: impl Fn(&Mention) -> bool) -> Option<MentionId> {
    let (start, entity) = (document.mentions[mention].span.start, document.mentions[mention].entity);
    let before =
        document.entities[entity].mentions.iter().copied().filter(|m| document.mentions[*m].span.start < start);
    before.filter(|m| wanted(&document.mentions[*m])).max_by_key(|m| document.mentions[*m].span.start)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A mention of a word of `text`, with its head alone as span.
    fn marked(text: &str, words: &str, head: &str, cluster: usize, link: &str, named: bool) -> Marked {
        let place = |words: &str| {
            let start = text[..text.find(words).expect("in the text")].chars().count();
            (start, start + words.chars().count())
        };
        let ((start, end), (head_start, head_end)) = (place(words), place(head));
        Marked { start, end, head_start, head_end, kind: "person".into(), cluster, link: link.into(), named }
    }

    /// "Élisa Petit met Khaji. The minister, who smiled, thanked him." with its gold.
    fn example() -> (Analyzer, Document, Vec<Gold>) {
        let text = "Élisa Petit met Khaji. The minister, who smiled, thanked him.";
        let mentions = vec![
            marked(text, "Élisa Petit", "Élisa Petit", 1, "coref", true),
            marked(text, "Khaji", "Khaji", 2, "coref", true),
            marked(text, "The minister, who smiled,", "minister", 1, "coref", false),
            marked(text, "him", "him", 2, "ana", false),
        ];
        let mut lexicon = Lexicon::default();
        lexicon.roles.insert("minister".into(), vec!["official".into()]);
        let analyzer = Analyzer::new(lexicon);
        let document = analyzer.analyze(Article::from_text("1", text));
        let gold = in_bytes(&GoldReferences { text: text.into(), date: None, mentions }, analyzer.lexicon());
        (analyzer, document, gold)
    }

    #[test]
    fn forms_and_what_refers_back_are_told_from_gold() {
        let (_, _, gold) = example();
        let forms: Vec<Option<Form>> = gold.iter().map(|g| g.form).collect();
        assert_eq!(forms, [Form::Name, Form::Name, Form::Title, Form::ThirdPerson].map(Some));
        assert_eq!(gold.iter().map(|g| g.refers_to_phrase).collect::<Vec<_>>(), [false, false, true, true]);
        assert_eq!(gold_clusters(&gold), [[0, 2], [1, 3]]);
        assert!(THIRD_PERSON.is_sorted() && FIRST_OR_SECOND_PERSON.is_sorted());
    }

    #[test]
    fn a_phrase_with_a_clause_is_the_same_by_its_head_only() {
        let (_, document, gold) = example();
        let by_span = same_spans(&document, &gold);
        let by_head = same_heads(&document, &gold, by_span.clone());
        let found = |same: &[Option<usize>]| (0..gold.len()).map(|g| same.contains(&Some(g))).collect::<Vec<_>>();
        assert_eq!(found(&by_span), [true, true, false, true]);
        assert_eq!(found(&by_head), [true; 4]);
    }

    #[test]
    fn a_reference_is_right_where_the_nearest_mention_before_is_of_its_entity() {
        let (_, mut document, gold) = example();
        let same = same_heads(&document, &gold, same_spans(&document, &gold));
        let of = |g: usize| same.iter().position(|s| *s == Some(g)).expect("found");
        let mut set = |pairs: [(usize, usize); 4]| {
            document.entities = vec![Default::default(), Default::default()];
            for (mention, entity) in pairs {
                document.mentions[of(mention)].entity = entity;
                document.entities[entity].mentions.push(of(mention));
            }
            let mut sum = References::default();
            sum.add(Form::ThirdPerson, &document, &gold, &same);
            (sum.of_gold.hits, sum.of_made.of, sum.to_phrase.hits)
        };
        assert_eq!(set([(0, 0), (2, 0), (1, 1), (3, 1)]), (1, 1, 1));
        assert_eq!(set([(0, 0), (2, 0), (3, 0), (1, 1)]), (0, 1, 0));
        assert_eq!(set([(0, 0), (2, 0), (1, 0), (3, 1)]), (0, 0, 0));
    }
}
