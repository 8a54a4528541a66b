//! Looks counted together, and their percentiles.

use crate::release::probe::{Look, LookBecause};
use crate::units::Count;
use serde::{Deserialize, Serialize};

/// Some looks of one probe: how many, how many worked, and every response time to the millisecond.
///
/// Response times are kept whole, not in classes, so two tallies put together give the percentiles
/// of all their looks. A tally is as large as the number of different times in it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    #[serde(rename = "n")]
    looks: u32,
    #[serde(rename = "w")]
    works: u32,
    /// Milliseconds and how often, ascending.
    #[serde(rename = "t")]
    times: Vec<(u32, u32)>,
}

/// What a tally comes to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ProbeFigures {
    pub looks: Count,
    pub works: Count,
    /// Percent of looks that worked; none without a look.
    pub availability: Option<f64>,
    pub p50_ms: Option<Count>,
    pub p95_ms: Option<Count>,
    pub p99_ms: Option<Count>,
    pub slowest_ms: Option<Count>,
}

impl Tally {
    /// Counts a look. Its response time counts where it worked, and where it was given up as too
    /// slow: a page that is not there answers quickly, and would make a site look fast.
    pub fn add(&mut self, look: &Look) {
        self.looks += 1;
        self.works += u32::from(look.works);
        if look.works || look.because == LookBecause::TooSlow {
            self.add_time(u32::try_from(look.took_ms.0).unwrap_or(u32::MAX), 1);
        }
    }

    pub fn merge(&mut self, other: &Self) {
        self.looks += other.looks;
        self.works += other.works;
        for (ms, count) in &other.times {
            self.add_time(*ms, *count);
        }
    }

    pub fn is_empty(&self) -> bool {
        self.looks == 0
    }

    pub fn looks(&self) -> u32 {
        self.looks
    }

    /// Percent of looks that did not work; none without a look.
    pub fn failed_percent(&self) -> Option<f64> {
        (self.looks > 0).then(|| 100.0 * f64::from(self.looks - self.works) / f64::from(self.looks))
    }

    /// The response time that `per_mille` of all stay within: the smallest one measured for which
    /// that is so (nearest rank).
    pub fn within(&self, per_mille: u16) -> Option<u32> {
        let all: u64 = self.times.iter().map(|(_, count)| u64::from(*count)).sum();
        let rank = (all * u64::from(per_mille)).div_ceil(1_000).max(1);
        let mut so_far = 0;
        self.times
            .iter()
            .find(|(_, count)| {
                so_far += u64::from(*count);
                so_far >= rank
            })
            .map(|(ms, _)| *ms)
    }

    pub fn figures(&self) -> ProbeFigures {
        let time = |per_mille| self.within(per_mille).map(|ms| Count(ms.into()));
        ProbeFigures {
            looks: Count(self.looks.into()),
            works: Count(self.works.into()),
            availability: self.failed_percent().map(|failed| 100.0 - failed),
            p50_ms: time(500),
            p95_ms: time(950),
            p99_ms: time(990),
            slowest_ms: time(1_000),
        }
    }

    fn add_time(&mut self, ms: u32, count: u32) {
        match self.times.binary_search_by_key(&ms, |(ms, _)| *ms) {
            Ok(at) => self.times[at].1 += count,
            Err(at) => self.times.insert(at, (ms, count)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::release::monitor::tests::made_look;
    use crate::units::Moment;
    use proptest::prelude::*;

    fn look(took: u32, because: LookBecause) -> Look {
        made_look("p", because, took, Moment(jiff::Timestamp::UNIX_EPOCH))
    }

    fn tally(times: &[u32]) -> Tally {
        let mut tally = Tally::default();
        for ms in times {
            tally.add(&look(*ms, LookBecause::AsExpected));
        }
        tally
    }

    /// By the book: sorted, and counted off from the start.
    fn reference(times: &[u32], per_mille: usize) -> Option<u32> {
        let mut sorted = times.to_vec();
        sorted.sort_unstable();
        let rank = (per_mille * sorted.len()).div_ceil(1_000).max(1);
        sorted.get(rank - 1).copied()
    }

    proptest! {
        #[test]
        fn percentiles_are_those_of_the_sorted_samples(times in proptest::collection::vec(0_u32..10_000, 0..400)) {
            let tally = tally(&times);
            for per_mille in [1, 500, 950, 990, 999, 1_000] {
                prop_assert_eq!(tally.within(per_mille), reference(&times, per_mille.into()));
            }
        }

        #[test]
        fn tallies_put_together_are_the_tally_of_all(
            first in proptest::collection::vec(0_u32..500, 0..100),
            second in proptest::collection::vec(0_u32..500, 0..100),
        ) {
            let mut both = tally(&first);
            both.merge(&tally(&second));
            prop_assert_eq!(both, tally(&[first, second].concat()));
        }

        #[test]
        fn a_tally_comes_back_from_the_ledger_as_it_was(times in proptest::collection::vec(0_u32..500, 0..100)) {
            let tally = tally(&times);
            let text = serde_json::to_string(&tally).expect("writes");
            prop_assert_eq!(serde_json::from_str::<Tally>(&text).expect("reads"), tally);
        }
    }

    #[test]
    fn nothing_is_said_of_a_probe_nobody_looked_at() {
        assert_eq!(Tally::default().figures(), ProbeFigures::default());
        assert_eq!(Tally::default().figures().availability, None);
    }

    #[test]
    fn a_quick_refusal_does_not_make_a_site_fast_and_a_timeout_makes_it_slow() {
        let mut tally = tally(&[200, 220]);
        tally.add(&look(1, LookBecause::NoAnswer));
        tally.add(&look(2, LookBecause::OtherStatus));
        assert_eq!(tally.within(1), Some(200));
        tally.add(&look(10_000, LookBecause::TooSlow));
        let figures = tally.figures();
        assert_eq!(figures.slowest_ms, Some(Count(10_000)));
        assert_eq!((figures.looks, figures.works), (Count(5), Count(2)));
        assert_eq!(figures.availability, Some(40.0));
    }
}
