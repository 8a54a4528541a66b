//! A forecast of what visitors will notice, as it crosses to the window and the command line.

use super::rules::{Outage, Reason};
use crate::units::Count;
use serde::{Deserialize, Serialize};

/// How much a forecast rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum Sureness {
    /// Everything the rules ask for is known.
    Known,
    /// What is known settles it, although something else is not known.
    Likely,
    /// Too little is known; the outage told is the worst that has to be expected.
    Unknown,
}

/// What a forecast would need and does not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum Missing {
    /// Nothing is known about the package that is in the environment now.
    LastPackage,
    /// Nothing is known about the package that is to be deployed.
    ThisPackage,
    XperienceVersion,
    RepositoryHash,
}

/// Minutes, from the least to the most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct MinutesRange {
    pub least: Count,
    pub most: Count,
}

/// What deploying a package will do to the site of an environment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Forecast {
    pub outage: Outage,
    /// The rules that apply; empty only where nothing is known.
    pub reasons: Vec<Reason>,
    pub sure: Sureness,
    pub missing: Vec<Missing>,
    /// How long the site is offline, by what others report; none where it is not, or where no
    /// figure is known (facts 3.5).
    pub minutes: Option<MinutesRange>,
}

/// How a forecast compares with what was measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum Agreement {
    AsForecast,
    /// Offline as forecast, for less than the range.
    Shorter,
    /// Offline as forecast, for more than the range.
    Longer,
    /// It went offline although it was not to.
    OfflineUnexpectedly,
    /// It stayed up although it was to go offline.
    NoOutage,
    /// Offline as forecast; how long was not seen whole.
    OfflineNotMeasured,
    /// Nothing was seen that could be compared, or the forecast was a guess.
    NotComparable,
}

/// A forecast beside what a watch measured.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ForecastOutcome {
    pub forecast: Forecast,
    /// Measured downtime, where the whole outage was watched.
    pub downtime_ms: Option<Count>,
    pub agreement: Agreement,
}
