//! What the user tells about a release.

use super::ending::{RollbackWay, VerdictKind};
use super::item::ItemEvidence;
use super::plan::{DeploymentWindow, RollbackPlan, Strategy, Trigger};
use crate::units::{Count, Moment};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "event")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum ReleaseEvent {
    Planned {
        name: String,
        promise: String,
        lead: Option<String>,
        four_eyes: bool,
        window: Option<DeploymentWindow>,
        strategy: Option<Strategy>,
    },
    /// Another package than before sets every stage from testing on back.
    PackageChosen {
        /// Of an inspected package.
        package_id: String,
    },
    RollbackPlanned {
        plan: RollbackPlan,
    },
    TriggersSet {
        triggers: Vec<Trigger>,
    },
    FeatureAdded {
        name: String,
        planned: String,
    },
    FeatureRemoved {
        id: String,
    },
    FeatureOn {
        id: String,
        on: bool,
    },
    ItemDone {
        stage: String,
        item: String,
        note: Option<String>,
    },
    ItemWaived {
        stage: String,
        item: String,
        reason: String,
    },
    ItemReopened {
        stage: String,
        item: String,
    },
    ItemAssigned {
        stage: String,
        item: String,
        owner: Option<String>,
        due: Option<Moment>,
    },
    EvidenceAdded {
        stage: String,
        item: String,
        evidence: ItemEvidence,
    },
    EvidenceRemoved {
        stage: String,
        item: String,
        /// Counted from 0.
        index: Count,
    },
    ItemAdded {
        stage: String,
        text: String,
        required: bool,
    },
    /// Only what people wrote themselves.
    ItemRemoved {
        stage: String,
        item: String,
    },
    Decided {
        stage: String,
        go: bool,
        reason: String,
        /// The environment's name, asked for on production (promise 38).
        typed_name: Option<String>,
    },
    Seconded {
        stage: String,
        by: String,
    },
    /// It was clicked in the Portal. With `again` the user knows that it was before.
    Pressed {
        stage: String,
        how: PortalPress,
        due: Option<Moment>,
        again: bool,
    },
    ScheduleMoved {
        stage: String,
        due: Moment,
    },
    ScheduleCancelled {
        stage: String,
    },
    OutcomeTold {
        stage: String,
        works: bool,
    },
    RolledBack {
        way: RollbackWay,
        reason: String,
    },
    RollbackFinished,
    VerdictGiven {
        kind: VerdictKind,
        remarks: String,
    },
    RetrospectiveWritten {
        slowed: String,
        late_alert: String,
        unclear: String,
        actions: Vec<String>,
    },
    ActionDone {
        id: String,
        done: bool,
    },
}

/// What was clicked in the Portal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum PortalPress {
    DeployTo,
    Schedule,
}
