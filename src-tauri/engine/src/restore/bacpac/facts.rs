//! What was learned about a database file.

use crate::package::{FileStamp, Finding, Verdict};
use crate::units::{Bytes, Count, Moment};
use serde::{Deserialize, Serialize};

/// The answer to "may this file be restored?", as far as the file alone can tell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct DatabaseCheck {
    pub facts: DatabaseFacts,
    /// Blockers first, then warnings, then notes.
    pub findings: Vec<Finding>,
    pub verdict: Verdict,
}

/// What the file is, as far as it could be read. A missing value means it was not found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct DatabaseFacts {
    pub file_name: String,
    pub size: Bytes,
    /// The file as it was looked at, so that a later change is noticed (promise 6).
    #[serde(skip)]
    #[cfg_attr(feature = "bindings", specta(skip))]
    pub stamp: Option<FileStamp>,
    /// Every entry was read and its checksum compared.
    pub read_whole: bool,
    pub entries: Count,
    /// All entries once unpacked, as claimed.
    pub unpacked: Bytes,
    /// Name from `DacMetadata.xml`.
    pub database_name: Option<String>,
    /// Version of the program that exported it, e.g. `16.0.6282.0`.
    pub exporter: Option<String>,
    pub exported_at: Option<Moment>,
    /// First line of what the server said it was.
    pub server: Option<String>,
    /// Size of the database it was exported from.
    pub source_size: Option<Bytes>,
    pub collation: Option<String>,
    pub tables: Count,
    /// Rows of all tables, as `Origin.xml` says.
    pub rows_told: Option<Count>,
    /// Rows of all tables as counted; none before every entry was read, or where a table could
    /// not be read as rows.
    pub rows_counted: Option<Count>,
    /// Tables by unpacked bytes, biggest first, at most 20.
    pub biggest: Vec<TableSize>,
    /// Names of users without a login on the server (facts 3.7), at most 20.
    pub contained_users: Vec<String>,
    pub version: VersionRead,
    /// Domains of website channels, at most 50.
    pub domains: Vec<Domain>,
}

/// What one table takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct TableSize {
    /// `dbo.CMS_SettingsKey`
    pub name: String,
    pub bytes: Bytes,
    /// In the file.
    pub packed: Bytes,
    /// None before every entry was read, or where its rows could not be read.
    pub rows: Option<Count>,
}

/// A website channel's domain.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Domain {
    pub domain: String,
}

/// The Xperience version the database says it has, or why it could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "state")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum VersionRead {
    /// `CMSDBVersion` of `CMS_SettingsKey`.
    Read { version: String },
    NotRead {
        reason: VersionNotRead,
        /// For the developer: the column type, the entry or the value it stopped at.
        detail: Option<String>,
    },
}

/// Why there is no version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum VersionNotRead {
    /// The file could not be read that far.
    FileNotRead,
    /// No table of settings.
    NoSettings,
    /// The table has no rows in the file.
    NoRows,
    /// The table lacks the column for name or value.
    ColumnMissing,
    /// A column has a type whose bytes are not known.
    TypeUnknown,
    /// The rows do not read as the columns say.
    RowsUnreadable,
    /// The rows can be read in two ways that tell different versions.
    Ambiguous,
    /// No row with that name.
    SettingMissing,
    /// What stands there is no version.
    NotAVersion,
}

impl DatabaseCheck {
    /// Whether the file could not even be opened as an archive, so that nothing is known of it.
    pub fn is_unreadable(&self) -> bool {
        self.facts.entries.0 == 0
    }
}

impl VersionRead {
    pub(super) fn not_read(reason: VersionNotRead) -> Self {
        Self::NotRead {
            reason,
            detail: None,
        }
    }

    pub fn version(&self) -> Option<&str> {
        match self {
            Self::Read { version } => Some(version),
            Self::NotRead { .. } => None,
        }
    }
}
