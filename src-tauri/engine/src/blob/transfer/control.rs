//! The hand on a running transfer.

use super::limit::SpeedLimit;
use crate::blob::sas::SasLink;
use crate::fault::{Fault, NextStep, Retry};
use crate::units::Bytes;
use std::sync::Arc;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

/// Steers one transfer while it runs. Clones steer the same one.
#[derive(Clone)]
pub struct Control(Arc<Hand>);

struct Hand {
    paused: watch::Sender<bool>,
    link: watch::Sender<SasLink>,
    stop: CancellationToken,
    limit: Arc<SpeedLimit>,
}

impl Control {
    /// `link` is the one to begin with.
    pub fn new(link: SasLink) -> Self {
        Self(Arc::new(Hand {
            paused: watch::Sender::new(false),
            link: watch::Sender::new(link),
            stop: CancellationToken::new(),
            limit: Arc::default(),
        }))
    }

    /// Starts no further request; what is under way is finished.
    pub fn pause(&self) {
        self.0.paused.send_replace(true);
    }

    pub fn resume(&self) {
        self.0.paused.send_replace(false);
    }

    /// Ends the transfer at once (promise 18): every connection is closed, nothing is committed and
    /// nothing deleted there. Started again with the same journal it goes on.
    pub fn stop(&self) {
        self.0.stop.cancel();
    }

    /// Bytes a second for everything together, or none.
    pub fn set_limit(&self, limit: Option<Bytes>) {
        self.0.limit.set(limit.map(|limit| limit.0));
    }

    /// Goes on with another link to the same container; nothing is sent again for it (promise 16).
    ///
    /// Faults: `link-to-another-place`.
    pub fn give_link(&self, link: SasLink) -> Result<(), Fault> {
        let before = self.link();
        if !link.same_place(&before) {
            return Err(another_place(
                &before.facts().container,
                &link.facts().container,
            ));
        }
        self.0.link.send_replace(link);
        Ok(())
    }

    /// The one it goes by now.
    pub fn link(&self) -> SasLink {
        self.0.link.borrow().clone()
    }

    pub(super) fn links(&self) -> watch::Receiver<SasLink> {
        self.0.link.subscribe()
    }

    pub(super) fn pauses(&self) -> watch::Receiver<bool> {
        self.0.paused.subscribe()
    }

    pub(super) fn stop_token(&self) -> &CancellationToken {
        &self.0.stop
    }

    pub(super) fn limit(&self) -> Arc<SpeedLimit> {
        self.0.limit.clone()
    }
}

pub(crate) fn another_place(expected: &str, given: &str) -> Fault {
    Fault::new("link-to-another-place", Retry::ByUser, NextStep::None)
        .with("expected", expected)
        .with("given", given)
}
