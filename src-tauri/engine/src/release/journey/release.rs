//! The release itself.

use super::ending::{ReleaseVerdict, Retrospective, RolledBack};
use super::plan::{
    DeploymentWindow, Feature, Purpose, ReleasePackage, RollbackPlan, Strategy, Trigger,
};
use super::stage::Stage;
use crate::project::EnvKey;
use crate::units::Moment;
use serde::{Deserialize, Serialize};

/// How far one package is. Everything is as people told it or Slipway saw it; nothing is a secret.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Release {
    pub id: String,
    pub project_id: String,
    pub name: String,
    pub purpose: Purpose,
    /// None until one is chosen.
    pub package: Option<ReleasePackage>,
    pub started_at: Moment,
    pub started_by: String,
    /// What was promised to whom.
    pub promise: String,
    /// Deployment lead, with the right to call a rollback.
    pub lead: Option<String>,
    /// Whether a second named person confirms each decision on production.
    pub four_eyes: bool,
    pub window: Option<DeploymentWindow>,
    pub strategy: Option<Strategy>,
    pub rollback: Option<RollbackPlan>,
    pub triggers: Vec<Trigger>,
    /// What ships dark; open until all are on, also after the verdict.
    pub features: Vec<Feature>,
    /// In the order a release passes them.
    pub stages: Vec<Stage>,
    pub rolled_back: Option<RolledBack>,
    pub verdict: Option<ReleaseVerdict>,
    pub retrospective: Option<Retrospective>,
}

impl Release {
    /// Whether it is still on its way: nobody gave a verdict.
    pub fn is_open(&self) -> bool {
        self.verdict.is_none()
    }

    pub fn stage(&self, id: &str) -> Option<&Stage> {
        self.stages.iter().find(|stage| stage.id == id)
    }

    /// The stage that ends in this environment.
    pub fn stage_into(&self, env: &EnvKey) -> Option<&Stage> {
        self.stages
            .iter()
            .find(|stage| stage.kind.deploys() && stage.env.as_ref() == Some(env))
    }
}
