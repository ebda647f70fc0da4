//! Phoenix: 26 columns between tabs, without a header; one row a pair of an event, with all that report it. Events without a day
//! are left out.

use super::cameo;
use super::names::Names;
use super::pairs::{Pair, number, rows_of_pairs};
use super::stored::{StoredArticle, StoredEvent};
use super::tabs::Tabs;
use super::{Export, Written};
use legation_coding::EntityRecord;
use std::io::{Result, Write};

const WIDTH: usize = 26;

/// Between the parts of a list.
const SEPARATOR: &str = ";";

/// Roles that are a root where there is no country, and those that are an agent; all else is "others".
const ROOTS: [&str; 4] = ["IGO", "NGO", "IMG", "MNC"];
const AGENTS: [&str; 13] = ["GOV", "MIL", "REB", "OPP", "PTY", "COP", "JUD", "SPY", "MED", "EDU", "BUS", "CRM", "CVL"];

pub(super) struct Phoenix<'a, W> {
    out: Tabs<W, WIDTH>,
    names: &'a Names<'a>,
    written: Written,
}

impl<'a, W: Write> Phoenix<'a, W> {
    pub fn new(out: W, names: &'a Names<'a>) -> Self {
        Self { out: Tabs::new(out), names, written: Written::default() }
    }
}

impl<W: Write> Export for Phoenix<'_, W> {
    fn article(&mut self, article: &StoredArticle) -> Result<()> {
        let row = |event: &StoredEvent, day, pair: Pair<'_>| row(article, event, day, pair, self.names);
        rows_of_pairs(article, &mut self.out, &mut self.written, row)
    }

    fn end(self: Box<Self>) -> Result<Written> {
        Ok(Written { rows: self.out.rows, ..self.written })
    }
}

fn row(
    article: &StoredArticle,
    event: &StoredEvent,
    day: jiff::civil::Date,
    pair: Pair<'_>,
    names: &Names<'_>,
) -> [String; WIDTH] {
    let record = &event.record;
    let place = names.place(record);
    let [source, source_root, source_agent, source_others] = side(pair.source);
    let [target, target_root, target_agent, target_others] = side(pair.target);
    let known = |text: &str| place.point.map(|_| text.to_owned()).unwrap_or_default();
    let point = |pick: fn((f64, f64)) -> f64| place.point.map(|p| pick(p).to_string()).unwrap_or_default();
    let listed = |what: &dyn Fn(&super::stored::Report) -> Option<String>| {
        let mut all: Vec<String> = event.reports.iter().filter_map(what).map(|part| part.replace(';', "%3B")).collect();
        let mut seen = std::collections::HashSet::new();
        all.retain(|part| seen.insert(part.clone()));
        all.join(SEPARATOR)
    };
    [
        number(&article.key, &record.id, pair.number).to_string(),
        format!("{:04}{:02}{:02}", day.year(), day.month(), day.day()),
        format!("{:04}", day.year()),
        format!("{:02}", day.month()),
        format!("{:02}", day.day()),
        source,
        source_root,
        source_agent,
        source_others,
        target,
        target_root,
        target_agent,
        target_others,
        record.cameo.clone(),
        cameo::root(&record.cameo).to_owned(),
        cameo::phoenix_quad(&record.cameo).map(|q| q.to_string()).unwrap_or_default(),
        names.goldstein(&record.cameo),
        String::new(),
        point(|p| p.0),
        point(|p| p.1),
        known(&place.name),
        known(&place.province),
        known(&place.country),
        listed(&|r| Some(format!("{}_{}", r.article, r.sentence + 1))),
        listed(&|r| r.url.clone()),
        listed(&|r| r.publisher.clone()),
    ]
}

/// Code, root, agent and what else there is of a side.
fn side(entity: Option<&EntityRecord>) -> [String; 4] {
    let Some(entity) = entity else {
        return Default::default();
    };
    let codes = cameo::Actor::of(entity);
    let mut rest: Vec<&str> = codes.roles.clone();
    let mut take = |list: &[&str]| {
        let found = rest.iter().position(|role| list.contains(role));
        found.map(|at| rest.remove(at).to_owned()).unwrap_or_default()
    };
    let root = if codes.country.is_empty() { take(&ROOTS) } else { codes.country.clone() };
    let agent = take(&AGENTS);
    let group = Some(codes.group).filter(|g| !g.is_empty());
    let others: Vec<&str> = group.into_iter().chain(rest).collect();
    [codes.code(), root, agent, others.join(SEPARATOR)]
}
