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
    /// There is another end that some programs take for the true one, or the old and the new
    /// record tell different lists of entries.
    pub ambiguous: bool,
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
            let mut end = zip64(source, end, start + at as u64)?;
            end.ambiguous |= has_earlier_end(&tail, at);
            return Ok(Some(end));
        }
    }
    Ok(None)
}

/// Whether a record before the last one also ends with the file, so that the last one may be part
/// of its comment. The end of a package inside this one does not reach that far.
fn has_earlier_end(tail: &[u8], last: usize) -> bool {
    (0..last).any(|at| {
        u32_at(tail, at) == Some(END)
            && u16_at(tail, at + 20)
                .is_some_and(|comment| at + END_LENGTH + usize::from(comment) == tail.len())
    })
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
        ambiguous: false,
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
        if let Some(mut end) = new_record(&record, at) {
            end.ambiguous = contradicts(&old, &end);
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
        ambiguous: false,
    })
}

/// Whether the old record tells something else than the new one, rather than "look there".
fn contradicts(old: &End, new: &End) -> bool {
    let differs = |old: u64, new: u64, full: u64| old != full && old != new;
    differs(old.entries, new.entries, 0xffff)
        || differs(old.directory_size, new.directory_size, 0xffff_ffff)
        || differs(old.directory_at, new.directory_at, 0xffff_ffff)
}
