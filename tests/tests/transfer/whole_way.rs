//! From the order to the proof.

use crate::stage::{MIB, Stage};
use slipway_engine::job::JobState;
use slipway_engine::restore::session::Transfer;
use slipway_engine::units::Count;

const FILES: [(&str, usize); 4] = [
    ("Default/assets/Hero.JPG", 40_000),
    ("Default/assets/empty.txt", 0),
    ("Default/assets/film.mp4", 9 * MIB),
    ("Default/other/=1+1, \"x\".txt", 12),
];

#[tokio::test(flavor = "multi_thread")]
async fn a_transfer_brings_both_parts_under_the_promised_names_and_proves_them() {
    let stage = Stage::ready(&FILES).await;
    let job = stage.transfer().expect("it starts");
    let job = stage.ended(&job.id).await;
    assert_eq!(job.state, JobState::Succeeded, "{job:?}");
    assert_eq!(job.phase, "verifying");
    assert_eq!(
        (job.done, job.params["files_done"].as_str()),
        (job.total, "5")
    );
    assert_eq!(job.params["files_total"], "5");
    assert_eq!(job.params["restore_id"], stage.restore);
    let size = std::fs::metadata(stage.folder.path().join("export.bacpac"));
    let database = stage.blobs(&stage.database);
    assert_eq!(database.len(), 1);
    assert_eq!(database[0].0, "db.bacpac");
    assert_eq!(database[0].1.0, size.expect("it is there").len());
    let names: Vec<_> = stage.blobs(&stage.storage).into_iter().collect();
    let names: Vec<&str> = names.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        [
            "default/assets/empty.txt",
            "default/assets/film.mp4",
            "default/assets/hero.jpg",
            "default/other/=1+1, \"x\".txt"
        ]
    );
    let view = stage.view();
    let Transfer::Done { verified, .. } = view.session.transfer else {
        panic!("{:?}", view.session.transfer);
    };
    assert!(verified);
    let report = view.report.expect("a report");
    assert!(report.all_is_well);
    assert_eq!((report.files, report.verified), (Count(5), Count(5)));
    assert_eq!((report.crc64, report.not_sent), (Count(5), Count(0)));
    assert!(stage.wrote("restore-transfer-begun") && stage.wrote("restore-transfer-done"));
    let none_left = view.transfer_job.expect("the job");
    assert_eq!(none_left.id, job.id);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_computer_that_cannot_be_kept_awake_is_told_and_let_go_in_the_end() {
    let stage = Stage::ready(&FILES).await;
    stage.slow_blocks();
    let job = stage.transfer().expect("it starts");
    let moving = stage.until(&job.id, |job| job.params.contains_key("awake"));
    assert_eq!(moving.await.params["awake"], "no");
    stage.ended(&job.id).await;
    assert!(stage.awake.asked() > 0);
    assert!(!stage.awake.is_held());
}

#[tokio::test(flavor = "multi_thread")]
async fn promise_39_a_confirmation_starts_one_transfer_and_no_second_one_runs_beside_it() {
    let stage = Stage::ready(&FILES).await;
    stage.slow_blocks();
    let order = stage.order();
    let job = stage
        .desk
        .transfer(&stage.restore, &order)
        .expect("it starts");
    let again = stage
        .desk
        .transfer(&stage.restore, &order)
        .expect("the same");
    assert_eq!(again.id, job.id);
    let second = stage.transfer().expect_err("one runs");
    assert_eq!(second.code, "restore-transferring");
    assert_eq!(stage.ended(&job.id).await.state, JobState::Succeeded);
    let later = stage
        .desk
        .transfer(&stage.restore, &order)
        .expect("the same");
    assert_eq!((later.id, later.state), (job.id, JobState::Succeeded));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_will_not_work_is_not_sent() {
    let stage = Stage::ready(&FILES).await;
    let told = stage
        .desk
        .tell_target_version(&stage.restore, Some("30.0.0"));
    told.expect("a version");
    let refused = stage.transfer().expect_err("another version");
    assert_eq!(refused.code, "restore-will-not-work");
    assert!(stage.puts().is_empty());
    assert_eq!(stage.view().session.transfer, Transfer::NotYet);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_changed_after_its_check_is_named_and_other_files_may_be_chosen() {
    let stage = Stage::ready(&FILES).await;
    let path = stage.folder.path().join("export.bacpac");
    let mut bytes = std::fs::read(&path).expect("it is there");
    bytes.push(0);
    std::fs::write(&path, bytes).expect("it can be written");
    let job = stage.transfer().expect("it starts");
    let job = stage.ended(&job.id).await;
    let JobState::Failed { fault } = &job.state else {
        panic!("{job:?}");
    };
    assert_eq!(
        (fault.code.as_str(), fault.params["file"].as_str()),
        ("source-changed", "export.bacpac")
    );
    assert!(stage.puts().is_empty());
    assert!(stage.wrote("restore-transfer-ended"));
    stage.choose_database(MIB).await;
    let job = stage.transfer().expect("it starts");
    assert_eq!(stage.ended(&job.id).await.state, JobState::Succeeded);
}
