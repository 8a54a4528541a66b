//! The blocks a version resource is made of: a name, a value, and blocks within, all of one shape
//! (Microsoft, [VS_VERSIONINFO structure]).
//!
//! [VS_VERSIONINFO structure]: https://learn.microsoft.com/windows/win32/menurc/vs-versioninfo

/// Length of the block, length of its value, kind of its value.
const HEADER: usize = 6;
/// Everything begins at a multiple of this, counted from the first block.
const ALIGNED: usize = 4;
const IS_TEXT: u16 = 1;

pub(super) struct Block<'b> {
    name: String,
    /// Of text everything to the end of the block: some compilers count its letters, some its bytes.
    pub value: &'b [u8],
    within: &'b [u8],
}

impl<'b> Block<'b> {
    fn read(bytes: &'b [u8]) -> Option<Self> {
        let kind = u16_at(bytes, 4)?;
        let value_length = usize::from(u16_at(bytes, 2)?);
        let name = letters(bytes.get(HEADER..)?);
        let value_at = (HEADER + 2 * (name.len() + 1)).next_multiple_of(ALIGNED);
        let rest = bytes.get(value_at..).unwrap_or_default();
        let (value, within) = match kind {
            IS_TEXT if value_length > 0 => (rest, &[][..]),
            _ => {
                let end = value_length.min(rest.len());
                let next = end.next_multiple_of(ALIGNED);
                (&rest[..end], rest.get(next..).unwrap_or_default())
            }
        };
        Some(Self {
            name: String::from_utf16_lossy(&name),
            value,
            within,
        })
    }

    /// The block of that name in this one. Names of languages are written in either case.
    pub(super) fn child(&self, name: &str) -> Option<Self> {
        blocks(self.within).find(|block| block.name.eq_ignore_ascii_case(name))
    }

    /// Its value, to the first character that ends a text.
    pub(super) fn text(&self) -> String {
        String::from_utf16_lossy(&letters(self.value))
    }
}

/// One block after the other, as far as they are whole.
pub(super) fn blocks(bytes: &[u8]) -> impl Iterator<Item = Block<'_>> {
    let mut rest = bytes;
    std::iter::from_fn(move || {
        let length = usize::from(u16_at(rest, 0)?);
        let block = Block::read(&rest[..length.min(rest.len())])?;
        rest = rest
            .get(length.next_multiple_of(ALIGNED)..)
            .unwrap_or_default();
        Some(block)
    })
}

fn letters(bytes: &[u8]) -> Vec<u16> {
    let pairs = bytes.chunks_exact(2);
    pairs
        .map(|pair| u16::from_le_bytes([pair[0], pair[1]]))
        .take_while(|letter| *letter != 0)
        .collect()
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    let pair = bytes.get(at..at + 2)?;
    Some(u16::from_le_bytes([pair[0], pair[1]]))
}
