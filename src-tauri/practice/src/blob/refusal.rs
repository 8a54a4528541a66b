//! What the storage says when it does not do something: status, `x-ms-error-code` and XML, worded as
//! Azure Storage words it.

use super::xml::{self, escape};
use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, Method, Response, StatusCode, header};
use slipway_engine::units::Moment;

/// Carries the error code of an answer without a body too.
pub(crate) const ERROR_CODE: HeaderName = HeaderName::from_static("x-ms-error-code");

/// A request that is not carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub status: u16,
    pub code: String,
    pub message: String,
    /// Further elements of the body, in their order.
    pub details: Vec<(&'static str, String)>,
    /// Further headers.
    pub headers: Vec<(HeaderName, String)>,
}

impl Refusal {
    pub fn new(status: u16, code: &str, message: &str) -> Self {
        Self {
            status,
            code: code.to_owned(),
            message: message.to_owned(),
            details: Vec::new(),
            headers: Vec::new(),
        }
    }

    pub fn detail(mut self, element: &'static str, text: impl Into<String>) -> Self {
        self.details.push((element, text.into()));
        self
    }

    pub fn header(mut self, name: HeaderName, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// As a scripted fault has it: the words that usually go with such a status.
    pub fn scripted(status: u16, code: &str, retry_after: Option<String>) -> Self {
        let message = match status {
            429 => "The request rate is too high. Please slow down.",
            500 => "The server encountered an internal error. Please retry the request.",
            503 => "The server is currently unable to receive requests. Please retry your request.",
            _ => "The request could not be carried out.",
        };
        let refusal = Self::new(status, code, message);
        match retry_after {
            Some(wait) => refusal.header(header::RETRY_AFTER, wait),
            None => refusal,
        }
    }

    pub fn authentication(detail: impl Into<String>) -> Self {
        Self::new(
            403,
            "AuthenticationFailed",
            "Server failed to authenticate the request. Make sure the value of Authorization header is formed correctly including the signature.",
        )
        .detail("AuthenticationErrorDetail", detail)
    }

    pub fn permission() -> Self {
        Self::new(
            403,
            "AuthorizationPermissionMismatch",
            "This request is not authorized to perform this operation using this permission.",
        )
    }

    pub fn no_container() -> Self {
        Self::new(
            404,
            "ContainerNotFound",
            "The specified container does not exist.",
        )
    }

    pub fn no_blob() -> Self {
        Self::new(404, "BlobNotFound", "The specified blob does not exist.")
    }

    pub fn already_exists() -> Self {
        Self::new(
            409,
            "BlobAlreadyExists",
            "The specified blob already exists.",
        )
    }

    pub fn condition_not_met() -> Self {
        Self::new(
            412,
            "ConditionNotMet",
            "The condition specified using HTTP conditional header(s) is not met.",
        )
    }

    pub fn header_value(name: &str, value: &str) -> Self {
        Self::new(
            400,
            "InvalidHeaderValue",
            "The value for one of the HTTP headers is not in the correct format.",
        )
        .detail("HeaderName", name)
        .detail("HeaderValue", value)
    }

    pub fn missing_header(name: &str) -> Self {
        Self::new(
            400,
            "MissingRequiredHeader",
            "An HTTP header that's mandatory for this request is not specified.",
        )
        .detail("HeaderName", name)
    }

    pub fn query_value(name: &str, value: &str, reason: &str) -> Self {
        Self::new(
            400,
            "InvalidQueryParameterValue",
            "Value for one of the query parameters specified in the request URI is invalid.",
        )
        .detail("QueryParameterName", name)
        .detail("QueryParameterValue", value)
        .detail("Reason", reason)
    }

    pub fn too_large(limit: u64) -> Self {
        Self::new(
            413,
            "RequestBodyTooLarge",
            "The request body is too large and exceeds the maximum permissible limit.",
        )
        .detail("MaxLimit", limit.to_string())
    }

    pub fn out_of_disk(fault: &std::io::Error) -> Self {
        tracing::warn!(%fault, "the practice storage could not use its folder");
        Self::new(
            500,
            "InternalError",
            "The server encountered an internal error. Please retry the request.",
        )
    }

    /// The answer, still without the headers every answer has.
    pub fn answer(&self, method: &Method, request_id: &str, now: Moment) -> Response<Body> {
        let mut body = format!(
            "{}<Error><Code>{}</Code><Message>{}\nRequestId:{request_id}\nTime:{}</Message>",
            xml::HEAD,
            escape(&self.code),
            escape(&self.message),
            now.0.strftime("%Y-%m-%dT%H:%M:%S.%7fZ"),
        );
        for (element, text) in &self.details {
            body.push_str(&format!("<{element}>{}</{element}>", escape(text)));
        }
        body.push_str("</Error>");
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::BAD_REQUEST);
        // An answer to HEAD and a 304 have no body.
        let silent = method == Method::HEAD || status == StatusCode::NOT_MODIFIED;
        let mut answer = Response::new(if silent { Body::empty() } else { body.into() });
        *answer.status_mut() = status;
        let headers = answer.headers_mut();
        if !silent {
            headers.insert(
                header::CONTENT_TYPE,
                HeaderValue::from_static("application/xml"),
            );
        }
        if let Ok(code) = HeaderValue::from_str(&self.code) {
            headers.insert(ERROR_CODE, code);
        }
        for (name, value) in &self.headers {
            if let Ok(value) = HeaderValue::from_str(value) {
                headers.insert(name.clone(), value);
            }
        }
        answer
    }
}
