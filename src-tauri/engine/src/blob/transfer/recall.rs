//! Where an earlier run was: what the journal knows, held against what the service still has.

use super::caller::{Caller, Ended, Tries};
use super::standing::Begun;
use crate::blob::client::{Ask, BlockOfBlob, blocks_in};
use crate::blob::item::Item;
use crate::blob::journal::Started;
use crate::blob::plan::BlockIds;
use futures_util::stream::{self, StreamExt};

const AT_ONCE: usize = 16;

/// Items that were begun, each with the blocks that need not be sent again.
pub(super) async fn recalled(
    caller: &Caller,
    transfer: &[u8; 16],
    begun: Vec<(usize, &Item, u128, Started)>,
) -> Result<Vec<(usize, Begun)>, Ended> {
    let found = stream::iter(begun).map(|(at, item, key, started)| async move {
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
        let begun = Begun::gone_on_with(plan, ids, &started, there.as_deref());
        Ok(Some((at, begun)))
    });
    let found: Vec<Result<Option<_>, Ended>> = found.buffered(AT_ONCE).collect().await;
    found.into_iter().filter_map(Result::transpose).collect()
}

/// All blocks under a name; none where there is nothing.
pub(super) async fn blocks_of(caller: &Caller, blob: &str) -> Result<Vec<BlockOfBlob>, Ended> {
    let ask = |_: &Caller| Ask::get_block_list(blob);
    let answer = caller.ask(&mut Tries::default(), None, &ask).await?;
    Ok(if answer.is_success() {
        blocks_in(&answer.body).unwrap_or_default()
    } else {
        Vec::new()
    })
}
