//! The desk of a real user: a folder on disk, the system's keychain and clock, the network.

use super::{Desk, Parts};
use crate::awake::ThisComputer;
use crate::clock::SystemClock;
use crate::fault::Fault;
use crate::job::Sink;
use crate::ledger::Ledger;
use crate::package::project_folder::Surroundings;
use crate::portal::{self, RetryPolicy};
use crate::release::WatchPolicy;
use crate::secret::OsKeychain;
use std::path::Path;
use std::sync::Arc;

/// The ledger's file in Slipway's data folder.
pub const LEDGER_FILE: &str = "slipway.db";
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
        let (ledger, ledger_fault) = match Ledger::open(&folder.join(LEDGER_FILE)) {
            Ok(ledger) => (ledger, None),
            Err(fault) => (Ledger::in_memory()?, Some(fault)),
        };
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
        })
    }
}

/// Of whoever uses this computer; empty where the system does not tell.
fn system_user() -> String {
    whoami::username().unwrap_or_default()
}
