//! Model and codebook, made once a run.

use crate::failure::Failure;
use clap::Args;
use legation_codebook::{Codebook, Files, Problem};
use legation_coding::{Coder, Event, Included, Settings};
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

/// What turns articles into documents and documents into events.
pub(crate) struct Engine {
    pub analyzer: Analyzer,
    pub coder: Coder,
    pub settings: Settings,
}

impl EngineOptions {
    /// The codebook with the user's own office holders.
    pub(crate) fn codebook(&self) -> Result<Codebook, Failure> {
        let mut codebook = self.base()?;
        let usual = || std::env::var_os(PEOPLE).map(|paths| std::env::split_paths(&paths).collect::<Vec<_>>());
        let files = if self.people.is_empty() { usual().unwrap_or_default() } else { self.people.clone() };
        for path in files.iter().filter(|path| !path.as_os_str().is_empty()) {
            let file = path.display().to_string();
            let text = std::fs::read_to_string(path)
                .map_err(|e| Failure::call(format!("{file}: {}", crate::input::reason(&e))))?;
            codebook.add_people(&file, &text).map_err(|problems| {
                Failure::call(format!("{file}:{}: {}{}", problems[0].line, problems[0].message, and_more(&problems)))
            })?;
        }
        Ok(codebook)
    }

    fn base(&self) -> Result<Codebook, Failure> {
        let Some(folder) = &self.codebook else {
            return Ok(Codebook::embedded());
        };
        let files = Files::read(folder).map_err(Failure::call)?;
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
