//! Who acts on whom: edges with counts and mean scale, as GraphML too.

use super::filter::Filter;
use super::xml;
use crate::archive::Archive;
use crate::error::Error;
use quick_xml::Writer;
use serde::Serialize;
use std::collections::BTreeSet;

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Node {
    /// A country or other code.
    Code,
    /// A name of a person, organization or country.
    Name,
}

/// One acts on another. Where several do something together, each acts on each.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Edge {
    /// Who acts.
    pub source: String,
    /// On whom.
    pub target: String,
    /// Events.
    pub events: u64,
    /// Of these by quad: verbal cooperation, material cooperation, verbal conflict, material conflict.
    pub quads: [u64; 4],
    /// Mean of `event_scale` (-10 to 10).
    pub mean_scale: f64,
}

impl Archive {
    /// The edges of the events of a filter, those of most events first.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn network(&self, filter: &Filter, node: Node, least: u64) -> Result<Vec<Edge>, Error> {
        let column = match node {
            Node::Code => "code",
            Node::Name => "name",
        };
        let sql = format!(
            "WITH pairs AS (SELECT DISTINCT e.id, e.quad, e.scale, x.{column} AS source, y.{column} AS target
                FROM ({}) h JOIN events e ON e.id = h.hit
                JOIN participants x ON x.event = e.id AND x.side = 0
                JOIN participants y ON y.event = e.id AND y.side < 2 AND (y.side = 1 OR y.number <> x.number
                    AND NOT EXISTS (SELECT 1 FROM participants r WHERE r.event = e.id AND r.side = 1))
                WHERE x.{column} <> y.{column})
             SELECT source, target, count(*), sum(quad = 1), sum(quad = 2), sum(quad = 3), sum(quad = 4), avg(scale)
             FROM pairs GROUP BY source, target HAVING count(*) >= ? ORDER BY 3 DESC, 1, 2",
            filter.hits()
        );
        let mut values = filter.values().to_vec();
        values.push(i64::try_from(least).unwrap_or(i64::MAX).into());
        let mut statement = self.connection.prepare(&sql).map_err(self.failed())?;
        let found = statement.query_map(rusqlite::params_from_iter(values), |row| {
            Ok(Edge {
                source: row.get(0)?,
                target: row.get(1)?,
                events: row.get(2)?,
                quads: [row.get(3)?, row.get(4)?, row.get(5)?, row.get(6)?],
                mean_scale: (row.get::<_, f64>(7)? * 1000.0).round() / 1000.0,
            })
        });
        found.and_then(Iterator::collect).map_err(self.failed())
    }
}

/// What is kept of an edge, with its type in GraphML.
const KEYS: [(&str, &str); 6] = [
    ("events", "int"),
    ("verbal_cooperation", "int"),
    ("material_cooperation", "int"),
    ("verbal_conflict", "int"),
    ("material_conflict", "int"),
    ("mean_scale", "double"),
];

/// A network as GraphML, directed.
///
/// # Errors
/// Never in memory; what the writer says.
pub fn graphml(edges: &[Edge]) -> std::io::Result<String> {
    let nodes: BTreeSet<&str> = edges.iter().flat_map(|e| [e.source.as_str(), e.target.as_str()]).collect();
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 1);
    let root = [("xmlns", "http://graphml.graphdrawing.org/xmlns".to_owned())];
    xml::element(&mut writer, "graphml", &root, |writer| {
        for (name, kind) in KEYS {
            let key = [("id", name), ("for", "edge"), ("attr.name", name), ("attr.type", kind)];
            xml::empty(writer, "key", &key.map(|(a, b)| (a, b.to_owned())))?;
        }
        let graph = [("id", "legation".to_owned()), ("edgedefault", "directed".to_owned())];
        xml::element(writer, "graph", &graph, |writer| {
            for node in nodes {
                xml::empty(writer, "node", &[("id", node.to_owned())])?;
            }
            for edge in edges {
                let ends = [("source", edge.source.clone()), ("target", edge.target.clone())];
                xml::element(writer, "edge", &ends, |writer| {
                    let counts = std::iter::once(edge.events).chain(edge.quads).map(|n| n.to_string());
                    let values = counts.chain([edge.mean_scale.to_string()]);
                    for ((name, _), value) in KEYS.iter().zip(values) {
                        xml::text(writer, "data", &[("key", (*name).to_owned())], &value)?;
                    }
                    Ok(())
                })?;
            }
            Ok(())
        })
    })?;
    xml::finished(writer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn graphml_is_read_back_with_its_nodes_and_edges() {
        let edge = |source: &str, target: &str, mean_scale| Edge {
            source: source.into(),
            target: target.into(),
            events: 3,
            quads: [2, 0, 1, 0],
            mean_scale,
        };
        let written = graphml(&[edge("TUR", "A & \"B\" <Co>", -1.5), edge("GRC", "TUR", 2.0)]).expect("GraphML");
        let elements = xml::parsed(&written);
        let of = |name: &str| elements.iter().filter(|e| e.0 == name).collect::<Vec<_>>();
        let nodes: Vec<&str> = of("node").iter().map(|e| e.1[0].1.as_str()).collect();
        assert_eq!(nodes, ["A & \"B\" <Co>", "GRC", "TUR"]);
        let ends: Vec<(&str, &str)> = of("edge").iter().map(|e| (e.1[0].1.as_str(), e.1[1].1.as_str())).collect();
        assert_eq!(ends, [("TUR", "A & \"B\" <Co>"), ("GRC", "TUR")]);
        let data: Vec<&str> = of("data").iter().map(|e| e.2.as_str()).take(KEYS.len()).collect();
        assert_eq!(data, ["3", "2", "0", "1", "0", "-1.5"]);
        assert_eq!(of("key").len(), KEYS.len());
    }
}
