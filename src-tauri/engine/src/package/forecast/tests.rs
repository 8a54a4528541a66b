use super::*;
use crate::desk::WatchVerdict;
use crate::release::WatchSummary;
use crate::units::{Count, Moment};
use proptest::prelude::*;

fn running() -> DowntimeFacts {
    DowntimeFacts {
        xperience_version: Some("31.6.2".into()),
        repository_hash: Some("aa".into()),
        zero_downtime: false,
        storage_assets: false,
    }
}

fn over(next: &DowntimeFacts, last: &DowntimeFacts) -> Forecast {
    forecast(Some(next), &LastPackage::Known(last.clone()))
}

#[test]
fn code_alone_causes_no_downtime_and_everything_else_does() {
    let same = over(&running(), &running());
    assert_eq!((same.outage, same.sure), (Outage::None, Sureness::Known));
    assert_eq!(same.reasons, [Reason::CodeOnly]);
    assert_eq!(same.minutes, None);
    let all = DowntimeFacts {
        xperience_version: Some("31.7.0".into()),
        repository_hash: Some("bb".into()),
        storage_assets: true,
        ..running()
    };
    let told = over(&all, &running());
    assert_eq!((told.outage, told.sure), (Outage::Offline, Sureness::Known));
    assert_eq!(told.reasons.len(), 3);
    assert_eq!(
        told.minutes.map(|range| (range.least.0, range.most.0)),
        Some((10, 30))
    );
}

#[test]
fn only_flagged_on_flagged_of_31_0_2_is_read_only() {
    let flagged = |version: &str, hash: &str| DowntimeFacts {
        zero_downtime: true,
        xperience_version: Some(version.into()),
        repository_hash: Some(hash.into()),
        ..running()
    };
    let next = flagged("31.7.0", "bb");
    assert_eq!(
        over(&next, &flagged("31.0.2", "aa")).outage,
        Outage::ReadOnly
    );
    assert_eq!(
        over(&next, &flagged("31.0.1", "aa")).outage,
        Outage::Offline
    );
    assert_eq!(over(&next, &running()).outage, Outage::Offline);
    assert_eq!(
        over(&running(), &next).outage,
        Outage::Offline,
        "an unflagged one switches it off"
    );
}

#[test]
fn where_the_last_package_is_not_known_the_worst_is_told_and_that_it_is_not_sure() {
    let told = forecast(Some(&running()), &LastPackage::Unknown);
    assert_eq!(
        (told.outage, told.sure),
        (Outage::Offline, Sureness::Unknown)
    );
    assert_eq!(told.missing, [Missing::LastPackage]);
    assert!(told.reasons.is_empty());
    let nothing = forecast(None, &LastPackage::Unknown);
    assert_eq!(
        nothing.missing,
        [Missing::ThisPackage, Missing::LastPackage]
    );
    assert_eq!(nothing.sure, Sureness::Unknown);
}

#[test]
fn storage_assets_settle_it_though_the_last_package_is_not_known() {
    let next = DowntimeFacts {
        storage_assets: true,
        ..running()
    };
    let told = forecast(Some(&next), &LastPackage::Unknown);
    assert_eq!(
        (told.outage, told.sure),
        (Outage::Offline, Sureness::Likely)
    );
    assert_eq!(told.reasons, [Reason::StorageAssetsIncluded]);
    // Marked for zero downtime, it depends on the last one again.
    let flagged = DowntimeFacts {
        zero_downtime: true,
        ..next
    };
    assert_eq!(
        forecast(Some(&flagged), &LastPackage::Unknown).sure,
        Sureness::Unknown
    );
}

#[test]
fn a_hash_or_version_nobody_knows_is_taken_for_neither_changed_nor_the_same() {
    let no_hash = DowntimeFacts {
        repository_hash: None,
        ..running()
    };
    let told = over(&no_hash, &running());
    assert_eq!(
        (told.outage, told.sure),
        (Outage::Offline, Sureness::Unknown)
    );
    assert_eq!(told.missing, [Missing::RepositoryHash]);
    let no_version = DowntimeFacts {
        xperience_version: None,
        repository_hash: Some("bb".into()),
        ..running()
    };
    let told = over(&no_version, &running());
    assert_eq!(
        (told.outage, told.sure),
        (Outage::Offline, Sureness::Likely)
    );
}

#[test]
fn the_first_deployment_is_offline() {
    let told = forecast(Some(&running()), &LastPackage::Nothing);
    assert_eq!((told.outage, told.sure), (Outage::Offline, Sureness::Known));
    assert_eq!(told.reasons, [Reason::FirstDeployment]);
}

#[test]
fn a_forecast_is_held_against_what_was_measured() {
    let at = |minute: i64| {
        let start: jiff::Timestamp = "2026-08-01T20:00:00Z".parse().expect("a moment");
        Moment(start + jiff::SignedDuration::from_mins(minute))
    };
    let watched = |minutes: Option<u64>, verdict| {
        let mut summary = WatchSummary::waiting();
        summary.offline_from = minutes.map(|_| at(0));
        summary.back_at = minutes.map(|it| at(it.cast_signed()));
        summary.downtime_ms = minutes.map(|it| Count(it * 60_000));
        summary.verdict = verdict;
        summary
    };
    let changed = DowntimeFacts {
        repository_hash: Some("bb".into()),
        ..running()
    };
    let (offline, none) = (over(&changed, &running()), over(&running(), &running()));
    let agreement = |forecast: &Forecast, summary: &WatchSummary| {
        ForecastOutcome::of(forecast.clone(), summary).agreement
    };
    let live = WatchVerdict::LooksLive;
    assert_eq!(
        agreement(&offline, &watched(Some(20), live)),
        Agreement::AsForecast
    );
    assert_eq!(
        agreement(&offline, &watched(Some(3), live)),
        Agreement::Shorter
    );
    assert_eq!(
        agreement(&offline, &watched(Some(45), live)),
        Agreement::Longer
    );
    assert_eq!(
        agreement(&none, &watched(Some(1), live)),
        Agreement::OfflineUnexpectedly
    );
    assert_eq!(
        agreement(&offline, &watched(Some(20), WatchVerdict::BackUnclear)),
        Agreement::AsForecast
    );
    assert_eq!(
        agreement(&offline, &watched(Some(20), WatchVerdict::BackAsBefore)),
        Agreement::NotComparable,
        "what broke down has nothing to compare with"
    );
    let quiet = watched(None, WatchVerdict::ChangedWithoutOutage);
    assert_eq!(agreement(&none, &quiet), Agreement::AsForecast);
    assert_eq!(agreement(&offline, &quiet), Agreement::NoOutage);
    let mut unseen = watched(Some(20), live);
    unseen.downtime_ms = None;
    assert_eq!(agreement(&offline, &unseen), Agreement::OfflineNotMeasured);
    let waiting = watched(None, WatchVerdict::Waiting);
    assert_eq!(agreement(&offline, &waiting), Agreement::NotComparable);
    let guess = forecast(None, &LastPackage::Unknown);
    assert_eq!(agreement(&guess, &quiet), Agreement::NotComparable);
}

proptest! {
    #[test]
    fn whatever_is_known_a_sure_forecast_has_a_reason_and_an_unsure_one_says_what_is_missing(
        version in proptest::option::of("\\PC{0,8}"), hash in proptest::option::of("[ab]"),
        flags in 0u8..16, last in 0u8..3,
    ) {
        let next = DowntimeFacts {
            xperience_version: version,
            repository_hash: hash,
            zero_downtime: flags & 1 != 0,
            storage_assets: flags & 2 != 0,
        };
        let last = match last {
            0 => LastPackage::Unknown,
            1 => LastPackage::Nothing,
            _ => LastPackage::Known(DowntimeFacts { zero_downtime: flags & 4 != 0, ..running() }),
        };
        let told = forecast(Some(&next), &last);
        match told.sure {
            Sureness::Known => prop_assert!(!told.reasons.is_empty() && told.missing.is_empty()),
            Sureness::Likely => prop_assert!(!told.reasons.is_empty()),
            Sureness::Unknown => prop_assert!(!told.missing.is_empty()),
        }
        prop_assert_eq!(told.minutes.is_some(), told.outage == Outage::Offline);
    }
}
