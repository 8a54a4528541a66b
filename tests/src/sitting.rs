//! Sitting down at a desk in a test: everything real, on a folder of its own.

use slipway_engine::awake::ThisComputer;
use slipway_engine::clock::SystemClock;
use slipway_engine::desk::{Desk, Parts};
use slipway_engine::fault::Fault;
use slipway_engine::job::{Job, Sink};
use slipway_engine::ledger::Ledger;
use slipway_engine::package::project_folder::Surroundings;
use slipway_engine::portal::{self, RetryPolicy};
use slipway_engine::release::WatchPolicy;
use slipway_engine::release::domains::NameServers;
use slipway_engine::secret::SessionKeychain;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

/// What a desk on this folder is given, each policy as shipped; a test puts something else where it
/// wants. Faults: those of the ledger.
pub fn parts(folder: &Path, sink: Arc<dyn Sink>) -> Result<Parts, Fault> {
    Ok(Parts {
        ledger: Arc::new(Ledger::open(&folder.join("slipway.db"))?),
        ledger_fault: None,
        keychain: Arc::new(SessionKeychain::default()),
        http: portal::client(None)?,
        clock: Arc::new(SystemClock::new()),
        sink,
        runtime: tokio::runtime::Handle::current(),
        person: "Petra Novak".into(),
        retries: RetryPolicy::default(),
        watching: WatchPolicy::default(),
        surroundings: Surroundings::default(),
        work_folder: folder.join("work"),
        restore_folder: folder.join("restores"),
        awake: Arc::new(ThisComputer),
        name_servers: NameServers::System,
    })
}

/// Retries that nobody has to wait for.
pub fn quick_retries() -> RetryPolicy {
    RetryPolicy {
        longest_wait: Duration::from_millis(50),
        ..RetryPolicy::default()
    }
}

/// Rings when a job changes.
pub struct Bell(watch::Sender<u64>);

/// Hears the bell.
#[derive(Clone)]
pub struct Changes(watch::Receiver<u64>);

pub fn bell() -> (Bell, Changes) {
    let (bell, changes) = watch::channel(0);
    (Bell(bell), Changes(changes))
}

impl Sink for Bell {
    fn job_changed(&self, _: &Job) {
        self.0.send_modify(|n| *n += 1);
    }
}

impl Changes {
    /// Waits for a job to be as wanted, woken by its changes.
    ///
    /// # Panics
    /// If it is not within `limit`: it says where the job stands.
    pub async fn until(
        &self,
        desk: &Desk,
        job: &str,
        limit: Duration,
        wanted: impl Fn(&Job) -> bool,
    ) -> Job {
        match self.within(desk, job, limit, wanted).await {
            Some(job) => job,
            None => panic!("it did not get there: {:?}", desk.job(job)),
        }
    }

    /// The same for something that need not come. None if it is not as wanted within `limit`.
    pub async fn within(
        &self,
        desk: &Desk,
        job: &str,
        limit: Duration,
        wanted: impl Fn(&Job) -> bool,
    ) -> Option<Job> {
        let mut changes = self.0.clone();
        let waiting = async {
            loop {
                changes.mark_unchanged();
                let job = desk.job(job).expect("a job");
                if wanted(&job) {
                    return job;
                }
                changes.changed().await.expect("the desk is there");
            }
        };
        tokio::time::timeout(limit, waiting).await.ok()
    }
}
