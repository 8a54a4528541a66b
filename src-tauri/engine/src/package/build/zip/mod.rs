//! Writing a zip from front to back, hashed as it is written; nothing is ever gone back to.

mod records;
#[cfg(test)]
mod tests;

pub(super) use records::{Amounts, DosTime, Head};

use crc_fast::{CrcAlgorithm, Digest as Crc};
use records::Told;
use sha2::{Digest, Sha256};
use std::io::{self, BufWriter, Write};

/// Small writes are gathered up to this many bytes.
const BUFFER: usize = 512 << 10;

/// Sums over all bytes of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sums {
    pub size: u64,
    pub sha256: [u8; 32],
    pub crc64: u64,
}

/// A zip in the making.
pub(super) struct ZipOut<W: Write> {
    out: BufWriter<Hashing<W>>,
    /// Where the next byte goes.
    at: u64,
    directory: Vec<u8>,
    entries: u64,
    open: Option<Open>,
}

/// An entry whose data is being written.
struct Open {
    header_at: u64,
    data_at: u64,
    told: Told,
}

impl<W: Write> ZipOut<W> {
    pub(super) fn new(out: W) -> Self {
        Self {
            out: BufWriter::with_capacity(BUFFER, Hashing::new(out)),
            at: 0,
            directory: Vec::new(),
            entries: 0,
            open: None,
        }
    }

    /// Writes an entry whose data is there already.
    pub(super) fn put(&mut self, head: &Head, amounts: Amounts, data: &[u8]) -> io::Result<()> {
        self.begin(head, amounts)?;
        self.data(data)?;
        self.end(head, amounts)
    }

    /// Begins an entry of which all is known but the data.
    pub(super) fn begin(&mut self, head: &Head, amounts: Amounts) -> io::Result<()> {
        self.open(head, Told::Before(amounts))
    }

    /// Begins an entry of `size` bytes that tells the rest behind its data.
    pub(super) fn begin_streamed(&mut self, head: &Head, size: u64) -> io::Result<()> {
        // Stored blocks take five bytes more for each 64 KiB.
        let wide = size.saturating_add(size / 8_192).saturating_add(1 << 20) >= u64::from(u32::MAX);
        self.open(head, Told::Behind { wide })
    }

    fn open(&mut self, head: &Head, told: Told) -> io::Result<()> {
        let header_at = self.at;
        self.write(&records::local(head, told))?;
        self.open = Some(Open {
            header_at,
            data_at: self.at,
            told,
        });
        Ok(())
    }

    pub(super) fn data(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.write(bytes)
    }

    /// Ends the entry that was begun. What was told before the data has to be true.
    pub(super) fn end(&mut self, head: &Head, amounts: Amounts) -> io::Result<()> {
        let Some(open) = self.open.take() else {
            return Err(io::Error::other("no entry was begun"));
        };
        let written = self.at - open.data_at;
        let kept = match open.told {
            Told::Before(told) => told == amounts,
            Told::Behind { .. } => true,
        };
        if written != amounts.compressed || !kept {
            return Err(io::Error::other("an entry is not what was told of it"));
        }
        let streamed = match open.told {
            Told::Before(_) => false,
            Told::Behind { wide } => {
                self.write(&records::descriptor(amounts, wide))?;
                true
            }
        };
        records::central(&mut self.directory, head, amounts, open.header_at, streamed);
        self.entries += 1;
        Ok(())
    }

    /// Writes the directory and the end, whose comment is made from the CRC-64 of all before it.
    pub(super) fn finish(mut self, comment: impl FnOnce(u64) -> String) -> io::Result<(W, Sums)> {
        let start = self.at;
        let directory = std::mem::take(&mut self.directory);
        self.write(&directory)?;
        self.out.flush()?;
        let comment = comment(self.out.get_ref().crc64.clone().finalize());
        let end = records::end(self.entries, start, directory.len() as u64, &comment);
        self.write(&end)?;
        let hashing = self
            .out
            .into_inner()
            .map_err(io::IntoInnerError::into_error)?;
        let sums = Sums {
            size: self.at,
            sha256: hashing.sha256.finalize().into(),
            crc64: hashing.crc64.finalize(),
        };
        Ok((hashing.out, sums))
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.out.write_all(bytes)?;
        self.at += bytes.len() as u64;
        Ok(())
    }
}

/// Sums up what goes through.
struct Hashing<W> {
    out: W,
    sha256: Sha256,
    crc64: Crc,
}

impl<W> Hashing<W> {
    fn new(out: W) -> Self {
        Self {
            out,
            sha256: Sha256::new(),
            crc64: Crc::new(CrcAlgorithm::Crc64Nvme),
        }
    }
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.sha256.update(&bytes[..written]);
        self.crc64.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
