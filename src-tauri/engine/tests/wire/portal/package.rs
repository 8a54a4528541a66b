//! Files to upload.

use crc_fast::{CrcAlgorithm, checksum};
use slipway_engine::package::FileStamp;
use slipway_engine::portal::Expected;
use std::fs::File;
use std::io::Write;
use std::path::PathBuf;

pub struct TestPackage {
    pub path: PathBuf,
    pub expected: Expected,
    pub bytes: Vec<u8>,
    folder: tempfile::TempDir,
}

impl TestPackage {
    /// A file of this many bytes that do not repeat soon.
    pub fn of(size: usize) -> Self {
        let bytes = noise(size);
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("release.zip");
        File::create(&path)
            .and_then(|mut file| file.write_all(&bytes))
            .expect("a file");
        let stamp = FileStamp::of(&File::open(&path).expect("the file")).expect("its stamp");
        let expected = Expected {
            stamp,
            crc64: checksum(CrcAlgorithm::Crc64Nvme, &bytes),
        };
        Self {
            path,
            expected,
            bytes,
            folder,
        }
    }

    pub fn beside(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

pub fn noise(size: usize) -> Vec<u8> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut bytes = Vec::with_capacity(size + 8);
    while bytes.len() < size {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        bytes.extend_from_slice(&state.to_le_bytes());
    }
    bytes.truncate(size);
    bytes
}
