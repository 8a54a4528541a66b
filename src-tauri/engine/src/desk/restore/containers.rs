//! Looking at what is in the containers already, before anything is sent, and hearing what time it
//! is at the service.

use super::answers::{DatabaseThere, RestoreView, There};
use super::known::HeldLinks;
use super::links::links_missing;
use crate::blob::sas::SasLink;
use crate::blob::transfer::{AT_ONCE, Options};
use crate::blob::{Blob, Container};
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
        let held = self.aside({
            let id = id.to_owned();
            move |desk| {
                let session = desk.session(&id)?;
                desk.held_links(&session).ok_or_else(links_missing)
            }
        });
        let there = self.what_is_there(id, held.await?).await;
        let id = id.to_owned();
        self.aside(move |desk| {
            let seen = there.as_ref().ok().cloned();
            desk.0.restores.of(&id, |known| known.there = seen);
            desk.judge_restore(&id)?;
            there?;
            desk.restore(&id)
        })
        .await
    }

    async fn what_is_there(&self, id: &str, held: HeldLinks) -> Result<There, Fault> {
        let database = self.container(held.database)?;
        let trouble = self.hear_time(id, &database).await;
        if let Some(fault) = trouble.filter(|_| may_list(&database)) {
            return Err(fault);
        }
        let database = match may_see(&database) {
            true => database.existing(&[DATABASE_BLOB]).await?,
            false => Vec::new(),
        };
        let storage = self.container(held.storage)?;
        let storage = match may_list(&storage) {
            true => Some(storage.all("").await?),
            false => None,
        };
        let bytes = |blobs: &Vec<Blob>| blobs.iter().map(|blob| blob.bytes).sum();
        Ok(There {
            database: database.first().map(database_there).transpose()?,
            storage_files: storage.as_ref().map(|blobs| Count(blobs.len() as u64)),
            storage_bytes: storage.as_ref().map(|blobs| Bytes(bytes(blobs))),
        })
    }

    /// Compares the clocks, whatever the service says of the link; gives what it says.
    pub(super) async fn hear_time(&self, id: &str, container: &Container) -> Option<Fault> {
        let looked = container.look().await;
        if let Some(there) = looked.service_time {
            let ahead = self.now().0.duration_since(there.0);
            self.0.restores.of(id, |known| known.ahead = Some(ahead));
        }
        looked.fault
    }

    pub(super) fn container(&self, link: SasLink) -> Result<Container, Fault> {
        let mut options = Options::new(PathBuf::new(), None);
        options.connect = self.0.way_out.connect(AT_ONCE);
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

/// When it was made is what tells one upload from another: a service that does not say is not
/// understood.
fn database_there(blob: &Blob) -> Result<DatabaseThere, Fault> {
    let modified = blob.modified.ok_or_else(|| {
        Fault::new("storage-said-otherwise", Retry::ByUser, NextStep::None)
            .with("blob", &blob.name)
            .with("status", 200)
            .detail("no Last-Modified")
    })?;
    Ok(DatabaseThere {
        bytes: Bytes(blob.bytes),
        modified,
    })
}

fn may_list(container: &Container) -> bool {
    let facts = container.link().facts();
    facts.permissions.contains('l') || facts.policy.is_some()
}

fn may_see(container: &Container) -> bool {
    may_list(container) || container.link().facts().permissions.contains('r')
}
