//! What is told about a house.

use crate::units::{Bytes, Count, Moment};
use serde::{Deserialize, Serialize};

/// A house that was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct HouseWritten {
    /// For showing it in its folder.
    pub handle: String,
    pub file_name: String,
    pub size: Bytes,
    pub projects: Count,
    pub releases: Count,
    /// Lines of the history.
    pub entries: Count,
}

/// What is in a house, and what taking it in would do here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct HousePreview {
    pub file_name: String,
    pub made_at: Moment,
    /// Version of the Slipway that wrote it.
    pub slipway: String,
    pub projects: Vec<HouseProject>,
    pub history: HouseHistory,
    /// Tables with at least one row in the house.
    pub parts: Vec<HousePart>,
    pub adds_something: bool,
    /// To be given back when it is taken in: tells this house from any other.
    pub print: String,
}

/// A project in a house. What is here stays as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct HouseProject {
    pub name: String,
    /// Address of its Portal, to which a token will go.
    pub portal: String,
    pub environments: Count,
    /// It is here already.
    pub known: bool,
    /// It is here, and set up otherwise.
    pub differs: bool,
    /// Name of a project here that was connected to the same address by hand.
    pub twin: Option<String>,
}

/// The history in a house.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct HouseHistory {
    pub entries: Count,
    pub new: Count,
    /// It becomes the history here as it is, because there is none yet. Otherwise its lines are
    /// added after those that are here, each with where it stood.
    pub becomes_whole: bool,
}

/// The rows of one table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct HousePart {
    /// Name of the table; the catalog has `moving.part.<part>`.
    pub part: String,
    pub new: Count,
    pub same: Count,
    /// Here under the same name and said otherwise: what is here stays.
    pub differs: Count,
}

/// What was taken in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct HouseTaken {
    pub parts: Vec<HousePart>,
    /// Names of the projects that came: their tokens stayed behind.
    pub without_token: Vec<String>,
}
