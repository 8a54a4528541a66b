//! Text as tools on Windows and elsewhere write it: with or without byte order mark, with either
//! kind of line end (facts 1.4).

use std::borrow::Cow;

/// Longest excerpt shown as evidence, in characters.
const EXCERPT: usize = 160;

/// Decodes by byte order mark, else as UTF-8. What cannot be decoded becomes U+FFFD.
pub(crate) fn decode(bytes: &[u8]) -> Cow<'_, str> {
    match bytes {
        [0xef, 0xbb, 0xbf, text @ ..] => String::from_utf8_lossy(text),
        [0xff, 0xfe, text @ ..] => utf16(text, u16::from_le_bytes).into(),
        [0xfe, 0xff, text @ ..] => utf16(text, u16::from_be_bytes).into(),
        text => String::from_utf8_lossy(text),
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    char::decode_utf16(units)
        .map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect()
}

/// 1-based line of a byte offset.
pub(crate) fn line_at(text: &str, offset: usize) -> u32 {
    let before = &text.as_bytes()[..offset.min(text.len())];
    let breaks = before.iter().filter(|byte| **byte == b'\n').count();
    u32::try_from(breaks + 1).unwrap_or(u32::MAX)
}

/// 1-based number and text of the first line that holds `needle`.
pub(crate) fn find_line<'t>(text: &'t str, needle: &str) -> Option<(u32, &'t str)> {
    let offset = text.find(needle)?;
    let start = text[..offset].rfind('\n').map_or(0, |at| at + 1);
    Some((line_at(text, offset), text[start..].lines().next()?))
}

/// The line with that number.
pub(crate) fn nth_line(text: &str, line: u32) -> Option<&str> {
    text.lines()
        .nth(usize::try_from(line.checked_sub(1)?).ok()?)
}

/// One line for showing: trimmed, without control characters, not endless.
pub(crate) fn excerpt(line: &str) -> String {
    let clean = line
        .trim()
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c });
    let mut shown: Vec<char> = clean.take(EXCERPT + 1).collect();
    if shown.len() > EXCERPT {
        shown.truncate(EXCERPT - 1);
        shown.push('…');
    }
    shown.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn byte_order_marks_are_understood_and_dropped() {
        assert_eq!(decode(b"\xef\xbb\xbf{}"), "{}");
        assert_eq!(decode(b"\xff\xfe{\0}\0"), "{}");
        assert_eq!(decode(b"\xfe\xff\0{\0}"), "{}");
        assert_eq!(decode("ě".as_bytes()), "ě");
    }

    #[test]
    fn lines_are_counted_from_one() {
        let text = "{\r\n  \"Version\": \"1\"\r\n}";
        assert_eq!(
            find_line(text, "\"Version\""),
            Some((2, "  \"Version\": \"1\""))
        );
        assert_eq!(line_at(text, 0), 1);
        assert_eq!(nth_line(text, 3), Some("}"));
        assert_eq!(nth_line(text, 0), None);
    }

    #[test]
    fn an_excerpt_is_one_short_clean_line() {
        assert_eq!(excerpt("  a\tb\u{7}c \n"), "a b c");
        assert_eq!(excerpt(&"x".repeat(1_000)).chars().count(), EXCERPT);
    }
}
