//! The keychain of this computer, as a real one: `cargo xtask test rust` starts one for the tests,
//! unlocked and in a folder of its own, and promises it by a variable; `cargo xtask windows` promises
//! Wine's Credential Manager. The person's own keychain is never asked.
#![cfg(any(target_os = "linux", windows))]

#[cfg(target_os = "linux")]
use slipway_engine::secret::KeychainTrouble;
use slipway_engine::secret::{Keychain, KeychainHealth, OsKeychain, Secret};
#[cfg(target_os = "linux")]
use std::process::Command;

const PROMISED: &str = "SLIPWAY_UNLOCKED_KEYCHAIN";

/// Says so where there is nothing to test with.
fn promised() -> bool {
    let promised = std::env::var_os(PROMISED).is_some();
    if !promised {
        eprintln!("not run: no keychain was made for tests, `cargo xtask test rust` does");
    }
    promised
}

#[test]
fn promise_27_a_token_is_kept_read_back_replaced_and_forgotten() {
    if !promised() {
        return;
    }
    let keychain = OsKeychain::new();
    assert_eq!(keychain.health(), KeychainHealth::Open);
    let account = "pat:8b3e3f1c-9a7d-4c1e-9f51-0c2f2e7d6a10@https://portal.example";
    let kept = || {
        let kept = keychain.read(account).expect("it answers");
        kept.map(|secret| secret.expose().to_owned())
    };
    assert_eq!(kept(), None);
    for token in ["first-token-of-mine", "the one that replaces it, č ✓"] {
        keychain
            .save(account, &Secret::from(token.to_owned()))
            .expect("it is kept");
        assert_eq!(kept().as_deref(), Some(token));
    }
    keychain.forget(account).expect("it is forgotten");
    assert_eq!(kept(), None);
    keychain.forget(account).expect("there being none is fine");
}

#[test]
fn promise_28_a_secret_longer_than_any_entry_comes_back_whole() {
    if !promised() {
        return;
    }
    let keychain = OsKeychain::new();
    let account = "sas:a long link";
    let kept = || {
        let kept = keychain.read(account).expect("it answers");
        kept.map(|secret| secret.expose().to_owned())
    };
    // Windows takes 2,560 bytes at most in one entry.
    for length in [2_000, 2_001, 2_560, 2_561, 16_000] {
        let long: String = "0123456789abcdef".chars().cycle().take(length).collect();
        keychain
            .save(account, &Secret::from(long.clone()))
            .expect("it is kept");
        assert_eq!(kept(), Some(long), "{length} bytes");
    }
    keychain.forget(account).expect("it is forgotten");
    assert_eq!(kept(), None);
}

/// Runs in a process of its own: a process connects to the keychain once. On Windows there is no
/// computer without one.
#[cfg(target_os = "linux")]
#[test]
fn a_computer_without_a_keychain_is_told_apart_from_one_without_the_secret() {
    const INSIDE: &str = "SLIPWAY_WITHOUT_A_KEYCHAIN";
    if std::env::var_os(INSIDE).is_none() {
        let itself = std::env::current_exe().expect("this test");
        let ended = Command::new(itself)
            .args([
                "--exact",
                "a_computer_without_a_keychain_is_told_apart_from_one_without_the_secret",
            ])
            .env(INSIDE, "1")
            .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/bus")
            .output()
            .expect("it starts");
        assert!(
            ended.status.success(),
            "{}",
            String::from_utf8_lossy(&ended.stdout)
        );
        return;
    }
    let keychain = OsKeychain::new();
    assert_eq!(keychain.health(), KeychainHealth::Unavailable);
    let read = keychain.read("pat:anything").map(|secret| secret.is_some());
    assert_eq!(read, Err(KeychainTrouble::Unavailable));
    let saved = keychain.save("pat:anything", &Secret::from("a token".to_owned()));
    assert_eq!(saved, Err(KeychainTrouble::Unavailable));
}
