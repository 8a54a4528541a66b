//! Where something is measured, and for which release.

use crate::desk::{Desk, KnownBy};
use crate::fault::{Fault, NextStep, Retry};
use crate::job::NewJob;
use crate::ledger::EntryDraft;
use crate::project::{EnvKey, Environment, Project};
use crate::release::Answering;
use crate::release::journey::{Stage, Trigger};
use crate::units::{Count, Moment};

/// An environment, with the package that is there or on its way there.
#[derive(Clone)]
pub(super) struct Measured {
    pub project: Project,
    pub environment: Environment,
    pub sha256: Option<String>,
}

/// The same as a stage of a release.
pub(super) struct MeasuredStage {
    pub release_id: String,
    pub stage: String,
    pub at: Measured,
    pub triggers: Vec<Trigger>,
    /// Somebody knows that the package is there.
    pub arrived: bool,
    /// The stage that brings the package there, which need not be this one.
    pub brought_by: Option<String>,
    /// Id of the press that sent it last.
    pub press: Option<String>,
}

/// Where a job about a stage notes the press it began with.
pub(in crate::desk) const BEGAN_WITH: &str = "press";

impl Desk {
    /// Faults: `release-not-found`; `release-part-not-found`, for a stage without an environment too;
    /// `site-unknown`.
    pub(super) fn measured_stage(
        &self,
        release_id: &str,
        stage: &str,
    ) -> Result<MeasuredStage, Fault> {
        let release = self
            .0
            .ledger
            .release(release_id)?
            .ok_or_else(|| Fault::new("release-not-found", Retry::Never, NextStep::None))?
            .release;
        let env = release
            .stage(stage)
            .and_then(|stage| stage.env.clone())
            .ok_or_else(|| Fault::new("release-part-not-found", Retry::Never, NextStep::None))?;
        let project = self.project(&release.project_id)?;
        let environment = self.environment(&project, &env)?.clone();
        if environment.site.is_none() {
            return Err(Fault::new(
                "site-unknown",
                Retry::ByUser,
                NextStep::EditProject,
            ));
        }
        let into = release.stage_into(&env);
        let arrived = into.is_some_and(|stage| stage.arrived.is_some());
        let brought_by = into.map(|stage| stage.id.clone());
        let press = into.and_then(Stage::last_press);
        let press = press.map(|press| press.id.clone());
        Ok(MeasuredStage {
            release_id: release.id,
            stage: stage.to_owned(),
            at: Measured {
                project,
                environment,
                sha256: release.package.map(|package| package.sha256),
            },
            triggers: release.triggers,
            arrived,
            brought_by,
            press,
        })
    }
}

impl Desk {
    /// The site was seen to be back. Only where another build answers is the release's package there;
    /// anything else is written down as what it is.
    pub(super) fn stage_is_back(
        &self,
        stage: &MeasuredStage,
        (at, downtime): (Moment, Option<Count>),
        answering: Answering,
    ) -> Result<(), Fault> {
        let kind = match answering {
            Answering::NewBuild => {
                self.stage_arrived(stage, at, downtime);
                return Ok(());
            }
            Answering::AsBefore => "site-back-as-before",
            Answering::CannotBeTold => "site-back-unclear",
        };
        let entry = entry_of(kind, &stage.at).param("at", at);
        self.write_entry(match downtime {
            Some(Count(ms)) => entry.param("downtime_ms", ms),
            None => entry,
        })
    }

    fn stage_arrived(&self, stage: &MeasuredStage, at: Moment, downtime: Option<Count>) {
        let Some(into) = &stage.brought_by else {
            return;
        };
        let by = KnownBy::Measured;
        let told = self.release_arrived(&stage.release_id, into, at, by, downtime);
        // A release that does not take it, as one that was given up, is measured all the same.
        if let Err(fault) = told {
            tracing::warn!(code = fault.code, "a release did not take its arrival");
        }
    }
}

impl MeasuredStage {
    pub(super) fn key(&self) -> (&str, &str) {
        (&self.release_id, &self.stage)
    }

    /// Fills in what every job about this stage says.
    pub(super) fn names(&self, mut job: NewJob) -> NewJob {
        job.project_id = Some(self.at.project.id.clone());
        job.env = Some(self.at.environment.key.0.clone());
        job.package = self.at.sha256.clone();
        let job = job
            .param("release_id", &self.release_id)
            .param("stage", &self.stage);
        match &self.press {
            Some(press) => job.param(BEGAN_WITH, press),
            None => job,
        }
    }
}

/// An audit line about what was measured where.
pub(super) fn entry_of(kind: &str, measured: &Measured) -> EntryDraft {
    let draft = EntryDraft::new(kind)
        .project(&measured.project)
        .env(&measured.environment.key);
    match &measured.sha256 {
        Some(sha256) => draft.package(sha256),
        None => draft,
    }
}

pub(super) fn no_probes(env: &EnvKey) -> Fault {
    Fault::new("probes-none", Retry::ByUser, NextStep::None).with("environment", env)
}

pub(super) fn probe_not_found() -> Fault {
    Fault::new("probe-not-found", Retry::Never, NextStep::None)
}

pub(super) fn nothing_measured() -> Fault {
    Fault::new(
        "baseline-not-measured",
        Retry::ByUser,
        NextStep::CheckNetwork,
    )
}
