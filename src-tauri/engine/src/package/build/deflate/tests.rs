use super::*;
use flate2::{Decompress, FlushDecompress, Status};
use proptest::prelude::*;

/// What a stream holds; it has to end with its last byte.
fn unpacked(stream: &[u8], size: usize) -> Vec<u8> {
    let mut inflate = Decompress::new(false);
    let mut bytes = Vec::with_capacity(size + 1);
    let end = inflate.decompress_vec(stream, &mut bytes, FlushDecompress::Finish);
    assert_eq!(end.expect("a deflate stream"), Status::StreamEnd);
    assert_eq!(inflate.total_in(), stream.len() as u64);
    bytes
}

fn joined(pieces: &[&[u8]]) -> Vec<u8> {
    let mut packer = Packer::new();
    let mut stream = Vec::new();
    for (at, piece) in pieces.iter().enumerate() {
        stream.extend_from_slice(&packer.pack_piece("a.dll", piece, at + 1 == pieces.len()));
    }
    stream
}

/// Bytes of all sorts: runs, words, and what cannot be packed.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let run = (any::<u8>(), 0..3_000_usize).prop_map(|(byte, count)| vec![byte; count]);
    let noise = proptest::collection::vec(any::<u8>(), 0..2_000);
    let words = proptest::collection::vec("[a-f]{1,6} ", 0..400)
        .prop_map(|words| words.concat().into_bytes());
    proptest::collection::vec(prop_oneof![run, noise, words], 0..12)
        .prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn pieces_of_anything_join_into_one_stream(pieces in proptest::collection::vec(bytes(), 1..5)) {
        let whole = pieces.concat();
        let parts: Vec<&[u8]> = pieces.iter().map(Vec::as_slice).collect();
        prop_assert_eq!(unpacked(&joined(&parts), whole.len()), whole);
    }

    #[test]
    fn streams_of_many_blocks_are_opened_at_their_end(seed in any::<u64>(), size in 1_000..900_000_usize) {
        // Numbers of few digits make Huffman codes alone, repeated ones make matches.
        let mut state = seed | 1;
        let mut next = || { state ^= state << 13; state ^= state >> 7; state ^= state << 17; state };
        let mut bytes = Vec::with_capacity(size);
        while bytes.len() < size {
            let kind = next() % 4;
            for _ in 0..next() % 40_000 {
                bytes.push(match kind { 0 => next() as u8, 1 => (next() % 7) as u8, 2 => b'x', _ => (next() % 64) as u8 });
            }
        }
        let mut packer = Packer::new();
        let mut stream = packer.deflate(&bytes).expect("it fits").to_vec();
        prop_assert!(open_end(&mut stream));
        stream.extend_from_slice(&stored_blocks(b"tail", true));
        bytes.extend_from_slice(b"tail");
        prop_assert_eq!(unpacked(&stream, bytes.len()), bytes);
    }
}

#[test]
fn a_stream_with_fixed_codes_is_opened_too() {
    let mut stream = Vec::with_capacity(100);
    flate2::Compress::new(flate2::Compression::default(), false)
        .compress_vec(
            b"aaaaaaaaaaaaaaaaaaaab",
            &mut stream,
            flate2::FlushCompress::Finish,
        )
        .expect("it fits");
    assert_eq!(stream[0] & 0b110, 0b010, "fixed codes");
    assert!(open_end(&mut stream));
    stream.extend_from_slice(&stored_blocks(b"", true));
    assert_eq!(unpacked(&stream, 21), b"aaaaaaaaaaaaaaaaaaaab");
}

#[test]
fn what_does_not_get_smaller_is_stored() {
    let mut packer = Packer::new();
    let mut state = 1_u32;
    let noise: Vec<u8> = std::iter::repeat_with(|| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    })
    .take(300_000)
    .collect();
    assert_eq!(packer.pack("a.dll", &noise), Packed::AsTheyAre);
    assert_eq!(packer.pack("a.dll", &noise[..500]), Packed::AsTheyAre);
    assert_eq!(packer.pack("a.dll", b""), Packed::AsTheyAre);
    let piece = packer.pack_piece("a.dll", &noise, true);
    assert_eq!(piece.len(), stored_length(noise.len()));
    assert_eq!(unpacked(&piece, noise.len()), noise);
}

#[test]
fn a_packed_kind_that_is_not_packed_after_all_is_deflated() {
    let text = b"a picture that is text ".repeat(20_000);
    assert!(matches!(
        Packer::new().pack("a.png", &text),
        Packed::Deflated(_)
    ));
}

#[test]
fn no_bytes_make_a_stream_too() {
    assert_eq!(unpacked(&joined(&[b""]), 0), b"");
    assert_eq!(unpacked(&joined(&[b"", b"", b"x"]), 1), b"x");
}
