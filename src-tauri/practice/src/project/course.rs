use super::Breakdown;
use crate::downtime::{Forecast, Outage};
use serde::{Deserialize, Serialize};
use slipway_engine::units::Moment;

/// Seconds until the pages show something that was accepted, at pace 1.
pub(crate) const UNTIL_VISIBLE: f64 = 2.0;
/// Seconds a deployment is in progress, at pace 1.
const DEPLOYING: f64 = 18.0;

/// A stretch of time; its end is no longer part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    pub from: Moment,
    pub until: Moment,
}

impl Window {
    pub fn contains(&self, moment: Moment) -> bool {
        self.from <= moment && moment < self.until
    }
}

/// What a deployment does when, fixed at the moment it starts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Course {
    pub forecast: Forecast,
    pub offline: Option<Window>,
    pub read_only: Option<Window>,
    /// The new application answers from here on, shortly before the Portal says so (facts 3.5).
    pub swapped_at: Option<Moment>,
    pub ends_at: Moment,
    /// Readable reason, if it is going to end as Failed.
    pub failure: Option<String>,
    /// The way it breaks down, if it is one of the product's own.
    #[serde(default)]
    pub breakdown: Option<Breakdown>,
}

/// What goes wrong in a deployment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Mishap {
    /// The documents do not allow it; the environment is not touched.
    Refused(String),
    /// It breaks after the environment was taken into work; the old application comes back.
    Midway(String),
    /// The same in one of the product's own ways.
    BreaksDown(Breakdown),
}

/// Lays out a deployment that starts at `start`.
pub(crate) fn lay_out(
    start: Moment,
    pace: f64,
    forecast: Forecast,
    mishap: Option<Mishap>,
) -> Course {
    let at = |share: f64| later(start, DEPLOYING * share * pace);
    let window = |outage| {
        (forecast.outage == outage).then(|| Window {
            from: at(0.2),
            until: at(0.85),
        })
    };
    match mishap {
        Some(Mishap::Refused(why)) => Course {
            forecast,
            offline: None,
            read_only: None,
            swapped_at: None,
            ends_at: at(0.25),
            failure: Some(why),
            breakdown: None,
        },
        Some(Mishap::Midway(why)) => Course {
            offline: window(Outage::Offline),
            read_only: window(Outage::ReadOnly),
            forecast,
            swapped_at: None,
            ends_at: at(0.9),
            failure: Some(why),
            breakdown: None,
        },
        Some(Mishap::BreaksDown(breakdown)) => Course {
            offline: window(Outage::Offline),
            read_only: window(Outage::ReadOnly),
            forecast,
            swapped_at: None,
            ends_at: at(0.9),
            failure: Some(breakdown.told().to_string()),
            breakdown: Some(breakdown),
        },
        None => Course {
            offline: window(Outage::Offline),
            read_only: window(Outage::ReadOnly),
            forecast,
            swapped_at: Some(at(0.85)),
            ends_at: at(1.0),
            failure: None,
            breakdown: None,
        },
    }
}

/// `seconds` after `moment`; the end of time rather than an overflow.
pub(crate) fn later(moment: Moment, seconds: f64) -> Moment {
    let nanos = (seconds * 1e9).clamp(i64::MIN as f64, i64::MAX as f64) as i64;
    let step = jiff::SignedDuration::from_nanos(nanos);
    Moment(moment.0.checked_add(step).unwrap_or(jiff::Timestamp::MAX))
}
