//! Where a codebook comes from: compiled in, or a folder that replaces it.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

/// The text files of a codebook, by path within it ("events/PROTEST.toml").
#[derive(Clone, Debug, Default)]
pub struct Files(pub BTreeMap<String, String>);

/// A mistake in a codebook, with its place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// Path within the codebook.
    pub file: String,
    /// 1-based line; 0 where it concerns the whole file.
    pub line: usize,
    /// What is wrong and what to do.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A folder of the user's is named as it is.
        let prefix = if Path::new(&self.file).is_absolute() { "" } else { "codebook/" };
        match self.line {
            0 => write!(f, "{prefix}{}: {}", self.file, self.message),
            line => write!(f, "{prefix}{}:{line}: {}", self.file, self.message),
        }
    }
}

macro_rules! embedded {
    ($($path:literal),+ $(,)?) => {
        &[$(($path, include_str!(concat!("../../../codebook/", $path)))),+]
    };
}

const EMBEDDED: &[(&str, &str)] = embedded![
    "actors/countries.csv",
    "actors/organizations.csv",
    "actors/people.csv",
    "actors/people_by_hand.csv",
    "coding_rules.csv",
    "contexts.toml",
    "crosswalks/cameo.csv",
    "crosswalks/plover.csv",
    "events/ACCUSE.toml",
    "events/AGREE.toml",
    "events/AID.toml",
    "events/ASSAULT.toml",
    "events/COERCE.toml",
    "events/CONCEDE.toml",
    "events/CONSULT.toml",
    "events/COOPERATE.toml",
    "events/MOBILIZE.toml",
    "events/PROTEST.toml",
    "events/REJECT.toml",
    "events/REQUEST.toml",
    "events/RETREAT.toml",
    "events/SANCTION.toml",
    "events/SUPPORT.toml",
    "events/THREATEN.toml",
    "light_verbs.csv",
    "nationalities.csv",
    "nominalizations.csv",
    "offices.csv",
    "sectors.csv",
    "sizes.toml",
    "triggers.csv",
    "words.toml",
];

impl Files {
    /// The codebook that is compiled into the program.
    pub fn embedded() -> Self {
        Self(EMBEDDED.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect())
    }

    /// The codebook in a folder. Files that it lacks are taken from the compiled one, except event files:
    /// a folder with `events/` has its own set of types.
    ///
    /// # Errors
    /// Says which file or folder cannot be read.
    pub fn read(folder: &Path) -> Result<Self, Problem> {
        let mut found = BTreeMap::new();
        collect(folder, "", &mut found)?;
        if found.is_empty() {
            return Err(Problem {
                file: folder.display().to_string(),
                line: 0,
                message: "no .toml or .csv file is in this folder; give the folder that holds events/ and offices.csv"
                    .into(),
            });
        }
        let own_events = found.keys().any(|path| path.starts_with("events/"));
        for (path, text) in Self::embedded().0 {
            if !(own_events && path.starts_with("events/")) {
                found.entry(path).or_insert(text);
            }
        }
        Ok(Self(found))
    }

    /// Writes every file into a folder, which is made where there is none: to be edited and used with `--codebook`.
    ///
    /// # Errors
    /// Says which file stands there already (none is overwritten) or cannot be written.
    pub fn write(&self, folder: &Path) -> Result<(), Problem> {
        let problem = |path: &Path, message: String| Problem { file: path.display().to_string(), line: 0, message };
        if let Some(path) = self.0.keys().map(|name| folder.join(name)).find(|p| p.exists()) {
            return Err(problem(&path, "stands there already; give an empty folder".into()));
        }
        for (name, text) in &self.0 {
            let path = folder.join(name);
            let parent = path.parent().unwrap_or(folder);
            std::fs::create_dir_all(parent)
                .and_then(|()| std::fs::write(&path, text))
                .map_err(|e| problem(&path, e.to_string()))?;
        }
        Ok(())
    }

    /// Its files that the compiled codebook has too: what a user's own files add is left out.
    pub fn without_own(&self) -> Self {
        let compiled = |path: &str| EMBEDDED.iter().any(|(name, _)| *name == path);
        Self(self.0.iter().filter(|(path, _)| compiled(path)).map(|(p, t)| (p.clone(), t.clone())).collect())
    }

    pub(crate) fn get(&self, path: &str) -> Result<&str, Problem> {
        self.0.get(path).map(String::as_str).ok_or_else(|| Problem {
            file: path.into(),
            line: 0,
            message: "the file is missing".into(),
        })
    }
}

fn collect(folder: &Path, prefix: &str, found: &mut BTreeMap<String, String>) -> Result<(), Problem> {
    let problem =
        |path: &Path, e: std::io::Error| Problem { file: path.display().to_string(), line: 0, message: e.to_string() };
    let mut entries: Vec<_> =
        std::fs::read_dir(folder).and_then(Iterator::collect::<Result<_, _>>).map_err(|e| problem(folder, e))?;
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
        if path.is_dir() {
            collect(&path, &format!("{prefix}{name}/"), found)?;
        } else if name.ends_with(".toml") || name.ends_with(".csv") {
            let text = std::fs::read_to_string(&path).map_err(|e| problem(&path, e))?;
            found.insert(format!("{prefix}{name}"), text);
        }
    }
    Ok(())
}

/// 1-based line of a byte offset.
pub(crate) fn line_of(text: &str, offset: usize) -> usize {
    text.as_bytes()[..offset.min(text.len())].iter().filter(|b| **b == b'\n').count() + 1
}
