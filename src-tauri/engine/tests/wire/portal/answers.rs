//! Each answer ends in its own words.

use super::package::TestPackage;
use super::{GUID, Trial, attentive, code, fault};
use crate::scripted::{Scripted, Step, answer};
use slipway_engine::fault::{NextStep, Retry};

/// Status and headers, the code it ends in, and what the user is offered next.
const REFUSALS: [(u16, &str, &str, NextStep); 14] = [
    (
        400,
        "",
        "portal-said-otherwise",
        NextStep::OpenPortalDeployments,
    ),
    (401, "", "token-refused", NextStep::ReplaceToken),
    (403, "", "role-not-enough", NextStep::None),
    (
        404,
        "",
        "project-or-environment-unknown",
        NextStep::EditProject,
    ),
    (407, "", "proxy-asks-for-password", NextStep::CheckNetwork),
    (
        409,
        "",
        "portal-said-otherwise",
        NextStep::OpenPortalDeployments,
    ),
    (
        413,
        "",
        "package-too-large-for-portal",
        NextStep::ChooseAnotherFile,
    ),
    (
        415,
        "",
        "portal-said-otherwise",
        NextStep::OpenPortalDeployments,
    ),
    (
        501,
        "",
        "portal-said-otherwise",
        NextStep::OpenPortalDeployments,
    ),
    (
        507,
        "",
        "portal-said-otherwise",
        NextStep::OpenPortalDeployments,
    ),
    (
        301,
        "Location: /elsewhere\r\n",
        "redirected",
        NextStep::EditProject,
    ),
    (
        302,
        "Location: https://login.example/\r\n",
        "redirected",
        NextStep::EditProject,
    ),
    (
        307,
        "Location: https://portal.example/\r\n",
        "redirected",
        NextStep::EditProject,
    ),
    (308, "", "redirected", NextStep::EditProject),
];

#[tokio::test]
async fn a_refusal_after_everything_was_sent_ends_in_its_own_words_and_is_final() {
    let package = TestPackage::of(100_000);
    for (status, headers, expected, action) in REFUSALS {
        let script = vec![Step::Head, Step::WholeBody, answer(status, headers, "no")];
        let server = Scripted::start(vec![script]).await;
        let outcome = Trial::new(&server, &package).send().await;
        assert_eq!(code(&outcome), format!("refused {expected}"), "{status}");
        assert_eq!(fault(&outcome).action, action, "{status}");
        assert_eq!(fault(&outcome).retry, Retry::ByUser, "{status}");
        assert_eq!(server.connections(), 1, "{status}");
    }
}

#[tokio::test]
async fn a_refusal_before_the_end_stops_the_sending() {
    let package = TestPackage::of(32 << 20);
    for (status, headers, expected, _) in REFUSALS {
        let script = vec![Step::Head, answer(status, headers, "no"), Step::Finish];
        let server = Scripted::start(vec![script]).await;
        let trial = Trial {
            policy: attentive(),
            ..Trial::new(&server, &package)
        };
        assert_eq!(code(&trial.send().await), format!("refused {expected}"));
        let seen = server.until(0, |seen| seen.over).await;
        assert!(seen.body_bytes < seen.length(), "{status}");
        assert_eq!(server.connections(), 1, "{status}");
    }
}

#[tokio::test]
async fn the_portals_own_words_are_kept_for_the_developer() {
    let package = TestPackage::of(1000);
    let words = "{\n  \"error\": \"Package is\tdamaged\"\n}";
    let script = vec![Step::Head, Step::WholeBody, answer(400, "", words)];
    let server = Scripted::start(vec![script]).await;
    let outcome = Trial::new(&server, &package).send().await;
    assert_eq!(
        fault(&outcome).detail.as_deref(),
        Some(r#"HTTP 400 Bad Request: { "error": "Package is damaged" }"#)
    );
    assert_eq!(fault(&outcome).params["status"], "400");
}

#[tokio::test]
async fn a_refusal_counts_also_when_its_words_break_off_or_never_end() {
    let package = TestPackage::of(1000);
    let long = format!(
        "HTTP/1.1 403 No\r\nContent-Length: 200000\r\n\r\n{}",
        "no ".repeat(50_000)
    );
    let cut = "HTTP/1.1 403 No\r\nContent-Length: 50\r\n\r\nno".to_owned();
    for (words, end) in [(long, Step::Hold), (cut, Step::Close)] {
        let script = vec![
            Step::Head,
            Step::WholeBody,
            Step::Say(words.into_bytes()),
            end,
        ];
        let server = Scripted::start(vec![script]).await;
        let outcome = Trial::new(&server, &package).send().await;
        assert_eq!(code(&outcome), "refused role-not-enough");
        let detail = fault(&outcome).detail.clone().expect("its words");
        assert!(detail.starts_with("HTTP 403 Forbidden: no"), "{detail}");
        assert!(detail.len() < 3_000);
    }
}

#[tokio::test]
async fn a_refusal_says_where_it_was_meant_to_go() {
    let package = TestPackage::of(1000);
    let script = vec![Step::Head, Step::WholeBody, answer(404, "", "")];
    let server = Scripted::start(vec![script]).await;
    let outcome = Trial::new(&server, &package).send().await;
    assert_eq!(fault(&outcome).params["environment"], "uat");
    assert_eq!(fault(&outcome).params["guid"], GUID);
}

#[tokio::test]
async fn promise_36_a_redirect_is_named_and_never_followed() {
    let package = TestPackage::of(1000);
    let other = Scripted::start(vec![]).await;
    let location = format!("Location: {}/api?key=1#top\r\n", other.origin());
    let script = vec![Step::Head, Step::WholeBody, answer(307, &location, "")];
    let server = Scripted::start(vec![script]).await;
    let outcome = Trial::new(&server, &package).send().await;
    assert_eq!(code(&outcome), "refused redirected");
    assert_eq!(fault(&outcome).params["host"], "127.0.0.1");
    let detail = fault(&outcome).detail.clone().expect("a detail");
    assert!(
        detail.ends_with(&format!("to {}/api", other.origin())),
        "{detail}"
    );
    assert_eq!((server.connections(), other.connections()), (1, 0));
}
