//! The shapes of the compare flow that cross to whoever asked.

use crate::desk::Placement;
use crate::package::{Comparison, FolderNode, ToFit};
use crate::project::EnvKey;
use serde::{Deserialize, Serialize};

/// What a package is compared with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "from")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum OldPackage {
    Package {
        package_id: String,
    },
    /// The one last seen in an environment.
    Environment {
        project_id: String,
        env: EnvKey,
    },
}

/// Two packages side by side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ComparisonView {
    pub old_package_id: String,
    pub package_id: String,
    /// How the old one is known to be in the environment that was asked about.
    pub placement: Option<Placement>,
    pub comparison: Comparison,
}

/// What a package is made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct PackageContents {
    pub root: FolderNode,
    /// What would bring it under the Portal's limit; none if it is under it.
    pub fit: Option<ToFit>,
}

/// How a release note is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum NoteFormat {
    Markdown,
    /// One page without anything beside it, that prints well.
    Html,
}
