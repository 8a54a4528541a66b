//! What can be concluded from looking at a site again and again.

mod change;
mod outage;
#[cfg(test)]
mod tests;

use super::{Answering, Seen, WatchPolicy};
use crate::clock::{SLEPT, Times};
use crate::desk::{SiteState, WatchVerdict};
use crate::units::{Count, Moment};
use change::{Change, Face};
use outage::{Downtime, Outage};
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
    /// What the site was like before, to tell by which build answers afterwards.
    #[serde(default)]
    before: Option<Face>,
}

/// What a watch waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Awaited {
    /// Another build: a site that is back with the same one is none.
    AnotherBuild,
    /// The site itself, as after a restore of its content.
    TheSite,
}

impl WatchSummary {
    /// Of a site nobody gave the address of.
    pub fn no_site() -> Self {
        Self {
            offline_from: None,
            back_at: None,
            downtime_ms: None,
            verdict: WatchVerdict::NoSite,
            before: None,
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
/// any limit, begin no outage and end none. A site that comes back with the build it had before is
/// looked at further: what it waits for may still come.
pub struct Watch {
    policy: WatchPolicy,
    awaited: Awaited,
    last: Option<Times>,
    /// How long the site has been looked at, all in all.
    watched: Duration,
    outage: Outage,
    /// The outage it came back from as it was before, if there was one.
    in_vain: Option<Downtime>,
    change: Change,
    verdict: WatchVerdict,
    given_up: bool,
}

impl Watch {
    pub fn new(awaited: Awaited, policy: WatchPolicy) -> Self {
        Self {
            policy,
            awaited,
            last: None,
            watched: Duration::ZERO,
            outage: Outage::default(),
            in_vain: None,
            change: Change::default(),
            verdict: WatchVerdict::Waiting,
            given_up: false,
        }
    }

    /// Goes on from what an earlier watch concluded. An outage it saw the beginning of is still
    /// one; how long it lasted cannot be measured any more.
    pub fn after(before: &WatchSummary, awaited: Awaited, policy: WatchPolicy) -> Self {
        let change = Change::since(before.before.clone());
        let fresh = Self {
            change,
            ..Self::new(awaited, policy)
        };
        match before.offline_from {
            Some(from) if before.verdict == WatchVerdict::BackAsBefore => Self {
                in_vain: Some(Downtime {
                    offline_from: Some(from),
                    back_at: before.back_at,
                    lasted: before.downtime_ms,
                }),
                verdict: WatchVerdict::BackAsBefore,
                ..fresh
            },
            Some(from) => Self {
                outage: Outage::since(from),
                verdict: WatchVerdict::Offline,
                ..fresh
            },
            None => fresh,
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
        let after = self.outage.has_begun() || self.in_vain.is_some();
        self.change.see(seen, self.watched, &self.policy, after);
        self.verdict = self.conclusion();
        if self.outage.is_over() && self.verdict == WatchVerdict::BackAsBefore {
            self.in_vain = Some(std::mem::take(&mut self.outage).times());
        }
        self.given_up = self.verdict == WatchVerdict::BackAsBefore && self.was_long_enough();
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
        let waits = matches!(
            self.verdict,
            WatchVerdict::Waiting | WatchVerdict::Offline | WatchVerdict::BackAsBefore
        );
        !waits || self.given_up
    }

    /// Whether the site is in an outage now, or not yet back from it for long enough.
    pub fn is_offline(&self) -> bool {
        self.outage.has_begun() && !self.outage.is_over()
    }

    /// Which build answers now, as far as can be told.
    pub fn answering(&self) -> Answering {
        self.change.answering()
    }

    pub fn summary(&self) -> WatchSummary {
        let now = self.outage.times();
        let times = match self.in_vain {
            Some(before) if !self.outage.has_begun() => before,
            _ => now,
        };
        WatchSummary {
            offline_from: times.offline_from,
            back_at: times.back_at,
            downtime_ms: times.lasted,
            verdict: self.verdict,
            before: self.change.before().cloned(),
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
            self.returned()
        } else if self.outage.has_begun() {
            if self.outage.lasts(self.watched) >= self.policy.offline_limit {
                WatchVerdict::StillOffline
            } else {
                WatchVerdict::Offline
            }
        } else if self.in_vain.is_some() {
            if self.change.is_certain() {
                WatchVerdict::LooksLive
            } else {
                WatchVerdict::BackAsBefore
            }
        } else if self.change.is_certain() {
            WatchVerdict::ChangedWithoutOutage
        } else if self.was_long_enough() {
            WatchVerdict::NothingSeen
        } else {
            WatchVerdict::Waiting
        }
    }

    fn returned(&self) -> WatchVerdict {
        match (self.awaited, self.change.answering()) {
            (Awaited::TheSite, _) | (_, Answering::NewBuild) => WatchVerdict::LooksLive,
            (_, Answering::AsBefore) => WatchVerdict::BackAsBefore,
            (_, Answering::CannotBeTold) => WatchVerdict::BackUnclear,
        }
    }

    fn was_long_enough(&self) -> bool {
        self.watched >= self.policy.nothing_after && !self.outage.is_possible()
    }
}
