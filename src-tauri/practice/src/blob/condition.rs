//! Conditional headers.

use super::asked::Asked;
use super::authorize::http_date;
use super::container::Committed;
use super::refusal::Refusal;
use axum::http::HeaderMap;

/// The conditions of a request; empty ones always hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Conditions {
    if_match: Option<String>,
    if_none_match: Option<String>,
    if_modified_since: Option<jiff::Timestamp>,
    if_unmodified_since: Option<jiff::Timestamp>,
}

impl Conditions {
    pub fn of(asked: &Asked) -> Self {
        Self::read(&asked.headers, "")
    }

    fn read(headers: &HeaderMap, prefix: &str) -> Self {
        let text = |name: &str| {
            let value = headers.get(format!("{prefix}{name}"))?;
            Some(value.to_str().ok()?.to_owned())
        };
        let time = |name: &str| {
            let read = jiff::fmt::rfc2822::parse(&text(name)?).ok()?;
            Some(read.timestamp())
        };
        Self {
            if_match: text("if-match"),
            if_none_match: text("if-none-match"),
            if_modified_since: time("if-modified-since"),
            if_unmodified_since: time("if-unmodified-since"),
        }
    }

    /// Conditions on what a copy is made of, as plain headers for whoever asks the source.
    pub fn of_source(asked: &Asked) -> Vec<(&'static str, String)> {
        let source = Self::read(&asked.headers, "x-ms-source-");
        let mut headers = Vec::new();
        let mut add = |name, value: Option<String>| headers.extend(value.map(|v| (name, v)));
        add("if-match", source.if_match);
        add("if-none-match", source.if_none_match);
        add("if-modified-since", source.if_modified_since.map(http_date));
        add(
            "if-unmodified-since",
            source.if_unmodified_since.map(http_date),
        );
        headers
    }

    /// For whatever changes a blob. `*` for none there is told as that the blob exists.
    pub fn before_writing(&self, there: Option<&Committed>) -> Result<(), Refusal> {
        match (self.if_none_match.as_deref(), there) {
            (Some("*"), Some(_)) => return Err(Refusal::already_exists()),
            (Some(etag), Some(there)) if is(etag, there) => {
                return Err(Refusal::condition_not_met());
            }
            _ => {}
        }
        if self.is_as_expected(there) && self.was_modified(there) {
            Ok(())
        } else {
            Err(Refusal::condition_not_met())
        }
    }

    /// For whatever reads a blob: 304 where the reader has it already.
    pub fn before_reading(&self, there: &Committed) -> Result<(), Refusal> {
        if !self.is_as_expected(Some(there)) {
            return Err(Refusal::condition_not_met());
        }
        let known = self
            .if_none_match
            .as_deref()
            .is_some_and(|etag| etag == "*" || is(etag, there));
        if known || !self.was_modified(Some(there)) {
            return Err(Refusal {
                status: 304,
                ..Refusal::condition_not_met()
            });
        }
        Ok(())
    }

    fn is_as_expected(&self, there: Option<&Committed>) -> bool {
        let matches = match (self.if_match.as_deref(), there) {
            (None, _) | (Some("*"), Some(_)) => true,
            (Some(etag), Some(there)) => is(etag, there),
            (Some(_), None) => false,
        };
        let unmodified = match (self.if_unmodified_since, there) {
            (Some(since), Some(there)) => seconds(there.modified.0) <= since,
            _ => true,
        };
        matches && unmodified
    }

    fn was_modified(&self, there: Option<&Committed>) -> bool {
        match (self.if_modified_since, there) {
            (Some(since), Some(there)) => seconds(there.modified.0) > since,
            _ => true,
        }
    }
}

fn is(etag: &str, there: &Committed) -> bool {
    etag.trim_matches('"') == there.etag.trim_matches('"')
}

/// Headers tell no parts of seconds.
fn seconds(time: jiff::Timestamp) -> jiff::Timestamp {
    jiff::Timestamp::from_second(time.as_second()).unwrap_or(time)
}
