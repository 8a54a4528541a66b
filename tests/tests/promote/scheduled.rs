//! Deployments for later.

use crate::stage::{PROD, Stage};
use slipway_engine::release::journey::{PortalPress, ReleaseEvent, StageState};
use slipway_engine::units::Moment;
use slipway_practice::DeploymentState;
use std::time::Duration;

const HOUR: Duration = Duration::from_secs(3_600);

#[tokio::test(flavor = "multi_thread")]
async fn a_schedule_is_moved_as_it_was_in_the_portal_and_counts_down_to_the_new_time() {
    let stage = Stage::before_production().await;
    stage.go(PROD);
    let (first, second) = (in_hours(&stage, 3), in_hours(&stage, 5));
    stage.tell(scheduled(Some(first)));
    assert_eq!(
        stage.browser.schedule("UAT", "PROD", &field(first)).await,
        303
    );
    assert_eq!(stage.stage(PROD).state, StageState::Scheduled);

    assert_eq!(stage.browser.cancel_scheduled().await, 303);
    assert_eq!(
        stage.browser.schedule("UAT", "PROD", &field(second)).await,
        303
    );
    let passed = Moment(stage.now().0 - jiff::SignedDuration::from_mins(1));
    let moved = |due| ReleaseEvent::ScheduleMoved {
        stage: PROD.into(),
        due,
    };
    assert_eq!(stage.refused(&moved(passed)), "release-time-past");
    stage.tell(moved(second));

    stage.clock.advance(4 * HOUR);
    assert_eq!(
        stage.stage(PROD).state,
        StageState::Scheduled,
        "the first time does not count"
    );
    assert!(stage.deployments("prod").is_empty());
    stage.clock.advance(2 * HOUR);
    assert_eq!(stage.stage(PROD).state, StageState::Pressed);
    assert_eq!(stage.deployments("prod"), [DeploymentState::Succeeded]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_schedule_leaves_the_way_free_for_deploy_to() {
    let stage = Stage::before_production().await;
    stage.go(PROD);
    let due = in_hours(&stage, 3);
    assert_eq!(
        stage.browser.schedule("UAT", "PROD", &field(due)).await,
        303
    );
    stage.tell(scheduled(Some(due)));
    let again = Stage::deploy_to_pressed(PROD, false);
    assert_eq!(stage.refused(&again), "release-pressed-already");

    assert_eq!(stage.browser.cancel_scheduled().await, 303);
    stage.tell(ReleaseEvent::ScheduleCancelled { stage: PROD.into() });
    assert_eq!(stage.stage(PROD).state, StageState::Decided);
    assert!(!stage.stage(PROD).second_press_warning);
    assert_eq!(stage.browser.deploy_to("UAT", "PROD").await, 303);
    stage.tell(again);
    stage.clock.advance(6 * HOUR);
    assert_eq!(
        stage.deployments("prod"),
        [DeploymentState::Succeeded],
        "once"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_schedule_needs_a_time_that_is_still_to_come() {
    let stage = Stage::before_production().await;
    stage.go(PROD);
    assert_eq!(stage.refused(&scheduled(None)), "release-time-missing");
    assert_eq!(
        stage.refused(&scheduled(Some(stage.now()))),
        "release-time-past"
    );
    assert!(stage.stage(PROD).stage.presses.is_empty());
}

fn scheduled(due: Option<Moment>) -> ReleaseEvent {
    ReleaseEvent::Pressed {
        stage: PROD.into(),
        how: PortalPress::Schedule,
        due,
        again: false,
    }
}

fn in_hours(stage: &Stage, hours: i64) -> Moment {
    Moment(stage.now().0 + jiff::SignedDuration::from_hours(hours))
}

/// As a date field sends it.
fn field(due: Moment) -> String {
    due.0.strftime("%Y-%m-%dT%H:%M").to_string()
}
