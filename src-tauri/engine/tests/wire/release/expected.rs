//! A site that answers, as expected or not.

use super::{detail, look, page};
use crate::scripted::{Scripted, Step, answer, say};
use slipway_engine::desk::SiteState;
use slipway_engine::project::SiteExpectation;
use slipway_engine::release::PagePrint;

fn with_text(text: &str) -> SiteExpectation {
    SiteExpectation {
        text: Some(text.into()),
        ..SiteExpectation::default()
    }
}

#[tokio::test]
async fn a_page_with_the_expected_status_is_as_expected_and_its_build_is_kept() {
    let html = r#"<html><script src="/app.js?v=7"></script>Dancing Goat</html>"#;
    let server = Scripted::start(vec![page(html)]).await;
    let seen = look(&server.origin(), &SiteExpectation::default()).await;
    assert_eq!(seen.sample.state, SiteState::AsExpected);
    assert_eq!((seen.sample.status, seen.sample.detail), (Some(200), None));
    assert_eq!(seen.page, Some(PagePrint::of(html.as_bytes())));
}

#[tokio::test]
async fn the_site_is_asked_as_a_visitor_would_without_anything_that_is_ours() {
    let server = Scripted::start(vec![page("")]).await;
    let expectation = SiteExpectation {
        path: "/status?full=1".into(),
        ..SiteExpectation::default()
    };
    look(&server.origin(), &expectation).await;
    let asked = server.seen(0);
    assert!(
        asked.head.starts_with("GET /status?full=1 HTTP/1.1\r\n"),
        "{}",
        asked.head
    );
    for header in ["authorization", "cookie", "referer"] {
        assert_eq!(asked.header(header), "", "{header}");
    }
}

#[tokio::test]
async fn another_status_is_unexpected_and_says_which_one_was_meant() {
    for status in [201, 404, 403, 500, 502] {
        let server = Scripted::start(vec![vec![Step::Head, answer(status, "", "oh")]]).await;
        let seen = look(&server.origin(), &SiteExpectation::default()).await;
        assert_eq!(seen.sample.state, SiteState::Unexpected, "{status}");
        assert_eq!(seen.sample.status, Some(status));
        assert_eq!(detail(&seen), "200 is expected");
        assert_eq!(seen.page, None);
    }
}

#[tokio::test]
async fn a_status_the_user_expects_is_as_expected_whatever_it_is() {
    for status in [204, 302, 401, 503] {
        let headers = "Location: https://login.example/\r\n";
        let server = Scripted::start(vec![vec![Step::Head, answer(status, headers, "")]]).await;
        let expectation = SiteExpectation {
            status,
            ..SiteExpectation::default()
        };
        let seen = look(&server.origin(), &expectation).await;
        assert_eq!(
            seen.sample.state,
            SiteState::AsExpected,
            "{status}: {}",
            detail(&seen)
        );
        assert_eq!(server.connections(), 1);
    }
}

#[tokio::test]
async fn the_expected_text_must_be_in_the_page() {
    let html = "<h1>Káva &amp; čaj</h1>";
    let server = Scripted::start(vec![page(html); 2]).await;
    let found = look(&server.origin(), &with_text("Káva & čaj")).await;
    assert_eq!(found.sample.state, SiteState::AsExpected);
    let missing = look(&server.origin(), &with_text("Kakao")).await;
    assert_eq!(missing.sample.state, SiteState::Unexpected);
    assert_eq!(missing.sample.status, Some(200));
    assert!(detail(&missing).contains("Kakao"));
}

#[tokio::test]
async fn no_more_than_the_first_part_of_an_endless_page_is_read() {
    const LIMIT: usize = 256 * 1024;
    let head = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n";
    let before = format!("{head}{}here", "x".repeat(LIMIT - 4));
    let script = vec![
        Step::Head,
        say(&before),
        say(&"and there".repeat(1_000_000)),
        Step::Drain,
    ];
    let server = Scripted::start(vec![script; 2]).await;
    let found = look(&server.origin(), &with_text("here")).await;
    assert_eq!(
        found.sample.state,
        SiteState::AsExpected,
        "{}",
        detail(&found)
    );
    let beyond = look(&server.origin(), &with_text("there")).await;
    assert_eq!(beyond.sample.state, SiteState::Unexpected);
    for number in 0..2 {
        server.until(number, |seen| seen.over).await;
    }
}
