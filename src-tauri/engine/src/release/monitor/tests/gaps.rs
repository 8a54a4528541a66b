//! Times in which nothing was seen count as nothing.

use super::*;
use proptest::prelude::*;

fn gaps(rig: &Rig) -> Vec<(GapBecause, i64)> {
    let gaps = rig.shown().gaps;
    gaps.iter()
        .map(|gap| (gap.because, gap.to.0.duration_since(gap.from.0).as_secs()))
        .collect()
}

#[test]
fn a_sleep_is_a_gap_and_the_half_hour_ends_as_much_later() {
    let mut rig = Rig::monitoring(subject(&["home"], Vec::new()));
    rig.healthy(600);
    // While a computer sleeps the wall clock goes on and the running one does not.
    let woken = rig.clock.now().0.checked_add(Duration::from_secs(3_600));
    rig.clock.set_wall(Moment(woken.expect("a time")));
    rig.healthy(60);
    assert_eq!(gaps(&rig), [(GapBecause::Asleep, 3_601)]);
    let shown = rig.shown();
    assert_eq!(shown.looked_ms, Count(659_000));
    assert_eq!(shown.overall.availability, Some(100.0));
    rig.healthy(1_141);
    assert_eq!(rig.monitor.phase(), MonitorPhase::Done);
    assert_eq!(rig.shown().looked_ms, Count(1_800_000));
}

#[test]
fn where_the_running_clock_goes_on_during_a_sleep_it_is_a_gap_all_the_same() {
    let mut rig = Rig::monitoring(subject(&["home"], Vec::new()));
    rig.healthy(60);
    rig.clock.advance(Duration::from_secs(7_200));
    rig.healthy(1);
    assert_eq!(gaps(&rig), [(GapBecause::Asleep, 7_201)]);
    assert_eq!(rig.shown().looked_ms, Count(60_000));
}

#[test]
fn a_wall_clock_that_is_set_back_changes_neither_order_nor_figures() {
    let mut rig = Rig::monitoring(subject(&["home"], Vec::new()));
    rig.healthy(100);
    rig.clock.set_wall(Moment(jiff::Timestamp::UNIX_EPOCH));
    rig.healthy(100);
    let shown = rig.shown();
    assert_eq!(gaps(&rig), []);
    assert_eq!(shown.looked_ms, Count(200_000));
    let points = &shown.probes[0].points;
    assert!(points.is_sorted_by_key(|point| point.at));
    let span = points
        .last()
        .expect("points")
        .at
        .0
        .duration_since(points[0].at.0);
    assert_eq!(span.as_secs(), 190);
}

#[test]
fn without_a_network_nothing_is_healthy_and_nothing_is_down() {
    let mut rig = Rig::monitoring(subject(&["home", "shop"], Vec::new()));
    rig.healthy(60);
    rig.seconds(120, |_, _| (LookBecause::NoNetwork, 0));
    rig.healthy(60);
    let shown = rig.shown();
    assert_eq!(shown.overall.availability, Some(100.0));
    assert_eq!(shown.overall.looks, Count(240));
    let [(GapBecause::NoNetwork, seconds)] = gaps(&rig)[..] else {
        panic!("{:?}", gaps(&rig));
    };
    assert!((118..=122).contains(&seconds), "{seconds}");
    let looked = shown.looked_ms.0;
    assert!((117_000..=123_000).contains(&looked), "{looked}");
}

#[test]
fn a_name_that_does_not_resolve_while_others_answer_is_the_sites_own_trouble() {
    let mut rig = Rig::monitoring(subject(&["home", "shop"], Vec::new()));
    rig.seconds(60, |_, probe| match probe {
        "shop" => (LookBecause::NotResolved, 0),
        _ => (LookBecause::AsExpected, 100),
    });
    let shown = rig.shown();
    assert_eq!(gaps(&rig), []);
    let of = |id: &str| {
        let series = shown.probes.iter().find(|series| series.probe.id == id);
        series.expect("it is there").all.availability
    };
    assert_eq!((of("home"), of("shop")), (Some(100.0), Some(0.0)));
}

#[test]
fn when_no_name_resolves_it_is_the_network() {
    let mut rig = Rig::monitoring(subject(&["home", "shop"], Vec::new()));
    rig.healthy(10);
    rig.seconds(60, |_, _| (LookBecause::NotResolved, 0));
    rig.healthy(10);
    let shown = rig.shown();
    assert_eq!(shown.overall.availability, Some(100.0));
    assert_eq!(gaps(&rig).len(), 1);
}

#[test]
fn promise_40_a_monitor_survives_a_restart_and_says_when_it_was_not_running() {
    let mut rig = Rig::monitoring(subject(&["home"], Vec::new()));
    rig.healthy(600);
    let before = rig.shown();
    let mut rig = rig.come_back(Vec::new(), Duration::from_secs(900));
    assert_eq!(gaps(&rig), [(GapBecause::NotRunning, 900)]);
    assert_eq!(rig.monitor.phase(), MonitorPhase::Monitoring);
    assert_eq!(rig.shown().looked_ms, before.looked_ms);
    assert_eq!(rig.shown().watched_from, before.watched_from);
    rig.healthy(1_200);
    assert_eq!(rig.monitor.phase(), MonitorPhase::Done);
    let shown = rig.shown();
    assert_eq!(shown.looked_ms, Count(1_800_000));
    assert!(shown.overall.looks.0 >= 1_790);
    let points = &shown.probes[0].points;
    assert!(points.is_sorted_by_key(|point| point.at));
}

#[test]
fn smoke_tests_that_were_broken_off_run_again() {
    let rig = Rig::new(Subject {
        arrived: true,
        ..subject(&["home"], Vec::new())
    });
    let rig = rig.come_back(Vec::new(), Duration::from_secs(60));
    let wanted = rig.news.iter().filter(|it| **it == News::SmokeWanted);
    assert_eq!(wanted.count(), 2);
}

#[test]
fn one_that_was_done_when_slipway_ended_says_so_again() {
    let mut rig = Rig::monitoring(subject(&["home"], Vec::new()));
    rig.healthy(1_800);
    let said = |rig: &Rig| rig.news.iter().filter(|it| **it == News::Done).count();
    assert_eq!(said(&rig), 1);
    let rig = rig.come_back(Vec::new(), Duration::from_secs(60));
    assert_eq!(said(&rig), 2);
}

#[test]
fn a_finished_monitor_has_no_gap_after_its_end() {
    let mut rig = Rig::monitoring(subject(&["home"], Vec::new()));
    rig.healthy(1_800);
    let before = rig.shown();
    let rig = rig.come_back(Vec::new(), Duration::from_secs(86_400 * 300));
    let after = rig.shown();
    assert_eq!(after.gaps, []);
    assert_eq!(after.probes, before.probes);
    assert_eq!(
        (after.until, after.looked_ms),
        (before.until, before.looked_ms)
    );
}

proptest! {
    #[test]
    fn whatever_the_clocks_do_watched_time_is_never_more_than_passed(
        steps in proptest::collection::vec((0_u64..120, -100_000_i64..100_000, any::<bool>()), 1..60),
    ) {
        let mut rig = Rig::monitoring(subject(&["home"], Vec::new()));
        let mut ran = 0;
        for (seconds, jump, gets_out) in steps {
            rig.clock.advance(Duration::from_secs(seconds));
            ran += seconds;
            let wall = rig.clock.now().0.checked_add(jiff::SignedDuration::from_secs(jump));
            rig.clock.set_wall(Moment(wall.expect("a time")));
            let because = if gets_out { LookBecause::AsExpected } else { LookBecause::NoNetwork };
            rig.see("home", because, 50);
        }
        let shown = rig.shown();
        prop_assert!(shown.looked_ms.0 <= ran * 1_000);
        prop_assert!(shown.gaps.iter().all(|gap| gap.from <= gap.to));
        prop_assert!(shown.probes[0].points.is_sorted_by_key(|point| point.at));
    }
}
