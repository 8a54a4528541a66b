//! A desk that sits at a practice world: the engine with everything around it real, and short.

use crate::sitting::{Changes, bell, quick_retries};
use slipway_engine::clock::{Clock, SystemClock};
use slipway_engine::desk::seat::parts;
use slipway_engine::desk::{Desk, Entry, HistoryFilter, PackageView, Parts, UploadOrder};
use slipway_engine::fault::Fault;
use slipway_engine::job::{Job, JobKind, JobState};
use slipway_engine::package::project_folder::Surroundings;
use slipway_engine::package::sample::SamplePackage;
use slipway_engine::project::{EnvKey, Project};
use slipway_engine::release::WatchPolicy;
use slipway_engine::secret::SessionKeychain;
use slipway_practice::{PracticeOptions, PracticeWorld};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;

/// Longer than anything here takes, short enough for someone waiting for a broken test.
const LIMIT: Duration = Duration::from_secs(60);

pub struct Rehearsal {
    pub world: PracticeWorld,
    pub desk: Desk,
    pub project: Project,
    folder: TempDir,
    changes: Changes,
    seat: Seat,
}

/// What stays where it is while Slipway is closed and opened again.
struct Seat {
    surroundings: Surroundings,
    clock: Arc<dyn Clock>,
    watching: WatchPolicy,
    keychain: Arc<SessionKeychain>,
}

impl Rehearsal {
    pub async fn start() -> Self {
        Self::start_with(Surroundings::default()).await
    }

    /// On a computer where `dotnet` is looked for there.
    pub async fn start_with(surroundings: Surroundings) -> Self {
        let options = PracticeOptions {
            pace: 0.05,
            ..PracticeOptions::default()
        };
        let seat = Seat {
            surroundings,
            clock: Arc::new(SystemClock::new()),
            watching: quick_looks(),
            keychain: Arc::default(),
        };
        Self::begin(options, seat).await
    }

    /// With Slipway and the practice world on this clock; deployments take their usual time.
    pub async fn start_on(clock: Arc<dyn Clock>) -> Self {
        let options = PracticeOptions {
            clock: clock.clone(),
            ..PracticeOptions::default()
        };
        let seat = Seat {
            surroundings: Surroundings::default(),
            clock,
            watching: WatchPolicy::default(),
            keychain: Arc::default(),
        };
        Self::begin(options, seat).await
    }

    async fn begin(options: PracticeOptions, seat: Seat) -> Self {
        let world = PracticeWorld::start(options)
            .await
            .expect("the practice world starts");
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (desk, changes) = sit_down(&folder, &seat);
        let project = desk
            .keep_practice_project(
                world.facts().project("practice", world.now()),
                world.facts().token.into(),
            )
            .expect("a project");
        Self {
            world,
            desk,
            project,
            folder,
            changes,
            seat,
        }
    }

    /// Where Slipway keeps what it makes on the way to a package.
    pub fn work_folder(&self) -> PathBuf {
        self.folder.path().join("work")
    }

    /// Closes Slipway and opens it again on what is on the disk.
    pub fn restart(&mut self) {
        self.desk.close();
        (self.desk, self.changes) = sit_down(&self.folder, &self.seat);
        self.desk
            .keep_practice_project(self.project.clone(), self.world.facts().token.into())
            .expect("a project");
    }

    /// The same on a computer whose keychain was emptied meanwhile.
    pub fn restart_with_an_empty_keychain(&mut self) {
        self.seat.keychain = Arc::default();
        self.restart();
    }

    /// A package that is ready, inspected to the end.
    pub async fn inspected(&self, name: &str) -> PackageView {
        self.inspected_as(name, SamplePackage::new()).await
    }

    /// This package, inspected to the end.
    pub async fn inspected_as(&self, name: &str, package: SamplePackage) -> PackageView {
        let path = self.folder.path().join(name);
        package.write(&path).expect("a package");
        self.inspect(&path).await
    }

    /// The same with enough bytes to be caught in the middle of an upload.
    pub async fn inspected_large(&self, name: &str) -> PackageView {
        let path = self.folder.path().join(name);
        slipway_engine::package::sample::big(&path, 8_000_000, 200).expect("a package");
        self.inspect(&path).await
    }

    pub async fn inspect(&self, path: &Path) -> PackageView {
        let file = self
            .desk
            .take_in(&[PathBuf::from(path)])
            .expect("the file is taken in");
        let job = self
            .desk
            .inspect(&file.handle)
            .expect("the inspection starts");
        let job = self.ended(&job.id).await;
        assert_eq!(job.state, JobState::Succeeded);
        self.desk
            .package(&job.params["package_id"], None, None)
            .expect("the package")
    }

    pub fn order(&self, package_id: &str, env: &str) -> UploadOrder {
        let env = EnvKey(env.into());
        let terms = self
            .desk
            .upload_terms(package_id, &self.project.id, &env)
            .expect("terms");
        UploadOrder {
            package_id: package_id.to_owned(),
            project_id: self.project.id.clone(),
            env,
            confirmation_id: terms.confirmation_id,
            reason: None,
            typed_name: None,
            despite_blockers: false,
        }
    }

    pub async fn upload(&self, package_id: &str, env: &str) -> Result<Job, Fault> {
        self.desk.upload(self.order(package_id, env))
    }

    pub async fn ended(&self, job_id: &str) -> Job {
        self.until(job_id, |job| !job.state.is_under_way()).await
    }

    /// Waits for a job to be as wanted.
    pub async fn until(&self, job_id: &str, wanted: impl Fn(&Job) -> bool) -> Job {
        let changes = &self.changes;
        changes.until(&self.desk, job_id, LIMIT, wanted).await
    }

    /// The watch that follows an upload.
    pub async fn watch_of(&self, upload_job_id: &str) -> Job {
        let jobs = self.desk.jobs().expect("jobs");
        jobs.into_iter()
            .find(|job| {
                job.kind == JobKind::Watch
                    && job.params.get("upload_job").map(String::as_str) == Some(upload_job_id)
            })
            .expect("a watch follows an accepted upload")
    }

    /// How many uploads the Portal met.
    pub fn uploads_seen(&self) -> usize {
        self.world
            .requests()
            .iter()
            .filter(|r| r.path.starts_with("/api/deployment/upload/"))
            .count()
    }

    pub fn history(&self) -> Vec<Entry> {
        self.desk
            .history(&HistoryFilter::default())
            .expect("the history")
            .entries
    }

    pub fn history_kinds(&self) -> Vec<String> {
        self.history().into_iter().map(|entry| entry.kind).collect()
    }
}

fn sit_down(folder: &TempDir, seat: &Seat) -> (Desk, Changes) {
    let (bell, changes) = bell();
    let parts = parts(folder.path(), Arc::new(bell)).expect("a ledger");
    let desk = Desk::new(Parts {
        keychain: seat.keychain.clone(),
        clock: seat.clock.clone(),
        retries: quick_retries(),
        watching: seat.watching.clone(),
        surroundings: seat.surroundings.clone(),
        ..parts
    });
    (desk.expect("a desk"), changes)
}

/// Sites are looked at so often that a rehearsed deployment is not missed, however quick it is.
pub fn quick_looks() -> WatchPolicy {
    WatchPolicy {
        every: Duration::from_millis(20),
        steady_for: Duration::from_millis(100),
        ..WatchPolicy::default()
    }
}
