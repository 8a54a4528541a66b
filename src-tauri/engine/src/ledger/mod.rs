//! What Slipway remembers: one SQLite file, and the only place that knows SQL.
//!
//! Rows come and go as the engine's own types; no query leaves this folder. What the user typed or
//! a server said is masked where it holds a secret that is in memory (promise 22).

mod beside;
mod chain;
mod column;
mod entries;
mod export;
mod figures;
mod jobs;
mod luggage;
mod measure;
mod opening;
mod packages;
mod papers;
mod placements;
mod preferences;
mod projects;
mod releases;
mod restore_parts;
mod restores;
mod row;
mod seal;
mod trouble;
mod watch;

pub use beside::set_aside;
pub use entries::EntryDraft;
pub use figures::LedgerFigures;
pub use jobs::Started;
#[cfg(test)]
pub(crate) use luggage::origin_holds;
pub use luggage::{Arriving, Merged};
pub(crate) use luggage::{FIRST_SCHEMA, SCHEMA};
pub use measure::{Baseline, KeptMonitor};
pub use packages::InspectedFile;
pub use preferences::TokenNote;
pub use releases::KeptRelease;
pub use restore_parts::{KeptDatabase, KeptStorage, RestoreNotes};
pub use restores::KeptRestore;

use crate::fault::Fault;
use rusqlite::{Connection, Transaction, TransactionBehavior};
use seal::SealPlace;
use std::path::Path;
use std::sync::{Mutex, MutexGuard};

/// The ledger of this computer's user. Every call blocks for as long as the disk takes.
///
/// Writes are on the disk when a call returns (`synchronous=FULL`): a confirmation or an audit line
/// that a power cut takes back would break a promise. Progress and samples are the exception; they
/// survive a crash of Slipway, but may lose their last second to a power cut.
pub struct Ledger {
    connection: Mutex<Connection>,
    /// How far the chain of entries was verified, see [`chain`].
    verified: Mutex<Option<chain::Verified>>,
    seal: SealPlace,
}

impl Ledger {
    /// Opens the ledger at `path`, or makes one there if there is no file.
    ///
    /// A file that cannot be used is left as it is. Faults, each with the `file`: `ledger-newer`
    /// (written by a later version), `ledger-locked` (in use), `ledger-read-only`,
    /// `ledger-disk-full`, `ledger-not-reached` (the disk does not give it); and those that leave
    /// nothing but to [set it aside](set_aside): `ledger-damaged`, `ledger-foreign` (of something
    /// else), `ledger-empty`, `ledger-no-file` (a folder).
    pub fn open(path: &Path) -> Result<Self, Fault> {
        let connection = opening::open(path, opening::PATIENCE)?;
        let ledger = Self::over(connection, SealPlace::of(path));
        ledger.seal_if_new()?;
        Ok(ledger)
    }

    /// A ledger that is gone when it is dropped.
    pub fn in_memory() -> Result<Self, Fault> {
        opening::in_memory().map(|it| Self::over(it, SealPlace::NOWHERE))
    }

    fn over(connection: Connection, seal: SealPlace) -> Self {
        Self {
            connection: Mutex::new(connection),
            verified: Mutex::new(None),
            seal,
        }
    }

    /// Runs questions that see one state of the ledger.
    fn read<T>(&self, body: impl FnOnce(&Transaction<'_>) -> Result<T, Fault>) -> Result<T, Fault> {
        let mut connection = self.connection();
        let transaction = connection.transaction()?;
        body(&transaction)
    }

    /// Runs changes that happen together or not at all, and are on the disk afterwards.
    fn write<T>(
        &self,
        body: impl FnOnce(&Transaction<'_>) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        change(&mut self.connection(), body)
    }

    /// As [`Self::write`], without waiting for the disk: for what comes often and matters little.
    fn write_soon<T>(
        &self,
        body: impl FnOnce(&Transaction<'_>) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        let mut connection = self.connection();
        connection.pragma_update(None, "synchronous", "NORMAL")?;
        let outcome = change(&mut connection, body);
        connection.pragma_update(None, "synchronous", "FULL")?;
        outcome
    }

    /// A panic while the connection was held rolled its transaction back, so it is usable again.
    pub(crate) fn connection(&self) -> MutexGuard<'_, Connection> {
        self.connection
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

fn change<T>(
    connection: &mut Connection,
    body: impl FnOnce(&Transaction<'_>) -> Result<T, Fault>,
) -> Result<T, Fault> {
    // Immediate, because a transaction that first reads and then writes can be refused midway.
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let done = body(&transaction)?;
    transaction.commit()?;
    Ok(done)
}

#[cfg(test)]
pub(crate) mod tests;
