//! Making a package from a folder: what the folder is, the terms, the build itself.
//!
//! The window sees handles and names; every order is worked out again here from what lies in the
//! folder. Nothing is written into the user's folders but what the documented commands write
//! themselves, and the terms say so before.

mod answers;
mod output;
mod plan;
mod work;

pub use answers::*;
pub(super) use output::Outputs;

use super::Desk;
use crate::fault::{Fault, NextStep, Retry};
use crate::job::{Job, JobKind, NewJob, Started};
use crate::package;
use crate::package::project_folder::{Recognised, readiness, recognise};
use crate::units::{Bytes, Count};
use plan::Plan;

impl Desk {
    /// What a chosen folder is, and how ready its project is for the SaaS environment; with
    /// `zero_downtime` also whether its code supports read-only mode. `project` is the `path` of the
    /// web project meant, where there are several. Looks at files for as long as it takes; not to be
    /// called from a thread that paints.
    ///
    /// Faults: `folder-unreadable`.
    pub fn folder_view(
        &self,
        handle: &str,
        project: Option<&str>,
        zero_downtime: bool,
    ) -> Result<FolderView, Fault> {
        let folder = self.chosen_folder(handle)?;
        let recognised = recognise(&folder, project, &self.0.surroundings)?;
        let readiness = readiness(&recognised, &folder, zero_downtime);
        let packages = recognised
            .picture
            .packages
            .iter()
            .filter_map(|name| self.take_in(&[folder.join(name)]).ok());
        Ok(FolderView {
            handle: handle.to_owned(),
            packages: packages.collect(),
            ask: plan::developer_request(&recognised.picture),
            picture: recognised.picture,
            readiness,
        })
    }

    /// What building from these choices would do, and what stands in its way.
    ///
    /// Faults: `folder-unreadable`, `package-not-found` for the one to reuse.
    pub fn build_terms(&self, choices: &BuildChoices) -> Result<BuildTerms, Fault> {
        let recognised = self.recognised(choices)?;
        let plan = self.plan(choices, &recognised)?;
        let survey = plan.survey(&|| false)?;
        let build_number = survey
            .as_ref()
            .and_then(|survey| survey.build_number.clone());
        let findings = survey.as_ref().map_or(&[][..], |survey| &survey.findings);
        Ok(BuildTerms {
            confirmation_id: uuid::Uuid::new_v4().to_string(),
            assembly: plan.assembly.clone(),
            assemblies: survey
                .as_ref()
                .map_or_else(Vec::new, |survey| survey.assemblies.clone()),
            file_name: plan.file_name(build_number.as_deref(), self.now()),
            build_number,
            commands: plan.steps.iter().map(|step| step.shown()).collect(),
            runs_project_code: plan.stores,
            missing: plan.missing.clone(),
            verdict: package::verdict_of(findings),
            findings: findings.to_vec(),
            files: survey.as_ref().map_or(Count(0), |survey| survey.files),
            bytes: survey.as_ref().map_or(Bytes(0), |survey| survey.bytes),
            under_way: self.build_under_way()?,
        })
    }

    /// Starts the build. The same confirmation gives the same job back. It ends with
    /// `params.package_id`, the package inspected and hashed.
    ///
    /// Faults: `folder-unreadable`, `build-under-way`, `build-parts-missing`. What speaks against
    /// the files is found in the job, which ends with `build-refused` then.
    pub fn build(&self, order: &BuildOrder) -> Result<Job, Fault> {
        if let Some(job) = self.0.ledger.job_of_confirmation(&order.confirmation_id)? {
            return Ok(job);
        }
        let output = self.chosen_output(&order.output)?;
        if self.build_under_way()?.is_some() {
            return Err(Fault::new("build-under-way", Retry::ByUser, NextStep::None));
        }
        let recognised = self.recognised(&order.choices)?;
        let plan = self.plan(&order.choices, &recognised)?;
        if !plan.missing.is_empty() {
            return Err(
                Fault::new("build-parts-missing", Retry::ByUser, NextStep::None)
                    .with("count", plan.missing.len()),
            );
        }
        let new = NewJob::new(JobKind::Build)
            .confirmation(&order.confirmation_id)
            .param("file_name", super::files::shown_name(&output))
            .param("folder_name", &recognised.picture.name)
            .param("assembly", plan.assembly.as_deref().unwrap_or_default())
            .param("lines", 0);
        let run = match self.0.jobs.start(new)? {
            Started::New(run) => run,
            Started::Already(job) => return Ok(*job),
        };
        let job = run.snapshot();
        let desk = self.clone();
        self.0
            .runtime
            .spawn_blocking(move || desk.work_through(run, plan, &output));
        Ok(job)
    }

    /// What the commands of a build have written after line `after`. Kept for the last builds of
    /// this session; a job of an earlier one has none.
    pub fn build_output(&self, job_id: &str, after: Count) -> BuildOutput {
        self.0.outputs.after(job_id, after)
    }

    fn recognised(&self, choices: &BuildChoices) -> Result<Recognised, Fault> {
        let folder = self.chosen_folder(&choices.folder)?;
        recognise(&folder, choices.project.as_deref(), &self.0.surroundings)
    }

    fn plan(&self, choices: &BuildChoices, recognised: &Recognised) -> Result<Plan, Fault> {
        let reuse = match &choices.reuse {
            Some(id) => Some(self.package_path(id)?),
            None => None,
        };
        Plan::of(
            choices,
            recognised,
            &plan::Places {
                root: self.chosen_folder(&choices.folder)?,
                work: self
                    .0
                    .work_folder
                    .join(format!("build-{}", uuid::Uuid::new_v4().simple())),
                reuse,
            },
            self.now(),
            &|handle| self.chosen_folder(handle),
        )
    }

    fn build_under_way(&self) -> Result<Option<Job>, Fault> {
        let open = self.0.ledger.open_jobs()?;
        Ok(open.into_iter().find(|job| job.kind == JobKind::Build))
    }
}
