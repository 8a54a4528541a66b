//! Shipping a package, from the chosen file to the entry in the history, against the practice
//! world and by the same face the window uses.

use slipway_engine::desk::{KnownBy, PortalShows, WatchVerdict};
use slipway_engine::job::{JobState, WaitingFor};
use slipway_engine::package::Verdict;
use slipway_engine::package::sample::SamplePackage;
use slipway_engine::project::EnvKey;
use slipway_practice::{Effect, FaultRule};
use slipway_tests::rehearsal::Rehearsal;

#[tokio::test(flavor = "multi_thread")]
async fn a_package_goes_to_qa_is_watched_and_is_remembered() {
    let rehearsal = Rehearsal::start().await;
    let package = rehearsal.inspected("Release [1] of July.zip").await;
    assert_eq!(package.inspection.verdict, Verdict::Ready);

    let upload = rehearsal
        .upload(&package.id, "qa")
        .await
        .expect("QA needs no more than the press of a button");
    let upload = rehearsal.ended(&upload.id).await;
    assert_eq!(upload.state, JobState::Succeeded);
    assert_eq!(rehearsal.uploads_seen(), 1);

    let watch = rehearsal.watch_of(&upload.id).await;
    let watch = rehearsal.ended(&watch.id).await;
    let seen = rehearsal.desk.watch_view(&watch.id).expect("a watch");
    assert_eq!(seen.verdict, WatchVerdict::LooksLive, "{seen:?}");
    assert!(seen.downtime_ms.expect("it was measured").0 > 0);

    let pipeline = rehearsal
        .desk
        .pipeline(&rehearsal.project.id)
        .expect("a pipeline");
    let placement = pipeline.cards[0]
        .placement
        .as_ref()
        .expect("the package is in QA");
    assert_eq!(placement.known_by, KnownBy::Measured);
    assert_eq!(Some(&placement.sha256), package.sha256.as_ref());

    let kinds = rehearsal.history_kinds();
    for kind in [
        "package-inspected",
        "upload-started",
        "upload-accepted",
        "watch-started",
        "deployment-looks-live",
    ] {
        assert!(
            kinds.iter().any(|k| k == kind),
            "{kind} is missing in {kinds:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn promise_39_one_confirmation_pressed_twice_is_one_upload() {
    let rehearsal = Rehearsal::start().await;
    let package = rehearsal.inspected("release.zip").await;
    let order = rehearsal.order(&package.id, "qa");
    let first = rehearsal
        .desk
        .upload(order.clone())
        .expect("the first press");
    let second = rehearsal
        .desk
        .upload(order.clone())
        .expect("the second press");
    assert_eq!(first.id, second.id);
    rehearsal.ended(&first.id).await;
    let later = rehearsal.desk.upload(order).expect("a press long after");
    assert_eq!(first.id, later.id);
    assert_eq!(rehearsal.uploads_seen(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn promise_39_after_a_lost_answer_nothing_is_sent_until_the_user_has_looked() {
    let rehearsal = Rehearsal::start().await;
    rehearsal
        .world
        .faults()
        .arm(FaultRule::next_upload(Effect::LostAnswer {
            accepted: true,
        }));
    let package = rehearsal.inspected("release.zip").await;
    let upload = rehearsal
        .upload(&package.id, "qa")
        .await
        .expect("it starts");
    let upload = rehearsal
        .until(&upload.id, |job| {
            matches!(
                job.state,
                JobState::Waiting { .. } | JobState::Failed { .. }
            )
        })
        .await;
    assert_eq!(
        upload.state,
        JobState::Waiting {
            waiting_for: WaitingFor::LookInPortal
        }
    );
    assert_eq!(rehearsal.uploads_seen(), 1);

    let again = rehearsal
        .upload(&package.id, "qa")
        .await
        .expect_err("another upload has to wait for the answer");
    assert_eq!(again.code, "upload-under-way");

    let told = rehearsal
        .desk
        .answer_upload(&upload.id, PortalShows::TheDeployment)
        .expect("the answer is taken");
    assert_eq!(told.state, JobState::Succeeded);
    assert_eq!(rehearsal.uploads_seen(), 1);
    let placements = rehearsal
        .desk
        .package(&package.id, None, None)
        .expect("the package")
        .placements;
    assert_eq!(placements[0].known_by, KnownBy::Told);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_portal_that_is_busy_is_tried_again_and_accepts_once() {
    let rehearsal = Rehearsal::start().await;
    let busy = Effect::Status {
        status: 429,
        retry_after: Some("0".into()),
        body: None,
        after_body: false,
    };
    rehearsal
        .world
        .faults()
        .arm(FaultRule::next_upload(busy).times(2));
    let package = rehearsal.inspected("release.zip").await;
    let upload = rehearsal
        .upload(&package.id, "qa")
        .await
        .expect("it starts");
    let upload = rehearsal.ended(&upload.id).await;
    assert_eq!(upload.state, JobState::Succeeded);
    assert_eq!(rehearsal.uploads_seen(), 3);
    assert_eq!(rehearsal.world.deployments().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_refusal_has_its_own_code_and_is_sent_once() {
    for (status, code) in [
        (401, "token-refused"),
        (403, "role-not-enough"),
        (404, "project-or-environment-unknown"),
        (413, "package-too-large-for-portal"),
    ] {
        let rehearsal = Rehearsal::start().await;
        rehearsal
            .world
            .faults()
            .arm(FaultRule::next_upload(Effect::status(status)));
        let package = rehearsal.inspected("release.zip").await;
        let upload = rehearsal
            .upload(&package.id, "qa")
            .await
            .expect("it starts");
        match rehearsal.ended(&upload.id).await.state {
            JobState::Failed { fault } => assert_eq!(fault.code, code),
            other => panic!("{status}: {other:?}"),
        }
        assert_eq!(rehearsal.uploads_seen(), 1, "{status}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn prod_asks_for_a_reason_and_its_typed_name() {
    let rehearsal = Rehearsal::start().await;
    let package = rehearsal.inspected("release.zip").await;
    let mut order = rehearsal.order(&package.id, "prod");
    assert_eq!(
        rehearsal
            .desk
            .upload(order.clone())
            .expect_err("no reason")
            .code,
        "reason-missing"
    );
    order.reason = Some("Checkout is down".into());
    order.typed_name = Some("UAT".into());
    assert_eq!(
        rehearsal
            .desk
            .upload(order.clone())
            .expect_err("another name")
            .code,
        "name-does-not-match"
    );
    order.typed_name = Some("PROD".into());
    let upload = rehearsal.desk.upload(order).expect("it is all there");
    assert_eq!(rehearsal.ended(&upload.id).await.state, JobState::Succeeded);
    let history = rehearsal.history();
    let accepted = history
        .iter()
        .find(|e| e.kind == "upload-accepted")
        .expect("an entry");
    assert_eq!(accepted.reason.as_deref(), Some("Checkout is down"));
}

#[tokio::test(flavor = "multi_thread")]
async fn promise_6_a_package_changed_after_the_inspection_is_not_sent() {
    let rehearsal = Rehearsal::start().await;
    let package = rehearsal.inspected("release.zip").await;
    let path = rehearsal.desk.package_path(&package.id).expect("its place");
    let mut bytes = std::fs::read(&path).expect("the file");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&path, bytes).expect("it can be changed");
    let refused = rehearsal
        .upload(&package.id, "qa")
        .await
        .expect_err("the file is another one");
    assert_eq!(refused.code, "file-changed");
    assert_eq!(rehearsal.uploads_seen(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_upload_leaves_nothing_behind() {
    let rehearsal = Rehearsal::start().await;
    rehearsal
        .world
        .faults()
        .arm(FaultRule::next_upload(Effect::SlowReading {
            bytes_per_second: 50_000,
        }));
    let package = rehearsal.inspected_large("release.zip").await;
    let upload = rehearsal
        .upload(&package.id, "qa")
        .await
        .expect("it starts");
    rehearsal.until(&upload.id, |job| job.done.0 > 0).await;
    rehearsal
        .desk
        .cancel_job(&upload.id)
        .expect("it can be cancelled");
    assert_eq!(rehearsal.ended(&upload.id).await.state, JobState::Cancelled);
    assert!(rehearsal.world.deployments().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_package_in_the_same_place_is_pointed_out() {
    let rehearsal = Rehearsal::start().await;
    let package = rehearsal.inspected("release.zip").await;
    let upload = rehearsal
        .upload(&package.id, "qa")
        .await
        .expect("it starts");
    rehearsal.ended(&upload.id).await;
    let terms = rehearsal
        .desk
        .upload_terms(&package.id, &rehearsal.project.id, &EnvKey("qa".into()))
        .expect("terms");
    assert!(terms.already_sent.is_some());
    let told = told_for_qa(&rehearsal, &package.id);
    assert!(told.contains(&"same-package".to_owned()), "{told:?}");
    assert!(!told.contains(&"same-build".to_owned()), "{told:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn another_package_under_the_build_number_of_the_last_one_is_pointed_out() {
    let rehearsal = Rehearsal::start().await;
    let package = rehearsal.inspected("release.zip").await;
    let upload = rehearsal.upload(&package.id, "qa").await.expect("QA");
    rehearsal.ended(&upload.id).await;
    let other = SamplePackage::new().file("wwwroot/new.css", "p{}");
    let other = rehearsal.inspected_as("other.zip", other).await;
    let told = told_for_qa(&rehearsal, &other.id);
    assert!(told.contains(&"same-build".to_owned()), "{told:?}");
    assert!(!told.contains(&"same-package".to_owned()), "{told:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_package_that_was_built_long_ago_is_pointed_out() {
    let rehearsal = Rehearsal::start().await;
    let built = |days_ago: i64| {
        let at = rehearsal.desk.now().0 - jiff::SignedDuration::from_hours(24 * days_ago);
        SamplePackage::new().build_number(&format!("1.0.0-{}", at.strftime("%Y%m%d%H%M")))
    };
    let old = rehearsal.inspected_as("old.zip", built(32)).await;
    let told = told_for_qa(&rehearsal, &old.id);
    assert!(told.contains(&"stale-build".to_owned()), "{told:?}");
    let new = rehearsal.inspected_as("new.zip", built(29)).await;
    let told = told_for_qa(&rehearsal, &new.id);
    assert!(!told.contains(&"stale-build".to_owned()), "{told:?}");
}

/// The checks that found something in the package on its way to QA.
fn told_for_qa(rehearsal: &Rehearsal, package_id: &str) -> Vec<String> {
    let qa = EnvKey("qa".into());
    let view = rehearsal
        .desk
        .package(package_id, Some(&rehearsal.project.id), Some(&qa))
        .expect("the package");
    let findings = view.inspection.findings.into_iter();
    findings.map(|finding| finding.check).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_watch_goes_on_after_slipway_was_closed_and_opened_again() {
    let mut rehearsal = Rehearsal::start().await;
    let package = rehearsal.inspected("release.zip").await;
    let upload = rehearsal.upload(&package.id, "qa").await.expect("QA");
    let upload = rehearsal.ended(&upload.id).await;
    let watch = rehearsal.watch_of(&upload.id).await;
    rehearsal.restart();
    let left = rehearsal.desk.job(&watch.id).expect("the watch");
    assert_eq!(left.state, JobState::Interrupted);

    rehearsal.desk.take_up_watches().expect("it goes on");
    let watch = rehearsal.ended(&watch.id).await;
    assert_eq!(watch.state, JobState::Succeeded);
    let seen = rehearsal.desk.watch_view(&watch.id).expect("a watch");
    assert_eq!(seen.verdict, WatchVerdict::LooksLive, "{seen:?}");
}
