//! A support file: what somebody who helps needs to know, made on request only, shown whole before
//! it is saved, and sent nowhere (promise 29).
//!
//! It holds events and figures, never contents: no package, no secret, no name of a file the user
//! chose. Whatever is put in is redacted at the end once more.

mod names;
mod parts;
mod save;

pub use names::Names;
pub use parts::{Gathered, parts_of};
pub use save::save;

use crate::first_aid::WebView;
use serde::{Deserialize, Serialize};

/// Which Slipway this is, and where it runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct About {
    /// `1.2.0`.
    pub version: String,
    /// The commit it was built from, abbreviated; `unknown` where that was not told.
    pub commit: String,
    /// What it was built for: `x86_64-unknown-linux-gnu`.
    pub target: String,
    /// The operating system, as it calls itself.
    pub system: String,
    pub web_view: WebView,
}

/// The operating system, as it calls itself.
pub fn this_system() -> String {
    whoami::distro().unwrap_or_else(|_| std::env::consts::OS.to_owned())
}

/// A support file before it is saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct SupportBundle {
    pub id: String,
    pub parts: Vec<SupportPart>,
}

/// One file in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct SupportPart {
    pub kind: PartKind,
    pub file_name: String,
    /// All of it, to the letter.
    pub text: String,
}

/// The catalog has `support.part.<kind>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum PartKind {
    Versions,
    FirstAid,
    Jobs,
    Ledger,
    Log,
}

#[cfg(test)]
mod tests;
