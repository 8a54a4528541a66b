//! Text as a secret hides in it: decoded and without case, each letter knowing where it stood.

use std::ops::Range;

/// Text is decoded this often at most; an address inside an address inside JSON takes three.
const PASSES: usize = 4;

/// One decoded byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Symbol {
    /// ASCII in lower case.
    pub byte: u8,
    /// Bytes of the original text it was read from.
    start: u32,
    end: u32,
    /// How often it was encoded.
    pub depth: u8,
}

/// Reads text through percent-encoding (`%2F`) and JSON escapes (`\u002F`, `\/`, `\"`).
pub(super) fn read(text: &str) -> Vec<Symbol> {
    let mut symbols: Vec<Symbol> = (0_u32..)
        .zip(text.bytes())
        .map(|(at, byte)| Symbol {
            byte: byte.to_ascii_lowercase(),
            start: at,
            end: at + 1,
            depth: 0,
        })
        .collect();
    for _ in 0..PASSES {
        if !decode(&mut symbols) {
            break;
        }
    }
    symbols
}

/// The bytes a secret is recognised by. A plus and a space are one, as in form data.
pub(super) fn comparable(symbols: &[Symbol]) -> Vec<u8> {
    symbols
        .iter()
        .map(|symbol| {
            if symbol.byte == b'+' {
                b' '
            } else {
                symbol.byte
            }
        })
        .collect()
}

/// Where a stretch of symbols stands in the original text.
pub(super) fn span(symbols: &[Symbol]) -> Option<Range<usize>> {
    Some(symbols.first()?.start as usize..symbols.last()?.end as usize)
}

/// Takes one layer of encoding off; says whether there was any.
fn decode(symbols: &mut Vec<Symbol>) -> bool {
    if !symbols
        .iter()
        .any(|symbol| matches!(symbol.byte, b'%' | b'\\'))
    {
        return false;
    }
    let mut decoded = Vec::with_capacity(symbols.len());
    let mut at = 0;
    while at < symbols.len() {
        let (byte, length) = unit(&symbols[at..]);
        let unit = &symbols[at..at + length];
        let symbol = match unit {
            [single] => *single,
            several => Symbol {
                byte: byte.to_ascii_lowercase(),
                start: several[0].start,
                end: several[length - 1].end,
                depth: several
                    .iter()
                    .map(|symbol| symbol.depth)
                    .max()
                    .unwrap_or(0)
                    .saturating_add(1),
            },
        };
        decoded.push(symbol);
        at += length;
    }
    let changed = decoded.len() != symbols.len();
    *symbols = decoded;
    changed
}

/// The first byte that `symbols` encode, and how many of them it takes.
fn unit(symbols: &[Symbol]) -> (u8, usize) {
    let byte = |at: usize| symbols.get(at).map(|symbol| symbol.byte);
    let hex = |at: usize| {
        byte(at)
            .and_then(|digit| (digit as char).to_digit(16))
            .map(|digit| digit as u8)
    };
    match byte(0) {
        Some(b'%') => {
            if let (Some(high), Some(low)) = (hex(1), hex(2)) {
                return (high << 4 | low, 3);
            }
        }
        Some(b'\\') => match byte(1) {
            Some(b'u') => {
                if let (Some(b'0'), Some(b'0'), Some(high), Some(low)) =
                    (byte(2), byte(3), hex(4), hex(5))
                {
                    return (high << 4 | low, 6);
                }
            }
            Some(escaped @ (b'/' | b'"' | b'\\' | b'\'')) => return (escaped, 2),
            _ => {}
        },
        _ => {}
    }
    (byte(0).unwrap_or_default(), 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(text: &str) -> String {
        String::from_utf8(read(text).iter().map(|symbol| symbol.byte).collect()).expect("ASCII")
    }

    #[test]
    fn every_layer_of_encoding_is_taken_off() {
        assert_eq!(bytes("A+b/C=="), "a+b/c==");
        assert_eq!(bytes("A%2Bb%2fC%3D="), "a+b/c==");
        assert_eq!(bytes("A%252Bb%25252FC%3D%3d"), "a+b/c==");
        assert_eq!(bytes(r#"A\u002Bb\/C=\u003d"#), "a+b/c==");
        assert_eq!(bytes("100% %zz %4"), "100% %zz %4");
    }

    #[test]
    fn a_decoded_letter_knows_where_it_stood_and_how_deep() {
        let symbols = read("a%252Bc");
        assert_eq!(span(&symbols[1..2]), Some(1..6));
        assert_eq!(
            symbols
                .iter()
                .map(|symbol| symbol.depth)
                .collect::<Vec<_>>(),
            [0, 2, 0]
        );
    }
}
