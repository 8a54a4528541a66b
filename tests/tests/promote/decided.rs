//! Go and no-go, and the button that is pressed once.

use crate::stage::{DEVELOPMENT, PROD, QA, Stage, UAT};
use slipway_engine::release::journey::{PressOutcome, ReleaseEvent, StageState};
use slipway_practice::DeploymentState;

#[tokio::test(flavor = "multi_thread")]
async fn promise_38_production_waits_for_every_required_line_and_its_typed_name() {
    let stage = Stage::before_production().await;
    let go = stage.decision(PROD, true);
    assert_eq!(stage.refused(&go), "release-items-open");
    stage.settle(PROD);
    let view = stage.stage(PROD);
    assert!(view.may_go && view.open_items.0 == 0);
    let reopened = view
        .items
        .iter()
        .find(|view| view.item.required && view.answer.is_none());
    let item = reopened.expect("a line for people").item.id.clone();
    stage.tell(ReleaseEvent::ItemReopened {
        stage: PROD.into(),
        item,
    });
    assert_eq!(stage.refused(&go), "release-items-open");
    stage.settle(PROD);

    for typed in [None, Some("UAT".to_owned()), Some("prod".to_owned())] {
        let typed = ReleaseEvent::Decided {
            stage: PROD.into(),
            go: true,
            reason: String::new(),
            typed_name: typed,
        };
        assert_eq!(stage.refused(&typed), "name-does-not-match");
    }
    assert_eq!(
        stage.refused(&Stage::deploy_to_pressed(PROD, false)),
        "release-not-decided"
    );
    stage.tell(go);
    stage.press(PROD);
    assert_eq!(stage.stage(PROD).state, StageState::Pressed);
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_no_go_nothing_is_pressed_until_somebody_says_go() {
    let stage = Stage::before_production().await;
    stage.tell(stage.decision(PROD, false));
    assert_eq!(stage.stage(PROD).state, StageState::Stopped);
    stage.settle(PROD);
    assert_eq!(
        stage.refused(&Stage::deploy_to_pressed(PROD, false)),
        "release-not-decided"
    );
    let decision = stage.stage(PROD).stage.decision.expect("it was decided");
    assert_eq!(decision.reason, "Checkout fails in UAT");
    assert_eq!(decision.by, "Petra Novak");

    stage.tell(stage.decision(PROD, true));
    stage.press(PROD);
    assert!(stage.wrote("release-no-go") && stage.wrote("release-go"));
}

#[tokio::test(flavor = "multi_thread")]
async fn with_four_eyes_a_second_person_confirms_the_go() {
    let stage = Stage::before_production().await;
    stage.tell(ReleaseEvent::Planned {
        name: "Summer blend".into(),
        promise: "The summer blend can be ordered".into(),
        lead: Some("Ivo Tanaka".into()),
        four_eyes: true,
        window: None,
        strategy: None,
    });
    stage.go(PROD);
    let pressed = Stage::deploy_to_pressed(PROD, false);
    assert_eq!(stage.refused(&pressed), "release-second-missing");
    let second = |by: &str| ReleaseEvent::Seconded {
        stage: PROD.into(),
        by: by.into(),
    };
    assert_eq!(
        stage.refused(&second(" petra NOVAK ")),
        "release-second-is-first"
    );
    stage.tell(second("Ivo Tanaka"));
    stage.tell(pressed);
    let decision = stage.stage(PROD).stage.decision.expect("it was decided");
    assert_eq!(decision.second.expect("a second one").by, "Ivo Tanaka");
}

#[tokio::test(flavor = "multi_thread")]
async fn promise_39_a_second_press_is_warned_against_because_it_deploys_twice() {
    let stage = Stage::before_production().await;
    stage.go(PROD);
    assert!(!stage.stage(PROD).second_press_warning);
    assert_eq!(stage.browser.deploy_to("UAT", "PROD").await, 303);
    stage.press(PROD);
    assert!(stage.stage(PROD).second_press_warning);
    let again = Stage::deploy_to_pressed(PROD, false);
    assert_eq!(stage.refused(&again), "release-pressed-already");

    // What the warning is about: the Portal takes the second click.
    assert_eq!(stage.browser.deploy_to("UAT", "PROD").await, 303);
    stage.tell(Stage::deploy_to_pressed(PROD, true));
    assert_eq!(
        stage.deployments("prod"),
        [DeploymentState::Queued, DeploymentState::Queued]
    );
    stage.clock.advance(std::time::Duration::from_secs(60));
    stage.tell(ReleaseEvent::OutcomeTold {
        stage: PROD.into(),
        works: true,
    });
    let presses = stage.stage(PROD).stage.presses;
    assert_eq!(presses.len(), 2);
    assert!(
        presses
            .iter()
            .all(|press| press.outcome == Some(PressOutcome::Arrived))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn another_package_takes_the_decisions_back_and_keeps_what_happened() {
    let stage = Stage::before_production().await;
    stage.go(PROD);
    let other = stage.rehearsal.inspected("Shop 1.2.zip").await;
    stage.tell(ReleaseEvent::PackageChosen {
        package_id: other.id,
    });
    let pressed = Stage::deploy_to_pressed(PROD, false);
    assert_eq!(stage.refused(&pressed), "release-items-open");
    for id in [QA, UAT] {
        let again = stage.stage(id);
        assert!(again.stage.arrived.is_none(), "{id}");
        assert!(!again.stage.presses.is_empty(), "{id}");
    }
    assert!(!stage.stage(DEVELOPMENT).items.is_empty());
}
