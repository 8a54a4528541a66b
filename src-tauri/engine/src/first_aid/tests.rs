//! First aid on computers of all kinds, with nothing of this one in it.

use super::*;
use crate::clock::{Clock, SystemClock};
use crate::fault::{Fault, NextStep, Retry};
use crate::ledger::Ledger;
use crate::project::{
    EnvKey, Environment, EnvironmentKind, Plan, Project, Role, SiteExpectation, read_portal_address,
};
use crate::secret::{Keychain, KeychainHealth, KeychainTrouble, Secret, SessionKeychain};
use crate::units::Moment;
use crate::words::Catalog;
use reqwest::Url;
use std::io;
use std::path::Path;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// A keychain with a flaw.
struct Flawed {
    kept: SessionKeychain,
    health: KeychainHealth,
    flaw: Flaw,
}

#[derive(PartialEq)]
enum Flaw {
    None,
    GivesAnotherBack,
    DoesNotForget,
    Refuses(KeychainTrouble),
}

impl Flawed {
    fn with(flaw: Flaw) -> Self {
        Self {
            kept: SessionKeychain::default(),
            health: KeychainHealth::Open,
            flaw,
        }
    }

    fn that_is(health: KeychainHealth) -> Self {
        Self {
            health,
            ..Self::with(Flaw::None)
        }
    }
}

impl Keychain for Flawed {
    fn save(&self, account: &str, secret: &Secret) -> Result<(), KeychainTrouble> {
        assert!(self.health == KeychainHealth::Open, "it is left alone");
        match &self.flaw {
            Flaw::Refuses(trouble) => Err(trouble.clone()),
            Flaw::GivesAnotherBack => self.kept.save(account, &secret_of("another")),
            _ => self.kept.save(account, secret),
        }
    }

    fn read(&self, account: &str) -> Result<Option<Secret>, KeychainTrouble> {
        self.kept.read(account)
    }

    fn forget(&self, account: &str) -> Result<(), KeychainTrouble> {
        match self.flaw {
            Flaw::DoesNotForget => Ok(()),
            _ => self.kept.forget(account),
        }
    }

    fn health(&self) -> KeychainHealth {
        self.health
    }
}

fn secret_of(text: &str) -> Secret {
    Secret::from(text.to_owned())
}

fn look(keychain: &Flawed) -> AidFinding {
    look_at_keychain(
        keychain,
        &secret_of("throw-away-4711"),
        &["pat:a".into(), "pat:b".into()],
    )
}

#[test]
fn promise_27_every_state_of_a_keychain_is_told_apart() {
    let refusing = |trouble| Flawed::with(Flaw::Refuses(trouble));
    let cases = [
        (Flawed::with(Flaw::None), AidOutcome::Fine, "keychain-works"),
        (
            Flawed::that_is(KeychainHealth::Locked),
            AidOutcome::Attention,
            "keychain-locked",
        ),
        (
            Flawed::that_is(KeychainHealth::Unavailable),
            AidOutcome::NotWorking,
            "keychain-unavailable",
        ),
        (
            Flawed::with(Flaw::GivesAnotherBack),
            AidOutcome::NotWorking,
            "keychain-differs",
        ),
        (
            Flawed::with(Flaw::DoesNotForget),
            AidOutcome::NotWorking,
            "keychain-does-not-forget",
        ),
        (
            refusing(KeychainTrouble::Locked),
            AidOutcome::Attention,
            "keychain-locked",
        ),
        (
            refusing(KeychainTrouble::Other("no".into())),
            AidOutcome::NotWorking,
            "keychain-refuses",
        ),
    ];
    for (keychain, outcome, code) in cases {
        let found = look(&keychain);
        assert_eq!((found.outcome, found.code.as_str()), (outcome, code));
        let stays = keychain.flaw == Flaw::DoesNotForget;
        let left = keychain.read("first-aid").expect("reads");
        assert_eq!(left.is_some(), stays, "{code}: nothing of it is left");
    }
}

#[test]
fn promise_26_tokens_are_counted_and_not_shown() {
    let keychain = Flawed::with(Flaw::None);
    keychain
        .kept
        .save("pat:b", &secret_of("kept-token-77"))
        .expect("kept");
    let found = look(&keychain);
    assert_eq!(
        (
            found.params["saved"].as_str(),
            found.params["projects"].as_str()
        ),
        ("1", "2")
    );
    assert!(!format!("{found:?}").contains("kept-token"));
}

#[test]
fn what_a_keychain_says_of_itself_is_redacted() {
    let words = KeychainTrouble::Other("cannot keep password=hunter2222".into());
    let found = look(&Flawed::with(Flaw::Refuses(words)));
    assert_eq!(found.detail.as_deref(), Some("cannot keep password=***"));
}

#[test]
fn a_folder_is_judged_by_its_room() {
    let folder = tempfile::tempdir().expect("a folder");
    for (free, outcome, code) in [
        (Ok(80_000_000), AidOutcome::NotWorking, "disk-full"),
        (Ok(900_000_000), AidOutcome::Attention, "disk-little-room"),
        (Ok(40_000_000_000), AidOutcome::Fine, "disk-fine"),
        (Err(()), AidOutcome::NotTested, "disk-room-not-known"),
    ] {
        let disk = Disk {
            free: &|_| free.map_err(|()| io::Error::other("it does not tell")),
        };
        let found = look_at_disk(&disk, AidFolder::Data, folder.path());
        assert_eq!((found.outcome, found.code.as_str()), (outcome, code));
    }
    let left = std::fs::read_dir(folder.path()).expect("a folder").count();
    assert_eq!(left, 0, "nothing is left behind");
}

#[test]
fn a_folder_that_is_gone_or_is_none_is_not_working() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("file");
    std::fs::write(&file, "x").expect("a file");
    for path in [folder.path().join("gone"), file] {
        let found = look_at_disk(&Disk::of_this_computer(), AidFolder::Temp, &path);
        assert_eq!(found.code, "disk-folder-gone");
    }
}

/// Root may write anywhere, so the one folder nobody can write to is the kernel's.
#[cfg(target_os = "linux")]
#[test]
fn a_folder_nobody_can_write_to_is_named() {
    let found = look_at_disk(
        &Disk::of_this_computer(),
        AidFolder::Output,
        Path::new("/proc"),
    );
    assert_eq!(
        (found.outcome, found.code.as_str()),
        (AidOutcome::NotWorking, "disk-not-writable")
    );
    assert_eq!(found.params["path"], "/proc");
}

const HOST: &str = "https://shop.example";

fn proxy(on_the_way: Option<&str>, variable: Option<(&str, &str)>, hosts: &[&str]) -> AidFinding {
    let hosts: Vec<String> = hosts.iter().map(|host| (*host).to_owned()).collect();
    let proxies = Proxies {
        entered: None,
        of_system: &|_: &Url| on_the_way.map(str::to_owned),
        variable: &|name| {
            variable
                .filter(|(set, _)| *set == name)
                .map(|(_, text)| text.to_owned())
        },
    };
    look_at_proxy(&proxies, &hosts)
}

#[test]
fn it_is_said_which_proxy_is_used_and_who_set_it() {
    let address = Some("http://proxy.example:8080");
    assert_eq!(proxy(None, None, &[HOST]).code, "proxy-none");
    assert_eq!(proxy(None, None, &[]).code, "proxy-no-hosts");
    let system = proxy(address, None, &[HOST]);
    assert_eq!(
        (system.code.as_str(), system.params["proxy"].as_str()),
        ("proxy-from-system", "http://proxy.example:8080")
    );
    let set = proxy(
        address,
        Some(("https_proxy", "petra:safe-word-9@proxy.example:8080")),
        &[HOST],
    );
    assert_eq!(
        (set.code.as_str(), set.params["variable"].as_str()),
        ("proxy-from-environment", "https_proxy")
    );
    assert!(
        !format!("{set:?}").contains("safe-word"),
        "user and password are not told"
    );
    let unreadable = proxy(None, Some(("HTTPS_PROXY", "proxy example")), &[HOST]);
    assert_eq!(
        (unreadable.outcome, unreadable.code.as_str()),
        (AidOutcome::Attention, "proxy-unreadable")
    );
    assert!(
        !format!("{unreadable:?}").contains("proxy example"),
        "it may hold a password"
    );
}

#[test]
fn a_proxy_somebody_entered_goes_before_the_systems_but_not_to_this_computer() {
    let proxies = Proxies {
        entered: Some("http://own.example:3128".into()),
        ..Proxies::of_this_computer(None)
    };
    let found = look_at_proxy(&proxies, &[HOST.to_owned()]);
    assert_eq!(
        (found.code.as_str(), found.params["proxy"].as_str()),
        ("proxy-entered", "http://own.example:3128")
    );
    assert_eq!(
        proxies.on_the_way(HOST).as_deref(),
        Some("http://own.example:3128")
    );
    assert_eq!(proxies.on_the_way("http://127.0.0.1:4711"), None);
}

#[test]
fn a_web_view_that_is_too_old_is_named_with_the_oldest_that_will_do() {
    let look = |kind, version: Option<&str>| {
        let version = version.map(str::to_owned);
        look_at_web_view(&WebView { kind, version })
    };
    assert_eq!(
        look(WebViewKind::WebKitGtk, Some("2.50.6")).code,
        "web-view-fine"
    );
    assert_eq!(
        look(WebViewKind::WebView2, Some("142.0.3595.80")).code,
        "web-view-fine"
    );
    let old = look(WebViewKind::WebKitGtk, Some("2.36.9"));
    assert_eq!(
        (old.code.as_str(), old.params["least"].as_str()),
        ("web-view-old", "2.38")
    );
    assert_eq!(
        look(WebViewKind::WkWebView, None).outcome,
        AidOutcome::NotTested
    );
    assert_eq!(
        look(WebViewKind::WkWebView, Some("new")).outcome,
        AidOutcome::NotTested
    );
}

#[test]
fn a_whole_ledger_is_fine_and_one_that_did_not_open_says_why() {
    let ledger = Ledger::in_memory().expect("a ledger");
    assert_eq!(look_at_ledger(&ledger).code, "ledger-fine");
    let fault = Fault::new("ledger-newer", Retry::Never, NextStep::None).with("version", 99);
    let found = ledger_not_opened(&fault);
    assert_eq!(
        (found.outcome, found.code.as_str()),
        (AidOutcome::NotWorking, "ledger-newer")
    );
    assert_eq!(found.params["version"], "99");
}

fn project(portal: &str, sites: &[&str], practice: bool) -> Project {
    let address = read_portal_address("1c45b91e-22d0-4b4b-9d0c-6f5f2f0f1a11").expect("an address");
    let environment = |site: &&str| Environment {
        key: EnvKey("qa".into()),
        kind: EnvironmentKind::Qa,
        name: "QA".into(),
        site: Some((*site).to_owned()),
        expectation: SiteExpectation::default(),
    };
    Project {
        id: "p".into(),
        name: "Dancing Goat".into(),
        guid: address.guid,
        portal: portal.into(),
        plan: Plan::Custom,
        role: Role::DevopsEngineer,
        environments: sites.iter().map(environment).collect(),
        practice,
        created_at: Moment(jiff::Timestamp::UNIX_EPOCH),
    }
}

#[test]
fn promise_36_only_hosts_of_the_users_projects_are_asked_each_once() {
    let projects = [
        project(
            "https://xperience-portal.com",
            &["https://qa.example/en?x=1", "https://qa.example/de"],
            false,
        ),
        project(
            "https://xperience-portal.com",
            &["ftp://other.example", "no address"],
            false,
        ),
        project("http://127.0.0.1:4711", &["http://127.0.0.1:4712"], true),
    ];
    assert_eq!(
        hosts_of(&projects),
        ["https://xperience-portal.com", "https://qa.example"]
    );
}

/// A server that gives one answer to everybody, or hangs up.
async fn server(answer: Option<String>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut head = Vec::new();
            while !head.ends_with(b"\r\n\r\n") {
                match stream.read_u8().await {
                    Ok(byte) => head.push(byte),
                    Err(_) => break,
                }
            }
            if let Some(answer) = &answer {
                // Who hangs up early has heard enough.
                let _ = stream.write_all(answer.as_bytes()).await;
            }
        }
    });
    format!("http://127.0.0.1:{port}")
}

fn answer(status: &str, headers: &str) -> Option<String> {
    Some(format!(
        "HTTP/1.1 {status}\r\n{headers}Content-Length: 0\r\nConnection: close\r\n\r\n"
    ))
}

async fn look_at(host: &str) -> AidFinding {
    let http = crate::portal::client(None).expect("a client");
    let proxies = Proxies {
        entered: None,
        of_system: &|_| Some("http://proxy.example:8080".to_owned()),
        variable: &|_| None,
    };
    look_at_network(&http, host, &proxies, &SystemClock::new()).await
}

#[tokio::test]
async fn a_host_that_answers_is_fine_whatever_it_says() {
    for status in [
        "200 OK",
        "302 Found",
        "401 Unauthorized",
        "503 Service Unavailable",
    ] {
        let found =
            look_at(&server(answer(status, "Location: https://elsewhere.example/\r\n")).await)
                .await;
        assert_eq!(
            (found.outcome, found.code.as_str()),
            (AidOutcome::Fine, "network-answers-plain")
        );
        assert_eq!(found.params["status"], status[..3]);
    }
}

#[tokio::test]
async fn it_is_told_how_far_a_question_got() {
    let broken = look_at(&server(None).await).await;
    assert_eq!(
        (broken.outcome, broken.code.as_str()),
        (AidOutcome::NotWorking, "network-broken")
    );
    let asks = look_at(&server(answer("407 Proxy Authentication Required", "")).await).await;
    assert_eq!(
        (asks.code.as_str(), asks.params["proxy"].as_str()),
        ("network-proxy-password", "http://proxy.example:8080")
    );
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let nobody = format!("http://{}", listener.local_addr().expect("an address"));
    drop(listener);
    let refused = look_at(&nobody).await;
    assert_eq!(
        (refused.code.as_str(), refused.params["host"].as_str()),
        ("network-not-connected", "127.0.0.1")
    );
    let unknown = look_at("http://no-such-host.invalid").await;
    assert_eq!(
        (unknown.code.as_str(), unknown.params["host"].as_str()),
        ("network-no-name", "no-such-host.invalid")
    );
}

/// A clock that stands at a moment of the test's choice.
struct Stopped(jiff::Timestamp);

impl Clock for Stopped {
    fn now(&self) -> Moment {
        Moment(self.0)
    }
    fn elapsed(&self) -> std::time::Duration {
        std::time::Duration::ZERO
    }
    fn wait(&self, duration: std::time::Duration) -> futures_util::future::BoxFuture<'static, ()> {
        SystemClock::new().wait(duration)
    }
}

#[tokio::test]
async fn promise_15_a_clock_is_held_against_the_first_host_that_tells_the_time() {
    let http = crate::portal::client(None).expect("a client");
    let silent = server(answer("200 OK", "")).await;
    let telling = server(answer("200 OK", "Date: Sun, 22 Nov 2026 12:00:00 GMT\r\n")).await;
    for (here, outcome, code, minutes) in [
        ("2026-11-22T12:00:41Z", AidOutcome::Fine, "clock-fine", None),
        (
            "2026-11-22T12:04:00Z",
            AidOutcome::Attention,
            "clock-ahead",
            Some("4"),
        ),
        (
            "2026-11-22T11:00:00Z",
            AidOutcome::NotWorking,
            "clock-behind",
            Some("60"),
        ),
    ] {
        let clock = Stopped(here.parse().expect("a moment"));
        let found = look_at_clock(&http, &[silent.clone(), telling.clone()], &clock).await;
        assert_eq!((found.outcome, found.code.as_str()), (outcome, code));
        assert_eq!(found.params.get("n").map(String::as_str), minutes);
    }
    let found = look_at_clock(&http, &[silent], &SystemClock::new()).await;
    assert_eq!(
        (found.outcome, found.code.as_str()),
        (AidOutcome::NotTested, "clock-not-known")
    );
}

#[test]
fn every_finding_is_told_in_words_with_what_to_do() {
    let catalog = include_str!("../../../../ui/src/copy/messages/first-aid.en.json");
    let catalog = Catalog::of(&[catalog]).expect("a catalog");
    let finding = look(&Flawed::with(Flaw::Refuses(KeychainTrouble::Other(
        "no room".into(),
    ))));
    let text = in_words(&finding, &catalog);
    assert!(text.starts_with("Keychain: not working\n  "), "{text}");
    assert!(text.ends_with("  [keychain-refuses] no room\n"), "{text}");
    assert_eq!(text.lines().count(), 4, "{text}");
    let disk = AidCheck::Disk {
        folder: AidFolder::Temp,
    };
    assert_eq!(title_of(&disk, &catalog), "Disk: temporary files");
}

#[test]
fn the_worst_outcome_is_the_outcome_of_all() {
    let of = |outcome| AidFinding::new(AidCheck::Proxy, outcome, "x");
    assert_eq!(worst(&[]), AidOutcome::Fine);
    assert_eq!(
        worst(&[of(AidOutcome::Fine), of(AidOutcome::NotTested)]),
        AidOutcome::NotTested
    );
    assert_eq!(
        worst(&[of(AidOutcome::NotWorking), of(AidOutcome::Attention)]),
        AidOutcome::NotWorking
    );
}
