//! PLOVER's coding rules that look at how real an event is: a future meeting is AGREE, an announced retreat
//! CONCEDE, an announced attack THREATEN. The table is `codebook/coding_rules.csv`.

use crate::event::Auxiliary;
use legation_codebook::{Codebook, RuleCase};
use legation_text::{Document, Factuality, Quotation, Relation, TokenId, factuality};

/// What becomes of a match.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Outcome {
    /// Coded as it is.
    Plain,
    /// Coded as another type.
    Becomes { event: String, mode: Option<String>, cameo: Option<String>, rule: String },
    /// Coded with an auxiliary mode.
    With(Auxiliary),
}

/// How real the event at `anchor` is; "said it would send aid" is future, not possible.
pub(crate) fn reality(document: &Document, anchor: TokenId, verb: Option<TokenId>) -> Factuality {
    let top = verb.unwrap_or(anchor);
    let found =
        factuality(document, top).max(if verb.is_some() { own_noun(document, anchor) } else { Factuality::Actual });
    if found == Factuality::Possible && backshifted(document, top) { Factuality::Future } else { found }
}

/// "no talks were held", "planned talks": what the noun's own words say.
fn own_noun(document: &Document, noun: TokenId) -> Factuality {
    let mut found = Factuality::Actual;
    for child in &document.children[noun] {
        let word = &document.tokens[*child];
        found = found.max(match (&*word.lemma.to_lowercase(), word.relation) {
            ("no", Relation::Det) => Factuality::Negated,
            ("planned" | "upcoming" | "future" | "scheduled", Relation::Amod) => Factuality::Future,
            ("possible" | "potential" | "proposed", Relation::Amod) => Factuality::Possible,
            _ => Factuality::Actual,
        });
    }
    found
}

/// "would" in what somebody said is "will" in his words.
fn backshifted(document: &Document, verb: TokenId) -> bool {
    let would = document
        .dependents(verb, |r| r == Relation::Aux)
        .any(|a| &*document.tokens[a].lemma == "would" || document.form(a).eq_ignore_ascii_case("would"));
    let reported = document.tokens[verb].relation == Relation::Ccomp
        && document.tokens[verb].head.is_some_and(|h| legation_text::stance(&document.tokens[h].lemma).is_some());
    // "asked whether it would leave": a question is not what somebody said will be.
    let asked = document
        .dependents(verb, |r| r == Relation::Mark)
        .any(|m| matches!(&*document.tokens[m].lemma.to_lowercase(), "if" | "whether"));
    would && reported && !asked && !conditional(document, verb)
}

/// "will impose sanctions if elections are not held"
pub(crate) fn conditional(document: &Document, verb: TokenId) -> bool {
    document.dependents(verb, |r| r == Relation::Advcl).any(|c| {
        document
            .dependents(c, |r| r == Relation::Mark)
            .any(|m| matches!(&*document.tokens[m].lemma.to_lowercase(), "if" | "unless"))
    })
}

/// The speaker's own announcement: the quotation that the event stands in, where its source is the actor.
pub(crate) fn announced(
    document: &Document,
    anchor: TokenId,
    is_actor: impl Fn(TokenId) -> bool,
) -> Option<&Quotation> {
    let held = document.quotations_at(anchor).map(|(_, q)| q);
    held.into_iter().find(|q| q.cue_token != anchor && q.source.is_some_and(&is_actor))
}

/// Applies the table to an event of `code` and `mode`.
pub(crate) fn apply(
    codebook: &Codebook,
    code: &str,
    mode: Option<&str>,
    reality: Factuality,
    announced: bool,
) -> Outcome {
    let when = match reality {
        Factuality::Actual => return Outcome::Plain,
        Factuality::Negated => return Outcome::With(Auxiliary::Negation),
        Factuality::Future => &[RuleCase::Future, RuleCase::Announced][..if announced { 2 } else { 1 }],
        Factuality::Possible if announced => &[RuleCase::Announced][..],
        Factuality::Possible => return Outcome::With(Auxiliary::Hypothetical),
    };
    let narrow = mode.map(|m| format!("{code}/{m}"));
    let find = |name: &str| codebook.coding_rules.iter().find(|r| when.contains(&r.when) && r.event == name);
    match narrow.as_deref().and_then(find).or_else(|| find(code)) {
        Some(rule) => Outcome::Becomes {
            event: rule.becomes.clone(),
            mode: rule.mode.clone(),
            cameo: rule.cameo.clone(),
            rule: format!("{} {code} is {}", rule.when.as_str(), rule.becomes),
        },
        None if reality == Factuality::Future => Outcome::With(Auxiliary::Future),
        None => Outcome::With(Auxiliary::Hypothetical),
    }
}
