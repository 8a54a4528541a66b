//! First aid: what Slipway needs on a computer, looked at one by one.
//!
//! A [`Check`] is one thing to look at, a [`Finding`] what came of it: a code and values, worded in
//! the catalog with what to do. The outside world is passed in, and nobody is asked but the hosts
//! of the user's own projects (promise 36).

mod ask;
mod clock;
mod disk;
mod keychain;
mod ledger;
mod network;
mod proxy;
mod told;
mod web_view;

pub use clock::look_at_clock;
pub use disk::{Disk, look_at_disk};
pub use keychain::look_at_keychain;
pub use ledger::{ledger_not_opened, look_at_ledger};
pub use network::{hosts_of, look_at_network};
pub use proxy::{Proxies, look_at_proxy};
pub use told::{in_words, title_of};
pub use web_view::{WebView, WebViewKind, look_at_web_view};

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt::Display;

/// One thing to look at. The catalog has `first-aid.check.<kind>`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum AidCheck {
    /// Whether secrets can be kept.
    Keychain,
    /// Whether a host of the user's projects answers; an origin, `https://xperience-portal.com`.
    Network { host: String },
    /// Which proxy leads out.
    Proxy,
    /// Whether there is room, and a file can be written.
    Disk { folder: AidFolder },
    /// Whether this computer's clock goes right.
    Clock,
    /// What shows the window.
    WebView,
    /// Whether what Slipway remembers is whole.
    Ledger,
}

/// A folder Slipway writes to. The catalog has `first-aid.folder.<folder>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum AidFolder {
    /// Slipway's own.
    Data,
    /// The system's, for what is soon gone again.
    Temp,
    /// Where a package was to be written to.
    Output,
}

/// How it is. The catalog has `first-aid.outcome.<outcome>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum AidOutcome {
    Fine,
    /// It could not be told.
    NotTested,
    /// It works for now, or in part.
    Attention,
    NotWorking,
}

/// What came of one check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct AidFinding {
    pub check: AidCheck,
    pub outcome: AidOutcome,
    /// The catalog has `first-aid.<code>.what`, and `.todo` where something can be done.
    pub code: String,
    pub params: BTreeMap<String, String>,
    /// For the developer it may be forwarded to. Never holds a secret.
    pub detail: Option<String>,
}

impl AidFinding {
    fn new(check: AidCheck, outcome: AidOutcome, code: &str) -> Self {
        Self {
            check,
            outcome,
            code: code.to_owned(),
            params: BTreeMap::new(),
            detail: None,
        }
    }

    fn with(mut self, key: &str, value: impl Display) -> Self {
        self.params.insert(key.to_owned(), value.to_string());
        self
    }

    fn detail(mut self, detail: impl Display) -> Self {
        let detail = detail.to_string();
        self.detail = Some(crate::secret::redact(&detail).into_owned());
        self
    }
}

/// Everything there is to look at, in the order it is shown. `web_view` is false where there is no
/// window.
pub fn plan(hosts: &[String], folders: &[AidFolder], web_view: bool) -> Vec<AidCheck> {
    let networks = hosts
        .iter()
        .map(|host| AidCheck::Network { host: host.clone() });
    let disks = folders
        .iter()
        .map(|folder| AidCheck::Disk { folder: *folder });
    [AidCheck::Keychain]
        .into_iter()
        .chain(networks)
        .chain([AidCheck::Proxy, AidCheck::Clock])
        .chain(disks)
        .chain([AidCheck::Ledger])
        .chain(web_view.then_some(AidCheck::WebView))
        .collect()
}

/// The worst of several; fine if there are none.
pub fn worst(findings: &[AidFinding]) -> AidOutcome {
    let outcomes = findings.iter().map(|finding| finding.outcome);
    outcomes.max().unwrap_or(AidOutcome::Fine)
}

#[cfg(test)]
mod tests;
