//! The central directory: the list of entries, read once from front to back.

use super::bytes::{extra_field, u16_at, u32_at, u64_at};
use super::end::End;
use super::entry::{Entry, Numbers};
use super::limits::{MAX_DIRECTORY, MAX_ENTRIES};
use super::source::Source;
use std::io;

const RECORD: u32 = 0x0201_4b50;
const RECORD_LENGTH: usize = 46;
const ZIP64_FIELD: u16 = 1;
const WINDOW: u64 = 1 << 20;

/// The entries that could be read, and what is wrong with the list as a whole.
pub(super) struct Directory {
    pub entries: Vec<Entry>,
    /// Where it starts in the file.
    pub start: u64,
    /// Bytes in front of the archive that do not belong to it.
    pub foreign: u64,
    /// It ends early, is garbled, or holds another number of entries than the end says.
    pub damaged: bool,
    /// There is more than Slipway reads (promise 31).
    pub over_limit: bool,
}

pub(super) fn read(source: &dyn Source, end: &End) -> io::Result<Directory> {
    let Some(Place {
        start,
        foreign,
        as_told,
    }) = place(source, end)?
    else {
        return Ok(Directory {
            entries: Vec::new(),
            start: end.directory_end,
            foreign: 0,
            damaged: true,
            over_limit: false,
        });
    };
    let length = end.directory_end - start;
    let mut directory = Directory {
        entries: Vec::new(),
        start,
        foreign,
        damaged: end.ambiguous || !as_told,
        over_limit: length > MAX_DIRECTORY,
    };
    let mut window = Window {
        source,
        next: start,
        end: start + length.min(MAX_DIRECTORY),
        bytes: Vec::new(),
        at: 0,
    };
    loop {
        if directory.entries.len() == MAX_ENTRIES && !window.is_over()? {
            directory.over_limit = true;
            break;
        }
        match next_entry(&mut window, foreign)? {
            Next::Entry(entry) => directory.entries.push(entry),
            Next::Over => break,
            Next::Garbled => {
                directory.damaged |= !directory.over_limit;
                break;
            }
        }
    }
    directory.damaged |=
        !directory.over_limit && !counts_agree(end, directory.entries.len() as u64);
    Ok(directory)
}

struct Place {
    start: u64,
    foreign: u64,
    /// Size and place are what the end says.
    as_told: bool,
}

/// Where the directory really starts, and how many foreign bytes stand before the archive. The
/// size is more to be trusted than the place: it does not change when something is put in front.
fn place(source: &dyn Source, end: &End) -> io::Result<Option<Place>> {
    if let Some(start) = end.directory_end.checked_sub(end.directory_size)
        && let Some(foreign) = start.checked_sub(end.directory_at)
        && (end.directory_size == 0 || begins_a_record(source, start)?)
    {
        return Ok(Some(Place {
            start,
            foreign,
            as_told: true,
        }));
    }
    // Something stands between the directory and its end record, or the size is another one.
    if end.directory_at < end.directory_end && begins_a_record(source, end.directory_at)? {
        return Ok(Some(Place {
            start: end.directory_at,
            foreign: 0,
            as_told: false,
        }));
    }
    Ok(None)
}

fn begins_a_record(source: &dyn Source, at: u64) -> io::Result<bool> {
    Ok(u32_at(&source.read_up_to(at, 4)?, 0) == Some(RECORD))
}

/// The old end record counts modulo 65,536.
fn counts_agree(end: &End, read: u64) -> bool {
    if end.short_count {
        end.entries == read % 0x1_0000
    } else {
        end.entries == read
    }
}

enum Next {
    Entry(Entry),
    Over,
    Garbled,
}

fn next_entry(window: &mut Window<'_>, foreign: u64) -> io::Result<Next> {
    let Some(record) = window.peek(RECORD_LENGTH)? else {
        return Ok(if window.is_over()? {
            Next::Over
        } else {
            Next::Garbled
        });
    };
    if u32_at(record, 0) != Some(RECORD) {
        // After the last record there may be a signature of the directory.
        return Ok(Next::Garbled);
    }
    let length = |at| usize::from(u16_at(record, at).unwrap_or(0));
    let (name, extra, comment) = (length(28), length(30), length(32));
    let Some(record) = window.peek(RECORD_LENGTH + name + extra + comment)? else {
        return Ok(Next::Garbled);
    };
    let entry = entry(record, name, extra, foreign);
    window.skip(RECORD_LENGTH + name + extra + comment);
    Ok(entry.map_or(Next::Garbled, Next::Entry))
}

fn entry(record: &[u8], name: usize, extra: usize, foreign: u64) -> Option<Entry> {
    let mut numbers = Numbers {
        host: *record.get(5)?,
        flags: u16_at(record, 8)?,
        method: u16_at(record, 10)?,
        crc32: u32_at(record, 16)?,
        compressed: u64::from(u32_at(record, 20)?),
        uncompressed: u64::from(u32_at(record, 24)?),
        external: u32_at(record, 38)?,
        header_at: u64::from(u32_at(record, 42)?),
    };
    let name_end = RECORD_LENGTH + name;
    widen(&mut numbers, record.get(name_end..name_end + extra)?);
    numbers.header_at = numbers.header_at.saturating_add(foreign);
    Some(Entry::new(record.get(RECORD_LENGTH..name_end)?, numbers))
}

/// Takes the numbers that did not fit into 32 bits from the zip64 field, which holds only those.
fn widen(numbers: &mut Numbers, extra: &[u8]) {
    const FULL: u64 = 0xffff_ffff;
    let Some(mut field) = extra_field(extra, ZIP64_FIELD) else {
        return;
    };
    for number in [
        &mut numbers.uncompressed,
        &mut numbers.compressed,
        &mut numbers.header_at,
    ] {
        if *number == FULL
            && let Some(wide) = u64_at(field, 0)
        {
            *number = wide;
            field = &field[8..];
        }
    }
}

/// Part of the file in memory, moving forward.
struct Window<'s> {
    source: &'s dyn Source,
    /// First byte that is not yet in `bytes`.
    next: u64,
    end: u64,
    bytes: Vec<u8>,
    at: usize,
}

impl Window<'_> {
    /// The next `length` bytes, or none if there are not that many.
    fn peek(&mut self, length: usize) -> io::Result<Option<&[u8]>> {
        if self.bytes.len() - self.at < length {
            self.bytes.drain(..self.at);
            self.at = 0;
            let more = self
                .source
                .read_up_to(self.next, WINDOW.min(self.end - self.next))?;
            self.next += more.len() as u64;
            self.bytes.extend_from_slice(&more);
        }
        Ok(self.bytes.get(self.at..self.at + length))
    }

    fn skip(&mut self, length: usize) {
        self.at += length;
    }

    fn is_over(&mut self) -> io::Result<bool> {
        Ok(self.peek(1)?.is_none())
    }
}
