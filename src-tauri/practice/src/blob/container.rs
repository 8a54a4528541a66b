//! Containers as the storage remembers them: which blobs there are and which blocks they are made
//! of. Pure state; bytes lie in [`Piece`]s.

use super::condition::Conditions;
use super::pieces::Piece;
use super::properties::Properties;
use super::refusal::Refusal;
use super::version::UNCOMMITTED_BLOCKS;
use serde::{Deserialize, Serialize};
use slipway_engine::units::Moment;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Uncommitted blocks are dropped this long after the last of them came.
const UNCOMMITTED_LAST: jiff::SignedDuration = jiff::SignedDuration::from_hours(7 * 24);

/// One container.
#[derive(Default)]
pub(super) struct Container {
    pub blobs: BTreeMap<String, Blob>,
    pub policies: BTreeMap<String, AccessPolicy>,
}

/// A stored access policy: what it has, links that name it need not say, and without it they are
/// nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessPolicy {
    pub starts: Option<String>,
    pub expires: Option<String>,
    pub permissions: Option<String>,
}

/// A blob that was committed, or only has blocks yet, or both.
#[derive(Default)]
pub(super) struct Blob {
    pub committed: Option<Committed>,
    pub uncommitted: BTreeMap<String, Block>,
    /// When the last uncommitted block came.
    pub last_block: Option<Moment>,
}

/// Content that readers see.
#[derive(Clone)]
pub(super) struct Committed {
    pub blocks: Vec<Block>,
    pub length: u64,
    pub properties: Properties,
    /// With its quotes.
    pub etag: String,
    pub created: Moment,
    pub modified: Moment,
}

#[derive(Clone)]
pub(super) struct Block {
    /// In base64 as it was sent; none for content that came in one request.
    pub id: Option<String>,
    pub piece: Arc<Piece>,
}

/// Which list a block is looked for in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum From {
    Committed,
    Uncommitted,
    /// The newer of the two.
    Latest,
}

impl Container {
    /// The blob as it is now; blocks nobody committed in time are gone.
    pub fn blob(&mut self, name: &str, now: Moment) -> Option<&mut Blob> {
        let blob = self.blobs.get_mut(name)?;
        blob.forget_old_blocks(now);
        if blob.committed.is_none() && blob.uncommitted.is_empty() {
            self.blobs.remove(name);
            return None;
        }
        self.blobs.get_mut(name)
    }

    /// The committed content of a blob.
    pub fn committed(&mut self, name: &str, now: Moment) -> Option<&Committed> {
        self.blob(name, now)?.committed.as_ref()
    }

    /// Refuses a block before its bytes are read: too many, or an id of another length than the
    /// blob's other uncommitted ones.
    pub fn may_take_block(&mut self, name: &str, id: &str, now: Moment) -> Result<(), Refusal> {
        let Some(blob) = self.blob(name, now) else {
            return Ok(());
        };
        if blob
            .uncommitted
            .keys()
            .next()
            .is_some_and(|other| other.len() != id.len())
        {
            return Err(Refusal::new(
                400,
                "InvalidBlobOrBlock",
                "The specified blob or block content is invalid.",
            ));
        }
        if blob.uncommitted.len() >= UNCOMMITTED_BLOCKS && !blob.uncommitted.contains_key(id) {
            return Err(Refusal::new(
                409,
                "BlockCountExceedsLimit",
                "The uncommitted block count cannot exceed the maximum limit of 100,000 blocks.",
            ));
        }
        Ok(())
    }

    pub fn put_block(&mut self, name: &str, id: &str, piece: Arc<Piece>, now: Moment) {
        let blob = self.blobs.entry(name.to_owned()).or_default();
        let block = Block {
            id: Some(id.to_owned()),
            piece,
        };
        blob.uncommitted.insert(id.to_owned(), block);
        blob.last_block = Some(now);
    }

    /// The blocks a block list names, in its order. Refused if one of them is not there.
    pub fn choose(
        &mut self,
        name: &str,
        list: &[(From, String)],
        now: Moment,
    ) -> Result<Vec<Block>, Refusal> {
        let nothing = Blob::default();
        let blob: &Blob = match self.blob(name, now) {
            Some(blob) => blob,
            None => &nothing,
        };
        let committed: BTreeMap<&str, &Block> = blob
            .committed
            .iter()
            .flat_map(|content| &content.blocks)
            .filter_map(|block| Some((block.id.as_deref()?, block)))
            .collect();
        list.iter()
            .map(|(from, id)| {
                let old = || committed.get(id.as_str()).copied();
                let new = || blob.uncommitted.get(id);
                let block = match from {
                    From::Committed => old(),
                    From::Uncommitted => new(),
                    From::Latest => new().or_else(old),
                };
                block.cloned().ok_or_else(|| {
                    Refusal::new(
                        400,
                        "InvalidBlockList",
                        "The specified block list is invalid.",
                    )
                })
            })
            .collect()
    }

    /// Makes `blocks` the blob's content, if the conditions hold and a link that only creates finds
    /// nothing to replace. Blocks that were not taken are gone.
    pub fn commit(
        &mut self,
        name: &str,
        mut content: Committed,
        guard: &Guard<'_>,
    ) -> Result<Committed, Refusal> {
        let before = self.committed(name, content.modified);
        guard.conditions.before_writing(before)?;
        if guard.only_creates && before.is_some() {
            return Err(Refusal::new(
                403,
                "UnauthorizedBlobOverwrite",
                "This request is not authorized to perform blob overwrites.",
            ));
        }
        if let Some(before) = before {
            content.created = before.created;
        }
        let blob = Blob {
            committed: Some(content.clone()),
            ..Blob::default()
        };
        self.blobs.insert(name.to_owned(), blob);
        Ok(content)
    }

    /// Removes the committed content, if there is any and the conditions hold.
    pub fn delete(
        &mut self,
        name: &str,
        conditions: &Conditions,
        now: Moment,
    ) -> Result<(), Refusal> {
        let blob = self.blob(name, now).ok_or_else(Refusal::no_blob)?;
        let committed = blob.committed.as_ref().ok_or_else(Refusal::no_blob)?;
        conditions.before_writing(Some(committed))?;
        blob.committed = None;
        if blob.uncommitted.is_empty() {
            self.blobs.remove(name);
        }
        Ok(())
    }
}

/// What stands in the way of replacing a blob.
pub(super) struct Guard<'a> {
    pub conditions: &'a Conditions,
    pub only_creates: bool,
}

impl Blob {
    /// Committed or not.
    pub fn blocks(&self) -> impl Iterator<Item = &Block> {
        let committed = self.committed.iter().flat_map(|content| &content.blocks);
        committed.chain(self.uncommitted.values())
    }

    pub fn forget_old_blocks(&mut self, now: Moment) {
        if self.are_blocks_old(now) {
            self.uncommitted.clear();
            self.last_block = None;
        }
    }

    pub fn are_blocks_old(&self, now: Moment) -> bool {
        self.last_block
            .is_some_and(|last| now.0.duration_since(last.0) >= UNCOMMITTED_LAST)
    }
}

impl Committed {
    pub fn new(blocks: Vec<Block>, properties: Properties, etag: String, now: Moment) -> Self {
        Self {
            length: blocks.iter().map(|block| block.piece.size).sum(),
            blocks,
            properties,
            etag,
            created: now,
            modified: now,
        }
    }
}
