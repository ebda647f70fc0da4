//! Articles coded by hand: `gold/*.toml`.

use serde::Deserialize;
use std::fmt;
use std::path::{Path, PathBuf};

/// An article with the events that it reports; what is not listed must not be found.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GoldArticle {
    /// Where the text is, beside the file; or the text itself in `text`.
    pub file: Option<PathBuf>,
    /// The text.
    #[serde(default)]
    pub text: String,
    /// Day of publication.
    pub published: Option<String>,
    /// Part of the gold: train, dev or test.
    pub split: String,
    /// What it is about, for splits by topic.
    pub topic: String,
    /// The events, in order of the text.
    #[serde(default, rename = "event")]
    pub events: Vec<GoldEvent>,
    /// Name of its file.
    #[serde(skip)]
    pub name: String,
    /// Line of that file in which the text begins; 1 where the text is a file of its own.
    #[serde(skip)]
    pub line: usize,
}

/// An event as a coder wrote it down.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GoldEvent {
    /// Types that are right; the first is the one that the guidelines prefer.
    #[serde(rename = "type")]
    pub kinds: Vec<String>,
    /// Mode.
    pub mode: Option<String>,
    /// Words of the sentence that say so.
    pub trigger: String,
    /// Country codes and names of who acts, each as "SYR" or "Ayman Sosan [SYR GOV]".
    pub actor: Vec<String>,
    /// On whom.
    #[serde(default)]
    pub recipient: Vec<String>,
    /// Day, where the text or the day of publication tells it.
    pub date: Option<String>,
    /// Place.
    pub place: Option<String>,
    /// According to whom.
    pub attribution: Option<String>,
    /// Whether a reader may leave it out without mistake.
    #[serde(default)]
    pub optional: bool,
}

/// A gold file that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoldError(pub String);

impl fmt::Display for GoldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for GoldError {}

/// Reads the articles of a folder, in order of their names.
///
/// # Errors
/// Names file and line of the first mistake: unknown keys, triggers that are not in the text.
pub fn read_articles(folder: &Path) -> Result<Vec<GoldArticle>, GoldError> {
    let entries = std::fs::read_dir(folder).map_err(|e| GoldError(format!("{}: {e}", folder.display())))?;
    let mut paths: Vec<PathBuf> = entries
        .filter_map(Result::ok)
        .map(|e| e.path())
        .filter(|p| p.extension().is_some_and(|x| x == "toml"))
        .collect();
    paths.sort();
    paths.iter().map(|path| read_article(path)).collect()
}

fn read_article(path: &Path) -> Result<GoldArticle, GoldError> {
    let error = |message: String| GoldError(format!("{}: {message}", path.display()));
    let raw = std::fs::read_to_string(path).map_err(|e| error(e.to_string()))?;
    let mut article: GoldArticle = toml::from_str(&raw).map_err(|e| {
        let line = e.span().map_or(0, |s| raw[..s.start].lines().count().max(1));
        GoldError(format!("{}:{line}: {}", path.display(), e.message()))
    })?;
    if let Some(file) = &article.file {
        let beside = path.parent().unwrap_or(Path::new(".")).join(file);
        article.text = std::fs::read_to_string(&beside).map_err(|e| error(format!("{}: {e}", beside.display())))?;
    }
    for event in &article.events {
        if !article.text.contains(&event.trigger) {
            return Err(error(format!("trigger {:?} is not in the text", event.trigger)));
        }
    }
    article.line = raw.find(&article.text).map_or(1, |at| raw[..at].matches('\n').count() + 1);
    article.name = path.file_stem().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(article)
}
