//! Gathering what a document tells.

use crate::desk::{Desk, MonitorView, ReleaseView, StageView};
use crate::fault::Fault;
use crate::package::forecast::{DowntimeFacts, Forecast, LastPackage, forecast};
use crate::project::Project;
use crate::release::journey::{Refusal, Release, Stage};
use crate::release::report::{ReleaseHead, ReleasePaper, ReviewPaper, StagePaper, Watched};
use crate::release::smoke::SmokeRun;
use crate::units::Count;
use std::collections::BTreeMap;

impl Desk {
    pub(super) fn review_paper(&self, release_id: &str, stage: &str) -> Result<ReviewPaper, Fault> {
        let view = self.release(release_id)?;
        let project = self.project(&view.release.project_id)?;
        let mut stages = view.stages.iter();
        let found = stages
            .find(|one| one.stage.id == stage)
            .ok_or(Refusal::PartNotFound)?;
        let watched = self.stage_monitor(release_id, stage)?;
        Ok(ReviewPaper {
            stage: self.sheet(&view.release, found, watched.as_ref())?,
            project: project.name,
            release: ReleaseHead::of(&view.release),
        })
    }

    pub(super) fn release_paper(&self, release_id: &str) -> Result<ReleasePaper, Fault> {
        let view = self.release(release_id)?;
        let project = self.project(&view.release.project_id)?;
        let (mut stages, mut watched) = (Vec::new(), Vec::new());
        for stage in &view.stages {
            let monitor = self.stage_monitor(release_id, &stage.stage.id)?;
            stages.push(self.sheet(&view.release, stage, monitor.as_ref())?);
            watched.extend(monitor.map(seen));
        }
        Ok(ReleasePaper {
            smoke: self.smoke_of(&project, &view, &watched)?,
            probes: self.names_of_probes(&project, &watched)?,
            logs: self.0.ledger.release_logs(release_id)?,
            environments: names(&project),
            project: project.name,
            release: view.release,
            stages,
            watched,
            written_at: view.now,
        })
    }

    fn sheet(
        &self,
        release: &Release,
        view: &StageView,
        watched: Option<&MonitorView>,
    ) -> Result<StagePaper, Fault> {
        let stage = &view.stage;
        let forecast = match &stage.arrived {
            Some(_) => self.forecast_then(release, stage)?,
            None => view.forecast.clone(),
        };
        Ok(StagePaper {
            id: stage.id.clone(),
            kind: stage.kind,
            environment: view.env_name.clone(),
            items: view.items.clone(),
            decision: stage.decision.clone(),
            decision_stale: view.decision_stale,
            presses: stage.presses.clone(),
            arrived: stage.arrived.clone(),
            forecast,
            downtime_ms: watched
                .and_then(|seen| seen.shown.downtime_ms)
                .or_else(|| placed(release, view)),
        })
    }

    /// What was to be expected before the package arrived: beside what ran there before, not beside
    /// itself. None if the package is not in the list any more.
    fn forecast_then(&self, release: &Release, stage: &Stage) -> Result<Option<Forecast>, Fault> {
        let (Some(package), Some(env), Some(arrival)) =
            (&release.package, &stage.env, &stage.arrived)
        else {
            return Ok(None);
        };
        if !stage.kind.deploys() {
            return Ok(None);
        }
        let facts_of = |sha256: &str| -> Result<Option<DowntimeFacts>, Fault> {
            let file = self.0.ledger.package_by_sha256(sha256)?;
            Ok(file.map(|file| DowntimeFacts::from(&file.inspection.facts)))
        };
        let Some(own) = facts_of(&package.sha256)? else {
            return Ok(None);
        };
        let placements = self.0.ledger.placements_in(&release.project_id)?;
        let mut before = placements.iter();
        let before = before
            .find(|one| one.env == *env && one.sha256 != package.sha256 && one.at <= arrival.at);
        let last = match before.map(|one| facts_of(&one.sha256)).transpose()? {
            Some(Some(facts)) => LastPackage::Known(facts),
            _ => LastPackage::Unknown,
        };
        Ok(Some(forecast(Some(&own), &last)))
    }

    /// Those of the monitors, and the last of each environment with this very package, oldest
    /// first.
    fn smoke_of(
        &self,
        project: &Project,
        view: &ReleaseView,
        watched: &[Watched],
    ) -> Result<Vec<SmokeRun>, Fault> {
        let mut runs: Vec<SmokeRun> = watched
            .iter()
            .filter_map(|one| one.shown.smoke.clone())
            .collect();
        let sha256 = view.release.package.as_ref().map(|it| it.sha256.as_str());
        for environment in &project.environments {
            let last = self.smoke_run(&project.id, &environment.key)?;
            let of_this = |run: &SmokeRun| sha256.is_some() && run.sha256.as_deref() == sha256;
            runs.extend(last.filter(of_this));
        }
        runs.sort_by(|a, b| a.at.cmp(&b.at).then_with(|| a.id.cmp(&b.id)));
        runs.dedup_by(|a, b| a.id == b.id);
        Ok(runs)
    }

    /// As they are called now, and as they were called when they were watched.
    fn names_of_probes(
        &self,
        project: &Project,
        watched: &[Watched],
    ) -> Result<BTreeMap<String, String>, Fault> {
        let then = watched.iter().flat_map(|one| &one.shown.probes);
        let then = then.map(|series| series.probe.clone());
        let probes = self.probes(&project.id)?.into_iter().chain(then);
        Ok(probes.map(|probe| (probe.id, probe.name)).collect())
    }
}

fn names(project: &Project) -> BTreeMap<String, String> {
    let environments = project.environments.iter();
    environments
        .map(|one| (one.key.0.clone(), one.name.clone()))
        .collect()
}

/// What the watch after an upload measured, where this very package is what it brought.
fn placed(release: &Release, view: &StageView) -> Option<Count> {
    let placement = view.placement.as_ref()?;
    let package = release.package.as_ref()?;
    placement
        .downtime_ms
        .filter(|_| placement.sha256 == package.sha256)
}

fn seen(view: MonitorView) -> Watched {
    Watched {
        stage: view.stage,
        shown: view.shown,
    }
}
