//! How a transfer is to go.

use crate::blob::client::Connect;
use crate::clock::{Clock, SystemClock};
use crate::portal::{RetryPolicy, any_jitter, client_keeping};
use crate::units::{Bytes, Count};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// What happens where a blob of that name is there already. Decided before a byte moves
/// (promise 8); [`crate::blob::Container::existing`] tells which there are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IfExists {
    /// Nothing is overwritten, and the report names it.
    Refuse,
    /// The one there stays.
    Keep,
    /// These are overwritten, each only as long as it is the one with this ETag, by blob name.
    Replace(BTreeMap<String, String>),
}

/// What happens when the link ends before the transfer does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhenLinkEnds {
    /// Wait until [`super::Control::give_link`] brings another one.
    Wait,
    /// End, to be started again with another one.
    End,
}

/// How a transfer is to go, with the world it goes through.
pub struct Options {
    /// The file that remembers what arrived. One that is there is gone on from.
    pub journal: PathBuf,
    pub if_exists: IfExists,
    pub when_link_ends: WhenLinkEnds,
    /// Most requests at once.
    pub at_once: Count,
    /// Most memory for what is on its way. A block that is larger has it for itself.
    pub memory: Bytes,
    pub policy: RetryPolicy,
    pub clock: Arc<dyn Clock>,
    /// Numbers from 0 to 1 that spread retries.
    pub jitter: Box<dyn FnMut() -> f64 + Send>,
    pub connect: Connect,
}

/// Most requests at once, unless said otherwise.
pub(crate) const AT_ONCE: usize = 128;

impl Options {
    /// The usual ones: nothing overwritten, the system's clock, and the system's proxy or the one
    /// given.
    pub fn new(journal: impl Into<PathBuf>, proxy: Option<String>) -> Self {
        Self {
            journal: journal.into(),
            if_exists: IfExists::Refuse,
            when_link_ends: WhenLinkEnds::Wait,
            at_once: Count(AT_ONCE as u64),
            memory: Bytes(64 * 1024 * 1024),
            policy: patience(),
            clock: Arc::new(SystemClock::new()),
            jitter: Box::new(any_jitter),
            connect: Arc::new(move || client_keeping(AT_ONCE, proxy.as_deref())),
        }
    }
}

/// 20 tries for each block, waiting up to 1, 2, 4 … 60 seconds between them (promise 10).
pub(crate) fn patience() -> RetryPolicy {
    RetryPolicy {
        tries: 20,
        first_wait: Duration::from_secs(1),
        ..RetryPolicy::default()
    }
}
