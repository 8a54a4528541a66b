//! Secrets nobody should be able to read, and how to tell whether somebody can.

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

const PART: usize = 8;

/// A secret and a text that holds it.
#[derive(Debug, Clone)]
pub(crate) struct Leak {
    pub secret: String,
    pub text: String,
}

fn leaks() -> impl Strategy<Value = Leak> {
    let token = prop_oneof![
        "[A-Za-z0-9]{32,64}",
        "[A-Za-z0-9_-]{24,90}",
        "[A-Za-z0-9+/]{43}=",
        "[A-Za-z0-9+/]{86}=="
    ];
    let disguise = 0..DISGUISES;
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
pub(crate) fn disguised(secret: &str, disguise: usize) -> String {
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

/// How many ways of [`disguised`] there are.
pub(crate) const DISGUISES: usize = 7;

/// The first part of the secret that can still be read.
pub(crate) fn still_readable<'s>(secret: &'s str, text: &str) -> Option<&'s str> {
    let text = plain(text);
    (0..=secret.len() - PART)
        .map(|at| &secret[at..at + PART])
        .find(|part| text.contains(&part.to_ascii_lowercase()))
}

/// The same ones every time.
pub(crate) fn ten_thousand() -> impl Iterator<Item = Leak> {
    ten_thousand_of(leaks())
}

/// Of any kind, the same ones every time.
pub(crate) fn ten_thousand_of<S: Strategy>(strategy: S) -> impl Iterator<Item = S::Value> {
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[25; 32]);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    std::iter::from_fn(move || Some(strategy.new_tree(&mut runner).expect("one").current()))
        .take(10_000)
}
