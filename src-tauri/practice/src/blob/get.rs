//! Get Blob, its HEAD, and Get Block List.

use super::asked::Asked;
use super::authorize::http_date;
use super::block_list::{self, Wanted};
use super::condition::Conditions;
use super::pieces;
use super::refusal::Refusal;
use super::reply::{set, tell_version, xml};
use super::storage::StorageAccount;
use axum::body::Body;
use axum::http::{Method, Response, StatusCode};

pub(super) fn blob(storage: &StorageAccount, asked: &Asked) -> Result<Response<Body>, Refusal> {
    let content = storage.within(&asked.container, |container| {
        let content = container.committed(asked.blob(), asked.now);
        content.cloned().ok_or_else(Refusal::no_blob)
    })?;
    Conditions::of(asked).before_reading(&content)?;
    let range = asked.header("x-ms-range").or(asked.header("range"));
    let part = match range.and_then(|text| Range::read(text, content.length)) {
        Some(Range::Outside) => {
            return Err(Refusal::new(
                416,
                "InvalidRange",
                "The range specified is invalid for the current size of the resource.",
            ));
        }
        Some(Range::Part(from, length)) => Some((from, length)),
        None => None,
    };
    let (from, length) = part.unwrap_or((0, content.length));
    let body = if asked.method == Method::HEAD {
        Body::empty()
    } else {
        let all = content.blocks.iter().map(|block| &block.piece);
        pieces::body(pieces::extents(all, from, length))
    };
    let mut answer = Response::new(body);
    let headers = answer.headers_mut();
    content.properties.write(headers, part.is_none());
    tell_version(headers, &content);
    set(headers, "content-length", &length.to_string());
    set(headers, "accept-ranges", "bytes");
    set(headers, "x-ms-blob-type", "BlockBlob");
    set(headers, "x-ms-creation-time", &http_date(content.created.0));
    set(headers, "x-ms-lease-status", "unlocked");
    set(headers, "x-ms-lease-state", "available");
    set(headers, "x-ms-server-encrypted", "true");
    set(headers, "x-ms-access-tier", "Hot");
    set(headers, "x-ms-access-tier-inferred", "true");
    if part.is_some() {
        let last = (from + length).saturating_sub(1);
        set(
            headers,
            "content-range",
            &format!("bytes {from}-{last}/{}", content.length),
        );
        *answer.status_mut() = StatusCode::PARTIAL_CONTENT;
    }
    Ok(answer)
}

pub(super) fn block_list(
    storage: &StorageAccount,
    asked: &Asked,
) -> Result<Response<Body>, Refusal> {
    let wanted = Wanted::read(asked.parameter("blocklisttype"))?;
    storage.within(&asked.container, |container| {
        let blob = container
            .blob(asked.blob(), asked.now)
            .ok_or_else(Refusal::no_blob)?;
        let mut answer = xml(block_list::write(blob, wanted));
        let headers = answer.headers_mut();
        let length = blob.committed.as_ref().map_or(0, |content| content.length);
        set(headers, "x-ms-blob-content-length", &length.to_string());
        if let Some(content) = &blob.committed {
            tell_version(headers, content);
        }
        Ok(answer)
    })
}

/// The first range of a `Range` header.
#[derive(Debug, PartialEq, Eq)]
enum Range {
    /// From, and how many bytes.
    Part(u64, u64),
    Outside,
}

impl Range {
    /// None for what is no range, which is not heeded then.
    fn read(text: &str, size: u64) -> Option<Self> {
        let (first, last) = text.strip_prefix("bytes=")?.split_once('-')?;
        let (from, until) = match (first, last) {
            ("", last) => (size.saturating_sub(last.parse().ok()?), size),
            (first, "") => (first.parse().ok()?, size),
            (first, last) => (
                first.parse().ok()?,
                last.parse::<u64>().ok()?.saturating_add(1),
            ),
        };
        if from >= size || from >= until {
            return Some(Self::Outside);
        }
        Some(Self::Part(from, until.min(size) - from))
    }
}

#[cfg(test)]
mod tests {
    use super::Range::{self, Outside, Part};

    #[test]
    fn a_range_is_cut_to_what_is_there() {
        for (text, range) in [
            ("bytes=0-3", Some(Part(0, 4))),
            ("bytes=8-100", Some(Part(8, 2))),
            ("bytes=4-", Some(Part(4, 6))),
            ("bytes=-3", Some(Part(7, 3))),
            ("bytes=10-", Some(Outside)),
            ("bytes=5-4", Some(Outside)),
            ("lines=1-2", None),
            ("bytes=x-2", None),
        ] {
            assert_eq!(Range::read(text, 10), range, "{text}");
        }
    }
}
