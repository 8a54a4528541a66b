//! A desk that measures a small site of its own, with time in the test's hand.

mod arrival;
mod domains;
mod metrics;
mod probes;
mod site;
mod story;
mod verdict;

use super::*;
use crate::clock::ManualClock;
use crate::desk::{Desk, Parts, seat};
use crate::job::{Job, JobState, Sink};
use crate::project::{EnvKey, Project};
use crate::release::journey::Purpose;
use crate::secret::SessionKeychain;
use site::{Face, Site};
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;

const STAGE: &str = "production:prod";
const SECOND: Duration = Duration::from_secs(1);

struct Silent;

impl Sink for Silent {
    fn job_changed(&self, _: &Job) {}
}

pub(in crate::desk) struct Stage {
    pub desk: Desk,
    clock: ManualClock,
    site: Site,
    keychain: Arc<SessionKeychain>,
    folder: TempDir,
}

impl Stage {
    pub async fn new() -> Self {
        let site = Site::start().await;
        let (clock, keychain) = (ManualClock::default(), Arc::default());
        let folder = tempfile::tempdir().expect("a folder");
        let desk = sit_down(&folder, &clock, &keychain);
        let project = seat::project(Some(&site.origin()));
        desk.0.ledger.save_project(&project).expect("a project");
        Self {
            desk,
            clock,
            site,
            keychain,
            folder,
        }
    }

    /// Quits Slipway and comes back after a while.
    pub async fn come_back(&mut self, away: Duration) {
        self.desk.close();
        while self.clock.sleepers() > 1 {
            tokio::task::yield_now().await;
        }
        self.clock.advance(away);
        self.desk = sit_down(&self.folder, &self.clock, &self.keychain);
    }

    fn release(&self) -> String {
        let begun = self
            .desk
            .begin_release("p", Purpose::NewFeatures, "Spring", None);
        begun.expect("it begins").release.id
    }

    /// Lets time pass second by second, each only when nobody is at work any more.
    async fn seconds(&self, seconds: u64) {
        for _ in 0..seconds {
            self.quiet().await;
            self.clock.advance(SECOND);
        }
        self.quiet().await;
    }

    /// Lets time pass until a job has ended. Gives it.
    async fn end_of(&self, job: &Job, at_most: u64) -> Job {
        for _ in 0..at_most {
            let now = self.desk.job(&job.id).expect("a job");
            if now.state.has_ended() {
                return now;
            }
            self.seconds(1).await;
        }
        panic!("it did not end: {:?}", self.desk.job(&job.id));
    }

    /// Everything runs on one thread, so work that waits for nothing but the clock is two sleepers:
    /// whoever keeps the jobs' time, and the work. A look under way is one more.
    async fn quiet(&self) {
        let mut still = 0;
        while still < 5 {
            tokio::task::yield_now().await;
            let sleepers = self.clock.sleepers();
            let idle = || self.desk.0.ledger.open_jobs().expect("reads").is_empty();
            still = if sleepers == 2 || idle() {
                still + 1
            } else {
                0
            };
        }
    }

    fn phase(&self, job: &Job) -> String {
        self.desk.job(&job.id).expect("a job").phase
    }
}

fn sit_down(folder: &TempDir, clock: &ManualClock, keychain: &Arc<SessionKeychain>) -> Desk {
    let desk = Desk::new(Parts {
        clock: Arc::new(clock.clone()),
        keychain: keychain.clone(),
        ..seat::parts(folder.path(), Arc::new(Silent)).expect("a ledger")
    });
    desk.expect("a desk")
}
