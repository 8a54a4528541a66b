//! Pause, resume, limit and stop while it runs.

use crate::stage::{MIB, Part, Stage, assert_nothing_twice};
use slipway_engine::job::{Job, JobState};
use slipway_engine::restore::session::Transfer;
use slipway_engine::units::Bytes;
use std::collections::BTreeMap;

const FILES: [(&str, usize); 2] = [("default/a.bin", 9 * MIB), ("default/b.txt", 5)];

fn has_begun(job: &Job) -> bool {
    job.done.0 > 0 && job.params["doing"] == "sending"
}

#[tokio::test(flavor = "multi_thread")]
async fn a_paused_transfer_stands_still_lets_the_computer_sleep_and_sends_nothing_again() {
    let stage = Stage::ready(&FILES).await;
    stage.slow_blocks();
    let job = stage.transfer().expect("it starts");
    stage.until(&job.id, has_begun).await;
    assert!(stage.awake.is_held());
    let paused = stage.desk.pause_job(&job.id).expect("it pauses");
    assert_eq!(paused.state, JobState::Paused);
    assert_eq!(paused.params["doing"], "paused");
    assert_eq!((paused.speed, paused.eta_s), (None, None));
    let still = |job: &Job| job.params["moving"] == "0" && !job.params.contains_key("awake");
    stage.until(&job.id, still).await;
    assert!(!stage.awake.is_held());
    assert_eq!(stage.desk.unfinished().len(), 1, "closing asks");
    let limited = stage.desk.limit_job(&job.id, Some(Bytes(900_000_000)));
    assert_eq!(limited.expect("a limit").params["limit"], "900000000");
    let resumed = stage.desk.resume_job(&job.id).expect("it goes on");
    assert_eq!(resumed.state, JobState::Running);
    let unlimited = stage.desk.limit_job(&job.id, None).expect("none");
    assert_eq!(unlimited.params["limit"], "");
    let job = stage.ended(&job.id).await;
    assert_eq!(job.state, JobState::Succeeded);
    assert_nothing_twice(&stage);
    let over = stage.desk.pause_job(&job.id).expect_err("it is over");
    assert_eq!(over.code, "job-not-steerable");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stopped_transfer_frees_the_restore_and_another_one_sends_the_rest_only() {
    let stage = Stage::ready(&FILES).await;
    stage.slow_blocks();
    let job = stage.transfer().expect("it starts");
    let done = |job: &Job| {
        job.params
            .get("files_done")
            .is_some_and(|files| files != "0")
    };
    stage.until(&job.id, done).await;
    let database = |brought: BTreeMap<Part, usize>| {
        let of_it = |(part, _): &(Part, usize)| part.0 == stage.database;
        brought.into_iter().filter(of_it).collect::<Vec<_>>()
    };
    let before = database(stage.brought());
    assert!(!before.is_empty());
    stage.desk.cancel_job(&job.id).expect("it stops");
    let stopped = stage.ended(&job.id).await;
    assert_eq!(stopped.state, JobState::Cancelled);
    let view = stage.view();
    assert_eq!(view.session.transfer, Transfer::NotYet);
    assert_eq!(view.report, None, "it can be gone on with");
    assert_eq!(view.transfer_job.expect("the job").id, job.id);
    let next = stage.transfer().expect("it starts");
    assert_ne!(next.id, job.id);
    assert_eq!(stage.ended(&next.id).await.state, JobState::Succeeded);
    assert_eq!(database(stage.brought()), before, "the database was there");
    assert!(stage.view().report.expect("a report").all_is_well);
}
