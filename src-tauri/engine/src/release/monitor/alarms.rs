//! Triggers, and which of them came true.

use super::slices::Slices;
use super::{Fired, ServerFigures, Tally};
use crate::release::journey::{Trigger, TriggerMetric};
use crate::release::smoke::SmokeRun;
use crate::units::Moment;
use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

/// Fires a trigger once until it is acknowledged; after that, only what is seen from then on
/// counts.
#[derive(Debug, Default)]
pub(super) struct Alarms {
    triggers: Vec<Trigger>,
    pub fired: Vec<Fired>,
    /// By trigger: in watched time, since when it may count.
    not_before: BTreeMap<String, Duration>,
    /// By trigger: how long the site had been offline when it was acknowledged.
    offline_before: BTreeMap<String, Duration>,
    /// Failed requests as the server counts them, with the watched time of each reading.
    server: VecDeque<(Duration, f64)>,
}

/// How far apart two readings of the server's own metrics may be and still follow each other.
const READINGS_APART: Duration = Duration::from_secs(150);

impl Alarms {
    pub(super) fn of(triggers: Vec<Trigger>, fired: Vec<Fired>) -> Self {
        Self {
            triggers,
            fired,
            ..Self::default()
        }
    }

    /// How far back any trigger looks.
    pub(super) fn longest(triggers: &[Trigger], window: Duration) -> Duration {
        let longest = triggers.iter().map(|trigger| length(trigger, window));
        longest.max().unwrap_or(window)
    }

    /// A window was closed.
    pub(super) fn looked(
        &mut self,
        slices: &Slices,
        baseline: &BTreeMap<String, Tally>,
        window: Duration,
        at: Moment,
    ) -> Vec<Fired> {
        self.fire(at, |trigger, not_before| {
            let last = || slices.last(length(trigger, window), not_before);
            match trigger.metric {
                TriggerMetric::FailedLooks => failed(&last()?),
                TriggerMetric::P95TimesBaseline => slowest(&last()?, baseline),
                _ => None,
            }
        })
    }

    pub(super) fn smoked(&mut self, run: &SmokeRun, at: Moment) -> Vec<Fired> {
        let down: Vec<_> = run.looks.iter().filter(|look| !look.works).collect();
        let Some(first) = down.first() else {
            return Vec::new();
        };
        let probe = Some(first.probe_id.clone());
        let fired: Vec<Fired> = self
            .waiting(TriggerMetric::SmokeDown)
            .map(|trigger| Fired {
                trigger: trigger.clone(),
                at,
                value: down.len() as f64,
                probe_id: probe.clone(),
                acknowledged: false,
            })
            .collect();
        self.fired.extend(fired.iter().cloned());
        fired
    }

    pub(super) fn offline(&mut self, offline_for: Duration, at: Moment) -> Vec<Fired> {
        let before = self.offline_before.clone();
        self.fire(at, |trigger, _| {
            let told = before.get(&trigger.id).copied().unwrap_or_default();
            let minutes = offline_for.saturating_sub(told).as_secs_f64() / 60.0;
            (trigger.metric == TriggerMetric::OfflineMinutes).then_some((minutes, None))
        })
    }

    /// The average of the server's readings over the trigger's time.
    pub(super) fn server(
        &mut self,
        figures: &ServerFigures,
        watched: Duration,
        at: Moment,
    ) -> Vec<Fired> {
        let Some(percent) = figures.failed_requests_percent else {
            return Vec::new();
        };
        let apart = |(last, _): &(Duration, f64)| watched.saturating_sub(*last) > READINGS_APART;
        if self.server.back().is_some_and(apart) {
            self.server.clear();
        }
        self.server.push_back((watched, percent));
        let longest = Self::longest(&self.triggers, Duration::ZERO) + READINGS_APART;
        while self
            .server
            .front()
            .is_some_and(|(at, _)| watched.saturating_sub(*at) > longest)
        {
            self.server.pop_front();
        }
        let readings = self.server.clone();
        self.fire(at, |trigger, not_before| {
            if trigger.metric != TriggerMetric::ServerFailures {
                return None;
            }
            let from = watched.checked_sub(length(trigger, Duration::ZERO))?;
            let covered = readings.front()?.0 <= from && from >= not_before;
            let of_time = readings.iter().filter(|(at, _)| *at >= from);
            let (sum, count) = of_time.fold((0.0, 0_u32), |(sum, count), (_, percent)| {
                (sum + percent, count + 1)
            });
            (covered && count > 0).then(|| (sum / f64::from(count), None))
        })
    }

    /// What was seen up to now is known. False if no such trigger has fired.
    pub(super) fn acknowledge(&mut self, id: &str, watched: Duration, offline: Duration) -> bool {
        let mut any = false;
        for fired in self.fired.iter_mut().filter(|it| it.trigger.id == id) {
            any |= !fired.acknowledged;
            fired.acknowledged = true;
        }
        if any {
            self.not_before.insert(id.to_owned(), watched);
            self.offline_before.insert(id.to_owned(), offline);
        }
        any
    }

    fn fire(
        &mut self,
        at: Moment,
        value: impl Fn(&Trigger, Duration) -> Option<(f64, Option<String>)>,
    ) -> Vec<Fired> {
        let mut fired = Vec::new();
        for trigger in &self.triggers {
            let told = self.fired.iter().any(|it| is_open(it, trigger));
            let not_before = self.not_before.get(&trigger.id).copied();
            if told {
                continue;
            }
            if let Some((value, probe_id)) = value(trigger, not_before.unwrap_or_default())
                && value > trigger.threshold
            {
                fired.push(Fired {
                    trigger: trigger.clone(),
                    at,
                    value,
                    probe_id,
                    acknowledged: false,
                });
            }
        }
        self.fired.extend(fired.iter().cloned());
        fired
    }

    fn waiting(&self, metric: TriggerMetric) -> impl Iterator<Item = &Trigger> {
        self.triggers.iter().filter(move |trigger| {
            trigger.metric == metric && !self.fired.iter().any(|it| is_open(it, trigger))
        })
    }
}

fn is_open(fired: &Fired, trigger: &Trigger) -> bool {
    fired.trigger.id == trigger.id && !fired.acknowledged
}

/// Over how long a trigger looks; at least over one window.
fn length(trigger: &Trigger, window: Duration) -> Duration {
    let minutes = trigger.for_minutes.0.min(24 * 60);
    Duration::from_secs(60 * minutes).max(window)
}

fn failed(last: &BTreeMap<&str, Tally>) -> Option<(f64, Option<String>)> {
    let mut all = Tally::default();
    last.values().for_each(|tally| all.merge(tally));
    Some((all.failed_percent()?, None))
}

/// The probe that became slowest against what it was before.
fn slowest(
    last: &BTreeMap<&str, Tally>,
    baseline: &BTreeMap<String, Tally>,
) -> Option<(f64, Option<String>)> {
    let times = last.iter().filter_map(|(probe, tally)| {
        let before = baseline.get(*probe)?.within(950)?;
        let now = tally.within(950)?;
        Some((f64::from(now) / f64::from(before.max(1)), *probe))
    });
    times
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(times, probe)| (times, Some(probe.to_owned())))
}
