//! What is to be carried into a container.

use crate::package::FileStamp;
use sha2::{Digest, Sha256};
use std::path::PathBuf;

/// One file on its way, or one blob of another container.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The exact name it gets in the container: `default/assets/a.webp`.
    pub blob: String,
    pub origin: Origin,
}

/// Where the bytes of an item come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A file of this computer, as it looked when it was chosen (promise 6).
    File { path: PathBuf, stamp: FileStamp },
    /// A blob of the container a server-side copy reads from: its name, size in bytes and ETag.
    Blob {
        name: String,
        bytes: u64,
        etag: String,
    },
}

impl Item {
    pub fn file(blob: impl Into<String>, path: impl Into<PathBuf>, stamp: FileStamp) -> Self {
        Self {
            blob: blob.into(),
            origin: Origin::File {
                path: path.into(),
                stamp,
            },
        }
    }

    pub fn bytes(&self) -> u64 {
        match &self.origin {
            Origin::File { stamp, .. } => stamp.size,
            Origin::Blob { bytes, .. } => *bytes,
        }
    }

    /// Tells this content under this name from any other: what is known of an item by its key holds
    /// only as long as its file stays the one it was.
    pub(crate) fn key(&self) -> u128 {
        let mut digest = Sha256::new();
        digest.update((self.blob.len() as u64).to_le_bytes());
        digest.update(&self.blob);
        match &self.origin {
            Origin::File { stamp, .. } => {
                digest.update(b"file");
                digest.update(stamp.size.to_le_bytes());
                digest.update(stamp.modified_ns.to_le_bytes());
                digest.update(stamp.changed_ns.unwrap_or(0).to_le_bytes());
                digest.update(stamp.inode.unwrap_or(0).to_le_bytes());
            }
            Origin::Blob { name, bytes, etag } => {
                digest.update(b"blob");
                digest.update(bytes.to_le_bytes());
                digest.update((name.len() as u64).to_le_bytes());
                digest.update(name);
                digest.update(etag);
            }
        }
        let mut key = [0; 16];
        key.copy_from_slice(&digest.finalize()[..16]);
        u128::from_be_bytes(key)
    }
}
