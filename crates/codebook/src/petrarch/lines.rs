//! Lines of a PETRARCH dictionary without their comments.
//!
//! `ROHAN [ROH] # jw 9/24/91` in, line 1 with `ROHAN [ROH]` out. Comments are `# ...`, `; ...` (TABARI's) and `<!-- ... -->`,
//! which may run over several lines.

/// A line with something on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Line<'a> {
    /// 1-based.
    pub number: usize,
    /// Without comments and surrounding blanks.
    pub text: &'a str,
}

/// The lines that say something.
pub(super) fn lines(text: &str) -> Vec<Line<'_>> {
    let mut found = Vec::new();
    let mut in_comment = false;
    for (i, line) in text.lines().enumerate() {
        let mut rest = line;
        if in_comment {
            let Some(end) = rest.find("-->") else { continue };
            rest = &rest[end + 3..];
            in_comment = false;
        }
        if let Some(start) = rest.find("<!--") {
            in_comment = !rest[start..].contains("-->");
            // What stands behind a comment is rare, and is part of none of the formats.
            rest = &rest[..start];
        }
        let text = without_comment(rest).trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        if !text.is_empty() {
            found.push(Line { number: i + 1, text });
        }
    }
    found
}

/// A code may hold the sign of a comment: `[###]`.
fn without_comment(line: &str) -> &str {
    let mut in_code = false;
    for (at, c) in line.char_indices() {
        match c {
            '[' => in_code = true,
            ']' => in_code = false,
            '#' | ';' if !in_code => return &line[..at],
            _ => {}
        }
    }
    // A bracket that never closes hides no comment.
    if in_code { line.split(['#', ';']).next().unwrap_or(line) } else { line }
}

/// The contents of all `[...]` of a line, and what stands before the first.
pub(super) fn codes(text: &str) -> Result<(&str, Vec<&str>), String> {
    let Some(first) = text.find('[') else {
        return match text.find(']') {
            Some(_) => Err("a code lacks its opening [".into()),
            None => Ok((text.trim(), Vec::new())),
        };
    };
    let mut found = Vec::new();
    let mut rest = &text[first..];
    while let Some(open) = rest.find('[') {
        let between = rest[..open].trim();
        if !between.is_empty() {
            return Err(format!("{between:?} stands among the codes; put it into a comment with #"));
        }
        let Some(close) = rest[open..].find(']') else {
            return Err("a code lacks its closing ]".into());
        };
        found.push(rest[open + 1..open + close].trim());
        rest = &rest[open + close + 1..];
    }
    let behind = rest.trim();
    if !behind.is_empty() {
        return Err(format!("{behind:?} stands behind the code; put it into a comment with #"));
    }
    Ok((text[..first].trim(), found))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_of_every_kind_go() {
        let text = "<!-- a\n b -->\nNORLAND [NOR] # note\n; old\nOSTMARK [OST] ; note\n- * TALKS [###] # three\n";
        let found: Vec<(usize, &str)> = lines(text).iter().map(|l| (l.number, l.text)).collect();
        assert_eq!(found, [(3, "NORLAND [NOR]"), (5, "OSTMARK [OST]"), (6, "- * TALKS [###]")]);
    }

    #[test]
    fn codes_stand_at_the_end() {
        assert_eq!(codes("A [B] [C]"), Ok(("A", vec!["B", "C"])));
        assert!(codes("A [B}").is_err_and(|e| e.contains("closing")));
        assert!(codes("A [B] tail").is_err_and(|e| e.contains("tail")));
        assert!(codes("A B]").is_err_and(|e| e.contains("opening")));
    }
}
