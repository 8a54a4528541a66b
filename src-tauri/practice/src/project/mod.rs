//! The practice project in the Portal: pure state. Every function is given the moment it acts in;
//! nothing here waits, and [`ProjectState::advance`] brings the state up to any later moment.

mod breakdown;
mod course;
mod deployment;
mod export;
mod flaw;
mod log;
mod orders;
mod package;
mod queue;
mod restore_point;
mod site_face;

pub use breakdown::Breakdown;
pub use course::{Course, Window};
pub use deployment::{Deployment, DeploymentState, Origin, ScheduledDeployment};
pub use export::{Export, ExportComponent};
pub use flaw::Flaw;
pub use package::DeployedPackage;
pub use restore_point::{RestorePoint, RestorePointKind};

pub(crate) use course::{UNTIL_VISIBLE, later};
pub(crate) use log::{LogFile, logs, reasons};
pub(crate) use orders::Refusal;
pub(crate) use site_face::SiteFace;

use crate::options::PracticeEnvironment;
use crate::restore::{EnvironmentRestore, RestoreSession};
use serde::{Deserialize, Serialize};
use slipway_engine::project::{EnvKey, EnvironmentKind, ProjectGuid};
use slipway_engine::units::Moment;
use std::collections::BTreeMap;

/// Deployments kept in the history.
const HISTORY: usize = 200;

/// Everything the Portal remembers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct ProjectState {
    pub guid: ProjectGuid,
    pub portal_port: Option<u16>,
    pub site_ports: BTreeMap<EnvKey, u16>,
    #[serde(default)]
    pub storage_port: Option<u16>,
    /// How often the storage's key was changed; each time every link made before is void.
    #[serde(default)]
    pub storage_rotations: u32,
    /// How far this world's clock was moved ahead of the computer's, in milliseconds.
    pub ahead_ms: i64,
    /// The latest moment the state was brought up to; time never goes back here.
    pub latest: Moment,
    pub last_id: u64,
    pub deployments: Vec<Deployment>,
    pub restore_points: Vec<RestorePoint>,
    #[serde(default)]
    pub exports: Vec<Export>,
    /// Custom restore: every session, the open one last.
    #[serde(default)]
    pub restore_sessions: Vec<RestoreSession>,
    #[serde(default)]
    pub restores: Vec<EnvironmentRestore>,
    pub scheduled: Option<ScheduledDeployment>,
    /// Until when an environment's site restarts.
    pub restarts: BTreeMap<EnvKey, Moment>,
    /// Deployments that are going to fail, next first: where (none: anywhere), and the log's words.
    pub failures_to_come: Vec<(Option<EnvKey>, String)>,
    /// The same with one of the ways the product breaks down.
    #[serde(default)]
    pub breakdowns_to_come: Vec<(Option<EnvKey>, Breakdown)>,
    /// Flaws that applications to come bring along, next first: where (none: anywhere).
    #[serde(default)]
    pub flaws_to_come: Vec<(Option<EnvKey>, Flaw)>,
    /// In the order a release passes them. Given by the options at each start.
    #[serde(skip)]
    pub environments: Vec<PracticeEnvironment>,
    /// Given by the options at each start.
    #[serde(skip)]
    pub pace: f64,
}

impl ProjectState {
    pub fn new(guid: ProjectGuid, now: Moment) -> Self {
        Self {
            guid,
            portal_port: None,
            site_ports: BTreeMap::new(),
            storage_port: None,
            storage_rotations: 0,
            ahead_ms: 0,
            latest: now,
            last_id: 0,
            deployments: Vec::new(),
            restore_points: Vec::new(),
            exports: Vec::new(),
            restore_sessions: Vec::new(),
            restores: Vec::new(),
            scheduled: None,
            restarts: BTreeMap::new(),
            failures_to_come: Vec::new(),
            breakdowns_to_come: Vec::new(),
            flaws_to_come: Vec::new(),
            environments: Vec::new(),
            pace: 1.0,
        }
    }

    /// Finds an environment by the name in an address, whatever its case.
    pub fn environment(&self, name: &str) -> Option<&PracticeEnvironment> {
        self.environments
            .iter()
            .find(|environment| environment.key.0.eq_ignore_ascii_case(name))
    }

    pub fn deployment(&self, id: u64) -> Option<&Deployment> {
        self.deployments
            .iter()
            .find(|deployment| deployment.id == id)
    }

    /// The deployment whose package counts as the one deployed there: the latest that succeeded.
    pub fn latest_deployed(&self, env: &EnvKey) -> Option<&Deployment> {
        self.deployments
            .iter()
            .filter(|d| &d.env == env && d.state == DeploymentState::Succeeded)
            .max_by_key(|d| d.finished_at)
    }

    /// The deployment whose application answers at `now`, which may be ahead of the history.
    pub fn running(&self, env: &EnvKey, now: Moment) -> Option<&Deployment> {
        let swapped = |d: &Deployment| d.course.as_ref().and_then(|course| course.swapped_at);
        self.deployments
            .iter()
            .filter(|d| &d.env == env && swapped(d).is_some_and(|at| at <= now))
            .max_by_key(|d| swapped(d))
    }

    /// Where the package of `from` can go: the environments after it.
    pub fn targets(&self, from: &EnvKey) -> &[PracticeEnvironment] {
        let after = self
            .environments
            .iter()
            .position(|e| &e.key == from)
            .map(|at| at + 1);
        after
            .and_then(|at| self.environments.get(at..))
            .unwrap_or_default()
    }

    /// A scheduled deployment stands in the way of deploying there at once (facts 3.5).
    pub fn is_blocked_by_schedule(&self, kind: EnvironmentKind) -> bool {
        self.scheduled.is_some() && is_live(kind)
    }

    pub(crate) fn next_id(&mut self) -> u64 {
        self.last_id += 1;
        self.last_id
    }
}

/// Production and staging: where deployments can be scheduled.
pub(crate) fn is_live(kind: EnvironmentKind) -> bool {
    matches!(kind, EnvironmentKind::Prod | EnvironmentKind::Stg)
}
