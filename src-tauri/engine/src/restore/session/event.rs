//! What can happen to a session.

use super::parts::{DatabasePart, LinkNote, StoragePart};
use crate::package::Verdict;
use crate::project::EnvKey;
use crate::units::Moment;
use serde::{Deserialize, Serialize};

/// What the user told or Slipway did. Words in the Portal's order and terms (facts 3.7).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "event")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum Event {
    RestorePointMade {
        name: String,
        made_at: Moment,
    },
    /// Going on without a way back.
    RestorePointWaived {
        reason: String,
    },
    /// **Create session** was pressed at that time.
    SessionCreated {
        at: Moment,
    },
    /// **Get access** gave these links.
    AccessGot {
        database: LinkNote,
        storage: LinkNote,
    },
    DatabaseChosen {
        part: DatabasePart,
    },
    StorageChosen {
        part: StoragePart,
    },
    Checked {
        verdict: Verdict,
    },
    TransferBegun {
        job: String,
    },
    TransferDone {
        job: String,
        verified: bool,
    },
    /// It ended before everything was there; another one goes on from where it was.
    TransferEnded {
        job: String,
    },
    /// **Restore to environment** was confirmed with **Create**. With `again` the user knows that
    /// it was before.
    RestorePressed {
        env: EnvKey,
        again: bool,
    },
    /// What became of the restore that is under way there.
    RestoreSeen {
        env: EnvKey,
        works: bool,
    },
    /// **Close** was pressed.
    Closed,
    /// **Revoke access** was pressed.
    AccessRevoked,
}
