//! Each entry's own header in front of its data. The two descriptions of an entry must agree,
//! because some programs believe the one and some the other.

use super::bytes::{extra_field, u16_at, u32_at, u64_at};
use super::entry::Entry;
use super::source::Source;
use std::io;

const HEADER: u32 = 0x0403_4b50;
const HEADER_LENGTH: usize = 30;
/// Extra fields are usually shorter, so one read is enough.
const USUAL_EXTRA: usize = 64;
const ZIP64_FIELD: u16 = 1;
const STREAMED: u16 = 1 << 3;
const FULL: u32 = 0xffff_ffff;

/// What stands in front of an entry's data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Local {
    /// The data starts there, and all agrees.
    Good { data_at: u64 },
    /// The header says something else than the directory.
    Differs { data_at: u64 },
    /// No header at the place the directory names, or the data goes past the end.
    Missing,
}

impl Local {
    pub(crate) fn data_at(self) -> Option<u64> {
        match self {
            Self::Good { data_at } | Self::Differs { data_at } => Some(data_at),
            Self::Missing => None,
        }
    }
}

/// Reads the header of `entry`, whose data must end at or before `end`.
pub(super) fn read(source: &dyn Source, entry: &Entry, end: u64) -> io::Result<Local> {
    if entry.header_at >= end {
        return Ok(Local::Missing);
    }
    let mut space = [0; HEADER_LENGTH + 320 + USUAL_EXTRA];
    let wanted = HEADER_LENGTH + entry.name_length.min(320) + USUAL_EXTRA;
    let read = source.read_at(&mut space[..wanted], entry.header_at)?;
    let head = &space[..read];
    if u32_at(head, 0) != Some(HEADER) {
        return Ok(Local::Missing);
    }
    let (Some(name), Some(extra)) = (u16_at(head, 26), u16_at(head, 28)) else {
        return Ok(Local::Missing);
    };
    let (name, extra) = (usize::from(name), usize::from(extra));
    let data_at = entry.header_at + (HEADER_LENGTH + name + extra) as u64;
    if data_at
        .checked_add(entry.compressed)
        .is_none_or(|data_end| data_end > end)
    {
        return Ok(Local::Missing);
    }
    let whole = HEADER_LENGTH + name + extra;
    let agrees = if whole <= head.len() {
        agrees(&head[..whole], entry, name)
    } else {
        agrees(
            &source.read_up_to(entry.header_at, whole as u64)?,
            entry,
            name,
        )
    };
    Ok(if agrees {
        Local::Good { data_at }
    } else {
        Local::Differs { data_at }
    })
}

fn agrees(header: &[u8], entry: &Entry, name: usize) -> bool {
    let flags = u16_at(header, 6).unwrap_or(0);
    let method = u16_at(header, 8);
    let name_end = HEADER_LENGTH + name;
    header
        .get(HEADER_LENGTH..name_end)
        .is_some_and(|bytes| entry.is_named(bytes, name))
        && method == Some(entry.method)
        && flags & 1 == entry.flags & 1
        && sizes_agree(
            header,
            entry,
            name_end,
            entry.is_streamed() || flags & STREAMED != 0,
        )
}

/// Where sizes and checksum follow the data, the header leaves them out; it may not tell others.
fn sizes_agree(header: &[u8], entry: &Entry, name_end: usize, streamed: bool) -> bool {
    let zip64 = header
        .get(name_end..)
        .and_then(|extra| extra_field(extra, ZIP64_FIELD));
    let (Some(packed), Some(unpacked)) = (u32_at(header, 18), u32_at(header, 22)) else {
        return false;
    };
    // The zip64 field holds only those numbers that did not fit, the unpacked size first.
    let after_unpacked = if unpacked == FULL { 8 } else { 0 };
    let told = |short: u32, at: usize| match zip64.and_then(|field| u64_at(field, at)) {
        Some(wide) if short == FULL => wide,
        _ => u64::from(short),
    };
    let agrees =
        |told: u64, size: u64| told == size || (streamed && (told == 0 || told == u64::from(FULL)));
    let checksum = u32_at(header, 14).map(u64::from);
    checksum.is_some_and(|told| agrees(told, u64::from(entry.crc32)))
        && agrees(told(packed, after_unpacked), entry.compressed)
        && agrees(told(unpacked, 0), entry.uncompressed)
}
