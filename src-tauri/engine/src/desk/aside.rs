//! Work that may block, away from the threads that others wait for.

use super::Desk;
use crate::fault::{Fault, NextStep, Retry};

impl Desk {
    /// Runs what touches disk or keychain on a thread made for that. Faults: those of the body,
    /// and `stopped-unexpectedly` should it panic.
    pub(super) async fn aside<T: Send + 'static>(
        &self,
        body: impl FnOnce(&Self) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        let desk = self.clone();
        let done = self.0.runtime.spawn_blocking(move || body(&desk)).await;
        done.unwrap_or_else(|cause| {
            Err(Fault::new("stopped-unexpectedly", Retry::ByUser, NextStep::TryAgain).detail(cause))
        })
    }
}
