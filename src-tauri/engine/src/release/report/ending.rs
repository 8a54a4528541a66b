//! How it ended: rollback, features still dark, verdict, retrospective.

use super::say::{by, fact, facts, heading, line, of, yes_or_no};
use crate::package::note::{Block, Speaker, written};
use crate::release::journey::{Release, VerdictKind};

/// The one sentence that stands at the top.
pub(super) fn verdict(release: &Release, say: &Speaker<'_>) -> String {
    match release.verdict.as_ref().map(|verdict| verdict.kind) {
        None => say.say("paper.verdict.none"),
        Some(VerdictKind::Healthy) => say.say("paper.verdict.healthy"),
        Some(VerdictKind::HealthyWithRemarks) => say.say("paper.verdict.healthy-with-remarks"),
        Some(VerdictKind::RolledBack) => say.say("paper.verdict.rolled-back"),
        Some(VerdictKind::GivenUp) => say.say("paper.verdict.given-up"),
    }
}

pub(super) fn ending(release: &Release, say: &Speaker<'_>) -> Vec<Block> {
    let mut blocks = vec![heading(say, "paper.verdict")];
    match &release.verdict {
        None => blocks.push(Block::Paragraph(say.say("paper.verdict.none"))),
        Some(given) => blocks.push(facts(
            say,
            vec![
                fact(say, "paper.verdict", &verdict(release, say)),
                fact(say, "paper.given", &by(say, &given.by, given.at)),
                fact(say, "paper.remarks", &given.remarks),
            ],
        )),
    }
    blocks.extend(rolled_back(release, say));
    blocks.extend(features(release, say));
    blocks.extend(learned(release, say));
    blocks
}

fn rolled_back(release: &Release, say: &Speaker<'_>) -> Vec<Block> {
    let Some(back) = &release.rolled_back else {
        return Vec::new();
    };
    let restored = match back.restored_at {
        Some(at) => written(at),
        None => say.say("paper.not-known"),
    };
    vec![
        heading(say, "paper.rolled-back"),
        facts(
            say,
            vec![
                fact(say, "paper.way", &of(say, "paper.way", back.way)),
                fact(say, "paper.called", &by(say, &back.by, back.at)),
                fact(say, "paper.reason", &back.reason),
                fact(say, "paper.restored", &restored),
            ],
        ),
    ]
}

fn features(release: &Release, say: &Speaker<'_>) -> Vec<Block> {
    if release.features.is_empty() {
        return Vec::new();
    }
    let items = release.features.iter().map(|feature| {
        let mut aside = Vec::new();
        if !feature.planned.is_empty() {
            aside.push(say.with("paper.planned", &[("when", &feature.planned)]));
        }
        if let Some(at) = feature.on_at {
            let who = feature.on_by.as_deref().unwrap_or_default();
            aside.push(by(say, who, at));
        }
        let mark = match feature.on_at {
            Some(_) => "paper.feature.on",
            None => "paper.feature.dark",
        };
        line(say.say(mark), feature.name.clone(), aside.join("; "))
    });
    vec![heading(say, "paper.features"), Block::List(items.collect())]
}

fn learned(release: &Release, say: &Speaker<'_>) -> Vec<Block> {
    let mut blocks = vec![heading(say, "paper.learned")];
    let Some(told) = &release.retrospective else {
        blocks.push(Block::Paragraph(say.say("paper.learned.none")));
        return blocks;
    };
    blocks.push(facts(
        say,
        vec![
            fact(say, "paper.slowed", &told.slowed),
            fact(say, "paper.late-alert", &told.late_alert),
            fact(say, "paper.unclear", &told.unclear),
        ],
    ));
    if !told.actions.is_empty() {
        let rows = told.actions.iter().map(|action| {
            let owner = action.owner.clone().unwrap_or_default();
            vec![action.text.clone(), owner, yes_or_no(say, action.done)]
        });
        let head = ["action", "owner", "done"];
        blocks.push(Block::Table(
            head.map(|column| say.say(&format!("paper.column.{column}")))
                .into(),
            rows.collect(),
        ));
    }
    blocks
}
