//! A release as it crosses to the window.

use crate::desk::Placement;
use crate::job::Job;
use crate::package::forecast::Forecast;
use crate::release::journey::{
    Action, Purpose, Release, ReleasePackage, ReleaseVerdict, Stage, StageState,
};
use crate::release::readiness::ItemView;
use crate::units::{Count, Moment};
use serde::{Deserialize, Serialize};

/// A stage with all that can be said about it now.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct StageView {
    pub stage: Stage,
    /// None for development, and for an environment that is not in the project any more.
    pub env_name: Option<String>,
    pub state: StageState,
    pub items: Vec<ItemView>,
    /// Required ones that are not settled.
    pub open_items: Count,
    /// Nothing stands in the way of a go.
    pub may_go: bool,
    /// It was decided about another package.
    pub decision_stale: bool,
    /// What visitors will notice; none without a package that was inspected.
    pub forecast: Option<Forecast>,
    /// Something is on its way there, or arrived: one more click queues one more deployment.
    pub second_press_warning: bool,
    /// What runs there.
    pub placement: Option<Placement>,
    /// Name of another release on its way there.
    pub other_release: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ReleaseView {
    pub release: Release,
    pub stages: Vec<StageView>,
    /// Id of the stage whose turn it is.
    pub current: String,
    pub now: Moment,
    /// The Portal's page of deployments.
    pub portal_page: String,
    /// The package in the list of inspected ones, while it is there.
    pub package_id: Option<String>,
    /// What ran in production before.
    pub previous_package: Option<PreviousPackage>,
    /// The last monitoring of this release.
    pub monitor: Option<Job>,
    /// Actions of earlier releases that are still open.
    pub lessons: Vec<Action>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct PreviousPackage {
    pub file_name: String,
    pub code_version: Option<String>,
    /// Its Xperience version is known and not lower than that of the release (facts 2.6).
    pub allowed: bool,
}

/// A line of the list of releases.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ReleaseRow {
    pub id: String,
    pub project_id: String,
    pub name: String,
    pub purpose: Purpose,
    pub package: Option<ReleasePackage>,
    pub started_at: Moment,
    /// Id of the stage whose turn it is.
    pub current: String,
    /// Name of its environment.
    pub current_env: Option<String>,
    pub state: StageState,
    pub open_items: Count,
    pub verdict: Option<ReleaseVerdict>,
    /// Features that ship dark and are not on yet.
    pub features_off: Count,
    /// It is watched right now.
    pub monitoring: bool,
}
