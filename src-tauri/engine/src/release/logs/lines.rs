//! Text line by line in bounded memory, whatever wrote it: UTF-8, or the UTF-16 of PowerShell.

use std::io::{self, BufRead};

/// Bytes of a line that are looked at; what follows is passed over.
const LONGEST: usize = 16 << 10;
/// Bytes by which text is told from other content.
const HEAD: usize = 4 << 10;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    Utf8,
    Utf16Le,
    Utf16Be,
}

/// The lines of a text.
pub(super) struct Lines<'i> {
    input: &'i mut dyn BufRead,
    unit: Unit,
    /// 1-based number of the last line that was read.
    number: u32,
    bytes: Vec<u8>,
    units: Vec<u16>,
}

impl<'i> Lines<'i> {
    /// None if it is no text.
    pub(super) fn of(input: &'i mut dyn BufRead) -> io::Result<Option<Self>> {
        let head = input.fill_buf()?;
        let head = &head[..head.len().min(HEAD)];
        let (unit, mark) = match head {
            [0xef, 0xbb, 0xbf, ..] => (Unit::Utf8, 3),
            [0xff, 0xfe, ..] => (Unit::Utf16Le, 2),
            [0xfe, 0xff, ..] => (Unit::Utf16Be, 2),
            // No text has a zero, except in the units of UTF-16.
            bytes if bytes.contains(&0) => return Ok(None),
            _ => (Unit::Utf8, 0),
        };
        input.consume(mark);
        Ok(Some(Self {
            input,
            unit,
            number: 0,
            bytes: Vec::new(),
            units: Vec::new(),
        }))
    }

    /// Puts the next line into `line`, without its end; false after the last one.
    pub(super) fn next(&mut self, line: &mut String) -> io::Result<bool> {
        line.clear();
        let read = match self.unit {
            Unit::Utf8 => self.next_bytes(line)?,
            Unit::Utf16Le | Unit::Utf16Be => self.next_units(line)?,
        };
        if read {
            self.number = self.number.saturating_add(1);
            line.truncate(line.trim_end_matches('\r').len());
        }
        Ok(read)
    }

    pub(super) fn number(&self) -> u32 {
        self.number
    }

    fn next_bytes(&mut self, line: &mut String) -> io::Result<bool> {
        self.bytes.clear();
        let mut any = false;
        loop {
            let there = self.input.fill_buf()?;
            if there.is_empty() {
                break;
            }
            any = true;
            let end = there.iter().position(|byte| *byte == b'\n');
            let text = &there[..end.unwrap_or(there.len())];
            let room = LONGEST - self.bytes.len();
            self.bytes.extend_from_slice(&text[..text.len().min(room)]);
            let taken = text.len() + usize::from(end.is_some());
            self.input.consume(taken);
            if end.is_some() {
                break;
            }
        }
        line.push_str(&String::from_utf8_lossy(&self.bytes));
        Ok(any)
    }

    fn next_units(&mut self, line: &mut String) -> io::Result<bool> {
        self.units.clear();
        let mut any = false;
        while let Some(unit) = self.next_unit()? {
            any = true;
            if unit == u16::from(b'\n') {
                break;
            }
            if self.units.len() < LONGEST / 2 {
                self.units.push(unit);
            }
        }
        let letters = char::decode_utf16(self.units.iter().copied());
        line.extend(letters.map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER)));
        Ok(any)
    }

    /// A single byte at the end belongs to nothing.
    fn next_unit(&mut self) -> io::Result<Option<u16>> {
        let (Some(first), Some(second)) = (self.byte()?, self.byte()?) else {
            return Ok(None);
        };
        Ok(Some(match self.unit {
            Unit::Utf16Be => u16::from_be_bytes([first, second]),
            Unit::Utf8 | Unit::Utf16Le => u16::from_le_bytes([first, second]),
        }))
    }

    fn byte(&mut self) -> io::Result<Option<u8>> {
        let byte = self.input.fill_buf()?.first().copied();
        self.input.consume(usize::from(byte.is_some()));
        Ok(byte)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::BufReader;

    fn read(bytes: &[u8]) -> Option<Vec<String>> {
        // Room for a few bytes only, so that everything lies across a border.
        let mut input = BufReader::with_capacity(5, bytes);
        let mut lines = Lines::of(&mut input).expect("memory can be read")?;
        let (mut all, mut line) = (Vec::new(), String::new());
        while lines.next(&mut line).expect("memory can be read") {
            all.push(line.clone());
        }
        assert_eq!(lines.number() as usize, all.len());
        Some(all)
    }

    #[test]
    fn lines_end_in_any_way_and_the_mark_in_front_is_dropped() {
        assert_eq!(read(b"\xef\xbb\xbfa\r\n\nb").expect("text"), ["a", "", "b"]);
        assert_eq!(read(b"").expect("text"), Vec::<String>::new());
    }

    #[test]
    fn what_powershell_writes_is_read_in_either_order_of_bytes() {
        let text = "Č €\r\n𝄞";
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        for (mark, bytes) in [([0xff, 0xfe], little), ([0xfe, 0xff], big)] {
            let whole = [&mark[..], &bytes, &[7]].concat();
            assert_eq!(read(&whole).expect("text"), ["Č €", "𝄞"]);
        }
    }

    #[test]
    fn a_line_without_end_takes_no_more_room_than_others() {
        let endless = "x".repeat(3 * LONGEST);
        let lines = read(format!("{endless}\nnext").as_bytes()).expect("text");
        assert_eq!(lines[0].len(), LONGEST);
        assert_eq!(lines[1], "next");
    }

    #[test]
    fn content_with_zeros_is_no_text() {
        assert_eq!(read(b"ab\0\0cd"), None);
    }
}
