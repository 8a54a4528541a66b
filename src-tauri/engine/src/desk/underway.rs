//! Work under way that must not outlive Slipway: builds, and transfers.

use std::sync::{Condvar, Mutex, MutexGuard};
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// How long work may take to end when Slipway does: the commands of a build, the journal of a
/// transfer.
const PATIENCE: Duration = Duration::from_secs(3);

#[derive(Default)]
pub struct Underway {
    stop: CancellationToken,
    at_work: Mutex<usize>,
    ended: Condvar,
}

/// Something at work, until it is dropped.
pub(super) struct AtWork<'b>(&'b Underway);

impl Underway {
    pub(super) fn begin(&self) -> AtWork<'_> {
        *self.count() += 1;
        AtWork(self)
    }

    /// Whether Slipway ends.
    pub(super) fn must_end(&self) -> bool {
        self.stop.is_cancelled()
    }

    /// Cancelled when Slipway ends.
    pub(super) fn ending(&self) -> &CancellationToken {
        &self.stop
    }

    /// Has everything end and waits for it, though not for ever.
    pub fn end_all(&self) {
        self.stop.cancel();
        let _ = self
            .ended
            .wait_timeout_while(self.count(), PATIENCE, |at_work| *at_work > 0);
    }

    fn count(&self) -> MutexGuard<'_, usize> {
        self.at_work
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

impl Drop for AtWork<'_> {
    fn drop(&mut self) {
        *self.0.count() -= 1;
        self.0.ended.notify_all();
    }
}
