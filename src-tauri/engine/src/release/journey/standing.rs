//! Where a release stands, and on what ground.

use super::{PressHow, Release, Stage, StageKind};
use crate::units::Moment;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum StageState {
    /// Its turn has not come.
    Ahead,
    /// Its turn, and nobody decided.
    Reviewing,
    /// Go.
    Decided,
    /// On its way; nobody knows yet how it ends.
    Pressed,
    /// On its way at a later time.
    Scheduled,
    Arrived,
    /// No-go.
    Stopped,
    /// The release went on from there, or past it.
    Passed,
}

impl Release {
    /// What a statement about a stage rests on: the package, and the environment it is for. Lower-case
    /// hex.
    pub fn ground(&self, stage: &Stage) -> String {
        let package = self.package.as_ref().map_or("", |package| &package.sha256);
        let env = stage.env.as_ref().map_or("", |env| env.0.as_str());
        let digest = Sha256::digest(format!("{package}\n{env}"));
        digest.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// The decision was about another package.
    pub fn decision_is_stale(&self, stage: &Stage) -> bool {
        let decision = stage.decision.as_ref();
        decision.is_some_and(|decision| decision.ground != self.ground(stage))
    }

    /// The stage whose turn it is.
    pub fn current(&self) -> &str {
        self.stages.get(self.at()).map_or("", |stage| &stage.id)
    }

    /// How a stage stands at `now`; a schedule is one until it is due.
    pub fn state_of(&self, stage: &Stage, now: Moment) -> StageState {
        let at = self.at();
        let here = self.stages.iter().position(|one| one.id == stage.id);
        let here = here.unwrap_or(at);
        let decision = stage.decision.as_ref();
        let decision = decision.filter(|decision| decision.ground == self.ground(stage));
        let ahead_of_it = !self.is_open() || here < at;
        match (stage.under_way(), decision) {
            (Some(press), _) if press.how == PressHow::Schedule && press.is_ahead(now) => {
                StageState::Scheduled
            }
            (Some(_), _) => StageState::Pressed,
            _ if stage.arrived.is_some() && (here + 1 < at || !self.is_open()) => {
                StageState::Passed
            }
            _ if stage.arrived.is_some() => StageState::Arrived,
            (None, Some(decision)) if !decision.go => StageState::Stopped,
            _ if ahead_of_it => StageState::Passed,
            (None, Some(_)) => StageState::Decided,
            _ if here == at => StageState::Reviewing,
            _ => StageState::Ahead,
        }
    }

    /// Index of the stage whose turn it is: the furthest one anything happened in, or the one after
    /// it where that is done.
    fn at(&self) -> usize {
        let furthest = self.stages.iter().rposition(|stage| self.was_begun(stage));
        let last = self.stages.len().saturating_sub(1);
        match furthest {
            None => 0,
            Some(at) if self.is_done(&self.stages[at]) => (at + 1).min(last),
            Some(at) => at,
        }
    }

    fn was_begun(&self, stage: &Stage) -> bool {
        stage.arrived.is_some()
            || stage.under_way().is_some()
            || (stage.decision.is_some() && !self.decision_is_stale(stage))
    }

    fn is_done(&self, stage: &Stage) -> bool {
        match stage.kind {
            StageKind::Development => {
                let go = stage.decision.as_ref().is_some_and(|decision| decision.go);
                go && !self.decision_is_stale(stage)
            }
            StageKind::Monitoring => false,
            StageKind::Testing | StageKind::Staging | StageKind::Production => {
                stage.arrived.is_some() && stage.under_way().is_none()
            }
        }
    }
}

impl super::ReleasePress {
    fn is_ahead(&self, now: Moment) -> bool {
        self.due.is_some_and(|due| due > now)
    }
}
