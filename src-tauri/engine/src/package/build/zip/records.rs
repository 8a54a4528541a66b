//! The records of a zip (APPNOTE 4.3). Sizes and places that do not fit into 32 bits go into a
//! zip64 field, which holds only those.

const LOCAL: u32 = 0x0403_4b50;
const DESCRIPTOR: u32 = 0x0807_4b50;
const CENTRAL: u32 = 0x0201_4b50;
const END: u32 = 0x0605_4b50;
const END64: u32 = 0x0606_4b50;
const LOCATOR64: u32 = 0x0706_4b50;

const STREAMED: u16 = 1 << 3;
const UTF8: u16 = 1 << 11;
const ZIP64: u16 = 1;
/// What a reader has to know: deflate and folders, or zip64.
const NEEDS: u16 = 20;
const NEEDS_ZIP64: u16 = 45;
/// Unix, so that the rights below count: without them, some systems unpack files nobody can open.
const MADE_BY: u16 = 3 << 8 | NEEDS_ZIP64;
const FILE_RIGHTS: u32 = 0o100_644 << 16;
const FOLDER_RIGHTS: u32 = 0o040_755 << 16 | 0x10;

const FULL_16: u64 = 0xffff;
const FULL_32: u64 = 0xffff_ffff;

/// Date and time as a zip has them, in steps of two seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::package::build) struct DosTime {
    pub date: u16,
    pub time: u16,
}

impl DosTime {
    /// The first there is: midnight of 1 January 1980.
    pub(in crate::package::build) const FIRST: Self = Self {
        date: 0x21,
        time: 0,
    };
}

/// One entry.
#[derive(Debug, Clone, Copy)]
pub(in crate::package::build) struct Head<'n> {
    /// With `/`; a folder's ends with it.
    pub name: &'n str,
    pub time: DosTime,
    pub method: u16,
}

/// What an entry came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::package::build) struct Amounts {
    pub crc32: u32,
    pub compressed: u64,
    pub size: u64,
}

/// How an entry tells its amounts: before its data, or behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Told {
    Before(Amounts),
    /// `wide` where one of them may need more than 32 bits.
    Behind {
        wide: bool,
    },
}

pub(super) fn local(head: &Head, told: Told) -> Vec<u8> {
    let (amounts, wide, streamed) = match told {
        Told::Before(amounts) => {
            let wide = amounts.size >= FULL_32 || amounts.compressed >= FULL_32;
            (amounts, wide, 0)
        }
        Told::Behind { wide } => (Amounts::default(), wide, STREAMED),
    };
    let mut record = Vec::with_capacity(50 + head.name.len());
    put_32(&mut record, LOCAL);
    put_16(&mut record, if wide { NEEDS_ZIP64 } else { NEEDS });
    put_shared(&mut record, head, streamed, amounts, [wide, wide]);
    put_16(&mut record, length_16(head.name.len()));
    put_16(&mut record, if wide { 20 } else { 0 });
    record.extend_from_slice(head.name.as_bytes());
    if wide {
        // Here both sizes stand, even where one of them would fit.
        put_16(&mut record, ZIP64);
        put_16(&mut record, 16);
        put_64(&mut record, amounts.size);
        put_64(&mut record, amounts.compressed);
    }
    record
}

/// What stands behind the data of an entry that did not tell its amounts before.
pub(super) fn descriptor(amounts: Amounts, wide: bool) -> Vec<u8> {
    let mut record = Vec::with_capacity(24);
    put_32(&mut record, DESCRIPTOR);
    put_32(&mut record, amounts.crc32);
    for amount in [amounts.compressed, amounts.size] {
        if wide {
            put_64(&mut record, amount);
        } else {
            put_32(&mut record, amount as u32);
        }
    }
    record
}

/// Adds an entry to the directory.
pub(super) fn central(
    directory: &mut Vec<u8>,
    head: &Head,
    amounts: Amounts,
    at: u64,
    streamed: bool,
) {
    let wide = [amounts.size, amounts.compressed, at].map(|number| (number, number >= FULL_32));
    let extra = 8 * wide.iter().filter(|(_, wide)| *wide).count() as u16;
    let is_wide = extra > 0;
    put_32(directory, CENTRAL);
    put_16(directory, MADE_BY);
    put_16(directory, if is_wide { NEEDS_ZIP64 } else { NEEDS });
    let flag = if streamed { STREAMED } else { 0 };
    put_shared(directory, head, flag, amounts, [wide[1].1, wide[0].1]);
    put_16(directory, length_16(head.name.len()));
    put_16(directory, if is_wide { extra + 4 } else { 0 });
    // No comment, first disk, no inner attributes.
    directory.extend_from_slice(&[0; 6]);
    let rights = if head.name.ends_with('/') {
        FOLDER_RIGHTS
    } else {
        FILE_RIGHTS
    };
    put_32(directory, rights);
    put_32(directory, at.min(FULL_32) as u32);
    directory.extend_from_slice(head.name.as_bytes());
    if is_wide {
        put_16(directory, ZIP64);
        put_16(directory, extra);
        for (number, _) in wide.iter().filter(|(_, wide)| *wide) {
            put_64(directory, *number);
        }
    }
}

/// The end of an archive whose directory of `length` bytes starts at `at`.
pub(super) fn end(entries: u64, at: u64, length: u64, comment: &str) -> Vec<u8> {
    let mut record = Vec::with_capacity(98 + comment.len());
    if entries >= FULL_16 || at >= FULL_32 || length >= FULL_32 {
        put_32(&mut record, END64);
        put_64(&mut record, 44);
        put_16(&mut record, MADE_BY);
        put_16(&mut record, NEEDS_ZIP64);
        record.extend_from_slice(&[0; 8]);
        for number in [entries, entries, length, at] {
            put_64(&mut record, number);
        }
        put_32(&mut record, LOCATOR64);
        put_32(&mut record, 0);
        put_64(&mut record, at + length);
        put_32(&mut record, 1);
    }
    put_32(&mut record, END);
    record.extend_from_slice(&[0; 4]);
    for _ in 0..2 {
        put_16(&mut record, entries.min(FULL_16) as u16);
    }
    put_32(&mut record, length.min(FULL_32) as u32);
    put_32(&mut record, at.min(FULL_32) as u32);
    put_16(&mut record, length_16(comment.len()));
    record.extend_from_slice(comment.as_bytes());
    record
}

/// Flags, method, time, checksum and sizes, which both records of an entry hold alike.
fn put_shared(record: &mut Vec<u8>, head: &Head, flags: u16, amounts: Amounts, wide: [bool; 2]) {
    let utf8 = if head.name.is_ascii() { 0 } else { UTF8 };
    put_16(record, flags | utf8);
    put_16(record, head.method);
    put_16(record, head.time.time);
    put_16(record, head.time.date);
    put_32(record, amounts.crc32);
    for (number, wide) in [amounts.compressed, amounts.size].into_iter().zip(wide) {
        put_32(record, if wide { u32::MAX } else { number as u32 });
    }
}

/// Names and comments are shorter than that by then.
fn length_16(length: usize) -> u16 {
    u16::try_from(length).unwrap_or(u16::MAX)
}

fn put_16(record: &mut Vec<u8>, number: u16) {
    record.extend_from_slice(&number.to_le_bytes());
}

fn put_32(record: &mut Vec<u8>, number: u32) {
    record.extend_from_slice(&number.to_le_bytes());
}

fn put_64(record: &mut Vec<u8>, number: u64) {
    record.extend_from_slice(&number.to_le_bytes());
}
