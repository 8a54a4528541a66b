//! An entry from front to back in bounded memory, however large it is: what is read is counted
//! and checked against what the archive claims.

use super::Archive;
use super::content::{DEFLATED, STORED, Unreadable};
use super::source::Source;
use flate2::{Crc, Decompress, FlushDecompress, Status};
use std::io::{self, BufRead, Read};

const PACKED: usize = 128 << 10;
const UNPACKED: usize = 256 << 10;

/// The bytes of one entry. Reading reports [`Unreadable::Damaged`] and [`Unreadable::OtherSize`]
/// as soon as they are certain, the checksum at the end; [`Unreadable::of`] tells them apart.
pub(crate) struct EntryStream<S> {
    source: S,
    /// First byte in the source that is not yet in `packed`.
    next: u64,
    /// Bytes of the entry that are not yet in `packed`.
    left: u64,
    packed: Vec<u8>,
    packed_at: usize,
    /// None where the entry is stored as it is.
    inflate: Option<Decompress>,
    unpacked: Vec<u8>,
    unpacked_at: usize,
    claimed: u64,
    produced: u64,
    crc: Crc,
    crc_claimed: u32,
    ended: bool,
}

/// Where the packed bytes of an entry lie, and what the archive claims they unpack to: all that is
/// needed to read it once the archive itself is no longer looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    data_at: u64,
    compressed: u64,
    uncompressed: u64,
    crc32: u32,
    deflated: bool,
}

impl Place {
    /// Claimed size of the file.
    pub(crate) fn uncompressed(&self) -> u64 {
        self.uncompressed
    }

    /// Tells this content from any other of the same archive.
    pub(crate) fn mark(&self) -> [u8; 20] {
        let mut mark = [0; 20];
        mark[..8].copy_from_slice(&self.data_at.to_le_bytes());
        mark[8..16].copy_from_slice(&self.uncompressed.to_le_bytes());
        mark[16..].copy_from_slice(&self.crc32.to_le_bytes());
        mark
    }
}

impl Archive {
    /// Where entry `index` lies, if it is one that is unpacked at all.
    pub(crate) fn place(&self, index: usize) -> Result<Place, Unreadable> {
        let entry = &self.entries[index];
        if entry.is_encrypted()
            || !matches!(entry.method, STORED | DEFLATED)
            || !self.is_apart(index)
        {
            return Err(Unreadable::Closed);
        }
        Ok(Place {
            data_at: self.locals[index].data_at().ok_or(Unreadable::Damaged)?,
            compressed: entry.compressed,
            uncompressed: entry.uncompressed,
            crc32: entry.crc32,
            deflated: entry.method == DEFLATED,
        })
    }
}

/// Opens entry `index` of `archive` for reading from its beginning.
pub(crate) fn stream<S: Source>(
    source: S,
    archive: &Archive,
    index: usize,
) -> Result<EntryStream<S>, Unreadable> {
    Ok(EntryStream::of(source, &archive.place(index)?))
}

impl<S: Source> EntryStream<S> {
    pub(crate) fn of(source: S, place: &Place) -> Self {
        Self {
            source,
            next: place.data_at,
            left: place.compressed,
            packed: Vec::new(),
            packed_at: 0,
            inflate: place.deflated.then(|| Decompress::new(false)),
            unpacked: Vec::new(),
            unpacked_at: 0,
            claimed: place.uncompressed,
            produced: 0,
            crc: Crc::new(),
            crc_claimed: place.crc32,
            ended: false,
        }
    }

    pub(crate) fn source(&self) -> &S {
        &self.source
    }

    fn refill(&mut self) -> Result<(), Unreadable> {
        self.unpacked_at = 0;
        self.unpacked.clear();
        while self.unpacked.is_empty() && !self.ended {
            if self.packed_at == self.packed.len() && self.left > 0 {
                self.fetch()?;
            }
            self.produce()?;
        }
        self.crc.update(&self.unpacked);
        self.produced += self.unpacked.len() as u64;
        if self.produced > self.claimed || (self.ended && self.produced != self.claimed) {
            return Err(Unreadable::OtherSize);
        }
        if self.ended && self.crc.sum() != self.crc_claimed {
            return Err(Unreadable::Damaged);
        }
        Ok(())
    }

    fn fetch(&mut self) -> Result<(), Unreadable> {
        let wanted = self.left.min(PACKED as u64) as usize;
        self.packed.resize(wanted, 0);
        self.packed_at = 0;
        self.source
            .read_exact_at(&mut self.packed, self.next)
            .map_err(Unreadable::of)?;
        self.next += wanted as u64;
        self.left -= wanted as u64;
        Ok(())
    }

    fn produce(&mut self) -> Result<(), Unreadable> {
        let Some(inflate) = &mut self.inflate else {
            // Stored: the packed bytes are the bytes.
            std::mem::swap(&mut self.unpacked, &mut self.packed);
            self.packed.clear();
            self.packed_at = 0;
            self.ended = self.left == 0;
            return Ok(());
        };
        self.unpacked.resize(UNPACKED, 0);
        let (in_before, out_before) = (inflate.total_in(), inflate.total_out());
        let rest = &self.packed[self.packed_at..];
        let status = inflate
            .decompress(rest, &mut self.unpacked, FlushDecompress::None)
            .map_err(|_| Unreadable::Damaged)?;
        let taken = (inflate.total_in() - in_before) as usize;
        let given = (inflate.total_out() - out_before) as usize;
        self.packed_at += taken;
        self.unpacked.truncate(given);
        match status {
            // What follows the end inside the entry belongs to nothing.
            Status::StreamEnd if self.left > 0 || self.packed_at < self.packed.len() => {
                Err(Unreadable::Damaged)
            }
            Status::StreamEnd => {
                self.ended = true;
                Ok(())
            }
            _ if taken == 0 && given == 0 && self.left == 0 => Err(Unreadable::Damaged),
            _ => Ok(()),
        }
    }
}

impl<S: Source> BufRead for EntryStream<S> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.unpacked_at == self.unpacked.len() && !self.ended {
            self.refill()?;
        }
        Ok(&self.unpacked[self.unpacked_at..])
    }

    fn consume(&mut self, amount: usize) {
        self.unpacked_at = (self.unpacked_at + amount).min(self.unpacked.len());
    }
}

impl<S: Source> Read for EntryStream<S> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let there = self.fill_buf()?;
        let read = there.len().min(into.len());
        into[..read].copy_from_slice(&there[..read]);
        self.consume(read);
        Ok(read)
    }
}

impl std::fmt::Display for Unreadable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Disk(cause) => cause.fmt(f),
            Self::Damaged => f.write_str("damaged"),
            Self::OtherSize => f.write_str("another size than claimed"),
            Self::Closed => f.write_str("closed"),
        }
    }
}

impl std::error::Error for Unreadable {}

impl From<Unreadable> for io::Error {
    fn from(trouble: Unreadable) -> Self {
        match trouble {
            Unreadable::Disk(cause) => cause,
            other => Self::new(io::ErrorKind::InvalidData, other),
        }
    }
}

impl Unreadable {
    /// What an error of reading a stream was about.
    pub(crate) fn of(error: io::Error) -> Self {
        let told = error.get_ref().and_then(|inner| inner.downcast_ref());
        match told {
            Some(Self::OtherSize) => Self::OtherSize,
            Some(Self::Closed) => Self::Closed,
            Some(_) => Self::Damaged,
            None if error.kind() == io::ErrorKind::UnexpectedEof => Self::Damaged,
            None => Self::Disk(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Opened, open};
    use super::*;
    use crate::package::sample::SamplePackage;
    use proptest::prelude::*;
    use std::sync::LazyLock;

    fn archive(bytes: &Vec<u8>) -> Option<Archive> {
        match open(bytes, &|| false).ok()?? {
            Opened::Archive(archive) => Some(archive),
            Opened::NotZip(_) => None,
        }
    }

    #[test]
    fn an_entry_read_bit_by_bit_is_what_went_in() {
        let sample = SamplePackage::new().ballast(700_000);
        let bytes = sample.bytes();
        let archive = archive(&bytes).expect("a zip");
        for file in sample.files() {
            let named = |entry: &super::super::Entry| *entry.name == *file.name;
            let index = archive.entries.iter().position(named).expect("it is there");
            let mut read = Vec::new();
            stream(&bytes, &archive, index)
                .expect("it opens")
                .read_to_end(&mut read)
                .expect("it is whole");
            assert_eq!(read, file.bytes, "{}", file.name);
        }
    }

    static SAMPLE: LazyLock<Vec<u8>> = LazyLock::new(|| SamplePackage::new().objects(5).bytes());

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]
        #[test]
        fn a_changed_byte_is_an_answer_and_never_a_panic(at in 0_usize..40_000, bit in 0_u8..8) {
            let mut bytes = SAMPLE.clone();
            let at = at % bytes.len();
            bytes[at] ^= 1 << bit;
            if let Some(archive) = archive(&bytes) {
                for index in 0..archive.entries.len() {
                    let mut read = Vec::new();
                    if let Ok(mut entry) = stream(&bytes, &archive, index)
                        && entry.read_to_end(&mut read).is_ok()
                    {
                        prop_assert_eq!(read.len() as u64, archive.entries[index].uncompressed);
                    }
                }
            }
        }
    }
}
