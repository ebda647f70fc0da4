//! Questions to an archive: which events, how many when, who met whom, who acts on whom, who is this.
//!
//! Each takes a [`Filter`] and gives rows in a fixed order; the SQL goes through the indexes of the tables.

mod dossier;
mod events;
mod filter;
mod meetings;
mod network;
mod timeline;
mod xml;

pub use dossier::{Dossier, Office};
pub use events::{EventRow, Sentences, Telling};
pub use filter::{Asked, Filter};
pub use meetings::calendar;
pub use network::{Edge, Node, graphml};
pub use timeline::{Bar, Step, timeline_svg};

#[cfg(test)]
mod tests {
    use super::Asked;
    use crate::{Archive, Run, Writer};
    use legation_codebook::Codebook;

    #[test]
    fn questions_by_dyad_and_day_go_through_indexes() {
        let path = std::env::temp_dir().join(format!("legation-plans-{}.db", std::process::id()));
        drop(Writer::open(&path, Run::default()).expect("an archive"));
        let archive = Archive::open(&path).expect("an archive");
        let asked = [
            Asked { dyad: Some("TUR,GRC".into()), ..Asked::default() },
            Asked {
                dyad: Some("TUR,GRC".into()),
                from: Some("2023-01-01".into()),
                to: Some("2023-02".into()),
                ..Asked::default()
            },
            Asked { from: Some("2023-01-01".into()), to: Some("2023-02".into()), ..Asked::default() },
            Asked { actor: vec!["TUR".into()], recipient: vec!["Russia".into()], ..Asked::default() },
            Asked { country: vec!["Syria".into()], quad: vec!["4".into()], ..Asked::default() },
            Asked { text: Some("border talks".into()), ..Asked::default() },
            Asked { place: Some("Ankara".into()), ..Asked::default() },
        ];
        for asked in asked {
            let filter = asked.filter(&archive, &Codebook::embedded_countries).expect("conditions");
            for sql in [filter.events_sql(), filter.timeline_sql()] {
                let mut values = filter.values().to_vec();
                if sql.contains("LIMIT ?") {
                    values.push(1.into());
                }
                let mut statement = archive.connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).expect("SQL");
                let plan = statement.query_map(rusqlite::params_from_iter(values), |row| row.get::<_, String>(3));
                let plan: Vec<String> = plan.and_then(Iterator::collect).expect("a plan");
                let scans = |line: &&String| {
                    ["e", "g", "a", "b", "participants", "reports"]
                        .iter()
                        .any(|t| line.as_str() == format!("SCAN {t}") || line.starts_with(&format!("SCAN {t} ")))
                };
                assert_eq!(plan.iter().find(scans), None, "{asked:?}: {plan:#?}");
            }
        }
        for end in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{end}", path.display()));
        }
    }
}
