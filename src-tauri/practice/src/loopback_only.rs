use axum::extract::Request;
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// Keeps web pages from elsewhere, open in the same browser, out of the practice world: they can
/// reach loopback by a name of their own, and they can send forms.
pub(crate) async fn loopback_only(request: Request, next: Next) -> Response {
    let own_name = text(request.headers(), header::HOST).is_none_or(is_loopback);
    if !own_name {
        return StatusCode::MISDIRECTED_REQUEST.into_response();
    }
    let asks_only = matches!(
        *request.method(),
        Method::GET | Method::HEAD | Method::OPTIONS
    );
    let from_here = text(request.headers(), header::ORIGIN)
        .is_none_or(|origin| origin.strip_prefix("http://").is_some_and(is_loopback));
    if !asks_only && !from_here {
        return StatusCode::FORBIDDEN.into_response();
    }
    next.run(request).await
}

fn text(headers: &HeaderMap, name: header::HeaderName) -> Option<&str> {
    // Unreadable bytes are not a loopback name either.
    headers
        .get(name)
        .map(|value| value.to_str().unwrap_or_default())
}

fn is_loopback(authority: &str) -> bool {
    let name = match authority.rsplit_once(':') {
        Some((name, port)) if port.chars().all(|c| c.is_ascii_digit()) => name,
        _ => authority,
    };
    matches!(name, "127.0.0.1" | "localhost" | "[::1]")
}

#[cfg(test)]
mod tests {
    use super::is_loopback;

    #[test]
    fn only_names_of_this_computer_are_loopback() {
        for own in [
            "127.0.0.1",
            "127.0.0.1:8080",
            "localhost:1",
            "localhost",
            "[::1]:8080",
        ] {
            assert!(is_loopback(own), "{own}");
        }
        for foreign in [
            "",
            "example.com",
            "localhost.example.com:80",
            "127.0.0.1.nip.io",
            "null",
        ] {
            assert!(!is_loopback(foreign), "{foreign}");
        }
    }
}
