//! A job while somebody works on it: its row, its pace, and when to tell whom.

use super::interruption::note_how_far;
use super::{Job, JobEvent, JobState, Pace, Sink, WAITING_FOR_ANSWER, WaitingFor, next};
use crate::clock::Clock;
use crate::fault::{Fault, NextStep, Retry};
use crate::ledger::{EntryDraft, Ledger};
use crate::units::Bytes;
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

/// At most ten times a second (promise 20).
pub(super) const SAY_EVERY: Duration = Duration::from_millis(100);
/// What is shown may be newer than what is written, but not by much.
const WRITE_EVERY: Duration = Duration::from_millis(750);
/// A job in which nothing moves is still looked at this often, so that its speed falls.
const STALL_EVERY: Duration = Duration::from_secs(1);

/// What all jobs of one process share.
pub(super) struct Shared {
    pub ledger: Arc<Ledger>,
    pub clock: Arc<dyn Clock>,
    pub sink: Arc<dyn Sink>,
    pub live: Mutex<HashMap<String, Arc<Live>>>,
    /// Set when Slipway ends: what happens to jobs from then on is no news.
    pub closed: AtomicBool,
    /// Rung when there is something to keep time for.
    pub bell: Arc<Notify>,
}

impl Shared {
    pub fn live(&self) -> MutexGuard<'_, HashMap<String, Arc<Live>>> {
        self.live
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

/// One job that is worked on.
pub(super) struct Live {
    pub id: String,
    pub cancel: CancellationToken,
    shared: Arc<Shared>,
    /// Bytes done in this phase; outside the lock, because it is reported from hot loops.
    done: AtomicU64,
    /// When the next report may be shown, in nanoseconds of the clock's elapsed time.
    next_say: AtomicU64,
    /// Nobody works on it any more; it is here only until it is written down.
    left: AtomicBool,
    row: Mutex<Row>,
}

struct Row {
    job: Job,
    pace: Pace,
    said_at: Duration,
    written_at: Duration,
    /// Something changed that nobody was told yet.
    unsaid: bool,
    /// Something changed that is not in the ledger yet.
    unwritten: bool,
}

impl Live {
    pub fn new(job: Job, shared: Arc<Shared>) -> Self {
        let now = shared.clock.elapsed();
        let done = AtomicU64::new(job.done.0);
        let id = job.id.clone();
        let row = Row {
            job,
            pace: Pace::default(),
            said_at: now,
            written_at: now,
            unsaid: false,
            unwritten: false,
        };
        let next_say = AtomicU64::new(nanos(now + SAY_EVERY));
        Self {
            id,
            cancel: CancellationToken::new(),
            shared,
            done,
            next_say,
            left: AtomicBool::new(false),
            row: Mutex::new(row),
        }
    }

    /// Tells the sink how things stand, at once.
    pub fn announce(&self) {
        let mut row = self.row();
        self.say(&mut row);
    }

    pub fn snapshot(&self) -> Job {
        let mut row = self.row();
        self.take_in_progress(&mut row);
        row.job.clone()
    }

    /// Applies `event` if it means something now; writes it down, then tells. Gives the job as it
    /// stands afterwards.
    pub fn happens(&self, event: JobEvent) -> Job {
        self.happens_with(event, |_| {})
    }

    fn happens_with(&self, event: JobEvent, change: impl FnOnce(&mut Job)) -> Job {
        let mut row = self.row();
        let Some(state) = next(&row.job.state, event) else {
            return row.job.clone();
        };
        self.enter(&mut row, state);
        change(&mut row.job);
        self.write_and_say(&mut row);
        self.left_in(row)
    }

    /// As [`Self::happens`], with the line of the history that goes with it: both are written, or
    /// neither, and then nothing has happened.
    pub fn happens_in_history(&self, event: JobEvent, line: EntryDraft) -> Result<Job, Fault> {
        let mut row = self.row();
        let Some(state) = next(&row.job.state, event) else {
            return Ok(row.job.clone());
        };
        self.take_in_progress(&mut row);
        let before = row.job.clone();
        self.enter(&mut row, state);
        self.mark_change(&mut row);
        if let Err(fault) = self.shared.ledger.save_job_with(&row.job, line) {
            row.job = before;
            return Err(fault);
        }
        row.written_at = self.shared.clock.elapsed();
        row.unwritten = false;
        self.say(&mut row);
        Ok(self.left_in(row))
    }

    fn enter(&self, row: &mut Row, state: JobState) {
        self.take_in_progress(row);
        row.job.state = state;
        if row.job.state == JobState::Running {
            let done = self.done.load(Ordering::Relaxed);
            row.pace.sample(self.shared.clock.elapsed(), done);
        } else {
            row.pace.pause();
            (row.job.speed, row.job.eta_s) = (None, None);
        }
    }

    /// The job as it stands now, and whether somebody still works on it.
    fn left_in(&self, row: MutexGuard<'_, Row>) -> Job {
        let job = row.job.clone();
        drop(row);
        if job.state.has_ended() || job.state == JobState::Interrupted {
            self.leave();
        }
        job
    }

    /// Nobody works on it any more: the ledger answers for it from now on. Where it could not be
    /// written down, on a full disk say, it stays here until it can.
    fn leave(&self) {
        self.left.store(true, Ordering::Release);
        self.go_if_left();
    }

    pub fn is_left(&self) -> bool {
        self.left.load(Ordering::Acquire)
    }

    fn go_if_left(&self) {
        if self.is_left() && !self.row().unwritten {
            self.shared.live().remove(&self.id);
        }
    }

    /// Begins a part of the work: its counters start again.
    pub fn phase(&self, name: &str) {
        let mut row = self.row();
        if row.job.state.has_ended() {
            return;
        }
        if let Some(begun) = next(&row.job.state, JobEvent::Begin) {
            row.job.state = begun;
        }
        self.done.store(0, Ordering::Relaxed);
        row.job.phase = name.to_owned();
        (row.job.done, row.job.total) = (Bytes(0), Bytes(0));
        (row.job.speed, row.job.eta_s) = (None, None);
        row.pace = Pace::default();
        if row.job.state == JobState::Running {
            row.pace.sample(self.shared.clock.elapsed(), 0);
        }
        self.write_and_say(&mut row);
    }

    /// Begins a part of the same work: its counters and its speed go on.
    pub fn goes_on_with(&self, name: &str) {
        let mut row = self.row();
        if row.job.state.has_ended() || row.job.phase == name {
            return;
        }
        self.take_in_progress(&mut row);
        row.job.phase = name.to_owned();
        self.write_and_say(&mut row);
    }

    /// So much was done before anybody measured.
    pub fn done_before(&self, bytes: u64) {
        let mut row = self.row();
        let before = self.done.fetch_max(bytes, Ordering::Relaxed);
        row.pace
            .from(self.shared.clock.elapsed(), before.max(bytes));
        (row.unsaid, row.unwritten) = (true, true);
    }

    /// Reports progress. Costs next to nothing when nothing is due.
    pub fn done(&self, bytes: u64) {
        if self.done.fetch_max(bytes, Ordering::Relaxed) >= bytes {
            return;
        }
        let now = self.shared.clock.elapsed();
        if nanos(now) < self.next_say.load(Ordering::Relaxed) {
            return;
        }
        // Whoever holds the row is about to tell anyway.
        if let Ok(mut row) = self.row.try_lock() {
            self.say_if_due(&mut row, now);
        }
    }

    /// Changes the row in a way that is shown when the next report is due.
    pub fn change(&self, change: impl FnOnce(&mut Job)) {
        let mut row = self.row();
        if row.job.state.has_ended() {
            return;
        }
        let before = row.job.clone();
        change(&mut row.job);
        if row.job == before {
            return;
        }
        (row.unsaid, row.unwritten) = (true, true);
        let now = self.shared.clock.elapsed();
        self.say_if_due(&mut row, now);
    }

    /// The user wants it to stop: the work is asked to, and the row says so at once.
    pub fn ask_to_stop(&self) {
        self.cancel.cancel();
        let mut row = self.row();
        if !row.job.state.has_ended() {
            row.job
                .params
                .insert("stopping".to_owned(), "true".to_owned());
            self.write_and_say(&mut row);
        }
    }

    /// Tells and writes what the work reported since, or that it stalls.
    pub fn tick(&self) {
        let now = self.shared.clock.elapsed();
        let mut row = self.row();
        let moved = self.shown_done(&row.job) != row.job.done;
        let stalls = row.job.state == JobState::Running
            && row.job.speed.is_some_and(|speed| speed.0 > 0)
            && now >= row.said_at + STALL_EVERY;
        if row.unsaid || moved || stalls {
            self.say_if_due(&mut row, now);
        }
        if row.unwritten && now >= row.written_at + WRITE_EVERY {
            let _ = self.write(&mut row, false);
            drop(row);
            self.go_if_left();
        }
    }

    /// Writes the row down now and says whether that worked.
    pub fn write_down(&self) -> Result<(), Fault> {
        let mut row = self.row();
        self.take_in_progress(&mut row);
        let written = self.write(&mut row, true);
        drop(row);
        self.go_if_left();
        written
    }

    /// Nobody works on it any more, and nobody said why.
    pub fn abandoned(&self) {
        if self.shared.closed.load(Ordering::Acquire) {
            return;
        }
        let job = self.snapshot();
        if !job.state.is_under_way() {
            self.leave();
        } else if job.phase == WAITING_FOR_ANSWER {
            // Everything was sent: only a look in the Portal tells what became of it (promise 39).
            self.happens(JobEvent::WaitFor(WaitingFor::LookInPortal));
            self.leave();
        } else if self.cancel.is_cancelled() {
            self.happens(JobEvent::Cancel);
        } else {
            let fault =
                Fault::new("stopped-unexpectedly", Retry::ByUser, NextStep::TryAgain).detail(
                    format!("the work ended in phase {:?} without a result", job.phase),
                );
            self.happens(JobEvent::Fail(fault));
        }
    }

    /// Slipway ends: the row says *interrupted* and how far the work was. What it still reports
    /// while the process lasts is written down, but told to nobody.
    pub fn interrupt(&self) {
        self.happens_with(JobEvent::Interrupt, note_how_far);
    }

    fn row(&self) -> MutexGuard<'_, Row> {
        self.row
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    /// Never less than shown before in this phase, never more than the total (promise 20).
    fn shown_done(&self, job: &Job) -> Bytes {
        let done = self.done.load(Ordering::Relaxed).max(job.done.0);
        Bytes(if job.total.0 > 0 {
            done.min(job.total.0)
        } else {
            done
        })
    }

    fn take_in_progress(&self, row: &mut Row) {
        if row.job.state.has_ended() {
            return;
        }
        let done = self.shown_done(&row.job);
        if done != row.job.done {
            row.job.done = done;
            (row.unsaid, row.unwritten) = (true, true);
        }
        if row.job.state == JobState::Running {
            row.pace.sample(self.shared.clock.elapsed(), done.0);
            row.job.speed = row.pace.speed();
            row.job.eta_s = row.pace.eta(done.0, row.job.total.0);
        }
    }

    fn say_if_due(&self, row: &mut Row, now: Duration) {
        if now < row.said_at + SAY_EVERY || row.job.state.has_ended() {
            return;
        }
        self.take_in_progress(row);
        row.unwritten = true;
        self.mark_change(row);
        if now >= row.written_at + WRITE_EVERY {
            let _ = self.write(row, false);
        }
        self.say(row);
    }

    fn write_and_say(&self, row: &mut Row) {
        self.mark_change(row);
        let _ = self.write(row, true);
        self.say(row);
    }

    fn mark_change(&self, row: &mut Row) {
        row.job.revision += 1;
        row.job.updated_at = self.shared.clock.now();
    }

    fn say(&self, row: &mut Row) {
        row.said_at = self.shared.clock.elapsed();
        row.unsaid = false;
        self.next_say
            .store(nanos(row.said_at + SAY_EVERY), Ordering::Relaxed);
        if !self.shared.closed.load(Ordering::Acquire) {
            self.shared.sink.job_changed(&row.job);
        }
    }

    /// A row that could not be written is tried again with the next report: the work goes on.
    fn write(&self, row: &mut Row, durable: bool) -> Result<(), Fault> {
        row.written_at = self.shared.clock.elapsed();
        let written = if durable {
            self.shared.ledger.save_job(&row.job)
        } else {
            self.shared.ledger.save_progress(&row.job)
        };
        row.unwritten = written.is_err();
        written.map(drop).inspect_err(|fault| {
            tracing::warn!(
                job = self.id,
                code = fault.code,
                detail = fault.detail,
                "a job could not be written down"
            );
        })
    }
}

fn nanos(since_start: Duration) -> u64 {
    u64::try_from(since_start.as_nanos()).unwrap_or(u64::MAX)
}
