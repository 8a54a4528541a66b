//! The last stretches of watched time, for triggers.

use super::Tally;
use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

/// A closed window, in watched time.
#[derive(Debug)]
struct Slice {
    from: Duration,
    tallies: BTreeMap<String, Tally>,
}

/// As many closed windows as the longest trigger looks at.
#[derive(Debug)]
pub(super) struct Slices {
    slices: VecDeque<Slice>,
    longest: Duration,
    /// Since when, in watched time, it was looked without a hole.
    whole_since: Duration,
    /// Where the last closed window ended.
    end: Duration,
}

impl Slices {
    pub(super) fn new(longest: Duration) -> Self {
        Self {
            slices: VecDeque::new(),
            longest,
            whole_since: Duration::ZERO,
            end: Duration::ZERO,
        }
    }

    pub(super) fn push(&mut self, from: Duration, end: Duration, tallies: BTreeMap<String, Tally>) {
        self.end = end;
        self.slices.push_back(Slice { from, tallies });
        let oldest = end.saturating_sub(self.longest);
        while self.slices.front().is_some_and(|slice| slice.from < oldest) {
            self.slices.pop_front();
        }
    }

    /// Begins anew: what comes does not follow on what was.
    pub(super) fn begin(&mut self, watched: Duration) {
        self.slices.clear();
        self.whole_since = watched;
        self.end = watched;
    }

    /// How far `watched` is into its window. Windows follow each other without a hole from the
    /// last beginning on, also where nothing was looked at.
    pub(super) fn part_of_window(&self, watched: Duration, window: Duration) -> Duration {
        let nanos = watched.saturating_sub(self.whole_since).as_nanos() % window.as_nanos().max(1);
        Duration::from_nanos(u64::try_from(nanos).unwrap_or_default())
    }

    /// What the probes showed in the last `length`, or none before that much was looked at without
    /// a hole since `not_before`.
    pub(super) fn last(
        &self,
        length: Duration,
        not_before: Duration,
    ) -> Option<BTreeMap<&str, Tally>> {
        let from = self.end.checked_sub(length)?;
        if from < self.whole_since.max(not_before) {
            return None;
        }
        let mut all: BTreeMap<&str, Tally> = BTreeMap::new();
        for slice in self.slices.iter().filter(|slice| slice.from >= from) {
            for (probe, tally) in &slice.tallies {
                all.entry(probe).or_default().merge(tally);
            }
        }
        Some(all)
    }
}
