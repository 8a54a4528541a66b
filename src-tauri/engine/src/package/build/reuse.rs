//! Taking over compressed bytes from a package of before.
//!
//! They are taken only from a package that was built here, in the same way, and has not changed
//! since: its comment names the recipe and the CRC-64 of all that stands before it, and that is
//! compared first. So what is taken over is what packing again would give, bit by bit, and a
//! damaged package damages no other.
//!
//! A file counts as unchanged when name and size are those of before and the CRC-32 of what the
//! file holds now, read to its last byte, is the one of then. Times are not looked at.

use crate::fault::Fault;
use crate::package::archive::{
    self, Archive, DEFLATED, Local, Opened, PackageFile, STORED, Source,
};
use crate::package::inspect::{cancelled, unreadable};
use crc_fast::{CrcAlgorithm, Digest as Crc};
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

/// How packages are packed. Another number whenever the same files would give other bytes.
const RECIPE: &str = "Packed by Slipway, recipe 3, CRC-64 ";
/// The end record, and the comment behind it.
const END_LENGTH: u64 = 22;
const COMMENT_LENGTH: u64 = RECIPE.len() as u64 + 16;

/// The comment of a package of which all before the end record has that checksum.
pub(super) fn comment(crc64: u64) -> String {
    format!("{RECIPE}{crc64:016x}")
}

/// A package whose entries can be taken over.
pub(super) struct Previous {
    path: PathBuf,
    file: PackageFile,
    archive: Archive,
}

/// What a package of before is good for.
pub(super) enum Reusable {
    Yes(Previous),
    /// It was packed by something else, in another way, or has changed since.
    No,
}

impl Previous {
    /// # Errors
    /// `file-unreadable` if it is missing or the disk does not give it, `cancelled`.
    pub(super) fn open(path: &Path, cancel: &dyn Fn() -> bool) -> Result<Reusable, Fault> {
        let disk = |cause: io::Error| unreadable(path, &cause);
        let file = File::open(path).and_then(PackageFile::new).map_err(disk)?;
        match is_whole(&file, cancel).map_err(disk)? {
            None => return Err(cancelled()),
            Some(false) => return Ok(Reusable::No),
            Some(true) => {}
        }
        let opened = archive::open(&file, cancel).map_err(disk)?;
        let archive = match opened.ok_or_else(cancelled)? {
            Opened::Archive(archive) => archive,
            Opened::NotZip(_) => return Ok(Reusable::No),
        };
        let sorted = archive.entries.is_sorted_by(|a, b| a.name < b.name);
        let good = sorted && !archive.damaged && !archive.over_limit && archive.foreign == 0;
        Ok(if good {
            Reusable::Yes(Self {
                path: path.to_owned(),
                file,
                archive,
            })
        } else {
            Reusable::No
        })
    }

    /// The entry of that name, if it may hold a file of that size.
    pub(super) fn candidate(&self, name: &str, size: u64) -> Option<usize> {
        let entries = &self.archive.entries;
        let at = entries
            .binary_search_by(|entry| (*entry.name).cmp(name))
            .ok()?;
        let entry = &entries[at];
        let good = matches!(self.archive.locals[at], Local::Good { .. })
            && self.archive.is_apart(at)
            && matches!(entry.method, STORED | DEFLATED)
            && !entry.is_encrypted();
        (good && entry.uncompressed == size).then_some(at)
    }

    pub(super) fn crc32(&self, at: usize) -> u32 {
        self.archive.entries[at].crc32
    }

    pub(super) fn method(&self, at: usize) -> u16 {
        self.archive.entries[at].method
    }

    pub(super) fn compressed(&self, at: usize) -> u64 {
        self.archive.entries[at].compressed
    }

    /// Fills `buffer` from the entry's compressed bytes, `from` on.
    ///
    /// # Errors
    /// `file-unreadable`.
    pub(super) fn read(&self, at: usize, from: u64, buffer: &mut [u8]) -> Result<(), Fault> {
        let read = match self.archive.locals[at].data_at() {
            Some(data_at) => self.file.read_exact_at(buffer, data_at + from),
            None => Err(io::ErrorKind::InvalidData.into()),
        };
        read.map_err(|cause| unreadable(&self.path, &cause))
    }
}

/// Whether the file is what its own comment says. None if it was cancelled.
fn is_whole(file: &PackageFile, cancel: &dyn Fn() -> bool) -> io::Result<Option<bool>> {
    let Some(end_at) = file.size().checked_sub(END_LENGTH + COMMENT_LENGTH) else {
        return Ok(Some(false));
    };
    let comment_at = end_at + END_LENGTH;
    let told = file.read_up_to(comment_at, COMMENT_LENGTH)?;
    if !told.starts_with(RECIPE.as_bytes()) {
        return Ok(Some(false));
    }
    let mut crc64 = Crc::new(CrcAlgorithm::Crc64Nvme);
    let mut block = vec![0; 1 << 20];
    let mut at = 0;
    while at < end_at {
        if cancel() {
            return Ok(None);
        }
        let length = (end_at - at).min(block.len() as u64) as usize;
        file.read_exact_at(&mut block[..length], at)?;
        crc64.update(&block[..length]);
        at += length as u64;
    }
    Ok(Some(told == comment(crc64.finalize()).into_bytes()))
}
