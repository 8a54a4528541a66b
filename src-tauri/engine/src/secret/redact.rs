//! Taking secrets out of text: the net behind the types (promise 25).

use super::live::{FRAGMENT, fragment_hash, known};
use super::reading::{Symbol, comparable, read, span};
use super::{live, patterns};
use std::borrow::Cow;
use std::ops::Range;

const MASK: &str = "***";

/// Text for a log or a technical detail: without any part of eight or more letters of a secret
/// that is in memory, in whatever case and encoding, and without what looks like a secret (bearer
/// tokens, signatures and expiry of a SAS, passwords, keys).
pub fn redact(text: &str) -> Cow<'_, str> {
    let symbols = read(text);
    let mut hidden = vec![false; symbols.len()];
    hide_all(patterns::stretches(&symbols), &mut hidden);
    hide_fragments(&symbols, &mut hidden);
    without(text, &symbols, &hidden)
}

/// Text that is kept: without any whole secret that is in memory, and otherwise as it was. What
/// merely looks like a secret stays, because a file may be named so.
pub fn mask_known(text: &str) -> Cow<'_, str> {
    if known().is_empty() {
        return Cow::Borrowed(text);
    }
    let symbols = read(text);
    let letters = comparable(&symbols);
    let mut hidden = vec![false; symbols.len()];
    for secret in known().iter() {
        let length = secret.letters.len();
        for (at, candidate) in letters.windows(length).enumerate() {
            if candidate == secret.letters.as_slice() {
                hidden[at..at + length].fill(true);
            }
        }
    }
    without(text, &symbols, &hidden)
}

/// Each symbol once, however many stretches hold it.
fn hide_all(mut stretches: Vec<Range<usize>>, hidden: &mut [bool]) {
    stretches.sort_unstable_by_key(|stretch| stretch.start);
    let mut reached = 0;
    for stretch in stretches {
        let rest = stretch.start.max(reached)..stretch.end;
        if !rest.is_empty() {
            reached = rest.end;
            hidden[rest].fill(true);
        }
    }
}

fn hide_fragments(symbols: &[Symbol], hidden: &mut [bool]) {
    let secrets: &[live::Known] = &known();
    if secrets.is_empty() {
        return;
    }
    for (at, letters) in comparable(symbols).windows(FRAGMENT).enumerate() {
        let hash = fragment_hash(letters);
        if secrets.iter().any(|secret| secret.has_fragment(hash)) {
            hidden[at..at + FRAGMENT].fill(true);
        }
    }
}

/// The text with every hidden stretch replaced by one mask.
fn without<'t>(text: &'t str, symbols: &[Symbol], hidden: &[bool]) -> Cow<'t, str> {
    let mut kept = String::new();
    let mut copied = 0;
    for stretch in hidden_stretches(hidden) {
        let Some(span) = span(&symbols[stretch]) else {
            continue;
        };
        let (start, end) = (
            text.floor_char_boundary(span.start),
            text.ceil_char_boundary(span.end),
        );
        if start > copied || copied == 0 {
            kept.push_str(&text[copied..start]);
            kept.push_str(MASK);
        }
        copied = end;
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    kept.push_str(&text[copied..]);
    Cow::Owned(kept)
}

fn hidden_stretches(hidden: &[bool]) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + hidden[at..].iter().position(|hidden| *hidden)?;
        let length = hidden[start..].iter().take_while(|hidden| **hidden).count();
        at = start + length;
        Some(start..at)
    })
}
