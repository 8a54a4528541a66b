//! Frames: how records stand in the file.

use crate::blob::checksum::crc64;

pub(super) const FIRST_LINE: &[u8] = b"slipway blob journal 1\n";
/// What the first line of any version begins with.
pub(super) const NAME: &[u8] = b"slipway blob journal ";
const HEAD: usize = size_of::<u32>() + size_of::<u64>();
/// No record is longer, so a longer one is no record.
const LONGEST: usize = 64 * 1024;

pub(super) fn append(out: &mut Vec<u8>, payload: &[u8]) {
    out.extend_from_slice(&(payload.len() as u32).to_le_bytes());
    out.extend_from_slice(&crc64(payload).to_le_bytes());
    out.extend_from_slice(payload);
}

/// What comes next in a journal.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Next<'j> {
    Payload(&'j [u8]),
    /// Nothing more.
    End,
    /// A record that was not written to its end.
    Torn,
    /// Something that was never written so.
    Damaged,
}

/// Reads the frame at the start of `rest`, and says what lies behind it.
pub(super) fn next(rest: &[u8]) -> (Next<'_>, &[u8]) {
    if rest.is_empty() {
        return (Next::End, rest);
    }
    let Some((head, after)) = rest.split_at_checked(HEAD) else {
        return (Next::Torn, rest);
    };
    let (length, crc) = head.split_at(size_of::<u32>());
    let length = u32::from_le_bytes(length.try_into().unwrap_or_default()) as usize;
    let crc = u64::from_le_bytes(crc.try_into().unwrap_or_default());
    if length == 0 || length > LONGEST {
        // A crash of the whole computer can leave zeros where the end was not written.
        let zeros = rest.iter().all(|byte| *byte == 0);
        return (if zeros { Next::Torn } else { Next::Damaged }, rest);
    }
    match after.split_at_checked(length) {
        None => (Next::Torn, rest),
        Some((payload, behind)) if crc64(payload) == crc => (Next::Payload(payload), behind),
        Some((_, [])) => (Next::Torn, rest),
        Some(_) => (Next::Damaged, rest),
    }
}
