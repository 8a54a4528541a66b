//! What was measured: downtime beside its forecast, the first half hour, the smoke tests.

use super::charts::charts;
use super::paper::{ReleasePaper, StagePaper, Watched};
use super::plan::{forecast, trigger};
use super::say::{duration, fact, facts, heading, line, number, of, yes_or_no};
use super::stage::name;
use crate::package::note::{Block, Speaker, written};
use crate::release::monitor::{MonitorShown, ProbeFigures, ProbeSeries};
use crate::release::smoke::SmokeRun;

/// Probes that are drawn; the table has all of them.
const DRAWN: usize = 12;

/// Measured beside forecast, for every stage that brought the package somewhere.
pub(super) fn downtime(stages: &[StagePaper], say: &Speaker<'_>) -> Vec<Block> {
    let rows: Vec<Vec<String>> = stages
        .iter()
        .filter(|stage| stage.arrived.is_some() || stage.forecast.is_some())
        .map(|stage| {
            let told = stage.forecast.as_ref();
            let measured = match stage.downtime_ms {
                Some(ms) => duration(say, ms),
                None => say.say("paper.not-measured"),
            };
            vec![
                name(stage, say),
                told.map_or_else(|| say.say("paper.no-forecast"), |told| forecast(told, say)),
                measured,
            ]
        })
        .collect();
    let mut blocks = vec![heading(say, "paper.downtime")];
    blocks.push(match rows.is_empty() {
        true => Block::Paragraph(say.say("paper.downtime.none")),
        false => {
            let head = ["stage", "forecast", "measured"];
            let head = head.map(|column| say.say(&format!("paper.column.{column}")));
            Block::Table(head.into(), rows)
        }
    });
    blocks
}

pub(super) fn monitoring(paper: &ReleasePaper, say: &Speaker<'_>) -> Vec<Block> {
    let mut blocks = vec![heading(say, "paper.monitoring")];
    if paper.watched.is_empty() {
        blocks.push(Block::Paragraph(say.say("paper.monitoring.none")));
    }
    for watched in &paper.watched {
        let stage = paper.stages.iter().find(|stage| stage.id == watched.stage);
        let title = stage.map_or_else(|| watched.stage.clone(), |stage| name(stage, say));
        blocks.push(Block::Heading(3, title));
        blocks.extend(half_hour(watched, say));
    }
    blocks
}

fn half_hour(watched: &Watched, say: &Speaker<'_>) -> Vec<Block> {
    let shown = &watched.shown;
    let moment = |at: Option<crate::units::Moment>| at.map(written).unwrap_or_default();
    let mut blocks = vec![facts(
        say,
        vec![
            fact(say, "paper.phase", &of(say, "paper.phase", shown.phase)),
            fact(say, "paper.offline-from", &moment(shown.offline_from)),
            fact(say, "paper.back-at", &moment(shown.back_at)),
            fact(
                say,
                "paper.answering",
                &shown
                    .answering
                    .map_or_else(String::new, |it| of(say, "paper.answering", it)),
            ),
            fact(say, "paper.watched-from", &moment(shown.watched_from)),
            fact(say, "paper.looked", &duration(say, shown.looked_ms)),
        ],
    )];
    if shown.overall.looks.0 == 0 {
        blocks.push(Block::Paragraph(say.say("paper.no-looks")));
        return blocks;
    }
    blocks.push(table(shown, say));
    blocks.extend(gaps(shown, say));
    blocks.extend(fired(shown, say));
    for series in shown
        .probes
        .iter()
        .filter(|one| one.all.looks.0 > 0)
        .take(DRAWN)
    {
        blocks.extend(charts(series, say));
    }
    let more = shown.probes.len().saturating_sub(DRAWN);
    if more > 0 {
        blocks.push(Block::Paragraph(say.number("paper.not-drawn", more as u64)));
    }
    blocks
}

/// One row for each probe, all together first.
fn table(shown: &MonitorShown, say: &Speaker<'_>) -> Block {
    const COLUMNS: [&str; 8] = [
        "probe",
        "looks",
        "availability",
        "p50",
        "p95",
        "p99",
        "slowest",
        "baseline",
    ];
    let together = say.say("paper.together");
    let mut rows = vec![row(together, &shown.overall, None, say)];
    rows.extend(shown.probes.iter().map(|series: &ProbeSeries| {
        row(
            series.probe.name.clone(),
            &series.all,
            series.baseline.as_ref(),
            say,
        )
    }));
    let head = COLUMNS.map(|column| say.say(&format!("paper.column.{column}")));
    Block::Table(head.into(), rows)
}

fn row(
    name: String,
    figures: &ProbeFigures,
    baseline: Option<&ProbeFigures>,
    say: &Speaker<'_>,
) -> Vec<String> {
    let ms = |value: Option<crate::units::Count>| match value {
        Some(ms) => say.with("paper.ms", &[("ms", &ms.0.to_string())]),
        None => say.say("paper.not-measured"),
    };
    vec![
        name,
        figures.looks.0.to_string(),
        percent(figures.availability, say),
        ms(figures.p50_ms),
        ms(figures.p95_ms),
        ms(figures.p99_ms),
        ms(figures.slowest_ms),
        ms(baseline.and_then(|before| before.p95_ms)),
    ]
}

/// Cut, not rounded: what was down for a second was not available all the time.
pub(super) fn percent(share: Option<f64>, say: &Speaker<'_>) -> String {
    let Some(share) = share else {
        return say.say("paper.not-measured");
    };
    let cut = format!("{:.2}", (share * 100.0).floor() / 100.0);
    format!("{} %", cut.trim_end_matches('0').trim_end_matches('.'))
}

/// When nobody looked; it is said, not filled in.
fn gaps(shown: &MonitorShown, say: &Speaker<'_>) -> Vec<Block> {
    if shown.gaps.is_empty() {
        return Vec::new();
    }
    let items = shown.gaps.iter().map(|gap| {
        let (from, to) = (written(gap.from), written(gap.to));
        let text = say.with("paper.window", &[("from", &from), ("to", &to)]);
        line(String::new(), text, of(say, "paper.gap", gap.because))
    });
    vec![
        Block::Paragraph(say.say("paper.gaps")),
        Block::List(items.collect()),
    ]
}

fn fired(shown: &MonitorShown, say: &Speaker<'_>) -> Vec<Block> {
    if shown.fired.is_empty() {
        return vec![Block::Paragraph(say.say("paper.none-fired"))];
    }
    let items = shown.fired.iter().map(|fired| {
        let mut aside = vec![written(fired.at)];
        aside.push(say.with("paper.value", &[("value", &number(fired.value))]));
        let mut probes = shown.probes.iter();
        let probe = probes.find(|series| Some(&series.probe.id) == fired.probe_id.as_ref());
        aside.extend(probe.map(|series| series.probe.name.clone()));
        line(
            String::new(),
            trigger(&fired.trigger, say),
            aside.join("; "),
        )
    });
    vec![
        Block::Paragraph(say.say("paper.fired")),
        Block::List(items.collect()),
    ]
}

pub(super) fn smoke(paper: &ReleasePaper, say: &Speaker<'_>) -> Vec<Block> {
    let mut blocks = vec![heading(say, "paper.smoke")];
    if paper.smoke.is_empty() {
        blocks.push(Block::Paragraph(say.say("paper.smoke.none")));
    }
    for run in &paper.smoke {
        blocks.extend(smoke_run(run, paper, say));
    }
    blocks
}

fn smoke_run(run: &SmokeRun, paper: &ReleasePaper, say: &Speaker<'_>) -> Vec<Block> {
    let env = paper.environments.get(&run.env.0);
    let env = env.map_or(run.env.0.as_str(), String::as_str);
    let at = written(run.at);
    let key = match run.all_work {
        true => "paper.smoke.all-work",
        false => "paper.smoke.not-all-work",
    };
    let rows = run.looks.iter().map(|look| {
        let named = paper.probes.get(&look.probe_id).unwrap_or(&look.probe_id);
        let because = serde_json::to_value(look.because).ok();
        let because = because
            .as_ref()
            .and_then(serde_json::Value::as_str)
            .unwrap_or_default();
        let words = say.0.say(&format!("release.look.{because}"), &look.params);
        vec![
            named.clone(),
            yes_or_no(say, look.works),
            words.unwrap_or_else(|| because.to_owned()),
            say.with("paper.ms", &[("ms", &look.took_ms.0.to_string())]),
        ]
    });
    let head = ["probe", "works", "saw", "took"];
    vec![
        Block::Heading(
            3,
            say.with("paper.smoke.of", &[("environment", env), ("at", &at)]),
        ),
        Block::Paragraph(say.say(key)),
        Block::Table(
            head.map(|column| say.say(&format!("paper.column.{column}")))
                .into(),
            rows.collect(),
        ),
    ]
}
