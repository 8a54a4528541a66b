//! What is to be carried into a container.

use super::readable::{ChosenFile, Readable, ZippedFile};
use crate::package::FileStamp;
use sha2::{Digest, Sha256};
use std::path::PathBuf;
use std::sync::Arc;

/// One file on its way, or one blob of another container.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The exact name it gets in the container: `default/assets/a.webp`. Shared with whatever else
    /// goes by it, because there may be hundreds of thousands.
    pub blob: Arc<str>,
    pub origin: Origin,
}

/// Where the bytes of an item come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// This computer reads and sends them.
    Here(Readable),
    /// A blob of the container a server-side copy reads from: its name, size in bytes and ETag.
    Blob {
        name: String,
        bytes: u64,
        etag: String,
    },
}

impl Item {
    pub fn file(blob: impl Into<Arc<str>>, path: impl Into<PathBuf>, stamp: FileStamp) -> Self {
        Self::chosen(blob, ChosenFile::new(path, stamp))
    }

    pub fn chosen(blob: impl Into<Arc<str>>, file: ChosenFile) -> Self {
        Self {
            blob: blob.into(),
            origin: Origin::Here(Readable::File(file)),
        }
    }

    /// A file that is sent straight out of a zip.
    pub fn zipped(blob: impl Into<Arc<str>>, file: ZippedFile) -> Self {
        Self {
            blob: blob.into(),
            origin: Origin::Here(Readable::Entry(file)),
        }
    }

    /// None if the service reads it.
    pub fn here(&self) -> Option<&Readable> {
        match &self.origin {
            Origin::Here(readable) => Some(readable),
            Origin::Blob { .. } => None,
        }
    }

    pub fn bytes(&self) -> u64 {
        match &self.origin {
            Origin::Here(readable) => readable.bytes(),
            Origin::Blob { bytes, .. } => *bytes,
        }
    }

    /// Tells this content under this name from any other: what is known of an item by its key holds
    /// only as long as its file stays the one it was.
    pub(crate) fn key(&self) -> u128 {
        let mut digest = Sha256::new();
        digest.update((self.blob.len() as u64).to_le_bytes());
        digest.update(&*self.blob);
        match &self.origin {
            Origin::Here(readable) => readable.digest(&mut digest),
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
