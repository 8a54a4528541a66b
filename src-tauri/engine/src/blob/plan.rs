//! How a file is cut into blocks, and what the blocks are called.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest, Sha256};
use std::ops::Range;

const MIB: u64 = 1024 * 1024;
/// No block but the last of a file is smaller.
pub const LEAST_BLOCK: u64 = 8 * MIB;
const COPIED_BLOCK: u64 = 64 * MIB;
/// No blob has more blocks (the service's limit).
pub const MOST_BLOCKS: u64 = 50_000;
/// No block is larger (the service's limit).
pub const LARGEST_BLOCK: u64 = 4_000 * MIB;
/// No blob is larger: 190.7 TiB.
pub const LARGEST_BLOB: u64 = MOST_BLOCKS * LARGEST_BLOCK;

/// The blocks of one blob (promise 2): 8 MiB each, or the smallest multiple of a MiB that needs no
/// more than 50,000 of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BlockPlan {
    bytes: u64,
    block: u64,
}

impl BlockPlan {
    /// None for more than [`LARGEST_BLOB`].
    pub fn of(bytes: u64) -> Option<Self> {
        if bytes > LARGEST_BLOB {
            return None;
        }
        let needed = bytes.div_ceil(MOST_BLOCKS).div_ceil(MIB) * MIB;
        let block = needed.max(LEAST_BLOCK);
        Some(Self { bytes, block })
    }

    /// The same for a copy the service makes by itself, where no memory is at stake: 64 MiB at
    /// least, so that there are fewer requests.
    pub fn of_copy(bytes: u64) -> Option<Self> {
        let plan = Self::of(bytes)?;
        Some(Self {
            block: plan.block.max(COPIED_BLOCK),
            ..plan
        })
    }

    /// Bytes of every block but the last.
    pub fn block_bytes(&self) -> u64 {
        self.block
    }

    /// Whether the whole file goes in one Put Blob, which needs no commit. So does an empty one.
    pub fn in_one_request(&self) -> bool {
        self.bytes <= self.block.min(COPIED_BLOCK)
    }

    /// How many blocks there are; 0 for an empty file.
    pub fn blocks(&self) -> u32 {
        // No more than MOST_BLOCKS.
        self.bytes.div_ceil(self.block) as u32
    }

    /// Where block `number` (from 0) lies in the file.
    pub fn range(&self, number: u32) -> Range<u64> {
        let start = (u64::from(number) * self.block).min(self.bytes);
        start..(start + self.block).min(self.bytes)
    }
}

/// Names of the blocks of one blob (promise 4): the same transfer gives the same names again, and
/// no other transfer gives any of them. All are equally long, as the service demands of the blocks
/// of one blob.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlockIds {
    /// What stands before the number of a block.
    lead: Vec<u8>,
}

impl BlockIds {
    /// Bytes of a name before it is written in Base64.
    pub const USUAL_LENGTH: usize = 24;
    const NUMBER: usize = size_of::<u32>();
    /// Shorter ones could meet those of somebody else.
    const SHORTEST: usize = 12;
    /// The service's limit.
    const LONGEST: usize = 64;

    /// `transfer` tells transfers apart, `item` what is sent. None if names of `length` bytes could
    /// not be told from others or are not allowed.
    pub fn new(transfer: &[u8; 16], item: u128, length: usize) -> Option<Self> {
        if !(Self::SHORTEST..=Self::LONGEST).contains(&length) {
            return None;
        }
        let seed = Sha256::new()
            .chain_update(transfer)
            .chain_update(item.to_be_bytes())
            .finalize();
        let more = Sha256::digest(seed);
        let lead = seed.iter().chain(&more).copied();
        Some(Self {
            lead: lead.take(length - Self::NUMBER).collect(),
        })
    }

    /// In Base64, as the service wants it.
    pub fn id(&self, number: u32) -> String {
        let mut raw = self.lead.clone();
        raw.extend_from_slice(&number.to_be_bytes());
        BASE64_STANDARD.encode(raw)
    }

    /// The number of the block that has this name, if it is one of ours.
    pub fn number_of(&self, id: &str) -> Option<u32> {
        let raw = BASE64_STANDARD.decode(id).ok()?;
        let number = raw.strip_prefix(self.lead.as_slice())?;
        Some(u32::from_be_bytes(number.try_into().ok()?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TIB: u64 = 1 << 40;

    fn any_size() -> impl Strategy<Value = u64> {
        prop_oneof![
            0..=64 * MIB,
            0..=2 * TIB,
            0..=LARGEST_BLOB,
            (0_u64..=LARGEST_BLOB / MIB, 0_u64..3)
                .prop_map(|(mib, off)| (mib * MIB + off).saturating_sub(1).min(LARGEST_BLOB)),
        ]
    }

    proptest! {
        #[test]
        fn promise_2_blocks_are_as_small_as_the_rules_allow_and_cover_the_file(bytes in any_size()) {
            let plan = BlockPlan::of(bytes).expect("a size the service takes");
            prop_assert!(u64::from(plan.blocks()) <= MOST_BLOCKS);
            prop_assert!(plan.block_bytes() <= LARGEST_BLOCK);
            prop_assert_eq!(plan.block_bytes() % MIB, 0);
            let smaller = plan.block_bytes() - MIB;
            prop_assert!(smaller < LEAST_BLOCK || bytes.div_ceil(smaller) > MOST_BLOCKS);
            let last = plan.blocks().saturating_sub(1);
            let ends = [0, last / 2, last].map(|number| plan.range(number));
            prop_assert_eq!(ends[0].start, 0);
            prop_assert_eq!(ends[2].end, bytes);
            for (number, range) in [0, last / 2, last].into_iter().zip(&ends) {
                prop_assert_eq!(range.start, u64::from(number) * plan.block_bytes());
                prop_assert!(number == last || range.end - range.start == plan.block_bytes());
                prop_assert!(bytes == 0 || !range.is_empty());
            }
        }

        #[test]
        fn promise_4_names_of_blocks_are_the_same_again_equally_long_and_nobody_elses(
            transfer: [u8; 16], other: [u8; 16], item: u128, numbers: (u32, u32), length in 12_usize..=64,
        ) {
            let ids = BlockIds::new(&transfer, item, length).expect("a length");
            let again = BlockIds::new(&transfer, item, length).expect("a length");
            let (one, two) = (ids.id(numbers.0), ids.id(numbers.1));
            prop_assert_eq!(&one, &again.id(numbers.0));
            prop_assert_eq!(one.len(), two.len());
            prop_assert_eq!(ids.number_of(&one), Some(numbers.0));
            prop_assert_eq!(one == two, numbers.0 == numbers.1);
            if other != transfer {
                let foreign = BlockIds::new(&other, item, length).expect("a length");
                prop_assert_eq!(foreign.number_of(&one), None);
            }
        }
    }

    #[test]
    fn promise_2_an_empty_file_a_byte_and_the_edges_are_planned() {
        let blocks = |bytes| BlockPlan::of(bytes).map(|plan| plan.blocks());
        assert_eq!(blocks(0), Some(0));
        assert_eq!(blocks(1), Some(1));
        assert_eq!(blocks(LEAST_BLOCK), Some(1));
        assert_eq!(blocks(LEAST_BLOCK + 1), Some(2));
        assert_eq!(blocks(LEAST_BLOCK * MOST_BLOCKS), Some(50_000));
        let above = BlockPlan::of(LEAST_BLOCK * MOST_BLOCKS + 1).expect("a size");
        assert_eq!(above.block_bytes(), LEAST_BLOCK + MIB);
        assert_eq!(blocks(LARGEST_BLOB), Some(50_000));
        assert_eq!(blocks(LARGEST_BLOB + 1), None);
    }

    #[test]
    fn names_too_short_to_be_told_apart_are_not_made() {
        for length in [0, 4, 11, 65] {
            assert_eq!(BlockIds::new(&[7; 16], 7, length), None, "{length}");
        }
        assert_eq!(
            BlockIds::new(&[7; 16], 7, BlockIds::USUAL_LENGTH)
                .and_then(|ids| ids.number_of("????")),
            None
        );
    }
}
