//! The emergency way: the identical package straight into an environment.

use crate::stage::{DEVELOPMENT, QA, Stage, UAT};
use slipway_engine::desk::UploadOrder;
use slipway_engine::job::JobState;
use slipway_engine::release::journey::PressHow;

#[tokio::test(flavor = "multi_thread")]
async fn the_identical_package_goes_straight_to_uat_after_its_review() {
    let stage = in_qa().await;
    let desk = &stage.rehearsal.desk;
    let refused = desk.release_upload(&stage.release, UAT, order(&stage, &stage.package.id));
    assert_eq!(refused.expect_err("no go").code, "release-items-open");
    stage.go(UAT);
    let order = order(&stage, &stage.package.id);
    let upload = desk
        .release_upload(&stage.release, UAT, order.clone())
        .expect("it is the package of the release");
    assert_eq!(stage.ended(&upload.id).await.state, JobState::Succeeded);
    let press = stage.stage(UAT).stage.presses.pop().expect("it is noted");
    assert_eq!(press.how, PressHow::Emergency);
    assert_eq!(press.upload_job.as_deref(), Some(&*upload.id));
    assert_eq!(stage.deployments("uat").len(), 1, "by its hash");

    let later = desk
        .release_upload(&stage.release, UAT, order)
        .expect("the same confirmation");
    assert_eq!(later.id, upload.id);
    assert_eq!(stage.deployments("uat").len(), 1);
    let history = stage.rehearsal.history();
    let entry = history
        .iter()
        .find(|entry| entry.kind == "release-emergency-upload");
    assert_eq!(
        entry.expect("an entry").reason.as_deref(),
        Some("Checkout is down")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn another_package_than_the_releases_is_not_sent() {
    let stage = in_qa().await;
    stage.go(UAT);
    let other = stage.rehearsal.inspected("Shop 1.2.zip").await;
    let before = stage.rehearsal.uploads_seen();
    let desk = &stage.rehearsal.desk;
    let refused = desk.release_upload(&stage.release, UAT, order(&stage, &other.id));
    assert_eq!(
        refused.expect_err("another package").code,
        "release-other-package"
    );
    let mut elsewhere = order(&stage, &stage.package.id);
    elsewhere.env = Stage::env("prod");
    let refused = desk.release_upload(&stage.release, UAT, elsewhere);
    assert_eq!(
        refused.expect_err("another environment").code,
        "release-upload-elsewhere"
    );
    assert_eq!(stage.rehearsal.uploads_seen(), before);
    assert!(stage.stage(UAT).stage.presses.is_empty());
}

async fn in_qa() -> Stage {
    let stage = Stage::begun().await;
    stage.go(DEVELOPMENT);
    stage.upload_to_qa().await;
    assert!(stage.stage(QA).stage.arrived.is_some());
    stage
}

fn order(stage: &Stage, package: &str) -> UploadOrder {
    UploadOrder {
        reason: Some("Checkout is down".into()),
        typed_name: Some("UAT".into()),
        ..stage.rehearsal.order(package, "uat")
    }
}
