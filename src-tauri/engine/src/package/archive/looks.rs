//! What a file that is not a zip looks like, by its first bytes.

use super::source::Source;
use std::io;

/// Why a file cannot be read as a zip.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NotZip {
    /// No bytes at all.
    Empty,
    /// Begins as a zip, but its end is missing: a download or copy that stopped.
    CutShort,
    /// One of several files that make up an archive.
    Split,
    /// A page of a web site, saved under the name of the download.
    WebPage,
    /// Some other kind of file; the name is the same in every language.
    Other(&'static str),
    /// Only zeros, or nothing known.
    Unknown,
}

const HEAD: u64 = 512;

/// By what the first bytes say; signatures from the formats' own descriptions.
const KINDS: [(usize, &[u8], &str); 17] = [
    (0, b"7z\xbc\xaf\x27\x1c", "7-Zip"),
    (0, b"Rar!\x1a\x07", "RAR"),
    (0, b"\x1f\x8b", "gzip"),
    (0, b"BZh", "bzip2"),
    (0, b"\xfd7zXZ\x00", "XZ"),
    (0, b"\x28\xb5\x2f\xfd", "Zstandard"),
    (257, b"ustar", "tar"),
    (0, b"MSCF", "CAB"),
    (0, b"%PDF", "PDF"),
    (0, b"MZ", "EXE"),
    (0, b"\x89PNG", "PNG"),
    (0, b"\xff\xd8\xff", "JPEG"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Microsoft Office"),
    (0, b"SQLite format 3", "SQLite"),
    (0, b"TAPE", "SQL Server .bak"),
    (0, b"MSSQLBAK", "SQL Server .bak"),
    (0, b"version https://git-lfs", "Git LFS"),
];

pub(super) fn look(source: &dyn Source) -> io::Result<NotZip> {
    let head = source.read_up_to(0, HEAD)?;
    if head.is_empty() {
        return Ok(NotZip::Empty);
    }
    if head.starts_with(b"PK\x07\x08") {
        return Ok(NotZip::Split);
    }
    // Even a download of four bytes is told from its first two.
    if head.starts_with(b"PK") {
        return Ok(NotZip::CutShort);
    }
    if is_web_page(&head) {
        return Ok(NotZip::WebPage);
    }
    let known = KINDS
        .iter()
        .find(|(at, bytes, _)| head.get(*at..at + bytes.len()) == Some(bytes));
    Ok(known.map_or(NotZip::Unknown, |(_, _, name)| NotZip::Other(name)))
}

fn is_web_page(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(head).to_ascii_lowercase();
    let text = text.trim_start_matches('\u{feff}').trim_start();
    text.starts_with("<!doctype html")
        || text.starts_with("<html")
        || (text.starts_with("<!--") && text.contains("<html"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn looks(bytes: &[u8]) -> NotZip {
        look(&bytes.to_vec()).expect("memory can be read")
    }

    #[test]
    fn other_kinds_of_file_are_told_by_their_first_bytes() {
        assert_eq!(looks(b""), NotZip::Empty);
        assert_eq!(looks(b"PK\x03\x04\x14\x00"), NotZip::CutShort);
        assert_eq!(looks(b"PK\x07\x08PK\x03\x04"), NotZip::Split);
        assert_eq!(
            looks(b"\xef\xbb\xbf\r\n<!DOCTYPE html><title>Sign in</title>"),
            NotZip::WebPage
        );
        assert_eq!(looks(b"7z\xbc\xaf\x27\x1c\x00\x04"), NotZip::Other("7-Zip"));
        assert_eq!(looks(b"\x1f\x8b\x08\x00"), NotZip::Other("gzip"));
        let mut tar = vec![0; 512];
        tar[257..262].copy_from_slice(b"ustar");
        assert_eq!(looks(&tar), NotZip::Other("tar"));
        assert_eq!(looks(&[0; 64]), NotZip::Unknown);
    }
}
