//! A release as it is shown.

use super::answers::{PreviousPackage, ReleaseRow, ReleaseView, StageView};
use super::ground::may_return;
use crate::desk::Desk;
use crate::fault::Fault;
use crate::project::Project;
use crate::release::journey::{Release, Stage, StageKind, StageState};
use crate::release::readiness::Review;
use crate::units::Count;

impl Desk {
    /// A release as it stands. Faults: `release-not-found`, `project-not-found`.
    pub fn release(&self, id: &str) -> Result<ReleaseView, Fault> {
        let release = self.kept_release(id)?.release;
        let project = self.project(&release.project_id)?;
        let stages = release
            .stages
            .iter()
            .map(|stage| self.stage_view(&project, &release, stage));
        let previous = self.previous_in_production(&release)?;
        Ok(ReleaseView {
            stages: stages.collect::<Result<_, Fault>>()?,
            current: release.current().to_owned(),
            now: self.now(),
            portal_page: project.deployments_page(),
            package_id: self.listed_package(&release)?.map(|file| file.id),
            previous_package: previous.map(|previous| PreviousPackage {
                allowed: may_return(&release, &previous) == Some(true),
                file_name: previous.file_name,
                code_version: previous.code_version,
            }),
            monitor: self.release_monitor(id)?,
            lessons: self.lessons(&project.id, Some(id))?,
            release,
        })
    }

    /// A line of the list. Only the stage whose turn it is is looked at closely, and nothing of a
    /// release that is over: a list may be long.
    pub(super) fn release_row(
        &self,
        project: &Project,
        release: &Release,
    ) -> Result<ReleaseRow, Fault> {
        let current = release.current();
        let stage = release.stage(current);
        let open_items = match stage.filter(|_| release.is_open()) {
            Some(stage) => self.stage_view(project, release, stage)?.open_items,
            None => Count(0),
        };
        let monitoring = release.is_open()
            && self
                .release_monitor(&release.id)?
                .is_some_and(|job| job.state.is_under_way());
        let env = stage.and_then(|stage| project.environment(stage.env.as_ref()?));
        let off = release.features.iter().filter(|one| one.on_at.is_none());
        Ok(ReleaseRow {
            id: release.id.clone(),
            project_id: release.project_id.clone(),
            name: release.name.clone(),
            purpose: release.purpose,
            package: release.package.clone(),
            started_at: release.started_at,
            current: current.to_owned(),
            current_env: env.map(|env| env.name.clone()),
            state: stage.map_or(StageState::Ahead, |stage| {
                release.state_of(stage, self.now())
            }),
            open_items,
            verdict: release.verdict.clone(),
            features_off: Count(off.count() as u64),
            monitoring,
        })
    }

    fn stage_view(
        &self,
        project: &Project,
        release: &Release,
        stage: &Stage,
    ) -> Result<StageView, Fault> {
        let known = self.known_of(project, release, stage)?;
        let review = Review::of(release, stage, &known.answers());
        let deploys = stage.kind.deploys();
        let (placement, other_release) = match &stage.env {
            Some(env) => (
                self.0.ledger.last_placement(&project.id, env)?,
                self.other_on_its_way(release, env)?.filter(|_| deploys),
            ),
            None => (None, None),
        };
        let carries = stage.kind == StageKind::Development || release.package.is_some();
        let forecast = known.package.and_then(|package| package.forecast);
        Ok(StageView {
            env_name: known.target.map(|target| target.name),
            state: release.state_of(stage, self.now()),
            open_items: Count(review.open as u64),
            may_go: review.open == 0 && carries && release.is_open(),
            decision_stale: release.decision_is_stale(stage),
            forecast: forecast.filter(|_| deploys),
            second_press_warning: stage.under_way().is_some() || stage.arrived.is_some(),
            items: review.items,
            placement,
            other_release,
            stage: stage.clone(),
        })
    }
}
