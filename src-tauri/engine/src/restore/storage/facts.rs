//! What a tree of files is and will be.

use crate::package::{Finding, Verdict};
use crate::units::{Bytes, Count, Moment};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What the user decided about a tree. Paths are as they are on disk, from the chosen folder, with
/// `/` between folders.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Choices {
    /// Everything goes into this container, instead of what was recognised.
    pub container: Option<String>,
    /// Files and folders that are not sent.
    pub leave_out: BTreeSet<String>,
    /// Files that get another name in their folder.
    pub rename: BTreeMap<String, String>,
    /// Names that storage may not keep as they are, such as one that ends with a dot, are sent all
    /// the same.
    pub keep_odd_names: bool,
    /// The file storage limit as the Dashboard shows it.
    pub limit: Option<Bytes>,
}

/// How top folders become containers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "how")]
// The window has other types of the short name.
#[serde(rename = "StoragePlacement")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum Placement {
    /// The folders below `folder` are containers (empty: below what was chosen).
    Containers { folder: String },
    /// What lies below `folder` goes into `container`.
    Into { folder: String, container: String },
    /// Not to be told by the names; asked for.
    Unclear,
}

/// The answer to "will these files be what the site expects?".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct StorageCheck {
    pub facts: StorageFacts,
    /// Blockers first, then warnings, then notes.
    pub findings: Vec<Finding>,
    pub verdict: Verdict,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct StorageFacts {
    /// Name of the folder or zip that was chosen.
    pub name: String,
    pub zipped: bool,
    pub placement: Placement,
    /// Files that will be sent.
    pub files: Count,
    pub bytes: Bytes,
    /// Files without content among them; they are sent too.
    pub empty: Count,
    /// Markers that keep a folder, named `$cmsfolder$`, among them.
    pub markers: Count,
    /// Files and folders whose name changes to lower case.
    pub renamed: Count,
    /// Left out by choice, or because the system made them.
    pub left_out: Count,
    /// By name.
    pub containers: Vec<Container>,
    pub largest: Bytes,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
// The window has other types of the short name.
#[serde(rename = "StorageContainer")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Container {
    pub name: String,
    pub files: Count,
    pub bytes: Bytes,
}

/// A file or folder that gets another name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct NameChange {
    /// Path on disk; ends with `/` for a folder.
    pub from: String,
    /// Its own name afterwards.
    pub to: String,
}

/// Files that would get the same name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Collision {
    /// The name of the first one in storage.
    pub blob: String,
    /// One alone collides with a folder.
    pub sources: Vec<CollisionSource>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct CollisionSource {
    /// Path on disk, from the chosen folder.
    pub path: String,
    pub bytes: Bytes,
    /// None inside a zip.
    pub modified: Option<Moment>,
}

/// A file or folder of the tree as it will be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
// The window has other types of the short name.
#[serde(rename = "TreeNode")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Node {
    pub name: String,
    pub is_folder: bool,
    /// Files in it, all the way down; 1 for a file.
    pub files: Count,
    pub bytes: Bytes,
}
