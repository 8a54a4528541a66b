//! The journal: what survives a crash, and what happens only once.

use super::{at, job, ledger};
use crate::desk::HistoryFilter;
use crate::fault::{Fault, NextStep, Retry};
use crate::job::{JobKind, JobState, WaitingFor};
use crate::ledger::{EntryDraft, Ledger, Started};
use crate::units::Bytes;
use std::sync::Arc;

fn ids(jobs: Vec<crate::job::Job>) -> Vec<String> {
    jobs.into_iter().map(|job| job.id).collect()
}

#[test]
fn promise_39_a_confirmation_starts_one_job_for_ever() {
    let ledger = ledger();
    let mut first = job("first", JobKind::Upload, JobState::Queued);
    assert_eq!(
        ledger.start_job(&first, Some("c")).expect("starts"),
        Started::New
    );
    first.state = JobState::Cancelled;
    first.revision = 2;
    ledger.save_job(&first).expect("saves");
    ledger.dismiss_job("first").expect("dismisses");
    let second = job("second", JobKind::Upload, JobState::Queued);
    assert_eq!(
        ledger.start_job(&second, Some("c")).expect("answers"),
        Started::Already(Box::new(first.clone()))
    );
    assert_eq!(ledger.job("second").expect("reads"), None);
    assert_eq!(ledger.job_of_confirmation("c").expect("reads"), Some(first));
    assert_eq!(ledger.job_of_confirmation("d").expect("reads"), None);
}

#[test]
fn promise_39_of_many_clicks_at_once_one_starts() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("slipway.db");
    drop(Ledger::open(&path).expect("made"));
    // Several connections, as the window and the command line have.
    let clicks: Vec<_> = (0..8)
        .map(|number| {
            let path = path.clone();
            std::thread::spawn(move || {
                let ledger = Ledger::open(&path).expect("opens");
                let click = job(&format!("job-{number}"), JobKind::Upload, JobState::Queued);
                ledger.start_job(&click, Some("c")).expect("answers") == Started::New
            })
        })
        .collect();
    let started = clicks
        .into_iter()
        .map(|click| click.join().expect("ends"))
        .filter(|new| *new);
    assert_eq!(started.count(), 1);
}

#[test]
fn promise_39_a_confirmation_can_be_neither_changed_nor_removed() {
    let ledger = ledger();
    ledger
        .start_job(&job("j", JobKind::Upload, JobState::Queued), Some("c"))
        .expect("starts");
    let connection = ledger.connection();
    connection
        .execute("UPDATE confirmations SET id = 'd'", [])
        .expect_err("refused");
    connection
        .execute("DELETE FROM confirmations", [])
        .expect_err("refused");
}

#[test]
fn a_job_comes_back_as_it_was_written() {
    let ledger = ledger();
    let mut upload = job("j", JobKind::Upload, JobState::Running);
    ledger.start_job(&upload, None).expect("starts");
    let fault = Fault::new("no-connection", Retry::Exhausted, NextStep::CheckNetwork)
        .with("host", "x")
        .detail("d");
    for state in [
        JobState::Paused,
        JobState::Waiting {
            waiting_for: WaitingFor::Retry,
        },
        JobState::Waiting {
            waiting_for: WaitingFor::LookInPortal,
        },
        JobState::Interrupted,
        JobState::Succeeded,
        JobState::Failed { fault },
        JobState::Cancelled,
    ] {
        upload.state = state;
        upload.revision += 1;
        upload.done = Bytes(u64::from(upload.revision));
        assert!(ledger.save_job(&upload).expect("saves"));
        assert_eq!(ledger.job("j").expect("reads").as_ref(), Some(&upload));
    }
}

#[test]
fn an_older_state_never_overwrites_a_newer_one() {
    let ledger = ledger();
    let mut upload = job("j", JobKind::Upload, JobState::Running);
    ledger.start_job(&upload, None).expect("starts");
    let old = upload.clone();
    upload.revision = 7;
    upload.state = JobState::Succeeded;
    assert!(ledger.save_progress(&upload).expect("saves"));
    assert!(!ledger.save_job(&old).expect("answers"));
    assert_eq!(ledger.job("j").expect("reads"), Some(upload));
}

#[test]
fn of_two_answers_to_one_question_the_first_counts() {
    let ledger = Arc::new(ledger());
    ledger
        .start_job(&job("j", JobKind::Upload, JobState::Running), None)
        .expect("starts");
    let (mut yes, mut no) = (
        ledger.job("j").expect("reads").expect("there"),
        ledger.job("j").expect("reads").expect("there"),
    );
    yes.state = JobState::Succeeded;
    no.state = JobState::Cancelled;
    assert!(ledger.replace_job(&mut yes, at(5)).expect("answers"));
    assert!(!ledger.replace_job(&mut no, at(6)).expect("answers"));
    let kept = ledger.job("j").expect("reads").expect("there");
    assert_eq!(
        (kept.state, kept.revision, kept.updated_at),
        (JobState::Succeeded, 2, at(5))
    );
}

#[test]
fn a_job_under_way_cannot_be_dismissed_and_a_dismissed_one_is_not_lost() {
    let ledger = ledger();
    ledger
        .start_job(&job("ended", JobKind::Inspect, JobState::Succeeded), None)
        .expect("starts");
    ledger
        .start_job(&job("running", JobKind::Upload, JobState::Running), None)
        .expect("starts");
    ledger.dismiss_job("ended").expect("dismisses");
    ledger.dismiss_job("running").expect("does nothing");
    assert_eq!(ids(ledger.jobs_to_show().expect("reads")), ["running"]);
    assert!(ledger.job("ended").expect("reads").is_some());
}

#[test]
fn promise_23_what_the_last_session_left_open_is_interrupted() {
    let ledger = ledger();
    let look = JobState::Waiting {
        waiting_for: WaitingFor::LookInPortal,
    };
    let left = [
        ("queued", JobState::Queued),
        ("running", JobState::Running),
        ("paused", JobState::Paused),
        (
            "retrying",
            JobState::Waiting {
                waiting_for: WaitingFor::Retry,
            },
        ),
        ("asking", look.clone()),
        ("ended", JobState::Succeeded),
    ];
    for (id, state) in left {
        ledger
            .start_job(&job(id, JobKind::Upload, state), None)
            .expect("starts");
    }
    let mut interrupted = ids(ledger.interrupt_running(at(60)).expect("interrupts"));
    interrupted.sort();
    assert_eq!(interrupted, ["paused", "queued", "retrying", "running"]);
    let running = ledger.job("running").expect("reads").expect("there");
    assert_eq!(
        (running.state, running.updated_at, running.revision),
        (JobState::Interrupted, at(60), 2)
    );
    assert_eq!(running.params["whole_body_sent"], "false");
    assert_eq!(
        ledger.job("asking").expect("reads").expect("there").state,
        look
    );
    assert_eq!(ids(ledger.open_jobs().expect("reads")), ["asking"]);
    assert!(ledger.interrupt_running(at(61)).expect("again").is_empty());
}

#[test]
fn promise_24_a_job_of_another_version_is_shown_as_interrupted_and_left_as_it_is() {
    let ledger = ledger();
    ledger
        .start_job(&job("later", JobKind::Upload, JobState::Running), None)
        .expect("starts");
    let body = r#"{"steps":[1,2,3]}"#;
    ledger
        .connection()
        .execute(
            "UPDATE jobs SET schema = 2, kind = 'restore', state = 'running', body = ?1",
            [body],
        )
        .expect("rewrites");
    assert!(
        ledger
            .interrupt_running(at(60))
            .expect("leaves it")
            .is_empty()
    );
    let mut shown = ledger.jobs_to_show().expect("reads").remove(0);
    assert_eq!(
        (
            shown.state.clone(),
            shown.params["written_by_schema"].as_str()
        ),
        (JobState::Interrupted, "2")
    );
    shown.revision = 50;
    assert!(!ledger.save_job(&shown).expect("refuses"));
    let kept: String = ledger
        .connection()
        .query_row("SELECT body FROM jobs", [], |row| row.get(0))
        .expect("reads");
    assert_eq!(kept, body);
    ledger.dismiss_job("later").expect("dismisses");
    assert!(ledger.jobs_to_show().expect("reads").is_empty());
}

#[test]
fn promise_23_a_row_that_cannot_be_read_keeps_no_other_from_being_interrupted() {
    let ledger = ledger();
    for id in ["sound", "body", "kind", "time"] {
        let running = job(id, JobKind::Upload, JobState::Running);
        ledger.start_job(&running, None).expect("starts");
    }
    ledger
        .connection()
        .execute_batch(
            "UPDATE jobs SET body = '{}' WHERE id = 'body';
             UPDATE jobs SET kind = 'juggle' WHERE id = 'kind';
             UPDATE jobs SET started_at = 'noon' WHERE id = 'time';",
        )
        .expect("spoils them");
    let mut interrupted = ids(ledger.interrupt_running(at(60)).expect("interrupts"));
    interrupted.sort();
    assert_eq!(interrupted, ["sound", "time"]);
    assert!(ledger.open_jobs().expect("reads").is_empty());
    let shown = ledger.jobs_to_show().expect("reads");
    assert_eq!(shown.len(), 4, "what happened stays known");
    assert!(shown.iter().all(|job| job.state == JobState::Interrupted));
    for id in ["body", "kind"] {
        let mut spoilt = ledger.job(id).expect("reads").expect("there");
        spoilt.revision = 50;
        assert!(!ledger.save_job(&spoilt).expect("refuses"), "left as it is");
        ledger.dismiss_job(id).expect("dismisses");
    }
    assert_eq!(ledger.jobs_to_show().expect("reads").len(), 2);
}

#[test]
fn an_answer_is_written_down_with_its_line_or_not_at_all() {
    let ledger = ledger();
    let asking = job("asking", JobKind::Upload, JobState::Running);
    ledger.start_job(&asking, None).expect("starts");
    let line = || EntryDraft::new("upload-told-arrived");
    let lines = || {
        let page = ledger.entries(&HistoryFilter::default()).expect("reads");
        page.entries.len()
    };
    ledger
        .connection()
        .execute_batch(
            "CREATE TEMP TRIGGER full BEFORE INSERT ON entries
             BEGIN SELECT RAISE(ABORT, 'the disk is full'); END;",
        )
        .expect("a disk that is full");
    let mut answered = asking.clone();
    answered.state = JobState::Succeeded;
    ledger
        .settle_job(&mut answered.clone(), line(), at(60))
        .expect_err("the line cannot be written");
    let kept = ledger.job("asking").expect("reads").expect("there");
    assert_eq!((kept.state, lines()), (JobState::Running, 0));

    ledger
        .connection()
        .execute_batch("DROP TRIGGER full")
        .expect("room again");
    assert!(
        ledger
            .settle_job(&mut answered, line(), at(60))
            .expect("settles")
    );
    let mut late = asking;
    late.state = JobState::Cancelled;
    assert!(
        !ledger
            .settle_job(&mut late, line(), at(61))
            .expect("too late")
    );
    let kept = ledger.job("asking").expect("reads").expect("there");
    assert_eq!((kept.state, lines()), (JobState::Succeeded, 1));
}
