use super::{Course, DeployedPackage, Flaw};
use serde::{Deserialize, Serialize};
use slipway_engine::project::{EnvKey, Role};
use slipway_engine::units::Moment;

/// One application of a package to an environment, from being queued to its place in the history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deployment {
    /// Increases in the order the Portal accepted them; the queue runs in this order.
    pub id: u64,
    pub env: EnvKey,
    pub package: DeployedPackage,
    pub origin: Origin,
    pub accepted_at: Moment,
    /// Before this moment the pages do not show it yet (facts 3.5).
    pub visible_at: Moment,
    pub started_at: Option<Moment>,
    pub finished_at: Option<Moment>,
    pub state: DeploymentState,
    /// What it does when, from the moment it starts.
    pub course: Option<Course>,
    /// What is wrong with its application.
    #[serde(default)]
    pub flaw: Option<Flaw>,
}

/// The states the Portal shows (facts 3.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DeploymentState {
    Queued,
    InProgress,
    Succeeded,
    Failed,
}

impl DeploymentState {
    /// As the pages write it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Queued => "Queued",
            Self::InProgress => "In progress",
            Self::Succeeded => "Succeeded",
            Self::Failed => "Failed",
        }
    }

    pub fn is_over(self) -> bool {
        matches!(self, Self::Succeeded | Self::Failed)
    }
}

/// How a deployment came about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "how")]
pub enum Origin {
    UploadApi {
        role: Role,
    },
    UploadPackage,
    DeployTo {
        from: EnvKey,
    },
    Scheduled {
        from: EnvKey,
    },
    /// No deployment of the history, but it shares the queue and does to the site what one does.
    RestorePoint {
        point: u64,
        made_at: Moment,
    },
}

impl Deployment {
    /// A restore point that is being put back, which the history of deployments does not show.
    pub fn is_restore(&self) -> bool {
        matches!(self.origin, Origin::RestorePoint { .. })
    }
}

impl Origin {
    /// As the pages write it.
    pub fn words(&self) -> String {
        match self {
            Self::UploadApi { .. } => "Xperience Portal API".into(),
            Self::UploadPackage => "Upload package".into(),
            Self::DeployTo { from } => format!("Deploy to, from {}", from.0.to_uppercase()),
            Self::Scheduled { from } => format!("Scheduled, from {}", from.0.to_uppercase()),
            Self::RestorePoint { .. } => "Restore point".into(),
        }
    }
}

/// A deployment waiting for its date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScheduledDeployment {
    pub from: EnvKey,
    pub to: EnvKey,
    pub package: DeployedPackage,
    pub due: Moment,
}
