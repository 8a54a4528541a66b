//! The figures over the releases of a project.

use crate::desk::{Desk, Placement};
use crate::fault::Fault;
use crate::job::{Job, JobKind};
use crate::release::figures::{Figures, figure_row, figures};
use crate::release::journey::{Release, StageKind};
use crate::units::Count;

impl Desk {
    /// Over everything that reached production. Reads rows of releases, jobs and placements; what
    /// was looked at second by second is not read, so a year opens at once.
    ///
    /// Faults: `project-not-found`.
    pub fn figures(&self, project_id: &str) -> Result<Figures, Fault> {
        self.project(project_id)?;
        let placements = self.0.ledger.placements_in(project_id)?;
        let monitors = self.0.ledger.jobs_of_kind(project_id, JobKind::Monitor)?;
        let kept = self.0.ledger.releases(project_id)?;
        let rows = kept.iter().filter_map(|kept| {
            let release = &kept.release;
            let measured = monitored(release, &monitors).or_else(|| placed(release, &placements));
            figure_row(release, measured)
        });
        Ok(figures(rows.collect(), self.now()))
    }
}

/// What the monitoring of its production measured; the longest where it went there twice.
fn monitored(release: &Release, monitors: &[Job]) -> Option<Count> {
    let is_of = |job: &&Job| {
        let param = |key: &str| job.params.get(key).map(String::as_str).unwrap_or_default();
        param("release_id") == release.id && is_of_production(release, param("stage"))
    };
    let measured = monitors.iter().filter(is_of);
    let downtime = measured.filter_map(|job| job.params.get("downtime_ms")?.parse().ok());
    downtime.max().map(Count)
}

/// The monitor belongs to the stage that brought it there, or to the one that watches it.
fn is_of_production(release: &Release, stage: &str) -> bool {
    let stage = release.stage(stage).map(|stage| stage.kind);
    matches!(stage, Some(StageKind::Production | StageKind::Monitoring))
}

/// What the watch after an upload measured.
fn placed(release: &Release, placements: &[Placement]) -> Option<Count> {
    let package = release.package.as_ref()?;
    let mut production = release.stages.iter();
    let production = production.find(|stage| stage.kind == StageKind::Production)?;
    let there = |one: &&Placement| {
        one.sha256 == package.sha256
            && Some(&one.env) == production.env.as_ref()
            && one.at >= release.started_at
    };
    placements
        .iter()
        .filter(there)
        .find_map(|one| one.downtime_ms)
}
