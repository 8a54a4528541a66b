//! Ten thousand tokens and signed links, everywhere text is made.

use crate::fault::{Fault, NextStep, Retry};
use crate::secret::{Redacting, Secret, redact};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use std::io::Write;

const PART: usize = 8;

/// A secret and a text that holds it.
#[derive(Debug, Clone)]
struct Leak {
    secret: String,
    text: String,
}

fn leaks() -> impl Strategy<Value = Leak> {
    let token = prop_oneof![
        "[A-Za-z0-9]{32,64}",
        "[A-Za-z0-9_-]{24,90}",
        "[A-Za-z0-9+/]{43}=",
        "[A-Za-z0-9+/]{86}=="
    ];
    let disguise = 0_usize..7;
    let place = 0_usize..6;
    (token, disguise, place).prop_map(|(secret, disguise, place)| {
        let shown = disguised(&secret, disguise);
        let text = match place {
            0 => format!("request failed: {shown}"),
            1 => format!("Authorization: Bearer {shown}\r\nContent-Length: 5"),
            2 => format!("https://a.blob.core.windows.net/c/b.bacpac?sv=2024-11-04&se=2026-07-18T00%3A00%3A00Z&sr=b&sp=rcw&sig={shown}&x=1"),
            3 => format!(r#"{{"headers":{{"authorization":"Bearer {shown}"}},"status":401}}"#),
            4 => format!("thread 'main' panicked at src/x.rs:1:1: called with {shown:?} ({shown})"),
            _ => format!("PUT /c?comp=block&sig={shown} HTTP/1.1 {shown}{shown}"),
        };
        Leak { secret, text }
    })
}

/// As a log, a server or a proxy may show it.
fn disguised(secret: &str, disguise: usize) -> String {
    match disguise {
        0 => secret.to_owned(),
        1 => secret.to_ascii_uppercase(),
        2 => percent(secret, |byte| !byte.is_ascii_alphanumeric()),
        3 => percent(
            &percent(secret, |byte| !byte.is_ascii_alphanumeric()),
            |byte| byte == b'%',
        ),
        4 => percent(secret, |_| true).to_ascii_lowercase(),
        5 => secret[secret.len() / 3..].to_owned(),
        _ => secret[..secret.len() / 2].to_ascii_lowercase(),
    }
}

fn percent(text: &str, which: impl Fn(u8) -> bool) -> String {
    text.bytes()
        .map(|byte| {
            if which(byte) {
                format!("%{byte:02X}")
            } else {
                char::from(byte).to_string()
            }
        })
        .collect()
}

/// Decodes and lowers text by itself, so that a fault in the reader under test does not hide here.
fn plain(text: &str) -> String {
    let mut text = text.to_ascii_lowercase();
    for _ in 0..3 {
        let mut pieces = text.split('%');
        let mut decoded = pieces.next().unwrap_or_default().to_owned();
        for piece in pieces {
            let code = piece
                .get(..2)
                .and_then(|digits| u8::from_str_radix(digits, 16).ok());
            match code.filter(u8::is_ascii) {
                Some(byte) => decoded.extend([
                    &char::from(byte).to_ascii_lowercase().to_string(),
                    &piece[2..],
                ]),
                None => decoded.extend(["%", piece]),
            }
        }
        text = decoded;
    }
    text
}

/// The first part of the secret that can still be read.
fn still_readable<'s>(secret: &'s str, text: &str) -> Option<&'s str> {
    let text = plain(text);
    (0..=secret.len() - PART)
        .map(|at| &secret[at..at + PART])
        .find(|part| text.contains(&part.to_ascii_lowercase()))
}

fn ten_thousand() -> impl Iterator<Item = Leak> {
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[25; 32]);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let strategy = leaks();
    std::iter::from_fn(move || Some(strategy.new_tree(&mut runner).expect("a leak").current()))
        .take(10_000)
}

#[test]
fn promise_25_no_text_about_ten_thousand_secrets_holds_eight_letters_of_one() {
    for leak in ten_thousand() {
        assert!(
            still_readable(&leak.secret, &leak.text).is_some(),
            "the text before leaks: {leak:?}"
        );
        let held = Secret::from(leak.secret.clone());
        let fault =
            Fault::new("upload-refused", Retry::Never, NextStep::None).detail(redact(&leak.text));
        let text = format!(
            "{} {held:?} {:?} {fault} {fault:?} {}",
            redact(&leak.text),
            Some(&held),
            serde_json::to_string(&fault).expect("serializes"),
        );
        assert_eq!(
            still_readable(&leak.secret, &text),
            None,
            "{} in {text}",
            leak.secret
        );
    }
}

#[test]
fn promise_25_where_a_secret_usually_stands_it_need_not_even_be_known() {
    for leak in
        ten_thousand().filter(|leak| leak.text.contains("Bearer") || leak.text.contains("sr=b"))
    {
        let text = redact(&leak.text);
        assert_eq!(
            still_readable(&leak.secret, &text),
            None,
            "{} in {text}",
            leak.secret
        );
    }
}

#[test]
fn promise_25_a_log_of_ten_thousand_secrets_holds_none_however_it_is_written() {
    let mut log = Vec::new();
    for (number, leak) in ten_thousand().enumerate() {
        let _held = Secret::from(leak.secret.clone());
        log.clear();
        let mut out = Redacting::new(&mut log);
        // Lines arrive in pieces of any size.
        for piece in format!("INFO {number} {}\nnext line", leak.text)
            .as_bytes()
            .chunks(number % 40 + 1)
        {
            out.write_all(piece).expect("writes");
        }
        drop(out);
        let text = String::from_utf8(log.clone()).expect("text");
        assert!(text.starts_with(&format!("INFO {number} ")) && text.ends_with("\nnext line"));
        assert_eq!(
            still_readable(&leak.secret, &text),
            None,
            "{} in {text}",
            leak.secret
        );
    }
}

#[test]
fn promise_25_a_panic_over_a_secret_does_not_tell_it() {
    let held = Secret::from("pA9kTokenOfThePanic".to_owned());
    let told = std::panic::catch_unwind(|| panic!("could not use {held:?}")).expect_err("panics");
    assert_eq!(
        told.downcast_ref::<String>().expect("text"),
        "could not use Secret(***)"
    );
}
