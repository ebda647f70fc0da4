//! The flat form of an event record, one row of text: what `--format csv` writes. Lists are joined by semicolons, sectors of one
//! participant by slashes; what is not known is empty.

use crate::record::{EntityRecord, EventRecord};

/// How many columns the flat form has.
pub const WIDTH: usize = 27;

/// The columns, in order.
pub const COLUMNS: [&str; WIDTH] = [
    "id",
    "document",
    "story",
    "date",
    "event",
    "mode",
    "cameo",
    "quad_code",
    "event_scale",
    "context",
    "auxiliary",
    "actor",
    "actor_code",
    "actor_sector",
    "recipient",
    "recipient_code",
    "recipient_sector",
    "place",
    "country",
    "source",
    "confidence",
    "start",
    "end",
    "text",
    "killed",
    "injured",
    "arrested",
];

/// Between the parts of a list.
const SEPARATOR: &str = ";";

impl EventRecord {
    /// The row, in the order of [`COLUMNS`].
    pub fn flat(&self) -> [String; WIDTH] {
        let size = |what: &str| self.size.get(what).map(u32::to_string).unwrap_or_default();
        let place = self.event_loc.as_ref();
        [
            self.id.clone(),
            self.document.clone(),
            self.story.to_string(),
            self.date.clone().unwrap_or_default(),
            self.event.join(SEPARATOR),
            self.mode.join(SEPARATOR),
            self.cameo.clone(),
            self.quad_code.to_string(),
            self.event_scale.to_string(),
            self.context.join(SEPARATOR),
            self.auxiliary.join(SEPARATOR),
            list(&self.actor, |e| e.entity_text.clone()),
            list(&self.actor, |e| e.code.clone().unwrap_or_default()),
            list(&self.actor, |e| e.sector.join("/")),
            list(&self.recipient, |e| e.entity_text.clone()),
            list(&self.recipient, |e| e.code.clone().unwrap_or_default()),
            list(&self.recipient, |e| e.sector.join("/")),
            place.map(|p| p.extracted_place.clone()).unwrap_or_default(),
            place.and_then(|p| p.country_code.clone()).unwrap_or_default(),
            self.attribution.as_ref().and_then(|a| a.text.clone()).unwrap_or_default(),
            self.confidence.to_string(),
            self.text_info.start.to_string(),
            self.text_info.end.to_string(),
            self.text.clone(),
            size("killed"),
            size("injured"),
            size("arrested"),
        ]
    }
}

fn list(entities: &[EntityRecord], what: impl Fn(&EntityRecord) -> String) -> String {
    entities.iter().map(what).collect::<Vec<_>>().join(SEPARATOR)
}
