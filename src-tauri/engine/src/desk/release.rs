//! Releases as the window goes through them: reviews, decisions, what was clicked in the Portal,
//! and what runs where afterwards.
//!
//! A release is a row of the ledger; what Slipway can tell about a stage is looked up anew at every
//! question.

mod answers;
mod arrival;
mod attachment;
mod ground;
mod happening;
#[cfg(test)]
mod tests;
mod upload;
mod view;

pub use answers::*;
pub(super) use happening::Releases;

use super::Desk;
use crate::fault::Fault;
use crate::ledger::EntryDraft;
use crate::release::journey::{Action, Beginning, Purpose, Release, ReleaseEvent, ReleasePackage};
use crate::release::readiness::Template;

impl Desk {
    /// All releases of a project, newest first. Faults: `project-not-found`.
    pub fn releases(&self, project_id: &str) -> Result<Vec<ReleaseRow>, Fault> {
        let project = self.project(project_id)?;
        let kept = self.0.ledger.releases(project_id)?;
        kept.iter()
            .map(|kept| self.release_row(&project, &kept.release))
            .collect()
    }

    /// Begins a release. Several may be under way side by side. What runs in the environments
    /// already is noted, and what earlier releases taught is in its production review.
    ///
    /// Faults: `project-not-found`, `package-not-found`, `package-not-hashed`,
    /// `release-text-missing`.
    pub fn begin_release(
        &self,
        project_id: &str,
        purpose: Purpose,
        name: &str,
        package_id: Option<&str>,
    ) -> Result<ReleaseView, Fault> {
        let project = self.project(project_id)?;
        let package = package_id.map(|id| self.release_package(id)).transpose()?;
        let person = self.preferences()?.person;
        let release = Release::begin(Beginning {
            id: new_id(),
            project_id,
            environments: &project.environments,
            purpose,
            name,
            package,
            template: &self.template(project_id)?,
            lessons: &self.lessons(project_id, None)?,
            person: &person,
            now: self.now(),
            new_id: &mut new_id,
        })?;
        let release = self.with_what_runs_already(release)?;
        self.0.ledger.add_release(&release)?;
        self.write_entry(release.entry("release-begun", None))?;
        self.release(&release.id)
    }

    /// What the user tells. Faults: those of [`crate::release::journey::Refusal`],
    /// `release-not-found`, `package-not-found`, `package-not-hashed`.
    pub fn release_event(&self, id: &str, told: &ReleaseEvent) -> Result<ReleaseView, Fault> {
        let release = self.release_happens(id, told)?;
        match told {
            ReleaseEvent::PackageChosen { .. } => self.note_what_runs_already(&release)?,
            ReleaseEvent::OutcomeTold { stage, works: true } => {
                self.place_told(&release, stage)?;
                self.monitors_hear_of_arrival(&release, stage)?;
            }
            ReleaseEvent::RollbackFinished => self.place_rolled_back(&release)?,
            ReleaseEvent::ItemDone { stage, item, .. } => {
                self.settle_lesson(&release, stage, item)?
            }
            _ => {}
        }
        self.release(id)
    }

    /// Which lines the reviews of a project's next releases have.
    pub fn template(&self, project_id: &str) -> Result<Template, Fault> {
        self.project(project_id)?;
        let own = self.0.ledger.release_template(project_id)?;
        Ok(own.unwrap_or_else(Template::usual))
    }

    /// Sets them; an empty one goes back to the usual lines. Releases under way keep theirs.
    pub fn save_template(&self, project_id: &str, template: Template) -> Result<Template, Fault> {
        let project = self.project(project_id)?;
        let template = template.tidied();
        let kept = Some(&template).filter(|template| !template.stages.is_empty());
        let now = self.now();
        self.0.ledger.keep_release_template(project_id, kept, now)?;
        self.write_entry(EntryDraft::new("release-template-saved").project(&project))?;
        self.template(project_id)
    }

    /// Address of the Portal's page of deployments.
    pub fn release_page(&self, id: &str) -> Result<String, Fault> {
        let release = self.kept_release(id)?.release;
        Ok(self.project(&release.project_id)?.deployments_page())
    }

    /// The package of a release by its place in the list of inspected ones. Faults:
    /// `package-not-found`, `package-not-hashed`.
    fn release_package(&self, package_id: &str) -> Result<ReleasePackage, Fault> {
        let file = self.inspected(package_id)?;
        let facts = file.inspection.facts;
        Ok(ReleasePackage {
            sha256: file.sha256.ok_or_else(super::upload::not_hashed)?,
            file_name: file.file_name,
            build_number: facts.build_number,
            code_version: facts.code_version.map(|version| version.value),
            size: facts.size,
        })
    }

    /// What the other releases of a project taught and is still to be done.
    fn lessons(&self, project_id: &str, except: Option<&str>) -> Result<Vec<Action>, Fault> {
        let kept = self.0.ledger.releases(project_id)?;
        let others = kept
            .iter()
            .filter(|kept| Some(kept.release.id.as_str()) != except);
        Ok(others
            .flat_map(|kept| kept.release.open_actions().cloned())
            .collect())
    }

    /// Whatever watches this environment for the release waits for nothing any more.
    fn monitors_hear_of_arrival(&self, release: &Release, stage: &str) -> Result<(), Fault> {
        let env = release.stage(stage).and_then(|stage| stage.env.as_ref());
        let mut there = release.stages.iter().filter(|one| one.env.as_ref() == env);
        there.try_for_each(|one| self.monitor_told_arrived(&release.id, &one.id))
    }

    /// A lesson that is done in one release is done where it comes from.
    fn settle_lesson(&self, release: &Release, stage: &str, item: &str) -> Result<(), Fault> {
        let items = release.stage(stage).map_or(&[][..], |stage| &stage.items);
        if !items
            .iter()
            .any(|known| known.id == item && known.is_lesson())
        {
            return Ok(());
        }
        let taught = |release: &Release| release.open_actions().any(|action| action.id == item);
        let kept = self.0.ledger.releases(&release.project_id)?;
        for earlier in kept.iter().filter(|kept| taught(&kept.release)) {
            let done = ReleaseEvent::ActionDone {
                id: item.to_owned(),
                done: true,
            };
            self.release_happens(&earlier.release.id, &done)?;
        }
        Ok(())
    }
}

fn new_id() -> String {
    uuid::Uuid::new_v4().to_string()
}
