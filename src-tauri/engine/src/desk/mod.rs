//! The bodies of everything a window or a command line can ask for: one file per flow, no Tauri.
//!
//! Questions and quick actions are plain functions that may touch disk or keychain, so they are
//! called from a thread that may wait. Work that takes time is a [`crate::job`].

mod answers;
mod aside;
mod build;
mod compare;
mod files;
mod first_aid;
mod history;
mod home;
mod house;
mod measure;
mod network;
mod open;
mod packages;
mod papers;
mod projects;
mod readings;
mod release;
mod restore;
#[cfg(any(test, feature = "sample"))]
pub mod seat;
mod support;
mod tokens;
mod underway;
mod update;
mod upload;
mod watch;

pub use answers::*;
pub use build::*;
pub use compare::*;
pub(crate) use files::{export_whole, shown_name};
pub use house::*;
pub use measure::{MonitorView, ProbesSaved};
pub use network::{NetworkView, ProxyOrder};
pub use open::{ledger_in, system_user};
pub use release::*;
pub use restore::*;
pub use tokens::{keychain_fault, token_account_of};
pub use update::UpdatesView;

use crate::awake::StayAwake;
use crate::clock::Clock;
use crate::fault::{Fault, NextStep, Retry};
use crate::job::{Job, JobRun, JobState, Jobs, Sink};
use crate::ledger::{EntryDraft, Ledger};
use crate::network::WayOut;
use crate::package::project_folder::Surroundings;
use crate::portal::RetryPolicy;
use crate::project::{EnvKey, Environment, Project};
use crate::release::WatchPolicy;
use crate::release::domains::NameServers;
use crate::secret::{Keychain, SessionKeychain};
use crate::units::Moment;
use crate::update::Update;
use build::Outputs;
use compare::Comparisons;
use files::ChosenFiles;
use measure::Monitors;
use readings::Readings;
use release::Releases;
use restore::{Restores, Transfers};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use underway::Underway;
use watch::Unwatched;

/// Where a user of Slipway sits: what is remembered, what runs, and the way out to the network.
/// Cheap to clone; every clone is the same desk.
#[derive(Clone)]
pub struct Desk(Arc<Inner>);

/// Everything a desk is given, so that a test can give it something else.
pub struct Parts {
    pub ledger: Arc<Ledger>,
    /// Why the ledger on disk could not be opened, when `ledger` is one in memory instead.
    pub ledger_fault: Option<Fault>,
    pub keychain: Arc<dyn Keychain>,
    pub http: reqwest::Client,
    pub clock: Arc<dyn Clock>,
    /// Hears about every change of a job.
    pub sink: Arc<dyn Sink>,
    /// Where long work runs.
    pub runtime: tokio::runtime::Handle,
    /// The name written into the history until the user sets another.
    pub person: String,
    pub retries: RetryPolicy,
    pub watching: WatchPolicy,
    /// Where `dotnet` is looked for.
    pub surroundings: Surroundings,
    /// A folder of Slipway's own for what it makes on the way; left-overs in it are removed.
    pub work_folder: PathBuf,
    /// A folder of Slipway's own that stays: one folder in it for each custom restore.
    pub restore_folder: PathBuf,
    /// Keeps the computer awake during a transfer.
    pub awake: Arc<dyn StayAwake>,
    /// Who is asked for the records of a domain.
    pub name_servers: NameServers,
}

struct Inner {
    ledger: Arc<Ledger>,
    ledger_fault: Option<Fault>,
    jobs: Jobs,
    keychain: Arc<dyn Keychain>,
    session: SessionKeychain,
    way_out: Arc<WayOut>,
    /// The newer version found last, for as long as Slipway runs.
    update: Mutex<Option<Update>>,
    clock: Arc<dyn Clock>,
    chosen: ChosenFiles,
    found: first_aid::Found,
    runtime: tokio::runtime::Handle,
    person: String,
    retries: RetryPolicy,
    watching: WatchPolicy,
    surroundings: Surroundings,
    work_folder: PathBuf,
    restore_folder: PathBuf,
    outputs: Outputs,
    underway: Underway,
    comparisons: Comparisons,
    readings: Readings,
    releases: Releases,
    support: support::Shown,
    monitors: Monitors,
    restores: Restores,
    transfers: Transfers,
    awake: Arc<dyn StayAwake>,
    unwatched: Unwatched,
    name_servers: NameServers,
    /// Whether something happened that could not be written down.
    behind: AtomicBool,
}

impl Desk {
    /// Sits down. What the last session left open becomes *interrupted* before anybody can ask
    /// (promise 23).
    pub fn new(parts: Parts) -> Result<Self, Fault> {
        let cut_off = parts.ledger.interrupt_running(parts.clock.now())?;
        let jobs = Jobs::new(parts.ledger.clone(), parts.clock.clone(), parts.sink);
        parts.runtime.spawn(jobs.keep_time());
        let desk = Self(Arc::new(Inner {
            ledger: parts.ledger,
            ledger_fault: parts.ledger_fault,
            jobs,
            keychain: parts.keychain,
            session: SessionKeychain::default(),
            way_out: Arc::new(WayOut::new(parts.http)),
            update: Mutex::default(),
            clock: parts.clock,
            chosen: ChosenFiles::default(),
            found: first_aid::Found::default(),
            runtime: parts.runtime,
            person: parts.person,
            retries: parts.retries,
            watching: parts.watching,
            surroundings: parts.surroundings,
            work_folder: parts.work_folder,
            restore_folder: parts.restore_folder,
            outputs: Outputs::default(),
            underway: Underway::default(),
            comparisons: Comparisons::default(),
            readings: Readings::default(),
            releases: Releases::default(),
            support: support::Shown::default(),
            monitors: Monitors::default(),
            restores: Restores::default(),
            transfers: Transfers::default(),
            awake: parts.awake,
            unwatched: Unwatched::default(),
            name_servers: parts.name_servers,
            behind: AtomicBool::new(true),
        }));
        desk.take_own_proxy()?;
        desk.clear_work_folder();
        let accepted = desk.end_accepted()?;
        desk.catch_up();
        desk.note_cut_off(&cut_off)?;
        desk.0.unwatched.found(accepted);
        Ok(desk)
    }

    pub fn now(&self) -> Moment {
        self.0.clock.now()
    }

    /// Faults: `project-not-found`.
    pub fn project(&self, id: &str) -> Result<Project, Fault> {
        self.0
            .ledger
            .project(id)?
            .ok_or_else(|| Fault::new("project-not-found", Retry::Never, NextStep::None))
    }

    /// Faults: `environment-not-found`.
    fn environment<'p>(
        &self,
        project: &'p Project,
        key: &EnvKey,
    ) -> Result<&'p Environment, Fault> {
        project.environment(key).ok_or_else(|| {
            Fault::new("environment-not-found", Retry::Never, NextStep::EditProject)
                .with("environment", key)
        })
    }

    /// Writes an audit line in the user's name.
    fn write_entry(&self, draft: EntryDraft) -> Result<(), Fault> {
        let person = self.preferences()?.person;
        self.0
            .ledger
            .append(draft.person(person), self.0.clock.now())?;
        self.catch_up();
        Ok(())
    }

    /// Ends a job with the line of the history that tells of it: both are written, or neither.
    /// Faults: those of the ledger; the job has not ended then.
    fn end_with_line(
        &self,
        run: &JobRun,
        ending: JobState,
        line: EntryDraft,
    ) -> Result<Job, Fault> {
        let person = self.preferences()?.person;
        let job = run.finish_with(ending, line.person(person))?;
        self.catch_up();
        Ok(job)
    }

    /// Writes down what could not be written when it happened; the next line tries again.
    fn catch_up(&self) {
        let behind = self.0.behind.swap(false, Ordering::AcqRel);
        if behind && self.catch_up_with_accepted().is_err() {
            self.0.behind.store(true, Ordering::Release);
        }
    }
}
