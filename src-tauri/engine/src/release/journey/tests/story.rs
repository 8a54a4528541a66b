//! A release from its beginning to what was learned from it.

use super::*;

#[test]
fn a_release_goes_from_development_through_uat_to_production_and_is_declared_healthy() {
    let mut told = Told::new();
    let stages: Vec<&str> = told
        .release
        .stages
        .iter()
        .map(|one| one.id.as_str())
        .collect();
    assert_eq!(
        stages,
        ["development", "testing:qa", UAT, PROD, "monitoring:prod"]
    );
    told.tells(&Event::Planned {
        name: "Summer sale".into(),
        promise: "The new basket, on Thursday".into(),
        lead: Some("Jana Dvorak".into()),
        four_eyes: true,
        window: Some(DeploymentWindow {
            from: at(50_000),
            to: at(60_000),
        }),
        strategy: Some(Strategy::Scheduled),
    });
    told.tells(&Event::FeatureAdded {
        name: "Basket".into(),
        planned: "A week later".into(),
    });

    assert_eq!(told.release.current(), "development");
    assert_eq!(told.state("development"), StageState::Reviewing);
    told.goes("development");
    assert_eq!(told.release.current(), "testing:qa");
    told.brings("testing:qa");
    assert_eq!(told.state("testing:qa"), StageState::Arrived);
    assert_eq!(told.release.current(), UAT);
    told.brings(UAT);
    assert_eq!(told.state("testing:qa"), StageState::Passed);
    assert_eq!(told.release.current(), PROD);

    // Production: the way back, the triggers, every item, the name, a second person.
    told.tells(&planned_back());
    told.tells(&triggers());
    told.settles(PROD);
    told.tells(&go(PROD));
    assert_eq!(told.refuses(&pressed(PROD)), Refusal::SecondMissing);
    told.tells(&Event::Seconded {
        stage: PROD.into(),
        by: "Jana Dvorak".into(),
    });
    assert_eq!(told.state(PROD), StageState::Decided);
    told.tells(&scheduled(PROD, 50_000));
    assert_eq!(told.state(PROD), StageState::Scheduled);
    told.tells(&Event::ScheduleMoved {
        stage: PROD.into(),
        due: at(55_000),
    });
    told.now = 54_999;
    assert_eq!(told.state(PROD), StageState::Scheduled);
    told.now = 55_000;
    assert_eq!(told.state(PROD), StageState::Pressed);
    let seen = told
        .release
        .arrived(PROD, at(56_000), ArrivalKnownBy::Measured);
    told.release = seen.expect("it was seen");
    assert_eq!(told.release.current(), "monitoring:prod");

    let healthy = Event::VerdictGiven {
        kind: VerdictKind::Healthy,
        remarks: String::new(),
    };
    assert_eq!(told.refuses(&healthy), Refusal::NotMeasured);
    told.measured = true;
    told.tells(&healthy);
    assert!(!told.release.is_open());
    assert_eq!(told.state(PROD), StageState::Passed);

    // Deployed is not released: the feature is switched on afterwards.
    let basket = told.release.features[0].id.clone();
    told.tells(&Event::FeatureOn {
        id: basket,
        on: true,
    });
    assert_eq!(
        told.release.features[0].on_by.as_deref(),
        Some("Petra Novak")
    );
    told.tells(&Event::RetrospectiveWritten {
        slowed: "Waiting for the legal texts".into(),
        late_alert: String::new(),
        unclear: "Who tells support".into(),
        actions: vec!["Name who tells support".into(), " ".into()],
    });
    let actions: Vec<&Action> = told.release.open_actions().collect();
    assert_eq!(actions.len(), 1);
    assert_eq!(actions[0].text, "Name who tells support");
}

#[test]
fn what_went_wrong_is_taken_back_with_a_clock_and_never_declared_healthy() {
    let mut told = Told::new();
    told.tells(&planned_back());
    told.tells(&triggers());
    let back = Event::RolledBack {
        way: RollbackWay::RestorePoint,
        reason: "Nobody can log in".into(),
    };
    assert_eq!(told.refuses(&back), Refusal::NotInProduction);
    told.brings(PROD);
    told.tells(&back);
    assert_eq!(told.refuses(&back), Refusal::RolledBackAlready);
    told.measured = true;
    let verdict = |kind| Event::VerdictGiven {
        kind,
        remarks: "Taken back within the hour".into(),
    };
    assert_eq!(
        told.refuses(&verdict(VerdictKind::HealthyWithRemarks)),
        Refusal::RolledBackAlready
    );
    assert_eq!(told.refuses(&pressed(PROD)), Refusal::RolledBackAlready);
    let began = told.now;
    told.now += 900;
    told.tells(&Event::RollbackFinished);
    told.now += 900;
    // Said once more, the first time counts.
    told.tells(&Event::RollbackFinished);
    let back = told.release.rolled_back.clone().expect("taken back");
    assert_eq!(
        (back.at, back.restored_at),
        (at(began), Some(at(began + 901)))
    );
    assert_eq!(back.took(), Some(jiff::SignedDuration::from_secs(901)));
    told.tells(&verdict(VerdictKind::RolledBack));
    assert_eq!(told.refuses(&pressed(PROD)), Refusal::Over);
}

#[test]
fn a_mend_on_top_brings_another_package_through_everything_again() {
    let mut told = Told::new();
    told.tells(&planned_back());
    told.tells(&triggers());
    told.brings(PROD);
    told.tells(&Event::RolledBack {
        way: RollbackWay::FixForward,
        reason: "A wrong address in a mail".into(),
    });
    told.chosen = package('b');
    told.tells(&chosen());
    assert!(matches!(
        told.refuses(&pressed(PROD)),
        Refusal::ItemsOpen { .. }
    ));
    told.brings(PROD);
    told.tells(&Event::RollbackFinished);
    told.measured = true;
    told.tells(&Event::VerdictGiven {
        kind: VerdictKind::HealthyWithRemarks,
        remarks: "Mended within the hour".into(),
    });
}
