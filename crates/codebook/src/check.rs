//! What `legation codebook check` asks of the files themselves; the examples are run by the coder.

use crate::codebook::Codebook;
use crate::files::Problem;
use crate::pattern::{Clause, Part, Phrase, Role, Tail, TailHead, Target, TypeMode};
use crate::people::Term;
use std::collections::{HashMap, HashSet};

/// Fewest examples of an event type.
const EXAMPLES: usize = 15;
/// Fewest counterexamples.
const COUNTEREXAMPLES: usize = 10;

/// Short-comings that do not keep a codebook from loading: too few examples, patterns that say the same.
pub fn check(codebook: &Codebook) -> Vec<Problem> {
    let mut problems = Vec::new();
    for event in &codebook.events {
        let mut whole = |message: String| problems.push(Problem { file: event.file.clone(), line: 0, message });
        if event.examples.len() < EXAMPLES && !event.imported {
            whole(format!("{} has {} examples; write at least {EXAMPLES}", event.code, event.examples.len()));
        }
        if event.counterexamples.len() < COUNTEREXAMPLES && !event.imported {
            whole(format!(
                "{} has {} counterexamples; write at least {COUNTEREXAMPLES}",
                event.code,
                event.counterexamples.len()
            ));
        }
        let mut seen: HashMap<(&str, &str), usize> = HashMap::new();
        for pattern in &event.patterns {
            // Word lists are each file's own, and a file that adds to a type may say anew what the type says.
            if let Some(first) = seen.insert((&pattern.file, &pattern.says), pattern.line) {
                let message = format!("{:?} says the same as line {first}; keep one", pattern.says);
                problems.push(Problem { file: pattern.file.to_string(), line: pattern.line, message });
            }
        }
    }
    problems
}

impl Codebook {
    /// Terms of codes that refer to nothing.
    pub(crate) fn strange_terms(&self, terms: &[Term]) -> Vec<Problem> {
        let sectors: HashSet<&str> = self.sectors.iter().map(|s| s.code.as_str()).collect();
        let countries: HashSet<&str> = self.countries.iter().map(|c| c.code.as_str()).collect();
        let mut problems = Vec::new();
        for term in terms {
            let mut say =
                |message: String| problems.push(Problem { file: term.file.to_string(), line: term.line, message });
            if !countries.contains(&*term.code) && !sectors.contains(&*term.code) {
                say(format!("country {:?} is neither a country nor a non-state code", term.code));
            }
            for sector in term.sector.iter().chain(&term.secondary).filter(|s| !sectors.contains(&***s)) {
                say(format!("sector {sector:?} is not in sectors.csv"));
            }
        }
        problems
    }

    /// Codes that refer to nothing.
    pub(crate) fn contradictions(&self) -> Vec<Problem> {
        let mut problems = self.strange_terms(&self.people);
        let sectors: HashSet<&str> = self.sectors.iter().map(|s| s.code.as_str()).collect();
        let countries: HashSet<&str> = self.countries.iter().map(|c| c.code.as_str()).collect();
        let mut say =
            |file: &str, line: usize, message: String| problems.push(Problem { file: file.into(), line, message });
        for office in self.offices.values() {
            for sector in std::iter::once(&office.sector).chain(&office.secondary) {
                if !sectors.contains(sector.as_str()) {
                    say(
                        "offices.csv",
                        0,
                        format!("{:?} has sector {sector:?}, which sectors.csv does not list", office.term),
                    );
                }
            }
        }
        for nationality in &self.nationalities {
            if !countries.contains(nationality.country.as_str()) {
                let message = format!(
                    "{:?} belongs to {:?}, which countries.csv does not list",
                    nationality.term, nationality.country
                );
                say("nationalities.csv", 0, message);
            }
        }
        for organization in &self.organizations {
            let nobody = organization.is_own() && organization.code.is_empty();
            let known = |code: &str| countries.contains(code) || sectors.contains(code);
            if !nobody && !known(&organization.code) {
                let message = format!("code {:?} is neither a country nor a non-state code", organization.code);
                say(&organization.file, organization.line, message);
            }
            for sector in organization.sector.iter().chain(&organization.secondary) {
                if !sectors.contains(sector.as_str()) {
                    say(&organization.file, organization.line, format!("sector {sector:?} is not in sectors.csv"));
                }
            }
        }
        let known: HashSet<(&str, &str)> = self
            .events
            .iter()
            .flat_map(|e| e.modes.iter().map(|m| (e.code.as_str(), m.code.as_str())).chain([(e.code.as_str(), "")]))
            .collect();
        // A user's codebook may leave types out; a name that no crosswalk has either is a slip of the pen.
        let refers = |code: &str, mode: &str| {
            known.contains(&(code, mode))
                || (self.event(code).is_none() && self.to_cameo.contains_key(&(code.into(), mode.into())))
        };
        for event in &self.events {
            for pattern in &event.patterns {
                for slot in pattern.clauses.iter().flat_map(event_slots) {
                    if !refers(&slot.event, slot.mode.as_deref().unwrap_or("")) {
                        let message = format!(
                            "{{event:{}{}}} names no event type and mode",
                            slot.event,
                            slot.mode.map(|m| format!("/{m}")).unwrap_or_default()
                        );
                        say(&pattern.file, pattern.line, message);
                    }
                }
            }
            for example in event.examples.iter().filter(|e| e.events.is_empty()) {
                say(&event.file, example.line, "an example needs `event` or `events`".into());
            }
            for example in event.examples.iter().chain(&event.counterexamples) {
                for expected in &example.events {
                    let code = expected.event.as_deref().unwrap_or(&event.code);
                    if !refers(code, expected.mode.as_deref().unwrap_or("")) {
                        let message = format!("{code} has no mode {:?}", expected.mode.as_deref().unwrap_or(""));
                        say(&event.file, example.line, message);
                    }
                    for phrase in
                        expected.actor.iter().chain(&expected.recipient).chain(&expected.place).chain(&expected.trigger)
                    {
                        if !example.text.contains(phrase.as_str()) {
                            say(&event.file, example.line, format!("{phrase:?} is not in the text of the example"));
                        }
                    }
                }
                if let Some(day) = example.published.as_deref().filter(|d| d.parse::<jiff::civil::Date>().is_err()) {
                    say(&event.file, example.line, format!("published is {day:?}, not a day such as 2022-01-25"));
                }
            }
        }
        for rule in &self.coding_rules {
            for (name, mode) in [(rule.event.as_str(), None), (rule.becomes.as_str(), rule.mode.as_deref())] {
                let (code, mode) = name.split_once('/').unwrap_or((name, mode.unwrap_or("")));
                if !refers(code, mode) {
                    say("coding_rules.csv", 0, format!("{name:?} with mode {mode:?} names no event type and mode"));
                }
            }
        }
        for size in &self.sizes {
            for event in size.events.iter().filter(|e| self.event(e).is_none()) {
                say("sizes.toml", 0, format!("{}: {event:?} names no event type", size.code));
            }
        }
        for context in &self.contexts {
            for event in &context.events {
                let (code, mode) = event.split_once('/').unwrap_or((event, ""));
                if !refers(code, mode) {
                    say("contexts.toml", 0, format!("{}: {event:?} names no event type and mode", context.code));
                }
            }
        }
        problems
    }
}

fn event_slots(clause: &Clause) -> Vec<TypeMode> {
    fn of_phrase(phrase: &Phrase, found: &mut Vec<TypeMode>) {
        if let Phrase::Slot(slot) = phrase
            && let Role::Event(types) = &slot.role
        {
            found.extend(types.iter().cloned());
        }
    }
    fn of_tail(tail: &Tail, found: &mut Vec<TypeMode>) {
        if let TailHead::Event(types) = &tail.head {
            found.extend(types.iter().cloned());
        }
        of_parts(&tail.parts, found);
    }
    fn of_parts(parts: &[Part], found: &mut Vec<TypeMode>) {
        for part in parts {
            match part {
                Part::Phrase(phrase) | Part::Preposition(_, Target::Phrase(phrase)) => of_phrase(phrase, found),
                Part::Preposition(_, Target::Gerund(tail)) | Part::Infinitive(tail) | Part::That(_, tail) => {
                    of_tail(tail, found);
                }
                Part::Particle(_) => {}
            }
        }
    }
    let mut found = Vec::new();
    match clause {
        Clause::Verb { parts, .. } | Clause::Copula { parts, .. } | Clause::Noun { parts, .. } => {
            of_parts(parts, &mut found);
        }
    }
    found
}
