//! What goes with a blob besides its bytes.

use super::asked::Asked;
use super::checksum::BLOB_CONTENT_MD5;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Stored as given.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Properties {
    pub content_type: String,
    pub encoding: Option<String>,
    pub language: Option<String>,
    pub disposition: Option<String>,
    pub cache_control: Option<String>,
    /// In base64. Of one request's content it is counted; for a block list it is what the sender
    /// says, unchecked.
    pub md5: Option<String>,
    pub metadata: BTreeMap<String, String>,
}

const METADATA: &str = "x-ms-meta-";

impl Properties {
    /// Reads the `x-ms-blob-*` headers, and the plain ones where the operation takes them.
    pub fn read(asked: &Asked, plain_too: bool) -> Self {
        let text = |own: &'static str, plain: &'static str| {
            let plain = plain_too.then(|| asked.header(plain)).flatten();
            asked.header(own).or(plain).map(str::to_owned)
        };
        let metadata = asked.headers.iter().filter_map(|(name, value)| {
            let name = name.as_str().strip_prefix(METADATA)?;
            Some((name.to_owned(), value.to_str().ok()?.to_owned()))
        });
        Self {
            content_type: text("x-ms-blob-content-type", "content-type")
                .unwrap_or_else(|| "application/octet-stream".into()),
            encoding: text("x-ms-blob-content-encoding", "content-encoding"),
            language: text("x-ms-blob-content-language", "content-language"),
            disposition: text(
                "x-ms-blob-content-disposition",
                "x-ms-blob-content-disposition",
            ),
            cache_control: text("x-ms-blob-cache-control", "cache-control"),
            md5: asked
                .headers
                .get(BLOB_CONTENT_MD5)
                .and_then(|md5| Some(md5.to_str().ok()?.to_owned())),
            metadata: metadata.collect(),
        }
    }

    /// As the headers of Get Blob. The MD5 of the whole is told as such only with the whole.
    pub fn write(&self, headers: &mut HeaderMap, whole: bool) {
        let mut set = |name: HeaderName, value: Option<&str>| {
            if let Some(Ok(value)) = value.map(HeaderValue::from_str) {
                headers.insert(name, value);
            }
        };
        set(header::CONTENT_TYPE, Some(&self.content_type));
        set(header::CONTENT_ENCODING, self.encoding.as_deref());
        set(header::CONTENT_LANGUAGE, self.language.as_deref());
        set(header::CONTENT_DISPOSITION, self.disposition.as_deref());
        set(header::CACHE_CONTROL, self.cache_control.as_deref());
        let md5 = if whole {
            HeaderName::from_static("content-md5")
        } else {
            BLOB_CONTENT_MD5
        };
        set(md5, self.md5.as_deref());
        for (name, value) in &self.metadata {
            if let Ok(name) = HeaderName::try_from(format!("{METADATA}{name}")) {
                set(name, Some(value));
            }
        }
    }
}
