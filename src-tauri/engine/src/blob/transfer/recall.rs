//! Where an earlier run was: what the journal knows, held against what the service still has.

use super::caller::{Caller, Ended, Tries};
use super::send::length;
use super::standing::Begun;
use crate::blob::client::{Ask, BlockOfBlob, blocks_in};
use crate::blob::item::Item;
use crate::blob::journal::{Done, How, Started};
use crate::blob::plan::{BlockIds, BlockPlan};
use futures_util::stream::{self, StreamExt};

const AT_ONCE: usize = 16;

/// Where an item was left.
pub(super) enum Left {
    /// With these blocks there.
    Begun(Begun),
    /// Only the answer to its last request was not heard.
    Made(Done),
}

/// Items that were begun, each with what need not be sent again.
pub(super) async fn recalled(
    caller: &Caller,
    transfer: &[u8; 16],
    begun: Vec<(usize, &Item, u128, Started)>,
) -> Result<Vec<(usize, Left)>, Ended> {
    let begun = &begun;
    let found = stream::iter(0..begun.len()).map(|number| async move {
        let (at, item, key, started) = &begun[number];
        let (at, key) = (*at, *key);
        let there = match blocks_of(caller, &item.blob).await {
            Ok(there) => Some(there),
            Err(ended @ (Ended::Link(_) | Ended::All(_))) => return Err(ended),
            // The link does not allow to look: the journal has to do.
            Err(_) => None,
        };
        let length = match started.id_bytes {
            0 => BlockIds::USUAL_LENGTH,
            length => usize::from(length),
        };
        let (Some(plan), Some(ids)) = (item.plan(), BlockIds::new(transfer, key, length)) else {
            return Ok(None);
        };
        if let Some((there, etag)) = &there
            && is_made_of(there, &plan, &ids)
        {
            return Ok(Some((at, Left::Made(found(etag)))));
        }
        let there = there.as_ref().map(|(there, _)| there.as_slice());
        let begun = Begun::gone_on_with(plan, ids, started, there);
        Ok(Some((at, Left::Begun(begun))))
    });
    let found: Vec<Result<Option<_>, Ended>> = found.buffered(AT_ONCE).collect().await;
    found.into_iter().filter_map(Result::transpose).collect()
}

/// Whether the blob there is made of exactly these blocks.
pub(super) fn is_made_of(there: &[BlockOfBlob], plan: &BlockPlan, ids: &BlockIds) -> bool {
    let committed = there.iter().filter(|block| block.committed);
    let ours = (0..plan.blocks()).map(|number| (ids.id(number), length(plan, number)));
    committed
        .map(|block| (block.id.clone(), block.bytes))
        .eq(ours)
}

/// A blob of ours that was there already.
pub(super) fn found(etag: &str) -> Done {
    Done {
        how: How::FoundThere,
        crc64: None,
        md5: None,
        etag: etag.into(),
    }
}

/// All blocks under a name, and the ETag of the blob if there is one; no blocks where there is
/// nothing.
pub(super) async fn blocks_of(
    caller: &Caller,
    blob: &str,
) -> Result<(Vec<BlockOfBlob>, String), Ended> {
    let ask = |_: &Caller| Ask::get_block_list(blob);
    let answer = caller.ask(&mut Tries::default(), None, &ask).await?;
    let blocks = if answer.is_success() {
        blocks_in(&answer.body).unwrap_or_default()
    } else {
        Vec::new()
    };
    Ok((blocks, answer.etag().unwrap_or_default()))
}
