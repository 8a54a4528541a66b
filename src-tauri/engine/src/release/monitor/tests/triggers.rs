//! "Roll back if …".

use super::*;
use proptest::prelude::*;

const DOWN: (LookBecause, u32) = (LookBecause::OtherStatus, 20);
const UP: (LookBecause, u32) = (LookBecause::AsExpected, 100);

fn seconds_in(rig: &Rig) -> i64 {
    let shown = rig.shown();
    let from = shown.watched_from.expect("begun");
    let fired = rig.fired();
    let first = fired.first().expect("it fired");
    first.at.0.duration_since(from.0).as_secs()
}

#[test]
fn a_share_of_failed_looks_over_the_threshold_fires_once_it_was_looked_at_for_long_enough() {
    let failing = trigger(TriggerMetric::FailedLooks, 2.0, 3);
    let mut rig = Rig::monitoring(subject(&["home"], vec![failing]));
    // One in twenty: five percent.
    rig.seconds(175, |second, _| if second % 20 == 7 { DOWN } else { UP });
    assert!(rig.fired().is_empty());
    rig.seconds(600, |second, _| if second % 20 == 7 { DOWN } else { UP });
    assert_eq!(rig.fired().len(), 1, "once until it is acknowledged");
    assert!((180..=190).contains(&seconds_in(&rig)));
    let value = rig.fired()[0].value;
    assert!((4.0..=6.0).contains(&value), "{value}");
}

#[test]
fn a_share_below_the_threshold_does_not_fire() {
    let failing = trigger(TriggerMetric::FailedLooks, 6.0, 3);
    let mut rig = Rig::monitoring(subject(&["home"], vec![failing]));
    rig.seconds(1_800, |second, _| if second % 20 == 7 { DOWN } else { UP });
    assert!(rig.fired().is_empty());
}

#[test]
fn an_acknowledged_trigger_fires_again_for_what_is_seen_from_then_on() {
    let failing = trigger(TriggerMetric::FailedLooks, 50.0, 3);
    let mut rig = Rig::monitoring(subject(&["home"], vec![failing]));
    rig.seconds(200, |_, _| DOWN);
    assert_eq!(rig.fired().len(), 1);
    assert!(rig.monitor.acknowledge("t"));
    assert!(!rig.monitor.acknowledge("t"), "that is known by now");
    rig.seconds(170, |_, _| DOWN);
    assert_eq!(rig.fired().len(), 1);
    rig.seconds(30, |_, _| DOWN);
    assert_eq!(rig.fired().len(), 2);
    assert_eq!(rig.shown().fired.len(), 2);
}

#[test]
fn a_slow_probe_is_held_against_its_own_baseline_and_named() {
    let slow = trigger(TriggerMetric::P95TimesBaseline, 2.0, 5);
    let about = Subject {
        baseline: [baseline("home", 100), baseline("shop", 400)]
            .into_iter()
            .flatten()
            .collect(),
        ..subject(&["home", "shop"], vec![slow])
    };
    let mut rig = Rig::monitoring(about);
    let answers = |_, probe: &str| match probe {
        "home" => (LookBecause::AsExpected, 250),
        _ => (LookBecause::AsExpected, 500),
    };
    rig.seconds(290, answers);
    assert!(rig.fired().is_empty());
    rig.seconds(30, answers);
    let fired = rig.fired();
    assert_eq!(fired.len(), 1);
    assert_eq!(fired[0].probe_id.as_deref(), Some("home"));
    assert_eq!(fired[0].value, 2.5);
}

#[test]
fn without_a_baseline_nothing_is_called_slow() {
    let slow = trigger(TriggerMetric::P95TimesBaseline, 2.0, 1);
    let mut rig = Rig::monitoring(subject(&["home"], vec![slow]));
    rig.seconds(600, |_, _| (LookBecause::AsExpected, 9_000));
    assert!(rig.fired().is_empty());
}

#[test]
fn a_smoke_test_that_is_down_fires_at_once() {
    let smoke = trigger(TriggerMetric::SmokeDown, 0.0, 5);
    let mut rig = Rig::new(Subject {
        arrived: true,
        ..subject(&["home", "shop"], vec![smoke])
    });
    rig.smoked(&["shop"]);
    let fired = rig.fired();
    assert_eq!(fired.len(), 1);
    assert_eq!(fired[0].probe_id.as_deref(), Some("shop"));
    assert_eq!(rig.monitor.phase(), MonitorPhase::Monitoring);
}

#[test]
fn an_outage_longer_than_agreed_fires_while_it_lasts() {
    let long = trigger(TriggerMetric::OfflineMinutes, 5.0, 0);
    let mut rig = Rig::new(subject(&["home"], vec![long]));
    rig.site(SiteState::AsExpected, None);
    let offline = |rig: &mut Rig, seconds: u64| {
        for _ in 0..seconds / 2 {
            rig.clock.advance(Duration::from_secs(2));
            rig.site(SiteState::Offline, None);
        }
    };
    offline(&mut rig, 298);
    assert!(rig.fired().is_empty());
    offline(&mut rig, 12);
    assert_eq!(rig.fired().len(), 1);
    offline(&mut rig, 600);
    assert_eq!(rig.fired().len(), 1);
    assert!(rig.monitor.acknowledge("t"));
    offline(&mut rig, 298);
    assert_eq!(rig.fired().len(), 1);
    offline(&mut rig, 12);
    assert_eq!(rig.fired().len(), 2);
}

#[test]
fn a_gap_begins_the_time_of_a_trigger_anew() {
    let failing = trigger(TriggerMetric::FailedLooks, 50.0, 3);
    let mut rig = Rig::monitoring(subject(&["home"], vec![failing.clone()]));
    rig.seconds(150, |_, _| DOWN);
    let mut rig = rig.come_back(vec![failing], Duration::from_secs(600));
    rig.seconds(150, |_, _| DOWN);
    assert!(rig.fired().is_empty());
    rig.seconds(40, |_, _| DOWN);
    assert_eq!(rig.fired().len(), 1);
}

#[test]
fn what_the_server_says_fires_only_where_it_says_something() {
    let failures = trigger(TriggerMetric::ServerFailures, 2.0, 3);
    let mut rig = Rig::monitoring(subject(&["home"], vec![failures]));
    rig.seconds(600, |_, _| DOWN);
    assert!(rig.fired().is_empty(), "there is no source of metrics");
    for _ in 0..4 {
        rig.healthy(60);
        let figures = ServerFigures {
            at: rig.clock.now(),
            failed_requests_percent: Some(3.5),
            database_ms: None,
            cpu_percent: None,
            memory_mb: None,
            fault: None,
        };
        rig.tell(|monitor, now| monitor.see_server(figures, now));
    }
    assert_eq!(rig.fired().len(), 1);
    assert_eq!(rig.fired()[0].value, 3.5);
}

proptest! {
    /// Against a reference that keeps every look and counts by hand.
    #[test]
    fn a_trigger_fires_in_the_first_window_whose_last_minutes_are_over_the_threshold(
        works in proptest::collection::vec(any::<bool>(), 400..700),
        threshold in 35.0_f64..60.0,
        minutes in 1_u64..5,
    ) {
        let failing = trigger(TriggerMetric::FailedLooks, threshold, minutes);
        let mut rig = Rig::monitoring(subject(&["home"], vec![failing]));
        rig.seconds(works.len() as u64, |second, _| {
            let works = works[usize::try_from(second).expect("small")];
            if works { UP } else { DOWN }
        });
        // A look at second n (from 1) falls into window n / 10, which is judged when it is over.
        let length = usize::try_from(minutes).expect("small") * 6;
        let windows: Vec<(usize, usize)> = (0..=works.len() / 10)
            .map(|window| {
                let of_window = works.iter().enumerate().filter(|(at, _)| (at + 1) / 10 == window);
                of_window.fold((0, 0), |(down, all), (_, works)| (down + usize::from(!works), all + 1))
            })
            .collect();
        let full = works.len() / 10;
        let expected = (length..=full).find(|end| {
            let of_time = &windows[end - length..*end];
            let down: usize = of_time.iter().map(|(down, _)| down).sum();
            let all: usize = of_time.iter().map(|(_, all)| all).sum();
            100.0 * down as f64 / all as f64 > threshold
        });
        let fired = rig.fired();
        prop_assert_eq!(fired.len(), usize::from(expected.is_some()));
        if let Some(end) = expected {
            prop_assert_eq!(seconds_in(&rig), end as i64 * 10);
        }
    }
}
