//! A stage's checklist, decision and clicks, in a review as in a report.

use super::paper::StagePaper;
use super::say::{by, line, of, title};
use crate::package::note::{Block, Item, Speaker, written};
use crate::release::journey::{ItemEvidence, ItemState, PressOutcome, ReleasePress};
use crate::release::readiness::{Holds, ItemView};

/// `Production: PROD`
pub(super) fn name(stage: &StagePaper, say: &Speaker<'_>) -> String {
    let kind = of(say, "paper.stage", stage.kind);
    match &stage.environment {
        None => kind,
        Some(environment) => say.with(
            "paper.stage-of",
            &[("stage", &kind), ("environment", environment)],
        ),
    }
}

pub(super) fn checklist(stage: &StagePaper, say: &Speaker<'_>) -> Block {
    match stage.items.is_empty() {
        true => Block::Paragraph(say.say("paper.no-items")),
        false => Block::List(stage.items.iter().map(|one| item(one, say)).collect()),
    }
}

fn item(view: &ItemView, say: &Speaker<'_>) -> Item {
    let item = &view.item;
    let mut aside = Vec::new();
    let mark = match &item.state {
        ItemState::Done { by: who, at, .. } => {
            aside.push(by(say, who, *at));
            "paper.item.done"
        }
        ItemState::Waived {
            by: who,
            reason,
            at,
            ..
        } => {
            aside.push(by(say, who, *at));
            aside.push(say.with("paper.because", &[("reason", reason)]));
            "paper.item.waived"
        }
        ItemState::Open => match &view.answer {
            Some(answer) if answer.answer == Holds::Holds => "paper.item.holds",
            Some(answer) if answer.answer == Holds::DoesNotHold => "paper.item.does-not-hold",
            _ => "paper.item.open",
        },
    };
    let mark = if view.stale { "paper.item.stale" } else { mark };
    if let Some(answer) = &view.answer {
        let key = format!("release.because.{}", answer.because);
        let words = say.0.say(&key, &answer.params);
        let words = words.unwrap_or_else(|| answer.because.clone());
        aside.push(say.with("paper.answered", &[("answer", &words)]));
    }
    if !item.required {
        aside.push(say.say("paper.not-required"));
    }
    if let Some(owner) = &item.owner {
        aside.push(say.with("paper.owner", &[("name", owner)]));
    }
    if let Some(due) = item.due {
        aside.push(say.with("paper.due", &[("at", &written(due))]));
    }
    aside.extend(item.evidence.iter().map(|one| evidence(one, say)));
    line(say.say(mark), title(say, item), aside.join("; "))
}

/// Addresses are text: a page that is printed and mailed has no links to follow.
fn evidence(evidence: &ItemEvidence, say: &Speaker<'_>) -> String {
    match evidence {
        ItemEvidence::Link { address } => say.with("paper.link", &[("address", address)]),
        ItemEvidence::Note { text } => say.with("paper.said", &[("text", text)]),
        ItemEvidence::File { name, sha256, .. } => {
            say.with("paper.file", &[("name", name), ("sha256", sha256)])
        }
    }
}

/// Go or no-go, by whom and why; none if nobody decided.
pub(super) fn decision(stage: &StagePaper, say: &Speaker<'_>) -> Option<Item> {
    let decided = stage.decision.as_ref()?;
    let mut aside = vec![by(say, &decided.by, decided.at)];
    if let Some(second) = &decided.second {
        let who = by(say, &second.by, second.at);
        aside.push(say.with("paper.second", &[("who", &who)]));
    }
    if stage.decision_stale {
        aside.push(say.say("paper.decision-stale"));
    }
    let mark = say.say(if decided.go {
        "paper.go"
    } else {
        "paper.no-go"
    });
    let reason = match decided.reason.trim() {
        "" => say.say("paper.no-reason"),
        reason => reason.to_owned(),
    };
    Some(line(
        mark,
        format!("{}: {reason}", name(stage, say)),
        aside.join("; "),
    ))
}

/// One row for each time the package was sent on its way.
pub(super) fn presses(stage: &StagePaper, say: &Speaker<'_>) -> Vec<Vec<String>> {
    let rows = stage.presses.iter().map(|press| {
        vec![
            name(stage, say),
            of(say, "paper.how", press.how),
            by(say, &press.by, press.at),
            press.due.map(written).unwrap_or_default(),
            outcome(press, say),
        ]
    });
    rows.collect()
}

fn outcome(press: &ReleasePress, say: &Speaker<'_>) -> String {
    match (press.cancelled_at, press.outcome) {
        (Some(at), _) => say.with("paper.cancelled", &[("at", &written(at))]),
        (None, Some(PressOutcome::Arrived)) => say.say("paper.outcome.arrived"),
        (None, Some(PressOutcome::DidNotWork)) => say.say("paper.outcome.did-not-work"),
        (None, None) => say.say("paper.outcome.not-known"),
    }
}

pub(super) fn presses_table(rows: Vec<Vec<String>>, say: &Speaker<'_>) -> Block {
    let head = ["stage", "how", "who", "due", "outcome"];
    Block::Table(
        head.map(|column| say.say(&format!("paper.column.{column}")))
            .into(),
        rows,
    )
}
