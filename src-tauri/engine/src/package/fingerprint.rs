//! The fingerprint of a package: what it is known by from then on, whatever its name.

use super::facts::hex;
use super::inspect::{cancelled, unreadable};
use super::stamp::FileStamp;
use crate::fault::Fault;
use crc_fast::{CrcAlgorithm, Digest as Crc};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

/// Hashes of all bytes of a file, and the file they were read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fingerprint {
    /// Lower-case hex.
    pub sha256: String,
    /// CRC-64/NVME, the checksum Azure storage takes.
    pub crc64: u64,
    /// Taken when the reading began.
    pub stamp: FileStamp,
}

/// SHA-256 of what is in memory, as lower-case hex.
pub(crate) fn sha256_of(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

const BLOCK: usize = 1 << 20;
/// Blocks between disk and hashing.
const BLOCKS: usize = 4;

/// Reads the file once, from front to back; a second thread reads ahead while this one hashes.
/// `progress` gets the number of bytes hashed so far, after every block.
///
/// # Errors
/// `file-unreadable` if the file is missing or the disk does not give it, `cancelled` once
/// `cancel` says so.
pub fn fingerprint(
    path: &Path,
    progress: &dyn Fn(u64),
    cancel: &dyn Fn() -> bool,
) -> Result<Fingerprint, Fault> {
    let hashed = File::open(path).and_then(|file| hash(file, progress, cancel));
    hashed
        .map_err(|cause| unreadable(path, &cause))?
        .ok_or_else(cancelled)
}

fn hash(
    file: File,
    progress: &dyn Fn(u64),
    cancel: &dyn Fn() -> bool,
) -> io::Result<Option<Fingerprint>> {
    let stamp = FileStamp::of(&file)?;
    let (filled, blocks) = sync_channel(BLOCKS);
    let (used, empty) = sync_channel(BLOCKS);
    for _ in 0..BLOCKS {
        // The channel has room for each of them.
        let _ = used.send(Vec::with_capacity(BLOCK));
    }
    std::thread::scope(|scope| {
        scope.spawn(move || read_ahead(file, &filled, &empty));
        hash_blocks(blocks, used, progress, cancel)
    })
    .map(|sums| {
        sums.map(|(sha256, crc64)| Fingerprint {
            sha256,
            crc64,
            stamp,
        })
    })
}

/// Fills blocks until the file ends, the disk refuses, or nobody wants more.
fn read_ahead(mut file: File, filled: &SyncSender<io::Result<Vec<u8>>>, empty: &Receiver<Vec<u8>>) {
    while let Ok(mut block) = empty.recv() {
        block.clear();
        let read = (&mut file).take(BLOCK as u64).read_to_end(&mut block);
        let over = matches!(read, Ok(0) | Err(_));
        if filled.send(read.map(|_| block)).is_err() || over {
            return;
        }
    }
}

/// Owns its ends of the channels: leaving early drops them, which ends the reading.
fn hash_blocks(
    blocks: Receiver<io::Result<Vec<u8>>>,
    used: SyncSender<Vec<u8>>,
    progress: &dyn Fn(u64),
    cancel: &dyn Fn() -> bool,
) -> io::Result<Option<(String, u64)>> {
    let mut sha256 = Sha256::new();
    let mut crc64 = Crc::new(CrcAlgorithm::Crc64Nvme);
    let mut done = 0;
    for block in blocks {
        let block = block?;
        if cancel() {
            return Ok(None);
        }
        sha256.update(&block);
        crc64.update(&block);
        done += block.len() as u64;
        progress(done);
        // The reader is gone once it has read the end.
        let _ = used.send(block);
    }
    Ok(Some((hex(&sha256.finalize()), crc64.finalize())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::{Cell, RefCell};

    fn file_of(bytes: &[u8]) -> tempfile::NamedTempFile {
        let file = tempfile::NamedTempFile::new().expect("a temporary file");
        std::fs::write(file.path(), bytes).expect("it can be written");
        file
    }

    #[test]
    fn the_sums_are_the_standards() {
        let file = file_of(b"123456789");
        let print = fingerprint(file.path(), &|_| {}, &|| false).expect("it can be read");
        assert_eq!(
            print.sha256,
            "15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225"
        );
        assert_eq!(print.crc64, 0xae8b_1486_0a79_9888);
        assert_eq!(print.stamp.size, 9);
    }

    #[test]
    fn every_byte_counts_also_across_blocks_and_progress_grows_to_the_whole() {
        let bytes: Vec<u8> = (0..5 * BLOCK + 17).map(|at| (at % 251) as u8).collect();
        let seen = RefCell::new(Vec::new());
        let print = fingerprint(
            file_of(&bytes).path(),
            &|done| seen.borrow_mut().push(done),
            &|| false,
        )
        .expect("it can be read");
        assert_eq!(print.sha256, hex(&Sha256::digest(&bytes)));
        let seen = seen.into_inner();
        assert!(seen.is_sorted());
        assert_eq!(seen.last(), Some(&(bytes.len() as u64)));
    }

    #[test]
    fn an_empty_file_has_the_sums_of_nothing() {
        let print = fingerprint(file_of(b"").path(), &|_| {}, &|| false).expect("it can be read");
        assert_eq!(
            print.sha256,
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
        assert_eq!(print.crc64, 0);
    }

    #[test]
    fn cancelling_ends_it_between_two_blocks() {
        let file = file_of(&vec![7; 20 * BLOCK]);
        let asked = Cell::new(0);
        let cancel = || {
            asked.set(asked.get() + 1);
            asked.get() > 2
        };
        let fault = fingerprint(file.path(), &|_| {}, &cancel).expect_err("it was cancelled");
        assert_eq!(fault.code, "cancelled");
        assert_eq!(asked.get(), 3);
    }

    #[test]
    fn a_missing_file_is_a_fault() {
        let fault = fingerprint(Path::new("/nowhere/package.zip"), &|_| {}, &|| false)
            .expect_err("there is none");
        assert_eq!(fault.code, "file-unreadable");
    }
}
