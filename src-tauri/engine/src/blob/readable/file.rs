//! A file of this computer, as it looked when it was chosen (promise 6).

use super::{Opened, Unread, unchanged};
use crate::package::FileStamp;
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChosenFile {
    /// The folder it was found in, or the file itself.
    root: Arc<Path>,
    /// From there, with `/` between folders; empty for the file itself.
    below: Arc<str>,
    stamp: FileStamp,
}

impl ChosenFile {
    pub fn new(path: impl Into<PathBuf>, stamp: FileStamp) -> Self {
        Self::below(&path.into().into(), "", stamp)
    }

    /// One of the many files below a folder, which share its path.
    pub fn below(root: &Arc<Path>, below: impl Into<Arc<str>>, stamp: FileStamp) -> Self {
        Self {
            root: root.clone(),
            below: below.into(),
            stamp,
        }
    }

    pub fn path(&self) -> Cow<'_, Path> {
        if self.below.is_empty() {
            Cow::Borrowed(&self.root)
        } else {
            Cow::Owned(self.root.join(&*self.below))
        }
    }

    pub fn stamp(&self) -> &FileStamp {
        &self.stamp
    }

    pub(super) fn open(&self) -> Result<OpenFile, Unread> {
        Ok(OpenFile {
            file: self.opened()?,
            chosen: self.stamp,
        })
    }

    /// The file, if it is the one that was chosen.
    pub(super) fn opened(&self) -> Result<File, Unread> {
        // Opening a pipe would wait for somebody to write into it.
        let path = self.path();
        if !std::fs::metadata(&path)?.is_file() {
            return Err(io::Error::other("it is no file").into());
        }
        let file = File::open(&path)?;
        unchanged(&FileStamp::of(&file)?, &self.stamp)?;
        Ok(file)
    }

    pub(super) fn recheck(&self) -> Result<(), Unread> {
        unchanged(&FileStamp::read(&self.path())?, &self.stamp)
    }

    pub(super) fn digest(&self, kind: &str, digest: &mut Sha256) {
        digest.update(kind);
        digest.update(self.stamp.size.to_le_bytes());
        digest.update(self.stamp.modified_ns.to_le_bytes());
        digest.update(self.stamp.changed_ns.unwrap_or(0).to_le_bytes());
        digest.update(self.stamp.inode.unwrap_or(0).to_le_bytes());
    }
}

pub(super) struct OpenFile {
    file: File,
    chosen: FileStamp,
}

impl Read for OpenFile {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.file.read(into)
    }
}

impl Opened for OpenFile {
    fn go_to(&mut self, offset: u64) -> Result<(), Unread> {
        self.file.seek(SeekFrom::Start(offset))?;
        Ok(())
    }

    fn finish(&mut self) -> Result<(), Unread> {
        unchanged(&FileStamp::of(&self.file)?, &self.chosen)
    }
}
