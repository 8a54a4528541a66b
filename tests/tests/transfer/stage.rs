//! A desk with a restore that is ready to be transferred, beside a practice world.

use slipway_engine::awake::{Held, StayAwake};
use slipway_engine::desk::seat::parts;
use slipway_engine::desk::{
    Desk, Entry, HistoryFilter, IfExists, LinksTaken, Parts, RestoreEvent, RestoreView,
    TransferOrder,
};
use slipway_engine::fault::Fault;
use slipway_engine::job::{Job, JobState};
use slipway_engine::project::EnvKey;
use slipway_engine::restore::sample::SampleDatabase;
use slipway_engine::restore::storage::Choices;
use slipway_engine::secret::SessionKeychain;
use slipway_engine::units::Bytes;
use slipway_practice::{Effect, FaultRule, PracticeOptions, PracticeWorld, SeenRequest};
use slipway_tests::noise;
use slipway_tests::rehearsal::quick_looks;
use slipway_tests::sitting::{Changes, bell, quick_retries};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::Duration;
use tempfile::TempDir;

/// Longer than anything here takes, short enough for someone waiting for a broken test.
pub const LIMIT: Duration = Duration::from_secs(90);
/// Container, blob, and the block of one that came in several.
pub type Part = (String, String, Option<String>);
pub const MIB: usize = 1024 * 1024;

pub struct Stage {
    pub world: PracticeWorld,
    pub desk: Desk,
    pub folder: TempDir,
    pub restore: String,
    pub database: String,
    pub storage: String,
    pub awake: Arc<Wakefulness>,
    changes: Changes,
    keychain: Arc<SessionKeychain>,
}

/// Counts how often the computer was asked to stay awake, and is now.
#[derive(Default)]
pub struct Wakefulness {
    asked: AtomicU64,
    now: Arc<AtomicI64>,
}

struct Asleep(Arc<AtomicI64>);

impl Drop for Asleep {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

impl StayAwake for Wakefulness {
    fn hold(&self, told: Box<dyn FnOnce(Result<(), String>) + Send>) -> Held {
        self.asked.fetch_add(1, Ordering::SeqCst);
        self.now.fetch_add(1, Ordering::SeqCst);
        told(Err("this computer has no such thing".into()));
        Held::until(Asleep(self.now.clone()))
    }
}

impl Wakefulness {
    pub fn asked(&self) -> u64 {
        self.asked.load(Ordering::SeqCst)
    }

    pub fn is_held(&self) -> bool {
        self.now.load(Ordering::SeqCst) == 1
    }
}

impl Stage {
    /// A restore with links, and nothing chosen.
    pub async fn linked() -> Self {
        let world = PracticeWorld::start(PracticeOptions::default())
            .await
            .expect("a practice world");
        let folder = tempfile::tempdir().expect("a folder");
        let keychain = Arc::new(SessionKeychain::default());
        let awake = Arc::new(Wakefulness::default());
        let (desk, changes) = sit_down(folder.path(), &keychain, &awake);
        let project = world.facts().project("practice", world.now());
        desk.keep_practice_project(project.clone(), world.facts().token.into())
            .expect("a project");
        let session = world
            .custom_restore()
            .create_session()
            .await
            .expect("a session");
        let begun = desk
            .begin_restore(&project.id, &EnvKey("qa".into()))
            .expect("a restore");
        let stage = Self {
            world,
            desk,
            folder,
            restore: begun.session.id,
            database: session.database,
            storage: session.storage,
            awake,
            changes,
            keychain,
        };
        let now = stage.world.now();
        stage.tell(RestoreEvent::RestorePointMade {
            name: "Before".into(),
            made_at: now,
        });
        stage.tell(RestoreEvent::SessionCreated { at: now });
        stage.get_access().await;
        stage
            .desk
            .tell_target_version(&stage.restore, Some("31.6.2"))
            .expect("a version");
        stage
    }

    /// With a database of several blocks and these files chosen and looked at.
    pub async fn ready(files: &[(&str, usize)]) -> Self {
        let stage = Self::linked().await;
        stage.choose_database(9 * MIB).await;
        stage.choose_files(files).await;
        stage
    }

    pub fn tell(&self, event: RestoreEvent) {
        self.desk
            .restore_event(&self.restore, event)
            .expect("it is taken");
    }

    /// **Get access** in the Portal, and both links pasted.
    pub async fn get_access(&self) {
        let links = self.world.custom_restore().get_access(None).await;
        let links = links.expect("links");
        let text = format!("{}\n{}", links.database.reveal(), links.storage.reveal());
        let taken = self
            .desk
            .take_links(&self.restore, text, false)
            .await
            .expect("they can be used");
        assert!(matches!(taken, LinksTaken::Taken { .. }), "{taken:?}");
    }

    pub async fn choose_database(&self, bytes: usize) {
        let path = self.folder.path().join("export.bacpac");
        SampleDatabase::new()
            .file("more.bin", noise(bytes, 7))
            .write(&path)
            .expect("a database");
        let file = self.desk.take_in(&[path]).expect("a file");
        let job = self
            .desk
            .check_database(&self.restore, &file.handle)
            .expect("it is checked");
        assert_eq!(self.ended(&job.id).await.state, JobState::Succeeded);
    }

    pub fn files(&self) -> PathBuf {
        self.folder.path().join("files")
    }

    pub async fn choose_files(&self, files: &[(&str, usize)]) {
        for (number, (name, bytes)) in files.iter().enumerate() {
            let path = self.files().join(name);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("it is made");
            std::fs::write(path, noise(*bytes, number as u64 + 11)).expect("a file");
        }
        let folder = self.desk.take_in_folder(&self.files()).expect("a folder");
        let job = self
            .desk
            .look_at_storage(&self.restore, &folder.handle, Choices::default())
            .expect("it is looked at");
        assert_eq!(self.ended(&job.id).await.state, JobState::Succeeded);
    }

    pub fn order(&self) -> TransferOrder {
        TransferOrder {
            if_exists: IfExists::Refuse,
            limit: None,
            confirmation_id: uuid::Uuid::new_v4().to_string(),
        }
    }

    pub fn transfer(&self) -> Result<Job, Fault> {
        self.desk.transfer(&self.restore, &self.order())
    }

    pub fn view(&self) -> RestoreView {
        self.desk.restore(&self.restore).expect("a restore")
    }

    pub async fn ended(&self, job: &str) -> Job {
        self.until(job, |job| job.state.has_ended()).await
    }

    pub async fn until(&self, job: &str, wanted: impl Fn(&Job) -> bool) -> Job {
        self.changes.until(&self.desk, job, LIMIT, wanted).await
    }

    /// The storage reads each block slowly, so that a test is in time for something.
    pub fn slow_blocks(&self) {
        let slow = Effect::SlowReading {
            bytes_per_second: 4_000_000,
        };
        let rule = FaultRule::next_blob_request("PUT", "block", slow);
        self.world.faults().arm(rule.times(1_000));
    }

    /// Closes Slipway as a user does, and opens it again on what is on the disk.
    pub fn quit_and_open(&mut self) {
        self.desk.close();
        self.open(self.folder.path().to_owned());
    }

    /// Opens Slipway on another copy of what was on the disk.
    pub fn open(&mut self, folder: PathBuf) {
        (self.desk, self.changes) = sit_down(&folder, &self.keychain, &self.awake);
    }

    pub fn history(&self) -> Vec<Entry> {
        let history = self.desk.history(&HistoryFilter::default());
        history.expect("the history").entries
    }

    pub fn wrote(&self, kind: &str) -> bool {
        self.history().iter().any(|entry| entry.kind == kind)
    }

    /// Requests that brought content the storage took, by what they brought: blob and block.
    pub fn brought(&self) -> BTreeMap<Part, usize> {
        let mut brought = BTreeMap::new();
        for request in self.puts() {
            let Some(call) = request.blob else { continue };
            let taken = request.status == Some(201) && call.comp.as_deref() != Some("blocklist");
            if let (true, Some(blob)) = (taken, call.blob) {
                *brought
                    .entry((call.container, blob, call.block_id))
                    .or_default() += 1;
            }
        }
        brought
    }

    pub fn puts(&self) -> Vec<SeenRequest> {
        let seen = self.world.requests().into_iter();
        seen.filter(|request| request.method == "PUT").collect()
    }

    pub fn blobs(&self, container: &str) -> Vec<(String, Bytes)> {
        let blobs = self.world.storage().blobs(container).expect("a container");
        let mut blobs: Vec<_> = blobs.into_iter().map(|b| (b.name, b.size)).collect();
        blobs.sort();
        blobs
    }
}

fn sit_down(
    folder: &Path,
    keychain: &Arc<SessionKeychain>,
    awake: &Arc<Wakefulness>,
) -> (Desk, Changes) {
    let (bell, changes) = bell();
    let parts = parts(folder, Arc::new(bell)).expect("a ledger");
    let desk = Desk::new(Parts {
        keychain: keychain.clone(),
        retries: quick_retries(),
        watching: quick_looks(),
        awake: awake.clone(),
        ..parts
    });
    (desk.expect("a desk"), changes)
}

/// Everything in a folder, as a program that was killed would have left it.
pub fn copy_of(folder: &Path) -> TempDir {
    let copy = tempfile::tempdir().expect("a folder");
    copy_into(folder, copy.path());
    copy
}

fn copy_into(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).expect("it can be listed") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            std::fs::create_dir_all(&target).expect("a folder");
            copy_into(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).expect("a copy");
        }
    }
}

/// Every part came once: the blocks of the two large files, and the small one.
pub fn assert_nothing_twice(stage: &Stage) {
    let brought = stage.brought();
    assert_eq!(brought.len(), 5, "{brought:?}");
    assert!(brought.values().all(|times| *times == 1), "{brought:?}");
}
