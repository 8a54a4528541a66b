//! What the observer was last told the transfer is doing.

use super::caller::{Caller, REMARK};
use super::observer::Doing;
use std::time::Duration;

/// Tells the observer what is going on, and nothing twice.
pub(super) struct Said {
    usual: Doing,
    last: Doing,
}

impl Said {
    /// The observer was told `usual`, which is what the transfer does as long as nothing happens.
    pub(super) fn first(usual: Doing) -> Self {
        Self {
            last: usual.clone(),
            usual,
        }
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
            let unusual = caller.gate.doing().or(remark);
            unusual.unwrap_or_else(|| self.usual.clone())
        };
        if doing != self.last {
            if !(told_already && matches!(doing, Doing::Stalled | Doing::Throttled)) {
                caller.tell(&doing);
            }
            self.last = doing;
        }
    }
}
