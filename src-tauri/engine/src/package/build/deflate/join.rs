//! Making several deflate streams one.
//!
//! The last block of a stream says that it is the last, in the first bit of its header; and a
//! stream ends at any bit. So where the last block begins has to be found, by walking over the
//! codes of all blocks before it, and what follows has to begin at a byte, after an empty stored
//! block (RFC 1951, 3.2.3 and 3.2.4).

use super::walk::last_block;

/// Data of an empty stored block behind its header.
const EMPTY_BLOCK: [u8; 4] = [0, 0, 0xff, 0xff];

/// Bytes a stored block may hold.
const LONGEST_STORED: usize = 0xffff;

/// Turns a whole stream into one that others follow. False if it is no deflate stream, and it is
/// left as it was.
pub(super) fn open_end(stream: &mut Vec<u8>) -> bool {
    let Some(last) = last_block(stream) else {
        return false;
    };
    stream[last.header / 8] &= !(1 << (last.header % 8));
    // Three zero bits: not the last, stored, empty. What is left of the byte is padding.
    stream.truncate(last.end.div_ceil(8));
    if last.end % 8 != 0
        && let Some(byte) = stream.last_mut()
    {
        *byte &= (1 << (last.end % 8)) - 1;
    }
    stream.resize((last.end + 3).div_ceil(8), 0);
    stream.extend_from_slice(&EMPTY_BLOCK);
    true
}

/// `bytes` as they are, in stored blocks; `last` ends the stream.
pub(super) fn stored_blocks(bytes: &[u8], last: bool) -> Vec<u8> {
    let mut stream = Vec::with_capacity(stored_length(bytes.len()));
    let mut blocks = bytes.chunks(LONGEST_STORED).peekable();
    if bytes.is_empty() && last {
        stream.push(1);
        stream.extend_from_slice(&EMPTY_BLOCK);
    }
    while let Some(block) = blocks.next() {
        stream.push(u8::from(last && blocks.peek().is_none()));
        let length = u16::try_from(block.len()).unwrap_or(u16::MAX);
        stream.extend_from_slice(&length.to_le_bytes());
        stream.extend_from_slice(&(!length).to_le_bytes());
        stream.extend_from_slice(block);
    }
    stream
}

/// Bytes that [`stored_blocks`] makes of that many.
pub(super) fn stored_length(bytes: usize) -> usize {
    bytes + 5 * bytes.div_ceil(LONGEST_STORED).max(1)
}
