//! The shapes that cross to the window in the custom restore flow. Derived from what is kept on
//! every question; nothing here is stored, and nothing is a secret.

use crate::blob::sas::{Right, SasFinding};
use crate::fault::Fault;
use crate::job::Job;
use crate::project::{EnvKey, EnvironmentKind};
pub use crate::restore::PartName;
use crate::restore::bacpac::DatabaseCheck;
use crate::restore::preflight::Preflight;
use crate::restore::session::{Clocks, Event, Session, Step, StepView};
use crate::restore::storage::{Choices, NameChange, Node, StorageCheck};
use crate::units::{Bytes, Count, Moment};
use serde::{Deserialize, Serialize};

/// A line of the list of restores.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct RestoreRow {
    pub id: String,
    pub project_id: String,
    pub target: EnvKey,
    /// As the project calls it; the key, if the environment is gone from it.
    pub target_name: String,
    pub started_at: Moment,
    pub next_step: Option<Step>,
    pub clocks: Option<Clocks>,
    /// Files are being sent, or were when it broke off.
    pub transferring: bool,
    pub closed_at: Option<Moment>,
    pub given_up: bool,
}

/// A restore with everything the flow shows of it.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct RestoreView {
    pub session: Session,
    pub steps: Vec<StepView>,
    pub clocks: Option<Clocks>,
    pub now: Moment,
    pub links: LinksView,
    /// None until it was looked at.
    pub database: Option<DatabaseView>,
    /// None until it was looked at.
    pub storage: Option<StorageView>,
    /// None until there is something to judge.
    pub preflight: Option<Preflight>,
    /// What the containers hold; none until it was looked at.
    pub there: Option<There>,
    /// Xperience version of the target environment.
    pub target_version: Option<String>,
    pub target_version_from: Option<VersionFrom>,
    /// The file storage limit as the Dashboard shows it.
    pub limit: Option<Bytes>,
    /// The last one.
    pub transfer_job: Option<Job>,
    /// Of the last transfer that came to an end.
    pub report: Option<TransferSummary>,
    /// The last watch of a site it was restored to.
    pub watch: Option<Job>,
    pub environments: Vec<EnvironmentName>,
    /// Address of Data Management → Custom restore.
    pub portal_page: String,
}

/// The two links, as far as they are at hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct LinksView {
    pub database: Option<LinkView>,
    pub storage: Option<LinkView>,
    pub saved: LinksSaved,
}

/// Where the links are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum LinksSaved {
    /// In the keychain, and read back from it.
    Saved,
    /// In memory until Slipway ends: the keychain did not take them.
    SessionOnly,
    None,
}

/// What may be shown of a link: everything but its signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct LinkView {
    /// Host and, where it is in the path, account.
    pub host: String,
    pub container: String,
    pub allows: Vec<Right>,
    /// Rights a restore needs and the link does not give.
    pub missing: Vec<Right>,
    /// The address or range that may use it.
    pub addresses: Option<String>,
    pub starts: Option<Moment>,
    pub expires: Option<Moment>,
    pub https_only: bool,
    pub findings: Vec<SasFinding>,
    /// Last characters of the signature, to recognise it by.
    pub last4: String,
}

/// What became of links that were pasted.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case", tag = "outcome")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum LinksTaken {
    Taken {
        view: Box<RestoreView>,
    },
    /// Which is the link of the database cannot be known; `id` names the pair in the answer.
    AskWhich {
        first: Box<LinkView>,
        second: Box<LinkView>,
        id: String,
    },
    NotUsable {
        links: Vec<PastedLink>,
        missing: Option<PartName>,
    },
}

/// One link of a text, and why it will not do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct PastedLink {
    pub link: Option<LinkView>,
    pub fault: Option<Fault>,
}

/// One of two links, in the order of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum OneOfTwo {
    First,
    Second,
}

/// What the user tells; everything else that happens to a session is Slipway's own to know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "event")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum RestoreEvent {
    RestorePointMade { name: String, made_at: Moment },
    RestorePointWaived { reason: String },
    SessionCreated { at: Moment },
    RestorePressed { env: EnvKey, again: bool },
    RestoreSeen { env: EnvKey, works: bool },
    Closed,
    AccessRevoked,
}

impl From<RestoreEvent> for Event {
    fn from(told: RestoreEvent) -> Self {
        match told {
            RestoreEvent::RestorePointMade { name, made_at } => {
                Self::RestorePointMade { name, made_at }
            }
            RestoreEvent::RestorePointWaived { reason } => Self::RestorePointWaived { reason },
            RestoreEvent::SessionCreated { at } => Self::SessionCreated { at },
            RestoreEvent::RestorePressed { env, again } => Self::RestorePressed { env, again },
            RestoreEvent::RestoreSeen { env, works } => Self::RestoreSeen { env, works },
            RestoreEvent::Closed => Self::Closed,
            RestoreEvent::AccessRevoked => Self::AccessRevoked,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct DatabaseView {
    /// None after a restart, if the file is gone or another one.
    pub handle: Option<String>,
    pub check: DatabaseCheck,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct StorageView {
    /// None after a restart, if the folder is gone.
    pub handle: Option<String>,
    pub choices: Choices,
    pub check: StorageCheck,
}

/// What lies in the containers of a session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct There {
    /// `db.bacpac`, if it is there.
    pub database: Option<DatabaseThere>,
    /// None where the link does not let it be seen.
    pub storage_files: Option<Count>,
    pub storage_bytes: Option<Bytes>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct DatabaseThere {
    pub bytes: Bytes,
    pub modified: Moment,
}

/// How the version of the target environment is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum VersionFrom {
    /// The user read it in the Portal.
    Told,
    /// The last package was seen to arrive there.
    Measured,
    /// The last package was sent there; whether it was deployed is not known.
    Package,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct EnvironmentName {
    pub key: EnvKey,
    pub name: String,
    pub kind: EnvironmentKind,
}

/// What became of a transfer, both parts together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct TransferSummary {
    pub end: TransferEnd,
    pub files: Count,
    pub verified: Count,
    pub kept: Count,
    pub not_sent: Count,
    pub not_reached: Count,
    pub bytes_total: Bytes,
    pub bytes_sent: Bytes,
    pub started: Moment,
    pub ended: Moment,
    /// Every file is there and verified, or was kept as decided.
    pub all_is_well: bool,
    /// Files whose every part was checked by CRC-64.
    pub crc64: Count,
    /// Files whose every part was checked by MD5.
    pub md5: Count,
    /// Files of which nothing but the length was compared.
    pub length_only: Count,
    /// The first 200.
    pub troubles: Vec<FileTrouble>,
    /// `torn-end`, `damaged`, `blocks-are-old`.
    pub notes: Vec<String>,
}

/// How a transfer ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum TransferEnd {
    Complete,
    Stopped,
    NeedsLink,
    GaveUp,
}

/// A file that did not arrive, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct FileTrouble {
    pub blob: String,
    pub fault: Fault,
}

/// A page of one folder of the tree as it will be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct StorageLevel {
    pub nodes: Vec<Node>,
    pub total: Count,
}

/// A page of the names that change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct NameChanges {
    pub changes: Vec<NameChange>,
    pub total: Count,
}
