use super::*;
use crate::desk::Sample;
use crate::release::PagePrint;

const START: i64 = 1_784_318_220;

/// A site as it is seen second by second, and the watch over it.
struct Story {
    watch: Watch,
    wall: i64,
    elapsed: Duration,
}

impl Story {
    fn new() -> Self {
        Self {
            watch: Watch::new(WatchPolicy::default()),
            wall: START,
            elapsed: Duration::ZERO,
        }
    }

    fn look(&mut self, state: SiteState, page: Option<&str>) -> WatchVerdict {
        let at = Moment(jiff::Timestamp::from_second(self.wall).expect("a moment"));
        let sample = Sample {
            at,
            state,
            status: None,
            took_ms: Count(20),
            detail: None,
        };
        let seen = Seen {
            sample,
            page: page.map(|page| PagePrint::of(page.as_bytes())),
        };
        let verdict = self.watch.see(&seen, self.elapsed);
        let pause = self.watch.next_look();
        self.pass(pause);
        verdict
    }

    /// Looks again and again for `seconds`, always seeing the same.
    fn sees(mut self, state: SiteState, seconds: u64) -> Self {
        let until = self.elapsed + Duration::from_secs(seconds);
        while self.elapsed < until && !self.watch.is_over() {
            self.look(state, None);
        }
        self
    }

    fn sees_page(mut self, page: &str, seconds: u64) -> Self {
        let until = self.elapsed + Duration::from_secs(seconds);
        while self.elapsed < until && !self.watch.is_over() {
            self.look(SiteState::AsExpected, Some(page));
        }
        self
    }

    fn pass(&mut self, time: Duration) {
        self.elapsed += time;
        self.wall += i64::try_from(time.as_secs()).expect("seconds");
    }

    /// Asleep, with the running time standing still as it does on Linux and macOS.
    fn sleeps(mut self, seconds: i64) -> Self {
        self.wall += seconds;
        self
    }

    /// Asleep, with the running time going on as it does on Windows.
    fn sleeps_on_windows(mut self, seconds: u64) -> Self {
        self.pass(Duration::from_secs(seconds));
        self
    }

    fn verdict(&self) -> WatchVerdict {
        self.watch.verdict
    }

    fn downtime(&self) -> Option<u64> {
        self.watch.summary().downtime_ms.map(|Count(ms)| ms / 1_000)
    }
}

use SiteState::{AsExpected, Offline, Unexpected, Unknown};

#[test]
fn a_site_that_goes_offline_and_comes_back_looks_live_with_its_downtime_measured() {
    let story = Story::new()
        .sees(AsExpected, 60)
        .sees(Offline, 120)
        .sees(AsExpected, 60);
    assert_eq!(story.verdict(), WatchVerdict::LooksLive);
    assert_eq!(story.downtime(), Some(120));
    let summary = story.watch.summary();
    let lasted = summary
        .back_at
        .expect("back")
        .0
        .duration_since(summary.offline_from.expect("offline").0);
    assert_eq!(lasted.as_secs(), 120);
}

#[test]
fn while_it_is_offline_it_is_called_offline() {
    assert_eq!(
        Story::new()
            .sees(AsExpected, 10)
            .sees(Offline, 10)
            .verdict(),
        WatchVerdict::Offline
    );
}

#[test]
fn one_look_in_vain_is_no_outage() {
    let story = Story::new()
        .sees(AsExpected, 10)
        .sees(Offline, 2)
        .sees(AsExpected, 60);
    assert_eq!(
        (story.verdict(), story.watch.summary().offline_from),
        (WatchVerdict::Waiting, None)
    );
}

#[test]
fn back_for_a_moment_is_not_back() {
    let story = Story::new()
        .sees(AsExpected, 10)
        .sees(Offline, 60)
        .sees(AsExpected, 20)
        .sees(Offline, 40);
    assert_eq!(story.verdict(), WatchVerdict::Offline);
    assert_eq!(story.watch.summary().back_at, None);
    let story = story.sees(AsExpected, 20);
    assert_eq!(story.verdict(), WatchVerdict::Offline);
    assert!(story.watch.summary().back_at.is_some(), "it answers again");
    let story = story.sees(AsExpected, 40);
    assert_eq!(
        (story.verdict(), story.downtime()),
        (WatchVerdict::LooksLive, Some(120))
    );
}

#[test]
fn a_site_that_answers_with_its_own_trouble_is_not_back() {
    let story = Story::new()
        .sees(AsExpected, 10)
        .sees(Offline, 60)
        .sees(Unexpected, 300);
    assert_eq!(story.verdict(), WatchVerdict::Offline);
}

#[test]
fn an_outage_whose_beginning_was_not_seen_has_no_measured_downtime() {
    let story = Story::new().sees(Offline, 60).sees(AsExpected, 60);
    assert_eq!(
        (story.verdict(), story.downtime()),
        (WatchVerdict::LooksLive, None)
    );
}

#[test]
fn forty_five_minutes_without_any_change_end_the_watch() {
    assert_eq!(
        Story::new().sees(AsExpected, 44 * 60).verdict(),
        WatchVerdict::Waiting
    );
    assert_eq!(
        Story::new().sees(AsExpected, 46 * 60).verdict(),
        WatchVerdict::NothingSeen
    );
}

#[test]
fn a_site_that_does_not_come_back_in_ninety_minutes_is_still_offline() {
    let story = Story::new().sees(AsExpected, 60).sees(Offline, 89 * 60);
    assert_eq!(story.verdict(), WatchVerdict::Offline);
    assert_eq!(
        story.sees(Offline, 120).verdict(),
        WatchVerdict::StillOffline
    );
}

#[test]
fn a_new_build_without_an_outage_is_seen_in_the_page() {
    let page = |build| format!(r#"<script src="/app.js?v={build}"></script>"#);
    let story = Story::new().sees_page(&page(7), 60).sees_page(&page(8), 60);
    assert_eq!(
        (story.verdict(), story.downtime()),
        (WatchVerdict::ChangedWithoutOutage, None)
    );
}

#[test]
fn a_site_with_two_faces_has_not_changed() {
    let mut story = Story::new();
    for look in 0..200 {
        let page = if look % 3 == 0 {
            r#"<script src="/a.js"></script>"#
        } else {
            r#"<script src="/b.js"></script>"#
        };
        story.look(AsExpected, Some(page));
    }
    assert_eq!(story.verdict(), WatchVerdict::Waiting);
}

#[test]
fn a_first_deployment_is_seen_by_the_site_answering_at_last() {
    let story = Story::new().sees(Unexpected, 60).sees(AsExpected, 60);
    assert_eq!(story.verdict(), WatchVerdict::ChangedWithoutOutage);
}

#[test]
fn promise_14_time_asleep_counts_for_nothing() {
    for sleep in [
        Story::sleeps as fn(Story, i64) -> Story,
        |story, seconds| story.sleeps_on_windows(seconds.unsigned_abs()),
    ] {
        let story = sleep(Story::new().sees(AsExpected, 60), 7_200).sees(AsExpected, 60);
        assert_eq!(story.verdict(), WatchVerdict::Waiting);
        let story = sleep(Story::new().sees(AsExpected, 60).sees(Offline, 2), 7_200)
            .sees(Offline, 2)
            .sees(AsExpected, 60);
        assert_eq!(
            story.verdict(),
            WatchVerdict::Waiting,
            "two single looks in vain with a night in between"
        );
    }
}

#[test]
fn an_outage_slept_through_is_not_measured() {
    let story = Story::new()
        .sees(AsExpected, 60)
        .sees(Offline, 60)
        .sleeps(3_600)
        .sees(AsExpected, 60);
    assert_eq!(
        (story.verdict(), story.downtime()),
        (WatchVerdict::LooksLive, None)
    );
}

#[test]
fn a_computer_without_a_network_says_nothing_about_the_site() {
    let story = Story::new()
        .sees(AsExpected, 60)
        .sees(Unknown, 3_600)
        .sees(AsExpected, 60);
    assert_eq!(
        (story.verdict(), story.watch.summary().offline_from),
        (WatchVerdict::Waiting, None)
    );
    let story = Story::new()
        .sees(AsExpected, 60)
        .sees(Offline, 60)
        .sees(Unknown, 60)
        .sees(Offline, 60)
        .sees(AsExpected, 60);
    assert_eq!(
        (story.verdict(), story.downtime()),
        (WatchVerdict::LooksLive, None)
    );
}

#[test]
fn a_watch_goes_on_after_slipway_was_closed_in_the_middle_of_an_outage() {
    let before = Story::new()
        .sees(AsExpected, 60)
        .sees(Offline, 60)
        .watch
        .summary();
    let watch = Watch::after(&before, WatchPolicy::default());
    let story = Story {
        watch,
        ..Story::new()
    };
    assert_eq!(story.verdict(), WatchVerdict::Offline);
    let story = story.sees(AsExpected, 60);
    assert_eq!(
        (story.verdict(), story.downtime()),
        (WatchVerdict::LooksLive, None)
    );
    assert_eq!(story.watch.summary().offline_from, before.offline_from);
}

#[test]
fn a_quiet_site_is_looked_at_less_often_and_a_restless_one_at_once() {
    let mut story = Story::new().sees(AsExpected, 20 * 60);
    assert_eq!(story.watch.next_look(), WatchPolicy::default().quiet_every);
    story.look(Offline, None);
    assert_eq!(story.watch.next_look(), WatchPolicy::default().every);
}
