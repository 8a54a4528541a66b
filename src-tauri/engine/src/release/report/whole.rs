//! The release report: everything about one release on one page.

use super::ending::{ending, verdict};
use super::logs::logs;
use super::measured::{downtime, monitoring, smoke};
use super::paper::{ReleaseHead, ReleasePaper, StagePaper};
use super::plan::{agreed, way_back};
use super::say::{heading, of};
use super::stage::{checklist, decision, name, presses, presses_table};
use crate::package::note::{Block, Speaker, written};

pub(super) fn blocks(paper: &ReleasePaper, say: &Speaker<'_>) -> Vec<Block> {
    let release = &paper.release;
    let head = ReleaseHead::of(release);
    let at = written(paper.written_at);
    let values = [
        ("release", &*release.name),
        ("project", &*paper.project),
        ("at", &*at),
    ];
    let mut blocks = vec![
        Block::Heading(1, say.with("paper.title", &values)),
        Block::Paragraph(say.with("paper.of", &values)),
        Block::Callout(verdict(release, say)),
    ];
    blocks.extend(agreed(&head, say));
    blocks.extend(stages(&paper.stages, say));
    blocks.extend(downtime(&paper.stages, say));
    blocks.extend(monitoring(paper, say));
    blocks.extend(smoke(paper, say));
    blocks.extend(logs(&paper.logs, say));
    blocks.extend(way_back(&head, say));
    blocks.extend(ending(release, say));
    blocks.extend(reviews(&paper.stages, say));
    blocks.push(heading(say, "paper.sources"));
    blocks.push(Block::Paragraph(say.say("paper.sources.text")));
    blocks
}

fn stages(stages: &[StagePaper], say: &Speaker<'_>) -> Vec<Block> {
    let rows = stages.iter().map(|stage| {
        let decided = match stage.decision.as_ref().map(|decided| decided.go) {
            Some(true) => say.say("paper.go"),
            Some(false) => say.say("paper.no-go"),
            None => say.say("paper.not-decided"),
        };
        let arrived = stage.arrived.as_ref();
        vec![
            name(stage, say),
            decided,
            arrived.map_or_else(|| say.say("paper.not-there"), |it| written(it.at)),
            arrived.map_or_else(String::new, |it| of(say, "paper.known", it.known_by)),
        ]
    });
    let head = ["stage", "decision", "arrived", "known"];
    let mut blocks = vec![
        heading(say, "paper.stages"),
        Block::Table(
            head.map(|column| say.say(&format!("paper.column.{column}")))
                .into(),
            rows.collect(),
        ),
        heading(say, "paper.decisions"),
    ];
    let decisions: Vec<_> = stages
        .iter()
        .filter_map(|stage| decision(stage, say))
        .collect();
    blocks.push(match decisions.is_empty() {
        true => Block::Paragraph(say.say("paper.not-decided")),
        false => Block::List(decisions),
    });
    let pressed: Vec<_> = stages
        .iter()
        .flat_map(|stage| presses(stage, say))
        .collect();
    if !pressed.is_empty() {
        blocks.push(heading(say, "paper.presses"));
        blocks.push(presses_table(pressed, say));
    }
    blocks
}

/// The checklists, at the end because they are long.
fn reviews(stages: &[StagePaper], say: &Speaker<'_>) -> Vec<Block> {
    let mut blocks = vec![heading(say, "paper.checklist")];
    for stage in stages {
        blocks.push(Block::Heading(3, name(stage, say)));
        blocks.push(checklist(stage, say));
    }
    blocks
}
