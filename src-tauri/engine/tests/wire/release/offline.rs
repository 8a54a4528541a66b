//! A site that is not there.

use super::{detail, look, look_by};
use crate::scripted::taken::Taken;
use crate::scripted::{Scripted, Step, answer, say};
use slipway_engine::clock::ManualClock;
use slipway_engine::desk::SiteState;
use slipway_engine::project::SiteExpectation;
use slipway_engine::units::Count;
use std::time::Duration;

#[tokio::test]
async fn the_offline_page_is_offline() {
    let offline = vec![Step::Head, answer(503, "", "This site is offline")];
    let server = Scripted::start(vec![offline]).await;
    let seen = look(&server.origin(), &SiteExpectation::default()).await;
    assert_eq!(seen.sample.state, SiteState::Offline);
    assert_eq!(seen.sample.status, Some(503));
}

#[tokio::test]
async fn a_site_that_takes_no_connection_is_offline() {
    let taken = Taken::port();
    let site = format!("http://127.0.0.1:{}", taken.port);
    let seen = look(&site, &SiteExpectation::default()).await;
    assert_eq!(seen.sample.state, SiteState::Offline, "{}", detail(&seen));
    assert_eq!(seen.sample.status, None);
    assert!(detail(&seen).contains("refused"), "{}", detail(&seen));
}

#[tokio::test]
async fn a_site_that_hangs_up_or_breaks_off_is_offline() {
    let begun = "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n<html>";
    for script in [
        vec![Step::Close],
        vec![Step::Head, Step::Close],
        vec![Step::Head, Step::Reset],
        vec![Step::Head, say(begun), Step::Close],
    ] {
        let server = Scripted::start(vec![script]).await;
        let seen = look(&server.origin(), &SiteExpectation::default()).await;
        assert_eq!(seen.sample.state, SiteState::Offline, "{}", detail(&seen));
        assert_eq!(seen.page, None);
    }
}

#[tokio::test]
async fn ten_seconds_of_silence_are_offline_wherever_it_falls_silent() {
    let begun = say("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n<html>");
    let moved = answer(302, "Location: /en\r\n", "");
    let scripts = [
        vec![vec![Step::Head, Step::Drain]],
        vec![vec![Step::Head, begun, Step::Drain]],
        vec![vec![Step::Head, moved], vec![Step::Head, Step::Drain]],
    ];
    for scripts in scripts {
        let last = scripts.len() - 1;
        let server = Scripted::start(scripts).await;
        let clock = ManualClock::default();
        let site = server.origin();
        let expectation = SiteExpectation::default();
        let silence = async {
            server.until(last, |seen| !seen.head.is_empty()).await;
            clock.waited_for_by(1).await;
            clock.advance(Duration::from_secs(10));
        };
        let (seen, ()) = tokio::join!(look_by(&clock, &site, &expectation), silence);
        assert_eq!(seen.sample.state, SiteState::Offline);
        assert_eq!(seen.sample.took_ms, Count(10_000));
        assert!(detail(&seen).contains("10 seconds"), "{}", detail(&seen));
        server.until(last, |seen| seen.over).await;
    }
}
