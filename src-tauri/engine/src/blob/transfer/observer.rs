//! What is heard of a transfer while it runs.

use crate::fault::Fault;
use crate::units::{Bytes, Count, Moment};
use serde::Serialize;

/// Hears how a transfer goes. Called from its own task, so it must be quick.
pub trait Observer: Send + Sync {
    /// At most ten times a second. What is done only grows and never exceeds its total (promise
    /// 20); a total shrinks by what is given up.
    fn progress(&self, progress: &Progress);
    /// What the transfer is doing has changed.
    fn doing(&self, doing: &Doing);
}

/// How far a transfer is: absolute numbers, those of earlier runs included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Progress {
    pub files_total: Count,
    /// Files that are over, whatever became of them.
    pub files_done: Count,
    pub bytes_total: Bytes,
    /// Bytes the service has acknowledged.
    pub bytes_done: Bytes,
    /// Bytes handed to connections whose requests are not answered yet.
    pub moving: Bytes,
    /// Bytes that went out in this run, those sent again included.
    pub sent: Bytes,
    /// How many requests may run at once now.
    pub at_once: Count,
}

/// What a transfer is doing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "doing")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum Doing {
    /// Reads the journal and asks which blocks are there.
    Preparing,
    Sending,
    Paused,
    /// A request stood still for too long and is made again (promise 12).
    Stalled,
    /// The service asks for less at once (promise 11).
    Throttled,
    /// The service cannot be reached; it is looked for again and again (promise 13).
    Offline {
        since: Moment,
        fault: Fault,
    },
    /// Another link is needed (promise 16): `fault` says why.
    NeedsLink {
        fault: Fault,
    },
    /// Reads back what was made.
    Verifying,
}

/// Hears nothing.
pub struct Silent;

impl Observer for Silent {
    fn progress(&self, _: &Progress) {}
    fn doing(&self, _: &Doing) {}
}
