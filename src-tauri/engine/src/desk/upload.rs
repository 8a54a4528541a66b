//! Uploading a package: the terms, the order, and what became of it.
//!
//! Promise 39 is kept here: one confirmation starts one upload, an answer that was lost is never
//! followed by a second send, and what the user saw in the Portal decides.

mod cleared;
mod narrator;
#[cfg(test)]
mod tests;
mod unrecorded;

use self::cleared::Cleared;
use self::narrator::Narrator;
use self::unrecorded::NOT_RECORDED;
use super::{Desk, KnownBy, Placement, PortalShows, UploadOrder, UploadTerms};
use crate::fault::{Fault, NextStep, Retry};
use crate::job::{Job, JobKind, JobRun, JobState, NewJob, Started, WaitingFor};
use crate::ledger::EntryDraft;
use crate::package::forecast::Forecast;
use crate::portal::{Upload, UploadOutcome, any_jitter};
use crate::project::{EnvKey, may_upload};
use std::sync::atomic::Ordering;

/// Parameter of an upload's job: what was forecast when it started, as JSON.
const FORECAST: &str = "forecast";

impl Desk {
    /// What has to be agreed before this package may go there.
    pub fn upload_terms(
        &self,
        package_id: &str,
        project_id: &str,
        env: &EnvKey,
    ) -> Result<UploadTerms, Fault> {
        let project = self.project(project_id)?;
        let environment = self.environment(&project, env)?.clone();
        let file = self.inspected(package_id)?;
        let inspection = self.checked_for(&file, &project, env)?;
        let already_sent = match &file.sha256 {
            Some(sha256) => self
                .0
                .ledger
                .placements_of(sha256)?
                .into_iter()
                .find(|p| p.project_id == project.id && &p.env == env),
            None => None,
        };
        Ok(UploadTerms {
            confirmation_id: uuid::Uuid::new_v4().to_string(),
            may: may_upload(project.role, environment.kind),
            verdict: inspection.verdict,
            demands_confirmation: inspection.demands_confirmation,
            forecast: inspection.forecast,
            token: self.token_status(project_id)?,
            already_sent,
            under_way: self.upload_under_way(project_id, env)?,
            environment,
        })
    }

    /// Starts the upload. The same confirmation gives the same job back.
    ///
    /// Faults: those of the order (`role-not-enough-here`, `reason-missing`, `name-does-not-match`,
    /// `blockers-not-accepted`, `upload-under-way`, `package-not-hashed`), of the file
    /// (`package-file-gone`, `file-changed`) and of the token.
    pub fn upload(&self, order: UploadOrder) -> Result<Job, Fault> {
        if let Some(job) = self.0.ledger.job_of_confirmation(&order.confirmation_id)? {
            return Ok(job);
        }
        let cleared = self.clear(&order)?;
        let new = NewJob::new(JobKind::Upload)
            .project(&cleared.project.id)
            .env(&order.env)
            .package(&cleared.sha256)
            .confirmation(&order.confirmation_id)
            .param("file_name", &cleared.file.file_name)
            .param("package_id", &cleared.file.id)
            .param(
                "build_number",
                cleared
                    .file
                    .inspection
                    .facts
                    .build_number
                    .as_deref()
                    .unwrap_or_default(),
            );
        let new = match cleared.forecast.as_ref().map(serde_json::to_string) {
            Some(Ok(forecast)) => new.param(FORECAST, forecast),
            _ => new,
        };
        let run = match self.0.jobs.start(new)? {
            Started::New(run) => run,
            Started::Already(job) => return Ok(*job),
        };
        let job = run.snapshot();
        if let Err(fault) = self.write_entry(cleared.entry("upload-started")) {
            run.finish(JobState::Failed {
                fault: fault.clone(),
            });
            return Err(fault);
        }
        let desk = self.clone();
        self.0
            .runtime
            .spawn(async move { desk.send(run, cleared).await });
        Ok(job)
    }

    /// The user looked in the Portal after an answer was lost, or after Slipway ended while the
    /// whole package was on its way.
    pub fn answer_upload(&self, job_id: &str, shows: PortalShows) -> Result<Job, Fault> {
        let job = self.job(job_id)?;
        let open = matches!(
            job.state,
            JobState::Waiting {
                waiting_for: WaitingFor::LookInPortal
            } | JobState::Interrupted
        );
        if job.kind != JobKind::Upload || !open {
            return Ok(job);
        }
        let (ending, kind) = match shows {
            PortalShows::TheDeployment => {
                self.place(&job, KnownBy::Told)?;
                (JobState::Succeeded, "upload-told-arrived")
            }
            PortalShows::NoDeployment => {
                let fault = Fault::new("upload-did-not-arrive", Retry::ByUser, NextStep::TryAgain);
                (JobState::Failed { fault }, "upload-told-not-arrived")
            }
        };
        let line = entry_of(kind, &job).person(self.preferences()?.person);
        let (job, counts) = self.0.jobs.settle(job_id, ending, line)?;
        if !counts {
            return Ok(job);
        }
        match shows {
            PortalShows::TheDeployment => self.watch_if_possible(&job),
            PortalShows::NoDeployment => self.releases_see_nothing_came(&job)?,
        }
        Ok(job)
    }

    /// Ends the interrupted uploads of which the Portal's answer was written down before Slipway
    /// ended, in the history or in the job alone: nobody needs to look for those. Gives them.
    pub(super) fn end_accepted(&self) -> Result<Vec<Job>, Fault> {
        let mut accepted = Vec::new();
        for job in self.jobs()? {
            let open = job.kind == JobKind::Upload && job.state == JobState::Interrupted;
            if open && self.portal_accepted(&job)? {
                accepted.push(self.0.jobs.conclude(&job.id, JobState::Succeeded)?);
            }
        }
        Ok(accepted)
    }

    /// Writes down which uploads and builds ended because Slipway did.
    pub(super) fn note_cut_off(&self, jobs: &[Job]) -> Result<(), Fault> {
        jobs.iter().try_for_each(|job| match job.kind {
            // Over, but for saying so.
            JobKind::Upload if self.portal_accepted(job)? => Ok(()),
            JobKind::Upload => self.write_entry(entry_of("upload-interrupted", job)),
            JobKind::Build => self.write_entry(entry_of("build-interrupted", job)),
            JobKind::Transfer => self.note_transfer_cut_off(job),
            JobKind::Inspect
            | JobKind::Watch
            | JobKind::CheckDatabase
            | JobKind::LookStorage
            | JobKind::Smoke
            | JobKind::Baseline
            | JobKind::Monitor => Ok(()),
        })
    }

    /// Whether the Portal's answer is known, though the upload did not come to its end.
    fn portal_accepted(&self, job: &Job) -> Result<bool, Fault> {
        Ok(job.params.contains_key(NOT_RECORDED) || self.0.ledger.was_accepted(&job.id)?)
    }

    async fn send(&self, run: JobRun, cleared: Cleared) {
        let cancel = run.cancel_token();
        run.phase("checking");
        let observer = Narrator {
            run: &run,
            size: cleared.file.stamp.size,
        };
        let outcome = crate::portal::send(
            &self.http(),
            &Upload {
                portal: &cleared.project.portal,
                guid: &cleared.project.guid,
                env: &cleared.environment.key,
                token: &cleared.token,
                file: &cleared.file.path,
                expected: &cleared.expected,
            },
            self.0.clock.as_ref(),
            &mut any_jitter,
            &self.0.retries,
            &observer,
            &cancel,
        )
        .await;
        let desk = self.clone();
        // Writing down what happened touches the disk.
        let _ = self
            .0
            .runtime
            .spawn_blocking(move || desk.conclude(run, &cleared, outcome))
            .await;
    }

    fn conclude(&self, run: JobRun, cleared: &Cleared, outcome: UploadOutcome) {
        match outcome {
            UploadOutcome::Accepted { status, said } => {
                run.param("status", status);
                run.param("said", said);
                if let Err(fault) = self.note_accepted(&run.snapshot(), cleared) {
                    run.param(NOT_RECORDED, fault.code);
                    self.0.behind.store(true, Ordering::Release);
                }
                // Before the upload ends, so that whoever hears of its end finds the watch.
                self.watch_if_possible(&run.snapshot());
                run.finish(JobState::Succeeded);
            }
            UploadOutcome::Refused(fault) => {
                self.end_badly(run, cleared.entry("upload-refused"), fault)
            }
            UploadOutcome::NotSent(fault) => {
                self.end_badly(run, cleared.entry("upload-not-sent"), fault)
            }
            UploadOutcome::FileChanged(fault) => {
                self.end_badly(run, cleared.entry("upload-file-changed"), fault)
            }
            UploadOutcome::AnswerLost { detail } => self.ask_to_look(run, cleared, &detail),
            UploadOutcome::Cancelled {
                maybe_accepted: true,
            } => self.ask_to_look(run, cleared, "cancelled after everything was sent"),
            UploadOutcome::Cancelled {
                maybe_accepted: false,
            } => {
                self.end_in_vain(run, cleared.entry("upload-cancelled"), JobState::Cancelled);
            }
        }
    }

    fn end_badly(&self, run: JobRun, entry: EntryDraft, fault: Fault) {
        let line = entry.param("code", &fault.code);
        self.end_in_vain(run, line, JobState::Failed { fault });
    }

    fn end_in_vain(&self, run: JobRun, line: EntryDraft, ending: JobState) {
        // Before the upload ends, so that whoever hears of its end finds the release as it is.
        let _ = self.releases_see_nothing_came(&run.snapshot());
        if self.end_with_line(&run, ending.clone(), line).is_err() {
            run.finish(ending);
        }
    }

    fn ask_to_look(&self, run: JobRun, cleared: &Cleared, detail: &str) {
        run.param("detail", detail);
        let _ = self.write_entry(cleared.entry("upload-answer-lost"));
        run.leave_waiting(WaitingFor::LookInPortal);
    }

    fn upload_under_way(&self, project_id: &str, env: &EnvKey) -> Result<Option<Job>, Fault> {
        let open = self.0.ledger.open_jobs()?;
        Ok(open.into_iter().find(|job| {
            job.kind == JobKind::Upload
                && job.project_id.as_deref() == Some(project_id)
                && job.env.as_deref() == Some(env.0.as_str())
        }))
    }

    /// Notes what the Portal answered, in one piece: whatever ends Slipway now, it is known.
    fn note_accepted(&self, job: &Job, cleared: &Cleared) -> Result<(), Fault> {
        let line = cleared.entry("upload-accepted");
        let Some(placement) = self.placement_by(job, KnownBy::Sent)? else {
            return self.write_entry(line);
        };
        let line = line.person(self.preferences()?.person);
        let ledger = &self.0.ledger;
        ledger.add_placement_with(&job.id, &placement, line, self.now())
    }

    /// Notes that the package of this upload is in its environment.
    fn place(&self, job: &Job, known_by: KnownBy) -> Result<(), Fault> {
        match self.placement_by(job, known_by)? {
            Some(placement) => self.0.ledger.add_placement(&job.id, &placement),
            None => Ok(()),
        }
    }

    fn placement_by(&self, job: &Job, known_by: KnownBy) -> Result<Option<Placement>, Fault> {
        let (Some(project_id), Some(env), Some(sha256)) = (&job.project_id, &job.env, &job.package)
        else {
            return Ok(None);
        };
        let facts = self
            .0
            .ledger
            .package_by_sha256(sha256)?
            .map(|file| file.inspection.facts);
        Ok(Some(Placement {
            project_id: project_id.clone(),
            env: EnvKey(env.clone()),
            sha256: sha256.clone(),
            file_name: job.params.get("file_name").cloned().unwrap_or_default(),
            build_number: facts.as_ref().and_then(|f| f.build_number.clone()),
            code_version: facts.and_then(|f| f.code_version).map(|v| v.value),
            at: self.0.clock.now(),
            known_by,
            downtime_ms: None,
        }))
    }
}

/// Nobody has read the whole file yet.
pub(super) fn not_hashed() -> Fault {
    Fault::new("package-not-hashed", Retry::ByUser, NextStep::InspectAgain)
}

/// What was forecast when an upload started.
pub(super) fn forecast_of(upload: &Job) -> Option<Forecast> {
    serde_json::from_str(upload.params.get(FORECAST)?).ok()
}

/// An audit line about a job that has ended or was answered.
pub(super) fn entry_of(kind: &str, job: &Job) -> EntryDraft {
    let mut draft = EntryDraft::new(kind);
    draft.project_id = job.project_id.clone();
    draft.env = job.env.clone();
    draft.sha256 = job.package.clone();
    for key in ["file_name", "build_number"] {
        if let Some(value) = job.params.get(key) {
            draft = draft.param(key, value);
        }
    }
    draft
}
