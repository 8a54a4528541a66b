//! Whom an upload trusts (promise 37).
//!
//! The operating system's authorities are read once per client and cannot be set for one test, so
//! the uploads here run in a process of their own, started from this very program, whose system
//! trusts nobody but an authority made for the test.

use super::package::TestPackage;
use super::{Trial, code, impatient};
use crate::scripted::tls::Authority;
use crate::scripted::{Scripted, Step, answer};
use slipway_engine::portal::RetryPolicy;
use std::io::Write;
use std::process::Stdio;

const PORTAL: &str = "SLIPWAY_TEST_PORTAL";
const PROXY: &str = "SLIPWAY_TEST_PROXY";

/// What an upload to `portal` comes to on a computer that trusts `authority` alone.
async fn upload_trusting(
    authority: &Authority,
    portal: &str,
    variables: &[(&str, &str)],
) -> String {
    let mut trusted = tempfile::NamedTempFile::new().expect("a file");
    trusted
        .write_all(authority.pem.as_bytes())
        .expect("it is written");
    let program = std::env::current_exe().expect("this program");
    let output = tokio::process::Command::new(program)
        .args([
            "--exact",
            "portal::tls::upload_as_told",
            "--ignored",
            "--nocapture",
        ])
        .env_remove("SSL_CERT_DIR")
        .env("SSL_CERT_FILE", trusted.path())
        .env(PORTAL, portal)
        .envs(variables.iter().copied())
        .stdin(Stdio::null())
        .kill_on_drop(true)
        .output()
        .await
        .expect("it runs");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let outcome = said
        .split_once("outcome: ")
        .and_then(|(_, rest)| rest.lines().next());
    outcome
        .unwrap_or_else(|| panic!("no outcome: {output:?}"))
        .to_owned()
}

#[tokio::test]
#[ignore = "run by the others, in a process of its own"]
async fn upload_as_told() {
    let package = TestPackage::of(1000);
    let portal = std::env::var(PORTAL).expect("where to");
    let mut trial = Trial {
        policy: RetryPolicy {
            tries: 2,
            ..impatient()
        },
        ..Trial::to(&portal, &package)
    };
    if let Ok(proxy) = std::env::var(PROXY) {
        trial = trial.through(&proxy);
    }
    let outcome = trial.send().await;
    println!("\noutcome: {} {outcome:?}", code(&outcome));
}

fn accepting() -> Vec<Step> {
    vec![Step::Head, Step::WholeBody, answer(200, "", "")]
}

fn encrypted(authority: &Authority, host: &str, until_year: i32) -> Vec<Step> {
    let tls = vec![Step::Tls(authority.server(host, until_year))];
    [tls, accepting()].concat()
}

#[tokio::test]
async fn promise_37_an_authority_the_system_trusts_is_trusted() {
    let authority = Authority::named("Contoso Root");
    let server = Scripted::start(vec![encrypted(&authority, "localhost", 2090)]).await;
    let outcome = upload_trusting(&authority, &server.secure_origin(), &[]).await;
    assert!(outcome.starts_with("accepted 200"), "{outcome}");
    assert_eq!(server.seen(0).body.len(), 1000);
}

#[tokio::test]
async fn promise_37_an_authority_nobody_knows_is_named_and_gets_nothing() {
    let (known, unknown) = (
        Authority::named("Contoso Root"),
        Authority::named("Fabrikam Inspection CA"),
    );
    let server = Scripted::start(vec![encrypted(&unknown, "localhost", 2090); 2]).await;
    let outcome = upload_trusting(&known, &server.secure_origin(), &[]).await;
    assert!(outcome.starts_with("not sent tls-untrusted"), "{outcome}");
    assert!(
        outcome.contains(r#""issuer": "Fabrikam Inspection CA""#),
        "{outcome}"
    );
    assert_eq!(
        (server.connections(), server.seen(0).head.as_str()),
        (1, "")
    );
}

#[tokio::test]
async fn promise_37_an_expired_certificate_and_one_for_another_name_get_nothing() {
    let authority = Authority::named("Contoso Root");
    for (host, until, why) in [
        ("localhost", 2021, "expired"),
        ("other.example", 2090, "not valid for name"),
    ] {
        let server = Scripted::start(vec![encrypted(&authority, host, until); 2]).await;
        let outcome = upload_trusting(&authority, &server.secure_origin(), &[]).await;
        assert!(outcome.starts_with("not sent tls-other"), "{outcome}");
        assert!(outcome.contains(why), "{outcome}");
        assert_eq!(
            (server.connections(), server.seen(0).head.as_str()),
            (1, "")
        );
    }
}

#[tokio::test]
async fn a_server_that_does_not_encrypt_gets_nothing() {
    let authority = Authority::named("Contoso Root");
    let plain = vec![answer(200, "", ""), Step::Drain];
    let server = Scripted::start(vec![plain; 2]).await;
    let outcome = upload_trusting(&authority, &server.secure_origin(), &[]).await;
    assert!(outcome.starts_with("not sent tls-other"), "{outcome}");
}

/// A proxy's way to the Portal, through which `then` is played.
fn tunnel(then: Vec<Step>) -> Vec<Step> {
    let open = crate::scripted::say("HTTP/1.1 200 Connection established\r\n\r\n");
    [vec![Step::Head, open], then].concat()
}

#[tokio::test]
async fn promise_37_a_proxy_that_looks_inside_is_named_by_its_certificate() {
    let (known, company) = (
        Authority::named("Contoso Root"),
        Authority::named("Fabrikam Proxy CA"),
    );
    let script = tunnel(encrypted(&company, "portal.example", 2090));
    let proxy = Scripted::start(vec![script]).await;
    let outcome = upload_trusting(
        &known,
        "https://portal.example",
        &[(PROXY, &proxy.origin())],
    )
    .await;
    assert!(outcome.starts_with("not sent tls-untrusted"), "{outcome}");
    assert!(
        outcome.contains(r#""issuer": "Fabrikam Proxy CA""#),
        "{outcome}"
    );
}

#[tokio::test]
async fn promise_37_the_systems_proxy_leads_to_the_portal() {
    let authority = Authority::named("Contoso Root");
    for variable in ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"] {
        let script = tunnel(encrypted(&authority, "portal.example", 2090));
        let proxy = Scripted::start(vec![script]).await;
        let address = proxy.origin();
        let system = [("NO_PROXY", ""), (variable, address.as_str())];
        let outcome = upload_trusting(&authority, "https://portal.example", &system).await;
        assert!(outcome.starts_with("accepted 200"), "{variable}: {outcome}");
    }
}

#[tokio::test]
async fn a_socks_proxy_leads_to_the_portal() {
    let authority = Authority::named("Contoso Root");
    let open = vec![
        Step::Body(3),
        Step::Say(vec![5, 0]),
        Step::Body(5 + "portal.example".len() as u64 + 2),
        Step::Say(vec![5, 0, 0, 1, 127, 0, 0, 1, 0, 80]),
    ];
    let script = [open, encrypted(&authority, "portal.example", 2090)].concat();
    let proxy = Scripted::start(vec![script]).await;
    let address = format!("socks5h://127.0.0.1:{}", proxy.port);
    let outcome = upload_trusting(&authority, "https://portal.example", &[(PROXY, &address)]).await;
    assert!(outcome.starts_with("accepted 200"), "{outcome}");
}
