//! A monitor as the ledger keeps it, so that it survives a quit and can be looked at for years.

use super::alarms::Alarms;
use super::course::{HalfHour, ReadOnly};
use super::series::Series;
use super::{
    Fired, Gap, GapBecause, Monitor, MonitorPhase, MonitorPolicy, News, ServerFigures, Subject,
    Window,
};
use crate::release::probe::{Look, Probe};
use crate::release::smoke::SmokeRun;
use crate::release::{Answering, Awaited, Watch, WatchPolicy, WatchSummary};
use crate::units::{Count, Moment};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::time::Duration;

/// Everything but the windows, which are kept one by one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MonitorKept {
    pub phase: MonitorPhase,
    pub probes: Vec<Probe>,
    pub baseline: BTreeMap<String, super::Tally>,
    site: WatchSummary,
    read_only_seen: bool,
    offline_ms: Count,
    gaps: Vec<Gap>,
    fired: Vec<Fired>,
    last: BTreeMap<String, Look>,
    watched_from: Option<Moment>,
    looked_ms: Count,
    ended: Option<Moment>,
    back: Option<(Moment, Option<Count>)>,
    #[serde(default)]
    answering: Option<Answering>,
    smoke: Option<SmokeRun>,
    server: Option<ServerFigures>,
    /// When anything was seen last.
    seen_at: Option<Moment>,
}

impl MonitorKept {
    /// When anything was seen last.
    pub fn seen_at(&self) -> Option<Moment> {
        self.seen_at
    }

    /// Whether the half hour came to its end with something measured in it: nothing is called
    /// healthy without that.
    pub fn has_measured(&self) -> bool {
        let answered = |look: &Look| look.because.is_about_the_site();
        self.phase == MonitorPhase::Done && self.looked_ms.0 > 0 && self.last.values().any(answered)
    }
}

impl Monitor {
    pub fn kept(&self) -> MonitorKept {
        MonitorKept {
            phase: self.phase,
            probes: self.probes.clone(),
            baseline: self.baseline.clone(),
            site: self.site.summary(),
            read_only_seen: self.read_only.seen,
            offline_ms: ms(self.offline_for),
            gaps: self.passing.gaps.clone(),
            fired: self.alarms.fired.clone(),
            last: self.last.clone(),
            watched_from: self.half_hour.map(|it| it.from),
            looked_ms: ms(self.looked()),
            ended: self.half_hour.and_then(|it| it.ended),
            back: self.back,
            answering: self.answering,
            smoke: self.smoke.clone(),
            server: self.server.clone(),
            seen_at: self.passing.seen_at().or(self.left_at),
        }
    }

    /// Goes on from what was kept. The time Slipway was not running is a gap; smoke tests that
    /// were broken off run again. What is monitored, and against what, stays as it was.
    pub fn after(
        kept: MonitorKept,
        [before, during]: [Vec<Window>; 2],
        triggers: Vec<crate::release::journey::Trigger>,
        (policy, watching): (MonitorPolicy, WatchPolicy),
        now: Moment,
    ) -> Self {
        let subject = Subject {
            probes: kept.probes,
            baseline: kept.baseline,
            triggers: triggers.clone(),
            arrived: false,
        };
        let width = u32::try_from(policy.window.as_secs()).unwrap_or(u32::MAX);
        let (most_before, most_during) = (policy.most_before, policy.most_during);
        let mut monitor = Self {
            alarms: Alarms::of(triggers, kept.fired),
            phase: kept.phase,
            site: Watch::after(&kept.site, Awaited::AnotherBuild, watching.clone()),
            read_only: ReadOnly::seen_before(kept.read_only_seen),
            offline_for: Duration::from_millis(kept.offline_ms.0),
            before: Series::of(before, most_before, width),
            during: Series::of(during, most_during, width),
            last: kept.last,
            half_hour: kept.watched_from.map(|from| HalfHour {
                from,
                looked_before: Duration::from_millis(kept.looked_ms.0),
                since: Duration::ZERO,
                ended: kept.ended,
            }),
            back: kept.back,
            answering: kept.answering,
            smoke: kept.smoke,
            server: kept.server,
            ..Self::new(subject, policy, watching)
        };
        monitor.passing.gaps = kept.gaps;
        monitor.left_at = kept.seen_at;
        monitor.passing.floor = kept.seen_at;
        if let Some(seen_at) = kept.seen_at.filter(|_| kept.phase != MonitorPhase::Done) {
            monitor.passing.gap(seen_at, now, GapBecause::NotRunning);
        }
        match kept.phase {
            MonitorPhase::Smoke => monitor.begin_smoke(),
            // Slipway may have ended just before anybody heard of it.
            MonitorPhase::Done => monitor.news.push(News::Done),
            _ => {}
        }
        monitor
    }
}

pub(super) fn ms(time: Duration) -> Count {
    Count(u64::try_from(time.as_millis()).unwrap_or(u64::MAX))
}
