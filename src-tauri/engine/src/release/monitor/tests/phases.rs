//! From the press of the button to the end of the half hour.

use super::*;

fn looks(rig: &mut Rig, state: SiteState, read_only: Option<bool>, seconds: u64) {
    for _ in 0..seconds / 2 {
        rig.clock.advance(Duration::from_secs(2));
        rig.site(state, read_only);
    }
}

#[test]
fn an_outage_is_followed_to_the_smoke_tests_and_its_length_measured() {
    let mut rig = Rig::new(subject(&["home"], Vec::new()));
    looks(&mut rig, SiteState::AsExpected, Some(false), 60);
    assert_eq!(rig.monitor.phase(), MonitorPhase::Waiting);
    looks(&mut rig, SiteState::Offline, None, 180);
    assert_eq!(rig.monitor.phase(), MonitorPhase::Offline);
    rig.build = Some(8);
    looks(&mut rig, SiteState::AsExpected, Some(false), 4);
    assert_eq!(rig.monitor.phase(), MonitorPhase::Back);
    assert!(!rig.news.contains(&News::SmokeWanted));
    looks(&mut rig, SiteState::AsExpected, Some(false), 30);
    assert_eq!(rig.monitor.phase(), MonitorPhase::Smoke);
    let wanted = rig.news.iter().filter(|it| **it == News::SmokeWanted);
    assert_eq!(wanted.count(), 1);
    let shown = rig.shown();
    assert_eq!(shown.downtime_ms, Some(Count(180_000)));
    let (from, back) = (
        shown.offline_from.expect("seen"),
        shown.back_at.expect("seen"),
    );
    assert_eq!(back.0.duration_since(from.0).as_secs(), 180);
}

#[test]
fn a_read_only_time_is_seen_and_is_over_once_the_administration_stays_open() {
    let mut rig = Rig::new(subject(&["home"], Vec::new()));
    looks(&mut rig, SiteState::AsExpected, Some(false), 20);
    looks(&mut rig, SiteState::AsExpected, Some(true), 120);
    rig.build = Some(8);
    assert_eq!(rig.monitor.phase(), MonitorPhase::ReadOnly);
    looks(&mut rig, SiteState::AsExpected, Some(false), 10);
    assert_eq!(rig.monitor.phase(), MonitorPhase::Back);
    looks(&mut rig, SiteState::AsExpected, Some(true), 10);
    assert_eq!(rig.monitor.phase(), MonitorPhase::ReadOnly);
    looks(&mut rig, SiteState::AsExpected, Some(false), 32);
    assert_eq!(rig.monitor.phase(), MonitorPhase::Smoke);
    assert_eq!(rig.shown().offline_from, None);
}

#[test]
fn a_site_that_is_back_with_its_old_build_is_not_measured_and_the_next_try_is_seen() {
    let mut rig = Rig::new(subject(&["home"], Vec::new()));
    looks(&mut rig, SiteState::AsExpected, Some(false), 60);
    looks(&mut rig, SiteState::Offline, None, 180);
    looks(&mut rig, SiteState::AsExpected, Some(false), 40);
    assert_eq!(rig.monitor.phase(), MonitorPhase::BackAsBefore);
    let shown = rig.shown();
    assert_eq!(shown.answering, Some(Answering::AsBefore));
    assert_eq!(shown.downtime_ms, Some(Count(180_000)));
    let mut rig = rig.come_back(Vec::new(), Duration::from_secs(60));
    looks(&mut rig, SiteState::AsExpected, Some(false), 60);
    assert_eq!(rig.monitor.phase(), MonitorPhase::BackAsBefore);
    assert!(!rig.news.contains(&News::SmokeWanted));

    looks(&mut rig, SiteState::Offline, None, 120);
    assert_eq!(rig.monitor.phase(), MonitorPhase::Offline);
    rig.build = Some(8);
    looks(&mut rig, SiteState::AsExpected, Some(false), 40);
    assert_eq!(rig.monitor.phase(), MonitorPhase::Smoke);
    let shown = rig.shown();
    assert_eq!(shown.answering, Some(Answering::NewBuild));
    assert_eq!(shown.downtime_ms, Some(Count(120_000)));
}

#[test]
fn a_site_that_does_not_tell_its_build_is_measured_and_not_called_arrived() {
    let mut rig = Rig::new(subject(&["home"], Vec::new()));
    rig.build = None;
    looks(&mut rig, SiteState::AsExpected, Some(false), 60);
    looks(&mut rig, SiteState::Offline, None, 180);
    looks(&mut rig, SiteState::AsExpected, Some(false), 40);
    assert_eq!(rig.monitor.phase(), MonitorPhase::Smoke);
    assert_eq!(rig.shown().answering, Some(Answering::CannotBeTold));
    let told = |news: &&News| matches!(news, News::Back { answering, .. } if *answering == Answering::NewBuild);
    assert_eq!(rig.news.iter().find(told), None);
}

#[test]
fn a_read_only_time_after_which_the_old_build_answers_brought_nothing() {
    let mut rig = Rig::new(subject(&["home"], Vec::new()));
    looks(&mut rig, SiteState::AsExpected, Some(false), 20);
    looks(&mut rig, SiteState::AsExpected, Some(true), 120);
    looks(&mut rig, SiteState::AsExpected, Some(false), 60);
    assert_eq!(rig.monitor.phase(), MonitorPhase::BackAsBefore);
    let backs = rig.news.iter().filter(|it| matches!(it, News::Back { .. }));
    assert_eq!(backs.count(), 1);
}

#[test]
fn what_the_user_saw_in_the_portal_ends_the_waiting() {
    let mut rig = Rig::new(subject(&["home"], Vec::new()));
    looks(&mut rig, SiteState::AsExpected, Some(false), 60);
    rig.tell(|monitor, now| monitor.told_arrived(now));
    assert_eq!(rig.monitor.phase(), MonitorPhase::Smoke);
    assert!(rig.news.contains(&News::SmokeWanted));
}

#[test]
fn promise_40_half_an_hour_is_looked_at_second_by_second_and_then_it_is_done() {
    let mut rig = Rig::monitoring(subject(&["home", "shop"], Vec::new()));
    rig.healthy(30 * 60 - 1);
    assert_eq!(rig.monitor.phase(), MonitorPhase::Monitoring);
    rig.healthy(1);
    assert_eq!(rig.monitor.phase(), MonitorPhase::Done);
    assert_eq!(rig.news.last(), Some(&News::Done));
    let shown = rig.shown();
    assert_eq!(shown.looked_ms, Count(1_800_000));
    let (from, until) = (
        shown.watched_from.expect("begun"),
        shown.until.expect("over"),
    );
    assert_eq!(until.0.duration_since(from.0).as_secs(), 1_800);
    for series in &shown.probes {
        assert_eq!(series.points.len(), 180);
        assert!(series.points.iter().all(|point| point.seconds == 10));
        assert_eq!(series.all.availability, Some(100.0));
        assert!(series.all.looks.0 >= 1_798);
    }
}

#[test]
fn nothing_is_said_of_the_half_hour_before_it_begins() {
    let mut rig = Rig::new(subject(&["home"], Vec::new()));
    rig.healthy(120);
    let shown = rig.shown();
    assert_eq!(shown.overall, ProbeFigures::default());
    assert_eq!(shown.probes[0].all, ProbeFigures::default());
    assert_eq!((shown.until, shown.looked_ms), (None, Count(0)));
    assert!(shown.probes[0].points.len() >= 11, "the chart shows it");
}

#[test]
fn now_is_the_last_five_minutes_and_all_is_the_whole_half_hour() {
    let mut rig = Rig::monitoring(subject(&["home"], Vec::new()));
    rig.seconds(600, |_, _| (LookBecause::AsExpected, 900));
    rig.seconds(310, |_, _| (LookBecause::AsExpected, 100));
    let shown = rig.shown();
    assert_eq!(shown.probes[0].now.p95_ms, Some(Count(100)));
    assert_eq!(shown.probes[0].all.p95_ms, Some(Count(900)));
}

#[test]
fn a_day_of_waiting_and_the_half_hour_fit_into_one_chart() {
    let mut rig = Rig::new(subject(&["home"], Vec::new()));
    for _ in 0..24 * 360 {
        rig.clock.advance(Duration::from_secs(10));
        rig.see("home", LookBecause::AsExpected, 100);
    }
    rig.tell(|monitor, now| monitor.told_arrived(now));
    rig.smoked(&[]);
    rig.healthy(30 * 60);
    let points = &rig.shown().probes[0].points;
    assert!(points.len() <= 360, "{}", points.len());
    let last = &points[points.len() - 180..];
    assert!(last.iter().all(|point| point.seconds == 10));
    assert!(points.is_sorted_by_key(|point| point.at));
}
