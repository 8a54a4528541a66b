//! Sending the database and the files of a restore into its two containers: one job for the user,
//! one way after the other (facts 3.7).
//!
//! What arrived is in the journals beside the restore, one for each container. A transfer that was
//! stopped, broken off or cut off is gone on with from there: nothing finished is sent again.

mod carry;
mod concluding;
mod link_time;
mod narrator;
mod order;
mod steering;
mod ways;

pub(super) use carry::Ordered;
pub use order::{IfExists, TransferOrder};
pub(in crate::desk) use steering::Transfers;
pub(super) use ways::Way;

use super::PartName;
use super::known::HeldLinks;
use super::links::links_missing;
use crate::blob::sas::SasLink;
use crate::desk::Desk;
use crate::desk::upload::entry_of;
use crate::fault::{Fault, NextStep, Retry};
use crate::job::{Job, JobKind, JobRun, JobState, NewJob, Started, WaitingFor};
use crate::package::Verdict;
use crate::restore::session::{Event, Refusal, Session, Transfer};
use crate::units::Bytes;
use std::sync::Arc;
use steering::Steering;

/// Parameters of a transfer's job.
pub(super) const RESTORE: &str = "restore_id";
const IF_EXISTS: &str = "if_exists";
const LIMIT: &str = "limit";
/// The host the service copies from; only a server-side copy has it.
pub(super) const FROM: &str = "from";

impl Desk {
    /// Starts the transfer, or goes on with the one that was cut off. The same confirmation gives
    /// the same job back (promise 39).
    ///
    /// Faults: `restore-transferring` while one runs; `restore-will-not-work` as long as a check
    /// says so; `restore-links-gone`; those of the session (`restore-step-first`,
    /// `restore-upload-time-over`, `restore-closed`). What is found later ends the job.
    pub fn transfer(&self, id: &str, order: &TransferOrder) -> Result<Job, Fault> {
        if let Some(job) = self.0.ledger.job_of_confirmation(&order.confirmation_id)? {
            return self.job(&job.id);
        }
        let _alone = self.0.transfers.beginning();
        self.none_runs(id)?;
        self.free_of_ended_transfer(id)?;
        self.judge_restore(id)?;
        let session = self.session(id)?;
        let held = self.held_links(&session).ok_or_else(links_missing)?;
        let left = self.transfer_left(id)?;
        let begun = |job: &str| Event::TransferBegun { job: job.into() };
        self.restore_allows(&session, &begun(left.as_ref().map_or("", |job| &job.id)))?;
        if self.verdict_of_restore(id)? == Some(Verdict::WillNotWork) {
            return Err(Refusal::WillNotWork.into());
        }
        let run = match &left {
            Some(job) => self.take_up_transfer(job, order)?,
            None => {
                let new = transfer_of(&session)
                    .confirmation(&order.confirmation_id)
                    .param(IF_EXISTS, order.if_exists.word())
                    .param(LIMIT, limit_text(order.limit));
                match self.0.jobs.start(new)? {
                    Started::New(run) => run,
                    Started::Already(job) => return Ok(*job),
                }
            }
        };
        let told = match left {
            Some(_) => self.change_restore(id, &begun(run.id())),
            None => self.restore_happens(id, &begun(run.id())),
        };
        if let Err(fault) = told {
            run.finish(JobState::Failed {
                fault: fault.clone(),
            });
            return Err(fault);
        }
        let ordered = Ordered {
            restore: id.to_owned(),
            steering: self.steer(id, &run, held, order.limit),
            if_exists: order.if_exists,
            part: None,
        };
        let job = run.snapshot();
        let (desk, at) = (self.clone(), id.to_owned());
        self.spawn_transfer(run, ordered, async move {
            desk.aside(move |desk| desk.local_ways(&at)).await
        });
        Ok(job)
    }

    /// Starts no further request; what is under way is finished. Gives the job as it stands
    /// afterwards. Faults: `job-not-found`, `job-not-steerable` for one that is no running
    /// transfer.
    pub fn pause_job(&self, job_id: &str) -> Result<Job, Fault> {
        let (run, steering) = self.steered(job_id)?;
        if run.snapshot().state == JobState::Running {
            steering.pause();
            run.param("doing", "paused");
            run.pause();
        }
        self.job(job_id)
    }

    /// Goes on after a pause, or with a transfer that was cut off when Slipway ended. Faults: as
    /// for [`Self::pause_job`] and [`Self::transfer`]; `copy-link-gone` for a copy, whose link is
    /// kept nowhere.
    pub fn resume_job(&self, job_id: &str) -> Result<Job, Fault> {
        let job = self.job(job_id)?;
        if job.kind == JobKind::Transfer && job.state == JobState::Interrupted {
            return self.resume_cut_off(&job);
        }
        let (run, steering) = self.steered(job_id)?;
        if run.snapshot().state == JobState::Paused {
            // The state first: whoever is told that it sends must find it running.
            run.param("doing", "sending");
            run.carry_on();
            steering.resume();
        }
        self.job(job_id)
    }

    /// Bytes a second for everything together, or none; takes effect at once. Faults: as for
    /// [`Self::pause_job`].
    pub fn limit_job(&self, job_id: &str, limit: Option<Bytes>) -> Result<Job, Fault> {
        let (run, steering) = self.steered(job_id)?;
        steering.set_limit(limit);
        run.param(LIMIT, limit_text(limit));
        self.job(job_id)
    }

    /// Whether a transfer of this restore runs now.
    pub(super) fn is_transferring(&self, id: &str) -> bool {
        self.0.transfers.of(id).is_some()
    }

    /// Has a running transfer go on with other links to the same containers (promise 16). To be
    /// called before they are kept: with a link to another place nothing changes. Faults:
    /// `link-to-another-place`.
    pub(super) fn links_for_transfer(
        &self,
        id: &str,
        database: &SasLink,
        storage: &SasLink,
    ) -> Result<(), Fault> {
        match self.0.transfers.of(id) {
            Some(running) => running.give_links(&[
                (PartName::Database, database.clone()),
                (PartName::Storage, storage.clone()),
            ]),
            None => Ok(()),
        }
    }

    /// After a transfer nobody works on was cancelled: the session is free for other files, and
    /// may be closed.
    pub(in crate::desk) fn transfer_given_up(&self, job: &Job) -> Result<(), Fault> {
        let Some(id) = restore_of(job) else {
            return Ok(());
        };
        let ended = Event::TransferEnded {
            job: job.id.clone(),
        };
        if self.restore_allows(&self.session(id)?, &ended).is_ok() {
            self.restore_happens(id, &ended)?;
        }
        Ok(())
    }

    /// Frees a session of a transfer that ended without anybody telling it, as after a panic.
    pub(super) fn free_of_ended_transfer(&self, id: &str) -> Result<(), Fault> {
        let Transfer::Begun { job, .. } = self.session(id)?.transfer else {
            return Ok(());
        };
        let ended = match self.0.jobs.job(&job)? {
            Some(row) => row.state.has_ended() && !self.is_transferring(id),
            None => true,
        };
        if ended {
            self.restore_happens(id, &Event::TransferEnded { job })?;
        }
        Ok(())
    }

    /// The last transfer of a restore, whatever became of it.
    pub(super) fn last_transfer(&self, session: &Session) -> Result<Option<Job>, Fault> {
        match &session.transfer {
            Transfer::Begun { job, .. } | Transfer::Done { job, .. } => self.0.jobs.job(job),
            Transfer::NotYet => Ok(self
                .jobs()?
                .into_iter()
                .find(|job| job.kind == JobKind::Transfer && restore_of(job) == Some(&session.id))),
        }
    }

    /// Writes down that a transfer was cut off when Slipway ended.
    pub(in crate::desk) fn note_transfer_cut_off(&self, job: &Job) -> Result<(), Fault> {
        self.write_entry(entry_of("restore-transfer-interrupted", job))
    }

    /// Faults: `restore-transferring`.
    pub(super) fn none_runs(&self, id: &str) -> Result<(), Fault> {
        match self.is_transferring(id) {
            true => Err(Refusal::Transferring.into()),
            false => Ok(()),
        }
    }

    /// Holds the hands on a transfer that begins.
    pub(super) fn steer(
        &self,
        id: &str,
        run: &JobRun,
        held: HeldLinks,
        limit: Option<Bytes>,
    ) -> Arc<Steering> {
        let links = [
            (PartName::Database, held.database),
            (PartName::Storage, held.storage),
        ];
        let steering = Arc::new(Steering::new(run, &links, limit));
        self.0.transfers.begins(id, steering.clone());
        steering
    }

    fn resume_cut_off(&self, job: &Job) -> Result<Job, Fault> {
        let Some(id) = restore_of(job).filter(|_| !job.params.contains_key(FROM)) else {
            return Err(Fault::new("copy-link-gone", Retry::ByUser, NextStep::None));
        };
        let limit = job.params.get(LIMIT).and_then(|limit| limit.parse().ok());
        self.transfer(
            id,
            &TransferOrder {
                if_exists: IfExists::of_word(job.params.get(IF_EXISTS).map(String::as_str)),
                limit: limit.map(Bytes),
                // Agreed to when it was started; it goes on under the same job.
                confirmation_id: uuid::Uuid::new_v4().to_string(),
            },
        )
    }

    /// The transfer that was cut off, to be gone on with as the same job.
    fn transfer_left(&self, id: &str) -> Result<Option<Job>, Fault> {
        let session = self.session(id)?;
        let Transfer::Begun { job, .. } = &session.transfer else {
            return Ok(None);
        };
        let job = self.0.jobs.job(job)?;
        Ok(job.filter(|job| {
            let waits = JobState::Waiting {
                waiting_for: WaitingFor::Link,
            };
            job.state == JobState::Interrupted || job.state == waits
        }))
    }

    fn take_up_transfer(&self, job: &Job, order: &TransferOrder) -> Result<JobRun, Fault> {
        let run = self.0.jobs.take_up(&job.id)?;
        self.0
            .ledger
            .confirm_job(&job.id, &order.confirmation_id, self.now())?;
        run.params([
            (IF_EXISTS, order.if_exists.word().to_owned()),
            (LIMIT, limit_text(order.limit)),
        ]);
        for stale in ["offline_since", "link_fault", "link_ends", "awake"] {
            run.no_longer(stale);
        }
        Ok(run)
    }

    fn steered(&self, job_id: &str) -> Result<(JobRun, Arc<Steering>), Fault> {
        self.job(job_id)?;
        let steering = self.0.transfers.of_job(job_id);
        let steering = steering
            .ok_or_else(|| Fault::new("job-not-steerable", Retry::Never, NextStep::None))?;
        Ok((steering.run.clone(), steering))
    }
}

/// The job of a transfer of this restore.
pub(super) fn transfer_of(session: &Session) -> NewJob {
    NewJob::new(JobKind::Transfer)
        .project(&session.project_id)
        .env(&session.target)
        .param(RESTORE, &session.id)
        .param("doing", "preparing")
}

pub(super) fn restore_of(job: &Job) -> Option<&str> {
    job.params.get(RESTORE).map(String::as_str)
}

fn limit_text(limit: Option<Bytes>) -> String {
    limit.map(|limit| limit.0.to_string()).unwrap_or_default()
}
