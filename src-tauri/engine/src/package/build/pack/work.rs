//! What one worker does: reading a file, or a piece of one, and packing it.

use super::{Done, Job, Piece, Task};
use crate::fault::Fault;
use crate::package::archive::{DEFLATED, PackageFile, STORED, Source};
use crate::package::build::buffer::space;
use crate::package::build::deflate::{Packed, Packer};
use crate::package::build::fault::{file_changed, file_unreadable, stopped};
use crate::package::build::item::Content;
use crate::package::build::zip::Amounts;
use crate::package::stamp::FileStamp;
use crc_fast::{CrcAlgorithm, checksum};
use std::fs::File;
use std::path::Path;

/// One thread's buffers.
pub(super) struct Worker {
    packer: Packer,
    bytes: Vec<u8>,
}

impl Worker {
    pub(super) fn new() -> Self {
        Self {
            packer: Packer::new(),
            bytes: Vec::new(),
        }
    }

    pub(super) fn work(&mut self, job: &Job, task: Task) -> Done {
        let done = match task {
            Task::Whole(item) => self.whole(job, item),
            Task::Piece(piece) => self.piece(job, &piece),
        };
        done.unwrap_or_else(Done::Trouble)
    }

    fn whole(&mut self, job: &Job, at: usize) -> Result<Done, Fault> {
        let item = &job.items[at];
        let bytes = match &item.content {
            Content::Folder => &[],
            Content::Given(bytes) => bytes.as_slice(),
            Content::File { path, stamp } => {
                let bytes = space(&mut self.bytes, stamp.size as usize);
                read_whole(path, stamp, bytes)?;
                bytes
            }
        };
        let size = bytes.len() as u64;
        let crc32 = crc32_of(checksum(CrcAlgorithm::Crc32IsoHdlc, bytes));
        if let Some((method, data)) = taken_over(job, &item.name, size, crc32)? {
            return Ok(entry(at, method, crc32, size, data, true));
        }
        Ok(match self.packer.pack(&item.name, bytes) {
            Packed::AsTheyAre => entry(at, STORED, crc32, size, bytes.into(), false),
            Packed::Deflated(data) => entry(at, DEFLATED, crc32, size, data, false),
        })
    }

    fn piece(&mut self, job: &Job, piece: &Piece) -> Result<Done, Fault> {
        let item = &job.items[piece.item];
        let Content::File { path, .. } = &item.content else {
            return Err(stopped());
        };
        let bytes = space(&mut self.bytes, piece.length);
        read_piece(path, &piece.file, piece.from, bytes)?;
        let data = if piece.deflate {
            self.packer.pack_piece(&item.name, bytes, piece.last)
        } else {
            (*bytes).into()
        };
        Ok(Done::Part {
            data,
            crc32: crc32_of(checksum(CrcAlgorithm::Crc32IsoHdlc, bytes)),
            length: piece.length as u64,
        })
    }
}

fn entry(item: usize, method: u16, crc32: u32, size: u64, data: Box<[u8]>, reused: bool) -> Done {
    Done::Entry {
        item,
        method,
        amounts: Amounts {
            crc32,
            compressed: data.len() as u64,
            size,
        },
        data,
        reused,
    }
}

/// Method and compressed bytes.
type Taken = (u16, Box<[u8]>);

/// The same content in the package of before.
fn taken_over(job: &Job, name: &str, size: u64, crc32: u32) -> Result<Option<Taken>, Fault> {
    let Some(previous) = job.previous.filter(|_| size > 0) else {
        return Ok(None);
    };
    let same = previous.candidate(name, size);
    let Some(at) = same.filter(|at| previous.crc32(*at) == crc32) else {
        return Ok(None);
    };
    // What was packed whole is no larger than the file was.
    let length = previous.compressed(at).min(size) as usize;
    let mut data = vec![0; length].into_boxed_slice();
    previous.read(at, 0, &mut data)?;
    Ok(Some((previous.method(at), data)))
}

/// Opens a file that has to be the one that was found before.
pub(super) fn open(path: &Path, stamp: &FileStamp) -> Result<PackageFile, Fault> {
    let file = File::open(path)
        .and_then(PackageFile::new)
        .map_err(|cause| file_unreadable(path, &cause))?;
    unchanged(path, stamp, &file)?;
    Ok(file)
}

/// Whether an open file is still what it was.
pub(super) fn unchanged(path: &Path, stamp: &FileStamp, file: &PackageFile) -> Result<(), Fault> {
    let now = file
        .stamp()
        .map_err(|cause| file_unreadable(path, &cause))?;
    match stamp.differs_from(&now) {
        None => Ok(()),
        Some(difference) => Err(file_changed(path, format!("{difference:?} differs"))),
    }
}

/// Reads a file that has to be the same before and after.
fn read_whole(path: &Path, stamp: &FileStamp, bytes: &mut [u8]) -> Result<(), Fault> {
    let file = open(path, stamp)?;
    read_piece(path, &file, 0, bytes)?;
    unchanged(path, stamp, &file)
}

/// Fills `bytes` from there on.
pub(super) fn read_piece(
    path: &Path,
    file: &PackageFile,
    from: u64,
    bytes: &mut [u8],
) -> Result<(), Fault> {
    match file.read_at(bytes, from) {
        Ok(read) if read == bytes.len() => Ok(()),
        Ok(_) => Err(file_changed(path, "it is shorter than it was")),
        Err(cause) => Err(file_unreadable(path, &cause)),
    }
}

/// The sum is 32 bits wide, whatever the type.
pub(super) fn crc32_of(sum: u64) -> u32 {
    sum as u32
}
