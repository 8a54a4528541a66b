//! One entry as the central directory describes it. Nothing here is trusted: sizes are claims.

use super::content::{DEFLATED, STORED};
use super::limits::RATIO_FROM;

/// Names are kept up to this many bytes; a longer one is a finding whatever the rest says.
pub(super) const NAME_KEPT: usize = 1024;

const ENCRYPTED: u16 = 1;
const STREAMED: u16 = 1 << 3;
const UTF8: u16 = 1 << 11;

const HOST_UNIX: u8 = 3;
const HOST_MACOS: u8 = 19;

#[derive(Debug, Clone)]
pub(crate) struct Entry {
    /// As it stands in the archive, decoded.
    pub name: Box<str>,
    /// The path, where the name is not written that way already.
    slashed: Option<Box<str>>,
    /// The bytes of the name where they are not the UTF-8 of `name`.
    raw: Option<Box<[u8]>>,
    /// Bytes the name takes in the archive.
    pub name_length: usize,
    pub method: u16,
    pub crc32: u32,
    /// Claimed size of the compressed data.
    pub compressed: u64,
    /// Claimed size of the file.
    pub uncompressed: u64,
    /// Where the entry's own header is, from the start of the file.
    pub header_at: u64,
    pub(super) flags: u16,
    host: u8,
    external: u32,
}

/// The numbers of a central directory record.
pub(super) struct Numbers {
    pub flags: u16,
    pub method: u16,
    pub crc32: u32,
    pub compressed: u64,
    pub uncompressed: u64,
    pub header_at: u64,
    pub host: u8,
    pub external: u32,
}

impl Entry {
    pub(super) fn new(name: &[u8], numbers: Numbers) -> Self {
        let name_length = name.len();
        let kept = &name[..name_length.min(NAME_KEPT)];
        let (decoded, raw) = decode(kept, numbers.flags & UTF8 != 0);
        let slashed = slashed(&decoded);
        Self {
            name: decoded.into(),
            slashed,
            raw,
            name_length,
            method: numbers.method,
            crc32: numbers.crc32,
            compressed: numbers.compressed,
            uncompressed: numbers.uncompressed,
            header_at: numbers.header_at,
            flags: numbers.flags,
            host: numbers.host,
            external: numbers.external,
        }
    }

    /// The name with `/` between folders, which is what files are looked up by.
    pub(crate) fn path(&self) -> &str {
        self.slashed.as_deref().unwrap_or(&self.name)
    }

    pub(crate) fn has_backslash(&self) -> bool {
        self.slashed.is_some() && self.name.contains('\\')
    }

    /// Last part of the path.
    pub(crate) fn file_name(&self) -> &str {
        self.path().rsplit('/').next().unwrap_or_default()
    }

    pub(crate) fn is_folder(&self) -> bool {
        self.path().ends_with('/')
    }

    pub(crate) fn is_encrypted(&self) -> bool {
        self.flags & ENCRYPTED != 0
    }

    /// Sizes and checksum follow the data, so the entry's own header may leave them out.
    pub(super) fn is_streamed(&self) -> bool {
        self.flags & STREAMED != 0
    }

    /// Whether `name` is all of its name; of an endless one only the beginning is kept.
    pub(crate) fn is_named_whole(&self) -> bool {
        self.name_length <= NAME_KEPT
    }

    /// Whether it claims to unpack to something of that size that cannot come of these bytes.
    pub(crate) fn has_impossible_size(&self) -> bool {
        match self.method {
            _ if self.is_encrypted() => false,
            STORED => self.compressed != self.uncompressed,
            // What does not pack grows by an eighth at most: the fastest levels spend 9 bits on a
            // byte.
            DEFLATED => {
                self.compressed > self.uncompressed.saturating_add(self.uncompressed / 8 + 64)
            }
            _ => false,
        }
    }

    /// Whether it is large and claims to be more than `ratio` times its packed size.
    pub(crate) fn swells(&self, ratio: u64) -> bool {
        self.uncompressed > RATIO_FROM && self.uncompressed / ratio > self.compressed
    }

    pub(crate) fn is_symlink(&self) -> bool {
        let unix = matches!(self.host, HOST_UNIX | HOST_MACOS);
        unix && (self.external >> 16) & 0o170_000 == 0o120_000
    }

    /// Whether a name of `length` bytes that begins with `start` is this entry's.
    pub(super) fn is_named(&self, start: &[u8], length: usize) -> bool {
        let own = self.raw.as_deref().unwrap_or(self.name.as_bytes());
        length == self.name_length && start.get(..own.len()) == Some(own)
    }
}

/// The name with `/` between folders and without `./` in front, if it is written otherwise.
fn slashed(name: &str) -> Option<Box<str>> {
    let with_slashes = name.contains('\\').then(|| name.replace('\\', "/"));
    let path = with_slashes.as_deref().unwrap_or(name);
    let short = path.trim_start_matches("./");
    (short != name).then(|| short.into())
}

/// Tools rarely set the flag for UTF-8, so what is valid UTF-8 is read as such; the rest is in
/// the character set of the first IBM PC, as the format says.
fn decode(name: &[u8], says_utf8: bool) -> (String, Option<Box<[u8]>>) {
    match std::str::from_utf8(name) {
        Ok(text) => (text.to_owned(), None),
        // A name that was cut for length may end inside a character.
        Err(cut) if cut.error_len().is_none() && name.len() == NAME_KEPT => (
            String::from_utf8_lossy(&name[..cut.valid_up_to()]).into_owned(),
            Some(name.into()),
        ),
        Err(_) if says_utf8 => (
            String::from_utf8_lossy(name).into_owned(),
            Some(name.into()),
        ),
        Err(_) => (
            name.iter().map(|byte| ibm_pc(*byte)).collect(),
            Some(name.into()),
        ),
    }
}

fn ibm_pc(byte: u8) -> char {
    const UPPER: [char; 128] = [
        'Ç', 'ü', 'é', 'â', 'ä', 'à', 'å', 'ç', 'ê', 'ë', 'è', 'ï', 'î', 'ì', 'Ä', 'Å', 'É', 'æ',
        'Æ', 'ô', 'ö', 'ò', 'û', 'ù', 'ÿ', 'Ö', 'Ü', '¢', '£', '¥', '₧', 'ƒ', 'á', 'í', 'ó', 'ú',
        'ñ', 'Ñ', 'ª', 'º', '¿', '⌐', '¬', '½', '¼', '¡', '«', '»', '░', '▒', '▓', '│', '┤', '╡',
        '╢', '╖', '╕', '╣', '║', '╗', '╝', '╜', '╛', '┐', '└', '┴', '┬', '├', '─', '┼', '╞', '╟',
        '╚', '╔', '╩', '╦', '╠', '═', '╬', '╧', '╨', '╤', '╥', '╙', '╘', '╒', '╓', '╫', '╪', '┘',
        '┌', '█', '▄', '▌', '▐', '▀', 'α', 'ß', 'Γ', 'π', 'Σ', 'σ', 'µ', 'τ', 'Φ', 'Θ', 'Ω', 'δ',
        '∞', 'φ', 'ε', '∩', '≡', '±', '≥', '≤', '⌠', '⌡', '÷', '≈', '°', '∙', '·', '√', 'ⁿ', '²',
        '■', '\u{a0}',
    ];
    match byte {
        0..=127 => char::from(byte),
        _ => UPPER[usize::from(byte) - 128],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &[u8], flags: u16) -> Entry {
        let numbers = Numbers {
            flags,
            method: 0,
            crc32: 0,
            compressed: 0,
            uncompressed: 0,
            header_at: 0,
            host: 0,
            external: 0,
        };
        Entry::new(name, numbers)
    }

    #[test]
    fn a_name_is_read_as_utf8_or_as_the_old_character_set() {
        assert_eq!(&*named("přehled.txt".as_bytes(), 0).name, "přehled.txt");
        assert_eq!(&*named(b"caf\x82.txt", 0).name, "café.txt");
        assert_eq!(&*named(b"caf\x82.txt", UTF8).name, "caf\u{fffd}.txt");
    }

    #[test]
    fn a_backslash_separates_folders_too() {
        let entry = named(br"wwwroot\css\site.css", 0);
        assert_eq!(entry.path(), "wwwroot/css/site.css");
        assert_eq!(entry.file_name(), "site.css");
        assert_eq!(&*entry.name, r"wwwroot\css\site.css");
    }

    #[test]
    fn an_endless_name_is_kept_in_part() {
        let name = "é".repeat(40_000);
        let entry = named(&name.as_bytes()[..65_535], 0);
        assert_eq!(entry.name_length, 65_535);
        assert!(entry.name.len() <= NAME_KEPT);
        assert!(entry.is_named(name.as_bytes(), 65_535));
        assert!(!entry.is_named(b"another", 65_535));
    }
}
