//! A custom restore session as the user goes through it, over days: what was done in the Portal,
//! which files were chosen, how far the transfer is. Pure: an [`Event`] and the time make the next
//! [`Session`], or a [`Refusal`] says why not.

mod apply;
mod clocks;
mod entry;
mod event;
mod parts;
mod refusal;
mod step;
#[cfg(test)]
mod tests;

pub use clocks::Clocks;
pub use event::Event;
pub use parts::{
    Access, Checked, Closing, DatabasePart, LinkNote, Outcome, Press, RestorePoint, StoragePart,
    Transfer,
};
pub use refusal::Refusal;
pub use step::{STEPS, Step, StepState, StepView};

use crate::project::EnvKey;
use crate::units::Moment;
use serde::{Deserialize, Serialize};

/// How far a restore is. Everything is as the user told or Slipway did; nothing is a secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Session {
    pub id: String,
    pub project_id: String,
    /// Where it is meant to go first.
    pub target: EnvKey,
    /// When it was begun in Slipway.
    pub started_at: Moment,
    pub restore_point: Option<RestorePoint>,
    /// When **Create session** was pressed in the Portal; both clocks start there.
    pub created_at: Option<Moment>,
    pub access: Option<Access>,
    pub database: Option<DatabasePart>,
    pub storage: Option<StoragePart>,
    pub checked: Option<Checked>,
    pub transfer: Transfer,
    /// Each time **Restore to environment** was confirmed, oldest first.
    pub presses: Vec<Press>,
    pub closed: Option<Closing>,
}

impl Session {
    pub fn new(id: String, project_id: String, target: EnvKey, now: Moment) -> Self {
        Self {
            id,
            project_id,
            target,
            started_at: now,
            restore_point: None,
            created_at: None,
            access: None,
            database: None,
            storage: None,
            checked: None,
            transfer: Transfer::NotYet,
            presses: Vec::new(),
            closed: None,
        }
    }

    /// Whether it still takes up the one place a project has (facts 3.7).
    pub fn is_open(&self) -> bool {
        self.closed.is_none()
    }

    /// The restore that was started and of which nobody knows yet how it ended.
    pub fn under_way(&self) -> Option<&Press> {
        self.presses.iter().find(|press| press.outcome.is_none())
    }
}
