//! A release by its id, and what happens to it.

use super::new_id;
use crate::desk::Desk;
use crate::fault::{Fault, NextStep, Retry};
use crate::ledger::KeptRelease;
use crate::project::Project;
use crate::release::journey::{Circumstances, Release, ReleaseEvent, ReleasePackage};
use crate::release::readiness::Answers;
use std::sync::{Mutex, MutexGuard};

/// Held while a release is read, changed and written back.
#[derive(Default)]
pub(in crate::desk) struct Releases(Mutex<()>);

impl Releases {
    /// Waits until nobody is about to write what a release became.
    pub(super) fn written(&self) {
        drop(self.changing());
    }

    fn changing(&self) -> MutexGuard<'_, ()> {
        self.0
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

impl Desk {
    /// A release as it stands. Faults: `release-not-found`.
    pub(in crate::desk) fn kept_release(&self, id: &str) -> Result<KeptRelease, Fault> {
        self.0
            .ledger
            .release(id)?
            .ok_or_else(|| Fault::new("release-not-found", Retry::Never, NextStep::None))
    }

    /// Has `event` happen now, in the user's name: written down with its line in the history. Gives
    /// the release afterwards.
    ///
    /// Faults: those of [`crate::release::journey::Refusal`], `release-not-found`, `package-not-found`, `package-not-hashed`.
    pub(super) fn release_happens(&self, id: &str, event: &ReleaseEvent) -> Result<Release, Fault> {
        let package = match event {
            ReleaseEvent::PackageChosen { package_id } => Some(self.release_package(package_id)?),
            _ => None,
        };
        self.catch_up_with_uploads(id)?;
        let after = self.change_release(id, |release| {
            self.with_circumstances(release, event.stage(), package.as_ref(), |around| {
                Ok(release.after(event, around)?)
            })
        })?;
        self.write_entry(event.entry(&after))?;
        Ok(after)
    }

    /// Puts in place of a release what `change` makes of it; nobody else of this process changes one
    /// meanwhile.
    pub(super) fn change_release(
        &self,
        id: &str,
        change: impl FnOnce(&Release) -> Result<Release, Fault>,
    ) -> Result<Release, Fault> {
        let _alone = self.0.releases.changing();
        let before = self.kept_release(id)?;
        let after = change(&before.release)?;
        if after == before.release {
            return Ok(after);
        }
        let kept = self.0.ledger.change_release(&before, &after, self.now())?;
        Ok(kept.release)
    }

    /// Looks up what an event about `stage` rests on, and has it happen.
    pub(super) fn with_circumstances(
        &self,
        release: &Release,
        stage: Option<&str>,
        package: Option<&ReleasePackage>,
        happens: impl FnOnce(&Circumstances<'_>) -> Result<Release, Fault>,
    ) -> Result<Release, Fault> {
        let person = self.preferences()?.person;
        let project = self.0.ledger.project(&release.project_id)?;
        let stage = stage.and_then(|id| release.stage(id));
        let answers = match (&project, stage) {
            (Some(project), Some(stage)) => self.known_of(project, release, stage)?.answers(),
            _ => Answers::default(),
        };
        let env = stage.and_then(|stage| stage.env.as_ref());
        let environment = |project: &Project| Some(project.environment(env?)?.name.clone());
        let other = match env {
            Some(env) => self.other_on_its_way(release, env)?,
            None => None,
        };
        let env_name = project.as_ref().and_then(environment);
        let around = Circumstances {
            person: &person,
            now: self.now(),
            env_name: env_name.as_deref(),
            answers: &answers,
            package,
            measured: self.was_measured(release)?,
            other_on_its_way: other.as_deref(),
            new_id: &new_id,
        };
        happens(&around)
    }
}
