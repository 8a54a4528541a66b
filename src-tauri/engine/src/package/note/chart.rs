//! A chart of lines as a picture that needs nothing beside it, and the same as a table.

use super::html::{escaped, table};
use std::fmt::Write;

/// Lines over one stretch of time. Whoever cannot see them reads `head` and `rows`.
pub(crate) struct Chart {
    pub title: String,
    /// What the picture shows, in a sentence for those who hear the page.
    pub about: String,
    /// Unit of the numbers at the left.
    pub unit: String,
    pub lines: Vec<Line>,
    /// Under the left and the right end.
    pub from: String,
    pub until: String,
    /// The axis goes from 0 to at least this.
    pub at_least: f64,
    pub head: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

pub(crate) struct Line {
    pub name: String,
    pub stroke: Stroke,
    /// From 0 at the left to 1 at the right, and the value; where there is none the line has a gap.
    pub points: Vec<(f64, Option<f64>)>,
}

/// Told apart also without colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stroke {
    Strong,
    Thin,
    /// What it is compared with.
    Dashed,
}

const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 220.0;
/// Room for the numbers at the left, the names above and the times below.
const LEFT: f64 = 64.0;
const TOP: f64 = 28.0;
const RIGHT: f64 = 12.0;
const BOTTOM: f64 = 24.0;
/// Letters of a name above the lines; more would run into the next one.
const NAME: usize = 28;

pub(super) fn render(chart: &Chart) -> String {
    let mut out = format!(
        "<figure>\n<figcaption>{}</figcaption>\n<svg viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-label=\"{}\">\n",
        escaped(&chart.title),
        escaped(&chart.about),
    );
    let top = nice(highest(chart).max(chart.at_least));
    axis(&mut out, chart, top);
    for (at, line) in chart.lines.iter().enumerate() {
        key(&mut out, at, line);
        path(&mut out, line, top);
    }
    out.push_str("</svg>\n");
    out.push_str(&table(&chart.head, &chart.rows));
    out.push_str("</figure>\n");
    out
}

fn highest(chart: &Chart) -> f64 {
    let values = chart.lines.iter().flat_map(|line| &line.points);
    values
        .filter_map(|(_, value)| *value)
        .filter(|value| value.is_finite())
        .fold(0.0, f64::max)
}

/// The next of 1, 2, 5, 10, 20, 50 …
fn nice(highest: f64) -> f64 {
    if highest <= 0.0 {
        return 1.0;
    }
    let power = 10_f64.powf(highest.log10().floor());
    let steps = [1.0, 2.0, 5.0, 10.0];
    let fitting = steps
        .iter()
        .map(|step| step * power)
        .find(|step| *step >= highest);
    fitting.unwrap_or(10.0 * power)
}

fn axis(out: &mut String, chart: &Chart, top: f64) {
    const PARTS: u32 = 4;
    for part in 0..=PARTS {
        let value = top * f64::from(part) / f64::from(PARTS);
        let y = down(value, top);
        // Writing to a String cannot fail.
        let _ = writeln!(
            out,
            "<line class=\"grid\" x1=\"{LEFT}\" x2=\"{:.0}\" y1=\"{y:.1}\" y2=\"{y:.1}\"/>\
             <text class=\"tick\" x=\"{:.0}\" y=\"{:.1}\" text-anchor=\"end\">{}</text>",
            WIDTH - RIGHT,
            LEFT - 6.0,
            y + 4.0,
            number(value),
        );
    }
    let below = HEIGHT - 6.0;
    let _ = write!(
        out,
        "<text class=\"tick\" x=\"4\" y=\"12\">{}</text>\n\
         <text class=\"tick\" x=\"{LEFT}\" y=\"{below}\">{}</text>\
         <text class=\"tick\" x=\"{:.0}\" y=\"{below}\" text-anchor=\"end\">{}</text>\n",
        escaped(&chart.unit),
        escaped(&chart.from),
        WIDTH - RIGHT,
        escaped(&chart.until),
    );
}

/// Name and stroke of a line, above the picture.
fn key(out: &mut String, at: usize, line: &Line) {
    let x = LEFT + at as f64 * 210.0;
    let name: String = line.name.chars().take(NAME).collect();
    let _ = writeln!(
        out,
        "<line class=\"{}\" x1=\"{x}\" x2=\"{}\" y1=\"10\" y2=\"10\"/><text class=\"tick\" x=\"{}\" y=\"14\">{}</text>",
        class(line.stroke),
        x + 24.0,
        x + 30.0,
        escaped(&name),
    );
}

fn path(out: &mut String, line: &Line, top: f64) {
    let mut steps = String::new();
    let mut pen_is_down = false;
    for (x, value) in &line.points {
        let Some(value) = value.filter(|value| value.is_finite()) else {
            pen_is_down = false;
            continue;
        };
        let letter = if pen_is_down { 'L' } else { 'M' };
        let across = LEFT + x.clamp(0.0, 1.0) * (WIDTH - LEFT - RIGHT);
        let _ = write!(
            steps,
            "{letter}{across:.1} {:.1}",
            down(value.max(0.0), top)
        );
        // A point between two gaps is a line of no length, which round ends make visible.
        if !pen_is_down {
            let _ = write!(steps, "h0");
        }
        pen_is_down = true;
    }
    if !steps.is_empty() {
        let _ = writeln!(
            out,
            "<path class=\"{}\" d=\"{steps}\"/>",
            class(line.stroke)
        );
    }
}

fn down(value: f64, top: f64) -> f64 {
    TOP + (1.0 - (value / top).min(1.0)) * (HEIGHT - TOP - BOTTOM)
}

fn class(stroke: Stroke) -> &'static str {
    match stroke {
        Stroke::Strong => "strong",
        Stroke::Thin => "thin",
        Stroke::Dashed => "dashed",
    }
}

/// Without digits that say nothing.
fn number(value: f64) -> String {
    let text = format!("{value:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart(points: Vec<(f64, Option<f64>)>) -> Chart {
        Chart {
            title: "<b>Start</b> page".into(),
            about: "P95 over \"time\"".into(),
            unit: "ms".into(),
            lines: vec![Line {
                name: "P95".into(),
                stroke: Stroke::Strong,
                points,
            }],
            from: "19:57".into(),
            until: "20:27".into(),
            at_least: 0.0,
            head: vec!["Time".into()],
            rows: vec![vec!["19:57".into()]],
        }
    }

    #[test]
    fn a_gap_in_what_was_seen_is_a_gap_in_the_line() {
        let page = render(&chart(vec![
            (0.0, Some(40.0)),
            (0.5, None),
            (0.75, Some(80.0)),
            (1.0, Some(f64::NAN)),
        ]));
        assert!(page.contains("d=\"M64.0 "), "{page}");
        assert_eq!(page.matches("h0").count(), 2, "{page}");
        assert!(!page.contains("NaN"));
    }

    #[test]
    fn a_chart_has_its_table_beside_it_and_says_what_it_shows() {
        let page = render(&chart(vec![(0.0, Some(1.0))]));
        assert!(page.contains("aria-label=\"P95 over &quot;time&quot;\""));
        assert!(page.contains("&lt;b&gt;Start&lt;/b&gt; page"));
        assert!(page.contains("<table>") && page.contains("19:57"));
    }

    #[test]
    fn the_axis_ends_at_a_round_number_above_everything() {
        for (highest, top) in [
            (0.0, 1.0),
            (0.3, 0.5),
            (99.0, 100.0),
            (101.0, 200.0),
            (4.9e6, 5e6),
        ] {
            assert!((nice(highest) - top).abs() < top / 1e6, "{highest}");
        }
    }
}
