//! A practice world with a container, files to carry there, and an ear for how it goes.

use sha2::{Digest, Sha256};
use slipway_engine::blob::Item;
use slipway_engine::blob::sas::SasLink;
use slipway_engine::blob::transfer::{
    Control, Doing, Observer, Options, Progress, TransferReport, upload,
};
use slipway_engine::package::FileStamp;
use slipway_engine::units::Moment;
use slipway_practice::{LinkOrder, PracticeOptions, PracticeWorld, SeenRequest};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tempfile::TempDir;
use tokio::sync::watch;

pub const CONTAINER: &str = "box";
pub const MIB: usize = 1024 * 1024;
/// Longer than anything here takes, short enough for someone waiting for a broken test.
pub const LIMIT: Duration = Duration::from_secs(120);

pub struct Carrying {
    pub world: PracticeWorld,
    pub folder: TempDir,
    pub items: Vec<Item>,
    pub heard: Arc<Heard>,
}

impl Carrying {
    /// Files of these names and sizes, with content that looks drawn.
    pub async fn of(files: &[(&str, usize)]) -> Self {
        let mut carrying = Self::nothing().await;
        let file = |(number, (name, size)): (usize, &(&str, usize))| {
            let path = carrying.folder.path().join(number.to_string());
            std::fs::write(&path, drawn(number as u64, *size)).expect("a file");
            item(name, &path)
        };
        carrying.items = files.iter().enumerate().map(file).collect();
        carrying
    }

    /// A world and a folder, with nothing to carry yet.
    pub async fn nothing() -> Self {
        let world = PracticeWorld::start(PracticeOptions::default())
            .await
            .expect("a practice world");
        world.storage().create_container(CONTAINER);
        Self {
            world,
            folder: tempfile::tempdir().expect("a temporary folder"),
            items: Vec::new(),
            heard: Arc::default(),
        }
    }

    pub fn journal(&self) -> PathBuf {
        self.folder.path().join("journal")
    }

    pub fn options(&self) -> Options {
        let mut options = Options::new(self.journal(), None);
        // Waiting is not what is tested here.
        options.policy.first_wait = Duration::from_millis(20);
        options
    }

    pub fn link(&self) -> SasLink {
        let expires = Moment(self.world.now().0 + Duration::from_secs(24 * 60 * 60));
        let link = self
            .world
            .storage()
            .link(&LinkOrder::new(CONTAINER, expires));
        SasLink::parse(link.reveal()).expect("a link")
    }

    /// Carries everything, under one roof with the test's patience.
    pub async fn carried(&self, control: &Control, options: Options) -> TransferReport {
        let transfer = upload(self.items.clone(), control, options, self.heard.clone());
        let report = tokio::time::timeout(LIMIT, transfer)
            .await
            .expect("it ends in time");
        report.expect("it can begin")
    }

    pub async fn carried_as_usual(&self) -> TransferReport {
        self.carried(&Control::new(self.link()), self.options())
            .await
    }

    /// Every file is there once, with exactly its content, and nothing else is.
    pub async fn everything_arrived(&self) {
        let there = self
            .world
            .storage()
            .blobs(CONTAINER)
            .expect("the container is there");
        let names: Vec<&str> = there.iter().map(|blob| blob.name.as_str()).collect();
        let mut expected: Vec<&str> = self.items.iter().map(|item| &*item.blob).collect();
        expected.sort_unstable();
        assert_eq!(names, expected);
        for item in &self.items {
            assert!(
                sum(&self.arrived(&item.blob).await) == sum(&source(item)),
                "{} is not what was sent",
                item.blob
            );
        }
    }

    /// What arrived under that name, as a file.
    pub async fn arrived(&self, blob: &str) -> PathBuf {
        let arrived = self.folder.path().join("arrived");
        let storage = self.world.storage();
        storage
            .copy_to_file(CONTAINER, blob, arrived.clone())
            .await
            .expect("it can be read");
        arrived
    }

    /// How often each block, and each blob in one request, was taken.
    pub fn taken(requests: &[SeenRequest]) -> BTreeMap<(String, Option<String>), usize> {
        let mut taken = BTreeMap::new();
        for request in requests {
            let Some(call) = &request.blob else { continue };
            let content = request.method == "PUT" && call.comp.as_deref() != Some("blocklist");
            if content && request.status == Some(201) {
                let key = (call.blob.clone().unwrap_or_default(), call.block_id.clone());
                *taken.entry(key).or_insert(0) += 1;
            }
        }
        taken
    }
}

pub fn item(name: &str, path: &Path) -> Item {
    Item::file(name, path, FileStamp::at(path).expect("it is there"))
}

pub fn source(item: &Item) -> PathBuf {
    let here = item.here().expect("only files are carried here");
    here.path().into_owned()
}

fn sum(path: &Path) -> [u8; 32] {
    Sha256::digest(std::fs::read(path).expect("it can be read")).into()
}

/// Bytes that look drawn, the same for the same seed.
pub fn drawn(seed: u64, size: usize) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut bytes = Vec::with_capacity(size + 8);
    while bytes.len() < size {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        bytes.extend(state.to_le_bytes());
    }
    bytes.truncate(size);
    bytes
}

/// Everything a transfer said.
#[derive(Default)]
pub struct Heard {
    progress: Mutex<Vec<Progress>>,
    doing: watch::Sender<Vec<Doing>>,
}

impl Observer for Heard {
    fn progress(&self, progress: &Progress) {
        self.progress.lock().unwrap().push(*progress);
    }

    fn doing(&self, doing: &Doing) {
        self.doing.send_modify(|all| all.push(doing.clone()));
    }
}

impl Heard {
    pub fn all_progress(&self) -> Vec<Progress> {
        self.progress.lock().unwrap().clone()
    }

    /// Waits until it said something like that, in good time.
    pub async fn says(&self, what: impl Fn(&Doing) -> bool) {
        let mut doing = self.doing.subscribe();
        let heard = doing.wait_for(|all| all.iter().any(&what));
        tokio::time::timeout(LIMIT, heard)
            .await
            .expect("it is said in time")
            .expect("the observer is there");
    }
}

/// Waits for something another task or program brings about, looking every now and then so that the
/// others get the processor.
pub async fn until(what: &str, mut condition: impl FnMut() -> bool) {
    let waiting = async {
        while !condition() {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    };
    tokio::time::timeout(LIMIT, waiting)
        .await
        .unwrap_or_else(|_| panic!("{what}: not in time"));
}
