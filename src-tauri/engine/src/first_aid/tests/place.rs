//! What Slipway stands on: folders, proxy, web view, database.

use super::*;
use crate::fault::{Fault, NextStep, Retry};
use reqwest::Url;
use std::io;

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
