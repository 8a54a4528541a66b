//! A site that sends its visitors on (promise 36).

use super::{detail, look, page};
use crate::scripted::{Scripted, Step, answer};
use slipway_engine::desk::SiteState;
use slipway_engine::project::SiteExpectation;

fn on_to(location: &str) -> Vec<Step> {
    let headers = format!("Location: {location}\r\n");
    vec![Step::Head, answer(302, &headers, "")]
}

#[tokio::test]
async fn promise_36_five_redirects_on_the_same_host_are_followed() {
    let hops: Vec<_> = (1..=5).map(|hop| on_to(&format!("/{hop}"))).collect();
    let server = Scripted::start([hops, vec![page("here")]].concat()).await;
    let seen = look(&server.origin(), &SiteExpectation::default()).await;
    assert_eq!(
        seen.sample.state,
        SiteState::AsExpected,
        "{}",
        detail(&seen)
    );
    assert!(server.seen(5).head.starts_with("GET /5 "));
}

#[tokio::test]
async fn promise_36_a_sixth_redirect_is_not_followed() {
    let server = Scripted::start(vec![on_to("/again"); 10]).await;
    let seen = look(&server.origin(), &SiteExpectation::default()).await;
    assert_eq!(seen.sample.state, SiteState::Unexpected);
    assert!(
        detail(&seen).contains("more than 5 times"),
        "{}",
        detail(&seen)
    );
    assert_eq!(server.connections(), 6);
}

#[tokio::test]
async fn promise_36_another_host_is_named_and_never_asked() {
    let other = Scripted::start(vec![page("elsewhere")]).await;
    let location = format!("{}/in?from=shop", other.origin());
    for location in [
        location.as_str(),
        "https://login.example/in?key=4711",
        "//login.example/",
    ] {
        let server = Scripted::start(vec![on_to(location)]).await;
        let seen = look(&server.origin(), &SiteExpectation::default()).await;
        assert_eq!(seen.sample.state, SiteState::Unexpected);
        assert_eq!(seen.sample.status, Some(302));
        let named =
            detail(&seen).contains("login.example") || detail(&seen).contains(&other.origin());
        assert!(named && !detail(&seen).contains("in?"), "{}", detail(&seen));
    }
    assert_eq!(other.connections(), 0);
}

#[tokio::test]
async fn a_redirect_to_nowhere_is_unexpected() {
    let nowhere = vec![Step::Head, answer(301, "", "")];
    let server = Scripted::start(vec![nowhere, on_to("http://")]).await;
    for _ in 0..2 {
        let seen = look(&server.origin(), &SiteExpectation::default()).await;
        assert_eq!(
            seen.sample.state,
            SiteState::Unexpected,
            "{}",
            detail(&seen)
        );
        assert!(seen.sample.status.is_some());
    }
}
