//! Model and codebook, made once a run.

use crate::batch;
use crate::failure::Failure;
use clap::Args;
use legation_codebook::{Codebook, Files, Problem};
use legation_coding::{Coder, Event, Included, OPERATING_POINT, Settings};
use legation_text::{Analyzer, Article, Document, Reader};
use std::path::PathBuf;

/// Options that choose model and codebook.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct EngineOptions {
    /// Use the codebook in this folder instead of the compiled one.
    #[arg(long, value_name = "DIR", global = true)]
    pub codebook: Option<PathBuf>,
    /// Use the model in this folder instead of the compiled one.
    #[arg(long, value_name = "DIR", global = true)]
    pub model: Option<PathBuf>,
    /// Office holders to use beside the codebook's, as `legation people --learned` writes them: rows whose `accept` is yes.
    /// Several times for several files; else what LEGATION_PEOPLE names.
    #[arg(long, value_name = "FILE", global = true)]
    pub people: Vec<PathBuf>,
}

/// Files of office holders for every run, parted as in PATH.
const PEOPLE: &str = "LEGATION_PEOPLE";

/// Options of coding.
#[derive(Args, Clone, Debug)]
pub(crate) struct CodingOptions {
    /// Events that are not plain facts to give out as well, marked in `auxiliary`.
    #[arg(long, value_name = "KINDS", value_delimiter = ',')]
    include: Vec<Kind>,
    /// Leave out events that are less sure.
    #[arg(long, value_name = "0..1", default_value_t = OPERATING_POINT)]
    min_confidence: f64,
    /// Threads; output keeps the order of the input.
    #[arg(long, short, value_name = "N", default_value_t = batch::threads())]
    jobs: usize,
}

/// Kinds of events that are left out unless asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Kind {
    /// Told not to have happened.
    Negation,
    /// Conditional or only possible.
    Hypothetical,
}

impl CodingOptions {
    /// Which events are wanted.
    pub(crate) fn included(&self) -> Included {
        Included {
            negation: self.include.contains(&Kind::Negation),
            hypothetical: self.include.contains(&Kind::Hypothetical),
            least: self.min_confidence,
        }
    }

    /// What an archive keeps of these options.
    pub(crate) fn settings(&self) -> serde_json::Value {
        let included = self.included();
        serde_json::json!({
            "negation": included.negation, "hypothetical": included.hypothetical, "min_confidence": included.least
        })
    }

    /// Threads.
    pub(crate) fn jobs(&self) -> usize {
        self.jobs.max(1)
    }
}

/// What turns articles into documents and documents into events.
pub(crate) struct Engine {
    pub analyzer: Analyzer,
    pub coder: Coder,
    pub settings: Settings,
}

impl EngineOptions {
    /// The codebook's files.
    pub(crate) fn files(&self) -> Result<Files, Failure> {
        self.codebook.as_ref().map_or_else(|| Ok(Files::embedded()), |f| Files::read(f).map_err(Failure::call))
    }

    /// The codebook with the user's own office holders.
    pub(crate) fn codebook(&self) -> Result<Codebook, Failure> {
        let mut codebook = self.base()?;
        for (file, text) in self.people_files()? {
            codebook.add_people(&file, &text).map_err(|problems| {
                Failure::call(format!("{file}:{}: {}{}", problems[0].line, problems[0].message, and_more(&problems)))
            })?;
        }
        Ok(codebook)
    }

    /// The user's tables of office holders, by path.
    pub(crate) fn people_files(&self) -> Result<Vec<(String, String)>, Failure> {
        let usual = || std::env::var_os(PEOPLE).map(|paths| std::env::split_paths(&paths).collect::<Vec<_>>());
        let paths = if self.people.is_empty() { usual().unwrap_or_default() } else { self.people.clone() };
        let named = paths.iter().filter(|path| !path.as_os_str().is_empty());
        let read = |path: &PathBuf| {
            let file = path.display().to_string();
            match std::fs::read_to_string(path) {
                Ok(text) => Ok((file, text)),
                Err(e) => Err(Failure::call(format!("{file}: {}", crate::input::reason(&e)))),
            }
        };
        named.map(read).collect()
    }

    fn base(&self) -> Result<Codebook, Failure> {
        if self.codebook.is_none() {
            return Ok(Codebook::embedded());
        }
        let files = self.files()?;
        Codebook::load(&files).map_err(|problems| {
            let more = and_more(&problems);
            let rest = more.replace(" more)", " more; see legation codebook check)");
            Failure::call(format!("{}{rest}", problems[0]))
        })
    }

    pub(crate) fn reader(&self) -> Result<Reader, Failure> {
        match &self.model {
            None => Ok(Reader::embedded()),
            Some(folder) => Reader::load(folder).map_err(Failure::call),
        }
    }

    pub(crate) fn engine(&self) -> Result<Engine, Failure> {
        let codebook = self.codebook()?;
        let reader = self.reader()?;
        let mut settings = Settings { model: reader.name().to_owned(), ..Settings::default() };
        if let Some(folder) = &self.codebook {
            let name =
                folder.file_name().map_or_else(|| folder.display().to_string(), |n| n.to_string_lossy().into_owned());
            settings.codebook = name;
        }
        Ok(Engine {
            analyzer: Analyzer::with_reader(reader, Coder::lexicon(&codebook)),
            coder: Coder::new(codebook),
            settings,
        })
    }
}

/// " (and 3 more)"
fn and_more(problems: &[Problem]) -> String {
    let more = problems.len().saturating_sub(1);
    if more > 0 { format!(" (and {more} more)") } else { String::new() }
}

impl Engine {
    /// The document and events of an article.
    pub(crate) fn code(&self, article: Article, included: Included) -> (Document, Vec<Event>) {
        let document = self.coder.analyze(&self.analyzer, article);
        let events = self.coder.code(&document, included);
        (document, events)
    }
}
