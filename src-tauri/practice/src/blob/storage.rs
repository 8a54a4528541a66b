//! The storage account of a practice world: its containers, its key, its memory.

use super::container::{AccessPolicy, Container};
use super::journal::{self, Journal, Line};
use super::pieces::{self, Shelf};
use super::refusal::Refusal;
use serde::Serialize;
use sha2::{Digest, Sha256};
use slipway_engine::project::ProjectGuid;
use slipway_engine::units::{Bytes, Moment};
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// The account's name, the first part of every address.
pub(crate) const ACCOUNT: &str = "practicestorage";

/// Everything the storage is and remembers.
pub(crate) struct StorageAccount {
    /// `http://127.0.0.1:PORT/account`
    pub address: String,
    pub(super) shelf: Arc<Shelf>,
    guid: ProjectGuid,
    containers: Mutex<BTreeMap<String, Container>>,
    journal: Mutex<Option<Journal>>,
    /// Added to every answer, in milliseconds.
    latency: AtomicU64,
    last_etag: AtomicU64,
}

/// A blob as [`crate::PracticeWorld`] tells about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BlobFacts {
    /// Exactly as it was sent.
    pub name: String,
    pub size: Bytes,
    /// In base64.
    pub content_md5: Option<String>,
    pub content_type: String,
    pub modified: Moment,
    pub etag: String,
    /// Blocks it is made of; none of content that came in one request.
    pub blocks: usize,
}

impl StorageAccount {
    /// Reads a folder back; without memory nothing survives but what is in it now.
    pub fn open(
        folder: PathBuf,
        remember: bool,
        discard: bool,
        guid: &ProjectGuid,
        port: u16,
    ) -> io::Result<Self> {
        let (containers, journal, shelf) = if remember {
            let remembered = journal::open(&folder, discard)?;
            (
                remembered.containers,
                Some(remembered.journal),
                remembered.shelf,
            )
        } else {
            (BTreeMap::new(), None, Shelf::open(folder, 0, discard)?)
        };
        Ok(Self {
            address: format!("http://127.0.0.1:{port}/{ACCOUNT}"),
            shelf,
            guid: guid.clone(),
            containers: Mutex::new(containers),
            journal: Mutex::new(journal),
            latency: AtomicU64::new(0),
            last_etag: AtomicU64::new(0),
        })
    }

    /// The account's key after so many rotations. Derived like the tokens, so that it is never
    /// written to a file.
    pub fn key(&self, rotations: u32) -> Vec<u8> {
        Sha256::digest(format!("practice storage key {rotations} of {}", self.guid)).to_vec()
    }

    pub fn latency(&self) -> Duration {
        Duration::from_millis(self.latency.load(Ordering::Relaxed))
    }

    pub fn set_latency(&self, latency: Duration) {
        let milliseconds = u64::try_from(latency.as_millis()).unwrap_or(u64::MAX);
        self.latency.store(milliseconds, Ordering::Relaxed);
    }

    /// Makes a container, if there is none of that name.
    pub fn create(&self, name: &str) {
        let mut containers = self.containers();
        if containers.contains_key(name) {
            return;
        }
        containers.insert(name.to_owned(), Container::default());
        self.note(|| Line::Container {
            container: name.to_owned(),
            policies: BTreeMap::new(),
        });
    }

    /// Removes a container with everything in it.
    pub fn remove(&self, name: &str) {
        let mut containers = self.containers();
        let removed = containers.remove(name);
        if removed.is_some() {
            self.note(|| Line::ContainerGone {
                container: name.to_owned(),
            });
        }
        drop(containers);
    }

    /// Sets, or with none removes, a stored access policy. False if there is no such container.
    pub fn set_policy(&self, container: &str, id: &str, policy: Option<AccessPolicy>) -> bool {
        let mut containers = self.containers();
        let Some(known) = containers.get_mut(container) else {
            return false;
        };
        match policy {
            Some(policy) => known.policies.insert(id.to_owned(), policy),
            None => known.policies.remove(id),
        };
        let policies = known.policies.clone();
        self.note(|| Line::Container {
            container: container.to_owned(),
            policies,
        });
        true
    }

    pub fn policy(&self, container: &str, id: &str) -> Option<AccessPolicy> {
        self.containers().get(container)?.policies.get(id).cloned()
    }

    /// What is in a container, by name; none if there is no such container.
    pub fn blobs(&self, container: &str, now: Moment) -> Option<Vec<BlobFacts>> {
        let mut containers = self.containers();
        let container = containers.get_mut(container)?;
        let names: Vec<String> = container.blobs.keys().cloned().collect();
        let facts = names.into_iter().filter_map(|name| {
            let content = container.committed(&name, now)?;
            Some(BlobFacts {
                size: Bytes(content.length),
                content_md5: content.properties.md5.clone(),
                content_type: content.properties.content_type.clone(),
                modified: content.modified,
                etag: content.etag.clone(),
                blocks: content
                    .blocks
                    .iter()
                    .filter(|block| block.id.is_some())
                    .count(),
                name,
            })
        });
        Some(facts.collect())
    }

    /// Copies a blob's content into a file. Not found if there is no such blob. Takes as long as
    /// copying takes.
    pub fn copy_to_file(
        &self,
        container: &str,
        blob: &str,
        now: Moment,
        into: &Path,
    ) -> io::Result<()> {
        let extents = {
            let mut containers = self.containers();
            let content = containers
                .get_mut(container)
                .and_then(|c| c.committed(blob, now));
            let content = content.ok_or(io::ErrorKind::NotFound)?;
            pieces::extents(
                content.blocks.iter().map(|block| &block.piece),
                0,
                content.length,
            )
        };
        pieces::assemble(&extents, into)
    }

    /// Looks at or changes a container in one step.
    pub(super) fn within<T>(
        &self,
        name: &str,
        step: impl FnOnce(&mut Container) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        let mut containers = self.containers();
        step(containers.get_mut(name).ok_or_else(Refusal::no_container)?)
    }

    /// Writes a change down. Called while the containers are held, so that changes are written in the
    /// order they happened in.
    pub(super) fn note(&self, line: impl FnOnce() -> Line) {
        let mut journal = self.journal.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(journal) = journal.as_mut() {
            journal.add(&line());
        }
    }

    /// A new entity tag, with its quotes; never the same twice.
    pub(super) fn next_etag(&self, now: Moment) -> String {
        // Ticks of 100 nanoseconds since the year 1, as the real ones look.
        let ticks = now.0.as_nanosecond() / 100 + 621_355_968_000_000_000;
        let ticks = u64::try_from(ticks).unwrap_or(1);
        let next = |last: u64| Some(ticks.max(last + 1));
        let tag = match self
            .last_etag
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, next)
        {
            Ok(last) | Err(last) => ticks.max(last + 1),
        };
        format!("\"0x{tag:X}\"")
    }

    fn containers(&self) -> MutexGuard<'_, BTreeMap<String, Container>> {
        self.containers
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for StorageAccount {
    fn drop(&mut self) {
        // What is on disk is read again by the next world.
        self.shelf.close();
    }
}
