//! An answer of the service.

use super::header;
use super::table::{self, Rule};
use crate::portal::{moment, readable, retry_after, text_of};
use crate::units::Moment;
use bytes::Bytes;
use reqwest::StatusCode;
use reqwest::header::{CONTENT_LENGTH, DATE, ETAG, HeaderMap, LAST_MODIFIED, RETRY_AFTER};
use std::time::Duration;

pub(crate) struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Answer {
    pub(crate) fn is_success(&self) -> bool {
        self.status.is_success()
    }

    /// The service's own name for what is wrong: `ServerBusy`.
    pub(crate) fn code(&self) -> String {
        if let Some(code) = text_of(&self.headers, header::ERROR_CODE) {
            return code.to_owned();
        }
        let body = String::from_utf8_lossy(&self.body);
        let code = body
            .split_once("<Code>")
            .and_then(|(_, rest)| rest.split_once("</Code>"));
        code.map(|(code, _)| code.trim().to_owned())
            .unwrap_or_default()
    }

    /// What an answer that is no success means, and what is done about it.
    pub(crate) fn rule(&self) -> &'static Rule {
        table::rule(self.status.as_u16(), &self.code())
    }

    /// The service's own time.
    pub(crate) fn date(&self) -> Option<Moment> {
        text_of(&self.headers, DATE).and_then(moment).map(Moment)
    }

    pub(crate) fn asked_wait(&self, now: Moment) -> Option<Duration> {
        text_of(&self.headers, RETRY_AFTER).and_then(|text| retry_after(text, now.0))
    }

    pub(crate) fn etag(&self) -> Option<String> {
        text_of(&self.headers, ETAG).map(str::to_owned)
    }

    pub(crate) fn modified(&self) -> Option<Moment> {
        text_of(&self.headers, LAST_MODIFIED)
            .and_then(moment)
            .map(Moment)
    }

    pub(crate) fn length(&self) -> Option<u64> {
        text_of(&self.headers, CONTENT_LENGTH)?.parse().ok()
    }

    pub(crate) fn md5(&self) -> Option<[u8; 16]> {
        crate::blob::checksum::md5_in(text_of(&self.headers, header::CONTENT_MD5)?)
    }

    /// For the developer: `HTTP 403 Forbidden, AuthenticationFailed: …`
    pub(crate) fn in_short(&self) -> String {
        let code = self.code();
        let comma = if code.is_empty() { "" } else { ", " };
        let said = readable(&self.body);
        let colon = if said.is_empty() { "" } else { ": " };
        let code = readable(code.as_bytes());
        format!("HTTP {}{comma}{code}{colon}{said}", self.status)
    }
}
