//! What was agreed: package, promise, window, way back, triggers.

use super::paper::ReleaseHead;
use super::say::{by, fact, facts, heading, line, number, of, yes_or_no};
use crate::package::forecast::{Forecast, Outage};
use crate::package::note::{Block, Speaker, written};
use crate::release::journey::{Trigger, TriggerMetric};

pub(super) fn agreed(release: &ReleaseHead, say: &Speaker<'_>) -> Vec<Block> {
    let package = release.package.as_ref();
    let size = package.map(|package| package.size.0.to_string());
    let size = size.map(|bytes| say.with("paper.size", &[("bytes", &bytes)]));
    let window = release.window.map(|window| {
        let (from, to) = (written(window.from), written(window.to));
        say.with("paper.window", &[("from", &from), ("to", &to)])
    });
    let strategy = release.strategy.map(|it| of(say, "paper.strategy", it));
    let text = |value: Option<String>| value.unwrap_or_default();
    let packaged = |value: fn(&crate::release::journey::ReleasePackage) -> Option<String>| {
        package.and_then(value).unwrap_or_default()
    };
    let mut blocks = vec![facts(
        say,
        vec![
            fact(say, "paper.promise", &release.promise),
            fact(
                say,
                "paper.purpose",
                &of(say, "paper.purpose", release.purpose),
            ),
            fact(
                say,
                "paper.started",
                &by(say, &release.started_by, release.started_at),
            ),
            fact(say, "paper.lead", &text(release.lead.clone())),
            fact(
                say,
                "paper.package",
                &packaged(|it| Some(it.file_name.clone())),
            ),
            fact(
                say,
                "paper.build-number",
                &packaged(|it| it.build_number.clone()),
            ),
            fact(
                say,
                "paper.version",
                &packaged(|it| it.code_version.clone()),
            ),
            fact(say, "paper.sha256", &packaged(|it| Some(it.sha256.clone()))),
            fact(say, "paper.package-size", &text(size)),
            fact(say, "paper.live-window", &text(window)),
            fact(say, "paper.how-live", &text(strategy)),
            fact(say, "paper.four-eyes", &yes_or_no(say, release.four_eyes)),
        ],
    )];
    if package.is_none() {
        blocks.push(Block::Paragraph(say.say("paper.no-package")));
    }
    blocks
}

/// The way back and when it is taken.
pub(super) fn way_back(release: &ReleaseHead, say: &Speaker<'_>) -> Vec<Block> {
    let mut blocks = vec![heading(say, "paper.way-back")];
    blocks.push(match &release.rollback {
        None => Block::Paragraph(say.say("paper.no-way-back")),
        Some(plan) => facts(
            say,
            vec![
                fact(say, "paper.way", &of(say, "paper.way", plan.way)),
                fact(say, "paper.note", &plan.note),
                fact(say, "paper.tested", &yes_or_no(say, plan.tested)),
            ],
        ),
    });
    if release.triggers.is_empty() {
        blocks.push(Block::Paragraph(say.say("paper.no-triggers")));
    } else {
        let told = release.triggers.iter();
        blocks.push(Block::Paragraph(say.say("paper.triggers")));
        blocks.push(Block::List(
            told.map(|it| line(String::new(), trigger(it, say), String::new()))
                .collect(),
        ));
    }
    blocks
}

pub(super) fn trigger(trigger: &Trigger, say: &Speaker<'_>) -> String {
    let metric = of(say, "paper.metric", trigger.metric);
    let (value, minutes) = (number(trigger.threshold), trigger.for_minutes.0.to_string());
    let values = [
        ("metric", &*metric),
        ("value", &*value),
        ("minutes", &*minutes),
    ];
    match trigger.metric {
        TriggerMetric::SmokeDown => metric,
        TriggerMetric::OfflineMinutes => say.with("paper.trigger-above", &values),
        _ if trigger.for_minutes.0 == 0 => say.with("paper.trigger-above", &values),
        _ => say.with("paper.trigger", &values),
    }
}

/// What visitors were predicted to notice.
pub(super) fn forecast(forecast: &Forecast, say: &Speaker<'_>) -> String {
    let outage = of(say, "paper.outage", forecast.outage);
    let minutes = forecast
        .minutes
        .filter(|_| forecast.outage == Outage::Offline);
    let told = match minutes {
        None => outage,
        Some(range) => say.with(
            "paper.outage-minutes",
            &[
                ("outage", &outage),
                ("least", &range.least.0.to_string()),
                ("most", &range.most.0.to_string()),
            ],
        ),
    };
    format!("{told} ({})", of(say, "paper.sure", forecast.sure))
}
