use super::*;
use crate::clock::ManualClock;
use crate::desk::HistoryFilter;
use crate::fault::{Fault, NextStep, Retry};
use crate::ledger::{EntryDraft, Ledger};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Jobs over a ledger in memory, with everything the window was told.
struct Desk {
    jobs: Jobs,
    ledger: Arc<Ledger>,
    clock: ManualClock,
    told: Arc<Told>,
}

#[derive(Default)]
struct Told(Mutex<Vec<Job>>);

impl Sink for Told {
    fn job_changed(&self, job: &Job) {
        self.0.lock().expect("the list").push(job.clone());
    }
}

impl Told {
    fn all(&self) -> Vec<Job> {
        self.0.lock().expect("the list").clone()
    }
}

impl Desk {
    fn new() -> Self {
        let ledger = Arc::new(Ledger::in_memory().expect("a ledger"));
        let clock = ManualClock::default();
        let told = Arc::new(Told::default());
        let jobs = Jobs::new(ledger.clone(), Arc::new(clock.clone()), told.clone());
        Self {
            jobs,
            ledger,
            clock,
            told,
        }
    }

    fn upload(&self) -> JobRun {
        let started = self.jobs.start(NewJob::new(JobKind::Upload));
        started.expect("it starts").into_run()
    }

    fn may_write(&self, may: bool) {
        let connection = self.ledger.connection();
        let set = connection.pragma_update(None, "query_only", !may);
        set.expect("set");
    }

    fn state(&self, id: &str) -> JobState {
        self.jobs.job(id).expect("asked").expect("a job").state
    }
}

fn fault() -> Fault {
    Fault::new("portal-unreachable", Retry::ByUser, NextStep::CheckNetwork)
}

#[test]
fn promise_20_progress_is_told_ten_times_a_second_and_never_goes_back_or_over() {
    let desk = Desk::new();
    let run = desk.upload();
    run.phase("sending");
    run.total(1_000);
    for step in 0..1_000 {
        run.done(if step % 7 == 0 { 0 } else { step * 2 });
        desk.clock.advance(Duration::from_millis(10));
    }
    let told = desk.told.all();
    let sending: Vec<&Job> = told.iter().filter(|job| job.phase == "sending").collect();
    assert!(sending.len() <= 110, "{} in ten seconds", sending.len());
    assert!(sending.is_sorted_by_key(|job| job.done));
    assert!(sending.iter().all(|job| job.done <= Bytes(1_000)));
    assert!(told.is_sorted_by_key(|job| job.revision));
}

#[test]
fn promise_39_a_confirmation_starts_one_job_however_often_it_is_given() {
    let desk = Desk::new();
    let order = NewJob::new(JobKind::Upload).confirmation("agreed once");
    let run = desk
        .jobs
        .start(order.clone())
        .expect("it starts")
        .into_run();
    let Started::Already(job) = desk.jobs.start(order).expect("it is answered") else {
        panic!("a second job for one confirmation");
    };
    assert_eq!(job.id, run.id());
}

#[test]
fn work_that_breaks_off_says_so() {
    let desk = Desk::new();
    let run = desk.upload();
    run.phase("sending");
    let id = run.id().to_owned();
    drop(run);
    let JobState::Failed { fault } = desk.state(&id) else {
        panic!("{:?}", desk.state(&id));
    };
    assert_eq!(fault.code, "stopped-unexpectedly");
}

#[test]
fn promise_39_work_that_breaks_off_after_everything_was_sent_asks_for_a_look_in_the_portal() {
    for cancelled in [false, true] {
        let desk = Desk::new();
        let run = desk.upload();
        run.phase(WAITING_FOR_ANSWER);
        let id = run.id().to_owned();
        if cancelled {
            desk.jobs.cancel(&id);
        }
        drop(run);
        let waiting_for = WaitingFor::LookInPortal;
        assert_eq!(desk.state(&id), JobState::Waiting { waiting_for });
    }
}

#[test]
fn a_job_asked_to_stop_says_so_at_once_and_ends_when_its_work_does() {
    let desk = Desk::new();
    let run = desk.upload();
    run.phase("sending");
    assert!(desk.jobs.cancel(run.id()));
    assert!(run.cancel_token().is_cancelled());
    assert_eq!(run.snapshot().params["stopping"], "true");
    assert_eq!(run.snapshot().state, JobState::Running);
    assert_eq!(run.finish(JobState::Cancelled).state, JobState::Cancelled);
    assert!(!desk.jobs.cancel(run.id()), "there is nothing to stop");
}

#[tokio::test]
async fn an_end_that_cannot_be_written_down_is_told_all_the_same_and_written_once_it_can() {
    let desk = Desk::new();
    let keeping_time = tokio::spawn(desk.jobs.keep_time());
    let written = |id: &str| desk.ledger.job(id).expect("asked").expect("a job").state;
    let run = desk.upload();
    run.phase("sending");
    let id = run.id().to_owned();
    desk.may_write(false);
    run.finish(JobState::Failed { fault: fault() });
    drop(run);
    assert_eq!(desk.state(&id), JobState::Failed { fault: fault() });
    assert_eq!(written(&id), JobState::Running);
    assert!(!desk.jobs.cancel(&id), "there is nothing to stop");
    let shown = desk.jobs.shown().expect("asked").remove(0).state;
    assert_eq!(shown, JobState::Failed { fault: fault() });

    desk.may_write(true);
    for _ in 0..100 {
        desk.clock.advance(Duration::from_secs(1));
        tokio::task::yield_now().await;
    }
    assert_eq!(written(&id), JobState::Failed { fault: fault() });
    assert_eq!(desk.state(&id), JobState::Failed { fault: fault() });
    keeping_time.abort();
}

#[test]
fn an_end_and_its_line_in_the_history_are_written_together_and_once() {
    let desk = Desk::new();
    let run = desk.upload();
    run.phase("sending");
    let end = || run.finish_with(JobState::Succeeded, EntryDraft::new("upload-accepted"));
    let lines = || {
        let page = desk.ledger.entries(&HistoryFilter::default());
        page.expect("reads").entries.len()
    };
    desk.may_write(false);
    assert!(end().is_err());
    assert_eq!((desk.state(run.id()), lines()), (JobState::Running, 0));

    desk.may_write(true);
    for _ in 0..2 {
        let job = end().expect("written");
        assert_eq!((job.state, lines()), (JobState::Succeeded, 1));
    }
    let written = desk.ledger.job(run.id()).expect("asked").expect("a job");
    assert_eq!(written.state, JobState::Succeeded);
    let told = desk.told.all();
    assert!(told.is_sorted_by_key(|job| job.revision));
    assert_eq!(
        told.last().map(|job| &job.state),
        Some(&JobState::Succeeded)
    );
}

#[test]
fn the_first_ending_counts() {
    let desk = Desk::new();
    let run = desk.upload();
    run.phase("sending");
    run.finish(JobState::Succeeded);
    let job = run.finish(JobState::Failed { fault: fault() });
    assert_eq!(job.state, JobState::Succeeded);
}

#[test]
fn closing_interrupts_what_runs_and_tells_nobody() {
    let desk = Desk::new();
    let run = desk.upload();
    run.phase("sending");
    let told = desk.told.all().len();
    let kept = || desk.ledger.job(run.id()).expect("asked").expect("a job");
    desk.jobs.close();
    assert_eq!(kept().state, JobState::Interrupted);
    run.finish(JobState::Succeeded);
    assert_eq!(
        kept().state,
        JobState::Succeeded,
        "it ended in time after all"
    );
    assert_eq!(desk.told.all().len(), told);
}

#[test]
fn an_interrupted_job_is_taken_up_once() {
    let desk = Desk::new();
    let run = desk.upload();
    run.phase("sending");
    let id = run.id().to_owned();
    desk.jobs.close();
    drop(run);
    let later = Jobs::new(
        desk.ledger.clone(),
        Arc::new(desk.clock.clone()),
        desk.told.clone(),
    );
    let run = later.take_up(&id).expect("it goes on");
    assert_eq!(run.snapshot().state, JobState::Running);
    let again = later
        .take_up(&id)
        .map(drop)
        .expect_err("somebody works on it");
    assert_eq!(again.code, "job-not-resumable");
}
