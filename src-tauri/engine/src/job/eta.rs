//! How fast, and how long still: shown only once it means something (promise 20).

use crate::units::Bytes;
use std::time::Duration;

/// After this many seconds an old measurement counts for a third of a new one.
const TAU_S: f64 = 3.0;
/// After a longer silence nobody worked: the computer slept, or nothing could be sent.
const SILENCE: Duration = Duration::from_secs(30);
const SPEED_AFTER: Duration = Duration::from_millis(800);
const SPEED_SAMPLES: u32 = 2;
const ETA_AFTER: Duration = Duration::from_secs(10);
/// An ETA needs one fiftieth, two per cent, of the work behind it.
const ETA_SHARE: u128 = 50;
/// Longer than this is no forecast.
const ETA_LONGEST_S: f64 = 7.0 * 24.0 * 3600.0;

/// An exponentially weighted mean of the speed, weighted by time and not by the number of samples,
/// so that it does not matter how often it is asked. Knows no clock.
#[derive(Debug, Clone, Default)]
pub struct Pace {
    last: Option<(Duration, u64)>,
    /// Sum of speeds by weight, and the weights; their quotient is unbiased from the first sample.
    weighted: f64,
    weight: f64,
    active: Duration,
    samples: u32,
}

impl Pace {
    /// Takes in that `done` bytes were done at `at`, both since arbitrary but fixed starts. The
    /// first one after a start or a pause only sets the mark to measure from.
    pub fn sample(&mut self, at: Duration, done: u64) {
        let Some((last_at, last_done)) = self.last else {
            self.last = Some((at, done));
            return;
        };
        let Some(passed) = at.checked_sub(last_at).filter(|passed| !passed.is_zero()) else {
            return;
        };
        if passed > SILENCE {
            self.last = Some((at, done.max(last_done)));
            return;
        }
        let seconds = passed.as_secs_f64();
        let speed = done.saturating_sub(last_done) as f64 / seconds;
        let kept = (-seconds / TAU_S).exp();
        self.weighted = self.weighted * kept + speed * (1.0 - kept);
        self.weight = self.weight * kept + (1.0 - kept);
        self.active += passed;
        self.samples = self.samples.saturating_add(1);
        self.last = Some((at, done.max(last_done)));
    }

    /// So much was done before, by whoever worked at it then: what follows is measured from there.
    pub fn from(&mut self, at: Duration, done: u64) {
        self.last = Some((at, done));
    }

    /// Stops measuring until the next [`Pace::sample`]: time in which nobody worked does not count.
    pub fn pause(&mut self) {
        self.last = None;
    }

    /// None before 800 ms of work and two samples.
    pub fn speed(&self) -> Option<Bytes> {
        let meant = self.active >= SPEED_AFTER && self.samples >= SPEED_SAMPLES;
        meant.then(|| Bytes(self.rate().round() as u64))
    }

    /// Seconds left, rounded up. None before 10 s of work and 2 % of it, while nothing moves, and
    /// where no total is known.
    pub fn eta(&self, done: u64, total: u64) -> Option<u32> {
        let far_enough = u128::from(done) * ETA_SHARE >= u128::from(total);
        if total == 0 || self.active < ETA_AFTER || !far_enough || self.rate() < 1.0 {
            return None;
        }
        let seconds = (total.saturating_sub(done) as f64 / self.rate()).ceil();
        (seconds <= ETA_LONGEST_S).then_some(seconds as u32)
    }

    fn rate(&self) -> f64 {
        if self.weight > 0.0 {
            self.weighted / self.weight
        } else {
            0.0
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const MIB: u64 = 1024 * 1024;

    fn ms(ms: u64) -> Duration {
        Duration::from_millis(ms)
    }

    /// Works evenly from `from_ms` to `to_ms` in steps of 100 ms.
    fn work(pace: &mut Pace, from_ms: u64, to_ms: u64, bytes_per_s: u64, mut done: u64) -> u64 {
        pace.sample(ms(from_ms), done);
        for at in (from_ms + 100..=to_ms).step_by(100) {
            done += bytes_per_s / 10;
            pace.sample(ms(at), done);
        }
        done
    }

    #[test]
    fn no_speed_is_shown_before_800_ms_and_two_samples() {
        let mut pace = Pace::default();
        work(&mut pace, 0, 700, MIB, 0);
        assert_eq!(pace.speed(), None);
        let mut once = Pace::default();
        once.sample(ms(0), 0);
        once.sample(ms(5_000), MIB);
        assert_eq!(once.speed(), None);
        once.sample(ms(5_100), MIB);
        assert!(once.speed().is_some());
    }

    #[test]
    fn promise_20_no_eta_before_10_seconds_and_2_per_cent() {
        let mut pace = Pace::default();
        let done = work(&mut pace, 0, 9_900, MIB, 0);
        assert_eq!(pace.eta(done, 20 * MIB), None, "too early");
        let done = work(&mut pace, 9_900, 10_000, MIB, done);
        assert_eq!(pace.eta(done, 5_000 * MIB), None, "too little");
        let eta = pace
            .eta(done, 20 * MIB)
            .expect("10 s and half of it are enough");
        assert!((10..=11).contains(&eta), "{eta}");
    }

    #[test]
    fn a_pause_neither_slows_the_speed_nor_counts_as_work() {
        let mut pace = Pace::default();
        let done = work(&mut pace, 0, 5_000, MIB, 0);
        let before = pace.speed();
        pace.pause();
        let done = work(&mut pace, 3_600_000, 3_600_000, MIB, done);
        assert_eq!(pace.speed(), before);
        assert_eq!(
            pace.eta(done, 10 * MIB),
            None,
            "an hour of pause is not 10 s of work"
        );
    }

    #[test]
    fn a_night_of_sleep_neither_slows_the_speed_nor_counts_as_work() {
        let mut pace = Pace::default();
        let done = work(&mut pace, 0, 12_000, MIB, 0);
        let (speed, eta) = (pace.speed(), pace.eta(done, 100 * MIB));
        let morning = 8 * 3_600_000;
        pace.sample(ms(morning), done);
        assert_eq!((pace.speed(), pace.eta(done, 100 * MIB)), (speed, eta));
        work(&mut pace, morning, morning + 1_000, MIB, done);
        assert_eq!(pace.speed(), speed);
    }

    #[test]
    fn what_was_done_before_is_no_speed() {
        let mut pace = Pace::default();
        pace.sample(ms(0), 0);
        pace.from(ms(0), 9_000 * MIB);
        work(&mut pace, 0, 2_000, MIB, 9_000 * MIB);
        assert_eq!(pace.speed(), Some(Bytes(10 * (MIB / 10))));
    }

    #[test]
    fn a_stall_lets_the_speed_fall_and_the_eta_vanish() {
        let mut pace = Pace::default();
        let done = work(&mut pace, 0, 20_000, MIB, 0);
        assert!(pace.eta(done, 100 * MIB).is_some());
        work(&mut pace, 20_000, 80_000, 0, done);
        assert_eq!(pace.speed(), Some(Bytes(0)));
        assert_eq!(pace.eta(done, 100 * MIB), None);
    }

    #[test]
    fn a_change_of_speed_is_believed_by_two_thirds_after_three_seconds() {
        let mut pace = Pace::default();
        let done = work(&mut pace, 0, 60_000, MIB, 0);
        work(&mut pace, 60_000, 63_000, 4 * MIB, done);
        let speed = pace.speed().expect("shown").0 as f64 / MIB as f64;
        let expected = 4.0 - 3.0 * (-1.0_f64).exp();
        assert!((speed - expected).abs() < 0.01, "{speed} for {expected}");
    }

    #[test]
    fn a_clock_that_stands_still_or_goes_back_changes_nothing() {
        let mut pace = Pace::default();
        let done = work(&mut pace, 1_000, 3_000, MIB, 0);
        let before = pace.speed();
        pace.sample(ms(3_000), done + MIB);
        pace.sample(ms(500), done + 2 * MIB);
        assert_eq!(pace.speed(), before);
    }

    proptest! {
        #[test]
        fn the_speed_stays_between_the_slowest_and_the_fastest_stretch(
            stretches in prop::collection::vec((1_u64..5_000, 0_u64..2_000_000_000), 2..60)
        ) {
            let mut pace = Pace::default();
            let (mut at, mut done) = (Duration::ZERO, 0_u64);
            let (mut slowest, mut fastest) = (f64::INFINITY, 0.0_f64);
            pace.sample(at, done);
            for (passed, bytes) in stretches {
                at += ms(passed);
                done += bytes;
                let speed = bytes as f64 / ms(passed).as_secs_f64();
                slowest = slowest.min(speed);
                fastest = fastest.max(speed);
                pace.sample(at, done);
            }
            if let Some(Bytes(speed)) = pace.speed() {
                prop_assert!(speed as f64 >= slowest * 0.999 - 1.0 && speed as f64 <= fastest * 1.001 + 1.0);
            }
        }

        #[test]
        fn asking_more_often_at_an_even_speed_changes_nothing(
            per_ms in 1_u64..1_000_000,
            steps in prop::collection::vec(1_u64..700, 2..200),
        ) {
            let mut often = Pace::default();
            often.sample(Duration::ZERO, 0);
            let mut at = 0;
            for step in steps {
                at += step;
                often.sample(ms(at), at * per_ms);
            }
            if let Some(Bytes(speed)) = often.speed() {
                let expected = per_ms as f64 * 1000.0;
                prop_assert!((speed as f64 - expected).abs() <= expected * 1e-6 + 1.0);
            }
        }

        #[test]
        fn an_eta_never_appears_early_and_never_overflows(
            total in 0_u64..u64::MAX,
            stretches in prop::collection::vec((0_u64..3_000, 0_u64..u64::MAX / 200), 0..100)
        ) {
            let mut pace = Pace::default();
            let (mut at, mut done) = (0, 0_u64);
            for (passed, bytes) in stretches {
                at += passed;
                done = (done + bytes).min(total);
                pace.sample(ms(at), done);
                if pace.eta(done, total).is_some() {
                    prop_assert!(at >= 10_000 && done as f64 >= total as f64 * 0.0199);
                }
            }
        }
    }
}
