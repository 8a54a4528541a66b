//! MD5 and the storage's CRC64, which is CRC-64/NVME: on the wire its eight bytes in base64, least
//! significant first.

use super::refusal::Refusal;
use super::version::ApiVersion;
use axum::http::{HeaderMap, HeaderName};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use crc_fast::{CrcAlgorithm, Digest as Crc};
use md5::{Digest, Md5};

pub(super) const CONTENT_MD5: HeaderName = HeaderName::from_static("content-md5");
pub(super) const CONTENT_CRC64: HeaderName = HeaderName::from_static("x-ms-content-crc64");

/// What the sender says the content's checksums are.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Claimed {
    pub md5: Option<String>,
    pub crc64: Option<String>,
}

impl Claimed {
    /// Reads the two headers. Both at once, and values of another length, are refused.
    pub fn read(
        headers: &HeaderMap,
        md5: &HeaderName,
        crc64: &HeaderName,
        version: &ApiVersion,
    ) -> Result<Self, Refusal> {
        let claimed = Self {
            md5: sum(
                headers,
                md5,
                16,
                "InvalidMd5",
                "The Content-MD5 value specified is invalid. The Content-MD5 value must be 128 bits and base64-encoded.",
            )?,
            crc64: if version.knows_crc64() {
                sum(
                    headers,
                    crc64,
                    8,
                    "InvalidCrc64",
                    "The CRC64 value specified in the request is invalid. CRC64 value must be 64 bits and Base64 encoded.",
                )?
            } else {
                None
            },
        };
        if claimed.md5.is_some() && claimed.crc64.is_some() {
            return Err(Refusal::new(
                400,
                "BothCrc64AndMd5HeaderPresent",
                "Both x-ms-content-crc64 header and Content-MD5 header are present.",
            ));
        }
        Ok(claimed)
    }

    /// The checksums of the request's own body.
    pub fn of_body(headers: &HeaderMap, version: &ApiVersion) -> Result<Self, Refusal> {
        Self::read(headers, &CONTENT_MD5, &CONTENT_CRC64, version)
    }

    /// Refuses content that is not what was claimed.
    pub fn hold_against(&self, sums: &Sums) -> Result<(), Refusal> {
        if let (Some(claimed), Some(counted)) = (&self.md5, &sums.md5)
            && claimed != counted
        {
            return Err(Refusal::new(
                400,
                "Md5Mismatch",
                "The MD5 value specified in the request did not match with the MD5 value calculated by the server.",
            )
            .detail("UserSpecifiedMd5", claimed.as_str())
            .detail("ServerCalculatedMd5", counted.as_str()));
        }
        match &self.crc64 {
            Some(claimed) if *claimed != sums.crc64 => Err(Refusal::new(
                400,
                "Crc64Mismatch",
                "The CRC64 value specified in the request did not match with the CRC64 value calculated by the server.",
            )
            .detail("UserSpecifiedCrc", claimed.as_str())
            .detail("ServerCalculatedCrc", sums.crc64.as_str())),
            _ => Ok(()),
        }
    }
}

fn sum(
    headers: &HeaderMap,
    name: &HeaderName,
    bytes: usize,
    code: &str,
    message: &str,
) -> Result<Option<String>, Refusal> {
    let Some(value) = headers.get(name) else {
        return Ok(None);
    };
    let text = value.to_str().unwrap_or_default().trim();
    match STANDARD.decode(text) {
        Ok(sum) if sum.len() == bytes => Ok(Some(text.to_owned())),
        _ => Err(Refusal::new(400, code, message)),
    }
}

/// Checksums of content, in base64.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sums {
    pub md5: Option<String>,
    pub crc64: String,
}

impl Sums {
    /// Of something that is whole in memory.
    pub fn of(content: &[u8], with_md5: bool) -> Self {
        let mut summing = Summing::new(with_md5);
        summing.add(content);
        summing.finish()
    }

    /// What an answer tells about content it took: the kind of sum that was claimed, CRC64 if none
    /// was.
    pub fn told(&self, claimed: &Claimed, version: &ApiVersion) -> Option<(HeaderName, String)> {
        match (&claimed.md5, &self.md5) {
            (Some(_), Some(md5)) => Some((CONTENT_MD5, md5.clone())),
            _ if version.knows_crc64() => Some((CONTENT_CRC64, self.crc64.clone())),
            _ => None,
        }
    }
}

/// Checksums of content that comes in pieces.
pub(super) struct Summing {
    crc64: Crc,
    /// Costs thirty times the other, so only where somebody wants it.
    md5: Option<Md5>,
}

impl Summing {
    pub fn new(with_md5: bool) -> Self {
        Self {
            crc64: Crc::new(CrcAlgorithm::Crc64Nvme),
            md5: with_md5.then(Md5::new),
        }
    }

    pub fn add(&mut self, content: &[u8]) {
        self.crc64.update(content);
        if let Some(md5) = &mut self.md5 {
            md5.update(content);
        }
    }

    pub fn finish(self) -> Sums {
        Sums {
            md5: self.md5.map(|md5| STANDARD.encode(md5.finalize())),
            crc64: STANDARD.encode(self.crc64.finalize().to_le_bytes()),
        }
    }
}

/// Headers a copy's source is checked by.
pub(super) const SOURCE_MD5: HeaderName = HeaderName::from_static("x-ms-source-content-md5");
pub(super) const SOURCE_CRC64: HeaderName = HeaderName::from_static("x-ms-source-content-crc64");

/// Where a stored MD5 is given by whoever commits; it is not checked against anything.
pub(super) const BLOB_CONTENT_MD5: HeaderName = HeaderName::from_static("x-ms-blob-content-md5");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_crc_is_the_one_of_the_storage() {
        // Check value of CRC-64/NVME: ae8b14860a799888 over "123456789".
        let sums = Sums::of(b"123456789", true);
        assert_eq!(
            sums.crc64,
            STANDARD.encode(0xae8b_1486_0a79_9888_u64.to_le_bytes())
        );
        assert_eq!(sums.md5.as_deref(), Some("JfnnlDI7RTiF9RgfG2JNCw=="));
    }

    #[test]
    fn a_wrong_sum_is_refused_and_so_are_two_at_once() {
        let version = ApiVersion::of(Some("2021-12-02"), None).unwrap();
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_CRC64, "AAAAAAAAAAA=".parse().unwrap());
        let claimed = Claimed::of_body(&headers, &version).unwrap();
        let refusal = claimed.hold_against(&Sums::of(b"x", false)).unwrap_err();
        assert_eq!(refusal.code, "Crc64Mismatch");
        headers.insert(CONTENT_MD5, "JfnnlDI7RTiF9RgfG2JNCw==".parse().unwrap());
        let refusal = Claimed::of_body(&headers, &version).unwrap_err();
        assert_eq!(refusal.code, "BothCrc64AndMd5HeaderPresent");
    }

    #[test]
    fn a_sum_of_another_length_is_no_sum() {
        let version = ApiVersion::of(Some("2021-12-02"), None).unwrap();
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_MD5, "AAAAAAAAAAA=".parse().unwrap());
        assert_eq!(
            Claimed::of_body(&headers, &version).unwrap_err().code,
            "InvalidMd5"
        );
    }
}
