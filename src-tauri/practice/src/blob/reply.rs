//! Answers to what was done.

use super::asked::Asked;
use super::authorize::http_date;
use super::checksum::{Claimed, Sums};
use super::container::Committed;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode, header};

const SERVER: HeaderValue =
    HeaderValue::from_static("Windows-Azure-Blob/1.0 Microsoft-HTTPAPI/2.0");
const ENCRYPTED: HeaderName = HeaderName::from_static("x-ms-request-server-encrypted");
const TRUE: HeaderValue = HeaderValue::from_static("true");

/// Content became a blob.
pub(super) fn created(content: &Committed) -> Response<Body> {
    let mut answer = accepted();
    tell_version(answer.headers_mut(), content);
    answer
}

/// A block was taken.
pub(super) fn accepted() -> Response<Body> {
    let mut answer = empty(StatusCode::CREATED);
    answer.headers_mut().insert(ENCRYPTED, TRUE);
    answer
}

pub(super) fn deleted() -> Response<Body> {
    let mut answer = empty(StatusCode::ACCEPTED);
    set(answer.headers_mut(), "x-ms-delete-type-permanent", "true");
    answer
}

pub(super) fn empty(status: StatusCode) -> Response<Body> {
    let mut answer = Response::new(Body::empty());
    *answer.status_mut() = status;
    answer
        .headers_mut()
        .insert(header::CONTENT_LENGTH, 0.into());
    answer
}

/// A list.
pub(super) fn xml(body: String) -> Response<Body> {
    let mut answer = Response::new(body.into());
    set(answer.headers_mut(), "content-type", "application/xml");
    answer
}

/// Which version of a blob it is.
pub(super) fn tell_version(headers: &mut HeaderMap, content: &Committed) {
    set(headers, "etag", &content.etag);
    set(headers, "last-modified", &http_date(content.modified.0));
}

/// The checksum that lets the sender see what was taken.
pub(super) fn tell_sums(
    mut answer: Response<Body>,
    sums: &Sums,
    claimed: &Claimed,
    asked: &Asked,
) -> Response<Body> {
    if let Some((name, sum)) = sums.told(claimed, &asked.version)
        && let Ok(sum) = HeaderValue::from_str(&sum)
    {
        answer.headers_mut().insert(name, sum);
    }
    answer
}

/// What every answer has, refused or not.
pub(super) fn tell_always(
    answer: &mut Response<Body>,
    request_id: &str,
    version: Option<&str>,
    client_id: Option<&HeaderValue>,
    now: slipway_engine::units::Moment,
) {
    let headers = answer.headers_mut();
    headers.insert(header::SERVER, SERVER);
    set(headers, "x-ms-request-id", request_id);
    set(headers, "date", &http_date(now.0));
    if let Some(version) = version {
        set(headers, "x-ms-version", version);
    }
    if let Some(client_id) = client_id {
        headers.insert(
            HeaderName::from_static("x-ms-client-request-id"),
            client_id.clone(),
        );
    }
}

pub(super) fn set(headers: &mut HeaderMap, name: &'static str, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(HeaderName::from_static(name), value);
    }
}
