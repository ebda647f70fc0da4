//! `legation actor`: phrases in, who they are out.

use crate::engine::EngineOptions;
use crate::failure::{Failure, Outcome, complain};
use crate::input::{decode, parse_date};
use jiff::civil::Date;
use legation_coding::EntityRecord;
use std::io::{BufRead, BufWriter, Write};

/// Say who phrases are: one on a line of standard input, or phrase, tab, date
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  echo 'the Syrian deputy foreign minister' | legation actor
  printf 'Taliban\\t2002-05-01\\nTaliban\\t2022-05-01\\n' | legation actor")]
pub(crate) struct Args {
    #[command(flatten)]
    engine: EngineOptions,
    /// Day on which they are asked about, for lines without their own; today where none is given.
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    on: Option<Date>,
}

/// The day by UTC.
fn today() -> Date {
    let since_1970 = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    let days = i64::try_from(since_1970.as_secs() / 86_400).unwrap_or_default();
    Date::constant(1970, 1, 1).saturating_add(jiff::Span::new().days(days))
}

impl Args {
    pub(crate) fn run(self) -> Outcome {
        let engine = self.engine.engine()?;
        let mut out = BufWriter::new(std::io::stdout().lock());
        let mut bad = 0;
        for (number, line) in std::io::stdin().lock().split(b'\n').enumerate() {
            let place = format!("standard input: line {}", number + 1);
            let line = line.map_err(|e| Failure::call(format!("{place}: {e}")))?;
            let found = decode(&place, line)
                .map_err(|b| b.to_string())
                .and_then(|text| self.entity(&engine, &place, text.trim_end_matches('\r')));
            // One object a line, in order, also for a line that is none.
            let entity = found.unwrap_or_else(|message| {
                complain(message);
                bad += 1;
                EntityRecord { reason: "the line could not be read".into(), ..EntityRecord::default() }
            });
            serde_json::to_writer(&mut out, &entity).map_err(std::io::Error::from)?;
            out.write_all(b"\n")?;
        }
        out.flush()?;
        if bad > 0 { Err(Failure::Records(bad)) } else { Ok(()) }
    }

    fn entity(&self, engine: &crate::engine::Engine, place: &str, line: &str) -> Result<EntityRecord, String> {
        let (phrase, date) = line.split_once('\t').map_or((line, None), |(p, d)| (p, Some(d.trim())));
        let day = match date.filter(|d| !d.is_empty()) {
            Some(text) => Some(parse_date(text).map_err(|e| format!("{place}: {e}"))?),
            None => Some(self.on.unwrap_or_else(today)),
        };
        let mut found = engine.coder.actor_of_phrase(&engine.analyzer, phrase, None, day).into_iter();
        Ok(found.next().unwrap_or_else(|| EntityRecord {
            entity_text: phrase.to_owned(),
            end: phrase.chars().count(),
            reason: "no words".into(),
            ..EntityRecord::default()
        }))
    }
}
