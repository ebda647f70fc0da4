//! Events in the formats of the field: `archive.export(Format::Icews, &codebook, out)` writes the twenty columns of ICEWS.
//!
//! A file a format, each a pure function from what is stored of an article to rows; all stream, so that an archive of any size is
//! written in constant memory. [`Format::facts`] is the table of formats: what a row is, and which quad classes and which scale it
//! counts by. What stands in which column is told in docs/archive-exports.md.

mod cameo;
mod countries;
mod flat;
mod ftm;
mod gdelt;
mod geojson;
mod icews;
mod mentions;
mod names;
mod pairs;
#[cfg(feature = "parquet")]
mod parquet;
mod phoenix;
mod polecat;
mod stored;
mod tabs;

use crate::archive::Archive;
use crate::error::Error;
use legation_codebook::Codebook;
use legation_coding::EventRecord;
use names::Names;
use std::io::{Result, Write};
use stored::{StoredArticle, Wanted};

/// A format of export.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// PLOVER JSONL: the event records as the coder wrote them.
    Jsonl,
    /// The flat form of the event record.
    Csv,
    /// The flat form with types and some columns more.
    #[cfg(feature = "parquet")]
    Parquet,
    /// The 40 columns of POLECAT.
    Polecat,
    /// The 20 columns of ICEWS.
    Icews,
    /// The 61 columns of the events of GDELT 2.0.
    Gdelt,
    /// The 16 columns of the mentions of GDELT 2.0.
    GdeltMentions,
    /// The 26 columns of Phoenix.
    Phoenix,
    /// Events as features on a map.
    Geojson,
    /// Entities of FollowTheMoney.
    Ftm,
}

/// What there is to know of a format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts {
    /// Its name on the command line.
    pub name: &'static str,
    /// Usual ending of its files.
    pub extension: &'static str,
    /// What one row, line or feature is.
    pub row: &'static str,
    /// Which quad classes it counts by.
    pub quad: &'static str,
    /// Which scale of conflict and cooperation it has.
    pub scale: &'static str,
    /// Whether the file itself says so.
    pub told: Told,
}

/// Where a format says by which conventions it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// In the file: names of fields, metadata.
    Inside,
    /// It has no room for that.
    Nowhere,
}

/// PLOVER's quad classes.
const PLOVER_QUAD: &str =
    "PLOVER: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict";
/// PLOVER's scale.
const PLOVER_SCALE: &str = "PLOVER, -10 to 10, of the mode or type";
/// Quad classes of CAMEO by root code.
const CAMEO_QUAD: &str = "CAMEO, by root code: 01-05 is 1 verbal cooperation, 06-08 2 material cooperation, 09-13 3 verbal conflict, 14-20 4 material conflict";
/// Quad classes of Phoenix by root code.
const PHOENIX_QUAD: &str = "Phoenix, by CAMEO root code: 01-02 is 0 neutral, 03-05 1 verbal cooperation, 06-08 2 material cooperation, 09-13 and 16 3 verbal conflict, 14, 15 and 17-20 4 material conflict";
/// Goldstein's scale.
const GOLDSTEIN: &str = "Goldstein, -10 to 10, of the CAMEO code";

impl Format {
    /// All formats that this program was built with.
    pub const ALL: &[Self] = &[
        Self::Jsonl,
        Self::Csv,
        #[cfg(feature = "parquet")]
        Self::Parquet,
        Self::Polecat,
        Self::Icews,
        Self::Gdelt,
        Self::GdeltMentions,
        Self::Phoenix,
        Self::Geojson,
        Self::Ftm,
    ];

    /// The format of a name: "icews".
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|f| f.facts().name == name)
    }

    /// What there is to know of it.
    pub fn facts(self) -> Facts {
        let plover =
            |name, extension, row, told| Facts { name, extension, row, quad: PLOVER_QUAD, scale: PLOVER_SCALE, told };
        let dyads =
            |name, row, quad| Facts { name, extension: "tsv", row, quad, scale: GOLDSTEIN, told: Told::Nowhere };
        match self {
            Self::Jsonl => plover("jsonl", "jsonl", "an event record", Told::Nowhere),
            Self::Csv => plover("csv", "csv", "an event record", Told::Nowhere),
            #[cfg(feature = "parquet")]
            Self::Parquet => plover("parquet", "parquet", "an event record", Told::Inside),
            Self::Polecat => Facts { extension: "txt", ..plover("polecat", "txt", "an event record", Told::Nowhere) },
            Self::Icews => dyads("icews", "a pair of an event record", "none: ICEWS has no such column"),
            Self::Gdelt => Facts { extension: "CSV", ..dyads("gdelt", "a pair of an event", CAMEO_QUAD) },
            Self::GdeltMentions => Facts {
                extension: "CSV",
                quad: "none: see the events",
                scale: "none: see the events",
                ..dyads("gdelt-mentions", "a report of a pair of an event", CAMEO_QUAD)
            },
            Self::Phoenix => Facts { extension: "txt", ..dyads("phoenix", "a pair of an event", PHOENIX_QUAD) },
            Self::Geojson => plover("geojson", "geojson", "an event record", Told::Inside),
            Self::Ftm => plover("ftm", "json", "an event record or one that takes part in it", Told::Inside),
        }
    }

    /// What must be read for it.
    fn wanted(self) -> Wanted {
        match self {
            Self::Gdelt | Self::Phoenix => Wanted::Reports,
            Self::GdeltMentions => Wanted::Mentions,
            _ => Wanted::Records,
        }
    }
}

/// What an export wrote and left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Rows, lines or features, without a header.
    pub rows: u64,
    /// Events left out because the format cannot hold one without a day.
    pub without_day: u64,
    /// Events left out because they are told as future, negated or hypothetical, and the format would give them out as facts.
    pub not_facts: u64,
}

/// What must be known of an event in a format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Day {
    /// Its day.
    Needed,
    /// It has a column for that, which may be empty.
    MayLack,
}

/// Auxiliaries of what did not happen, or has not yet.
const NOT_FACTS: [&str; 3] = ["future", "negation", "hypothetical"];

impl Written {
    /// Whether a format that has no column for auxiliaries can hold an event; counts it where it cannot.
    fn holds(&mut self, record: &EventRecord, day: Day) -> bool {
        let fact = !record.auxiliary.iter().any(|a| NOT_FACTS.contains(&a.as_str()));
        let dated = day == Day::MayLack || record.date.is_some();
        if !fact {
            self.not_facts += 1;
        } else if !dated {
            self.without_day += 1;
        }
        fact && dated
    }
}

/// Takes what is stored, article by article, and writes rows.
trait Export {
    /// Writes what stands before the first row.
    fn begin(&mut self) -> Result<()> {
        Ok(())
    }

    /// Writes the rows of an article.
    fn article(&mut self, article: &StoredArticle) -> Result<()>;

    /// Writes what stands behind the last row; says what was written.
    fn end(self: Box<Self>) -> Result<Written>;
}

impl Archive {
    /// Writes all events in a format, article by article as they were kept, in the order of the text. `codebook` gives names of
    /// countries and sectors and the Goldstein value of a CAMEO code. The same archive and codebook give the same bytes.
    ///
    /// # Errors
    /// The file cannot be read, or `out` not be written.
    pub fn export(
        &self,
        format: Format,
        codebook: &Codebook,
        mut out: impl Write + Send,
    ) -> std::result::Result<Written, Error> {
        if format == Format::Jsonl {
            let mut written = Written::default();
            self.records(|line| {
                written.rows += 1;
                out.write_all(line)?;
                out.write_all(b"\n")
            })?;
            out.flush().map_err(Error::Output)?;
            return Ok(written);
        }
        let names = Names::new(codebook);
        let mut export = writer(format, &names, &mut out).map_err(Error::Output)?;
        export.begin().map_err(Error::Output)?;
        self.stored(format.wanted(), |article| export.article(article))?;
        let written = export.end().map_err(Error::Output)?;
        out.flush().map_err(Error::Output)?;
        Ok(written)
    }
}

fn writer<'a, W: Write + Send + 'a>(format: Format, names: &'a Names<'a>, out: W) -> Result<Box<dyn Export + 'a>> {
    Ok(match format {
        Format::Jsonl | Format::Csv => Box::new(flat::Flat::new(out)),
        #[cfg(feature = "parquet")]
        Format::Parquet => Box::new(parquet::Parquet::new(out)?),
        Format::Polecat => Box::new(polecat::Polecat::new(out, names)),
        Format::Icews => Box::new(icews::Icews::new(out, names)),
        Format::Gdelt => Box::new(gdelt::Gdelt::new(out, names)),
        Format::GdeltMentions => Box::new(mentions::Mentions::new(out)),
        Format::Phoenix => Box::new(phoenix::Phoenix::new(out, names)),
        Format::Geojson => Box::new(geojson::GeoJson::new(out, names)),
        Format::Ftm => Box::new(ftm::Ftm::new(out, names)),
    })
}
