//! Presses over time: which count, which are history.

use super::*;

#[test]
fn a_schedule_that_was_cancelled_is_history_and_the_next_click_is_the_first_one() {
    let mut told = Told::new();
    told.goes(UAT);
    told.tells(&scheduled(UAT, 5_000));
    assert!(matches!(
        told.refuses(&pressed(UAT)),
        Refusal::PressedAlready { .. }
    ));
    told.tells(&Event::ScheduleCancelled { stage: UAT.into() });
    assert_eq!(told.state(UAT), StageState::Decided);
    let nothing = Event::ScheduleMoved {
        stage: UAT.into(),
        due: at(9_000),
    };
    assert_eq!(told.refuses(&nothing), Refusal::NotScheduled);
    told.tells(&pressed(UAT));
    let presses = &told.stage(UAT).presses;
    assert_eq!(presses.len(), 2);
    assert!(presses[0].cancelled_at.is_some() && presses[1].is_pending());
}

#[test]
fn what_did_not_work_may_be_clicked_again_without_a_warning() {
    let mut told = Told::new();
    told.goes(UAT);
    told.tells(&pressed(UAT));
    told.tells(&outcome(UAT, false));
    assert_eq!(told.state(UAT), StageState::Decided);
    told.tells(&pressed(UAT));
    told.tells(&outcome(UAT, true));
    let outcomes: Vec<_> = told
        .stage(UAT)
        .presses
        .iter()
        .map(|one| one.outcome)
        .collect();
    assert_eq!(
        outcomes,
        [Some(PressOutcome::DidNotWork), Some(PressOutcome::Arrived)]
    );
}

#[test]
fn what_was_measured_stays_measured_when_somebody_says_so_too() {
    let mut told = Told::new();
    told.goes(UAT);
    told.tells(&pressed(UAT));
    let seen = told.release.arrived(UAT, at(60), ArrivalKnownBy::Measured);
    told.release = seen.expect("it was seen");
    told.now = 100;
    told.tells(&outcome(UAT, true));
    let arrived = told.stage(UAT).arrived.clone();
    let measured = Arrival {
        at: at(60),
        known_by: ArrivalKnownBy::Measured,
    };
    assert_eq!(arrived, Some(measured));
}

#[test]
fn an_arrival_keeps_the_time_it_was_first_measured_until_something_new_arrives() {
    let mut told = Told::new();
    told.goes(UAT);
    told.tells(&pressed(UAT));
    for second in [60, 90] {
        let seen = told
            .release
            .arrived(UAT, at(second), ArrivalKnownBy::Measured);
        told.release = seen.expect("it was seen");
    }
    let since = |told: &Told| told.stage(UAT).arrived.as_ref().expect("arrived").at;
    assert_eq!(since(&told), at(60));
    told.now = 100;
    told.tells(&Event::Pressed {
        stage: UAT.into(),
        how: PortalPress::DeployTo,
        due: None,
        again: true,
    });
    told.now = 200;
    told.tells(&outcome(UAT, true));
    assert_eq!(since(&told), at(201));
}

#[test]
fn what_came_to_qa_by_a_pipeline_is_told_without_a_press_and_production_is_not() {
    let mut told = Told::new();
    told.tells(&outcome("testing:qa", true));
    assert_eq!(told.state("testing:qa"), StageState::Arrived);
    assert_eq!(told.refuses(&outcome(PROD, true)), Refusal::NotPressed);
    assert_eq!(told.refuses(&outcome(UAT, false)), Refusal::NotPressed);
}

#[test]
fn an_upload_that_came_to_nothing_is_no_press_any_more() {
    let mut told = Told::new();
    told.goes(UAT);
    let uploaded = told.with_around(Some(UAT), |around| {
        told.release.uploaded(UAT, "job", around)
    });
    told.release = uploaded.expect("it is ready");
    assert_eq!(told.stage(UAT).presses[0].how, PressHow::Emergency);
    assert_eq!(told.state(UAT), StageState::Pressed);
    assert_eq!(told.release.upload_came_to_nothing("another"), told.release);
    told.release = told.release.upload_came_to_nothing("job");
    assert_eq!(told.state(UAT), StageState::Decided);
}

#[test]
fn a_no_go_stops_the_release_there_until_somebody_decides_otherwise() {
    let mut told = Told::new();
    let stop = |reason: &str| Event::Decided {
        stage: UAT.into(),
        go: false,
        reason: reason.into(),
        typed_name: None,
    };
    assert_eq!(told.refuses(&stop("  ")), Refusal::ReasonMissing);
    told.tells(&stop("The basket loses its content"));
    assert_eq!(told.state(UAT), StageState::Stopped);
    told.settles(UAT);
    assert_eq!(told.refuses(&pressed(UAT)), Refusal::NotDecided);
    told.tells(&go(UAT));
    told.tells(&pressed(UAT));
}
