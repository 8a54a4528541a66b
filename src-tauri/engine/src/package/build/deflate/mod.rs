//! Packing bytes: libdeflate for what fits into memory at once, pieces of it joined into one
//! stream for what does not. What comes out depends on the bytes and the name alone, never on the
//! computer or on the number of threads.

mod join;
mod kinds;
mod walk;

pub(super) use kinds::is_packed_kind;
#[cfg(test)]
mod tests;

use super::buffer::space;
use join::{open_end, stored_blocks, stored_length};
use libdeflater::{CompressionLvl, Compressor};

/// Takes a third of the time of zlib at level 6, which everybody uses. Programs get a little smaller
/// than there and text a fiftieth larger; one level higher takes a sixth longer for less than a
/// hundredth.
const LEVEL: i32 = 5;
/// Tells what is worth packing.
const TRIAL_LEVEL: i32 = 1;

/// Below this size trying takes as long as doing.
const TRIED_FROM: usize = 96 << 10;
/// Bytes of each of the three places that are tried.
const TRIED: usize = 16 << 10;
/// Two bytes of a place are the same at least one time in so many for it to be worth packing
/// without being tried; by chance they are one time in 256.
const UNEVEN: u64 = 64;
/// Per cent of its size that a place may at most come to for no other to be tried.
const CLEARLY: usize = 80;

/// One thread's compressors and the space they write to.
pub(super) struct Packer {
    usual: Compressor,
    trial: Compressor,
    space: Vec<u8>,
}

/// What became of a file's bytes.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Packed {
    /// They do not get smaller.
    AsTheyAre,
    Deflated(Box<[u8]>),
}

impl Packer {
    pub(super) fn new() -> Self {
        let level = |level| CompressionLvl::new(level).unwrap_or_default();
        Self {
            usual: Compressor::new(level(LEVEL)),
            trial: Compressor::new(level(TRIAL_LEVEL)),
            space: Vec::new(),
        }
    }

    /// Packs a whole file.
    pub(super) fn pack(&mut self, name: &str, bytes: &[u8]) -> Packed {
        if bytes.len() >= TRIED_FROM && !self.is_worth_it(name, &[bytes]) {
            return Packed::AsTheyAre;
        }
        match self.deflate(bytes) {
            Some(deflated) if deflated.len() < bytes.len() => Packed::Deflated(deflated.into()),
            _ => Packed::AsTheyAre,
        }
    }

    /// Packs one piece of a file that is too large to be packed whole; `last` ends the stream.
    pub(super) fn pack_piece(&mut self, name: &str, bytes: &[u8], last: bool) -> Box<[u8]> {
        if !self.is_worth_it(name, &[bytes]) {
            return stored_blocks(bytes, last).into();
        }
        let stored = stored_length(bytes.len());
        if let Some(deflated) = self.deflate(bytes)
            && deflated.len() < stored
        {
            if last {
                return (*deflated).into();
            }
            let mut stream = deflated.to_vec();
            if open_end(&mut stream) {
                return stream.into();
            }
        }
        stored_blocks(bytes, last).into()
    }

    /// Whether bytes like these `samples` get enough smaller, by three places of each: kinds that
    /// are packed already have to do it by more, because a few bytes are not worth the time.
    pub(super) fn is_worth_it(&mut self, name: &str, samples: &[&[u8]]) -> bool {
        let (mut before, mut after) = (0, 0);
        for place in samples.iter().flat_map(|sample| places(sample)) {
            // Counting its bytes takes a tenth of the time of trying.
            if is_uneven(place) {
                return true;
            }
            let bound = self.trial.deflate_compress_bound(place.len());
            let space = space(&mut self.space, bound);
            let packed = self.trial.deflate_compress(place, space);
            before += place.len();
            after += packed.unwrap_or(place.len());
            if after * 100 < before * CLEARLY {
                return true;
            }
        }
        let percent = if is_packed_kind(name) { 97 } else { 99 };
        after * 100 < before * percent
    }

    fn deflate(&mut self, bytes: &[u8]) -> Option<&[u8]> {
        let bound = self.usual.deflate_compress_bound(bytes.len());
        let space = space(&mut self.space, bound);
        let length = self.usual.deflate_compress(bytes, space).ok()?;
        Some(&self.space[..length])
    }
}

/// Whether some bytes are so much more frequent than others that shorter codes for them alone make
/// it smaller: not so in what is packed already, which looks like chance. In whole numbers, because
/// every computer has to come to the same answer.
fn is_uneven(place: &[u8]) -> bool {
    let mut counts = [0_u64; 256];
    for byte in place {
        counts[usize::from(*byte)] += 1;
    }
    let all = place.len() as u64;
    let alike: u64 = counts.iter().map(|count| count * count).sum();
    alike * UNEVEN > all * all
}

/// The beginning, the middle and the end, or all of it.
fn places(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let whole = bytes.len() <= 3 * TRIED;
    let starts = if whole {
        vec![(0, bytes.len())]
    } else {
        let last = bytes.len() - TRIED;
        vec![
            (0, TRIED),
            (last / 2, last / 2 + TRIED),
            (last, bytes.len()),
        ]
    };
    starts.into_iter().map(|(from, to)| &bytes[from..to])
}
