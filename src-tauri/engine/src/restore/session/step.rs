//! The way through a restore, in the Portal's own order (facts 3.7).

use super::{Session, Transfer};
use crate::package::Verdict;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
// The window has other types of the short name.
#[serde(rename = "RestoreStep")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum Step {
    RestorePoint,
    CreateSession,
    GetAccess,
    Database,
    Files,
    Check,
    Transfer,
    RestoreToEnvironment,
    Verify,
    RevokeAccess,
    Close,
}

/// All of them, first to last.
pub const STEPS: [Step; 11] = [
    Step::RestorePoint,
    Step::CreateSession,
    Step::GetAccess,
    Step::Database,
    Step::Files,
    Step::Check,
    Step::Transfer,
    Step::RestoreToEnvironment,
    Step::Verify,
    Step::RevokeAccess,
    Step::Close,
];

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum StepState {
    Done,
    /// The first one that is not done.
    Next,
    /// Its turn has not come; it may be possible all the same.
    Later,
}

/// A step as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct StepView {
    pub step: Step,
    pub state: StepState,
}

impl Step {
    /// As it is written everywhere.
    pub fn word(self) -> &'static str {
        match self {
            Self::RestorePoint => "restore-point",
            Self::CreateSession => "create-session",
            Self::GetAccess => "get-access",
            Self::Database => "database",
            Self::Files => "files",
            Self::Check => "check",
            Self::Transfer => "transfer",
            Self::RestoreToEnvironment => "restore-to-environment",
            Self::Verify => "verify",
            Self::RevokeAccess => "revoke-access",
            Self::Close => "close",
        }
    }
}

impl Session {
    pub fn is_done(&self, step: Step) -> bool {
        let works = |press: &super::Press| press.outcome.as_ref().is_some_and(|seen| seen.works);
        match step {
            Step::RestorePoint => self.restore_point.is_some(),
            Step::CreateSession => self.created_at.is_some(),
            Step::GetAccess => self.access.is_some(),
            Step::Database => self.database.is_some(),
            Step::Files => self.storage.is_some(),
            Step::Check => self
                .checked
                .as_ref()
                .is_some_and(|checked| checked.verdict != Verdict::WillNotWork),
            Step::Transfer => matches!(self.transfer, Transfer::Done { .. }),
            Step::RestoreToEnvironment => !self.presses.is_empty(),
            Step::Verify => self.under_way().is_none() && self.presses.last().is_some_and(works),
            // Closing removes both containers, so that no link leads anywhere any more.
            Step::RevokeAccess => {
                let revoked = |access: &super::Access| access.revoked_at.is_some();
                self.closed.is_some() || self.access.as_ref().is_some_and(revoked)
            }
            Step::Close => self.closed.is_some(),
        }
    }

    /// The first step that is not done; none once the session is closed.
    pub fn next_step(&self) -> Option<Step> {
        if !self.is_open() {
            return None;
        }
        STEPS.into_iter().find(|step| !self.is_done(*step))
    }

    /// All steps as they stand.
    pub fn steps(&self) -> Vec<StepView> {
        let next = self.next_step();
        let state = |step| match step {
            _ if self.is_done(step) => StepState::Done,
            _ if Some(step) == next => StepState::Next,
            _ => StepState::Later,
        };
        STEPS
            .into_iter()
            .map(|step| StepView {
                step,
                state: state(step),
            })
            .collect()
    }
}
