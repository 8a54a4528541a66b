//! After the press in the Portal: what the site does, seen from here.

use crate::stage::{LIMIT, Stage};
use slipway_engine::desk::{RestoreEvent, UploadOrder, WatchVerdict};
use slipway_engine::job::JobState;
use slipway_engine::package::sample::SamplePackage;
use slipway_engine::project::EnvKey;
use slipway_practice::{Deployment, DeploymentState};

const FILES: [(&str, usize); 1] = [("default/assets/hero.jpg", 4_000)];

#[tokio::test(flavor = "multi_thread")]
async fn from_the_press_on_the_site_is_watched_until_it_is_back() {
    let stage = Stage::ready(&FILES).await;
    stage.world.faults().pace(0.1);
    deploy(&stage).await;
    let sent = stage.transfer().expect("it starts");
    assert_eq!(stage.ended(&sent.id).await.state, JobState::Succeeded);
    assert!(stage.view().watch.is_none());
    press(&stage);
    let watch = stage.view().watch.expect("a watch");
    assert_eq!(watch.env.as_deref(), Some("qa"));
    let again = stage.desk.watch_restore(&stage.restore).expect("a watch");
    assert_eq!(again.id, watch.id, "one watch is enough");

    let restore = stage.world.custom_restore().restore_to("qa").await;
    restore.expect("the Portal takes it");
    stage.ended(&watch.id).await;
    let seen = stage.desk.watch_view(&watch.id).expect("a view");
    assert_eq!(seen.verdict, WatchVerdict::LooksLive, "{seen:?}");
    assert!(seen.offline_from.is_some() && seen.back_at.is_some());
    assert!(seen.outcome.is_none(), "no package was forecast");
    assert!(stage.wrote("restored-site-is-back"));
    assert_eq!(stage.view().watch.expect("the same").id, watch.id);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_watch_after_a_restore_is_taken_up_again_after_a_restart() {
    let mut stage = Stage::ready(&FILES).await;
    let sent = stage.transfer().expect("it starts");
    assert_eq!(stage.ended(&sent.id).await.state, JobState::Succeeded);
    press(&stage);
    let watch = stage.view().watch.expect("a watch");

    stage.quit_and_open();
    assert_eq!(
        stage.view().watch.expect("the watch").state,
        JobState::Interrupted
    );
    stage.desk.take_up_watches().expect("it goes on");
    stage
        .until(&watch.id, |job| job.state == JobState::Running)
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_site_somebody_saw_is_watched_no_longer() {
    let stage = Stage::ready(&FILES).await;
    let sent = stage.transfer().expect("it starts");
    assert_eq!(stage.ended(&sent.id).await.state, JobState::Succeeded);
    press(&stage);
    let watch = stage.view().watch.expect("a watch");
    stage.tell(RestoreEvent::RestoreSeen {
        env: EnvKey("qa".into()),
        works: true,
    });
    assert_eq!(stage.ended(&watch.id).await.state, JobState::Cancelled);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_watched_before_a_restore_was_pressed() {
    let stage = Stage::linked().await;
    let refused = stage.desk.watch_restore(&stage.restore);
    assert_eq!(refused.expect_err("too early").code, "restore-step-first");
}

fn press(stage: &Stage) {
    stage.tell(RestoreEvent::RestorePressed {
        env: EnvKey("qa".into()),
        again: false,
    });
}

/// A restore brings no application, so QA gets one.
async fn deploy(stage: &Stage) {
    let path = stage.folder.path().join("release.zip");
    SamplePackage::new().write(&path).expect("a package");
    let file = stage.desk.take_in(&[path]).expect("a file");
    let job = stage.desk.inspect(&file.handle).expect("it is inspected");
    let package_id = stage.ended(&job.id).await.params["package_id"].clone();
    let (project_id, env) = (stage.view().session.project_id, EnvKey("qa".into()));
    let terms = stage.desk.upload_terms(&package_id, &project_id, &env);
    let upload = stage.desk.upload(UploadOrder {
        package_id,
        project_id,
        env,
        confirmation_id: terms.expect("terms").confirmation_id,
        reason: None,
        typed_name: None,
        despite_blockers: false,
    });
    let upload = stage.ended(&upload.expect("it is sent").id).await;
    assert_eq!(upload.state, JobState::Succeeded);
    let watch = stage.desk.watch(&upload.id).expect("it is watched");
    stage.ended(&watch.id).await;
    let seen = stage.desk.watch_view(&watch.id).expect("a view");
    assert_eq!(seen.verdict, WatchVerdict::LooksLive, "{seen:?}");
    // The site answers shortly before the Portal says that it is deployed (facts 3.5).
    let succeeded = |deployment: &Deployment| deployment.state == DeploymentState::Succeeded;
    let told = async {
        while !stage.world.deployments().iter().all(succeeded) {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(LIMIT, told).await.expect("it says so");
}
