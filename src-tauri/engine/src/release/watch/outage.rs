use super::WatchPolicy;
use crate::desk::{Sample, SiteState};
use crate::units::{Count, Moment};
use std::time::Duration;

/// The time a site did not answer, from the first look in vain to the first good one after which
/// it stayed. Times are in watched time, which stands still while nothing is seen.
#[derive(Default)]
pub(super) struct Outage {
    in_vain: Option<Streak>,
    good: Option<Streak>,
    began: Option<Streak>,
    ended: Option<Streak>,
    /// Something of it may have been missed: its beginning, or a time in between.
    not_all_seen: bool,
}

/// An outage in times.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Downtime {
    pub offline_from: Option<Moment>,
    pub back_at: Option<Moment>,
    /// Only where the whole outage was watched.
    pub lasted: Option<Count>,
}

/// Looks in a row with the same result.
#[derive(Clone, Copy)]
struct Streak {
    at: Moment,
    from: Duration,
    looks: u32,
}

impl Outage {
    /// One that began before anybody here looked.
    pub(super) fn since(at: Moment) -> Self {
        let began = Streak {
            at,
            from: Duration::ZERO,
            looks: 0,
        };
        Self {
            began: Some(began),
            not_all_seen: true,
            ..Self::default()
        }
    }

    pub(super) fn see(
        &mut self,
        sample: &Sample,
        watched: Duration,
        first: bool,
        policy: &WatchPolicy,
    ) {
        match sample.state {
            SiteState::Offline => {
                self.good = None;
                lengthen(&mut self.in_vain, sample.at, watched);
                self.not_all_seen |= first;
            }
            SiteState::AsExpected => {
                self.in_vain = None;
                lengthen(&mut self.good, sample.at, watched);
                self.not_all_seen &= self.has_begun();
            }
            // Half a recovery: no outage any more, and not back yet.
            SiteState::Unexpected => {
                self.in_vain = None;
                self.good = None;
            }
            SiteState::Unknown => {}
        }
        if self.began.is_none() {
            self.began = self
                .in_vain
                .filter(|streak| streak.looks >= policy.offline_looks);
        } else if self.ended.is_none() {
            let steady = |streak: &Streak| {
                streak.looks >= policy.steady_looks
                    && watched.saturating_sub(streak.from) >= policy.steady_for
            };
            self.ended = self.good.filter(steady);
        }
    }

    /// The computer slept: a row of looks before and after it is none.
    pub(super) fn was_not_watched(&mut self) {
        self.in_vain = None;
        self.good = None;
        self.not_all_seen |= self.has_begun();
    }

    /// There was no network for a while; of an outage, that is a hole.
    pub(super) fn was_not_watched_for(&mut self, time: Duration) {
        self.not_all_seen |= self.has_begun() && !time.is_zero();
    }

    pub(super) fn has_begun(&self) -> bool {
        self.began.is_some()
    }

    /// There is one, or this may be the beginning of one.
    pub(super) fn is_possible(&self) -> bool {
        self.has_begun() || self.in_vain.is_some()
    }

    pub(super) fn is_over(&self) -> bool {
        self.ended.is_some()
    }

    pub(super) fn lasts(&self, watched: Duration) -> Duration {
        self.began
            .map_or(Duration::ZERO, |began| watched.saturating_sub(began.from))
    }

    pub(super) fn times(&self) -> Downtime {
        let ms = |time: Duration| Count(u64::try_from(time.as_millis()).unwrap_or(u64::MAX));
        Downtime {
            offline_from: self.began.map(|streak| streak.at),
            back_at: self.back_at(),
            lasted: self.lasted().map(ms),
        }
    }

    /// Since when it answers again; it may still turn out not to last.
    fn back_at(&self) -> Option<Moment> {
        let again = self.good.filter(|_| self.has_begun());
        self.ended.or(again).map(|streak| streak.at)
    }

    /// Measured on the running time; none where not all of it was watched.
    fn lasted(&self) -> Option<Duration> {
        let (began, ended) = (self.began?, self.ended?);
        (!self.not_all_seen).then(|| ended.from.saturating_sub(began.from))
    }
}

fn lengthen(streak: &mut Option<Streak>, at: Moment, watched: Duration) {
    let streak = streak.get_or_insert(Streak {
        at,
        from: watched,
        looks: 0,
    });
    streak.looks += 1;
}
