//! What looks like a secret wherever it stands, known or not.

use super::reading::Symbol;
use std::ops::Range;

/// How far the value of a telling name reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// One word, as in an address or a header's parameter.
    Word,
    /// Up to the next semicolon: passwords may hold spaces.
    Phrase,
    /// The rest of the line.
    Line,
}

/// Stretches of `symbols` that look like secrets.
pub(super) fn stretches(symbols: &[Symbol]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for at in 0..symbols.len() {
        found.extend(match symbols[at].byte {
            b'=' | b':' => value_after(symbols, at)
                .into_iter()
                .chain(user_info_after(symbols, at))
                .collect(),
            b'b' => bearer_at(symbols, at).into_iter().collect(),
            b'e' => web_token_at(symbols, at).into_iter().collect(),
            _ => Vec::new(),
        });
    }
    found
}

/// `sig=…`, `"password": "…"`, `AccountKey=…;` and their like.
fn value_after(symbols: &[Symbol], separator: usize) -> Option<Range<usize>> {
    let sign = symbols[separator];
    let neighbours = [separator.checked_sub(1), Some(separator + 1)];
    let beside = |byte| {
        neighbours
            .iter()
            .flatten()
            .any(|at| symbols.get(*at).is_some_and(|s| s.byte == byte))
    };
    if sign.byte == b':' && beside(b':') {
        return None;
    }
    let reach = reach_of(&name_before(symbols, separator), sign.byte)?;
    let start = separator
        + 1
        + symbols[separator + 1..]
            .iter()
            .take_while(|s| s.byte == b' ')
            .count();
    let opening = *symbols.get(start)?;
    let closing = match opening.byte {
        quote @ (b'"' | b'\'') => Some(quote),
        b'{' if reach == Reach::Phrase => Some(b'}'),
        _ => None,
    };
    if let Some(closing) = closing {
        let value = &symbols[start + 1..];
        let length = value
            .iter()
            .position(|s| s.byte == closing && s.depth == opening.depth)
            .unwrap_or(value.len());
        return Some(start + 1..start + 1 + length);
    }
    let quoted_by = quote_around(symbols, separator);
    let ends = |symbol: &Symbol| {
        let outer = symbol.depth <= sign.depth;
        let closes = quoted_by.is_some_and(|depth| symbol.byte == b'"' && symbol.depth == depth);
        closes
            || match reach {
                Reach::Word => outer && ends_a_word(symbol.byte),
                Reach::Phrase => {
                    matches!(symbol.byte, b'\n' | b'\r') || (outer && symbol.byte == b';')
                }
                Reach::Line => matches!(symbol.byte, b'\n' | b'\r'),
            }
    };
    let value = &symbols[start..];
    Some(start..start + value.iter().position(ends).unwrap_or(value.len()))
}

/// The name before a separator, without quotes, spaces and the signs that join words.
fn name_before(symbols: &[Symbol], separator: usize) -> String {
    let mut name: Vec<u8> = symbols[..separator]
        .iter()
        .rev()
        .map(|symbol| symbol.byte)
        .skip_while(|byte| matches!(byte, b'"' | b'\'' | b' '))
        .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'))
        .filter(u8::is_ascii_alphanumeric)
        .collect();
    name.reverse();
    String::from_utf8(name).unwrap_or_default()
}

fn reach_of(name: &str, separator: u8) -> Option<Reach> {
    const WORDS: [&str; 9] = [
        "token",
        "signature",
        "apikey",
        "accesskey",
        "accountkey",
        "secretkey",
        "secret",
        "credential",
        "credentials",
    ];
    const PHRASES: [&str; 6] = [
        "password",
        "passwd",
        "pwd",
        "passphrase",
        "sharedaccesssignature",
        "connectionstring",
    ];
    const LINES: [&str; 2] = ["authorization", "cookie"];
    let ends_in = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
    match name {
        "sig" | "pat" => Some(Reach::Word),
        "se" if separator == b'=' => Some(Reach::Word),
        _ if ends_in(&PHRASES) => Some(Reach::Phrase),
        _ if ends_in(&LINES) => Some(Reach::Line),
        _ if ends_in(&WORDS) => Some(Reach::Word),
        _ => None,
    }
}

/// The depth of the quotation that `at` stands in, if it stands in one.
fn quote_around(symbols: &[Symbol], at: usize) -> Option<u8> {
    let line = symbols[..at]
        .iter()
        .rev()
        .take_while(|s| !matches!(s.byte, b'\n' | b'\r'));
    let quotes: Vec<u8> = line.filter(|s| s.byte == b'"').map(|s| s.depth).collect();
    let nearest = *quotes.first()?;
    (quotes.iter().filter(|depth| **depth == nearest).count() % 2 == 1).then_some(nearest)
}

/// `Bearer …`
fn bearer_at(symbols: &[Symbol], at: usize) -> Option<Range<usize>> {
    let rest = &symbols[at..];
    if !starts_with(rest, b"bearer") || !word_starts(symbols, at) {
        return None;
    }
    let gap = rest[6..]
        .iter()
        .take_while(|s| matches!(s.byte, b' ' | b'+' | b'\t'))
        .count();
    let depth = rest.get(6)?.depth;
    let start = at + 6 + gap;
    let length = symbols[start..]
        .iter()
        .take_while(|s| !(s.depth <= depth && ends_a_word(s.byte)))
        .count();
    (gap > 0 && length > 0).then_some(start..start + length)
}

/// A JSON Web Token: three parts in Base64, the first of which begins an object.
fn web_token_at(symbols: &[Symbol], at: usize) -> Option<Range<usize>> {
    if !starts_with(&symbols[at..], b"eyj") || !word_starts(symbols, at) {
        return None;
    }
    let in_token =
        |s: &&Symbol| s.byte.is_ascii_alphanumeric() || matches!(s.byte, b'.' | b'_' | b'-' | b'=');
    let length = symbols[at..].iter().take_while(in_token).count();
    let dots = symbols[at..at + length]
        .iter()
        .filter(|s| s.byte == b'.')
        .count();
    (length >= 20 && dots >= 2).then_some(at..at + length)
}

/// `https://user:password@host`
fn user_info_after(symbols: &[Symbol], at: usize) -> Option<Range<usize>> {
    if !starts_with(&symbols[at..], b"://") {
        return None;
    }
    let start = at + 3;
    let in_host = |s: &&Symbol| {
        !matches!(
            s.byte,
            b'/' | b'?' | b'#' | b' ' | b'"' | b'\'' | b'\n' | b'\r'
        )
    };
    let authority = symbols[start..].iter().take_while(in_host);
    let length = authority
        .enumerate()
        .filter(|(_, s)| s.byte == b'@')
        .last()?
        .0;
    Some(start..start + length)
}

fn ends_a_word(byte: u8) -> bool {
    byte.is_ascii_whitespace()
        || matches!(
            byte,
            b'&' | b';' | b',' | b'"' | b'\'' | b'<' | b'>' | b')' | b']' | b'}' | b'`'
        )
}

fn word_starts(symbols: &[Symbol], at: usize) -> bool {
    at == 0 || !symbols[at - 1].byte.is_ascii_alphanumeric()
}

fn starts_with(symbols: &[Symbol], letters: &[u8]) -> bool {
    symbols.len() >= letters.len()
        && symbols
            .iter()
            .zip(letters)
            .all(|(symbol, letter)| symbol.byte == *letter)
}
