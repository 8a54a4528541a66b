//! The records at the end of a zip: where its directory is and how much it holds.

use super::bytes::{u16_at, u32_at, u64_at};
use super::source::Source;
use std::io;

const END: u32 = 0x0605_4b50;
const END64: u32 = 0x0606_4b50;
const END64_LOCATOR: u32 = 0x0706_4b50;
const END_LENGTH: usize = 22;
const LOCATOR_LENGTH: u64 = 20;
const END64_LENGTH: u64 = 56;
const LONGEST_COMMENT: u64 = 0xffff;

/// What the end says about the directory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct End {
    pub entries: u64,
    /// Whether `entries` is from the old record, which cannot count past 65,535.
    pub short_count: bool,
    pub directory_size: u64,
    /// As claimed: from the start of the archive.
    pub directory_at: u64,
    /// Where the directory must have ended, from the start of the file.
    pub directory_end: u64,
    /// Part of an archive in several files.
    pub split: bool,
}

/// Finds the end record; none if the file has none. An `Err` is the disk's.
pub(super) fn find(source: &dyn Source) -> io::Result<Option<End>> {
    let size = source.size();
    let span = size.min(LONGEST_COMMENT + END_LENGTH as u64);
    let start = size - span;
    let tail = source.read_up_to(start, span)?;
    for at in (0..tail.len().saturating_sub(END_LENGTH - 1)).rev() {
        if u32_at(&tail, at) != Some(END) {
            continue;
        }
        if let Some(end) = old_record(&tail[at..], start + at as u64) {
            return Ok(Some(zip64(source, end, start + at as u64)?));
        }
    }
    Ok(None)
}

/// Reads the record if its comment fits into the file.
fn old_record(bytes: &[u8], at: u64) -> Option<End> {
    let comment = usize::from(u16_at(bytes, 20)?);
    if END_LENGTH + comment > bytes.len() {
        return None;
    }
    let disk = u16_at(bytes, 4)?;
    let directory_disk = u16_at(bytes, 6)?;
    let split = [disk, directory_disk]
        .iter()
        .any(|number| !matches!(number, 0 | 0xffff));
    Some(End {
        entries: u64::from(u16_at(bytes, 10)?),
        short_count: true,
        directory_size: u64::from(u32_at(bytes, 12)?),
        directory_at: u64::from(u32_at(bytes, 16)?),
        directory_end: at,
        split,
    })
}

/// The larger record of archives past 4 GiB or 65,535 entries, where there is one.
fn zip64(source: &dyn Source, old: End, old_at: u64) -> io::Result<End> {
    let Some(locator_at) = old_at.checked_sub(LOCATOR_LENGTH) else {
        return Ok(old);
    };
    let locator = source.read_up_to(locator_at, LOCATOR_LENGTH)?;
    if u32_at(&locator, 0) != Some(END64_LOCATOR) {
        return Ok(old);
    }
    // With bytes in front of the archive the claimed place is off; then it lies right before the locator.
    let claimed = u64_at(&locator, 8).unwrap_or(u64::MAX);
    let adjacent = locator_at.saturating_sub(END64_LENGTH);
    for at in [claimed, adjacent] {
        if at >= locator_at {
            continue;
        }
        let record = source.read_up_to(at, END64_LENGTH)?;
        if let Some(end) = new_record(&record, at) {
            return Ok(end);
        }
    }
    Ok(old)
}

fn new_record(bytes: &[u8], at: u64) -> Option<End> {
    if u32_at(bytes, 0)? != END64 {
        return None;
    }
    Some(End {
        split: u32_at(bytes, 16)? != 0 || u32_at(bytes, 20)? != 0,
        entries: u64_at(bytes, 32)?,
        short_count: false,
        directory_size: u64_at(bytes, 40)?,
        directory_at: u64_at(bytes, 48)?,
        directory_end: at,
    })
}
