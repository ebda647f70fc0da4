//! How many events when, and how friendly: by day, week, month, quarter or year; as bars, and as a picture (SVG).

use super::filter::Filter;
use super::xml;
use crate::archive::Archive;
use crate::error::Error;
use jiff::ToSpan;
use jiff::civil::Date;
use quick_xml::Writer;
use quick_xml::events::BytesText;
use serde::Serialize;
use std::collections::BTreeMap;

/// Length of a step of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// A day.
    Day,
    /// From Monday to Sunday.
    Week,
    /// A month.
    Month,
    /// Three months.
    Quarter,
    /// A year.
    Year,
}

/// Events of one step of time.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Bar {
    /// Its first day.
    pub from: String,
    /// How many.
    pub events: u64,
    /// Of these by quad: verbal cooperation, material cooperation, verbal conflict, material conflict.
    pub quads: [u64; 4],
    /// Mean of `event_scale` (-10 to 10); `None` where there are no events.
    pub mean_scale: Option<f64>,
}

/// Steps that are drawn: more are told to be too many.
const MOST: usize = 4000;

impl Step {
    fn first_day(self, day: Date) -> Date {
        let month = |month| Date::new(day.year(), month, 1).unwrap_or(day);
        match self {
            Self::Day => day,
            Self::Week => day.checked_sub(i32::from(day.weekday().to_monday_zero_offset()).days()).unwrap_or(day),
            Self::Month => month(day.month()),
            Self::Quarter => month((day.month() - 1) / 3 * 3 + 1),
            Self::Year => month(1),
        }
    }

    fn next(self, day: Date) -> Option<Date> {
        let span = match self {
            Self::Day => 1.day(),
            Self::Week => 1.week(),
            Self::Month => 1.month(),
            Self::Quarter => 3.months(),
            Self::Year => 1.year(),
        };
        day.checked_add(span).ok()
    }
}

impl Filter {
    /// The statement of [`Archive::timeline`].
    pub(crate) fn timeline_sql(&self) -> String {
        format!(
            "SELECT e.date, e.quad, count(*), sum(e.scale) FROM ({}) h JOIN events e ON e.id = h.hit
             WHERE e.date IS NOT NULL GROUP BY e.date, e.quad",
            self.hits()
        )
    }
}

impl Archive {
    /// The events of a filter by steps of time, from the first that has any to the last, those without any too. What has no day is
    /// left out.
    ///
    /// # Errors
    /// There are too many steps to show, or the file cannot be read.
    pub fn timeline(&self, filter: &Filter, step: Step) -> Result<Vec<Bar>, Error> {
        let mut statement = self.connection.prepare(&filter.timeline_sql()).map_err(self.failed())?;
        let mut rows = statement.query(rusqlite::params_from_iter(filter.values())).map_err(self.failed())?;
        let mut steps: BTreeMap<Date, ([u64; 4], f64)> = BTreeMap::new();
        while let Some(row) = rows.next().map_err(self.failed())? {
            let day: String = row.get(0).map_err(self.failed())?;
            let quad: usize = row.get(1).map_err(self.failed())?;
            let Ok(day) = day.parse::<Date>() else {
                continue;
            };
            let (quads, scale) = steps.entry(step.first_day(day)).or_default();
            quads[quad.clamp(1, 4) - 1] += row.get::<_, u64>(2).map_err(self.failed())?;
            *scale += row.get::<_, f64>(3).map_err(self.failed())?;
        }
        let (Some(first), Some(last)) = (steps.keys().next().copied(), steps.keys().next_back().copied()) else {
            return Ok(Vec::new());
        };
        let all = std::iter::successors(Some(first), |day| step.next(*day).filter(|next| *next <= last));
        let bars: Vec<Bar> = all.take(MOST + 1).map(|day| bar(day, steps.get(&day))).collect();
        if bars.len() > MOST {
            return Err(Error::Query(format!(
                "from {first} to {last} there are more than {MOST} steps; give --from and --to, or a longer --by"
            )));
        }
        Ok(bars)
    }
}

fn bar(day: Date, of: Option<&([u64; 4], f64)>) -> Bar {
    let (quads, scale) = of.copied().unwrap_or_default();
    let events: u64 = quads.iter().sum();
    let mean_scale = (events > 0).then(|| (scale / events as f64 * 1000.0).round() / 1000.0);
    Bar { from: day.to_string(), events, quads, mean_scale }
}

/// Sizes of the picture, in pixels.
const WIDTH: f64 = 960.0;
const HEIGHT: f64 = 360.0;
const LEFT: f64 = 48.0;
const RIGHT: f64 = 48.0;
const TOP: f64 = 36.0;
const BOTTOM: f64 = 48.0;

/// Days written under the picture.
const LABELS: usize = 8;

/// Greatest value of the scale.
const SCALE: f64 = 10.0;

/// Colours of the quads, told apart without red and green: blue, sky, orange, vermilion (Okabe and Ito).
const COLOURS: [&str; 4] = ["#0072B2", "#56B4E9", "#E69F00", "#D55E00"];

/// What the colours mean.
const LEGEND: [&str; 4] = ["verbal cooperation", "material cooperation", "verbal conflict", "material conflict"];

/// A timeline as an SVG picture: bars of counts by quad, and a line of the mean scale (right axis, -10 to 10).
///
/// # Errors
/// Never in memory; what the writer says.
pub fn timeline_svg(bars: &[Bar], title: &str) -> std::io::Result<String> {
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 1);
    let root = [
        ("xmlns", "http://www.w3.org/2000/svg".to_owned()),
        ("viewBox", format!("0 0 {WIDTH} {HEIGHT}")),
        ("width", WIDTH.to_string()),
        ("height", HEIGHT.to_string()),
        ("font-family", "sans-serif".to_owned()),
        ("font-size", "11".to_owned()),
    ];
    xml::element(&mut writer, "svg", &root, |writer| {
        writer.create_element("title").write_text_content(BytesText::new(title))?;
        text(writer, LEFT, 14.0, "start", title)?;
        legend(writer)?;
        axes(writer, bars)?;
        columns(writer, bars)?;
        mean(writer, bars)
    })?;
    xml::finished(writer)
}

type Out = Writer<Vec<u8>>;

fn text(writer: &mut Out, x: f64, y: f64, anchor: &str, words: &str) -> std::io::Result<()> {
    let place = [("x", number(x)), ("y", number(y)), ("text-anchor", anchor.to_owned())];
    xml::text(writer, "text", &place, words)
}

fn number(x: f64) -> String {
    format!("{:.1}", x)
}

fn most(bars: &[Bar]) -> f64 {
    bars.iter().map(|b| b.events).max().unwrap_or_default().max(1) as f64
}

fn legend(writer: &mut Out) -> std::io::Result<()> {
    for (at, (colour, words)) in COLOURS.iter().zip(LEGEND).enumerate() {
        let x = LEFT + 150.0 * at as f64;
        let square = [
            ("x", number(x)),
            ("y", number(20.0)),
            ("width", "9".into()),
            ("height", "9".into()),
            ("fill", (*colour).into()),
        ];
        xml::empty(writer, "rect", &square)?;
        text(writer, x + 13.0, 28.0, "start", words)?;
    }
    text(writer, LEFT + 600.0, 28.0, "start", "line: mean scale, -10 to 10 (right)")
}

fn axes(writer: &mut Out, bars: &[Bar]) -> std::io::Result<()> {
    let (floor, end) = (HEIGHT - BOTTOM, WIDTH - RIGHT);
    let line = |y: f64, colour: &str| {
        [("x1", number(LEFT)), ("x2", number(end)), ("y1", number(y)), ("y2", number(y)), ("stroke", colour.to_owned())]
    };
    xml::empty(writer, "line", &line(floor, "#333333"))?;
    xml::empty(writer, "line", &line(f64::midpoint(TOP, floor), "#cccccc"))?;
    text(writer, LEFT - 6.0, TOP + 4.0, "end", &most(bars).to_string())?;
    text(writer, LEFT - 6.0, floor, "end", "0")?;
    for (y, scale) in [(TOP + 4.0, "10"), (f64::midpoint(TOP, floor) + 4.0, "0"), (floor, "-10")] {
        text(writer, end + 6.0, y, "start", scale)?;
    }
    let every = bars.len().div_ceil(LABELS).max(1);
    for (at, bar) in bars.iter().enumerate().step_by(every) {
        text(writer, left_of(at, bars), floor + 16.0, "start", &bar.from)?;
    }
    Ok(())
}

fn step(bars: &[Bar]) -> f64 {
    (WIDTH - LEFT - RIGHT) / bars.len().max(1) as f64
}

fn left_of(at: usize, bars: &[Bar]) -> f64 {
    LEFT + step(bars) * at as f64
}

fn columns(writer: &mut Out, bars: &[Bar]) -> std::io::Result<()> {
    let unit = (HEIGHT - TOP - BOTTOM) / most(bars);
    for (at, bar) in bars.iter().enumerate() {
        let mut floor = HEIGHT - BOTTOM;
        for (count, colour) in bar.quads.iter().zip(COLOURS).filter(|(count, _)| **count > 0) {
            let height = *count as f64 * unit;
            floor -= height;
            let column = [
                ("x", number(left_of(at, bars))),
                ("y", number(floor)),
                ("width", number((step(bars) * 0.85).max(0.5))),
                ("height", number(height)),
                ("fill", colour.to_owned()),
            ];
            xml::element(writer, "rect", &column, |writer| {
                let told = format!("{}: {count} of {}", bar.from, bar.events);
                writer.create_element("title").write_text_content(BytesText::new(&told)).map(|_| ())
            })?;
        }
    }
    Ok(())
}

fn mean(writer: &mut Out, bars: &[Bar]) -> std::io::Result<()> {
    let height = HEIGHT - TOP - BOTTOM;
    let points = bars.iter().enumerate().filter_map(|(at, bar)| {
        let y = TOP + height * (SCALE - bar.mean_scale?) / (2.0 * SCALE);
        Some(format!("{:.1},{y:.1}", left_of(at, bars) + step(bars) / 2.0))
    });
    let points = points.collect::<Vec<_>>().join(" ");
    let line = [
        ("points", points),
        ("fill", "none".to_owned()),
        ("stroke", "#000000".to_owned()),
        ("stroke-width", "1.5".to_owned()),
    ];
    xml::empty(writer, "polyline", &line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_begin_where_calendars_say() {
        let day: Date = "2023-05-18".parse().expect("a day");
        let first = |step: Step| step.first_day(day).to_string();
        assert_eq!(
            [Step::Day, Step::Week, Step::Month, Step::Quarter, Step::Year].map(first),
            ["2023-05-18", "2023-05-15", "2023-05-01", "2023-04-01", "2023-01-01"]
        );
    }

    #[test]
    fn a_picture_is_xml_with_a_column_for_each_count() {
        let bar = |from: &str, quads: [u64; 4], mean_scale| Bar {
            from: from.into(),
            events: quads.iter().sum(),
            quads,
            mean_scale,
        };
        let bars = [
            bar("2023-01-01", [3, 0, 0, 1], Some(1.5)),
            bar("2023-02-01", [0; 4], None),
            bar("2023-03-01", [0, 2, 0, 0], Some(7.0)),
        ];
        let picture = timeline_svg(&bars, "Turkey & <Greece>").expect("a picture");
        let elements = xml::parsed(&picture);
        assert_eq!(elements[0].0, "svg");
        let value = |element: &xml::Element, name: &str| {
            element.1.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone()).unwrap_or_default()
        };
        let columns: Vec<f64> = elements
            .iter()
            .filter(|e| e.0 == "rect")
            .skip(LEGEND.len())
            .map(|e| value(e, "height").parse().expect("a number"))
            .collect();
        assert_eq!(columns.len(), 3);
        assert!((columns[0] / columns[1] - 3.0).abs() < 0.01, "heights are as counts: {columns:?}");
        let line = elements.iter().find(|e| e.0 == "polyline").expect("a line");
        assert_eq!(value(line, "points").split(' ').count(), 2, "steps without events have no mean");
        xml::parsed(&timeline_svg(&[], "nothing").expect("a picture"));
    }
}
