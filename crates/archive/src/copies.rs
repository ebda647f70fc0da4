//! The same article again: copies, excerpts and later versions of a text, put in groups as articles come in.
//!
//! An article joins a group where it has four tenths of its runs of words in common with one of its articles. What it is to
//! the one it is most alike to is its relation. The view `article` marks the earliest and the fullest of each group.

use crate::sketch::{Shared, Sketch, runs};
use legation_text::Article;
use rusqlite::{OptionalExtension, Result, Transaction, params};

/// Share of runs in common that makes two articles the same. On the development set `near_duplicates_synthetic` altered copies
/// of one article have .29 or more (nine in ten .45), different articles .29 at most; of 579 real articles of one outlet two
/// have more than .3 (.38: daily reports that repeat their background).
const SAME: f64 = 0.4;

/// From here on nothing but a word here or there is another.
const COPY: f64 = 0.8;

/// A text that has so much of another contains it.
const CONTAINS: f64 = 0.8;

/// Articles of a band that are looked at, the latest: a form letter has thousands.
const LOOKED_AT: usize = 32;

/// Characters at the start of a text in which a correction says that it is one.
const OPENING: usize = 160;

/// What an article is to the one that it is most alike to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Relation {
    /// The first of the group to come in.
    First,
    /// Nearly the same words.
    Copy,
    /// Most of it stands there too; that one has more.
    Excerpt,
    /// It has most of that one and more, and is of the same day, an earlier one or an unknown one.
    Fuller,
    /// It has most of that one and more, and is of a later day.
    Update,
    /// It says that it corrects.
    Correction,
    /// Each has words of its own.
    Variant,
}

impl Relation {
    fn as_str(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Copy => "copy",
            Self::Excerpt => "excerpt",
            Self::Fuller => "fuller",
            Self::Update => "update",
            Self::Correction => "correction",
            Self::Variant => "variant",
        }
    }
}

/// An article of the archive that is like the new one.
struct Alike {
    group: Group,
    shared: Shared,
}

/// Articles that tell the same text; at first one alone.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Group {
    /// The lowest article.
    cluster: i64,
    articles: i64,
    /// The earliest article, with its day of publication where that is known.
    earliest: (i64, Option<String>),
    /// The longest article, with its length in code points.
    fullest: (i64, usize),
}

impl Group {
    fn of(article: i64, day: Option<String>, text: &str) -> Self {
        let length = text.chars().count();
        Self { cluster: article, articles: 1, earliest: (article, day), fullest: (article, length) }
    }

    /// Both as one. Days are written so that they sort; what has none comes last, and of two alike the lower article is taken.
    fn with(self, other: Self) -> Self {
        let by_day = |(article, day): &(i64, Option<String>)| (day.is_none(), day.clone(), *article);
        let by_length = |(article, length): &(i64, usize)| (std::cmp::Reverse(*length), *article);
        Self {
            cluster: self.cluster.min(other.cluster),
            articles: self.articles + other.articles,
            earliest: std::cmp::min_by_key(self.earliest, other.earliest, by_day),
            fullest: std::cmp::min_by_key(self.fullest, other.fullest, by_length),
        }
    }
}

/// Puts a new article into the group that it belongs to, and remembers it for those to come.
pub(crate) fn group(to: &Transaction<'_>, number: i64, article: &Article, sketch: &Sketch) -> Result<()> {
    let alike = alike(to, sketch)?;
    let nearest = alike
        .iter()
        .max_by(|a, b| a.shared.jaccard.total_cmp(&b.shared.jaccard).then(b.group.cluster.cmp(&a.group.cluster)));
    if let Some(nearest) = nearest {
        let day = article.published.map(|day| day.to_string());
        let cluster = join(to, Group::of(number, day, &article.text), &alike)?;
        let shared = nearest.shared;
        let relation = relation(article, nearest).as_str();
        let containment = shared.of_first.max(shared.of_second);
        let row =
            params![number, cluster, nearest.group.cluster, relation, rounded(shared.jaccard), rounded(containment)];
        to.prepare_cached("INSERT INTO copies VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?.execute(row)?;
    }
    let mut insert = to.prepare_cached("INSERT OR IGNORE INTO bands (hash, article) VALUES (?1, ?2)")?;
    for band in &sketch.bands {
        insert.execute(params![band, number])?;
    }
    Ok(())
}

/// The articles of the archive that have enough in common with a text, by number, each as a group of its own.
fn alike(to: &Transaction<'_>, sketch: &Sketch) -> Result<Vec<Alike>> {
    let mut candidates = Vec::new();
    let mut of_band = to.prepare_cached("SELECT article FROM bands WHERE hash = ?1 ORDER BY article DESC LIMIT ?2")?;
    for band in &sketch.bands {
        let found = of_band.query_map(params![band, LOOKED_AT], |row| row.get::<_, i64>(0))?;
        candidates.extend(found.collect::<Result<Vec<_>>>()?);
    }
    candidates.sort_unstable();
    candidates.dedup();
    let mut text = to.prepare_cached(
        "SELECT a.published, t.text FROM articles a JOIN texts t ON t.article = a.id WHERE a.id = ?1",
    )?;
    let mut alike = Vec::new();
    for article in candidates {
        let known = text.query_row([article], |row| Ok((row.get(0)?, row.get::<_, String>(1)?))).optional()?;
        let Some((published, text)) = known else {
            continue;
        };
        let shared = sketch.shared(&runs(&text));
        if shared.jaccard >= SAME {
            alike.push(Alike { group: Group::of(article, published, &text), shared });
        }
    }
    Ok(alike)
}

/// Makes one group of a new article and those that its likes are in, and gives its number.
fn join(to: &Transaction<'_>, new: Group, alike: &[Alike]) -> Result<i64> {
    let mut joined = new;
    let mut clusters = Vec::new();
    for Alike { group, .. } in alike {
        let article = group.cluster;
        let mut known = to.prepare_cached(
            "SELECT g.cluster, g.articles, g.earliest, g.day, g.fullest, g.length
             FROM copies c JOIN clusters g ON g.cluster = c.cluster WHERE c.article = ?1",
        )?;
        let known = known.query_row([article], |row| {
            Ok(Group {
                cluster: row.get(0)?,
                articles: row.get(1)?,
                earliest: (row.get(2)?, row.get(3)?),
                fullest: (row.get(4)?, row.get(5)?),
            })
        });
        let group = match known.optional()? {
            Some(group) => group,
            None => {
                let first = params![article, Relation::First.as_str()];
                to.prepare_cached("INSERT INTO copies VALUES (?1, ?1, ?1, ?2, 1.0, 1.0)")?.execute(first)?;
                group.clone()
            }
        };
        if !clusters.contains(&group.cluster) {
            clusters.push(group.cluster);
            joined = joined.with(group);
        }
    }
    for cluster in clusters.into_iter().filter(|c| *c != joined.cluster) {
        to.prepare_cached("UPDATE copies SET cluster = ?1 WHERE cluster = ?2")?.execute([joined.cluster, cluster])?;
        to.prepare_cached("DELETE FROM clusters WHERE cluster = ?1")?.execute([cluster])?;
    }
    let Group { cluster, articles, earliest, fullest } = joined;
    let row = params![cluster, articles, earliest.0, earliest.1, fullest.0, fullest.1];
    to.prepare_cached("INSERT OR REPLACE INTO clusters VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?.execute(row)?;
    Ok(cluster)
}

fn relation(article: &Article, nearest: &Alike) -> Relation {
    let shared = nearest.shared;
    // Days are written so that they sort.
    let day = article.published.map(|day| day.to_string());
    let later = matches!((&day, &nearest.group.earliest.1), (Some(day), Some(before)) if day > before);
    if corrects(article) {
        Relation::Correction
    } else if shared.jaccard >= COPY {
        Relation::Copy
    } else if shared.of_first >= CONTAINS && shared.of_first > shared.of_second {
        Relation::Excerpt
    } else if shared.of_second >= CONTAINS {
        if later { Relation::Update } else { Relation::Fuller }
    } else {
        Relation::Variant
    }
}

/// Whether an article says at its start that it corrects: "CORRECTED-Oman names envoy", "(Corrects spelling in paragraph 2)".
fn corrects(article: &Article) -> bool {
    let opening: String = article.text.chars().take(OPENING).collect();
    let starts = |text: &str| {
        let text = text.trim_start_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        ["correction:", "correction -", "corrected:", "corrected-", "corrects "]
            .iter()
            .any(|mark| text.starts_with(mark))
    };
    let title = article.title.as_deref().unwrap_or_default();
    starts(title) || starts(&opening) || opening.to_lowercase().contains("(corrects ")
}

fn rounded(share: f64) -> f64 {
    (share * 1000.0).round() / 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(shared: (f64, f64, f64), title: &str, text: &str, day: &str, before: &str) -> Relation {
        let (jaccard, of_first, of_second) = shared;
        let article =
            Article { title: Some(title.to_owned()), published: day.parse().ok(), ..Article::from_text("x", text) };
        let group = Group::of(1, (!before.is_empty()).then(|| before.to_owned()), "");
        relation(&article, &Alike { group, shared: Shared { jaccard, of_first, of_second } })
    }

    #[test]
    fn what_contains_another_is_an_update_only_on_a_later_day() {
        let more = (0.6, 0.6, 0.98);
        assert_eq!(check(more, "Talks", "Oman said.", "2022-01-26", "2022-01-25"), Relation::Update);
        assert_eq!(check(more, "Talks", "Oman said.", "2022-01-25", "2022-01-25"), Relation::Fuller);
        assert_eq!(check(more, "Talks", "Oman said.", "", "2022-01-25"), Relation::Fuller);
        assert_eq!(check((0.6, 0.98, 0.6), "Talks", "Oman said.", "2022-01-26", "2022-01-25"), Relation::Excerpt);
        assert_eq!(check((0.95, 0.98, 0.97), "Talks", "Oman said.", "2022-01-26", "2022-01-25"), Relation::Copy);
        assert_eq!(check((0.45, 0.6, 0.6), "Talks", "Oman said.", "2022-01-26", "2022-01-25"), Relation::Variant);
    }

    #[test]
    fn a_correction_says_so_at_its_start() {
        let same = (0.95, 0.97, 0.98);
        assert_eq!(check(same, "CORRECTED-Oman names envoy", "Oman said.", "", ""), Relation::Correction);
        assert_eq!(check(same, "Envoy", "(Corrects date in paragraph 2) Oman said.", "", ""), Relation::Correction);
        assert_eq!(
            check(same, "Oman wants correction of maps", "The map must be corrected, Oman said.", "", ""),
            Relation::Copy
        );
    }
}
