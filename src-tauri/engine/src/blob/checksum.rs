//! What proves that a part arrived as it was sent.

use super::client::header;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use crc_fast::CrcAlgorithm;
use md5::{Digest, Md5};
use reqwest::header::{HeaderName, HeaderValue};

/// A checksum the service compares with what it received, and refuses the part if they differ
/// (promise 5).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Check {
    /// CRC-64/NVME, which costs next to nothing.
    Crc64(u64),
    /// For services that do not know CRC64. A processor computes about 0.6 GB of it a second.
    Md5([u8; 16]),
}

impl Check {
    pub(crate) fn header(&self) -> (HeaderName, HeaderValue) {
        let (name, bytes): (_, &[u8]) = match self {
            Self::Crc64(crc) => (header::CONTENT_CRC64, &crc.to_le_bytes()),
            Self::Md5(md5) => (header::CONTENT_MD5, md5),
        };
        let text = HeaderValue::try_from(BASE64_STANDARD.encode(bytes));
        (name, text.unwrap_or(HeaderValue::from_static("")))
    }
}

/// The CRC64 of bytes as they come by.
pub(crate) struct RunningCrc64(crc_fast::Digest);

impl RunningCrc64 {
    pub(crate) fn new() -> Self {
        Self(crc_fast::Digest::new(CrcAlgorithm::Crc64Nvme))
    }

    pub(crate) fn add(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    pub(crate) fn value(self) -> u64 {
        self.0.finalize()
    }
}

pub(crate) fn crc64(bytes: &[u8]) -> u64 {
    crc_fast::checksum(CrcAlgorithm::Crc64Nvme, bytes)
}

/// The CRC64 of two stretches in a row, the second `length` bytes long.
pub(crate) fn crc64_of_both(first: u64, second: u64, length: u64) -> u64 {
    crc_fast::checksum_combine(CrcAlgorithm::Crc64Nvme, first, second, length)
}

pub(crate) fn md5(pieces: impl Iterator<Item = impl AsRef<[u8]>>) -> [u8; 16] {
    let mut digest = Md5::new();
    for piece in pieces {
        digest.update(piece);
    }
    digest.finalize().into()
}

/// An MD5 as the service writes it.
pub(crate) fn md5_in(text: &str) -> Option<[u8; 16]> {
    BASE64_STANDARD.decode(text).ok()?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(check: Check) -> String {
        check.header().1.to_str().expect("text").to_owned()
    }

    #[test]
    fn a_crc64_is_written_as_the_service_reads_it() {
        let mut running = RunningCrc64::new();
        running.add(b"1234");
        running.add(b"56789");
        let crc = running.value();
        assert_eq!(crc, crc64(b"123456789"));
        assert_eq!(crc, 0xae8b_1486_0a79_9888);
        assert_eq!(written(Check::Crc64(crc)), "iJh5CoYUi64=");
    }

    #[test]
    fn checksums_of_stretches_make_the_one_of_the_whole() {
        let (first, second) = (crc64(b"1234"), crc64(b"56789"));
        assert_eq!(crc64_of_both(first, second, 5), 0xae8b_1486_0a79_9888);
    }

    #[test]
    fn an_md5_is_written_and_read_in_base64() {
        let digest = md5([b"hello".as_slice()].into_iter());
        assert_eq!(written(Check::Md5(digest)), "XUFAKrxLKna5cZ2REBfFkg==");
        assert_eq!(md5_in("XUFAKrxLKna5cZ2REBfFkg=="), Some(digest));
        assert_eq!(md5_in("short"), None);
    }
}
