//! The source of server metrics of a project: which application, and its key.

use crate::desk::Desk;
use crate::desk::tokens::keychain_fault;
use crate::fault::{Fault, NextStep, Retry};
use crate::project::Project;
use crate::release::monitor::{APPLICATION_INSIGHTS, MetricsSource};
use crate::secret::{KeychainTrouble, Secret};

impl Desk {
    /// Keeps an Application Insights application with its API key, in the keychain; forgets it
    /// where either is missing. Gives whether there is one now.
    ///
    /// Faults: `metrics-source-invalid`, those of the keychain.
    pub fn save_metrics(
        &self,
        project_id: &str,
        app_id: Option<&str>,
        key: Option<Secret>,
    ) -> Result<bool, Fault> {
        let project = self.project(project_id)?;
        let (Some(app_id), Some(key)) = (app_id, key) else {
            self.forget_metrics(&project.id)?;
            return Ok(false);
        };
        let source = MetricsSource::new(app_id, key)
            .ok_or_else(|| Fault::new("metrics-source-invalid", Retry::ByUser, NextStep::None))?;
        // Both in one secret: there is never a key without its application.
        let whole = Secret::from(format!("{}\n{}", source.app_id, source.key.expose()));
        self.0
            .keychain
            .save(&account(&project.id), &whole)
            .map_err(keychain_fault)?;
        Ok(true)
    }

    /// The source of a project, if it has one and the keychain opens. May wait for the keychain.
    pub(super) fn metrics_source(&self, project_id: &str) -> Option<MetricsSource> {
        let whole = self.0.keychain.read(&account(project_id)).ok().flatten()?;
        let (app_id, key) = whole.expose().split_once('\n')?;
        MetricsSource::new(app_id, Secret::from(key.to_owned()))
    }

    /// Where servers' own metrics are asked for. The practice world stands in for Application Insights
    /// at the address of its Portal.
    pub(super) fn metrics_endpoint(&self, project: &Project) -> String {
        if project.practice {
            project.portal.clone()
        } else {
            APPLICATION_INSIGHTS.to_owned()
        }
    }

    pub(in crate::desk) fn forget_metrics(&self, project_id: &str) -> Result<(), Fault> {
        match self.0.keychain.forget(&account(project_id)) {
            Ok(()) | Err(KeychainTrouble::Unavailable) => Ok(()),
            Err(trouble) => Err(keychain_fault(trouble)),
        }
    }
}

fn account(project_id: &str) -> String {
    format!("metrics:{project_id}")
}
