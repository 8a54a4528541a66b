//! How far every item is.

use super::read::Content;
use super::report::{ContentProof, Crc64, Outcome, Proof, ReadBack, StoredMd5};
use super::send::length;
use crate::blob::checksum::crc64_of_both;
use crate::blob::client::BlockOfBlob;
use crate::blob::item::Item;
use crate::blob::journal::{Done, How, Started};
use crate::blob::plan::{BlockIds, BlockPlan};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::num::NonZeroU64;
use std::sync::Arc;

/// One item.
#[derive(Debug)]
pub(super) enum Standing {
    Ahead,
    /// Its blocks are on their way.
    Begun(Box<Begun>),
    Made(Made),
    Over(Outcome),
}

/// What is kept of a blob that was made until it is read back, in few bytes: there may be hundreds
/// of thousands.
#[derive(Debug)]
pub(super) struct Made {
    how: How,
    crc64: Option<u64>,
    md5: Option<Box<[u8; 16]>>,
    /// Tells its ETag from any other; none if the service did not say.
    etag: Option<NonZeroU64>,
}

impl From<Done> for Made {
    fn from(done: Done) -> Self {
        Self {
            how: done.how,
            crc64: done.crc64,
            md5: done.md5.map(Box::new),
            etag: mark_of(&done.etag),
        }
    }
}

impl Made {
    /// Whether a blob with this ETag may be the one that was made, as far as both are known.
    pub(super) fn may_have(&self, etag: &str) -> bool {
        self.etag.is_none() || self.etag == mark_of(etag)
    }

    pub(super) fn md5(&self) -> Option<[u8; 16]> {
        self.md5.as_deref().copied()
    }

    /// What is proven before it is read back.
    pub(super) fn proof(&self) -> Proof {
        Proof {
            content: match self.how {
                How::Crc64 => ContentProof::Crc64,
                How::Md5 => ContentProof::Md5,
                How::CopiedByService => ContentProof::CopiedByService,
                How::FoundThere => ContentProof::FoundThere,
            },
            crc64: self.crc64.map(Crc64),
            read_back: ReadBack::NotYet,
            stored_md5: StoredMd5::NotRead,
        }
    }
}

/// Listings leave the quotation marks out.
fn mark_of(etag: &str) -> Option<NonZeroU64> {
    let bare = etag.trim_matches('"');
    if bare.is_empty() {
        return None;
    }
    let mut hasher = DefaultHasher::new();
    bare.hash(&mut hasher);
    NonZeroU64::new(hasher.finish() | 1)
}

/// An item that is sent in blocks.
#[derive(Debug)]
pub(super) struct Begun {
    pub plan: BlockPlan,
    pub ids: Arc<BlockIds>,
    /// CRC64 of the blocks the service has.
    crcs: Vec<Option<u64>>,
    left: u32,
    /// Grows when it is begun anew: what is heard of earlier blocks does not count then.
    pub round: u32,
}

impl Begun {
    pub(super) fn new(plan: BlockPlan, ids: BlockIds) -> Self {
        Self {
            crcs: vec![None; plan.blocks() as usize],
            left: plan.blocks(),
            plan,
            ids: Arc::new(ids),
            round: 0,
        }
    }

    /// Goes on where an earlier run was, with the blocks the journal knows. `there` are those the
    /// service still has, if it tells: what is not among them, or has another length, is sent again
    /// (promise 4).
    pub(super) fn gone_on_with(
        plan: BlockPlan,
        ids: BlockIds,
        started: &Started,
        there: Option<&[BlockOfBlob]>,
    ) -> Self {
        let mut begun = Self::new(plan, ids);
        let arrived = there.map(|there| begun.arrived(there));
        for (number, (crc64, _)) in &started.blocks {
            if arrived
                .as_ref()
                .is_none_or(|arrived| arrived.contains(number))
            {
                begun.take(*number, *crc64);
            }
        }
        begun
    }

    /// Numbers of our blocks among those that wait for a commit.
    fn arrived(&self, there: &[BlockOfBlob]) -> HashSet<u32> {
        there
            .iter()
            .filter(|block| !block.committed)
            .filter_map(|block| Some((self.ids.number_of(&block.id)?, block.bytes)))
            .filter(|(number, bytes)| {
                *number < self.plan.blocks() && length(&self.plan, *number) == *bytes
            })
            .map(|(number, _)| number)
            .collect()
    }

    /// The service has block `number`. False if it was known to.
    pub(super) fn take(&mut self, number: u32, crc64: u64) -> bool {
        match self.crcs.get_mut(number as usize) {
            Some(crc @ None) => {
                *crc = Some(crc64);
                self.left -= 1;
                true
            }
            _ => false,
        }
    }

    pub(super) fn is_whole(&self) -> bool {
        self.left == 0
    }

    /// Numbers of the blocks the service has.
    pub(super) fn there(&self) -> HashSet<u32> {
        let with_numbers = (0..).zip(&self.crcs);
        with_numbers
            .filter_map(|(number, crc)| crc.map(|_| number))
            .collect()
    }

    pub(super) fn bytes_there(&self) -> u64 {
        self.there()
            .iter()
            .map(|number| length(&self.plan, *number))
            .sum()
    }

    /// After the service found the blocks to be mixed up: which of them are to be sent again, and
    /// whether all are to be called anew, because others' names have another length than ours.
    /// None if no name of ours could stand beside them.
    pub(super) fn begin_anew(
        &mut self,
        there: Option<&[BlockOfBlob]>,
        ids_of_length: impl Fn(usize) -> Option<BlockIds>,
    ) -> Option<Option<u8>> {
        self.round += 1;
        let arrived = there.map(|there| self.arrived(there)).unwrap_or_default();
        let foreign = there.unwrap_or_default().iter().find_map(|block| {
            let length = BASE64_STANDARD.decode(&block.id).map_or(0, |raw| raw.len());
            let ours = BASE64_STANDARD
                .decode(self.ids.id(0))
                .map_or(0, |raw| raw.len());
            (!block.committed && length != ours).then_some(length)
        });
        let all_there = arrived.len() == self.plan.blocks() as usize;
        let mut renamed = None;
        if let Some(length) = foreign {
            self.ids = Arc::new(ids_of_length(length)?);
            renamed = Some(u8::try_from(length).ok()?);
        }
        for (number, crc) in (0..).zip(self.crcs.iter_mut()) {
            if foreign.is_some() || all_there || !arrived.contains(&number) {
                *crc = None;
            }
        }
        self.left = self.crcs.iter().filter(|crc| crc.is_none()).count() as u32;
        Some(renamed)
    }

    /// Numbers of the blocks that are still to be sent.
    pub(super) fn missing(&self) -> Vec<u32> {
        let with_numbers = (0..).zip(&self.crcs);
        with_numbers
            .filter(|(_, crc)| crc.is_none())
            .map(|(number, _)| number)
            .collect()
    }

    /// The CRC64 of the whole file, once all blocks are there.
    pub(super) fn crc64(&self) -> Option<u64> {
        let mut whole = None;
        for (number, crc) in (0..).zip(&self.crcs) {
            let crc = (*crc)?;
            whole = Some(match whole {
                None => crc,
                Some(before) => crc64_of_both(before, crc, length(&self.plan, number)),
            });
        }
        whole
    }
}

impl Content {
    /// Whether there are bytes, and so a checksum of ours.
    pub(super) fn crc64_of(&self, item: &Item) -> u64 {
        item.here().map_or(0, |_| self.crc64)
    }
}
