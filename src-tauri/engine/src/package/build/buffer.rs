//! Buffers that are used again and again.

/// The first `length` bytes of a buffer, which only ever grows: what is taken away would have to be
/// cleared again.
pub(super) fn space(buffer: &mut Vec<u8>, length: usize) -> &mut [u8] {
    if buffer.len() < length {
        buffer.resize(length, 0);
    }
    &mut buffer[..length]
}
