use super::RestoreContent;
use crate::downtime::is_same_version;
use crate::project::{Window, later};
use serde::{Deserialize, Serialize};
use slipway_engine::project::EnvKey;
use slipway_engine::units::Moment;

/// Seconds a restore is in progress, at pace 1.
const RESTORING: f64 = 24.0;

/// **Restore to environment**, from being queued to its place among the last completed restores.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnvironmentRestore {
    /// From the same sequence as deployments, because they share the queue.
    pub id: u64,
    /// The session whose data it is.
    pub session: u64,
    pub env: EnvKey,
    pub content: RestoreContent,
    pub accepted_at: Moment,
    /// Before this moment the pages do not show it yet.
    pub visible_at: Moment,
    pub started_at: Option<Moment>,
    /// While it lasts the site answers nothing else.
    pub offline: Option<Window>,
    pub ends_at: Option<Moment>,
    pub finished_at: Option<Moment>,
    /// Why it ends without anything restored; the environment stays as it was.
    pub failure: Option<String>,
}

impl EnvironmentRestore {
    pub fn is_in_progress(&self) -> bool {
        self.started_at.is_some() && self.finished_at.is_none()
    }

    /// As the pages write it.
    pub fn state(&self) -> &'static str {
        match (self.started_at, self.finished_at, &self.failure) {
            (None, ..) => "Queued",
            (_, None, _) => "In progress",
            (_, _, None) => "Succeeded",
            (_, _, Some(_)) => "Failed",
        }
    }

    /// When the site came back with what was restored.
    pub fn restored_at(&self) -> Option<Moment> {
        self.offline.map(|offline| offline.until)
    }

    /// Begins at `start` in an environment that runs `version` of Xperience.
    pub(crate) fn start(&mut self, start: Moment, pace: f64, version: Option<&str>) {
        let at = |share: f64| later(start, RESTORING * share * pace);
        self.started_at = Some(start);
        self.failure = self
            .content
            .problem
            .clone()
            .or_else(|| self.mismatch(version));
        if self.failure.is_some() {
            self.ends_at = Some(at(0.2));
            return;
        }
        self.offline = Some(Window {
            from: at(0.1),
            until: at(0.9),
        });
        self.ends_at = Some(at(1.0));
    }

    fn mismatch(&self, version: Option<&str>) -> Option<String> {
        let of_database = self.content.database_version.as_deref()?;
        // A package that does not tell its version says nothing against the database.
        let of_environment = version?;
        if is_same_version(Some(of_database), version) {
            return None;
        }
        Some(format!(
            "The database version ({of_database}) does not match the version of the target environment ({of_environment})."
        ))
    }
}
