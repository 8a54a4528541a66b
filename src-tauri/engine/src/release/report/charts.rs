//! Response times and availability of a probe, drawn.

use super::measured::percent;
use crate::package::note::{Block, Chart, Line, Speaker, Stroke};
use crate::release::monitor::{Point, ProbeFigures, ProbeSeries};
use crate::units::{Count, Moment};

/// Rows of the table beside a chart; more would be printed by nobody.
const ROWS: usize = 40;

/// Nothing for a probe without a point.
pub(super) fn charts(series: &ProbeSeries, say: &Speaker<'_>) -> Vec<Block> {
    let (Some(first), Some(last)) = (series.points.first(), series.points.last()) else {
        return Vec::new();
    };
    let span = Span {
        from: first.at.0.as_millisecond(),
        to: last.at.0.as_millisecond(),
    };
    vec![
        Block::Chart(times(series, &span, say)),
        Block::Chart(availability(series, &span, say)),
    ]
}

struct Span {
    from: i64,
    to: i64,
}

impl Span {
    /// Where a moment lies, from 0 to 1.
    fn at(&self, moment: Moment) -> f64 {
        let length = (self.to - self.from).max(1);
        (moment.0.as_millisecond() - self.from) as f64 / length as f64
    }

    fn ends(&self) -> [String; 2] {
        [self.from, self.to].map(|ms| match jiff::Timestamp::from_millisecond(ms) {
            Ok(at) => at.strftime("%H:%M:%S").to_string(),
            Err(_) => String::new(),
        })
    }
}

fn times(series: &ProbeSeries, span: &Span, say: &Speaker<'_>) -> Chart {
    let value = |pick: fn(&ProbeFigures) -> Option<Count>| {
        move |point: &Point| pick(&point.figures).map(|ms| ms.0 as f64)
    };
    let mut lines = vec![
        drawn(
            series,
            span,
            say.say("paper.column.p95"),
            Stroke::Strong,
            value(|it| it.p95_ms),
        ),
        drawn(
            series,
            span,
            say.say("paper.column.p50"),
            Stroke::Thin,
            value(|it| it.p50_ms),
        ),
    ];
    if let Some(before) = series.baseline.as_ref().and_then(|before| before.p95_ms) {
        let level = Some(before.0 as f64);
        lines.push(Line {
            name: say.say("paper.column.baseline"),
            stroke: Stroke::Dashed,
            points: vec![(0.0, level), (1.0, level)],
        });
    }
    let title = say.with("paper.chart.times", &[("probe", &series.probe.name)]);
    chart(title, "ms", 0.0, lines, series, span, say)
}

fn availability(series: &ProbeSeries, span: &Span, say: &Speaker<'_>) -> Chart {
    let name = say.say("paper.column.availability");
    let lines = vec![drawn(series, span, name, Stroke::Strong, |point| {
        point.figures.availability
    })];
    let title = say.with("paper.chart.availability", &[("probe", &series.probe.name)]);
    chart(title, "%", 100.0, lines, series, span, say)
}

/// Where nobody looked the line has a gap: a point that comes later than the one before it ends.
fn drawn(
    series: &ProbeSeries,
    span: &Span,
    name: String,
    stroke: Stroke,
    value: impl Fn(&Point) -> Option<f64>,
) -> Line {
    let mut points = Vec::with_capacity(series.points.len());
    let mut ends: Option<i64> = None;
    for point in &series.points {
        let second = point.at.0.as_second();
        let late = ends.is_some_and(|ends| second > ends + i64::from(point.seconds.max(1)));
        if late {
            points.push((span.at(point.at), None));
        }
        ends = Some(second + i64::from(point.seconds));
        points.push((span.at(point.at), value(point)));
    }
    Line {
        name,
        stroke,
        points,
    }
}

fn chart(
    title: String,
    unit: &str,
    at_least: f64,
    lines: Vec<Line>,
    series: &ProbeSeries,
    span: &Span,
    say: &Speaker<'_>,
) -> Chart {
    let [from, until] = span.ends();
    let every = series.points.len().div_ceil(ROWS).max(1);
    let rows = series
        .points
        .iter()
        .step_by(every)
        .map(|point| row(point, say));
    Chart {
        about: say.with(
            "paper.chart.about",
            &[("title", &title), ("from", &from), ("until", &until)],
        ),
        title: match every {
            1 => title,
            _ => say.with(
                "paper.chart.every",
                &[("title", &title), ("n", &every.to_string())],
            ),
        },
        unit: unit.to_owned(),
        lines,
        from,
        until,
        at_least,
        head: ["time", "looks", "availability", "p50", "p95"]
            .map(|column| say.say(&format!("paper.column.{column}")))
            .into(),
        rows: rows.collect(),
    }
}

fn row(point: &Point, say: &Speaker<'_>) -> Vec<String> {
    let ms = |value: Option<Count>| match value {
        Some(ms) => say.with("paper.ms", &[("ms", &ms.0.to_string())]),
        None => say.say("paper.not-measured"),
    };
    vec![
        point.at.0.strftime("%H:%M:%S").to_string(),
        point.figures.looks.0.to_string(),
        percent(point.figures.availability, say),
        ms(point.figures.p50_ms),
        ms(point.figures.p95_ms),
    ]
}
