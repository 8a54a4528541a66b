use super::{ProjectState, later};
use crate::faults::SiteTrouble;
use serde::{Deserialize, Serialize};
use slipway_engine::project::EnvKey;
use slipway_engine::units::Moment;

/// What is wrong with an application, from some time after it went live for as long as it runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flaw {
    pub trouble: SiteTrouble,
    /// So long it looks healthy; 0 unless told.
    #[serde(default)]
    pub after_ms: u64,
}

impl ProjectState {
    /// What is wrong with the application that answers in `env` at `now`.
    pub fn flaw(&self, env: &EnvKey, now: Moment) -> Option<SiteTrouble> {
        let running = self.running(env, now)?;
        let flaw = running.flaw.as_ref()?;
        let live_since = running.course.as_ref()?.swapped_at?;
        let shows = later(live_since, flaw.after_ms as f64 / 1e3) <= now;
        shows.then(|| flaw.trouble.clone())
    }

    /// Takes back what was to go wrong with deployments, and with what they brought.
    pub fn forget_mishaps(&mut self) {
        self.failures_to_come.clear();
        self.breakdowns_to_come.clear();
        self.flaws_to_come.clear();
        for deployment in &mut self.deployments {
            deployment.flaw = None;
        }
    }
}
