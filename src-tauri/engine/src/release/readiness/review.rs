//! The review of a stage as it stands: what is settled, and what is still open.

use super::answer::{Answer, Answers, Holds};
use crate::release::journey::{Item, ItemState, Release, Stage};
use serde::{Deserialize, Serialize};

/// An item with what can be said about it now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ItemView {
    pub item: Item,
    /// None where only people can answer.
    pub answer: Option<Answer>,
    /// It was said about another package.
    pub stale: bool,
    pub settled: bool,
}

/// All items of a stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    pub items: Vec<ItemView>,
    /// Required ones that are not settled.
    pub open: usize,
}

impl Review {
    pub fn of(release: &Release, stage: &Stage, answers: &Answers) -> Self {
        let ground = release.ground(stage);
        let viewed = stage.items.iter().map(|item| {
            let answer = item.code.as_deref().and_then(|code| answers.to(code));
            ItemView::of(item, answer, &ground)
        });
        let items: Vec<ItemView> = viewed.collect();
        let open = items
            .iter()
            .filter(|view| view.item.required && !view.settled);
        Self {
            open: open.count(),
            items,
        }
    }
}

impl ItemView {
    /// Green or waived (promise 38): what Slipway sees not to hold is not settled by saying so.
    fn of(item: &Item, answer: Option<&Answer>, ground: &str) -> Self {
        let answered = answer.map(|answer| answer.answer);
        let (stale, settled) = match &item.state {
            ItemState::Open => (false, false),
            ItemState::Done { ground: on, .. } => (
                on != ground,
                on == ground && answered != Some(Holds::DoesNotHold),
            ),
            ItemState::Waived { ground: on, .. } => (on != ground, on == ground),
        };
        Self {
            item: item.clone(),
            answer: answer.cloned(),
            stale,
            settled: settled || answered == Some(Holds::Holds),
        }
    }
}
