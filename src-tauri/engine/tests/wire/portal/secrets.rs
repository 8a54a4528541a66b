//! The token is sent to the Portal and shown to nobody, even if the Portal says it back.

use super::diary::Writer;
use super::package::TestPackage;
use super::{TOKEN, Trial, attentive};
use crate::scripted::{Scripted, Step, answer, say};

/// Everything an upload tells: its outcome as anything could print it, and its steps.
async fn told(script: Vec<Step>, size: usize) -> String {
    let package = TestPackage::of(size);
    let server = Scripted::start(vec![script; 5]).await;
    let trial = Trial::new(&server, &package);
    let outcome = trial.send().await;
    assert!(server.seen(0).head.contains(TOKEN), "the Portal got it");
    format!("{outcome:?} {outcome:#?} {:?}", trial.diary.steps())
}

fn assert_kept(told: &str, by: &str) {
    let told = told.to_lowercase();
    let token = TOKEN.to_lowercase();
    for start in 0..=token.len() - 8 {
        let part = &token[start..start + 8];
        assert!(!told.contains(part), "{by}: {part} in {told}");
    }
}

#[tokio::test]
async fn promise_25_a_portal_that_says_the_token_back_does_not_spread_it() {
    let upper = TOKEN.to_uppercase();
    let percent: String = TOKEN.bytes().map(|byte| format!("%{byte:02X}")).collect();
    for status in [200, 204, 400, 401, 403, 404, 409, 413, 429, 500, 502, 503] {
        for echo in [TOKEN, &upper, &percent] {
            let words = format!("Bearer {echo} is wrong. Header was: Authorization: Bearer {echo}");
            let script = vec![Step::Head, Step::WholeBody, answer(status, "", &words)];
            assert_kept(&told(script, 1000).await, &format!("{status}"));
        }
    }
}

#[tokio::test]
async fn promise_25_a_redirect_that_carries_the_token_does_not_spread_it() {
    for location in [
        format!("https://portal.example/{TOKEN}/in?token={TOKEN}#{TOKEN}"),
        format!("https://{TOKEN}.example/"),
        format!("https://{TOKEN}:{TOKEN}@portal.example/"),
        format!("/{TOKEN}"),
    ] {
        let headers = format!("Location: {location}\r\n");
        let script = vec![Step::Head, Step::WholeBody, answer(302, &headers, TOKEN)];
        let told = told(script, 1000).await;
        assert!(told.contains("redirected"), "{told}");
        assert_kept(&told, &location);
    }
}

#[tokio::test]
async fn promise_25_half_a_token_where_the_portals_words_are_cut_is_not_shown() {
    for kept in [1990, 1995, 64 * 1024 - 10] {
        let words = format!("{} {TOKEN} {}", "x".repeat(kept), "y".repeat(10_000));
        let script = vec![Step::Head, Step::WholeBody, answer(400, "", &words)];
        assert_kept(&told(script, 1000).await, "cut words");
    }
}

#[tokio::test]
async fn promise_25_broken_answers_with_the_token_do_not_spread_it() {
    let ends = [
        say(&format!(
            "HTTP/1.1 200 {TOKEN}\r\nContent-Length: 900\r\n\r\n{TOKEN}"
        )),
        say(&format!("{TOKEN}\r\n\r\n")),
        say(&format!("HTTP/1.1 {TOKEN}\r\n\r\n")),
        say(&format!(
            "HTTP/1.1 307 {TOKEN}\r\nLocation: {TOKEN}\r\n\r\n"
        )),
    ];
    for end in ends {
        let script = vec![Step::Head, Step::WholeBody, end, Step::Close];
        assert_kept(&told(script, 1000).await, "a broken answer");
    }
}

#[tokio::test]
async fn promise_25_what_comes_before_the_end_does_not_spread_it_either() {
    let package = TestPackage::of(1_000_000);
    for status in [200, 302, 401, 503] {
        let headers = format!("Location: /{TOKEN}\r\nRetry-After: {TOKEN}\r\nDate: {TOKEN}\r\n");
        let script = vec![Step::Head, answer(status, &headers, TOKEN), Step::Finish];
        let server = Scripted::start(vec![script; 5]).await;
        let trial = Trial {
            policy: attentive(),
            ..Trial::new(&server, &package)
        };
        let outcome = trial.send().await;
        assert_kept(
            &format!("{outcome:?} {:?}", trial.diary.steps()),
            "an early answer",
        );
    }
}

#[tokio::test]
async fn a_token_that_fits_no_header_is_named_without_being_shown() {
    let package = TestPackage::of(1000);
    let server = Scripted::start(vec![]).await;
    let token = "pat-with-a-line\nbreak-in-it";
    let trial = Trial::new(&server, &package);
    let observer = Writer {
        diary: &trial.diary,
        clock: trial.clock.as_ref(),
    };
    let outcome = trial.send_as(token, &observer).await;
    assert_eq!(super::code(&outcome), "not sent token-not-usable");
    assert!(!format!("{outcome:?}").contains("break-in"));
    assert_eq!(server.connections(), 0);
}
