//! Reading what an entry holds: counted and checked against what the archive claims, never more
//! than claimed, and never into a file.

use super::Archive;
use super::entry::Entry;
use super::limits::{READ_HEAD, READ_WHOLE};
use super::source::Source;
use flate2::{Crc, Decompress, FlushDecompress, Status};
use std::io;

pub(crate) const STORED: u16 = 0;
pub(crate) const DEFLATED: u16 = 8;

/// No deflated byte stands for more: two bits for 258 bytes.
const MOST_GROWTH: usize = 1_032;

/// Why the content of an entry cannot be used.
#[derive(Debug)]
pub(crate) enum Unreadable {
    /// The disk's answer.
    Disk(io::Error),
    /// Its bytes do not unpack, do not give the claimed checksum, or are not there.
    Damaged,
    /// It holds more or fewer bytes than the archive claims (promise 31).
    OtherSize,
    /// Encrypted, packed in a way only some programs know, or sharing its bytes with another
    /// entry; the checks on the archive say so.
    Closed,
}

/// Buffers that are used again for each entry.
pub(crate) struct Scratch {
    packed: Vec<u8>,
    unpacked: Vec<u8>,
    inflate: Decompress,
}

impl Scratch {
    pub(crate) fn new() -> Self {
        Self {
            packed: Vec::new(),
            unpacked: Vec::new(),
            inflate: Decompress::new(false),
        }
    }
}

/// What entry `index` of `archive` holds: all of it, or the beginning of one larger than
/// [`READ_WHOLE`].
pub(crate) fn read<'b>(
    source: &dyn Source,
    archive: &Archive,
    index: usize,
    scratch: &'b mut Scratch,
) -> Result<&'b [u8], Unreadable> {
    let entry = &archive.entries[index];
    let packed_as_known = matches!(entry.method, STORED | DEFLATED);
    if entry.is_encrypted() || !packed_as_known || !archive.is_apart(index) {
        return Err(Unreadable::Closed);
    }
    let data_at = archive.locals[index].data_at().ok_or(Unreadable::Damaged)?;
    if entry.uncompressed > READ_WHOLE || entry.compressed > READ_WHOLE {
        return head(source, entry, data_at, scratch);
    }
    fetch(source, data_at, entry.compressed, &mut scratch.packed)?;
    let bytes = match entry.method {
        STORED => &scratch.packed,
        _ => {
            // One byte more than claimed is room enough to see that there is more. What the packed
            // bytes cannot grow to gets no room: it would be cleared for each of many entries.
            let most = scratch.packed.len().saturating_mul(MOST_GROWTH) + 1;
            inflate(scratch, most.min(entry.uncompressed as usize + 1), true)?;
            &scratch.unpacked
        }
    };
    if bytes.len() as u64 != entry.uncompressed {
        return Err(Unreadable::OtherSize);
    }
    let mut crc = Crc::new();
    crc.update(bytes);
    if crc.sum() != entry.crc32 {
        return Err(Unreadable::Damaged);
    }
    Ok(bytes)
}

/// The beginning of a large entry; its checksum stays unknown.
fn head<'b>(
    source: &dyn Source,
    entry: &Entry,
    data_at: u64,
    scratch: &'b mut Scratch,
) -> Result<&'b [u8], Unreadable> {
    fetch(
        source,
        data_at,
        entry.compressed.min(READ_HEAD as u64),
        &mut scratch.packed,
    )?;
    let bytes = match entry.method {
        STORED => &scratch.packed,
        _ => {
            inflate(scratch, READ_HEAD, false)?;
            &scratch.unpacked
        }
    };
    Ok(bytes)
}

fn fetch(source: &dyn Source, at: u64, length: u64, into: &mut Vec<u8>) -> Result<(), Unreadable> {
    into.resize(length as usize, 0);
    source
        .read_exact_at(into, at)
        .map_err(|cause| match cause.kind() {
            io::ErrorKind::UnexpectedEof => Unreadable::Damaged,
            _ => Unreadable::Disk(cause),
        })
}

/// Unpacks at most `room` bytes. With `to_the_end` the data has to end within them.
fn inflate(scratch: &mut Scratch, room: usize, to_the_end: bool) -> Result<(), Unreadable> {
    let Scratch {
        packed,
        unpacked,
        inflate,
    } = scratch;
    inflate.reset(false);
    unpacked.resize(room, 0);
    let end = inflate.decompress(packed, unpacked, FlushDecompress::Finish);
    let written = inflate.total_out() as usize;
    unpacked.truncate(written);
    match end {
        Ok(Status::StreamEnd) => Ok(()),
        Ok(_) if !to_the_end => Ok(()),
        Ok(_) if written == room => Err(Unreadable::OtherSize),
        Ok(_) | Err(_) => Err(Unreadable::Damaged),
    }
}
