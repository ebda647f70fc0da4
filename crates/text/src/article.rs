//! What comes in: a page of news and what is known about it.

use jiff::civil::Date;

/// One input document. Only `id` and `text` are always there.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Article {
    /// Name by which the caller knows it.
    pub id: String,
    /// The text as given; every offset of the analysis points into it.
    pub text: String,
    /// Headline, where it is not part of the text.
    pub title: Option<String>,
    /// Day of publication, to which "on Monday" is relative.
    pub published: Option<Date>,
    /// Address of the page.
    pub url: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// Licence of the text.
    pub license: Option<String>,
}

impl Article {
    /// An article of which only the text is known.
    pub fn from_text(id: impl Into<String>, text: impl Into<String>) -> Self {
        Self { id: id.into(), text: text.into(), ..Self::default() }
    }
}
