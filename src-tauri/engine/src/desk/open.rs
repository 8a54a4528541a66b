//! The desk of a real user: a folder on disk, the system's keychain and clock, the network.

use super::files::shown_name;
use super::{Desk, Parts};
use crate::awake::ThisComputer;
use crate::clock::{Clock, SystemClock};
use crate::fault::{Fault, NextStep};
use crate::job::Sink;
use crate::ledger::{self, EntryDraft, Ledger};
use crate::package::project_folder::Surroundings;
use crate::portal::{self, RetryPolicy};
use crate::release::WatchPolicy;
use crate::release::domains::NameServers;
use crate::secret::OsKeychain;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The ledger's file in Slipway's data folder.
const LEDGER_FILE: &str = "slipway.db";
/// The folder there for what is made on the way to a package.
const WORK: &str = "work";
/// The folder there for what is needed to go on with a custom restore.
const RESTORES: &str = "restores";

impl Desk {
    /// Opens what is remembered in `folder`. A ledger that cannot be opened is left as it is: the
    /// desk then works without memory, and `ledger_fault` of the start state says so.
    pub fn open(
        folder: &Path,
        sink: Arc<dyn Sink>,
        runtime: tokio::runtime::Handle,
    ) -> Result<Self, Fault> {
        let (ledger, ledger_fault) = match Ledger::open(&ledger_in(folder)) {
            Ok(ledger) => (ledger, None),
            Err(fault) => (Ledger::in_memory()?, Some(fault)),
        };
        Self::over(folder, ledger, ledger_fault, sink, runtime)
    }

    /// Keeps a ledger that is of no use under another name beside its place, and begins a new one,
    /// whose first line says so. One that can be opened after all is opened.
    ///
    /// Faults: `ledger-not-set-aside`, and those of opening where setting it aside is no way out.
    pub fn open_anew(
        folder: &Path,
        sink: Arc<dyn Sink>,
        runtime: tokio::runtime::Handle,
    ) -> Result<Self, Fault> {
        let path = ledger_in(folder);
        let because = match Ledger::open(&path) {
            Ok(ledger) => return Self::over(folder, ledger, None, sink, runtime),
            Err(fault) if fault.action != NextStep::SetAside => return Err(fault),
            Err(fault) => fault.code,
        };
        let aside = ledger::set_aside(&path, SystemClock::new().now())?;
        let desk = Self::over(folder, Ledger::open(&path)?, None, sink, runtime)?;
        desk.write_entry(
            EntryDraft::new("history-set-aside")
                .param("file_name", shown_name(&aside))
                .param("code", because),
        )?;
        Ok(desk)
    }

    fn over(
        folder: &Path,
        ledger: Ledger,
        ledger_fault: Option<Fault>,
        sink: Arc<dyn Sink>,
        runtime: tokio::runtime::Handle,
    ) -> Result<Self, Fault> {
        Self::new(Parts {
            ledger: Arc::new(ledger),
            ledger_fault,
            keychain: Arc::new(OsKeychain::new()),
            http: portal::client(None)?,
            clock: Arc::new(SystemClock::new()),
            sink,
            runtime,
            person: system_user(),
            retries: RetryPolicy::default(),
            watching: WatchPolicy::default(),
            surroundings: Surroundings::of_this_computer(),
            work_folder: folder.join(WORK),
            restore_folder: folder.join(RESTORES),
            awake: Arc::new(ThisComputer),
            name_servers: NameServers::System,
        })
    }
}

/// The ledger in Slipway's data folder.
pub fn ledger_in(folder: &Path) -> PathBuf {
    folder.join(LEDGER_FILE)
}

/// Of whoever uses this computer; empty where the system does not tell.
pub fn system_user() -> String {
    whoami::username().unwrap_or_default()
}

#[cfg(test)]
mod tests;
