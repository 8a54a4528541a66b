//! Ways out of a company's network.

use super::package::TestPackage;
use super::{TOKEN, Trial, code, fault, impatient};
use crate::scripted::taken::Taken;
use crate::scripted::{Scripted, Step, answer, say};
use slipway_engine::fault::NextStep;
use slipway_engine::portal::{RetryPolicy, UploadOutcome};

/// Never looked up: only a proxy gets to hear this name.
const PORTAL: &str = "https://portal.example";

async fn through(proxy: &str, package: &TestPackage) -> UploadOutcome {
    let trial = Trial {
        policy: RetryPolicy {
            tries: 2,
            ..impatient()
        },
        ..Trial::to(PORTAL, package)
    };
    trial.through(proxy).send().await
}

#[tokio::test]
async fn a_proxy_that_asks_for_a_password_is_not_asked_again() {
    let package = TestPackage::of(1000);
    let asking = answer(407, "Proxy-Authenticate: Basic realm=\"Contoso\"\r\n", "");
    let proxy = Scripted::start(vec![vec![Step::Head, asking]]).await;
    let outcome = through(&proxy.origin(), &package).await;
    assert_eq!(code(&outcome), "not sent proxy-asks-for-password");
    assert_eq!(fault(&outcome).action, NextStep::CheckNetwork);
    assert_eq!(proxy.connections(), 1);
    let head = proxy.seen(0).head;
    assert!(
        head.starts_with("CONNECT portal.example:443 HTTP/1.1\r\n"),
        "{head}"
    );
    assert!(!head.contains(TOKEN) && !head.to_lowercase().contains("\r\nauthorization"));
}

#[tokio::test]
async fn the_password_given_for_a_proxy_is_used_and_not_told() {
    let package = TestPackage::of(1000);
    let proxy = Scripted::start(vec![vec![Step::Head, answer(407, "", "")]]).await;
    let address = format!("http://petra:very-safe-word@127.0.0.1:{}", proxy.port);
    let outcome = through(&address, &package).await;
    assert_eq!(
        proxy.seen(0).header("proxy-authorization"),
        "Basic cGV0cmE6dmVyeS1zYWZlLXdvcmQ="
    );
    let told = format!("{outcome:?}");
    assert!(
        !told.contains("very-safe") && !told.contains("cGV0cmE6"),
        "{told}"
    );
}

#[tokio::test]
async fn a_proxy_that_refuses_the_way_is_named_as_the_one_who_does() {
    let package = TestPackage::of(1000);
    for status in [403, 502, 503] {
        let script = vec![Step::Head, answer(status, "", "Blocked by policy")];
        let proxy = Scripted::start(vec![script; 2]).await;
        let outcome = through(&proxy.origin(), &package).await;
        assert_eq!(code(&outcome), "not sent proxy-refused", "{status}");
        assert_eq!(fault(&outcome).params["host"], "portal.example");
        assert_eq!(proxy.connections(), 2);
    }
}

#[tokio::test]
async fn a_proxy_that_hangs_up_talks_nonsense_or_is_not_there_is_unreachable() {
    let package = TestPackage::of(1000);
    let scripts = [
        vec![Step::Close],
        vec![Step::Head, Step::Close],
        vec![Step::Head, Step::Reset],
        vec![
            Step::Head,
            say("220 mail.example ESMTP\r\n\r\n"),
            Step::Close,
        ],
    ];
    for (number, script) in scripts.into_iter().enumerate() {
        let proxy = Scripted::start(vec![script; 2]).await;
        let outcome = through(&proxy.origin(), &package).await;
        assert!(
            ["not sent proxy-unreachable", "not sent proxy-refused"]
                .contains(&code(&outcome).as_str()),
            "{number}: {outcome:?}"
        );
    }
    let taken = Taken::port();
    for scheme in ["http", "socks5h"] {
        let outcome = through(&format!("{scheme}://127.0.0.1:{}", taken.port), &package).await;
        assert_eq!(
            code(&outcome),
            "not sent proxy-unreachable",
            "{scheme}: {outcome:?}"
        );
    }
    // Too long to be looked up.
    let nameless = format!("http://{}.example:8080", "a".repeat(64));
    let outcome = through(&nameless, &package).await;
    assert_eq!(code(&outcome), "not sent proxy-unreachable", "{outcome:?}");
}

#[tokio::test]
async fn what_stays_on_this_computer_goes_through_no_proxy() {
    let package = TestPackage::of(1000);
    let script = vec![Step::Head, Step::WholeBody, answer(200, "", "")];
    let server = Scripted::start(vec![script; 2]).await;
    let proxy = Scripted::start(vec![]).await;
    for portal in [server.origin(), format!("http://localhost:{}", server.port)] {
        let trial = Trial::to(&portal, &package).through(&proxy.origin());
        assert_eq!(code(&trial.send().await), "accepted 200", "{portal}");
    }
    assert_eq!((server.connections(), proxy.connections()), (2, 0));
}

#[tokio::test]
async fn a_socks_proxy_is_asked_for_the_portal_by_name() {
    let package = TestPackage::of(1000);
    let name_and_port = "portal.example".len() as u64 + 2;
    let script = vec![
        Step::Body(3),
        Step::Say(vec![5, 0]),
        Step::Body(5 + name_and_port),
        // Connection refused by the destination.
        Step::Say(vec![5, 5, 0, 1, 0, 0, 0, 0, 0, 0]),
        Step::Drain,
    ];
    let proxy = Scripted::start(vec![script; 2]).await;
    let address = format!("socks5h://127.0.0.1:{}", proxy.port);
    let outcome = through(&address, &package).await;
    assert_eq!(code(&outcome), "not sent proxy-unreachable");
    let asked = proxy.seen(0).body;
    assert_eq!(asked[..3], [5, 1, 0]);
    assert_eq!(asked[3..8], [5, 1, 0, 3, 14]);
    assert_eq!(&asked[8..], b"portal.example\x01\xbb");
}

#[tokio::test]
async fn a_socks_proxy_that_wants_a_password_is_not_asked_again() {
    let package = TestPackage::of(1000);
    let script = vec![Step::Body(3), Step::Say(vec![5, 0xff]), Step::Drain];
    let proxy = Scripted::start(vec![script]).await;
    let address = format!("socks5h://127.0.0.1:{}", proxy.port);
    let outcome = through(&address, &package).await;
    assert_eq!(
        code(&outcome),
        "not sent proxy-asks-for-password",
        "{outcome:?}"
    );
    let wrong = vec![
        Step::Body(3),
        Step::Say(vec![5, 2]),
        Step::Body(3 + 5 + 4),
        Step::Say(vec![1, 1]),
        Step::Drain,
    ];
    let proxy = Scripted::start(vec![wrong]).await;
    let address = format!("socks5h://petra:safe@127.0.0.1:{}", proxy.port);
    let outcome = through(&address, &package).await;
    assert_eq!(
        code(&outcome),
        "not sent proxy-asks-for-password",
        "{outcome:?}"
    );
    assert_eq!(proxy.connections(), 1);
}
