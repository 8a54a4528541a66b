//! Builds at work, so that none outlives Slipway.

use std::sync::{Condvar, Mutex, MutexGuard};
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// How long the commands of a build may take to end when Slipway does.
const PATIENCE: Duration = Duration::from_secs(3);

#[derive(Default)]
pub struct Builds {
    stop: CancellationToken,
    at_work: Mutex<usize>,
    ended: Condvar,
}

/// A build at work, until it is dropped.
pub(super) struct AtWork<'b>(&'b Builds);

impl Builds {
    pub(super) fn begin(&self) -> AtWork<'_> {
        *self.count() += 1;
        AtWork(self)
    }

    /// Whether Slipway ends.
    pub(super) fn must_end(&self) -> bool {
        self.stop.is_cancelled()
    }

    /// Has all builds end and waits for them, though not for ever.
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
