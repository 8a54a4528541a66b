//! The review of one stage as a document.

use super::paper::FrozenReview;
use super::plan::{agreed, forecast, way_back};
use super::say::heading;
use super::stage::{checklist, decision, name, presses, presses_table};
use crate::package::note::{Block, Speaker, written};

pub(super) fn blocks(review: &FrozenReview, say: &Speaker<'_>) -> Vec<Block> {
    let paper = &review.paper;
    let stage = &paper.stage;
    let (title, at) = (name(stage, say), written(review.frozen_at));
    let values = [
        ("stage", &*title),
        ("release", &*paper.release.name),
        ("project", &*paper.project),
        ("at", &*at),
        ("sha256", &*review.sha256),
    ];
    let open = stage
        .items
        .iter()
        .filter(|one| one.item.required && !one.settled);
    let open = open.count();
    let verdict = match &stage.decision {
        Some(decided) if decided.go => say.say("paper.review.go"),
        Some(_) => say.say("paper.review.no-go"),
        None if open > 0 => say.number("paper.review.open", open as u64),
        None => say.say("paper.review.may-go"),
    };
    let mut blocks = vec![
        Block::Heading(1, say.with("paper.review.title", &values)),
        Block::Paragraph(say.with("paper.review.of", &values)),
        Block::Callout(verdict),
    ];
    blocks.extend(agreed(&paper.release, say));
    blocks.push(heading(say, "paper.checklist"));
    blocks.push(checklist(stage, say));
    if let Some(told) = &stage.forecast {
        blocks.push(heading(say, "paper.forecast"));
        blocks.push(Block::Paragraph(forecast(told, say)));
    }
    blocks.extend(way_back(&paper.release, say));
    blocks.push(heading(say, "paper.decision"));
    blocks.push(match decision(stage, say) {
        Some(decided) => Block::List(vec![decided]),
        None => Block::Paragraph(say.say("paper.not-decided")),
    });
    let pressed = presses(stage, say);
    if !pressed.is_empty() {
        blocks.push(heading(say, "paper.presses"));
        blocks.push(presses_table(pressed, say));
    }
    blocks.push(heading(say, "paper.review.frozen-title"));
    blocks.push(Block::Paragraph(say.with("paper.review.frozen", &values)));
    blocks
}
