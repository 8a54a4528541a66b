//! A request as the storage reads it. Addresses have the account in front, as they do wherever a
//! storage has no name of its own: `/{account}/{container}/{blob}`.

use super::refusal::Refusal;
use super::version::ApiVersion;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, Method, Uri};
use percent_encoding::percent_decode_str;
use serde::Serialize;
use slipway_engine::units::Moment;
use std::net::IpAddr;

/// Characters a blob's name may have, and folders in it.
const LONGEST_NAME: usize = 1024;
const DEEPEST_NAME: usize = 254;

/// Everything of a request but its body.
pub(super) struct Asked {
    pub method: Method,
    pub account: String,
    pub container: String,
    /// Exactly as the sender named it.
    pub blob: Option<String>,
    /// Decoded, in their order.
    pub query: Vec<(String, String)>,
    pub headers: HeaderMap,
    pub version: ApiVersion,
    pub from: IpAddr,
    pub now: Moment,
}

impl Asked {
    pub fn read(parts: &Parts, from: IpAddr, now: Moment) -> Result<Self, Refusal> {
        let query = pairs(parts.uri.query());
        let header = text(&parts.headers, &HeaderName::from_static("x-ms-version"));
        let version = ApiVersion::of(header, super::sas::value(&query, "sv"))?;
        let place = Place::read(&parts.uri)?;
        Ok(Self {
            method: parts.method.clone(),
            account: place.account,
            container: place.container,
            blob: place.blob,
            query,
            headers: parts.headers.clone(),
            version,
            from,
            now,
        })
    }

    /// The first value of a query's parameter.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        super::sas::value(&self.query, name)
    }

    /// A header's text.
    pub fn header(&self, name: &'static str) -> Option<&str> {
        text(&self.headers, &HeaderName::from_static(name))
    }

    /// The blob's name; requests about a blob have one.
    pub fn blob(&self) -> &str {
        self.blob.as_deref().unwrap_or_default()
    }

    /// Bytes the body is going to have; requests that carry one must say so.
    pub fn length(&self) -> Result<u64, Refusal> {
        self.header("content-length")
            .and_then(|length| length.parse().ok())
            .ok_or_else(|| {
                Refusal::new(
                    411,
                    "MissingContentLengthHeader",
                    "The Content-Length header was not specified.",
                )
            })
    }
}

/// Where a request goes.
struct Place {
    account: String,
    container: String,
    blob: Option<String>,
}

impl Place {
    fn read(uri: &Uri) -> Result<Self, Refusal> {
        let mut parts = uri.path().trim_start_matches('/').splitn(3, '/');
        let mut next = || match parts.next() {
            Some(part) if !part.is_empty() => {
                let name = percent_decode_str(part).decode_utf8();
                name.map(|name| Some(name.into_owned()))
                    .map_err(|_| invalid_name())
            }
            _ => Ok(None),
        };
        let (account, container, blob) = (next()?, next()?, next()?);
        if let Some(name) = &blob {
            let too_long = name.encode_utf16().count() > LONGEST_NAME;
            if too_long || name.split('/').count() > DEEPEST_NAME {
                return Err(invalid_name());
            }
        }
        Ok(Self {
            account: account.unwrap_or_default(),
            container: container.unwrap_or_default(),
            blob,
        })
    }
}

fn invalid_name() -> Refusal {
    Refusal::new(
        400,
        "InvalidResourceName",
        "The specified resource name contains invalid characters.",
    )
}

/// A header's text, if it is text.
fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

/// The decoded pairs of a query.
pub(super) fn pairs(query: Option<&str>) -> Vec<(String, String)> {
    let decode = |text: &str| {
        let text = text.replace('+', " ");
        percent_decode_str(&text).decode_utf8_lossy().into_owned()
    };
    query
        .unwrap_or_default()
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(name), decode(value))
        })
        .collect()
}

/// What a request to the storage was about, for whoever counts them. Nothing of its link.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct BlobCall {
    /// `block`, `blocklist`, `list`; none if the request has no such parameter.
    pub comp: Option<String>,
    pub container: String,
    /// The blob's name, decoded.
    pub blob: Option<String>,
    /// In base64, as the request has it.
    pub block_id: Option<String>,
    /// `x-ms-error-code` of the answer.
    pub refused: Option<String>,
}

impl BlobCall {
    pub(crate) fn of(uri: &Uri) -> Self {
        let query = pairs(uri.query());
        let value = |name| super::sas::value(&query, name).map(str::to_owned);
        let place = Place::read(uri).ok();
        Self {
            comp: value("comp"),
            block_id: value("blockid"),
            container: place
                .as_ref()
                .map(|place| place.container.clone())
                .unwrap_or_default(),
            blob: place.and_then(|place| place.blob),
            refused: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_blobs_name_is_taken_as_it_was_sent() {
        for (sent, name) in [
            ("a%2Fb/%23%3F%25", "a/b/#?%"),
            ("a//b", "a//b"),
            ("%C3%9F%20+", "ß +"),
            ("x/%2E%2E/y", "x/../y"),
            ("ends.", "ends."),
        ] {
            let uri: Uri = format!("/account/box/{sent}").parse().unwrap();
            let call = BlobCall::of(&uri);
            assert_eq!(call.blob.as_deref(), Some(name));
            assert_eq!(call.container, "box");
        }
    }

    #[test]
    fn a_request_about_a_block_is_known_as_one_without_its_link() {
        let uri: Uri = "/account/box/name?comp=block&blockid=QQ%3D%3D&sig=secret"
            .parse()
            .unwrap();
        let call = BlobCall::of(&uri);
        assert_eq!(call.comp.as_deref(), Some("block"));
        assert_eq!(call.block_id.as_deref(), Some("QQ=="));
        assert!(!format!("{call:?}").contains("secret"));
    }

    #[test]
    fn a_name_too_long_or_not_text_is_refused() {
        for bad in ["%FF".to_owned(), "x".repeat(1025), "a/".repeat(254) + "a"] {
            let uri: Uri = format!("/account/box/{bad}").parse().unwrap();
            assert_eq!(Place::read(&uri).err().unwrap().code, "InvalidResourceName");
        }
    }
}
