use axum::http::{HeaderName, HeaderValue, Request, header};
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt;

/// What every answer of an application carries unless told otherwise.
const USUAL_HEADERS: [(&str, &str); 6] = [
    ("cache-control", "no-cache, no-store"),
    (
        "content-security-policy",
        "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'",
    ),
    ("referrer-policy", "strict-origin-when-cross-origin"),
    ("strict-transport-security", "max-age=31536000"),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "SAMEORIGIN"),
];

/// How an environment's site is set up, apart from what deployments do to it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct SiteSetup {
    /// Headers instead of the usual ones or beside them, by name; an empty value leaves one out.
    pub headers: BTreeMap<String, String>,
    /// Asked of every visitor.
    pub basic_auth: Option<SiteLogin>,
    /// Pages that moved, by path.
    pub moved: BTreeMap<String, Moved>,
}

/// User name and password of HTTP basic authentication.
#[derive(Clone, PartialEq, Eq, Deserialize)]
pub struct SiteLogin {
    pub user: String,
    pub password: String,
}

/// Where a page moved.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Moved {
    /// A path of the same site or a whole address.
    pub to: String,
    /// 302 unless told.
    #[serde(default = "found")]
    pub status: u16,
}

impl SiteSetup {
    pub(super) fn admits<B>(&self, request: &Request<B>) -> bool {
        self.basic_auth.as_ref().is_none_or(|login| {
            let asked = request.headers().get(header::AUTHORIZATION);
            asked.is_some_and(|asked| asked.as_bytes() == login.header().as_bytes())
        })
    }

    /// Puts the headers of an application on its answer.
    pub(super) fn dress(&self, mut response: Response) -> Response {
        let usual = USUAL_HEADERS.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let all: BTreeMap<String, String> = usual
            .into_iter()
            .chain(
                self.headers
                    .clone()
                    .into_iter()
                    .map(|(n, v)| (n.to_ascii_lowercase(), v)),
            )
            .collect();
        for (name, value) in all.iter().filter(|(_, value)| !value.is_empty()) {
            let header = (HeaderName::try_from(name), HeaderValue::try_from(value));
            if let (Ok(name), Ok(value)) = header {
                response.headers_mut().insert(name, value);
            }
        }
        response
    }
}

impl SiteLogin {
    fn header(&self) -> String {
        let pair = format!("{}:{}", self.user, self.password);
        format!("Basic {}", STANDARD.encode(pair))
    }
}

impl fmt::Debug for SiteLogin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SiteLogin")
            .field("user", &self.user)
            .finish_non_exhaustive()
    }
}

fn found() -> u16 {
    302
}
