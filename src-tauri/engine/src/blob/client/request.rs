//! Requests as values: what is asked of which blob, and what it would take to ask it again.

use super::header;
use super::pages::Parts;
use crate::blob::checksum::Check;
use crate::blob::sas::{SasLink, encoded};
use reqwest::Method;
use reqwest::header::{CONTENT_TYPE, HeaderName, HeaderValue, IF_MATCH, IF_NONE_MATCH};
use std::fmt::Write;

/// The API version every request names: the first with all that is used here is older, and later
/// ones change nothing about it.
pub(crate) const API_VERSION: &str = "2023-11-03";
const OCTETS: HeaderValue = HeaderValue::from_static("application/octet-stream");
const XML: HeaderValue = HeaderValue::from_static("application/xml");

/// What a request does, as far as it matters when no answer comes or a right is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Puts a block there: may be done again at any time.
    Block,
    /// Makes a blob: after a lost answer it may be there already.
    Commit,
    /// Takes a blob away: may be done again, as one that is gone stays gone.
    Remove,
    /// Reads about one blob.
    Read,
    List,
}

/// Under which condition a blob is made (promise 8).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Condition {
    /// Only if there is none of that name.
    New,
    /// Only if it is still the one that has this ETag.
    Still(String),
}

/// What goes with a request.
#[derive(Clone, Default)]
pub(crate) struct Load {
    pub parts: Parts,
    pub check: Option<Check>,
}

/// One request, without the link it will go over.
pub(crate) struct Ask {
    pub purpose: Purpose,
    pub method: Method,
    /// The blob's name, or empty for the container.
    pub blob: String,
    pub query: String,
    pub headers: Vec<(HeaderName, HeaderValue)>,
    pub load: Load,
}

impl Ask {
    fn new(purpose: Purpose, method: Method, blob: &str, query: impl Into<String>) -> Self {
        Self {
            purpose,
            method,
            blob: blob.to_owned(),
            query: query.into(),
            headers: vec![(header::VERSION, HeaderValue::from_static(API_VERSION))],
            load: Load::default(),
        }
    }

    fn header(mut self, name: HeaderName, value: &str) -> Self {
        // What no header can hold comes from no service; without it the request is refused there.
        self.headers
            .extend(HeaderValue::try_from(value).ok().map(|value| (name, value)));
        self
    }

    fn load(mut self, load: Load) -> Self {
        self.headers.extend(load.check.map(|check| check.header()));
        self.load = load;
        self
    }

    fn under(self, condition: &Condition) -> Self {
        match condition {
            Condition::New => self.header(IF_NONE_MATCH, "*"),
            Condition::Still(etag) => self.header(IF_MATCH, &quoted(etag)),
        }
    }

    pub(crate) fn put_blob(blob: &str, load: Load, condition: &Condition) -> Self {
        let mut ask = Self::new(Purpose::Commit, Method::PUT, blob, "")
            .header(header::BLOB_TYPE, "BlockBlob")
            .under(condition)
            .load(load);
        ask.headers.push((CONTENT_TYPE, OCTETS));
        ask
    }

    pub(crate) fn put_block(blob: &str, id: &str, load: Load) -> Self {
        let query = format!("comp=block&blockid={}", encoded(id, b""));
        let mut ask = Self::new(Purpose::Block, Method::PUT, blob, query).load(load);
        ask.headers.push((CONTENT_TYPE, OCTETS));
        ask
    }

    /// Makes the blob of blocks sent before, and of no block of an earlier blob of that name.
    pub(crate) fn put_block_list(
        blob: &str,
        ids: impl Iterator<Item = String>,
        condition: &Condition,
    ) -> Self {
        let mut xml = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?><BlockList>");
        for id in ids {
            // Writing to a text cannot go wrong.
            let _ = write!(xml, "<Uncommitted>{id}</Uncommitted>");
        }
        xml.push_str("</BlockList>");
        let parts = Parts::from(xml.into_bytes());
        let mut ask = Self::new(Purpose::Commit, Method::PUT, blob, "comp=blocklist")
            .under(condition)
            .load(Load { parts, check: None });
        ask.headers.push((CONTENT_TYPE, XML));
        ask
    }

    /// Blocks that were sent and belong to no blob yet, and those of the blob that is there.
    pub(crate) fn get_block_list(blob: &str) -> Self {
        let query = "comp=blocklist&blocklisttype=all";
        Self::new(Purpose::Read, Method::GET, blob, query)
    }

    /// Get Blob Properties.
    pub(crate) fn properties(blob: &str) -> Self {
        Self::new(Purpose::Read, Method::HEAD, blob, "")
    }

    /// Delete Blob, as long as it is the one with this ETag.
    pub(crate) fn delete(blob: &str, etag: &str) -> Self {
        let still = Condition::Still(etag.to_owned());
        Self::new(Purpose::Remove, Method::DELETE, blob, "").under(&still)
    }

    pub(crate) fn list(prefix: &str, marker: &str, most: u32) -> Self {
        let mut query = format!("restype=container&comp=list&maxresults={most}");
        for (name, value) in [("prefix", prefix), ("marker", marker)] {
            if !value.is_empty() {
                query.push_str(&format!("&{name}={}", encoded(value, b"")));
            }
        }
        Self::new(Purpose::List, Method::GET, "", query)
    }

    /// The service itself reads a stretch of another blob.
    pub(crate) fn put_block_from(
        blob: &str,
        id: &str,
        source: &CopySource<'_>,
        range: std::ops::Range<u64>,
    ) -> Self {
        let query = format!("comp=block&blockid={}", encoded(id, b""));
        Self::new(Purpose::Block, Method::PUT, blob, query)
            .reading(source)
            .header(
                header::SOURCE_RANGE,
                &format!("bytes={}-{}", range.start, range.end.saturating_sub(1)),
            )
    }

    /// Copy Blob From URL: the service copies up to 256 MiB before it answers.
    pub(crate) fn copy_blob_from(
        blob: &str,
        source: &CopySource<'_>,
        condition: &Condition,
    ) -> Self {
        Self::new(Purpose::Commit, Method::PUT, blob, "")
            .reading(source)
            .header(header::REQUIRES_SYNC, "true")
            .under(condition)
    }

    fn reading(mut self, source: &CopySource<'_>) -> Self {
        let name = super::path_of(source.name).unwrap_or_default();
        let address = source.link.address(&name, "");
        if let Ok(mut address) = HeaderValue::from_str(&address) {
            address.set_sensitive(true);
            self.headers.push((header::COPY_SOURCE, address));
        }
        self.header(header::SOURCE_IF_MATCH, &quoted(source.etag))
    }
}

/// A condition wants the quotation marks a listing leaves out.
fn quoted(etag: &str) -> String {
    format!("\"{}\"", etag.trim_matches('"'))
}

/// A blob the service copies from.
pub(crate) struct CopySource<'a> {
    pub link: &'a SasLink,
    pub name: &'a str,
    pub etag: &'a str,
}
