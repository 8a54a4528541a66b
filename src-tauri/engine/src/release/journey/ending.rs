//! How a release ends, and what is learned from it.

use crate::units::Moment;
use serde::{Deserialize, Serialize};

/// The ways back there are (facts 3.6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum RollbackWay {
    /// The point made before the deployment; content made since is lost.
    RestorePoint,
    /// Only where the Xperience version does not get lower.
    PreviousPackage,
    FixForward,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct RolledBack {
    pub way: RollbackWay,
    pub at: Moment,
    pub by: String,
    pub reason: String,
    /// When everything worked again.
    pub restored_at: Option<Moment>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ReleaseVerdict {
    pub kind: VerdictKind,
    pub at: Moment,
    pub by: String,
    pub remarks: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum VerdictKind {
    Healthy,
    HealthyWithRemarks,
    RolledBack,
    GivenUp,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Retrospective {
    pub slowed: String,
    pub late_alert: String,
    pub unclear: String,
    pub actions: Vec<Action>,
}

/// What to do better. Open ones are items of the next release's production review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Action {
    pub id: String,
    pub text: String,
    pub owner: Option<String>,
    pub done: bool,
}
