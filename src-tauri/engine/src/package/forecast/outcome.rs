//! A forecast beside what was measured afterwards.

use super::answer::{Agreement, Forecast, ForecastOutcome, Sureness};
use super::rules::Outage;
use crate::desk::WatchVerdict;
use crate::release::WatchSummary;
use crate::units::Count;

impl ForecastOutcome {
    /// Sets a forecast beside what a watch concluded. A watch that is still going on, or that saw
    /// nothing, has nothing to compare with; neither has a forecast that was not sure.
    pub fn of(forecast: Forecast, watch: &WatchSummary) -> Self {
        let agreement = agreement(&forecast, watch);
        Self {
            forecast,
            downtime_ms: watch.downtime_ms,
            agreement,
        }
    }
}

const MINUTE_MS: u64 = 60_000;

fn agreement(forecast: &Forecast, watch: &WatchSummary) -> Agreement {
    let went_offline = watch.offline_from.is_some();
    let ended = matches!(
        watch.verdict,
        WatchVerdict::LooksLive
            | WatchVerdict::BackUnclear
            | WatchVerdict::ChangedWithoutOutage
            | WatchVerdict::StillOffline
    );
    if forecast.sure == Sureness::Unknown || !ended {
        return Agreement::NotComparable;
    }
    match (forecast.outage, went_offline) {
        (Outage::None | Outage::ReadOnly, false) => Agreement::AsForecast,
        (Outage::None | Outage::ReadOnly, true) => Agreement::OfflineUnexpectedly,
        (Outage::Offline, false) => Agreement::NoOutage,
        (Outage::Offline, true) => match (watch.downtime_ms, forecast.minutes) {
            (Some(Count(ms)), Some(range)) if ms < range.least.0 * MINUTE_MS => Agreement::Shorter,
            (Some(Count(ms)), Some(range)) if ms > range.most.0 * MINUTE_MS => Agreement::Longer,
            (Some(_), _) => Agreement::AsForecast,
            (None, _) => Agreement::OfflineNotMeasured,
        },
    }
}
