//! Model and codebook, made once a run.

use crate::failure::Failure;
use clap::Args;
use legation_codebook::{Codebook, Files};
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
}

/// What turns articles into documents and documents into events.
pub(crate) struct Engine {
    pub analyzer: Analyzer,
    pub coder: Coder,
    pub settings: Settings,
}

impl EngineOptions {
    pub(crate) fn codebook(&self) -> Result<Codebook, Failure> {
        let Some(folder) = &self.codebook else {
            return Ok(Codebook::embedded());
        };
        let files = Files::read(folder).map_err(Failure::call)?;
        Codebook::load(&files).map_err(|problems| {
            let more = problems.len().saturating_sub(1);
            let rest =
                if more > 0 { format!(" (and {more} more; see legation codebook check)") } else { String::new() };
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

impl Engine {
    /// The document and events of an article.
    pub(crate) fn code(&self, article: Article, included: Included) -> (Document, Vec<Event>) {
        let document = self.coder.analyze(&self.analyzer, article);
        let events = self.coder.code(&document, included);
        (document, events)
    }
}
