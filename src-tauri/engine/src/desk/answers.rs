//! The shapes that cross to whoever asked. Derived from ledger rows on every question; nothing
//! here is stored.

use crate::fault::Fault;
use crate::job::Job;
use crate::package::forecast::{Forecast, ForecastOutcome};
use crate::package::{Inspection, Verdict};
use crate::project::{EnvKey, Environment, MayUpload, Project};
use crate::units::{Bytes, Count, Moment};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Everything the first screen needs.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct StartState {
    pub projects: Vec<Project>,
    pub preferences: Preferences,
    /// Jobs the last session left open, now *interrupted*, not yet dismissed.
    pub interrupted: Vec<Job>,
    /// Why the ledger could not be opened; the app then runs without memory and says so.
    pub ledger_fault: Option<Fault>,
    pub version: String,
}

/// What the user set for the whole app.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Preferences {
    pub theme: Theme,
    /// Name written into the history; the computer's user name until changed.
    pub person: String,
    /// The project shown at start.
    pub project_id: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum Theme {
    System,
    Light,
    Dark,
}

/// A field that cannot be saved as it stands; the catalog has `problem.<code>`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct FieldProblem {
    /// Field of the draft: `name`, `address`, `environments.0.site`, …
    pub field: String,
    pub code: String,
    pub params: BTreeMap<String, String>,
}

/// Saving a project either worked or names the fields to mend.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "outcome")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum ProjectSaved {
    Saved { project: Project },
    Problems { problems: Vec<FieldProblem> },
}

/// Where a personal access token is (promise 27: these five are distinct).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum TokenState {
    /// In the keychain, and read back from it.
    Saved,
    /// In memory until Slipway ends.
    ThisSession,
    None,
    /// There is a keychain, but it does not open.
    Locked,
    /// This computer offers no keychain.
    Unavailable,
}

/// What may be known about a token (promise 26: never the token).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct TokenStatus {
    pub state: TokenState,
    pub last4: Option<String>,
    pub saved_at: Option<Moment>,
}

/// Where to keep a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum KeepToken {
    InKeychain,
    ThisSession,
}

/// A file the user chose or dropped. The window never learns where it is; it hands the id back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ChosenFile {
    pub handle: String,
    pub file_name: String,
    pub size: Bytes,
}

/// A package that was inspected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct PackageView {
    pub id: String,
    pub file_name: String,
    /// Folder it lies in, for people to recognise it by.
    pub folder: String,
    /// Lower-case hex; none while it is still being computed.
    pub sha256: Option<String>,
    pub inspected_at: Moment,
    /// Checked again for the environment asked about.
    pub inspection: Inspection,
    /// Where it went so far, newest first.
    pub placements: Vec<Placement>,
    /// The file is still where it was and looks the same.
    pub still_there: bool,
}

/// A line of the packages list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct PackageSummary {
    pub id: String,
    pub file_name: String,
    pub sha256: Option<String>,
    pub build_number: Option<String>,
    pub code_version: Option<String>,
    pub size: Bytes,
    pub verdict: Verdict,
    pub inspected_at: Moment,
    pub placements: Vec<Placement>,
}

/// How Slipway knows that a package is in an environment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum KnownBy {
    /// The Portal accepted the upload; whether it was deployed is not known yet.
    Sent,
    /// The site went offline and came back, or changed, after the upload.
    Measured,
    /// The user said so.
    Told,
}

/// A package in an environment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Placement {
    pub project_id: String,
    pub env: EnvKey,
    pub sha256: String,
    pub file_name: String,
    pub build_number: Option<String>,
    pub code_version: Option<String>,
    pub at: Moment,
    pub known_by: KnownBy,
    /// Measured time the site did not answer as expected.
    pub downtime_ms: Option<Count>,
}

/// What has to be agreed before an upload starts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct UploadTerms {
    /// One confirmation is one deployment (promise 39): the order carries it back.
    pub confirmation_id: String,
    pub environment: Environment,
    pub may: MayUpload,
    pub verdict: Verdict,
    /// Findings that have to be confirmed by typing the environment's name.
    pub demands_confirmation: Vec<String>,
    /// What visitors will notice; kept with the upload and set beside what is measured.
    pub forecast: Option<Forecast>,
    pub token: TokenStatus,
    /// The same bytes went there before.
    pub already_sent: Option<Placement>,
    /// An upload to this environment that has not ended.
    pub under_way: Option<Job>,
}

/// "Upload it." The engine checks all of it again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct UploadOrder {
    pub package_id: String,
    pub project_id: String,
    pub env: EnvKey,
    pub confirmation_id: String,
    pub reason: Option<String>,
    pub typed_name: Option<String>,
    /// The user read the blockers and sends it all the same; needs a reason.
    pub despite_blockers: bool,
}

/// What the user found in the Portal after an answer was lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum PortalShows {
    TheDeployment,
    NoDeployment,
}

/// One look at a site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Sample {
    pub at: Moment,
    pub state: SiteState,
    /// HTTP status, if there was an answer.
    pub status: Option<u16>,
    /// Until the whole answer was read.
    pub took_ms: Count,
    /// Why not, for the technical drawer.
    pub detail: Option<String>,
}

/// How a site answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum SiteState {
    AsExpected,
    /// It answered, but not what is expected.
    Unexpected,
    /// 503, or no answer at all.
    Offline,
    /// No address is known, or this computer does not get out.
    Unknown,
}

/// What a watch saw so far.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct WatchView {
    pub job: Job,
    /// Newest last, at most 600.
    pub samples: Vec<Sample>,
    pub offline_from: Option<Moment>,
    pub back_at: Option<Moment>,
    pub downtime_ms: Option<Count>,
    pub verdict: WatchVerdict,
    /// What was forecast when the upload started, beside what was measured; none for uploads
    /// without a forecast.
    pub outcome: Option<ForecastOutcome>,
}

/// What can be said from outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum WatchVerdict {
    /// Nothing has changed yet.
    Waiting,
    Offline,
    /// It was offline and has answered as expected long enough since, with another build.
    LooksLive,
    /// The same, with the build it had before: nothing arrived so far.
    BackAsBefore,
    /// The same, and its pages do not tell of which build they are.
    BackUnclear,
    /// No outage seen and the page changed.
    ChangedWithoutOutage,
    /// The time given to it ran out without any change: look in the Portal.
    NothingSeen,
    /// It went offline and did not come back in the time given to it.
    StillOffline,
    /// There is no address to look at.
    NoSite,
}

/// A card of the pipeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct EnvironmentCard {
    pub environment: Environment,
    pub placement: Option<Placement>,
    /// An upload or watch that has not ended, or ended with something to answer.
    pub jobs: Vec<Job>,
    pub last_look: Option<Sample>,
}

/// The project from left to right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Pipeline {
    pub project: Project,
    pub token: TokenStatus,
    pub cards: Vec<EnvironmentCard>,
}

/// One audit line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Entry {
    pub seq: Count,
    pub at: Moment,
    pub person: String,
    /// Kebab-case; the catalog has `entry.<kind>`.
    pub kind: String,
    pub project_id: Option<String>,
    pub project_name: Option<String>,
    pub env: Option<String>,
    pub sha256: Option<String>,
    pub reason: Option<String>,
    pub params: BTreeMap<String, String>,
    /// SHA-256 over this entry and the hash before it, lower-case hex.
    pub hash: String,
}

/// Which entries to show.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct HistoryFilter {
    pub project_id: Option<String>,
    pub env: Option<String>,
    pub kind: Option<String>,
    /// Found anywhere in the line, ignoring case.
    pub text: Option<String>,
    /// Only entries before this number (for the next page).
    pub before: Option<Count>,
    /// At most this many; 200 if none.
    pub limit: Option<u32>,
}

/// Whether the chain of hashes holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "state")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum ChainState {
    Whole {
        entries: Count,
    },
    /// The first entry that does not follow from the one before it.
    Broken {
        at: Count,
    },
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct HistoryPage {
    /// Newest first.
    pub entries: Vec<Entry>,
    /// How many match in all.
    pub total: Count,
    pub chain: ChainState,
    /// Every kind that occurs, for the filter.
    pub kinds: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum ExportFormat {
    Csv,
    Json,
}

/// Where in the Portal or on the web a button leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum Place {
    PortalDashboard,
    PortalDeployments,
    Site,
    PortalStatus,
}
