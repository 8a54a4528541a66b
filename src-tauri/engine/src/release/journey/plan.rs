//! What is agreed before a release goes anywhere.

use crate::units::{Bytes, Count, Moment};
use serde::{Deserialize, Serialize};

/// What the user wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum Purpose {
    FirstDeployment,
    NewFeatures,
    VersionUpdate,
    ContentOnly,
    LargeImport,
    UrgentFix,
}

/// The package a release carries, known by its SHA-256 wherever the file lies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ReleasePackage {
    pub sha256: String,
    pub file_name: String,
    pub build_number: Option<String>,
    /// Xperience version of the code.
    pub code_version: Option<String>,
    pub size: Bytes,
}

/// When it is to go live, for example the hours of the lowest traffic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct DeploymentWindow {
    pub from: Moment,
    pub to: Moment,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum Strategy {
    Now,
    Scheduled,
}

/// The way back (facts 3.6).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct RollbackPlan {
    pub way: super::RollbackWay,
    pub note: String,
    /// Somebody went through it, not only wrote it down.
    pub tested: bool,
}

/// When the rollback card opens by itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Trigger {
    pub id: String,
    pub metric: TriggerMetric,
    /// In the metric's unit; fires above it.
    // Always finite, so a plain number for the window.
    #[cfg_attr(feature = "bindings", specta(type = u32))]
    pub threshold: f64,
    /// For how long it has to be above; 0 fires at once.
    pub for_minutes: Count,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum TriggerMetric {
    /// Share of looks that did not find what is expected, in percent.
    FailedLooks,
    /// P95 of the response time over that of the baseline.
    P95TimesBaseline,
    /// Any smoke test does not pass; the threshold is not looked at.
    SmokeDown,
    OfflineMinutes,
    /// Share of requests the server answered badly, in percent.
    ServerFailures,
}

/// A feature that ships dark and is switched on later.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Feature {
    pub id: String,
    pub name: String,
    /// When it is to be switched on, in the user's own words.
    pub planned: String,
    pub on_at: Option<Moment>,
    pub on_by: Option<String>,
}
