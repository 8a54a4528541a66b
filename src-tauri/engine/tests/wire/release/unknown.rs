//! A look that says nothing about the site, or finds somebody else in its place.

use super::{detail, look};
use crate::scripted::tls::Authority;
use crate::scripted::{Scripted, Step, answer};
use slipway_engine::clock::SystemClock;
use slipway_engine::desk::SiteState;
use slipway_engine::project::SiteExpectation;
use slipway_engine::release;

#[tokio::test]
async fn a_name_that_does_not_resolve_says_nothing_about_the_site() {
    // No name server is asked for a name that is too long to be one.
    let name = "a".repeat(64);
    for site in [
        format!("http://{name}.example"),
        format!("https://{name}.example"),
    ] {
        let seen = look(&site, &SiteExpectation::default()).await;
        assert_eq!(seen.sample.state, SiteState::Unknown, "{}", detail(&seen));
        assert_eq!(seen.sample.status, None);
    }
}

#[tokio::test]
async fn an_address_that_cannot_be_read_says_nothing_about_the_site() {
    for site in ["", "shop", "file:///etc/passwd"] {
        let seen = look(site, &SiteExpectation::default()).await;
        assert_eq!(seen.sample.state, SiteState::Unknown, "{site}");
    }
}

#[tokio::test]
async fn a_proxy_that_does_not_let_through_says_nothing_about_the_site() {
    for status in [403, 407, 502] {
        let proxy = Scripted::start(vec![vec![Step::Head, answer(status, "", "")]]).await;
        let http = slipway_engine::portal::client(Some(&proxy.origin())).expect("a client");
        let expectation = SiteExpectation::default();
        let clock = SystemClock::new();
        let seen = release::look(&http, "https://shop.example", &expectation, &clock).await;
        assert_eq!(
            seen.sample.state,
            SiteState::Unknown,
            "{status}: {}",
            detail(&seen)
        );
        assert_eq!(seen.sample.status, None);
    }
}

#[tokio::test]
async fn promise_37_somebody_with_a_certificate_nobody_trusts_is_unexpected() {
    let authority = Authority::named("Fabrikam Inspection CA");
    let script = vec![
        Step::Tls(authority.server("localhost", 2090)),
        Step::Head,
        answer(200, "", ""),
    ];
    let server = Scripted::start(vec![script]).await;
    let seen = look(&server.secure_origin(), &SiteExpectation::default()).await;
    assert_eq!(
        seen.sample.state,
        SiteState::Unexpected,
        "{}",
        detail(&seen)
    );
    assert_eq!(server.seen(0).head, "");
}
