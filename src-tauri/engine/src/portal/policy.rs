//! How patient an upload is, as data.

use std::time::Duration;

/// When an upload is tried again, and when waiting ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RetryPolicy {
    /// Tries in all, the first included.
    pub tries: u32,
    /// No wait between tries is shorter, unless `longest_wait` is.
    pub shortest_wait: Duration,
    /// The first wait is at most this; every further one at most twice the one before.
    pub first_wait: Duration,
    /// No wait is longer, unless the Portal asks for it.
    pub longest_wait: Duration,
    /// A Portal that asks for a longer wait than this is not tried again by itself.
    pub longest_asked_wait: Duration,
    /// No byte moved for this long ends a try (promise 12).
    pub stall: Duration,
    /// The same after the computer slept: the connection is most likely dead (promise 14).
    pub stall_after_sleep: Duration,
    /// How long the answer may take once everything was sent.
    pub answer_limit: Duration,
    /// After a broken connection the next try listens this long between the head and the package:
    /// a server that refuses and hangs up can take its own answer away with it.
    pub listen_first: Duration,
    /// The last bytes are not handed over sooner than this after the head. Until then every answer
    /// is a clear one, also to a package so small that it would be out before anybody can object.
    pub listen_last: Duration,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            tries: 5,
            shortest_wait: Duration::from_millis(500),
            first_wait: Duration::from_secs(5),
            longest_wait: Duration::from_secs(60),
            longest_asked_wait: Duration::from_secs(10 * 60),
            stall: Duration::from_secs(60),
            stall_after_sleep: Duration::from_secs(20),
            answer_limit: Duration::from_secs(10 * 60),
            listen_first: Duration::from_secs(2),
            listen_last: Duration::from_secs(1),
        }
    }
}

impl RetryPolicy {
    /// How long to wait after try `number` (from 1), anywhere between the shortest wait and a limit
    /// that doubles; `jitter` is from 0 to 1. Never shorter than `asked` (promise 10).
    pub fn wait_after(&self, number: u32, asked: Option<Duration>, jitter: f64) -> Duration {
        let doublings = number.saturating_sub(1).min(20);
        let limit = self
            .first_wait
            .saturating_mul(1 << doublings)
            .min(self.longest_wait);
        let shortest = self.shortest_wait.min(limit);
        let own = shortest + (limit - shortest).mul_f64(jitter.clamp(0.0, 1.0));
        own.max(asked.unwrap_or_default())
    }
}

/// A number from 0 to 1 for spreading retries; the only randomness of an upload besides its ids.
pub fn any_jitter() -> f64 {
    let bits = uuid::Uuid::new_v4().as_u128() as u32;
    f64::from(bits) / f64::from(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_limit_doubles_up_to_the_longest_wait() {
        let policy = RetryPolicy::default();
        let limits: Vec<u64> = (1..=6)
            .map(|number| policy.wait_after(number, None, 1.0).as_secs())
            .collect();
        assert_eq!(limits, [5, 10, 20, 40, 60, 60]);
        assert_eq!(policy.wait_after(6, None, 0.0), policy.shortest_wait);
    }

    proptest! {
        #[test]
        fn promise_10_a_wait_is_jittered_within_its_limits_and_never_undercuts_retry_after(
            number in 1_u32..100, jitter in 0.0_f64..=1.0, asked in proptest::option::of(0_u64..5_000),
        ) {
            let policy = RetryPolicy::default();
            let asked = asked.map(Duration::from_secs);
            let wait = policy.wait_after(number, asked, jitter);
            prop_assert!(wait >= policy.shortest_wait);
            prop_assert!(wait >= asked.unwrap_or_default());
            prop_assert!(wait <= policy.longest_wait.max(asked.unwrap_or_default()));
            prop_assert_eq!(wait, policy.wait_after(number, asked, jitter));
        }
    }
}
