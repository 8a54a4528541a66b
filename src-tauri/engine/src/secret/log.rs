//! The last writer before a log file or the terminal.

use super::redact;
use std::io::{self, Write};

/// Longer lines are let go in pieces, so that a line without an end does not fill the memory.
const LONGEST_LINE: usize = 256 * 1024;

/// Passes whole lines on, each one redacted. A closure that makes one is a `MakeWriter` of
/// tracing-subscriber: `fmt().with_writer(move || Redacting::new(file()))`.
pub struct Redacting<W: Write> {
    out: W,
    line: Vec<u8>,
}

impl<W: Write> Redacting<W> {
    pub fn new(out: W) -> Self {
        Self {
            out,
            line: Vec::new(),
        }
    }

    fn pass_on(&mut self) -> io::Result<()> {
        let line = std::mem::take(&mut self.line);
        self.out
            .write_all(redact(&String::from_utf8_lossy(&line)).as_bytes())
    }
}

impl<W: Write> Write for Redacting<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for piece in bytes.split_inclusive(|byte| *byte == b'\n') {
            self.line.extend_from_slice(piece);
            if piece.ends_with(b"\n") || self.line.len() > LONGEST_LINE {
                self.pass_on()?;
            }
        }
        Ok(bytes.len())
    }

    /// An unfinished line is passed on as it stands.
    fn flush(&mut self) -> io::Result<()> {
        self.pass_on()?;
        self.out.flush()
    }
}

impl<W: Write> Drop for Redacting<W> {
    fn drop(&mut self) {
        // Nobody is left to tell that a log cannot be written.
        let _ = self.flush();
    }
}
