//! The first half hour after a deployment, and the way there.
//!
//! [`Monitor`] is pure: it is shown looks and clock readings and says what they come to. It counts
//! in *watched* time, which stands still while nothing is seen: a gap is neither healthy nor
//! failing, it is a [`Gap`].

mod alarms;
mod course;
mod kept;
mod metrics;
mod passing;
mod reach;
mod series;
mod shown;
mod slices;
mod tally;
#[cfg(test)]
mod tests;

pub use course::{Monitor, Subject};
pub use kept::MonitorKept;
pub use metrics::{APPLICATION_INSIGHTS, MetricsSource, ask as ask_server};
pub use series::Window;
pub use shown::{MonitorShown, Point, ProbeSeries};
pub use tally::{ProbeFigures, Tally};

use crate::fault::Fault;
use crate::release::Answering;
use crate::release::journey::Trigger;
use crate::units::{Count, Moment};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// Where a deployment is, as far as it can be told from outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum MonitorPhase {
    /// Nothing has been seen yet.
    Waiting,
    Offline,
    /// The site answers, its administration says that nothing can be changed (facts 3.5).
    ReadOnly,
    /// It answers again; it has to go on doing so for a moment.
    Back,
    /// It is back with the build it had before: nothing arrived so far, and something may still come.
    BackAsBefore,
    /// The smoke tests run.
    Smoke,
    Monitoring,
    Done,
}

/// A time nothing was seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Gap {
    pub from: Moment,
    pub to: Moment,
    pub because: GapBecause,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum GapBecause {
    /// Slipway was not running.
    NotRunning,
    /// The computer slept.
    Asleep,
    /// The computer had no network.
    NoNetwork,
}

/// A trigger that came true.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Fired {
    pub trigger: Trigger,
    pub at: Moment,
    /// In the metric's unit.
    // Always finite, so a plain number for the window.
    #[cfg_attr(feature = "bindings", specta(type = u32))]
    pub value: f64,
    /// The probe it is about, if it is about one.
    pub probe_id: Option<String>,
    pub acknowledged: bool,
}

/// What a source of metrics on the server's side says, or why it says nothing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ServerFigures {
    pub at: Moment,
    pub failed_requests_percent: Option<f64>,
    pub database_ms: Option<f64>,
    pub cpu_percent: Option<f64>,
    pub memory_mb: Option<f64>,
    pub fault: Option<Fault>,
}

/// Something whoever runs the monitor has to act on.
#[derive(Debug, Clone, PartialEq)]
pub enum News {
    Phase(MonitorPhase),
    /// The site is back, by what was measured.
    Back {
        at: Moment,
        downtime_ms: Option<Count>,
        answering: Answering,
    },
    SmokeWanted,
    Fired(Fired),
    /// A window is full and can be kept. `all` if earlier ones changed with it.
    Window {
        part: Part,
        all: bool,
    },
    /// In all the time given to it nothing happened, or the site did not come back.
    NothingMoreToExpect,
    Done,
}

/// Which windows: before the half hour, or of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    Before,
    During,
}

/// How long and how finely is looked.
#[derive(Debug, Clone)]
pub struct MonitorPolicy {
    /// The half hour.
    pub lasts: Duration,
    /// Windows in which looks are counted together.
    pub window: Duration,
    /// The administration must answer as usual for this long for a read-only time to be over.
    pub steady_for: Duration,
    /// Points of a chart: before the half hour, and of it.
    pub most_before: usize,
    pub most_during: usize,
}

impl Default for MonitorPolicy {
    fn default() -> Self {
        Self {
            lasts: Duration::from_secs(30 * 60),
            window: Duration::from_secs(10),
            steady_for: Duration::from_secs(30),
            most_before: 120,
            most_during: 240,
        }
    }
}
