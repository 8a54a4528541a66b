//! A site that is back is not yet a release that arrived: which build answers decides.

use crate::stage::{PROD, Stage};
use slipway_engine::release::Answering;
use slipway_engine::release::journey::{ArrivalKnownBy, ReleaseEvent, StageState, VerdictKind};
use slipway_engine::release::monitor::MonitorPhase;
use slipway_practice::{Breakdown, SiteTrouble};

#[tokio::test(flavor = "multi_thread")]
async fn after_a_breakdown_the_old_build_is_back_and_deploy_pressed_again_brings_the_new_one() {
    let stage = Stage::before_production().await;
    stage.go(PROD);
    let faults = stage.rehearsal.world.faults();
    faults.break_down_next_deployment(Some("prod"), Breakdown::RestoreTimeout);
    assert_eq!(stage.browser.deploy_to("UAT", "PROD").await, 303);
    stage.press(PROD);
    let monitor = stage.desk().monitor(&stage.release, PROD);
    let monitor = monitor.expect("a monitor");
    let back = |job: &slipway_engine::job::Job| job.phase == "back-as-before";
    stage.until(&monitor.id, back).await;
    let seen = stage.seen(&monitor.id);
    assert_eq!(seen.answering, Some(Answering::AsBefore));
    assert!(seen.downtime_ms.is_some() && seen.smoke.is_none());
    let prod = stage.stage(PROD);
    assert!(prod.stage.arrived.is_none());
    assert_ne!(prod.state, StageState::Arrived);
    assert!(stage.wrote("site-back-as-before"));

    stage.tell(ReleaseEvent::OutcomeTold {
        stage: PROD.into(),
        works: false,
    });
    assert_eq!(stage.browser.deploy_to("UAT", "PROD").await, 303);
    stage.press(PROD);
    let again = stage.desk().monitor(&stage.release, PROD);
    assert_eq!(again.expect("a monitor").id, monitor.id);
    let monitoring = |job: &slipway_engine::job::Job| job.phase == "monitoring";
    stage.until(&monitor.id, monitoring).await;
    let arrived = stage.stage(PROD).stage.arrived.expect("it was seen");
    assert_eq!(arrived.known_by, ArrivalKnownBy::Measured);
}

#[tokio::test(flavor = "multi_thread")]
async fn where_pages_do_not_name_their_build_arrival_is_left_to_the_user() {
    let stage = Stage::before_production().await;
    name_no_build(&stage);
    let monitor = stage.live_and_monitored().await;
    let seen = stage.seen(&monitor.id);
    assert_eq!(seen.phase, MonitorPhase::Monitoring);
    assert_eq!(seen.answering, Some(Answering::CannotBeTold));
    assert!(stage.stage(PROD).stage.arrived.is_none());
    assert!(stage.wrote("site-back-unclear"));
    let view = stage.tell(ReleaseEvent::OutcomeTold {
        stage: PROD.into(),
        works: true,
    });
    let prod = view.release.stage(PROD).expect("PROD");
    let arrived = prod.arrived.as_ref().expect("it was told");
    assert_eq!(arrived.known_by, ArrivalKnownBy::Told);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_watched_counts_also_where_it_is_said_to_work_only_afterwards() {
    let stage = Stage::before_production().await;
    name_no_build(&stage);
    let monitor = stage.live_and_monitored().await;
    stage.ended(&monitor.id).await;
    let healthy = ReleaseEvent::VerdictGiven {
        kind: VerdictKind::Healthy,
        remarks: String::new(),
    };
    assert_eq!(stage.refused(&healthy), "release-not-in-production");
    stage.tell(ReleaseEvent::OutcomeTold {
        stage: PROD.into(),
        works: true,
    });
    let verdict = stage.tell(healthy).release.verdict;
    assert_eq!(verdict.expect("a verdict").kind, VerdictKind::Healthy);
}

fn name_no_build(stage: &Stage) {
    let nameless = SiteTrouble::MissingText {
        path: "/".into(),
        text: "name=\"build\"".into(),
    };
    stage.rehearsal.world.faults().site("prod", Some(nameless));
}
