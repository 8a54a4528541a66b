//! What the documents are made of: one stage's review, and a whole release.

use crate::package::forecast::Forecast;
use crate::release::journey::{
    Arrival, Decision, DeploymentWindow, Purpose, Release, ReleasePackage, ReleasePress,
    RollbackPlan, StageKind, Strategy, Trigger,
};
use crate::release::logs::LogReading;
use crate::release::monitor::MonitorShown;
use crate::release::readiness::ItemView;
use crate::release::smoke::SmokeRun;
use crate::units::{Count, Moment};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The readiness review of one stage, as it stood at one moment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReviewPaper {
    pub project: String,
    pub release: ReleaseHead,
    pub stage: StagePaper,
}

/// What is agreed about a release as a whole.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReleaseHead {
    pub id: String,
    pub name: String,
    pub purpose: Purpose,
    pub package: Option<ReleasePackage>,
    pub started_at: Moment,
    pub started_by: String,
    pub promise: String,
    pub lead: Option<String>,
    pub four_eyes: bool,
    pub window: Option<DeploymentWindow>,
    pub strategy: Option<Strategy>,
    pub rollback: Option<RollbackPlan>,
    pub triggers: Vec<Trigger>,
}

/// One stage with what is known beside it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StagePaper {
    pub id: String,
    pub kind: StageKind,
    /// Name of its environment.
    pub environment: Option<String>,
    pub items: Vec<ItemView>,
    pub decision: Option<Decision>,
    /// It rested on something that is no longer so.
    pub decision_stale: bool,
    pub presses: Vec<ReleasePress>,
    pub arrived: Option<Arrival>,
    pub forecast: Option<Forecast>,
    /// Downtime a watch or the monitoring measured when the package went there.
    pub downtime_ms: Option<Count>,
}

/// A review that was frozen: what it says, since when, and the hash by which it is known.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FrozenReview {
    pub release_id: String,
    pub stage: String,
    pub frozen_at: Moment,
    /// Of `paper` as JSON, lower-case hex.
    pub sha256: String,
    pub paper: ReviewPaper,
}

/// Everything a release report tells.
#[derive(Debug, Clone, PartialEq)]
pub struct ReleasePaper {
    pub project: String,
    pub release: Release,
    /// In the order the release passes them.
    pub stages: Vec<StagePaper>,
    /// Names by key.
    pub environments: BTreeMap<String, String>,
    /// Oldest first.
    pub watched: Vec<Watched>,
    pub smoke: Vec<SmokeRun>,
    /// Names of probes by their id.
    pub probes: BTreeMap<String, String>,
    pub logs: Vec<LogReading>,
    pub written_at: Moment,
}

/// The half hour after the package went to a stage's environment.
#[derive(Debug, Clone, PartialEq)]
pub struct Watched {
    /// Id of the stage.
    pub stage: String,
    pub shown: MonitorShown,
}

impl ReleaseHead {
    pub fn of(release: &Release) -> Self {
        Self {
            id: release.id.clone(),
            name: release.name.clone(),
            purpose: release.purpose,
            package: release.package.clone(),
            started_at: release.started_at,
            started_by: release.started_by.clone(),
            promise: release.promise.clone(),
            lead: release.lead.clone(),
            four_eyes: release.four_eyes,
            window: release.window,
            strategy: release.strategy,
            rollback: release.rollback.clone(),
            triggers: release.triggers.clone(),
        }
    }
}

impl FrozenReview {
    /// Freezes what a review says now. The same words give the same hash, whenever.
    pub fn new(paper: ReviewPaper, at: Moment) -> Result<Self, serde_json::Error> {
        Ok(Self {
            release_id: paper.release.id.clone(),
            stage: paper.stage.id.clone(),
            frozen_at: at,
            sha256: crate::package::sha256_of(&serde_json::to_vec(&paper)?),
            paper,
        })
    }
}
