//! What looks like a secret wherever it stands, known or not.

use super::reading::Symbol;
use std::collections::HashMap;
use std::ops::Range;

/// How far the value of a telling name reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Reach {
    /// One word, as in an address or a header's parameter.
    Word,
    /// Up to the next semicolon: passwords may hold spaces.
    Phrase,
    /// The rest of the line.
    Line,
}

/// Stretches of `symbols` that look like secrets, in no particular order, in time linear in their
/// number: text is somebody else's, and may be made of nothing but beginnings of secrets.
pub(super) fn stretches(symbols: &[Symbol]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut ends = Ends::default();
    let mut quotation = Quotation::default();
    let mut token_ends = 0;
    for (at, symbol) in symbols.iter().enumerate() {
        match symbol.byte {
            b'=' | b':' => {
                found.extend(value_after(symbols, at, quotation.depth(), &mut ends));
                found.extend(user_info_after(symbols, at));
            }
            b'b' => found.extend(bearer_at(symbols, at, &mut ends)),
            // One inside another one ends with it, so the outer says it all.
            b'e' if at >= token_ends => {
                let (end, token) = web_token_at(symbols, at);
                token_ends = end;
                found.extend(token);
            }
            _ => {}
        }
        quotation.pass(symbol);
    }
    found
}

/// Where values end, by what ends them: many that begin before one end are looked through once.
#[derive(Default)]
struct Ends(HashMap<Ending, Range<usize>>);

/// What ends a value: only those with the same share an end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Ending {
    Quote {
        closing: u8,
        depth: u8,
    },
    Value {
        reach: Reach,
        depth: u8,
        quoted_by: Option<u8>,
    },
    Bearer {
        depth: u8,
    },
}

impl Ends {
    /// The first symbol from `start` that `ends`, or the end of the text.
    fn from(
        &mut self,
        start: usize,
        symbols: &[Symbol],
        ending: Ending,
        ends: impl Fn(&Symbol) -> bool,
    ) -> usize {
        if let Some(looked_through) = self.0.get(&ending)
            && (looked_through.start..=looked_through.end).contains(&start)
        {
            return looked_through.end;
        }
        let rest = &symbols[start..];
        let end = start + rest.iter().position(ends).unwrap_or(rest.len());
        self.0.insert(ending, start..end);
        end
    }
}

/// Which quotation of its line a place stands in.
#[derive(Default)]
struct Quotation {
    /// Depths of which an odd number of quotation marks was passed.
    open: u32,
    nearest: Option<u8>,
}

impl Quotation {
    fn pass(&mut self, symbol: &Symbol) {
        match symbol.byte {
            b'\n' | b'\r' => *self = Self::default(),
            b'"' => {
                self.open ^= Self::bit(symbol.depth);
                self.nearest = Some(symbol.depth);
            }
            _ => {}
        }
    }

    /// The depth of the quotation, if there is one.
    fn depth(&self) -> Option<u8> {
        self.nearest
            .filter(|depth| self.open & Self::bit(*depth) != 0)
    }

    /// Text is decoded a few times only.
    fn bit(depth: u8) -> u32 {
        1 << depth.min(31)
    }
}

/// `sig=…`, `"password": "…"`, `AccountKey=…;` and their like.
fn value_after(
    symbols: &[Symbol],
    separator: usize,
    quoted_by: Option<u8>,
    all_ends: &mut Ends,
) -> Option<Range<usize>> {
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
        let depth = opening.depth;
        let ending = Ending::Quote { closing, depth };
        let closes = |s: &Symbol| s.byte == closing && s.depth == depth;
        let end = all_ends.from(start + 1, symbols, ending, closes);
        return Some(start + 1..end);
    }
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
    let ending = Ending::Value {
        reach,
        depth: sign.depth,
        quoted_by,
    };
    Some(start..all_ends.from(start, symbols, ending, ends))
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

/// `Bearer …`
fn bearer_at(symbols: &[Symbol], at: usize, ends: &mut Ends) -> Option<Range<usize>> {
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
    let ends_it = |s: &Symbol| s.depth <= depth && ends_a_word(s.byte);
    let end = ends.from(start, symbols, Ending::Bearer { depth }, ends_it);
    (gap > 0 && end > start).then_some(start..end)
}

/// A JSON Web Token: three parts in Base64, the first of which begins an object. Also how far it was
/// looked.
fn web_token_at(symbols: &[Symbol], at: usize) -> (usize, Option<Range<usize>>) {
    if !starts_with(&symbols[at..], b"eyj") || !word_starts(symbols, at) {
        return (at, None);
    }
    let in_token =
        |s: &&Symbol| s.byte.is_ascii_alphanumeric() || matches!(s.byte, b'.' | b'_' | b'-' | b'=');
    let token = symbols[at..].iter().take_while(in_token);
    let (length, dots) = token.fold((0, 0), |(length, dots), symbol| {
        (length + 1, dots + u32::from(symbol.byte == b'.'))
    });
    let end = at + length;
    (end, (length >= 20 && dots >= 2).then_some(at..end))
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
