use super::{page, pages};
use crate::faults::SiteTrouble;
use axum::extract::Request;
use axum::http::{Method, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use maud::Markup;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use slipway_engine::units::Moment;

/// The application that answers.
pub(super) struct Shop {
    pub build: String,
    /// While its database is worked on with zero downtime.
    pub read_only: bool,
    /// When a custom restore brought its content; none if no one did.
    pub restored: Option<Moment>,
    pub trouble: Option<SiteTrouble>,
}

/// Where visitors sign in.
const SIGN_IN: &str = "/sign-in";

impl Shop {
    /// In read-only mode pages are served; what would write and what confirms a subscription
    /// answers 503 (facts 3.5).
    pub fn answer(&self, request: &Request) -> Response {
        let path = request.uri().path();
        let reads = matches!(*request.method(), Method::GET | Method::HEAD);
        let writes = !reads || path == "/newsletter/confirm";
        if writes && self.read_only {
            return (
                StatusCode::SERVICE_UNAVAILABLE,
                "The application is in read-only mode.",
            )
                .into_response();
        }
        let members_only = path == "/account" || self.trouble == Some(SiteTrouble::LoginWall);
        if reads && members_only && path != SIGN_IN {
            let back = utf8_percent_encode(path, NON_ALPHANUMERIC);
            let address = format!("{SIGN_IN}?returnUrl={back}");
            return (StatusCode::FOUND, [(header::LOCATION, address)]).into_response();
        }
        if (path, reads) == ("/status", true) {
            return "Healthy".into_response();
        }
        match self.page(path, reads) {
            Some(found) => self.without_missing_text(path, found),
            None => page(StatusCode::NOT_FOUND, pages::not_found(&self.build)),
        }
    }

    fn page(&self, path: &str, reads: bool) -> Option<Markup> {
        let build = &self.build;
        Some(match (path, reads) {
            ("/", true) => pages::home(build, self.read_only, self.restored),
            ("/products", true) => pages::products(build),
            ("/contact", true) => pages::contact(build, self.read_only),
            ("/contact", false) => pages::message_taken(build),
            ("/newsletter", false) => pages::thanks(build),
            ("/newsletter/confirm", true) => pages::confirmed(build),
            (SIGN_IN, true) => pages::sign_in(build),
            ("/admin" | "/admin/", true) if self.read_only => pages::admin_splash(),
            ("/admin" | "/admin/", true) => pages::admin(build),
            _ => return None,
        })
    }

    fn without_missing_text(&self, path: &str, found: Markup) -> Response {
        match &self.trouble {
            Some(SiteTrouble::MissingText { path: of, text }) if of == path => {
                Html(found.into_string().replace(text, "")).into_response()
            }
            _ => page(StatusCode::OK, found),
        }
    }
}
