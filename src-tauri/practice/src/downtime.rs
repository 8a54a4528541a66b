//! What a deployment does to its environment's site. The rules are the engine's, as data; they are
//! applied here anew and to what the Portal knows, so that a forecast and what then happens are two
//! uses of one definition.

use serde::{Deserialize, Serialize};
use slipway_engine::package::forecast::{Condition, FIRST_ZERO_DOWNTIME, OTHERWISE, RULES};
pub use slipway_engine::package::forecast::{Outage, Reason as Because};

/// What decides about downtime, of a package or of what an environment runs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DowntimeFacts<'a> {
    /// Xperience version, e.g. `31.6.2`; none if the package does not tell.
    pub xperience_version: Option<&'a str>,
    /// Equal hashes mean the same CD repository.
    pub repository_hash: Option<&'a str>,
    /// Marked as zero-downtime ready when it was built.
    pub zero_downtime: bool,
    /// Carries storage assets.
    pub storage_assets: bool,
}

/// What is going to happen and why, never without a reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Forecast {
    pub outage: Outage,
    pub because: Vec<Because>,
}

/// The outage of deploying `next` over `last` (none: an empty environment). The platform has both
/// at hand, so every condition either holds or does not: what it cannot read it treats as changed
/// (facts 3.5).
pub fn forecast(last: Option<&DowntimeFacts<'_>>, next: &DowntimeFacts<'_>) -> Forecast {
    let mut outage = OTHERWISE.0;
    let mut because = Vec::new();
    for rule in RULES.iter().filter(|rule| holds(rule.when, last, next)) {
        outage = outage.max(rule.outage);
        because.push(rule.reason);
        if rule.settles {
            break;
        }
    }
    if because.is_empty() {
        because.push(OTHERWISE.1);
    }
    Forecast { outage, because }
}

fn holds(when: Condition, last: Option<&DowntimeFacts<'_>>, next: &DowntimeFacts<'_>) -> bool {
    let Some(last) = last else {
        return when == Condition::NothingDeployedBefore;
    };
    match when {
        Condition::NothingDeployedBefore => false,
        Condition::BothReadyForZeroDowntime => {
            is_zero_downtime_ready(last) && is_zero_downtime_ready(next)
        }
        Condition::RepositoryDiffers => {
            last.repository_hash.is_none() || last.repository_hash != next.repository_hash
        }
        Condition::XperienceVersionDiffers => {
            versions_differ(last.xperience_version, next.xperience_version)
        }
        Condition::CarriesStorageAssets => next.storage_assets,
    }
}

/// Whether `next` is an older Xperience than `current`, which no environment accepts (facts 2.6).
/// Versions that cannot be read are not called a downgrade.
pub fn is_downgrade(current: Option<&str>, next: Option<&str>) -> bool {
    match (
        current.and_then(Version::read),
        next.and_then(Version::read),
    ) {
        (Some(current), Some(next)) => next < current,
        _ => false,
    }
}

fn is_zero_downtime_ready(facts: &DowntimeFacts<'_>) -> bool {
    let version = facts.xperience_version.and_then(Version::read);
    let [major, minor, hotfix] = FIRST_ZERO_DOWNTIME;
    let first = Version([major, minor, hotfix, 0]);
    facts.zero_downtime && version.is_some_and(|version| version >= first)
}

/// Whether both are the same Xperience, however they are written.
pub(crate) fn is_same_version(one: Option<&str>, other: Option<&str>) -> bool {
    !versions_differ(one, other)
}

fn versions_differ(last: Option<&str>, next: Option<&str>) -> bool {
    match (last.and_then(Version::read), next.and_then(Version::read)) {
        (Some(last), Some(next)) => last != next,
        _ => last != next,
    }
}

/// `major.minor.patch.revision`; what follows the numbers (`-preview`, `+commit`) is left out.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Version([u32; 4]);

impl Version {
    fn read(text: &str) -> Option<Self> {
        let numbers = text.trim().split(['-', '+']).next()?;
        let mut parts = [0; 4];
        let mut given = 0;
        for (index, part) in numbers.split('.').enumerate() {
            *parts.get_mut(index)? = part.parse().ok()?;
            given += 1;
        }
        (given >= 2).then_some(Self(parts))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const RUNNING: DowntimeFacts<'_> = DowntimeFacts {
        xperience_version: Some("31.6.2"),
        repository_hash: Some("aa"),
        zero_downtime: false,
        storage_assets: false,
    };

    #[test]
    fn code_only_causes_no_outage() {
        let forecast = forecast(Some(&RUNNING), &RUNNING);
        assert_eq!(
            forecast,
            Forecast {
                outage: Outage::None,
                because: vec![Because::CodeOnly]
            }
        );
    }

    #[test]
    fn a_changed_repository_takes_the_site_offline() {
        let next = DowntimeFacts {
            repository_hash: Some("bb"),
            ..RUNNING
        };
        let forecast = forecast(Some(&RUNNING), &next);
        assert_eq!(forecast.outage, Outage::Offline);
        assert_eq!(forecast.because, [Because::RepositoryChanged]);
    }

    #[test]
    fn a_repository_without_a_hash_is_never_taken_for_unchanged() {
        let unknown = DowntimeFacts {
            repository_hash: None,
            ..RUNNING
        };
        assert_eq!(forecast(Some(&unknown), &unknown).outage, Outage::Offline);
    }

    #[test]
    fn a_changed_version_takes_the_site_offline() {
        let next = DowntimeFacts {
            xperience_version: Some("31.7.0"),
            ..RUNNING
        };
        assert_eq!(
            forecast(Some(&RUNNING), &next).because,
            [Because::VersionChanged]
        );
    }

    #[test]
    fn the_same_version_written_differently_is_no_change() {
        let next = DowntimeFacts {
            xperience_version: Some("31.6.2.0+8fdda41"),
            ..RUNNING
        };
        assert_eq!(forecast(Some(&RUNNING), &next).outage, Outage::None);
    }

    #[test]
    fn storage_assets_take_the_site_offline_even_if_nothing_else_changed() {
        let next = DowntimeFacts {
            storage_assets: true,
            ..RUNNING
        };
        assert_eq!(
            forecast(Some(&RUNNING), &next).because,
            [Because::StorageAssetsIncluded]
        );
        let last = DowntimeFacts {
            storage_assets: true,
            ..RUNNING
        };
        assert_eq!(forecast(Some(&last), &RUNNING).outage, Outage::None);
    }

    #[test]
    fn every_reason_is_told() {
        let next = DowntimeFacts {
            xperience_version: Some("31.7.0"),
            repository_hash: Some("bb"),
            zero_downtime: true,
            storage_assets: true,
        };
        assert_eq!(forecast(Some(&RUNNING), &next).because.len(), 3);
    }

    #[test]
    fn only_flagged_on_flagged_is_read_only() {
        let flagged = DowntimeFacts {
            zero_downtime: true,
            ..RUNNING
        };
        let changed = DowntimeFacts {
            repository_hash: Some("bb"),
            ..flagged
        };
        let outage = |last, next| forecast(Some(last), next).outage;
        assert_eq!(outage(&flagged, &changed), Outage::ReadOnly);
        assert_eq!(outage(&flagged, &flagged), Outage::ReadOnly);
        assert_eq!(outage(&RUNNING, &changed), Outage::Offline);
        assert_eq!(
            outage(&changed, &RUNNING),
            Outage::Offline,
            "an unflagged package switches it off again"
        );
    }

    #[test]
    fn a_flag_below_31_0_2_or_without_a_version_does_not_count() {
        for version in [Some("31.0.1"), Some("30.12.0"), None] {
            let flagged = DowntimeFacts {
                zero_downtime: true,
                xperience_version: version,
                ..RUNNING
            };
            let changed = DowntimeFacts {
                repository_hash: Some("bb"),
                ..flagged
            };
            assert_eq!(
                forecast(Some(&flagged), &changed).outage,
                Outage::Offline,
                "{version:?}"
            );
        }
        let flagged = DowntimeFacts {
            zero_downtime: true,
            xperience_version: Some("31.0.2"),
            ..RUNNING
        };
        assert_eq!(forecast(Some(&flagged), &flagged).outage, Outage::ReadOnly);
    }

    #[test]
    fn the_first_deployment_is_offline() {
        assert_eq!(forecast(None, &RUNNING).because, [Because::FirstDeployment]);
    }

    #[test]
    fn older_is_a_downgrade_and_equal_or_unreadable_is_not() {
        assert!(is_downgrade(Some("31.6.2"), Some("31.6.1")));
        assert!(
            is_downgrade(Some("31.10.0"), Some("31.9.0")),
            "numbers, not text"
        );
        assert!(!is_downgrade(Some("31.6.2"), Some("31.6.2")));
        assert!(!is_downgrade(Some("31.6.2"), Some("31.10.0")));
        assert!(!is_downgrade(None, Some("1.0.0")));
        assert!(!is_downgrade(Some("31.6.2"), Some("latest")));
    }

    /// The two uses of the rules agree wherever both know everything.
    fn engine_says(last: Option<&DowntimeFacts<'_>>, next: &DowntimeFacts<'_>) -> Forecast {
        use slipway_engine::package::forecast as engine;
        let facts = |facts: &DowntimeFacts<'_>| engine::DowntimeFacts {
            xperience_version: facts.xperience_version.map(str::to_owned),
            repository_hash: facts.repository_hash.map(str::to_owned),
            zero_downtime: facts.zero_downtime,
            storage_assets: facts.storage_assets,
        };
        let last = match last {
            Some(last) => engine::LastPackage::Known(facts(last)),
            None => engine::LastPackage::Nothing,
        };
        let told = engine::forecast(Some(&facts(next)), &last);
        assert_eq!(told.sure, engine::Sureness::Known);
        Forecast {
            outage: told.outage,
            because: told.reasons,
        }
    }

    proptest! {
        #[test]
        fn what_happens_is_what_the_engine_forecasts(
            versions in (0..4_usize, 0..4_usize), hashes in (0..2_usize, 0..2_usize),
            flags in 0u8..16, first in proptest::bool::ANY
        ) {
            const VERSIONS: [&str; 4] = ["31.0.1", "31.0.2", "31.6.2", "31.6.2.0+8fdda41"];
            const HASHES: [&str; 2] = ["aa", "bb"];
            let facts = |version: usize, hash: usize, flags: u8| DowntimeFacts {
                xperience_version: Some(VERSIONS[version]),
                repository_hash: Some(HASHES[hash]),
                zero_downtime: flags & 1 != 0,
                storage_assets: flags & 2 != 0,
            };
            let last = facts(versions.0, hashes.0, flags);
            let next = facts(versions.1, hashes.1, flags >> 2);
            let last = (!first).then_some(&last);
            prop_assert_eq!(forecast(last, &next), engine_says(last, &next));
        }

        #[test]
        fn a_forecast_always_has_a_reason_and_any_text_is_read(
            last in "\\PC{0,12}", next in "\\PC{0,12}", flags in 0u8..16
        ) {
            let last = DowntimeFacts {
                xperience_version: Some(&last),
                repository_hash: (flags & 1 != 0).then_some("aa"),
                zero_downtime: flags & 2 != 0,
                storage_assets: flags & 4 != 0,
            };
            let next = DowntimeFacts {
                xperience_version: Some(&next), storage_assets: flags & 8 != 0, ..last
            };
            let forecast = forecast(Some(&last), &next);
            prop_assert!(!forecast.because.is_empty());
            prop_assert_eq!(
                forecast.outage == Outage::None,
                forecast.because == [Because::CodeOnly]
            );
        }
    }
}
