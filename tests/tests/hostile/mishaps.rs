//! What happens to good bytes on their way, or is done to them.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

#[derive(Debug, Clone)]
pub enum Mishap {
    /// One bit anywhere.
    Flip(Index, u8),
    Cut(Index),
    Lose(Index, Index),
    /// A piece from one place lands in another, so many times.
    Repeat(Index, Index, Index, usize),
    Noise(Index, Vec<u8>),
    /// A number of so many bytes becomes the least or the most there is.
    Extreme(Index, usize, bool),
    /// Digits become other digits.
    Number(Index, &'static str),
    /// What begins or ends something in one of the formats.
    Mark(Index, &'static str),
}

const NUMBERS: [&str; 7] = [
    "0",
    "-1",
    "65536",
    "2147483648",
    "4294967296",
    "18446744073709551615",
    "99999999999999999999",
];

const MARKS: [&str; 32] = [
    "<",
    "</a>",
    "<a ",
    "<!--",
    "<![CDATA[",
    "]]>",
    "&#x110000;",
    "&",
    "{",
    "[",
    "}",
    "\"",
    "\"\"\"",
    "\\u00",
    "\\",
    "/*",
    "//",
    "'",
    "$(A)",
    "$@\"",
    "#if false\n",
    "if(",
    "else{",
    "%",
    "sig=",
    "password=",
    "://",
    "\u{feff}",
    "\u{130}",
    "\0",
    "@",
    "\n",
];

pub fn mishap() -> impl Strategy<Value = Mishap> {
    let at = any::<Index>;
    prop_oneof![
        3 => (at(), 0..8_u8).prop_map(|(at, bit)| Mishap::Flip(at, bit)),
        1 => at().prop_map(Mishap::Cut),
        1 => (at(), at()).prop_map(|(from, length)| Mishap::Lose(from, length)),
        2 => (at(), at(), at(), 1..40_usize).prop_map(|(from, length, to, times)| Mishap::Repeat(from, length, to, times)),
        1 => (at(), vec(any::<u8>(), 1..200)).prop_map(|(at, noise)| Mishap::Noise(at, noise)),
        3 => (at(), select(&[1_usize, 2, 4, 8][..]), any::<bool>()).prop_map(|(at, width, most)| Mishap::Extreme(at, width, most)),
        2 => (at(), select(&NUMBERS[..])).prop_map(|(at, number)| Mishap::Number(at, number)),
        3 => (at(), select(&MARKS[..])).prop_map(|(at, mark)| Mishap::Mark(at, mark)),
    ]
}

pub fn happen(bytes: &mut Vec<u8>, mishap: &Mishap) {
    if bytes.is_empty() {
        return;
    }
    let length = bytes.len();
    match mishap {
        Mishap::Flip(at, bit) => bytes[at.index(length)] ^= 1 << bit,
        Mishap::Cut(at) => bytes.truncate(at.index(length)),
        Mishap::Lose(from, most) => {
            let from = from.index(length);
            bytes.drain(from..from + most.index(length - from + 1));
        }
        Mishap::Repeat(from, most, to, times) => {
            let from = from.index(length);
            let piece = &bytes[from..from + most.index((length - from).min(300)) + 1];
            let piece = piece.repeat(*times);
            let to = to.index(length);
            bytes.splice(to..to, piece);
        }
        Mishap::Noise(at, noise) => {
            let at = at.index(length);
            let end = (at + noise.len()).min(length);
            bytes[at..end].copy_from_slice(&noise[..end - at]);
        }
        Mishap::Extreme(at, width, most) => {
            let at = at.index(length);
            let end = (at + width).min(length);
            bytes[at..end].fill(if *most { 0xff } else { 0 });
        }
        Mishap::Number(at, number) => {
            let at = at.index(length);
            let Some(start) = bytes[at..].iter().position(u8::is_ascii_digit) else {
                return;
            };
            let start = at + start;
            let digits = bytes[start..]
                .iter()
                .take_while(|byte| byte.is_ascii_digit());
            let end = start + digits.count();
            bytes.splice(start..end, number.bytes());
        }
        Mishap::Mark(at, mark) => {
            let at = at.index(length);
            bytes.splice(at..at, mark.bytes());
        }
    }
}
