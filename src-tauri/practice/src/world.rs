use crate::blob::StorageAccount;
use crate::facts::PracticeFacts;
use crate::faults::{Faults, SiteTrouble};
use crate::options::DatabaseVersion;
use crate::project::ProjectState;
use crate::seen::SeenLog;
use crate::state_file::StateFile;
use slipway_engine::clock::Clock;
use slipway_engine::project::EnvKey;
use slipway_engine::units::Moment;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::task::JoinSet;

/// What all servers of a practice world share.
pub(crate) struct World {
    pub facts: PracticeFacts,
    pub faults: Faults,
    pub seen: SeenLog,
    pub clock: Arc<dyn Clock>,
    pub storage: StorageAccount,
    /// Where uploads lie until they are understood.
    pub incoming: PathBuf,
    pub discard_uploads: bool,
    pub discard_blobs: bool,
    pub database_version: Option<DatabaseVersion>,
    pub site_latency: Duration,
    /// Set when the world stops, so that long reading ends early.
    pub stopping: AtomicBool,
    pub(crate) project: Arc<Mutex<ProjectState>>,
    pub(crate) store: Option<StateFile>,
    pub(crate) revision: AtomicU64,
    chores: Mutex<JoinSet<()>>,
}

/// The parts a world is put together from.
pub(crate) struct Parts {
    pub facts: PracticeFacts,
    pub project: ProjectState,
    pub store: Option<StateFile>,
    pub clock: Arc<dyn Clock>,
    pub storage: StorageAccount,
    pub incoming: PathBuf,
    pub discard_uploads: bool,
    pub discard_blobs: bool,
    pub database_version: Option<DatabaseVersion>,
    pub site_latency: Duration,
}

impl World {
    pub fn new(parts: Parts) -> Self {
        let project = Arc::new(Mutex::new(parts.project));
        Self {
            facts: parts.facts,
            faults: Faults::new(project.clone()),
            seen: SeenLog::default(),
            clock: parts.clock,
            storage: parts.storage,
            incoming: parts.incoming,
            discard_uploads: parts.discard_uploads,
            discard_blobs: parts.discard_blobs,
            database_version: parts.database_version,
            site_latency: parts.site_latency,
            stopping: AtomicBool::new(false),
            project,
            store: parts.store,
            revision: AtomicU64::new(0),
            chores: Mutex::default(),
        }
    }

    /// This world's time.
    pub fn now(&self) -> Moment {
        self.now_in(&self.project())
    }

    /// Looks at the project as it is now. Nothing has to happen in the background for that: what
    /// became due since the last look happens first, at its own moments.
    pub fn look<T>(&self, look: impl FnOnce(&ProjectState, Moment) -> T) -> T {
        let mut project = self.project();
        let now = self.now_in(&project);
        project.advance(now);
        look(&project, now)
    }

    /// Changes the project and returns once the change is on disk (where there is a disk).
    pub async fn act<T>(
        self: &Arc<Self>,
        change: impl FnOnce(&mut ProjectState, Moment) -> T,
    ) -> T {
        let (result, snapshot) = {
            let mut project = self.project();
            let now = self.now_in(&project);
            project.advance(now);
            let result = change(&mut project, now);
            // A change is visible at once, also to the clockwork.
            project.advance(now);
            (
                result,
                self.store
                    .is_some()
                    .then(|| (self.next_revision(), project.clone())),
            )
        };
        if let Some((revision, project)) = snapshot {
            let world = self.clone();
            let saved = tokio::task::spawn_blocking(move || world.save(revision, &project)).await;
            if let Err(fault) = saved {
                tracing::warn!(%fault, "the practice world could not be saved");
            }
        }
        result
    }

    /// What is wrong with an environment's site now: what was ordered for it, or else the flaw of
    /// the application that runs there.
    pub fn trouble_of(&self, env: &str) -> Option<SiteTrouble> {
        let ordered = self.faults.trouble_of(env);
        ordered.or_else(|| self.look(|project, now| project.flaw(&EnvKey(env.to_owned()), now)))
    }

    /// Saves the project as it is.
    pub fn save_now(&self) {
        let project = self.project();
        self.save(self.next_revision(), &project);
    }

    /// Something that has to be finished even if whoever asked for it has gone.
    pub fn chore(&self, chore: impl Future<Output = ()> + Send + 'static) {
        let mut chores = self.chores.lock().unwrap_or_else(PoisonError::into_inner);
        while chores.try_join_next().is_some() {}
        chores.spawn(chore);
    }

    pub async fn finish_chores(&self) {
        let chores =
            std::mem::take(&mut *self.chores.lock().unwrap_or_else(PoisonError::into_inner));
        chores.join_all().await;
    }

    fn save(&self, revision: u64, project: &ProjectState) {
        let Some(store) = &self.store else { return };
        if let Err(fault) = store.save(revision, project) {
            tracing::warn!(%fault, "the practice world could not be saved");
        }
    }

    fn now_in(&self, project: &ProjectState) -> Moment {
        let ahead = jiff::SignedDuration::from_millis(project.ahead_ms);
        let now = self
            .clock
            .now()
            .0
            .checked_add(ahead)
            .unwrap_or(jiff::Timestamp::MAX);
        Moment(now).max(project.latest)
    }

    fn next_revision(&self) -> u64 {
        self.revision.fetch_add(1, Ordering::Relaxed) + 1
    }

    fn project(&self) -> MutexGuard<'_, ProjectState> {
        self.project.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
