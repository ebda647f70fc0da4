//! Long documents in parts: a file of 10 MB is no article, and is coded or analysed a part at a time, in bounded memory.

use legation_coding::{EventRecord, Moved};
use legation_text::Article;

/// Bytes of a part: some hundred times an article, and about 100 MB while it is analysed.
const PART: usize = 256 * 1024;

/// Whether an article is longer than a part.
pub(crate) fn is_long(article: &Article) -> bool {
    article.text.len() > PART
}

/// Codes an article with `code`, in parts where it is longer than one; offsets, stories and sentences count on.
/// `code` gives records, and the numbers of stories and sentences.
pub(crate) fn code(article: Article, code: impl Fn(Article) -> (Vec<EventRecord>, usize, usize)) -> Vec<EventRecord> {
    let mut records = Vec::new();
    let Ok(()) = each(article, |part, moved| {
        let (found, stories, sentences) = code(part);
        records.extend(found.into_iter().map(|record| record.moved(moved)));
        Ok::<_, std::convert::Infallible>((stories, sentences))
    });
    records
}

/// Hands an article to `take`, in parts where it is longer than one, each with what comes before it. `take` gives the numbers
/// of stories and sentences.
pub(crate) fn each<E>(
    article: Article,
    mut take: impl FnMut(Article, Moved) -> Result<(usize, usize), E>,
) -> Result<(), E> {
    let mut moved = Moved::default();
    if !is_long(&article) {
        return take(article, moved).map(|_| ());
    }
    let mut rest = article.text.as_str();
    while !rest.is_empty() {
        let (part, more) = rest.split_at(end_of_part(rest, PART));
        let (stories, sentences) = take(Article { text: part.to_owned(), ..shell(&article) }, moved)?;
        moved.points += part.chars().count();
        moved.stories += stories;
        moved.sentences += sentences;
        rest = more;
    }
    Ok(())
}

/// The article without its text.
fn shell(article: &Article) -> Article {
    Article {
        id: article.id.clone(),
        text: String::new(),
        title: article.title.clone(),
        published: article.published,
        url: article.url.clone(),
        publisher: article.publisher.clone(),
        license: article.license.clone(),
    }
}

/// Where the first part of a text ends: behind its last paragraph, else line, else sentence, else word, else anywhere.
fn end_of_part(text: &str, most: usize) -> usize {
    if text.len() <= most {
        return text.len();
    }
    let mut end = most;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let head = &text[..end];
    ["\n\n", "\n", ". ", " "].into_iter().find_map(|mark| Some(head.rfind(mark)? + mark.len())).unwrap_or(end)
}

#[cfg(test)]
mod tests {
    use super::end_of_part;

    #[test]
    fn parts_end_behind_paragraphs_before_lines_before_sentences() {
        assert_eq!(end_of_part("short", 10), 5);
        assert_eq!(end_of_part("One. Two.\n\nThree. Four.", 20), 11);
        assert_eq!(end_of_part("One. Two. Three", 12), 10);
        assert_eq!(end_of_part("ééééé", 5), 4);
    }
}
