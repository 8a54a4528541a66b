//! What went wrong, classified but not worded.
//!
//! The interface owns every word: it looks up `fault.<code>.*` in its catalog and fills in
//! `params`. A code exists only where something acts on it differently.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Whether the same thing may be tried again, and by whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum Retry {
    /// Nothing changes by trying again.
    Never,
    /// The user may press the button again once they did what the text says.
    ByUser,
    /// Slipway tried again by itself already; the user may still.
    Exhausted,
}

/// The one next step the interface offers beside the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum NextStep {
    None,
    TryAgain,
    ReplaceToken,
    OpenPortalDeployments,
    OpenStatusPage,
    ChooseAnotherFile,
    InspectAgain,
    EditProject,
    FreeDiskSpace,
    CheckNetwork,
    /// Keep a ledger that cannot be used under another name, and begin a new one.
    SetAside,
}

/// A fault as it crosses every boundary: engine to command, command to window, engine to CLI.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{code}")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Fault {
    /// Stable, kebab-case; the catalog has `fault.<code>.title`, `.means` and `.todo`.
    pub code: String,
    /// Values the text mentions.
    pub params: BTreeMap<String, String>,
    pub retry: Retry,
    pub action: NextStep,
    /// For the developer the user may forward it to. Never holds a secret.
    pub detail: Option<String>,
}

impl Fault {
    pub fn new(code: &str, retry: Retry, action: NextStep) -> Self {
        Self {
            code: code.to_owned(),
            params: BTreeMap::new(),
            retry,
            action,
            detail: None,
        }
    }

    pub fn with(mut self, key: &str, value: impl std::fmt::Display) -> Self {
        self.params.insert(key.to_owned(), value.to_string());
        self
    }

    pub fn detail(mut self, detail: impl std::fmt::Display) -> Self {
        self.detail = Some(detail.to_string());
        self
    }
}
