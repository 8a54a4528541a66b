//! What an inspection found: facts about the package, findings, and the verdict they lead to.

use super::explanation::ConfigExplanation;
use super::forecast::{Forecast, LastPackage};
use crate::project::EnvironmentKind;
use crate::units::{Bytes, Count, Moment};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The answer to "will it work?", worst finding first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum Verdict {
    Ready,
    ReadyWithWarnings,
    WillNotWork,
}

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum Severity {
    /// Worth knowing; changes no verdict.
    Note,
    Warning,
    Blocker,
}

/// Who can mend it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum Whom {
    You,
    Developer,
    KenticoSupport,
}

/// Where a finding can be seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Evidence {
    /// Entry name inside the package, as it stands there.
    pub entry: String,
    /// 1-based line in that entry.
    pub line: Option<u32>,
    /// A short safe excerpt; secrets are masked.
    pub excerpt: Option<String>,
}

/// One thing a check had to say. The catalog words it by `check`: `check.<id>.what`, `.why`, `.fix`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Finding {
    /// Stable id, kebab-case, e.g. `package-too-large`.
    pub check: String,
    pub severity: Severity,
    /// Values the text mentions.
    pub params: BTreeMap<String, String>,
    /// At most 20 places; `more` counts the rest.
    pub evidence: Vec<Evidence>,
    pub more: Count,
    pub ask: Whom,
}

/// Where a value was read from, so that nothing is claimed without its source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Sourced {
    pub value: String,
    /// Entry name inside the package.
    pub source: String,
}

/// How many of a kind, most first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Tally {
    /// Object type, content type or folder.
    pub name: String,
    pub count: Count,
    /// Uncompressed size of the files counted.
    pub bytes: Bytes,
}

/// Whether storage assets only add or also replace (facts 1.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum AssetsMode {
    Create,
    CreateUpdate,
}

/// What a restore does to objects in the target (facts 2.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum RestoreMode {
    Create,
    CreateUpdate,
    Full,
}

/// The storage assets a package carries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct StorageAssets {
    /// Folder name from `StorageAssetsDirectory`; projects may rename it (facts 1.4).
    pub directory: String,
    pub mode: Option<AssetsMode>,
    pub files: Count,
    pub bytes: Bytes,
    /// First-level names: blob containers.
    pub containers: Vec<Tally>,
}

/// What the package is, as far as it could be read. A missing value means it was not found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct PackageFacts {
    pub assembly: Option<String>,
    /// `Version` of `cloud-metadata.json`: the Portal's **Build number** (facts 1.3).
    pub build_number: Option<String>,
    /// When the build was made, read from the `yyyyMMddHHmm` suffix (UTC), RFC 3339.
    pub built_at: Option<String>,
    /// Xperience version of the code, from `deps.json` (facts 2.5).
    pub code_version: Option<Sourced>,
    /// Xperience version the CD repository was stored from, from `cmsdbversion.xml`.
    pub repository_version: Option<Sourced>,
    pub target_framework: Option<Sourced>,
    pub zero_downtime: Option<bool>,
    pub storage_assets: Option<StorageAssets>,
    pub restore_mode: Option<RestoreMode>,
    /// `1` or `2`; none if there is no readable `repository.config`.
    pub config_version: Option<u8>,
    /// By root element of the serialized files, most first.
    pub objects: Vec<Tally>,
    /// Content items by content type code name, most first.
    pub content_items: Vec<Tally>,
    /// Names listed in `Before.txt` and `After.txt`.
    pub migrations: Count,
    pub entries: Count,
    /// Size of the file.
    pub size: Bytes,
    pub uncompressed: Bytes,
    /// Folders by the compressed bytes they take (two levels deep), biggest first, at most 40.
    pub folders: Vec<Tally>,
    /// Hash over the CD repository's entries (names and CRC-32s, sorted): equal hashes mean the
    /// same repository, which is what decides about downtime (facts 3.5). Lower-case hex.
    pub repository_hash: Option<String>,
    /// What `repository.config` means; none if there is none to be read, or if an older Slipway
    /// inspected the package.
    #[serde(default)]
    pub config: Option<ConfigExplanation>,
    /// Whether the application brings the page that is shown while a deployment updates the
    /// database (facts 1.5, 3.9); none if the file could not be read, or if an older Slipway
    /// inspected the package.
    #[serde(default)]
    pub offline_page: Option<bool>,
}

/// The result of an inspection. Severities are for `target` where one was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Inspection {
    pub facts: PackageFacts,
    /// Blockers first, then warnings, then notes.
    pub findings: Vec<Finding>,
    pub verdict: Verdict,
    /// Ids of findings that whoever deploys to this target has to confirm by typing its name.
    #[serde(default)]
    pub demands_confirmation: Vec<String>,
    /// What visitors of the target will notice; none if the file could not be read as a package.
    #[serde(default)]
    pub forecast: Option<Forecast>,
}

/// What is known about where the package will go; an empty one is fine.
#[derive(Debug, Clone, Default)]
pub struct Ground {
    pub target: Option<EnvironmentKind>,
    /// Xperience version last known in the target, with how we know.
    pub target_version: Option<String>,
    /// Build number, zero-downtime flag of the package last seen there.
    pub last_build: Option<String>,
    pub last_zero_downtime: Option<bool>,
    /// SHA-256 of the last package sent there.
    pub last_sha256: Option<String>,
    /// SHA-256 of the package that is judged, once it is known.
    pub sha256: Option<String>,
    /// When it is judged; without it nothing is said about the age of the build.
    pub now: Option<Moment>,
    /// What decides about downtime, of the package that is there now.
    pub last: LastPackage,
}

impl Inspection {
    /// Whether the file could not even be opened as an archive, so that nothing is known of what
    /// it holds.
    pub fn is_unreadable(&self) -> bool {
        self.findings
            .iter()
            .any(|finding| finding.check.starts_with("not-a-package"))
    }
}
