//! Headers of the Blob service by name.

use reqwest::header::HeaderName;

pub(crate) const BLOB_TYPE: HeaderName = HeaderName::from_static("x-ms-blob-type");
pub(crate) const CONTENT_CRC64: HeaderName = HeaderName::from_static("x-ms-content-crc64");
pub(crate) const CONTENT_MD5: HeaderName = HeaderName::from_static("content-md5");
pub(crate) const COPY_SOURCE: HeaderName = HeaderName::from_static("x-ms-copy-source");
pub(crate) const ERROR_CODE: HeaderName = HeaderName::from_static("x-ms-error-code");
pub(crate) const REQUIRES_SYNC: HeaderName = HeaderName::from_static("x-ms-requires-sync");
pub(crate) const SOURCE_IF_MATCH: HeaderName = HeaderName::from_static("x-ms-source-if-match");
pub(crate) const SOURCE_RANGE: HeaderName = HeaderName::from_static("x-ms-source-range");
pub(crate) const VERSION: HeaderName = HeaderName::from_static("x-ms-version");
