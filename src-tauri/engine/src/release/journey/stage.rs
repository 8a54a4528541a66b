//! The stages of a release, and what was decided and clicked in them.

use super::item::Item;
use crate::project::{EnvKey, EnvironmentKind};
use crate::units::Moment;
use serde::{Deserialize, Serialize};

/// The five stages of a deployment process.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum StageKind {
    Development,
    Testing,
    Staging,
    Production,
    Monitoring,
}

/// One stage. Every environment of the project has one between development and monitoring.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Stage {
    /// `development`, `testing:qa`, `staging:uat`, `production:prod`, `monitoring:prod`.
    pub id: String,
    pub kind: StageKind,
    /// None for development.
    pub env: Option<EnvKey>,
    pub items: Vec<Item>,
    pub decision: Option<Decision>,
    /// Oldest first.
    pub presses: Vec<ReleasePress>,
    /// Since when the package runs there.
    pub arrived: Option<Arrival>,
}

/// Go or no-go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Decision {
    pub go: bool,
    pub by: String,
    pub at: Moment,
    pub reason: String,
    /// Who confirmed it, where four eyes are asked for.
    pub second: Option<Second>,
    /// What it rested on.
    pub ground: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Second {
    pub by: String,
    pub at: Moment,
}

/// One time the package was sent on its way into an environment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ReleasePress {
    pub id: String,
    pub how: PressHow,
    pub at: Moment,
    pub by: String,
    /// When a scheduled one starts.
    pub due: Option<Moment>,
    pub cancelled_at: Option<Moment>,
    /// The upload that carried it, where Slipway did.
    pub upload_job: Option<String>,
    /// None while nobody knows.
    pub outcome: Option<PressOutcome>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum PressHow {
    /// **Deploy to** in the Portal.
    DeployTo,
    /// **Deploy to** for later.
    Schedule,
    /// Uploaded straight to an environment other than QA (facts 3.1).
    Emergency,
    /// Uploaded to QA, the ordinary way in.
    Upload,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum PressOutcome {
    Arrived,
    DidNotWork,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Arrival {
    pub at: Moment,
    pub known_by: ArrivalKnownBy,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum ArrivalKnownBy {
    Told,
    Measured,
}

impl StageKind {
    /// Which stage an environment belongs to: the last rehearsal is staging (facts 3.5).
    pub fn of(kind: EnvironmentKind) -> Self {
        match kind {
            EnvironmentKind::Qa | EnvironmentKind::Custom => Self::Testing,
            EnvironmentKind::Uat | EnvironmentKind::Stg => Self::Staging,
            EnvironmentKind::Prod => Self::Production,
        }
    }

    /// Whether such a stage brings the package into an environment.
    pub fn deploys(self) -> bool {
        matches!(self, Self::Testing | Self::Staging | Self::Production)
    }

    /// As it is written everywhere.
    pub fn word(self) -> &'static str {
        match self {
            Self::Development => "development",
            Self::Testing => "testing",
            Self::Staging => "staging",
            Self::Production => "production",
            Self::Monitoring => "monitoring",
        }
    }
}
