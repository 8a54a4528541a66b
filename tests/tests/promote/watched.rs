//! From the press on PROD to the verdict.

use crate::stage::{PROD, Stage};
use slipway_engine::desk::KnownBy;
use slipway_engine::job::JobState;
use slipway_engine::release::journey::{ArrivalKnownBy, ReleaseEvent, StageState, VerdictKind};
use slipway_engine::release::monitor::{GapBecause, MonitorPhase};
use slipway_practice::Breakdown;
use std::time::Duration;

const MINUTE: Duration = Duration::from_secs(60);
const HALF_AN_HOUR: u64 = 30 * 60 * 1_000;

#[tokio::test(flavor = "multi_thread")]
async fn a_release_goes_live_is_measured_for_half_an_hour_and_called_healthy() {
    let stage = Stage::before_production().await;
    stage.watch_pages();
    let baseline = stage
        .desk()
        .baseline(&stage.release, PROD)
        .expect("a baseline");
    assert_eq!(stage.ended(&baseline.id).await.state, JobState::Succeeded);
    stage.go(PROD);
    assert_eq!(stage.browser.deploy_to("UAT", "PROD").await, 303);
    stage.press(PROD);
    let monitor = stage
        .desk()
        .monitor(&stage.release, PROD)
        .expect("a monitor");
    let healthy = ReleaseEvent::VerdictGiven {
        kind: VerdictKind::Healthy,
        remarks: String::new(),
    };
    stage.until(&monitor.id, |job| job.phase == "offline").await;
    assert_eq!(stage.refused(&healthy), "release-not-in-production");
    stage
        .until(&monitor.id, |job| job.phase == "monitoring")
        .await;
    assert_eq!(stage.refused(&healthy), "release-not-measured");
    let monitor = stage.ended(&monitor.id).await;
    assert_eq!(monitor.state, JobState::Succeeded);

    let seen = stage.seen(&monitor.id);
    assert_eq!(seen.phase, MonitorPhase::Done);
    let (from, back) = (
        seen.offline_from.expect("offline"),
        seen.back_at.expect("back"),
    );
    assert!(from < back);
    let downtime = seen.downtime_ms.expect("it was watched").0;
    assert!(
        (8_000..=16_000).contains(&downtime),
        "{downtime} ms of about 11.7 s"
    );
    assert!(
        seen.smoke.as_ref().is_some_and(|run| run.all_work),
        "{:?}",
        seen.smoke
    );
    assert!(seen.looked_ms.0 >= HALF_AN_HOUR, "{:?}", seen.looked_ms);
    assert!(seen.gaps.is_empty() && seen.fired.is_empty(), "{seen:?}");
    assert_eq!(seen.probes.len(), 2);
    for probe in &seen.probes {
        assert!(
            probe
                .baseline
                .as_ref()
                .is_some_and(|before| before.looks.0 >= 10)
        );
        assert!(
            probe.all.looks.0 >= 150,
            "one in ten seconds: {:?}",
            probe.all
        );
        assert_eq!(probe.all.availability, Some(100.0));
        assert!(!probe.points.is_empty() && probe.points.len() <= 360);
    }

    let view = stage.stage(PROD);
    let arrived = view.stage.arrived.expect("it was seen");
    assert_eq!(arrived.known_by, ArrivalKnownBy::Measured);
    let placement = view.placement.expect("it runs there");
    assert_eq!(placement.known_by, KnownBy::Measured);
    assert_eq!(Some(placement.sha256), stage.package.sha256);
    let view = stage.tell(healthy);
    assert_eq!(
        view.release.verdict.expect("a verdict").kind,
        VerdictKind::Healthy
    );
    for kind in [
        "baseline-measured",
        "monitoring-started",
        "smoke-tested",
        "release-arrived",
        "monitoring-finished",
    ] {
        assert!(stage.wrote(kind), "{kind}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn promise_40_monitoring_goes_on_after_a_quit_and_says_when_it_did_not_look() {
    let mut stage = Stage::before_production().await;
    let monitor = stage.live_and_monitored().await;
    stage.pass(5 * MINUTE).await;
    let before = stage.seen(&monitor.id);

    stage.rehearsal.desk.close();
    stage.clock.advance(20 * MINUTE);
    stage.rehearsal.restart();
    let left = stage.desk().job(&monitor.id).expect("the job");
    assert_eq!(left.state, JobState::Interrupted);
    stage.desk().take_up_watches().expect("it goes on");
    let ended = stage.ended(&monitor.id).await;
    assert_eq!(ended.state, JobState::Succeeded);

    let seen = stage.seen(&monitor.id);
    let gaps: Vec<_> = seen
        .gaps
        .iter()
        .filter(|gap| gap.because == GapBecause::NotRunning)
        .collect();
    assert_eq!(gaps.len(), 1, "{:?}", seen.gaps);
    let gap = gaps[0].to.0.duration_since(gaps[0].from.0);
    assert!((19..=21).contains(&gap.as_mins()), "{gap}");
    assert!(seen.looked_ms.0 >= HALF_AN_HOUR, "the gap does not count");
    assert!(
        seen.looked_ms.0 < HALF_AN_HOUR + 60_000,
        "{:?}",
        seen.looked_ms
    );
    assert_eq!(seen.back_at, before.back_at);
    assert_eq!(seen.downtime_ms, before.downtime_ms);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scheduled_deployment_is_waited_for_and_seen_when_it_comes() {
    let stage = Stage::before_production().await;
    stage.go(PROD);
    let due = slipway_engine::units::Moment(stage.now().0 + jiff::SignedDuration::from_mins(20));
    let field = due.0.strftime("%Y-%m-%dT%H:%M").to_string();
    assert_eq!(stage.browser.schedule("UAT", "PROD", &field).await, 303);
    stage.tell(ReleaseEvent::Pressed {
        stage: PROD.into(),
        how: slipway_engine::release::journey::PortalPress::Schedule,
        due: Some(due),
        again: false,
    });
    let monitor = stage
        .desk()
        .monitor(&stage.release, PROD)
        .expect("a monitor");
    stage.pass(15 * MINUTE).await;
    let seen = stage.seen(&monitor.id);
    assert_eq!(seen.phase, MonitorPhase::Waiting);
    assert_eq!(stage.stage(PROD).state, StageState::Scheduled);
    stage
        .until(&monitor.id, |job| job.phase == "monitoring")
        .await;
    assert_eq!(stage.stage(PROD).state, StageState::Arrived);
    stage.desk().cancel_job(&monitor.id).expect("it ends");
    stage.ended(&monitor.id).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deployment_that_broke_down_is_told_as_not_arrived_and_its_press_is_over() {
    let stage = Stage::before_production().await;
    stage.go(PROD);
    stage
        .rehearsal
        .world
        .faults()
        .break_down_next_deployment(Some("prod"), Breakdown::RestoreTimeout);
    assert_eq!(stage.browser.deploy_to("UAT", "PROD").await, 303);
    stage.press(PROD);
    stage.clock.advance(MINUTE);
    let view = stage.tell(ReleaseEvent::OutcomeTold {
        stage: PROD.into(),
        works: false,
    });
    let prod = view
        .stages
        .iter()
        .find(|view| view.stage.id == PROD)
        .expect("PROD");
    assert!(prod.stage.arrived.is_none() && !prod.second_press_warning);
    assert_eq!(stage.browser.deploy_to("UAT", "PROD").await, 303);
    stage.press(PROD);
}
