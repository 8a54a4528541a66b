use super::*;
use crate::desk::Sample;
use crate::release::PagePrint;

const START: i64 = 1_784_318_220;

/// A site as it is seen second by second, and the watch over it.
struct Story {
    watch: Watch,
    wall: i64,
    elapsed: Duration,
    /// That answers.
    build: u32,
}

impl Story {
    fn new() -> Self {
        Self {
            watch: Watch::new(Awaited::AnotherBuild, WatchPolicy::default()),
            wall: START,
            elapsed: Duration::ZERO,
            build: 7,
        }
    }

    /// Slipway was closed meanwhile, and the summary kept as text.
    fn after(before: &WatchSummary) -> Self {
        let text = serde_json::to_string(before).expect("writes");
        let before = serde_json::from_str(&text).expect("reads");
        Self {
            watch: Watch::after(&before, Awaited::AnotherBuild, WatchPolicy::default()),
            ..Self::new()
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
            let page = format!("<meta name=build content={}>", self.build);
            self.look(state, (state == AsExpected).then_some(page.as_str()));
        }
        self
    }

    /// From now on this build answers, whenever anything does.
    fn runs(mut self, build: u32) -> Self {
        self.build = build;
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
        self.watch.summary().verdict
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
        .runs(8)
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
        .runs(8)
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
        (WatchVerdict::BackUnclear, None)
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
        .runs(8)
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
        .runs(8)
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
    let story = Story::after(&before);
    assert_eq!(story.verdict(), WatchVerdict::Offline);
    let story = story.runs(8).sees(AsExpected, 60);
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

#[test]
fn a_site_that_comes_back_with_the_build_it_had_before_is_not_live() {
    let story = Story::new()
        .sees(AsExpected, 60)
        .sees(Offline, 120)
        .sees(AsExpected, 60);
    assert_eq!(
        (story.verdict(), story.downtime()),
        (WatchVerdict::BackAsBefore, Some(120))
    );
    assert!(!story.watch.is_over(), "what was sent may still come");
    let story = story.sees(AsExpected, 45 * 60);
    assert_eq!(story.verdict(), WatchVerdict::BackAsBefore);
    assert!(story.watch.is_over());
}

#[test]
fn after_a_breakdown_the_next_try_is_seen_with_its_own_downtime() {
    let broke_down = Story::new()
        .sees(AsExpected, 60)
        .sees(Offline, 120)
        .sees(AsExpected, 300);
    let again = broke_down.sees(Offline, 200);
    assert_eq!(again.verdict(), WatchVerdict::Offline);
    let story = again.runs(8).sees(AsExpected, 60);
    assert_eq!(
        (story.verdict(), story.downtime()),
        (WatchVerdict::LooksLive, Some(200))
    );
}

#[test]
fn an_old_build_that_gives_way_to_the_new_one_without_another_outage_is_live_too() {
    let story = Story::new()
        .sees(AsExpected, 60)
        .sees(Offline, 120)
        .sees(AsExpected, 60)
        .runs(8)
        .sees(AsExpected, 60);
    assert_eq!(
        (story.verdict(), story.downtime()),
        (WatchVerdict::LooksLive, Some(120))
    );
}

#[test]
fn a_site_whose_pages_do_not_tell_their_build_is_back_and_nothing_more_is_said() {
    for page in ["<h1>Beans</h1>", r#"<script src="/app.js?v=7"></script>"#] {
        let story = Story::new()
            .sees_page(page, 60)
            .sees(Offline, 120)
            .sees_page(page, 60);
        assert_eq!(
            (story.verdict(), story.downtime()),
            (WatchVerdict::BackUnclear, Some(120))
        );
    }
    let unseen = Story::new().sees(Offline, 60).sees(AsExpected, 60);
    assert_eq!(
        unseen.verdict(),
        WatchVerdict::BackUnclear,
        "nobody knows what was there before"
    );
}

#[test]
fn one_look_at_a_page_that_names_its_build_is_enough_to_know_what_was_there_before() {
    let seen_once = |build| {
        let story = Story::new().sees(AsExpected, 2).sees(Offline, 60);
        story.runs(build).sees(AsExpected, 60).verdict()
    };
    assert_eq!(seen_once(8), WatchVerdict::LooksLive);
    assert_eq!(seen_once(7), WatchVerdict::BackAsBefore);
}

#[test]
fn which_build_was_there_before_is_still_known_after_a_quit() {
    let before = Story::new().sees(AsExpected, 60).sees(Offline, 60);
    let story = Story::after(&before.watch.summary()).sees(AsExpected, 60);
    assert_eq!(story.verdict(), WatchVerdict::BackAsBefore);
    let kept = story.watch.summary();
    let story = Story::after(&kept);
    assert_eq!(story.watch.summary(), kept);
    let story = story.runs(8).sees(AsExpected, 60);
    assert_eq!(story.verdict(), WatchVerdict::LooksLive);
}

#[test]
fn an_application_that_gets_over_its_trouble_is_no_new_build() {
    let mut story = Story::new();
    for look in 0..60 {
        let at = Moment(jiff::Timestamp::from_second(story.wall).expect("a moment"));
        let sample = Sample {
            at,
            state: if look < 30 { Unexpected } else { AsExpected },
            status: Some(if look < 30 { 500 } else { 200 }),
            took_ms: Count(20),
            detail: None,
        };
        let page = (look >= 30).then(|| PagePrint::of(b"<meta name=build content=7>"));
        story.watch.see(&Seen { sample, page }, story.elapsed);
        story.pass(Duration::from_secs(2));
    }
    assert_eq!(story.verdict(), WatchVerdict::Waiting);
}

#[test]
fn a_restored_site_is_back_with_whatever_build() {
    let story = Story {
        watch: Watch::new(Awaited::TheSite, WatchPolicy::default()),
        ..Story::new()
    };
    let story = story
        .sees(AsExpected, 60)
        .sees(Offline, 120)
        .sees(AsExpected, 60);
    assert_eq!(story.verdict(), WatchVerdict::LooksLive);
}
