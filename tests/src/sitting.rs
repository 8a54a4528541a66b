//! Sitting down at a desk in a test: quick about it, and hearing of its jobs.

use slipway_engine::desk::Desk;
use slipway_engine::job::{Job, Sink};
use slipway_engine::portal::RetryPolicy;
use std::time::Duration;
use tokio::sync::watch;

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
