//! Bytes of this computer that become a blob: something that can be opened, and read from an
//! offset. Where a new kind of it comes up, it is one more of [`Readable`], and the transfer does
//! not learn of it.

mod entry;
mod file;

pub use entry::ZippedFile;
pub use file::ChosenFile;

use crate::package::FileStamp;
use crate::package::archive::Unreadable;
use sha2::Sha256;
use std::borrow::Cow;
use std::io::{self, Read};
use std::path::Path;

/// What an item is read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Readable {
    /// A file as it lies on disk.
    File(ChosenFile),
    /// A file inside a zip.
    Entry(ZippedFile),
}

/// An item that is being read.
pub(crate) trait Opened: Read {
    /// The next byte that is read is the one at `offset`.
    fn go_to(&mut self, offset: u64) -> Result<(), Unread>;

    /// Nothing more of it is wanted: it is still what was chosen, and where it says of itself what
    /// it holds, that is what it holds.
    fn finish(&mut self) -> Result<(), Unread>;
}

/// Why an item cannot be read as it was planned.
#[derive(Debug)]
pub(crate) enum Unread {
    /// It is not the one that was chosen (promise 6).
    Changed(String),
    /// It does not hold what it says it does.
    Damaged(String),
    Io(io::Error),
}

impl Readable {
    /// Bytes of the blob it becomes.
    pub fn bytes(&self) -> u64 {
        match self {
            Self::File(file) => file.stamp().size,
            Self::Entry(entry) => entry.bytes(),
        }
    }

    /// The file on disk that is opened for it.
    pub fn path(&self) -> Cow<'_, Path> {
        match self {
            Self::File(file) => file.path(),
            Self::Entry(entry) => entry.zip().path(),
        }
    }

    /// What a user knows it by: its path, or its name inside the zip.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::File(file) => file.path().to_string_lossy().into_owned(),
            Self::Entry(entry) => entry.name().to_owned(),
        }
    }

    /// Whether going back, or ahead, means to read all that lies in between.
    pub(crate) fn only_in_order(&self) -> bool {
        matches!(self, Self::Entry(_))
    }

    pub(crate) fn open(&self) -> Result<Box<dyn Opened>, Unread> {
        Ok(match self {
            Self::File(file) => Box::new(file.open()?),
            Self::Entry(entry) => Box::new(entry.open()?),
        })
    }

    /// Whether it is still what was chosen, without reading it.
    pub(crate) fn recheck(&self) -> Result<(), Unread> {
        match self {
            Self::File(file) => file.recheck(),
            Self::Entry(entry) => entry.zip().recheck(),
        }
    }

    /// Puts in what tells this content from any other.
    pub(crate) fn digest(&self, digest: &mut Sha256) {
        match self {
            Self::File(file) => file.digest("file", digest),
            Self::Entry(entry) => entry.digest(digest),
        }
    }
}

fn unchanged(now: &FileStamp, chosen: &FileStamp) -> Result<(), Unread> {
    match now.differs_from(chosen) {
        None => Ok(()),
        Some(difference) => Err(Unread::Changed(format!("{difference:?}"))),
    }
}

impl From<io::Error> for Unread {
    fn from(cause: io::Error) -> Self {
        let of_archive = cause
            .get_ref()
            .is_some_and(|inner| inner.is::<Unreadable>());
        if of_archive {
            Self::Damaged(cause.to_string())
        } else if cause.kind() == io::ErrorKind::UnexpectedEof {
            Self::Changed("it is shorter than it was".to_owned())
        } else {
            Self::Io(cause)
        }
    }
}
