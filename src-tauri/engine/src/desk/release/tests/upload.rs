//! The package of a release, uploaded straight to an environment.

use super::*;
use crate::desk::{KeepToken, UploadOrder};
use crate::job::{JobKind, JobState};
use crate::release::journey::{PressHow, PressOutcome};
use crate::secret::Secret;

fn order(package: &Listed, env: &str, reason: Option<&str>) -> UploadOrder {
    UploadOrder {
        package_id: package.id.clone(),
        project_id: "p".into(),
        env: EnvKey(env.into()),
        confirmation_id: format!("{env}-{}", package.id),
        reason: reason.map(str::to_owned),
        typed_name: Some(env.to_uppercase()),
        despite_blockers: false,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn promise_38_an_emergency_needs_the_go_the_identical_package_a_reason_and_the_name() {
    let scene = Scene::new();
    let (package, other) = (scene.package("31.6.2").await, scene.package("31.6.3").await);
    let id = scene.begin("Summer", Some(&package));
    let upload = |order: UploadOrder| scene.desk.release_upload(&id, PROD, order);
    let reason = Some("The Portal does not answer");
    assert_eq!(
        code(upload(order(&package, "prod", reason))),
        "release-items-open"
    );
    scene.settle(&id, PROD);
    assert_eq!(
        code(upload(order(&package, "prod", reason))),
        "release-not-decided"
    );
    scene.tell(&id, &go(PROD));
    assert_eq!(
        code(upload(order(&other, "prod", reason))),
        "release-other-package"
    );
    assert_eq!(
        code(upload(order(&package, "uat", reason))),
        "release-upload-elsewhere"
    );
    assert_eq!(
        code(upload(order(&package, "prod", None))),
        "reason-missing"
    );
    let mut misspelt = order(&package, "prod", reason);
    misspelt.typed_name = Some("prod".into());
    assert_eq!(code(upload(misspelt)), "name-does-not-match");
    assert_eq!(
        code(upload(order(&package, "prod", reason))),
        "token-missing"
    );
    assert!(
        scene.stage(&id, PROD).stage.presses.is_empty(),
        "nothing was sent"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_emergency_upload_is_a_press_and_none_any_more_once_it_came_to_nothing() {
    let scene = Scene::new();
    let package = scene.package("31.6.2").await;
    let token = Secret::from("a token of nobody".to_owned());
    let saved = scene.desk.save_token("p", token, KeepToken::ThisSession);
    saved.expect("a token");
    let id = scene.begin("Summer", Some(&package));
    scene.go(&id, PROD);
    let reason = Some("The Portal does not answer");
    let upload = || {
        let order = order(&package, "prod", reason);
        scene
            .desk
            .release_upload(&id, PROD, order)
            .expect("it starts")
    };
    let job = upload();
    assert_eq!(job.kind, JobKind::Upload);
    // The same confirmation gives the same job back (promise 39).
    assert_eq!(upload().id, job.id);
    let stage: ReleaseStage = scene.stage(&id, PROD).stage;
    assert_eq!(stage.presses.len(), 1);
    assert_eq!(stage.presses[0].how, PressHow::Emergency);
    assert_eq!(
        stage.presses[0].upload_job.as_deref(),
        Some(job.id.as_str())
    );
    assert!(
        scene
            .history()
            .iter()
            .any(|kind| kind == "release-emergency-upload")
    );

    scene.desk.cancel_job(&job.id).expect("asked to stop");
    let ended = scene.ended(&job.id).await;
    assert!(!matches!(ended.state, JobState::Succeeded));
    let stage = scene.stage(&id, PROD);
    assert_eq!(
        stage.stage.presses[0].outcome,
        Some(PressOutcome::DidNotWork)
    );
    assert_eq!(stage.state, StageState::Decided);
}

/// A release that takes an upload to QA for under way, though it was cancelled: as after a moment in
/// which nothing could be written.
async fn untold_of_an_upload_in_vain(scene: &Scene) -> (String, Listed, String) {
    let package = scene.package("31.6.2").await;
    let token = Secret::from("a token of nobody".to_owned());
    let saved = scene.desk.save_token("p", token, KeepToken::ThisSession);
    saved.expect("a token");
    let id = scene.begin("Summer", Some(&package));
    scene.go(&id, QA);
    let first = order(&package, "qa", None);
    let job = scene
        .desk
        .release_upload(&id, QA, first)
        .expect("it starts");
    let ledger = &scene.desk.0.ledger;
    let kept = || ledger.release(&id).expect("reads").expect("there");
    let pressed = kept().release;
    scene.desk.cancel_job(&job.id).expect("asked to stop");
    scene.ended(&job.id).await;
    let written = ledger.change_release(&kept(), &pressed, scene.desk.now());
    written.expect("writes");
    (id, package, job.id)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_release_that_could_not_be_told_of_an_upload_in_vain_hears_of_it_before_the_next() {
    let scene = Scene::new();
    let (id, package, in_vain) = untold_of_an_upload_in_vain(&scene).await;
    let mut second = order(&package, "qa", None);
    second.confirmation_id = "again".into();
    let again = scene.desk.release_upload(&id, QA, second);
    assert_ne!(again.expect("it starts").id, in_vain);
    let presses = scene.stage(&id, QA).stage.presses;
    assert_eq!(presses.len(), 2);
    assert_eq!(presses[0].outcome, Some(PressOutcome::DidNotWork));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_release_that_could_not_be_told_of_an_upload_in_vain_hears_of_it_before_a_click() {
    let scene = Scene::new();
    let (id, _, _) = untold_of_an_upload_in_vain(&scene).await;
    scene.tell(&id, &pressed(QA));
    let presses = scene.stage(&id, QA).stage.presses;
    assert_eq!(presses.len(), 2);
    assert_eq!(presses[0].outcome, Some(PressOutcome::DidNotWork));
    assert_eq!(presses[1].upload_job, None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_upload_that_is_told_live_has_arrived_for_the_releases_of_its_package() {
    let scene = Scene::new();
    let package = scene.package("31.6.2").await;
    let token = Secret::from("a token of nobody".to_owned());
    let saved = scene.desk.save_token("p", token, KeepToken::ThisSession);
    saved.expect("a token");
    let id = scene.begin("Summer", Some(&package));
    // From the packages screen, without the release.
    let job = scene
        .desk
        .upload(order(&package, "qa", None))
        .expect("it starts");
    scene.desk.cancel_job(&job.id).expect("asked to stop");
    scene.ended(&job.id).await;
    scene.desk.tell_deployment(&job.id, true).expect("told");
    assert_eq!(scene.stage(&id, QA).state, StageState::Arrived);
    assert_eq!(scene.view(&id).current, UAT);
}
