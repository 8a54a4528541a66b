//! What a monitor comes to, as charts and tables show it.

use super::kept::ms;
use super::{Fired, Gap, Monitor, MonitorPhase, ProbeFigures, ServerFigures, Tally, Window};
use crate::clock::{Clock, Times};
use crate::release::Answering;
use crate::release::probe::{Look, Probe};
use crate::release::smoke::SmokeRun;
use crate::units::{Count, Moment};
use serde::{Deserialize, Serialize};

/// "Now" is the last five minutes.
const NOW_SECONDS: i64 = 5 * 60;

/// What one probe showed in one stretch of time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Point {
    /// Its start.
    pub at: Moment,
    pub seconds: u32,
    pub figures: ProbeFigures,
}

/// A probe with everything it showed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ProbeSeries {
    pub probe: Probe,
    /// Before the deployment, if that was measured.
    pub baseline: Option<ProbeFigures>,
    /// The last five minutes.
    pub now: ProbeFigures,
    /// The half hour, as far as it went.
    pub all: ProbeFigures,
    /// Oldest first, at most 360; with the time before the half hour.
    pub points: Vec<Point>,
    pub last: Option<Look>,
}

/// Everything a monitor can say.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct MonitorShown {
    pub phase: MonitorPhase,
    pub offline_from: Option<Moment>,
    pub back_at: Option<Moment>,
    /// Only where the whole outage was watched.
    pub downtime_ms: Option<Count>,
    /// Which build answered when the site was back; none while it has not been away.
    pub answering: Option<Answering>,
    /// The beginning of the half hour.
    pub watched_from: Option<Moment>,
    /// Its end; later by as much as there were gaps in it.
    pub until: Option<Moment>,
    /// How much of it was really looked at.
    pub looked_ms: Count,
    pub gaps: Vec<Gap>,
    pub probes: Vec<ProbeSeries>,
    /// All probes together, in the half hour.
    pub overall: ProbeFigures,
    pub smoke: Option<SmokeRun>,
    pub fired: Vec<Fired>,
    /// None without a source of metrics.
    pub server: Option<ServerFigures>,
}

impl Monitor {
    /// As things stand; a monitor that is not running stands as it was left.
    pub fn shown(&self, clock: &dyn Clock) -> MonitorShown {
        let site = self.site.summary();
        let (back_at, downtime_ms) = match self.back {
            Some((at, downtime_ms)) => (Some(at), downtime_ms),
            None => (site.back_at, site.downtime_ms),
        };
        let mut windows: Vec<Window> = self.before.windows().to_vec();
        windows.extend(self.during.windows().iter().cloned());
        let closed = windows.len();
        windows.extend(self.window_so_far());
        let begun = self.before.windows().len();
        let during = if self.half_hour.is_some() {
            &windows[begun..]
        } else {
            &[]
        };
        let probes = self.probes.iter();
        MonitorShown {
            phase: self.phase,
            offline_from: site.offline_from,
            back_at,
            downtime_ms,
            answering: self.answering,
            watched_from: self.half_hour.map(|it| it.from),
            until: self.until(clock),
            looked_ms: ms(self.looked()),
            gaps: self.passing.gaps.clone(),
            probes: probes
                .map(|probe| self.series_of(probe, &windows, closed, during))
                .collect(),
            overall: together(during.iter().map(Window::all)),
            smoke: self.smoke.clone(),
            fired: self.alarms.fired.clone(),
            server: self.server.clone(),
        }
    }

    fn series_of(
        &self,
        probe: &Probe,
        windows: &[Window],
        closed: usize,
        during: &[Window],
    ) -> ProbeSeries {
        let of_probe = |window: &Window| window.tallies.get(&probe.id).cloned();
        let point = |window: &Window| {
            Some(Point {
                at: window.at,
                seconds: window.seconds,
                figures: window.tallies.get(&probe.id)?.figures(),
            })
        };
        let since = windows
            .last()
            .map(|last| last.at.0.as_second() - NOW_SECONDS);
        let recent = windows
            .iter()
            .filter(|window| since.is_some_and(|since| window.at.0.as_second() > since));
        ProbeSeries {
            baseline: self.baseline.get(&probe.id).map(Tally::figures),
            now: together(recent.filter_map(of_probe)),
            all: together(during.iter().filter_map(of_probe)),
            // The window that is being filled would be a point that still moves.
            points: windows[..closed].iter().filter_map(point).collect(),
            last: self.last.get(&probe.id).cloned(),
            probe: probe.clone(),
        }
    }

    fn window_so_far(&self) -> Option<Window> {
        self.open.as_ref().map(|open| Window {
            at: open.at,
            seconds: 0,
            tallies: open.tallies.clone(),
        })
    }

    fn until(&self, clock: &dyn Clock) -> Option<Moment> {
        let half_hour = self.half_hour?;
        if let Some(ended) = half_hour.ended {
            return Some(ended);
        }
        let left = self.policy.lasts.saturating_sub(self.looked());
        let now = match self.passing.seen_at() {
            Some(_) => self.passing.moment(Times::of(clock)),
            None => clock.now(),
        };
        now.0.checked_add(left).ok().map(Moment)
    }
}

fn together(tallies: impl Iterator<Item = Tally>) -> ProbeFigures {
    let mut all = Tally::default();
    tallies.for_each(|tally| all.merge(&tally));
    all.figures()
}
