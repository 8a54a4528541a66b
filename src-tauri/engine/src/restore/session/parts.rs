//! What a session is made of.

use crate::package::Verdict;
use crate::project::EnvKey;
use crate::units::{Bytes, Count, Moment};
use serde::{Deserialize, Serialize};

/// The way back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum RestorePoint {
    /// As the user read it in the Portal.
    Made {
        name: String,
        made_at: Moment,
        person: String,
    },
    /// Done without, for a reason.
    Waived { person: String, reason: String },
}

/// What **Get access** gave. The links themselves are in the keychain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Access {
    pub at: Moment,
    pub database: LinkNote,
    pub storage: LinkNote,
    /// When **Revoke access** was pressed.
    pub revoked_at: Option<Moment>,
}

/// What may be known of a link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct LinkNote {
    /// Host and, where it is in the path, account.
    pub host: String,
    pub container: String,
    pub expires: Option<Moment>,
    /// The address or range that may use it.
    pub addresses: Option<String>,
    /// One letter for each right.
    pub rights: String,
}

impl LinkNote {
    /// Whether both lead to the same container, whatever they allow (promise 16).
    pub fn same_place(&self, other: &Self) -> bool {
        self.host.eq_ignore_ascii_case(&other.host) && self.container == other.container
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct DatabasePart {
    pub file_name: String,
    pub bytes: Bytes,
    /// Xperience version, where it could be read.
    pub version: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct StoragePart {
    pub name: String,
    pub files: Count,
    pub bytes: Bytes,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Checked {
    pub at: Moment,
    pub verdict: Verdict,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "state")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum Transfer {
    NotYet,
    /// Under way, or broken off; the job knows.
    Begun {
        job: String,
        at: Moment,
    },
    Done {
        job: String,
        at: Moment,
        /// Every file was verified after it arrived.
        verified: bool,
    },
}

/// One time **Restore to environment** was confirmed with **Create**.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Press {
    pub env: EnvKey,
    pub at: Moment,
    pub person: String,
    /// None until somebody looked.
    pub outcome: Option<Outcome>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Outcome {
    pub at: Moment,
    /// The site is back and is what was restored.
    pub works: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Closing {
    pub at: Moment,
    /// **Close** was pressed before anything was restored.
    pub given_up: bool,
}
