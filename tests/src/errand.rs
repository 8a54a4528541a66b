//! What a person at Slipway is asked to do by a test that may kill Slipway meanwhile, and what is
//! heard from there: a line of JSON each, over standard input and output.

use serde::{Deserialize, Serialize};
use slipway_engine::project::Project;
use std::path::PathBuf;

/// Where the person sits; the first line they are given.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Seat {
    /// Slipway's data folder, which outlives a kill.
    pub folder: PathBuf,
    pub project: Project,
    pub token: String,
    /// Where the practice world answers whoever looks in the Portal and clicks there.
    pub control: String,
    /// When the clocks were last the same, in milliseconds since 1970.
    pub start_ms: i64,
    /// How much faster than the computer's the clocks are.
    pub speed: u32,
    /// How wrong the wall clock is from the beginning.
    pub wrong_ms: i64,
}

/// Everything is taken up where it was left, so the same errand may be given again after a kill.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "errand")]
pub enum Errand {
    /// Sends a package to QA until it is there. Each press of the button has a confirmation of its
    /// own, named after this one.
    Ship {
        package: PathBuf,
        confirmation: String,
    },
    /// Takes a package through QA and UAT to PROD and waits out the half hour there.
    Promote { package: PathBuf, name: String },
    /// Waits for every site that is watched.
    Watch,
    /// Carries a database and files into the containers of a custom restore until both are there.
    Restore {
        database: PathBuf,
        files: PathBuf,
        confirmation: String,
    },
    /// Ends the custom restore.
    Close,
}

/// What is heard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "said")]
pub enum Said {
    /// Slipway is open.
    Seated,
    /// A job came into another state or phase.
    Job {
        kind: String,
        state: String,
        phase: String,
    },
    /// The person did something.
    Did { what: String },
    /// An errand is done, or was given up with this fault.
    Ended {
        fault: Option<String>,
        /// Memory in use, where the system tells.
        resident_kib: Option<u64>,
    },
}
