//! Number 19: what visitors will notice, where the package that is in the target now is known.

use super::catalog::*;
use crate::package::forecast::{DowntimeFacts, LastPackage, Outage, Sureness, forecast};
use crate::package::report::{Finding, Ground, PackageFacts};

pub(super) fn check(facts: &PackageFacts, ground: &Ground) -> Option<Finding> {
    if ground.last == LastPackage::Unknown || facts.entries.0 == 0 {
        return None;
    }
    let forecast = forecast(Some(&DowntimeFacts::from(facts)), &ground.last);
    if forecast.sure == Sureness::Unknown {
        return None;
    }
    Some(match (forecast.outage, forecast.minutes) {
        (Outage::Offline, Some(minutes)) => DOWNTIME_OFFLINE
            .found()
            .with("least", minutes.least.0)
            .with("most", minutes.most.0),
        (Outage::Offline, None) => return None,
        (Outage::ReadOnly, _) => DOWNTIME_READ_ONLY.found(),
        (Outage::None, _) => DOWNTIME_NONE.found(),
    })
}
