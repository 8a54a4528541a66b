//! Which version of the REST API a request speaks, and what that version allows.

use super::refusal::Refusal;

const MIB: u64 = 1024 * 1024;

/// Blocks a block list may name.
pub(crate) const BLOCKS: usize = 50_000;
/// Uncommitted blocks a blob may have.
pub(crate) const UNCOMMITTED_BLOCKS: usize = 100_000;

/// A service version such as `2021-12-02`; versions compare as their dates do.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ApiVersion(String);

impl ApiVersion {
    /// `x-ms-version` if the request has it, the version of its link otherwise. Neither: the request
    /// is refused, as are texts that are no version and versions older than this storage speaks.
    pub fn of(header: Option<&str>, link: Option<&str>) -> Result<Self, Refusal> {
        let text = header
            .or(link)
            .ok_or_else(|| Refusal::missing_header("x-ms-version"))?;
        let date: Option<jiff::civil::Date> =
            (text.len() == 10).then(|| text.parse().ok()).flatten();
        match date {
            Some(_) if text >= "2015-04-05" => Ok(Self(text.to_owned())),
            _ => Err(Refusal::header_value("x-ms-version", text)),
        }
    }

    pub fn text(&self) -> &str {
        &self.0
    }

    pub fn is_at_least(&self, version: &str) -> bool {
        self.0.as_str() >= version
    }

    /// Bytes a block may have.
    pub fn block_limit(&self) -> u64 {
        if self.is_at_least("2019-12-12") {
            4000 * MIB
        } else if self.is_at_least("2016-05-31") {
            100 * MIB
        } else {
            4 * MIB
        }
    }

    /// Bytes a blob may have that comes in one request.
    pub fn blob_limit(&self) -> u64 {
        if self.is_at_least("2019-12-12") {
            5000 * MIB
        } else if self.is_at_least("2016-05-31") {
            256 * MIB
        } else {
            64 * MIB
        }
    }

    /// CRC64 checksums came later than MD5.
    pub fn knows_crc64(&self) -> bool {
        self.is_at_least("2019-02-02")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_counts_before_the_links_version() {
        let version = ApiVersion::of(Some("2021-12-02"), Some("2018-11-09")).unwrap();
        assert_eq!(version.text(), "2021-12-02");
        let version = ApiVersion::of(None, Some("2018-11-09")).unwrap();
        assert_eq!(
            (version.block_limit(), version.knows_crc64()),
            (100 * MIB, false)
        );
    }

    #[test]
    fn no_version_and_no_real_version_are_refused() {
        assert_eq!(
            ApiVersion::of(None, None).unwrap_err().code,
            "MissingRequiredHeader"
        );
        for unknown in ["latest", "", "2021-13-02", "2014-02-14", "2021-12-02x"] {
            let refusal = ApiVersion::of(Some(unknown), None).unwrap_err();
            assert_eq!(refusal.code, "InvalidHeaderValue", "{unknown}");
        }
    }
}
