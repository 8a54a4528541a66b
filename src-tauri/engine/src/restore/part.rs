//! What a restore is made of.

use serde::{Deserialize, Serialize};

/// One of the two parts of a restore.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum PartName {
    Database,
    Storage,
}

impl PartName {
    /// As it is written everywhere.
    pub fn word(self) -> &'static str {
        match self {
            Self::Database => "database",
            Self::Storage => "storage",
        }
    }

    pub fn other(self) -> Self {
        match self {
            Self::Database => Self::Storage,
            Self::Storage => Self::Database,
        }
    }

    /// What a container is for, where its name leaves no doubt.
    pub fn told_by(container: &str) -> Option<Self> {
        let says = |words: &[&str]| {
            let mut parts = container.split(['-', '_']);
            parts.any(|part| words.contains(&part.to_ascii_lowercase().as_str()))
        };
        let database = says(&["database", "db", "sql", "bacpac"]);
        let storage = says(&["storage", "files", "file", "assets", "media"]);
        match (database, storage) {
            (true, false) => Some(Self::Database),
            (false, true) => Some(Self::Storage),
            _ => None,
        }
    }
}
