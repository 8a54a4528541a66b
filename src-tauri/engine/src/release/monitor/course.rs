//! The course of a deployment as it is watched, from the press of the button to the end of the
//! half hour.

use super::alarms::Alarms;
use super::passing::{Passed, Passing};
use super::reach::GettingOut;
use super::series::Series;
use super::slices::Slices;
use super::{
    Fired, GapBecause, MonitorPhase, MonitorPolicy, News, Part, ServerFigures, Tally, Window,
};
use crate::clock::Times;
use crate::desk::{SiteState, WatchVerdict};
use crate::release::journey::Trigger;
use crate::release::probe::{Look, Probe};
use crate::release::smoke::SmokeRun;
use crate::release::{Answering, Awaited, Seen, Watch, WatchPolicy};
use crate::units::{Count, Moment};
use std::collections::BTreeMap;
use std::time::Duration;

/// What is monitored, and against what.
#[derive(Debug, Clone, Default)]
pub struct Subject {
    /// Those to look at again and again.
    pub probes: Vec<Probe>,
    /// What they showed before the deployment.
    pub baseline: BTreeMap<String, Tally>,
    pub triggers: Vec<Trigger>,
    /// The package is there already: nothing is to be waited for.
    pub arrived: bool,
}

/// Follows an environment through a deployment. It knows nothing but what it is shown.
pub struct Monitor {
    pub(super) policy: MonitorPolicy,
    pub(super) probes: Vec<Probe>,
    pub(super) baseline: BTreeMap<String, Tally>,
    pub(super) alarms: Alarms,
    pub(super) phase: MonitorPhase,
    pub(super) site: Watch,
    pub(super) read_only: ReadOnly,
    pub(super) passing: Passing,
    pub(super) getting_out: GettingOut,
    /// How long it was looked in this session.
    pub(super) watched: Duration,
    pub(super) offline_for: Duration,
    pub(super) open: Option<Open>,
    pub(super) slices: Slices,
    pub(super) before: Series,
    pub(super) during: Series,
    pub(super) last: BTreeMap<String, Look>,
    pub(super) half_hour: Option<HalfHour>,
    pub(super) back: Option<(Moment, Option<Count>)>,
    /// Which build answered when it was back last.
    pub(super) answering: Option<Answering>,
    pub(super) smoke: Option<SmokeRun>,
    pub(super) server: Option<ServerFigures>,
    /// When an earlier session saw it last.
    pub(super) left_at: Option<Moment>,
    pub(super) news: Vec<News>,
}

/// The half hour: when it began, and how much of it was really looked at.
#[derive(Debug, Clone, Copy)]
pub(super) struct HalfHour {
    pub from: Moment,
    /// In earlier sessions.
    pub looked_before: Duration,
    /// In this session's watched time.
    pub since: Duration,
    /// Once it is over.
    pub ended: Option<Moment>,
}

/// A time in which the administration said that nothing can be changed.
#[derive(Debug, Default)]
pub(super) struct ReadOnly {
    pub seen: bool,
    /// Since when it has answered as usual again.
    over: Option<(Moment, Duration)>,
}

/// The window that is being filled.
#[derive(Debug)]
pub(super) struct Open {
    pub at: Moment,
    pub from: Duration,
    pub tallies: BTreeMap<String, Tally>,
}

impl Monitor {
    pub fn new(subject: Subject, policy: MonitorPolicy, watching: WatchPolicy) -> Self {
        let longest = Alarms::longest(&subject.triggers, policy.window);
        let width = u32::try_from(policy.window.as_secs()).unwrap_or(u32::MAX);
        let mut monitor = Self {
            alarms: Alarms::of(subject.triggers, Vec::new()),
            phase: MonitorPhase::Waiting,
            site: Watch::new(Awaited::AnotherBuild, watching),
            read_only: ReadOnly::default(),
            passing: Passing::default(),
            getting_out: GettingOut::default(),
            watched: Duration::ZERO,
            offline_for: Duration::ZERO,
            open: None,
            slices: Slices::new(longest),
            before: Series::new(policy.most_before, width),
            during: Series::new(policy.most_during, width),
            last: BTreeMap::new(),
            half_hour: None,
            back: None,
            answering: None,
            smoke: None,
            server: None,
            left_at: None,
            news: Vec::new(),
            probes: subject.probes,
            baseline: subject.baseline,
            policy,
        };
        if subject.arrived {
            monitor.begin_smoke();
        }
        monitor
    }

    pub fn phase(&self) -> MonitorPhase {
        self.phase
    }

    /// Whether the site itself is still to be looked at: what becomes of the deployment is not
    /// known yet.
    pub fn awaits_the_site(&self) -> bool {
        matches!(
            self.phase,
            MonitorPhase::Waiting
                | MonitorPhase::Offline
                | MonitorPhase::ReadOnly
                | MonitorPhase::Back
                | MonitorPhase::BackAsBefore
        )
    }

    /// From the end of one look at the site itself to the next.
    pub fn next_look_at_the_site(&self) -> Duration {
        self.site.next_look()
    }

    pub fn probes(&self) -> &[Probe] {
        &self.probes
    }

    pub fn fired(&self) -> &[Fired] {
        &self.alarms.fired
    }

    /// Everything to act on since it was asked last.
    pub fn take_news(&mut self) -> Vec<News> {
        std::mem::take(&mut self.news)
    }

    /// Time passes. To be called at least every few seconds, so that a sleep is noticed.
    pub(crate) fn pass(&mut self, now: Times) {
        match self.passing.pass(now) {
            Passed::Slept => {
                self.close_window();
                self.slices.begin(self.watched);
                self.getting_out.forget();
                self.read_only.over = None;
            }
            Passed::Watched(time) => match self.getting_out.cut_off_since() {
                Some(since) => {
                    let to = self.passing.moment(now);
                    self.passing.gap(since, to, GapBecause::NoNetwork);
                }
                None => self.watch_for(time, now),
            },
        }
    }

    /// One look at the site itself. `read_only`: its administration says that nothing can be
    /// changed; none if it was not asked.
    pub(crate) fn see_site(&mut self, seen: &Seen, read_only: Option<bool>, now: Times) {
        self.pass(now);
        if !self.awaits_the_site() {
            return;
        }
        let verdict_before = self.site.summary().verdict;
        let verdict = self.site.see(seen, now.elapsed);
        let at = self.passing.moment(now);
        if self.site.is_over() || verdict == WatchVerdict::BackAsBefore && verdict != verdict_before
        {
            self.conclude_site(at);
            return;
        }
        let answers = seen.sample.state == SiteState::AsExpected;
        self.read_only
            .see(read_only.filter(|_| answers), at, self.watched);
        let phase = if self.site.is_offline() {
            if self.site.summary().back_at.is_some() {
                MonitorPhase::Back
            } else {
                MonitorPhase::Offline
            }
        } else if let Some((at, since)) = self.read_only.over {
            if self.watched.saturating_sub(since) >= self.policy.steady_for {
                self.is_back(at, None, self.site.answering());
                return;
            }
            MonitorPhase::Back
        } else if self.read_only.seen {
            MonitorPhase::ReadOnly
        } else if self.answering == Some(Answering::AsBefore) {
            MonitorPhase::BackAsBefore
        } else {
            MonitorPhase::Waiting
        };
        self.enter(phase);
    }

    /// The user saw in the Portal that the deployment is there.
    pub(crate) fn told_arrived(&mut self, now: Times) {
        self.pass(now);
        if self.awaits_the_site() {
            self.begin_smoke();
        }
    }

    /// One look at a monitored probe, at its end.
    pub(crate) fn see(&mut self, look: &Look, now: Times) {
        self.pass(now);
        if self.phase == MonitorPhase::Done {
            return;
        }
        self.last.insert(look.probe_id.clone(), look.clone());
        let at = self.passing.moment(now);
        let heard = self
            .getting_out
            .hear(look, at, self.watched, self.probes.len());
        for look in heard.counted {
            self.count(&look, at);
        }
        if let Some((since, watched)) = heard.no_network_since {
            // What was taken for watched time was none.
            let watched = watched.max(self.open_from());
            let unseen = self.watched.saturating_sub(watched);
            self.offline_for = self.offline_for.saturating_sub(unseen);
            self.watched = watched;
            self.close_window();
            self.slices.begin(self.watched);
            self.passing.gap(since, at, GapBecause::NoNetwork);
        }
    }

    pub(crate) fn smoked(&mut self, run: SmokeRun, now: Times) {
        self.pass(now);
        let at = self.passing.moment(now);
        let fired = self.alarms.smoked(&run, at);
        self.tell(fired);
        self.smoke = Some(run);
        if self.phase == MonitorPhase::Smoke {
            self.close_window();
            self.slices.begin(self.watched);
            self.half_hour = Some(HalfHour {
                from: at,
                looked_before: Duration::ZERO,
                since: self.watched,
                ended: None,
            });
            self.enter(MonitorPhase::Monitoring);
        }
    }

    /// What the server says of itself.
    pub(crate) fn see_server(&mut self, figures: ServerFigures, now: Times) {
        self.pass(now);
        if self.phase == MonitorPhase::Monitoring {
            let at = self.passing.moment(now);
            let fired = self.alarms.server(&figures, self.watched, at);
            self.tell(fired);
        }
        self.server = Some(figures);
    }

    /// The user knows of a trigger that fired. False if it has not.
    pub fn acknowledge(&mut self, trigger_id: &str) -> bool {
        self.alarms
            .acknowledge(trigger_id, self.watched, self.offline_for)
    }

    /// How much of the half hour was really looked at.
    pub fn looked(&self) -> Duration {
        self.half_hour.map_or(Duration::ZERO, |it| {
            it.looked_before + self.watched.saturating_sub(it.since)
        })
    }

    /// The full windows of a part, oldest first.
    pub fn windows(&self, part: Part) -> &[Window] {
        match part {
            Part::Before => self.before.windows(),
            Part::During => self.during.windows(),
        }
    }

    fn watch_for(&mut self, time: Duration, now: Times) {
        self.watched += time;
        if matches!(self.phase, MonitorPhase::Offline | MonitorPhase::Back) {
            self.offline_for += time;
            let at = self.passing.moment(now);
            let fired = self.alarms.offline(self.offline_for, at);
            self.tell(fired);
        }
        let over = self.watched >= self.open_from() + self.policy.window;
        if self.open.is_some() && over {
            self.close_window();
        }
        if self.phase == MonitorPhase::Monitoring && self.looked() >= self.policy.lasts {
            self.close_window();
            let at = self.passing.moment(now);
            if let Some(half_hour) = &mut self.half_hour {
                half_hour.ended = Some(at);
            }
            self.enter(MonitorPhase::Done);
            self.news.push(News::Done);
        }
    }

    fn count(&mut self, look: &Look, at: Moment) {
        let into = self.slices.part_of_window(self.watched, self.policy.window);
        let open = self.open.get_or_insert_with(|| Open {
            at: Moment(at.0.checked_sub(into).unwrap_or(at.0)),
            from: self.watched.saturating_sub(into),
            tallies: BTreeMap::new(),
        });
        open.tallies
            .entry(look.probe_id.clone())
            .or_default()
            .add(look);
    }

    fn open_from(&self) -> Duration {
        self.open.as_ref().map_or(self.watched, |open| open.from)
    }

    /// Keeps the window that is being filled, and lets the triggers look at it.
    fn close_window(&mut self) {
        let Some(open) = self.open.take() else {
            return;
        };
        let end = self.watched.min(open.from + self.policy.window);
        let length = end.saturating_sub(open.from).as_millis().div_ceil(1_000);
        let window = Window {
            at: open.at,
            seconds: u32::try_from(length).unwrap_or(u32::MAX).max(1),
            tallies: open.tallies.clone(),
        };
        let (part, series) = if self.half_hour.is_some() {
            (Part::During, &mut self.during)
        } else {
            (Part::Before, &mut self.before)
        };
        let all = series.push(window);
        self.news.push(News::Window { part, all });
        self.slices.push(open.from, end, open.tallies);
        if self.phase == MonitorPhase::Monitoring {
            let at = self.passing.seen_at().unwrap_or(open.at);
            let fired = self
                .alarms
                .looked(&self.slices, &self.baseline, self.policy.window, at);
            self.tell(fired);
        }
    }

    fn conclude_site(&mut self, at: Moment) {
        let summary = self.site.summary();
        let answering = match summary.verdict {
            WatchVerdict::LooksLive | WatchVerdict::ChangedWithoutOutage => Answering::NewBuild,
            WatchVerdict::BackUnclear => Answering::CannotBeTold,
            WatchVerdict::BackAsBefore if !self.site.is_over() => Answering::AsBefore,
            _ => {
                self.news.push(News::NothingMoreToExpect);
                return;
            }
        };
        let at = summary.back_at.unwrap_or(at);
        self.is_back(at, summary.downtime_ms, answering);
    }

    /// The site answers again. With another build, and where that cannot be told, it is measured; with
    /// the build it had before, what is waited for may still come.
    fn is_back(&mut self, at: Moment, downtime_ms: Option<Count>, answering: Answering) {
        self.answering = Some(answering);
        self.news.push(News::Back {
            at,
            downtime_ms,
            answering,
        });
        if answering == Answering::AsBefore {
            self.read_only = ReadOnly::default();
            self.offline_for = Duration::ZERO;
            self.enter(MonitorPhase::BackAsBefore);
        } else {
            self.back = Some((at, downtime_ms));
            self.begin_smoke();
        }
    }

    pub(super) fn begin_smoke(&mut self) {
        self.enter(MonitorPhase::Smoke);
        self.news.push(News::SmokeWanted);
    }

    fn enter(&mut self, phase: MonitorPhase) {
        if self.phase != phase {
            self.phase = phase;
            self.news.push(News::Phase(phase));
        }
    }

    fn tell(&mut self, fired: Vec<Fired>) {
        self.news.extend(fired.into_iter().map(News::Fired));
    }
}

impl ReadOnly {
    pub(super) fn seen_before(seen: bool) -> Self {
        Self { seen, over: None }
    }

    fn see(&mut self, read_only: Option<bool>, at: Moment, watched: Duration) {
        match read_only {
            Some(true) => (self.seen, self.over) = (true, None),
            Some(false) if self.seen => {
                self.over.get_or_insert((at, watched));
            }
            Some(false) | None => {}
        }
    }
}
