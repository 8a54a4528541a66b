//! Looking at what is in the containers already, before anything is sent, and hearing what time it
//! is at the service.

use super::answers::{DatabaseThere, RestoreView, There};
use super::known::HeldLinks;
use super::links::links_missing;
use crate::blob::Container;
use crate::blob::sas::SasLink;
use crate::blob::transfer::Options;
use crate::desk::Desk;
use crate::fault::{Fault, NextStep, Retry};
use crate::portal::RetryPolicy;
use crate::restore::DATABASE_BLOB;
use crate::units::{Bytes, Count};
use std::path::PathBuf;
use std::time::Duration;

/// Somebody waits for the answer: told soon that there is none, they can press again.
const TRIES: u32 = 3;
const STALL: Duration = Duration::from_secs(20);

impl Desk {
    /// Sees what both containers hold. Faults: `restore-links-gone`, and those of using a link.
    pub async fn look_at_containers(&self, id: &str) -> Result<RestoreView, Fault> {
        let held = self.held_links_of(id).await?;
        let there = self.what_is_there(id, held).await;
        // A keychain or a disk may take its time.
        let (desk, id) = (self.clone(), id.to_owned());
        let done = self.0.runtime.spawn_blocking(move || {
            desk.0
                .restores
                .of(&id, |known| known.there = there.as_ref().ok().cloned());
            desk.judge_restore(&id)?;
            there?;
            desk.restore(&id)
        });
        done.await.unwrap_or_else(|cause| Err(unexpected(cause)))
    }

    async fn held_links_of(&self, id: &str) -> Result<HeldLinks, Fault> {
        let (desk, id) = (self.clone(), id.to_owned());
        let found = self.0.runtime.spawn_blocking(move || {
            let session = desk.session(&id)?;
            desk.held_links(&session).ok_or_else(links_missing)
        });
        found.await.unwrap_or_else(|cause| Err(unexpected(cause)))
    }

    async fn what_is_there(&self, id: &str, held: HeldLinks) -> Result<There, Fault> {
        let database = self.container(held.database)?;
        self.hear_time(id, &database).await?;
        let database = match may_see(&database) {
            true => database.existing(&[DATABASE_BLOB]).await?,
            false => Vec::new(),
        };
        let storage = self.container(held.storage)?;
        let storage = match may_list(&storage) {
            true => Some(storage.all("").await?),
            false => None,
        };
        let bytes = |blobs: &Vec<crate::blob::Blob>| blobs.iter().map(|blob| blob.bytes).sum();
        Ok(There {
            database: database.first().map(|blob| DatabaseThere {
                bytes: Bytes(blob.bytes),
                modified: blob.modified.unwrap_or(self.now()),
            }),
            storage_files: storage.as_ref().map(|blobs| Count(blobs.len() as u64)),
            storage_bytes: storage.as_ref().map(|blobs| Bytes(bytes(blobs))),
        })
    }

    /// Compares the clocks, whatever the service says of the link.
    async fn hear_time(&self, id: &str, container: &Container) -> Result<(), Fault> {
        let looked = container.look().await;
        if let Some(there) = looked.service_time {
            let ahead = self.now().0.duration_since(there.0);
            self.0.restores.of(id, |known| known.ahead = Some(ahead));
        }
        match looked.fault {
            Some(fault) if may_list(container) => Err(fault),
            _ => Ok(()),
        }
    }

    fn container(&self, link: SasLink) -> Result<Container, Fault> {
        let mut options = Options::new(PathBuf::new(), None);
        options.clock = self.0.clock.clone();
        options.policy = RetryPolicy {
            tries: TRIES,
            first_wait: Duration::from_secs(1),
            stall: STALL,
            answer_limit: 3 * STALL,
            ..self.0.retries.clone()
        };
        Container::open(link, options)
    }
}

fn may_list(container: &Container) -> bool {
    let facts = container.link().facts();
    facts.permissions.contains('l') || facts.policy.is_some()
}

fn may_see(container: &Container) -> bool {
    may_list(container) || container.link().facts().permissions.contains('r')
}

fn unexpected(cause: impl std::fmt::Display) -> Fault {
    Fault::new("stopped-unexpectedly", Retry::ByUser, NextStep::TryAgain).detail(cause)
}
