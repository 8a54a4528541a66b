//! A request's body on its way to nowhere.

use crc_fast::{CrcAlgorithm, Digest};
use std::io::{self, Read, Write};

/// What became of a body.
pub(super) struct Taken {
    pub bytes: u64,
    /// The CRC64 of it, if it was asked for.
    pub crc64: Option<u64>,
    /// The body itself, if it was asked for.
    pub kept: Vec<u8>,
}

/// Reads a body of `length` bytes; fewer come if the other side goes away.
pub(super) fn taken(from: &mut impl Read, length: u64, sum: bool, keep: bool) -> Taken {
    let mut drain = Drain {
        bytes: 0,
        digest: sum.then(|| Digest::new(CrcAlgorithm::Crc64Nvme)),
        kept: keep.then(Vec::new),
    };
    // However it ends, what counts is how many bytes came.
    let _ = io::copy(&mut from.take(length), &mut drain);
    Taken {
        bytes: drain.bytes,
        crc64: drain.digest.map(|digest| digest.finalize()),
        kept: drain.kept.unwrap_or_default(),
    }
}

struct Drain {
    bytes: u64,
    digest: Option<Digest>,
    kept: Option<Vec<u8>>,
}

impl Write for Drain {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes += bytes.len() as u64;
        if let Some(digest) = &mut self.digest {
            digest.update(bytes);
        }
        if let Some(kept) = &mut self.kept {
            kept.extend_from_slice(bytes);
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
