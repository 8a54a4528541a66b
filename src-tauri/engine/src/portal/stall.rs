//! Whether bytes still move.

use super::RetryPolicy;
use crate::clock::Times;
use std::time::Duration;

/// Judges from time to time whether an upload stands still.
pub(super) struct StallWatch {
    limit: Duration,
    after_sleep: Duration,
    /// After a sleep the shorter limit holds until something moves.
    slept: bool,
    sent: u64,
    moved_at: Duration,
    last: Times,
}

impl StallWatch {
    pub(super) fn new(policy: &RetryPolicy, now: Times) -> Self {
        Self {
            limit: policy.stall,
            after_sleep: policy.stall_after_sleep,
            slept: false,
            sent: 0,
            moved_at: now.elapsed,
            last: now,
        }
    }

    /// Whether nothing has moved for too long, `sent` being the bytes sent so far.
    pub(super) fn stands_still(&mut self, sent: u64, now: Times) -> bool {
        if now.slept_since(&self.last) {
            self.slept = true;
            self.moved_at = now.elapsed;
        }
        self.last = now;
        if sent != self.sent {
            self.sent = sent;
            self.moved_at = now.elapsed;
            self.slept = false;
        }
        let limit = if self.slept {
            self.after_sleep
        } else {
            self.limit
        };
        now.elapsed.saturating_sub(self.moved_at) >= limit
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(wall: i64, elapsed: u64) -> Times {
        Times {
            wall: jiff::Timestamp::from_second(1_784_318_220 + wall).expect("a moment"),
            elapsed: Duration::from_secs(elapsed),
        }
    }

    fn watch() -> StallWatch {
        StallWatch::new(&RetryPolicy::default(), at(0, 0))
    }

    #[test]
    fn promise_12_sixty_seconds_without_a_byte_are_a_stall() {
        let mut watch = watch();
        assert!(!watch.stands_still(10, at(30, 30)));
        assert!(!watch.stands_still(10, at(89, 89)));
        assert!(watch.stands_still(10, at(90, 90)));
    }

    #[test]
    fn any_byte_is_movement() {
        let mut watch = watch();
        for second in 1..500 {
            assert!(!watch.stands_still(second / 50, at(second as i64, second)));
        }
    }

    #[test]
    fn promise_14_after_a_sleep_twenty_seconds_are_enough() {
        let mut watch = watch();
        assert!(!watch.stands_still(10, at(10, 10)));
        assert!(!watch.stands_still(10, at(3_600, 11)));
        assert!(!watch.stands_still(10, at(3_619, 30)));
        assert!(watch.stands_still(10, at(3_620, 31)));
    }

    #[test]
    fn after_a_sleep_movement_restores_the_patience() {
        let mut watch = watch();
        assert!(!watch.stands_still(10, at(3_600, 1)));
        assert!(!watch.stands_still(11, at(3_601, 2)));
        assert!(!watch.stands_still(11, at(3_651, 52)));
    }

    #[test]
    fn a_wall_clock_that_is_put_back_is_no_sleep() {
        let mut watch = watch();
        assert!(!watch.stands_still(10, at(-3_600, 1)));
        assert!(!watch.stands_still(10, at(-3_560, 41)));
    }
}
