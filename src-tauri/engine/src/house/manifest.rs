//! What a house says about itself.

use crate::units::Moment;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// `manifest.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Of the file's form.
    pub version: u32,
    /// The Slipway that wrote it.
    pub slipway: String,
    /// Of the ledger the rows are from.
    pub schema: usize,
    pub made_at: Moment,
    /// By table; one without rows is not there.
    pub parts: BTreeMap<String, Part>,
}

/// The rows of one table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    pub rows: u64,
    pub bytes: u64,
    /// Of the file in the zip, lower-case hex.
    pub sha256: String,
}

/// As much as is asked of a file of any version.
#[derive(Deserialize)]
pub(super) struct Heading {
    pub version: u32,
    pub slipway: String,
    pub schema: usize,
}
