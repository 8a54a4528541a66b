//! A transfer in a test: everything but the container has a default.

use super::depot::Depot;
use crate::scripted::LIMIT;
use slipway_engine::blob::Item;
use slipway_engine::blob::sas::SasLink;
use slipway_engine::blob::transfer::{
    self, Control, Doing, IfExists, Observer, Options, Outcome, Progress, TransferReport,
    WhenLinkEnds,
};
use slipway_engine::clock::Clock;
use slipway_engine::fault::Fault;
use slipway_engine::package::FileStamp;
use slipway_engine::portal::RetryPolicy;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::watch;

pub const MIB: usize = 1024 * 1024;

pub struct Trial {
    pub folder: tempfile::TempDir,
    pub items: Vec<Item>,
    pub control: Control,
    pub diary: Arc<Diary>,
    pub if_exists: IfExists,
    pub when_link_ends: WhenLinkEnds,
    pub policy: RetryPolicy,
    pub clock: Option<Arc<dyn Clock>>,
    pub at_once: u64,
    pub source: Option<SasLink>,
    /// Made anew for every run unless one is given: reading the system's authorities takes a while.
    pub http: Option<reqwest::Client>,
}

impl Trial {
    pub fn new(depot: &Depot) -> Self {
        Self::over(&depot.link("db", "racwl"))
    }

    pub fn over(link: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        Self {
            folder,
            items: Vec::new(),
            control: Control::new(SasLink::parse(link).expect("a link")),
            diary: Arc::default(),
            if_exists: IfExists::Refuse,
            when_link_ends: WhenLinkEnds::End,
            policy: impatient(),
            clock: None,
            at_once: 16,
            source: None,
            http: None,
        }
    }

    /// A file with these bytes, to become the blob of that name.
    pub fn file(mut self, blob: &str, bytes: &[u8]) -> Self {
        let path = self.folder.path().join(format!("file{}", self.items.len()));
        std::fs::write(&path, bytes).expect("it can be written");
        self.items.push(item(blob, &path));
        self
    }

    pub fn path(&self, item: usize) -> PathBuf {
        let here = self.items[item].here();
        here.expect("a file").path().into_owned()
    }

    pub fn journal(&self) -> PathBuf {
        self.folder.path().join("restore.journal")
    }

    pub fn link(&mut self, link: &str) {
        self.control = Control::new(SasLink::parse(link).expect("a link"));
    }

    pub fn options(&self) -> Options {
        let mut options = Options::new(self.journal(), None);
        options.if_exists = self.if_exists.clone();
        options.when_link_ends = self.when_link_ends;
        options.policy = self.policy.clone();
        options.at_once.0 = self.at_once;
        options.jitter = Box::new(|| 0.5);
        if let Some(http) = self.http.clone() {
            options.connect = Arc::new(move || Ok(http.clone()));
        }
        if let Some(clock) = &self.clock {
            options.clock = clock.clone();
        }
        options
    }

    pub async fn run(&self) -> TransferReport {
        self.try_run().await.expect("it begins")
    }

    pub async fn try_run(&self) -> Result<TransferReport, Fault> {
        let (items, options) = (self.items.clone(), self.options());
        let running = async {
            match &self.source {
                None => transfer::upload(items, &self.control, options, self.diary.clone()).await,
                Some(source) => {
                    let source = source.clone();
                    transfer::copy(items, source, &self.control, options, self.diary.clone()).await
                }
            }
        };
        let ended = tokio::time::timeout(LIMIT, running).await;
        ended.expect("a transfer ends in time")
    }
}

/// Connections for many transfers of one test.
pub fn shared_connections() -> reqwest::Client {
    let options = Options::new("", None);
    (options.connect)().expect("a client")
}

/// Tries again at once, so that no test waits.
pub fn impatient() -> RetryPolicy {
    RetryPolicy {
        tries: 20,
        shortest_wait: Duration::ZERO,
        first_wait: Duration::ZERO,
        longest_wait: Duration::ZERO,
        ..RetryPolicy::default()
    }
}

pub fn item(blob: &str, path: &Path) -> Item {
    Item::file(blob, path, FileStamp::at(path).expect("it is there"))
}

/// Bytes that differ from block to block.
pub fn bytes(length: usize) -> Vec<u8> {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut bytes = Vec::with_capacity(length + 8);
    while bytes.len() < length {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        bytes.extend_from_slice(&state.to_le_bytes());
    }
    bytes.truncate(length);
    bytes
}

pub fn code(outcome: &Outcome) -> &str {
    match outcome {
        Outcome::Sent(_) if outcome.is_verified() => "verified",
        Outcome::Sent(_) => "sent",
        Outcome::Kept => "kept",
        Outcome::NotSent { fault } => &fault.code,
        Outcome::NotReached => "not reached",
    }
}

pub fn codes(report: &TransferReport) -> Vec<&str> {
    report
        .files
        .iter()
        .map(|file| code(&file.outcome))
        .collect()
}

/// Everything that was told.
#[derive(Default)]
pub struct Diary {
    pub progress: Mutex<Vec<Progress>>,
    doings: watch::Sender<Vec<Doing>>,
}

impl Diary {
    pub fn doings(&self) -> Vec<Doing> {
        self.doings.borrow().clone()
    }

    pub async fn until(&self, wanted: impl Fn(&Doing) -> bool) {
        let mut doings = self.doings.subscribe();
        let seen = doings.wait_for(|doings| doings.iter().any(&wanted));
        let seen = tokio::time::timeout(LIMIT, seen).await;
        seen.expect("it happens in time")
            .expect("the diary is there");
    }
}

impl Observer for Diary {
    fn progress(&self, progress: &Progress) {
        self.progress
            .lock()
            .expect("no test panics")
            .push(*progress);
    }

    fn doing(&self, doing: &Doing) {
        self.doings.send_modify(|doings| doings.push(doing.clone()));
    }
}
