//! Slipway ends before the transfer does.

use crate::stage::{MIB, Stage, copy_of};
use slipway_engine::job::{Job, JobState};
use slipway_engine::restore::session::Transfer;

const FILES: [(&str, usize); 3] = [
    ("default/a.bin", 17 * MIB),
    ("default/b.txt", 5),
    ("default/c.txt", 6),
];

/// The database is there, and files have begun.
fn half(job: &Job) -> bool {
    job.done.0 > 10 * MIB as u64
}

#[tokio::test(flavor = "multi_thread")]
async fn promise_3_a_killed_transfer_is_offered_and_goes_on_with_nothing_finished_sent_again() {
    let mut stage = Stage::ready(&FILES).await;
    stage.slow_blocks();
    let job = stage.transfer().expect("it starts");
    stage.until(&job.id, half).await;
    // Stands still, so that the copy is what a kill would leave on the disk.
    stage.desk.pause_job(&job.id).expect("it pauses");
    let still = |job: &Job| job.params["moving"] == "0" && !job.params.contains_key("awake");
    stage.until(&job.id, still).await;
    let copy = copy_of(stage.folder.path());
    let before = stage.brought();
    assert!(before.len() >= 3, "the database and more: {before:?}");
    stage.desk.cancel_job(&job.id).expect("the old one ends");
    stage.ended(&job.id).await;

    stage.open(copy.path().to_owned());
    let offered = stage.desk.start_state("1").expect("a start").interrupted;
    assert_eq!(offered.len(), 1);
    assert_eq!(
        (&offered[0].id, &offered[0].state),
        (&job.id, &JobState::Interrupted)
    );
    assert!(stage.wrote("restore-transfer-interrupted"));
    assert!(matches!(
        stage.view().session.transfer,
        Transfer::Begun { .. }
    ));
    let order = stage.order();
    for _ in 0..2 {
        let on = stage.desk.transfer(&stage.restore, &order);
        assert_eq!(on.expect("it goes on").id, job.id, "as the same job");
    }
    let done = stage.ended(&job.id).await;
    assert_eq!(done.state, JobState::Succeeded, "{done:?}");
    let after = stage.brought();
    for (what, times) in &before {
        assert_eq!(after[what], *times, "{what:?} was sent again");
    }
    assert!(stage.view().report.expect("a report").all_is_well);
}

#[tokio::test(flavor = "multi_thread")]
async fn quitting_asks_first_and_the_next_start_goes_on_where_it_was() {
    let mut stage = Stage::ready(&FILES).await;
    stage.slow_blocks();
    let job = stage.transfer().expect("it starts");
    stage.until(&job.id, half).await;
    assert_eq!(stage.desk.unfinished()[0].id, job.id, "closing asks");
    stage.quit_and_open();
    let cut_off = stage.desk.job(&job.id).expect("a job");
    assert_eq!(cut_off.state, JobState::Interrupted);
    assert!(!stage.awake.is_held());
    assert!(stage.wrote("restore-transfer-interrupted"));
    let resumed = stage.desk.resume_job(&job.id).expect("it goes on");
    assert_eq!(resumed.id, job.id);
    // What was done before is shown at once, and is no speed.
    let first = stage
        .until(&job.id, |job| half(job) || job.state.has_ended())
        .await;
    assert!(
        first.speed.is_none_or(|speed| speed.0 < 500_000_000),
        "{first:?}"
    );
    assert_eq!(stage.ended(&job.id).await.state, JobState::Succeeded);
    let whole: Vec<_> = stage
        .brought()
        .into_iter()
        .filter(|((_, _, block), times)| block.is_none() && *times > 1)
        .collect();
    assert!(whole.is_empty(), "{whole:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cut_off_transfer_that_is_given_up_frees_the_restore() {
    let mut stage = Stage::ready(&FILES).await;
    stage.slow_blocks();
    let job = stage.transfer().expect("it starts");
    stage.until(&job.id, |job| job.done.0 > 0).await;
    stage.quit_and_open();
    let given_up = stage.desk.cancel_job(&job.id).expect("it is given up");
    assert_eq!(given_up.state, JobState::Cancelled);
    assert_eq!(stage.view().session.transfer, Transfer::NotYet);
    stage.choose_files(&[("default/d.txt", 4)]).await;
}
