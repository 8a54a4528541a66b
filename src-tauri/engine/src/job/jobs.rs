//! All jobs of this process: starting them, finding them, stopping them.

use super::live::{Live, SAY_EVERY, Shared};
use super::{Job, JobEvent, JobRun, JobState, NewJob, Sink, Started, next};
use crate::clock::Clock;
use crate::fault::{Fault, NextStep, Retry};
use crate::ledger::{self, EntryDraft, Ledger};
use crate::units::Moment;
use std::collections::HashMap;
use std::future::Future;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use tokio::sync::Notify;

/// Where jobs are started and asked about. Clones are the same.
#[derive(Clone)]
pub struct Jobs(Arc<Shared>);

impl Jobs {
    pub fn new(ledger: Arc<Ledger>, clock: Arc<dyn Clock>, sink: Arc<dyn Sink>) -> Self {
        Self(Arc::new(Shared {
            ledger,
            clock,
            sink,
            live: Mutex::new(HashMap::new()),
            closed: AtomicBool::new(false),
            bell: Arc::new(Notify::new()),
        }))
    }

    /// Shows and writes down what work reported just before it fell silent, and lets the speed of
    /// a stalled job fall. To be run beside the work for as long as Slipway runs; it ends after
    /// [`Jobs::close`] and sleeps while there is no job.
    pub fn keep_time(&self) -> impl Future<Output = ()> + Send + 'static {
        let (shared, bell) = (Arc::downgrade(&self.0), self.0.bell.clone());
        async move {
            loop {
                let Some(now) = shared
                    .upgrade()
                    .filter(|shared| !shared.closed.load(Ordering::Acquire))
                else {
                    return;
                };
                let live: Vec<Arc<Live>> = now.live().values().cloned().collect();
                let idle = live.is_empty();
                live.iter().for_each(|live| live.tick());
                let clock = now.clock.clone();
                drop((live, now));
                if idle {
                    bell.notified().await;
                } else {
                    clock.wait(SAY_EVERY).await;
                }
            }
        }
    }

    /// Starts a job, queued until its first phase. A confirmation that was used before gives the
    /// job back that it started, whatever became of that (promise 39).
    ///
    /// Faults: those of the ledger; nothing has started then.
    pub fn start(&self, new: NewJob) -> Result<Started, Fault> {
        let confirmation = new.confirmation.clone();
        let job = new.queued_as(uuid::Uuid::new_v4().to_string(), self.0.clock.now());
        match self.0.ledger.start_job(&job, confirmation.as_deref())? {
            ledger::Started::Already(job) => Ok(Started::Already(Box::new(self.live_or(*job)))),
            ledger::Started::New => {
                let run = self.hold(job);
                Ok(Started::New(run))
            }
        }
    }

    /// Goes on with a job that was interrupted or waits with nobody at it.
    ///
    /// Faults: `job-not-found`; `job-not-resumable` for one that has ended or is being worked on.
    pub fn take_up(&self, id: &str) -> Result<JobRun, Fault> {
        let not_resumable = || Fault::new("job-not-resumable", Retry::Never, NextStep::None);
        match self.find(id) {
            Some(live) if live.is_left() => live.write_down()?,
            Some(_) => return Err(not_resumable()),
            None => {}
        }
        let mut job = self.0.ledger.job(id)?.ok_or_else(not_found)?;
        job.state = next(&job.state, JobEvent::CarryOn).ok_or_else(not_resumable)?;
        job.params.remove("stopping");
        if !self.0.ledger.replace_job(&mut job, self.0.clock.now())? {
            return Err(not_resumable());
        }
        Ok(self.hold(job))
    }

    /// Jobs nobody dismissed, newest first, as they stand this moment.
    pub fn shown(&self) -> Result<Vec<Job>, Fault> {
        let jobs = self.0.ledger.jobs_to_show()?;
        Ok(jobs.into_iter().map(|job| self.live_or(job)).collect())
    }

    pub fn job(&self, id: &str) -> Result<Option<Job>, Fault> {
        match self.find(id) {
            Some(live) => Ok(Some(live.snapshot())),
            None => self.0.ledger.job(id),
        }
    }

    /// Asks a job to stop. One that is worked on says so at once (`params.stopping`) and ends when
    /// its work does; one that nobody works on is cancelled here. False if there was nothing to
    /// stop.
    pub fn cancel(&self, id: &str) -> bool {
        if let Some(live) = self.find(id).filter(|live| !live.is_left()) {
            live.ask_to_stop();
            return true;
        }
        let write = |ledger: &Ledger, job: &mut Job, now| ledger.replace_job(job, now);
        match self.end_without_run(id, JobEvent::Cancel, write) {
            Ok((_, changed)) => changed,
            Err(fault) => {
                tracing::warn!(job = id, code = fault.code, "a job could not be cancelled");
                false
            }
        }
    }

    /// Ends a job that nobody works on with `ending`, as after a question to the user, and writes
    /// `line` into the history with it: both, or neither. The first answer counts. Gives the job as
    /// it stands afterwards, and whether this was it.
    ///
    /// Faults: `job-not-found`, those of the ledger.
    pub fn settle(
        &self,
        id: &str,
        ending: JobState,
        line: EntryDraft,
    ) -> Result<(Job, bool), Fault> {
        let Some(ending) = JobEvent::ending_in(ending) else {
            return Ok((self.job(id)?.ok_or_else(not_found)?, false));
        };
        self.end_without_run(id, ending, |ledger, job, now| {
            ledger.settle_job(job, line, now)
        })
    }

    /// Ends a job that nobody works on, of which it turned out how it ended.
    ///
    /// Faults: `job-not-found`, those of the ledger.
    pub fn conclude(&self, id: &str, ending: JobState) -> Result<Job, Fault> {
        let Some(ending) = JobEvent::ending_in(ending) else {
            return self.job(id)?.ok_or_else(not_found);
        };
        let write = |ledger: &Ledger, job: &mut Job, now| ledger.replace_job(job, now);
        Ok(self.end_without_run(id, ending, write)?.0)
    }

    /// Writes down a job that nobody works on, as it was changed, and `line` with it: both, or
    /// neither; neither where somebody else changed it meanwhile. Faults: those of the ledger.
    pub fn note(&self, mut job: Job, line: EntryDraft) -> Result<(), Fault> {
        let now = self.0.clock.now();
        if self.0.ledger.settle_job(&mut job, line, now)? {
            self.0.sink.job_changed(&job);
        }
        Ok(())
    }

    /// The last act: what is worked on becomes *interrupted* in the ledger, and nobody is told of
    /// anything any more.
    pub fn close(&self) {
        self.0.closed.store(true, Ordering::Release);
        let live: Vec<Arc<Live>> = self.0.live().values().cloned().collect();
        live.iter().for_each(|live| live.interrupt());
        self.0.bell.notify_one();
    }

    fn end_without_run(
        &self,
        id: &str,
        ending: JobEvent,
        write: impl FnOnce(&Ledger, &mut Job, Moment) -> Result<bool, Fault>,
    ) -> Result<(Job, bool), Fault> {
        if let Some(live) = self.find(id) {
            live.write_down()?;
        }
        let mut job = self.0.ledger.job(id)?.ok_or_else(not_found)?;
        let Some(state) = next(&job.state, ending) else {
            return Ok((job, false));
        };
        job.state = state;
        if !write(&self.0.ledger, &mut job, self.0.clock.now())? {
            return Ok((self.0.ledger.job(id)?.ok_or_else(not_found)?, false));
        }
        self.0.sink.job_changed(&job);
        Ok((job, true))
    }

    fn hold(&self, job: Job) -> JobRun {
        let live = Arc::new(Live::new(job, self.0.clone()));
        self.0.live().insert(live.id.clone(), live.clone());
        self.0.bell.notify_one();
        live.announce();
        JobRun::of(live)
    }

    fn find(&self, id: &str) -> Option<Arc<Live>> {
        self.0.live().get(id).cloned()
    }

    fn live_or(&self, job: Job) -> Job {
        self.find(&job.id).map_or(job, |live| live.snapshot())
    }
}

fn not_found() -> Fault {
    Fault::new("job-not-found", Retry::Never, NextStep::None)
}
