//! A desk at which a restore is gone through, with everything it is given in the test's hand.

mod files;
mod links;
mod story;

use super::*;
use crate::clock::{Clock, ManualClock};
use crate::desk::{HistoryFilter, KeepToken, Parts, seat};
use crate::job::{Job, JobState, Sink};
use crate::restore::sample::SampleDatabase;
use crate::restore::storage::Choices;
use crate::secret::{Keychain, LockableKeychain, Secret};
use crate::units::{Count, Moment};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;
use tokio::sync::watch;

/// Longer than anything here takes.
const LIMIT: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3_600);
const DAY: Duration = Duration::from_secs(24 * 3_600);

struct Bell(watch::Sender<u64>);

impl Sink for Bell {
    fn job_changed(&self, _: &Job) {
        self.0.send_modify(|rung| *rung += 1);
    }
}

pub(in crate::desk) struct Stage {
    pub desk: Desk,
    pub clock: ManualClock,
    pub keychain: Arc<LockableKeychain>,
    folder: TempDir,
    changes: watch::Receiver<u64>,
}

impl Stage {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let (clock, keychain) = (
            ManualClock::default(),
            Arc::new(LockableKeychain::default()),
        );
        let (desk, changes) = sit_down(&folder, &clock, &keychain);
        desk.0
            .ledger
            .save_project(&seat::project(None))
            .expect("a project");
        Self {
            desk,
            clock,
            keychain,
            folder,
            changes,
        }
    }

    /// Whether the keychain holds the links of that restore.
    pub fn holds_links(&self, id: &str) -> bool {
        let read = |part: &str| self.keychain.kept.read(&format!("sas:{id}:{part}"));
        let [database, storage] = ["database", "storage"].map(|part| read(part).expect("reads"));
        assert_eq!(database.is_some(), storage.is_some(), "both or none");
        database.is_some()
    }

    /// Quits Slipway and comes back to what is on the disk and in the keychain.
    pub fn come_back(&mut self) {
        self.desk.close();
        (self.desk, self.changes) = sit_down(&self.folder, &self.clock, &self.keychain);
    }

    pub fn begin(&self, env: &str) -> RestoreView {
        let begun = self.desk.begin_restore("p", &EnvKey(env.into()));
        begun.expect("it begins")
    }

    /// A restore with a way back and a session in the Portal.
    pub fn created(&self) -> String {
        let id = self.begin("qa").session.id;
        let now = self.desk.now();
        self.tell(
            &id,
            RestoreEvent::RestorePointMade {
                name: "Before".into(),
                made_at: now,
            },
        );
        self.tell(&id, RestoreEvent::SessionCreated { at: now });
        id
    }

    /// The same with both links, the database and the files looked at.
    pub async fn ready(&self) -> String {
        let id = self.created();
        let text = format!(
            "{}\n{}",
            self.link("database-7f21"),
            self.link("storage-7f21")
        );
        assert!(matches!(
            self.paste(&id, &text).await,
            LinksTaken::Taken { .. }
        ));
        self.check(&id, &self.database("31.6.2")).await;
        self.look(
            &id,
            &self.files(&["default/assets/a.jpg"]),
            Choices::default(),
        )
        .await;
        id
    }

    pub fn tell(&self, id: &str, told: RestoreEvent) -> RestoreView {
        let taken = self.desk.restore_event(id, told);
        taken.expect("it is taken")
    }

    pub fn view(&self, id: &str) -> RestoreView {
        self.desk.restore(id).expect("a restore")
    }

    pub async fn paste(&self, id: &str, text: &str) -> LinksTaken {
        let taken = self.desk.take_links(id, text.to_owned(), false);
        taken.await.expect("an answer")
    }

    /// A link that ends in five days.
    pub fn link(&self, container: &str) -> String {
        let end = self.clock.now().0 + 5 * DAY;
        let signature = signature(container, &end.to_string());
        format!(
            "https://kxp.blob.core.windows.net/{container}?sv=2024-11-04&se={end:.0}&sr=c&sp=rwl&spr=https&sig={signature}"
        )
    }

    pub fn database(&self, version: &str) -> PathBuf {
        let path = self.folder.path().join("goat.bacpac");
        let sample = SampleDatabase::new().version(version);
        sample.write(&path).expect("a database");
        path
    }

    pub fn files(&self, names: &[&str]) -> PathBuf {
        let root = self.folder.path().join("files");
        for name in names {
            write(&root.join(name), name);
        }
        root
    }

    pub async fn check(&self, id: &str, path: &Path) -> Job {
        let file = self.desk.take_in(&[path.to_owned()]).expect("taken in");
        let job = self.desk.check_database(id, &file.handle);
        self.ended(&job.expect("it starts").id).await
    }

    pub async fn look(&self, id: &str, folder: &Path, choices: Choices) -> Job {
        let folder = self.desk.take_in_folder(folder).expect("taken in");
        self.look_by(id, &folder.handle, choices).await
    }

    pub async fn look_by(&self, id: &str, handle: &str, choices: Choices) -> Job {
        let job = self.desk.look_at_storage(id, handle, choices);
        self.ended(&job.expect("it starts").id).await
    }

    pub fn history(&self) -> Vec<String> {
        let page = self.desk.history(&HistoryFilter::default());
        let entries = page.expect("the history").entries;
        entries.into_iter().map(|entry| entry.kind).collect()
    }

    async fn ended(&self, id: &str) -> Job {
        let mut changes = self.changes.clone();
        let waiting = async {
            loop {
                changes.mark_unchanged();
                let job = self.desk.job(id).expect("a job");
                if job.state.has_ended() {
                    return job;
                }
                changes.changed().await.expect("the desk is there");
            }
        };
        let ended = tokio::time::timeout(LIMIT, waiting).await;
        ended.expect("it ends in time")
    }
}

pub(super) fn write(path: &Path, text: &str) {
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
    std::fs::write(path, text).expect("a file");
}

pub(in crate::desk) fn code<T: std::fmt::Debug>(refused: Result<T, Fault>) -> String {
    refused.expect_err("it is refused").code
}

/// A signature of its own for each link: 32 bytes in Base64, encoded for an address.
fn signature(container: &str, end: &str) -> String {
    use base64::Engine;
    use sha2::Digest;
    let bytes = sha2::Sha256::digest(format!("{container} {end}"));
    let text = base64::prelude::BASE64_STANDARD.encode(bytes);
    text.replace('+', "%2B")
        .replace('/', "%2F")
        .replace('=', "%3D")
}

fn sit_down(
    folder: &TempDir,
    clock: &ManualClock,
    keychain: &Arc<LockableKeychain>,
) -> (Desk, watch::Receiver<u64>) {
    let (bell, changes) = watch::channel(0);
    let desk = Desk::new(Parts {
        clock: Arc::new(clock.clone()),
        keychain: keychain.clone(),
        ..seat::parts(folder.path(), Arc::new(Bell(bell))).expect("a ledger")
    });
    (desk.expect("a desk"), changes)
}
