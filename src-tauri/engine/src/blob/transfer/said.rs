//! What the observer was last told the transfer is doing.

use super::caller::{Caller, REMARK};
use super::observer::Doing;
use std::time::Duration;

/// Tells the observer what is going on, and nothing twice.
pub(super) struct Said(Doing);

impl Said {
    /// The observer was told that it begins.
    pub(super) fn sending() -> Self {
        Self(Doing::Sending)
    }

    pub(super) fn say(&mut self, caller: &Caller, paused: bool, now: Duration) {
        let remark = caller
            .remark()
            .filter(|(_, at)| now.saturating_sub(*at) < REMARK)
            .map(|(doing, _)| doing);
        let told_already = remark.is_some();
        let doing = if paused {
            Doing::Paused
        } else {
            caller.gate.doing().or(remark).unwrap_or(Doing::Sending)
        };
        if doing != self.0 {
            if !(told_already && matches!(doing, Doing::Stalled | Doing::Throttled)) {
                caller.tell(&doing);
            }
            self.0 = doing;
        }
    }
}
