//! Reads a package for the connection, and lets its last bytes go only if it is still the package
//! that was inspected (promise 6).

use super::upload::Expected;
use crate::package::FileStamp;
use bytes::Bytes;
use crc_fast::{CrcAlgorithm, Digest};
use std::fs::File;
use std::io::{self, Read};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What is read at once, and handed to the connection at once: small enough to be still in the
/// processor's cache when it is sent. 128 KiB cost twice the time of 64.
const PART: usize = 64 * 1024;

/// A part of the package, in order.
pub(super) enum Part {
    Between(Bytes),
    /// The last part; everything agreed with the inspection.
    Last(Bytes),
}

/// Why a package is not sent to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Stop {
    /// It is not the file that was inspected; says in what it differs.
    Changed(String),
    /// It could not be read.
    Unreadable(String),
}

impl From<io::Error> for Stop {
    fn from(cause: io::Error) -> Self {
        Self::Unreadable(cause.to_string())
    }
}

/// Opens the package and makes sure it looks as it did when it was inspected.
pub(super) fn open(path: &std::path::Path, expected: &Expected) -> Result<File, Stop> {
    let file = File::open(path)?;
    same_stamp(&file, expected)?;
    if expected.stamp.size == 0 {
        return Err(Stop::Unreadable("it is empty".to_owned()));
    }
    Ok(file)
}

/// A package on its way from the disk.
pub(super) struct PackageReader {
    file: File,
    expected: Expected,
    left: u64,
    digest: Digest,
    shelf: Shelf,
}

impl PackageReader {
    pub(super) fn new(file: File, expected: &Expected) -> Self {
        Self {
            file,
            expected: expected.clone(),
            left: expected.stamp.size,
            digest: Digest::new(CrcAlgorithm::Crc64Nvme),
            shelf: Shelf::default(),
        }
    }

    /// Reads the next part; waits for the disk. None when there is nothing after the last.
    pub(super) fn next(&mut self) -> Result<Option<Part>, Stop> {
        if self.left == 0 {
            return Ok(None);
        }
        let length = usize::try_from(self.left).unwrap_or(PART).min(PART);
        let mut buffer = self.shelf.take(length);
        self.file.read_exact(&mut buffer).map_err(shorter)?;
        self.digest.update(&buffer);
        self.left -= length as u64;
        let bytes = self.shelf.lend(buffer);
        if self.left > 0 {
            return Ok(Some(Part::Between(bytes)));
        }
        same_stamp(&self.file, &self.expected)?;
        same_content(self.digest.finalize(), &self.expected)?;
        Ok(Some(Part::Last(bytes)))
    }
}

fn same_stamp(file: &File, expected: &Expected) -> Result<(), Stop> {
    match FileStamp::of(file)?.differs_from(&expected.stamp) {
        None => Ok(()),
        Some(difference) => Err(Stop::Changed(format!("{difference:?}"))),
    }
}

fn same_content(crc64: u64, expected: &Expected) -> Result<(), Stop> {
    if crc64 == expected.crc64 {
        Ok(())
    } else {
        Err(Stop::Changed(format!(
            "CRC-64/NVME {crc64:016x} instead of {:016x}",
            expected.crc64
        )))
    }
}

fn shorter(cause: io::Error) -> Stop {
    if cause.kind() == io::ErrorKind::UnexpectedEof {
        Stop::Changed("shorter than it was".to_owned())
    } else {
        cause.into()
    }
}

/// Buffers that come back when what was lent of them has been sent, so that the same few stay in use.
#[derive(Clone, Default)]
struct Shelf(Arc<Mutex<Vec<Vec<u8>>>>);

impl Shelf {
    /// A buffer of that length: one that came back, or a new one while all are still being sent.
    fn take(&self, length: usize) -> Vec<u8> {
        let mut buffer = self.buffers().pop().unwrap_or_default();
        buffer.resize(length, 0);
        buffer
    }

    fn lend(&self, buffer: Vec<u8>) -> Bytes {
        Bytes::from_owner(Lent {
            buffer,
            back: self.clone(),
        })
    }

    fn buffers(&self) -> MutexGuard<'_, Vec<Vec<u8>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

struct Lent {
    buffer: Vec<u8>,
    back: Shelf,
}

impl AsRef<[u8]> for Lent {
    fn as_ref(&self) -> &[u8] {
        &self.buffer
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        self.back.buffers().push(std::mem::take(&mut self.buffer));
    }
}
