//! Reads a package ahead of the network, and lets its last bytes go only if it is still the
//! package that was inspected (promise 6).

use super::upload::Expected;
use crate::package::FileStamp;
use bytes::Bytes;
use crc_fast::{CrcAlgorithm, Digest};
use std::fs::File;
use std::io::{self, Read};
use std::sync::mpsc::{Receiver, Sender, channel};
use tokio::sync::mpsc;

/// What is read at once.
const CHUNK: usize = 1024 * 1024;
/// One being sent, one waiting, one being read.
const CHUNKS: usize = 3;

/// A part of the package, in order.
pub(super) enum Chunk {
    Part(Bytes),
    /// The last part; everything agreed with the inspection.
    Last(Bytes),
    /// There is no last part.
    Stop(Stop),
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

/// Reads `file` to its end into `chunks`, on a thread that may wait. Ends early when nobody takes
/// them any more.
pub(super) fn read_ahead(file: File, expected: &Expected, chunks: &mpsc::Sender<Chunk>) {
    if let Err(stop) = read_all(file, expected, chunks) {
        // Nobody listens any more when the connection is gone.
        let _ = chunks.blocking_send(Chunk::Stop(stop));
    }
}

fn read_all(mut file: File, expected: &Expected, chunks: &mpsc::Sender<Chunk>) -> Result<(), Stop> {
    let mut left = expected.stamp.size;
    let mut digest = Digest::new(CrcAlgorithm::Crc64Nvme);
    let shelf = Shelf::of(CHUNKS);
    while left > 0 {
        let length = usize::try_from(left).unwrap_or(CHUNK).min(CHUNK);
        let Some(mut buffer) = shelf.take(length) else {
            return Ok(());
        };
        file.read_exact(&mut buffer).map_err(shorter)?;
        digest.update(&buffer);
        left -= length as u64;
        let bytes = shelf.lend(buffer);
        let chunk = if left > 0 {
            Chunk::Part(bytes)
        } else {
            same_stamp(&file, expected)?;
            same_content(digest.finalize(), expected)?;
            Chunk::Last(bytes)
        };
        if chunks.blocking_send(chunk).is_err() {
            return Ok(());
        }
    }
    Ok(())
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

/// A few buffers that come back when what was lent of them has been sent.
struct Shelf {
    back: Sender<Vec<u8>>,
    free: Receiver<Vec<u8>>,
}

impl Shelf {
    fn of(buffers: usize) -> Self {
        let (back, free) = channel();
        for _ in 0..buffers {
            // The receiver is right here.
            let _ = back.send(Vec::new());
        }
        Self { back, free }
    }

    /// Waits for a free buffer and makes it `length` long.
    fn take(&self, length: usize) -> Option<Vec<u8>> {
        let mut buffer = self.free.recv().ok()?;
        buffer.resize(length, 0);
        Some(buffer)
    }

    fn lend(&self, buffer: Vec<u8>) -> Bytes {
        Bytes::from_owner(Lent {
            buffer,
            back: self.back.clone(),
        })
    }
}

struct Lent {
    buffer: Vec<u8>,
    back: Sender<Vec<u8>>,
}

impl AsRef<[u8]> for Lent {
    fn as_ref(&self) -> &[u8] {
        &self.buffer
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        // The reader may be done already.
        let _ = self.back.send(std::mem::take(&mut self.buffer));
    }
}
