//! What is in memory about restores, for as long as Slipway runs.

use super::answers::{LinksSaved, There};
use super::tree::Tree;
use crate::blob::sas::SasLink;
use crate::units::Moment;
use jiff::SignedDuration;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};

/// Restores by id.
#[derive(Default)]
pub(in crate::desk) struct Restores {
    known: Mutex<HashMap<String, Known>>,
    /// Held while a session is read, changed and written back.
    changing: Mutex<()>,
    /// Held while what was looked at takes the place of what was looked at before.
    keeping: Mutex<()>,
}

#[derive(Default)]
pub(super) struct Known {
    pub links: Option<HeldLinks>,
    pub asked: Option<AskedPair>,
    /// A link that waits for the other one.
    pub half: Option<SasLink>,
    pub there: Option<There>,
    /// This computer's clock against the service's; positive means ahead.
    pub ahead: Option<SignedDuration>,
    pub tree: Option<Arc<Tree>>,
}

/// The two links of a restore.
#[derive(Debug, Clone)]
pub(super) struct HeldLinks {
    pub database: SasLink,
    pub storage: SasLink,
    pub saved: LinksSaved,
}

impl HeldLinks {
    pub fn same_places(&self, other: &Self) -> bool {
        self.database.same_place(&other.database) && self.storage.same_place(&other.storage)
    }
}

/// Two links of which nobody knows yet which is the database's.
#[derive(Debug, Clone)]
pub(super) struct AskedPair {
    pub id: String,
    pub first: SasLink,
    pub second: SasLink,
}

impl Restores {
    /// What is known of a restore, to be read or changed. Short: everybody waits.
    pub(super) fn of<T>(&self, id: &str, look: impl FnOnce(&mut Known) -> T) -> T {
        let mut known = lock(&self.known);
        look(known.entry(id.to_owned()).or_default())
    }

    pub(super) fn forget(&self, id: &str) {
        lock(&self.known).remove(id);
    }

    /// Nobody else of this process changes a session until the guard is dropped.
    pub(super) fn changing(&self) -> MutexGuard<'_, ()> {
        lock(&self.changing)
    }

    /// Of two looks at the same, the one that was asked for last is kept: whoever holds the guard
    /// asks whether it is still wanted.
    pub(super) fn keeping(&self) -> MutexGuard<'_, ()> {
        lock(&self.keeping)
    }

    /// The service's own time, if it was heard.
    pub(super) fn service_time(&self, id: &str, now: Moment) -> Option<Moment> {
        let ahead = self.of(id, |known| known.ahead)?;
        now.0.checked_sub(ahead).ok().map(Moment)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex
        .lock()
        .unwrap_or_else(|poisoned| poisoned.into_inner())
}
