//! What can be concluded from looking at a site again and again.

mod change;
mod outage;
#[cfg(test)]
mod tests;

use super::{Seen, WatchPolicy};
use crate::clock::{SLEPT, Times};
use crate::desk::{SiteState, WatchVerdict};
use crate::units::{Count, Moment};
use change::Change;
use outage::Outage;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// What a watch concluded, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WatchSummary {
    pub offline_from: Option<Moment>,
    pub back_at: Option<Moment>,
    /// Only where the whole outage was watched.
    pub downtime_ms: Option<Count>,
    pub verdict: WatchVerdict,
}

impl WatchSummary {
    /// Of a site nobody gave the address of.
    pub fn no_site() -> Self {
        Self {
            offline_from: None,
            back_at: None,
            downtime_ms: None,
            verdict: WatchVerdict::NoSite,
        }
    }

    /// Of a site not yet looked at.
    pub fn waiting() -> Self {
        Self {
            verdict: WatchVerdict::Waiting,
            ..Self::no_site()
        }
    }
}

/// Follows a site from the upload until the deployment looks live, or until there is nothing more
/// to expect. It knows nothing but what it is shown.
///
/// While the computer sleeps, or has no network, nothing is seen: such times do not count towards
/// any limit, begin no outage and end none.
pub struct Watch {
    policy: WatchPolicy,
    last: Option<Times>,
    /// How long the site has been looked at, all in all.
    watched: Duration,
    outage: Outage,
    change: Change,
    verdict: WatchVerdict,
}

impl Watch {
    pub fn new(policy: WatchPolicy) -> Self {
        Self {
            policy,
            last: None,
            watched: Duration::ZERO,
            outage: Outage::default(),
            change: Change::default(),
            verdict: WatchVerdict::Waiting,
        }
    }

    /// Goes on from what an earlier watch concluded. An outage it saw the beginning of is still
    /// one; how long it lasted cannot be measured any more.
    pub fn after(before: &WatchSummary, policy: WatchPolicy) -> Self {
        let outage = before
            .offline_from
            .map_or_else(Outage::default, Outage::since);
        let verdict = if outage.has_begun() {
            WatchVerdict::Offline
        } else {
            WatchVerdict::Waiting
        };
        Self {
            outage,
            verdict,
            ..Self::new(policy)
        }
    }

    /// Takes in one look; `elapsed` is the running time at its end.
    pub fn see(&mut self, seen: &Seen, elapsed: Duration) -> WatchVerdict {
        let sample = &seen.sample;
        let now = Times {
            wall: sample.at.0,
            elapsed,
        };
        let first = self.last.is_none();
        self.let_time_pass(now, sample.state);
        if self.is_over() || sample.state == SiteState::Unknown {
            return self.verdict;
        }
        self.outage.see(sample, self.watched, first, &self.policy);
        if !self.outage.has_begun() {
            self.change.see(seen, self.watched, &self.policy);
        }
        self.verdict = self.conclusion();
        self.verdict
    }

    /// How long to wait before the next look.
    pub fn next_look(&self) -> Duration {
        let nothing_happens = !self.outage.is_possible() && self.watched > self.policy.eager_for;
        if nothing_happens {
            self.policy.quiet_every
        } else {
            self.policy.every
        }
    }

    /// Whether there is nothing more to expect from looking.
    pub fn is_over(&self) -> bool {
        !matches!(self.verdict, WatchVerdict::Waiting | WatchVerdict::Offline)
    }

    pub fn summary(&self) -> WatchSummary {
        WatchSummary {
            offline_from: self.outage.offline_from(),
            back_at: self.outage.back_at(),
            downtime_ms: self
                .outage
                .downtime()
                .map(|time| Count(u64::try_from(time.as_millis()).unwrap_or(u64::MAX))),
            verdict: self.verdict,
        }
    }

    fn let_time_pass(&mut self, now: Times, state: SiteState) {
        let Some(last) = self.last.replace(now) else {
            return;
        };
        let ran = now.elapsed.saturating_sub(last.elapsed);
        if now.slept_since(&last) || ran > self.longest_between_looks() {
            self.outage.was_not_watched();
            self.change.was_not_watched();
        } else if state != SiteState::Unknown {
            self.watched += ran;
        } else {
            self.outage.was_not_watched_for(ran);
        }
    }

    /// Running time between two looks that cannot be explained by waiting and looking: on some
    /// systems it goes on while the computer sleeps.
    fn longest_between_looks(&self) -> Duration {
        self.policy.quiet_every + super::look::LOOK_LIMIT + SLEPT
    }

    fn conclusion(&self) -> WatchVerdict {
        if self.outage.is_over() {
            WatchVerdict::LooksLive
        } else if self.outage.has_begun() {
            if self.outage.lasts(self.watched) >= self.policy.offline_limit {
                WatchVerdict::StillOffline
            } else {
                WatchVerdict::Offline
            }
        } else if self.change.is_certain() {
            WatchVerdict::ChangedWithoutOutage
        } else if self.watched >= self.policy.nothing_after && !self.outage.is_possible() {
            WatchVerdict::NothingSeen
        } else {
            WatchVerdict::Waiting
        }
    }
}
