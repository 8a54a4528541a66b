//! What the user orders when a transfer begins.

use crate::units::Bytes;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct TransferOrder {
    pub if_exists: IfExists,
    /// Most bytes a second; none for as fast as it goes.
    pub limit: Option<Bytes>,
    /// The same one never starts two transfers.
    pub confirmation_id: String,
}

/// What happens where something of that name is in the containers already (promise 8).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum IfExists {
    /// It stays, and the report names it as not sent.
    Refuse,
    /// It stays, as decided.
    Keep,
    Replace,
}

impl IfExists {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Refuse => "refuse",
            Self::Keep => "keep",
            Self::Replace => "replace",
        }
    }

    /// As a job keeps it; what it does not know is the careful one.
    pub(super) fn of_word(word: Option<&str>) -> Self {
        match word {
            Some("keep") => Self::Keep,
            Some("replace") => Self::Replace,
            _ => Self::Refuse,
        }
    }
}
