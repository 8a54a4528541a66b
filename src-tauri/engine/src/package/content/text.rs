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

/// Counts lines while something is read from front to back, so that each byte is looked at once.
pub(crate) struct Lines<'t> {
    text: &'t str,
    counted: usize,
    line: u32,
}

impl<'t> Lines<'t> {
    pub(crate) fn of(text: &'t str) -> Self {
        Self {
            text,
            counted: 0,
            line: 1,
        }
    }

    /// 1-based line of a byte offset that is no smaller than the last one asked for.
    pub(crate) fn at(&mut self, offset: usize) -> u32 {
        let offset = offset.clamp(self.counted, self.text.len());
        let passed = &self.text.as_bytes()[self.counted..offset];
        let breaks = passed.iter().filter(|byte| **byte == b'\n').count();
        self.line = self
            .line
            .saturating_add(u32::try_from(breaks).unwrap_or(u32::MAX));
        self.counted = offset;
        self.line
    }
}

/// How far from an offset its line is looked for; an excerpt is shorter.
const LINE_REACH: usize = 1_024;

/// The line around a byte offset, or the part of an endless one that lies around it.
pub(crate) fn line_around(text: &str, offset: usize) -> &str {
    let offset = text.floor_char_boundary(offset.min(text.len()));
    let first = text.floor_char_boundary(offset.saturating_sub(LINE_REACH));
    let last = text.floor_char_boundary(offset.saturating_add(LINE_REACH).min(text.len()));
    let start = text[first..offset]
        .rfind('\n')
        .map_or(first, |at| first + at + 1);
    text[start..last].lines().next().unwrap_or_default()
}

/// 1-based number and text of the first line that holds `needle`.
pub(crate) fn find_line<'t>(text: &'t str, needle: &str) -> Option<(u32, &'t str)> {
    let offset = text.find(needle)?;
    Some((line_at(text, offset), line_around(text, offset)))
}

/// The line with that number.
pub(crate) fn nth_line(text: &str, line: u32) -> Option<&str> {
    text.lines()
        .nth(usize::try_from(line.checked_sub(1)?).ok()?)
}

/// One line for showing: trimmed, without control characters, not endless.
pub(crate) fn excerpt(line: &str) -> String {
    shortened(line, EXCERPT)
}

/// The same with at most `most` characters.
pub(crate) fn shortened(line: &str, most: usize) -> String {
    let clean = line
        .trim()
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c });
    let mut shown: Vec<char> = clean.take(most + 1).collect();
    if shown.len() > most {
        shown.truncate(most - 1);
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
    fn lines_are_counted_once_from_front_to_back() {
        let text = "a\nb\r\nc\n\nd";
        let mut lines = Lines::of(text);
        let counted: Vec<u32> = (0..=text.len()).map(|at| lines.at(at)).collect();
        let alone: Vec<u32> = (0..=text.len()).map(|at| line_at(text, at)).collect();
        assert_eq!(counted, alone);
        assert_eq!(lines.at(usize::MAX), 5);
    }

    #[test]
    fn the_line_around_a_place_is_whole_unless_it_is_endless() {
        assert_eq!(line_around("one\r\ntwo three\nfour", 8), "two three");
        assert_eq!(line_around("one", 99), "one");
        let endless = "ě".repeat(10_000);
        let part = line_around(&endless, 10_001);
        assert!(part.len() <= 2 * LINE_REACH && !part.is_empty());
    }

    #[test]
    fn an_excerpt_is_one_short_clean_line() {
        assert_eq!(excerpt("  a\tb\u{7}c \n"), "a b c");
        assert_eq!(excerpt(&"x".repeat(1_000)).chars().count(), EXCERPT);
    }
}
