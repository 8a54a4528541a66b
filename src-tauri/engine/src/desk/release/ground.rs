//! What can be looked up about a stage before anybody decides.

use crate::desk::measure::BEGAN_WITH;
use crate::desk::{Desk, Placement};
use crate::fault::Fault;
use crate::job::{Job, JobKind};
use crate::ledger::{InspectedFile, KeptMonitor, KeptRelease};
use crate::package::{Severity, XperienceVersion};
use crate::project::{EnvKey, Project};
use crate::release::journey::{Release, Stage, StageKind};
use crate::release::parity::Parity;
use crate::release::readiness::{
    JudgedPackage, Known, LastParity, LastSmoke, LastThere, Source, Target,
};

impl Desk {
    /// What is known about a stage of a release now.
    pub(super) fn known_of(
        &self,
        project: &Project,
        release: &Release,
        stage: &Stage,
    ) -> Result<Known, Fault> {
        let sha256 = release.package.as_ref().map(|one| one.sha256.clone());
        let target = stage.env.as_ref().and_then(|env| project.environment(env));
        let before = came_from(release, stage).and_then(|env| project.environment(env));
        let source = match before {
            None => None,
            Some(source) => Some(Source {
                name: source.name.clone(),
                last: self
                    .0
                    .ledger
                    .last_placement(&project.id, &source.key)?
                    .map(|last| LastThere {
                        sha256: last.sha256,
                        file_name: last.file_name,
                    }),
                smoke: self.last_smoke(&project.id, &source.key)?,
            }),
        };
        let parity = match (before, target) {
            (Some(source), Some(target)) => {
                self.parity_between(&project.id, &source.key, &target.key)?
            }
            _ => None,
        };
        Ok(Known {
            now: self.now(),
            package: match (&sha256, target) {
                (Some(sha256), Some(target)) => self.judged_for(project, sha256, &target.key)?,
                _ => None,
            },
            target: target.map(|target| Target {
                name: target.name.clone(),
                kind: target.kind,
            }),
            source,
            queued: self.queued_beside(release, stage)?,
            role: project.role,
            rollback: release.rollback.clone(),
            previous_may_return: self
                .previous_in_production(release)?
                .and_then(|previous| may_return(release, &previous)),
            triggers: release.triggers.len(),
            parity,
            sha256,
        })
    }

    /// The package in the list of inspected ones.
    pub(super) fn listed_package(&self, release: &Release) -> Result<Option<InspectedFile>, Fault> {
        match &release.package {
            Some(package) => self.0.ledger.package_by_sha256(&package.sha256),
            None => Ok(None),
        }
    }

    /// What ran in the production environment before this release came there.
    pub(super) fn previous_in_production(
        &self,
        release: &Release,
    ) -> Result<Option<Placement>, Fault> {
        let production = |stage: &&Stage| stage.kind == StageKind::Production;
        let stage = release.stages.iter().find(production);
        let Some(env) = stage.and_then(|stage| stage.env.as_ref()) else {
            return Ok(None);
        };
        let placements = self.0.ledger.placements_in(&release.project_id)?;
        let own = release.package.as_ref().map(|package| &package.sha256);
        let other = |placement: &Placement| {
            placement.env == *env && own.is_none_or(|own| *own != placement.sha256)
        };
        Ok(placements.into_iter().find(other))
    }

    /// Another release of the project that is on its way into an environment.
    pub(super) fn other_on_its_way(
        &self,
        release: &Release,
        env: &EnvKey,
    ) -> Result<Option<String>, Fault> {
        let others = self.others(release)?;
        let there = |kept: &&KeptRelease| {
            let stage = kept.release.stage_into(env);
            stage.is_some_and(|stage| stage.under_way().is_some())
        };
        let other = others.iter().find(there);
        Ok(other.map(|kept| kept.release.name.clone()))
    }

    /// Whether a monitoring of this release in production has finished and has measurements of what
    /// it brought there.
    pub(super) fn was_measured(&self, release: &Release) -> Result<bool, Fault> {
        if !self.release_was_measured(&release.id)? {
            return Ok(false);
        }
        let in_production =
            |stage: &&Stage| matches!(stage.kind, StageKind::Production | StageKind::Monitoring);
        for stage in release.stages.iter().filter(in_production) {
            let into = stage.env.as_ref().and_then(|env| release.stage_into(env));
            let Some(into) = into.filter(|into| into.arrived.is_some()) else {
                continue;
            };
            let monitor = self.0.ledger.monitor_of(&release.id, &stage.id)?;
            let finished = monitor.filter(|monitor| monitor.kept.has_measured());
            if let Some(monitor) = finished
                && self.saw_what_came(release, into, &monitor)?
            {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether a monitor looked at what was sent last. When it was told to have arrived says nothing
    /// about that: people may say so long after it was watched.
    fn saw_what_came(
        &self,
        release: &Release,
        into: &Stage,
        monitor: &KeptMonitor,
    ) -> Result<bool, Fault> {
        let package = release.package.as_ref().map(|package| &package.sha256);
        let job = self.0.ledger.job(&monitor.job_id)?;
        let Some(job) = job.filter(|job| job.package.as_ref() == package) else {
            return Ok(false);
        };
        let sent = into.last_press();
        // The clock may have been set meanwhile: the press it began with says more than any time.
        let began_with = job.params.get(BEGAN_WITH);
        if began_with.is_some() && began_with == sent.map(|press| &press.id) {
            return Ok(true);
        }
        let arrived = into.arrived.as_ref().map(|arrived| arrived.at);
        Ok(monitor.kept.seen_at() > sent.map(|press| press.at).or(arrived))
    }

    fn last_smoke(&self, project_id: &str, env: &EnvKey) -> Result<Option<LastSmoke>, Fault> {
        let run = self.smoke_run(project_id, env)?;
        Ok(run.map(|run| LastSmoke {
            at: run.at,
            sha256: run.sha256,
            all_work: run.all_work,
        }))
    }

    fn parity_between(
        &self,
        project_id: &str,
        source: &EnvKey,
        target: &EnvKey,
    ) -> Result<Option<LastParity>, Fault> {
        let parity = self.parity_of(project_id, source, target)?;
        let matter = |parity: &Parity| parity.differences.iter().filter(|one| one.matters).count();
        Ok(parity.map(|parity| LastParity {
            at: parity.at,
            differences: matter(&parity),
        }))
    }

    fn judged_for(
        &self,
        project: &Project,
        sha256: &str,
        env: &EnvKey,
    ) -> Result<Option<JudgedPackage>, Fault> {
        let Some(file) = self.0.ledger.package_by_sha256(sha256)? else {
            return Ok(None);
        };
        let judged = self.checked_for(&file, project, env)?;
        let weighing = |severity| {
            let findings = judged.findings.iter();
            findings
                .filter(|finding| finding.severity == severity)
                .count()
        };
        Ok(Some(JudgedPackage {
            verdict: judged.verdict,
            warnings: weighing(Severity::Warning),
            blockers: weighing(Severity::Blocker),
            offline_page: judged.facts.offline_page,
            forecast: judged.forecast,
        }))
    }

    /// Names of what else is known to be on its way in the project: one process runs at a time
    /// (facts 3.5).
    fn queued_beside(&self, release: &Release, stage: &Stage) -> Result<Vec<String>, Fault> {
        let others = self.others(release)?;
        let mut queued: Vec<String> = others
            .iter()
            .filter(|kept| kept.release.is_on_its_way())
            .map(|kept| kept.release.name.clone())
            .collect();
        let own = |job: &Job| {
            let mut presses = stage.presses.iter();
            presses.any(|press| press.upload_job.as_deref() == Some(&job.id))
        };
        let uploads = self.0.ledger.open_jobs()?.into_iter().filter(|job| {
            job.kind == JobKind::Upload
                && job.project_id.as_deref() == Some(release.project_id.as_str())
                && !own(job)
        });
        queued.extend(uploads.filter_map(|job| job.params.get("file_name").cloned()));
        let restores = self.0.ledger.open_restore(&release.project_id)?;
        let restoring = restores.and_then(|kept| Some(kept.session.under_way()?.env.clone()));
        queued.extend(restoring.map(|env| env.0));
        Ok(queued)
    }

    fn others(&self, release: &Release) -> Result<Vec<KeptRelease>, Fault> {
        let mut open = self.0.ledger.open_releases(&release.project_id)?;
        open.retain(|kept| kept.release.id != release.id);
        Ok(open)
    }
}

/// Where the package of a stage comes from: the environment of the stage before that has one.
fn came_from<'r>(release: &'r Release, stage: &Stage) -> Option<&'r EnvKey> {
    let at = release.stages.iter().position(|one| one.id == stage.id)?;
    let before = release.stages[..at].iter().rev();
    let mut deploying =
        before.filter(|one| one.kind.deploys() && one.kind != StageKind::Production);
    deploying.find_map(|one| one.env.as_ref())
}

/// Whether the Xperience version of what ran before is not lower (facts 2.6); none where one of both
/// is not known.
pub(super) fn may_return(release: &Release, previous: &Placement) -> Option<bool> {
    let own = release.package.as_ref()?.code_version.as_deref()?;
    let before = previous.code_version.as_deref()?;
    Some(XperienceVersion::parse(before)? >= XperienceVersion::parse(own)?)
}
