//! What was read in logs.

use crate::units::{Bytes, Count, Moment};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Logs that belong to a stage of a release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct LogReading {
    /// UUID.
    pub id: String,
    pub release_id: String,
    /// Id of the stage, `production:prod` for example.
    pub stage: String,
    /// Of the file that was chosen.
    pub file_name: String,
    /// Of the file that was chosen, lower-case hex.
    pub sha256: String,
    pub read_at: Moment,
    pub files: Vec<LogFile>,
    pub findings: Vec<LogFinding>,
    pub last_step: Option<LastStep>,
    /// Nothing in them has a known form; they are shown and no more.
    pub text_only: bool,
}

/// What logs say, wherever they belong.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LogContents {
    /// In the order of the archive.
    pub files: Vec<LogFile>,
    /// Causes first, then what followed from them.
    pub findings: Vec<LogFinding>,
    pub last_step: Option<LastStep>,
    pub text_only: bool,
}

/// One file of an archive, or the one that was chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct LogFile {
    /// With its folders, fit to be shown.
    pub name: String,
    pub bytes: Bytes,
    /// None are counted in what is not text.
    pub lines: Count,
    pub kind: LogFileKind,
}

/// Whether a file is read as a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum LogFileKind {
    Log,
    Other,
}

/// One thing the logs tell. The catalog words it: `release.log.<code>.title`, `.means`, `.todo`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct LogFinding {
    /// Stable, kebab-case.
    pub code: String,
    /// Values the text mentions, without secrets and personal data; `times` is how often it was
    /// found.
    pub params: BTreeMap<String, String>,
    /// The first places, each with its line.
    pub evidence: Vec<LogEvidence>,
}

/// A line as it stands in a log, without secrets and personal data, and not endless.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct LogEvidence {
    pub file: String,
    /// 1-based.
    pub line: u32,
    pub text: String,
}

/// How far the deployment got.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct LastStep {
    /// In the words of the log.
    pub name: String,
    /// The log says that all of it was done. Otherwise it stopped there, or the log ends there.
    pub finished: bool,
    pub line: u32,
    pub file: String,
}
