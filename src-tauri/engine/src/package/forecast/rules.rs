//! What decides about downtime: the one definition of the rules (facts 3.5). It is data, so that
//! whoever forecasts and whoever acts apply the same rules by themselves.

use crate::package::content::XperienceVersion;
use serde::{Deserialize, Serialize};

/// What visitors notice while a deployment runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum Outage {
    /// The site keeps answering.
    None,
    /// Pages are served, nothing can be written.
    ReadOnly,
    /// The site answers 503 with its App Offline page.
    Offline,
}

/// Why a deployment does what it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum Reason {
    CodeOnly,
    /// Both packages are marked for zero-downtime deployment.
    ZeroDowntimeReady,
    /// Nothing was deployed there before, so there is nothing to compare with.
    FirstDeployment,
    RepositoryChanged,
    VersionChanged,
    StorageAssetsIncluded,
}

/// What has to hold for a rule to apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Condition {
    /// Nothing was deployed to the environment before.
    NothingDeployedBefore,
    /// This package and the last one are flagged, both of [`FIRST_ZERO_DOWNTIME`] or newer.
    BothReadyForZeroDowntime,
    /// The hash of the CD repository is not the one of the last package.
    RepositoryDiffers,
    XperienceVersionDiffers,
    /// This package carries storage assets, whatever the last one carried.
    CarriesStorageAssets,
}

/// One rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    pub when: Condition,
    pub outage: Outage,
    pub reason: Reason,
    /// It alone decides, and no later rule is looked at. The others add up.
    pub settles: bool,
}

/// In the order they are looked at. Where none applies, it is [`OTHERWISE`].
pub const RULES: [Rule; 5] = [
    rule(
        Condition::NothingDeployedBefore,
        Outage::Offline,
        Reason::FirstDeployment,
        true,
    ),
    rule(
        Condition::BothReadyForZeroDowntime,
        Outage::ReadOnly,
        Reason::ZeroDowntimeReady,
        true,
    ),
    rule(
        Condition::RepositoryDiffers,
        Outage::Offline,
        Reason::RepositoryChanged,
        false,
    ),
    rule(
        Condition::XperienceVersionDiffers,
        Outage::Offline,
        Reason::VersionChanged,
        false,
    ),
    rule(
        Condition::CarriesStorageAssets,
        Outage::Offline,
        Reason::StorageAssetsIncluded,
        false,
    ),
];

/// What happens where no rule applies: only the code is another one.
pub const OTHERWISE: (Outage, Reason) = (Outage::None, Reason::CodeOnly);

/// The first Xperience version with zero-downtime deployments: major, minor, hotfix (facts 2.6).
pub const FIRST_ZERO_DOWNTIME: [u32; 3] = [31, 0, 2];

/// Minutes a site is offline, as reported: 10 to 30 by one answer, 20 to 30 by others.
pub const OFFLINE_MINUTES: (u64, u64) = (10, 30);

const fn rule(when: Condition, outage: Outage, reason: Reason, settles: bool) -> Rule {
    Rule {
        when,
        outage,
        reason,
        settles,
    }
}

pub(crate) const fn first_zero_downtime() -> XperienceVersion {
    let [major, minor, hotfix] = FIRST_ZERO_DOWNTIME;
    XperienceVersion::new(major, minor, hotfix)
}
