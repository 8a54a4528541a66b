//! Zips written byte by byte, so that every field can be a lie.

use crate::package::archive::Source;
use crate::package::sample::SamplePackage;
use flate2::Compression;
use flate2::write::DeflateEncoder;
use std::io::{self, Write};
use std::sync::atomic::{AtomicU64, Ordering};

pub(crate) const UTF8: u16 = 1 << 11;
pub(crate) const STREAMED: u16 = 1 << 3;
pub(crate) const ENCRYPTED: u16 = 1;
pub(crate) const STORE: u16 = 0;
pub(crate) const DEFLATE: u16 = 8;

/// What one of the two descriptions of an entry says.
#[derive(Clone)]
pub(crate) struct Header {
    pub name: Vec<u8>,
    pub flags: u16,
    pub method: u16,
    pub crc32: u32,
    pub compressed: u32,
    pub uncompressed: u32,
    pub extra: Vec<u8>,
}

#[derive(Clone)]
pub(crate) struct Entry {
    pub local: Header,
    pub central: Header,
    pub packed: Vec<u8>,
    /// Zeros after `packed`, which take no memory.
    pub hole: u64,
    /// The system it says to come from; 3 is Unix.
    pub host: u8,
    pub external: u32,
    /// Where the directory says its header is, instead of where it is.
    pub header_at: Option<u32>,
}

pub(crate) fn stored(name: &str, bytes: &[u8]) -> Entry {
    entry(name.as_bytes(), STORE, bytes, bytes.to_vec())
}

pub(crate) fn deflated(name: &str, bytes: &[u8]) -> Entry {
    let mut packed = DeflateEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(bytes).expect("memory can be written");
    let packed = packed.finish().expect("memory can be written");
    entry(name.as_bytes(), DEFLATE, bytes, packed)
}

fn entry(name: &[u8], method: u16, bytes: &[u8], packed: Vec<u8>) -> Entry {
    let mut crc = flate2::Crc::new();
    crc.update(bytes);
    let header = Header {
        name: name.to_vec(),
        flags: UTF8,
        method,
        crc32: crc.sum(),
        compressed: packed.len() as u32,
        uncompressed: bytes.len() as u32,
        extra: Vec::new(),
    };
    Entry {
        local: header.clone(),
        central: header,
        packed,
        hole: 0,
        host: 0,
        external: 0,
        header_at: None,
    }
}

impl Entry {
    /// Changes both descriptions alike.
    pub(crate) fn both(mut self, change: impl Fn(&mut Header)) -> Self {
        change(&mut self.local);
        change(&mut self.central);
        self
    }

    /// Changes what the directory says alone.
    pub(crate) fn central(mut self, change: impl FnOnce(&mut Header)) -> Self {
        change(&mut self.central);
        self
    }

    pub(crate) fn unix_mode(mut self, mode: u32) -> Self {
        self.host = 3;
        self.external = mode << 16;
        self
    }
}

/// An extra field of 64-bit numbers.
pub(crate) fn zip64(numbers: &[u64]) -> Vec<u8> {
    let mut field = vec![1, 0];
    field.extend((numbers.len() as u16 * 8).to_le_bytes());
    field.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
    field
}

/// A package in the making.
#[derive(Clone, Default)]
pub(crate) struct Zip {
    pub entries: Vec<Entry>,
    /// Before the first entry; places count from behind it.
    pub foreign: Vec<u8>,
    /// Between the directory and its end.
    pub gap: Vec<u8>,
    pub comment: Vec<u8>,
    /// After everything, without being a comment.
    pub trailing: Vec<u8>,
    /// Also write the larger end record, with these entries, size and place instead of the true ones.
    pub end64: Option<[Option<u64>; 3]>,
    pub end: End,
}

/// Values of the end record that are not the true ones.
#[derive(Clone, Copy, Default)]
pub(crate) struct End {
    pub disk: u16,
    pub entries: Option<u16>,
    pub size: Option<u32>,
    pub at: Option<u32>,
}

/// A ready package with more entries in front of the metadata.
pub(crate) fn ready_with(more: impl IntoIterator<Item = Entry>) -> Zip {
    package_with(&SamplePackage::new(), more)
}

pub(crate) fn package_with(package: &SamplePackage, more: impl IntoIterator<Item = Entry>) -> Zip {
    let files = package.files();
    let mut entries: Vec<Entry> = files
        .iter()
        .map(|file| deflated(&file.name, &file.bytes))
        .collect();
    let metadata = entries.pop();
    entries.extend(more);
    entries.extend(metadata);
    Zip {
        entries,
        ..Zip::default()
    }
}

impl Zip {
    pub(crate) fn of(entries: impl IntoIterator<Item = Entry>) -> Self {
        Self {
            entries: entries.into_iter().collect(),
            ..Self::default()
        }
    }

    /// Changes the entry of that name.
    pub(crate) fn changing(mut self, name: &str, change: impl FnOnce(&mut Entry)) -> Self {
        let found = self
            .entries
            .iter_mut()
            .find(|entry| entry.central.name == name.as_bytes());
        change(found.expect("there is an entry of that name"));
        self
    }

    /// The whole file in memory.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let laid = self.laid_out();
        let mut bytes = vec![0; usize::try_from(laid.size).expect("a small file")];
        for (at, part) in &laid.parts {
            let at = *at as usize;
            bytes[at..at + part.len()].copy_from_slice(part);
        }
        bytes
    }

    /// The file with its holes.
    pub(crate) fn laid_out(&self) -> Sparse {
        let mut out = Sparse::default();
        out.put(&self.foreign);
        let base = self.foreign.len() as u64;
        let mut directory = Vec::new();
        for entry in &self.entries {
            let at = u32::try_from(out.size - base).unwrap_or(u32::MAX);
            out.put(&local_header(&entry.local));
            out.put(&entry.packed);
            out.size += entry.hole;
            directory.extend(record(entry, entry.header_at.unwrap_or(at)));
        }
        let directory_at = out.size - base;
        out.put(&directory);
        out.put(&self.gap);
        if let Some([entries, size, at]) = self.end64 {
            let record_at = out.size - base;
            let mut record = b"PK\x06\x06".to_vec();
            record.extend(44_u64.to_le_bytes());
            record.extend([45, 0, 45, 0]);
            record.extend([0; 8]);
            let entries = entries.unwrap_or(self.entries.len() as u64);
            let size = size.unwrap_or(directory.len() as u64);
            for number in [entries, entries, size, at.unwrap_or(directory_at)] {
                record.extend(number.to_le_bytes());
            }
            record.extend(b"PK\x06\x07\0\0\0\0");
            record.extend(record_at.to_le_bytes());
            record.extend(1_u32.to_le_bytes());
            out.put(&record);
        }
        out.put(&self.end_record(directory.len() as u32, directory_at));
        out.put(&self.trailing);
        out
    }

    fn end_record(&self, size: u32, at: u64) -> Vec<u8> {
        let count = (self.entries.len() % 0x1_0000) as u16;
        let count = self.end.entries.unwrap_or(count);
        let mut end = b"PK\x05\x06".to_vec();
        end.extend(self.end.disk.to_le_bytes());
        end.extend(0_u16.to_le_bytes());
        end.extend(count.to_le_bytes());
        end.extend(count.to_le_bytes());
        end.extend(self.end.size.unwrap_or(size).to_le_bytes());
        let at = self.end.at.unwrap_or(u32::try_from(at).unwrap_or(u32::MAX));
        end.extend(at.to_le_bytes());
        end.extend((self.comment.len() as u16).to_le_bytes());
        end.extend(&self.comment);
        end
    }
}

fn fields(header: &Header) -> Vec<u8> {
    let mut bytes = Vec::new();
    bytes.extend(header.flags.to_le_bytes());
    bytes.extend(header.method.to_le_bytes());
    // 1 January 1980.
    bytes.extend([0, 0, 0x21, 0]);
    bytes.extend(header.crc32.to_le_bytes());
    bytes.extend(header.compressed.to_le_bytes());
    bytes.extend(header.uncompressed.to_le_bytes());
    bytes.extend((header.name.len() as u16).to_le_bytes());
    bytes.extend((header.extra.len() as u16).to_le_bytes());
    bytes
}

fn local_header(header: &Header) -> Vec<u8> {
    let mut bytes = b"PK\x03\x04\x14\0".to_vec();
    bytes.extend(fields(header));
    bytes.extend(&header.name);
    bytes.extend(&header.extra);
    bytes
}

fn record(entry: &Entry, at: u32) -> Vec<u8> {
    let mut bytes = b"PK\x01\x02".to_vec();
    bytes.extend([20, entry.host, 20, 0]);
    bytes.extend(fields(&entry.central));
    bytes.extend([0; 6]);
    bytes.extend(entry.external.to_le_bytes());
    bytes.extend(at.to_le_bytes());
    bytes.extend(&entry.central.name);
    bytes.extend(&entry.central.extra);
    bytes
}

/// A file of which only the parts that are not zeros are kept; it counts what is read of it.
#[derive(Default)]
pub(crate) struct Sparse {
    parts: Vec<(u64, Vec<u8>)>,
    size: u64,
    read: AtomicU64,
}

impl Sparse {
    fn put(&mut self, bytes: &[u8]) {
        if !bytes.is_empty() {
            self.parts.push((self.size, bytes.to_vec()));
            self.size += bytes.len() as u64;
        }
    }

    /// Bytes that are not in holes.
    pub(crate) fn kept(&self) -> u64 {
        self.parts.iter().map(|(_, part)| part.len() as u64).sum()
    }

    /// Bytes that were read so far, counted each time.
    pub(crate) fn read(&self) -> u64 {
        self.read.load(Ordering::Relaxed)
    }
}

impl From<Vec<u8>> for Sparse {
    fn from(bytes: Vec<u8>) -> Self {
        let mut sparse = Self::default();
        sparse.put(&bytes);
        sparse
    }
}

impl Source for Sparse {
    fn size(&self) -> u64 {
        self.size
    }

    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        let there = self.size.saturating_sub(offset).min(buffer.len() as u64);
        let read = there as usize;
        let buffer = &mut buffer[..read];
        buffer.fill(0);
        let end = offset + there;
        let first = self
            .parts
            .partition_point(|(at, part)| at + part.len() as u64 <= offset);
        for (at, part) in self.parts[first..].iter().take_while(|(at, _)| *at < end) {
            let from = offset.max(*at);
            let to = end.min(at + part.len() as u64);
            buffer[(from - offset) as usize..(to - offset) as usize]
                .copy_from_slice(&part[(from - at) as usize..(to - at) as usize]);
        }
        self.read.fetch_add(there, Ordering::Relaxed);
        Ok(read)
    }
}
