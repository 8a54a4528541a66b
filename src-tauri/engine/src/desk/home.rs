//! What the first screen and the job tray show.

use super::{Desk, EnvironmentCard, Pipeline, Place, Preferences, StartState};
use crate::fault::{Fault, NextStep, Retry};
use crate::job::{Job, JobKind, JobState};
use crate::project::EnvKey;

/// The public status page (facts 3.1).
const STATUS_PAGE: &str = "https://status.xperience-portal.com";

impl Desk {
    pub fn start_state(&self, version: &str) -> Result<StartState, Fault> {
        Ok(StartState {
            projects: self.0.ledger.projects()?,
            preferences: self.preferences()?,
            interrupted: self
                .jobs()?
                .into_iter()
                .filter(|job| job.state == JobState::Interrupted)
                .collect(),
            ledger_fault: self.ledger_fault(),
            version: version.to_owned(),
        })
    }

    /// Why nothing that is done here is kept beyond this session, if so.
    pub fn ledger_fault(&self) -> Option<Fault> {
        self.0.ledger_fault.clone()
    }

    pub fn preferences(&self) -> Result<Preferences, Fault> {
        let mut preferences = self.0.ledger.preferences()?;
        if preferences.person.is_empty() {
            preferences.person = self.0.person.clone();
        }
        Ok(preferences)
    }

    pub fn save_preferences(&self, preferences: &Preferences) -> Result<(), Fault> {
        self.0.ledger.save_preferences(preferences)
    }

    pub fn pipeline(&self, project_id: &str) -> Result<Pipeline, Fault> {
        let project = self.project(project_id)?;
        let jobs = self.jobs()?;
        let cards = project.environments.iter().map(|environment| {
            Ok(EnvironmentCard {
                environment: environment.clone(),
                placement: self.0.ledger.last_placement(project_id, &environment.key)?,
                jobs: jobs
                    .iter()
                    .filter(|job| {
                        job.project_id.as_deref() == Some(project_id)
                            && job.env.as_deref() == Some(environment.key.0.as_str())
                    })
                    .cloned()
                    .collect(),
                last_look: self.0.ledger.last_look(project_id, &environment.key)?,
            })
        });
        Ok(Pipeline {
            cards: cards.collect::<Result<_, Fault>>()?,
            token: self.token_status(project_id)?,
            project,
        })
    }

    /// Jobs the user has not dismissed, newest first, as they stand this moment.
    pub fn jobs(&self) -> Result<Vec<Job>, Fault> {
        self.0.jobs.shown()
    }

    /// Faults: `job-not-found`.
    pub fn job(&self, id: &str) -> Result<Job, Fault> {
        self.0
            .jobs
            .job(id)?
            .ok_or_else(|| Fault::new("job-not-found", Retry::Never, NextStep::None))
    }

    /// Asks a job to stop; its row says when it has.
    pub fn cancel_job(&self, id: &str) -> Result<Job, Fault> {
        self.0.jobs.cancel(id);
        let job = self.job(id)?;
        if job.kind == JobKind::Transfer && job.state == JobState::Cancelled {
            self.transfer_given_up(&job)?;
        }
        Ok(job)
    }

    pub fn dismiss_job(&self, id: &str) -> Result<(), Fault> {
        self.0.ledger.dismiss_job(id)
    }

    /// Work that closing Slipway would break off: what was sent or made so far would be lost, or
    /// would wait until somebody goes on with it.
    pub fn unfinished(&self) -> Vec<Job> {
        let breaks_off = |job: &Job| {
            matches!(
                job.kind,
                JobKind::Upload | JobKind::Build | JobKind::Transfer
            )
        };
        let jobs = self.jobs().unwrap_or_default();
        jobs.into_iter()
            .filter(|job| breaks_off(job) && job.state.is_under_way())
            .collect()
    }

    /// Writes down what still runs, as the last act, and ends it: the commands of a build would go
    /// on without Slipway, the journal of a transfer is brought to the disk.
    pub fn close(&self) {
        let cut_off = self.unfinished();
        self.0.jobs.close();
        self.0.underway.end_all();
        // Nobody is left to be told if it cannot be written.
        let _ = self.note_cut_off(&cut_off);
    }

    /// The address a button leads to. Faults: `project-not-found`, `environment-not-found`,
    /// `site-unknown`.
    pub fn address_of(
        &self,
        project_id: &str,
        place: Place,
        env: Option<&EnvKey>,
    ) -> Result<String, Fault> {
        let project = self.project(project_id)?;
        match place {
            Place::PortalDashboard => Ok(format!("{}/{}/dashboard", project.portal, project.guid)),
            Place::PortalDeployments => Ok(project.deployments_page()),
            Place::PortalStatus => Ok(STATUS_PAGE.to_owned()),
            Place::Site => env
                .map(|env| self.environment(&project, env))
                .transpose()?
                .and_then(|environment| environment.site.clone())
                .ok_or_else(|| Fault::new("site-unknown", Retry::ByUser, NextStep::EditProject)),
        }
    }
}
