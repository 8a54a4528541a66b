use crate::blob::{AccessPolicy, BlobFacts, LinkOrder, SasUrl};
use crate::world::World;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// The storage of a practice world, from behind: what its owner could do and its visitors cannot.
pub struct Storage<'a> {
    world: &'a Arc<World>,
}

impl<'a> Storage<'a> {
    pub(crate) fn of(world: &'a Arc<World>) -> Self {
        Self { world }
    }

    /// Where containers are: `http://127.0.0.1:PORT/account`.
    pub fn address(&self) -> &'a str {
        &self.world.storage.address
    }

    /// Makes an empty container, if there is none of that name.
    pub fn create_container(&self, name: &str) {
        self.world.storage.create(name);
    }

    /// Removes a container with everything in it.
    pub fn remove_container(&self, name: &str) {
        self.world.storage.remove(name);
    }

    /// Signs a link with the key of now.
    pub fn link(&self, order: &LinkOrder) -> SasUrl {
        let rotations = self.world.look(|project, _| project.storage_rotations);
        self.world.storage.link(order, rotations)
    }

    /// Changes the account's key: every link made before is void.
    pub async fn rotate_key(&self) {
        self.world
            .act(|project, _| project.storage_rotations += 1)
            .await;
    }

    /// Sets a stored access policy, or removes it with none. False if there is no such container.
    pub fn set_policy(&self, container: &str, id: &str, policy: Option<AccessPolicy>) -> bool {
        self.world.storage.set_policy(container, id, policy)
    }

    /// The committed blobs of a container by name; none if there is no such container.
    pub fn blobs(&self, container: &str) -> Option<Vec<BlobFacts>> {
        self.world.storage.blobs(container, self.world.now())
    }

    /// Copies a blob's content into a file, new or replaced. `NotFound` if there is no such blob.
    pub async fn copy_to_file(&self, container: &str, blob: &str, into: PathBuf) -> io::Result<()> {
        let (world, now) = (self.world.clone(), self.world.now());
        let (container, blob) = (container.to_owned(), blob.to_owned());
        tokio::task::spawn_blocking(move || {
            world.storage.copy_to_file(&container, &blob, now, &into)
        })
        .await
        .map_err(io::Error::other)?
    }

    /// Every answer of the storage comes this much later from now on.
    pub fn latency(&self, latency: Duration) {
        self.world.storage.set_latency(latency);
    }
}
