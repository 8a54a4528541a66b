//! What the work holds while it goes on, and reports to.

use super::live::Live;
use super::{Job, JobEvent, JobState, WaitingFor};
use crate::fault::Fault;
use crate::ledger::EntryDraft;
use crate::units::Bytes;
use std::fmt::Display;
use std::sync::Arc;
use tokio_util::sync::CancellationToken;

/// A job in the hands of whoever does the work. Clones report to the same job.
///
/// Nothing here fails: a report that cannot be written down is tried again, and the work goes on.
/// When the last clone is dropped without an ending, as in a panic, the job becomes *failed* with
/// `stopped-unexpectedly`, or *cancelled* if that was wanted; a job that waits for the user to look
/// in the Portal stays.
#[derive(Clone)]
pub struct JobRun(Arc<Hold>);

/// Dropped with the last clone.
struct Hold(Arc<Live>);

impl JobRun {
    pub(super) fn of(live: Arc<Live>) -> Self {
        Self(Arc::new(Hold(live)))
    }

    pub fn id(&self) -> &str {
        &self.live().id
    }

    /// The job as it stands this moment.
    pub fn snapshot(&self) -> Job {
        self.live().snapshot()
    }

    /// Begins a named part of the work; the first one makes a queued job *running*. Counters and
    /// speed start again. It is in the ledger and with the sink when this returns.
    ///
    /// An upload must begin `waiting-for-answer` before it hands over its last bytes: after a crash
    /// the phase is what tells whether the package may have arrived.
    pub fn phase(&self, name: &str) {
        self.live().phase(name);
    }

    /// Begins a part of the same work: counters and speed go on.
    pub fn goes_on_with(&self, name: &str) {
        self.live().goes_on_with(name);
    }

    /// So much was done of this phase before, in an earlier run: it counts, and is no speed.
    pub fn done_before(&self, bytes: u64) {
        self.live().done_before(bytes);
    }

    /// How many bytes there are to do in this phase. Never less than what is done.
    pub fn total(&self, bytes: u64) {
        self.live()
            .change(|job| job.total = Bytes(bytes).max(job.done));
    }

    /// How much is done of this phase, counted from its start. Less than before is ignored. May be
    /// called from a hot loop.
    pub fn done(&self, bytes: u64) {
        self.live().done(bytes);
    }

    /// A fact about the job, shown with the next report.
    pub fn param(&self, key: &str, value: impl Display) {
        self.params([(key, value.to_string())]);
    }

    /// Several facts of one moment, shown together.
    pub fn params<const N: usize>(&self, facts: [(&str, String); N]) {
        self.live().change(|job| {
            for (key, value) in facts {
                job.params.insert(key.to_owned(), value);
            }
        });
    }

    /// Takes back a fact that holds no more.
    pub fn no_longer(&self, key: &str) {
        self.live().change(|job| {
            job.params.remove(key);
        });
    }

    /// SHA-256 of the package, once it is known.
    pub fn package(&self, sha256: &str) {
        self.live()
            .change(|job| job.package = Some(sha256.to_owned()));
    }

    pub fn pause(&self) {
        self.live().happens(JobEvent::Pause);
    }

    pub fn wait_for(&self, what: WaitingFor) {
        self.live().happens(JobEvent::WaitFor(what));
    }

    /// Goes on after a pause or a wait.
    pub fn carry_on(&self) {
        self.live().happens(JobEvent::CarryOn);
    }

    /// Ends the work without ending the job: from now on it waits, with nobody at it.
    pub fn leave_waiting(self, what: WaitingFor) {
        self.wait_for(what);
    }

    /// Ends the job; the first ending counts. `state` is *succeeded*, *failed* or *cancelled*;
    /// any other changes nothing. Gives the job as it stands afterwards.
    pub fn finish(&self, state: JobState) -> Job {
        // Work too small for a phase went from queued to its end in one step.
        self.live().happens(JobEvent::Begin);
        match JobEvent::ending_in(state) {
            Some(ending) => self.live().happens(ending),
            None => self.snapshot(),
        }
    }

    /// As [`Self::finish`], with the line of the history that tells of it: both are written, or
    /// neither, so that whatever ends Slipway now, the line is there once.
    ///
    /// Faults: those of the ledger; the job has not ended then.
    pub fn finish_with(&self, state: JobState, line: EntryDraft) -> Result<Job, Fault> {
        self.live().happens(JobEvent::Begin);
        match JobEvent::ending_in(state) {
            Some(ending) => self.live().happens_in_history(ending, line),
            None => Ok(self.snapshot()),
        }
    }

    /// Writes the job down now. Faults: those of the ledger.
    pub fn write_down(&self) -> Result<(), Fault> {
        self.live().write_down()
    }

    /// Cancelled once the user wants the job to stop. The work then ends it with [`Self::finish`],
    /// with whatever is true by then.
    pub fn cancel_token(&self) -> CancellationToken {
        self.live().cancel.clone()
    }

    fn live(&self) -> &Live {
        &self.0.0
    }
}

impl std::fmt::Debug for JobRun {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("JobRun").field(&self.id()).finish()
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        self.0.abandoned();
    }
}
