//! What tasks tell when they end.

use super::caller::Ended;
use super::recall::blocks_of;
use super::send::Sender;
use crate::blob::client::BlockOfBlob;
use crate::blob::journal::Done;

/// What became of a request.
pub(super) enum Told {
    /// The blob of this item was made, or not.
    Made(usize, Result<Done, Ended>),
    Block {
        item: usize,
        /// How often the item had been begun anew when the block was sent.
        round: u32,
        number: u32,
        crc64: u64,
        sent: Result<(), Ended>,
    },
    /// Which blocks there are under the name of this item.
    Listed(usize, Result<Vec<BlockOfBlob>, Ended>),
}

impl Told {
    pub(super) fn is_good_news(&self) -> bool {
        matches!(
            self,
            Self::Made(_, Ok(_)) | Self::Block { sent: Ok(()), .. }
        )
    }
}

pub(super) async fn listed(sender: Sender, item: usize) -> Told {
    let there = blocks_of(&sender.caller, &sender.items[item].blob).await;
    Told::Listed(item, there.map(|(there, _)| there))
}
