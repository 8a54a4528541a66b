//! A line of a readiness review.

use crate::units::{Bytes, Moment};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Item {
    pub id: String,
    /// A line of the catalog: `release.item.<code>.title` and `.why`.
    pub code: Option<String>,
    /// What people wrote themselves.
    pub text: Option<String>,
    pub source: ItemSource,
    pub required: bool,
    pub owner: Option<String>,
    pub due: Option<Moment>,
    pub evidence: Vec<ItemEvidence>,
    pub state: ItemState,
}

impl Item {
    /// Known by the id of the action it comes from.
    pub fn is_lesson(&self) -> bool {
        self.source == ItemSource::Lesson
    }
}

/// Where a line comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum ItemSource {
    /// The planning checklist and checkpoints of the deployment process.
    Document,
    /// A rule of Xperience Portal.
    Portal,
    Own,
    /// An action of an earlier release's retrospective.
    Lesson,
}

/// What shows that a line is settled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum ItemEvidence {
    Link {
        address: String,
    },
    Note {
        text: String,
    },
    /// A file elsewhere, by what it was then.
    File {
        name: String,
        sha256: String,
        bytes: Bytes,
    },
}

/// Where a line stands. `ground` is what it rested on: on other ground it is stale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "state")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum ItemState {
    Open,
    Done {
        by: String,
        at: Moment,
        ground: String,
    },
    Waived {
        by: String,
        reason: String,
        at: Moment,
        ground: String,
    },
}
