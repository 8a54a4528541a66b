//! What the window hears without asking.

use serde::{Deserialize, Serialize};
use slipway_engine::desk::{ChosenFile, ChosenFolder};
use slipway_engine::fault::Fault;
use slipway_engine::job::Job;
use specta::Type;
use tauri_specta::Event;

/// A job's row changed; at most 10 a second for each job.
#[derive(Debug, Clone, Serialize, Deserialize, Type, Event)]
pub struct JobChanged(pub Job);

/// Files or a folder hover over the window, were dropped, or left.
#[derive(Debug, Clone, Serialize, Deserialize, Type, Event)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum FileDrag {
    Over { files: u32 },
    Left,
    Dropped { file: ChosenFile },
    DroppedFolder { folder: ChosenFolder },
    Refused { fault: Fault },
}

/// The user closed the window while jobs run; the interface asks and answers with `action_quit`.
#[derive(Debug, Clone, Serialize, Deserialize, Type, Event)]
pub struct QuitAsked {
    pub jobs: Vec<Job>,
}
