use super::DeployedPackage;
use serde::{Deserialize, Serialize};
use slipway_engine::project::EnvKey;
use slipway_engine::units::Moment;

/// Seconds it takes to create one, at pace 1.
pub(crate) const CREATING: f64 = 6.0;
const DAY: f64 = 24.0 * 60.0 * 60.0;

/// A point in time an environment could be restored to: application, database and storage together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RestorePoint {
    /// From the same sequence as deployments, because they share the queue.
    pub id: u64,
    pub env: EnvKey,
    pub kind: RestorePointKind,
    pub accepted_at: Moment,
    pub visible_at: Moment,
    pub started_at: Option<Moment>,
    pub ends_at: Option<Moment>,
    pub finished_at: Option<Moment>,
    /// What ran there.
    pub build_number: Option<String>,
    pub xperience_version: Option<String>,
    /// The same as it was deployed; none in points made before this was kept.
    #[serde(default)]
    pub package: Option<DeployedPackage>,
}

impl RestorePoint {
    /// Of what runs in `env`, `package`, ordered at `accepted_at`.
    pub(super) fn of(
        id: u64,
        env: EnvKey,
        kind: RestorePointKind,
        package: DeployedPackage,
        accepted_at: Moment,
    ) -> Self {
        Self {
            id,
            env,
            kind,
            accepted_at,
            visible_at: accepted_at,
            started_at: None,
            ends_at: None,
            finished_at: None,
            build_number: package.build_number.clone(),
            xperience_version: package.xperience_version.clone(),
            package: Some(package),
        }
    }

    /// When it is removed; none while it is being created.
    pub fn expires_at(&self) -> Option<Moment> {
        let days = match self.kind {
            RestorePointKind::PreDeployment => 30.0,
            RestorePointKind::Manual => 7.0,
        };
        self.finished_at
            .map(|finished| super::later(finished, days * DAY))
    }
}

/// Who made it (facts 3.6: retention differs).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RestorePointKind {
    PreDeployment,
    Manual,
}

impl RestorePointKind {
    /// As the pages write it.
    pub fn words(self) -> &'static str {
        match self {
            Self::PreDeployment => "Pre-deployment",
            Self::Manual => "Manual",
        }
    }
}
